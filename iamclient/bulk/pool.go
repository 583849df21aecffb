package bulk

import (
	"container/heap"
	"sync"
	"time"
)

// pool has workers do tasks, which are numbers, within a limit. A task can be done again later, and does not hold up the
// others until then.
type pool struct {
	mu       sync.Mutex
	changed  *sync.Cond
	limit    limit
	ready    []int
	later    laterHeap
	inFlight int
	held     int  // how many hold the pool up
	ended    bool // no task is begun any more
	wakeAt   time.Time
}

// again says what becomes of a task that was done.
type again struct {
	repeat    bool
	after     time.Duration // before it is repeated
	throttled bool
	failed    bool // it says nothing about the limit
}

func newPool(workers int, tasks []int) *pool {
	p := &pool{limit: newLimit(workers), ready: tasks}
	p.changed = sync.NewCond(&p.mu)
	return p
}

// run returns when nothing is left to do, or when the pool has ended and what was under way is done.
func (p *pool) run(workers int, do func(task int) again) {
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for {
				task, sent, ok := p.next()
				if !ok {
					return
				}
				p.done(task, sent, do(task))
			}
		})
	}
	all.Wait()
}

// next waits for a task that may begin.
func (p *pool) next() (task int, sent time.Time, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		now := time.Now()
		for len(p.later) > 0 && !p.later[0].due.After(now) {
			p.ready = append(p.ready, heap.Pop(&p.later).(delayed).task)
		}
		switch {
		case p.ended, len(p.ready) == 0 && len(p.later) == 0 && p.inFlight == 0:
			p.changed.Broadcast()
			return 0, now, false
		case p.held > 0, p.inFlight >= int(p.limit.window):
		case len(p.ready) == 0 && len(p.later) > 0:
			p.wake(now, p.later[0].due)
		case len(p.ready) > 0 && now.Before(p.limit.notYet):
			p.wake(now, p.limit.notYet)
		case len(p.ready) > 0:
			task, p.ready = p.ready[0], p.ready[1:]
			p.inFlight++
			p.limit.sends(now)
			return task, now, true
		}
		p.changed.Wait()
	}
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

func (p *pool) done(task int, sent time.Time, a again) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inFlight--
	now := time.Now()
	switch {
	case a.throttled:
		p.limit.throttled(sent, now)
	case !a.failed:
		p.limit.succeeded()
	}
	if a.repeat {
		heap.Push(&p.later, delayed{task, now.Add(a.after)})
	}
	p.changed.Broadcast()
}

// hold keeps tasks from beginning until release is called.
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

// underWay is how many tasks are being done.
func (p *pool) underWay() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.inFlight
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
