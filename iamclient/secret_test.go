package iamclient_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"iampasswd/iamclient"
)

const hunter = "hunter2-Grüße!"

func secret(t testing.TB, s string) *iamclient.Secret {
	t.Helper()
	return iamclient.NewSecret(s)
}

// leaks tells whether text holds the password in any shape that fmt can give it.
func leaks(text, password string) bool {
	return slices.ContainsFunc([]string{
		password,
		hex.EncodeToString([]byte(password)),
		strings.ToUpper(hex.EncodeToString([]byte(password))),
		strings.Trim(fmt.Sprint([]rune(password)), "[]"),
		strings.Trim(fmt.Sprintf("%d", []byte(password)), "[]"),
		strings.Trim(fmt.Sprintf("%x", []rune(password)), "[]"),
		strings.Trim(fmt.Sprintf("%q", []rune(password)), "[]"),
		strings.Trim(fmt.Sprintf("%U", []rune(password)), "[]"),
	}, func(shape string) bool { return strings.Contains(text, shape) })
}

// holders are the ways in which a secret can stand within something that is printed.
func holders(s *iamclient.Secret) map[string]any {
	type unexported struct {
		value   iamclient.Secret
		pointer *iamclient.Secret
	}
	type Exported struct {
		Value   iamclient.Secret
		Pointer *iamclient.Secret
		Deep    *struct{ Pointer **iamclient.Secret }
	}
	return map[string]any{
		"pointer":         s,
		"value":           *s,
		"pointer pointer": &s,
		"unexported":      unexported{*s, s},
		"exported":        Exported{*s, s, &struct{ Pointer **iamclient.Secret }{&s}},
		"pointer to both": &struct {
			Exported
			unexported
		}{Exported{Value: *s, Pointer: s}, unexported{*s, s}},
		"slice":     []iamclient.Secret{*s},
		"pointers":  []*iamclient.Secret{s},
		"map":       map[string]*iamclient.Secret{"password": s},
		"map value": map[string]any{"password": *s},
		"change":    iamclient.UpdateLoginProfile("bob", s, nil),
	}
}

func TestSecretUnderEveryVerb(t *testing.T) {
	for name, holder := range holders(secret(t, hunter)) {
		for _, verb := range "vTtbcdoOqxXUeEfFgGspw" {
			for _, flags := range []string{"", "+", "#", " ", "-30", "030", "+#", ".2"} {
				format := "%" + flags + string(verb)
				if text := fmt.Sprintf(format, holder); leaks(text, hunter) {
					t.Errorf("%s of %s prints %s", format, name, text)
				}
			}
		}
	}
}

func TestSecretPrintsAsRedacted(t *testing.T) {
	s := secret(t, hunter)
	for _, text := range []string{
		fmt.Sprint(s), fmt.Sprint(*s), fmt.Sprintf("%#v", s), fmt.Sprintf("%#v", *s), fmt.Sprintf("%q", s),
		fmt.Sprintf("%d", *s), fmt.Sprintf("%x", s), s.String(), fmt.Errorf("%v", s).Error(),
		fmt.Sprint(secret(t, "")), // whether there is a password does not show either
	} {
		if text != "[redacted]" {
			t.Errorf("a secret prints as %q", text)
		}
	}
}

func TestSecretInErrors(t *testing.T) {
	s := secret(t, hunter)
	for _, err := range []error{
		fmt.Errorf("refused %v", s), fmt.Errorf("refused %w", fmt.Errorf("%+v", *s)),
		errors.Join(fmt.Errorf("%s", s), fmt.Errorf("%#v", holders(s))),
	} {
		if leaks(err.Error(), hunter) {
			t.Errorf("an error says %v", err)
		}
	}
}

func TestSecretInJSON(t *testing.T) {
	for name, holder := range holders(secret(t, hunter)) {
		text, err := json.Marshal(holder)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if leaks(string(text), hunter) {
			t.Errorf("%s is %s", name, text)
		}
	}
	text, _ := json.Marshal(secret(t, hunter))
	if string(text) != `"[redacted]"` {
		t.Errorf("a secret is %s in JSON", text)
	}
}

func TestSecretInSlog(t *testing.T) {
	var out strings.Builder
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		logger := slog.New(handler)
		s := secret(t, hunter)
		for name, holder := range holders(s) {
			logger.Info("changing", name, holder)
			logger.With(name, holder).WithGroup("password").Info("changing", slog.Any(name, holder))
			logger.Info(fmt.Sprint("changing", holder))
		}
	}
	if leaks(out.String(), hunter) {
		t.Errorf("a log says\n%s", out.String())
	}
	if !strings.Contains(out.String(), `"pointer":"[redacted]"`) || !strings.Contains(out.String(), "pointer=[redacted]") {
		t.Errorf("no log redacts: %s", out.String())
	}
}

func TestSecretLength(t *testing.T) {
	longest := strings.Repeat("ÿ", iamclient.MaxPasswordLength)
	s := secret(t, longest)
	if s.Len() != 128 || s.Reveal() != longest {
		t.Errorf("128 characters became %d", s.Len())
	}
	if err := s.Insert(0, 'x'); !errors.Is(err, iamclient.ErrSecretTooLong) || s.Reveal() != longest {
		t.Errorf("one more: %v", err)
	}
	if long := iamclient.NewSecret(longest + "x"); long.Reveal() != longest+"x" || long.Clone().Reveal() != longest+"x" {
		t.Errorf("129 characters became %d", long.Len())
	}
	s.Delete(0, 2)
	if err := s.Insert(126, 'a', 'b', 'c'); !errors.Is(err, iamclient.ErrSecretTooLong) || s.Len() != 126 {
		t.Errorf("three into two: %v", err)
	}
}

func TestNoSecret(t *testing.T) {
	var none *iamclient.Secret
	none.Wipe()
	if none.Len() != 0 || none.Reveal() != "" || !none.Equal(&iamclient.Secret{}) || none.Clone().Len() != 0 {
		t.Error("no secret is not an empty one")
	}
	if text := fmt.Sprintf("%v %+v", none, iamclient.Change{}); strings.Contains(text, "PANIC") {
		t.Errorf("no secret prints as %s", text)
	}
}

func TestSecretEditing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got, want := &iamclient.Secret{}, []rune{}
		t.Repeat(map[string]func(*rapid.T){
			"insert": func(t *rapid.T) {
				at := rapid.IntRange(0, len(want)).Draw(t, "at")
				runes := rapid.SliceOfN(rapid.Rune(), 0, 60).Draw(t, "runes")
				err := got.Insert(at, runes...)
				if fits := len(want)+len(runes) <= iamclient.MaxPasswordLength; fits != (err == nil) {
					t.Fatalf("%d into %d: %v", len(runes), len(want), err)
				} else if fits {
					want = slices.Insert(want, at, runes...)
				}
			},
			"delete": func(t *rapid.T) {
				from := rapid.IntRange(0, len(want)).Draw(t, "from")
				to := rapid.IntRange(from, len(want)).Draw(t, "to")
				got.Delete(from, to)
				want = slices.Delete(want, from, to)
			},
			"clone": func(*rapid.T) {
				old := got
				got = got.Clone()
				old.Wipe()
			},
			"": func(t *rapid.T) {
				if got.Reveal() != string(want) || got.Len() != len(want) || !got.Equal(secretOf(want)) {
					t.Fatalf("%q, want %q", got.Reveal(), string(want))
				}
			},
		})
	})
}

func secretOf(runes []rune) *iamclient.Secret {
	s := &iamclient.Secret{}
	_ = s.Insert(0, runes...)
	return s
}

func TestSecretEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"", "", true}, {"a", "a", true}, {"a", "b", false}, {"a", "aa", false}, {"aé", "ae", false}} {
		if got := secret(t, c.a).Equal(secret(t, c.b)); got != c.want {
			t.Errorf("%q equals %q: %v", c.a, c.b, got)
		}
	}
}
