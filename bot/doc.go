// Package bot is the conversation: a Message comes in, a Reply goes out. It
// knows no platform. Adapters turn a platform's events into Messages, render
// Replies, and turn pressed buttons into Actions.
//
// A message's way through Handle: a delivery seen before is dropped; the
// channel's settings and the thread decide whether the bot speaks at all;
// commands, greetings, personal medical questions and everything else that is
// no question of policy get a short fitting reply; a follow-up is read against
// the question before it; the question is answered; the turn is remembered
// under a Ref, by which the buttons of the reply find it again.
//
// All words that the bot itself says stand in words.go and are plain text.
// None of them is about policy: what is on the record is only ever quoted.
package bot
