package journal

import (
	"context"
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/files"
)

// Options say how a journal is written. The zero value encrypts nothing.
type Options struct {
	Seal *Sealing // who can read the passwords; nil: whoever can read the file
	// Through, where it is set, gives what the file is written through: tests break it.
	Through func(File) File
}

// Journal is an open journal. It is safe for concurrent use.
type Journal struct {
	path   string
	run    string
	commit *committer
	aead   cipher.AEAD // nil: passwords are not encrypted
}

// ErrLocked is the error of a journal that another process has open.
var ErrLocked = errors.New("another process is using this journal: wait until it has ended")

// Create writes the plan of a run into a new file, and waits until it is on the disk. A file that exists is an error,
// [io/fs.ErrExist]. The header's Format, Version, Items and Encrypted are set here, and the numbers of the items.
func Create(path string, h Header, items []Item, opts Options) (*Journal, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	file, err := files.Create(path)
	if err != nil {
		return nil, err
	}
	h.Format, h.Version, h.Items, h.Encrypted = Format, Version, len(items), opts.Seal != nil
	if opts.Seal != nil {
		h.Recipients = opts.Seal.to
	}
	j, err := begin(file, h, items, opts)
	if err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(path))
	}
	return j, nil
}

func begin(file *os.File, h Header, items []Item, opts Options) (*Journal, error) {
	if err := locked(file); err != nil {
		return nil, err
	}
	records := make([]record, 0, len(items)+2)
	add := func(kind string, v any) error {
		body, err := json.Marshal(v)
		records = append(records, record{kind, body})
		return err
	}
	err := add(kindHeader, h)
	for i, item := range items {
		item.N = i
		err = errors.Join(err, add(kindItem, item))
	}
	j := &Journal{path: file.Name(), run: h.Run}
	if opts.Seal != nil {
		aead, wrapped, sealErr := opts.Seal.newKey()
		j.aead = aead
		err = errors.Join(err, sealErr, add(kindKey, wrapped))
	}
	if err != nil {
		return nil, err
	}
	j.commit = newCommitter(opts.through(file), whole{})
	if err := j.together(records...); err != nil {
		return nil, err
	}
	return j, syncDirectory(filepath.Dir(j.path))
}

func (o Options) through(file *os.File) File {
	if o.Through != nil {
		return o.Through(file)
	}
	return file
}

// together writes records and waits until all are on the disk.
func (j *Journal) together(records ...record) error {
	g, err := j.commit.add(records...)
	if err != nil {
		return err
	}
	return g.wait()
}

// syncDirectory sees to it that a new file is found again after a power cut. Where a directory cannot be synced, as on
// Windows, the file system looks after that itself.
func syncDirectory(path string) error {
	dir, err := os.Open(path) //nolint:gosec // the directory of the journal
	if err != nil {
		return err
	}
	_ = dir.Sync()
	return dir.Close()
}

func locked(file *os.File) error {
	held, err := lock(file)
	switch {
	case held:
		return ErrLocked
	case err != nil:
		return fmt.Errorf("the journal cannot be locked: %w", err)
	}
	return nil
}

// Busy tells whether a process has the journal open.
func Busy(path string) bool {
	file, err := files.Open(path, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	return errors.Is(locked(file), ErrLocked)
}

// Open goes on with a journal: it locks the file and repairs a torn end. opts.Seal is needed where the passwords are
// encrypted so far, and only there.
func Open(path string, opts Options) (*Journal, *Content, error) {
	file, err := files.Open(path, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	j, content, err := reopen(file, opts)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return j, content, nil
}

// Errors of [Open].
var (
	ErrNeedsRecipients = errors.New("the passwords in this journal are encrypted: say for whom the next ones are")
	ErrPlain           = errors.New("the passwords in this journal are not encrypted: the next ones cannot be either")
)

func reopen(file *os.File, opts Options) (*Journal, *Content, error) {
	if err := locked(file); err != nil {
		return nil, nil, err
	}
	content, whole, err := read(file, file.Name())
	if err != nil {
		return nil, nil, err
	}
	switch {
	case content.Header.Encrypted && opts.Seal == nil:
		return nil, nil, ErrNeedsRecipients
	case !content.Header.Encrypted && opts.Seal != nil:
		return nil, nil, ErrPlain
	}
	if err := errors.Join(file.Truncate(whole.size), file.Sync()); err != nil {
		return nil, nil, err
	}
	j := &Journal{path: file.Name(), run: content.Header.Run}
	j.commit = newCommitter(opts.through(file), whole)
	if err := j.commit.reserve(content.unknown()); err != nil {
		return nil, nil, err
	}
	if opts.Seal == nil {
		return j, content, nil
	}
	aead, wrapped, err := opts.Seal.newKey()
	if err != nil {
		return nil, nil, err
	}
	body, err := json.Marshal(wrapped)
	if err != nil {
		return nil, nil, err
	}
	j.aead = aead
	return j, content, j.together(record{kindKey, body})
}

// Path is where the journal is.
func (j *Journal) Path() string { return j.path }

// Intention is a request that is about to be made.
type Intention struct {
	N, Try   int
	ID       string            // of the change in the history
	Password *iamclient.Secret // nil: none is set
}

// Intend returns when the intention is on the disk. After an error nothing may be sent for it. The context ends it
// before it is written, and not while it is: whoever asks has to know whether it is there.
func (j *Journal) Intend(ctx context.Context, in Intention) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	written := intent{N: in.N, Try: in.Try, ID: in.ID, At: time.Now().UTC().Truncate(time.Millisecond)}
	if in.Password != nil {
		password := in.Password.Reveal()
		if j.aead == nil {
			written.Password = &password
		} else {
			written.Sealed = sealed(j.aead, password, j.run, in.N, in.Try)
		}
	}
	body, err := json.Marshal(written) //nolint:gosec // the journal is where the password is kept
	if err != nil {
		return err
	}
	return j.together(record{kindIntent, body})
}

// Conclude adds an outcome, with the next group, and does not wait for it: there is room for it since its intention. Where
// it does not get to the disk nevertheless, a reader of the journal takes the outcome for unknown. After any failure outcomes
// are kept, and written by Close.
func (j *Journal) Conclude(o Outcome) error {
	o.At = time.Now().UTC().Truncate(time.Millisecond)
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = j.commit.add(record{kindOutcome, body})
	return err
}

// Close writes what is left, and lets go of the journal. The error is an *[UnwrittenError] where outcomes are lost.
func (j *Journal) Close() error { return j.commit.close() }

// Wipe overwrites a journal that no process has open, and removes it; behind a symbolic link, the file. What a disk keeps of a file that was overwritten is
// beyond a program.
func Wipe(path string) (err error) {
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return err
	}
	file, err := files.Open(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := locked(file); err != nil {
		return err
	}
	if _, _, err := read(file, path); errors.Is(err, errForeign) {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	zeros := make([]byte, 64<<10)
	for at := int64(0); at < info.Size(); at += int64(len(zeros)) {
		if _, err := file.WriteAt(zeros[:min(int64(len(zeros)), info.Size()-at)], at); err != nil {
			return err
		}
	}
	return errors.Join(file.Sync(), os.Remove(path))
}

// IsFull tells whether an error is a disk without room.
func IsFull(err error) bool { return isFull(err) }
