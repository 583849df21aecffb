package demoiam

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"time"
)

// xmlWriter writes the elements of an answer. A page of a thousand users is
// some ten thousand elements, for which encoding/xml's reflection takes many
// times longer than writing them down.
type xmlWriter struct{ bytes.Buffer }

// group writes an element around whatever inside writes.
func (x *xmlWriter) group(name string, inside func()) {
	x.tag("<", name)
	inside()
	x.tag("</", name)
}

// text writes an element that holds a value.
func (x *xmlWriter) text(name, value string) {
	x.tag("<", name)
	x.escape(value)
	x.tag("</", name)
}

func (x *xmlWriter) boolean(name string, value bool) {
	x.text(name, strconv.FormatBool(value))
}

func (x *xmlWriter) number(name string, value int) {
	x.text(name, strconv.Itoa(value))
}

// instant writes a time as IAM does, in UTC and to the second.
func (x *xmlWriter) instant(name string, value time.Time) {
	x.tag("<", name)
	x.Write(value.UTC().AppendFormat(x.AvailableBuffer(), time.RFC3339))
	x.tag("</", name)
}

func (x *xmlWriter) tag(open, name string) {
	x.WriteString(open)
	x.WriteString(name)
	x.WriteByte('>')
}

// escape leaves the work to encoding/xml only where there is some.
func (x *xmlWriter) escape(value string) {
	for _, c := range []byte(value) {
		if c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '\'' || c == '"' {
			// Writing to a buffer cannot fail.
			_ = xml.EscapeText(&x.Buffer, []byte(value))
			return
		}
	}
	x.WriteString(value)
}

// response writes a whole answer. What has no result has no Result element.
func (x *xmlWriter) response(namespace, action string, result *bytes.Buffer, requestID string) {
	x.tag("<", action+`Response xmlns="`+namespace+`"`)
	if result.Len() > 0 {
		x.group(action+"Result", func() { x.Write(result.Bytes()) })
	}
	x.group("ResponseMetadata", func() { x.text("RequestId", requestID) })
	x.tag("</", action+"Response")
}

// problem writes a whole answer that is an error.
func (x *xmlWriter) problem(namespace string, p *problem, requestID string) {
	x.tag("<", `ErrorResponse xmlns="`+namespace+`"`)
	x.group("Error", func() {
		x.text("Type", p.blame())
		x.text("Code", p.code)
		if p.message != "" {
			x.text("Message", p.message)
		}
	})
	x.text("RequestId", requestID)
	x.tag("</", "ErrorResponse")
}
