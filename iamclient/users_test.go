package iamclient_test

import (
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

func TestUser(t *testing.T) {
	created := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	signedIn := time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	s := demoiam.New(demoiam.Options{AccountID: "210987654321", Users: []demoiam.User{
		{Name: "Bob", Path: "/sales/", Created: created, LastSignIn: signedIn, Console: true, Tags: []demoiam.Tag{{Key: "desk", Value: "4711"}}},
		{Name: "new", Created: created},
	}})
	c := newClient(t, s)
	want := iamclient.User{
		Name: "Bob", Path: "/sales/", ARN: "arn:aws:iam::210987654321:user/sales/Bob", Created: created, LastSignIn: signedIn,
	}
	got, err := c.User(t.Context(), "bob") // IAM's names are unique without regard to case
	wantOK(t, err)
	if !strings.HasPrefix(got.ID, "AIDA") {
		t.Errorf("id %q", got.ID)
	}
	want.ID = got.ID
	want.Tags = []iamclient.Tag{{Key: "desk", Value: "4711"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	users, next, err := c.Users(t.Context(), "", 1000, nil)
	wantOK(t, err)
	at := slices.IndexFunc(users, func(u iamclient.User) bool { return u.Name == "Bob" })
	want.Tags = nil // ListUsers says nothing of them
	if next != "" || at < 0 || !reflect.DeepEqual(users[at], want) {
		t.Errorf("listed are %+v, and then %q", users, next)
	}
	if got, err = c.User(t.Context(), "new"); err != nil || got.Path != "/" || !got.LastSignIn.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err = c.User(t.Context(), "nobody"); iamclient.KindOf(err) != iamclient.KindNoSuchUser {
		t.Errorf("nobody: %v", err)
	}
}

// list reads all pages, of a first and of another size, and returns the names and the sizes of the pages.
func list(t *testing.T, c *iamclient.Client, first, others int32) (names []string, pages []int) {
	t.Helper()
	for limit, marker := first, ""; ; limit = others {
		users, next, err := c.Users(t.Context(), marker, limit, nil)
		wantOK(t, err)
		pages = append(pages, len(users))
		for _, u := range users {
			names = append(names, u.Name)
		}
		if next == "" {
			return names, pages
		}
		marker = next
	}
}

func TestUsersByThePage(t *testing.T) {
	for _, n := range []int{0, 1, 99, 100, 101, 1100, 1101, 2345} {
		s := demoiam.New(demoiam.Options{Caller: "arn:aws:iam::123456789012:root"})
		var want []string
		for i := range n {
			want = append(want, fmt.Sprintf("user-%05d", i))
			s.Add(demoiam.User{Name: want[i]})
		}
		names, pages := list(t, newClient(t, s), iamclient.FirstPage, iamclient.FullPage)
		if !slices.Equal(names, want) {
			t.Errorf("%d of %d users, in pages of %d", len(names), n, pages)
		}
		if pages[0] != min(n, iamclient.FirstPage) || len(pages) != 1+(max(n-iamclient.FirstPage, 0)+iamclient.FullPage-1)/iamclient.FullPage {
			t.Errorf("%d users came in pages of %d", n, pages)
		}
	}
}

// answering is a service that answers everything in the same way.
func answering(status int, body string) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: status, Header: http.Header{"Content-Type": {"text/xml"}, "X-Amzn-Requestid": {"abc"}},
			Body: io.NopCloser(strings.NewReader(body)), Request: r,
		}, nil
	}
}

// A list without an end, or without the rest, must not pass for the whole.
func TestUsersThatBreakOff(t *testing.T) {
	const answer = `<ListUsersResponse><ListUsersResult><Users/><IsTruncated>true</IsTruncated>%s</ListUsersResult></ListUsersResponse>`
	for name, marker := range map[string]string{"no marker": "", "the same marker": "<Marker>here</Marker>"} {
		c := open(t, iamclient.Options{Embedded: answering(http.StatusOK, fmt.Sprintf(answer, marker))})
		_, next, err := c.Users(t.Context(), "here", 10, nil)
		if e := failure(t, err); e.Kind != iamclient.KindServer || e.Op != "ListUsers" || next != "" {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// IAM may answer a page shorter than asked for, even an empty one, with more to come.
func TestUsersOnAnEmptyPage(t *testing.T) {
	const answer = `<ListUsersResponse><ListUsersResult><Users/><IsTruncated>true</IsTruncated><Marker>there</Marker></ListUsersResult></ListUsersResponse>`
	users, next, err := open(t, iamclient.Options{Embedded: answering(http.StatusOK, answer)}).Users(t.Context(), "here", 10, nil)
	if err != nil || len(users) != 0 || next != "there" {
		t.Errorf("%v, %q, %v", users, next, err)
	}
}

// Pages without a user do not go on for ever, even where each leads to another one.
func TestListsOfEmptyPagesEnd(t *testing.T) {
	const answer = `<%[1]sResponse><%[1]sResult><%[2]s/><IsTruncated>true</IsTruncated><Marker>%[3]d</Marker></%[1]sResult></%[1]sResponse>`
	for operation, items := range map[string]string{"ListGroupsForUser": "Groups", "ListMFADevices": "MFADevices", "ListAccessKeys": "AccessKeyMetadata"} {
		asked := 0
		c := open(t, iamclient.Options{Embedded: roundTripper(func(r *http.Request) (*http.Response, error) {
			asked++
			return answering(http.StatusOK, fmt.Sprintf(answer, operation, items, asked))(r)
		})})
		var err error
		switch operation {
		case "ListGroupsForUser":
			_, err = c.Groups(t.Context(), "bob")
		case "ListMFADevices":
			_, err = c.MFADevices(t.Context(), "bob")
		case "ListAccessKeys":
			_, err = c.AccessKeys(t.Context(), "bob")
		}
		if e := failure(t, err); e.Kind != iamclient.KindServer || !strings.Contains(e.Message, "100 pages in a row are empty") || asked != 100 {
			t.Errorf("%s, after %d pages: %+v", operation, asked, e)
		}
	}
}

func TestListingWithSomeEmptyPages(t *testing.T) {
	var list iamclient.Listing
	for n := range 1000 {
		items := 0
		if n%100 == 99 {
			items = 1
		}
		if err := list.Follow("ListUsers", items, fmt.Sprint(n)); err != nil {
			t.Fatalf("after page %d: %v", n, err)
		}
	}
}
