package reset

// Way is how a user gets a password.
type Way int

// The ways.
const (
	Reset     Way = iota // UpdateLoginProfile with a password
	Create               // CreateLoginProfile
	ChangeOwn            // ChangePassword, with the caller's current password
)

// Done says that it was made; for whom comes after it.
func (w Way) Done() string {
	if w == Create {
		return "Console password created"
	}
	return "Password changed"
}

// Field is a place in a draft that the operator fills.
type Field int

// The fields, in the order in which they are filled.
const (
	FieldOld Field = iota // the caller's current password; ChangeOwn only
	FieldNew
	FieldAgain
	FieldMustChange // not with ChangeOwn
	FieldLetChange  // where a forced change may lock the user out
	FieldRevoke     // Reset only
	FieldSend       // the button
)

// FieldSame stands for the field at which the operator is.
const FieldSame Field = -1

// Fields are the fields that the way has.
func (w Way) Fields() []Field {
	switch w {
	case ChangeOwn:
		return []Field{FieldOld, FieldNew, FieldAgain, FieldSend}
	case Reset:
		return []Field{FieldNew, FieldAgain, FieldMustChange, FieldRevoke, FieldSend}
	}
	return []Field{FieldNew, FieldAgain, FieldMustChange, FieldSend}
}
