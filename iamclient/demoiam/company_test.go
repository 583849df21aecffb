package demoiam_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"iampasswd/iamclient/demoiam"
)

const day = 24 * time.Hour

func everybody(t *testing.T, s *demoiam.Server) []types.User {
	t.Helper()
	var users []types.User
	for p := iam.NewListUsersPaginator(newClient(s), &iam.ListUsersInput{MaxItems: aws.Int32(1000)}); p.HasMorePages(); {
		out, err := p.NextPage(t.Context())
		wantOK(t, err)
		users = append(users, out.Users...)
	}
	return users
}

func TestCompanySizes(t *testing.T) {
	cast := demoiam.TheCast()
	for size, want := range map[int]int{0: 2, 1: 2, 2: 2, 3: 3, 20: 20, 21: 21, 60: 60, 5000: 5000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			names := make(map[string]bool)
			for _, u := range everybody(t, demoiam.Company(size, demoiam.Latency{})) {
				names[*u.UserName] = true
			}
			if len(names) != want {
				t.Errorf("%d users, want %d", len(names), want)
			}
			for _, member := range cast[:min(want, len(cast))] {
				if !names[member.User] {
					t.Errorf("%s is missing", member.User)
				}
			}
		})
	}
}

// Of two users with one name only one would be left.
func TestCompanyNeverRunsOutOfNames(t *testing.T) {
	if users := demoiam.Company(100_000, demoiam.Latency{}).Users(); users != 100_000 {
		t.Errorf("%d users", users)
	}
}

func TestCompanyIsBelievable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := demoiam.Company(2000, demoiam.Latency{})
		time.Sleep(time.Minute)
		name, path := regexp.MustCompile(`^[\w+=,.@-]{1,64}$`), regexp.MustCompile(`^/([a-z]+/)*$`)
		paths := make(map[string]int)
		never, noConsole := 0, 0
		for _, u := range everybody(t, s) {
			paths[*u.Path]++
			if !name.MatchString(*u.UserName) || !path.MatchString(*u.Path) {
				t.Errorf("user %s on %s", *u.UserName, *u.Path)
			}
			if u.CreateDate.After(time.Now()) || u.PasswordLastUsed != nil && (u.PasswordLastUsed.Before(*u.CreateDate) || u.PasswordLastUsed.After(time.Now())) {
				t.Errorf("%s: created %s, signed in %s, now %s", *u.UserName, u.CreateDate, u.PasswordLastUsed, time.Now())
			}
			if u.PasswordLastUsed == nil {
				never++
			}
			if _, console := s.ResetRequired(*u.UserName); !console {
				noConsole++
			}
		}
		if len(paths) < 8 || never < 100 || never > 1000 || noConsole < 100 || noConsole >= never {
			t.Errorf("paths %v, %d never signed in, %d without a console password", paths, never, noConsole)
		}
	})
}

// What users have besides a password: about as many of each as in a real
// account, with dates that fit together.
func TestCompanyCredentialsAreBelievable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := demoiam.Company(2000, demoiam.Latency{})
		now := time.Now()
		var people, phones, tokens, expired, soon, robots, robotKeys, otherKeys int
		for _, listed := range everybody(t, s) {
			u, _ := s.User(*listed.UserName)
			for _, k := range u.AccessKeys {
				if k.Created.Before(u.Created) || k.Created.After(now) || !k.LastUsed.IsZero() && (k.LastUsed.Before(k.Created) || k.LastUsed.After(now)) {
					t.Errorf("%s, created %s, has the key %v", u.Name, u.Created, k)
				}
			}
			if strings.HasPrefix(u.Path, "/robots/") {
				robots++
				robotKeys += min(len(u.AccessKeys), 1)
				continue
			}
			otherKeys += min(len(u.AccessKeys), 1)
			if !u.Console {
				continue
			}
			people++
			switch {
			case len(u.MFA) == 0:
			case strings.HasPrefix(u.MFA[0].Serial, "GAHT"):
				tokens++
			case u.MFA[0].Serial == "arn:aws:iam::123456789012:mfa/"+u.Name:
				phones++
			case strings.Contains(u.MFA[0].Serial, ":u2f/user/"+u.Name+"/"):
			default:
				t.Errorf("%s has the device %s", u.Name, u.MFA[0].Serial)
			}
			if u.PasswordChanged.Before(u.Created) || u.PasswordChanged.After(now) {
				t.Errorf("%s, created %s, changed the password %s", u.Name, u.Created, u.PasswordChanged)
			}
			switch left := u.PasswordChanged.Add(90 * day).Sub(now); {
			case left < 0:
				expired++
			case left < 15*day:
				soon++
			}
		}
		within := func(what string, count, of, low, high int) { // in per cent
			if percent := count * 100 / of; percent < low || percent > high {
				t.Errorf("%s: %d of %d, which is %d %%", what, count, of, percent)
			}
		}
		within("phones", phones, people, 60, 80)
		within("hardware tokens", tokens, people, 2, 8)
		within("expired passwords", expired, people, 10, 50)
		within("passwords that expire soon", soon, people, 3, 25)
		within("robots with keys", robotKeys, robots, 85, 99)
		within("people with keys", otherKeys, people, 8, 30)
	})
}

func TestCompanyIsTheSameEveryTime(t *testing.T) {
	var seen [2]string
	for i := range seen {
		synctest.Test(t, func(t *testing.T) { // in a bubble the date is the same too
			s := demoiam.Company(200, demoiam.Latency{})
			for _, u := range everybody(t, s) {
				known, _ := s.User(*u.UserName)
				seen[i] += fmt.Sprintln(*u.Arn, *u.UserId, known)
			}
		})
	}
	if seen[0] != seen[1] {
		t.Error("two companies differ")
	}
}

func TestCompanyAccount(t *testing.T) {
	s := demoiam.Company(60, demoiam.Latency{})
	client := newClient(s)
	identity, err := newSTSClient(s).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	wantOK(t, err)
	if *identity.Arn != "arn:aws:iam::123456789012:user/helpdesk/alice" || *identity.Account != "123456789012" {
		t.Errorf("the caller is %s", *identity.Arn)
	}
	alias, err := client.ListAccountAliases(t.Context(), &iam.ListAccountAliasesInput{})
	wantOK(t, err)
	if !slices.Equal(alias.AccountAliases, []string{"acme-demo"}) {
		t.Errorf("the alias is %v", alias.AccountAliases)
	}
	policy, err := client.GetAccountPasswordPolicy(t.Context(), &iam.GetAccountPasswordPolicyInput{})
	wantOK(t, err)
	if p := policy.PasswordPolicy; *p.MinimumPasswordLength != 14 || *p.PasswordReusePrevention != 5 || *p.MaxPasswordAge != 90 ||
		!p.RequireSymbols || !p.RequireNumbers || !p.RequireUppercaseCharacters || !p.RequireLowercaseCharacters || p.AllowUsersToChangePassword {
		t.Errorf("the policy is %+v", p)
	}
}

// Every member of the cast must do what the table says it does.
func TestTheCast(t *testing.T) {
	for _, member := range demoiam.TheCast() {
		t.Run(member.User, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := demoiam.Company(60, demoiam.Latency{})
				client := newClient(s)
				failures := 0
				for failures < 10 {
					err := update(t, client, member.User, fmt.Sprintf("%s%d", good, failures))
					if err == nil {
						break
					}
					failures++
					if member.Code != "" && !hasCode(err, member.Code) {
						t.Errorf("attempt %d: %v, want %s", failures, err, member.Code)
					}
				}
				want := member.Fails
				if want == demoiam.Always {
					want = 10
				}
				if failures != want {
					t.Errorf("%d attempts failed, want %d", failures, want)
				}
				if member.Shows == "" || strings.HasSuffix(member.Shows, ".") {
					t.Errorf("%q is no clause", member.Shows)
				}
			})
		})
	}
}

// What the table cannot say.
func TestTheCastInDetail(t *testing.T) {
	const user = "User: arn:aws:iam::123456789012:user/helpdesk/alice is not authorized to perform: iam:"
	detail := func(name string, check func(t *testing.T, s *demoiam.Server, client *iam.Client)) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := demoiam.Company(60, demoiam.Latency{})
				check(t, s, newClient(s))
			})
		})
	}
	detail("alice", func(t *testing.T, s *demoiam.Server, client *iam.Client) {
		wantError(t, update(t, client, "alice", good), "AccessDenied", 403, user+"UpdateLoginProfile on resource: user alice because no identity-based policy allows the iam:UpdateLoginProfile action")
		wantOK(t, change(t, client, demoiam.CastPassword, good))
		if !s.Check("alice", good) {
			t.Error("the password is not the new one")
		}
	})
	detail("nina.newhire", func(t *testing.T, _ *demoiam.Server, client *iam.Client) {
		wantOK(t, getUser(t, client, "nina.newhire"))
		_, err := client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("nina.newhire"), Password: aws.String(good)})
		wantOK(t, err)
	})
	detail("gus.ghost", func(t *testing.T, _ *demoiam.Server, client *iam.Client) {
		wantError(t, getUser(t, client, "gus.ghost"), "NoSuchEntity", 404, "The user with name gus.ghost cannot be found.")
	})
	detail("mona.maybe", func(t *testing.T, _ *demoiam.Server, client *iam.Client) {
		wantError(t, update(t, client, "mona.maybe", good), "NoSuchEntity", 404, "Login Profile for User mona.maybe cannot be found.")
		wantError(t, getUser(t, client, "mona.maybe"), "AccessDenied", 403, user+"GetUser on resource: user mona.maybe because no identity-based policy allows the iam:GetUser action")
	})
	detail("rita.reuse", func(t *testing.T, _ *demoiam.Server, client *iam.Client) {
		wantError(t, update(t, client, "rita.reuse", demoiam.CastPassword), "PasswordPolicyViolation", http.StatusBadRequest, reused)
	})
	detail("ned.network", func(t *testing.T, s *demoiam.Server, client *iam.Client) {
		if err := update(t, client, "ned.network", good); !errors.Is(err, syscall.ECONNREFUSED) || s.Check("ned.network", good) {
			t.Errorf("got %v", err)
		}
	})
	detail("gary.garbage", func(t *testing.T, _ *demoiam.Server, client *iam.Client) {
		var response *awshttp.ResponseError
		if err := update(t, client, "gary.garbage", good); !errors.As(err, &response) || response.HTTPStatusCode() != http.StatusBadGateway {
			t.Errorf("got %v", err)
		}
	})
	detail("tina.timeout", func(t *testing.T, s *demoiam.Server, client *iam.Client) {
		if err := update(t, client, "tina.timeout", good); !errors.Is(err, io.ErrUnexpectedEOF) || !s.Check("tina.timeout", good) {
			t.Errorf("got %v", err)
		}
		wantError(t, update(t, client, "tina.timeout", good), "PasswordPolicyViolation", http.StatusBadRequest, reused)
	})
	detail("slow.lorris", func(t *testing.T, _ *demoiam.Server, client *iam.Client) {
		start := time.Now()
		wantOK(t, update(t, client, "slow.lorris", good))
		if took := time.Since(start); took != 8*time.Second {
			t.Errorf("took %s", took)
		}
	})
	holds := func(name string, holds func(u demoiam.User, left time.Duration) bool) {
		detail(name, func(t *testing.T, s *demoiam.Server, _ *iam.Client) {
			u, ok := s.User(name)
			if left := time.Until(u.PasswordChanged.Add(90 * day)); !ok || !holds(u, left) {
				t.Errorf("%+v, whose password lives for another %s", u, left)
			}
		})
	}
	const phone = "arn:aws:iam::123456789012:mfa/"
	holds("bob.contractor", func(u demoiam.User, left time.Duration) bool {
		return u.ResetRequired && len(u.MFA) == 0 && left == -3*day
	})
	holds("lola.lostphone", func(u demoiam.User, left time.Duration) bool {
		return len(u.MFA) == 1 && u.MFA[0].Serial == phone+"lola.lostphone" && left > 15*day
	})
	holds("hank.hardware", func(u demoiam.User, _ time.Duration) bool {
		return len(u.MFA) == 2 && u.MFA[0].Serial == "GAHT12345678" && u.MFA[1].Serial == phone+"hank.hardware"
	})
	holds("dora.drift", func(u demoiam.User, _ time.Duration) bool {
		return len(u.MFA) == 1 && u.MFA[0].Serial == phone+"dora.drift" && u.MFA[0].Drift == -11*time.Minute
	})
	holds("fay.fido", func(u demoiam.User, _ time.Duration) bool {
		return len(u.MFA) == 1 && strings.HasPrefix(u.MFA[0].Serial, "arn:aws:iam::123456789012:u2f/user/fay.fido/")
	})
	holds("leo.leaver", func(u demoiam.User, _ time.Duration) bool {
		return u.Console && len(u.MFA) == 1 && len(u.AccessKeys) == 2 && !u.AccessKeys[0].Inactive && !u.AccessKeys[1].Inactive &&
			u.AccessKeys[0].ID != u.AccessKeys[1].ID && u.AccessKeys[0].LastUsed.After(u.AccessKeys[1].LastUsed) &&
			len(u.Credentials) == 1 && u.Credentials[0].Service == "codecommit.amazonaws.com" && !u.Credentials[0].Inactive
	})
	holds("ed.expired", func(_ demoiam.User, left time.Duration) bool { return left == -3*day })
	holds("sonia.soon", func(_ demoiam.User, left time.Duration) bool { return left > 4*day && left < 5*day })
	holds("rex.revoked", func(u demoiam.User, _ time.Duration) bool {
		since := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
		return len(u.Inline) == 1 && strings.Contains(u.Inline["AWSRevokeOlderSessions"], `{"aws:TokenIssueTime":"`+since+`"}`)
	})
	for name, decision := range map[string]types.PolicyEvaluationDecisionType{
		"lars.lockedout": types.PolicyEvaluationDecisionTypeImplicitDeny, "wanda.welcome": types.PolicyEvaluationDecisionTypeAllowed,
	} {
		detail(name, func(t *testing.T, s *demoiam.Server, client *iam.Client) {
			wantReset(t, s, name[strings.LastIndexByte(name, '/')+1:], true)
			out, err := simulate(t, client, "arn:aws:iam::123456789012:user/"+name, "iam:ChangePassword")
			wantOK(t, err)
			if got := out.EvaluationResults[0].EvalDecision; got != decision {
				t.Errorf("changing the password is %s, want %s", got, decision)
			}
		})
	}
	for name, reason := range map[string]string{
		"dana.denied":   "because no identity-based policy allows the iam:%s action",
		"xena.explicit": "with an explicit deny in an identity-based policy",
		"sid.scp":       "with an explicit deny in a service control policy",
		"ben.boundary":  "because no permissions boundary allows the iam:%s action",
	} {
		detail(name, func(t *testing.T, _ *demoiam.Server, client *iam.Client) {
			for action, err := range writes(t, client, name) {
				wantError(t, err, "AccessDenied", 403, user+action+" on resource: user "+name+" "+strings.ReplaceAll(reason, "%s", action))
			}
		})
	}
}
