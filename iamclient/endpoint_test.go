package iamclient

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func TestCheckEndpoint(t *testing.T) {
	for endpoint, refused := range map[string]string{
		"":                               "",
		"https://iam.example.com":        "",
		"https://iam.example.com:8443/x": "",
		"http://localhost:4566":          "",
		"http://LOCALHOST:4566":          "",
		"http://127.0.0.1:4566":          "",
		"http://127.9.9.9":               "",
		"http://[::1]:4566":              "",
		"http://iam.example.com":         "plain http",
		"http://10.0.0.1:4566":           "plain http",
		"http://0.0.0.0:4566":            "plain http",
		"http://127.0.0.1.example.com":   "plain http",
		"http://localhost.example.com":   "plain http",
		"http://localhost@example.com":   "plain http",
		"http://user:hunter2@proxy.test": "plain http",
		"iam.example.com":                "no URL",
		"ftp://user:hunter2@example.com": "no URL",
		"https://":                       "no URL",
		"127.0.0.1:4566":                 "no URL",
		"http://user:hunter2@[::1":       "no URL",
	} {
		err := checkEndpoint(endpoint)
		if refused == "" {
			if err != nil {
				t.Errorf("%q: %v", endpoint, err)
			}
			continue
		}
		if _, ok := errors.AsType[*EndpointError](err); !ok || !strings.Contains(err.Error(), refused) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v, want %s", endpoint, err, refused)
		}
	}
}

// An endpoint that passwords may not be sent to is refused at the start, wherever it was set.
func TestNewRefusesPlainHTTP(t *testing.T) {
	const remote = "http://iam.example.com"
	for name, set := range map[string]func(*testing.T) Options{
		"asked for": func(*testing.T) Options { return Options{Endpoint: remote} },
		"AWS_ENDPOINT_URL": func(t *testing.T) Options {
			t.Setenv("AWS_ENDPOINT_URL", remote)
			return Options{}
		},
		"AWS_ENDPOINT_URL_IAM": func(t *testing.T) Options {
			t.Setenv("AWS_ENDPOINT_URL_IAM", remote)
			return Options{}
		},
		"AWS_ENDPOINT_URL_STS": func(t *testing.T) Options {
			t.Setenv("AWS_ENDPOINT_URL_STS", remote)
			return Options{}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("AWS_ACCESS_KEY_ID", "AKIA")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
			_, err := New(t.Context(), set(t))
			if e, ok := errors.AsType[*EndpointError](err); !ok || e.URL != remote {
				t.Errorf("%v", err)
			}
		})
	}
}

// And were it not, the request would be, before it is sent.
func TestRequestsRefusePlainHTTP(t *testing.T) {
	sent := 0
	c, err := New(t.Context(), Options{Embedded: transportFunc(func(*http.Request) (*http.Response, error) {
		sent++
		return nil, errors.New("sent")
	})})
	if err != nil {
		t.Fatal(err)
	}
	remote := "http://iam.example.com"
	_, err = c.session.Load().iam.ListUsers(t.Context(), &iam.ListUsersInput{}, func(o *iam.Options) { o.BaseEndpoint = &remote })
	if _, ok := errors.AsType[*EndpointError](err); !ok || sent != 0 {
		t.Errorf("%v, sent %d times", err, sent)
	}
	e := classify(err, &attemptLog{})
	if e.Kind != KindNetwork || !strings.Contains(e.Message, "plain http is for this machine alone") {
		t.Errorf("%+v", e)
	}
}

// transportFunc is a transport made of a function.
type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Where AWS's own endpoints are, and what the requests are signed for, by region.
func TestEndpointsOfAWS(t *testing.T) {
	for _, c := range []struct {
		region, fips  string
		iam, iamScope string
		sts, stsScope string
	}{
		{"", "", "iam.amazonaws.com", "us-east-1", "sts.us-east-1.amazonaws.com", "us-east-1"},
		{"eu-west-1", "", "iam.amazonaws.com", "us-east-1", "sts.eu-west-1.amazonaws.com", "eu-west-1"},
		{"us-east-1", "true", "iam-fips.amazonaws.com", "us-east-1", "sts-fips.us-east-1.amazonaws.com", "us-east-1"},
		{"us-gov-east-1", "", "iam.us-gov.amazonaws.com", "us-gov-west-1", "sts.us-gov-east-1.amazonaws.com", "us-gov-east-1"},
		{"cn-northwest-1", "", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1", "sts.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"},
		{"eusc-de-east-1", "", "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1", "sts.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"},
	} {
		t.Run(c.region+c.fips, func(t *testing.T) {
			t.Setenv("AWS_ACCESS_KEY_ID", "AKIA")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
			t.Setenv("AWS_USE_FIPS_ENDPOINT", c.fips)
			client, err := New(t.Context(), Options{Region: c.region})
			if err != nil {
				t.Fatal(err)
			}
			var host, authorization string
			spy := &http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
				host, authorization = r.URL.Scheme+"://"+r.URL.Host, r.Header.Get("Authorization")
				return nil, errors.New("not sent")
			})}
			s := client.session.Load()
			_, _ = s.iam.ListUsers(t.Context(), nil, func(o *iam.Options) { o.HTTPClient, o.RetryMaxAttempts = spy, 1 })
			if host != "https://"+c.iam || !strings.Contains(authorization, "/"+c.iamScope+"/iam/aws4_request") {
				t.Errorf("IAM is at %s, %s", host, authorization)
			}
			_, _ = s.sts.GetCallerIdentity(t.Context(), nil, func(o *sts.Options) { o.HTTPClient, o.RetryMaxAttempts = spy, 1 })
			if host != "https://"+c.sts || !strings.Contains(authorization, "/"+c.stsScope+"/sts/aws4_request") {
				t.Errorf("STS is at %s, %s", host, authorization)
			}
		})
	}
}
