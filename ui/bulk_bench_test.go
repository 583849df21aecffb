package ui

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/journal"
)

// running is a program at 120x40 that shows a run of so many users, which waits for the embedded IAM.
func running(tb testing.TB, users int) *Model {
	tb.Helper()
	account := demoiam.New(demoiam.Options{})
	p := &bulkPlan{plan: &bulk.Plan{Operation: bulk.ForceChange, Items: make([]bulk.Item, users), Caller: iamclient.Identity{Account: "123456789012"}}}
	for i := range users {
		p.plan.Items[i] = bulk.Item{User: fmt.Sprintf("user.%06d", i), Do: bulk.Change}
		account.Add(demoiam.User{Name: p.plan.Items[i].User, Console: true})
	}
	client, err := iamclient.New(tb.Context(), iamclient.Options{Embedded: account.Transport()})
	if err != nil {
		tb.Fatal(err)
	}
	if p.plan.Caller, err = client.Identity(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	account.SetLatency(demoiam.Latency{Min: 20 * time.Millisecond, Max: 80 * time.Millisecond})
	m := newModel(Config{Client: client}, newEffects(tb.Context()))
	m.effects.send = func(tea.Msg) {}
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	run, err := bulk.NewRun(bulk.Config{Client: client, Workers: 32}, p.plan, filepath.Join(tb.TempDir(), "run.journal"), journal.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	p.of, p.starting, p.reading = m.account.View, true, 1
	m.push(p)
	makes := m.bulkStarted(bulkStartedMsg{id: 1, run: run})
	ended := m.effects.bulk.ended
	go makes()
	tb.Cleanup(func() {
		m.effects.bulk.stop()
		<-ended
	})
	return m
}

// BenchmarkBulkFrame is a tick while a run of 10,000 goes on, from its message to the frame.
func BenchmarkBulkFrame(b *testing.B) {
	m := running(b, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		m.Update(tickedMsg{})
		_ = m.View()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "µs/frame")
	if m.run.Counts().Done == 0 && b.N > 1000 {
		b.Fatal("the run does not go on")
	}
}

// A frame of a run looks at every user, and builds only those that show.
func TestABulkFrameBuildsWhatShows(t *testing.T) {
	cost := func(users int) float64 {
		m := running(t, users)
		return testing.AllocsPerRun(20, func() { _ = m.View() })
	}
	small, large := cost(300), cost(5_000)
	if large > small*1.2 {
		t.Errorf("a frame takes %.0f allocations with 300 users and %.0f with 5,000", small, large)
	}
}
