package demoiam_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"iampasswd/iamclient/demoiam"
)

func TestCreateGetAndDeleteUser(t *testing.T) {
	client := newClient(demoiam.New(demoiam.Options{}))
	created, err := client.CreateUser(t.Context(), &iam.CreateUserInput{
		UserName: aws.String("Zoe"), Path: aws.String("/eng/"),
		Tags: []types.Tag{{Key: aws.String("desk"), Value: aws.String("4")}, {Key: aws.String("née"), Value: aws.String("")}},
	})
	wantOK(t, err)
	got, err := client.GetUser(t.Context(), &iam.GetUserInput{UserName: aws.String("zOE")})
	wantOK(t, err)
	if *got.User.UserName != "Zoe" || *got.User.UserId != *created.User.UserId || got.User.PasswordLastUsed != nil {
		t.Errorf("got %+v, want what was created", got.User)
	}
	if len(got.User.Tags) != 2 || *got.User.Tags[0].Value != "4" || *got.User.Tags[1].Key != "née" {
		t.Errorf("tags %v", got.User.Tags)
	}

	_, err = client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String("ZOE")})
	wantError(t, err, "EntityAlreadyExists", http.StatusConflict, "User with name ZOE already exists.")

	_, err = client.DeleteUser(t.Context(), &iam.DeleteUserInput{UserName: aws.String("zoe")})
	wantOK(t, err)
	_, err = client.GetUser(t.Context(), &iam.GetUserInput{UserName: aws.String("Zoe")})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The user with name Zoe cannot be found.")
	_, err = client.DeleteUser(t.Context(), &iam.DeleteUserInput{UserName: aws.String("Zoe")})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The user with name Zoe cannot be found.")
}

func TestGetUserIsTheCaller(t *testing.T) {
	s := demoiam.New(demoiam.Options{AccountID: "111122223333", Caller: "arn:aws:iam::111122223333:user/ops/night/Carol"})
	client := newClient(s)
	out, err := client.GetUser(t.Context(), &iam.GetUserInput{})
	wantOK(t, err)
	if *out.User.UserName != "Carol" || *out.User.Path != "/ops/night/" {
		t.Errorf("the caller is %s on %s", *out.User.UserName, *out.User.Path)
	}
	s.SetCaller("arn:aws:sts::111122223333:assumed-role/Helpdesk/carol")
	_, err = client.GetUser(t.Context(), &iam.GetUserInput{})
	wantError(t, err, "ValidationError", http.StatusBadRequest, "Must specify userName when calling with non-User credentials")
}

func TestUserNames(t *testing.T) {
	client := newClient(demoiam.New(demoiam.Options{}))
	const tooLong = "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to "
	const pattern = `1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+`
	for _, c := range []struct{ name, problem string }{
		{strings.Repeat("n", 64), ""},
		{"a+b=c,d.e@f-g_h", ""},
		{strings.Repeat("n", 65), tooLong + "64"},
		{"zoë", pattern},
		{"two words", pattern},
		{"a/b", pattern},
	} {
		_, err := client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String(c.name)})
		if c.problem == "" {
			wantOK(t, err)
			continue
		}
		wantError(t, err, "ValidationError", http.StatusBadRequest, c.problem)
	}
	// To look a user up, AWS allows names twice as long.
	_, err := client.GetUser(t.Context(), &iam.GetUserInput{UserName: aws.String(strings.Repeat("n", 128))})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The user with name "+strings.Repeat("n", 128)+" cannot be found.")
	_, err = client.GetUser(t.Context(), &iam.GetUserInput{UserName: aws.String(strings.Repeat("n", 129))})
	wantError(t, err, "ValidationError", http.StatusBadRequest, tooLong+"128")
}

func TestDeleteUserWithALoginProfile(t *testing.T) {
	client := newClient(demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}}))
	_, err := client.DeleteUser(t.Context(), &iam.DeleteUserInput{UserName: aws.String("bob")})
	wantError(t, err, "DeleteConflict", http.StatusConflict, "Cannot delete entity, must delete login profile first.")
	_, err = client.DeleteLoginProfile(t.Context(), &iam.DeleteLoginProfileInput{UserName: aws.String("bob")})
	wantOK(t, err)
	_, err = client.DeleteUser(t.Context(), &iam.DeleteUserInput{UserName: aws.String("bob")})
	wantOK(t, err)
}

func TestCreateUserInThePlaceOfADeletedOne(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "gus", Deleted: true}}})
	client := newClient(s)
	_, err := client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String("Gus")})
	wantOK(t, err)
	if got := pages(t, client, &iam.ListUsersInput{}); !slices.Equal(got[0], []string{"admin", "Gus"}) {
		t.Errorf("listed %v", got)
	}
}

func TestCreateUserWithTooManyTags(t *testing.T) {
	client := newClient(demoiam.New(demoiam.Options{}))
	for count, ok := range map[int]bool{50: true, 51: false} {
		var tags []types.Tag
		for i := range count {
			tags = append(tags, types.Tag{Key: aws.String(fmt.Sprint("key", i)), Value: aws.String("v")})
		}
		_, err := client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String("tess"), Tags: tags})
		if ok {
			wantOK(t, err)
			continue
		}
		wantError(t, err, "ValidationError", http.StatusBadRequest,
			"1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50")
	}
}
