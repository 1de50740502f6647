package bench

import (
	"bufio"
	"os"
	"runtime"
	"strings"
)

// Machine is what was measured on.
type Machine struct {
	System     string `json:"system"`
	Processor  string `json:"processor,omitempty"`
	Processors int    `json:"processors"` // that this process may use
	Go         string `json:"go"`
}

func thisMachine() Machine {
	return Machine{
		System:     runtime.GOOS + "/" + runtime.GOARCH,
		Processor:  processor(),
		Processors: runtime.GOMAXPROCS(0),
		Go:         runtime.Version(),
	}
}

// processor is the model that Linux tells, or "".
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
