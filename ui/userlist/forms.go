package userlist

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"iampasswd/iamclient/printable"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// Form is how the users are printed.
type Form string

// The forms.
const (
	Table Form = "table"
	CSV   Form = "csv"
	JSON  Form = "json"
)

// printer prints users as they come.
type printer interface {
	rows(users []*directory.Entry) error
	end() error
}

func newPrinter(cfg Config, chosen bool) printer {
	switch cfg.Form {
	case CSV:
		return &csvPrinter{to: csv.NewWriter(cfg.Out), columns: cfg.Columns}
	case JSON:
		return &jsonPrinter{to: cfg.Out, columns: cfg.Columns}
	}
	return &tablePrinter{to: cfg.Out, columns: cfg.Columns, chosen: chosen, width: cfg.Width, now: cfg.Now}
}

// csvPrinter prints CSV as RFC 4180 has it, but with line feeds. The first line has the columns' names.
type csvPrinter struct {
	to      *csv.Writer
	columns []Column
	begun   bool
}

func (p *csvPrinter) begin() error {
	if p.begun {
		return nil
	}
	p.begun = true
	names := make([]string, len(p.columns))
	for i, c := range p.columns {
		names[i] = c.Name
	}
	return p.to.Write(names)
}

func (p *csvPrinter) rows(users []*directory.Entry) error {
	if err := p.begin(); err != nil {
		return err
	}
	row := make([]string, len(p.columns))
	for _, e := range users {
		for i, c := range p.columns {
			row[i] = CSVCell(c.value(e))
		}
		if err := p.to.Write(row); err != nil {
			return err
		}
	}
	p.to.Flush()
	return p.to.Error()
}

func (p *csvPrinter) end() error { return p.rows(nil) }

// CSVCell is a value in CSV: nothing, a time, a text as [text.Cell] has it, or what fmt prints.
func CSVCell(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case time.Time:
		return v.Format(time.RFC3339)
	case string:
		return text.Cell(v)
	}
	return fmt.Sprint(value)
}

// jsonPrinter prints an array with an object on each line.
type jsonPrinter struct {
	to      io.Writer
	columns []Column
	begun   bool
}

func (p *jsonPrinter) rows(users []*directory.Entry) error {
	var b bytes.Buffer
	for _, e := range users {
		b.WriteString(map[bool]string{false: "[\n    {", true: ",\n    {"}[p.begun])
		p.begun = true
		for i, c := range p.columns {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(`"` + c.Name + `": `)
			value := c.value(e)
			if at, ok := value.(time.Time); ok {
				value = at.Format(time.RFC3339)
			}
			if err := encodeJSON(&b, value); err != nil {
				return err
			}
		}
		b.WriteString("}")
	}
	_, err := p.to.Write(b.Bytes())
	return err
}

// end closes the array. Where the reading broke off it is not called: what is printed then does not parse, and cannot be
// taken for everything.
func (p *jsonPrinter) end() error {
	closing := "\n]\n"
	if !p.begun {
		closing = "[]\n"
	}
	_, err := io.WriteString(p.to, closing)
	return err
}

func encodeJSON(to *bytes.Buffer, value any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	to.Write(printable.JSON(bytes.TrimRight(b.Bytes(), "\n")))
	return nil
}
