package bulk_test

import (
	"context"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"filippo.io/age"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
)

// unsynced leaves out the fsyncs of a journal, to tell the disk's part of a run.
func unsynced(f journal.File) journal.File { return noSync{f} }

type noSync struct{ journal.File }

func (noSync) Sync() error { return nil }

// BenchmarkRun is 1,000 resets at a latency of 50 ms by 32 workers, with the journal and the history on the disk. Without
// any work of ours that takes 1.5625 s; the metric is how many times that it took.
func BenchmarkRun(b *testing.B) {
	const users, workers, latency = 1000, 32, 50 * time.Millisecond
	const ideal = users * latency / workers
	identity, err := age.GenerateX25519Identity()
	wantOK(b, err)
	seal, err := journal.ForRecipients(identity.Recipient().String())
	wantOK(b, err)
	for name, opts := range map[string]journal.Options{"plain": {}, "encrypted": {Seal: seal}, "without a disk": {Through: unsynced}} {
		b.Run(name, func(b *testing.B) {
			s := company(users)
			reader := benchClient(b, s, nil)
			p, err := bulk.Prepare(b.Context(), reader, &bulk.Request{Operation: bulk.Reset, Users: names(users), Workers: workers})
			wantOK(b, err)
			s.SetLatency(demoiam.Latency{Min: latency, Max: latency})
			dir := b.TempDir()
			file, err := history.Open(filepath.Join(dir, "history.jsonl"))
			wantOK(b, err)
			var log history.Log = history.InFile(file)
			if opts.Through != nil {
				log = &history.Memory{}
			}
			c := benchClient(b, s, log)
			var took time.Duration
			for n := 0; b.Loop(); n++ {
				r, err := bulk.NewRun(bulk.Config{Client: c, History: log, Workers: workers}, p, filepath.Join(dir, strconv.Itoa(n)), opts)
				wantOK(b, err)
				began := time.Now()
				wantOK(b, r.Make(context.Background()))
				took += time.Since(began)
				if !r.Counts().All() {
					b.Fatalf("%+v", r.Counts())
				}
			}
			b.ReportMetric(took.Seconds()/float64(b.N)/ideal.Seconds(), "×ideal")
		})
	}
}

func benchClient(b *testing.B, s *demoiam.Server, log history.Log) *iamclient.Client {
	b.Helper()
	c, err := iamclient.New(b.Context(), iamclient.Options{Embedded: s.Transport(), History: log})
	wantOK(b, err)
	return c
}
