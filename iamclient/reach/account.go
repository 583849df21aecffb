package reach

import (
	"cmp"
	"errors"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/rails"
)

// State is how far an account has got.
type State int

// The states. An account begins as Waiting or Open, and ends as one of the others. [Reach.Retry] begins again.
const (
	Waiting  State = iota // it is known of, and not reached yet
	Open                  // its Client can be used, though AWS has not said yet whose credentials it has
	Reached               // AWS has said whose credentials the Client has: Identity
	Failed                // Err tells why
	Inactive              // the organization has it, but not as an active account: Err tells why, and it is no failure
	Merged                // the profile leads to an account that another profile has: Into
)

var stateNames = [...]string{Waiting: "waiting", Open: "open", Reached: "reached", Failed: "failed", Inactive: "inactive", Merged: "merged"}

// String is one word: "reached".
func (s State) String() string { return stateNames[s] }

// Account is an account, or what may turn out to be one, as it is known when it is handed out. It does not change.
type Account struct {
	// Key tells it from the others of its [Reach], and stays: the name of the profile, which is empty for the one account of
	// the default settings; in an organization the number, and "own" for the account that the client's credentials are of.
	Key   string
	State State
	// Number has 12 digits; "" until it is known. Before AWS has confirmed it, it is what the configuration or the
	// organization says.
	Number  string
	Name    string // the organization's, fit to show; "": none
	Profile string // whose credentials are used, or assume the role; "" where the default settings decide
	Role    string // the name of the role that is assumed in the account; "": none by --org-role
	// Client talks to the account. It is nil where there is none: the settings cannot be used, or the account is not
	// reached yet. A failed account has one where renewing its credentials may help.
	Client   *iamclient.Client
	Identity iamclient.Identity // who the operator is there; the zero value until that is known
	Err      error              // Failed or Inactive: why
	// Profiles are the other profiles that lead to the account and are not used, as far as they have answered.
	Profiles []Other
	Into     string // Merged: the Key of the account
}

// Other is a profile that is not used, since another one leads to the same account.
type Other struct {
	Profile  string
	Identity iamclient.Identity
}

// Usable tells whether requests can be made in the account.
func (a Account) Usable() bool { return a.State == Open || a.State == Reached }

// Title is what the account is called, fit to show: the team's name for it, its alias, its name in the organization, its
// number, or the profile, whichever is there first. alias is empty where there is none, or it was not read.
func (a Account) Title(in *rails.Rails, alias string) string {
	return printable.Text(cmp.Or(in.Account(a.Number).Name, alias, a.Name, a.Number, a.Profile, a.Key))
}

// Reason is why the account failed or is inactive, in one line that is fit to show and without a full stop; "" otherwise.
func (a Account) Reason() string {
	if a.Err == nil {
		return ""
	}
	why := a.Err.Error()
	switch e, ok := errors.AsType[*iamclient.Error](a.Err); {
	case !ok:
	case e.Kind == iamclient.KindMFA && e.Code == "":
		why = "an MFA code of " + e.MFADevice + " is needed"
	case e.Kind == iamclient.KindDenied && e.Op == "AssumeRole": // AWS does not tell which of the two
		why = "the role " + a.Role + " is not there, or may not be assumed by you (" + e.Code + ")"
	}
	return strings.TrimSuffix(printable.Text(strings.Join(strings.Fields(why), " ")), ".")
}
