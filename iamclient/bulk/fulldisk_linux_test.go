package bulk_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/journal"
)

// A disk that is really full stops the run before the next request. What AWS accepted by then can be recovered, and the run
// goes on when there is room.
func TestAFullFileSystem(t *testing.T) {
	s := company(200)
	s.SetLatency(demoiam.Latency{Max: 2_000_000})
	st := newStage(t, s)
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("skipped: a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	st.path = filepath.Join(dir, "run.journal")
	r := st.run(st.plan(names(200)...))
	err := r.Make(t.Context())
	if !journal.IsFull(err) {
		t.Fatalf("%v, %+v", err, r.Counts())
	}
	c, err := journal.Read(st.path)
	wantOK(t, err)
	st.nothingLost(c)
	for i, result := range r.Results() {
		if tries := c.Items[i].Tries; result.Status == bulk.Done && tries[len(tries)-1].Status() != journal.Done {
			t.Errorf("%s is done, and the journal does not say so", result.User)
		}
	}
	if n := r.Counts(); n.Left == 0 || n.Done == 0 || n.Refused != 0 {
		t.Errorf("%+v", n)
	}
	wantOK(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=1m"))
	r = st.reopen()
	wantOK(t, r.Make(t.Context()))
	st.count(r, bulk.Counts{Total: 200, Done: 200})
	st.signsIn(r)
}
