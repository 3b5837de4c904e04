package evidence

// WriteWARC is what a vault seals, before it is sealed.
var WriteWARC = writeWARC
