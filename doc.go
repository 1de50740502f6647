// Package ontherecord is a tour of the code of On the Record, a chat-bot that
// answers questions on cancer policy only with verbatim, sourced quotes. It
// holds nothing else; the program is cmd/ontherecord.
//
// The packages stand in five rooms, and each imports only from its own room and
// those below it: corpus, retrieval, bot, adapters, cmd. Package
// internal/archtest proves that. The tour goes from the bottom up.
//
// # What is on the record: corpus
//
// Package corpus has the domain's types and imports only the standard library.
// A Document is a text with Parts: headings, a question, an answer, a body, each
// with its speaker, role, organisation and date as far as the source gives them.
// A Part is cut into sentences, and sentences into Passages for the index. A
// Span is a range of byte offsets into the document's text, and
// (*Document).Quote is the one place where a Quote is made: from a Span that
// begins and ends with a sentence, never from a string. Whatever is shown as a
// quote anywhere above was cut there.
//
// Below it, corpus/text finds sentences with their exact offsets, folds words
// for comparing, and takes fingerprints by which near-identical statements are
// known. corpus/parse turns the bytes of a file into documents; its table of
// formats is read from the top. corpus/store keeps every text that was ever
// read, in SQLite. corpus/ingest brings files through parser and store into the
// index, so that a kill at any moment loses nothing that was reported as stored.
// corpus/sample is the small record that is built into the program.
//
// # From a question to quotes: retrieval
//
// Package retrieval has the Question, the Filter and the Answer, and the
// Answerer that leads from one to the other: it understands what is asked for,
// has an Engine find passages, scores the sentences in them, collapses
// near-duplicates, decides whether to answer at all, and cuts the quotes out of
// the stored documents. An Engine returns identities and scores, never text.
//
// retrieval/bleveindex is the Engine that comes with the program, and
// retrieval/enginetest is what every engine must do. retrieval/analysis makes
// words into terms; the index and the questions share it. retrieval/thesaurus
// knows that a CDC is a community diagnostic centre. retrieval/followup reads
// "and for prostate cancer?" against the question before it. retrieval/cite puts
// a quote's source into words and links. retrieval/library opens a record: store,
// index and Answerer as one. retrieval/eval measures all of it on labelled
// questions, retrieval/learn fits the weights to them, and retrieval/bench
// measures speed on generated passages.
//
// # The conversation: bot
//
// Package bot takes a Message and gives a Reply. It knows no platform: threads,
// follow-ups, small talk, personal medical questions, filters in words, limits,
// feedback and memory are the same wherever people ask. bot/memory keeps what
// was asked and what people made of the answers.
//
// # Where people ask: adapters
//
// adapters/slack and adapters/discord translate: a platform's events become
// Messages (pure functions), Replies become what the platform shows (pure
// functions as well), within its limits and with nothing in a document able to
// mention or format anything. Beside each stands a strict stand-in for its
// platform, slacktest and discordtest, against which the real client libraries
// are tested over loopback. adapters/adaptertest is what every adapter must do.
//
// # The program: cmd/ontherecord
//
// One file a subcommand, and a table of them in root.go. Only this room turns
// errors into exit codes.
//
// # Below all rooms: internal
//
// internal/sqlite opens databases, internal/secret keeps tokens out of whatever
// prints them, internal/archtest proves what is said here.
//
// # Two ways through the code
//
// A question: adapters/slack receive.go makes a bot.Message; bot.Handle decides
// whether it is one and what it refers to; retrieval.Answerer.Answer has
// bleveindex find passages, reads their documents from the store, chooses
// sentences and cuts quotes; adapters/slack render.go shows them. The command
// line, the chat in a terminal, Discord and the evaluation take the same way.
//
// A document: ingest finds the file; parse makes a Document of it; text.Split
// finds its sentences; the store keeps it and gives numbers to its passages; the
// index takes them in; only then does the store's cursor move.
package ontherecord
