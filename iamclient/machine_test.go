package iamclient_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
)

// Where the instance metadata service or a container's agent gives no credentials, it is named with the setting that leads
// to it: AWS is not what could not be reached. Nothing of its answer is repeated.
func TestAMachineEndpointThatGivesNoCredentials(t *testing.T) {
	dead := strings.TrimPrefix(nowhere, "http://")
	refusing := listen(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "CANARY")
	}))
	ended := make(chan struct{})
	hanging := listen(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-ended }))
	t.Cleanup(func() { close(ended) })
	refuses, hangs := strings.TrimPrefix(refusing.URL, "http://"), strings.TrimPrefix(hanging.URL, "http://")
	const (
		metadata, agent = "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_CONTAINER_CREDENTIALS_FULL_URI"
		relative        = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
		role            = "role_arn=arn:aws:iam::123456789012:role/Desk\ncredential_source="
		none            = " names, gave no credentials: "
	)
	for name, c := range map[string]struct {
		config   string
		variable string
		value    string
		want     string
	}{
		"a dead metadata service":         {"", metadata, "http://" + dead, "the instance metadata service at " + dead + ", which " + metadata + none + "connection refused at " + dead},
		"a metadata service that refuses": {"", metadata, refusing.URL, "the instance metadata service at " + refuses + ", which " + metadata + none + "it answered 403 Forbidden"},
		"a dead metadata service, for a role": {role + "Ec2InstanceMetadata\nec2_metadata_service_endpoint=http://" + dead + "\n", "", "",
			"the instance metadata service at " + dead + ", which ec2_metadata_service_endpoint" + none + "connection refused at " + dead},
		"a dead agent":                    {"", agent, "http://" + dead + "/creds", "the container's credentials endpoint at " + dead + ", which " + agent + none + "connection refused at " + dead},
		"an agent that refuses":           {"", agent, refusing.URL + "/creds", "the container's credentials endpoint at " + refuses + ", which " + agent + none + "it answered 403 Forbidden"},
		"an agent that hangs":             {"", agent, hanging.URL, "the container's credentials endpoint at " + hangs + ", which " + agent + none + "no answer in time"},
		"an agent that hangs, for a role": {role + "EcsContainer\n", agent, hanging.URL, "the container's credentials endpoint at " + hangs + ", which " + agent + none + "no answer in time"},
		"an agent of ECS":                 {"", relative, "/creds", "the container's credentials endpoint at 169.254.170.2, which " + relative + none},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("AWS_EC2_METADATA_DISABLED", "")
			configure(t, "[default]\n"+c.config, nil)
			if c.variable != "" {
				t.Setenv(c.variable, c.value)
			}
			opts := iamclient.Options{AttemptTimeout: 30 * time.Second}
			if strings.Contains(name, "hangs") || c.variable == relative {
				opts.AttemptTimeout = time.Second
			}
			e, _ := attemptReset(t, opts)
			if e == nil || e.Kind != iamclient.KindCredentials || e.Code != "" || e.Message != c.want && (c.variable != relative || !strings.HasPrefix(e.Message, c.want)) {
				t.Errorf("%+v\nwant %s", e, c.want)
			}
			if e != nil && strings.Contains(e.Error(), "CANARY") {
				t.Errorf("the answer is repeated: %v", e)
			}
		})
	}
}
