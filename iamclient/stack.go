package iamclient

import (
	"cmp"
	"context"
	"errors"
	"net/http/httptrace"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

var errReadOnly = errors.New("read-only")

// requestStack is what every request goes through besides the SDK's own steps and its attemptStack.
func requestStack(opts Options) []func(*middleware.Stack) error {
	stack := []func(*middleware.Stack) error{
		awsmiddleware.AddUserAgentKeyValue("iampasswd", cmp.Or(opts.Version, "unknown")),
		func(s *middleware.Stack) error {
			return s.Finalize.Add(middleware.FinalizeMiddlewareFunc("iampasswd.PlainHTTP", refusePlainHTTP), middleware.After)
		},
		func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc(uncheckedID, refuseUnchecked), middleware.Before)
		},
	}
	if opts.ReadOnly {
		stack = append(stack, func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc("iampasswd.ReadOnly", refuseWrites), middleware.Before)
		})
	}
	return stack
}

// checkingAnswers has the answers of IAM and STS checked.
func checkingAnswers(s *middleware.Stack) error {
	return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("iampasswd.Answer", checkAnswer), middleware.After)
}

// refuseWrites lets only operations through that are known to read.
func refuseWrites(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	if isWrite(middleware.GetOperationName(ctx)) {
		return middleware.InitializeOutput{}, middleware.Metadata{}, errReadOnly
	}
	return next.HandleInitialize(ctx, in)
}

// isWrite tells whether an operation changes something. A credential report and a simulation are made to be read, and a role
// is assumed to read with it, too.
func isWrite(operation string) bool {
	return !slices.ContainsFunc([]string{"Get", "List", "Describe", "Lookup", "Simulate", "GenerateCredentialReport", "AssumeRole"}, func(reads string) bool {
		return strings.HasPrefix(operation, reads)
	})
}

// refusePlainHTTP lets no signed request go unencrypted to another machine.
func refusePlainHTTP(
	ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
) (middleware.FinalizeOutput, middleware.Metadata, error) {
	if req, ok := in.Request.(*smithyhttp.Request); ok {
		if err := checkPlainHTTP(req.URL); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, err
		}
	}
	return next.HandleFinalize(ctx, in)
}

const uncheckedID = "iampasswd.Unchecked"

var errUnchecked = errors.New("a change that did not go through Sequence.Make")

// refuseUnchecked lets no change through that nobody has checked and written down. The attemptStack of a change takes it
// out of the stack.
func refuseUnchecked(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	if isWrite(middleware.GetOperationName(ctx)) {
		return middleware.InitializeOutput{}, middleware.Metadata{}, errUnchecked
	}
	return next.HandleInitialize(ctx, in)
}

// follow sets the options of one request so that the log is told what becomes of it.
func (s *session) follow(
	log *attemptLog, retryer *aws.Retryer, credentials *aws.CredentialsProvider, stack *[]func(*middleware.Stack) error,
) {
	log.narrow = s.narrow
	if log.single {
		*retryer = retry.AddWithMaxAttempts(*retryer, 1)
	}
	*retryer, *credentials = log.observed(*retryer), log.signing(*credentials)
	*stack = append(*stack, s.attemptStack(log))
}

// attemptStack is what one request goes through in addition, which tells the log of each attempt. The session learns from
// it by how much AWS's clock is ahead, and which credentials sign.
func (s *session) attemptStack(log *attemptLog) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		if log.change {
			if _, err := stack.Initialize.Remove(uncheckedID); err != nil {
				return err
			}
		}
		if err := stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("iampasswd.Attempt", s.attempt(log)), "Retry", middleware.After); err != nil {
			return err
		}
		return stack.Finalize.Add(middleware.FinalizeMiddlewareFunc("iampasswd.Send", s.send(log)), middleware.After)
	}
}

type finalize = func(context.Context, middleware.FinalizeInput, middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error,
)

// attempt returns what runs once for each attempt of a request, before the credentials are asked for. It bounds the
// attempt's time, logs how it went, and reads AWS's clock from the answer.
func (s *session) attempt(log *attemptLog) finalize {
	return func(
		ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
	) (middleware.FinalizeOutput, middleware.Metadata, error) {
		ctx = log.within(ctx)
		if s.attemptTimeout != NoTimeout {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, s.attemptTimeout)
			defer cancel()
		}
		log.begin(middleware.GetOperationName(ctx))
		out, metadata, err := next.HandleFinalize(ctx, in)
		requestID, _ := awsmiddleware.GetRequestIDMetadata(metadata)
		log.end(err, requestID)
		// Only AWS's own answer tells AWS's clock: a proxy's error page has a date, too.
		if ahead, ok := awsmiddleware.GetAttemptSkew(metadata); ok && requestID != "" && (err == nil || answered(err)) {
			s.skew.Store(int64(ahead))
		}
		return out, metadata, err
	}
}

// send returns what runs last, with the request signed and nothing between it and the connection. It comes after the
// credentials, so that a connection to where those come from is not taken for the request's own.
func (s *session) send(log *attemptLog) finalize {
	return func(
		ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
	) (middleware.FinalizeOutput, middleware.Metadata, error) {
		by := log.signedBy()
		s.callers.first.CompareAndSwap(nil, &by)
		if err := s.checkSigner(ctx, by, log); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, err
		}
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
			// net/http asks for a second connection where nothing went out over the first, which the other side had closed.
			GetConn: func(string) { log.unsent() },
			GotConn: func(httptrace.GotConnInfo) { log.sent() },
		})
		return next.HandleFinalize(ctx, in)
	}
}

// observedRetryer is the SDK's retryer, of whichever mode, that tells the log of each pause.
type observedRetryer struct {
	aws.RetryerV2
	log *attemptLog
}

func (l *attemptLog) observed(base aws.Retryer) aws.Retryer {
	v2, ok := base.(aws.RetryerV2)
	if !ok {
		return base
	}
	return &observedRetryer{v2, l}
}

func (o *observedRetryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	delay, delayErr := o.RetryerV2.RetryDelay(attempt, err)
	if delayErr == nil {
		o.log.waits(delay, classify(err, o.log))
	}
	return delay, delayErr
}
