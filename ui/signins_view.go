package ui

import (
	"fmt"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/iamclient/signins"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// mostInPane is how many attempts stand beside the list; i shows all.
const mostInPane = 5

// attemptLines are the section on what AWS saw of the user's sign-ins.
func attemptLines(c canvas, in *directory.SignIn) []string {
	of := in.User.Account.SignIns()
	problem := of.Problem()
	switch {
	case iamclient.KindOf(problem) == iamclient.KindDenied:
		return []string{c.styles.faint.Render(text.Fit("  Sign-ins: ask for cloudtrail:LookupEvents"+text.If(!c.pane, " (F2)"), c.width-1))}
	case problem != nil:
		return faint(c, "Sign-ins are not read: "+explain.Unread(problem)+".")
	case of.At.IsZero():
		return []string{c.styles.faint.Render("  Sign-in attempts: reading…")}
	}
	newest := "none in this account"
	if at := of.Reading.Newest(); !at.IsZero() {
		newest = "newest " + text.Ago(at, c.now)
	}
	lines := []string{text.Spread("  "+c.styles.strong.Render("Sign-in attempts, last 24 h"), c.styles.faint.Render(newest)+" ", c.width)}
	lines = append(lines, listed(c, in.Attempts(), "none by this user")...)
	lines = append(lines, olderLines(c, in)...)
	if events := of.Reading.Nameless(); len(events) > 0 {
		lines = append(lines, nameless(c, in, events)...)
	}
	foot := append(missingRegions(&of.Reading), "CloudTrail is some minutes late."+text.If(!c.pane, " o reads older ones, F2 shows the events."))
	return append(lines, faint(c, strings.Join(foot, " "))...)
}

// faint sets a secondary sentence.
func faint(c canvas, sentence string) []string {
	var lines []string
	for _, line := range text.Wrap(sentence, c.width-3) {
		lines = append(lines, c.styles.faint.Render("  "+line))
	}
	return lines
}

// listed are attempts, the newest first, as many as there is room for.
func listed(c canvas, events []signins.Event, none string) []string {
	if len(events) == 0 {
		return []string{c.styles.faint.Render("  " + none)}
	}
	events, rest := shortened(c, events)
	var time, what, address int
	for _, e := range events {
		time = max(time, text.Width(directory.TimeOf(e.Time, c.now)))
		what, address = max(what, text.Width(e.OutcomeText())), max(address, text.Width(e.Address))
	}
	var lines []string
	for _, e := range events {
		head := "  " + text.Fit(directory.TimeOf(e.Time, c.now), time) + "  "
		level := levelOf(e.Outcome)
		outcome, place := level.Sign()+" "+text.Fit(e.OutcomeText(), what), text.Fit(e.Address, address)+" "+e.Region
		if text.Width(head+outcome+place)+3 <= c.width {
			lines = append(lines, head+c.styles.of(level).Render(outcome)+"  "+place)
			continue
		}
		for i, line := range text.Hanging(level.Sign()+" ", e.OutcomeText(), c.width-text.Width(head)-1) {
			lines = append(lines, text.If(i == 0, head)+text.If(i > 0, strings.Repeat(" ", text.Width(head)))+c.styles.of(level).Render(line))
		}
		lines = append(lines, text.Fit(strings.Repeat(" ", text.Width(head)+2)+strings.TrimSpace(e.Address+" "+e.Region), c.width-1))
	}
	return append(lines, rest...)
}

// nameless are the attempts without a user: only time and place are known. Those from an address of the user are marked.
func nameless(c canvas, in *directory.SignIn, events []signins.Event) []string {
	events, rest := shortened(c, events)
	lines := []string{c.styles.faint.Render("  Without a name (AWS hides one that no user has):")}
	for _, e := range events {
		line := "  " + directory.TimeOf(e.Time, c.now) + "  ? " + strings.TrimSpace(e.Address+" "+e.Region)
		line += text.If(e.Masked && in.Uses(e.Address), "  perhaps theirs") + text.If(!e.Masked, "  "+e.OutcomeText())
		lines = append(lines, text.Fit(line, c.width-1))
	}
	return append(lines, rest...)
}

// shortened are as many as there is room for beside the list, and what is said of the rest.
func shortened(c canvas, events []signins.Event) (some []signins.Event, rest []string) {
	if !c.pane || len(events) <= mostInPane {
		return events, nil
	}
	return events[:mostInPane], []string{c.styles.faint.Render(fmt.Sprintf("  and %d more: i shows all", len(events)-mostInPane))}
}

func levelOf(o signins.Outcome) explain.Level {
	switch {
	case o.Succeeded():
		return explain.Good
	case o == signins.Unclear:
		return explain.Warn
	}
	return explain.Bad
}

// olderLines are the user's older attempts, where they were asked for.
func olderLines(c canvas, in *directory.SignIn) []string {
	older := in.User.Account.Older(in.User.Name)
	switch problem := older.Problem(); {
	case older.Active:
		return []string{c.styles.faint.Render("  Older attempts: reading…")}
	case problem != nil:
		return faint(c, "Older attempts are not read: "+explain.Unread(problem)+".")
	case older.At.IsZero():
		return nil
	}
	lines := []string{"  " + c.styles.strong.Render("Older attempts, up to 90 days")}
	lines = append(lines, listed(c, in.OlderAttempts(), "none")...)
	if missing := missingRegions(&older.Reading); len(missing) > 0 {
		lines = append(lines, faint(c, strings.Join(missing, " "))...)
	}
	return lines
}

// missingRegions are sentences about what could not be read of the Regions.
func missingRegions(reading *signins.Reading) []string {
	var all []string
	for _, region := range reading.Regions {
		switch {
		case region.Err != nil:
			all = append(all, "Not read: "+text.Clean(region.Name)+", "+explain.Region(region.Err, reading.Read())+".")
		case region.More:
			all = append(all, text.Clean(region.Name)+" has more events; those since "+text.Clock(region.Oldest)+" are here.")
		}
	}
	return all
}

// rawEvents are the events of the user, those without a name among them, as AWS has them: the newest first.
func rawEvents(in *directory.SignIn) []signins.Event {
	reading := in.User.Account.SignIns().Reading
	all := signins.Reading{Events: append(append(in.Attempts(), in.OlderAttempts()...), reading.Nameless()...)}
	all.Sort()
	return all.Events
}

// newRawEvents shows the events of a user whole.
func newRawEvents(user string, events []signins.Event) *pager {
	return &pager{selects: true, text: func(c canvas) []string {
		lines := []string{"  " + c.styles.strong.Render("CloudTrail's events of "+user+", and those without a name"), ""}
		for _, e := range events {
			lines = append(lines, c.styles.accent.Render("  "+text.Clock(e.Time)+"  "+e.OutcomeText()))
			for line := range strings.SplitSeq(e.JSON(), "\n") {
				lines = append(lines, text.Hanging("  ", strings.ReplaceAll(line, "\t", "  "), c.width-1)...)
			}
			lines = append(lines, "")
		}
		return lines
	}}
}
