package signins

import (
	"slices"
	"time"
)

// Regions are the Regions in which the sign-ins of a partition's users are, where the caller's own is one of them: in
// aws those that AWS's sign-in page leads to, elsewhere the own one.
func Regions(partition, own string) []string {
	if partition == "aws" || partition == "" {
		return []string{"us-east-1", "us-east-2", "eu-north-1", "ap-southeast-2"}
	}
	return []string{own}
}

// Home is the Region that has the events of IAM itself.
func Home(partition, own string) string {
	switch partition {
	case "aws", "":
		return "us-east-1"
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	}
	return own
}

// Region is what was read in one Region.
type Region struct {
	Name string
	Err  error // why it could not be read, or not to the end
	// More tells that there are older events that were not read; Oldest is how far back the reading goes then.
	More   bool
	Oldest time.Time
}

// Reading is what CloudTrail knew of the sign-ins to an account at a time.
type Reading struct {
	Since, At time.Time
	Events    []Event // the newest first
	Regions   []Region
}

// Sort puts the events in order, the newest first, each once: a page that is read while events arrive can repeat some.
func (r *Reading) Sort() {
	slices.SortStableFunc(r.Events, func(a, b Event) int { return b.Time.Compare(a.Time) })
	seen := make(map[string]bool, len(r.Events))
	r.Events = slices.DeleteFunc(r.Events, func(e Event) bool {
		again := e.ID != "" && seen[e.ID]
		seen[e.ID] = true
		return again
	})
}

// Of are the attempts of a user.
func (r *Reading) Of(user string) []Event {
	return r.filter(func(e Event) bool { return e.By(user) })
}

// Nameless are the attempts that AWS reports without a user.
func (r *Reading) Nameless() []Event { return r.filter(Event.Nameless) }

func (r *Reading) filter(keep func(Event) bool) []Event {
	var kept []Event
	for _, e := range r.Events {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// Newest is when the newest event happened; zero where there is none.
func (r *Reading) Newest() time.Time {
	if len(r.Events) == 0 {
		return time.Time{}
	}
	return r.Events[0].Time
}

// Failed are the Regions that could not be read.
func (r *Reading) Failed() []Region {
	return slices.DeleteFunc(slices.Clone(r.Regions), func(region Region) bool { return region.Err == nil })
}

// Read tells whether any Region was read.
func (r *Reading) Read() bool { return len(r.Failed()) < len(r.Regions) }

// Whole tells whether every Region was read, and to the end: only then an attempt that is not there was not seen.
func (r *Reading) Whole() bool {
	return len(r.Regions) > 0 && !slices.ContainsFunc(r.Regions, func(region Region) bool { return region.Err != nil || region.More })
}
