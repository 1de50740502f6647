// Package discordtest is a Discord for tests: version 10 of the REST API and
// the gateway, on the loopback, in one process with the adapter under test.
//
// It is strict. Whatever the real service would refuse it refuses with the
// same status and code, and it remembers as a Problem what the real service
// lets pass and an adapter of this project must not do, such as a message
// without allowed_mentions. Where it is given Discord's OpenAPI document it
// checks the body of each request against it.
//
// A message in a server reaches a connection without the message content
// intent as the real one would send it: empty, unless the bot is mentioned or
// replied to.
package discordtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options set a Server up. The zero value is a server as Discord runs it.
type Options struct {
	// Token that connections and requests must present; "test-token" if empty.
	Token string
	// Contract checks bodies against Discord's OpenAPI document; nil does not.
	Contract *Contract
	// Heartbeat is the interval asked for in hello; 41.25 s if zero.
	Heartbeat time.Duration
	// AckWithin is the time for the first response to an interaction, 3 s if
	// zero; TokenLife how long its token works, 15 minutes if zero.
	AckWithin, TokenLife time.Duration
	// Lean keeps neither requests nor what messages say, for long runs.
	Lean bool
}

// Server is a running Discord. All methods may be called at the same time.
type Server struct {
	Self User // the bot's own user
	App  string

	opts    Options
	http    *httptest.Server
	conns   sync.WaitGroup
	stopped chan struct{}

	mu           sync.Mutex
	closed       bool
	last         int64
	guilds       map[string]*Guild
	channels     map[string]*Channel
	directs      map[string]*Channel // by the person's ID
	messages     map[string]*Message
	order        []string // message IDs as they were made
	nonces       map[string]*Message
	replies      map[string]int // by the message replied to
	interactions map[string]*Interaction
	tokens       map[string]*Interaction
	commands     map[string][]map[string]any // by guild, "" being global
	commandSeen  int
	limits       limits
	sessions     map[string]*session
	openings     []Opening
	identifies   int
	resumes      int
	dials        int
	muteAcks     bool
	problems     []string
	requests     []Request
	hooks        []*hook
}

// User is an account.
type User struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	Bot      bool   `json:"bot,omitempty"`
}

// Request is one REST request as it came in.
type Request struct {
	Method, Path string
	Body         string
	Status       int
	At           time.Time
}

// New starts a Server that ends with the test. What it found wrong by then
// fails the test, unless Problems was called to look at it.
func New(tb testing.TB, o Options) *Server {
	tb.Helper()
	if o.Token == "" {
		o.Token = "test-token"
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.AckWithin == 0 {
		o.AckWithin = 3 * time.Second
	}
	if o.TokenLife == 0 {
		o.TokenLife = 15 * time.Minute
	}
	s := &Server{
		opts: o, stopped: make(chan struct{}),
		last:   (time.Now().UnixMilli() - discordEpoch) << 22,
		guilds: map[string]*Guild{}, channels: map[string]*Channel{}, directs: map[string]*Channel{}, messages: map[string]*Message{}, nonces: map[string]*Message{}, replies: map[string]int{},
		interactions: map[string]*Interaction{}, tokens: map[string]*Interaction{},
		commands: map[string][]map[string]any{}, sessions: map[string]*session{},
	}
	s.App = s.newID()
	s.Self = User{ID: s.App, Username: "record", Bot: true}
	s.http = httptest.NewServer(s.routes())
	tb.Cleanup(func() {
		s.Close()
		for _, p := range s.Problems() {
			tb.Errorf("discordtest: %s", p)
		}
	})
	return s
}

const discordEpoch = 1420070400000 // the first second of 2015, in milliseconds

// APIURL is the base of the REST API.
func (s *Server) APIURL() string { return s.http.URL + "/api/v10" }

// GatewayURL is where the gateway listens.
func (s *Server) GatewayURL() string {
	return "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway-socket"
}

// Token is the bot token that is valid here.
func (s *Server) Token() string { return s.opts.Token }

// Close ends all connections and waits for them.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.stopped)
	s.mu.Unlock()
	s.Drop()
	s.http.CloseClientConnections()
	s.http.Close()
	s.conns.Wait()
}

// NewID makes an ID like Discord's: time-ordered, in decimal.
func (s *Server) NewID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newID()
}

func (s *Server) newID() string {
	s.last++
	return strconv.FormatInt(s.last, 10)
}

// NewUser adds a person.
func (s *Server) NewUser(name string) User { return User{ID: s.NewID(), Username: name} }

// Problems returns what was wrong so far and forgets it.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.problems
	s.problems = nil
	return out
}

func (s *Server) problem(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problemLocked(format, args...)
}

func (s *Server) problemLocked(format string, args ...any) {
	if len(s.problems) < 50 {
		s.problems = append(s.problems, fmt.Sprintf(format, args...))
	}
}

// Requests returns the REST requests so far whose path contains part.
func (s *Server) Requests(part string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Request
	for _, r := range s.requests {
		if strings.Contains(r.Path, part) {
			out = append(out, r)
		}
	}
	return out
}

// hook answers the next n requests that match instead of the server.
type hook struct {
	method, part string
	n            int
	answer       func(http.ResponseWriter)
}

// FailNext refuses the next n requests of method whose path contains part
// with an error of status and Discord's code.
func (s *Server) FailNext(n int, method, part string, status, code int, message string) {
	s.hookNext(n, method, part, func(w http.ResponseWriter) {
		writeJSON(w, status, map[string]any{"code": code, "message": message})
	})
}

func (s *Server) hookNext(n int, method, part string, answer func(http.ResponseWriter)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks = append(s.hooks, &hook{method: method, part: part, n: n, answer: answer})
}

func (s *Server) takeHook(method, path string) *hook {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hooks {
		if h.n > 0 && h.method == method && strings.Contains(path, h.part) {
			h.n--
			return h
		}
	}
	return nil
}

// Await waits until done reports true, and fails the test after ten seconds.
func (s *Server) Await(tb testing.TB, what string, done func() bool) {
	tb.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			tb.Fatalf("discordtest: waited ten seconds for %s; problems: %q", what, s.Problems())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// Commands returns the commands registered for guild, "" being globally, and
// how many requests changed commands so far.
func (s *Server) Commands(guild string) ([]map[string]any, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands[guild]), s.commandSeen
}
