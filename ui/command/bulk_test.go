//go:build unix

package command_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// bulkAccount has n users with passwords, user000 and so on, and nina without one. They may change their passwords.
func bulkAccount(n int) *demoiam.Server {
	s := demoiam.New(demoiam.Options{Alias: "acme", Policy: &demoiam.Policy{MinimumLength: 8, AllowUsersToChangePassword: true}})
	s.Add(demoiam.User{Name: "nina"})
	for i := range n {
		s.Add(demoiam.User{Name: fmt.Sprintf("user%03d", i), Console: true, Password: "Old-Password-1!"})
	}
	return s
}

// listOf is a file of the first n users of a bulkAccount.
func listOf(t *testing.T, n int) string {
	t.Helper()
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("user%03d", i))
	}
	path := filepath.Join(t.TempDir(), "users.txt")
	if err := os.WriteFile(path, []byte(strings.Join(names, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// rowsOf are the rows of CSV below its header.
func rowsOf(t *testing.T, content []byte, header string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil || len(rows) == 0 || strings.Join(rows[0], ",") != header {
		t.Fatalf("%v, %q", err, rows)
	}
	return rows[1:]
}

const consoleCSV, recoveredCSV = "User name,Password,Console sign-in URL", "User name,Password,Console sign-in URL,Outcome"

func content(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// journalOf is the journal that a run has named first.
func journalOf(t *testing.T, r ran) string {
	t.Helper()
	named := regexp.MustCompile(`(?m)^iampasswd: journal: (.*)$`).FindStringSubmatch(r.stderr)
	if named == nil {
		t.Fatalf("no journal is named: %s", r.stderr)
	}
	return named[1]
}

func TestBulkReset(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(20))
	env, dir := s.env(t), t.TempDir()
	passwords, report := filepath.Join(dir, "new.csv"), filepath.Join(dir, "report.csv")
	got := piped(t, env, "UserName,Mail\nnobody,x\nuser001,y\n", "bulk", "reset", "user000", "USER000", "nina", "--from", "-", "--yes", "--missing", "create",
		"--passwords", passwords, "--report", report, "--reason", "INC-4711", "--length", "20")
	if got.code != 1 || !strings.Contains(got.stdout, "Reset the password of 5 users: 3 done, 2 refused.") ||
		!strings.Contains(got.stdout, "there is no user of that name") || !strings.Contains(got.stdout, "named more than once") {
		t.Fatalf("%+v", got)
	}
	rows := rowsOf(t, content(t, passwords), consoleCSV)
	if len(rows) != 3 {
		t.Fatalf("%q", rows)
	}
	for _, row := range rows {
		if !s.Check(row[0], row[1]) || len(row[1]) != 20 || row[2] != "https://acme.signin.aws.amazon.com/console" {
			t.Errorf("%s does not sign in, or %s is wrong", row[0], row[2])
		}
		if required, _ := s.ResetRequired(row[0]); !required {
			t.Errorf("%s keeps the password", row[0])
		}
		for name, text := range map[string]string{
			"standard output": got.stdout, "standard error": got.stderr, "the report": string(content(t, report)), "the history": string(content(t, placeOf(env))),
		} {
			if strings.Contains(text, row[1]) {
				t.Errorf("%s has a password", name)
			}
		}
	}
	if about := rowsOf(t, content(t, report), "user,account,outcome,code,reason,request id,repeated"); len(about) != 5 || about[0][2] != "done" {
		t.Errorf("%q", about)
	}
	path := journalOf(t, got)
	if !strings.HasPrefix(path, value(env, "HOME")) {
		t.Errorf("the journal is %s", path)
	}
	entries := recorded(t, env)
	run := entries[len(entries)-1].Run
	if len(entries) != 4 || run == "" || slices.ContainsFunc(entries, func(e history.Entry) bool { return e.Run != run || e.Reason != "INC-4711" }) {
		t.Errorf("%+v", entries)
	}
	for _, file := range []string{passwords, report, path} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info, err)
		}
	}
	recovered := rowsOf(t, []byte(piped(t, env, "", "bulk", "recover", path).stdout), recoveredCSV)
	if len(recovered) != 3 || recovered[0][1] != rows[0][1] || recovered[0][3] != "accepted" {
		t.Errorf("%d recovered", len(recovered))
	}
	if status := piped(t, env, "", "bulk", "status", path); status.code != 0 || !strings.Contains(status.stdout, "3 done, 2 refused") {
		t.Errorf("%+v", status)
	}
	if refused := piped(t, env, "", "bulk", "wipe", path); refused.code != 252 {
		t.Errorf("wiped without asking: %+v", refused)
	}
	if wiped := piped(t, env, "", "bulk", "wipe", path, "--yes"); wiped.code != 0 {
		t.Errorf("%+v", wiped)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the journal is still there")
	}
}

// The other operations do what they say.
func TestBulkOperations(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(3))
	s.Add(demoiam.User{Name: "keys", AccessKeys: []demoiam.AccessKey{{}, {}}})
	env := s.env(t)
	change := func(code int, args ...string) {
		t.Helper()
		if got := piped(t, env, "", append([]string{"bulk"}, append(args, "--yes")...)...); got.code != code {
			t.Errorf("%v: %+v", args, got)
		}
	}
	change(0, "force-change", "user000", "user001")
	for _, user := range []string{"user000", "user001"} {
		if required, _ := s.ResetRequired(user); !required || !s.Check(user, "Old-Password-1!") {
			t.Errorf("%s need not choose a new password", user)
		}
	}
	change(0, "revoke-sessions", "user000", "nina")
	if _, revoked := s.InlinePolicy("nina", "AWSRevokeOlderSessions"); !revoked {
		t.Error("the sessions of nina go on")
	}
	change(0, "restore-sessions", "user000", "user001", "nina")
	if _, revoked := s.InlinePolicy("nina", "AWSRevokeOlderSessions"); revoked {
		t.Error("the sessions of nina are revoked")
	}
	change(0, "disable-console", "user002", "nina")
	if _, console := s.ResetRequired("user002"); console {
		t.Error("user002 has a password")
	}
	change(0, "deactivate-keys", "keys", "nina")
	if u, _ := s.User("keys"); !u.AccessKeys[0].Inactive || !u.AccessKeys[1].Inactive {
		t.Errorf("%+v", u.AccessKeys)
	}
	change(1, "force-change", "nina")
}

// A plan changes nothing and says what would be done.
func TestBulkPlan(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(3))
	env := s.env(t)
	got := piped(t, env, "", "bulk", "reset", "user000", "user001", "nina", "nobody", "--plan")
	for _, want := range []string{
		"Plan: reset the password of 2 users in account 123456789012, as admin", "2  reset", "1  skip", "1  refused", "There is no user of that name:\n    nobody",
	} {
		if got.code != 0 || !strings.Contains(got.stdout, want) {
			t.Errorf("%q is missing: %+v", want, got)
		}
	}
	got = piped(t, env, "", "bulk", "reset", "user000", "nina", "--plan", "--output", "json")
	var plan struct {
		Account  string
		Requests int
		Users    []struct{ User, Do, Why string }
	}
	if err := json.Unmarshal([]byte(got.stdout), &plan); err != nil || plan.Requests != 1 || len(plan.Users) != 2 || plan.Users[1].Do != "skip" {
		t.Errorf("%v, %+v", err, got)
	}
	got = piped(t, env, "", "bulk", "revoke-sessions", "--where", "user -user001", "--plan", "--output", "json")
	if err := json.Unmarshal([]byte(got.stdout), &plan); err != nil || len(plan.Users) != 2 || plan.Users[0].User != "user000" || plan.Users[1].User != "user002" {
		t.Errorf("%v, %+v", err, got)
	}
	if n := len(s.Accepted()); n != 0 {
		t.Errorf("%d passwords were set", n)
	}
}

func TestBulkMistakes(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(1))
	env, file := s.env(t), listOf(t, 1)
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one := filepath.Join(dir, "one")
	for says, args := range map[string][]string{
		"--where is empty":               {"reset", "--where", " ", "--yes"},
		"--from is empty":                {"reset", "--from", "", "--yes"},
		"--from is given more than once": {"reset", "--from", file, "--from", file, "--yes"},
		"--passwords is empty":           {"reset", "user000", "--passwords", "", "--yes"},
		"is standard output":             {"reset", "user000", "--passwords", "-", "--yes"},
		"the file of another option":     {"reset", "user000", "--passwords", one, "--report", dir + "/./one", "--yes"},
		"/nowhere/report, which cannot be written: no such file": {"reset", "user000", "--report", "/nowhere/report", "--yes"},
		"is no text in UTF-8":           {"reset", "--from", write("utf16", "\xff\xfeu\x00s\x00"), "--yes"},
		"names no user":                 {"reset", "user000", "--from", write("empty", "\n"), "--yes"},
		"empty.csv names no user":       {"reset", "user000", "--from", write("empty.csv", "user;mail\n"), "--yes"},
		"needs --yes":                   {"reset", "user000"},
		"name the users":                {"reset", "--yes"},
		"no user matches":               {"reset", "--where", "zebra", "--yes"},
		"in the query":                  {"reset", "--where", "is:nonsense", "--yes"},
		"--column goes with --from":     {"reset", "user000", "--column", "x", "--yes"},
		"has no column":                 {"reset", "--from", file, "--column", "x", "--yes"},
		"--missing takes":               {"reset", "user000", "--missing", "maybe", "--yes"},
		"--style takes":                 {"reset", "user000", "--style", "plain", "--yes"},
		"--concurrency takes":           {"reset", "user000", "--concurrency", "0", "--yes"},
		"exclude each other":            {"reset", "user000", "--passphrase", "--encrypt-to", "age1", "--yes"},
		"which exists":                  {"reset", "user000", "--passwords", file, "--yes"},
		"--encrypt-to: line 1":          {"reset", "user000", "--encrypt-to", "age1nonsense", "--yes"},
		"there is no such file":         {"reset", "user000", "--encrypt-to", "/nowhere/keys", "--yes"},
		"there is no option --password": {"force-change", "user000", "--passwords", "x"},
		"cannot be opened":              {"status", "/nowhere/journal"},
		"takes one journal":             {"recover"},
		"there is no command":           {"nonsense"},
	} {
		got := piped(t, env, "", append([]string{"bulk"}, args...)...)
		if got.code != 252 || got.stdout != "" || !strings.Contains(got.stderr, says) {
			t.Errorf("%q: %+v", says, got)
		}
	}
	if _, err := os.Lstat(one); err == nil {
		t.Error("a file was left behind")
	}
	if got := piped(t, env, "", "bulk", "recover", file); got.code == 0 || !strings.Contains(got.stderr, "line 1 of the journal") {
		t.Errorf("%+v", got)
	}
	if n := len(s.Accepted()); n != 0 {
		t.Errorf("%d passwords were set", n)
	}
}

// What cannot be printed or saved in the end does not undo the run: it is said, and the exit code is 1.
func TestBulkUnprinted(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	defer full.Close()
	s := serveAccount(t, bulkAccount(2))
	env, report := s.env(t), filepath.Join(t.TempDir(), "report.csv")
	cmd := detached(t.Context(), t, env, "bulk", "reset", "user000", "--yes")
	var errs output
	cmd.Stdout, cmd.Stderr = full, &errs
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(errs.String(), "the result was not printed: no space left") {
		t.Errorf("%v: %s", err, &errs)
	}
	s.SetLatency(demoiam.Latency{Min: 300 * time.Millisecond, Max: 300 * time.Millisecond})
	cmd = detached(t.Context(), t, env, "bulk", "reset", "user001", "--yes", "--report", report)
	var later output
	cmd.Stderr = &later
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	later.shows(t, "journal:")
	if err := os.WriteFile(report, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(later.String(), "the report was not saved to "+report+": file exists") || string(content(t, report)) != "mine" {
		t.Errorf("%v: %s", err, &later)
	}
}

// The CSV of a spreadsheet in another language has semicolons, and that of a database tabs.
func TestBulkSeparators(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(2))
	for _, list := range []string{"Mail;User name\nx;user001\n", "Mail\tUser name\nx\tuser001\n"} {
		got := piped(t, s.env(t), list, "bulk", "reset", "--from", "-", "--yes")
		if got.code != 0 || !strings.Contains(got.stdout, "1 user: 1 done") {
			t.Errorf("%q: %+v", list, got)
		}
	}
}

// One damaged line takes the passwords of the others from nobody.
func TestBulkDamagedJournal(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(6))
	env, file := s.env(t), filepath.Join(t.TempDir(), "new name.journal")
	got := piped(t, env, "", "bulk", "reset", "--from", listOf(t, 6), "--yes", "--journal", file)
	if got.code != 0 || !strings.Contains(got.stderr, "iampasswd bulk recover '"+file+"'") {
		t.Fatalf("%+v", got)
	}
	text := bytes.Replace(content(t, file), []byte(`"intent":{"n":3`), []byte(`"intent":{"n":9`), 1)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"status", "resume"} {
		if got := piped(t, env, "", "bulk", command, file); got.code == 0 || !strings.Contains(got.stderr, "is damaged") {
			t.Errorf("%+v", got)
		}
	}
	got = piped(t, env, "", "bulk", "recover", file)
	rows := rowsOf(t, []byte(got.stdout), recoveredCSV)
	if got.code != 1 || !strings.Contains(got.stderr, "the journal is damaged") || len(rows) != 5 {
		t.Errorf("%+v", got)
	}
	for _, row := range rows {
		if !s.Check(row[0], row[1]) {
			t.Errorf("%s does not sign in", row[0])
		}
	}
}

// Nothing on the disk has a password in the clear where it is encrypted, and no private key is needed to write it.
func TestBulkEncrypted(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(10))
	env, dir := s.env(t), t.TempDir()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	recipients, keys, passwords := filepath.Join(dir, "recipients"), filepath.Join(dir, "keys"), filepath.Join(dir, "new.csv.age")
	for file, text := range map[string]string{recipients: "# the team\n" + identity.Recipient().String() + "\n", keys: identity.String()} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := piped(t, env, "", "bulk", "reset", "--from", listOf(t, 10), "--yes", "--encrypt-to", recipients, "--passwords", passwords, "--output", "json", "--report", filepath.Join(dir, "report.json"))
	if got.code != 0 || !strings.Contains(got.stdout, `"done": 10`) || !strings.Contains(got.stderr, "10 passwords saved to "+passwords) {
		t.Fatalf("%+v", got)
	}
	plain, err := age.Decrypt(bytes.NewReader(content(t, passwords)), identity)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	rows := rowsOf(t, text, consoleCSV)
	if len(rows) != 10 {
		t.Fatalf("%d rows", len(rows))
	}
	everything := got.stdout + got.stderr
	for _, root := range []string{dir, value(env, "HOME")} {
		if err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				everything += string(content(t, path))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range rows {
		if !s.Check(row[0], row[1]) {
			t.Errorf("%s does not sign in", row[0])
		}
		if strings.Contains(everything, row[1]) {
			t.Error("a password is in a file, or was printed")
		}
	}
	path := journalOf(t, got)
	if status := piped(t, env, "", "bulk", "status", path); !strings.Contains(status.stderr, "bulk recover "+path+" --identity FILE") {
		t.Errorf("%+v", status)
	}
	if sealed := piped(t, env, "", "bulk", "recover", path); sealed.code != 252 || !strings.Contains(sealed.stderr, "--identity") {
		t.Errorf("%+v", sealed)
	}
	recovered := rowsOf(t, []byte(piped(t, env, "", "bulk", "recover", path, "--identity", keys).stdout), recoveredCSV)
	if len(recovered) != 10 || recovered[3][1] != rows[3][1] {
		t.Errorf("%d recovered", len(recovered))
	}
}

// A run that is stopped says how it goes on, and goes on. So does one that is killed.
func TestBulkStopAndResume(t *testing.T) {
	t.Parallel()
	for _, with := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, os.Kill} {
		s := serveAccount(t, bulkAccount(40))
		s.SetLatency(demoiam.Latency{Min: 10 * time.Millisecond, Max: 20 * time.Millisecond})
		env, dir := s.env(t), t.TempDir()
		path, passwords := filepath.Join(dir, "run.journal"), filepath.Join(dir, "new.csv")
		cmd := detached(t.Context(), t, env, "bulk", "reset", "--from", listOf(t, 40), "--yes", "--concurrency", "4", "--journal", path)
		var errs output
		cmd.Stderr = &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { return len(s.Accepted()) >= 10 }, errs.String)
		s.SetLatency(demoiam.Latency{Min: time.Second, Max: time.Second}) // the run lasts for as long as the second process does
		if got := piped(t, env, "", "bulk", "resume", path); got.code == 0 || !strings.Contains(got.stderr, "another process is using") {
			t.Errorf("a second process: %+v", got)
		}
		var visible []byte // to whoever can look at the process
		for _, file := range []string{"cmdline", "environ"} {
			text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/%s", cmd.Process.Pid, file)) // there is none on some systems
			visible = append(visible, text...)
		}
		_ = cmd.Process.Signal(with)
		_ = cmd.Wait()
		s.SetLatency(demoiam.Latency{})
		if number := with.(syscall.Signal); with != os.Kill && (cmd.ProcessState.ExitCode() != 128+int(number) || !strings.Contains(errs.String(), "bulk resume "+path)) {
			t.Errorf("%v: exit code %d, %s", with, cmd.ProcessState.ExitCode(), &errs)
		}
		got := piped(t, env, "", "bulk", "resume", path, "--passwords", passwords, "--concurrency", "32")
		if got.code != 0 || !strings.Contains(got.stdout, "40 done") {
			t.Errorf("%v: %+v", with, got)
		}
		rows := rowsOf(t, content(t, passwords), consoleCSV)
		for _, row := range rows {
			if !s.Check(row[0], row[1]) {
				t.Errorf("%v: %s does not sign in", with, row[0])
			}
			if strings.Contains(string(visible)+errs.String()+got.stdout+got.stderr+string(content(t, placeOf(env))), row[1]) {
				t.Errorf("%v: a password is in the process's arguments or environment, in its output or in the history", with)
			}
		}
		if len(rows) != 40 || with != os.Kill && len(s.Accepted()) != 40 {
			t.Errorf("%v: %d rows, %d passwords were set", with, len(rows), len(s.Accepted()))
		}
	}
}

// Expired credentials pause a run, and it goes on once they are renewed.
func TestBulkExpired(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(30))
	s.SetLatency(demoiam.Latency{Min: 10 * time.Millisecond, Max: 20 * time.Millisecond})
	cmd := detached(t.Context(), t, s.env(t), "bulk", "reset", "--from", listOf(t, 30), "--yes", "--concurrency", "4")
	var errs output
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return len(s.Accepted()) >= 5 }, errs.String)
	remove := s.Inject(demoiam.Fault{Code: "ExpiredToken"})
	errs.shows(t, "paused: the AWS session has expired")
	remove()
	if err := cmd.Wait(); err != nil || len(s.Accepted()) != 30 {
		t.Errorf("%v, %d passwords were set: %s", err, len(s.Accepted()), &errs)
	}
}

// On a terminal the number of users is typed to start, and a passphrase is asked for twice.
func TestBulkTerminal(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(4))
	env := s.env(t)
	x := start(t, 100, 24, env, "bulk", "reset", "user000", "user001", "nina", "--passphrase")
	x.guard("correct horse battery")
	x.shows("Plan: reset the password of 2 users", "Type 2 to start:")
	x.types("2", enter)
	x.shows("New passphrase for the passwords:")
	x.types("correct horse battery", enter)
	x.shows("The same again:")
	x.types("correct horse battery", enter)
	x.ends(1) // nina is skipped
	if n := len(s.Accepted()); n != 2 {
		t.Errorf("%d passwords were set", n)
	}
	x = start(t, 100, 24, env, "bulk", "reset", "user000")
	x.shows("Type 1 to start:")
	x.types("yes", enter)
	x.ends(252)
	if n := len(s.Accepted()); n != 2 {
		t.Errorf("%d passwords were set", n)
	}
}

// moto_server is an IAM that nobody here wrote: the passwords in its data are those of the CSV.
func TestBulkMoto(t *testing.T) {
	if testing.Short() {
		t.Skip("moto_server takes a second or two to start")
	}
	cmd := exec.CommandContext(t.Context(), tool(t, "moto_server"), "-H", "127.0.0.1", "-p", "0")
	var says output
	cmd.Stderr = &says
	if err := cmd.Start(); err != nil {
		t.Skipf("moto_server does not start here (%v)", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	says.shows(t, "Running on http://")
	url := regexp.MustCompile(`Running on (http://\S+)`).FindStringSubmatch(says.String())[1]
	users := []string{"--yes"}
	for i := range 12 {
		name := fmt.Sprintf("user%03d", i)
		users = append(users, name)
		motoCreates(t, url, name, i < 8)
	}
	env := environment(t, append(staticKeys(), "AWS_ENDPOINT_URL="+url)...)
	passwords := filepath.Join(t.TempDir(), "new.csv")
	args := append([]string{"bulk", "reset", "--missing", "create", "--passwords", passwords}, users...)
	if got := piped(t, env, "", args...); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	rows, kept := rowsOf(t, content(t, passwords), consoleCSV), motoPasswords(t, url)
	for _, row := range rows {
		if kept[row[0]] != row[1] || row[1] == "" {
			t.Errorf("%s has another password than in the CSV", row[0])
		}
	}
	if len(rows) != 12 {
		t.Errorf("%d rows", len(rows))
	}
}

func motoCreates(t *testing.T, url, name string, console bool) {
	t.Helper()
	do := func(form string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(form+"&Version=2010-05-08&UserName="+name))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x")
		response, err := http.DefaultClient.Do(r)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v", form, err)
		}
		_ = response.Body.Close()
	}
	do("Action=CreateUser")
	if console {
		do("Action=CreateLoginProfile&Password=Old-Password-1")
	}
}

func motoPasswords(t *testing.T, url string) map[string]string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/moto-api/data.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var data struct {
		IAM struct {
			User []struct{ Name, Password string }
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&data); err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{}
	for _, u := range data.IAM.User {
		kept[u.Name] = u.Password
	}
	return kept
}

// Without the plan, or the data key of encrypted passwords, nothing is recovered: one sentence says so, and which line it is.
func TestBulkRecoverWithoutPlanOrKey(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(2))
	env := s.env(t)
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		options []string
		kind    string // of the record that is damaged
	}{
		"plan": {nil, `"items":`}, "key": {[]string{"--encrypt-to", identity.Recipient().String()}, `"key":`},
	} {
		file := filepath.Join(t.TempDir(), "run.journal")
		if got := piped(t, env, "", append([]string{"bulk", "reset", "--from", listOf(t, 2), "--yes", "--journal", file}, c.options...)...); got.code != 0 {
			t.Fatalf("%+v", got)
		}
		text, damaged := string(content(t, file)), 0
		lines := strings.SplitAfter(text, "\n")
		for i, line := range lines {
			if strings.Contains(line, c.kind) {
				lines[i], damaged = strings.Replace(line, c.kind, strings.ToUpper(c.kind), 1), i+1
				break
			}
		}
		if damaged == 0 {
			t.Fatalf("no record %s in\n%s", c.kind, text)
		}
		if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("iampasswd: no password can be recovered from %s: line %d is damaged, and with it the plan or the data key that every password needs; try another copy of the journal\n", file, damaged)
		if got := piped(t, env, "", "bulk", "recover", file); got.code == 0 || got.stderr != want || got.stdout != "" {
			t.Errorf("%s: %+v, want %q", name, got, want)
		}
	}
}

// A name with a character that nobody sees is refused by its line: the name that is read is the one that is changed.
func TestBulkNamesWithUnseenCharacters(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, bulkAccount(2))
	for list, line := range map[string]int{
		"user000\nuser\x1b001\n": 2, "user\u200b001\nuser000\n": 1, "mail,user\na,user000\nb,user001\u202e\n": 3, "mail,user\nb,\"user\n001\"\n": 2,
	} {
		got := piped(t, s.env(t), list, "bulk", "reset", "--from", "-", "--yes")
		if want := fmt.Sprintf("--from: line %d of - has a character in it that cannot be seen", line); got.code != 252 || !strings.Contains(got.stderr, want) {
			t.Errorf("%q: %+v, want %q", list, got, want)
		}
	}
	if got := piped(t, s.env(t), "", "bulk", "reset", "user000", "user\u200b001", "--yes"); got.code != 252 || !strings.Contains(got.stderr, `the name "user\u200b001" has a character in it that cannot be seen`) {
		t.Errorf("%+v", got)
	}
	if n := s.Count("UpdateLoginProfile", ""); n != 0 {
		t.Errorf("%d passwords were changed", n)
	}
}

// An error of the network is told in the program's name, as every other error of these commands is.
func TestErrorsOfOwnCommandsNameTheProgram(t *testing.T) {
	t.Parallel()
	env := append(environment(t, staticKeys()...), "AWS_MAX_ATTEMPTS=1")
	for _, args := range [][]string{{"bulk", "force-change", "bob", "--plan"}, {"bulk", "reset", "--where", "is:expired", "--plan"}, {"users"}} {
		got := piped(t, env, "", append(args, "--endpoint-url", "http://127.0.0.1:9")...)
		if got.code == 0 || !strings.HasPrefix(got.stderr, "iampasswd: connection refused") {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

// An RSA key that is too short says that it is.
func TestBulkShortRSAKey(t *testing.T) {
	t.Parallel()
	const short = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDLEYbKTdqmvRhbkbzLo/x9M5Dyp0e+PnnxrBaQfAzVjvGeo6UWCPnuUeMRMVyEfoZTzhY+xmoBDw5Iu9zUOwBPP27u49FK5xAWw0f0W5o/RR2Sx1fFuyrNsgy5pKChYSncIJ5m/hja5YWcaGfvlpaRTSvkVIudYlQ0eOnFIcPFHQ=="
	got := piped(t, environment(t, staticKeys()...), "", "bulk", "reset", "bob", "--plan", "--encrypt-to", short, "--endpoint-url", "http://127.0.0.1:9")
	if got.code != 252 || !strings.Contains(got.stderr, "--encrypt-to: line 1: this RSA key has 1024 bits, which is too few: take one of 2048 or more, or an ssh-ed25519 key") {
		t.Errorf("%+v", got)
	}
}
