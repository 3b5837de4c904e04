package text

// Work counts the steps that reading and judging take.
func (j *Judge) Work(passages []Passage) int {
	_, work := j.judge(passages, nil)
	return work
}
