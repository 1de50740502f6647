package slacktest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Pushed is the app's answer to a signed request.
type Pushed struct {
	Status int
	Body   string
	Took   time.Duration
}

// Push is a request that Slack would send to the app's public address.
type Push struct {
	// URL of the app's endpoint.
	URL string
	// Payload is sent as Kind asks: JSON for events_api, a form for
	// slash_commands, a form with the field payload for interactive.
	Kind    string
	Payload any
	// Retry is the value of X-Slack-Retry-Num, 0 for a first delivery.
	Retry int
	// At is the time of the signature, now if zero. Secret overrides the
	// signing secret. Tamper changes the body after it was signed.
	At     time.Time
	Secret string
	Tamper bool
}

// Push sends a signed request, and counts an answer that takes longer than
// Slack waits as a problem.
func (s *Server) Push(p Push) (Pushed, error) {
	body, contentType, err := p.body()
	if err != nil {
		return Pushed{}, fmt.Errorf("encode the payload: %w", err)
	}
	if p.At.IsZero() {
		p.At = time.Now()
	}
	fill(&p.Secret, s.opts.SigningSecret)
	stamp := strconv.FormatInt(p.At.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(p.Secret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	if p.Tamper {
		body = strings.Replace(body, "e", "E", 1)
	}
	req, err := http.NewRequest(http.MethodPost, p.URL, strings.NewReader(body))
	if err != nil {
		return Pushed{}, fmt.Errorf("build the request: %w", err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	if p.Retry > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(p.Retry))
		req.Header.Set("X-Slack-Retry-Reason", "http_timeout")
	}
	start := time.Now()
	resp, err := s.http.Client().Do(req)
	if err != nil {
		return Pushed{}, fmt.Errorf("push: %w", err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	out := Pushed{Status: resp.StatusCode, Body: string(raw), Took: time.Since(start)}
	if out.Took > s.opts.AckWithin {
		s.mu.Lock()
		s.problem("%s: answered after %v", p.URL, out.Took)
		s.mu.Unlock()
	}
	return out, err
}

func (p Push) body() (body, contentType string, err error) {
	raw, err := json.Marshal(p.Payload)
	if err != nil {
		return "", "", err
	}
	const form = "application/x-www-form-urlencoded"
	switch p.Kind {
	case SlashCommands:
		var fields map[string]string
		if err := json.Unmarshal(raw, &fields); err != nil {
			return "", "", err
		}
		v := url.Values{}
		for k, x := range fields {
			v.Set(k, x)
		}
		return v.Encode(), form, nil
	case Interactive:
		return url.Values{"payload": {string(raw)}}.Encode(), form, nil
	}
	return string(raw), "application/json", nil
}
