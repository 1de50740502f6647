package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
)

// profiled runs do, with a profile of the processor's time where one is wanted.
func (t *Task) profiled(do func() error) error { return profiled(t.Profile, do) }

func profiled(path string, do func() error) (err error) {
	if path == "" {
		return do()
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write profile: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := pprof.StartCPUProfile(f); err != nil {
		return fmt.Errorf("write profile: %w", err)
	}
	defer pprof.StopCPUProfile()
	return do()
}

func writeLines(path string, lines ...passage) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write generated passages: %w", err)
	}
	enc := json.NewEncoder(f)
	for _, l := range lines {
		err = errors.Join(err, enc.Encode(l))
	}
	return errors.Join(err, f.Close())
}
