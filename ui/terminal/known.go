package terminal

import (
	"bytes"

	uv "github.com/charmbracelet/ultraviolet"
)

// known tells whether Bubble Tea takes a unit for one key, report or reply. It takes the rest of one that it does not
// read to its end for keys.
func known(unit []byte) bool {
	if len(unit) < 3 || unit[0] != escape {
		return true // a character or a key, maybe with alt
	}
	if body, console := bytes.CutPrefix(unit, []byte("\x1b[[")); console { // F1 to F5 of the Linux console
		return len(body) == 1 && body[0] >= 'A' && body[0] <= 'E'
	}
	var d uv.EventDecoder
	n, event := d.Decode(bytes.Clone(unit))
	if unit[1] == escape && n == 1 { // an Escape, and then a sequence that is no key
		return known(unit[1:])
	}
	if n != len(unit) {
		return false
	}
	switch event.(type) {
	case uv.UnknownEvent, uv.UnknownCsiEvent, uv.UnknownSs3Event, uv.UnknownOscEvent, uv.UnknownSosEvent,
		uv.UnknownPmEvent, uv.UnknownApcEvent:
		return false
	}
	return true
}
