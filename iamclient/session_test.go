package iamclient_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
)

// configure writes a shared configuration for the test, and sets variables of the environment.

func TestUnknownProfile(t *testing.T) {
	for _, c := range []struct {
		name string
		opts iamclient.Options
		env  map[string]string
	}{
		{"asked for", iamclient.Options{Profile: "nope"}, nil},
		{"AWS_PROFILE", iamclient.Options{}, map[string]string{"AWS_PROFILE": "nope"}},
		{"AWS_DEFAULT_PROFILE", iamclient.Options{}, map[string]string{"AWS_DEFAULT_PROFILE": "nope"}},
		{"asked for over a known one", iamclient.Options{Profile: "nope"}, map[string]string{"AWS_PROFILE": "known"}},
		{"AWS_DEFAULT_PROFILE, with keys", iamclient.Options{}, map[string]string{
			"AWS_DEFAULT_PROFILE": "nope", "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			configure(t, "[profile known]\naws_access_key_id=AKIA\naws_secret_access_key=s\n", c.env)
			_, err := iamclient.New(t.Context(), c.opts)
			unknown, ok := errors.AsType[*iamclient.UnknownProfileError](err)
			if !ok || unknown.Profile != "nope" || err.Error() != `the AWS configuration has no profile "nope"` {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestNoCredentials(t *testing.T) {
	metadata := listen(t, http.NotFoundHandler())
	for name, config := range map[string]string{
		"nothing at all": "", "a region alone": "[default]\nregion=eu-west-1\n", "an empty profile": "[default]\n",
	} {
		t.Run(name, func(t *testing.T) {
			configure(t, config, map[string]string{
				"AWS_EC2_METADATA_DISABLED": "TRUE", "AWS_EC2_METADATA_SERVICE_ENDPOINT": metadata.URL,
			})
			if _, err := iamclient.New(t.Context(), iamclient.Options{}); !errors.Is(err, iamclient.ErrNoCredentials) {
				t.Errorf("%v", err)
			}
			if metadata.count.Load() != 0 {
				t.Error("the metadata service was asked")
			}
		})
	}
}

// Where the metadata service is asked for by name, it is asked, but not by New.

func TestMetadataService(t *testing.T) {
	metadata := listen(t, http.NotFoundHandler())
	configure(t, "", map[string]string{"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": metadata.URL})
	c := open(t, iamclient.Options{})
	if metadata.count.Load() != 0 {
		t.Error("New made a request")
	}
	_, err := c.Identity(t.Context())
	if e := failure(t, err); e.Kind != iamclient.KindCredentials || metadata.count.Load() == 0 {
		t.Errorf("%+v after %d requests", e, metadata.count.Load())
	}
}

// Where it is switched on by name, New goes by that, and not by what the machine looks like.

func TestMetadataServiceSwitchedOn(t *testing.T) {
	configure(t, "", map[string]string{"AWS_EC2_METADATA_DISABLED": "false"})
	open(t, iamclient.Options{})
}

func TestBrokenConfiguration(t *testing.T) {
	configure(t, "[profile x\nthis is no configuration", keys)
	t.Setenv("AWS_PROFILE", "x")
	if _, err := iamclient.New(t.Context(), iamclient.Options{}); err == nil {
		t.Error("a broken file is read")
	}
}

func TestEndpointOfTheSettings(t *testing.T) {
	const config = `
[default]
aws_access_key_id=AKIADEFAULT
aws_secret_access_key=s
[profile work]
aws_access_key_id=AKIAWORK
aws_secret_access_key=s
region=eu-west-1
`
	for _, c := range []struct {
		name string
		opts iamclient.Options
		env  map[string]string
		want iamclient.Endpoint
	}{
		{"nothing said", iamclient.Options{}, nil, iamclient.Endpoint{Profile: "default", Region: "us-east-1"}},
		{"a profile with a region", iamclient.Options{Profile: "work"}, nil, iamclient.Endpoint{Profile: "work", Region: "eu-west-1"}},
		{"AWS_PROFILE", iamclient.Options{}, map[string]string{"AWS_PROFILE": "work"}, iamclient.Endpoint{Profile: "work", Region: "eu-west-1"}},
		{"AWS_DEFAULT_PROFILE", iamclient.Options{}, map[string]string{"AWS_DEFAULT_PROFILE": "work"}, iamclient.Endpoint{Profile: "work", Region: "eu-west-1"}},
		{"AWS_REGION", iamclient.Options{Profile: "work"}, map[string]string{"AWS_REGION": "cn-north-1"}, iamclient.Endpoint{Profile: "work", Region: "cn-north-1"}},
		{"a region asked for", iamclient.Options{Profile: "work", Region: "us-gov-west-1"}, map[string]string{"AWS_REGION": "cn-north-1"}, iamclient.Endpoint{Profile: "work", Region: "us-gov-west-1"}},
		{"keys", iamclient.Options{}, keys, iamclient.Endpoint{Profile: "(environment)", Region: "us-east-1"}},
		{"keys and AWS_PROFILE", iamclient.Options{}, map[string]string{"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": "work"}, iamclient.Endpoint{Profile: "(environment)", Region: "eu-west-1"}},
		{"keys and a profile asked for", iamclient.Options{Profile: "work"}, keys, iamclient.Endpoint{Profile: "work", Region: "eu-west-1"}},
		{"AWS_ENDPOINT_URL covers both", iamclient.Options{}, map[string]string{"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, iamclient.Endpoint{Profile: "default", Region: "us-east-1"}},
		{"AWS_ENDPOINT_URL_IAM does not", iamclient.Options{}, map[string]string{"AWS_ENDPOINT_URL_IAM": "http://127.0.0.1:1"}, iamclient.Endpoint{Profile: "default", Region: "us-east-1", Unverified: true}},
		{"AWS_ENDPOINT_URL_STS does not", iamclient.Options{}, map[string]string{"AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1"}, iamclient.Endpoint{Profile: "default", Region: "us-east-1", Unverified: true}},
		{"both do", iamclient.Options{}, map[string]string{"AWS_ENDPOINT_URL_IAM": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1"}, iamclient.Endpoint{Profile: "default", Region: "us-east-1"}},
		{"what is asked for covers both", iamclient.Options{Endpoint: "http://127.0.0.1:2"}, map[string]string{"AWS_ENDPOINT_URL_IAM": "http://127.0.0.1:1"}, iamclient.Endpoint{Profile: "default", Region: "us-east-1"}},
		{"ignored", iamclient.Options{}, map[string]string{"AWS_ENDPOINT_URL_IAM": "http://127.0.0.1:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, iamclient.Endpoint{Profile: "default", Region: "us-east-1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			configure(t, config, c.env)
			if got := open(t, c.opts).Endpoint(); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// The credentials that are used are those of the profile that is shown.

func TestProfileIsTheOneThatSigns(t *testing.T) {
	const config = "[default]\naws_access_key_id=default\naws_secret_access_key=s\n[profile work]\naws_access_key_id=work\naws_secret_access_key=s\n"
	l := listen(t, withBob())
	for _, c := range []struct {
		opts iamclient.Options
		env  map[string]string
		key  string
	}{
		{iamclient.Options{}, nil, "default"},
		{iamclient.Options{Profile: "work"}, nil, "work"},
		{iamclient.Options{}, map[string]string{"AWS_PROFILE": "work"}, "work"},
		{iamclient.Options{}, map[string]string{"AWS_ACCESS_KEY_ID": "(environment)", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": "work"}, "(environment)"},
		{iamclient.Options{Profile: "work"}, map[string]string{"AWS_ACCESS_KEY_ID": "(environment)", "AWS_SECRET_ACCESS_KEY": "s"}, "work"},
	} {
		t.Run("", func(t *testing.T) {
			configure(t, config, c.env)
			c.opts.Endpoint = l.URL
			client := open(t, c.opts)
			_, err := client.Identity(t.Context())
			wantOK(t, err)
			if l.key() != c.key || client.Endpoint().Profile != c.key {
				t.Errorf("%s signs, and %s is shown, want %s", l.key(), client.Endpoint().Profile, c.key)
			}
		})
	}
}

// What is asked for covers IAM and STS, whatever the settings name, and also where they are to be ignored.

func TestEndpointAskedForWins(t *testing.T) {
	wrong, right := listen(t, http.NotFoundHandler()), listen(t, withBob())
	for name, env := range map[string]map[string]string{
		"nothing":              nil,
		"AWS_ENDPOINT_URL":     {"AWS_ENDPOINT_URL": wrong.URL},
		"AWS_ENDPOINT_URL_IAM": {"AWS_ENDPOINT_URL_IAM": wrong.URL, "AWS_ENDPOINT_URL_STS": wrong.URL},
		"ignored":              {"AWS_ENDPOINT_URL_IAM": wrong.URL, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
	} {
		t.Run(name, func(t *testing.T) {
			configure(t, "[default]\naws_access_key_id=AKIA\naws_secret_access_key=s\nservices=local\n[services local]\niam =\n  endpoint_url = "+wrong.URL+"\n", env)
			c := open(t, iamclient.Options{Endpoint: right.URL})
			before := right.count.Load()
			_, err := c.Identity(t.Context())
			wantOK(t, err)
			_, err = c.User(t.Context(), "bob")
			wantOK(t, err)
			if right.count.Load()-before != 2 || wrong.count.Load() != 0 {
				t.Errorf("%d went where they should, %d where they should not", right.count.Load()-before, wrong.count.Load())
			}
		})
	}
}

func TestEndpointOfTheSettingsIsUsed(t *testing.T) {
	iamServer, both := listen(t, withBob()), listen(t, withBob())
	configure(t, "", keys)
	t.Setenv("AWS_ENDPOINT_URL", both.URL)
	t.Setenv("AWS_ENDPOINT_URL_IAM", iamServer.URL)
	c := open(t, iamclient.Options{})
	_, err := c.Identity(t.Context())
	wantOK(t, err)
	_, err = c.User(t.Context(), "bob")
	wantOK(t, err)
	if iamServer.count.Load() != 1 || both.count.Load() != 1 {
		t.Errorf("IAM got %d requests, STS %d", iamServer.count.Load(), both.count.Load())
	}
}

// Where IAM and STS are not of one kind, STS may know another principal than the one whom IAM sees: the history names
// nobody then.
func TestNobodyIsNamedWhereTheEndpointIsUnverified(t *testing.T) {
	for name, unverified := range map[string]bool{"one kind": false, "IAM alone": true} {
		t.Run(name, func(t *testing.T) {
			iamServer, both := listen(t, withBob()), listen(t, withBob())
			configure(t, "", keys)
			t.Setenv("AWS_ENDPOINT_URL", both.URL)
			if unverified {
				t.Setenv("AWS_ENDPOINT_URL_IAM", iamServer.URL)
			}
			client := open(t, iamclient.Options{History: &history.Memory{}})
			wantOK(t, reset(t.Context(), client, iamclient.ChangeOptions{}))
			if e := onlyEntry(t, client); (e.Caller == "") != unverified {
				t.Errorf("the history names %q", e.Caller)
			}
			if unverified && both.count.Load() != 0 {
				t.Error("STS was asked")
			}
		})
	}
}

// The demo must start on any machine, however its AWS settings are.

func TestEmbeddedReadsNoSettings(t *testing.T) {
	poison := listen(t, http.NotFoundHandler())
	configure(t, "[profile x\nthis is no configuration", map[string]string{
		"AWS_PROFILE": "nope", "AWS_REGION": "nowhere", "AWS_ACCESS_KEY_ID": "poison", "AWS_SECRET_ACCESS_KEY": "poison",
		"AWS_ENDPOINT_URL": poison.URL, "AWS_ENDPOINT_URL_IAM": poison.URL, "AWS_ENDPOINT_URL_STS": "http://example.com",
		"AWS_CA_BUNDLE": "/nonexistent", "AWS_RETRY_MODE": "nonsense", "AWS_MAX_ATTEMPTS": "many", "AWS_USE_FIPS_ENDPOINT": "true",
		"HTTP_PROXY": poison.URL, "HTTPS_PROXY": poison.URL, "AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent", "AWS_ROLE_ARN": "x",
	})
	s := withBob()
	var hosts []string
	spy := roundTripper(func(r *http.Request) (*http.Response, error) {
		hosts = append(hosts, r.URL.Host)
		if auth := r.Header.Get("Authorization"); strings.Contains(auth, "poison") || strings.Contains(auth, "nowhere") {
			t.Errorf("signed with %s", auth)
		}
		return s.Transport().RoundTrip(r)
	})
	c := open(t, iamclient.Options{Embedded: spy})
	if got := c.Endpoint(); got != (iamclient.Endpoint{Region: "us-east-1"}) {
		t.Errorf("%+v", got)
	}
	_, err := c.Renew(t.Context(), "")
	wantOK(t, err)
	wantOK(t, reset(t.Context(), c))
	for _, host := range hosts {
		if host != "iam.amazonaws.com" && host != "sts.us-east-1.amazonaws.com" {
			t.Errorf("sent to %s", host)
		}
	}
	if poison.count.Load() != 0 || !s.Check("bob", good) {
		t.Errorf("%d requests left the process", poison.count.Load())
	}
}
