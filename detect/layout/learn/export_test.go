package learn

import "math"

// Off is the greatest difference of two models, in shares of the largest variance.
func (m *Model) Off(o *Model) (worst float64) {
	most := 0.0
	for i := range m.cov {
		most = max(most, m.cov[i][i])
		worst = max(worst, math.Abs(m.mean[i]-o.mean[i]))
		for j := range m.cov[i] {
			worst = max(worst, math.Abs(m.cov[i][j]-o.cov[i][j]))
		}
	}
	return worst / most
}
