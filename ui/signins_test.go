package ui_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// attempt is an event of a sign-in, some minutes before the program begins.
type attempt struct {
	minutes int
	user    string // "": AWS hides it
	result  string // of responseElements
	message string
	mfa     string
	address string // "": 203.0.113.7
	region  string // "": us-east-1
	json    string // the whole event; "": made of the rest
}

const hiddenName = "HIDDEN_DUE_TO_SECURITY_REASONS"

func (a attempt) put(account *demoiam.Server) {
	at := time.Now().Add(-time.Duration(a.minutes) * time.Minute)
	name, message, address := a.user, "", a.address
	if name == "" {
		name = hiddenName
	}
	if a.message != "" {
		message = `,"errorMessage":` + quoted(a.message)
	}
	if address == "" {
		address = "203.0.113.7"
	}
	event := a.json
	if event == "" {
		event = fmt.Sprintf(`{"eventTime":%q,"sourceIPAddress":%s,"userIdentity":{"type":"IAMUser","userName":%q},"responseElements":{"ConsoleLogin":%q},"additionalEventData":{"MFAUsed":%q}%s}`,
			at.UTC().Format(time.RFC3339), quoted(address), name, a.result, a.mfa, message)
	}
	account.PutEvent(demoiam.Event{Name: "ConsoleLogin", Username: name, Region: a.region, Time: at, JSON: event})
}

func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func wrong(minutes int, user string) attempt {
	return attempt{minutes: minutes, user: user, result: "Failure", message: "Failed authentication", mfa: "No"}
}

func failedMFA(minutes int, user string) attempt {
	return attempt{minutes: minutes, user: user, result: "Failure", message: "Failed authentication", mfa: "Yes"}
}

func success(minutes int, user, mfa string) attempt {
	return attempt{minutes: minutes, user: user, result: "Success", mfa: mfa}
}

func mistyped(minutes int, address string) attempt {
	return attempt{minutes: minutes, result: "Failure", message: "No username found in supplied account", mfa: "No", address: address}
}

// trying is an account with the users bob and zoe, in which these attempts were made.
func trying(attempts ...attempt) func() *demoiam.Server {
	return func() *demoiam.Server {
		year := time.Now().AddDate(-1, 0, 0)
		user := func(name string) demoiam.User {
			return demoiam.User{Name: name, Console: true, Created: year, MFA: []demoiam.MFADevice{{}}}
		}
		account := demoiam.New(demoiam.Options{Alias: "acme", Users: []demoiam.User{user("bob"), user("zoe")}, Caller: "arn:aws:sts::123456789012:assumed-role/Admin/alice"})
		account.SetReport(time.Hour)
		for _, a := range attempts {
			a.put(account)
		}
		return account
	}
}

// Each reading of the events, as a verdict and in the list, in the pane and on the whole screen.
func TestWhatAWSSaw(t *testing.T) {
	for _, c := range []struct {
		name      string
		attempts  []attempt
		want, not []string
	}{
		{"one wrong password", []attempt{wrong(2, "bob")},
			[]string{"! A wrong password 2 min ago. Forgotten password: enter.", "newest 2 min ago", "09:28  ✗ wrong password  203.0.113.7 us-east-1"}, []string{"No problem found", "No attempt seen"}},
		{"three of them", []attempt{wrong(2, "BOB"), wrong(5, "bob"), wrong(9, "bob"), success(60, "bob", "No"), wrong(70, "bob")},
			[]string{"✗ Three wrong passwords since 09:21, the last 2 min ago. Forgotten password: enter.", "08:30  ✓ signed in"}, []string{"No problem found"}},
		{"failed at the MFA step", []attempt{failedMFA(3, "bob"), failedMFA(6, "bob")},
			[]string{"✗ Failed at the MFA step 3 min ago, 2 times since 09:24: the password was right.", "Lost the device: M.", "Y synchronises it, where its codes are refused", "✗ failed at the MFA step"}, nil},
		{"signed in a minute ago", []attempt{success(1, "bob", "Yes"), wrong(2, "bob")},
			[]string{"✓ Signed in 1 min ago, from 203.0.113.7: then the problem is elsewhere.", "09:29  ✓ signed in with MFA"}, []string{"No problem found"}},
		{"signed in long ago", []attempt{success(600, "bob", "No")},
			[]string{"✓ No problem found.", "03-01 23:30  ✓ signed in  203.0.113.7"}, []string{"elsewhere", "No attempt seen"}},
		{"a mistyped name", []attempt{mistyped(4, "203.0.113.7"), success(600, "bob", "No")},
			[]string{"! Perhaps a mistyped user name: 4 min ago", "203.0.113.7, which this user has used. A guess: spell out bob.", "09:26  ? 203.0.113.7 us-east-1  perhaps theirs"}, []string{"no such user name"}},
		{"a mistyped name, of another address", []attempt{mistyped(4, "192.0.2.1"), success(600, "bob", "No")},
			[]string{"✓ No problem found.", "09:26  ? 192.0.2.1 us-east-1"}, []string{"Perhaps a mistyped", "perhaps theirs"}},
		{"a mistyped name, and then the right one", []attempt{mistyped(4, "203.0.113.7"), success(1, "bob", "No")},
			[]string{"then the problem is elsewhere"}, []string{"Perhaps a mistyped"}},
		{"nothing", []attempt{wrong(2, "zoe")},
			[]string{"✓ No problem found.", "· No attempt seen in the last 24 h: perhaps another page or another account. Read out", "acme.signin.aws.amazon.com/console", "newest 2 min ago", "none by this user"}, nil},
		{"nothing, and a name that nobody has", []attempt{mistyped(4, "192.0.2.1")},
			[]string{"No attempt seen", "(1 attempt under a name that no user has, in the last hour: perhaps a mistyped one.)"}, nil},
		{"another failure", []attempt{{minutes: 2, user: "bob", result: "Failure", message: "Something new"}},
			[]string{"! The last attempt, 2 min ago, failed: Something new.", "✗ failed: Something new"}, nil},
		{"an unknown result", []attempt{{minutes: 2, user: "bob", result: "Perhaps"}},
			[]string{"! unclear: the result is", "Perhaps"}, []string{"wrong password"}},
		{"hostile", []attempt{{minutes: 2, user: "bob", result: "Failure", message: "x\x1b[2J\u202ey", address: "1.2.3.4\x1b]0;owned\a"}},
			[]string{"failed: x[2Jy", "1.2.3.4]0;owned"}, nil},
		{"no JSON", []attempt{{minutes: 2, user: "bob", json: "\x1b[2Jno"}},
			[]string{"09:28  ! unclear: the event cannot be read"}, nil},
		{"nobody in it", []attempt{{minutes: 2, user: "bob", json: `{"responseElements":{"ConsoleLogin":"Failure"}}`}},
			[]string{"09:28  ? us-east-1  failed: no reason is given"}, []string{"perhaps a mistyped one"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, size := range []string{"120x45", "80x45"} {
				uitest.Run(t, uitest.Config{Account: trying(c.attempts...), Size: size}, func(s *uitest.Screen) {
					s.Sleep(2 * time.Second)
					if size == "80x45" {
						s.Key("i")
					}
					s.Want(append(c.want, "Sign-in attempts, last 24 h", "CloudTrail is some minutes late.")...)
					s.WantNot(c.not...)
					if strings.Contains(s.Title(), "owned") || strings.Contains(s.Output(), "\x1b]0;owned") {
						t.Error("an event has set the title")
					}
				})
			}
		})
	}
}

// Of four Regions one fails: it is named, and the others count. Nothing is concluded from what is not there.
func TestAFailingRegion(t *testing.T) {
	account := func() *demoiam.Server {
		elsewhere := wrong(2, "bob")
		elsewhere.region = "eu-north-1"
		a := trying(elsewhere, wrong(3, "bob"))()
		a.Inject(demoiam.Fault{Action: "LookupEvents", Region: "ap-southeast-2", Code: "UnrecognizedClientException", Status: 400})
		return a
	}
	uitest.Run(t, uitest.Config{Account: account, Size: "120x45"}, func(s *uitest.Screen) {
		s.Sleep(2 * time.Second)
		s.Want("Two wrong passwords since 09:27", "203.0.113.7 eu-north-1", "203.0.113.7 us-east-1", "Not read: ap-southeast-2, it does not know your credentials: perhaps it")
		s.Key("down")
		s.Sleep(2 * time.Second)
		s.Want("No attempt seen in the last 24 h, but not everything could", "be read.")
	})
}

// Events that come late are there once they are read again: after a minute, or on r.
func TestLateEvents(t *testing.T) {
	account := func() *demoiam.Server {
		a := trying(wrong(1, "bob"))()
		a.SetTrailDelay(3 * time.Minute)
		return a
	}
	uitest.Run(t, uitest.Config{Account: account, Size: "120x45"}, func(s *uitest.Screen) {
		s.Sleep(2 * time.Second)
		s.Want("No attempt seen", "none in this account")
		s.Sleep(3 * time.Minute)
		s.Want("No attempt seen") // nobody has asked
		s.Key("r")
		s.Sleep(2 * time.Second)
		s.Want("A wrong password 4 min ago", "newest 4 min ago")
	})
}

// lookUps are how often CloudTrail was asked in one Region.
func lookUps(s *uitest.Screen, region string) (n int) {
	for _, c := range s.IAM.Calls() {
		if c.Action == "LookupEvents" && c.Params["Region"] == region {
			n++
		}
	}
	return n
}

// Without the permission one faint line says so, F2 has the statement, and nothing is asked again until r.
func TestSignInsMayNotBeRead(t *testing.T) {
	account := func() *demoiam.Server {
		a := trying(wrong(1, "bob"))()
		a.Inject(demoiam.Fault{Action: "LookupEvents", Code: "AccessDeniedException"})
		return a
	}
	uitest.Run(t, uitest.Config{Account: account, Size: "120x45"}, func(s *uitest.Screen) {
		s.Sleep(2 * time.Second)
		s.Want("✓ No problem found.", "Sign-ins: ask for cloudtrail:LookupEvents")
		s.WantNot("No attempt seen", "wrong password")
		for range 6 {
			s.Key("down")
			s.Sleep(time.Minute)
			s.Key("up")
			s.Sleep(time.Minute)
		}
		if n := lookUps(s, "us-east-1"); n != 1 {
			t.Errorf("CloudTrail is asked %d times", n)
		}
		s.Key("i", "f2")
		s.Want("Sign-in attempts are not read.", `"Action":"cloudtrail:LookupEvents","Resource":"*"`)
		s.Key("esc")
		s.Key("r")
		s.Sleep(2 * time.Second)
		if n := lookUps(s, "us-east-1"); n != 2 {
			t.Errorf("after r CloudTrail is asked %d times", n)
		}
	})
}

// A cursor that moves for a minute, and two more, causes a reading a minute, and never more than two requests a second.
func TestTheCursorAsksCloudTrailOnceAMinute(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "120x40"}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		for range 3 * 60 {
			s.Key("down")
			s.Sleep(700 * time.Millisecond) // longer than the cursor rests
		}
		var latest []time.Time
		for _, c := range s.IAM.Calls() {
			if c.Action != "LookupEvents" || c.Params["Region"] != "us-east-1" {
				continue
			}
			if latest = append(latest, c.Time); len(latest) > 2 && c.Time.Sub(latest[len(latest)-3]) < time.Second {
				t.Errorf("three requests within a second, the last at %s", c.Time)
			}
		}
		minutes := int(time.Since(uitest.Now)/time.Minute) + 1
		if len(latest) == 0 || len(latest) > minutes {
			t.Errorf("%d requests in %d minutes", len(latest), minutes)
		}
	})
}

// CloudTrail keeps no verdict waiting: the first is there as soon as without it, and what AWS saw follows.
func TestCloudTrailDelaysNoVerdict(t *testing.T) {
	account := func() *demoiam.Server {
		a := trying(wrong(2, "bob"))()
		a.Inject(demoiam.Fault{Action: "LookupEvents", Latency: 20 * time.Second})
		return a
	}
	uitest.Run(t, uitest.Config{Account: account, Size: "120x40"}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Want("✓ No problem found.", "Sign-in attempts: reading…", "read live just now")
		s.Key("down")
		s.Sleep(time.Second)
		s.Want("Why can't zoe sign in?", "✓ No problem found.")
		s.Key("up")
		s.Sleep(20 * time.Second)
		s.Want("A wrong password 2 min ago")
	})
}

// o reads the user's own events of 90 days, and F2 shows events whole, with nothing in them that a terminal obeys.
func TestOlderAttemptsAndEvents(t *testing.T) {
	hostile := wrong(2, "bob")
	hostile.message = "Failed\x1b[31m"
	old := success(10*24*60, "bob", "Yes")
	old.address = "192.0.2.44"
	uitest.Run(t, uitest.Config{Account: trying(hostile, old), Size: "80x45"}, func(s *uitest.Screen) {
		s.Sleep(2 * time.Second)
		s.Key("i")
		s.Want("o reads older ones, F2 shows the events.")
		s.WantNot("192.0.2.44")
		s.Key("o")
		s.Sleep(2 * time.Second)
		s.Want("Older attempts, up to 90 days", "02-20 09:30  ✓ signed in with MFA  192.0.2.44 us-east-1")
		s.Want("1 older attempt of bob, listed below.")
		s.Key("f2")
		s.Want("CloudTrail's events of bob, and those without a name", `"errorMessage": "Failed\u001b[31m"`, `"sourceIPAddress": "192.0.2.44"`)
		s.Key("esc")
		s.Want("Why can't bob sign in?")
	})
}
