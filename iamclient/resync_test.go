package iamclient_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

const dorasPhone = "arn:aws:iam::123456789012:mfa/dora"

func withDora() *demoiam.Server {
	return demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "dora", Console: true, MFA: []demoiam.MFADevice{{Drift: -11 * time.Minute}}}}})
}

// dorasCodes are the code that her phone shows, and the next one.
func dorasCodes(t *testing.T, s *demoiam.Server) [2]string {
	t.Helper()
	codes, _ := s.DeviceCodes("dora")
	if len(codes) != 1 {
		t.Fatalf("%+v", codes)
	}
	return [2]string{codes[0].Now, codes[0].Next}
}

func resync(codes [2]string) iamclient.Change {
	return iamclient.ResyncMFADevice("dora", dorasPhone, iamclient.NewSecret(codes[0]), iamclient.NewSecret(codes[1]))
}

// A device is synchronised, and nobody but AWS learns the codes: not the history, not the debug output, and no error, where
// an answer repeats them.
func TestResyncKeepsTheCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withDora()
		codes := dorasCodes(t, s)
		var debug bytes.Buffer
		c := open(t, iamclient.Options{Embedded: s.Transport(), History: &history.Memory{}, Debug: &debug})
		what := resync(codes)
		if err := makeChange(t.Context(), c, what); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Second) // the phone shows the second one now
		if !s.TakesCode("dora", codes[1]) {
			t.Error("the device is not synchronised")
		}
		echo := "No device shows " + codes[0] + " and " + codes[1]
		s.Inject(demoiam.Fault{Action: "ResyncMFADevice", Code: "InvalidAuthenticationCode", Message: echo})
		err := makeChange(t.Context(), c, resync(codes))
		if iamclient.KindOf(err) != iamclient.KindInvalidCode {
			t.Errorf("%v", err)
		}
		entries, _ := c.History()
		kept, _ := json.Marshal(entries)
		said := fmt.Sprintf("%v %+v %#v %s %s %s", err, err, what, kept, debug.String(), fmt.Sprint(what))
		for _, code := range codes {
			if strings.Contains(said, code) {
				t.Errorf("%s is told: %s", code, said)
			}
		}
		if !strings.Contains(debug.String(), "Action=ResyncMFADevice") || len(entries) != 2 {
			t.Errorf("%d entries, and the output is %s", len(entries), debug.String())
		}
		e := entries[1]
		if e.Outcome != history.Done || e.Operation != "ResyncMFADevice" || e.What() != "synchronise MFA device" || e.Whom() != "dora ("+dorasPhone+")" {
			t.Errorf("%+v", e)
		}
		if e := entries[0]; e.Outcome != history.Refused || e.Error != "InvalidAuthenticationCode" {
			t.Errorf("%+v", e)
		}
		what.Wipe()
		if what.Codes[0].Len()+what.Codes[1].Len() != 0 {
			t.Error("the codes are not wiped")
		}
	})
}

// Codes that cannot be right are not sent.
func TestResyncChecksTheCodes(t *testing.T) {
	s := withDora()
	c := open(t, iamclient.Options{Embedded: s.Transport(), History: &history.Memory{}})
	for _, codes := range [][2]string{
		{"", ""}, {"123456", ""}, {"", "123456"}, {"12345", "123456"}, {"123456", "1234567"}, {"12345a", "123456"}, {"123456", "12 456"},
		{"123456", "٣٣٣٣٣٣"}, {"-12345", "123456"}, {"123456", "123456"},
	} {
		if iamclient.CheckCodes(iamclient.NewSecret(codes[0]), iamclient.NewSecret(codes[1])) == "" {
			t.Errorf("%q is taken", codes)
		}
		if err := makeChange(t.Context(), c, resync(codes)); iamclient.KindOf(err) != iamclient.KindInvalidCode {
			t.Errorf("%q: %v", codes, err)
		}
	}
	if why := iamclient.CheckCodes(iamclient.NewSecret("000000"), iamclient.NewSecret("999999")); why != "" {
		t.Error(why)
	}
	if err := makeChange(t.Context(), c, iamclient.ResyncMFADevice("dora", dorasPhone, nil, nil)); iamclient.KindOf(err) != iamclient.KindInvalidCode {
		t.Errorf("no codes: %v", err)
	}
	if entries, _ := c.History(); len(entries) != 0 || len(s.Calls()) != 0 {
		t.Errorf("%+v, and arrived is %+v", entries, s.Calls())
	}
}

// Where the first answer got lost, a refusal of the same codes may only mean that they have been used.
func TestResyncAfterALostAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withDora()
		c := open(t, iamclient.Options{Embedded: s.Transport(), History: &history.Memory{}})
		s.Inject(demoiam.Fault{Action: "ResyncMFADevice", Times: 1, Drop: demoiam.DropAfter})
		err := makeChange(t.Context(), c, resync(dorasCodes(t, s)))
		if iamclient.KindOf(err) != iamclient.KindInvalidCode || !iamclient.MayHaveSucceeded(err) {
			t.Errorf("%v", err)
		}
		if e := onlyEntry(t, c); e.Outcome != history.Unknown {
			t.Errorf("%+v", e)
		}
	})
}

func TestResyncIsAWrite(t *testing.T) {
	s := withDora()
	c := open(t, iamclient.Options{Embedded: s.Transport(), ReadOnly: true})
	if err := makeChange(t.Context(), c, resync(dorasCodes(t, s))); iamclient.KindOf(err) != iamclient.KindReadOnly || len(s.Calls()) != 0 {
		t.Errorf("%v, and arrived is %+v", err, s.Calls())
	}
}

func TestShowsCodes(t *testing.T) {
	for serial, want := range map[string]bool{
		dorasPhone: true, "GAHT12345678": true, "arn:aws-cn:iam::123456789012:mfa/team/dora": true,
		"arn:aws:iam::123456789012:u2f/user/dora/key-QWJ7": false, "arn:aws:iam::123456789012:other/dora": false,
	} {
		if got := (iamclient.MFADevice{Serial: serial}).ShowsCodes(); got != want {
			t.Errorf("%s: %v", serial, got)
		}
	}
}
