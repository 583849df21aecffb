//go:build unix

package command_test

import (
	"net/http"
	"time"

	"iampasswd/iamclient/demoiam"
)

// errorInvocations are about everything that AWS can answer, and what does not answer.
func errorInvocations() []invocation {
	const (
		update = "update-login-profile --user-name bob --password Tram-Kettle+49"
		create = "create-login-profile --user-name nina --password Tram-Kettle+49"
		change = "change-password --old-password Old-Lantern-1987! --new-password Tram-Kettle+49"
		policy = "update-account-password-policy --minimum-password-length 10"
	)
	strict := func(s *demoiam.Server) {
		s.SetPolicy(&demoiam.Policy{MinimumLength: 14, RequireSymbols: true, RequireNumbers: true, ReusePrevention: 3, AllowUsersToChangePassword: true})
	}
	lost := []difference{{stderr, "\niampasswd: the outcome is unknown: the change may have been made, for an attempt was sent whose answer got lost." +
		" Keep the password until you know.\n", unknownResult}}
	twice := []string{"AWS_MAX_ATTEMPTS=2"}
	table := []invocation{
		{line: "update-login-profile --user-name nobody --password Tram-Kettle+49", where: onMotoToo},
		{line: "update-login-profile --user-name nina --password Tram-Kettle+49"},
		{line: "update-login-profile --user-name bob --password short", setup: strict},
		{line: "update-login-profile --user-name bob --password " + heldPassword, setup: strict},
		{line: "create-login-profile --user-name bob --password Tram-Kettle+49", where: onMotoToo},
		{line: "create-login-profile --user-name nobody --password Tram-Kettle+49"},
		{line: "create-login-profile --user-name nina --password short"},
		{line: "change-password --old-password Wrong-1 --new-password Tram-Kettle+49"},
		{line: change, setup: func(s *demoiam.Server) { s.SetCaller("arn:aws:sts::123456789012:assumed-role/Admin/alice") }},
		{line: change, setup: func(s *demoiam.Server) { s.SetCaller("arn:aws:iam::123456789012:user/eve") }},
		{line: change, setup: strict},
		{line: "change-password --old-password Old-Lantern-1987! --new-password Old-Lantern-1987!", setup: strict},
	}
	// Every code, the way that the AWS CLI tells of it.
	for _, code := range []string{
		"AccessDenied", "EntityTemporarilyUnmodifiable", "ExpiredToken", "InvalidClientTokenId", "LimitExceeded", "SignatureDoesNotMatch", "SomethingNew",
	} {
		table = append(table, invocation{line: update, setup: fault(demoiam.Fault{Code: code})})
	}
	for _, code := range []string{"ServiceFailure", "ServiceUnavailable"} {
		table = append(table, invocation{line: update, env: twice, setup: fault(demoiam.Fault{Code: code}), but: lost})
	}
	return append(table,
		invocation{line: update, setup: fault(demoiam.Fault{Code: "Throttling"})}, // three attempts are the default
		invocation{line: update, env: twice, setup: fault(demoiam.Fault{Code: "Throttling", Times: 1})},
		invocation{line: update, env: twice, setup: fault(demoiam.Fault{Code: "Throttling"})},
		invocation{line: update, env: []string{"AWS_MAX_ATTEMPTS=1"}, setup: fault(demoiam.Fault{Code: "AccessDenied"}), but: []difference{
			{stderr, "\nAn error occurred (AccessDenied) when calling the UpdateLoginProfile operation: User: ", lastAttempt}}},
		invocation{line: update, env: []string{"AWS_MAX_ATTEMPTS=1"}, setup: fault(demoiam.Fault{Code: "Throttling"})},
		invocation{line: create, env: twice, setup: fault(demoiam.Fault{Code: "ServiceFailure", Times: 1})},
		invocation{line: policy, setup: fault(demoiam.Fault{Code: "AccessDenied", Message: "User: arn:aws:iam::123456789012:user/admin is not authorized"})},
		invocation{line: update, setup: fault(demoiam.Fault{Code: "AccessDenied", Message: "<&> \"quoted\" – ünïcode"})},
		invocation{line: update, env: twice, setup: fault(demoiam.Fault{HTML: "<html><h1>Bad Gateway</h1></html>", Status: http.StatusBadGateway}), but: lost},
		invocation{line: update, setup: fault(demoiam.Fault{HTML: "<html><h1>Forbidden</h1></html>", Status: http.StatusForbidden}), but: []difference{
			{stderr, "\nAn error occurred (403) when calling the UpdateLoginProfile operation: Forbidden\n", ourWords}}},
		invocation{line: update, setup: fault(demoiam.Fault{HTML: "<html><h1>Sign in</h1></html>", Status: http.StatusOK}), but: []difference{
			{stderr, "\nHTTP 200 OK, which is no answer of AWS\niampasswd: the outcome is unknown: ", foreignAnswer}, {code, "255", foreignAnswer}}},
		invocation{line: update, env: twice, setup: fault(demoiam.Fault{Drop: demoiam.DropBefore}), but: lost},
		invocation{line: update, env: twice, setup: fault(demoiam.Fault{Drop: demoiam.DropAfter, Times: 1})},
		invocation{line: update, env: twice, setup: func(s *demoiam.Server) {
			strict(s)
			fault(demoiam.Fault{Drop: demoiam.DropAfter, Times: 1})(s)
		}, but: lost},
		invocation{line: update, env: twice, where: nowhere, but: []difference{{stderr, "\nconnection refused at $HOST\n", ourWords}}},
		invocation{line: update + " --cli-read-timeout 1", env: twice, setup: fault(demoiam.Fault{Latency: 3 * time.Second, Times: 1}), but: []difference{
			{wire, bobIsReset, sentOnce}, {stderr, "\nno answer in time\niampasswd: the outcome is unknown: ", sentOnce}, {code, "255", sentOnce},
		}},
		invocation{line: update + " --cli-read-timeout 1", env: []string{"AWS_MAX_ATTEMPTS=1"}, setup: fault(demoiam.Fault{Latency: 3 * time.Second}), but: []difference{
			{stderr, "\nno answer in time\niampasswd: the outcome is unknown: ", unknownResult}}},
	)
}

func fault(f demoiam.Fault) func(*demoiam.Server) {
	return func(s *demoiam.Server) { s.Inject(f) }
}
