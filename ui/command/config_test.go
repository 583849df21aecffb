//go:build unix

package command_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/rails"
)

// configure gives an environment a configuration file of its own, and returns its path.
func configure(t *testing.T, env []string, content string) string {
	t.Helper()
	if _, err := os.Stat(rails.SystemPlace); err == nil {
		t.Skipf("skipped: this machine has guard rails of its own, %s", rails.SystemPlace)
	}
	path := rails.UserPlace(func(name string) string { return value(env, name) })
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Guard rails hold for the drop-ins, before anything is sent and before a password is asked for.
func TestDropinGuardRails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, config, args string
		code               int
		says, next         string
		actions            []string
	}{
		{"protected", "[[protected]]\nname = 'B*'\nreason = 'Ask Eve.'", "update-login-profile --user-name bob --password-prompt", 252, "bob is protected: Ask Eve (name = \"B*\" in ", "shows the guard rails.", nil},
		{"not protected", "[[protected]]\nname = 'x*'", "update-login-profile --user-name bob --password Tram-Kettle+49-Fjord", 0, "", "", []string{"UpdateLoginProfile"}},
		{"by path", "[[protected]]\npath = '/sales/'", "update-login-profile --user-name bob --password Tram-Kettle+49-Fjord", 252, "bob is protected (path", "shows the guard rails.", []string{"GetUser"}},
		{"by group", "[[protected]]\ngroup = 'x'", "update-login-profile --user-name bob --password-reset-required", 0, "", "", []string{"ListGroupsForUser", "UpdateLoginProfile"}},
		{"typed", "generated_only = true", "update-login-profile --user-name bob --password-prompt", 252, "only generated passwords are allowed", ", and --generate-password keeps this one.", nil},
		{"typed by oneself", "generated_only = true", "change-password --old-password a --new-password b", 252, "only generated passwords are allowed", ", and --generate-password keeps this one.", nil},
		{"generated", "generated_only = true", "update-login-profile --user-name bob --generate-password", 0, "", "", []string{"GetAccountPasswordPolicy", "UpdateLoginProfile"}},
		{"no flag", "reset_required = true", "update-login-profile --user-name bob --generate-password", 252, "has to come with \"must choose a new password", ", and --password-reset-required keeps this one.", nil},
		{"flag off", "reset_required = true", "update-login-profile --user-name bob --no-password-reset-required", 252, "reset_required in", ", and --password-reset-required keeps this one.", nil},
		{"flag on", "reset_required = true", "update-login-profile --user-name bob --password Tram-Kettle+49-Fjord --password-reset-required", 0, "", "", []string{"UpdateLoginProfile"}},
		{"no flag on create", "reset_required = true", "create-login-profile --user-name nina --generate-password", 252, "reset_required in", ", and --password-reset-required keeps this one.", nil},
		{"no reason", "[reason]\nexample = 'INC-1'\nrequired = true", "update-account-password-policy", 252, "a ticket or a reason is required, such as INC-1", ", and --reason keeps this one.", nil},
		{"a wrong reason", "[reason]\npattern = '^INC-'", "update-account-password-policy --reason foo", 252, "the reason has to match ^INC-", ", and --reason keeps this one.", nil},
		{"a reason", "[reason]\npattern = '^INC-'", "update-account-password-policy --reason INC-1", 0, "", "", []string{"UpdateAccountPasswordPolicy"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serveAccount(t, dropinAccount())
			env := s.env(t)
			configure(t, env, c.config)
			got := piped(t, env, "", strings.Fields(c.args)...)
			if got.code != c.code {
				t.Errorf("%+v", got)
			}
			if c.code != 0 {
				oneSentence(t, got.stderr, c.says, "nothing was sent", "`iampasswd config`", c.next)
			}
			s.wantActions(t, c.actions...)
		})
	}
}

func TestDropinProtectionFailsClosed(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	s.Inject(demoiam.Fault{Action: "GetUser", Code: "AccessDenied"})
	env := s.env(t)
	configure(t, env, "[[protected]]\ntag = 'protected'")
	got := piped(t, env, "", append(resetsBob, "--password", newPassword)...)
	oneSentence(t, got.stderr, "cannot be told whether bob is protected, for you lack iam:GetUser")
	s.wantActions(t, "GetUser")
}

// A drop-in takes no codes: it refuses users whose caller can be verified, and names the place that does that.
func TestDropinsUnderVerification(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	s.Add(demoiam.User{Name: "dora", Console: true, MFA: []demoiam.MFADevice{{}}})
	env := s.env(t)
	configure(t, env, "verify = 'mfa'")
	got := piped(t, env, "", "update-login-profile", "--user-name", "dora", "--password", newPassword, "--reason", "INC-1")
	oneSentence(t, got.stderr, "verify the caller first, with Y in iampasswd: dora has an MFA device that shows codes", "nothing was sent")
	if got.code == 0 {
		t.Errorf("%+v", got)
	}
	got = piped(t, env, "", append(resetsBob, "--password", newPassword)...)
	oneSentence(t, got.stderr, "bob has no MFA device that shows codes, so a reason is required instead", "nothing was sent")
	s.wantActions(t, "ListMFADevices", "ListMFADevices")
	piped(t, env, "", append(append([]string{}, resetsBob...), "--password", newPassword, "--reason", "at the desk")...).want(t, 0, "", "")
	piped(t, env, "", "update-login-profile", "--user-name", "dora", "--password-reset-required").want(t, 0, "", "")
}

// A file that cannot be read leaves nobody unprotected: nothing runs.
func TestBadConfiguration(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	env := s.env(t)
	path := configure(t, env, "\nreset_requird = true")
	for _, args := range []string{"", "config", "--read-only", "update-login-profile --user-name bob --password-reset-required"} {
		var got ran
		if args == "" || args == "--read-only" {
			x := start(t, 80, 24, env, strings.Fields(args)...)
			x.ends(253)
			got = ran{253, "", x.stderr.String()}
		} else {
			got = piped(t, env, "", strings.Fields(args)...)
		}
		oneSentence(t, got.stderr, path+`, line 2: there is no setting "reset_requird"; correct that`)
		if got.code != 253 {
			t.Errorf("%q: %+v", args, got)
		}
	}
	s.wantActions(t)
	if got := piped(t, env, "", "update-login-profile", "--generate-cli-skeleton"); got.code != 0 {
		t.Errorf("%+v", got) // it sends nothing
	}
}

func TestConfigCommand(t *testing.T) {
	t.Parallel()
	env := environment(t)
	path := configure(t, env, "reset_required = true\n[[protected]]\nname = 'root-*'\nreason = 'Ask Eve.'\n")
	run(t, env, "config").want(t, 0, printedConfig(path), "")
	var got struct {
		Files    []rails.Looked
		Settings []rails.Setting
	}
	if err := json.Unmarshal([]byte(run(t, env, "config", "--output", "json").stdout), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Files) != 2 || got.Files[0].Found || !got.Files[1].Found || got.Settings[0].Value != "on" || got.Settings[0].From[0] != path {
		t.Errorf("%+v", got)
	}
	oneSentence(t, run(t, env, "config", "--config", "/missing.toml").stderr, "--config: ", "/missing.toml")
	oneSentence(t, run(t, env, "config", "--output", "yaml").stderr, "--output takes text or json")
	other := filepath.Join(t.TempDir(), "other.toml")
	if err := os.WriteFile(other, []byte("generated_only = true"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run(t, env, "config", "--config", other); strings.Contains(got.stdout, path) || !strings.Contains(got.stdout, "generated_only    on") {
		t.Errorf("%+v", got)
	}
	if got := run(t, environment(t), "config"); strings.Count(got.stdout, "not there") != 2 || strings.Count(got.stdout, "the default") < 5 {
		t.Errorf("%+v", got)
	}
}

// printedConfig is what `iampasswd config` prints of the file of TestConfigCommand.
func printedConfig(path string) string {
	gap := strings.Repeat(" ", max(0, len(path)-len(rails.SystemPlace)))
	return "FILE\n" +
		rails.SystemPlace + gap + "  not there\n" +
		path + "  read\n\n" +
		"SETTING           VALUE                      FROM\n" +
		"reset_required    on                         " + path + "\n" +
		"generated_only    off                        the default\n" +
		"history_required  off                        the default\n" +
		"verify            off                        the default\n" +
		"reason            not required               the default\n" +
		"protected         name = \"root-*\": Ask Eve.  " + path + "\n" +
		"profile           as the AWS settings say    the default\n"
}

// The default profile is that of the drop-ins too, and gives way to every other.
func TestDefaultProfile(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	settings := filepath.Join(t.TempDir(), "config")
	keys := "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n"
	if err := os.WriteFile(settings, []byte("[profile helpdesk]\n"+keys+"[profile other]\n"+keys), 0o600); err != nil {
		t.Fatal(err)
	}
	env := append(s.env(t), "AWS_CONFIG_FILE="+settings, "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=")
	configure(t, env, "profile = 'helpdesk'")
	for _, c := range []struct {
		env, args []string
		profile   string
	}{
		{nil, nil, "helpdesk"},
		{nil, []string{"--profile", "other"}, "other"},
		{[]string{"AWS_PROFILE=other"}, nil, "other"},
		{[]string{"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=x"}, nil, "(environment)"},
	} {
		env := append(append([]string{}, env...), c.env...)
		piped(t, env, "", append(append([]string{}, resetsBob...), append(c.args, "--password-reset-required")...)...).want(t, 0, "", "")
		if e := recorded(t, env); len(e) == 0 || e[0].Profile != c.profile {
			t.Errorf("%v: %+v, want %s", c, e, c.profile)
		}
	}
}

// The manual's example is one that works.
func TestManualConfiguration(t *testing.T) {
	topic, err := os.ReadFile("manual/guard-rails.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```toml\n(.*?)```").FindSubmatch(topic)
	if example == nil {
		t.Fatal("there is no example")
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, example[1], 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := rails.Load(path, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range in.Settings() {
		if len(s.From) != 1 {
			t.Errorf("the example says nothing of %s", s.Name)
		}
	}
	for _, p := range []string{"name = ", "path = ", "tag = ", "group = "} {
		if !strings.Contains(string(example[1]), "\n"+p) {
			t.Errorf("the example has no rule %s", p)
		}
	}
	if in.RefuseReason(in.ReasonExample()) != "" {
		t.Error("the example of a reason would be refused")
	}
}
