package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestPoolKeepsOrderWithinAKey(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	p := NewPool(4, 1000)
	var mu sync.Mutex
	got := map[string][]int{}
	for i := range 500 {
		key := fmt.Sprint(i % 7)
		if err := p.Submit(key, func(context.Context) {
			mu.Lock()
			defer mu.Unlock()
			got[key] = append(got[key], i)
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := 0
	for key, order := range got {
		for i := 1; i < len(order); i++ {
			if order[i] < order[i-1] {
				t.Fatalf("key %s: %d ran before %d", key, order[i-1], order[i])
			}
		}
		done += len(order)
	}
	if done != 500 || p.Waiting() != 0 {
		t.Errorf("%d jobs were done, %d wait", done, p.Waiting())
	}
	if err := p.Submit("a", func(context.Context) {}); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestPoolIsBounded(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	p := NewPool(1, 2)
	release := make(chan struct{})
	for i := range 3 {
		if err := p.Submit(fmt.Sprint(i), func(context.Context) { <-release }); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Submit("x", func(context.Context) {}); !errors.Is(err, ErrBusy) {
		t.Errorf("a full queue: %v", err)
	}
	close(release)
	if err := p.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestPoolGivesUpWaiting(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	p := NewPool(2, 2)
	if err := p.Submit("a", func(ctx context.Context) { <-ctx.Done() }); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := p.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
