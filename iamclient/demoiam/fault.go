package demoiam

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault is what the service does to matching requests before, or instead of,
// answering them. The zero value matches everything and does nothing.
type Fault struct {
	Action string // "" matches every action
	User   string // the UserName parameter, ignoring case; "" matches every user, and none
	Region string // of a request to CloudTrail; "" matches every Region, and IAM
	Times  int    // how many matching requests it applies to; 0 is all of them

	// Latency is waited for first, on top of the server's own. It is cut short
	// when the request's context ends, and then nothing is applied.
	Latency time.Duration

	// Code is the AWS error code to answer with; "" lets the request through.
	// Status and Message may be left out where the code has usual ones. In Message,
	// ${caller} is the ARN of the caller.
	Code    string
	Status  int
	Message string

	// HTML is answered with Status, or 502, as a proxy in between would. It
	// goes before Code.
	HTML string

	// Drop breaks the connection. It goes before HTML and Code.
	Drop Drop
}

// Drop is when a fault breaks the connection.
type Drop int

const (
	// DropNone leaves the connection alone.
	DropNone Drop = iota

	// DropConnect refuses the connection, so that the caller can know that
	// nothing was sent. Only [Server.Transport] can do this; over a socket it is
	// DropBefore.
	DropConnect

	// DropBefore breaks off once the request has been read; nothing is applied.
	DropBefore

	// DropAfter applies the request and breaks off instead of answering, so
	// that the caller cannot know.
	DropAfter
)

// decides tells whether the fault settles what becomes of a request; one that
// only delays it does not.
func (f Fault) decides() bool { return f.Drop != DropNone || f.HTML != "" || f.Code != "" }

func (f Fault) matches(region, action, user string) bool {
	return (f.Region == "" || f.Region == region) && (f.Action == "" || f.Action == action) && (f.User == "" || strings.EqualFold(f.User, user))
}

// Inject adds a fault. Where several match a request their latencies add up
// and the one added last that decides anything does so; the others that would
// have are not used up. remove takes the fault away again and may be called
// more than once.
func (s *Server) Inject(f Fault) (remove func()) {
	return s.faults.add(f)
}

// faults is the faults in force.
type faults struct {
	mu    sync.Mutex
	armed []*armedFault // the newest first
}

type armedFault struct {
	Fault
	left int // requests; below 0 is without end
}

func (fs *faults) add(f Fault) (remove func()) {
	armed := &armedFault{Fault: f, left: cmp.Or(f.Times, -1)}
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.armed = slices.Insert(fs.armed, 0, armed)
	return func() {
		fs.mu.Lock()
		defer fs.mu.Unlock()
		fs.armed = slices.DeleteFunc(fs.armed, func(other *armedFault) bool { return other == armed })
	}
}

// take uses up what applies to a request: one fault that says what becomes of
// it, with the latency of all.
func (fs *faults) take(region, action, user string) Fault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var taken Fault
	var latency time.Duration
	for _, armed := range fs.armed {
		if !armed.matches(region, action, user) || armed.decides() && taken.decides() {
			continue
		}
		armed.left--
		latency += armed.Latency
		if armed.decides() {
			taken = armed.Fault
		}
	}
	fs.armed = slices.DeleteFunc(fs.armed, func(armed *armedFault) bool { return armed.left == 0 })
	taken.Latency = latency
	return taken
}

// refuses tells whether a request does not even get a connection, and uses up
// the fault that says so.
func (fs *faults) refuses(action, user string) bool {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	at := slices.IndexFunc(fs.armed, func(f *armedFault) bool { return f.decides() && f.matches("", action, user) })
	if at < 0 || fs.armed[at].Drop != DropConnect {
		return false
	}
	if fs.armed[at].left--; fs.armed[at].left == 0 {
		fs.armed = slices.Delete(fs.armed, at, at+1)
	}
	return true
}

// callerPlace is where the caller's ARN goes in the message of a fault.
const callerPlace = "${caller}"

// problem is the error that the fault answers with.
func (f Fault) problem(caller string, in *request) *problem {
	p := &problem{code: f.Code, status: f.Status, message: strings.ReplaceAll(f.Message, callerPlace, caller)}
	if p.message == "" {
		p.message = usualMessage(f.Code, caller, in)
	}
	return p
}

// refuses tells whether a request does not even get a connection.
func (s *Server) refuses(in *request) bool {
	return s.faults.refuses(in.action, in.form.Get("UserName"))
}
