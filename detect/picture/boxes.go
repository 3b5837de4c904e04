package picture

func sniffBoxes(data []byte) format { return format{} }
