package iamclient

import (
	"cmp"
	"context"
	"errors"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// defaultAttemptTimeout is how long one attempt may take where nobody says otherwise.
const defaultAttemptTimeout = 30 * time.Second

var errReadOnly = errors.New("read-only")

// requestStack is what every request to IAM and STS goes through besides the SDK's own steps. The session learns from it
// by how much AWS's clock is ahead, and which credentials sign.
func requestStack(opts Options, of *session) []func(*middleware.Stack) error {
	stack := []func(*middleware.Stack) error{
		awsmiddleware.AddUserAgentKeyValue("iampasswd", cmp.Or(opts.Version, "unknown")),
		func(s *middleware.Stack) error {
			return s.Finalize.Insert(middleware.FinalizeMiddlewareFunc("iampasswd.Attempt", attempts(opts.attemptTimeout(), &of.skew)), "Retry", middleware.After)
		},
		func(s *middleware.Stack) error {
			return s.Finalize.Add(middleware.FinalizeMiddlewareFunc("iampasswd.Send", of.send), middleware.After)
		},
		func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc("iampasswd.Checked", refuseUnchecked), middleware.Before)
		},
		func(s *middleware.Stack) error {
			return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("iampasswd.Answer", checkAnswer), middleware.After)
		},
	}
	if opts.ReadOnly {
		stack = append(stack, func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc("iampasswd.ReadOnly", refuseWrites), middleware.Before)
		})
	}
	return stack
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

// isWrite tells whether an operation changes something. A credential report and a simulation are made to be read.
func isWrite(operation string) bool {
	return !slices.ContainsFunc([]string{"Get", "List", "Simulate", "GenerateCredentialReport"}, func(reads string) bool {
		return strings.HasPrefix(operation, reads)
	})
}

type finalize = func(context.Context, middleware.FinalizeInput, middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error,
)

// attempts returns what runs once for each attempt of a request, before the credentials are asked for. It bounds the
// attempt's time, records how it went, and reads AWS's clock from the answer.
func attempts(timeout time.Duration, skew *atomic.Int64) finalize {
	return func(
		ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
	) (middleware.FinalizeOutput, middleware.Metadata, error) {
		if timeout != NoTimeout {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, timeout)
			defer cancel()
		}
		record := recordIn(ctx)
		record.begin(middleware.GetOperationName(ctx))
		out, metadata, err := next.HandleFinalize(ctx, in)
		requestID, _ := awsmiddleware.GetRequestIDMetadata(metadata)
		record.end(err, requestID)
		// Only AWS's own answer tells AWS's clock: a proxy's error page has a date, too.
		if ahead, ok := awsmiddleware.GetAttemptSkew(metadata); ok && requestID != "" && (err == nil || answered(err)) {
			skew.Store(int64(ahead))
		}
		return out, metadata, err
	}
}

func (o Options) attemptTimeout() time.Duration {
	return cmp.Or(o.AttemptTimeout, defaultAttemptTimeout)
}

// send runs last, with the request signed and nothing between it and the connection. It comes after the credentials,
// so that a connection to where those come from is not taken for the request's own.
func (s *session) send(
	ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
) (middleware.FinalizeOutput, middleware.Metadata, error) {
	if req, ok := in.Request.(*smithyhttp.Request); ok {
		if err := checkPlainHTTP(req.URL); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, err
		}
	}
	record := recordIn(ctx)
	by := record.signedBy()
	s.callers.first.CompareAndSwap(nil, &by)
	if isWrite(middleware.GetOperationName(ctx)) {
		if err := s.checkCaller(ctx, by); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, err
		}
	}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// net/http asks for a second connection where nothing went out over the first, which the other side had closed.
		GetConn: func(string) { record.unsent() },
		GotConn: func(httptrace.GotConnInfo) { record.sent() },
	})
	return next.HandleFinalize(ctx, in)
}
