// Package adaptertest holds what every chat adapter must do, whatever the
// platform: quotes arrive byte for byte, nothing in a document fires, each
// question is answered exactly once, and shutting down finishes what was
// accepted.
//
// An adapter's own test starts it against a stand-in for its platform, wraps
// both in a Session, and calls Run:
//
//	func TestAdapter(t *testing.T) {
//		adaptertest.Run(t, func(t *testing.T, b *bot.Bot, queue *bot.Pool) adaptertest.Session {
//			return startSession(t, b, queue)
//		})
//	}
package adaptertest
