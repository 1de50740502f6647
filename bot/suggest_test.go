package bot

import "testing"

func TestSubjectOf(t *testing.T) {
	for title, want := range map[string]string{
		"Prostate Cancer: Screening":           "prostate cancer screening",
		"Radiotherapy: Equipment":              "radiotherapy equipment",
		"NHS: Waiting Lists":                   "NHS waiting lists",
		"Cancer: Health Services":              "cancer health services",
		"Cancer Vaccine Launch Pad":            "Cancer Vaccine Launch Pad",
		"Rare cancers: law, lead and target":   "rare cancers",
		"Breast screening ages and uptake":     "breast screening ages and uptake",
		"The National Cancer Plan for England": "The National Cancer Plan for England",
		"Lung Cancer: England":                 "lung cancer England",
		"Cancer":                               "",
		"":                                     "",
		": ":                                   "",
		"A title that goes on and on and on and on and never comes to an end": "",
	} {
		if got := subjectOf(title); got != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}
