package bot

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// limiter bounds how many questions are taken from one person and from one
// workspace.
type limiter struct {
	perUser, perSpace int // a minute; 0 is no limit

	mu            sync.Mutex
	users, spaces *lru.Cache[string, *meter]
}

// meter is one person's or one workspace's allowance.
type meter struct {
	rate *rate.Limiter
	// quiet is until when no further notice is given.
	quiet time.Time
}

// A person whose meter was dropped from the cache begins anew, which forgives
// rather than refuses.
const (
	metersOfUsers  = 10_000
	metersOfSpaces = 1_000
)

func newLimiter(l Limits) *limiter {
	out := &limiter{perUser: l.UserPerMinute, perSpace: l.WorkspacePerMinute}
	// The only error of lru.New is a size below one.
	out.users, _ = lru.New[string, *meter](metersOfUsers)
	out.spaces, _ = lru.New[string, *meter](metersOfSpaces)
	return out
}

// refusal is why and for how long a message is not taken. Told reports whether
// the person was told so already and needs no other notice.
type refusal struct {
	notice Notice
	wait   time.Duration
	told   bool
}

// take counts a message. The refusal's notice is empty where it is taken.
func (l *limiter) take(m Message, now time.Time) refusal {
	l.mu.Lock()
	defer l.mu.Unlock()
	space := m.Platform + "/" + m.Workspace
	user := meterOf(l.users, space+"/"+m.User, l.perUser)
	all := meterOf(l.spaces, space, l.perSpace)
	if wait := user.wait(now); wait > 0 {
		return user.refuse(NoticeRateUser, wait, now)
	}
	if wait := all.wait(now); wait > 0 {
		return all.refuse(NoticeRateSpace, wait, now)
	}
	user.rate.AllowN(now, 1)
	all.rate.AllowN(now, 1)
	return refusal{}
}

func meterOf(cache *lru.Cache[string, *meter], key string, perMinute int) *meter {
	if m, ok := cache.Get(key); ok {
		return m
	}
	limit, burst := rate.Inf, 1
	if perMinute > 0 {
		limit, burst = rate.Limit(float64(perMinute)/60), perMinute
	}
	m := &meter{rate: rate.NewLimiter(limit, burst)}
	cache.Add(key, m)
	return m
}

// wait is how long it takes until a message is taken again, 0 for now.
func (m *meter) wait(now time.Time) time.Duration {
	r := m.rate.ReserveN(now, 1)
	defer r.CancelAt(now)
	return r.DelayFrom(now)
}

func (m *meter) refuse(why Notice, wait time.Duration, now time.Time) refusal {
	told := now.Before(m.quiet)
	if !told {
		m.quiet = now.Add(wait)
	}
	return refusal{why, wait, told}
}
