package marble

var pages = []family{{"x", 1, 1, 1.5, (*plate).calendar}}
