package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// filled is a program at 120x40 with so many users on it, all of them read.
func filled(tb testing.TB, users int) *Model {
	tb.Helper()
	client, err := iamclient.New(tb.Context(), iamclient.Options{Embedded: demoiam.New(demoiam.Options{}).Transport()})
	if err != nil {
		tb.Fatal(err)
	}
	m := newModel(Config{Client: client}, newEffects(tb.Context()))
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	page := make([]iamclient.User, users)
	for i := range page {
		page[i] = iamclient.User{Name: fmt.Sprintf("user.%06d", i), Path: "/engineering/", Created: m.now, LastSignIn: m.now}
	}
	m.Update(usersLoadedMsg{round: m.account.Round(), users: page})
	return m
}

// press is a key from its message to the frame that shows it.
func press(m *Model, key tea.Key) {
	m.Update(tea.KeyPressMsg(key))
	_ = m.View()
}

var (
	down      = tea.Key{Code: tea.KeyDown}
	up        = tea.Key{Code: tea.KeyUp}
	slash     = tea.Key{Code: '/', Text: "/"}
	nine      = tea.Key{Code: '9', Text: "9"}
	backspace = tea.Key{Code: tea.KeyBackspace}
)

var sizes = []int{100, 5_000, 100_000}

func BenchmarkCursorKey(b *testing.B) {
	for _, users := range sizes {
		b.Run(fmt.Sprintf("%d users", users), func(b *testing.B) {
			m := filled(b, users)
			b.ReportAllocs()
			for b.Loop() {
				press(m, down)
				press(m, up)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/key")
		})
	}
}

// A key in the filter looks at every user once: it narrows, and taken back widens.
func BenchmarkFilterKey(b *testing.B) {
	for _, users := range sizes {
		b.Run(fmt.Sprintf("%d users", users), func(b *testing.B) {
			m := filled(b, users)
			press(m, slash)
			b.ReportAllocs()
			for b.Loop() {
				press(m, nine)
				press(m, backspace)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/key")
		})
	}
}

// BenchmarkFilterQueryKey is a key at the end of a query of three words and two qualifiers.
func BenchmarkFilterQueryKey(b *testing.B) {
	m := filled(b, 100_000)
	press(m, slash)
	for _, r := range "user eng created:<1y signed-in:<1y 0" {
		press(m, tea.Key{Code: r, Text: string(r)})
	}
	if m.directory.Len() != 100_000 {
		b.Fatalf("%d users match", m.directory.Len())
	}
	b.ReportAllocs()
	for b.Loop() {
		press(m, nine)
		press(m, backspace)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/key")
}

// A cursor key costs what is on the screen, not what is in the account: only the rows that show are built.
func TestACursorKeyCostsTheSameInAnyAccount(t *testing.T) {
	cost := func(users int) float64 {
		m := filled(t, users)
		for range 60 { // away from the first row
			press(m, down)
		}
		return testing.AllocsPerRun(20, func() { press(m, down); press(m, up) })
	}
	small, large := cost(300), cost(10_000)
	if large > small*1.1 {
		t.Errorf("two keys take %.0f allocations with 300 users and %.0f with 10,000", small, large)
	}
}
