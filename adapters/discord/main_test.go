package discord

import (
	"flag"
	"testing"

	"go.uber.org/goleak"
)

// update rewrites the golden files.
var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) {
	// No goroutine may be left behind, by discordgo neither.
	goleak.VerifyTestMain(m)
}
