package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ontherecord/corpus/store"
	"ontherecord/internal/sqlite"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/bleveindex"
	"ontherecord/retrieval/library"
)

// Below scarce bytes of room on the disk a warning is due, below tooLittle an
// error: SQLite's log alone grows to 64 MB.
const (
	scarce    = 1 << 30
	tooLittle = 128 << 20
)

// checkState looks at the state folder and at what stands in it.
func (a *app) checkState(ctx context.Context) []finding {
	found, there := checkFolder(a.dataDir)
	if !there {
		return found
	}
	found = append(found, a.checkRecord(ctx)...)
	if f, ok := checkDatabase(ctx, "memory", filepath.Join(a.dataDir, memoryFile), "questions and votes", "move it away: a new one is begun"); ok {
		found = append(found, f)
	}
	return found
}

// checkFolder looks whether the folder can be used. There is false where it
// does not exist or can't be.
func checkFolder(dir string) (found []finding, there bool) {
	const part = "folder"
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []finding{{part, levelWarning, dir + " does not exist yet, so that answers come from the built-in sample",
			"'ontherecord ingest PATH' makes it and puts documents of your own on the record"}}, false
	case err != nil:
		return []finding{{part, levelError, err.Error(), "give this user the right to read it, or name another with --data"}}, false
	case !info.IsDir():
		return []finding{{part, levelError, dir + " is no folder", "name another with --data"}}, false
	}
	probe, err := os.CreateTemp(dir, ".check-")
	if err != nil {
		return []finding{{part, levelError, "nothing can be written: " + err.Error(), "give this user the right to write it, or name another with --data"}}, false
	}
	err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	if err != nil {
		return []finding{{part, levelError, err.Error(), "look at the rights on the folder"}}, false
	}
	f := finding{part, levelOK, dir + " can be written", ""}
	if mode := info.Mode().Perm(); mode&0o007 != 0 {
		f = finding{part, levelWarning, fmt.Sprintf("everybody on this machine may look into %s (%v), where questions and votes are kept", dir, mode), "chmod o-rwx '" + dir + "'"}
	}
	return append(found, f, checkRoom(dir)), true
}

func checkRoom(dir string) finding {
	free, err := freeBytes(dir)
	switch {
	case err != nil:
		return finding{"disk", levelOK, "how much room there is can't be told here: " + err.Error(), ""}
	case free < tooLittle:
		return finding{"disk", levelError, fmt.Sprintf("only %d MB are free", free>>20), "make room, or name another folder with --data"}
	case free < scarce:
		return finding{"disk", levelWarning, fmt.Sprintf("only %d MB are free", free>>20), "make room before it is full"}
	}
	return finding{"disk", levelOK, fmt.Sprintf("%.1f GB are free", float64(free)/1e9), ""}
}

// checkDatabase looks whether a database fits together; ok is false where there
// is none.
func checkDatabase(ctx context.Context, part, path, holds, do string) (f finding, ok bool) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return finding{}, false
	}
	err := sqlite.Check(ctx, path)
	switch {
	case errors.Is(err, sqlite.ErrDamaged):
		return finding{part, levelError, err.Error(), "restore the file from a copy, or " + do}, true
	case err != nil:
		return finding{part, levelError, err.Error(), "give this user the right to read and write it"}, true
	}
	return finding{part, levelOK, holds + ": the database fits together", ""}, true
}

// checkRecord looks at the stored documents and whether the index has them.
func (a *app) checkRecord(ctx context.Context) []finding {
	const part = "record"
	path := filepath.Join(a.dataDir, library.StoreFile)
	f, there := checkDatabase(ctx, part, path, "documents", "move it away and ingest the documents again")
	sample := finding{part, levelWarning, "there are no documents in " + a.dataDir + ", so that answers come from the built-in sample",
		"'ontherecord ingest PATH' puts documents of your own on the record"}
	switch {
	case !there:
		return []finding{sample}
	case f.Level != levelOK:
		return []finding{f}
	}
	found := []finding{f}
	s, err := store.Open(ctx, path)
	if err != nil {
		return append(found, finding{part, levelError, err.Error(), ""})
	}
	defer s.Close()
	stats, err := s.Stats(ctx)
	switch {
	case err != nil:
		return append(found, finding{part, levelError, err.Error(), "restore the file from a copy, or move it away and ingest the documents again"})
	case stats.Documents == 0:
		return append(found, sample)
	}
	what := number(stats.Documents, "document") + " with " + number(stats.Passages, "passage")
	if !stats.Until.IsZero() {
		what += ", up to " + stats.Until.String()
	}
	return append(found, finding{part, levelOK, what, ""}, a.checkIndex(stats))
}

// checkIndex compares the index with the store. It opens a snapshot, so that a
// server may go on writing the index meanwhile.
func (a *app) checkIndex(stats store.Stats) finding {
	const part, rebuild = "index", "stop 'ontherecord serve' and run 'ontherecord reindex'"
	dir := filepath.Join(a.dataDir, library.IndexFolder)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return finding{part, levelWarning, "there is none yet", "nothing: 'ontherecord serve' makes it when it starts, which takes a while"}
	}
	ix, err := bleveindex.OpenSnapshot(dir, analysis.New(), a.logger())
	switch {
	case errors.Is(err, bleveindex.ErrOutdated), errors.Is(err, retrieval.ErrIndexDamaged):
		return finding{part, levelError, err.Error(), rebuild}
	case err != nil:
		return finding{part, levelError, err.Error(), "look at the rights on " + dir + "; if they are right, " + rebuild}
	}
	indexed, err := ix.Passages()
	if err := errors.Join(err, ix.Close()); err != nil {
		return finding{part, levelError, err.Error(), rebuild}
	}
	switch {
	case stats.Pending > 0:
		return finding{part, levelWarning, "still to be indexed or forgotten: " + number(stats.Pending, "passage"),
			"nothing while 'ontherecord serve' or an ingest runs; else the next one takes them in when it starts"}
	case indexed != stats.Passages:
		return finding{part, levelError, fmt.Sprintf("it holds %s, but the record %d", number(indexed, "passage"), stats.Passages), rebuild}
	}
	return finding{part, levelOK, "it holds all of the record: " + number(indexed, "passage"), ""}
}

// number counts things that take a plain s in the plural.
func number(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// checkSecretFile looks whether others may read a file with a token. That it is
// there and readable is known by now.
func checkSecretFile(part, file string) []finding {
	if file == "" {
		return nil
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return []finding{{part, levelWarning, fmt.Sprintf("%s can be read by others (%v), and holds a token", file, info.Mode().Perm()), "chmod 600 '" + file + "'"}}
}
