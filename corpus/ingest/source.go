package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ontherecord/corpus/parse"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// A source is a file to be read.
type source struct {
	path string
	size int64 // 0 where it is not known
}

// A plan is the files that a run reads, in order, with what was seen on the
// way and is not read.
type plan struct {
	sources []source
	skipped []Skip
	passed  map[string]int // files of kinds that are not read, by extension
	seen    map[string]bool
}

// newPlan finds the files that paths name: files, globs as in filepath.Match,
// folders with all that is under them, and "-". A path that does not exist and
// a glob that matches nothing are errors, for they are most likely mistyped.
//
// A file that is named is always read. In a folder, hidden files and folders
// are left out, and files of kinds that are not read are counted in passed.
// Symbolic links are followed, each folder once.
func newPlan(paths []string) (*plan, error) {
	p := &plan{passed: map[string]int{}, seen: map[string]bool{}}
	for _, path := range paths {
		if path == Stdin {
			p.sources = append(p.sources, source{path: path})
			continue
		}
		names, err := expand(path)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			p.named(name)
		}
	}
	return p, nil
}

// expand returns path itself where it exists, otherwise what it matches.
func expand(path string) ([]string, error) {
	_, err := os.Lstat(path)
	if err == nil {
		return []string{path}, nil
	}
	if !strings.ContainsAny(path, "*?[") {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: there is no such file or folder: check the name", path)
		}
		return nil, fmt.Errorf("find %s: %w", path, err)
	}
	names, err := filepath.Glob(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: write * for any characters, ? for one, [a-z] for one of a range", path, err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no file matches: check the pattern, or name the folder to read all that is under it", path)
	}
	return names, nil
}

func (p *plan) skip(path string, err error) {
	p.skipped = append(p.skipped, Skip{Path: path, Reason: reason(err)})
}

// named adds a path that was named or matched.
func (p *plan) named(path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		p.skip(path, err)
	case info.IsDir():
		p.folder(path)
	default: // a pipe too: it was asked for
		p.sources = append(p.sources, source{path, regularSize(info)})
	}
}

func (p *plan) folder(dir string) {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		p.skip(dir, err)
		return
	}
	if real, err = filepath.Abs(real); err != nil {
		p.skip(dir, err)
		return
	}
	if p.seen[real] {
		return
	}
	p.seen[real] = true
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		p.skip(dir, err)
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		path := filepath.Join(dir, e.Name())
		info, err := os.Stat(path)
		switch {
		case err != nil:
			p.skip(path, err)
		case info.IsDir():
			p.folder(path)
		case !info.Mode().IsRegular() || !parse.Reads(path):
			p.passed[strings.ToLower(filepath.Ext(path))]++
		default:
			p.sources = append(p.sources, source{path, regularSize(info)})
		}
	}
}

func regularSize(info fs.FileInfo) int64 {
	if info.Mode().IsRegular() {
		return info.Size()
	}
	return 0
}

// reason is err in words for a list that names the path already.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		switch {
		case errors.Is(err, fs.ErrPermission):
			return "this user may not read it: change its permissions"
		case errors.Is(err, fs.ErrNotExist):
			return "it is not there, or it is a link to nothing"
		}
		return path.Op + ": " + path.Err.Error()
	}
	return err.Error()
}
