package uitest

import (
	"slices"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// Film plays the call that a help desk gets most, a forgotten password, on the demo account, from the list of users to the
// hand-over. It calls shoot with every picture, below which stands what is being done, and how long it is worth looking at;
// before the program ends it calls end. No password is shown.
func Film(t *testing.T, shoot func(s *Screen, picture Grid, show time.Duration), end func(s *Screen)) {
	t.Helper()
	account := func() *demoiam.Server {
		account := reported()
		account.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 900 * time.Millisecond})
		return account
	}
	Run(t, Config{Account: account, Demo: true}, func(s *Screen) {
		s.Sleep(time.Second)
		caption := ""
		look := func(show time.Duration) { shoot(s, s.Grid().above(caption), show) }
		caption = "Bob calls: he has forgotten his password."
		look(2200 * time.Millisecond)
		caption = "/ bob   find him"
		for _, letter := range "/bob" {
			s.Type(string(letter))
			look(260 * time.Millisecond)
		}
		look(900 * time.Millisecond)
		caption = "enter   keep the filter"
		s.Key("enter")
		s.Sleep(time.Second)
		look(1100 * time.Millisecond)
		caption = "enter   the right person first, then the password"
		s.Key("enter")
		look(2200 * time.Millisecond)
		caption = "ctrl+g   generate one that the account's policy accepts"
		s.Key("ctrl+g")
		look(2400 * time.Millisecond)
		caption = "enter   send it"
		s.KeyAtOnce("enter")
		for range 6 {
			s.Sleep(settling)
			look(150 * time.Millisecond)
		}
		s.Sleep(time.Second)
		look(2200 * time.Millisecond)
		s.Want("Password changed for Bob")
		caption = "c   copy it, and hand it over: 6 keys and a name"
		s.Key("c")
		look(3600 * time.Millisecond)
		end(s)
	})
}

// above is the screen with a caption below it.
func (g Grid) above(caption string) Grid {
	g.cells = slices.Clone(g.cells)
	line := make([]Cell, 2*g.Width)
	for i := range line {
		line[i] = Cell{Text: " "}
	}
	for i, r := range []rune(caption) {
		line[g.Width+1+i] = Cell{Text: string(r), Style: Style{Bold: true}}
	}
	g.Height += 2
	g.cells = append(g.cells, line...)
	return g
}

// Words are the words on the screen.
func (g Grid) Words() []string {
	var words []string
	word := ""
	for i, cell := range g.cells {
		if cell.Text != " " && cell.Text != "" {
			word += cell.Text
		}
		if (cell.Text == " " || (i+1)%g.Width == 0) && word != "" {
			words, word = append(words, word), ""
		}
	}
	return words
}
