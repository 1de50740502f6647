package bot

import (
	"time"

	"ontherecord/retrieval"
)

// Do says what a pressed button does.
type Do string

// The buttons under a reply.
const (
	DoContext   Do = "context"
	DoMore      Do = "more"
	DoCite      Do = "cite"
	DoUseful    Do = "useful"
	DoNotUseful Do = "notuseful"
	DoShare     Do = "share"
)

// Action is a pressed button, free of any platform.
type Action struct {
	// Delivery identifies this press, as Message.Delivery does.
	Delivery                     string
	Platform, Workspace, Channel string
	User                         string
	Do                           Do
	// Ref is the reply's, Quote the index of the quote in Answer.Quotes (or in
	// Answer.Nearest of an abstention) that the button belongs to.
	Ref   string
	Quote int
	// External reports whether the channel is shared with another organisation.
	External bool
	At       time.Time
}

// Result is what comes of an Action. Exactly one of its parts is meant, by
// what was done; Notice and Text say so where it could not be done.
type Result struct {
	Do     Do
	Notice Notice
	// Text is plain words for the person who pressed: thanks for a vote, or why
	// nothing is shown.
	Text string
	// Reply is the next quotes for DoMore, and for DoShare the answer to post
	// for everyone. Kind KindSilence otherwise.
	Reply Reply
	// Quoted is the quote with its surroundings, for DoContext and DoCite.
	Quoted retrieval.Quoted
	// Citation is plain text ready to paste, for DoCite.
	Citation string
	// Private asks for a result that only the presser sees.
	Private bool
}
