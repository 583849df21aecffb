//go:build unix

package iamclient

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// When the time of a credential_process is up, it is killed with what it started, and named.
func TestCredentialProcessWhoseTimeIsUp(t *testing.T) {
	for name, mayAsk := range map[string]bool{"without a terminal": false, "that may ask": true} {
		t.Run(name, func(t *testing.T) {
			mark := filepath.Join(t.TempDir(), "children")
			script := "sh -c 'sleep 300 & echo $! >> " + mark + "; wait' & echo $! >> " + mark + "; echo $$ >> " + mark + "; wait"
			start := time.Now()
			_, err := process{[]string{"sh", "-c", script}, "desk", mayAsk, time.Second}.Retrieve(t.Context())
			want := "the credential_process of the profile desk took longer than 1 s"
			if err == nil || !strings.HasPrefix(err.Error(), want) || time.Since(start) > 10*time.Second {
				t.Errorf("%v after %v, want %s", err, time.Since(start), want)
			}
			text, err := os.ReadFile(mark)
			if err != nil {
				t.Fatal(err)
			}
			pids := strings.Fields(string(text))
			if len(pids) != 3 {
				t.Fatalf("the command started too late: %q", text)
			}
			if mayAsk && runtime.GOOS != "linux" {
				return // who started whom is told by /proc alone
			}
			for _, pid := range pids {
				number, _ := strconv.Atoi(pid)
				for wait := 0; syscall.Kill(number, 0) == nil && !isDead(number); wait++ {
					if wait == 200 {
						t.Fatalf("the process %d is still there", number)
					}
					time.Sleep(10 * time.Millisecond)
				}
			}
		})
	}
}

// isDead tells whether a process has ended and nobody has asked for its status.
func isDead(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(stat), ") Z")
}
