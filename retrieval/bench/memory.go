package bench

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
)

// resident is the memory of this process in bytes: all that is resident, and
// the part of it that is no view of a file. Where the system does not tell, it
// is what the Go runtime has got from the system.
func resident() (all, anonymous int64) {
	if all, anonymous = status("VmRSS:"), status("RssAnon:"); all > 0 {
		return all, anonymous
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys - m.HeapReleased), 0
}

// peak is the most memory that was ever resident, in bytes, 0 where the system
// does not tell.
func peak() int64 { return status("VmHWM:") }

// status reads a number of Linux's /proc/self/status, in bytes.
func status(key string) int64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, ok := bytes.Cut(raw, []byte("\n"+key))
	if !ok {
		return 0
	}
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	n, err := strconv.ParseInt(string(fields[0]), 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}
