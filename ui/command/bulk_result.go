package command

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/journal"
	"iampasswd/iamclient/printable"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/text"
)

// plan prints a plan.
func (o *bulkOutput) plan(to io.Writer, p *bulk.Plan, form string) error {
	if form == "json" {
		return printJSON(to, planJSON(p))
	}
	var b strings.Builder
	acts := p.Count(bulk.Change, bulk.Create)
	fmt.Fprintf(&b, "Plan: %s of %s in account %s, as %s\n\n", p.Operation.Does(), text.Counted(acts, "user"), p.Caller.Account, printable.Text(p.Caller.Name))
	for _, line := range []struct {
		n          int
		what, says string
	}{
		{p.Count(bulk.Change), string(p.Operation), bulkreport.Says(p)},
		{p.Count(bulk.Create), "create", "no console password yet: one is created"},
		{p.Count(bulk.Nothing), "nothing to do", "they are as they should be already"},
		{p.Count(bulk.Skip), "skip", "no console password" + text.If(p.Operation == bulk.Reset, "; --missing create gives them one")},
		{p.Count(bulk.Refuse), "refused", "see below"},
	} {
		if line.n > 0 {
			fmt.Fprintf(&b, "  %6d  %-16s %s\n", line.n, line.what, line.says)
		}
	}
	planDetails(&b, p)
	if scope := bulkreport.Scope(p); scope != "" {
		fmt.Fprintf(&b, "\n%s\n", scope)
	}
	if acts > 0 {
		fmt.Fprintf(&b, "\nAbout %s at %d requests a second.\n", bulkreport.Estimate(p), bulkreport.PerSecond)
	}
	_, err := io.WriteString(to, b.String())
	return err
}

// mostNames is how many names a line has: --output json has all.
const mostNames = 12

// scopeNames are what JSON calls what AWS keeps the run to.
var scopeNames = map[iamclient.Scope]string{iamclient.ScopeRole: "credentials", iamclient.ScopeUsers: "users", iamclient.ScopeAccount: "account"}

// planDetails names who is refused, by reason, and counts whom the plan may lock out.
func planDetails(b *strings.Builder, p *bulk.Plan) {
	allowed, unsure, mayAllow := 0, 0, false
	for _, item := range p.Items {
		if item.Allow {
			allowed++
		}
		if item.Acts() && item.MayLockOut {
			unsure++
		}
		mayAllow = mayAllow || item.MayBeAllowed()
	}
	for _, r := range bulkreport.Refused(p) {
		fmt.Fprintf(b, "\n  %s:\n    %s\n", text.Capital(r.Why), bulkreport.Few(r.Users, mostNames))
	}
	if mayAllow {
		fmt.Fprint(b, "\n--let-change attaches IAMUserChangePassword to those whom it helps.\n")
	}
	if allowed > 0 {
		fmt.Fprintf(b, "\n%s would be locked out: IAMUserChangePassword is attached first.\n", text.Counted(allowed, "user"))
	}
	if unsure > 0 {
		fmt.Fprintf(b, "\nIt is not known whether %s may choose a new password, as they must.\n", text.Counted(unsure, "user"))
	}
}

// planned is a user of a plan in JSON.
type plannedUser struct {
	User       string   `json:"user"`
	Do         bulk.Do  `json:"do"`
	Why        string   `json:"why,omitempty"`
	Allow      bool     `json:"attach_change_policy,omitempty"`
	MayLockOut bool     `json:"may_lock_out,omitempty"`
	Keys       []string `json:"access_keys,omitempty"`
}

func planJSON(p *bulk.Plan) any {
	users := make([]plannedUser, len(p.Items))
	for i, item := range p.Items {
		users[i] = plannedUser{item.User, item.Do, item.Why, item.Allow, item.MayLockOut, item.Keys}
	}
	return map[string]any{
		"operation": p.Operation, "account": p.Caller.Account, "caller": p.Caller.ARN, "reset_required": p.Options.ResetRequired,
		"requests": p.Requests(), "users": users, "session_scope": scopeNames[p.Scope],
	}
}

// result prints what became of a run.
func (o *bulkOutput) result(p *bulk.Plan, results []bulk.Result, path, form string) error {
	c := bulk.Count(results)
	if form == "json" {
		return printJSON(o.stdout, map[string]any{
			"run": p.Run, "operation": p.Operation, "account": p.Caller.Account, "caller": p.Caller.ARN, "journal": path,
			"total": c.Total, "done": c.Done, "refused": c.Refused, "unknown": c.Unknown, "skipped": c.Skipped, "left": c.Left,
			"users": bulkreport.Outcomes(p, results),
		})
	}
	table := tabwriter.NewWriter(o.stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(table, "%s of %s: %s.\n", text.Capital(p.Operation.Does()), text.Counted(c.Total, "user"), bulkreport.Counts(c))
	repeated := 0
	for _, r := range results {
		if r.Repeated {
			repeated++
		}
		if r.Status != bulk.Done {
			why := r.Why
			if r.Code != "" {
				why = strings.TrimSuffix(r.Code+": "+r.Why, ": ")
			}
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", r.Status, printable.Text(r.User), printable.Text(why))
		}
	}
	if repeated > 0 {
		_, _ = fmt.Fprintf(table, "%s tried again, for it was not known what became of an attempt, and may have been changed twice: --report or --output json names them.\n",
			text.Counted(repeated, "user")+text.If(repeated == 1, " was")+text.If(repeated != 1, " were"))
	}
	return errors.Join(table.Flush(), o.next(p, c, path))
}

// next says what can be done with the journal of a run.
func (o *bulkOutput) next(p *bulk.Plan, c bulk.Counts, path string) error {
	if path == "" {
		return nil
	}
	var lines []string
	if c.Refused+c.Unknown+c.Left > 0 {
		lines = append(lines, "Go on:      "+o.command("resume", path))
	}
	if p.Operation == bulk.Reset && c.Done+c.Unknown > 0 {
		lines = append(lines, "Passwords:  "+o.command("recover", path), "Afterwards: "+o.command("wipe", path))
	}
	if len(lines) == 0 {
		return nil
	}
	_, err := fmt.Fprintln(o.stderr, printable.Lines(strings.Join(lines, "\n")))
	return err
}

// status prints how far a run has got. While a process works on it, what is in flight is unknown to everybody else.
func (o *bulkOutput) status(p *bulk.Plan, results []bulk.Result, path, form string) error {
	busy := journal.Busy(path)
	if busy {
		o.note("a process is working on this run: what is unknown or left may be done in a moment")
	}
	if form == "text" {
		_, err := fmt.Fprintf(o.stdout, "Run %s of %s, in account %s as %s\n", p.Run, p.Made.Local().Format(time.DateTime), p.Caller.Account, printable.Text(p.Caller.Name))
		if err != nil {
			return err
		}
	}
	if busy && form == "text" {
		path = "" // nothing is to be done yet
	}
	return o.result(p, results, path, form)
}

func recoveredRows(w *csv.Writer, p *bulk.Plan, all []journal.Recovered) {
	_ = w.Write([]string{"User name", "Password", "Console sign-in URL", "Outcome"})
	for _, r := range all {
		outcome := "may have been accepted"
		if r.Certain {
			outcome = "accepted"
		}
		_ = w.Write([]string{r.User, r.Password.Reveal(), p.SignIn, outcome})
	}
}

func writeRecovered(to io.Writer, p *bulk.Plan, all []journal.Recovered) error {
	w := csv.NewWriter(to)
	recoveredRows(w, p, all)
	w.Flush()
	return w.Error()
}

func saveRecovered(path string, p *bulk.Plan, all []journal.Recovered) error {
	return bulkreport.SaveNew(path, nil, func(w *csv.Writer) { recoveredRows(w, p, all) })
}
