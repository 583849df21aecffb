package explain

// Level is how much a line of text matters.
type Level int

// The levels, from the least to the most serious.
const (
	Plain Level = iota
	Good
	Warn
	Bad
)

// Sign is the sign that stands before a line of the level, for who sees no colours.
func (l Level) Sign() string { return [...]string{"·", "✓", "!", "✗"}[l] }
