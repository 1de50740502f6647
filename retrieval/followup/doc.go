// Package followup reads what somebody writes after an answer against the
// question before it: "and for prostate cancer?", "since 2025?", "how many
// will it help?", "show me more", "who said that?". It works on words alone,
// without a model and without the record, and the same words always give the
// same reading.
//
// A follow-up becomes a question that stands by itself. Where one thing takes
// the place of another of its sort, it is put in that place ("what share of
// womb cancer patients …"); where a pronoun points back, the earlier subject is
// added behind a dash, since that reads well whatever the grammar around it.
package followup
