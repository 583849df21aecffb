package signins

// Outcome is how an attempt to sign in ended.
type Outcome int

// The outcomes.
const (
	Unclear       Outcome = iota // the event is of a shape that is not known
	SignedIn                     // without MFA, or it is not known whether with it
	SignedInMFA                  // with MFA
	WrongPassword                // by the usual reading of AWS's events: the name is there, and MFA was not asked for
	FailedMFA                    // the password was right
	NoSuchUser                   // no user of the account has the name
	Failed                       // for another reason, which AWS gives
)

var names = [...]struct{ name, words string }{
	Unclear:       {"unclear", "unclear"},
	SignedIn:      {"signed-in", "signed in"},
	SignedInMFA:   {"signed-in-mfa", "signed in with MFA"},
	WrongPassword: {"wrong-password", "wrong password"},
	FailedMFA:     {"failed-mfa", "failed at the MFA step"},
	NoSuchUser:    {"no-such-user", "no such user name in this account"},
	Failed:        {"failed", "failed"},
}

// String is a name that programs can go by: "wrong-password".
func (o Outcome) String() string { return names[o].name }

// Succeeded tells whether somebody was signed in.
func (o Outcome) Succeeded() bool { return o == SignedIn || o == SignedInMFA }

// OutcomeText is how the attempt ended, in words for people.
func (e Event) OutcomeText() string {
	if e.Detail == "" {
		return names[e.Outcome].words
	}
	return names[e.Outcome].words + ": " + e.Detail
}
