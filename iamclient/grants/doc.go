// Package grants makes the IAM policies to ask an administrator for: the least that the program can do its work with, for
// the three kinds of people who use it. [Policy] is the document.
//
// It makes no request and imports nothing of this program. Tests hold each set against the client and the embedded IAM: it
// is enough for everything that it is meant for, and nothing else works.
package grants
