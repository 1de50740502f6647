package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// The bounds of a call from Discord: its size, and the age of its signature.
// Interactions with a long message in them stay far below a megabyte.
const (
	maxBody = 1 << 20
	maxAge  = 5 * time.Minute
)

// InteractionsPath is where the HTTP endpoint listens.
const InteractionsPath = "/discord/interactions"

// Handler takes interactions over HTTP, for hosts that keep no gateway
// connection (https://discord.com/developers/docs/interactions/overview). A
// call whose Ed25519 signature does not fit is refused with 401: Discord sends
// such ones on purpose, and takes an endpoint out of use that answers them.
func (a *Adapter) Handler() (http.Handler, error) {
	key, err := hex.DecodeString(a.config.PublicKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("discord.public_key is no Ed25519 key in hexadecimal")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.serveInteraction(w, r, ed25519.PublicKey(key), time.Now())
	}), nil
}

func (a *Adapter) serveInteraction(w http.ResponseWriter, r *http.Request, key ed25519.PublicKey, at time.Time) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "only POST is answered here", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "the body is too large or broke off", http.StatusRequestEntityTooLarge)
		return
	}
	if !signed(r.Header, body, key, at) {
		http.Error(w, "the signature does not fit", http.StatusUnauthorized)
		return
	}
	var i discordgo.Interaction
	if err := json.Unmarshal(body, &i); err != nil {
		http.Error(w, "the body is no interaction", http.StatusBadRequest)
		return
	}
	if i.Type == discordgo.InteractionPing {
		respondJSON(w, firstResponse{Type: discordgo.InteractionResponsePong})
		return
	}
	if !usable(&i) {
		http.Error(w, "the interaction lacks its person, channel or token", http.StatusBadRequest)
		return
	}
	if !a.fresh(&i) {
		w.WriteHeader(http.StatusAccepted) // it was answered before
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), firstWithin)
	defer cancel()
	var first firstResponse
	var then func()
	a.guard(func() { first, then = a.interact(ctx, &i) })
	if first.Type == 0 {
		http.Error(w, "this interaction could not be handled", http.StatusInternalServerError)
		return
	}
	respondJSON(w, first)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	if then != nil {
		a.guard(then)
	}
}

// signed reports whether Discord signed the body, not long ago. The key's check
// takes the same time for every signature.
func signed(h http.Header, body []byte, key ed25519.PublicKey, now time.Time) bool {
	stamp := h.Get("X-Signature-Timestamp")
	sig, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	if err != nil || len(sig) != ed25519.SignatureSize {
		return false
	}
	if !ed25519.Verify(key, append([]byte(stamp), body...), sig) {
		return false
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	age := now.Sub(time.Unix(seconds, 0))
	return age < maxAge && age > -maxAge
}

func respondJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // a caller that hung up can't be told
}

// listen serves the endpoint until ctx ends.
func (a *Adapter) listen(ctx context.Context) error {
	h, err := a.Handler()
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle(InteractionsPath, h)
	l, err := net.Listen("tcp", a.config.Listen)
	if err != nil {
		return fmt.Errorf("discord.listen: %w", err)
	}
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	a.want.Store(1)
	a.up.Add(1)
	defer a.up.Add(-1)
	a.log.Info("listening for Discord's calls", "address", l.Addr().String(), "path", InteractionsPath)
	select {
	case err := <-done:
		return fmt.Errorf("listen for Discord's calls: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err = srv.Shutdown(end)
	<-done
	if err != nil {
		return fmt.Errorf("stop listening: %w", err)
	}
	return nil
}
