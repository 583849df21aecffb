package ui

import (
	"fmt"
	"strings"
	"time"

	"iampasswd/iamclient/bulk"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// doing is what a run does to its users, and did what it has done.
var doing = map[bulk.Operation]string{
	bulk.Reset: "Resetting", bulk.ForceChange: "Forcing a change for", bulk.RevokeSessions: "Signing out",
	bulk.RestoreSessions: "Restoring the sessions of", bulk.DisableConsole: "Disabling", bulk.DeactivateKeys: "Deactivating the keys of",
}

// widestRunName is how many cells a name has at most, so that there is room for the reason.
const widestRunName = 32

func (s *bulkScreen) draw(c canvas) drawing {
	lines := s.head(c)
	from, to := s.list.window(s.page(c))
	for i := from; i < to; i++ {
		lines = append(lines, s.row(c, i))
	}
	if len(s.order) == 0 && s.only {
		lines = append(lines, c.styles.faint.Render("   Nobody has a problem. tab shows everybody."))
	}
	return drawing{lines: lines}
}

// page is how many users there is room for.
func (s *bulkScreen) page(c canvas) int { return max(1, c.height-len(s.head(c))) }

// head is what stands above the users: how far the run has got, and what there is to do.
func (s *bulkScreen) head(c canvas) []string {
	lines := []string{s.title(c), s.countsLine(c)}
	said := s.said(c)
	if c.height >= 16 || len(said) > 0 {
		lines = append(lines, said...)
		if c.height >= 16 && len(said) == 0 {
			lines = append(lines, "")
		}
	}
	if c.height >= 16 {
		lines = append(lines, "")
	}
	return lines
}

// title is what the run does, and how far it has got.
func (s *bulkScreen) title(c canvas) string {
	what := doing[s.plan.Operation]
	if s.over {
		what = "Ended: " + strings.ToLower(what[:1]) + what[1:]
	}
	title := " " + what + " " + users(s.toDo)
	bar := s.bar(c, min(25, c.width/5))
	if at := " in " + s.of.Short(); text.Width(title+at)+text.Width(bar)+2 < c.width {
		title += at
	}
	return text.Spread(c.styles.strong.Render(title), bar, c.width)
}

// bar is how far the run has got, in cells and in numbers.
func (s *bulkScreen) bar(c canvas, cells int) string {
	n := s.progress()
	full := cells
	if s.toDo > 0 {
		full = cells * n / s.toDo
	}
	return c.styles.accent.Render(strings.Repeat("█", full)) + c.styles.faint.Render(strings.Repeat("░", cells-full)) +
		fmt.Sprintf(" %s of %s ", text.Thousands(n), text.Thousands(s.toDo))
}

// countsLine counts the users, and says how fast the run is.
func (s *bulkScreen) countsLine(c canvas) string {
	var parts []string
	for _, part := range []struct {
		n     int
		what  string
		style style
	}{
		{s.counts.Done, "done", c.styles.good}, {s.counts.Refused, "refused", c.styles.bad}, {s.counts.Unknown, "unknown", c.styles.warn},
		{s.counts.InFlight, "in flight", c.styles.plain}, {s.counts.Left, "not sent", c.styles.warn}, {s.leftOut, "left alone", c.styles.faint},
	} {
		if part.n > 0 || part.what == "done" {
			parts = append(parts, part.style.Render(text.Thousands(part.n)+" "+part.what))
		}
	}
	line, pace := " "+text.Columns(parts), s.pace(c.now)
	if text.Width(line)+text.Width(pace)+2 > c.width {
		pace, _, _ = strings.Cut(pace, "   ")
		pace += " "
	}
	return text.Spread(line, c.styles.faint.Render(pace), c.width)
}

// pace is how fast the run is and how long it still takes; once it has ended, how long it took.
func (s *bulkScreen) pace(now time.Time) string {
	took, n := s.took(now), s.progress()
	switch {
	case s.over:
		return "took " + text.InWords(max(took, time.Second)) + " "
	case n == 0 || took < time.Second || s.paused || s.expired != nil:
		return ""
	}
	left := took * time.Duration(s.toDo-n) / time.Duration(n)
	return fmt.Sprintf("%.1f/s   about %s left ", float64(n)/took.Seconds(), text.InWords(left))
}

// took is how long the run has taken, without its pauses.
func (s *bulkScreen) took(now time.Time) time.Duration {
	if s.over {
		now = s.ended
	}
	took := now.Sub(s.began) - s.halted
	if !s.since.IsZero() {
		took -= now.Sub(s.since)
	}
	return took
}

// said is what the operator has to know now; nothing where the run just goes on.
func (s *bulkScreen) said(c canvas) []string {
	n := s.told
	switch {
	case n.text != "":
	case s.expired != nil:
		in := s.of.Context(directory.User{}, "r")
		p := explain.Error(s.expired, in)
		n = notice{"Paused: " + p.Title + " " + p.Remedy, explain.Warn}
	case s.stopping:
		n = notice{"Stopping: what is in flight finishes.", explain.Plain}
	case s.paused:
		n = notice{"Paused. p goes on.", explain.Warn}
	case s.over:
		n = s.ending()
	default:
		return nil
	}
	var lines []string
	for _, line := range text.Hanging(" "+n.level.Sign()+" ", n.text, c.width-1) {
		lines = append(lines, c.styles.of(n.level).Render(line))
	}
	return lines
}

// ending says how the run ended, and what can be done.
func (s *bulkScreen) ending() notice {
	n := notice{"All " + users(s.counts.Done) + " are done.", explain.Good}
	if s.counts.Done == 1 {
		n.text = "The user is done."
	}
	if why := bulkreport.Ended(s.err, ""); why != "" {
		n = notice{text.Capital(text.Sentence(text.Clean(why))), explain.Bad}
	} else if s.err != nil {
		n = notice{"Stopped.", explain.Warn}
	} else if s.counts.Done < s.counts.Total {
		n = notice{"Not everybody is done.", explain.Warn}
	}
	if bulkreport.Open(s.counts) > 0 {
		n.text += " t tries the others again."
	}
	if s.unsaved() {
		n.text += " s saves the passwords; the journal in " + s.folder + " has them, too."
	}
	return n
}

// row is one user.
func (s *bulkScreen) row(c canvas, i int) string {
	item := s.order[i]
	r := &s.results[item]
	sign, style, about := s.state(c, item, r)
	name := text.Fit(text.Clean(r.User), min(s.longest, widestRunName))
	margin := "   "
	if i == s.list.cursor {
		margin = c.styles.accent.Render(" ▌ ")
		name = c.styles.accent.Render(name)
	}
	return margin + style.Render(sign) + " " + name + "  " + style.Render(about)
}

// state is a user's state: its sign, its look and a few words.
func (s *bulkScreen) state(c canvas, item int, r *bulk.Result) (sign string, look style, about string) {
	if !s.plan.Items[item].Acts() {
		return "–", c.styles.faint, "left alone: " + reasonOf(r)
	}
	switch r.Status {
	case bulk.Done:
		about = text.If(s.handed[item], "handed over") + text.If(r.Repeated, " tried twice")
		return "✓", c.styles.good, about
	case bulk.Refused:
		return "✗", c.styles.bad, reasonOf(r)
	case bulk.Unknown:
		return "?", c.styles.warn, "unknown: the answer was lost"
	case bulk.InFlight:
		return c.spinner, c.styles.accent, ""
	case bulk.Left:
		return "·", c.styles.warn, "not sent"
	case bulk.Waiting, bulk.Skipped:
	}
	return "·", c.styles.faint, ""
}

// reasonOf is why a user was refused, fit to show: AWS's code with its words, or the plan's.
func reasonOf(r *bulk.Result) string {
	return text.Clean(strings.TrimSuffix(text.If(r.Code != "", r.Code+": ")+r.Why, ": "))
}

// runDetails are the user under the cursor, whole, and where the journal is and what can be done with it.
func (s *bulkScreen) runDetails(c canvas) []string {
	var lines []string
	write := func(label string, parts []string) {
		for _, part := range parts {
			lines = append(lines, "  "+c.styles.faint.Render(text.Fit(label, handoverLabel-2))+part)
			label = ""
		}
	}
	room := c.width - handoverLabel - 1
	add := func(label, words string) { write(label, chunks(text.Clean(words), room)) }
	if i, ok := s.list.selected(); ok {
		r := &s.results[s.order[i]]
		add("User", r.User)
		add("State", string(r.Status))
		write("Reason", text.Wrap(reasonOf(r), room))
		add("Request", r.RequestID)
		lines = append(lines, "")
	}
	add("Run", s.plan.Run)
	add("Operation", string(s.plan.Operation))
	add("Account", s.of.Title())
	add("As", s.plan.Caller.ARN)
	write("Reason", text.Wrap(text.Clean(s.plan.Reason), room))
	add("Journal", s.journal)
	if bulkreport.Open(s.counts)+s.counts.Waiting > 0 {
		add("Go on", bulkreport.Command("resume", s.journal, s.keyed))
	}
	if s.plan.Operation == bulk.Reset {
		add("Passwords", bulkreport.Command("recover", s.journal, s.keyed))
		add("Afterwards", bulkreport.Command("wipe", s.journal, s.keyed))
	}
	return lines
}

// badge stands in the head of every screen while the run is in the background.
func (s *bulkScreen) badge() string {
	state := fmt.Sprintf("%d/%d", s.progress(), s.toDo)
	switch {
	case s.expired != nil:
		state += " expired"
	case s.over:
		state += " ended"
	case s.paused:
		state += " paused"
	case s.stopping:
		state += " stopping"
	}
	return " RUN " + state + " "
}
