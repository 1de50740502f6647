package slacktest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// Options set up a Server. Zero fields take the defaults named here.
type Options struct {
	BotToken      string // "xoxb-test-token"
	AppToken      string // "xapp-test-token"
	SigningSecret string // "test-signing-secret"
	// Scopes are what the bot token may do; nil means AllScopes.
	Scopes []string
	// SchemaFile is a JSON Schema of Block Kit to check blocks and views
	// against, on top of the built-in checks. Empty means none.
	SchemaFile string
	// AckWithin is how soon a delivery must be acknowledged (3s).
	AckWithin time.Duration
	// PingEvery is the distance of WebSocket pings (1s).
	PingEvery time.Duration
	// Retries are the waits before each redelivery of what nobody acknowledged.
	// Slack's own are at once, one minute and five minutes, the default here is
	// scaled down.
	Retries []time.Duration
	// ResponseFor is how long a response URL and a trigger ID live (30 minutes
	// and 3 seconds on Slack); only the former can be set.
	ResponseFor time.Duration
}

// AllScopes are the scopes that an app with every feature asks for.
func AllScopes() []string {
	return []string{"app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write",
		"commands", "groups:history", "groups:read", "im:history", "im:read", "im:write", "mpim:history",
		"mpim:read", "users:read"}
}

// The bot's own identity on the server.
const (
	TeamID    = "T0RECORD"
	BotUserID = "U0BOT"
	BotID     = "B0BOT"
)

// Server is a stand-in for Slack. All its methods may be called from any
// goroutine.
type Server struct {
	opts   Options
	http   *httptest.Server
	schema *schema

	mu        sync.Mutex
	changed   *sync.Cond
	calls     []Call
	messages  []*Message
	views     []View
	problems  []string
	faults    []*fault
	fault     func(Call) *Failure
	channels  map[string]Channel
	triggers  map[string]*trigger
	responses map[string]*responseURL
	tickets   map[string]bool
	sockets   []*socket
	pending   []*Delivery
	counter   int
	closed    bool
	work      sync.WaitGroup
}

// Channel is what conversations.info tells.
type Channel struct {
	ID, Name string
	Private  bool
	// External marks a channel shared with another organisation.
	External bool
	// Hidden has the server answer channel_not_found, as for a private channel
	// that the bot is no member of.
	Hidden bool
}

// New starts a server. It panics if the schema can't be read, as only a
// mistake in the test brings that about.
func New(o Options) *Server {
	fill(&o.BotToken, "xoxb-test-token")
	fill(&o.AppToken, "xapp-test-token")
	fill(&o.SigningSecret, "test-signing-secret")
	fill(&o.AckWithin, 3*time.Second)
	fill(&o.PingEvery, time.Second)
	fill(&o.ResponseFor, 30*time.Minute)
	if o.Scopes == nil {
		o.Scopes = AllScopes()
	}
	if o.Retries == nil {
		o.Retries = []time.Duration{0, 500 * time.Millisecond, 2 * time.Second}
	}
	s := &Server{opts: o, channels: map[string]Channel{}, triggers: map[string]*trigger{},
		responses: map[string]*responseURL{}, tickets: map[string]bool{}}
	s.changed = sync.NewCond(&s.mu)
	if o.SchemaFile != "" {
		sc, err := readSchema(o.SchemaFile)
		if err != nil {
			panic(err)
		}
		s.schema = sc
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveMethod)
	mux.HandleFunc("/response/{id}", s.serveResponse)
	mux.HandleFunc("/link", s.serveSocket)
	s.http = httptest.NewServer(mux)
	return s
}

func fill[T comparable](at *T, value T) {
	var zero T
	if *at == zero {
		*at = value
	}
}

// APIURL is the base of the Web API, with a slash at its end.
func (s *Server) APIURL() string { return s.http.URL + "/api/" }

// Client is an http.Client whose connections end with the server.
func (s *Server) Client() *http.Client { return s.http.Client() }

// Options are the ones in force, with defaults filled in.
func (s *Server) Options() Options { return s.opts }

// Close drops all sockets and stops the server.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	for _, d := range s.pending {
		d.stop()
	}
	s.changed.Broadcast()
	s.mu.Unlock()
	s.DropSockets()
	s.http.CloseClientConnections()
	s.http.Close()
	s.work.Wait()
}

// AddChannel makes a channel known; others count as plain public ones.
func (s *Server) AddChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[c.ID] = c
}

// Problems are the ways in which the app misused the platform so far.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.problems...)
}

func (s *Server) problem(format string, args ...any) {
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

// next returns a number not given before. s.mu is held.
func (s *Server) next() int {
	s.counter++
	return s.counter
}

// TS returns a fresh message timestamp, later than all before it.
func (s *Server) TS() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ts()
}

func (s *Server) ts() string {
	return fmt.Sprintf("%d.%06d", 1760000000+s.next()/1000000, s.counter%1000000)
}

// wait blocks until done reports true with s.mu held, or the time is up.
func (s *Server) wait(atMost time.Duration, done func() bool) bool {
	timer := time.AfterFunc(atMost, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.changed.Broadcast()
	})
	defer timer.Stop()
	deadline := time.Now().Add(atMost)
	for !done() {
		if s.closed || !time.Now().Before(deadline) {
			return done()
		}
		s.changed.Wait()
	}
	return true
}

func bearer(r *http.Request) string {
	return strings.TrimSpace(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer"))
}
