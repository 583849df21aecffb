//go:build unix

package command_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// contender is a program that resets bob's password, with what its runs took.
type contender struct {
	name    string
	command []string
	runs    int // in a round
	wall    []float64
	memory  []float64
}

// BenchmarkReset resets a password with a whole process of iampasswd, of a minimal program on the same SDK and of the
// AWS CLI, in turn, so that whatever else the machine does hits them alike. The figures are medians: milliseconds from
// start to end, megabytes at the peak, and what they are to each other.
//
//	go test -run '^$' -bench BenchmarkReset -benchtime 20x ./ui/command
func BenchmarkReset(b *testing.B) {
	dir := b.TempDir()
	measure, minimal := compiled(b, dir, "./testdata/measure"), compiled(b, dir, "../../iamclient/testdata/minimal")
	ours := &contender{name: "iampasswd", command: []string{compiled(b, dir, "iampasswd"), "update-login-profile", "--user-name", "bob", "--password", newPassword}, runs: 10}
	sdk := &contender{name: "sdk", command: []string{minimal, newPassword}, runs: 10}
	contenders := []*contender{ours, sdk}
	cli := &contender{name: "aws", runs: 1}
	if path, err := exec.LookPath("aws"); err == nil {
		cli.command = []string{path, "iam", "update-login-profile", "--user-name", "bob", "--password", newPassword}
		contenders = append(contenders, cli)
	}
	s := serveAccount(b, dropinAccount())
	env := append(staticKeys(), "HOME="+dir, "PATH="+os.Getenv("PATH"), "AWS_ENDPOINT_URL="+s.url)
	for b.Loop() {
		for _, c := range contenders {
			c.run(b, env, measure)
		}
	}
	for _, c := range contenders {
		b.ReportMetric(median(c.wall), c.name+"-ms")
		b.ReportMetric(median(c.memory), c.name+"-MB")
	}
	b.ReportMetric(median(ours.wall)/median(sdk.wall), "of-sdk-time")
	b.ReportMetric(median(ours.memory)/median(sdk.memory), "of-sdk-memory")
	if len(cli.wall) > 0 {
		b.ReportMetric(median(cli.wall)/median(ours.wall), "times-faster-than-aws")
		b.ReportMetric(median(ours.memory)/median(cli.memory), "of-aws-memory")
	}
	b.ReportMetric(0, "ns/op") // of a round, which is of no interest
}

// run runs a contender for a round.
func (c *contender) run(b *testing.B, env []string, measure string) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), measure, append([]string{strconv.Itoa(c.runs)}, c.command...)...)
	cmd.Env = env
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v\n%s", c.name, err, &errs)
	}
	unit := 1024.0 // bytes
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	for line := range strings.Lines(string(out)) {
		var micros, peak float64
		if _, err := fmt.Sscan(line, &micros, &peak); err != nil {
			b.Fatal(err)
		}
		c.wall = append(c.wall, micros/1e3)
		c.memory = append(c.memory, peak*unit/1e6)
	}
}

// compiled builds a program into a directory, as it would be released.
func compiled(b *testing.B, dir, of string) string {
	b.Helper()
	path := filepath.Join(dir, filepath.Base(of))
	out, err := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, of).CombinedOutput()
	if err != nil {
		b.Fatalf("%s: %v\n%s", of, err, out)
	}
	return path
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
