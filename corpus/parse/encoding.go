package parse

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	bomUTF8    = []byte{0xEF, 0xBB, 0xBF}
	bomUTF16LE = []byte{0xFF, 0xFE}
	bomUTF16BE = []byte{0xFE, 0xFF}
)

// refuse says why a file that begins with head is not text, if so.
func refuse(head []byte) error {
	what := ""
	switch {
	case len(head) == 0:
		return fmt.Errorf("%w: the file is empty", ErrUnread)
	case bytes.HasPrefix(head, []byte("%PDF")):
		what = "a PDF"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		what = "a zip archive or an office document"
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		what = "an old office document"
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		what = "rich text"
	case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
		what = "compressed"
	case isUTF16(head):
		return nil
	case bytes.IndexByte(head, 0) >= 0:
		what = "binary data"
	default:
		return nil
	}
	return fmt.Errorf("%w: it is %s: save its text as one of %s", ErrUnread, what, formatNames())
}

func isUTF16(b []byte) bool {
	return bytes.HasPrefix(b, bomUTF16LE) || bytes.HasPrefix(b, bomUTF16BE)
}

// decode returns the text of a file byte for byte, without a byte order mark.
// UTF-16 is recognised by its mark; everything else must be UTF-8.
func decode(data []byte) (string, error) {
	if isUTF16(data) {
		return decodeUTF16(data)
	}
	data = bytes.TrimPrefix(data, bomUTF8)
	if bytes.IndexByte(data, 0) >= 0 {
		return "", fmt.Errorf("%w: it holds binary data: save its text as one of %s", ErrUnread, formatNames())
	}
	if !utf8.Valid(data) {
		return "", fmt.Errorf("%w: byte %d is not UTF-8: convert the file to UTF-8", ErrUnread, firstInvalid(data))
	}
	return string(data), nil
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

func decodeUTF16(data []byte) (string, error) {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(data, bomUTF16BE) {
		order = binary.BigEndian
	}
	broken := fmt.Errorf("%w: its UTF-16 is broken: convert the file to UTF-8", ErrUnread)
	data = data[2:]
	if len(data)%2 != 0 {
		return "", broken
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			if i+1 == len(units) {
				return "", broken
			}
			if r = utf16.DecodeRune(r, rune(units[i+1])); r == utf8.RuneError {
				return "", broken
			}
			i++
		}
		if r == 0 {
			return "", broken
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), nil
}
