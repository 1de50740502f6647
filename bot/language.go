package bot

import "unicode"

var (
	english = set(`the is are was were what which who when where why how of to in for and or on at by with about has have had
		do does did will would can could should be been this that these those it its there any many much from not he she they
		we you i my your our their as an a if but show tell me more please`)
	// foreign are function words of the languages that are likely to be typed
	// here, none of them English, a name or a term of health.
	foreign = set(`le la les des du une est sont que qui quoi pour dans avec sur comment combien quel quelle quels quelles pourquoi où
		nous vous il elle ils pas plus cette ces aux
		der das und ist sind nicht ein eine einen wie wieviel warum wer wann welche für mit auf von zu bei werden wird gibt über
		el los las una es son por para con cómo cuánto cuándo dónde qué quién hay está del cuál cuáles
		il lo gli che perché quando quanto dove sono nella della delle dei chi
		o os da na são quanto onde como não
		jest są czy jak ile kiedy gdzie dla nie się co
		beth yw sut pryd pwy mae yn ar gyfer oes faint
		het een zijn wat hoeveel waarom waar voor niet
		ve bir için ne nasıl kaç hangi
		ki kya hai kaise kab kitna mein aur ka`)
)

// isForeign reports whether text is hardly English: in another script, or in
// the function words of another language and none of English.
func isForeign(text string) bool {
	letters, others := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if !unicode.Is(unicode.Latin, r) && !unicode.Is(unicode.Greek, r) {
				others++
			}
		}
	}
	if others*2 > letters && others > 2 {
		return true
	}
	own, strange := 0, 0
	for _, w := range plainWords(text) {
		switch {
		case english[w]:
			own++
		case foreign[w]:
			strange++
		}
	}
	return strange >= 2 && strange > own*2 || strange >= 2 && own == 0
}
