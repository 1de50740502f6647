// Package slacktest is a strict stand-in for Slack: enough of its Web API,
// Socket Mode, Events API and response URLs to run an app against over
// loopback, with the platform's limits enforced.
//
// What Slack would refuse, the server refuses with Slack's own error code. What
// Slack would let pass but punish later (a late acknowledgement, a wrong token,
// a response URL used too often) is also kept in Problems, so that a test can
// end by asserting that there were none. Faults can be switched on: rate
// limits, refused blocks, dropped and deaf sockets.
//
// The limits are those of Slack's reference for Block Kit and of its methods:
// https://docs.slack.dev/reference/block-kit and
// https://docs.slack.dev/reference/methods.
package slacktest
