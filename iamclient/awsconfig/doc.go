// Package awsconfig reads the AWS configuration and credentials files as the AWS CLI reads them, once and strictly, and
// decides which credentials a profile leads to.
//
// [Load] returns the [Files], [Files.Profile] one [Profile], and [Files.Plan] the [Plan]: where the credentials come from and
// which roles are assumed with them, in which order. Where the AWS CLI refuses, or where the AWS CLI and the AWS SDKs read
// the same text differently, the answer is an [Error] with the file and the line, or the variable.
//
// The package never makes a request, never runs a program, and never puts a value from a file into an error.
package awsconfig
