package offboard

import (
	"strconv"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Checklist is what is to be done about one user who leaves.
type Checklist struct {
	Items []Item // in the order in which they are made
	run   []int  // the items of the try under way, by part
}

// Result is what became of an item.
type Result int

// The results.
const (
	Waiting Result = iota // it was not tried
	Running               // it is under way
	Done                  // AWS accepted it, or found nothing left to close
	Refused               // it was not made
	Unknown               // it was sent and its answer got lost
	NotSent               // the try ended before its turn
)

// Item is one way in, or what else is done about a leaver.
type Item struct {
	Label  string // what it is
	State  string // how it was read, or why it was not
	Unread bool   // it could not be read
	Does   string // what closes it, in a word; empty: there is nothing to close, or nothing that could be named
	Ticked bool   // it is to be closed
	Result Result
	Err    error // why it was not closed: an *iamclient.Error

	kind  kind
	done  string // what it is afterwards, in a word
	steps []iamclient.Change
	made  int // how many of the steps AWS has accepted
}

// kind is what sort of thing an item is.
type kind int

const (
	fact kind = iota // nothing that can be closed
	password
	accessKey
	serviceCredential
	device
	sessions
)

// beginsSessions tells whether new sessions can begin for as long as a thing of the kind is there: by a sign-in, or by a
// call of GetSessionToken.
func (k kind) beginsSessions() bool { return k == password || k == accessKey }

// Toggle ticks or unticks an item, and tells whether it can be ticked.
func (l *Checklist) Toggle(i int) bool {
	if l.Items[i].Does == "" {
		return false
	}
	l.Items[i].Ticked = !l.Items[i].Ticked
	return true
}

// Ticked is how many items are ticked.
func (l *Checklist) Ticked() int { return l.count(func(i Item) bool { return i.Ticked }) }

// With is how many of the ticked items have a result.
func (l *Checklist) With(r Result) int {
	return l.count(func(i Item) bool { return i.Ticked && i.Result == r })
}

func (l *Checklist) count(has func(Item) bool) int {
	n := 0
	for _, item := range l.Items {
		if has(item) {
			n++
		}
	}
	return n
}

// Parts are the steps of what is ticked and not done yet, in order, for a try that begins.
//
// Sessions that were revoked are revoked once more where a password or an access key is closed only now: what begins
// sessions could have begun some since. It is the one thing that another try repeats.
func (l *Checklist) Parts() []change.Part {
	l.run = nil
	var parts []change.Part
	late := false
	for i := range l.Items {
		item := &l.Items[i]
		again := item.kind == sessions && late
		if !item.Ticked || item.Result == Done && !again {
			continue
		}
		late = late || item.kind.beginsSessions()
		if item.Result == Done {
			item.Result, item.made = Waiting, 0
		}
		l.run = append(l.run, i)
		parts = append(parts, change.Part{Steps: item.steps, Made: item.made, EarlierUnknown: item.Result == Unknown})
	}
	return parts
}

// Progress takes a fact about the try under way.
func (l *Checklist) Progress(p change.Progress) {
	if p.Part >= len(l.run) {
		return
	}
	item := &l.Items[l.run[p.Part]]
	if p.Ended != nil {
		item.end(*p.Ended)
	} else if item.Result != Unknown {
		item.Result, item.Err = Running, nil
	}
}

// Finish takes how the try ended. What it did not get to has not been sent.
func (l *Checklist) Finish(o change.Outcome) {
	for n, i := range l.run {
		item := &l.Items[i]
		switch {
		case n < len(o.Parts):
			item.end(o.Parts[n])
		case item.Result != Unknown:
			item.Result, item.Err = NotSent, o.Err
		}
	}
	l.run = nil
}

// end takes how the item's part ended. What may have been made by an earlier try may still have been, whatever AWS answered
// to this one.
func (i *Item) end(o change.Outcome) {
	i.made = max(i.made, o.Made)
	i.Err = o.Err
	switch {
	case o.Err == nil:
		i.Result = Done
	case i.gone(o.Err):
		i.Result, i.Err, i.done = Done, nil, "already gone"
	case i.Result == Unknown, iamclient.MayHaveSucceeded(o.Err):
		i.Result = Unknown
	case iamclient.KindOf(o.Err) == iamclient.KindCanceled:
		i.Result = NotSent
	default:
		i.Result = Refused
	}
}

// gone tells whether an error says that there is nothing left to close. A user who does not exist is another matter: the
// name may be mistyped.
func (i *Item) gone(err error) bool {
	switch iamclient.KindOf(err) {
	case iamclient.KindNoLoginProfile:
		return true
	case iamclient.KindNoSuchEntity: // of what was read a moment ago, by its id
		return i.kind == accessKey || i.kind == serviceCredential || i.kind == device
	}
	return false
}

// Level is how serious the item's result is.
func (i *Item) Level() explain.Level {
	if i.Unread && i.Result == Waiting {
		return explain.Warn
	}
	return [...]explain.Level{
		Waiting: explain.Plain, Running: explain.Plain, Done: explain.Good, Refused: explain.Bad, Unknown: explain.Warn, NotSent: explain.Warn,
	}[i.Result]
}

// Text is the item's state, or what became of it.
func (i *Item) Text() string {
	switch i.Result {
	case Running:
		return "under way…"
	case Done:
		return i.done
	case Refused:
		return reason(i.Err)
	case Unknown:
		return "unknown: the answer was lost"
	case NotSent:
		return "not sent"
	}
	return i.State
}

// reason says in a few words why an item was not closed.
func reason(err error) string {
	switch iamclient.KindOf(err) {
	case iamclient.KindGuarded:
		return "a guard rail forbids it"
	case iamclient.KindReadOnly:
		return "nothing is changed in read-only mode"
	case iamclient.KindUnrecorded:
		return "the history cannot be written"
	case iamclient.KindUnmodifiable:
		return "temporarily unmodifiable"
	case iamclient.KindNoSuchUser:
		return "no such user"
	case iamclient.KindOtherCaller:
		return "these are other credentials"
	}
	return explain.Unread(err)
}

// Failed is the first item that was not closed; -1 where there is none.
func (l *Checklist) Failed() int {
	for i, item := range l.Items {
		if item.Result >= Refused {
			return i
		}
	}
	return -1
}

// Summary says in a line how the tries have ended so far.
func (l *Checklist) Summary(name string) (sentence string, level explain.Level) {
	ticked, done := l.Ticked(), l.With(Done)
	if done == ticked {
		return name + " offboarded: " + text.Counted(done, "step") + " done.", explain.Good
	}
	sentence, level = name+" not offboarded: "+strconv.Itoa(done)+" of "+strconv.Itoa(ticked)+" done", explain.Warn
	for _, r := range []struct {
		result Result
		word   string
	}{{Refused, "refused"}, {Unknown, "unknown"}, {NotSent, "not sent"}} {
		if n := l.With(r.result); n > 0 {
			sentence += ", " + strconv.Itoa(n) + " " + r.word
		}
	}
	if l.With(Refused) > 0 {
		level = explain.Bad
	}
	return sentence + ".", level
}

// Learned is what is known of the user by what was closed; ok is false where that is nothing.
func (l *Checklist) Learned(now time.Time) (facts directory.Facts, ok bool) {
	facts.At = now
	devices, left := 0, 0
	for _, item := range l.Items {
		switch {
		case item.kind == password && item.Result == Done:
			facts.Console = iamclient.No
		case item.kind == device && item.Does != "":
			devices++
			if item.Result != Done {
				left++
			}
		}
	}
	if devices > 0 && left == 0 {
		facts.MFA = iamclient.No
	}
	return facts, facts.Console == iamclient.No || facts.MFA == iamclient.No
}
