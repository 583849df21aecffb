package reach_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/reach"
)

// large is an organization of 500 accounts of 200 users, of which one in fifty cannot be assumed.
func large(latency time.Duration) *demoiam.Organization {
	const accounts, users, failing = 500, 200, 50
	var o demoiam.OrganizationOptions
	for i := range accounts {
		a := demoiam.Account{Name: fmt.Sprintf("acct-%d", i), Options: demoiam.Options{
			AccountID: fmt.Sprintf("1%011d", i), Latency: demoiam.Latency{Min: latency, Max: latency},
		}}
		for j := range users - 1 { // the account's caller is the last one
			a.Users = append(a.Users, demoiam.User{Name: fmt.Sprintf("user-%03d", j), Console: true})
		}
		if i%failing == failing-1 {
			a.Roles = []demoiam.Role{}
		}
		o.Accounts = append(o.Accounts, a)
	}
	return demoiam.NewOrganization(o)
}

// crowd counts how many requests to STS are under way at the same time.
type crowd struct {
	to        http.RoundTripper
	now, most atomic.Int64
}

func (c *crowd) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(r.URL.Host, "sts.") {
		defer c.now.Add(-1)
		n := c.now.Add(1)
		for most := c.most.Load(); n > most && !c.most.CompareAndSwap(most, n); {
			most = c.most.Load()
		}
	}
	return c.to.RoundTrip(r)
}

// readAll reaches every account, and reads its users as soon as it can be used.
func readAll(ctx context.Context, tb testing.TB, org http.RoundTripper) (reached, failed int, users int64, first time.Duration) {
	tb.Helper()
	began := time.Now()
	r, err := reach.New(ctx, iamclient.Options{Embedded: org}, reach.Options{OrgRole: demoiam.OrganizationRole})
	if err != nil {
		tb.Fatal(err)
	}
	r.Start(ctx)
	var reading sync.WaitGroup
	var read, firstRows atomic.Int64
	begun := map[string]bool{}
	for {
		a, ok := r.Next(ctx)
		if !ok {
			break
		}
		if !a.Usable() || begun[a.Key] {
			continue
		}
		begun[a.Key] = true
		reading.Go(func() {
			page, _, err := a.Client.Users(ctx, "", iamclient.FullPage, nil)
			if err != nil {
				tb.Error(err)
			}
			firstRows.CompareAndSwap(0, int64(time.Since(began)))
			read.Add(int64(len(page)))
		})
	}
	reading.Wait()
	for _, a := range r.Accounts() {
		switch a.State {
		case reach.Reached:
			reached++
		case reach.Failed:
			failed++
		}
	}
	return reached, failed, read.Load(), time.Duration(firstRows.Load())
}

// All accounts of a large organization are there, those that fail too, and STS is never asked by more at a time than the
// limit says.
func TestALargeOrganization(t *testing.T) {
	if testing.Short() {
		t.Skip("500 accounts take some seconds")
	}
	c := &crowd{to: large(time.Millisecond).Transport()}
	reached, failed, users, _ := readAll(t.Context(), t, c)
	if reached != 490 || failed != 10 || users != 490*200 {
		t.Errorf("%d accounts are reached and %d fail; %d users", reached, failed, users)
	}
	if most := c.most.Load(); most > 16 || most < 8 {
		t.Errorf("%d requests to STS are under way at the same time", most)
	}
}

// 500 accounts of 200 users, each answer after 50 ms, one account in fifty failing.
func BenchmarkLargeOrganization(b *testing.B) {
	org := large(50 * time.Millisecond)
	for b.Loop() {
		_, failed, users, first := readAll(b.Context(), b, org.Transport())
		b.ReportMetric(float64(first.Milliseconds()), "ms-to-first-rows")
		b.ReportMetric(float64(users), "users")
		b.ReportMetric(float64(failed), "failed")
	}
}
