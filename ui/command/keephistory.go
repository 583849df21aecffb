package command

import (
	"fmt"
	"os"

	"iampasswd/iamclient/files"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/printable"
)

// keepHistory returns the history of the person who runs the program. Where there is no place for one, it says why: a script
// that worked without a home directory goes on working.
func keepHistory() (log history.Log, unkept string) {
	place := history.Place(os.Getenv)
	if place == "" {
		return nil, "neither XDG_STATE_HOME nor HOME says where"
	}
	file, err := history.Open(place)
	if err != nil {
		return nil, err.Error()
	}
	tightenHistory(place)
	return file, ""
}

// tightenHistory takes the rights to the history away from others, and notes it on standard error. What else may be wrong
// with the file is reported where it is used.
func tightenHistory(place string) {
	if tightened, err := files.Tighten(place); tightened && err == nil {
		_, _ = fmt.Fprintf(os.Stderr, "iampasswd: other users had access to %s; now only you can read and write it\n", printable.Text(place))
	}
}
