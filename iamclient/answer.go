package iamclient

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// The most that is read of an answer, in bytes. A page of 1,000 users has about 400 KB, and the credential report of
// 100,000 users about 40 MB.
const (
	mostAnswer = 8 << 20
	mostReport = 128 << 20
)

// answerStart is how much of an answer is looked at: enough for an XML declaration and the first element.
const answerStart = 512 // bytes

var errForeignAnswer = errors.New("the answer is not the operation's")

// checkAnswer believes in a success only where the answer is the operation's own. Where an operation returns nothing,
// as UpdateLoginProfile does, the SDK looks no further than the status: it would take the page that a proxy answers
// with HTTP 200 for a password changed.
func checkAnswer(
	ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, metadata, err := next.HandleDeserialize(ctx, in)
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if err != nil || !ok || response.StatusCode >= http.StatusMultipleChoices {
		return out, metadata, err
	}
	body := bufio.NewReaderSize(response.Body, answerStart)
	start, err := body.Peek(answerStart)
	if err != nil && !errors.Is(err, io.EOF) {
		return out, metadata, fmt.Errorf("reading the answer: %w", err)
	}
	if !isAnswerOf(middleware.GetOperationName(ctx), start) {
		return out, metadata, errForeignAnswer
	}
	whole, err := readAll(body, response.ContentLength)
	if err != nil {
		return out, metadata, fmt.Errorf("reading the answer: %w", err)
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{bytes.NewReader(withoutOddDates(whole)), response.Body}
	return out, metadata, nil
}

// isAnswerOf tells whether that is how the answer of an operation begins. CloudTrail's is JSON, which the SDK reads itself.
func isAnswerOf(operation string, start []byte) bool {
	if operation == lookupOperation {
		return bytes.HasPrefix(bytes.TrimSpace(start), []byte("{"))
	}
	return bytes.Contains(start, []byte("<"+operation+"Response"))
}

// readAll reads a body to its end, at once into a place of its length where that is known: a credential report is large.
func readAll(body io.Reader, length int64) ([]byte, error) {
	var whole bytes.Buffer
	if length > 0 && length <= mostReport {
		whole.Grow(int(length) + bytes.MinRead)
	}
	_, err := whole.ReadFrom(body)
	return whole.Bytes(), err
}
