package iamclient

import (
	"cmp"
	"io"
	"math"
	"net/http"
	"time"

	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
)

// Options say how to reach an account. The zero value is the default chain of the AWS SDK.
type Options struct {
	Profile  string // a profile of the shared configuration; "": AWS_PROFILE, or the default one
	Region   string // "": the profile's or the environment's, else us-east-1
	Endpoint string // URL of IAM and STS alike; "": AWS's own
	ReadOnly bool   // refuse every operation that changes something
	// Rails say what is refused, or asked for, before anything is sent; nil: nothing.
	Rails *rails.Rails
	// History has the start of every change before it is sent, and its end. A change whose start cannot be written is
	// refused. nil: no history is kept.
	History history.Log
	Version string // of the program, for the user agent

	CABundle string // PEM file of certificate authorities; "": AWS_CA_BUNDLE's, or the system's
	// ConnectTimeout bounds connecting, AttemptTimeout one attempt from asking for credentials to the end of the answer;
	// the pauses between attempts do not count. 0: the SDK's 30 s, and 30 s. [NoTimeout]: no bound.
	ConnectTimeout, AttemptTimeout time.Duration
	// ProcessMayAsk lets a credential_process use the terminal and standard input. Else it has neither.
	ProcessMayAsk bool
	// OneRequest leaves NoSuchEntity as it is, and does not ask GetUser which entity is missing.
	OneRequest bool
	// Debug is told of every request and answer of IAM and STS, without passwords and credentials. It may be nil.
	Debug io.Writer

	// Transport, where it is set, carries every request in place of the network; settings and credentials are read as
	// ever.
	Transport http.RoundTripper
	// Embedded, where it is set, answers every request in this process. No environment variable, file or network
	// is then used.
	Embedded http.RoundTripper

	// of the client, and of all that are made from it
	inUse *secretsInUse
	pace  *pace
}

// NoTimeout is a time-out that never comes.
const NoTimeout time.Duration = math.MaxInt64

// defaultAttemptTimeout is how long one attempt may take where nobody says otherwise.
const defaultAttemptTimeout = 30 * time.Second

func (o Options) attemptTimeout() time.Duration {
	return cmp.Or(o.AttemptTimeout, defaultAttemptTimeout)
}
