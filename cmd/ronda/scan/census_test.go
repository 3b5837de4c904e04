package scan

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"ronda/crawler/fetch"
	"ronda/detect"
	"ronda/trials"
)

func TestMain(m *testing.M) {
	testscript.Main(trials.Tests{M: m}, map[string]func(){"measured": measured})
}

// backlog is a table of people of whom a fifth stand in it twice, the second time in another spelling of the number.
type backlog struct {
	people int
	seed   uint64
}

// regencies of the people; their districts are none that exist.
var regencies = []string{"1805", "3171", "3201", "3213", "3216", "3271", "3275", "3308", "3507", "3573", "3578", "5171", "6471", "7371", "9471"}

// number returns the number of the i-th person; no two have the same.
func (b backlog) number(i int) string {
	const days, years, districts, serials = 28, 80, 20, 9
	all := len(regencies) * districts * days * 2 * 12 * years * serials
	k := int((uint64(i)*1_000_003 + b.seed) % uint64(all)) // a prime that all does not have
	take := func(n int) int {
		v := k % n
		k /= n
		return v
	}
	regency, district := regencies[take(len(regencies))], 70+take(districts)
	return fmt.Sprintf("%s%02d%02d%02d%02d%04d", regency, district, 1+take(days)+40*take(2), 1+take(12), (40+take(years))%100, 1+take(serials))
}

// spelling writes a number as somebody else did.
func spelling(r *rand.Rand, nik string) string {
	switch r.IntN(9) {
	case 0:
		return nik[:6] + "." + nik[6:12] + "." + nik[12:]
	case 1:
		return nik[:6] + " " + nik[6:12] + " " + nik[12:]
	case 2:
		return nik[:4] + "-" + nik[4:8] + "-" + nik[8:12] + "-" + nik[12:]
	case 3:
		return "'" + nik // as spreadsheets want it
	case 4:
		return `"` + nik + `"`
	case 5:
		return `"` + nik[:4] + " " + nik[4:8] + " " + nik[8:12] + " " + nik[12:] + `"`
	case 6:
		return "=\"" + nik + "\""
	case 7:
		return nik[:2] + "." + nik[2:4] + "." + nik[4:6] + "." + nik[6:12] + "." + nik[12:]
	}
	return strings.Replace(nik, "0", "O", 1) // as a scanner of papers reads it
}

// write writes the table.
func (b backlog) write(w io.Writer) error {
	r := rand.New(rand.NewPCG(b.seed, 2017))
	names := strings.Fields("Sarinem Tukiran Wagiyo Poniyem Ngatini Suparman Legiman Tumini Paijo Marsinah Slamet Painem")
	out := bufio.NewWriterSize(w, 1<<20)
	fmt.Fprintln(out, "no,nik,nama_lengkap,tanggal_lahir,alamat,no_hp,status")
	row := 0
	person := func(i int, nik string) {
		row++
		plain := b.number(i)
		fmt.Fprintf(out, "%d,%s,%s %s,%s-%s-%s,\"Jl. Melati No. %d, RT %02d/%02d\",08%02d0000%04d,Belum rekam\n", row, nik,
			names[r.IntN(len(names))], names[r.IntN(len(names))], plain[6:8], plain[8:10], plain[10:12], r.IntN(200), r.IntN(20), r.IntN(20), 11+r.IntN(80), r.IntN(10_000))
	}
	for i := range b.people {
		person(i, b.number(i))
		if i%5 == 4 {
			again := i - i%5 // every fifth person, of now or of long ago
			if i%2 == 0 {
				again = (i / 2) / 5 * 5
			}
			person(again, spelling(r, b.number(again)))
		}
	}
	return out.Flush()
}

// measured is a program that runs another one and tells on the last line of its output what that took. A process begins
// with the peak memory of the one that started it, so that a test cannot measure one by itself.
func measured() {
	cmd := exec.CommandContext(context.Background(), os.Args[1], os.Args[2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		fmt.Printf("%d %d\n", usage.Maxrss, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// measuredScan scans with the real binary and returns the lines it printed, its peak memory in MB, and its time of CPU.
func measuredScan(t *testing.T, stdin io.Reader, args ...string) (lines []string, peak float64, cpu time.Duration) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = append([]string{"measured", trials.Binary(t, ""), "scan", "-format", "jsonl"}, args...)
	cmd.Stdin, cmd.Stderr = stdin, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("scan: %v", err)
	}
	lines = strings.Split(strings.TrimSpace(string(out)), "\n")
	var kB int64 // as Linux counts
	if _, err := fmt.Sscan(lines[len(lines)-1], &kB, &cpu); err != nil {
		t.Fatalf("%v: %.1000s", err, out)
	}
	return lines[:len(lines)-1], float64(kB) / 1024, cpu
}

// countRecords reads a table with encoding/csv and does nothing else: the peer.
func countRecords(t testing.TB, path string) (n int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader := csv.NewReader(f)
	reader.LazyQuotes, reader.ReuseRecord, reader.FieldsPerRecord = true, true, -1
	for ; ; n++ {
		if _, err := reader.Read(); errors.Is(err, io.EOF) {
			return n
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkScan judges a table of people beside the peer, which only reads it.
func BenchmarkScan(b *testing.B) {
	path := filepath.Join(b.TempDir(), "backlog.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := (backlog{people: 100_000, seed: 3}).write(f); err != nil {
		b.Fatal(err)
	}
	stat, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	f.Close()
	s, err := newScanner(fetch.Config{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("peer encoding/csv", func(b *testing.B) {
		b.SetBytes(stat.Size())
		for b.Loop() {
			countRecords(b, path)
		}
	})
	b.Run("scan", func(b *testing.B) {
		b.SetBytes(stat.Size())
		for b.Loop() {
			s.file(b.Context(), path, func(verdict) bool { return true })
		}
	})
}

// checkBacklog scans a backlog and holds that every person is counted once.
func checkBacklog(t *testing.T, b backlog) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backlog.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.write(f); err != nil {
		t.Fatal(err)
	}
	stat, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	peer := threadTime(t, func() { countRecords(t, path) })
	lines, peak, cpu := measuredScan(t, nil, path)
	var v verdict
	if err := json.Unmarshal([]byte(lines[0]), &v); err != nil {
		t.Fatal(err)
	}
	mb := float64(stat.Size()) / (1 << 20)
	t.Logf("%.0f MB: %.1fs of CPU (%.1f MB/s), %.1f times encoding/csv's %.1fs; peak %.0f MB", mb, cpu.Seconds(), mb/cpu.Seconds(), cpu.Seconds()/peer.Seconds(), peer.Seconds(), peak)
	k := slices.IndexFunc(v.Identifiers, func(c detect.IdentifierCount) bool { return c.Type == "nik" })
	if k < 0 || v.Identifiers[k].Count != b.people || v.Identifiers[k].AtLeast || !slices.Equal(v.Identifiers[k].Regions, regencies) {
		t.Errorf("counted %+v, want %d people of %v", v.Identifiers, b.people, regencies)
	}
	if len(v.Identifiers) > 1 {
		t.Errorf("counted what is not there: %+v", v.Identifiers)
	}
	if v.Kind != detect.KindExposure || v.Severity != detect.SeverityCritical {
		t.Errorf("judged %s %s", v.Kind, v.Severity)
	}
	if peak > mostMB {
		t.Errorf("took %.0f MB, at most %d are allowed", peak, mostMB)
	}
}

// mostMB is what a scan may take at its peak.
const mostMB = 500

// TestScanCountsABacklog is TestBarBacklog with fewer people.
func TestScanCountsABacklog(t *testing.T) {
	checkBacklog(t, backlog{people: 50_000, seed: 11})
}
