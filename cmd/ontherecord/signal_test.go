//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"ontherecord/adapters/slack"
	"ontherecord/adapters/slack/slacktest"
)

// TestSignals runs the program as a process of its own, and ends it with one
// signal and with two.
func TestSignals(t *testing.T) {
	for _, c := range []struct {
		name    string
		signals int
		want    string
	}{
		{"one signal finishes what was accepted", 1, "exit status 0"},
		{"a second ends it at once", 2, "signal: terminated"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken})
			t.Cleanup(s.Close)
			sending := make(chan struct{}, 8)
			s.FailWhen(func(call slacktest.Call) *slacktest.Failure {
				if call.Method != "chat.postMessage" {
					return nil
				}
				sending <- struct{}{}
				return &slacktest.Failure{Delay: time.Second}
			})
			w := newWorld(t, onePort+"slack:\n  api_url: "+s.APIURL()+"\n")
			var log lockedBuffer
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Args = append([]string{"ontherecord"}, w.args("serve")...) // see TestMain
			child.Env = append(os.Environ(), slack.EnvBotToken+"="+slackBotToken, slack.EnvAppToken+"="+slackAppToken)
			child.Stderr = &log
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			if !s.WaitSockets(1, patience) {
				t.Fatalf("no socket was opened: %s", log.String())
			}
			s.Deliver(slacktest.EventsAPI, s.Mention("C1", "U1", s.TS(), "", "<@U0BOT> "+radiotherapy))
			<-sending
			began := time.Now()
			for range c.signals {
				if err := child.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
				await(t, "the first signal to be heard", func() bool { return strings.Contains(log.String(), "shutting down") })
			}
			err := child.Wait()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			if got := child.ProcessState.String(); got != c.want {
				t.Errorf("it ended with %q, want %q\n%s", got, c.want, log.String())
			}
			// The stand-in takes a second to say that it has the answer.
			if took := time.Since(began); (took > time.Second/2) != (c.signals == 1) {
				t.Errorf("it took %v", took)
			}
		})
	}
}
