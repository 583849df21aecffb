package ui

import (
	"context"
	"slices"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/directory"
)

// bulkEffects is what the effects of a bulk run share with each other.
type bulkEffects struct {
	read  *atomic.Int64      // how many users the plan under way has read
	codes chan string        // MFA codes for the run whose credentials have expired; empty: without one
	stop  context.CancelFunc // ends the run, once what is in flight has finished
	ended chan struct{}      // closed when the run has ended; nil: there is none
}

// plan reads the plan of a change for many users; the credentials first, where they were what went wrong.
func (e *effects) plan(id int, of directory.View, r *bulk.Request, renew bool, code string) tea.Cmd {
	ctx, client := e.begin(id), of.Client()
	r.Observe = e.counting()
	return func() tea.Msg {
		if renew {
			if _, err := client.Renew(ctx, code); err != nil {
				return bulkPlannedMsg{id, nil, err}
			}
		}
		plan, err := bulk.Prepare(ctx, client, r)
		return bulkPlannedMsg{id, plan, err}
	}
}

// revise reads a plan again that has other options.
func (e *effects) revise(id int, of directory.View, p *bulk.Plan, o bulk.Options) tea.Cmd {
	ctx, client, observe := e.begin(id), of.Client(), e.counting()
	return func() tea.Msg {
		plan, err := p.Revise(ctx, client, o, observe)
		return bulkPlannedMsg{id, plan, err}
	}
}

// counting returns what counts the users who are read. Nobody is sent a message for each of thousands: a tick looks.
func (e *effects) counting() func(int) {
	read := &atomic.Int64{}
	e.bulk.read = read
	return func(n int) { read.Store(int64(n)) }
}

// seal reads the recipients that passwords are encrypted to.
func (*effects) seal(id int, recipients []string) tea.Cmd {
	return func() tea.Msg {
		seal, err := bulkreport.Seal(recipients)
		return bulkSealedMsg{id, recipients, seal, err}
	}
}

// sealUnder encrypts under a passphrase.
func (*effects) sealUnder(id int, passphrase *iamclient.Secret) tea.Cmd {
	return func() tea.Msg {
		defer passphrase.Wipe()
		seal, err := journal.ForPassphrase(passphrase)
		return bulkSealedMsg{id, nil, seal, err}
	}
}

// startRun writes the journal of a plan. The run makes its changes once the program has taken it.
func (e *effects) startRun(id int, of directory.View, log history.Log, p *bulk.Plan, path string, seal *journal.Sealing) tea.Cmd {
	cfg := bulk.Config{Client: of.Client(), History: log, Renew: e.renewing(of.Client())}
	return func() tea.Msg {
		run, err := bulk.NewRun(cfg, p, path, journal.Options{Seal: seal})
		return bulkStartedMsg{id, run, err}
	}
}

// renewing waits, when the credentials of a run have expired, until the operator says that they are renewed. It is the same
// for each try over the journal.
func (e *effects) renewing(client *iamclient.Client) func(context.Context, error) error {
	codes, send := make(chan string, 1), e.send
	e.bulk.codes = codes
	return func(ctx context.Context, why error) error {
		for why != nil {
			send(bulkExpiredMsg{why})
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case code := <-codes:
				_, why = client.Renew(ctx, code)
			}
		}
		send(bulkExpiredMsg{nil})
		return nil
	}
}

// renewRun has the run that waits for it read its credentials again.
func (e *effects) renewRun(code string) {
	select {
	case e.bulk.codes <- code:
	default: // it has been told
	}
}

// makeRun makes the changes of a run. It ends with the program: what is in flight finishes, and the rest is left.
func (e *effects) makeRun(id int, run *bulk.Run) tea.Cmd {
	ctx, stop := context.WithCancel(e.ctx)
	ended := make(chan struct{})
	e.bulk.stop, e.bulk.ended = stop, ended
	return func() tea.Msg {
		defer close(ended)
		defer stop()
		return bulkEndedMsg{id, run.Make(ctx)}
	}
}

// savedPart is what of a run is saved.
type savedPart int

// The parts of a run that are saved.
const (
	reportOnly  savedPart = iota // what became of each user, without passwords
	oneFile                      // the passwords, in one file
	oneFileEach                  // the passwords, in a file for each user
)

// saveRun saves a part of a run that has ended. The passwords are copies, and wiped in the end.
func (*effects) saveRun(id int, folders []string, what savedPart, s *bulkScreen) tea.Cmd {
	plan, seal, results := s.plan, s.seal, slices.Clone(s.results)
	for i := range results {
		results[i].Password = results[i].Password.Clone()
	}
	return func() tea.Msg {
		defer func() {
			for _, r := range results {
				r.Password.Wipe()
			}
		}()
		base, ext := bulkreport.FileName(plan), bulkreport.Ext(seal)
		write := func(path string) error {
			_, err := bulkreport.SavePasswords(path, seal, plan, results)
			return err
		}
		switch what {
		case reportOnly:
			base, ext = base+"-report", ".csv"
			write = func(path string) error { return bulkreport.SaveReport(path, plan, results) }
		case oneFileEach:
			ext = ""
			write = func(path string) error { return bulkreport.SaveEach(path, seal, plan, results) }
		case oneFile:
		}
		name, err := bulkreport.Into(folders, base, ext, write)
		return bulkSavedMsg{id, what, name, err}
	}
}

// again writes another try over the journal of a run that has ended.
func (*effects) again(id int, run *bulk.Run) tea.Cmd {
	return func() tea.Msg {
		next, err := run.Again()
		return bulkStartedMsg{id, next, err}
	}
}
