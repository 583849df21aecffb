package journal_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"
	"golang.org/x/crypto/ssh"

	"iampasswd/iamclient"
	"iampasswd/iamclient/journal"
)

// secret is the password of an item. Its text is looked for in files that must not have it.
func secret(n int) string { return fmt.Sprintf("Canary-Pass-%04d!", n) }

func header() journal.Header {
	return journal.Header{Run: "RUN1", Time: time.Now().UTC(), Account: "123456789012", Caller: "arn:aws:iam::123456789012:user/admin", Operation: "reset"}
}

func items(n int) []journal.Item {
	all := make([]journal.Item, n)
	for i := range all {
		all[i] = journal.Item{User: fmt.Sprintf("user%d", i), Plan: []byte(`{"do":"reset"}`)}
	}
	return all
}

func create(t testing.TB, n int, opts journal.Options) *journal.Journal {
	t.Helper()
	j, err := journal.Create(filepath.Join(t.TempDir(), "run.journal"), header(), items(n), opts)
	wantOK(t, err)
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func intend(t testing.TB, j *journal.Journal, n, try int) {
	t.Helper()
	wantOK(t, j.Intend(t.Context(), journal.Intention{N: n, Try: try, Password: iamclient.NewSecret(secret(n))}))
}

func wantOK(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) *journal.Content {
	t.Helper()
	c, err := journal.Read(path)
	wantOK(t, err)
	return c
}

func recovered(t testing.TB, c *journal.Content) string {
	t.Helper()
	all, err := c.Recover()
	wantOK(t, err)
	var lines []string
	for _, r := range all {
		lines = append(lines, fmt.Sprintf("%s %s %t", r.User, r.Password.Reveal(), r.Certain))
	}
	return strings.Join(lines, "\n")
}

func TestRecover(t *testing.T) {
	j := create(t, 6, journal.Options{})
	for n, status := range []journal.Status{journal.Done, journal.Refused, journal.Unknown, journal.NotSent} {
		intend(t, j, n, 1)
		wantOK(t, j.Conclude(journal.Outcome{N: n, Try: 1, Status: status}))
	}
	intend(t, j, 4, 1) // without an outcome
	wantOK(t, j.Conclude(journal.Outcome{N: 2, Try: 1, Status: journal.Unknown}))
	wantOK(t, j.Intend(t.Context(), journal.Intention{N: 2, Try: 2, Password: iamclient.NewSecret("Second-Pass-2!")}))
	if got, want := recovered(t, read(t, j.Path())), "user0 Canary-Pass-0000! true\nuser2 Canary-Pass-0002! false\nuser2 Second-Pass-2! false\nuser4 Canary-Pass-0004! false"; got != want {
		t.Errorf("while it is being written:\n%s\nwant\n%s", got, want)
	}
	wantOK(t, j.Conclude(journal.Outcome{N: 2, Try: 2, Status: journal.Done}))
	wantOK(t, j.Close())
	c := read(t, j.Path())
	if got, want := recovered(t, c), "user0 Canary-Pass-0000! true\nuser2 Second-Pass-2! true\nuser4 Canary-Pass-0004! false"; got != want {
		t.Errorf("afterwards:\n%s\nwant\n%s", got, want)
	}
	if c.Header.Run != "RUN1" || c.Header.Format != journal.Format || len(c.Items) != 6 || c.Torn {
		t.Errorf("%+v", c.Header)
	}
	info, err := os.Stat(j.Path())
	wantOK(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestNeverOverwritten(t *testing.T) {
	j := create(t, 1, journal.Options{})
	if _, err := journal.Create(j.Path(), header(), items(1), journal.Options{}); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
}

func TestOnlyOneProcess(t *testing.T) {
	j := create(t, 1, journal.Options{})
	if _, _, err := journal.Open(j.Path(), journal.Options{}); !errors.Is(err, journal.ErrLocked) {
		t.Errorf("a second one: %v", err)
	}
	if !journal.Busy(j.Path()) {
		t.Error("nobody seems to have it open")
	}
	if err := journal.Wipe(j.Path()); !errors.Is(err, journal.ErrLocked) {
		t.Errorf("wiped while it is open: %v", err)
	}
	wantOK(t, j.Close())
	if journal.Busy(j.Path()) {
		t.Error("somebody seems to have it open")
	}
	again, _, err := journal.Open(j.Path(), journal.Options{})
	wantOK(t, err)
	wantOK(t, again.Close())
	if err := again.Intend(t.Context(), journal.Intention{Try: 1}); err == nil {
		t.Error("an intention after the end")
	}
}

// Wherever the end was torn, every whole record before it is there, and the journal goes on.
func TestTornEnd(t *testing.T) {
	j := create(t, 3, journal.Options{})
	planned := size(t, j.Path())
	intend(t, j, 0, 1)
	intend(t, j, 1, 1)
	wantOK(t, j.Close())
	content, err := os.ReadFile(j.Path())
	wantOK(t, err)
	first := 1 + bytes.LastIndexByte(content[:len(content)-1], '\n')
	for end := range content {
		path := filepath.Join(t.TempDir(), "torn")
		wantOK(t, os.WriteFile(path, content[:end], 0o600))
		got, err := journal.Read(path)
		if end < planned {
			if _, damaged := errors.AsType[*journal.DamagedError](err); !damaged {
				t.Fatalf("%d bytes, a torn plan: %v", end, err)
			}
			continue
		}
		wantOK(t, err)
		want := 0
		if end >= first {
			want = 1
		}
		if n := len(got.Items[0].Tries) + len(got.Items[1].Tries); n != want || got.Torn != (end != planned && end != first) {
			t.Fatalf("%d bytes: %d intentions, torn %t", end, n, got.Torn)
		}
		again, _, err := journal.Open(path, journal.Options{Through: func(f journal.File) journal.File { return unsynced{f} }})
		wantOK(t, err)
		intend(t, again, 2, 1)
		wantOK(t, again.Close())
		if got = read(t, path); got.Torn || len(got.Items[2].Tries) != 1 {
			t.Fatalf("%d bytes: after the repair %+v", end, got.Items)
		}
	}
}

// A power cut can leave zeros, or half of a page, where the last record was to be.
func TestTornByAPowerCut(t *testing.T) {
	j := create(t, 2, journal.Options{})
	intend(t, j, 0, 1)
	wantOK(t, j.Close())
	zeros := strings.Repeat("\x00", 4096)
	changed := `{"sum":"0011223344556677","intent":{"n":1}}` + "\n"
	for name, tail := range map[string]string{
		"zeros": zeros, "a changed record": changed, "a changed record before zeros": changed + zeros, "half a record before zeros": changed[:30] + zeros,
		"half a record between zeros": zeros + changed[30:] + zeros,
	} {
		appendTo(t, j.Path(), tail)
		again, c, err := journal.Open(j.Path(), journal.Options{})
		if err != nil || c.Torn != (tail != zeros) || len(c.Items[0].Tries) != 1 {
			t.Fatalf("%s: %v", name, err)
		}
		wantOK(t, again.Close())
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	wantOK(t, err)
	_, err = f.WriteString(text)
	wantOK(t, errors.Join(err, f.Close()))
}

func size(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Stat(path)
	wantOK(t, err)
	return int(info.Size())
}

// What is wrong anywhere but at the end names the line and the file.
func TestDamaged(t *testing.T) {
	j := create(t, 3, journal.Options{})
	for n := range 3 {
		intend(t, j, n, 1)
	}
	wantOK(t, j.Close())
	content, err := os.ReadFile(j.Path())
	wantOK(t, err)
	lines := bytes.SplitAfter(content, []byte("\n"))
	for name, c := range map[string]struct {
		lines [][]byte
		line  string
	}{
		"a changed line":      {slicesOf(lines[:4], bytes.Replace(lines[4], []byte("Canary"), []byte("Pigeon"), 1), lines[5:]), "line 5 "},
		"a line that is gone": {slicesOf(lines[:4], nil, lines[5:]), "line 5 "},
		"a foreign line":      {slicesOf(lines[:2], []byte("hello\n"), lines[2:]), "line 3 "},
		"a foreign file":      {[][]byte{[]byte("User name,Password\n"), []byte("bob,x\n")}, "line 1 "},
		"an empty file":       {nil, "line 1 "},
	} {
		path := filepath.Join(t.TempDir(), "damaged")
		wantOK(t, os.WriteFile(path, bytes.Join(c.lines, nil), 0o600))
		_, err := journal.Read(path)
		if err == nil || !strings.Contains(err.Error(), c.line) || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "Canary") {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, openErr := journal.Open(path, journal.Options{}); openErr == nil || openErr.Error() != err.Error() {
			t.Errorf("%s, opened: %v", name, openErr)
		}
	}
}

// Of a damaged journal every other line can be read, whichever was changed, by whatever, or is gone.
func TestSalvage(t *testing.T) {
	j := create(t, 4, journal.Options{})
	for n := range 4 {
		intend(t, j, n, 1)
		wantOK(t, j.Conclude(journal.Outcome{N: n, Try: 1, Status: journal.Done}))
	}
	wantOK(t, j.Close())
	content, err := os.ReadFile(j.Path())
	wantOK(t, err)
	lines := slices.Collect(bytes.Lines(content))
	salvaged := func(lines [][]byte) (string, []int, error) {
		path := filepath.Join(t.TempDir(), "damaged")
		wantOK(t, os.WriteFile(path, bytes.Join(lines, nil), 0o600))
		c, damaged, err := journal.Salvage(path)
		if err != nil {
			return "", nil, err
		}
		return recovered(t, c), damaged, nil
	}
	for at, line := range lines {
		for name, broken := range map[string][]byte{
			"a record":     bytes.Replace(line, []byte(`"n":`), []byte(`"n" :`), 1),
			"a sum":        bytes.Replace(line, line[:9], []byte(`{"sum":"x`), 1),
			"another sum":  slices.Concat(line[:8], []byte("0123456789abcdef"), line[24:]),
			"half a line":  append(line[:len(line)/2:len(line)/2], '\n'),
			"another line": []byte("hello\n"),
		} {
			got, damaged, err := salvaged(slicesOf(lines[:at], broken, lines[at+1:]))
			if at < 5 { // the plan
				if _, ok := errors.AsType[*journal.DamagedError](err); !ok && !bytes.Equal(broken, line) {
					t.Errorf("%s in line %d of the plan: %v", name, at+1, err)
				}
				continue
			}
			var want []string
			for n := range 4 {
				ofIntent, ofOutcome := bytes.Contains(line, fmt.Appendf(nil, `"intent":{"n":%d,`, n)), bytes.Contains(line, fmt.Appendf(nil, `"outcome":{"n":%d,`, n))
				if !ofIntent {
					want = append(want, fmt.Sprintf("user%d %s %t", n, secret(n), !ofOutcome))
				}
			}
			if got != strings.Join(want, "\n") || !slices.Equal(damaged, []int{at + 1}) {
				t.Errorf("%s in line %d: %v, %v\n%s", name, at+1, err, damaged, got)
			}
		}
	}
}

func slicesOf(before [][]byte, line []byte, after [][]byte) [][]byte {
	all := append([][]byte{}, before...)
	if line != nil {
		all = append(all, line)
	}
	return append(all, after...)
}

// unsynced is a file that is quick, and not safe from a power cut.
type unsynced struct{ journal.File }

func (unsynced) Sync() error { return nil }

// faulty is a file that counts and fails as it is told.
type faulty struct {
	journal.File
	syncs  atomic.Int32
	full   atomic.Bool // the disk takes half of what is written
	slow   time.Duration
	noSync atomic.Bool
}

func (f *faulty) WriteAt(b []byte, at int64) (int, error) {
	if f.full.Load() {
		n, _ := f.File.WriteAt(b[:len(b)/2], at)
		return n, &fs.PathError{Op: "write", Path: "journal", Err: syscall.ENOSPC}
	}
	return f.File.WriteAt(b, at)
}

func (f *faulty) Sync() error {
	f.syncs.Add(1)
	time.Sleep(f.slow)
	if f.noSync.Load() {
		return syscall.EIO
	}
	return f.File.Sync()
}

func through(f *faulty) func(journal.File) journal.File {
	return func(file journal.File) journal.File {
		f.File = file
		return f
	}
}

// Many intentions share an fsync, and each returns after the one that covers it.
func TestGroupCommit(t *testing.T) {
	disk := &faulty{slow: 2 * time.Millisecond}
	j := create(t, 400, journal.Options{Through: through(disk)})
	before := disk.syncs.Load()
	var all sync.WaitGroup
	for worker := range 40 {
		all.Go(func() {
			for n := worker; n < 400; n += 40 {
				if err := j.Intend(context.Background(), journal.Intention{N: n, Try: 1, Password: iamclient.NewSecret(secret(n))}); err != nil {
					t.Error(err)
				}
				c, err := journal.Read(j.Path())
				if err != nil || len(c.Items[n].Tries) != 1 {
					t.Errorf("intention %d is not in the file: %v", n, err)
				}
			}
		})
	}
	all.Wait()
	if n := disk.syncs.Load() - before; n > 100 {
		t.Errorf("%d fsyncs for 400 intentions of 40 workers", n)
	}
}

// A full disk refuses the next intention and loses nothing. Outcomes are written once there is room again.
func TestFullDisk(t *testing.T) {
	disk := &faulty{}
	j := create(t, 4, journal.Options{Through: through(disk)})
	intend(t, j, 0, 1)
	intend(t, j, 1, 1)
	disk.full.Store(true)
	err := j.Intend(t.Context(), journal.Intention{N: 2, Try: 1, Password: iamclient.NewSecret(secret(2))})
	if !journal.IsFull(err) {
		t.Fatal(err)
	}
	if err := j.Conclude(journal.Outcome{N: 0, Try: 1, Status: journal.Done}); !journal.IsFull(err) {
		t.Errorf("the outcome: %v", err)
	}
	if c := read(t, j.Path()); c.Torn || len(c.Items[0].Tries) != 1 || len(c.Items[1].Tries) != 1 || len(c.Items[2].Tries) != 0 {
		t.Errorf("%+v", c.Items)
	}
	disk.full.Store(false)
	if err := j.Intend(t.Context(), journal.Intention{N: 3, Try: 1}); !journal.IsFull(err) {
		t.Errorf("a later intention: %v", err)
	}
	wantOK(t, j.Close())
	if c := read(t, j.Path()); c.Items[0].Tries[0].Status() != journal.Done || c.Items[1].Tries[0].Status() != journal.Unknown {
		t.Errorf("%+v", c.Items)
	}
}

// small is a disk that takes a file up to a size.
type small struct {
	journal.File
	most int64
}

func (f *small) WriteAt(b []byte, at int64) (int, error) {
	if fits := max(0, f.most-at); fits < int64(len(b)) {
		n, _ := f.File.WriteAt(b[:fits], at)
		return n, &fs.PathError{Op: "write", Path: "journal", Err: syscall.ENOSPC}
	}
	return f.File.WriteAt(b, at)
}

// However small a disk is, it has room for what became of each request that went out, also of those before the journal was
// opened again.
func TestRoomForOutcomes(t *testing.T) {
	refused := journal.Outcome{Try: 1, Status: journal.Refused, Code: "AccessDenied", Why: strings.Repeat("User is not authorized. ", 20), RequestID: strings.Repeat("0", 36)}
	for most := int64(8 << 10); most < 12<<10; most += 100 {
		disk := &small{most: most}
		opts := journal.Options{Through: func(f journal.File) journal.File { disk.File = f; return disk }}
		j := create(t, 20, opts)
		intended := 0
		for ; ; intended++ {
			if intended == 2 { // another process goes on
				wantOK(t, j.Close())
				var err error
				j, _, err = journal.Open(j.Path(), opts)
				wantOK(t, err)
			}
			err := j.Intend(t.Context(), journal.Intention{N: intended, Try: 1, Password: iamclient.NewSecret(secret(intended))})
			if journal.IsFull(err) {
				break
			}
			wantOK(t, err)
		}
		if intended < 3 {
			t.Fatalf("only %d intentions fit into %d bytes", intended, most)
		}
		for n := range intended {
			refused.N = n
			_ = j.Conclude(refused) // that the disk is full is known
		}
		wantOK(t, j.Close())
		c := read(t, j.Path())
		for n, item := range c.Items {
			if n < intended && item.Tries[0].Status() != journal.Refused || n >= intended && len(item.Tries) > 0 || c.Torn {
				t.Errorf("%d bytes, %d intentions: item %d: %+v", most, intended, n, item.Tries)
			}
		}
	}
}

// An outcome that is lost nevertheless is an error of its own.
func TestUnwritten(t *testing.T) {
	disk := &faulty{}
	j := create(t, 2, journal.Options{Through: through(disk)})
	intend(t, j, 0, 1)
	disk.full.Store(true)
	if err := j.Intend(t.Context(), journal.Intention{N: 1, Try: 1}); !journal.IsFull(err) {
		t.Fatal(err)
	}
	_ = j.Conclude(journal.Outcome{N: 0, Try: 1, Status: journal.Done})
	err := j.Close()
	if e, ok := errors.AsType[*journal.UnwrittenError](err); !ok || e.Outcomes != 1 || !journal.IsFull(err) {
		t.Error(err)
	}
	if c := read(t, j.Path()); c.Items[0].Tries[0].Status() != journal.Unknown {
		t.Errorf("%+v", c.Items[0].Tries)
	}
}

// After an fsync that failed, nothing is sent: the disk may not have what was written before.
func TestFailedSync(t *testing.T) {
	disk := &faulty{}
	j := create(t, 2, journal.Options{Through: through(disk)})
	disk.noSync.Store(true)
	for n := range 2 {
		if err := j.Intend(t.Context(), journal.Intention{N: n, Try: 1}); !errors.Is(err, syscall.EIO) {
			t.Errorf("intention %d: %v", n, err)
		}
	}
}

func sshKey(t *testing.T, private any, passphrase string) (public string, pemText []byte) {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(private)
	wantOK(t, err)
	var block *pem.Block
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	} else {
		block, err = ssh.MarshalPrivateKey(private, "")
	}
	wantOK(t, err)
	return string(ssh.MarshalAuthorizedKey(signer.PublicKey())), pem.EncodeToMemory(block)
}

// Whoever it is encrypted to can read the passwords, and the file has none of them. Each process has its own key.
func TestEncrypted(t *testing.T) {
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	wantOK(t, err)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	wantOK(t, err)
	native, err := age.GenerateX25519Identity()
	wantOK(t, err)
	edPublic, edPEM := sshKey(t, edKey, "")
	_, edLocked := sshKey(t, edKey, "open sesame")
	rsaPublic, rsaPEM := sshKey(t, rsaKey, "")
	seal, err := journal.ForRecipients("# the team\n"+native.Recipient().String()+"\n\n"+edPublic, rsaPublic)
	wantOK(t, err)
	j := create(t, 4, journal.Options{Seal: seal})
	intend(t, j, 0, 1)
	wantOK(t, j.Close())
	if _, _, err := journal.Open(j.Path(), journal.Options{}); !errors.Is(err, journal.ErrNeedsRecipients) {
		t.Errorf("without recipients: %v", err)
	}
	j, _, err = journal.Open(j.Path(), journal.Options{Seal: seal})
	wantOK(t, err)
	intend(t, j, 1, 1)
	wantOK(t, j.Close())
	text, err := os.ReadFile(j.Path())
	wantOK(t, err)
	if bytes.Contains(text, []byte("Canary")) || bytes.Count(text, []byte(`"key":`)) != 2 {
		t.Errorf("%s", text)
	}
	if _, err := read(t, j.Path()).Recover(); !errors.Is(err, journal.ErrSealed) {
		t.Errorf("without a private key: %v", err)
	}
	sesame := func() ([]byte, error) { return []byte("open sesame"), nil }
	for name, identity := range map[string]string{"age": native.String(), "ssh-ed25519": string(edPEM), "with a passphrase": string(edLocked), "ssh-rsa": string(rsaPEM)} {
		identities, err := journal.Identities([]byte(identity), sesame)
		wantOK(t, err)
		c := read(t, j.Path())
		wantOK(t, c.Unlock(identities...))
		if got := recovered(t, c); got != "user0 Canary-Pass-0000! false\nuser1 Canary-Pass-0001! false" {
			t.Errorf("%s: %s", name, got)
		}
	}
	other, err := age.GenerateX25519Identity()
	wantOK(t, err)
	if err := read(t, j.Path()).Unlock(other); err == nil {
		t.Error("another private key opens it")
	}
}

// A sealed password shows neither its length nor, moved to another user, that user's name.
func TestSealedLength(t *testing.T) {
	seal, err := journal.ForPassphrase(iamclient.NewSecret("correct horse"))
	wantOK(t, err)
	seal.Quick()
	j := create(t, 2, journal.Options{Seal: seal})
	for n, length := range []int{1, 100} {
		wantOK(t, j.Intend(t.Context(), journal.Intention{N: n, Try: 1, Password: iamclient.NewSecret(strings.Repeat("a", length))}))
	}
	text, err := os.ReadFile(j.Path())
	wantOK(t, err)
	boxes := regexp.MustCompile(`"sealed":"([^"]*)"`).FindAllSubmatch(text, -1)
	if len(boxes) != 2 || len(boxes[0][1]) != len(boxes[1][1]) {
		t.Errorf("%s", text)
	}
	wrong, err := journal.PassphraseIdentity(iamclient.NewSecret("wrong horse"))
	wantOK(t, err)
	if err := read(t, j.Path()).Unlock(wrong); err == nil || strings.Contains(err.Error(), "horse") {
		t.Errorf("a wrong passphrase: %v", err)
	}
	right, err := journal.PassphraseIdentity(iamclient.NewSecret("correct horse"))
	wantOK(t, err)
	c := read(t, j.Path())
	wantOK(t, c.Unlock(right))
	if got := recovered(t, c); !strings.HasPrefix(got, "user0 a false") {
		t.Error(got)
	}
}

func TestRecipientMistakes(t *testing.T) {
	own, err := age.GenerateX25519Identity()
	wantOK(t, err)
	for name, text := range map[string]string{
		"nothing": "# nobody\n", "a private key": own.String(), "nonsense": "age1nonsense", "an SSH key that cannot encrypt": "ssh-dss AAAA",
	} {
		_, err := journal.ForRecipients(text)
		if err == nil || strings.Contains(err.Error(), "nonsense") || strings.Contains(err.Error(), own.String()) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := journal.Identities([]byte("AGE-SECRET-KEY-1NONSENSE"), nil); err == nil || strings.Contains(err.Error(), "NONSENSE") {
		t.Errorf("a private key that is none: %v", err)
	}
}

func TestWipe(t *testing.T) {
	j := create(t, 1, journal.Options{})
	wantOK(t, j.Close())
	wantOK(t, journal.Wipe(j.Path()))
	if _, err := os.Stat(j.Path()); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	foreign := filepath.Join(t.TempDir(), "notes.txt")
	wantOK(t, os.WriteFile(foreign, []byte("mine\n"), 0o600))
	if err := journal.Wipe(foreign); err == nil {
		t.Error("it wiped what is no journal")
	}
	j = create(t, 1, journal.Options{})
	wantOK(t, j.Close())
	link := filepath.Join(t.TempDir(), "link")
	wantOK(t, os.Symlink(j.Path(), link))
	wantOK(t, journal.Wipe(link))
	if _, err := os.Stat(j.Path()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("behind a link: %v", err)
	}
}
