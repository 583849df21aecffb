package ui

import (
	"fmt"
	"runtime"
	"testing"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/reach"
)

// filledSeveral is a program at 120x40 with so many accounts of so many users each on it, all of them read.
func filledSeveral(tb testing.TB, accounts, users int) *Model {
	tb.Helper()
	opts := iamclient.Options{Embedded: demoiam.New(demoiam.Options{}).Transport()}
	client, err := iamclient.New(tb.Context(), opts)
	if err != nil {
		tb.Fatal(err)
	}
	found, err := reach.New(tb.Context(), opts, reach.Options{Profiles: []string{"a", "b"}})
	if err != nil {
		tb.Fatal(err)
	}
	m := newModel(Config{Client: client, Reach: found}, newEffects(tb.Context()))
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	for i := range accounts {
		number := fmt.Sprintf("%012d", i)
		m.found(reach.Account{
			Key: number, State: reach.Reached, Number: number, Name: "account-" + number[8:], Client: client,
			Identity: iamclient.Identity{Account: number, ARN: "arn:aws:iam::" + number + ":user/alice", Name: "alice"},
		})
	}
	for i, at := range m.directory.Accounts() {
		page := make([]iamclient.User, users)
		for n := range page {
			page[n] = iamclient.User{Name: fmt.Sprintf("user.%06d", n*accounts+i), Path: "/engineering/", Created: m.now, LastSignIn: m.now}
		}
		m.Update(usersLoadedMsg{round: m.accounts[at].Round(), users: page})
	}
	return m
}

// BenchmarkSeveralCursorKey is a cursor key where 100,000 users are spread over 20 accounts.
func BenchmarkSeveralCursorKey(b *testing.B) {
	m := filledSeveral(b, 20, 5_000)
	b.ReportAllocs()
	for b.Loop() {
		press(m, down)
		press(m, up)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/key")
}

// BenchmarkSeveralQueryKey is a key at the end of a query about the account, a word and a qualifier there.
func BenchmarkSeveralQueryKey(b *testing.B) {
	m := filledSeveral(b, 20, 5_000)
	press(m, slash)
	for _, r := range "user account:account-0007 created:<1y 0" {
		press(m, tea.Key{Code: r, Text: string(r)})
	}
	b.ReportAllocs()
	for b.Loop() {
		press(m, nine)
		press(m, backspace)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/key")
}

// BenchmarkManyAccountsArrive is the work of taking in 500 accounts of 200 users each, and drawing none of it.
func BenchmarkManyAccountsArrive(b *testing.B) {
	for b.Loop() {
		filledSeveral(b, 500, 200)
	}
}

// BenchmarkSeveralMemory is the memory that 100,000 users of 20 accounts keep.
func BenchmarkSeveralMemory(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		m := filledSeveral(b, 20, 5_000)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB-kept")
		runtime.KeepAlive(m)
	}
}
