package bot

import "ontherecord/retrieval/advice"

// medical is the notice for a text that asks for advice on somebody's own
// health, or "".
func medical(text string) Notice {
	switch advice.Wanted(text) {
	case advice.Urgent:
		return NoticeUrgent
	case advice.Medical:
		return NoticeMedical
	}
	return ""
}
