package demoiam

import (
	"strings"
	"time"
)

// CastPassword is the current console password of the two users of the demo
// account who need a known one: alice, who has to give it to change her own,
// and rita.reuse, who cannot have it again.
const CastPassword = "Correct-Horse-42!"

// Always is the Cast.Fails of a user whose password cannot be reset at all.
const Always = -1

// Cast is a user of the demo account who is there to show one thing.
type Cast struct {
	User  string
	Shows string

	// Code is the AWS error code of the first attempt at UpdateLoginProfile, with
	// a new password that meets the policy. It is "" where the attempt succeeds
	// and where no answer of AWS's arrives.
	Code string

	// Fails is how many attempts in a row fail before one succeeds, or Always.
	Fails int
}

// TheCast lists the users of the demo account who show something, in the order
// in which a small account gets them.
func TheCast() []Cast {
	var cast []Cast
	for _, p := range parts() {
		cast = append(cast, p.Cast)
	}
	return cast
}

// part is a member of the cast with what makes the thing happen.
type part struct {
	Cast
	user    User            // its name and dates are filled in
	days    int             // since it was created; 0 is any number
	idle    time.Duration   // since the last sign-in; 0 is any time
	age     time.Duration   // of the password; 0 is a month
	revoked time.Duration   // since the sessions were revoked; 0 is never
	used    []time.Duration // since each access key was last used; none is never
	tried   []tried         // attempts to sign in
	faults  []Fault         // their user is filled in, and the action where it is left out
}

const (
	updateAction = "UpdateLoginProfile"
	createAction = "CreateLoginProfile"
)

// parts is the cast. Where a number of attempts fails, three are as many as
// the AWS SDK makes for one call: the person sees an error once, and the next
// try works.
func parts() []part {
	return []part{
		{Cast: Cast{"Bob", "resets without a hitch", "", 0},
			days: 1500, user: User{Console: true, Path: "/finance/", MFA: phone, Groups: []string{"finance"}, Tags: tags("department", "finance", "employee-id", "104233", "desk", "Lisbon 4.12")}},
		{Cast: Cast{"alice", "is the caller: may not reset her own password, may change it; it is " + CastPassword, "AccessDenied", Always},
			user:   User{Console: true, Password: CastPassword, Path: "/helpdesk/", MFA: phone, Groups: []string{"helpdesk"}, Tags: tags("department", "helpdesk")},
			faults: denying("alice", "because no identity-based policy allows the ACTION action", passwordWrites)},
		{Cast: Cast{"bob.contractor", "is not Bob: a namesake on another path", "", 0},
			age:  (maxPasswordAge + 3) * day,
			user: User{Console: true, ResetRequired: true, Path: "/contractors/", Groups: []string{"contractors"}, Tags: tags("department", "contractors", "agency", "Northwind")}},
		{Cast: Cast{"bob-ci", "is not Bob either: a robot, with no console password", "NoSuchEntity", Always},
			user: User{Path: "/robots/", Groups: robotGroups, AccessKeys: []AccessKey{{}}, Tags: robotTags}},
		{Cast: Cast{"nina.newhire", "has no console password yet: it has to be created", "NoSuchEntity", Always},
			days: 2, user: User{Path: "/engineering/", Groups: []string{"engineering"}, Tags: tags("department", "engineering")}},
		{Cast: Cast{"gus.ghost", "was deleted a moment ago and is still listed", "NoSuchEntity", Always},
			user: User{Path: "/engineering/", Deleted: true}},
		{Cast: Cast{"mona.maybe", "has no console password, and GetUser on her is denied", "NoSuchEntity", Always},
			user:   User{Path: "/legal/"},
			faults: []Fault{{Action: "GetUser", Code: "AccessDenied"}}},
		{Cast: Cast{"rita.reuse", "cannot have her current password again: " + CastPassword, "", 0},
			user: User{Console: true, Password: CastPassword, Path: "/sales/", Tags: tags("department", "sales")}},
		{Cast: Cast{"uma.unready", "was created a moment ago and is not ready: two attempts fail", "EntityTemporarilyUnmodifiable", 2},
			days: 1, user: User{Console: true, Path: "/sales/"},
			faults: []Fault{{Times: 2, Code: "EntityTemporarilyUnmodifiable"}}},
		{Cast: Cast{"theo.throttled", "is throttled: two attempts fail", "Throttling", 2},
			user:   User{Console: true},
			faults: []Fault{{Times: 2, Code: "Throttling"}}},
		{Cast: Cast{"sven.servererror", "meets an error inside AWS: three attempts fail", "ServiceFailure", 3},
			user:   User{Console: true},
			faults: []Fault{{Times: 3, Code: "ServiceFailure"}}},
		{Cast: Cast{"ned.network", "has no network: three attempts get no connection, nothing is applied", "", 3},
			user:   User{Console: true},
			faults: []Fault{{Times: 3, Drop: DropConnect}}},
		{Cast: Cast{"gary.garbage", "sits behind a proxy that answers in HTML: three attempts fail", "", 3},
			user:   User{Console: true},
			faults: []Fault{{Times: 3, HTML: "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n"}}},
		{Cast: Cast{"tina.timeout", "loses the answer once: the password is changed and nobody hears of it", "", 1},
			user:   User{Console: true, Path: "/support/"},
			faults: []Fault{{Times: 1, Drop: DropAfter}}},
		{Cast: Cast{"slow.lorris", "takes eight seconds: time enough to stop watching", "", 0},
			user:   User{Console: true, Path: "/support/"},
			faults: []Fault{{Latency: 8 * time.Second}}},
		{Cast: Cast{"dana.denied", "is denied: no policy of the caller allows it", "AccessDenied", Always},
			user:   User{Console: true, Path: "/admins/"},
			faults: denying("dana.denied", "because no identity-based policy allows the ACTION action", userWrites)},
		{Cast: Cast{"xena.explicit", "is denied by a policy of the caller that says so", "AccessDenied", Always},
			user:   User{Console: true, Path: "/admins/"},
			faults: denying("xena.explicit", "with an explicit deny in an identity-based policy", userWrites)},
		{Cast: Cast{"sid.scp", "is denied by a service control policy of the organization", "AccessDenied", Always},
			user:   User{Console: true, Path: "/admins/"},
			faults: denying("sid.scp", "with an explicit deny in a service control policy", userWrites)},
		{Cast: Cast{"ben.boundary", "is outside of the caller's permissions boundary", "AccessDenied", Always},
			user:   User{Console: true, Path: "/admins/"},
			faults: denying("ben.boundary", "because no permissions boundary allows the ACTION action", userWrites)},
		{Cast: Cast{"eva.expired", "finds the caller's session expired, once: it works when renewed", "ExpiredToken", 1},
			user:   User{Console: true},
			faults: []Fault{{Times: 1, Code: "ExpiredToken"}}},
		{Cast: Cast{"ian.invalidtoken", "finds the caller's token invalid, once: a bad key, or a session without MFA", "InvalidClientTokenId", 1},
			user:   User{Console: true},
			faults: []Fault{{Times: 1, Code: "InvalidClientTokenId"}}},
		{Cast: Cast{"lola.lostphone", "lost her phone, which is her one MFA device, and forgot the password", "", 0},
			days: 400, idle: 9 * day, user: User{Console: true, Path: "/sales/", MFA: phone, Groups: []string{"sales"}}},
		{Cast: Cast{"hank.hardware", "has a hardware MFA token and a virtual one", "", 0},
			days: 1200, idle: 2 * day, user: User{Console: true, Path: "/finance/", MFA: []MFADevice{{Serial: "GAHT12345678"}, {}}, Groups: []string{"finance"}}},
		{Cast: Cast{"leo.leaver", "leaves today: has a password, MFA, two active access keys and Git credentials", "", 0},
			days: 900, idle: 3 * time.Hour, used: []time.Duration{2 * time.Hour, 40 * day},
			user: User{Console: true, Path: "/engineering/", MFA: phone, AccessKeys: make([]AccessKey, 2), Credentials: git, Groups: []string{"engineering"}}},
		{Cast: Cast{"lars.lockedout", "must choose a new password at next sign-in but may not: locked out", "", 0},
			// without a path: AWS's IAMUserChangePassword, which helps him, names users without one
			days: 300, idle: 60 * day, age: day, user: User{Console: true, ResetRequired: true, Groups: []string{"support"}}},
		{Cast: Cast{"nick.nomfa", "must choose a new password but may not: the policy ForceMFA denies it without an MFA device", "", 0},
			days: 300, idle: 60 * day, age: day, user: User{Console: true, ResetRequired: true, Path: "/finance/", Groups: []string{"finance", "mfa-required"}}},
		{Cast: Cast{"paula.path", "must choose a new password but may not: IAMUserChangePassword is attached, but does not cover users with a path", "", 0},
			days: 300, idle: 60 * day, age: day, user: User{Console: true, ResetRequired: true, Path: "/legal/", Policies: selfService, Groups: []string{"legal"}}},
		{Cast: Cast{"wanda.welcome", "must choose a new password at next sign-in, and may: IAMUserChangePassword is attached", "", 0},
			days: 300, idle: 60 * day, age: day, user: User{Console: true, ResetRequired: true, Policies: selfService, Groups: []string{"people"}}},
		{Cast: Cast{"ed.expired", "has a password that expired 3 days ago", "", 0},
			days: 700, idle: 6 * day, age: (maxPasswordAge + 3) * day, user: User{Console: true, Path: "/legal/", MFA: phone, Groups: []string{"legal"}}},
		{Cast: Cast{"sonia.soon", "has a password that expires in 4 days", "", 0},
			// and some hours, so that it is true all day long
			days: 700, idle: day, age: (maxPasswordAge-4)*day - 12*time.Hour, user: User{Console: true, Path: "/marketing/", MFA: phone, Groups: []string{"marketing"}}},
		{Cast: Cast{"rex.revoked", "had his console sessions revoked an hour ago, by the inline policy AWSRevokeOlderSessions", "", 0},
			days: 500, idle: 2 * time.Hour, revoked: time.Hour, user: User{Console: true, Path: "/engineering/", MFA: phone, Groups: []string{"engineering", "platform"}}},
		{Cast: Cast{"dora.drift", "has a phone whose clock is 11 minutes slow: its codes are refused until it is synchronised", "", 0},
			days: 600, idle: 5 * day, user: User{Console: true, Path: "/sales/", MFA: []MFADevice{{Drift: -11 * time.Minute}}, Groups: []string{"sales"}}},
		{Cast: Cast{"fay.fido", "has a FIDO security key, which has no codes", "", 0},
			days: 200, idle: 4 * day, user: User{Console: true, Path: "/finance/", MFA: []MFADevice{{Serial: fidoKey}}, Groups: []string{"finance"}}},
		{Cast: Cast{"wes.wrong", "has typed a wrong password three times in the last ten minutes", "", 0},
			days: 600, idle: 4 * day, tried: []tried{{9 * time.Minute, WrongPassword}, {4 * time.Minute, WrongPassword}, {2 * time.Minute, WrongPassword}},
			user: User{Console: true, Path: "/sales/", Groups: []string{"sales"}}},
		{Cast: Cast{"fay.factor", "has the right password and failed twice at the MFA step", "", 0},
			days: 600, idle: 2 * day, tried: []tried{{6 * time.Minute, FailedMFA}, {3 * time.Minute, FailedMFA}},
			user: User{Console: true, Path: "/sales/", MFA: phone, Groups: []string{"sales"}}},
		{Cast: Cast{"ty.typo", "types a name that does not exist, from the address of his last sign-in", "", 0},
			days: 600, idle: 20 * time.Hour, tried: []tried{{20 * time.Hour, SignedIn}, {5 * time.Minute, NoSuchUser}, {4 * time.Minute, NoSuchUser}},
			user: User{Console: true, Path: "/sales/", Groups: []string{"sales"}}},
		{Cast: Cast{"sam.signedin", "signed in a minute ago: whatever the problem is, it is not the sign-in", "", 0},
			days: 600, idle: time.Minute, tried: []tried{{2 * time.Minute, WrongPassword}, {time.Minute, SignedIn}},
			user: User{Console: true, Path: "/sales/", MFA: phone, Groups: []string{"sales"}}},
		{Cast: Cast{"quinn.quiet", "has tried nothing that AWS saw: another page, or another account", "", 0},
			days: 600, idle: 50 * day, user: User{Console: true, Path: "/sales/", MFA: phone, Groups: []string{"sales"}}},
	}
}

// fidoKey is the serial number of the cast's security key.
const fidoKey = "arn:aws:iam::123456789012:u2f/user/fay.fido/blue-key-QWJ7LZ3CUA2DN4EXAMPLE"

// passwordWrites are the two ways to set a user's password.
var passwordWrites = []string{updateAction, createAction}

// userWrites is everything that changes a user.
var userWrites = append([]string{"DeleteLoginProfile", "DeactivateMFADevice", "ResyncMFADevice", "UpdateAccessKey", "UpdateServiceSpecificCredential",
	"AttachUserPolicy", "DetachUserPolicy", "PutUserPolicy", "DeleteUserPolicy"}, passwordWrites...)

// git is a credential with which git reaches CodeCommit over HTTPS.
var git = []ServiceCredential{{Service: "codecommit.amazonaws.com"}}

// denying denies actions on a user. The reason is the end of AWS's sentence;
// ACTION in it stands for the action.
func denying(user, reason string, actions []string) []Fault {
	var faults []Fault
	for _, action := range actions {
		permission := "iam:" + action
		why := strings.ReplaceAll(reason, "ACTION", permission)
		faults = append(faults, Fault{Action: action, Code: "AccessDenied", Message: denial(callerPlace, permission, "user "+user, why)})
	}
	return faults
}

// tags makes tags of keys and values in turn.
func tags(pairs ...string) []Tag {
	var tags []Tag
	for i := 0; i+1 < len(pairs); i += 2 {
		tags = append(tags, Tag{pairs[i], pairs[i+1]})
	}
	return tags
}
