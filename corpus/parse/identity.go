package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// slugRunes keeps an ID short enough to be typed.
const slugRunes = 48

// fileID is the ID of a document that is a file of its own: what the file is
// called, for people, and eight digits of a hash of its identity, because two
// folders may each hold a "letter.txt".
func fileID(in Input) string {
	identity := in.Identity
	if identity == "" && in.Name != "-" {
		identity = in.Name
	}
	var sum [sha256.Size]byte
	if identity == "" {
		sum = sha256.Sum256(in.Data)
	} else {
		sum = sha256.Sum256([]byte(filepath.ToSlash(filepath.Clean(identity))))
	}
	base := filepath.Base(filepath.ToSlash(in.Name))
	return slug(strings.TrimSuffix(base, filepath.Ext(base))) + "-" + hex.EncodeToString(sum[:4])
}

// slug folds a name to lower-case ASCII letters, digits and single hyphens.
func slug(name string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(unicode.ToLower(r))
		default:
			hyphen = true
		}
		if b.Len() >= slugRunes {
			break
		}
	}
	if b.Len() == 0 {
		return "document"
	}
	return b.String()
}
