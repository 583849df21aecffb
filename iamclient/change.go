package iamclient

import "iampasswd/iamclient/rails"

// Change is one change of an IAM user or of the account's password policy, as data: one request, which [Client.Make]
// sends. The functions below return one for each operation. A plan of several is a []Change; [Client.Begin] makes them.
type Change struct {
	Operation Operation
	// User is who is changed: 1 to 64 characters. It is empty for the account, the caller's own password, and a device
	// that is nobody's any more.
	User string
	// Password is the new one, 1 to 128 characters. nil: none is set.
	Password    *Secret
	OldPassword *Secret // ChangePassword
	// ResetRequired is the flag "must create a new password at next sign-in". nil: it stays as it is.
	ResetRequired *bool
	Device        string               // the serial number of an MFA device
	Codes         [2]*Secret           // ResyncMFADevice: two codes of the device that follow each other
	Key           string               // the id of an access key
	Credential    string               // the id of a service-specific credential
	Partition     string               // AttachUserPolicy: the partition that the user is in
	Policy        PasswordPolicyUpdate // UpdateAccountPasswordPolicy
}

// UpdateLoginProfile sets a user's password, or the flag that asks for a new one at the next sign-in, or both. What is
// nil is left out of the request, and IAM leaves it as it is. After NoSuchEntity the client asks GetUser which entity is
// missing: [KindNoLoginProfile], [KindNoSuchUser], or [KindNoSuchEntity] where the caller may not read that.
// PasswordPolicyViolation is [KindPolicyViolation].
//
// AWS operations: UpdateLoginProfile, and GetUser after NoSuchEntity.
func UpdateLoginProfile(user string, password *Secret, resetRequired *bool) Change {
	return Change{Operation: OpUpdateLoginProfile, User: user, Password: password, ResetRequired: resetRequired}
}

// CreateLoginProfile gives a user who has none a console password. The result has the login profile as IAM has it then.
// [KindAlreadyExists] where the user has one. To IAM, a flag that is left out here is one that is off.
//
// AWS operations: CreateLoginProfile, and GetUser after NoSuchEntity.
func CreateLoginProfile(user string, password *Secret, resetRequired *bool) Change {
	return Change{Operation: OpCreateLoginProfile, User: user, Password: password, ResetRequired: resetRequired}
}

// DeleteLoginProfile takes a user's console password away. The user's access keys and the sessions that have begun go on
// working. The name must not be empty: IAM would take the caller's password away.
//
// AWS operations: DeleteLoginProfile, and GetUser after NoSuchEntity.
func DeleteLoginProfile(user string) Change {
	return Change{Operation: OpDeleteLoginProfile, User: user}
}

// ChangePassword sets the caller's own password. [KindDenied] where the old one is wrong, or where the caller may not
// change it: AWS answers both with AccessDenied.
//
// AWS operation: ChangePassword.
func ChangePassword(old, password *Secret) Change {
	return Change{Operation: OpChangePassword, OldPassword: old, Password: password}
}

// DeactivateMFADevice takes a device from a user. [KindNoSuchEntity] where the user has no such device.
//
// AWS operation: DeactivateMFADevice.
func DeactivateMFADevice(user, serial string) Change {
	return Change{Operation: OpDeactivateMFADevice, User: user, Device: serial}
}

// DeleteVirtualMFADevice deletes a virtual device that is nobody's any more.
//
// AWS operation: DeleteVirtualMFADevice.
func DeleteVirtualMFADevice(serial string) Change {
	return Change{Operation: OpDeleteVirtualMFADevice, Device: serial}
}

// ResyncMFADevice tells AWS how far the clock of a device that shows codes is off, by two codes that follow each other, each
// of six digits. Success also shows that the person who reads them out holds the device. The error is of [KindInvalidCode] where
// AWS or, before a request is made, [CheckCodes] refuses the codes. [KindNoSuchEntity] where the user has no such device.
//
// AWS operation: ResyncMFADevice.
func ResyncMFADevice(user, serial string, first, second *Secret) Change {
	return Change{Operation: OpResyncMFADevice, User: user, Device: serial, Codes: [2]*Secret{first, second}}
}

// DeactivateAccessKey makes an access key inactive. It can be made active again, though not by this client.
//
// AWS operation: UpdateAccessKey.
func DeactivateAccessKey(user, id string) Change {
	return Change{Operation: OpUpdateAccessKey, User: user, Key: id}
}

// DeactivateServiceCredential makes a service-specific credential inactive. It can be made active again, though not by this
// client. [KindNoSuchEntity] where the user has no such credential.
//
// AWS operation: UpdateServiceSpecificCredential.
func DeactivateServiceCredential(user, id string) Change {
	return Change{Operation: OpUpdateServiceSpecificCredential, User: user, Credential: id}
}

// AttachChangePasswordPolicy attaches the managed policy IAMUserChangePassword of a partition to a user. Where it is
// attached already, nothing changes.
//
// AWS operation: AttachUserPolicy.
func AttachChangePasswordPolicy(user, partition string) Change {
	return Change{Operation: OpAttachUserPolicy, User: user, Partition: partition}
}

// RevokeSessions denies everything to a user's sessions, those of the console included, that have begun so far. IAM takes
// some minutes to enforce it everywhere. A revocation that is in force already is replaced.
//
// When a session began is by AWS's clock, and so is the revocation, as far as an earlier answer has told that clock: by
// one that is behind sessions would survive, by one that is ahead the next sign-ins would be denied as well.
//
// AWS operation: PutUserPolicy.
func RevokeSessions(user string) Change {
	return Change{Operation: OpPutUserPolicy, User: user}
}

// RestoreSessions takes the revocation away again. [KindNoSuchEntity] where there is none.
//
// AWS operation: DeleteUserPolicy.
func RestoreSessions(user string) Change {
	return Change{Operation: OpDeleteUserPolicy, User: user}
}

// UpdateAccountPasswordPolicy replaces the account's password policy. There are no partial updates.
//
// AWS operation: UpdateAccountPasswordPolicy.
func UpdateAccountPasswordPolicy(policy PasswordPolicyUpdate) Change {
	return Change{Operation: OpUpdateAccountPasswordPolicy, Policy: policy}
}

// DeleteAccountPasswordPolicy takes the account's own policy away, so that the AWS default holds. Where there was none,
// the error is [KindNoSuchEntity].
//
// AWS operation: DeleteAccountPasswordPolicy.
func DeleteAccountPasswordPolicy() Change {
	return Change{Operation: OpDeleteAccountPasswordPolicy}
}

// object is what of the user changes, for the history; empty: the login profile, the password or the account's policy.
func (c Change) object() string {
	if of := c.Operation.facts().object; of != nil {
		return of(c)
	}
	return ""
}

// Wipe wipes the secrets of the change.
func (c Change) Wipe() {
	for _, secret := range c.secrets() {
		secret.Wipe()
	}
}

// secrets are those that the change is made with.
func (c Change) secrets() []*Secret {
	var all []*Secret
	for _, secret := range []*Secret{c.Password, c.OldPassword, c.Codes[0], c.Codes[1]} {
		if secret != nil {
			all = append(all, secret)
		}
	}
	return all
}

// Guarded is the change as the guard rails see it.
func (c Change) Guarded(reason string) rails.Change {
	return rails.Change{
		User: c.User, Own: c.Operation == OpChangePassword, Creates: c.Operation == OpCreateLoginProfile,
		Password: c.Password != nil, Generated: c.Password.Generated(), ResetRequired: c.ResetRequired, Reason: reason,
	}
}
