package ui

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
)

// Messages are facts: what was read, what became of a change. Each that can come late bears the id or the reading
// that it belongs to, and is dropped where that is over.
type (
	// stopAskedMsg tells that another process has asked this one to stop.
	stopAskedMsg struct{}
	// continuedMsg tells that the program goes on after it was stopped without being asked.
	continuedMsg struct{}

	// tickedMsg is one beat of the spinner, the countdowns and the masks.
	tickedMsg struct{}

	identityLoadedMsg struct {
		reading  int
		identity iamclient.Identity
		err      error
	}
	aliasLoadedMsg struct {
		reading int
		alias   string
	}
	policyLoadedMsg struct {
		reading int
		changes int              // of the policy that had been made when the reading began; where there are more, it is stale
		policy  iamclient.Policy // says itself where it could not be read
		err     error
	}
	usersLoadedMsg struct {
		reading int
		users   []iamclient.User
		next    string // the marker of the next page; empty at the end
		err     error
	}
	// usersWaitedMsg tells that reading the users pauses before it tries again.
	usersWaitedMsg struct {
		reading  int
		progress iamclient.Progress
	}
	userLoadedMsg struct {
		visit int    // to the account that was asked
		name  string // as it was typed
		user  iamclient.User
		err   error
	}

	// readingRenewedMsg comes before a reading with credentials that were read again.
	readingRenewedMsg struct {
		reading  int
		identity iamclient.Identity
		err      error
	}
	profilesLoadedMsg struct {
		profiles []iamclient.Profile
		err      error
	}
	// accountOpenedMsg tells whose the credentials of another profile are.
	accountOpenedMsg struct {
		id       int
		client   *iamclient.Client // for that account; nil where its settings cannot be used
		endpoint iamclient.Endpoint
		identity iamclient.Identity
		err      error
	}

	// accessReadMsg is what decides whether the user under the cursor can sign in.
	accessReadMsg struct {
		look   int // the number of the look that asked for it
		access iamclient.Access
	}
	reportReadMsg struct {
		reading int
		report  iamclient.Report
		err     error
	}
	// loginProfileReadMsg tells whether a user has a console password.
	loginProfileReadMsg struct {
		profile iamclient.LoginProfile
		err     error
	}
	historyLoadedMsg struct {
		entries []history.Entry // the newest first
		err     error
	}

	// changeProgressedMsg tells how far a change has got.
	changeProgressedMsg struct {
		id       int
		progress iamclient.Progress
	}
	// credentialsRenewedMsg comes before a change that asked for it.
	credentialsRenewedMsg struct {
		id       int
		identity iamclient.Identity
		err      error
	}
	changedMsg struct {
		id   int
		made int // how many of its requests AWS accepted
		err  error
		// policy is in force now, where the change was one of the policy and that is known.
		policy *iamclient.Policy
	}

	// fileSavedMsg tells what became of the file for the change of that id: the name is empty where there is none, and the
	// error is why its own folder took none.
	fileSavedMsg struct {
		id   int
		name string
		err  error
	}
	// codeNeededMsg tells that a change could not be sent without an MFA code, and gives it back.
	codeNeededMsg struct {
		id     int
		change change
		err    error
	}

	// clipboardDueMsg tells that the copy of that number has been in the native clipboard for long enough.
	clipboardDueMsg struct{ serial int }
)

// tickInterval is how often something that moves is drawn.
const tickInterval = 100 * time.Millisecond
