package bulkreport

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"iampasswd/iamclient/files"
	"iampasswd/iamclient/journal"
)

// mostRecipients is the largest file of recipients that is read, in bytes.
const mostRecipients = 16 << 20

// Seal encrypts to recipients: each is age1…, an SSH public key, or the name of a file of them. An error says which kind of
// mistake it is, and repeats nothing of a key.
func Seal(recipients []string) (*journal.Sealing, error) {
	texts := make([]string, len(recipients))
	for i, to := range recipients {
		var err error
		if texts[i], err = recipientText(to); err != nil {
			return nil, err
		}
		if _, err := journal.ForRecipients(texts[i]); err != nil {
			return nil, err
		}
	}
	return journal.ForRecipients(texts...)
}

// recipientText is a recipient, or the content of a file of recipients.
func recipientText(to string) (string, error) {
	if strings.HasPrefix(to, "age1") || strings.HasPrefix(to, "ssh-") {
		return to, nil
	}
	content, err := files.Read(to, mostRecipients)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, os.ErrInvalid) {
		return "", errors.New("age1…, an SSH public key, or a file of them is needed; there is no such file")
	}
	return string(content), err
}
