package command

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"iampasswd/iamclient/printable"
	"iampasswd/ui/userlist"
)

// accountForms are how accounts are printed, by the value of --output.
var accountForms = map[string]func(io.Writer, []accountRow) error{
	"table": printAccountTable, "csv": printAccountCSV, "json": printAccountJSON,
}

// accountColumns are the columns of CSV and JSON, in their order.
func accountColumns() []struct {
	name  string
	value func(accountRow) string
} {
	return []struct {
		name  string
		value func(accountRow) string
	}{
		{"account", func(r accountRow) string { return r.number }},
		{"name", func(r accountRow) string { return r.name }},
		{"state", func(r accountRow) string { return r.state.String() }},
		{"caller", func(r accountRow) string { return r.identity.ARN }},
		{"profile", func(r accountRow) string { return r.profile }},
		{"role", func(r accountRow) string { return r.role }},
		{"other_profiles", func(r accountRow) string { return strings.Join(r.otherProfiles(), ",") }},
		{"reason", func(r accountRow) string { return r.reason }},
	}
}

// otherProfiles are the profiles that lead to the account and are not used.
func (r accountRow) otherProfiles() []string {
	names := make([]string, len(r.others))
	for i, o := range r.others {
		names[i] = o.Profile
	}
	return names
}

func printAccountTable(out io.Writer, rows []accountRow) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ACCOUNT\tNUMBER\tYOU ARE\tPROFILE\tSTATE")
	for _, r := range rows {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", dash(r.title()), dash(r.number), dash(printable.Text(r.identity.Name)), dash(r.profile), r.says())
	}
	return table.Flush()
}

// dash stands where there is nothing.
func dash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func printAccountCSV(out io.Writer, rows []accountRow) error {
	to := csv.NewWriter(out)
	columns := accountColumns()
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.name
	}
	_ = to.Write(line)
	for _, r := range rows {
		for i, c := range columns {
			line[i] = userlist.CSVCell(c.value(r))
		}
		_ = to.Write(line)
	}
	to.Flush()
	return to.Error()
}

// accountJSON is an account in JSON. What there is not is null.
type accountJSON struct {
	Account       *string  `json:"account"`
	Name          *string  `json:"name"`
	State         string   `json:"state"`
	Caller        *string  `json:"caller"`
	Profile       *string  `json:"profile"`
	Role          *string  `json:"role"`
	OtherProfiles []string `json:"other_profiles"`
	Reason        *string  `json:"reason"`
}

func printAccountJSON(out io.Writer, rows []accountRow) error {
	all := make([]accountJSON, len(rows))
	for i, r := range rows {
		all[i] = accountJSON{
			orNull(r.number), orNull(r.name), r.state.String(), orNull(r.identity.ARN), orNull(r.profile), orNull(r.role), r.otherProfiles(), orNull(r.reason),
		}
	}
	return printJSON(out, all)
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
