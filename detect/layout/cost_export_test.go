package layout

// Selfie is the last step of Recognise.
var Selfie = selfie
