package signinlist

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"iampasswd/iamclient/printable"
	"iampasswd/ui/text"
	"iampasswd/ui/userlist"
)

// row is an attempt in CSV and JSON. The fields are the columns, in their order.
type row struct {
	Time      orNull `json:"time"`
	Account   orNull `json:"account"`
	User      orNull `json:"user"`      // null: it is not a user's, or AWS masks the name
	Principal orNull `json:"principal"` // an ARN
	Outcome   orNull `json:"outcome"`
	Detail    orNull `json:"detail"`
	Address   orNull `json:"address"`
	Region    orNull `json:"region"`
	EventID   orNull `json:"event_id"`
}

// orNull is a text that is null in JSON where it is empty.
type orNull string

// MarshalJSON implements [json.Marshaler].
func (s orNull) MarshalJSON() ([]byte, error) {
	if s == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(s))
}

// Columns are the names of the columns of CSV and JSON.
func Columns() []string {
	return []string{"time", "account", "user", "principal", "outcome", "detail", "address", "region", "event_id"}
}

func (r row) cells() []string {
	var cells []string
	for _, value := range []orNull{r.Time, r.Account, r.User, r.Principal, r.Outcome, r.Detail, r.Address, r.Region, r.EventID} {
		cells = append(cells, text.Cell(string(value)))
	}
	return cells
}

func rowOf(e attempt) row {
	return row{
		orNull(e.Time.UTC().Format(time.RFC3339)), orNull(e.account), orNull(e.User), orNull(e.Principal), orNull(e.Outcome.String()),
		orNull(e.Detail), orNull(e.Address), orNull(e.Region), orNull(e.ID),
	}
}

// print prints attempts, and in the table those without a name, too.
func (cfg Config) print(attempts, nameless []attempt) error {
	switch cfg.Form {
	case userlist.CSV:
		return printCSV(cfg.Out, attempts)
	case userlist.JSON:
		return printJSON(cfg.Out, attempts)
	}
	return cfg.printTable(attempts, nameless)
}

func printCSV(out io.Writer, attempts []attempt) error {
	w := csv.NewWriter(out)
	_ = w.Write(Columns()) // the error is Flush's, too
	for _, e := range attempts {
		_ = w.Write(rowOf(e).cells())
	}
	w.Flush()
	return w.Error()
}

func printJSON(out io.Writer, attempts []attempt) error {
	rows := make([]row, len(attempts)) // an empty list, and not null
	for i, e := range attempts {
		rows[i] = rowOf(e)
	}
	plain, err := json.MarshalIndent(rows, "", "    ")
	if err != nil {
		return err
	}
	_, err = out.Write(append(printable.JSON(plain), '\n'))
	return err
}

// printTable prints the attempts for people, and those without a name apart: whose they are is a guess.
func (cfg Config) printTable(attempts, nameless []attempt) error {
	var named []attempt
	for _, e := range attempts {
		if !e.Nameless() {
			named = append(named, e)
		}
	}
	if len(named) == 0 {
		cfg.Note(text.If(cfg.User == "", "No attempt to sign in.") + text.If(cfg.User != "", "No attempt to sign in as "+text.Clean(cfg.User)+"."))
	} else if err := cfg.table([]string{"TIME", "USER", "OUTCOME", "ADDRESS", "REGION"}, named, func(e attempt) []string {
		return []string{e.Time.Local().Format("2006-01-02 15:04:05"), e.Who(), e.OutcomeText(), e.Address, e.Region}
	}); err != nil {
		return err
	}
	if len(nameless) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(cfg.Out, text.If(len(named) > 0, "\n")+"Without a name: AWS hides one that no user has. Whose these are can only be guessed, by time and address."); err != nil {
		return err
	}
	return cfg.table([]string{"TIME", "ADDRESS", "REGION"}, nameless, func(e attempt) []string {
		return []string{e.Time.Local().Format("2006-01-02 15:04:05"), e.Address, e.Region}
	})
}

// table prints attempts in columns, with their account first where there are several.
func (cfg Config) table(titles []string, attempts []attempt, cells func(attempt) []string) error {
	table := tabwriter.NewWriter(cfg.Out, 0, 0, 2, ' ', 0)
	several := attempts[0].label != ""
	if several {
		titles = append([]string{"ACCOUNT"}, titles...)
	}
	_, _ = fmt.Fprintln(table, strings.Join(titles, "\t"))
	for _, e := range attempts {
		row := cells(e)
		if several {
			row = append([]string{e.label}, row...)
		}
		for i := range row {
			if row[i] = text.Clean(row[i]); row[i] == "" {
				row[i] = "–"
			}
		}
		_, _ = fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	return table.Flush()
}
