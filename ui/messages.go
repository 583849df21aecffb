package ui

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
	"iampasswd/iamclient/reach"
	"iampasswd/iamclient/signins"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
)

// message tells of something that has happened: what was read, what became of a change. A message that can come late
// carries the change or the round of reading that it belongs to, and is dropped where that is over.
//
//sumtype:decl
type message interface{ isMessage() }

type (
	// stopAskedMsg tells that another process has asked this one to stop.
	stopAskedMsg struct{}
	// continuedMsg tells that the program goes on after it was stopped without being asked.
	continuedMsg struct{}

	// tickedMsg is one tick of the spinner, the countdowns and the masks.
	tickedMsg struct{}

	identityLoadedMsg struct {
		round    directory.Round
		identity iamclient.Identity
		err      error
	}
	aliasLoadedMsg struct {
		round directory.Round
		alias string
	}
	policyLoadedMsg struct {
		round   directory.Round
		changes int              // of the policy that had been made when the reading began; where there are more, it is stale
		policy  iamclient.Policy // says itself where it could not be read
		err     error
	}
	usersLoadedMsg struct {
		round directory.Round
		users []iamclient.User
		next  string // the marker of the next page; empty at the end
		err   error
	}
	// usersWaitedMsg tells that reading the users pauses before it tries again.
	usersWaitedMsg struct {
		round    directory.Round
		progress iamclient.Progress
	}
	userLoadedMsg struct {
		key  directory.Key // as it was typed
		user iamclient.User
		err  error
	}

	// readingRenewedMsg comes before a reading with credentials that were read again.
	readingRenewedMsg struct {
		round    directory.Round
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

	// accountFoundMsg is news of an account that the options reach.
	accountFoundMsg struct{ account reach.Account }
	// accountsFoundMsg tells that a search for accounts has ended, and why there may be more; the error is nil where there
	// are none.
	accountsFoundMsg struct{ err error }
	// codeAskedMsg asks for the MFA code that a search waits for. An empty answer means that there is none.
	codeAskedMsg struct {
		device string
		answer chan<- string
	}

	// accessReadMsg is what decides whether the user under the cursor can sign in.
	accessReadMsg struct {
		read   int // the number of the live reading
		access iamclient.Access
	}
	reportReadMsg struct {
		round  directory.Round
		report iamclient.Report
		err    error
	}
	// signInsReadMsg is what CloudTrail has of the sign-ins to the account.
	signInsReadMsg struct {
		round   directory.Round
		reading signins.Reading
		err     error
	}
	// settledMsg is what CloudTrail says of a change whose outcome got lost.
	settledMsg struct {
		id    int // of the change
		user  directory.User
		entry history.Entry
		why   iamclient.Unsettled
		err   error
	}
	// olderReadMsg is what it has of one user.
	olderReadMsg struct {
		user    directory.Key
		reading signins.Reading
		err     error
	}
	historyLoadedMsg struct {
		entries []history.Entry // the newest first
		err     error
	}

	// changeProgressedMsg tells how far a change has got.
	changeProgressedMsg struct {
		id       int
		progress change.Progress
	}
	// credentialsRenewedMsg comes before a change that asked for it.
	credentialsRenewedMsg struct {
		id       int
		account  directory.View // whose credentials were read again
		identity iamclient.Identity
		err      error
	}
	changedMsg struct {
		id      int
		outcome change.Outcome
	}

	// signInDueMsg tells that it is time to read whether the user of the hand-over of that id has signed in.
	signInDueMsg struct{ id int }
	// loginProfileReadMsg is what AWS says of that user's password.
	loginProfileReadMsg struct {
		id      int
		profile iamclient.LoginProfile
		err     error
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
		change change.Change
		err    error
	}

	// bulkPlannedMsg is the plan of a change for many users, or why there is none.
	bulkPlannedMsg struct {
		id   int
		plan *bulk.Plan
		err  error
	}
	// bulkSealedMsg is what encrypts passwords to recipients, or under a passphrase, for the panel that asked for it.
	bulkSealedMsg struct {
		id         int
		recipients []string
		seal       *journal.Sealing
		err        error
	}
	// bulkStartedMsg is a run whose journal is on the disk, or why it is not.
	bulkStartedMsg struct {
		id  int
		run *bulk.Run
		err error
	}
	// bulkExpiredMsg tells that the run under way waits for its credentials, and why; nil: it goes on.
	bulkExpiredMsg struct{ err error }
	// bulkEndedMsg tells that a run has ended; the error is why before its end.
	bulkEndedMsg struct {
		id  int
		err error
	}
	// bulkSavedMsg tells what became of a file of a run's: the name is empty where there is none.
	bulkSavedMsg struct {
		id   int
		what savedPart
		name string
		err  error
	}

	// clipboardDueMsg tells that the copy of that number has been in the native clipboard for long enough.
	clipboardDueMsg struct{ serial int }
)

func (stopAskedMsg) isMessage()          {}
func (continuedMsg) isMessage()          {}
func (tickedMsg) isMessage()             {}
func (identityLoadedMsg) isMessage()     {}
func (aliasLoadedMsg) isMessage()        {}
func (policyLoadedMsg) isMessage()       {}
func (usersLoadedMsg) isMessage()        {}
func (usersWaitedMsg) isMessage()        {}
func (userLoadedMsg) isMessage()         {}
func (readingRenewedMsg) isMessage()     {}
func (profilesLoadedMsg) isMessage()     {}
func (accountOpenedMsg) isMessage()      {}
func (accountFoundMsg) isMessage()       {}
func (accountsFoundMsg) isMessage()      {}
func (codeAskedMsg) isMessage()          {}
func (accessReadMsg) isMessage()         {}
func (reportReadMsg) isMessage()         {}
func (historyLoadedMsg) isMessage()      {}
func (signInsReadMsg) isMessage()        {}
func (settledMsg) isMessage()            {}
func (olderReadMsg) isMessage()          {}
func (changeProgressedMsg) isMessage()   {}
func (credentialsRenewedMsg) isMessage() {}
func (changedMsg) isMessage()            {}
func (fileSavedMsg) isMessage()          {}
func (signInDueMsg) isMessage()          {}
func (loginProfileReadMsg) isMessage()   {}
func (codeNeededMsg) isMessage()         {}
func (bulkPlannedMsg) isMessage()        {}
func (bulkSealedMsg) isMessage()         {}
func (bulkStartedMsg) isMessage()        {}
func (bulkExpiredMsg) isMessage()        {}
func (bulkEndedMsg) isMessage()          {}
func (bulkSavedMsg) isMessage()          {}
func (clipboardDueMsg) isMessage()       {}

// tickInterval is how often something that moves is drawn.
const tickInterval = 100 * time.Millisecond
