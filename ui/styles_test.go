package ui

import "testing"

func TestProbablyDark(t *testing.T) {
	for setting, want := range map[string]bool{"": true, "15;0": true, "0;15": false, "0;default;15": false, "0;7": false, "7;8": true, "x": true} {
		if got := probablyDark(setting); got != want {
			t.Errorf("COLORFGBG=%s is taken for dark: %t", setting, got)
		}
	}
}
