package iamclient

// Operation is an AWS operation that changes something. The constants are all that the client makes.
type Operation int

// The operations. Each is made by a [Change], which the function of a similar name returns.
const (
	OpUpdateLoginProfile Operation = iota + 1
	OpCreateLoginProfile
	OpDeleteLoginProfile
	OpChangePassword
	OpDeactivateMFADevice
	OpDeleteVirtualMFADevice
	OpUpdateAccessKey
	OpUpdateServiceSpecificCredential
	OpAttachUserPolicy
	OpPutUserPolicy
	OpDeleteUserPolicy
	OpUpdateAccountPasswordPolicy
	OpDeleteAccountPasswordPolicy
	OpResyncMFADevice
)

// facts is what is known of an operation before it is made.
type facts struct {
	name string // as AWS calls it
	// object is what of the user changes, for the history; nil: the login profile, the password or the account's policy.
	object        func(Change) string
	takesPassword bool
	// ofProfile tells that NoSuchEntity has two meanings: the user is missing, or the user's login profile.
	ofProfile bool
	// removes tells that the operation has succeeded where what it takes away is gone after an attempt whose answer got
	// lost: that attempt took it away.
	removes bool
	on      resource
}

// resource is the kind of resource that IAM looks for in a policy, to allow an operation.
type resource int

const (
	onUser resource = iota
	onDevice
	onAccount // it goes with any resource
)

var operations = [...]facts{
	OpUpdateLoginProfile:              {name: "UpdateLoginProfile", takesPassword: true, ofProfile: true},
	OpCreateLoginProfile:              {name: "CreateLoginProfile", takesPassword: true, ofProfile: true},
	OpDeleteLoginProfile:              {name: "DeleteLoginProfile", ofProfile: true},
	OpChangePassword:                  {name: "ChangePassword", takesPassword: true},
	OpDeactivateMFADevice:             {name: "DeactivateMFADevice", object: theDevice, removes: true},
	OpDeleteVirtualMFADevice:          {name: "DeleteVirtualMFADevice", object: theDevice, removes: true, on: onDevice},
	OpUpdateAccessKey:                 {name: "UpdateAccessKey", object: func(c Change) string { return c.Key }},
	OpUpdateServiceSpecificCredential: {name: "UpdateServiceSpecificCredential", object: func(c Change) string { return c.Credential }},
	OpAttachUserPolicy:                {name: "AttachUserPolicy", object: func(Change) string { return changePolicyName }},
	OpPutUserPolicy:                   {name: "PutUserPolicy", object: func(Change) string { return revocationPolicy }},
	OpDeleteUserPolicy:                {name: "DeleteUserPolicy", object: func(Change) string { return revocationPolicy }},
	OpUpdateAccountPasswordPolicy:     {name: "UpdateAccountPasswordPolicy", on: onAccount},
	OpDeleteAccountPasswordPolicy:     {name: "DeleteAccountPasswordPolicy", on: onAccount},
	OpResyncMFADevice:                 {name: "ResyncMFADevice", object: theDevice},
}

func theDevice(c Change) string { return c.Device }

// The managed policy that lets a user change their own password, and the inline policy that revokes a user's sessions: it
// has the name that AWS uses for roles.
const (
	changePolicyName = "IAMUserChangePassword"
	revocationPolicy = "AWSRevokeOlderSessions"
)

func (o Operation) facts() facts {
	if o <= 0 || int(o) >= len(operations) {
		return facts{name: "no operation"}
	}
	return operations[o]
}

// String is the operation as AWS calls it: "UpdateLoginProfile".
func (o Operation) String() string { return o.facts().name }

// Action is the permission that the operation takes: "iam:UpdateLoginProfile".
func (o Operation) Action() string { return "iam:" + o.String() }

// TakesPassword tells whether the operation can set a password.
func (o Operation) TakesPassword() bool { return o.facts().takesPassword }
