package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ontherecord": main})
}

// TestScripts runs the program as people do; each script is a small world of
// its own with an empty state folder in $DATA.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			data := env.WorkDir + "/.state"
			env.Setenv("DATA", data)
			env.Setenv("HOME", env.WorkDir+"/.home")
			env.Setenv("XDG_DATA_HOME", data)
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/.config")
			env.Setenv("NO_COLOR", "1")
			return os.MkdirAll(env.WorkDir+"/.home", 0o750)
		},
	})
}
