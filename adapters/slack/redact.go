package slack

import (
	"errors"
	"net/url"
)

// withoutURL takes the address out of an error of net/http: response URLs and
// Socket Mode's addresses let whoever reads them in a log post or listen.
func withoutURL(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return &url.Error{Op: e.Op, URL: "(address left out)", Err: e.Err}
	}
	return err
}
