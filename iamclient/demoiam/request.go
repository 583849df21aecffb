package demoiam

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// longestRequest is more than the longest request of any operation here, a
// CreateUser with fifty tags, can come to.
const longestRequest = 256 << 10 // bytes

// request is what arrived, taken apart.
type request struct {
	http    *http.Request
	id      string
	action  string
	version string     // of the API; of a service with the JSON protocol, how its targets begin
	form    url.Values // the parameters; of a JSON body, those that are no lists and no objects
	body    []byte     // JSON; nil for the Query protocol
}

// receive reads a request. What is none is answered, and nil.
func receive(w http.ResponseWriter, r *http.Request) *request {
	if r.Method != http.MethodPost {
		// The Query protocol knows GET too, with everything in the URL. A password
		// has no business there.
		http.Error(w, "this service takes POST requests only", http.StatusMethodNotAllowed)
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, longestRequest)
	in, err := read(r)
	in.id = newRequestID()
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		err = usual("RequestEntityTooLarge")
	}
	if err != nil {
		in.answer(w, nil, err)
		return nil
	}
	return in
}

// read takes a request apart by its protocol. Parameters are in the body alone.
func read(r *http.Request) (*request, error) {
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		return readJSON(r, target)
	}
	if err := r.ParseForm(); err != nil {
		if errors.As(err, new(*http.MaxBytesError)) {
			return &request{http: r}, err
		}
		return &request{http: r}, refuse("MalformedQueryString", "The request body is not a list of form-encoded parameters.")
	}
	return &request{http: r, form: r.PostForm, action: r.PostForm.Get("Action"), version: r.PostForm.Get("Version")}, nil
}

// readJSON reads a request of the JSON protocol, which names its operation in a
// header.
func readJSON(r *http.Request, target string) (*request, error) {
	in := &request{http: r, form: url.Values{}, body: []byte("{}")}
	if at := strings.LastIndexByte(target, '.'); at >= 0 {
		in.version, in.action = target[:at], target[at+1:]
		in.version = in.version[strings.LastIndexByte(in.version, '.')+1:] // without the name of a Java package
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return in, err
	}
	if len(body) > 0 {
		in.body = body
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(in.body, &members) != nil {
		return in, refuse("SerializationException", "The request body is not a JSON object.")
	}
	for name, value := range members {
		text := string(value)
		switch text[0] {
		case '{', '[':
			continue
		case '"':
			_ = json.Unmarshal(value, &text) // it is a text: it cannot fail
		}
		in.form.Set(name, text)
	}
	if in.version == trailVersion {
		in.describeLookup()
	}
	return in, nil
}

// credentials is what the request says of what it was signed with.
func (in *request) credentials() (keyID, token string) {
	_, credential, _ := strings.Cut(in.http.Header.Get("Authorization"), "Credential=")
	keyID, _, _ = strings.Cut(credential, "/")
	return keyID, in.http.Header.Get("X-Amz-Security-Token")
}

// answer writes the result of an operation, or the error it ended with.
func (in *request) answer(w http.ResponseWriter, result *bytes.Buffer, err error) {
	w.Header().Set("X-Amzn-Requestid", in.id)
	p := (*problem)(nil)
	errors.As(err, &p)
	if in.body != nil {
		answerJSON(w, result, p)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	body, ns := new(xmlWriter), namespace(in.version)
	if p != nil {
		w.WriteHeader(p.httpStatus())
		body.problem(ns, p, in.id)
	} else {
		body.response(ns, in.action, result, in.id)
	}
	_, _ = w.Write(body.Bytes()) // a caller who has gone is no concern of ours
}

// answerJSON writes an answer of the JSON protocol.
func answerJSON(w http.ResponseWriter, result *bytes.Buffer, p *problem) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if p == nil {
		_, _ = w.Write(result.Bytes())
		return
	}
	body, _ := json.Marshal(struct {
		Type    string `json:"__type"`
		Message string
		Reason  string `json:",omitempty"`
	}{p.jsonCode(), p.message, p.reason}) // texts only: it cannot fail
	w.WriteHeader(p.jsonStatus())
	_, _ = w.Write(body)
}

// newRequestID is a random UUID.
func newRequestID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
