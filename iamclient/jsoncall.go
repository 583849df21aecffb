package iamclient

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// jsonAPI is one such service.
type jsonAPI struct {
	id     string // as the SDK has it, and the settings of endpoints
	name   string // for the signature, and as the host's first label
	target string // before the operation, in X-Amz-Target
}

// askJSON makes one request that reads, retries and all, at the service's home in the partition. out is filled from the
// answer. The error is an *[Error].
func askJSON(ctx context.Context, c *Client, of jsonAPI, operation string, in, out any) error {
	s := c.session.Load()
	at, err := s.jsonEndpoint(ctx, of, "")
	if err != nil {
		return &Error{Kind: KindCredentials, Op: operation, Message: err.Error(), err: err}
	}
	return s.askJSON(ctx, &attemptLog{author: c.author}, at, of, operation, in, out)
}

// askJSON makes one request at an endpoint, with further steps.
func (s *session) askJSON(
	ctx context.Context, log *attemptLog, at jsonEndpoint, of jsonAPI, operation string, in, out any, further ...func(*middleware.Stack) error,
) error {
	body, err := json.Marshal(in)
	if err != nil {
		return &Error{Op: operation, Message: "the request cannot be written", err: err}
	}
	retryer, credentials, extra := s.sts.Options().Retryer, s.json.credentials, further
	s.follow(log, &retryer, &credentials, &extra)
	stack := middleware.NewStack(operation, smithyhttp.NewStackRequest)
	request := &jsonRequest{of: of, at: at, operation: operation, body: body, credentials: credentials, now: s.now}
	for _, add := range append(append(request.steps(retryer, out), s.json.stack...), extra...) {
		if err := add(stack); err != nil {
			return &Error{Op: operation, Message: err.Error(), err: err}
		}
	}
	ctx = middleware.WithServiceID(middleware.WithOperationName(middleware.ClearStackValues(ctx), operation), of.id)
	handler := middleware.DecorateHandler(smithyhttp.NewClientHandlerWithOptions(s.cfg.HTTPClient), stack)
	if _, _, err := handler.Handle(ctx, in); err != nil {
		return classify(&smithy.OperationError{ServiceID: of.id, OperationName: operation, Err: err}, log)
	}
	return nil
}

// jsonRequest is one request on its way through the SDK's steps.
type jsonRequest struct {
	of          jsonAPI
	at          jsonEndpoint
	operation   string
	body        []byte
	credentials aws.CredentialsProvider
	now         func() time.Time
}

// steps are those of the SDK's own clients: what is sent, the retries, the signature, what is read of the answer.
func (r *jsonRequest) steps(retryer aws.Retryer, out any) []func(*middleware.Stack) error {
	return []func(*middleware.Stack) error{
		func(s *middleware.Stack) error {
			return s.Serialize.Add(middleware.SerializeMiddlewareFunc("OperationSerializer", r.serialize), middleware.After)
		},
		awsmiddleware.AddRequestUserAgentMiddleware,
		func(s *middleware.Stack) error {
			return s.Finalize.Add(middleware.FinalizeMiddlewareFunc("Signing", r.sign), middleware.After)
		},
		func(s *middleware.Stack) error {
			return retry.AddRetryMiddlewares(s, retry.AddRetryMiddlewaresOptions{Retryer: retryer})
		},
		func(s *middleware.Stack) error {
			return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("OperationDeserializer", deserializeJSON(out)), middleware.After)
		},
		awsmiddleware.AddRecordResponseTiming,
		awsmiddleware.AddRequestIDRetrieverMiddleware,
		awshttp.AddResponseErrorMiddleware,
	}
}

func (r *jsonRequest) serialize(
	ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler,
) (middleware.SerializeOutput, middleware.Metadata, error) {
	fail := func(err error) (middleware.SerializeOutput, middleware.Metadata, error) {
		return middleware.SerializeOutput{}, middleware.Metadata{}, &smithy.SerializationError{Err: err}
	}
	request, ok := in.Request.(*smithyhttp.Request)
	if !ok {
		return fail(fmt.Errorf("the request is a %T", in.Request))
	}
	u, err := url.Parse(r.at.url)
	if err != nil {
		return fail(errForeignAnswer)
	}
	request.URL, request.Method = u, http.MethodPost
	if request.URL.Path == "" {
		request.URL.Path = "/"
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", r.of.target+"."+r.operation)
	if request, err = request.SetStream(bytes.NewReader(r.body)); err != nil {
		return fail(err)
	}
	in.Request = request
	return next.HandleSerialize(ctx, in)
}

func (r *jsonRequest) sign(
	ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
) (middleware.FinalizeOutput, middleware.Metadata, error) {
	request, ok := in.Request.(*smithyhttp.Request)
	if !ok {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, fmt.Errorf("the request is a %T", in.Request)
	}
	credentials, err := r.credentials.Retrieve(ctx)
	if err != nil {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, err
	}
	hash := sha256.Sum256(r.body)
	if err := v4.NewSigner().SignHTTP(ctx, credentials, request.Request, hex.EncodeToString(hash[:]), r.of.name, r.at.region, r.now()); err != nil {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, fmt.Errorf("signing the request: %w", err)
	}
	return next.HandleFinalize(ctx, in)
}

// deserializeJSON returns what reads an answer: into out, or into an error with AWS's code. An answer that is not JSON is
// nobody's.
func deserializeJSON(out any) func(context.Context, middleware.DeserializeInput, middleware.DeserializeHandler) (
	middleware.DeserializeOutput, middleware.Metadata, error,
) {
	return func(
		ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
	) (middleware.DeserializeOutput, middleware.Metadata, error) {
		answer, metadata, err := next.HandleDeserialize(ctx, in)
		response, ok := answer.RawResponse.(*smithyhttp.Response)
		if !ok {
			return answer, metadata, err
		}
		defer smithyhttp.CloseResponseBody(ctx, response, false, err)
		if err != nil {
			return answer, metadata, err
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return answer, metadata, fmt.Errorf("reading the answer: %w", err)
		}
		if response.StatusCode >= http.StatusMultipleChoices {
			return answer, metadata, jsonProblem(response.Header.Get("X-Amzn-Errortype"), body)
		}
		if json.Unmarshal(body, out) != nil {
			return answer, metadata, errForeignAnswer
		}
		answer.Result = out
		return answer, metadata, nil
	}
}

// jsonProblem is the error of an answer, with AWS's code, which stands in a header or in the body, in several spellings.
func jsonProblem(header string, body []byte) error {
	var problem struct {
		Type    string `json:"__type"`
		Code    string `json:"code"`
		Message string `json:"message"` // or Message: names are read without regard to case
	}
	_ = json.Unmarshal(body, &problem) // what is no JSON has no code
	code := cmp.Or(header, problem.Code, problem.Type)
	code, _, _ = strings.Cut(code, ":")
	if i := strings.LastIndexByte(code, '#'); i >= 0 {
		code = code[i+1:]
	}
	return &smithy.GenericAPIError{Code: cmp.Or(code, "UnknownError"), Message: problem.Message}
}
