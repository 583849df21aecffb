package command

import (
	"bytes"
	"encoding/json"
	"io"

	"iampasswd/iamclient/printable"
)

// printJSON prints a value as the AWS CLI does: indented by four spaces. Control characters and the like are escaped,
// because a terminal would obey them.
func printJSON(out io.Writer, v any) error {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetIndent("", "    ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	_, err := out.Write(printable.JSON(plain.Bytes()))
	return err
}
