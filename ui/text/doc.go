// Package text fits text to a terminal: it cuts, fills, wraps and counts by cells, and puts times and numbers into words.
//
// Clean makes text from AWS fit to show; Fit, FitRight, Spread, Wrap, Hanging and Columns lay lines out; Ago, Age, Date,
// Clock, Seconds, InWords and OnDay tell times, Days, Thousands and Counted numbers; Sentence, Capital, Enumerate, List
// and If build sentences. Widths are in terminal cells, escape sequences not counted.
//
// It knows no style, no screen, no user and no error, and reads no clock: the present time is always given.
package text
