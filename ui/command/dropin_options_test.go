//go:build unix

package command_test

var (
	oneUnknown  = difference{stderr, "Unknown arguments: 1 that belong to no option\n", noEcho}
	twoUnknown  = difference{stderr, "Unknown arguments: 2 that belong to no option\n", noEcho}
	namesCaller = []difference{
		{wire, "", nameTheUser},
		{stderr, "create-login-profile needs --user-name: without it AWS would take the caller, admin.\n", nameTheUser},
		{code, "252", nameTheUser},
	}
)

// optionInvocations are about how options are read.
func optionInvocations() []invocation {
	const (
		bob   = "update-login-profile --user-name bob"
		reset = bob + " --password Tram-Kettle+49"
	)
	return []invocation{
		// Three states of the flag, with a password and without.
		{line: reset},
		{line: reset + " --password-reset-required", where: onMotoToo},
		{line: reset + " --no-password-reset-required"},
		{line: bob + " --password-reset-required"},
		{line: bob + " --no-password-reset-required"},
		{line: bob},
		{line: "update-login-profile --password-reset-required --user-name bob --no-password-reset-required"},
		{line: "update-login-profile --no-password-reset-required --user-name bob --password-reset-required"},

		// Every form of an option.
		{line: "update-login-profile --user-name=bob --password=Tram-Kettle+49", where: onMotoToo},
		{line: "update-login-profile --password=Tram=Kettle=49 --user-name=bob"},
		{line: "update-login-profile --user bob --password Tram-Kettle+49 --password-r"},
		{line: "update-login-profile --u=bob --password=Tram-Kettle+49 --no-password"},
		{line: bob + " --pass Tram-Kettle+49"},
		{line: bob + " --pass=Tram-Kettle+49", but: []difference{
			{stderr, "ambiguous option: --pass could match --password, --password-reset-required\n", noEcho},
		}},
		{line: bob + " --password- Tram-Kettle+49", but: []difference{oneUnknown}},
		{line: bob + " --no Tram", but: []difference{
			{stderr, "ambiguous option: --no could match --no-verify-ssl, --no-paginate, --no-sign-request, --no-cli-pager, --no-cli-auto-prompt\n", notVersion1},
		}},
		{line: "update-login-profile --user-name nobody --user-name bob --password Wrong-1 --password Tram-Kettle+49"},
		{line: reset + " --password="},
		{line: bob + " --password file://$DIR/missing --password Tram-Kettle+49"},
		{line: bob + " --PASSWORD Tram-Kettle+49", but: []difference{twoUnknown}},

		// Values that look like something else.
		{line: bob + " --password -Tram-Kettle+49"},
		{line: bob + " --password=-Tram-Kettle+49"},
		{line: bob + " --password -"},
		{line: bob + " --password --"},
		{line: bob + " --password -- Tram-Kettle+49"},
		{line: bob + " --password '-Tram Kettle 49'"},
		{line: bob + " --password -49"},
		{line: bob + " --password -.5"},
		{line: bob + " --password --password-reset-required"},
		{line: bob + " --password --region"},
		{line: bob + " --password=--region"},
		{line: bob + " --password"},
		{line: bob + " --password-reset-required=true", but: []difference{
			{stderr, "argument --password-reset-required: takes no value\n", noEcho},
		}},
		{line: bob + " --password-reset-required true", but: []difference{oneUnknown}},

		// What is missing, and what is too much.
		{line: "update-login-profile"},
		{line: "update-login-profile --password Tram-Kettle+49"},
		{line: bob + " --foo"},
		{line: bob + " --foo bar", but: []difference{{stderr, "Unknown options: --foo\n", noEcho}}},
		{line: bob + " --foo=bar -x", but: []difference{{stderr, "Unknown options: --foo, -x\n", noEcho}}},
		{line: bob + " extra", but: []difference{oneUnknown}},
		{line: "update-login-profile extra --user-name bob more", but: []difference{twoUnknown}},
		{line: bob + " -- extra", but: []difference{oneUnknown}},
		{line: reset + " --"},
		{line: bob + " -Tram-Kettle+49 --Tram", but: []difference{twoUnknown}},
		{line: "update-login-profile --passwort Tram-Kettle+49"},

		// The other three.
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49", where: onMotoToo},
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49 --password-reset-required"},
		{line: "create-login-profile --user-name nina --password Tram-Kettle+49 --no-password-reset-required", but: []difference{
			{wire, request("CreateLoginProfile", "Password", "Tram-Kettle+49", "UserName", "nina"), falseOmitted},
		}},
		{line: "create-login-profile --user nina --password=Tram-Kettle+49 --no-password-reset-required --password-reset-required"},
		{line: "create-login-profile --user-name nina"},
		{line: "create-login-profile --password Tram-Kettle+49", but: namesCaller},
		{line: "create-login-profile", but: namesCaller},
		{line: "change-password --old-password Old-Lantern-1987! --new-password Tram-Kettle+49"},
		{line: "change-password --old Old-Lantern-1987! --new=Tram-Kettle+49"},
		{line: "change-password --old-password Old-Lantern-1987!"},
		{line: "change-password"},
		{line: "change-password --user-name bob --old-password a --new-password b", but: []difference{
			{stderr, "Unknown options: --user-name\n", noEcho},
		}},
		{line: "change-password --old-password '' --new-password ''"},
	}
}
