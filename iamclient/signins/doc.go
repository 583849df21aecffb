// Package signins understands CloudTrail's events of sign-ins to the console, and of changes to login profiles.
//
// [Parse] makes an [Event] of an event's text, whatever its shape; a [Reading] is what was found in all [Regions] of an
// account. Texts of an Event can be printed, but for its Raw text, which [Event.JSON] makes printable. The package asks
// nobody: the client reads, in the package above.
package signins
