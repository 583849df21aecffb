package iamclient

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"

	"iampasswd/iamclient/awsconfig"
	"iampasswd/iamclient/signins"
)

// session is one reading of the settings and credentials.
type session struct {
	iam      *iam.Client
	sts      *sts.Client
	trail    *trail
	endpoint Endpoint
	callers  callers
	// attemptTimeout bounds one attempt.
	attemptTimeout time.Duration
	skew           *atomic.Int64 // nanoseconds that AWS's clock is ahead, by the latest answer
	cfg            aws.Config    // what the clients are made of, without what requestStack adds
	narrow         bool          // the client put a session policy on it
	json           jsonService   // how services are asked that the SDK has no client of here
}

// now is the time by AWS's clock; by the machine's before the first answer.
func (s *session) now() time.Time { return time.Now().Add(time.Duration(s.skew.Load())) }

// openSession reads the settings. What roles their profile has are assumed as roles say.
func openSession(ctx context.Context, opts Options, roles *assuming) (*session, error) {
	roles.mayAsk = opts.ProcessMayAsk
	cfg, err := loadConfig(ctx, opts, roles)
	if err != nil {
		return nil, err
	}
	return newSession(cfg, opts, roles.plan)
}

func newSession(cfg aws.Config, opts Options, plan awsconfig.Plan) (*session, error) {
	cfg.Region = cmp.Or(cfg.Region, defaultRegion)
	from := source(cfg, opts, plan)
	if client, ok := cfg.HTTPClient.(*http.Client); ok {
		client.Transport = &borderTransport{client.Transport, opts.inUse}
		if opts.Debug != nil {
			client.Transport = &debugTransport{base: client.Transport, inUse: opts.inUse, out: opts.Debug}
		}
	}
	s := sessionWith(cfg, opts, new(atomic.Int64))
	iamURL, stsURL := aws.ToString(s.iam.Options().BaseEndpoint), aws.ToString(s.sts.Options().BaseEndpoint)
	from.Region, from.Unverified = cfg.Region, iamURL != stsURL
	s.endpoint = from
	return s, cmp.Or(checkEndpoint(iamURL), checkEndpoint(stsURL))
}

// sessionWith makes the clients of a session, with the credentials of cfg. Its endpoint is not known yet.
func sessionWith(cfg aws.Config, opts Options, skew *atomic.Int64) *session {
	s := &session{callers: callers{asking: make(chan struct{}, 1)}, attemptTimeout: opts.attemptTimeout(), skew: skew, cfg: cfg}
	cfg.Credentials = &markedCredentials{cfg.Credentials}
	common := slices.Concat(cfg.APIOptions, requestStack(opts))
	cfg.APIOptions = append(slices.Clone(common), checkingAnswers)
	s.iam = iam.NewFromConfig(cfg, func(o *iam.Options) { o.BaseEndpoint = overridden(o.BaseEndpoint, opts.Endpoint) })
	s.sts = sts.NewFromConfig(cfg, func(o *sts.Options) { o.BaseEndpoint = overridden(o.BaseEndpoint, opts.Endpoint) })
	s.trail = newTrail()
	s.json = jsonService{credentials: cfg.Credentials, stack: common, endpoint: opts.Endpoint}
	return s
}

// with is a session with the same settings and other credentials.
func (s *session) with(credentials aws.CredentialsProvider, opts Options) *session {
	cfg := s.cfg
	cfg.Credentials = credentials
	other := sessionWith(cfg, opts, s.skew)
	other.endpoint = s.endpoint
	return other
}

func loadConfig(ctx context.Context, opts Options, roles *assuming) (aws.Config, error) {
	if opts.Embedded != nil {
		return aws.Config{
			Region:      opts.Region,
			Credentials: credentials.NewStaticCredentialsProvider("AKIADEMODEMODEMODEMO", "demo", ""),
			HTTPClient:  httpClient(opts.Embedded),
			Logger:      logging.Nop{},
		}, nil
	}
	read, err := readSettings(opts.Profile)
	if err != nil {
		return aws.Config{}, err
	}
	cfg, err := read.config(ctx, opts)
	if err != nil {
		return cfg, err
	}
	if err := setCredentials(&cfg, read.plan, roles); err != nil {
		return cfg, err
	}
	if !hasCredentialSource(cfg) {
		return cfg, ErrNoCredentials
	}
	roles.plan = read.plan
	roles.brief = asksForBriefSessions(read.plan)
	if opts.Transport != nil {
		return cfg, nil
	}
	// The transport is the SDK's own, for it has the settings of AWS_CA_BUNDLE and the proxy's.
	sdk, ok := cfg.HTTPClient.(*awshttp.BuildableClient)
	if !ok {
		return cfg, fmt.Errorf("the SDK's HTTP client is a %T", cfg.HTTPClient)
	}
	sdk = sdk.WithDialerOptions(func(d *net.Dialer) { d.Timeout = cmp.Or(opts.ConnectTimeout, d.Timeout) })
	sdk = sdk.WithTransportOptions(throughProxy, func(t *http.Transport) { t.MaxResponseHeaderBytes = 256 << 10 })
	cfg.HTTPClient = httpClient(&wholeBody{sdk.GetTransport()})
	return cfg, nil
}

// source says where the credentials come from.
func source(cfg aws.Config, opts Options, plan awsconfig.Plan) Endpoint {
	from := Endpoint{Profile: profileName(opts, plan), SignIn: signIn(cfg.Credentials)}
	if from.SignIn != "" {
		from.SignInProfile = plan.Source.Profile
	}
	for _, role := range slices.Backward(plan.Roles) {
		if role.MFASerial != "" {
			from.MFADevice = role.MFASerial // in the end that of the innermost role, which is assumed first
		}
	}
	return from
}

// profileName says where the credentials come from: keys in the environment go before every profile but a named one.
func profileName(opts Options, plan awsconfig.Plan) string {
	switch {
	case opts.Profile != "" || opts.Embedded != nil:
		return opts.Profile
	case len(plan.Roles) > 0:
		return plan.Roles[len(plan.Roles)-1].Profile
	case plan.Source.Profile == "":
		return environment
	}
	return plan.Source.Profile
}

// trail is what a session has read of CloudTrail.
type trail struct {
	reading chan struct{} // has room for the one that reads
	latest  signins.Reading
	of      string // the account that latest is of: the credentials of the session can become those of another one
}

func newTrail() *trail { return &trail{reading: make(chan struct{}, 1)} }

// jsonService is how a session asks a service that speaks AWS's JSON 1.1, with the SDK's own signer, retries and transport.
// The SDK's clients of such services cost the start of every program that has them in it, used or not.
type jsonService struct {
	credentials aws.CredentialsProvider
	stack       []func(*middleware.Stack) error
	endpoint    string // that was asked for on the command line; "": none
}
