package bulk

import (
	"container/heap"
	"sync"
	"time"
)

// pool has workers do tasks, which are numbers. A task can be done again later, and does not hold up the others until
// then. Within a task, enter waits until a request may go out, by the limit: so that there is always one ready, some more
// tasks are under way than requests.
type pool struct {
	mu      sync.Mutex
	changed *sync.Cond
	limit   limit
	ready   []int
	later   laterHeap
	doing   int  // tasks
	sending int  // requests
	held    int  // how many hold the pool up
	ended   bool // no further task begins
	wakeAt  time.Time
}

// again says what becomes of a task that was done.
type again struct {
	repeat bool
	after  time.Duration // before it is repeated
}

// ahead is how many tasks are made ready beside those whose requests are under way.
func ahead(workers int) int { return 1 + workers/4 }

func newPool(workers int, tasks []int) *pool {
	p := &pool{limit: newLimit(workers), ready: tasks}
	p.changed = sync.NewCond(&p.mu)
	return p
}

// run returns when nothing is left to do, or when the pool has ended and what was under way is done.
func (p *pool) run(workers int, do func(task int) again) {
	var all sync.WaitGroup
	for range workers + ahead(workers) {
		all.Go(func() {
			for task, ok := p.next(); ok; task, ok = p.next() {
				p.done(task, do(task))
			}
		})
	}
	all.Wait()
}

// next waits for a task that may begin.
func (p *pool) next() (task int, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		now := time.Now()
		for len(p.later) > 0 && !p.later[0].due.After(now) {
			p.ready = append(p.ready, heap.Pop(&p.later).(delayed).task)
		}
		switch {
		case p.ended, len(p.ready) == 0 && len(p.later) == 0 && p.doing == 0:
			p.changed.Broadcast()
			return 0, false
		case p.held > 0, p.doing >= int(p.limit.window)+ahead(int(p.limit.window)):
		case len(p.ready) > 0:
			task, p.ready = p.ready[0], p.ready[1:]
			p.doing++
			return task, true
		case len(p.later) > 0:
			p.wake(now, p.later[0].due)
		}
		p.changed.Wait()
	}
}

// enter waits until a request may go out, and returns when it does; ok is false where the pool has ended. After the answer,
// leave is called.
func (p *pool) enter() (sent time.Time, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		now := time.Now()
		switch {
		case p.ended:
			return now, false
		case p.held > 0, p.sending >= int(p.limit.window):
		case now.Before(p.limit.notYet):
			p.wake(now, p.limit.notYet)
		default:
			p.sending++
			p.limit.sends(now)
			return now, true
		}
		p.changed.Wait()
	}
}

// answer is what the answer to a request says about the limit.
type answer int

const (
	accepted answer = iota
	throttled
	saysNothing
)

// leave notes the answer to a request that was sent then.
func (p *pool) leave(sent time.Time, a answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sending--
	switch a {
	case throttled:
		p.limit.throttled(sent, time.Now())
	case accepted:
		p.limit.succeeded()
	case saysNothing:
	}
	p.changed.Broadcast()
}

// wake has the workers look again at that time, with one timer for all.
func (p *pool) wake(now, at time.Time) {
	if p.wakeAt.After(now) && !at.Before(p.wakeAt) {
		return
	}
	p.wakeAt = at
	time.AfterFunc(at.Sub(now), func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.wakeAt = time.Time{}
		p.changed.Broadcast()
	})
}

func (p *pool) done(task int, a again) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.doing--
	if a.repeat {
		heap.Push(&p.later, delayed{task, time.Now().Add(a.after)})
	}
	p.changed.Broadcast()
}

// hold keeps tasks from beginning, and requests from going out, until release is called.
func (p *pool) hold() (release func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held++
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.held--
		p.changed.Broadcast()
	})
}

// end begins no task any more.
func (p *pool) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	p.changed.Broadcast()
}

// delayed is a task that is done again later.
type delayed struct {
	task int
	due  time.Time
}

type laterHeap []delayed

func (h laterHeap) Len() int           { return len(h) }
func (h laterHeap) Less(i, j int) bool { return h[i].due.Before(h[j].due) }
func (h laterHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push adds a task; heap.Push calls it.
func (h *laterHeap) Push(x any) { *h = append(*h, x.(delayed)) }

// Pop removes the last task; heap.Pop calls it.
func (h *laterHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
