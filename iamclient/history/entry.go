package history

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"
)

// Outcome is how a change ended.
type Outcome string

// The outcomes.
const (
	Started Outcome = "started"     // it has begun, and no end was written down
	Done    Outcome = "done"        // AWS accepted it
	Refused Outcome = "refused"     // AWS refused it, and nothing was changed
	Unknown Outcome = "unknown"     // it was sent and its answer got lost
	NotSent Outcome = "not sent"    // it never reached AWS
	Partly  Outcome = "partly done" // of a bulk run: not every user is done, and Error counts them
)

// Verification is by what a caller was verified.
type Verification string

// ByMFA is by two codes of the user's MFA device, which AWS has taken.
const ByMFA Verification = "mfa"

// Entry is one change. It holds no password, and nothing that says anything about one.
type Entry struct {
	ID        string    `json:"id"`
	Time      time.Time `json:"time"` // when it began
	Account   string    `json:"account,omitempty"`
	Caller    string    `json:"caller,omitempty"` // ARN; empty where it is not known
	Profile   string    `json:"profile,omitempty"`
	Operation string    `json:"operation"`               // the AWS operation
	Target    string    `json:"target,omitempty"`        // the user; empty for the account
	Object    string    `json:"object,omitempty"`        // what of the user: a device, a key, a policy
	Password  bool      `json:"sets_password,omitempty"` // a password was to be set
	// ResetRequired is the flag "must create a new password at next sign-in"; nil: it was to stay as it is.
	ResetRequired *bool  `json:"reset_required,omitempty"`
	Reason        string `json:"reason,omitempty"` // as the operator gave it
	// Verified is by what the caller who asked for the change was verified, at most a quarter of an hour before; empty: by
	// nothing that is known here.
	Verified  Verification `json:"verified,omitempty"`
	Run       string       `json:"run,omitempty"` // the bulk run that the change belongs to, or that this entry is about
	Outcome   Outcome      `json:"outcome"`
	Error     string       `json:"error,omitempty"` // AWS's code, or the kind of error where AWS did not answer
	RequestID string       `json:"request_id,omitempty"`
	Attempts  int          `json:"attempts,omitempty"`
	Seconds   float64      `json:"seconds,omitempty"` // from the beginning to the end, pauses included
	// Settled is set where the outcome was unknown at first, and was found out later.
	Settled *Settled `json:"settled,omitempty"`
}

// Settled says by what the outcome of a change was found out, after it had been unknown.
type Settled struct {
	By        string    `json:"by"` // "CloudTrail"
	Event     string    `json:"event_id"`
	EventTime time.Time `json:"event_time"`
	Time      time.Time `json:"time"` // when it was found out
}

// NewID returns an id for an entry.
func NewID() string { return rand.Text()[:16] }

// abandoned is how long a change is at most under way: five minutes of patience, and a slow network.
const abandoned = 15 * time.Minute

// Ending says how the change ended, in words. A start without an end is under way for as long as it may be.
func (e Entry) Ending(now time.Time) string {
	switch {
	case e.Outcome == Started && now.Sub(e.Time) < abandoned:
		return "unknown: under way, or the program ended first"
	case e.Outcome == Started:
		return "unknown: the program ended first"
	}
	ending := string(e.Outcome)
	if e.Error != "" {
		ending += ": " + e.Error
	}
	if e.Settled != nil {
		ending += " (unknown at first, settled by " + e.Settled.By + ")"
	}
	return ending
}

// What says what was to be done, in words.
func (e Entry) What() string {
	switch e.Operation {
	case "UpdateLoginProfile":
		return strings.Join(e.update(), ", ")
	case "CreateLoginProfile":
		return strings.Join(append([]string{"create password"}, e.flag()...), ", ")
	case "ChangePassword":
		return "change own password"
	case "DeleteLoginProfile":
		return "remove console password"
	case "DeactivateMFADevice":
		return "deactivate MFA device"
	case "ResyncMFADevice":
		return "synchronise MFA device"
	case "DeleteVirtualMFADevice":
		return "delete MFA device"
	case "UpdateAccessKey":
		return "deactivate access key"
	case "UpdateServiceSpecificCredential":
		return "deactivate service credential"
	case "AttachUserPolicy":
		return "attach policy"
	case "PutUserPolicy":
		return "revoke sessions"
	case "DeleteUserPolicy":
		return "restore sessions"
	case "UpdateAccountPasswordPolicy":
		return "replace password policy"
	case "DeleteAccountPasswordPolicy":
		return "delete password policy"
	}
	return e.Operation
}

func (e Entry) update() []string {
	switch {
	case e.Password:
		return append([]string{"reset password"}, e.flag()...)
	case e.ResetRequired == nil:
		return []string{"update login profile"}
	}
	return e.flag()
}

// flag says what became of the flag, where it was to change.
func (e Entry) flag() []string {
	switch {
	case e.ResetRequired == nil:
		return nil
	case *e.ResetRequired:
		return []string{"force change"}
	}
	return []string{"no forced change"}
}

// CallerName is the principal within its account: "helpdesk/alice". It is empty where the caller is not known.
func (e Entry) CallerName() string {
	parts := strings.SplitN(e.Caller, ":", 6)
	_, name, ok := strings.Cut(parts[len(parts)-1], "/")
	if !ok {
		return parts[len(parts)-1] // "root"
	}
	return name
}

// Whom says whom or what the change was for.
func (e Entry) Whom() string {
	switch {
	case e.Target == "" && e.Object == "":
		return "the account"
	case e.Target == "":
		return e.Object
	case e.Object == "":
		return e.Target
	}
	return fmt.Sprintf("%s (%s)", e.Target, e.Object)
}
