package iamclient_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

func TestPolicyCheck(t *testing.T) {
	all := iamclient.Policy{
		Source: iamclient.PolicyCustom, MinLength: 10,
		RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
	}
	def := iamclient.DefaultPolicy(iamclient.PolicyDefault)
	for _, c := range []struct {
		name     string
		policy   iamclient.Policy
		password string
		unmet    []string
	}{
		{"nothing typed", all, "", []string{"10 characters or more", "an uppercase letter", "a lowercase letter", "a number", "a symbol"}},
		{"all four", all, "Abcdefgh1!", nil},
		{"one short", all, "Abcdefg1!", []string{"10 characters or more"}},
		{"accents are characters", all, "Äbcdefgh1!A", nil},
		{"accents are no letters", all, "ÄÖÜäöüß1!!", []string{"an uppercase letter", "a lowercase letter"}},
		{"length is in characters, not bytes", all, "Aé1!éééé", []string{"10 characters or more", "a lowercase letter"}},
		{"other digits are no numbers", all, "Abcdefgh²!", []string{"a number"}},
		{"other signs are no symbols", all, "Abcdefgh1.,:;\"?/\\~`<> £§", []string{"a symbol"}},
		{"at the default's length", def, "Abcdefg1", nil},
		{"below the default's length", def, "Abcdef1", []string{"8 characters or more"}},
		{"two classes", def, "Abcdefgh", []string{"three of: uppercase, lowercase, number, symbol"}},
		{"three classes without letters of one case", def, "abcdefg1!", nil},
		{"a policy that asks for nothing", iamclient.Policy{MinLength: 6}, "      ", nil},
		{"its length", iamclient.Policy{MinLength: 6}, "     ", []string{"6 characters or more"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var unmet []string
			for _, v := range c.policy.Check(secret(t, c.password)) {
				if v.State == iamclient.Unmet {
					unmet = append(unmet, v.Rule)
				}
			}
			if !slices.Equal(unmet, c.unmet) {
				t.Errorf("unmet are %q, want %q", unmet, c.unmet)
			}
			if got := c.policy.Accepts(secret(t, c.password)); got != (len(c.unmet) == 0) {
				t.Errorf("accepted: %v", got)
			}
		})
	}
}

func TestWhichCharactersCount(t *testing.T) {
	for _, c := range []struct {
		policy iamclient.Policy
		class  string
	}{
		{iamclient.Policy{RequireUppercase: true}, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
		{iamclient.Policy{RequireLowercase: true}, "abcdefghijklmnopqrstuvwxyz"},
		{iamclient.Policy{RequireNumbers: true}, "0123456789"},
		{iamclient.Policy{RequireSymbols: true}, "!@#$%^&*()_+-=[]{}|'"},
	} {
		for r := range rune(0x250) {
			if got := c.policy.Accepts(secret(t, string(r))); got != strings.ContainsRune(c.class, r) {
				t.Errorf("%q is one of %s: %v", r, c.class, got)
			}
		}
	}
}

func TestRulesThatOnlyAWSCanCheck(t *testing.T) {
	for _, c := range []struct {
		policy iamclient.Policy
		want   []string
	}{
		{iamclient.Policy{MinLength: 6}, nil},
		{iamclient.DefaultPolicy(iamclient.PolicyUnverified), []string{"not the account's name or e-mail"}},
		{iamclient.Policy{MinLength: 6, ReusePrevention: 1}, []string{"not the last one"}},
		{iamclient.Policy{MinLength: 6, ReusePrevention: 24}, []string{"not one of the last 24"}},
	} {
		verdicts := c.policy.Check(secret(t, good))
		var got []string
		for _, v := range verdicts {
			if v.State == iamclient.OnlyAWS {
				got = append(got, v.Rule)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: only AWS can check %q, want %q", c.policy, got, c.want)
		}
		last := slices.IndexFunc(verdicts, func(v iamclient.Verdict) bool { return v.State == iamclient.OnlyAWS })
		if last >= 0 && last != len(verdicts)-len(got) {
			t.Errorf("the rules that only AWS can check are not the last: %v", verdicts)
		}
	}
}

func TestReadingThePolicy(t *testing.T) {
	for _, c := range []struct {
		name string
		of   *demoiam.Policy
		want iamclient.Policy
	}{
		{"none", nil, iamclient.Policy{Source: iamclient.PolicyDefault, MinLength: 8, ThreeOfFour: true}},
		{"the weakest", &demoiam.Policy{}, iamclient.Policy{Source: iamclient.PolicyCustom, MinLength: 6}},
		{"everything", &demoiam.Policy{
			MinimumLength: 128, RequireSymbols: true, RequireNumbers: true, RequireUppercase: true, RequireLowercase: true,
			MaxAge: 1095, ReusePrevention: 24, HardExpiry: new(true), AllowUsersToChangePassword: true,
		}, iamclient.Policy{
			Source: iamclient.PolicyCustom, MinLength: 128,
			RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
			MaxAgeDays: 1095, ReusePrevention: 24, HardExpiry: true, UsersMayChange: true,
		}},
		{"one thing at a time", &demoiam.Policy{RequireNumbers: true}, iamclient.Policy{Source: iamclient.PolicyCustom, MinLength: 6, RequireNumbers: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := withBob()
			s.SetPolicy(c.of)
			got, err := newClient(t, s).PasswordPolicy(t.Context())
			wantOK(t, err)
			if got != c.want || !got.Verified() {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestPolicyThatMayNotBeRead(t *testing.T) {
	s := withBob()
	s.SetPolicy(&demoiam.Policy{MinimumLength: 20})
	s.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Code: "AccessDenied"})
	got, err := newClient(t, s).PasswordPolicy(t.Context())
	if iamclient.KindOf(err) != iamclient.KindDenied || got != iamclient.DefaultPolicy(iamclient.PolicyUnverified) || got.Verified() {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestPolicyOfFewWords(t *testing.T) {
	for answer, want := range map[string]iamclient.Policy{
		`<PasswordPolicy></PasswordPolicy>`: {Source: iamclient.PolicyCustom, MinLength: 6},
		`<PasswordPolicy><MaxPasswordAge>0</MaxPasswordAge><PasswordReusePrevention>0</PasswordReusePrevention></PasswordPolicy>`: {Source: iamclient.PolicyCustom, MinLength: 6},
		`<PasswordPolicy><MinimumPasswordLength>500</MinimumPasswordLength></PasswordPolicy>`:                                     {Source: iamclient.PolicyCustom, MinLength: 128},
		``: iamclient.DefaultPolicy(iamclient.PolicyUnverified),
	} {
		service := answering(http.StatusOK, "<GetAccountPasswordPolicyResponse><GetAccountPasswordPolicyResult>"+answer+"</GetAccountPasswordPolicyResult></GetAccountPasswordPolicyResponse>")
		got, err := open(t, iamclient.Options{Embedded: service}).PasswordPolicy(t.Context())
		if err != nil || got != want {
			t.Errorf("%s is %+v, %v", answer, got, err)
		}
	}
}

// policies are all that UpdateAccountPasswordPolicy takes, and none.
func policies() *rapid.Generator[*demoiam.Policy] {
	return rapid.Custom(func(t *rapid.T) *demoiam.Policy {
		if rapid.IntRange(0, 4).Draw(t, "default") == 0 {
			return nil
		}
		yes := rapid.Bool()
		return &demoiam.Policy{
			MinimumLength:  rapid.IntRange(6, 128).Draw(t, "length"),
			RequireSymbols: yes.Draw(t, "symbols"), RequireNumbers: yes.Draw(t, "numbers"),
			RequireUppercase: yes.Draw(t, "upper"), RequireLowercase: yes.Draw(t, "lower"),
			MaxAge:          rapid.IntRange(0, 1095).Draw(t, "age"),
			ReusePrevention: rapid.IntRange(0, 24).Draw(t, "reuse"),
			HardExpiry:      rapid.Ptr(yes, true).Draw(t, "hard"), AllowUsersToChangePassword: yes.Draw(t, "change"),
		}
	})
}

// passwords are all that IAM's pattern takes but for tabs and line ends, with many that just miss a class or the length.
func passwords(length int) *rapid.Generator[string] {
	latin1 := rapid.RuneFrom(nil, &unicode.RangeTable{R16: []unicode.Range16{{Lo: ' ', Hi: 'ÿ', Stride: 1}}, LatinOffset: 1})
	classes := []*rapid.Generator[rune]{
		latin1, rapid.RuneFrom([]rune("abcxyz")), rapid.RuneFrom([]rune("ABCXYZ")),
		rapid.RuneFrom([]rune("0123456789")), rapid.RuneFrom([]rune(iamclient.Symbols)), rapid.RuneFrom([]rune("é.,~ ÀÞ²")),
	}
	lengths := rapid.OneOf(rapid.IntRange(1, 128), rapid.IntRange(length-1, min(length+1, 128)))
	return rapid.Custom(func(t *rapid.T) string {
		of := rapid.SliceOfN(rapid.SampledFrom(classes), 1, 4).Draw(t, "classes")
		n := lengths.Draw(t, "length")
		return rapid.StringOfN(rapid.OneOf(of...), n, n, -1).Draw(t, "password")
	})
}

// The hints and the embedded IAM are two implementations of the same rules, written apart.
func TestHintsAgreeWithTheEmbeddedIAM(t *testing.T) {
	s := demoiam.New(demoiam.Options{})
	c := newClient(t, s)
	rapid.Check(t, func(rt *rapid.T) {
		s.SetPolicy(policies().Draw(rt, "policy"))
		policy, err := c.PasswordPolicy(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		for _, password := range rapid.SliceOfN(passwords(policy.MinLength), 1, 20).Draw(rt, "passwords") {
			s.Add(demoiam.User{Name: "bob", Console: true}) // anew, so that there is none to reuse
			err := makeChange(t.Context(), c, iamclient.UpdateLoginProfile("bob", secret(t, password), nil))
			if err != nil && iamclient.KindOf(err) != iamclient.KindPolicyViolation {
				rt.Fatal(err)
			}
			if hint := policy.Accepts(secret(t, password)); hint != (err == nil) || hint != s.Check("bob", password) {
				rt.Fatalf("%q under %+v: the hints accept it: %v; the embedded IAM says %v", password, policy, hint, err)
			}
		}
	})
}
