//go:build unix

package command_test

// reason is why iampasswd does something otherwise than the AWS CLI. The manual has them all, in manual/scripts.md.
type reason string

const (
	noEcho        reason = "A wrong value may be a password."
	ourWords      reason = "The AWS CLI's words are those of the library beneath it."
	oneNewline    reason = "Nobody can type a line end at sign-in."
	falseOmitted  reason = "To IAM, a false that is the default is the same as none."
	jsonOutput    reason = "Output is JSON, or nothing."
	notVersion1   reason = "iampasswd follows version 2 of the AWS CLI."
	anyRegion     reason = "IAM is global: no region is no mistake."
	nameTheUser   reason = "Without a name, AWS would take the caller."
	leanSkeleton  reason = "A skeleton needs no user, no credentials and no request."
	anyForm       reason = "A shortened option, or one with an equals sign, is the same option."
	mistakeIs252  reason = "One exit code means a mistake on the command line."
	plainJSON     reason = "JSON is taken as it is defined."
	onlyInt32     reason = "The number is too large for IAM's API."
	noUnverified  reason = "A password goes only to a server that has proved who it is."
	noPlainHTTP   reason = "A password does not cross the network in the clear."
	ourOptions    reason = "These options would not matter here, or are not built."
	pointedOut    reason = "A password that nobody can type, or that IAM refuses, is a mistake worth a word."
	safeWays      reason = "The password stays out of the process list and the shell's history."
	guardRails    reason = "A team can set up guard rails."
	lastAttempt   reason = "The words are there only if a retry could have helped."
	foreignAnswer reason = "Only an answer of IAM's is a success."
	whoAsks       reason = "The history says who made the change."
	sentOnce      reason = "The first attempt may have succeeded."
	unknownResult reason = "An attempt was sent, and its answer was lost."
)
