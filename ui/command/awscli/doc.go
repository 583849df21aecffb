// Package awscli reads the command line of an IAM operation as the AWS CLI does.
// [Operations] lists the operations, [Parse] turns arguments into a [Call], and [Call.Read] turns the call into an [Input].
// A [Mistake] in them is a [UsageError] or an [InputError]: both know their exit code, and neither repeats a password.
// Standard input, files and the environment come from the caller's [System].
// The package never prints, never ends the program, never sends a request and never asks for a password.
package awscli
