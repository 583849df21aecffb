//go:build unix

package command_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/command"
)

// The command lines of the README and the manual do what they are there for, on the embedded IAM. Those that take the
// terminal, or belong to other programs, are only checked to parse.
func TestDocumentedCommandsRun(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Symlink(binary(t), filepath.Join(folder, "iampasswd")); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string, mode os.FileMode) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("pass", "#!/bin/sh\necho 'Brisk-Otter-4711!'\n", 0o700)
	write("aws", "[profile prod]\naws_access_key_id=AKIA\naws_secret_access_key=s\n", 0o600)
	write("config.toml", "reset_required = true\n", 0o600)
	env := environment(t, staticKeys()...)
	ran := 0
	for _, line := range command.DocumentedCommands(t) {
		stdin, ok := runnable(line)
		if !ok {
			continue
		}
		ran++
		url := serveAccount(t, demoiam.Company(60, demoiam.Latency{})).url
		if strings.Contains(line, "--org-role") {
			org := demoiam.CompanyOrganization(3, 20, demoiam.Latency{})
			server := httptest.NewServer(org)
			t.Cleanup(server.Close)
			url, line = server.URL, strings.ReplaceAll(line, "ou-ab12-11112222", org.UnitID("Workloads"))
		}
		cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
		cmd.Dir = folder
		cmd.Env = slices.Concat(env, []string{"PATH=" + folder + ":" + os.Getenv("PATH"), "AWS_ENDPOINT_URL=" + url, "AWS_CONFIG_FILE=" + filepath.Join(folder, "aws")})
		cmd.Stdin = strings.NewReader(stdin)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		if err := cmd.Run(); err != nil {
			t.Errorf("%s: %v\n%s", line, err, stderr.String())
		}
	}
	if ran < 15 {
		t.Errorf("only %d command lines were run", ran)
	}
}

// runnable tells whether a command line can run by itself, and what it is given on standard input.
func runnable(line string) (stdin string, ok bool) {
	words := strings.Fields(line)
	if words[0] != "iampasswd" && words[0] != "pass" || strings.ContainsAny(line, "[…") || strings.Contains(line, "TOPIC") || strings.Contains(line, "-prompt") {
		return "", false
	}
	if words[0] == "pass" {
		return "", true
	}
	if len(words) < 2 {
		return "", false
	}
	switch words[1] {
	case "help", "config", "history", "permissions", "man", "users", "accounts":
		return "", true
	case "update-login-profile", "update-account-password-policy":
		return `{"Password": "Brisk-Otter-4711!"}`, len(words) > 2
	}
	return "", false
}
