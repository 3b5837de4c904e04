package main
import ("testing";"os";"strconv";"ronda/crawler/fetch";"fmt")
func TestZZGen(t *testing.T){ n,_:=strconv.Atoi(os.Getenv("ZN")); f,_:=os.Create(os.Getenv("ZF")); backlog{people:n,seed:11}.write(f); f.Close() }
func TestZZScan(t *testing.T){ s,_:=newScanner(fetch.Config{}); s.file(t.Context(), os.Getenv("ZF"), func(v verdict) bool { fmt.Println(v.Identifiers, v.Kind, v.Truncated); return true}) }
