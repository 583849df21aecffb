package iamclient

import "testing"

func TestWhatNamesEC2(t *testing.T) {
	for firmware, want := range map[string]bool{
		"Amazon EC2\n": true, "4.11.amazon\n": true, "ec2e1916-9099-7caf-fd21-012345abcdef\n": true, "EC2E1916\n": true,
		"Dell Inc.\n": false, "QEMU\n": false, "": false, "f0ec2000-9099-7caf-fd21-012345abcdef\n": false,
	} {
		if namesEC2(firmware) != want {
			t.Errorf("%q: %v", firmware, !want)
		}
	}
}
