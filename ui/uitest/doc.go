// Package uitest runs the whole program in a test, as a person would see it: the real user interface with the real SDK
// client on the embedded IAM, typed at and read through a terminal emulator.
//
//	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
//		s.Type("/bob")
//		s.Key("enter", "enter")
//		s.Want("Reset password for Bob")
//	})
//
// A script runs inside a bubble of testing/synctest. Time is fake there and stands still while anything works, so
// that idle is exact and an hour costs nothing. Every script begins at [Now].
//
//   - [Screen] is what a script types at and looks at (screen.go, want.go). What it types goes through the emulator as
//     bytes and is parsed as such (keys.go); steps.go has what many scripts begin with.
//   - terminal.go holds the emulator, account.go what stands between the program and the embedded IAM, and
//     aws.go the AWS configuration where there is one, with an STS that assumes its roles.
//   - memory.go looks for passwords in the memory of the test, where nothing of them may be left.
//   - [Grid] is the screen cell by cell, for what depends on looks, and for painting pictures.
//   - [Film] is the call that the README shows (film.go).
//   - [Scenes] are the screens worth a picture (scenes.go), on the account of acme.go as scenery.go sets it up: the golden
//     tests (golden.go) and the screenshots are made of the same.
//
// The package is imported by tests only.
package uitest
