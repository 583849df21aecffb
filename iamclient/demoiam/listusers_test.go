package demoiam_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

func many(n int) []demoiam.User {
	users := make([]demoiam.User, n)
	for i := range users {
		users[i].Name = fmt.Sprintf("user-%05d", i)
	}
	return users
}

// pages lists all users and returns the names on each page.
func pages(t *testing.T, client *iam.Client, in *iam.ListUsersInput) [][]string {
	t.Helper()
	var pages [][]string
	for p := iam.NewListUsersPaginator(client, in); p.HasMorePages(); {
		out, err := p.NextPage(t.Context())
		wantOK(t, err)
		if out.IsTruncated != (out.Marker != nil) {
			t.Fatalf("IsTruncated is %v and the marker %v", out.IsTruncated, out.Marker)
		}
		var names []string
		for _, u := range out.Users {
			names = append(names, *u.UserName)
		}
		pages = append(pages, names)
	}
	return pages
}

func TestListUsersPages(t *testing.T) {
	const caller = 1 // the user admin is there as well
	for _, c := range []struct {
		users    int
		maxItems *int32
		sizes    []int
	}{
		{0, nil, []int{1}},
		{2, aws.Int32(1), []int{1, 1, 1}},
		{99, nil, []int{100}},
		{100, nil, []int{100, 1}},
		{249, aws.Int32(100), []int{100, 100, 50}},
		{999, aws.Int32(1000), []int{1000}},
		{2100, aws.Int32(1000), []int{1000, 1000, 101}},
	} {
		t.Run(fmt.Sprintf("%d users", c.users), func(t *testing.T) {
			s := demoiam.New(demoiam.Options{Users: many(c.users)})
			got := pages(t, newClient(s), &iam.ListUsersInput{MaxItems: c.maxItems})
			var sizes []int
			for _, page := range got {
				sizes = append(sizes, len(page))
			}
			if !slices.Equal(sizes, c.sizes) {
				t.Errorf("pages of %v, want %v", sizes, c.sizes)
			}
			names := slices.Concat(got...)
			if !slices.IsSorted(names) || len(slices.Compact(names)) != c.users+caller {
				t.Errorf("%d names, want %d, each once and in order", len(names), c.users+caller)
			}
		})
	}
}

func TestListUsersOrderIgnoresCase(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "carol"}, {Name: "Bob"}, {Name: "alice"}, {Name: "Zoe"}}})
	got := slices.Concat(pages(t, newClient(s), &iam.ListUsersInput{MaxItems: aws.Int32(2)})...)
	if want := []string{"admin", "alice", "Bob", "carol", "Zoe"}; !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
}

func TestListUsersByPathPrefix(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "a", Path: "/eng/"}, {Name: "b", Path: "/eng/web/"}, {Name: "c", Path: "/sales/"}, {Name: "d", Path: "/eng/"}, {Name: "e"},
	}})
	got := pages(t, newClient(s), &iam.ListUsersInput{PathPrefix: aws.String("/eng/"), MaxItems: aws.Int32(2)})
	if len(got) != 2 || !slices.Equal(slices.Concat(got...), []string{"a", "b", "d"}) {
		t.Errorf("pages %v, want a b, d", got)
	}
}

// A user who is created or deleted between two pages must not hide another or
// show one twice.
func TestListUsersWhileUsersComeAndGo(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "b"}, {Name: "c"}, {Name: "d"}}})
	client := newClient(s)
	first, err := client.ListUsers(t.Context(), &iam.ListUsersInput{MaxItems: aws.Int32(2)})
	wantOK(t, err)
	_, err = client.DeleteUser(t.Context(), &iam.DeleteUserInput{UserName: aws.String("b")}) // where the marker is
	wantOK(t, err)
	_, err = client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String("aa")})
	wantOK(t, err)
	second, err := client.ListUsers(t.Context(), &iam.ListUsersInput{Marker: first.Marker})
	wantOK(t, err)
	if len(second.Users) != 2 || *second.Users[0].UserName != "c" {
		t.Errorf("the second page has %d users and begins with %s, want c and d", len(second.Users), *second.Users[0].UserName)
	}
}

func TestListUsersShowsWhatAWSShows(t *testing.T) {
	created, signedIn := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC), time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	s := demoiam.New(demoiam.Options{AccountID: "111122223333", Partition: "aws-us-gov", Users: []demoiam.User{
		{Name: "Bob", Path: "/eng/", Created: created, LastSignIn: signedIn, Tags: []demoiam.Tag{{Key: "team", Value: "web"}}},
	}})
	out, err := newClient(s).ListUsers(t.Context(), &iam.ListUsersInput{PathPrefix: aws.String("/eng/")})
	wantOK(t, err)
	bob := out.Users[0]
	if *bob.Arn != "arn:aws-us-gov:iam::111122223333:user/eng/Bob" || *bob.Path != "/eng/" ||
		!bob.CreateDate.Equal(created) || !bob.PasswordLastUsed.Equal(signedIn) {
		t.Errorf("listed as %s %s %s %s", *bob.Arn, *bob.Path, bob.CreateDate, bob.PasswordLastUsed)
	}
	if id := *bob.UserId; len(id) != 21 || !strings.HasPrefix(id, "AIDA") {
		t.Errorf("user id %q", id)
	}
	if bob.Tags != nil {
		t.Error("ListUsers gave tags, which only GetUser does")
	}
}

func TestListUsersRefuses(t *testing.T) {
	client := newClient(demoiam.New(demoiam.Options{}))
	for name, c := range map[string]struct {
		in      iam.ListUsersInput
		message string
	}{
		"no items":       {iam.ListUsersInput{MaxItems: aws.Int32(0)}, "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1"},
		"too many items": {iam.ListUsersInput{MaxItems: aws.Int32(1001)}, "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000"},
		"foreign marker": {iam.ListUsersInput{Marker: aws.String("AAIAAQ==")}, "1 validation error detected: Value at 'marker' failed to satisfy constraint: Member must be a marker from an earlier answer"},
		"prefix":         {iam.ListUsersInput{PathPrefix: aws.String("eng")}, `1 validation error detected: Value at 'pathPrefix' failed to satisfy constraint: Member must satisfy regular expression pattern: \u002F[\u0021-\u007F]*`},
		"several": {iam.ListUsersInput{MaxItems: aws.Int32(-1), PathPrefix: aws.String("")}, "2 validation errors detected: Value at 'pathPrefix' failed to satisfy constraint: " +
			"Member must have length greater than or equal to 1; Value at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client.ListUsers(t.Context(), &c.in)
			wantError(t, err, "ValidationError", http.StatusBadRequest, c.message)
		})
	}
}

// A deleted user stays on the list until a change to it was refused.
func TestListingLagsBehind(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "gus", Deleted: true}}})
	client := newClient(s)
	_, err := client.GetUser(t.Context(), &iam.GetUserInput{UserName: aws.String("gus")})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The user with name gus cannot be found.")
	if got := pages(t, client, &iam.ListUsersInput{}); !slices.Contains(got[0], "gus") {
		t.Error("gus is not listed")
	}
	_, err = client.UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{UserName: aws.String("gus")})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The user with name gus cannot be found.")
	if got := pages(t, client, &iam.ListUsersInput{}); slices.Contains(got[0], "gus") {
		t.Error("gus is still listed")
	}
}
