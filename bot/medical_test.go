package bot

import "testing"

func TestMedical(t *testing.T) {
	tests := []struct {
		want  Notice
		texts []string
	}{
		{NoticeMedical, []string{
			"I found a lump, should I worry",
			"I found a lump in my breast",
			"I’ve noticed blood when I go to the toilet",
			"i have had a cough for six weeks, is that normal?",
			"my mum has a mole that changed colour. what should she do?",
			"Should I see a GP about my cough?",
			"should I take tamoxifen",
			"can I take ibuprofen with chemotherapy?",
			"do I have cancer?",
			"is this cancer?",
			"could it be cancer",
			"is my mole cancerous?",
			"what are my chances?",
			"how long have I got",
			"how long does my dad have left",
			"am I going to die",
			"will my wife survive?",
			"I have stage 4 lung cancer, what treatment should I ask for",
			"I've been diagnosed with bowel cancer, what happens next?",
			"what is the best treatment for my husband?",
			"what do my test results mean?",
			"my lump is getting bigger",
			"I'm worried I have leukaemia",
			"what should I do, I keep losing weight",
			"my son has had headaches and he feels sick",
			"am I at risk of breast cancer?",
		}},
		{NoticeUrgent, []string{
			"I want to die",
			"i'm suicidal",
			"I don’t want to live any more",
			"I can't breathe",
			"my husband is coughing up blood",
			"he's collapsed what do I do",
			"I've got chest pain",
			"I might hurt myself",
		}},
		{"", []string{
			"what is the government doing for people with symptoms?",
			"I found a lump of statements by the government on symptoms",
			"How are people with a lump referred?",
			"What should people with symptoms do under the plan?",
			"what happens when a GP finds a lump?",
			"how many people found blood in their stool through the FIT test?",
			"am I eligible for lung cancer screening?",
			"my dad prefers post, will he still get a letter for bowel screening now it is all on the app?",
			"sorry if it's been asked, is there a way to check whether pancreatic cancer runs in my family?",
			"I have to write a briefing on bleeding symptoms",
			"I have a question about symptoms of ovarian cancer campaigns",
			"I'm looking for a statement on rectal bleeding",
			"I need a quote on pain relief for patients",
			"can I quote this?",
			"should I cite the answer or the letter?",
			"my constituent found a lump and waited 90 days, what is the target?",
			"I have cancer and want to know what the government is doing for people like me",
			"what is being done to stop people dying of cancer?",
			"how long do people wait for a biopsy?",
			"what is the suicide prevention strategy for patients with cancer?",
			"support for patients with suicidal thoughts",
			"what are the survival chances for pancreatic cancer?",
			"is it serious about waiting times?",
			"are tumours tested in Wales?",
			"how is weight loss checked?",
			"what did she say about blood tests?",
			"what has he said on blood cancer?",
			"what has she got planned for blood cancer?",
			"is she behind on blood cancer targets",
			"who chairs the lung group",
			"we have the pain management report, anything newer?",
			"How much is going into new radiotherapy machines?",
			"",
		}},
	}
	for _, tt := range tests {
		for _, text := range tt.texts {
			t.Run(text, func(t *testing.T) {
				if got := medical(text); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			})
		}
	}
}
