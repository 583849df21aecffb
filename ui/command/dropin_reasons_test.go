//go:build unix

package command_test

// reason is why iampasswd does something otherwise than the AWS CLI. The README has them all.
type reason string

const (
	noEcho        reason = "no value is repeated that may be a password"
	ourWords      reason = "our own words, with what to do next: those of the AWS CLI are of the library beneath it"
	oneNewline    reason = "one line end at the end of a password's file is left out, for nobody can type it when signing in"
	falseOmitted  reason = "a false that is the default is left out of the request: to IAM that is the same"
	jsonOutput    reason = "output is JSON, or nothing: what asks for another form is refused where it would matter"
	notVersion1   reason = "version 2 of the AWS CLI does as we do"
	anyRegion     reason = "IAM is global: no region is no mistake"
	nameTheUser   reason = "a user name left out is asked for: AWS would take the caller"
	leanSkeleton  reason = "a skeleton of the output is printed whatever is missing, and needs neither credentials nor a request"
	anyForm       reason = "--cli-input-json and --generate-cli-skeleton stand for required options shortened, and with an equals sign, too"
	mistakeIs252  reason = "a mistake on the command line is 252 throughout"
	plainJSON     reason = "JSON as it is defined: what Python takes beyond that is refused"
	onlyInt32     reason = "a number too large for IAM's API is refused here, and not by AWS"
	noUnverified  reason = "a password goes to nobody who has not proved who they are"
	noPlainHTTP   reason = "a password does not cross the network in the clear"
	ourOptions    reason = "options that would not matter, or are not built, are refused by name"
	pointedOut    reason = "a password that nobody can type, or that IAM does not take, is pointed out, and sent"
	safeWays      reason = "ways to give a password that the AWS CLI has not got"
	guardRails    reason = "guard rails, where a team has set them up, refuse before anything is sent; --reason is for them and for the history"
	lastAttempt   reason = "(reached max retries) stands where one more attempt would have been made"
	foreignAnswer reason = "a success is believed in only where the answer is IAM's"
	whoAsks       reason = "who makes the change is asked of STS at the same time, for the history"
	sentOnce      reason = "after a time-out nothing is sent again: the AWS CLI would try the same password once more"
	unknownResult reason = "says that the outcome is unknown: an attempt was sent whose answer got lost"
)
