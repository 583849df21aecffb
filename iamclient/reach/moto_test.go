package reach_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/reach"
)

// motoServer starts an AWS that nobody here wrote. It has Organizations and AssumeRole, keeps accounts apart, lets every role
// be assumed, and ignores session policies.
func motoServer(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("moto_server takes a second or two to start")
	}
	if _, err := exec.LookPath("moto_server"); err != nil {
		t.Skip("moto_server is not installed: the tests against an organization that nobody here wrote are left out")
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	cmd := exec.CommandContext(ctx, "moto_server", "-H", "127.0.0.1", "-p", "0")
	stderr, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		t.Skipf("moto_server does not start here (%v): the tests against an organization that nobody here wrote are left out", err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
	})
	running, says := regexp.MustCompile(`Running on (http://\S+)`), bufio.NewScanner(stderr)
	for says.Scan() {
		if at := running.FindStringSubmatch(says.Text()); at != nil {
			go func() { _, _ = io.Copy(io.Discard, stderr) }() // or it stops when the pipe is full
			return at[1]
		}
	}
	t.Skip("moto_server ended before it was ready: the tests against an organization that nobody here wrote are left out")
	return ""
}

// ask makes a request that the client under test has no method for, and returns the answer.
func ask(t *testing.T, server, service, target, contentType, body, keyID, token string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server+"/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	if target != "" {
		r.Header.Set("X-Amz-Target", target)
	}
	if token != "" {
		r.Header.Set("X-Amz-Security-Token", token)
	}
	r.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=x", keyID, service))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: HTTP %d %s", target, body, answer.StatusCode, text)
	}
	return string(text)
}

// motoOrganization makes an organization of n accounts beside the management account, each with a bob, and returns their
// numbers.
func motoOrganization(t *testing.T, server string, n int) []string {
	t.Helper()
	organizations := func(operation, body string) string {
		return ask(t, server, "organizations", "AWSOrganizationsV20161128."+operation, "application/x-amz-json-1.1", body, "AKIAMANAGER", "")
	}
	query := func(service, body, keyID, token string) string {
		return ask(t, server, service, "", "application/x-www-form-urlencoded", body, keyID, token)
	}
	organizations("CreateOrganization", `{"FeatureSet":"ALL"}`)
	var numbers []string
	for i := range n {
		made := organizations("CreateAccount", fmt.Sprintf(`{"AccountName":"acct-%d","Email":"a%d@example.com"}`, i, i))
		id := regexp.MustCompile(`"AccountId": ?"(\d{12})"`).FindStringSubmatch(made)
		if id == nil {
			t.Fatal(made)
		}
		numbers = append(numbers, id[1])
		role := url.QueryEscape("arn:aws:iam::" + id[1] + ":role/OrganizationAccountAccessRole")
		creds := query("sts", "Action=AssumeRole&Version=2011-06-15&RoleSessionName=setup&RoleArn="+role, "AKIAMANAGER", "")
		part := func(name string) string {
			at := regexp.MustCompile("<" + name + ">([^<]+)</" + name + ">").FindStringSubmatch(creds)
			if at == nil {
				t.Fatal(creds)
			}
			return at[1]
		}
		query("iam", "Action=CreateUser&Version=2010-05-08&UserName=bob&Path=/staff/", part("AccessKeyId"), part("SessionToken"))
		query("iam", "Action=CreateLoginProfile&Version=2010-05-08&UserName=bob&Password=Old-Pass-1234!", part("AccessKeyId"), part("SessionToken"))
	}
	return numbers
}

// An organization that nobody here wrote: more than a page of accounts, each reached by the role, the users of each kept
// apart, and a change in one of them alone. What AWS would enforce is checked on the wire.
func TestMotoOrganization(t *testing.T) {
	server := motoServer(t)
	numbers := motoOrganization(t, server, 24)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAMANAGER")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
	w := &wire{to: http.DefaultTransport}
	base := iamclient.Options{Endpoint: server, Transport: w}
	r := start(t, base, reach.Options{OrgRole: "OrganizationAccountAccessRole"})
	all, _ := found(t, r)
	if len(all) != 25 || r.Err() != nil || len(w.of("ListAccounts")) < 2 {
		t.Fatalf("%d accounts, %v", len(all), r.Err())
	}
	reached := map[string]*iamclient.Client{}
	for _, a := range all {
		if a.State != reach.Reached || a.Identity.Account != a.Number {
			t.Errorf("%s: %s %s", a.Number, a.State, a.Reason())
		}
		reached[a.Number] = a.Client
	}
	one, other := reached[numbers[3]], reached[numbers[4]]
	if _, err := one.Make(t.Context(), iamclient.DeleteLoginProfile("bob"), iamclient.ChangeOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := one.LoginProfile(t.Context(), "bob"); iamclient.KindOf(err) != iamclient.KindNoLoginProfile {
		t.Errorf("%v", err)
	}
	if _, err := other.LoginProfile(t.Context(), "bob"); err != nil {
		t.Errorf("the other account: %v", err)
	}
	assumed := w.of("AssumeRole")
	last := assumed[len(assumed)-1]
	if len(assumed) != 25 || last.Get("PolicyArns.member.1.arn") != "arn:aws:iam::aws:policy/IAMReadOnlyAccess" ||
		last.Get("Policy") != `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:DeleteLoginProfile"],"Resource":["arn:aws:iam::`+numbers[3]+`:user/staff/bob"]}]}` {
		t.Errorf("%d sessions; the last one %v", len(assumed), last)
	}
	for _, form := range assumed[:24] {
		if form.Get("PolicyArns.member.1.arn") == "" || strings.Contains(form.Get("Policy"), "iam:") {
			t.Errorf("a session that reads has %v", form)
		}
	}
	// moto says where no account is, so that an OU has to be walked
	root := regexp.MustCompile(`r-[0-9a-z]{4,}`).FindString(ask(t, server, "organizations", "AWSOrganizationsV20161128.ListRoots", "application/x-amz-json-1.1", "{}", "AKIAMANAGER", ""))
	made := ask(t, server, "organizations", "AWSOrganizationsV20161128.CreateOrganizationalUnit", "application/x-amz-json-1.1", `{"ParentId":"`+root+`","Name":"Dev"}`, "AKIAMANAGER", "")
	ou := regexp.MustCompile(`ou-[0-9a-z]+-[0-9a-z]+`).FindString(made)
	ask(t, server, "organizations", "AWSOrganizationsV20161128.MoveAccount", "application/x-amz-json-1.1",
		`{"AccountId":"`+numbers[7]+`","SourceParentId":"`+root+`","DestinationParentId":"`+ou+`"}`, "AKIAMANAGER", "")
	r = start(t, base, reach.Options{OrgRole: "OrganizationAccountAccessRole", OUs: []string{ou}, Accounts: numbers[:2], Skip: numbers[1:2]})
	all, _ = found(t, r)
	var got []string
	for _, a := range all {
		got = append(got, a.Number)
	}
	want := []string{numbers[0], numbers[7]}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || r.Err() != nil {
		t.Errorf("below the OU are %v, want %v (%v)", got, want, errors.Join(r.Err()))
	}
}
