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

func TestCompanyIsTheSameEveryTime(t *testing.T) {
	var seen [2]string
	for i := range seen {
		synctest.Test(t, func(t *testing.T) { // in a bubble the date is the same too
			s := demoiam.Company(200, demoiam.Latency{})
			for _, u := range everybody(t, s) {
				seen[i] += fmt.Sprintln(*u.UserName, *u.Arn, *u.UserId, u.CreateDate, u.PasswordLastUsed)
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
	for name, reason := range map[string]string{
		"dana.denied":   "because no identity-based policy allows the iam:%s action",
		"xena.explicit": "with an explicit deny in an identity-based policy",
		"sid.scp":       "with an explicit deny in a service control policy",
		"ben.boundary":  "because no permissions boundary allows the iam:%s action",
	} {
		detail(name, func(t *testing.T, _ *demoiam.Server, client *iam.Client) {
			wantError(t, update(t, client, name, good), "AccessDenied", 403,
				user+"UpdateLoginProfile on resource: user "+name+" "+strings.ReplaceAll(reason, "%s", "UpdateLoginProfile"))
			_, err := client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: &name, Password: aws.String(good)})
			wantError(t, err, "AccessDenied", 403,
				user+"CreateLoginProfile on resource: user "+name+" "+strings.ReplaceAll(reason, "%s", "CreateLoginProfile"))
		})
	}
}
