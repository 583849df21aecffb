package bulkreport

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/printable"
)

// Says is what the users of a plan meet who are changed.
func Says(p *bulk.Plan) string {
	switch {
	case p.Operation == bulk.Reset && p.Options.ResetRequired:
		return "a generated password each; they must choose a new one at next sign-in"
	case p.Operation == bulk.Reset:
		return "a generated password each, which they keep"
	case p.Operation == bulk.ForceChange:
		return "they must choose a new password at next sign-in"
	}
	return p.Operation.Does()
}

// Scope says what AWS keeps the run to, in a sentence; empty: to what the credentials may do.
func Scope(p *bulk.Plan) string {
	switch p.Scope {
	case iamclient.ScopeUsers:
		return "AWS keeps this run to this change of these users."
	case iamclient.ScopeAccount:
		return "AWS keeps this run to this change, of any user: these are too many to name."
	}
	return ""
}

// PerSecond is a rate of requests that IAM has been seen to take.
const PerSecond = 20

// Estimate is how long a plan takes at that rate.
func Estimate(p *bulk.Plan) time.Duration {
	return max(time.Second, time.Duration(p.Requests())*time.Second/PerSecond).Round(time.Second)
}

// Refusals are the users of a plan who are refused for one reason.
type Refusals struct {
	Why   string // fit to print
	Users []string
}

// Refused are the reasons for which a plan refuses users, in the order of the plan.
func Refused(p *bulk.Plan) []Refusals {
	var all []Refusals
	at := map[string]int{}
	for _, item := range p.Items {
		if item.Do != bulk.Refuse {
			continue
		}
		i, known := at[item.Why]
		if !known {
			i = len(all)
			at[item.Why] = i
			all = append(all, Refusals{Why: printable.Text(item.Why)})
		}
		all[i].Users = append(all[i].Users, printable.Text(item.User))
	}
	return all
}

// Few lists the first of many names, at most so many.
func Few(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s, and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// JournalIn is where the journal of a run goes, below a folder.
func JournalIn(folder string, p *bulk.Plan) string {
	return filepath.Join(folder, fmt.Sprintf("%s-%s-%s.journal", p.Made.Local().Format("2006-01-02-150405"), p.Operation, p.Run))
}
