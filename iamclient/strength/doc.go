// Package strength estimates how well a password withstands guessing.
//
// [Estimate] returns an [Estimated] number of guesses, and its [Level] puts that into words. The estimate is zxcvbn's: it
// looks for the cheapest way to build the password from common passwords, words, names, sequences and dates.
//
// The package never keeps, prints or copies a password: it wipes each buffer that held a part of one.
package strength
