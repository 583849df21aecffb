package command

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"iampasswd/iamclient/files"
	"iampasswd/iamclient/printable"
)

// mostInput is the largest list of users, or of recipients, that is read.
const mostInput = 16 << 20

// names are the users that the command line names: its arguments, and what --from has. Those of a query come later.
func (f *bulkFlags) names(stdin io.Reader, args []string) ([]string, error) {
	names := slices.Clone(args)
	if i := slices.IndexFunc(names, func(name string) bool { return printable.Text(name) != name }); i >= 0 {
		return nil, usagef("the name %+q has a character in it that cannot be seen: write it again; nothing was sent.", names[i])
	}
	if f.column != "" && f.from == "" {
		return nil, usagef("--column goes with --from: add that, or leave it out.")
	}
	if f.from != "" {
		content, err := readInput(f.from, stdin)
		if err != nil {
			return nil, usagef("--from: %s.", err)
		}
		more, err := f.namesIn(content)
		if err != nil {
			return nil, err
		}
		names = append(names, more...)
	}
	if len(names) == 0 && f.where == "" {
		return nil, usagef("name the users: as arguments, with --from FILE, or with --where QUERY.")
	}
	return names, nil
}

func readInput(path string, stdin io.Reader) ([]byte, error) {
	if path != "-" {
		return files.ReadStream(path, mostInput, files.Patience{Writer: 30 * time.Second, End: time.Minute})
	}
	content, err := io.ReadAll(io.LimitReader(stdin, mostInput+1))
	if err == nil && len(content) > mostInput {
		err = errors.New("standard input is too long")
	}
	return content, err
}

// userColumns are how a column of user names is called, in lower case.
var userColumns = []string{"user", "username", "user name", "user_name"}

// namesIn reads a list of names: CSV where a column is named or the first line has one for users, else one in each line.
func (f *bulkFlags) namesIn(content []byte) ([]string, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")) // as spreadsheets begin their files
	if !utf8.Valid(content) || bytes.ContainsRune(content, 0) {
		return nil, usagef("--from: %s is no text in UTF-8: save it as that.", f.from)
	}
	names, err := f.inColumn(content)
	if err != nil {
		return nil, err
	}
	if names == nil {
		n := 0
		for line := range strings.Lines(string(content)) {
			n++
			if names, err = f.appendName(names, line, n); err != nil {
				return nil, err
			}
		}
	}
	if len(names) == 0 {
		return nil, usagef("--from: %s names no user.", f.from)
	}
	return names, nil
}

// inColumn reads CSV, whichever character separates its columns. It is nil for a list without a column of user names.
func (f *bulkFlags) inColumn(content []byte) ([]string, error) {
	for _, separator := range ",;\t" {
		rows := csv.NewReader(bytes.NewReader(content))
		rows.Comma, rows.FieldsPerRecord, rows.TrimLeadingSpace = separator, -1, separator != '\t'
		header, err := rows.Read()
		if err != nil {
			continue
		}
		column := slices.IndexFunc(header, func(cell string) bool {
			if f.column != "" {
				return strings.EqualFold(strings.TrimSpace(cell), f.column)
			}
			return slices.Contains(userColumns, strings.ToLower(strings.TrimSpace(cell)))
		})
		if column >= 0 {
			return f.columnOf(rows, column)
		}
	}
	if f.column != "" {
		return nil, usagef("--column: the first line of %s has no column %q.", f.from, f.column)
	}
	return nil, nil
}

// appendName adds the name that stands in a line, counted from 1. A character that nobody sees is refused: the name that is
// read would be another one than the name that is changed.
func (f *bulkFlags) appendName(names []string, cell string, line int) ([]string, error) {
	name := strings.TrimSpace(cell)
	switch {
	case name == "":
		return names, nil
	case printable.Text(name) != name:
		return nil, usagef("--from: line %d of %s has a character in it that cannot be seen: %+q; write the name again; nothing was sent.", line, f.from, name)
	}
	return append(names, name), nil
}

func (f *bulkFlags) columnOf(rows *csv.Reader, column int) ([]string, error) {
	names := []string{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return names, nil
		}
		if err != nil {
			return nil, usagef("--from: the CSV cannot be read: %s.", err)
		}
		if column < len(row) {
			line, _ := rows.FieldPos(column)
			cell := strings.TrimPrefix(strings.TrimSpace(row[column]), "'") // which keeps a spreadsheet from running it
			if names, err = f.appendName(names, cell, line); err != nil {
				return nil, err
			}
		}
	}
}
