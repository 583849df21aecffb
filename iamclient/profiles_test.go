package iamclient_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"iampasswd/iamclient"
)

const manyProfiles = `
# the help desk's
[default]
region = eu-central-1
[profile sso]
sso_session = acme
sso_account_id = 123456789012
sso_role_name = HelpDesk
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1
region = no-profile-1
[profile prod]
role_arn = arn:aws:iam::210987654321:role/ops/HelpDesk
source_profile = sso
mfa_serial = GAHT12345678
s3 =
  region = set-in-1
[profile on-ec2]
role_arn = arn:aws-cn:iam::210987654321:role/HelpDesk
credential_source = Ec2InstanceMetadata
[profile tool]
credential_process = corp-login --json
aws_account_id = 111111111111
[profile signed-in]
login_session = arn:aws:iam::123456789012:user/alice
[profile round]
role_arn = arn:aws:iam::123456789012:role/Round
source_profile = trip
[profile trip]
role_arn = arn:aws:iam::123456789012:role/Trip
source_profile = round
[profile empty]
[services x]
region = no-profile-2
`

func TestProfiles(t *testing.T) {
	configure(t, manyProfiles, keys)
	wantOK(t, os.WriteFile(os.Getenv("AWS_SHARED_CREDENTIALS_FILE"), []byte(
		"[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = TOPSECRET\n[only keys]\naws_access_key_id=AKIAONLY\naws_secret_access_key=TOPSECRET\n"), 0o600))
	got, err := open(t, iamclient.Options{}).Profiles()
	wantOK(t, err)
	circle := func(line int) string {
		return fmt.Sprintf("%s:%d closes a circle of source_profile, so that no profile has credentials of its own: name a profile that has", os.Getenv("AWS_CONFIG_FILE"), line)
	}
	want := []iamclient.Profile{
		{Name: "(environment)", Source: "keys"},
		{Name: "default", Region: "eu-central-1", Source: "keys"},
		{Name: "empty"},
		{Name: "on-ec2", Account: "210987654321", Role: "HelpDesk", Source: "EC2"},
		{Name: "only keys", Source: "keys"},
		{Name: "prod", Account: "210987654321", Role: "HelpDesk", Via: "sso", MFA: true, Source: "SSO"},
		{Name: "round", Account: "123456789012", Role: "Round", Via: "trip", Unusable: circle(32)},
		{Name: "signed-in", Account: "123456789012", Source: "aws login"},
		{Name: "sso", Account: "123456789012", Role: "HelpDesk", Source: "SSO"},
		{Name: "tool", Account: "111111111111", Source: "process"},
		{Name: "trip", Account: "123456789012", Role: "Trip", Via: "round", Unusable: circle(29)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if text := fmt.Sprintf("%+v", got); strings.Contains(text, "TOPSECRET") || strings.Contains(text, "AKIA") {
		t.Errorf("keys are shown: %s", text)
	}
	if named, err := open(t, iamclient.Options{Profile: "default"}).Profiles(); err != nil || named[0].Name != "default" {
		t.Errorf("%+v comes first, where the environment's keys are not used", named[0])
	}
	if embedded, err := newClient(t, withBob()).Profiles(); err != nil || len(embedded) != 0 {
		t.Errorf("the embedded account has %d profiles, %v", len(embedded), err)
	}
}
