//go:build unix

package command_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Settings that lead nowhere are told of before the screen is taken: nothing at all is drawn.
func TestBadSettings(t *testing.T) {
	t.Parallel()
	const usage, credentials, other = 252, 253, 255
	const tryDemo = "`iampasswd --demo`"
	configured := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(configured, []byte("[profile helpdesk]\nregion = us-east-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	keys := staticKeys()
	for _, c := range []struct {
		name  string
		env   []string
		args  []string
		code  int
		words []string
	}{
		{"unknown profile", keys, []string{"--profile", "nope"}, other, []string{`"nope"`, "`aws configure list-profiles`", tryDemo}},
		{"unknown profile in the environment", append(keys, "AWS_PROFILE=nope"), nil, other, []string{`"nope"`, tryDemo}},
		{"no credentials", nil, nil, credentials, []string{"no AWS credentials", "`aws configure`", "`aws sso login`", "--profile", tryDemo}},
		{
			"no credentials, no instance metadata", []string{"AWS_EC2_METADATA_DISABLED=true"}, nil, credentials,
			[]string{"no AWS credentials", "`aws configure`", "AWS_EC2_METADATA_DISABLED=false", tryDemo},
		},
		{
			"a profile without credentials", []string{"AWS_CONFIG_FILE=" + configured}, []string{"--profile", "helpdesk"}, credentials,
			[]string{"no AWS credentials", "`aws configure`", tryDemo},
		},
		{"half a key", []string{"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"}, nil, credentials, []string{"AWS_SECRET_ACCESS_KEY is missing", "set both, or neither"}},
		{"no endpoint URL", keys, []string{"--endpoint-url", "foo"}, usage, []string{`"foo"`, "use https"}},
		{"no host", keys, []string{"--endpoint-url", "http://"}, usage, []string{"no URL", "use https"}},
		{"broken URL", keys, []string{"--endpoint-url", "http://[::1"}, usage, []string{"use https"}},
		{"wrong scheme", keys, []string{"--endpoint-url", "ftp://127.0.0.1/"}, usage, []string{"ftp://127.0.0.1/", "use https"}},
		{"plain http", keys, []string{"--endpoint-url", "http://iam.example.com"}, usage, []string{"in the clear", "use https"}},
		{
			"plain http in the environment", append(keys, "AWS_ENDPOINT_URL=http://iam.example.com"), nil, other,
			[]string{"AWS settings", "in the clear", "AWS_ variables", tryDemo},
		},
		{"no certificates", append(keys, "AWS_CA_BUNDLE=/nonexistent"), nil, other, []string{"AWS settings", "/nonexistent", "AWS_"}},
		{"no retry mode", append(keys, "AWS_RETRY_MODE=nope"), nil, other, []string{"AWS settings", "AWS_RETRY_MODE"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.code == credentials && onEC2() && !slices.Contains(c.env, "AWS_EC2_METADATA_DISABLED=true") {
				t.Skip("skipped: this is an EC2 instance, which may have credentials without any setting")
			}
			x := start(t, 80, 24, environment(t, c.env...), c.args...)
			x.ends(c.code)
			oneSentence(t, x.stderr.String(), c.words...)
			if got, want := string(x.bytes()), before+"\r\n"+after+"\r\n"; got != want {
				t.Errorf("the terminal received %q", got)
			}
		})
	}
}

// A terminal on one side only is none.
func TestHalfATerminal(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"a pipe on standard input":  `true | "$0" --demo`,
		"a file on standard output": `"$0" --demo >/dev/null`,
	} {
		t.Run(name, func(t *testing.T) {
			x := startCommand(t, 80, 24, environment(t), "/bin/sh", "-c", script, binary(t))
			x.ends(252)
			oneSentence(t, x.stderr.String(), "needs a terminal")
		})
	}
}
