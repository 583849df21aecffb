package iamclient_test

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/awsconfig"
)

// identityCase is a configuration: two files, the environment and --profile. Refused is why iampasswd stops where the AWS CLI
// goes on; "": both sign alike, or neither does.
type identityCase struct {
	Name, Config, Credentials string
	Env                       map[string]string
	Profile                   string
	Refused                   string
}

const (
	sharedKeys = "[default]\naws_access_key_id=AKIADEFAULT\naws_secret_access_key=s\n" + keysOfA
	keysOfA    = "[a]\naws_access_key_id=AKIAA\naws_secret_access_key=s\n[b]\naws_access_key_id=AKIAB\naws_secret_access_key=s\n"
	corporate  = "[sso-session corp]\nsso_start_url=https://corp.awsapps.com/start\nsso_region=us-east-1\n"
	ssoProfile = "sso_session=corp\nsso_account_id=123456789012\nsso_role_name=Desk\n"
	keysOf     = "aws_access_key_id=%s\naws_secret_access_key=s\n"
)

func roleOf(name, via string) string {
	return "role_arn=arn:aws:iam::111111111111:role/" + name + "\n" + via + "\n"
}

func identityCases() []identityCase {
	process := "credential_process = echo '{\"Version\":1,\"AccessKeyId\":\"AKIAPROCESS\",\"SecretAccessKey\":\"s\"}'\n"
	pair := map[string]string{"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"}
	web := map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": "@HOME@/token", "AWS_ROLE_ARN": "arn:aws:iam::111111111111:role/Web"}
	webFile := "web_identity_token_file=@HOME@/token\n" + roleOf("FileWeb", "")
	env := func(pairs ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	cases := []identityCase{
		{Name: "default keys", Credentials: sharedKeys},
		{Name: "named keys", Credentials: sharedKeys, Profile: "a"},
		{Name: "missing profile", Credentials: sharedKeys, Profile: "nope"},
		{Name: "AWS_PROFILE", Credentials: sharedKeys, Env: env("AWS_PROFILE", "a")},
		{Name: "AWS_DEFAULT_PROFILE", Credentials: sharedKeys, Env: env("AWS_DEFAULT_PROFILE", "b")},
		{Name: "both profiles, equal", Credentials: sharedKeys, Env: env("AWS_PROFILE", "a", "AWS_DEFAULT_PROFILE", "a")},
		{Name: "both profiles, different", Credentials: sharedKeys, Env: env("AWS_PROFILE", "a", "AWS_DEFAULT_PROFILE", "b"), Refused: "AWS CLI and SDKs differ"},
		{Name: "both profiles, and --profile", Credentials: sharedKeys, Env: env("AWS_PROFILE", "a", "AWS_DEFAULT_PROFILE", "b"), Profile: "default"},
		{Name: "empty AWS_PROFILE", Credentials: sharedKeys, Env: env("AWS_PROFILE", "")},
		{Name: "empty AWS_DEFAULT_PROFILE", Credentials: sharedKeys, Env: env("AWS_PROFILE", "a", "AWS_DEFAULT_PROFILE", "")},
		{Name: "empty AWS_PROFILE beside the other", Credentials: sharedKeys, Env: env("AWS_PROFILE", "", "AWS_DEFAULT_PROFILE", "b")},
		{Name: "environment keys", Credentials: sharedKeys, Env: pair},
		{Name: "environment keys and --profile", Credentials: sharedKeys, Env: pair, Profile: "a"},
		{Name: "environment keys and AWS_PROFILE", Credentials: sharedKeys, Env: env("AWS_PROFILE", "a", "AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "s")},
		{Name: "environment keys and a missing AWS_PROFILE", Credentials: sharedKeys, Env: env("AWS_PROFILE", "nope", "AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "s")},
		{Name: "id alone", Credentials: sharedKeys, Env: env("AWS_ACCESS_KEY_ID", "AKIAENV")},
		{Name: "id with an empty secret", Credentials: sharedKeys, Env: env("AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "")},
		{Name: "secret alone", Credentials: sharedKeys, Env: env("AWS_SECRET_ACCESS_KEY", "s"), Refused: "half a pair of keys"},
		{Name: "secret with an empty id", Credentials: sharedKeys, Env: env("AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", "s"), Refused: "half a pair of keys"},
		{Name: "half a pair and --profile", Credentials: sharedKeys, Env: env("AWS_SECRET_ACCESS_KEY", "s"), Profile: "b"},
		{Name: "both keys empty", Credentials: sharedKeys, Env: env("AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", "")},
		{Name: "a token alone", Credentials: sharedKeys, Env: env("AWS_SESSION_TOKEN", "t")},
		{Name: "AWS_SECURITY_TOKEN", Env: env("AWS_ACCESS_KEY_ID", "ASIAENV", "AWS_SECRET_ACCESS_KEY", "s", "AWS_SECURITY_TOKEN", "old")},
		{Name: "both tokens", Env: env("AWS_ACCESS_KEY_ID", "ASIAENV", "AWS_SECRET_ACCESS_KEY", "s", "AWS_SECURITY_TOKEN", "old", "AWS_SESSION_TOKEN", "new")},
		{Name: "the older names of the keys", Credentials: sharedKeys, Env: env("AWS_ACCESS_KEY", "AKIAOLD", "AWS_SECRET_KEY", "s")},
		{Name: "text behind a header", Config: "[profile prod]\n" + roleOf("Prod", "source_profile=a") + "[profile sandbox] /* x */\n" + roleOf("Sandbox", "source_profile=b"), Credentials: sharedKeys, Profile: "prod"},
		{Name: "text behind its own header", Config: "[profile sandbox] /* x */\n" + roleOf("Sandbox", "source_profile=b"), Credentials: sharedKeys, Profile: "sandbox"},
		{Name: "quoted name", Config: "[profile \"Prod Admin\"]\n" + roleOf("Prod", "source_profile=a"), Credentials: sharedKeys, Profile: "Prod Admin"},
		{Name: "unquoted name with a space", Config: "[profile Prod Admin]\n" + roleOf("Prod", "source_profile=a"), Credentials: sharedKeys, Profile: "Prod Admin"},
		{Name: "# in a name", Config: "[profile p#1]\n" + roleOf("Hash", "source_profile=a"), Credentials: sharedKeys, Profile: "p#1"},
		{Name: "unclosed header", Config: "[profile prod\n" + roleOf("Prod", "source_profile=a"), Credentials: sharedKeys},
		{Name: "indented header", Config: "[profile a]\noutput=json\n  [profile b]\n" + roleOf("B", "source_profile=default"), Credentials: sharedKeys, Profile: "b", Refused: "an indented header"},
		{Name: "indented setting", Config: "[profile c]\noutput=json\n  " + roleOf("C", "source_profile=a"), Credentials: sharedKeys, Profile: "c"},
		{Name: "no word profile", Config: "[prod]\n" + roleOf("Prod", "source_profile=a"), Credentials: sharedKeys, Profile: "prod"},
		{Name: "two default sections", Config: "[default]\nregion=us-east-1\n[profile default]\n" + roleOf("Second", "source_profile=a"), Profile: "default", Credentials: keysOfA},
		{Name: "two default sections, the other way round", Config: "[profile default]\n" + roleOf("First", "source_profile=a") + "[default]\nregion=us-east-1\n", Credentials: sharedKeys, Refused: "readers differ on which section counts"},
		{Name: "duplicate section", Config: "[profile x]\nregion=us-east-1\n[profile x]\nregion=us-east-2\n", Credentials: sharedKeys},
		{Name: "duplicate setting", Config: "[profile x]\nregion=us-east-1\nregion=us-east-2\n", Credentials: sharedKeys},
		{Name: "byte order mark", Credentials: "\ufeff" + sharedKeys},
		{Name: "CR line ends", Credentials: strings.ReplaceAll(sharedKeys, "\n", "\r"), Profile: "b"},
		{Name: "CR LF line ends", Credentials: strings.ReplaceAll(sharedKeys, "\n", "\r\n"), Profile: "b"},
		{Name: "capital settings", Credentials: "[default]\nAWS_ACCESS_KEY_ID=AKIACAPITAL\nAws_Secret_Access_Key: s\n"},
		{Name: "credentials over configuration", Config: "[profile a]\n" + fmt.Sprintf(keysOf, "AKIACONFIG"), Credentials: sharedKeys, Profile: "a"},
		{Name: "keys of the configuration", Config: "[profile c]\n" + fmt.Sprintf(keysOf, "AKIACONFIG"), Profile: "c"},
		{Name: "a pair over two files", Config: "[profile c]\naws_secret_access_key=s\n", Credentials: "[c]\naws_access_key_id=AKIAHALF\n", Profile: "c"},
		{Name: "SSO", Config: "[profile c]\n" + ssoProfile + corporate, Profile: "c"},
		{Name: "SSO beside keys", Config: "[profile a]\n" + ssoProfile + corporate, Credentials: sharedKeys, Profile: "a"},
		{Name: "SSO session that is missing", Config: "[profile a]\n" + ssoProfile, Credentials: sharedKeys, Profile: "a"},
		{Name: "SSO session in quotes", Config: "[profile c]\n" + ssoProfile + strings.Replace(corporate, "corp]", "'corp']", 1), Profile: "c"},
		{Name: "only a session beside keys", Config: "[profile a]\nsso_session=corp\n" + corporate, Credentials: sharedKeys, Profile: "a"},
		{Name: "process", Config: "[profile c]\n" + process, Profile: "c"},
		{Name: "process beside keys of the credentials", Config: "[profile a]\n" + process, Credentials: sharedKeys, Profile: "a"},
		{Name: "process beside keys of the configuration", Config: "[profile c]\n" + process + fmt.Sprintf(keysOf, "AKIACONFIG"), Profile: "c"},
		{Name: "SSO beside a process", Config: "[profile c]\n" + process + ssoProfile + corporate, Profile: "c"},
		{Name: "role", Config: "[profile r]\n" + roleOf("R", "source_profile=a"), Credentials: sharedKeys, Profile: "r"},
		{Name: "role in the default profile and environment keys", Config: "[default]\n" + roleOf("R", "source_profile=a"), Credentials: sharedKeys, Env: pair},
		{Name: "role beside keys", Config: "[profile a]\n" + roleOf("R", "source_profile=b"), Credentials: sharedKeys, Profile: "a"},
		{Name: "role without a source", Config: "[profile a]\n" + roleOf("R", ""), Credentials: sharedKeys, Profile: "a"},
		{Name: "role with two sources", Config: "[profile a]\n" + roleOf("R", "source_profile=b\ncredential_source=Environment"), Credentials: sharedKeys, Env: pair, Profile: "a"},
		{Name: "role of itself", Config: "[profile a]\n" + roleOf("R", "source_profile=a"), Credentials: sharedKeys, Profile: "a"},
		{Name: "role of itself without keys", Config: "[profile c]\n" + roleOf("R", "source_profile=c"), Credentials: sharedKeys, Profile: "c"},
		{Name: "role of a missing profile", Config: "[profile c]\n" + roleOf("R", "source_profile=nope"), Credentials: sharedKeys, Profile: "c"},
		{Name: "role of an empty profile", Config: "[profile c]\n" + roleOf("R", "source_profile=d") + "[profile d]\nregion=us-east-1\n", Profile: "c"},
		{Name: "circle", Config: "[profile c]\n" + roleOf("C", "source_profile=d") + "[profile d]\n" + roleOf("D", "source_profile=c"), Profile: "c"},
		{Name: "chain", Config: "[profile c]\n" + roleOf("C", "source_profile=d") + "[profile d]\n" + roleOf("D", "source_profile=a"), Credentials: sharedKeys, Profile: "c"},
		{Name: "keys in the middle of a chain", Config: "[profile c]\n" + roleOf("C", "source_profile=b") + "[profile b]\n" + roleOf("B", "source_profile=a"), Credentials: sharedKeys, Profile: "c"},
		{Name: "SSO and keys in the middle of a chain", Config: "[profile c]\n" + roleOf("C", "source_profile=b") + "[profile b]\n" + ssoProfile + corporate, Credentials: sharedKeys, Profile: "c"},
		{Name: "role of a process", Config: "[profile c]\n" + roleOf("C", "source_profile=d") + "[profile d]\n" + process, Profile: "c"},
		{Name: "role of the environment", Config: "[profile c]\n" + roleOf("C", "credential_source=Environment"), Env: pair, Profile: "c"},
		{Name: "role of an empty environment", Config: "[profile c]\n" + roleOf("C", "credential_source=Environment"), Profile: "c"},
		{Name: "unknown credential_source", Config: "[profile c]\n" + roleOf("C", "credential_source=environment"), Env: pair, Profile: "c"},
		{Name: "web identity of the environment", Env: web},
		{Name: "web identity and --profile", Credentials: sharedKeys, Env: web, Profile: "a"},
		{Name: "web identity and a default role", Config: "[default]\n" + roleOf("R", "source_profile=a"), Credentials: keysOfA, Env: web},
		{Name: "web identity beside default keys", Credentials: sharedKeys, Env: web},
		{Name: "web identity of a profile", Config: "[profile c]\n" + webFile, Profile: "c"},
		{Name: "web identity beside keys", Config: "[profile a]\n" + webFile, Credentials: sharedKeys, Profile: "a"},
		{Name: "web identity with the role of the environment", Config: "[profile c]\n" + webFile, Env: env("AWS_PROFILE", "c", "AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/Other")},
		{Name: "web identity in a chain", Config: "[profile c]\n" + roleOf("C", "source_profile=d") + "[profile d]\n" + webFile, Profile: "c"},
		{Name: "web identity without a role", Env: env("AWS_WEB_IDENTITY_TOKEN_FILE", "@HOME@/token"), Credentials: sharedKeys},
		{Name: "tilde", Credentials: sharedKeys, Env: env("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")},
		{Name: "variable in a path", Credentials: sharedKeys, Env: env("AWS_SHARED_CREDENTIALS_FILE", "${HOME}/.aws/credentials")},
		{Name: "no file at all", Credentials: sharedKeys, Env: env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")},
		{Name: "line end in a key", Env: env("AWS_ACCESS_KEY_ID", "AKIA\n", "AWS_SECRET_ACCESS_KEY", "s")},
		{Name: "comment behind a role", Config: "[profile c]\n" + roleOf("C #x", "source_profile=a"), Credentials: sharedKeys, Profile: "c", Refused: "the AWS CLI sends the comment"},
		{Name: "quotes around keys", Credentials: "[default]\naws_access_key_id=\"AKIAQUOTED\"\naws_secret_access_key='s'\n", Refused: "the AWS CLI sends the quotes"},
		{Name: "[DEFAULT]", Credentials: "[DEFAULT]\n" + fmt.Sprintf(keysOf, "AKIAEVERY") + "[c]\nregion=us-east-1\n", Profile: "c", Refused: "settings for every profile"},
	}
	return cases
}

// signatures is a server for STS, IAM and SSO that notes who signs, by the first part of the path.
type signatures struct {
	mu   sync.Mutex
	seen map[string][]string
}

var signer = regexp.MustCompile(`Credential=([^/]*)/`)

func (s *signatures) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	who, run := "nobody", strings.Split(r.URL.Path, "/")[1]
	if found := signer.FindStringSubmatch(r.Header.Get("Authorization")); found != nil {
		who = found[1] + "|" + r.Header.Get("X-Amz-Security-Token")
	}
	action, role := r.Form.Get("Action"), r.Form.Get("RoleArn")
	if strings.HasSuffix(r.URL.Path, "/federation/credentials") {
		action, role = "GetRoleCredentials", r.URL.Query().Get("role_name")
	}
	s.mu.Lock()
	s.seen[run] = append(s.seen[run], strings.TrimSpace(action+" "+role)+" by "+who)
	s.mu.Unlock()
	name := role[strings.LastIndexByte(role, '/')+1:]
	switch action {
	case "GetRoleCredentials":
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"roleCredentials":{"accessKeyId":"ASIASSO%s","secretAccessKey":"s","sessionToken":"sso","expiration":4070908800000}}`, name)
	case "AssumeRole", "AssumeRoleWithWebIdentity":
		_, _ = fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult><Credentials><AccessKeyId>ASIAROLE%[2]s</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"+
			"<SessionToken>of-%[2]s</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></%[1]sResult></%[1]sResponse>", action, name)
	default:
		_, _ = fmt.Fprintf(w, "<%sResponse><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></%[1]sResponse>", action)
	}
}

const manyAWS = `
import json, os, sys
from awscli.clidriver import create_clidriver
runs = json.load(sys.stdin)
create_clidriver()
for run in runs:
    if os.fork() == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        data = os.environ["AWS_DATA_PATH"] # which importing awscli has set
        os.environ.clear()
        os.environ.update(run["Env"], AWS_DATA_PATH=data)
        import botocore.credentials
        botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = os.path.expanduser("~/.aws/sso/cache")
        import botocore.tokens, awscli.customizations.assumerole
        awscli.customizations.assumerole.CACHE_DIR = os.path.expanduser("~/.aws/cli/cache")
        botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = os.path.expanduser("~/.aws/sso/cache")
        try:
            create_clidriver().main(run["Args"])
        except BaseException:
            import traceback
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(0)
    os.wait()
`

func (c identityCase) install(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	sum := sha1.Sum([]byte("corp"))
	for name, text := range map[string]string{
		".aws/config": c.Config, ".aws/credentials": c.Credentials, "token": "token",
		".aws/sso/cache/" + hex.EncodeToString(sum[:]) + ".json": `{"accessToken":"x","expiresAt":"2099-01-01T00:00:00Z","startUrl":"https://corp.awsapps.com/start","region":"us-east-1"}`,
	} {
		file := filepath.Join(home, name)
		wantOK(t, os.MkdirAll(filepath.Dir(file), 0o700))
		wantOK(t, os.WriteFile(file, []byte(strings.ReplaceAll(text, "@HOME@", home)), 0o600))
	}
	return home
}

func (c identityCase) env(home, url string) map[string]string {
	env := map[string]string{
		"PATH": os.Getenv("PATH"), "HOME": home, "AWS_ENDPOINT_URL": url, "AWS_EC2_METADATA_DISABLED": "true", "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1",
	}
	for name, value := range c.Env {
		env[name] = strings.ReplaceAll(value, "@HOME@", home)
	}
	return env
}

// The same credentials sign for the AWS CLI and for iampasswd, in the same order and with the same session token, or iampasswd refuses.
func TestSameIdentityAsTheAWSCLI(t *testing.T) {
	python := ""
	candidates := []string{"python3", "python"}
	if aws, err := exec.LookPath("aws"); err == nil {
		if text, err := os.ReadFile(aws); err == nil && strings.HasPrefix(string(text), "#!/") {
			line, _, _ := strings.Cut(string(text)[2:], "\n")
			candidates = slices.Insert(candidates, 0, line)
		}
	}
	for _, c := range candidates {
		if exec.CommandContext(t.Context(), c, "-c", "import awscli.clidriver").Run() == nil {
			python = c
			break
		}
	}
	if python == "" {
		t.Skip("skipped: no Python with version 1 of the AWS CLI is installed")
	}
	server := &signatures{seen: map[string][]string{}}
	http1 := httptest.NewServer(server)
	defer http1.Close()
	type run struct {
		Env  map[string]string
		Args []string
	}
	cases := identityCases()
	if testing.Short() {
		cases = cases[:25]
	}
	var runs []run
	for i, c := range cases {
		args := []string{"iam", "update-login-profile", "--user-name", "bob", "--password", good}
		if c.Profile != "" {
			args = append(args, "--profile", c.Profile)
		}
		runs = append(runs, run{c.env(c.install(t), fmt.Sprintf("%s/cli%d", http1.URL, i)), args})
	}
	input, err := json.Marshal(runs)
	wantOK(t, err)
	cmd := exec.CommandContext(t.Context(), python, "-c", manyAWS)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	cmd.Stdin, cmd.Stderr = strings.NewReader(string(input)), os.Stderr
	wantOK(t, cmd.Run())
	signed := 0
	for i, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			for _, name := range []string{"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"} {
				t.Setenv(name, "") // puts it back in the end
				wantOK(t, os.Unsetenv(name))
			}
			name := fmt.Sprintf("ours%d", i)
			for name, value := range c.env(c.install(t), http1.URL+"/"+name) {
				t.Setenv(name, value)
			}
			client, err := iamclient.New(t.Context(), iamclient.Options{Profile: c.Profile, OneRequest: true})
			if err == nil {
				err = reset(t.Context(), client)
			}
			theirs, ours := server.seen[fmt.Sprintf("cli%d", i)], server.seen[name]
			_, uncertain := errors.AsType[*awsconfig.Error](err)
			_, unknown := errors.AsType[*iamclient.UnknownProfileError](err)
			switch refused := err != nil && len(ours) == 0; {
			case c.Refused != "" && (!refused || !uncertain || len(theirs) == 0 && c.Name != "both profiles, different"):
				t.Errorf("the table says refused (%s): %v\nours   %q\ntheirs %q", c.Refused, err, ours, theirs)
			case c.Refused == "" && !slices.Equal(ours, theirs):
				t.Errorf("%v\nours   %q\ntheirs %q", err, ours, theirs)
			case refused && !uncertain && !unknown && !errors.Is(err, iamclient.ErrNoCredentials):
				t.Errorf("refused in other words: %v", err)
			}
			if len(ours) > 0 {
				signed++
			}
		})
	}
	if signed < len(cases)/3 {
		t.Errorf("only %d of %d configurations led to a signature", signed, len(cases))
	}
	t.Logf("%d configurations, %d of them signed", len(cases), signed)
}
