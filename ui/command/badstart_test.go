package command_test

import (
	"net"
	"os"
	"regexp"
	"strings"
	"testing"
)

// oneSentence fails unless stderr is one line of the program's, in which all the words are found.
func oneSentence(t *testing.T, stderr string, words ...string) {
	t.Helper()
	if !regexp.MustCompile(`^iampasswd: [^\n]+\n$`).MatchString(stderr) {
		t.Errorf("stderr should be one line of iampasswd's: %q", stderr)
	}
	for _, w := range words {
		if !strings.Contains(stderr, w) {
			t.Errorf("stderr lacks %q: %s", w, stderr)
		}
	}
	for _, inside := range []string{"strconv", "flag(s)", "operation error", "%!"} { // words of our libraries, not ours
		if strings.Contains(stderr, inside) {
			t.Errorf("stderr says %q: %s", inside, stderr)
		}
	}
}

// Whatever can be told from the arguments alone is told at once, with what to do: in a pipe as well as in a terminal.
func TestBadArguments(t *testing.T) {
	t.Parallel()
	busy, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Skipf("skipped: no port can be listened on: %v", err)
	}
	defer func() { _ = busy.Close() }()

	const usage, other = 252, 255
	for _, c := range []struct {
		args  string
		code  int
		words []string
	}{
		{"--nope", usage, []string{"--nope", "`iampasswd --help`"}},
		{"-x", usage, []string{"-x", "`iampasswd --help`"}},
		{"--=", usage, []string{"--=", "`iampasswd --help`"}},
		{"histroy", usage, []string{`"histroy"`, "did you mean history?", "`iampasswd -- histroy`"}},
		{"--demo user bob", usage, []string{`"user"`, "did you mean users?"}},
		{"CONFIG", usage, []string{"did you mean config?"}},
		{"histroy --since 7d", usage, []string{"did you mean history?"}},
		{"--demo bob is:consol", usage, []string{"unknown qualifier is:consol at 4; did you mean is:console?"}},
		{"users is:consol", usage, []string{"unknown qualifier is:consol at 0; did you mean is:console?"}},
		{"users --output yaml", usage, []string{"--output takes table, csv or json"}},
		{"users --columns nobody", usage, []string{`no column "nobody"`, "account,user,path"}},
		{"users -o csv", usage, []string{"there is no option -o"}},
		{"users -output csv", usage, []string{"there is no option"}},
		{"help nope", usage, []string{`"nope"`, "`iampasswd help`"}},
		{"man nope", usage, []string{`"nope"`, "`iampasswd help`"}},
		{"man 1 keys", usage, []string{`"keys"`, "`iampasswd help`"}},
		{"man --into x keys", usage, []string{`"keys"`}},
		{"help demo-server nope", usage, []string{`"nope"`, "`iampasswd demo-server --help`"}},
		{"completion nope", usage, []string{`"nope"`, "`iampasswd completion --help`"}},
		{"completion bash nope", usage, []string{`"nope"`, "`iampasswd completion bash --help`"}},
		{"--profile", usage, []string{"--profile needs a value", "--profile NAME"}},
		{"--endpoint-url", usage, []string{"--endpoint-url needs a value", "--endpoint-url URL"}},
		{"--read-only=perhaps", usage, []string{"--read-only takes true or false", `"perhaps"`}},
		{"--region eu_west", usage, []string{"--region takes the name", "such as eu-west-1", `"eu_west"`}},
		{"--demo --demo-users 0", usage, []string{"--demo-users takes a whole number from 1 to 100000", `"0"`}},
		{"--demo --demo-users -1", usage, []string{"from 1 to 100000", `"-1"`}},
		{"--demo --demo-users abc", usage, []string{"from 1 to 100000", `"abc"`}},
		{"--demo --demo-users 1.5", usage, []string{"from 1 to 100000", `"1.5"`}},
		{"--demo --demo-users 100001", usage, []string{"from 1 to 100000", `"100001"`}},
		{"--demo --demo-users=", usage, []string{"from 1 to 100000", `""`}},
		{"--demo --demo-users", usage, []string{"--demo-users needs a value", "--demo-users N"}},
		{"--demo-users 5", usage, []string{"--demo-users goes with --demo"}},
		{"--demo-accounts 5", usage, []string{"--demo-accounts goes with --demo"}},
		{"--demo --demo-accounts 501", usage, []string{"--demo-accounts takes a whole number from 1 to 500", `"501"`}},
		{"--demo --demo-accounts 21 --demo-users 5000", usage, []string{"--demo-accounts 21 and --demo-users 5000 are 105000 users together", "holds 100000"}},
		{"--demo --profile helpdesk", usage, []string{"leave out --profile, or --demo"}},
		{"--demo --region us-east-1", usage, []string{"leave out --region, or --demo"}},
		{"--demo --endpoint-url http://127.0.0.1:1", usage, []string{"leave out --endpoint-url, or --demo"}},
		{"demo-server", usage, []string{"--listen 127.0.0.1:4566"}},
		{"demo-server --listen", usage, []string{"--listen needs a value", "--listen ADDRESS"}},
		{"demo-server --listen=", usage, []string{"--listen 127.0.0.1:4566"}},
		{"demo-server --listen 127.0.0.1", usage, []string{"a port", "such as 127.0.0.1:4566", `"127.0.0.1"`}},
		{"demo-server --listen 127.0.0.1:", usage, []string{"a port", "such as 127.0.0.1:4566"}},
		{"demo-server --listen 127.0.0.1:65536", usage, []string{"a port", "such as 127.0.0.1:4566"}},
		{"demo-server --listen :4566", usage, []string{"loopback", "such as 127.0.0.1:4566"}},
		{"demo-server --listen 0.0.0.0:4566", usage, []string{"loopback", "such as 127.0.0.1:4566", `"0.0.0.0:4566"`}},
		{"demo-server --listen [::]:4566", usage, []string{"loopback", "such as 127.0.0.1:4566"}},
		{"demo-server --listen 192.0.2.1:4566", usage, []string{"loopback", "such as 127.0.0.1:4566"}},
		{"demo-server --listen iam.example.com:4566", usage, []string{"loopback", "such as 127.0.0.1:4566"}},
		{"demo-server --listen " + busy.Addr().String(), other, []string{busy.Addr().String(), "in use", "another port"}},
		{"demo-server --listen 127.0.0.1:0 --users 0", usage, []string{"--users takes a whole number", `"0"`}},
		{"demo-server --listen 127.0.0.1:0 --accounts 0", usage, []string{"--accounts takes a whole number from 1 to 500", `"0"`}},
		{"demo-server --listen 127.0.0.1:0 --accounts 500 --users 201", usage, []string{"--accounts 500 and --users 201 are 100500 users together", "holds 100000"}},
		{"demo-server --listen 127.0.0.1:0 extra", usage, []string{`"extra"`, "`iampasswd demo-server --help`"}},
		{"demo-codes", usage, []string{"the name of one user", "dora.drift"}},
		{"demo-codes dora.drift Bob", usage, []string{"the name of one user"}},
		{"demo-codes nobody", usage, []string{`"nobody"`, "`iampasswd help demo`"}},
		{"demo-codes fay.fido", usage, []string{"fay.fido has no MFA device that shows codes"}},
		{"demo-server --nope", usage, []string{"--nope", "`iampasswd demo-server --help`"}},
		{"", usage, []string{"needs a terminal", "not in a pipe"}},
		{"--demo", usage, []string{"needs a terminal", "not in a pipe"}},
	} {
		t.Run(c.args, func(t *testing.T) {
			got := run(t, environment(t), strings.Fields(c.args)...)
			if got.code != c.code {
				t.Errorf("exit code %d, want %d", got.code, c.code)
			}
			if got.stdout != "" {
				t.Errorf("stdout: %s", got.stdout)
			}
			oneSentence(t, got.stderr, c.words...)
		})
	}
}

func TestHelpAndVersion(t *testing.T) {
	t.Parallel()
	for args, words := range map[string][]string{
		"--help":             {"iampasswd --demo", "--profile NAME", "--demo-users N", "(default 60)", "demo-server"},
		"-h":                 {"iampasswd --demo"},
		"help":               {"iampasswd --demo", "Topics", "guard-rails"},
		"help demo-server":   {"--listen ADDRESS", "--accounts N", "users each account has"},
		"help keys":          {"keys: every key", "`Ctrl+G`"},
		"man 7 history":      {`"IAMPASSWD\-HISTORY" "7"`},
		"man history":        {`"IAMPASSWD\-HISTORY" "1"`},
		"man keys":           {`"IAMPASSWD\-KEYS" "7"`},
		"demo-server --help": {"--listen ADDRESS", "aws --endpoint-url"},
		"--version":          {"iampasswd version "},
		"completion":         {"bash", "zsh"},
		"completion bash":    {"__iampasswd"},
	} {
		t.Run(args, func(t *testing.T) {
			got := run(t, environment(t), strings.Fields(args)...)
			if got.code != 0 || got.stderr != "" {
				t.Errorf("exit code %d, stderr %s", got.code, got.stderr)
			}
			for _, w := range words {
				if !strings.Contains(got.stdout, w) {
					t.Errorf("stdout lacks %q: %s", w, got.stdout)
				}
			}
		})
	}
}

// onEC2 tells whether the machine may be an EC2 instance, where credentials can come without any setting.
func onEC2() bool {
	for _, file := range []string{"/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/bios_version", "/sys/hypervisor/uuid"} {
		text, _ := os.ReadFile(file)
		if says := strings.ToLower(string(text)); strings.Contains(says, "amazon") || strings.HasPrefix(says, "ec2") {
			return true
		}
	}
	return false
}
