package discord

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/bot"
	"ontherecord/internal/secret"
	"ontherecord/retrieval"
)

// contract is Discord's OpenAPI document where it stands beside the checkout,
// else nil. Its schemas are compiled once for all tests.
var contract = sync.OnceValues(func() (*discordtest.Contract, error) {
	c, err := discordtest.LoadContract(filepath.FromSlash("../../../shared/contracts/discord-openapi.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return c, err
})

// newServer starts a Discord that checks requests against the contract.
func newServer(t testing.TB, o discordtest.Options) *discordtest.Server {
	t.Helper()
	c, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	o.Contract = c
	return discordtest.New(t, o)
}

func testConfig(s *discordtest.Server) Config {
	c := DefaultConfig()
	c.APIURL, c.GatewayURL, c.Token = s.APIURL(), s.GatewayURL(), secret.New(s.Token())
	return c
}

// fastTiming is for a gateway on the loopback.
func fastTiming() timing {
	return timing{open: time.Second, invalid: 10 * time.Millisecond, retryFrom: 10 * time.Millisecond,
		retryMost: 100 * time.Millisecond, between: 10 * time.Millisecond}
}

// running is an adapter under test.
type running struct {
	*Adapter
	stop context.CancelFunc
	done chan error
	once sync.Once
	err  error
}

// run starts an adapter and waits until it is ready. It ends with the test.
func run(t testing.TB, s *discordtest.Server, b Bot, q Queue, change func(*Config)) *running {
	t.Helper()
	r := start(t, s, b, q, change)
	s.Await(t, "the adapter to be ready", r.Ready)
	return r
}

func start(t testing.TB, s *discordtest.Server, b Bot, q Queue, change func(*Config)) *running {
	t.Helper()
	c := testConfig(s)
	if change != nil {
		change(&c)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	a, err := New(quiet, b, q, c, &http.Client{Transport: transport}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.timing = fastTiming()
	a.client.pause = 5 * time.Millisecond
	ctx, stop := context.WithCancel(context.Background())
	r := &running{Adapter: a, stop: stop, done: make(chan error, 1)}
	go func() { r.done <- a.Run(ctx) }()
	t.Cleanup(func() {
		if err := r.end(); err != nil {
			t.Errorf("Run: %v", err)
		}
		transport.CloseIdleConnections()
	})
	return r
}

// end stops the adapter and returns what Run returned.
func (r *running) end() error {
	r.once.Do(func() {
		r.stop()
		select {
		case r.err = <-r.done:
		case <-time.After(15 * time.Second):
			r.err = errors.New("Run did not return within 15 s")
		}
	})
	return r.err
}

// tape is a bot that answers out of the test record and notes what it was
// asked, for tests of what the adapter makes of events.
type tape struct {
	record *adaptertest.Record

	mu       sync.Mutex
	messages []bot.Message
	actions  []bot.Action
	posted   map[string]string
	claimed  map[string]bool
	settings map[bot.Place]bot.Settings
	// reply overrides the answer, result what comes of a button.
	reply  func(m bot.Message, r bot.Reply) bot.Reply
	result func(a bot.Action) bot.Result
	slow   time.Duration
}

func newTape() *tape {
	return &tape{record: adaptertest.NewRecord(), posted: map[string]string{}, claimed: map[string]bool{},
		settings: map[bot.Place]bot.Settings{}}
}

func (b *tape) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	b.mu.Lock()
	b.messages = append(b.messages, m)
	n, again := len(b.messages), b.claimed[m.Delivery]
	b.claimed[m.Delivery] = true
	change, slow := b.reply, b.slow
	b.mu.Unlock()
	if again {
		return bot.Reply{Kind: bot.KindSilence, Notice: bot.NoticeDuplicate}, nil
	}
	if slow > 0 {
		_ = sleep(ctx, slow)
	}
	a, err := b.record.Answer(ctx, retrieval.Question{Text: m.Text, Filter: m.Filter})
	if err != nil {
		return bot.Reply{Kind: bot.KindError, Text: "That failed."}, err
	}
	r := bot.Reply{Kind: bot.KindAnswer, Question: m.Text, Answer: a, Understood: a.Understood.String(),
		Ref: fmt.Sprintf("ref-%d", n), Private: m.Private, Thread: m.Conversation()}
	if !a.Answered {
		r.Kind = bot.KindAbstention
	}
	if change != nil {
		r = change(m, r)
	}
	return r, nil
}

func (b *tape) Act(_ context.Context, a bot.Action) (bot.Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.actions = append(b.actions, a)
	if b.result != nil {
		return b.result(a), nil
	}
	return bot.Result{Do: a.Do, Text: "Thank you."}, nil
}

// answer is what the record says on a topic.
func (b *tape) answer(topic string) retrieval.Answer {
	a, err := b.record.Answer(context.Background(), retrieval.Question{Text: topic})
	if err != nil {
		panic(err) // it is asked without a deadline
	}
	return a
}

func (b *tape) Posted(_ context.Context, ref, message string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posted[ref] = message
	return nil
}

func (b *tape) Busy(bot.Message) bot.Reply {
	return bot.Reply{Kind: bot.KindNotice, Notice: bot.NoticeBusy, Text: "Too many questions at once."}
}

func (b *tape) Overview(ctx context.Context) (bot.Overview, error) { return b.record.Overview(ctx) }

func (b *tape) Names(ctx context.Context, part string, organisations bool, limit int) ([]string, error) {
	return b.record.Names(ctx, part, organisations, limit)
}

func (b *tape) Settings(_ context.Context, at bot.Place) (bot.Settings, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s, ok := b.settings[at]; ok {
		return s, nil
	}
	return b.settings[bot.Place{Platform: at.Platform, Workspace: at.Workspace}], nil
}

func (b *tape) SetSettings(_ context.Context, at bot.Place, s bot.Settings) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.settings[at] = s
	return nil
}

func (b *tape) asked() []bot.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]bot.Message(nil), b.messages...)
}

// goQueue runs each job at once in a goroutine of its own.
type goQueue struct{ wg sync.WaitGroup }

func newGoQueue(t testing.TB) *goQueue {
	q := &goQueue{}
	t.Cleanup(q.wg.Wait)
	return q
}

func (q *goQueue) Submit(_ string, job func(context.Context)) error {
	q.wg.Go(func() { job(context.Background()) })
	return nil
}

// fullQueue takes nothing.
type fullQueue struct{}

func (fullQueue) Submit(string, func(context.Context)) error { return bot.ErrBusy }

var (
	quiet      = slog.New(slog.DiscardHandler)
	wrongToken = secret.New("the-wrong-one")
)

func contextOf(t testing.TB) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	return ctx, stop
}
