package demoiam_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"iampasswd/iamclient/demoiam"
)

const (
	noUpper  = "Password should have at least one uppercase letter"
	noLower  = "Password should have at least one lowercase letter"
	noNumber = "Password should have at least one number"
	noSymbol = "Password should have at least one symbol"
	reused   = "Policy constraint violation with password reuse prevention during password change."
	lacks1   = "Password should meet 1 more of the following requirements: "
	lacks2   = "Password should meet 2 more of the following requirements: "
	lacks3   = "Password should meet 3 more of the following requirements: "
)

func TestPolicyComesAndGoes(t *testing.T) {
	client := newClient(demoiam.New(demoiam.Options{AccountID: "111122223333"}))
	get := func() (*types.PasswordPolicy, error) {
		out, err := client.GetAccountPasswordPolicy(t.Context(), &iam.GetAccountPasswordPolicyInput{})
		if err != nil {
			return nil, err
		}
		return out.PasswordPolicy, nil
	}
	_, err := get()
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The Password Policy with domain name 111122223333 cannot be found.")

	full := iam.UpdateAccountPasswordPolicyInput{
		MinimumPasswordLength: aws.Int32(20), RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true, RequireLowercaseCharacters: true,
		AllowUsersToChangePassword: true, MaxPasswordAge: aws.Int32(90), PasswordReusePrevention: aws.Int32(24), HardExpiry: aws.Bool(false),
	}
	_, err = client.UpdateAccountPasswordPolicy(t.Context(), &full)
	wantOK(t, err)
	got, err := get()
	wantOK(t, err)
	want := &types.PasswordPolicy{
		MinimumPasswordLength: aws.Int32(20), RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true, RequireLowercaseCharacters: true,
		AllowUsersToChangePassword: true, ExpirePasswords: true, MaxPasswordAge: aws.Int32(90), PasswordReusePrevention: aws.Int32(24), HardExpiry: aws.Bool(false),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}

	// Nothing given: everything goes back to its default.
	_, err = client.UpdateAccountPasswordPolicy(t.Context(), &iam.UpdateAccountPasswordPolicyInput{})
	wantOK(t, err)
	got, err = get()
	wantOK(t, err)
	if want := (&types.PasswordPolicy{MinimumPasswordLength: aws.Int32(6)}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}

	_, err = client.DeleteAccountPasswordPolicy(t.Context(), &iam.DeleteAccountPasswordPolicyInput{})
	wantOK(t, err)
	_, err = client.DeleteAccountPasswordPolicy(t.Context(), &iam.DeleteAccountPasswordPolicyInput{})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The account policy with name PasswordPolicy cannot be found.")
}

func TestPolicyRanges(t *testing.T) {
	client := newClient(demoiam.New(demoiam.Options{}))
	constraint := func(member, rule string) string {
		return "1 validation error detected: Value at '" + member + "' failed to satisfy constraint: Member must have value " + rule
	}
	for want, in := range map[string]*iam.UpdateAccountPasswordPolicyInput{
		constraint("minimumPasswordLength", "greater than or equal to 6"):   {MinimumPasswordLength: aws.Int32(5)},
		constraint("minimumPasswordLength", "less than or equal to 128"):    {MinimumPasswordLength: aws.Int32(129)},
		constraint("maxPasswordAge", "greater than or equal to 1"):          {MaxPasswordAge: aws.Int32(0)},
		constraint("maxPasswordAge", "less than or equal to 1095"):          {MaxPasswordAge: aws.Int32(1096)},
		constraint("passwordReusePrevention", "greater than or equal to 1"): {PasswordReusePrevention: aws.Int32(0)},
		constraint("passwordReusePrevention", "less than or equal to 24"):   {PasswordReusePrevention: aws.Int32(25)},
	} {
		_, err := client.UpdateAccountPasswordPolicy(t.Context(), in)
		wantError(t, err, "ValidationError", http.StatusBadRequest, want)
	}
}

func TestPasswordsAgainstPolicies(t *testing.T) {
	all := &demoiam.Policy{MinimumLength: 10, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true}
	symbol := &demoiam.Policy{RequireSymbols: true}
	for _, c := range []struct {
		name     string
		policy   *demoiam.Policy
		password string
		unmet    string // "" is accepted
	}{
		{"default, three kinds", nil, "Password1", ""},
		{"default, other three kinds", nil, "password-1", ""},
		{"default, 128 characters", nil, "Aa1" + strings.Repeat("x", 125), ""},
		{"default, a space is no symbol", nil, "pass word 1", lacks1 + noUpper + ", " + noSymbol},
		{"default, Latin letters are of no kind", nil, "éééééééé", lacks3 + strings.Join([]string{noUpper, noLower, noNumber, noSymbol}, ", ")},
		{"default, two kinds", nil, "passwordpassword1", lacks1 + noUpper + ", " + noSymbol},
		{"default, one kind", nil, "12345678", lacks2 + strings.Join([]string{noUpper, noLower, noSymbol}, ", ")},
		{"default, short", nil, "Passw0r", "Password should have a minimum length of 8"},
		{"default, counted in characters", nil, "Aa1ééé", "Password should have a minimum length of 8"},
		{"default, short and of two kinds", nil, "passw1", "Password should have a minimum length of 8, " + lacks1 + noUpper + ", " + noSymbol},
		{"default, the account's name", nil, "Acme-Demo-1", "Password should not be identical to the name of the account"},
		{"default, nearly the account's name", nil, "acme-Demo-1", ""},
		{"custom, met", all, "Passw0rd-1", ""},
		{"custom, one unmet", all, "Password-x", noNumber},
		{"custom, all unmet", all, "é", "Password should have a minimum length of 10, " + strings.Join([]string{noUpper, noLower, noNumber, noSymbol}, ", ")},
		{"custom, weaker than the default", &demoiam.Policy{}, "aaaaaa", ""},
		{"custom, at least 6 all the same", &demoiam.Policy{}, "aaaaa", "Password should have a minimum length of 6"},
		{"custom, symbols that do not count", symbol, "abcdef .,:;\"?/\\~`<>§ÿ\t\r\n", noSymbol},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := demoiam.New(demoiam.Options{Alias: "Acme-Demo-1", Policy: c.policy, Users: []demoiam.User{{Name: "bob", Console: true}}})
			err := update(t, newClient(s), "bob", c.password)
			if s.Check("bob", c.password) != (c.unmet == "") {
				t.Errorf("the password counts: %v", c.unmet != "")
			}
			if c.unmet == "" {
				wantOK(t, err)
			} else {
				wantError(t, err, "PasswordPolicyViolation", http.StatusBadRequest, c.unmet)
			}
		})
	}
}

func TestEverySymbolCounts(t *testing.T) {
	const documented = "!@#$%^&*()_+-=[]{}|'"
	s := demoiam.New(demoiam.Options{Policy: &demoiam.Policy{RequireSymbols: true}, Users: []demoiam.User{{Name: "bob", Console: true}}})
	client := newClient(s)
	for r := rune(' '); r <= 'ÿ'; r++ {
		if err := update(t, client, "bob", "abcde"+string(r)); (err == nil) != strings.ContainsRune(documented, r) {
			t.Errorf("%q as the only symbol: %v", r, err)
		}
	}
}

func TestPasswordsThatAreNone(t *testing.T) {
	client := newClient(withBob(false))
	const value = "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must "
	const pattern = value + `satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+`
	for password, want := range map[string]string{
		"":                                value + "have length greater than or equal to 1",
		good + strings.Repeat("x", 112):   value + "have length less than or equal to 128",
		"Price-10€-a-month":               pattern,
		"Bell-\a-rings-1":                 pattern,
		"Brand-New-\xff\xfe-Not-UTF-8-1!": pattern,
	} {
		err := update(t, client, "bob", password)
		wantError(t, err, "ValidationError", http.StatusBadRequest, want)
		if password != "" && strings.Contains(err.Error(), password) {
			t.Errorf("the error gives away the password: %v", err)
		}
	}
	wantError(t, change(t, client, "", good+"€"), "ValidationError", http.StatusBadRequest,
		"2 validation errors detected: Value at 'oldPassword' failed to satisfy constraint: Member must have length greater than or equal to 1; "+
			`Value at 'newPassword' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+`)
}

func TestReusePrevention(t *testing.T) {
	s := withBob(false)
	s.SetPolicy(&demoiam.Policy{ReusePrevention: 3})
	client := newClient(s)
	wantError(t, update(t, client, "bob", old), "PasswordPolicyViolation", http.StatusBadRequest, reused)
	for _, p := range []string{"second", "third."} {
		wantOK(t, update(t, client, "bob", p))
		wantError(t, update(t, client, "bob", old), "PasswordPolicyViolation", http.StatusBadRequest, reused)
	}
	wantOK(t, update(t, client, "bob", "fourth"))
	wantOK(t, update(t, client, "bob", old)) // the fourth before it

	// Without the rule the current one will do again.
	s.SetPolicy(&demoiam.Policy{})
	wantOK(t, update(t, client, "bob", old))

	// Switched on, it looks back on what was set while it was off.
	s.SetPolicy(&demoiam.Policy{ReusePrevention: 24})
	wantError(t, update(t, client, "bob", "second"), "PasswordPolicyViolation", http.StatusBadRequest, reused)
	if !s.Check("bob", old) {
		t.Error("a refused password replaced the current one")
	}
}

func TestReusePreventionLooksBackOn24(t *testing.T) {
	s := withBob(false)
	s.SetPolicy(&demoiam.Policy{ReusePrevention: 24})
	client := newClient(s)
	for i := range 23 {
		wantOK(t, update(t, client, "bob", fmt.Sprintf("number%d", i)))
	}
	wantError(t, update(t, client, "bob", old), "PasswordPolicyViolation", http.StatusBadRequest, reused)
	wantOK(t, update(t, client, "bob", "number23"))
	wantError(t, update(t, client, "bob", "number0"), "PasswordPolicyViolation", http.StatusBadRequest, reused)
	wantOK(t, update(t, client, "bob", old))
}
