package command

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/files"
	"iampasswd/iamclient/journal"
	"iampasswd/iamclient/printable"
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
		{p.Count(bulk.Change), string(p.Operation), changeSays(p)},
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
	if acts > 0 {
		fmt.Fprintf(&b, "\nAbout %s at 20 requests a second.\n", estimate(p).Round(time.Second))
	}
	_, err := io.WriteString(to, b.String())
	return err
}

// changeSays says what the users of a plan meet.
func changeSays(p *bulk.Plan) string {
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

// planDetails names who is refused, by reason, and counts whom the plan may lock out.
func planDetails(b *strings.Builder, p *bulk.Plan) {
	allowed, unsure := 0, 0
	var reasons []string
	refused := map[string][]string{}
	for _, item := range p.Items {
		if item.Allow {
			allowed++
		}
		if item.Acts() && item.MayLockOut {
			unsure++
		}
		if item.Do == bulk.Refuse {
			if refused[item.Why] == nil {
				reasons = append(reasons, item.Why)
			}
			refused[item.Why] = append(refused[item.Why], printable.Text(item.User))
		}
	}
	for _, why := range reasons {
		fmt.Fprintf(b, "\n  %s:\n    %s\n", text.Capital(printable.Text(why)), few(refused[why]))
	}
	if allowed > 0 {
		fmt.Fprintf(b, "\n%s would be locked out: IAMUserChangePassword is attached first.\n", text.Counted(allowed, "user"))
	}
	if unsure > 0 {
		fmt.Fprintf(b, "\nIt is not known whether %s may choose a new password, as they must.\n", text.Counted(unsure, "user"))
	}
}

// few lists the first of many names; --output json has all.
func few(names []string) string {
	const most = 12
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s, and %d more", strings.Join(names[:most], ", "), len(names)-most)
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
		"requests": p.Requests(), "users": users,
	}
}

// reported is what became of a user, for the report and in JSON. It has no password.
type reported struct {
	User      string      `json:"user"`
	Account   string      `json:"account"`
	Outcome   bulk.Status `json:"outcome"`
	Code      string      `json:"code,omitempty"`
	Reason    string      `json:"reason,omitempty"`
	RequestID string      `json:"request_id,omitempty"`
	Repeated  bool        `json:"repeated,omitempty"`
}

func reports(p *bulk.Plan, results []bulk.Result) []reported {
	all := make([]reported, len(results))
	for i, r := range results {
		all[i] = reported{r.User, p.Caller.Account, r.Status, r.Code, r.Why, r.RequestID, r.Repeated}
	}
	return all
}

// result prints what became of a run.
func (o *bulkOutput) result(p *bulk.Plan, results []bulk.Result, path, form string) error {
	c := bulk.Count(results)
	if form == "json" {
		return printJSON(o.stdout, map[string]any{
			"run": p.Run, "operation": p.Operation, "account": p.Caller.Account, "caller": p.Caller.ARN, "journal": path,
			"total": c.Total, "done": c.Done, "refused": c.Refused, "unknown": c.Unknown, "skipped": c.Skipped, "left": c.Left,
			"users": reports(p, results),
		})
	}
	table := tabwriter.NewWriter(o.stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(table, "%s of %s: %s.\n", text.Capital(p.Operation.Does()), text.Counted(c.Total, "user"), countsText(c))
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

// savePasswords writes the passwords that AWS accepted to a new file, in the console's own format, encrypted as the journal
// is, and returns how many they are.
func savePasswords(path string, seal *journal.Sealing, p *bulk.Plan, results []bulk.Result) (n int, err error) {
	err = saveNew(path, seal, func(w *csv.Writer) {
		_ = w.Write([]string{"User name", "Password", "Console sign-in URL"})
		for _, r := range results {
			if r.Status == bulk.Done && r.Password.Len() > 0 {
				_ = w.Write([]string{r.User, r.Password.Reveal(), p.SignIn})
				n++
			}
		}
	})
	return n, err
}

// saveNew writes CSV to a new file, which only its owner can read, and waits until it is on the disk. After an error there
// is no file.
func saveNew(path string, seal *journal.Sealing, write func(*csv.Writer)) error {
	file, err := files.Create(path)
	if err != nil {
		return err
	}
	err = func() error {
		sealed, err := seal.Writer(file)
		if err != nil {
			return err
		}
		w := csv.NewWriter(sealed)
		write(w)
		w.Flush()
		return errors.Join(w.Error(), sealed.Close(), file.Sync())
	}()
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// saveReport writes what became of each user to a new file.
func saveReport(path string, p *bulk.Plan, results []bulk.Result) error {
	if strings.HasSuffix(strings.ToLower(path), ".json") {
		file, err := files.Create(path)
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(file)
		encoder.SetIndent("", "    ")
		if err := errors.Join(encoder.Encode(reports(p, results)), file.Sync(), file.Close()); err != nil {
			return errors.Join(err, os.Remove(path))
		}
		return nil
	}
	return saveNew(path, nil, func(w *csv.Writer) {
		_ = w.Write([]string{"user", "account", "outcome", "code", "reason", "request id", "repeated"})
		for _, r := range reports(p, results) {
			_ = w.Write([]string{r.User, r.Account, string(r.Outcome), r.Code, r.Reason, r.RequestID, text.If(r.Repeated, "repeated")})
		}
	})
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
	return saveNew(path, nil, func(w *csv.Writer) { recoveredRows(w, p, all) })
}
