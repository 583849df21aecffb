package ui

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/reset"
)

// action is what a part wants to happen beyond its own state. perform handles each.
//
//sumtype:decl
type action interface{ isAction() }

type (
	// openForm opens the reset form.
	openForm struct{ user directory.User }
	// openName asks for an exact user name.
	openName struct{}
	// askRemedy asks whether to make a change that needs no new password.
	askRemedy struct {
		remedy *remedy.Remedy
		user   directory.User
	}
	// openOffboard opens the checklist for a leaver.
	openOffboard struct{ user directory.User }
	// offboardNext opens the checklist for the first of the users of the same name in other accounts; skipped are the users
	// before them that nothing was done for.
	offboardNext struct{ users, skipped []directory.User }
	// offboardLeft leaves the checklist, and names the accounts in which nothing was done.
	offboardLeft struct{ users []directory.User }
	// offboarded follows a try of it.
	offboarded struct{ user directory.User }
	// remedied follows a remedy that was made.
	remedied struct{ id int } // of the change
	// openBulk asks what to do to the marked users, or shows the run that is under way.
	openBulk struct{}
	// planBulk reads the plan of a change for many users: after its reason, where a guard rail wants one.
	planBulk struct {
		of        directory.View
		names     []string // of the users
		operation bulk.Operation
		reason    string
	}
	// revisePlan reads the plan in front with other options, and rereadPlan reads it again.
	revisePlan struct{ options bulk.Options }
	rereadPlan struct{}
	// openRecipients asks whom the passwords of the plan are encrypted to, and sealPlan encrypts to them; none: to nobody.
	openRecipients struct{}
	sealPlan       struct{ recipients []string }
	// openPassphrase asks for a passphrase instead, and sealUnder encrypts under it.
	openPassphrase struct{}
	sealUnder      struct{ passphrase *iamclient.Secret }
	// openNames shows everybody in a plan.
	openNames struct{ plan *bulk.Plan }
	// dropPlan goes back from the plan in front.
	dropPlan struct{}
	// agreeToPlan goes on with credentials that the operator has just agreed to.
	agreeToPlan struct{}
	// startBulk starts the plan in front.
	startBulk struct{}
	// openRun tells of the run whole: where its journal is, and what can be done with it.
	openRun struct{}
	// pauseBulk pauses the run, or lets it go on.
	pauseBulk struct{ pause bool }
	// stopBulk stops the run, once what is in flight has finished.
	stopBulk struct{}
	// renewBulk lets a run go on that waits for its credentials.
	renewBulk struct{}
	// againBulk tries again with everybody who is not done.
	againBulk struct{}
	// openSave asks what to save of a run, and saveBulk saves it.
	openSave struct{}
	saveBulk struct {
		what  savedPart
		panel bool // the question for it is in front
	}
	// handOverBulk hands over the password of a user of the run, by the user's number in the plan.
	handOverBulk struct{ item int }
	// leaveBulk leaves a run that has ended, and closes so many parts.
	leaveBulk struct{ parts int }
	// unmarkAll takes back all marks in the list.
	unmarkAll struct{}
	// openAccess shows whole why the user under the cursor cannot sign in.
	openAccess struct{}
	// readOlder reads the older attempts of a user to sign in.
	readOlder struct{ user directory.User }
	// showEvents shows the events of the attempts as AWS has them.
	showEvents struct{ user directory.User }
	// settle asks CloudTrail what became of a change whose answer got lost.
	settle struct {
		id    int // of the change
		user  directory.User
		began time.Time
	}
	// openPolicy shows the account's password policy.
	openPolicy struct{}
	// editPolicy opens the form for the policy of an account.
	editPolicy struct{ of directory.View }
	// reviewPolicy asks to confirm what a change of the policy does.
	reviewPolicy struct {
		of     directory.View
		policy change.Policy
	}
	// readPolicy reads the policy again.
	readPolicy struct{}
	// policyDone closes what stood before a change of the policy that has been made.
	policyDone struct{ id int }
	// readAgain reads identity, policy and users again.
	readAgain struct{}
	// submit sends a change for the writer in front.
	submit struct{ change change.Change }
	// send says that the credentials are right, and sends the change that waits for the answer.
	send struct{ id int }
	// drop does not send it.
	drop struct{ id int }
	// cancelChange takes a change back that is not on its way.
	cancelChange struct{ id int }
	// park stops watching the change of the part in front, and closes so many parts behind it.
	park struct{ behind int }
	// openOutcome brings the part back whose outcome a notice told.
	openOutcome struct{}
	// handOver opens the hand-over after a success.
	handOver struct {
		id     int // of the change
		result reset.Result
	}
	// handedOver leaves the hand-over of a user, and what stands in front of it.
	handedOver struct {
		user  directory.User
		parts int
	}
	// giveReason sends a change that waited for its reason.
	giveReason struct{ change change.Change }
	// dropReason does not send it, and keeps what was typed.
	dropReason struct {
		key  directory.Key // of the user
		text string
	}
	// openHistory shows what was changed from here.
	openHistory struct{}
	// readHistory reads that again.
	readHistory struct{}
	// copySecret sends a password to the clipboard.
	copySecret struct{ password *iamclient.Secret }
	// copyText sends what is no secret to the clipboard.
	copyText struct {
		text   string
		what   string // it is; empty: the part that asked says that it was sent
		leaves int    // so many parts are closed
	}
	// openCopy asks which of the texts to copy.
	openCopy struct{ texts []copied }
	// saveFile writes a file with a password.
	saveFile struct {
		id   int // of the change
		file reset.File
	}
	// openSpelling shows a password character by character.
	openSpelling struct {
		user     directory.User
		password *iamclient.Secret
	}
	// refused follows a refusal that may mean that what was read before is out of date.
	refused struct {
		kind iamclient.Kind
		user directory.User
	}
	// say shows a notice.
	say struct{ notice notice }
	// ask shows a question.
	ask struct{ question question }
	// leave closes the parts in front, so many of them, and wipes the passwords that they hold.
	leave struct{ parts int }
	// openAccounts opens the accounts screen.
	openAccounts struct{}
	// readAccount reads an account of the list again.
	readAccount struct{ of directory.View }
	// findAgain tries again to get credentials for an account that has none.
	findAgain struct{ id string }
	// showAccount narrows the list to the users of an account.
	showAccount struct{ of directory.View }
	// switchAccount switches to the account of a profile.
	switchAccount struct{ profile string }
	// giveCode hands an MFA code to what waits for it.
	giveCode struct{ code string }
	// dropCode goes on without one.
	dropCode struct{}
	// openHelp shows the help screen.
	openHelp struct{}
	// openDetails shows the whole of an error.
	openDetails struct{ problem explain.Problem }
	// quit ends the program, after a question where something would be lost.
	quit struct{ sure bool }
)

func (openForm) isAction()       {}
func (openName) isAction()       {}
func (askRemedy) isAction()      {}
func (openOffboard) isAction()   {}
func (offboardNext) isAction()   {}
func (offboardLeft) isAction()   {}
func (offboarded) isAction()     {}
func (remedied) isAction()       {}
func (unmarkAll) isAction()      {}
func (openAccess) isAction()     {}
func (readOlder) isAction()      {}
func (settle) isAction()         {}
func (showEvents) isAction()     {}
func (openPolicy) isAction()     {}
func (editPolicy) isAction()     {}
func (reviewPolicy) isAction()   {}
func (readPolicy) isAction()     {}
func (policyDone) isAction()     {}
func (readAgain) isAction()      {}
func (submit) isAction()         {}
func (send) isAction()           {}
func (drop) isAction()           {}
func (cancelChange) isAction()   {}
func (park) isAction()           {}
func (openOutcome) isAction()    {}
func (handOver) isAction()       {}
func (handedOver) isAction()     {}
func (giveReason) isAction()     {}
func (dropReason) isAction()     {}
func (openHistory) isAction()    {}
func (readHistory) isAction()    {}
func (copySecret) isAction()     {}
func (copyText) isAction()       {}
func (openCopy) isAction()       {}
func (saveFile) isAction()       {}
func (openSpelling) isAction()   {}
func (refused) isAction()        {}
func (say) isAction()            {}
func (ask) isAction()            {}
func (leave) isAction()          {}
func (openAccounts) isAction()   {}
func (readAccount) isAction()    {}
func (findAgain) isAction()      {}
func (showAccount) isAction()    {}
func (switchAccount) isAction()  {}
func (giveCode) isAction()       {}
func (dropCode) isAction()       {}
func (openHelp) isAction()       {}
func (openDetails) isAction()    {}
func (quit) isAction()           {}
func (openBulk) isAction()       {}
func (planBulk) isAction()       {}
func (revisePlan) isAction()     {}
func (rereadPlan) isAction()     {}
func (openRecipients) isAction() {}
func (sealPlan) isAction()       {}
func (openPassphrase) isAction() {}
func (sealUnder) isAction()      {}
func (openNames) isAction()      {}
func (dropPlan) isAction()       {}
func (agreeToPlan) isAction()    {}
func (startBulk) isAction()      {}
func (openRun) isAction()        {}
func (pauseBulk) isAction()      {}
func (stopBulk) isAction()       {}
func (renewBulk) isAction()      {}
func (againBulk) isAction()      {}
func (openSave) isAction()       {}
func (saveBulk) isAction()       {}
func (handOverBulk) isAction()   {}
func (leaveBulk) isAction()      {}

// sayThat is a plain notice.
func sayThat(text string) action { return say{notice{text: text, level: explain.Warn}} }
