package discord

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/bot"
)

// TestSoak asks 2,000 questions as 50 people, half of them as mentions and half
// as commands. 5% are delivered twice, the socket is dropped at every 200th, and
// 2% of the requests are rate limited. Each question is answered exactly once,
// nothing is left behind (goleak, in TestMain), and memory stays flat.
func TestSoak(t *testing.T) {
	t.Parallel()
	const people = 50
	questions, dropEvery := 2000, int64(200)
	if testing.Short() {
		questions, dropEvery = 200, 50
	}
	s := newServer(t, discordtest.Options{Lean: true})
	g := s.NewGuild("a", "b", "c", "d", "e")
	s.LimitShare(0.02, 20*time.Millisecond)
	record := adaptertest.NewRecord()
	queue := bot.NewPool(4, 256)
	r := run(t, s, adaptertest.NewBot(t, record), queue, nil)
	topics := []string{adaptertest.TopicPlain, adaptertest.TopicMarkup, adaptertest.TopicMany, adaptertest.TopicUnicode, "the moon"}

	var asked, twice, drops atomic.Int64
	var mu sync.Mutex
	var messages, commands []string
	var heaps []uint64
	began := time.Now()
	person := func(n int) {
		chance := rand.New(rand.NewPCG(uint64(n), 7))
		who := s.NewUser("person")
		channel := g.Channels[n%len(g.Channels)]
		for i := range questions / people {
			times := 1
			if chance.Float64() < 0.05 {
				times = 2
				twice.Add(1)
			}
			text := "What is said on " + topics[(n+i)%len(topics)] + "?"
			var done func() bool
			if (n+i)%2 == 0 {
				id := s.Say(discordtest.Say{Channel: channel, By: who, Text: "<@" + s.Self.ID + "> " + text, Mentions: []discordtest.User{s.Self}, Times: times})
				done = func() bool { return s.Replies(id) > 0 }
				mu.Lock()
				messages = append(messages, id)
				mu.Unlock()
			} else {
				id := s.Ask(discordtest.Ask{Channel: channel, By: who, Command: "ask", Options: map[string]any{"question": text}, Times: times})
				done = func() bool { return s.Interaction(id).Answers > 0 }
				mu.Lock()
				commands = append(commands, id)
				mu.Unlock()
			}
			n := asked.Add(1)
			if n%dropEvery == 0 {
				drops.Add(1)
				s.Drop()
			}
			if n == int64(questions)/4 || n == int64(questions) {
				heap := settledHeap()
				mu.Lock()
				heaps = append(heaps, heap)
				mu.Unlock()
			}
			for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Errorf("a question of %d was not answered within 30 s", n)
					return
				}
			}
		}
	}
	var all sync.WaitGroup
	for n := range people {
		all.Go(func() { person(n) })
	}
	all.Wait()
	took := time.Since(began)
	time.Sleep(100 * time.Millisecond) // for what should not come
	if err := r.end(); err != nil {
		t.Errorf("Run: %v", err)
	}
	if err := queue.Close(t.Context()); err != nil {
		t.Errorf("close the queue: %v", err)
	}
	var first []time.Duration
	for _, id := range messages {
		if n := s.Replies(id); n != 1 {
			t.Errorf("a message was answered %d times", n)
		}
	}
	for _, id := range commands {
		it := s.Interaction(id)
		if it.Answers != 1 || len(it.Followups) != 0 || it.Repeated != 0 {
			t.Errorf("a command was answered %d times, with %d follow-ups and %d repeated responses", it.Answers, len(it.Followups), it.Repeated)
		}
		first = append(first, it.After)
	}
	slices.Sort(first)
	refused, early := s.Limited()
	dials, identifies, resumes, _ := s.Gateway()
	t.Logf("%d questions of %d people in %v: %d messages and %d commands, %d delivered twice", len(messages)+len(commands), people,
		took.Round(time.Millisecond), len(messages), len(commands), twice.Load())
	t.Logf("%d drops, %d connections, %d identifies, %d resumes; %d requests refused as too many, %d came back too early", drops.Load(), dials, identifies, resumes, refused, early)
	t.Logf("first response after %v (half), %v (99%%), %v (worst, outages included)", first[len(first)/2], first[len(first)*99/100], first[len(first)-1])
	if len(messages)+len(commands) != questions || resumes < int(drops.Load())/2 || refused == 0 {
		t.Error("the soak did not do what it says")
	}
	if early > 0 {
		t.Errorf("%d requests did not wait as long as they were told to", early)
	}
	if len(heaps) == 2 {
		t.Logf("heap in use: %d KiB after a quarter, %d KiB at the end", heaps[0]>>10, heaps[1]>>10)
		if heaps[1] > heaps[0]+12<<20 {
			t.Error("memory grows")
		}
	}
}

func settledHeap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
