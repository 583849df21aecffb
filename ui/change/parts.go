package change

import (
	"context"
	"errors"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
)

// Part is a part of a change that the other parts do not depend on. Its own steps depend on each other: it ends with the
// first that fails.
type Part struct {
	Steps []iamclient.Change
	// Made is how many of the steps AWS has accepted in earlier tries.
	Made int
	// EarlierUnknown tells that an earlier try of the next step may have succeeded: its answer got lost.
	EarlierUnknown bool
}

// Progress is a fact about a change that is under way.
type Progress struct {
	iamclient.Progress
	Part  int      // of Parts, which it is about
	Ended *Outcome // how that part ended; nil: it is under way
}

// parts makes the parts one after the other, all by the same caller. A part that fails does not stop the next: what takes
// away a user's ways in must not be left undone because another one could not be taken. What stops the run is what would
// stop every part: a context that has ended, and credentials that have to be renewed.
type parts struct {
	sequence *iamclient.Sequence
	parts    []Part
	at       int // the part under way
	observe  func(Progress)
}

// observed tells of the progress of the part under way.
func (p *parts) observed(now iamclient.Progress) { p.observe(Progress{Progress: now, Part: p.at}) }

func (p *parts) run(ctx context.Context) Outcome {
	var all Outcome
	for i, part := range p.parts {
		p.at = i
		one := part.run(ctx, p.sequence)
		all.Made += one.Made - part.Made
		all.Parts = append(all.Parts, one)
		if stops(one.Err) {
			all.Err = one.Err
			return all
		}
		if all.Err == nil {
			all.Err = one.Err
		}
		p.observe(Progress{Part: i, Ended: &one})
	}
	return all
}

// stops tells whether an error of one part is one of every part.
func stops(err error) bool {
	kind := iamclient.KindOf(err)
	return err != nil && (kind == iamclient.KindCanceled || errors.Is(err, context.Canceled) || explain.NeedsRenewal(kind))
}

func (p *Part) run(ctx context.Context, sequence *iamclient.Sequence) Outcome {
	unsure := -1
	if p.EarlierUnknown {
		unsure = p.Made
	}
	return makeSteps(ctx, sequence, p.Steps, p.Made, unsure)
}

// makeSteps makes the steps behind those that were made, up to the first that fails. An earlier try of the step unsure may
// have succeeded; -1: of none.
func makeSteps(ctx context.Context, sequence *iamclient.Sequence, steps []iamclient.Change, made, unsure int) Outcome {
	for i := made; i < len(steps); i++ {
		if i == unsure {
			sequence.Unsure()
		}
		if _, err := sequence.Make(ctx, steps[i]); err != nil {
			return Outcome{Made: i, Err: err}
		}
	}
	return Outcome{Made: len(steps)}
}
