package explain

import (
	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
	"iampasswd/ui/text"
)

// Settled says what CloudTrail tells of a change whose outcome was unknown, or why it stays unknown.
func Settled(e history.Entry, why iamclient.Unsettled) string {
	switch why {
	case iamclient.Settled:
		said := "CloudTrail says: " + string(e.Outcome) + ", at " + text.Clock(e.Settled.EventTime)
		if e.Error != "" {
			said += ", " + text.Clean(e.Error)
		}
		return said + "."
	case iamclient.NotSettleable:
		return "Still unknown: CloudTrail cannot tell this one."
	case iamclient.OtherAccount:
		return "Still unknown: it was made in account " + text.Clean(e.Account) + ", and these credentials are of another."
	case iamclient.TooManyEvents:
		return "Still unknown: CloudTrail has more events of this caller and user at that time than there were attempts."
	case iamclient.OthersAtThatTime:
		return "Still unknown: the history has another change of this user at that time, and events do not tell which password was set."
	case iamclient.EventsMissing:
		return "Still unknown: CloudTrail has refusals, but not an event for each attempt. It is some minutes late."
	case iamclient.PartOfTimeRead:
		return "Still unknown: CloudTrail has more events of that time than were read."
	}
	return "Still unknown: CloudTrail has no event of it, or not yet, for it is some minutes late. That proves nothing."
}
