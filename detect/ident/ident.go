// Package ident knows the numbers of Indonesian identity papers: it finds them in text, judges how plausible they are,
// masks them and makes keyed fingerprints of them. Digits live behind a pointer inside Number and print masked by every
// route. The package reads no clock, no disk and no network: reference date, regions and keys are passed in.
package ident
