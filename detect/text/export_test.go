package text

import "ronda/detect/speech"

// Work counts the steps that reading and judging take.
func (j *Judge) Work(passages []speech.Passage) int {
	_, work := j.judge(passages, nil)
	return work
}

// Files counts the names of files that may show a document.
func Files(s string) int { return files(s) }

// FileEndings are by what they are told.
var FileEndings = fileEndings[:]
