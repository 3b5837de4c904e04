// Package ident holds the numbers of Indonesian identity papers, contacts and serial numbers of blank cards: their shapes and
// check digits, keyed fingerprints, and counts of distinct ones. Digits live behind a pointer inside Number and print masked
// by every route. The package finds nothing and reads no clock, no disk and no network: keys and dates are passed in.
package ident
