package main

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"ontherecord/adapters/discord"
	"ontherecord/adapters/slack"
	"ontherecord/bot"
)

// metrics are what /metrics tells. All labels come from small fixed sets: none
// holds what people wrote or who they are.
type metrics struct {
	registry *prometheus.Registry

	replies   *prometheus.CounterVec
	handling  *prometheus.HistogramVec
	delivery  *prometheus.HistogramVec
	actions   *prometheus.CounterVec
	events    *prometheus.CounterVec
	calls     *prometheus.CounterVec
	failures  *prometheus.CounterVec
	connected *prometheus.GaugeVec
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "ontherecord", Name: name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	histogram := func(name, help string, labels ...string) *prometheus.HistogramVec {
		h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "ontherecord", Name: name, Help: help,
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, labels)
		m.registry.MustRegister(h)
		return h
	}
	m.replies = counter("replies_total", "Replies by kind (answer, abstention, notice, error, silence and more) and by the notice that they give.", "platform", "kind", "notice")
	m.handling = histogram("handling_seconds", "Time from a message's turn until its reply is made, silences left out.", "platform")
	m.delivery = histogram("delivery_seconds", "Time from an event's receipt until the platform has taken the answer.", "platform", "kind")
	m.actions = counter("actions_total", "Buttons pressed, by what they do.", "platform", "action")
	m.events = counter("events_total", "Events received, by kind.", "platform", "kind")
	m.calls = counter("calls_total", "Calls to a platform, by method and result.", "platform", "method", "result")
	m.failures = counter("failures_total", "What could not be done.", "platform", "what")
	m.connected = prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "ontherecord", Name: "shard_connected",
		Help: "Whether a connection to a platform's gateway is up."}, []string{"platform", "shard"})
	m.registry.MustRegister(m.connected, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.gauge("build_info", "Which version runs; always 1.", prometheus.Labels{"version": version()}, func() float64 { return 1 })
	return m
}

// gauge adds a number that is asked for whenever metrics are read.
func (m *metrics) gauge(name, help string, labels prometheus.Labels, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(
		prometheus.GaugeOpts{Namespace: "ontherecord", Name: name, Help: help, ConstLabels: labels}, value))
}

// watch adds the numbers of a platform that is served.
func (m *metrics) watch(s served) {
	labels := prometheus.Labels{"platform": s.name}
	m.gauge("queue_length", "Messages and buttons that were accepted and are not done.", labels,
		func() float64 { return float64(s.pool.Waiting()) })
	m.gauge("connected", "Whether events can come in.", labels, func() float64 { return truth(s.connection.Ready()) })
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// slackMetrics is told what the Slack adapter does.
type slackMetrics struct{ *metrics }

var _ slack.Metrics = slackMetrics{}

func (m slackMetrics) Event(kind string) { m.events.WithLabelValues(slack.Platform, kind).Inc() }
func (m slackMetrics) Answered(kind string, took time.Duration) {
	m.delivery.WithLabelValues(slack.Platform, kind).Observe(took.Seconds())
}
func (m slackMetrics) Called(method, result string) {
	m.calls.WithLabelValues(slack.Platform, method, result).Inc()
}

// discordMetrics is told what the Discord adapter does.
type discordMetrics struct{ *metrics }

var _ discord.Metrics = discordMetrics{}

func (m discordMetrics) Received(kind string) { m.events.WithLabelValues(discord.Platform, kind).Inc() }
func (m discordMetrics) Answered(kind string, after time.Duration) {
	m.delivery.WithLabelValues(discord.Platform, kind).Observe(after.Seconds())
}
func (m discordMetrics) Failed(what string) { m.failures.WithLabelValues(discord.Platform, what).Inc() }
func (m discordMetrics) Connected(shard int, up bool) {
	m.connected.WithLabelValues(discord.Platform, strconv.Itoa(shard)).Set(truth(up))
}

// countedBot counts what a platform's bot says, and how long it takes.
type countedBot struct {
	*bot.Bot
	platform string
	metrics  *metrics
}

var (
	_ slack.Bot   = (*countedBot)(nil)
	_ discord.Bot = (*countedBot)(nil)
)

// Handle implements the adapters' Bot.
func (b *countedBot) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	began := time.Now()
	r, err := b.Bot.Handle(ctx, m)
	b.count(r)
	if !r.Silent() {
		b.metrics.handling.WithLabelValues(b.platform).Observe(time.Since(began).Seconds())
	}
	if err != nil {
		b.metrics.failures.WithLabelValues(b.platform, "question").Inc()
	}
	return r, err
}

// Act implements the adapters' Bot.
func (b *countedBot) Act(ctx context.Context, a bot.Action) (bot.Result, error) {
	r, err := b.Bot.Act(ctx, a)
	b.metrics.actions.WithLabelValues(b.platform, actionLabel(a.Do)).Inc()
	if err != nil {
		b.metrics.failures.WithLabelValues(b.platform, "button").Inc()
	}
	return r, err
}

// actionLabel keeps what a platform sends from making labels of its own.
func actionLabel(do bot.Do) string {
	switch do {
	case bot.DoContext, bot.DoMore, bot.DoCite, bot.DoUseful, bot.DoNotUseful, bot.DoShare:
		return string(do)
	}
	return "other"
}

// Busy implements the adapters' Bot.
func (b *countedBot) Busy(m bot.Message) bot.Reply {
	r := b.Bot.Busy(m)
	b.count(r)
	return r
}

func (b *countedBot) count(r bot.Reply) {
	b.metrics.replies.WithLabelValues(b.platform, string(r.Kind), string(r.Notice)).Inc()
}

// recordCollector tells the state of the record whenever metrics are read.
type recordCollector struct {
	record                                              *record
	documents, passages, pending, indexed, sample, only *prometheus.Desc
}

func newRecordCollector(r *record) *recordCollector {
	desc := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("ontherecord_"+name, help, nil, nil)
	}
	return &recordCollector{
		record:    r,
		documents: desc("documents", "Documents on the record."),
		passages:  desc("passages", "Passages on the record."),
		pending:   desc("index_pending", "Passages that the index has yet to take in or forget."),
		indexed:   desc("index_passages", "Passages in the index."),
		sample:    desc("sample", "Whether answers come from the built-in sample."),
		only:      desc("index_snapshot", "Whether another process writes the index and this one reads a snapshot."),
	}
}

// Describe implements prometheus.Collector.
func (c *recordCollector) Describe(to chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, to) }

// Collect implements prometheus.Collector.
func (c *recordCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), stateWithin)
	defer cancel()
	s, err := c.record.state(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(c.documents, err)
		return
	}
	for _, g := range []struct {
		desc  *prometheus.Desc
		value float64
	}{
		{c.documents, float64(s.Documents)}, {c.passages, float64(s.Passages)}, {c.pending, float64(s.Pending)},
		{c.indexed, float64(s.indexed)}, {c.sample, truth(s.sample)}, {c.only, truth(s.readOnly)},
	} {
		to <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, g.value)
	}
}
