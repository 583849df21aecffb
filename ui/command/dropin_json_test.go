//go:build unix

package command_test

var (
	bobIsReset = request("UpdateLoginProfile", "Password", "Tram-Kettle+49", "UserName", "bob")
	noObject   = []difference{
		{stderr, "\nError parsing parameter 'cli-input-json': Invalid JSON: an object is wanted, { }\n", ourWords}, {code, "252", mistakeIs252},
	}
	skeletonAllTheSame = []difference{
		{stdout, "{\n    \"UserName\": \"\",\n    \"Password\": \"\",\n    \"PasswordResetRequired\": true\n}\n", anyForm},
		{stderr, "", anyForm}, {code, "0", anyForm},
	}
)

func badJSON(how string) difference {
	return difference{stderr, "\nError parsing parameter 'cli-input-json': Invalid JSON: " + how + "\n", noEcho}
}

func noPassword(class string) difference {
	return difference{stderr, "\nParameter validation failed:\nInvalid type for parameter Password, type: <class '" + class + "'>, valid types: <class 'str'>\n", noEcho}
}

func noFlag(class string) difference {
	return difference{stderr, "\nParameter validation failed:\nInvalid type for parameter PasswordResetRequired, type: <class '" + class + "'>, valid types: <class 'bool'>\n", noEcho}
}

// jsonInvocations are about --cli-input-json.
func jsonInvocations() []invocation {
	in := func(json string) map[string]string { return map[string]string{"in.json": json} }
	const (
		update   = "update-login-profile --cli-input-json "
		fromFile = update + "file://$DIR/in.json"
	)
	return []invocation{
		{line: update + `'{"UserName":"bob","Password":"Tram-Kettle+49","PasswordResetRequired":true}'`, where: onMotoToo},
		{line: update + `'{"UserName":"bob","Password":"Tram-Kettle+49","PasswordResetRequired":false}'`},
		{line: `update-login-profile --cli-input-json='{"UserName":"bob","Password":"Tram-Kettle+49"}'`, but: []difference{
			{wire, bobIsReset, anyForm}, {stderr, "", anyForm}, {code, "0", anyForm}}},
		{line: `update-login-profile --cli-input '{"UserName":"bob","Password":"Tram-Kettle+49"}'`, but: []difference{
			{wire, bobIsReset, anyForm}, {stderr, "", anyForm}, {code, "0", anyForm}}},
		{line: `update-login-profile --user-name bob --cli-input '{"UserName":"nobody","Password":"Tram-Kettle+49"}'`},
		{line: fromFile, files: in("{\n    \"UserName\": \"bob\",\n    \"Password\": \"Tram-Kettle+49\"\n}\n"), where: onMotoToo},
		{line: fromFile, files: in(`{"UserName":"bob","Password":"Tram-Kettle+49\n"}`), but: []difference{untypeable}},
		{line: fromFile, files: in(`{"UserName":"bob","Password":"\u0054r\u00e2m-Kettle\u002b49"}`)},
		{line: fromFile, files: in(`{"UserName":"bob","Password":"file://in.json"}`)},
		{line: fromFile, files: in(`{"UserName":"bob","PasswordResetRequired":true}`)},
		{line: fromFile, files: in("\ufeff{\"UserName\":\"bob\"}"), but: []difference{badJSON("a mistake at character 1")}},
		{line: fromFile, but: []difference{{stderr,
			"\nError parsing parameter '--cli-input-json': Unable to load paramfile file://$DIR/in.json: no such file or directory\n", ourWords}}},
		{line: update + "-", stdin: `{"UserName":"bob","Password":"Tram-Kettle+49"}`, but: []difference{
			{wire, bobIsReset, safeWays}, {stderr, "", safeWays}, {code, "0", safeWays}}},
		{line: update + "in.json", files: in(`{"UserName":"bob"}`), but: []difference{badJSON("a mistake at character 1")}},

		// Options go before it.
		{line: update + `'{"UserName":"nobody","Password":"Wrong-1"}' --user-name bob --password Tram-Kettle+49`, where: onMotoToo},
		{line: "update-login-profile --user-name bob --password Tram-Kettle+49 --cli-input-json '{\"UserName\":\"nobody\",\"PasswordResetRequired\":true}'"},
		{line: update + `'{"UserName":"bob","Password":"Tram-Kettle+49","PasswordResetRequired":true}' --no-password-reset-required`},
		{line: update + `'{"UserName":"bob","Password":3}' --password Tram-Kettle+49`},
		{line: update + `'{"UserName":"bob","Password":""}' --password Tram-Kettle+49`},
		{line: update + `'{"UserName":"bob"}' --password ''`},
		{line: update + `'{}' --user-name bob --password Tram-Kettle+49`},
		{line: update + `'{"UserName":"nobody"}' --cli-input-json '{"UserName":"bob","Password":"Tram-Kettle+49"}'`},

		// What it may not hold.
		{line: update + `'{}'`},
		{line: update + `'{"Password":"Tram-Kettle+49"}'`},
		{line: update + `'{"UserName":"bob","Foo":1}'`},
		{line: update + `'{"Zeta":1,"UserName":"bob","Alpha":2}'`},
		{line: update + `'{"userName":"bob","password":"Tram-Kettle+49"}'`},
		{line: update + `'{"UserName":"bob","":"Tram-Kettle+49"}'`},
		{line: update + `'{"UserName":"bob","Password":12345678}'`, but: []difference{noPassword("int")}},
		{line: update + `'{"UserName":"bob","Password":null}'`, but: []difference{noPassword("NoneType")}},
		{line: update + `'{"UserName":"bob","Password":["Tram-Kettle+49"]}'`, but: []difference{noPassword("list")}},
		{line: update + `'{"UserName":"bob","Password":{"Value":"Tram-Kettle+49"}}'`, but: []difference{noPassword("dict")}},
		{line: update + `'{"UserName":"bob","PasswordResetRequired":"true"}'`, but: []difference{noFlag("str")}},
		{line: update + `'{"UserName":"bob","PasswordResetRequired":1}'`, but: []difference{noFlag("int")}},
		{line: update + `'{"UserName":"bob","PasswordResetRequired":null}'`, but: []difference{noFlag("NoneType")}},
		{line: update + `'{"UserName":7,"Foo":true,"Password":false,"PasswordResetRequired":1.5}'`, but: []difference{{stderr,
			"\nParameter validation failed:\nUnknown parameter in input: \"Foo\", must be one of: UserName, Password, PasswordResetRequired\n" +
				"Invalid type for parameter UserName, type: <class 'int'>, valid types: <class 'str'>\n" +
				"Invalid type for parameter Password, type: <class 'bool'>, valid types: <class 'str'>\n" +
				"Invalid type for parameter PasswordResetRequired, type: <class 'float'>, valid types: <class 'bool'>\n", noEcho}}},
		{line: update + `'{"Password":"","UserName":""}'`},
		{line: update + `'{"UserName":"bob","UserName":"nina","Password":"Wrong-1","Password":"Tram-Kettle+49"}'`},
		{line: update + `'{"UserName":"bob","Password":"\ud800Tram"}'`, but: []difference{
			{stderr, "\nParameter validation failed:\nInvalid text for parameter Password: it has half of a surrogate pair in it, or U+FFFD\n", ourWords},
			{code, "252", mistakeIs252}}},

		// What is no JSON, or no object.
		{line: update + `'{"UserName":"bob"'`, but: []difference{badJSON("it ends too early")}},
		{line: update + `'{"UserName":"bob",}'`, but: []difference{badJSON("a mistake at character 19")}},
		{line: update + `'{UserName:bob}'`, but: []difference{badJSON("a mistake at character 2")}},
		{line: update + `'{"UserName":"bob"} {}'`, but: []difference{badJSON("there is more after the object")}},
		{line: update + `'[]'`, but: noObject},
		{line: update + `'["UserName","bob"]'`, but: noObject},
		{line: update + `'null'`, but: noObject},
		{line: update + `'"bob"'`, but: noObject},
		{line: update + `''`, but: []difference{badJSON("it ends too early")}},
		{line: update + `'{"UserName":"bob","Password":NaN}'`, but: []difference{{stderr, "\nError parsing parameter 'cli-input-json': Invalid JSON: a mistake at character 30\n", plainJSON}}},
		{line: update},

		// The other operations.
		{line: `create-login-profile --cli-input-json '{"UserName":"nina","Password":"Tram-Kettle+49","PasswordResetRequired":false}'`, but: []difference{
			{wire, request("CreateLoginProfile", "Password", "Tram-Kettle+49", "UserName", "nina"), falseOmitted}}},
		{line: `create-login-profile --cli-input-json '{"Password":"Tram-Kettle+49"}'`, but: namesCaller},
		{line: `create-login-profile --cli-input-json '{"UserName":"nina","Passwort":"Tram-Kettle+49"}'`},
		{line: `change-password --cli-input-json '{"OldPassword":"Old-Lantern-1987!","NewPassword":"Tram-Kettle+49"}'`},
		{line: `change-password --cli-input-json '{"OldPassword":"Wrong-1"}' --new-password Tram-Kettle+49 --old-password Old-Lantern-1987!`},
		{line: `change-password --cli-input-json '{"NewPassword":"Tram-Kettle+49"}'`},
	}
}

// skeletonInvocations are about --generate-cli-skeleton.
func skeletonInvocations() []invocation {
	return []invocation{
		{line: "update-login-profile --generate-cli-skeleton"},
		{line: "update-login-profile --generate-cli-skeleton input"},
		{line: "update-login-profile --generate-cli-skeleton=input", but: skeletonAllTheSame},
		{line: "update-login-profile --generate-cli-skeleton output", but: []difference{{stderr, "", leanSkeleton}, {code, "0", leanSkeleton}}},
		{line: "update-login-profile --generate-cli-skeleton output --user-name bob"},
		{line: "update-login-profile --generate-cli-skeleton --user-name bob --password Tram-Kettle+49"},
		{line: "update-login-profile --user-name bob --password '' --generate-cli-skeleton"},
		{line: "update-login-profile --generate-cli-skeleton yaml"},
		{line: "update-login-profile --generate-cli-skeleton ''"},
		{line: "update-login-profile --generate-cli-skeleton output --generate-cli-skeleton input", but: skeletonAllTheSame},
		{line: "update-login-profile --generate-cli-skeleton --cli-input-json '{\"Foo\":1}'"},
		{line: "update-login-profile --generate-cli-skeleton --foo"},
		{line: "update-login-profile --generate", env: noCredentials(), but: skeletonAllTheSame},
		{line: "create-login-profile --generate-cli-skeleton"},
		{line: "create-login-profile --generate-cli-skeleton output --password Tram-Kettle+49"},
		{line: "create-login-profile --generate-cli-skeleton output"},
		{line: "change-password --generate-cli-skeleton", env: noCredentials()},
		{line: "change-password --generate-cli-skeleton output --old-password a --new-password b"},
		{line: "update-account-password-policy --generate-cli-skeleton"},
		{line: "update-account-password-policy --generate-cli-skeleton output"},
	}
}

func noCredentials() []string {
	return []string{"AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY="}
}
