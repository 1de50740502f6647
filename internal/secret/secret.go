// Package secret keeps tokens out of logs, errors and configuration dumps: a
// Value prints as "<secret>" whichever way it is printed, and gives its text
// only to Reveal.
package secret

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
)

// Redacted is what a Value prints as.
const Redacted = "<secret>"

// Value is a token or password. The zero Value is unset and prints as nothing.
//
// The text stands behind a pointer because package fmt does not call any method
// where a verb does not fit what holds the Value ("%s" of a struct with a
// pointer in it): it then prints fields, but never follows an inner pointer.
type Value struct{ text *string }

// New returns a Value of text.
func New(text string) Value {
	if text == "" {
		return Value{}
	}
	return Value{&text}
}

// Reveal is the secret itself, for the one call that needs it.
func (v Value) Reveal() string {
	if v.text == nil {
		return ""
	}
	return *v.text
}

// IsZero reports whether v is unset.
func (v Value) IsZero() bool { return v.text == nil }

// String is Redacted, or empty for an unset Value.
func (v Value) String() string {
	if v.IsZero() {
		return ""
	}
	return Redacted
}

// GoString keeps the text out of %#v.
func (v Value) GoString() string { return "secret.Value(" + v.String() + ")" }

// Format keeps the text out of every other verb: without it, %d or %x would
// print the unexported field.
func (v Value) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		io.WriteString(f, v.GoString())
		return
	}
	io.WriteString(f, v.String())
}

// LogValue keeps the text out of slog.
func (v Value) LogValue() slog.Value { return slog.StringValue(v.String()) }

// MarshalText keeps the text out of JSON and YAML.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a secret that stands in a configuration file.
func (v *Value) UnmarshalText(text []byte) error {
	*v = New(strings.TrimSpace(string(text)))
	return nil
}

// Lookup returns the secret in the environment variable name, else the one in
// file; both may be empty, and neither being set is no error. getenv is
// os.Getenv outside of tests. A file's surrounding space is no part of it.
func Lookup(getenv func(string) string, name, file string) (Value, error) {
	if name != "" {
		if text := strings.TrimSpace(getenv(name)); text != "" {
			return New(text), nil
		}
	}
	if file == "" {
		return Value{}, nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return Value{}, fmt.Errorf("read a secret: %w", err)
	}
	text := strings.TrimSpace(string(raw))
	if text == "" {
		return Value{}, fmt.Errorf("read a secret: %s: %w", file, errEmpty)
	}
	return New(text), nil
}

var errEmpty = errors.New("the file is empty")
