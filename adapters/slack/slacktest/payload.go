package slacktest

import (
	"fmt"
	"maps"
)

// Event wraps an inner event as the Events API sends it. The fields of outer
// are added to the wrapping ("is_ext_shared_channel", a fixed "event_id").
func (s *Server) Event(inner map[string]any, outer map[string]any) map[string]any {
	s.mu.Lock()
	id := fmt.Sprintf("Ev%08d", s.next())
	s.mu.Unlock()
	p := map[string]any{"type": "event_callback", "token": "retired", "team_id": TeamID, "api_app_id": "A0RECORD",
		"event_id": id, "event_time": 1760000000, "is_ext_shared_channel": false, "event": inner,
		"authorizations": []any{map[string]any{"team_id": TeamID, "user_id": BotUserID, "is_bot": true}}}
	maps.Copy(p, outer)
	return p
}

// Mention is an app_mention event in a channel; thread may be empty.
func (s *Server) Mention(channel, user, ts, thread, text string) map[string]any {
	return s.Event(withThread(map[string]any{"type": "app_mention", "channel": channel, "user": user, "ts": ts,
		"event_ts": ts, "text": text}, thread), nil)
}

// Said is a message event; kind is channel, group, im or mpim.
func (s *Server) Said(kind, channel, user, ts, thread, text string) map[string]any {
	return s.Event(withThread(map[string]any{"type": "message", "channel_type": kind, "channel": channel, "user": user,
		"ts": ts, "event_ts": ts, "text": text, "client_msg_id": "c-" + ts}, thread), nil)
}

// Edited is the message_changed event of a message that was rewritten.
func (s *Server) Edited(kind, channel, user, ts, thread, before, after string) map[string]any {
	at := s.TS()
	message := withThread(map[string]any{"type": "message", "user": user, "ts": ts, "text": after,
		"edited": map[string]any{"user": user, "ts": at}}, thread)
	previous := withThread(map[string]any{"type": "message", "user": user, "ts": ts, "text": before}, thread)
	return s.Event(map[string]any{"type": "message", "subtype": "message_changed", "channel": channel, "channel_type": kind,
		"ts": at, "event_ts": at, "hidden": true, "message": message, "previous_message": previous}, nil)
}

// Deleted is the message_deleted event of a message.
func (s *Server) Deleted(kind, channel, user, ts string) map[string]any {
	at := s.TS()
	return s.Event(map[string]any{"type": "message", "subtype": "message_deleted", "channel": channel, "channel_type": kind,
		"ts": at, "event_ts": at, "hidden": true, "deleted_ts": ts,
		"previous_message": map[string]any{"type": "message", "user": user, "ts": ts, "text": "gone"}}, nil)
}

func withThread(m map[string]any, thread string) map[string]any {
	if thread != "" {
		m["thread_ts"] = thread
	}
	return m
}

// Slash is the payload of a slash command over Socket Mode.
func (s *Server) Slash(channel, user, command, text string) map[string]any {
	return map[string]any{"token": "retired", "team_id": TeamID, "team_domain": "record", "channel_id": channel,
		"channel_name": "general", "user_id": user, "user_name": "someone", "command": command, "text": text,
		"api_app_id": "A0RECORD", "is_enterprise_install": "false", "response_url": s.ResponseURL(channel, user),
		"trigger_id": s.Trigger()}
}

// Shortcut is the payload of a message shortcut used on a message.
func (s *Server) Shortcut(channel, user, callback, ts, text string) map[string]any {
	return map[string]any{"type": "message_action", "callback_id": callback, "team": map[string]any{"id": TeamID},
		"user": map[string]any{"id": user}, "channel": map[string]any{"id": channel, "name": "general"},
		"message_ts": ts, "message": map[string]any{"type": "message", "user": "U0OTHER", "ts": ts, "text": text},
		"action_ts": s.TS(), "response_url": s.ResponseURL(channel, user), "trigger_id": s.Trigger()}
}

// Press is the payload of a pressed button under a message of the app. Empty
// ts means an ephemeral message.
func (s *Server) Press(m Message, user, actionID, value string) map[string]any {
	return map[string]any{"type": "block_actions", "team": map[string]any{"id": TeamID}, "user": map[string]any{"id": user},
		"channel": map[string]any{"id": m.Channel, "name": "general"}, "trigger_id": s.Trigger(),
		"container": map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel,
			"thread_ts": m.ThreadTS, "is_ephemeral": m.User != ""},
		"message":      withThread(map[string]any{"type": "message", "ts": m.TS}, m.ThreadTS),
		"response_url": s.ResponseURL(m.Channel, user),
		"actions": []any{map[string]any{"type": "button", "action_id": actionID, "block_id": "b", "value": value,
			"action_ts": s.TS()}}}
}

// Submit is the payload of a submitted modal. Values are by block and action.
func (s *Server) Submit(user, callback, metadata string, values map[string]any) map[string]any {
	return map[string]any{"type": "view_submission", "team": map[string]any{"id": TeamID}, "user": map[string]any{"id": user},
		"trigger_id": s.Trigger(), "view": map[string]any{"id": "V1", "type": "modal", "callback_id": callback,
			"private_metadata": metadata, "state": map[string]any{"values": values}, "hash": "1.a"}}
}
