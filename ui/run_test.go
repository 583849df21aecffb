package ui_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"iampasswd/ui/reset"
	"iampasswd/ui/uitest"
)

// A clipboard that hangs keeps neither the screen nor the end of the program waiting for long, and no password is lost.
func TestEndingWhileTheClipboardHangs(t *testing.T) {
	folder := t.TempDir()
	uitest.Run(t, uitest.Config{Clipboard: true, Folder: folder}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		release := s.Clipboard.Hang()
		defer release()
		s.Key("c") // takes the clipboard's turn
		s.Sleep(2 * time.Second)
		s.Key("esc", "esc")
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Want("Password changed for Bob")
		s.Terminate()
		s.Sleep(5 * time.Second)
		_, err := s.Exited()
		if _, ok := errors.AsType[*reset.UnsavedError](err); !ok {
			t.Fatalf("it ended with %v", err)
		}
		if !s.IAM.Check("Bob", uitest.SavedPassword(t, filepath.Join(folder, "Bob_credentials.csv"))) {
			t.Error("what was saved is not in force")
		}
	})
}
