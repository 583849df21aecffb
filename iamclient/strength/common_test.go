package strength

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "compress common.txt again")

// The list in the program is the one that people can read. After a change of it: go test ./iamclient/strength -update.
func TestTheListIsCompressed(t *testing.T) {
	readable, err := os.ReadFile("common.txt")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		var packed bytes.Buffer
		w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = w.Write(readable); err != nil {
			t.Fatal(err)
		}
		if err = w.Close(); err != nil {
			t.Fatal(err)
		}
		if err = os.WriteFile("common.txt.gz", packed.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	r, err := gzip.NewReader(bytes.NewReader(commonText))
	if err != nil {
		t.Fatal(err)
	}
	if packed, err := io.ReadAll(r); err != nil || !bytes.Equal(packed, readable) {
		t.Errorf("common.txt.gz is not common.txt: %v", err)
	}
}
