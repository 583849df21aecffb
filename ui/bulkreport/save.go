package bulkreport

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
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
