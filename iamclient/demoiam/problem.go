package demoiam

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// problem is an error as AWS words it. Its status and whose fault it is follow
// from the code.
type problem struct {
	code    string
	message string
	status  int    // 0: the usual one for the code
	reason  string // the Reason of an InvalidInputException
}

func (p *problem) Error() string { return p.code + ": " + p.message }

// refuse makes a problem of a code and a message in fmt's format. No message
// in this package is ever given a password to format.
func refuse(code, format string, values ...any) error {
	return &problem{code: code, message: fmt.Sprintf(format, values...)}
}

func noSuchUser(name string) error {
	return refuse("NoSuchEntity", "The user with name %s cannot be found.", name)
}

func noSuchProfile(name string) error {
	return refuse("NoSuchEntity", "Login Profile for User %s cannot be found.", name)
}

func noSuchUserPolicy(name string) error {
	return refuse("NoSuchEntity", "The user policy with name %s cannot be found.", name)
}

// denial is AWS's wording of AccessDenied. Since 2021 it ends with the reason:
// the kind of policy that denies, or that does not allow. "" is none.
func denial(principal, action, resource, reason string) string {
	text := "User: " + principal + " is not authorized to perform: " + action + " on resource: " + resource
	if reason == "" {
		return text
	}
	return text + " " + reason
}

// notAllowed is the denial by there being no policy that allows it.
func notAllowed(principal, action, resource string) string {
	return denial(principal, action, resource, "because no identity-based policy allows the "+action+" action")
}

// resource is what a request is about, in the words of a denial.
func resource(form url.Values) string {
	if form.Has("UserName") {
		return "user " + form.Get("UserName")
	}
	return cmp.Or(form.Get("RoleArn"), form.Get("SerialNumber"), form.Get("PolicySourceArn"), "*")
}

// usual makes the problem of a code whose message is always the same.
func usual(code string) error {
	return &problem{code: code, message: usualProblems[code].message}
}

// usualMessage is a believable message for a code, given what was asked. AWS's
// words for an entity that is not ready are known of login profiles alone.
func usualMessage(code, caller string, in *request) string {
	action, user := in.action, in.form.Get("UserName")
	switch code {
	case "AccessDenied":
		return notAllowed(caller, in.permission(), resource(in.form))
	case "NoSuchEntity":
		return "The user with name " + user + " cannot be found."
	case "EntityTemporarilyUnmodifiable":
		if strings.HasSuffix(action, "LoginProfile") || action == "ChangePassword" {
			return "Login Profile for User " + user + " cannot be modified while login profile is being created."
		}
		return "The user with name " + user + " is temporarily unmodifiable."
	}
	return cmp.Or(usualProblems[code].message, code)
}

// httpStatus is the HTTP status of the problem.
func (p *problem) httpStatus() int {
	if p.status != 0 {
		return p.status
	}
	if usual, ok := usualProblems[p.code]; ok {
		return usual.status
	}
	return http.StatusBadRequest
}

// jsonCodes are the names that the JSON protocol has for codes of the Query
// protocol.
var jsonCodes = map[string]string{
	"AccessDenied": "AccessDeniedException", "ExpiredToken": "ExpiredTokenException", "InvalidAction": "UnknownOperationException",
	"InvalidClientTokenId": "UnrecognizedClientException", "MissingAuthenticationToken": "MissingAuthenticationTokenException",
	"Throttling": "TooManyRequestsException",
}

func (p *problem) jsonCode() string { return cmp.Or(jsonCodes[p.code], p.code) }

// jsonStatus is 400 for everything that the caller could have prevented.
func (p *problem) jsonStatus() int {
	if status := p.httpStatus(); p.status != 0 || status >= http.StatusInternalServerError {
		return status
	}
	return http.StatusBadRequest
}

// blame is AWS's Type element: who could have prevented the error.
func (p *problem) blame() string {
	if p.httpStatus() >= http.StatusInternalServerError {
		return "Receiver"
	}
	return "Sender"
}

// usualProblems holds the status of every code that this service uses or that
// a fault is likely to name, and the message of those that always say the same.
var usualProblems = map[string]problem{
	"AccessDenied":                  {status: http.StatusForbidden},
	"MalformedPolicyDocument":       {status: http.StatusBadRequest},
	"DeleteConflict":                {status: http.StatusConflict, message: "Cannot delete entity, must delete login profile first."},
	"EntityAlreadyExists":           {status: http.StatusConflict},
	"EntityTemporarilyUnmodifiable": {status: http.StatusConflict},
	"ExpiredToken":                  {status: http.StatusForbidden, message: "The security token included in the request is expired"},
	"IncompleteSignature":           {status: http.StatusForbidden},
	"InternalFailure":               {status: http.StatusInternalServerError, message: "The request processing has failed because of an unknown error, exception or failure."},
	"InvalidAction":                 {status: http.StatusBadRequest},
	"InvalidAuthenticationCode":     {status: http.StatusForbidden, message: "Authentication code for device is not valid."},
	"InvalidClientTokenId":          {status: http.StatusForbidden, message: "The security token included in the request is invalid"},
	"InvalidUserType":               {status: http.StatusBadRequest, message: "Only IAM Users can change their own password"},
	"LimitExceeded":                 {status: http.StatusConflict},
	"MissingAuthenticationToken":    {status: http.StatusForbidden, message: "Request is missing Authentication Token"},
	"NoSuchEntity":                  {status: http.StatusNotFound},
	"NotSupportedService":           {status: http.StatusNotFound},
	"OptInRequired":                 {status: http.StatusForbidden, message: "The AWS Access Key Id needs a subscription for the service"},
	"ReportExpired":                 {status: http.StatusGone},
	"ReportInProgress":              {status: http.StatusNotFound},
	"ReportNotPresent":              {status: http.StatusGone},
	"InvalidInput":                  {status: http.StatusBadRequest},
	"PasswordPolicyViolation":       {status: http.StatusBadRequest, message: "Password does not conform to the account password policy."},
	"RequestEntityTooLarge":         {status: http.StatusRequestEntityTooLarge, message: "Request entity too large"},
	"RequestExpired":                {status: http.StatusBadRequest, message: "Request has expired."},
	"ServiceException":              {status: http.StatusInternalServerError, message: "AWS Organizations can't complete your request because of an internal service error."},
	"ServiceFailure":                {status: http.StatusInternalServerError, message: "The request processing has failed because of an unknown error, exception or failure."},
	"ServiceUnavailable":            {status: http.StatusServiceUnavailable, message: "The request has failed due to a temporary failure of the server."},
	"SignatureDoesNotMatch":         {status: http.StatusForbidden, message: "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."},
	"Throttling":                    {status: http.StatusBadRequest, message: "Rate exceeded"},
	"ValidationError":               {status: http.StatusBadRequest},
}
