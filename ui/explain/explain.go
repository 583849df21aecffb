package explain

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/text"
)

// Problem is an error in a person's words.
type Problem struct {
	Title  string // what happened, and to whom
	Remedy string // what to do about it
	Detail string // AWS's own words, and the request id to quote to AWS

	Statement string // the policy statement to ask for, in one line; empty: none would help
	RequestID string // of AWS's answer, to quote to AWS; empty: there is none
}

// Root is what it means to be the account's root user.
func Root() Problem {
	return Problem{
		Title: "You are the account's root user.",
		Remedy: "No IAM policy limits you, and so none stops a mistake: use an IAM user or a role for this work. Root is no IAM " +
			"user and not in the list. Its own password is changed on the console's account page; IAM refuses to (InvalidUserType).",
	}
}

// Error puts an error of iamclient into words.
func Error(err error, in Context) Problem {
	e, ok := errors.AsType[*iamclient.Error](err)
	if !ok {
		return Problem{Title: text.Clean(err.Error()), Remedy: in.Again + " tries again."}
	}
	var p Problem
	p.Title, p.Remedy = words(e, in)
	if e.EarlierMayHaveSucceeded {
		p.Title, p.Remedy = uncertain(e, in)
	}
	p.Detail, p.RequestID = detail(e, p.Title), text.Clean(e.RequestID)
	if s := missing(e, in); s != "" && !e.EarlierMayHaveSucceeded {
		p.Statement = s
	}
	return p
}

func words(e *iamclient.Error, in Context) (title, remedy string) {
	switch e.Kind {
	case iamclient.KindCanceled:
		return "Not sent: nothing was changed.", in.Again + " sends it."
	case iamclient.KindReadOnly:
		return ReadOnly, "Start iampasswd without --read-only to make changes."
	case iamclient.KindGuarded:
		return "A guard rail refuses: " + text.Sentence(e.Message), "Nothing was sent. iampasswd config, in a shell, shows the guard rails of your team."
	case iamclient.KindUnrecorded:
		return text.Capital(text.Sentence(e.Message)), "Free some space or correct its permissions; then " + in.Again + " tries again."
	case iamclient.KindPolicyViolation:
		return "AWS refuses the password: " + text.Sentence(e.Message), "Fix it above, then press Enter. Nothing was changed."
	case iamclient.KindNoLoginProfile:
		if e.Op == "DeleteLoginProfile" {
			return in.User + " no longer has a console password.", "esc goes back: there is nothing to disable."
		}
		return in.User + " has no console password yet.", "enter creates one, with what you typed."
	case iamclient.KindNoSuchUser:
		return "No user named " + in.User + ". Check the spelling.", "The list is being read again. esc goes back."
	case iamclient.KindNoSuchEntity:
		if !strings.HasSuffix(e.Op, "LoginProfile") {
			return "It no longer exists: " + text.Sentence(e.Message), "It is being read again. esc goes back."
		}
		return in.User + " has no console password, or does not exist: you lack iam:GetUser to tell which.",
			"enter tries to create a console password, with what you typed."
	case iamclient.KindInvalidCode:
		return invalidCode(e, in)
	case iamclient.KindAlreadyExists:
		return in.User + " already has a console password.", "enter resets it, with what you typed."
	case iamclient.KindUnmodifiable:
		return in.User + " is still temporarily unmodifiable, as just after it was created.", "Wait a few minutes, then " + in.Again + " tries again."
	case iamclient.KindThrottled:
		return "AWS is throttling the account's requests.", in.Again + " tries again."
	case iamclient.KindServer:
		return "AWS failed on its side.", in.Again + " tries again."
	case iamclient.KindNetwork:
		return "AWS could not be reached, so nothing was changed.", text.Capital(text.Sentence(e.Message)) + " Then " + in.Again + " tries again."
	case iamclient.KindDenied:
		return denied(e, in)
	}
	return credentialWords(e, in)
}

func credentialWords(e *iamclient.Error, in Context) (title, remedy string) {
	again := " Then " + in.Again + " reads the credentials again"
	if in.User != "" {
		again += "; nothing that you typed is lost"
	}
	again += "."
	switch e.Kind {
	case iamclient.KindExpired:
		return "Your AWS session has expired.", "Renew it in another window: " + renewal(in) + "." + again
	case iamclient.KindOtherCaller:
		if in.User == "" {
			return text.Capital(text.Sentence(e.Message)), in.Again + " reads everything again, with these credentials."
		}
		return text.Capital(text.Sentence(e.Message)), in.Again + " reads the identity again, and asks before it sends with these credentials."
	case iamclient.KindMFA:
		if e.Code != "" {
			return "AWS refuses the MFA code.", "Each code works once. " + in.Again + " asks for another one."
		}
		return "The profile " + text.Clean(in.Profile) + " asks for an MFA code.", in.Again + " asks for it again."
	case iamclient.KindInvalidToken:
		return "AWS does not know these credentials.",
			"Either the access key is wrong, inactive or of another partition (China and GovCloud need --region), " +
				"or it is a session without MFA, which may not call IAM. Correct it in another window." + again
	case iamclient.KindCredentials:
		return "There are no usable AWS credentials.", "Check `aws sts get-caller-identity" + profileFlag(in.Profile) + "` in another window." + again
	}
	return "AWS refuses: " + text.Sentence(e.Message), in.Again + " tries again."
}

// invalidCode explains why two codes of an MFA device are refused. AWS has one answer for everything that can be wrong.
func invalidCode(e *iamclient.Error, in Context) (title, remedy string) {
	if e.Code == "" { // AWS was not asked
		return e.Message, "Type two codes that the device shows one after the other."
	}
	return "AWS refuses the codes for " + in.User + ".", "They are too old, used already, not one directly after the other, or another device's. " +
		"Wait for a new code, then type it and the next one."
}

// uncertain explains an error behind which the change may have been made all the same.
func uncertain(e *iamclient.Error, in Context) (title, remedy string) {
	const keep = " Keep the password until you know."
	if e.Op == "ResyncMFADevice" {
		return "Unknown outcome: an answer was lost. The device may have been synchronised.",
			"This shows nothing about the caller. Let " + in.User + " try to sign in; if the code is refused, type two new codes."
	}
	if in.NoPassword {
		return "Unknown outcome: the request was sent, but its answer was lost.",
			"The user is being read again: check whether the change was made. " + in.Again + " sends the same again, which does no harm."
	}
	switch e.Kind {
	case iamclient.KindPolicyViolation, iamclient.KindAlreadyExists, iamclient.KindDenied:
		return "The earlier attempt may have succeeded: its answer was lost, and AWS refused the next one.",
			"Let " + in.User + " try to sign in with this password; ctrl+t shows it." + keep
	case iamclient.KindUnknownOutcome:
		return "Unknown outcome: the request was sent, and no answer came. The password may be in force.",
			in.Again + " sends the same again, which does no harm." + keep
	case iamclient.KindServer:
		return "AWS failed on its side; the change may still have been made.", in.Again + " tries again with the same." + keep
	}
	title, remedy = words(e, in)
	return "An earlier attempt may have succeeded. " + title, remedy + keep
}

// detail is what AWS said, the short and the citable first, for the end may not fit. What the title says already it
// does not say again.
func detail(e *iamclient.Error, title string) string {
	var parts []string
	if e.Code != "" {
		parts = append(parts, text.Clean(e.Code))
	}
	if e.RequestID != "" {
		parts = append(parts, "request "+text.Clean(e.RequestID))
	}
	if e.Attempts > 1 {
		parts = append(parts, fmt.Sprintf("%d attempts", e.Attempts))
	}
	if e.Kind == iamclient.KindMFA && e.Code == "" {
		return "" // which is ours to say, and AWS has said nothing
	}
	if !local(e.Kind) && e.Kind != iamclient.KindCanceled && e.Kind != iamclient.KindNetwork && e.Message != "" && !strings.Contains(title, text.Sentence(e.Message)) {
		parts = append(parts, text.Clean(e.Message))
	}
	return strings.Join(parts, " · ")
}

// Protected explains why a user is not touched.
func Protected(user string, rule rails.Protected) Problem {
	return Problem{
		Title:  text.Clean(user) + " is protected.",
		Remedy: text.Sentence(cmp.Or(rule.Reason, "No reason is given: ask whoever maintains the file below.")),
		Detail: "a guard rail: " + text.Clean(rule.Where()),
	}
}

// local tells whether the kind of error is a refusal of our own, of which AWS never heard.
func local(kind iamclient.Kind) bool {
	switch kind {
	case iamclient.KindReadOnly, iamclient.KindGuarded, iamclient.KindUnrecorded, iamclient.KindOtherCaller:
		return true
	}
	return false
}

// Waiting says why a request waits for its next attempt.
func Waiting(err error, name string) string {
	switch iamclient.KindOf(err) {
	case iamclient.KindUnmodifiable:
		return name + " is temporarily unmodifiable"
	case iamclient.KindThrottled:
		return "AWS is throttling"
	case iamclient.KindServer:
		return "AWS failed on its side"
	case iamclient.KindUnknownOutcome:
		return "The connection broke, outcome unknown"
	}
	return "AWS could not be reached"
}

// Unlisted explains why the users cannot be listed.
func Unlisted(err error, in Context) Problem {
	p := Error(err, in)
	switch iamclient.KindOf(err) {
	case iamclient.KindDenied:
		p.Title = "You may not list this account's users: iam:ListUsers is missing."
		p.Remedy = "u takes an exact user name; everything else works."
	case iamclient.KindNetwork:
		p.Title = "AWS could not be reached."
	}
	return p
}

// AsIAM is the error as the client gives it; one that says nothing where it is another.
func AsIAM(err error) *iamclient.Error {
	if e, ok := errors.AsType[*iamclient.Error](err); ok {
		return e
	}
	return &iamclient.Error{}
}

// ReadOnly is why nothing can be changed in --read-only.
const ReadOnly = "Read-only: with --read-only nothing can be changed."

// NeedsRenewal tells whether an error says that the credentials are to be read again before the next try.
func NeedsRenewal(kind iamclient.Kind) bool {
	switch kind {
	case iamclient.KindExpired, iamclient.KindMFA, iamclient.KindInvalidToken, iamclient.KindCredentials, iamclient.KindOtherCaller:
		return true
	}
	return false
}
