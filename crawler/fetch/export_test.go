package fetch

// Public is the address guard, which cannot be asked about public addresses without connecting to them.
var Public = public
