package signins_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"iampasswd/iamclient/signins"
)

// login is the text of a sign-in's event with these fields.
func login(fields string) string {
	return `{"eventTime":"2026-11-25T13:58:07Z","sourceIPAddress":"203.0.113.7",` + fields + `}`
}

const (
	bob     = `"userIdentity":{"type":"IAMUser","userName":"Bob","arn":"arn:aws:iam::123456789012:user/x/Bob"}`
	failure = `"responseElements":{"ConsoleLogin":"Failure"},"errorMessage":"Failed authentication"`
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ fields, want string }{ // who, outcome and words
		{bob + `,"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"No"}`, "Bob|signed-in|signed in"},
		{bob + `,"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"Yes"}`, "Bob|signed-in-mfa|signed in with MFA"},
		{bob + `,"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"YES"}`, "Bob|signed-in-mfa|signed in with MFA"},
		{bob + `,"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":true}`, "Bob|signed-in-mfa|signed in with MFA"},
		{bob + `,"responseElements":{"ConsoleLogin":"Success"}`, "Bob|signed-in|signed in"},
		{bob + `,"responseElements":{"ConsoleLogin":"Success"},"errorMessage":"Failed authentication"`, "Bob|signed-in|signed in"},
		{bob + "," + failure + `,"additionalEventData":{"MFAUsed":"No"}`, "Bob|wrong-password|wrong password"},
		{bob + "," + failure + `,"additionalEventData":{"MFAUsed":"Yes"}`, "Bob|failed-mfa|failed at the MFA step"},
		{bob + "," + failure, "Bob|failed|failed: Failed authentication"},
		{bob + `,"responseElements":{"ConsoleLogin":"Failure"},"errorMessage":"Something new"`, "Bob|failed|failed: Something new"},
		{bob + `,"responseElements":{"ConsoleLogin":"Failure"}`, "Bob|failed|failed: no reason is given"},
		{bob + `,"responseElements":{"ConsoleLogin":"Perhaps"}`, `Bob|unclear|unclear: the result is "Perhaps"`},
		{bob + `,"responseElements":null`, "Bob|unclear|unclear: the event has no result"},
		{bob + `,"responseElements":["Success"],"errorMessage":7`, "Bob|unclear|unclear: the event has no result"},
		{`"userIdentity":{"type":"IAMUser","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"},"responseElements":{"ConsoleLogin":"Failure"},"errorMessage":"No username found in supplied account"`,
			"|no-such-user|no such user name in this account"},
		{`"userIdentity":{"type":"Root","arn":"arn:aws:iam::123456789012:root"},"responseElements":{"ConsoleLogin":"Success"}`, "root|signed-in|signed in"},
		{`"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Admin/al@ice"},"responseElements":{"ConsoleLogin":"Success"}`, "Admin/al@ice|signed-in|signed in"},
		{`"userIdentity":{"type":"SAMLUser","userName":"al@ice"},"responseElements":{"ConsoleLogin":"Success"}`, "SAMLUser al@ice|signed-in|signed in"},
		{`"userIdentity":"Bob"`, "|unclear|unclear: the event has no result"},
	} {
		e := signins.Parse(login(c.fields), signins.Envelope{ID: "1", Name: signins.ConsoleLogin, Username: "other", Region: "us-east-1"})
		if got := e.Who() + "|" + e.Outcome.String() + "|" + e.OutcomeText(); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.fields, got, c.want)
		}
		if !e.Time.Equal(time.Date(2026, 11, 25, 13, 58, 7, 0, time.UTC)) || e.Address != "203.0.113.7" || !e.Readable {
			t.Errorf("%s: %+v", c.fields, e)
		}
	}
}

// What is no JSON is an event still: something happened at that time.
func TestParseUnreadable(t *testing.T) {
	at := time.Unix(1_000_000_000, 0)
	for _, text := range []string{"", "null", "7", "[]", `{"eventTime":`, "\x1b]0;title\a"} {
		e := signins.Parse(text, signins.Envelope{ID: "1", Name: signins.ConsoleLogin, Username: "bob", Region: "us-east-1", Time: at})
		if e.Outcome != signins.Unclear || e.Readable || !e.Time.Equal(at) || e.OutcomeText() != "unclear: the event cannot be read" || e.User != "bob" {
			t.Errorf("%q: %+v", text, e)
		}
		if strings.Contains(e.JSON(), "\x1b") {
			t.Errorf("%q is printed as it is", text)
		}
	}
}

func TestParseChanges(t *testing.T) {
	e := signins.Parse(login(`"requestParameters":{"userName":"Bob"},"requestID":"abc","errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","userName":"al","arn":"arn:x"}`),
		signins.Envelope{Name: "UpdateLoginProfile"})
	if e.Target != "Bob" || e.RequestID != "abc" || e.ErrorCode != "AccessDenied" || e.Principal != "arn:x" || e.Outcome != signins.Unclear || e.Detail != "" {
		t.Errorf("%+v", e)
	}
}

func TestReading(t *testing.T) {
	at := func(seconds int64, id, name string) signins.Event {
		return signins.Event{ID: id, Time: time.Unix(seconds, 0), User: name}
	}
	r := signins.Reading{Events: []signins.Event{at(1, "a", "Bob"), at(3, "b", "bob"), at(2, "c", "Bobby"), at(3, "b", "bob"), at(2, "", "")}}
	r.Sort()
	if len(r.Events) != 4 || len(r.Of("BOB")) != 2 || len(r.Nameless()) != 1 || r.Newest().Unix() != 3 || r.Whole() {
		t.Errorf("%+v", r)
	}
}

// FuzzParse gives events of any shape. Nothing of them but Raw can hold what a terminal obeys, and a result comes from
// responseElements alone.
func FuzzParse(f *testing.F) {
	f.Add(login(bob + "," + failure))
	f.Add(login(`"userIdentity":{"type":"IAMUser","userName":"\u001b[2J\u202e` + strings.Repeat("x", 600) + `"},"responseElements":{"ConsoleLogin":"Success"}`))
	f.Add(`{"responseElements":{"ConsoleLogin":{"ConsoleLogin":"Success"}},"additionalEventData":{"MFAUsed":["Yes"]},"userIdentity":[]}`)
	f.Add(`{"eventTime":"0000-00-00T00:00:00Z","errorMessage":"\r\n\t"}`)
	f.Fuzz(func(t *testing.T, text string) {
		e := signins.Parse(text, signins.Envelope{ID: text, Name: signins.ConsoleLogin, Username: text, Region: text})
		for _, shown := range []string{e.ID, e.Name, e.Region, e.Account, e.Address, e.UserAgent, e.User, e.Principal, e.Who(), e.Detail, e.Target, e.RequestID, e.ErrorCode, e.OutcomeText()} {
			if !printable(shown, "") || len(shown) > 4*512+20 {
				t.Errorf("%q of %q", shown, text)
			}
		}
		if !printable(e.JSON(), "\n\t") {
			t.Errorf("%q of %q", e.JSON(), text)
		}
		if e.Outcome != signins.Unclear {
			var shape struct {
				ResponseElements map[string]any `json:"responseElements"`
			}
			_ = json.Unmarshal([]byte(text), &shape)
			if said := shape.ResponseElements["ConsoleLogin"]; (said == "Success") != e.Outcome.Succeeded() && said != nil {
				t.Errorf("%v of %q", e.Outcome, text)
			}
		}
		r := signins.Reading{Events: []signins.Event{e, e}}
		r.Sort()
		_ = r.Of(e.User)
	})
}

func printable(text, allowed string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return !strings.ContainsRune(allowed, r) && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
	})
}
