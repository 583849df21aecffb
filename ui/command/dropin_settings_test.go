//go:build unix

package command_test

import "fmt"

// settingInvocations are about global options, variables of the environment and the configuration.
func settingInvocations() []invocation {
	const update = "update-login-profile --user-name bob --password Tram-Kettle+49"
	configured := map[string]string{"config": "[default]\noutput = text\n[profile helpdesk]\nregion = eu-west-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n[profile half]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"}
	config := []string{"AWS_CONFIG_FILE=$DIR/config"}
	printsJSON := []difference{{stdout, "{\n    \"LoginProfile\": {\n        \"UserName\": \"nina\",\n        \"CreateDate\": \"NOW+00:00\",\n" +
		"        \"PasswordResetRequired\": false\n    }\n}\n", jsonOutput}}
	return []invocation{
		{line: update, front: "--region eu-west-1 --output json"},
		{line: update + " --region eu-west-1"},
		{line: "update-login-profile --endpoint-url $URL --user-name bob --password Tram-Kettle+49", env: []string{"AWS_ENDPOINT_URL="}},
		{line: update, front: "--endpoint-url=$URL", env: []string{"AWS_ENDPOINT_URL="}},
		{line: update + " --endpoint $URL", env: []string{"AWS_ENDPOINT_URL="}},
		{line: update, front: "--endpoint-url http://127.0.0.1:1", env: []string{"AWS_MAX_ATTEMPTS=1"}, but: []difference{
			{stderr, "\nconnection refused at 127.0.0.1:1\n", ourWords}}},
		{line: update + " --endpoint-url $URL", front: "--endpoint-url http://127.0.0.1:1"},
		{line: update, env: []string{"AWS_ENDPOINT_URL=http://127.0.0.1:1", "AWS_ENDPOINT_URL_IAM=$URL"}},
		{line: update + " --endpoint-url foo", but: []difference{{stderr, "the endpoint \"foo\" is no URL like https://iam.example.com; use https, or http to 127.0.0.1.\n", ourWords}, {code, "252", mistakeIs252}}},
		{line: update + " --endpoint-url http://iam.example.com", env: []string{"AWS_MAX_ATTEMPTS=1", "http_proxy=http://127.0.0.1:1"}, but: []difference{
			{stderr, "the endpoint \"http://iam.example.com\" would carry passwords in the clear: plain http is for this machine alone; use https, or http to 127.0.0.1.\n", noPlainHTTP},
			{code, "252", noPlainHTTP}}},
		{line: update, env: []string{"AWS_DEFAULT_REGION="}, but: []difference{
			{wire, bobIsReset, anyRegion}, {stderr, "", anyRegion}, {code, "0", anyRegion}}},
		{line: update + " --output text --query LoginProfile --color off --no-paginate", but: []difference{{stdout, "", jsonOutput}}},
		{line: update + " --query LoginProfile", but: []difference{{stdout, "", jsonOutput}}},
		{line: update + " --output table"},
		{line: update + " --output xml", but: []difference{
			{stderr, "argument --output: Invalid choice, valid choices are: json | text | table | yaml | yaml-stream | off\n", notVersion1}}},
		{line: update + " --color purple"},
		{line: update + " --query 'LoginProfile['", but: []difference{{wire, bobIsReset, jsonOutput}, {stderr, "", jsonOutput}, {code, "0", jsonOutput}}},
		{line: update + " --cli-read-timeout 10 --cli-connect-timeout=10"},
		{line: update + " --cli-read-timeout 0 --cli-connect-timeout 0"},
		{line: update + " --cli-read-timeout soon", but: []difference{
			{stderr, "argument --cli-read-timeout: takes whole seconds, 0 for no limit\n", ourWords}, {code, "252", mistakeIs252}}},
		{line: update + " --cli-connect-timeout -5", but: []difference{
			{stderr, "argument --cli-connect-timeout: takes whole seconds, 0 for no limit\n", ourWords}, {code, "252", mistakeIs252}}},
		{line: update + " --cli-read 10"},
		{line: update + " --cli 10", but: []difference{
			{stderr, "ambiguous option: --cli could match --cli-read-timeout, --cli-connect-timeout, --cli-binary-format, --cli-auto-prompt, --cli-error-format\n", notVersion1}}},
		{line: update + " --no-sign-request", but: []difference{{wire, "", ourOptions}, {stderr, "--no-sign-request of the AWS CLI is not there", ourOptions}, {code, "252", ourOptions}}},
		{line: update + " --no-pag"},
		{line: update + " --no-verify-ssl", but: []difference{{wire, "", noUnverified}, {stderr, "--no-verify-ssl is refused: ", noUnverified}, {code, "252", noUnverified}}},
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49 --output json"},
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49 --output text", but: []difference{
			{wire, "", jsonOutput}, {stdout, "", jsonOutput}, {stderr, "create-login-profile prints JSON only: leave out --output text.\n", jsonOutput}, {code, "252", jsonOutput}}},
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49 --query LoginProfile.UserName", but: []difference{
			{wire, "", jsonOutput}, {stdout, "", jsonOutput}, {stderr, "create-login-profile has no --query", jsonOutput}, {code, "252", jsonOutput}}},
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49", files: configured, env: config, but: printsJSON},
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49", env: []string{"AWS_DEFAULT_OUTPUT=text"}, but: printsJSON},
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49 --color on --no-paginate"},

		{line: update + " --profile helpdesk", files: configured, env: append(config, noCredentials()...)},
		{line: update, front: "--profile=helpdesk", files: configured, env: append(config, noCredentials()...)},
		{line: update, files: configured, env: append(config, "AWS_PROFILE=helpdesk", "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=")},
		{line: update + " --profile nope", files: configured, env: config, but: []difference{
			{stderr, "the AWS configuration has no profile \"nope\": `aws configure list-profiles` names those there are.", ourWords}}},
		{line: update, env: []string{"AWS_PROFILE=nope"}, but: []difference{{stderr, "the AWS configuration has no profile \"nope\"", ourWords}}},
		{line: update + " --profile half", files: configured, env: append(config, noCredentials()...), but: []difference{
			{stderr, "sets aws_access_key_id without aws_secret_access_key in the same section", ourWords}, {code, "253", ourWords}}},
		{line: update, env: noCredentials(), but: []difference{{stderr, "no AWS credentials are configured: run `aws configure`", ourWords}}},
		{line: update, env: []string{"AWS_SECRET_ACCESS_KEY="}, but: []difference{
			{stderr, "AWS_SECRET_ACCESS_KEY is missing or empty", ourWords}, {code, "253", ourWords}}},
		{line: "update-login-profile --user-name bob --password ''", env: noCredentials()},
		{line: update + " --ca-bundle $DIR/missing.pem", but: []difference{
			{wire, "", noUnverified}, {stderr, "--ca-bundle: open $DIR/missing.pem: no such file or directory\n", noUnverified}, {code, "255", noUnverified}}},
	}
}

func noNumber(value string) []difference {
	return []difference{
		{stderr, fmt.Sprintf("argument --minimum-password-length: a whole number is wanted, not %q\n", value), ourWords}, {code, "252", mistakeIs252},
	}
}

// policyInvocations are about update-account-password-policy.
func policyInvocations() []invocation {
	const update = "update-account-password-policy"
	return []invocation{
		{line: update, where: onMotoToo},
		{line: update + " --minimum-password-length 14 --require-symbols --require-numbers --require-uppercase-characters" +
			" --require-lowercase-characters --allow-users-to-change-password --max-password-age 90 --password-reuse-prevention 5 --hard-expiry"},
		{line: update + " --no-require-symbols --no-hard-expiry --minimum-password-length 8", where: onMotoToo, but: []difference{
			{wire, request("UpdateAccountPasswordPolicy", "HardExpiry", "false", "MinimumPasswordLength", "8"), falseOmitted}}},
		{line: update + " --require-symbols --no-require-symbols --require-symbols"},
		{line: update + " --require Tram"},
		{line: update + " --min 8 --max=30 --allow --hard"},
		{line: update + " --minimum-password-length 5"},
		{line: update + " --minimum-password-length 129"},
		{line: update + " --minimum-password-length 0"},
		{line: update + " --minimum-password-length +8"},
		{line: update + " --minimum-password-length 08"},
		{line: update + " --minimum-password-length 8.0", but: noNumber("8.0")},
		{line: update + " --minimum-password-length 1_0", but: append(noNumber("1_0"), difference{wire, "", ourWords})},
		{line: update + " --minimum-password-length eight", but: noNumber("eight")},
		{line: update + " --minimum-password-length ''", but: noNumber("")},
		{line: update + " --minimum-password-length 2147483648", but: []difference{
			{wire, "", onlyInt32}, {stderr, "argument --minimum-password-length: a whole number is wanted, not \"2147483648\"\n", onlyInt32}, {code, "252", onlyInt32}}},
		{line: update + " --max-password-age 0"},
		{line: update + " --minimum-password-length file://$DIR/n", files: map[string]string{"n": "12\n"}},
		{line: update + ` --cli-input-json '{"MinimumPasswordLength":12,"RequireSymbols":true,"HardExpiry":false}'`},
		{line: update + ` --cli-input-json '{"MinimumPasswordLength":"12"}'`},
		{line: update + ` --cli-input-json '{"MinimumPasswordLength":12.5,"MaxPasswordAge":1e2}'`, but: []difference{{stderr,
			"\nParameter validation failed:\nInvalid type for parameter MinimumPasswordLength, value: 12.5, type: <class 'float'>, valid types: <class 'int'>\n" +
				"Invalid type for parameter MaxPasswordAge, value: 1e2, type: <class 'float'>, valid types: <class 'int'>\n", ourWords}}},
		{line: update + ` --cli-input-json '{"MinimumPasswordLength":true}'`, but: []difference{{stderr,
			"\nParameter validation failed:\nInvalid type for parameter MinimumPasswordLength, value: True, type: <class 'bool'>, valid types: <class 'int'>\n", plainJSON}}},
		{line: update + ` --cli-input-json '{"RequireSymbols":"yes","MaxPasswordAge":null,"RequireNumbers":[1,"a"],"ExpirePasswords":true}'`, but: []difference{{stderr, "\nInvalid type for parameter RequireNumbers, value: […], type: <class 'list'>, valid types: <class 'bool'>\n", ourWords}}},
		{line: update + ` --cli-input-json '{"MaxPasswordAge":0,"MinimumPasswordLength":3}'`},
		{line: update + ` --cli-input-json '{"MaxPasswordAge":99999999999}'`, but: []difference{
			{wire, "", onlyInt32}, {code, "252", onlyInt32},
			{stderr, "\nParameter validation failed:\nInvalid value for parameter MaxPasswordAge, value: 99999999999, valid max value: 2147483647\n", onlyInt32}}},
	}
}
