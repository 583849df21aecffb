package signins

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"iampasswd/iamclient/printable"
)

// ConsoleLogin is the name of the event of an attempt to sign in.
const ConsoleLogin = "ConsoleLogin"

// masked stands in an event for a user name that does not exist. It may be a password, typed into the wrong field.
const masked = "HIDDEN_DUE_TO_SECURITY_REASONS"

// mostText is how much of a field is kept, in bytes.
const mostText = 512

// Envelope is what LookupEvents says of an event beside its text.
type Envelope struct {
	ID, Name, Username string
	Region             string // in which it was found
	Time               time.Time
}

// Event is an event of CloudTrail, as far as it is understood. What is not there, or is no text, is empty.
type Event struct {
	ID        string
	Time      time.Time
	Name      string
	Region    string
	Account   string // the number of the account that it happened in; empty where the event does not tell
	Address   string // an IP address; the name of a service, where that made the request
	UserAgent string
	// User is the IAM user that the event names as the one who acts; empty: none, or a name that is masked.
	User   string
	Masked bool // AWS hides the name, because no user has it
	// Principal is the ARN of who acts.
	Principal string
	Outcome   Outcome // of a sign-in
	Detail    string  // AWS's own words, where the outcome is Failed or Unclear

	// Target is the user that a change is about; RequestID is AWS's, and ErrorCode why the change was refused: empty, where
	// it was made.
	Target, RequestID, ErrorCode string
	Readable                     bool // the text is JSON, as events are

	Raw string // the text of the event as AWS sent it; it may hold what a terminal obeys
}

// Nameless tells whether the event says nothing about who made the attempt.
func (e Event) Nameless() bool { return e.Masked || e.User == "" && e.Principal == "" }

// Who is the user, or the end of the ARN of another principal: "root", "Admin/alice@example.com"; empty: nobody is named.
func (e Event) Who() string {
	if e.User != "" || e.Masked {
		return e.User
	}
	who := e.Principal[strings.LastIndexByte(e.Principal, ':')+1:]
	if _, session, ok := strings.Cut(who, "assumed-role/"); ok {
		return session
	}
	return who
}

// By tells whether an IAM user acts, by name. IAM's names are unique without regard to case.
func (e Event) By(user string) bool { return e.User != "" && strings.EqualFold(e.User, user) }

// JSON is the whole event, indented and printable.
func (e Event) JSON() string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(e.Raw), "", "  ") != nil {
		return printable.Lines(e.Raw)
	}
	return string(printable.JSON(b.Bytes()))
}

// Parse reads an event. A text that is no event of a shape that is known comes back as far as it is, with the outcome
// [Unclear].
func Parse(text string, found Envelope) Event {
	e := Event{
		ID: clean(found.ID), Time: found.Time, Name: clean(found.Name), Region: clean(found.Region), Raw: text, Detail: "the event cannot be read",
	}
	var all fields
	if json.Unmarshal([]byte(text), &all) != nil || all == nil {
		if e.Masked = found.Username == masked; !e.Masked {
			e.User = clean(found.Username)
		}
		return e
	}
	e.Readable, e.Detail = true, ""
	if at, err := time.Parse(time.RFC3339, all.text("eventTime")); err == nil {
		e.Time = at
	}
	e.Account = all.text("recipientAccountId")
	e.Address, e.UserAgent = all.text("sourceIPAddress"), all.text("userAgent")
	e.RequestID, e.ErrorCode, e.Target = all.text("requestID"), all.text("errorCode"), all.in("requestParameters").text("userName")
	e.identify(all.in("userIdentity"))
	if e.Name == ConsoleLogin {
		e.Outcome, e.Detail = outcome(all)
	}
	return e
}

// identify takes who acts.
func (e *Event) identify(identity fields) {
	name := identity.text("userName")
	e.Principal = identity.text("arn")
	switch kind := identity.text("type"); {
	case name == masked:
		e.Masked = true
	case kind == "IAMUser" || kind == "":
		e.User = name
	case kind == "Root" && e.Principal == "":
		e.Principal = "root"
	case e.Principal == "":
		e.Principal = strings.TrimSpace(kind + " " + name)
	}
}

// outcome reads how a sign-in ended: by responseElements, and by nothing else.
func outcome(all fields) (o Outcome, detail string) {
	said := all.in("responseElements").text(ConsoleLogin)
	mfa, message := all.in("additionalEventData").text("MFAUsed"), all.text("errorMessage")
	switch {
	case said == "Success" && isYes(mfa):
		return SignedInMFA, ""
	case said == "Success":
		return SignedIn, ""
	case said == "":
		return Unclear, "the event has no result"
	case said != "Failure":
		return Unclear, "the result is " + strconv.Quote(said)
	case message == "No username found in supplied account":
		return NoSuchUser, ""
	case message == "Failed authentication" && isYes(mfa):
		return FailedMFA, ""
	case message == "Failed authentication" && strings.EqualFold(mfa, "no"):
		return WrongPassword, ""
	case message == "":
		return Failed, "no reason is given"
	}
	return Failed, message
}

func isYes(text string) bool {
	return strings.EqualFold(text, "yes") || strings.EqualFold(text, "true")
}

// fields are the fields of an object. The nil value has none.
type fields map[string]any

// in is a field that is an object itself.
func (f fields) in(name string) fields {
	inner, _ := f[name].(map[string]any)
	return inner
}

// text is a field that is a text or says yes or no.
func (f fields) text(name string) string {
	switch value := f[name].(type) {
	case string:
		return clean(value)
	case bool:
		return strconv.FormatBool(value)
	}
	return ""
}

// clean is a text in one line that can be printed.
func clean(text string) string {
	if len(text) > mostText {
		text = strings.ToValidUTF8(text[:mostText], "") + "…"
	}
	return printable.Text(text)
}
