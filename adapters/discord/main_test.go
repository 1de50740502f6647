package discord

import (
	"flag"
	"testing"

	"go.uber.org/goleak"
)

// update rewrites the golden files.
var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) {
	flag.Parse()
	// discordgo sleeps for a second whenever a connection ends, so these tests
	// mostly wait: many may wait at a time, however few processors there are.
	if err := flag.Set("test.parallel", "16"); err != nil {
		panic(err)
	}
	// No goroutine may be left behind, by discordgo neither.
	goleak.VerifyTestMain(m)
}
