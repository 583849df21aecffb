package ui

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/text"
)

// problem is an error in a person's words.
type problem struct {
	title  string // what happened, and to whom
	remedy string // what to do about it
	detail string // AWS's own words, and the request id to quote to AWS
}

// rootCaller is what it means to be the account's root user.
func rootCaller() problem {
	return problem{
		title: "You are the account's root user.",
		remedy: "No IAM policy limits you, and so none stops a mistake: use an IAM user or a role for this work. Root is no IAM " +
			"user and not in the list. Its own password is changed on the console's account page; IAM refuses to (InvalidUserType).",
	}
}

// explain puts an error of iamclient into words.
func explain(err error, s situation) problem {
	e, ok := errors.AsType[*iamclient.Error](err)
	if !ok {
		return problem{title: text.Clean(err.Error()), remedy: s.again + " tries again."}
	}
	var p problem
	p.title, p.remedy = words(e, s)
	if e.EarlierMayHaveSucceeded {
		p.title, p.remedy = uncertain(e, s)
	}
	p.detail = detail(e, p.title)
	return p
}

func words(e *iamclient.Error, s situation) (title, remedy string) {
	switch e.Kind {
	case iamclient.KindCanceled:
		return "Not sent: nothing was changed.", s.again + " sends it."
	case iamclient.KindReadOnly:
		return readOnlyReason, "Start iampasswd without --read-only to make changes."
	case iamclient.KindGuarded:
		return "A guard rail refuses: " + text.Sentence(e.Message), "Nothing was sent. iampasswd config, in a shell, shows the guard rails of your team."
	case iamclient.KindUnrecorded:
		return text.Capital(text.Sentence(e.Message)), "Make room, or mend its permissions; then " + s.again + " tries again."
	case iamclient.KindPolicyViolation:
		return "AWS refuses the password: " + text.Sentence(e.Message), "Mend it in the fields above, then enter. Nothing was changed."
	case iamclient.KindNoLoginProfile:
		if e.Op == "DeleteLoginProfile" {
			return s.user + " has no console password any more.", "esc goes back: there is nothing to disable."
		}
		return s.user + " has no console password yet.", "enter creates one, with what you typed."
	case iamclient.KindNoSuchUser:
		return "There is no user " + s.user + " any more: deleted, or never there.", "The list is being read again. esc goes back to it."
	case iamclient.KindNoSuchEntity:
		if !strings.HasSuffix(e.Op, "LoginProfile") {
			return "It is not there any more: " + text.Sentence(e.Message), "It is being read again. esc goes back."
		}
		return s.user + " has no console password, or does not exist: you may not read which (iam:GetUser).",
			"enter tries to create a console password, with what you typed."
	case iamclient.KindAlreadyExists:
		return s.user + " has a console password by now.", "enter resets it, with what you typed."
	case iamclient.KindUnmodifiable:
		return s.user + " is still temporarily unmodifiable, as after being made a moment ago.", "Wait some minutes, then " + s.again + " tries again."
	case iamclient.KindThrottled:
		return "AWS is throttling the account's requests.", s.again + " tries again."
	case iamclient.KindServer:
		return "AWS failed on its side.", s.again + " tries again."
	case iamclient.KindNetwork:
		return "AWS could not be reached, so nothing was changed.", text.Capital(text.Sentence(e.Message)) + " Then " + s.again + " tries again."
	case iamclient.KindDenied:
		return denied(e, s)
	}
	return credentialWords(e, s)
}

func credentialWords(e *iamclient.Error, s situation) (title, remedy string) {
	again := " Then " + s.again + " reads the credentials again"
	if s.user != "" {
		again += "; nothing that you typed is lost"
	}
	again += "."
	switch e.Kind {
	case iamclient.KindExpired:
		return "Your AWS session has expired.", "Renew it in another window: " + renewal(s) + "." + again
	case iamclient.KindOtherCaller:
		return text.Capital(text.Sentence(e.Message)), s.again + " reads the identity again, and asks before it sends with these credentials."
	case iamclient.KindMFA:
		if e.Code != "" {
			return "AWS refuses the MFA code.", "Each code works once. " + s.again + " asks for another one."
		}
		return "The profile " + text.Clean(s.profile) + " asks for an MFA code.", s.again + " asks for it again."
	case iamclient.KindInvalidToken:
		return "AWS does not know these credentials.",
			"Either the access key is wrong, inactive or of another partition (China and GovCloud need --region), " +
				"or it is a session without MFA, which may not call IAM. Mend it in another window." + again
	case iamclient.KindCredentials:
		return "There are no usable AWS credentials.", "Check `aws sts get-caller-identity" + profileFlag(s.profile) + "` in another window." + again
	}
	return "AWS refuses: " + text.Sentence(e.Message), s.again + " tries again."
}

// uncertain explains an error behind which the change may have been made all the same.
func uncertain(e *iamclient.Error, s situation) (title, remedy string) {
	const keep = " Keep the password until you know."
	if s.remedy {
		return "Unknown outcome: a request was sent, and its answer got lost.",
			"It is being read again: look whether it was made. " + s.again + " sends the same again, which does no harm."
	}
	switch e.Kind {
	case iamclient.KindPolicyViolation, iamclient.KindAlreadyExists, iamclient.KindDenied:
		return "The earlier attempt may have succeeded: its answer got lost, and AWS refuses the next one.",
			"Let " + s.user + " try to sign in with this password; ctrl+t shows it." + keep
	case iamclient.KindUnknownOutcome:
		return "Unknown outcome: the request was sent, and no answer came. The password may be in force.",
			s.again + " sends the same again, which does no harm." + keep
	case iamclient.KindServer:
		return "AWS failed on its side; the change may have been made all the same.", s.again + " tries again with the same." + keep
	}
	title, remedy = words(e, s)
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

// protection explains why a user is not touched.
func protection(user string, rule rails.Protected) problem {
	return problem{
		title:  text.Clean(user) + " is protected.",
		remedy: text.Sentence(cmp.Or(rule.Reason, "Nobody said why: ask who looks after the file below.")),
		detail: "a guard rail: " + text.Clean(rule.Where()),
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

// waitReason says why a request waits for its next attempt.
func waitReason(err error, name string) string {
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

// unreadable explains why the users cannot be listed.
func unreadable(err error, s situation) problem {
	p := explain(err, s)
	switch iamclient.KindOf(err) {
	case iamclient.KindDenied:
		p.title = "You may not list this account's users (iam:ListUsers)."
		p.remedy = "u takes an exact user name; the rest works as ever."
	case iamclient.KindNetwork:
		p.title = "AWS could not be reached."
	}
	return p
}

// asIAM is the error as the client gives it; one that says nothing where it is another.
func asIAM(err error) *iamclient.Error {
	if e, ok := errors.AsType[*iamclient.Error](err); ok {
		return e
	}
	return &iamclient.Error{}
}
