package discord

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// errTooSoon is wrapped where a request would have to wait for longer than it
// may take.
var errTooSoon = errors.New("rate limited by Discord for longer than the request may take")

// transport carries one session's requests to the configured address. discordgo
// computes its endpoints when it is loaded, for version 9 of discord.com; here
// each of them is moved below base, so that none escapes it, whatever the
// library calls. It also keeps Discord's rate limits in a way that a context
// can end: discordgo sleeps through them, does not know the global one, and
// would hold a shutdown up.
type transport struct {
	base *url.URL
	next http.RoundTripper
	gate *gate
	// gateway answers the question for the gateway's address, once set.
	gateway func() string
}

func newTransport(base *url.URL, next http.RoundTripper, g *gate, gateway func() string) *transport {
	if next == nil {
		next = http.DefaultTransport
	}
	return &transport{base: base, next: next, gate: g, gateway: gateway}
}

// transportOf is the transport of a client that may be nil.
func transportOf(hc *http.Client) http.RoundTripper {
	if hc == nil {
		return nil
	}
	return hc.Transport
}

// RoundTrip sends req to the same path below the configured address.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	rest, ok := strings.CutPrefix(req.URL.String(), discordgo.EndpointAPI)
	if !ok {
		return nil, fmt.Errorf("request to %s is not for Discord's API and is not sent", req.URL.Host)
	}
	path, _, _ := strings.Cut(rest, "?")
	if address := t.gateway(); path == "gateway" && address != "" {
		return answer(req, map[string]string{"url": address})
	}
	target, err := url.Parse(strings.TrimSuffix(t.base.String(), "/") + "/" + strings.TrimPrefix(rest, "/"))
	if err != nil {
		return nil, fmt.Errorf("address of a request: %w", err)
	}
	route := req.Method + " " + path
	if err := t.gate.pass(req.Context(), route); err != nil {
		return nil, err
	}
	out := req.Clone(req.Context())
	out.URL, out.Host = target, ""
	resp, err := t.next.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		return t.refused(route, resp)
	}
	return resp, nil
}

// refused shuts the gate as a 429 asks for. The library must not count the
// refusal as well, so its headers go.
func (t *transport) refused(route string, resp *http.Response) (*http.Response, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	_ = resp.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("read a refusal: %w", err)
	}
	var said struct {
		After  float64 `json:"retry_after"`
		Global bool    `json:"global"`
	}
	if json.Unmarshal(body, &said) != nil || said.After <= 0 {
		// A proxy's refusal is no JSON; its header still counts.
		said.After, _ = strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
		said.Global = true
		body = []byte(`{"message":"rate limited","retry_after":0}`)
	}
	if said.After <= 0 {
		said.After = 1
	}
	t.gate.shut(route, said.Global || resp.Header.Get("X-RateLimit-Global") != "",
		time.Duration(said.After*float64(time.Second)))
	for name := range resp.Header {
		if strings.HasPrefix(strings.ToLower(name), "x-ratelimit-") {
			resp.Header.Del(name)
		}
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	return resp, nil
}

// answer makes a response without asking anybody.
func answer(req *http.Request, v any) (*http.Response, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: req,
	}, nil
}
