package slack

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/slack/slacktest"
	"ontherecord/bot"
)

// TestSoak has 50 people put many questions over Socket Mode while sockets are
// dropped, events delivered twice and calls rate-limited: each question is
// answered exactly once, none is lost, nothing is left running, and memory
// does not grow.
func TestSoak(t *testing.T) {
	const users, wave = 50, 200
	questions := 2000
	if testing.Short() {
		questions = 400
	}
	before := goleak.IgnoreCurrent()
	t.Run("run", func(t *testing.T) { soak(t, users, wave, questions) })
	// Everything that the run owned is closed now.
	goleak.VerifyNone(t, before)
}

func soak(t *testing.T, users, wave, questions int) {
	s := newSlack(t, slacktest.Options{Retries: []time.Duration{0, 0, 0, 0, 0}})
	rng := rand.New(rand.NewPCG(1, 2))
	var limited atomic.Int64
	s.FailWhen(func(c slacktest.Call) *slacktest.Failure {
		if c.Method == "chat.postMessage" && rng.IntN(50) == 0 {
			limited.Add(1)
			return &slacktest.Failure{Status: http.StatusTooManyRequests, RetryAfter: time.Second}
		}
		return nil
	})
	record := adaptertest.NewRecord()
	pool := bot.NewPool(16, 1024)
	defer pool.Close(t.Context())
	r := start(t, s, ModeSocket, adaptertest.NewBot(t, record), pool, nil, nil)
	topics := []string{adaptertest.TopicPlain, adaptertest.TopicMarkup, adaptertest.TopicMany, adaptertest.TopicEntities, "nothing"}

	answered := map[string]int{} // by the question's timestamp
	var heaps []uint64
	redelivered, begin := 0, time.Now()
	for first := 0; first < questions; first += wave {
		deliveries := deliverWave(s, users, wave, topics, answered)
		// One question in twenty comes again, and the sockets break while the
		// answers are under way.
		for i, d := range deliveries {
			if i%20 == 7 {
				s.Redeliver(d)
				redelivered++
			}
			if i == wave/2 {
				s.DropSockets()
			}
		}
		s.WaitMessages("", wave, 30*time.Second)
		if !s.WaitAcknowledged(10 * time.Second) {
			t.Fatalf("%d deliveries were never acknowledged", s.Unacknowledged())
		}
		for _, m := range s.WaitMessages("", wave, time.Second) {
			// Cloned, as the timestamp is a piece of the whole request's body.
			answered[strings.Clone(m.ThreadTS)]++
		}
		s.Forget()
		heaps = append(heaps, heapInUse())
	}
	took := time.Since(begin)
	time.Sleep(100 * time.Millisecond)
	for _, m := range s.Messages("") {
		answered[m.ThreadTS]++
	}
	r.stop(t)
	lost, twice := 0, 0
	for _, n := range answered {
		switch {
		case n == 0:
			lost++
		case n > 1:
			twice++
		}
	}
	if len(answered) != questions || lost > 0 || twice > 0 {
		t.Errorf("%d questions of %d, %d lost, %d answered twice", len(answered), questions, lost, twice)
	}
	r.clean(t)
	grown := int64(slices.Max(heaps[len(heaps)/2:])) - int64(slices.Max(heaps[:(len(heaps)+1)/2]))
	if grown > 2<<20 {
		t.Errorf("the heap grew by %d KiB from the first half to the second: %v", grown>>10, heaps)
	}
	t.Logf("%d questions from %d people in %v (%.0f a second): %d delivered again, %d rate limits, %d sockets dropped; heap %d KiB after the first wave, %d KiB after the last",
		questions, users, took.Round(time.Millisecond), float64(questions)/took.Seconds(), redelivered, limited.Load(), questions/wave, heaps[0]>>10, heaps[len(heaps)-1]>>10)
}

// deliverWave has each person put questions of a wave one after the other, and
// notes them down as not answered.
func deliverWave(s *slacktest.Server, users, wave int, topics []string, answered map[string]int) []*slacktest.Delivery {
	var mu sync.Mutex
	var out []*slacktest.Delivery
	var people sync.WaitGroup
	for u := range users {
		people.Go(func() {
			for i := range wave / users {
				ts := s.TS()
				text := fmt.Sprintf("<@U0BOT> What is said on %s?", topics[(u+i)%len(topics)])
				d := s.Deliver(slacktest.EventsAPI, s.Mention(fmt.Sprintf("C%d", u%10), fmt.Sprintf("U%d", u), ts, "", text))
				mu.Lock()
				out, answered[ts] = append(out, d), 0
				mu.Unlock()
				<-d.Done()
			}
		})
	}
	people.Wait()
	return out
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkFirstCall measures the time from an event's sending to the first
// call that the adapter makes because of it, at 50 questions a second.
func BenchmarkFirstCall(b *testing.B) {
	s := newSlack(b, slacktest.Options{})
	pool := bot.NewPool(4, 1024)
	r := start(b, s, ModeSocket, adaptertest.NewBot(b, adaptertest.NewRecord()), pool, nil, nil)
	sent := map[string]*slacktest.Delivery{}
	tick := time.NewTicker(time.Second / 50)
	defer tick.Stop()
	for b.Loop() {
		ts := s.TS()
		sent[ts] = s.Deliver(slacktest.EventsAPI, s.Mention("C1", "U1", ts, "", "<@U0BOT> "+many))
		<-tick.C
	}
	var took []time.Duration
	for _, c := range s.WaitCalls("chat.postMessage", len(sent), patience) {
		took = append(took, c.At.Sub(sent[c.Fields["thread_ts"]].At))
	}
	r.stop(b)
	pool.Close(b.Context())
	slices.Sort(took)
	p50, p99 := took[len(took)/2], took[len(took)*99/100]
	b.ReportMetric(float64(p50.Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(p99.Microseconds())/1000, "ms-p99")
	if len(took) != len(sent) || len(took) > 100 && p99 > 50*time.Millisecond {
		b.Errorf("%d answers to %d questions, p99 %v, want at most 50ms", len(took), len(sent), p99)
	}
}
