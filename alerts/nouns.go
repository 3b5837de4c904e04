package alerts

import "ronda/detect"

// The outlets know alerts and nothing before them: what an alert is made of has a name here.
type (
	// Kind is what an alert is about.
	Kind = detect.Kind
	// Severity is how urgent it is.
	Severity = detect.Severity
	// Signal is what spoke for or against it.
	Signal = detect.Signal
)

// Kinds returns the kinds that an alert can have, in the order in which people list them.
func Kinds() []Kind {
	return []Kind{detect.KindSale, detect.KindForgery, detect.KindExposure, detect.KindSolicitation}
}

// Severities returns the severities, the worst first.
func Severities() []Severity {
	return []Severity{detect.SeverityCritical, detect.SeverityHigh, detect.SeverityMedium, detect.SeverityLow}
}

// SeverityCritical is the worst severity.
const SeverityCritical = detect.SeverityCritical
