package webhook

// Public lets the tests ask about addresses that cannot be reached from a test.
var Public = public
