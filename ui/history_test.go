package ui_test

import (
	"errors"
	"testing"
	"time"

	"iampasswd/iamclient/history"
	"iampasswd/ui/uitest"
)

func TestHistoryShowsWhatWasDone(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "120x40"}, func(s *uitest.Screen) {
		s.Key("H")
		s.Want("Nothing was changed from here yet.")
		s.Key("esc")
		s.Reset("Bob", uitest.GoodPassword)
		s.Never(uitest.GoodPassword)
		s.Key("esc")
		s.Key("esc") // the filter
		s.Sleep(time.Minute)
		s.Reset("dana.denied", uitest.GoodPassword)
		s.Key("esc")
		s.Key("y")
		s.Key("esc")
		s.Key("H")
		s.WantLine("▌ 2026-03-02 09:3", "helpdesk/alice", "reset password", "dana.denied", "✗ refused")
		s.Want("reset password, force change for dana.denied, refused: AccessDenied", "request "+uitest.RequestID)
		s.Key("j")
		s.WantLine("▌ 2026-03-02 09:30", "Bob", "✓ done")
		s.Want("reset password, force change for Bob · by helpdesk/alice")
	})
}

func TestHistoryFilters(t *testing.T) {
	uitest.Run(t, uitest.Config{History: manyEntries(), Size: "60x15"}, func(s *uitest.Screen) {
		s.Key("H")
		s.WantLine("▌", "user-99")
		s.Key("G")
		s.WantLine("▌", "user-00")
		s.Key("k", "pgup")
		s.WantNot("user-00")
		s.Key("g")
		s.WantLine("▌", "user-99")
		s.Type("/USER-4")
		s.WantLine("/ USER-4", "10 of 100")
		s.WantLine("▌", "user-49")
		s.Key("down")
		s.WantLine("▌", "user-48")
		s.Paste("2")
		s.Key("enter")
		s.WantLine("▌", "user-42")
		s.Key("r")
		s.WantLine("/ USER-42", "1 of 100")
		s.Type("/")
		s.Key("end")
		s.Type("x")
		s.Want("No change has USER-42x in it.")
		s.Key("esc")
		s.WantLine("History", "100")
		s.Key("esc")
		s.WantLine("Users", "60")
	})
}

func TestTheMouseInTheHistory(t *testing.T) {
	uitest.Run(t, uitest.Config{History: manyEntries(), Size: "60x15"}, func(s *uitest.Screen) {
		s.Key("H")
		s.Wheel(4) // past the first page
		s.WantLine("▌", "user-87")
		s.Wheel(-1)
		s.WantLine("▌", "user-90")
		s.Click("user-89")
		s.WantLine("▌", "user-89")
		for _, noEntry := range []string{"History", "TIME", "update login profile for", "F1 help"} {
			s.Click(noEntry)
			s.WantLine("▌", "user-89")
		}
	})
}

func manyEntries() history.Log {
	log := &history.Memory{}
	for i := range 100 {
		_ = log.Append(history.Entry{
			ID: string(rune('A' + i)), Time: uitest.Now.Add(time.Duration(i-100) * time.Minute), Operation: "UpdateLoginProfile",
			Target: "user-" + string(rune('0'+i/10)) + string(rune('0'+i%10)), Outcome: history.Done,
		})
	}
	return log
}

// brokenHistory cannot be read, nor written.
type brokenHistory struct{}

func (brokenHistory) Append(history.Entry) error { return errors.New("the disk is full") }

func (brokenHistory) Entries() ([]history.Entry, error) { return nil, errors.New("the disk is gone") }

// A change that cannot be written down is not sent, and loses nothing of what was typed.
func TestHistoryThatCannotBeWritten(t *testing.T) {
	uitest.Run(t, uitest.Config{History: brokenHistory{}}, func(s *uitest.Screen) {
		s.Reset("Bob", uitest.GoodPassword)
		s.Want("✗ Nothing was sent, for the history cannot be written: the disk is full.", "Free some space")
		s.WantLine("Again", "✓ the same")
		for _, call := range s.IAM.Calls() {
			if call.Action == "UpdateLoginProfile" {
				t.Error("it was sent")
			}
		}
		s.Key("esc")
		s.Key("y")
		s.Key("esc")
		s.Key("H")
		s.Want("The history could not be read: the disk is gone.")
	})
}

// What is under way is not called done, and is done when it is read again.
func TestHistoryOfAChangeUnderWay(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("slow.lorris", uitest.GoodPassword)
		s.Key("esc")
		s.Key("esc")
		s.Key("H")
		s.Want("! unknown", "under way, or the program ended first")
		s.Sleep(10 * time.Second)
		s.Key("r")
		s.WantLine("slow.lorris", "✓ done")
	})
}
