package bulkreport

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/files"
	"iampasswd/iamclient/journal"
	"iampasswd/ui/text"
)

// Outcome is what became of a user, for the report and in JSON. It has no password.
type Outcome struct {
	User      string      `json:"user"`
	Account   string      `json:"account"`
	Outcome   bulk.Status `json:"outcome"`
	Code      string      `json:"code,omitempty"`
	Reason    string      `json:"reason,omitempty"`
	RequestID string      `json:"request_id,omitempty"`
	Repeated  bool        `json:"repeated,omitempty"`
}

// Outcomes are what became of all users of a plan.
func Outcomes(p *bulk.Plan, results []bulk.Result) []Outcome {
	all := make([]Outcome, len(results))
	for i, r := range results {
		all[i] = Outcome{r.User, p.Caller.Account, r.Status, r.Code, r.Why, r.RequestID, r.Repeated}
	}
	return all
}

// consoleColumns are those of the console's own file.
var consoleColumns = []string{"User name", "Password", "Console sign-in URL"}

// SavePasswords writes the passwords that AWS accepted to a new file, in the console's own format, encrypted as the journal
// is, and returns how many they are.
func SavePasswords(path string, seal *journal.Sealing, p *bulk.Plan, results []bulk.Result) (n int, err error) {
	err = SaveNew(path, seal, func(w *csv.Writer) {
		_ = w.Write(consoleColumns)
		for _, r := range results {
			if HasPassword(r) {
				_ = w.Write([]string{r.User, r.Password.Reveal(), p.SignIn})
				n++
			}
		}
	})
	return n, err
}

// HasPassword tells whether AWS accepted a password for the user, which can be read here.
func HasPassword(r bulk.Result) bool { return r.Status == bulk.Done && r.Password.Len() > 0 }

// SaveNew writes CSV to a new file, which only its owner can read, and waits until it is on the disk. After an error there
// is no file.
func SaveNew(path string, seal *journal.Sealing, write func(*csv.Writer)) error {
	file, err := files.Create(path)
	if err != nil {
		return err
	}
	err = func() error {
		sealed, err := seal.Writer(file)
		if err != nil {
			return err
		}
		w := csv.NewWriter(sealed)
		write(w)
		w.Flush()
		return errors.Join(w.Error(), sealed.Close(), file.Sync())
	}()
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// SaveReport writes what became of each user to a new file: JSON where its name ends in .json, else CSV.
func SaveReport(path string, p *bulk.Plan, results []bulk.Result) error {
	if strings.HasSuffix(strings.ToLower(path), ".json") {
		file, err := files.Create(path)
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(file)
		encoder.SetIndent("", "    ")
		if err := errors.Join(encoder.Encode(Outcomes(p, results)), file.Sync(), file.Close()); err != nil {
			return errors.Join(err, os.Remove(path))
		}
		return nil
	}
	return SaveNew(path, nil, func(w *csv.Writer) {
		_ = w.Write([]string{"user", "account", "outcome", "code", "reason", "request id", "repeated"})
		for _, r := range Outcomes(p, results) {
			_ = w.Write([]string{r.User, r.Account, string(r.Outcome), r.Code, r.Reason, r.RequestID, text.If(r.Repeated, "repeated")})
		}
	})
}

// Into saves a new file in the first of the folders that takes one, under the first of the names base.ext, base-2.ext, …
// that is free. The path is empty where no folder does; the error is why the first one does not, also where another one does.
func Into(folders []string, base, ext string, write func(path string) error) (path string, err error) {
	for i, folder := range folders {
		path, failed := intoOne(folder, base, ext, write)
		if i == 0 {
			err = failed
		}
		if failed == nil {
			return path, err
		}
	}
	return "", err
}

func intoOne(folder, base, ext string, write func(path string) error) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	for n := 1; ; n++ {
		path := filepath.Join(folder, base+ext)
		if n > 1 {
			path = filepath.Join(folder, fmt.Sprintf("%s-%d%s", base, n, ext))
		}
		if err := write(path); !errors.Is(err, fs.ErrExist) {
			return path, err
		}
	}
}

// SaveEach writes a file for each user whose password AWS accepted, in the console's own format, into a new folder that only
// its owner can read. Where one cannot be written, the folder has those before.
func SaveEach(folder string, seal *journal.Sealing, p *bulk.Plan, results []bulk.Result) error {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	for _, r := range results {
		if !HasPassword(r) {
			continue
		}
		name := r.User
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "-") {
			name = "_" + name
		}
		path := filepath.Join(folder, name+"_credentials"+Ext(seal))
		if err := SaveNew(path, seal, func(w *csv.Writer) {
			_ = w.Write(consoleColumns)
			_ = w.Write([]string{r.User, r.Password.Reveal(), p.SignIn})
		}); err != nil {
			return fmt.Errorf("%s: %v", filepath.Base(path), Reason(err)) //nolint:errorlint // the folder is new: this is no file to write over
		}
	}
	return nil
}

// Ext is how the name of a file of passwords ends.
func Ext(seal *journal.Sealing) string { return ".csv" + text.If(seal != nil, ".age") }

// FileName is the beginning of the names of a run's files.
func FileName(p *bulk.Plan) string { return fmt.Sprintf("iampasswd-%s-%s", p.Operation, p.Run) }
