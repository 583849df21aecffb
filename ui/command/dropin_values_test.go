//go:build unix

package command_test

import "strings"

var (
	untypeable   = difference{stderr, "the password has a control character in it, which nobody can type when signing in\n", pointedOut}
	beyondLatin1 = difference{stderr, "the password has a character beyond U+00FF in it, which IAM does not take\n\nAn error occurred (ValidationError)", pointedOut}
	oneLineEnd   = difference{stderr, "one line end at the end of the file of --password was left out\n", oneNewline}
)

// without is the request with the password as it is without its line end.
func without(password string) difference {
	return difference{wire, request("UpdateLoginProfile", "Password", password, "UserName", "bob"), oneNewline}
}

func cannotLoad(what string) difference {
	return difference{stderr, "\nError parsing parameter '--password': Unable to load paramfile " + what + "\n", ourWords}
}

// valueInvocations are about what stands in a value, and about values that stand in files.
func valueInvocations() []invocation {
	password := func(content string) map[string]string { return map[string]string{"pw.txt": content} }
	const fromFile = "update-login-profile --user-name bob --password file://$DIR/pw.txt"
	return []invocation{
		{line: "update-login-profile --user-name bob --password ''"},
		{line: "update-login-profile --user-name '' --password Tram-Kettle+49"},
		{line: "update-login-profile --user-name '' --password ''"},
		{line: "update-login-profile --user-name bob --password 'Tram Kettle 49'"},
		{line: "update-login-profile --user-name bob --password ' Tram-Kettle+49'", but: []difference{{stderr, "the password begins or ends with a space\n", pointedOut}}},
		{line: "update-login-profile --user-name bob --password 'Tram-Kettle+49\n'", but: []difference{untypeable}},
		{line: "update-login-profile --user-name bob --password 'Tram\tKettle+49'", but: []difference{untypeable}},
		{line: "update-login-profile --user-name bob --password Trâm-Këttle+49", where: onMotoToo},
		{line: "update-login-profile --user-name bob --password Ten-€-a-month-1", but: []difference{beyondLatin1}},
		{line: "update-login-profile --user-name bob --password Tram-🚋-Kettle-49", but: []difference{beyondLatin1}},
		{line: "update-login-profile --user-name bob --password 'a&Password=b+c%20d;e\"f\\\\g'", where: onMotoToo},
		{line: "update-login-profile --user-name bob --password " + strings.Repeat("Aa1!", 32)},
		{line: "update-login-profile --user-name bob --password " + strings.Repeat("Aa1!", 33), but: []difference{
			{stderr, "the password has 132 characters, and IAM takes at most 128\n\nAn error occurred (ValidationError)", pointedOut}}},
		{line: "update-login-profile --user-name bøb --password Tram-Kettle+49"},
		{line: "update-login-profile --user-name 'bob smith' --password Tram-Kettle+49"},
		{line: "update-login-profile --user-name " + strings.Repeat("b", 65) + " --password Tram-Kettle+49"},
		{line: "update-login-profile --user-name BOB --password Tram-Kettle+49"},

		{line: fromFile, files: password("Tram-Kettle+49")},
		{line: fromFile, files: password("Tram-Kettle+49\n"), but: []difference{without("Tram-Kettle+49"), oneLineEnd}},
		{line: fromFile, files: password("Tram-Kettle+49\r\n"), but: []difference{without("Tram-Kettle+49"), oneLineEnd}},
		{line: fromFile, files: password("Tram-Kettle+49\n\n"), but: []difference{without("Tram-Kettle+49\n"), oneLineEnd}},
		{line: fromFile, files: password("Trâm-Këttle+49")},
		{line: fromFile, files: password("")},
		{line: fromFile, files: password("\n"), but: []difference{
			{wire, "", oneNewline},
			{stderr, "\n\nParameter validation failed:\nInvalid length for parameter Password, value: 0, valid min length: 1\n", oneNewline},
			{code, "252", oneNewline}}},
		{line: fromFile, files: password("Tram\xff"), but: []difference{
			{stderr, "\nError parsing parameter '--password': file://$DIR/pw.txt is not UTF-8 text\n", ourWords}}},
		{line: fromFile, but: []difference{cannotLoad("file://$DIR/pw.txt: no such file or directory")}},
		{line: "update-login-profile --user-name bob --password file://", but: []difference{cannotLoad("file://: no such file or directory")}},
		{line: "update-login-profile --user-name bob --password file://$DIR", but: []difference{cannotLoad("file://$DIR: it is a directory, and a regular file is needed")}},
		{line: "update-login-profile --user-name bob --password file://~/pw.txt", files: password("Tram-Kettle+49")},
		{line: "update-login-profile --user-name bob --password file://${HOME}/pw.txt", files: password("Tram-Kettle+49")},
		{line: "update-login-profile --user-name bob --password file://pw.txt", files: password("Tram-Kettle+49")},
		{line: "update-login-profile --user-name bob --password file://$NOTHING/pw.txt", but: []difference{cannotLoad("file://$NOTHING/pw.txt: no such file or directory")}},
		{line: "update-login-profile --user-name bob --password fileb://$DIR/pw.txt", files: password("Tram-Kettle+49"), but: []difference{
			{stderr, "\nError parsing parameter '--password': fileb:// gives bytes, and a text is wanted: use file://\n", noEcho}}},
		{line: "update-login-profile --user-name bob --password FILE://$DIR/pw.txt"},
		{line: "update-login-profile --user-name bob --password=file:///dev/stdin", stdin: "Tram-Kettle+49"},
		{line: "update-login-profile --user-name file://$DIR/name --password Tram-Kettle+49", files: map[string]string{"name": "bob"}, where: onMotoToo},
		{line: "update-login-profile --user-name file://$DIR/name --password Tram-Kettle+49", files: map[string]string{"name": "bob\n"}},
		{line: "change-password --old-password file://$DIR/old --new-password file://$DIR/new",
			files: map[string]string{"old": heldPassword, "new": "Tram-Kettle+49"}},
		{line: "update-login-profile --user-name bob --password http://127.0.0.1:1/Pw", but: []difference{
			{wire, request("UpdateLoginProfile", "Password", "http://127.0.0.1:1/Pw", "UserName", "bob"), notVersion1}, {stderr, "", notVersion1}, {code, "0", notVersion1}}},
	}
}
