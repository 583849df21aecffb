//go:build unix

package command_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// invocation is a command line that both the AWS CLI and iampasswd are given, and what is known to differ then.
type invocation struct {
	line  string                // behind `aws iam` and `iampasswd`, as to a shell: '…' keeps spaces together
	front string                // options in front of the command
	stdin string                //
	files map[string]string     // in the directory that $DIR stands for in line and env
	env   []string              // on top of that of every invocation; NAME= alone unsets
	setup func(*demoiam.Server) // what the account is like, and what goes wrong
	where where
	but   []difference
}

// where is which servers an invocation is tried on.
type where int

const (
	onDemo    where = iota
	onMotoToo       // moto too: never an update of the flag alone, and no policy
	nowhere         // nobody listens at $URL
)

// difference is something that iampasswd does otherwise, on purpose. What it says must be so: a difference that is
// gone, or that has become another one, fails the test.
type difference struct {
	in      facet
	ours    string // of stderr, a part
	because reason
}

type facet string

const (
	wire   facet = "requests"
	stdout facet = "standard output"
	stderr facet = "standard error"
	code   facet = "exit code"
)

// outcome is what an invocation did.
type outcome map[facet]string

// heldPassword is the password of bob, and of admin, who is the caller, before anything is changed.
const heldPassword = "Old-Lantern-1987!"

func dropinAccount() *demoiam.Server {
	return demoiam.New(demoiam.Options{Alias: "acme", Users: []demoiam.User{
		{Name: "admin", Console: true, Password: heldPassword, Policies: []string{"IAMUserChangePassword"}},
		{Name: "bob", Console: true, Password: heldPassword, Path: "/sales/"},
		{Name: "nina"},
	}})
}

func TestInvocations(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: the AWS CLI takes half a second a call")
	}
	table := slices.Concat(optionInvocations(), valueInvocations(), jsonInvocations(), skeletonInvocations(), errorInvocations(),
		settingInvocations(), policyInvocations())
	if len(table) < 120 {
		t.Errorf("%d invocations", len(table))
	}
	aws := tool(t, "aws")
	ours := binary(t)
	t.Run("demo", func(t *testing.T) {
		t.Parallel()
		for _, v := range table {
			t.Run(v.front+" "+v.line, func(t *testing.T) {
				t.Parallel()
				v.compare(t, v.run(t, aws, "iam"), v.run(t, ours))
			})
		}
	})
	t.Run("moto", func(t *testing.T) {
		t.Parallel()
		moto := startMoto(t)
		for _, v := range table {
			if v.where == onMotoToo {
				t.Run(v.line, func(t *testing.T) { v.compare(t, moto.run(t, v, aws, "iam"), moto.run(t, v, ours)) })
			}
		}
	})
}

// run runs the invocation on a fresh account.
func (v invocation) run(t *testing.T, program string, service ...string) outcome {
	t.Helper()
	account := dropinAccount()
	if v.setup != nil {
		v.setup(account)
	}
	r := &recorder{handler: account, sts: dropinAccount()}
	server := httptest.NewServer(r)
	if v.where == nowhere {
		server.Close()
	}
	defer server.Close()
	return v.at(t, server.URL, r, program, service...)
}

// at runs the invocation on a server.
func (v invocation) at(t *testing.T, server string, r *recorder, program string, service ...string) outcome {
	t.Helper()
	dir := t.TempDir()
	for name, content := range v.files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	filled := strings.NewReplacer("$URL", server, "$DIR", dir)
	args := slices.Concat(shellWords(v.front), service, shellWords(v.line))
	for i := range args {
		args[i] = filled.Replace(args[i])
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	// Version 2 of the AWS CLI retries in the standard mode, as the SDK for Go does.
	cmd.Env = environment(t, append(staticKeys(), "HOME="+dir, "AWS_RETRY_MODE=standard", "AWS_ENDPOINT_URL="+server)...)
	for _, setting := range v.env {
		cmd.Env = append(cmd.Env, filled.Replace(setting))
	}
	cmd.Env = slices.DeleteFunc(cmd.Env, func(setting string) bool {
		name, _, _ := strings.Cut(setting, "=")
		return slices.Contains(v.env, name+"=")
	})
	cmd.Stdin = strings.NewReader(v.stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) || ctx.Err() != nil {
		t.Fatal(err, ctx.Err())
	}
	unfilled := strings.NewReplacer(server, "$URL", strings.TrimPrefix(server, "http://"), "$HOST", dir, "$DIR")
	return outcome{
		wire: unfilled.Replace(r.String()), stdout: unfilled.Replace(out.String()), stderr: unfilled.Replace(errs.String()),
		code: strconv.Itoa(cmd.ProcessState.ExitCode()),
	}
}

// shellWords splits a line as a shell does, as far as it is needed here.
func shellWords(line string) []string {
	var words []string
	for _, word := range regexp.MustCompile(`(?s)(?:[^\s']|'[^']*')+`).FindAllString(line, -1) {
		words = append(words, strings.ReplaceAll(word, "'", ""))
	}
	return words
}

// recorder notes the requests that a server gets, with all their parameters.
type recorder struct {
	handler http.Handler
	sts     http.Handler // nil: the same, which then has to leave faults to the actions that they are for

	mu       sync.Mutex
	requests []string
	whose    int // how often it was asked who asks, for the history: at a time of its own, and by no AWS CLI
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	form, err := url.ParseQuery(string(body))
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		pairs = append(pairs, fmt.Sprintf("%s=%q", name, form[name]))
	}
	if err != nil {
		pairs = append(pairs, err.Error())
	}
	r.mu.Lock()
	if form.Get("Action") == "GetCallerIdentity" {
		r.whose++
	} else {
		r.requests = append(r.requests, req.Method+" "+req.URL.Path+" "+strings.Join(pairs, " ")+"\n")
	}
	r.mu.Unlock()
	req.Body = io.NopCloser(bytes.NewReader(body))
	if form.Get("Action") == "GetCallerIdentity" && r.sts != nil {
		r.sts.ServeHTTP(w, req)
		return
	}
	r.handler.ServeHTTP(w, req)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.requests, "")
}

// compare holds what iampasswd did against what version 2 of the AWS CLI would have done, as far as version 1 tells.
func (v invocation) compare(t *testing.T, aws, ours outcome) {
	t.Helper()
	raw := aws
	aws = asVersion2(aws)
	ours[stderr] = strings.TrimPrefix(ours[stderr], "iampasswd: ")
	ours[stdout] = createDate.ReplaceAllString(ours[stdout], `${1}NOW$2"`)
	known := map[facet]difference{}
	for _, d := range v.but {
		known[d.in] = d
	}
	for _, in := range []facet{wire, stdout, stderr, code} {
		d, differs := known[in]
		asSaid := ours[in] == d.ours || in == stderr && d.ours != "" && strings.Contains(ours[in], d.ours)
		switch {
		case !differs && ours[in] != aws[in]:
			t.Errorf("%s differ:\naws        %q\niampasswd  %q", in, aws[in], ours[in])
		case differs && ours[in] == aws[in]:
			t.Errorf("%s: no difference any more: %q", in, ours[in])
		case differs && !asSaid:
			t.Errorf("%s differ otherwise:\naws        %q\niampasswd  %q\nand not    %q", in, aws[in], ours[in], d.ours)
		}
	}
	if t.Failed() {
		t.Logf("aws: %q", raw)
	}
}

var (
	// usage is what version 1 says before a mistake on the command line.
	usage = regexp.MustCompile(`(?s)^\s*(?:usage: )?\r?Note: AWS CLI version 2.*  aws <command> <subcommand> help\s*(?:aws: error: )?(.*?)\s*$`)
	// createDate is a time of now, as version 1 prints it and as version 2 does.
	createDate = regexp.MustCompile(`("CreateDate": ")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|(\+00:00))"`)
)

// asVersion2 makes of what version 1 of the AWS CLI did what version 2 does.
func asVersion2(aws outcome) outcome {
	said := aws[stderr]
	if words := usage.FindStringSubmatch(said); words != nil {
		said = strings.Join(strings.Fields(words[1]), " ") + "\n"
	}
	if before, choices, ok := strings.Cut(said, "valid choices are: "); ok { // which stand in columns
		said = before + "valid choices are: " + strings.Join(strings.Fields(strings.ReplaceAll(choices, "|", "")), " | ") + "\n"
	}
	return outcome{
		wire: aws[wire], stdout: createDate.ReplaceAllString(aws[stdout], `${1}NOW+00:00"`), stderr: said,
		code: version2Code(aws[code], said),
	}
}

// version2Code is the exit code of version 2 where version 1 has code.
func version2Code(code, said string) string {
	switch {
	case code == "2":
		return "252"
	case code != "255":
		return code
	case strings.Contains(said, "An error occurred ("):
		return "254"
	case strings.Contains(said, "Unable to locate credentials"), strings.Contains(said, "You must specify a region"):
		return "253"
	}
	for _, words := range []string{"Parameter validation failed:", "Error parsing parameter", "Unknown options:"} {
		if strings.Contains(said, words) {
			return "252"
		}
	}
	return code
}

// moto is the mock of AWS of that name, an IAM that nobody here wrote, with a recorder in front of it.
type moto struct {
	url string
	to  *recorder
	at  *httptest.Server
}

func startMoto(t *testing.T) moto {
	t.Helper()
	m := moto{url: motoServer(t)}
	target, err := url.Parse(m.url)
	if err != nil {
		t.Fatal(err)
	}
	m.to = &recorder{handler: httputil.NewSingleHostReverseProxy(target)}
	m.at = httptest.NewServer(m.to)
	t.Cleanup(m.at.Close)
	return m
}

// run runs an invocation on a fresh account of moto's.
func (m moto) run(t *testing.T, v invocation, program string, service ...string) outcome {
	t.Helper()
	m.post(t, "/moto-api/reset", nil)
	for _, request := range []string{
		"Action=CreateUser&UserName=bob&Path=/sales/", "Action=CreateUser&UserName=nina",
		"Action=CreateLoginProfile&UserName=bob&Password=" + heldPassword,
	} {
		form, _ := url.ParseQuery(request + "&Version=2010-05-08")
		m.post(t, "/", form)
	}
	m.to.mu.Lock()
	m.to.requests = nil
	m.to.mu.Unlock()
	return v.at(t, m.at.URL, m.to, program, service...)
}

func (m moto) post(t *testing.T, path string, form url.Values) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("moto: %s", resp.Status)
	}
}

// request is a request to IAM as the recorder has it.
func request(action string, parameters ...string) string {
	line := fmt.Sprintf("POST / Action=[%q]", action)
	for i := 0; i < len(parameters); i += 2 {
		line += fmt.Sprintf(" %s=[%q]", parameters[i], parameters[i+1])
	}
	return line + ` Version=["2010-05-08"]` + "\n"
}
