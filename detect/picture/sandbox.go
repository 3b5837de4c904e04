package picture

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// Limits on what a decoder in the sandbox takes. It allocates by what the stream says, not by what the boxes say, and may
// read a hidden frame for every few bytes, so that both are held from outside.
const (
	sandboxMemory = 160 << 20 // its whole address space, of which the system gives what is touched
	sandboxTime   = 5 * time.Second
	sandboxPerMP  = 2 * time.Second // a million pixels take less than one on a busy machine
)

// A sandbox decodes with a C library that was compiled to WebAssembly: what goes wrong in it stays within its address space,
// which is made for one picture and thrown away. It has no files, no clock and no network. One picture is decoded at a time.
type sandbox struct {
	name     string
	wasm     []byte // compressed
	perPixel int    // bytes that it takes for each
	native   bool   // its pictures are turned as displayed, and of the range of the file
	decode   func(c *call, size image.Point, headerOnly bool) (decoded, error)
	loading  sync.Once
	failed   error
	runtime  wazero.Runtime
	module   wazero.CompiledModule
}

// decoded is what a library says of a picture, and the picture unless only that was asked for.
type decoded struct {
	w, h int
	img  image.Image
}

// inSandbox is held while a picture is decoded there: the memory for it is there once.
var inSandbox sync.Mutex

// load compiles the library, which takes half a second and some 25 MB: only a program that meets such a picture pays that.
func (s *sandbox) load() error {
	s.loading.Do(func() {
		s.failed = s.compile()
		s.wasm = nil
	})
	return s.failed
}

func (s *sandbox) compile() error {
	z, err := gzip.NewReader(bytes.NewReader(s.wasm))
	if err != nil {
		return fmt.Errorf("unpack decoder of %s: %w", s.name, err)
	}
	code, err := io.ReadAll(z)
	if err != nil {
		return fmt.Errorf("unpack decoder of %s: %w", s.name, err)
	}
	ctx := context.Background()
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(sandboxMemory >> 16).WithCloseOnContextDone(true).WithDebugInfoEnabled(false)
	s.runtime = wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, s.runtime); err != nil {
		return fmt.Errorf("prepare decoder of %s: %w", s.name, err)
	}
	if s.module, err = s.runtime.CompileModule(ctx, code); err != nil {
		return fmt.Errorf("compile decoder of %s: %w", s.name, err)
	}
	return nil
}

// run decodes in a fresh instance. The size is the one that memory was reckoned with.
func (s *sandbox) run(data []byte, size image.Point, headerOnly bool) (decoded, error) {
	if err := s.load(); err != nil {
		return decoded{}, err
	}
	inSandbox.Lock()
	defer inSandbox.Unlock()
	limit := sandboxTime + time.Duration(size.X*size.Y/1_000_000)*sandboxPerMP
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	out, err := s.instance(ctx, data, size, headerOnly)
	if err != nil && ctx.Err() != nil {
		return decoded{}, fmt.Errorf("%w: %s that takes more than %v", ErrTooLarge, s.name, limit)
	}
	return out, err
}

func (s *sandbox) instance(ctx context.Context, data []byte, size image.Point, headerOnly bool) (decoded, error) {
	ctx = experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(newLinearMemory))
	m, err := s.runtime.InstantiateModule(ctx, s.module, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"))
	if err != nil {
		return decoded{}, fmt.Errorf("start decoder of %s: %w", s.name, err)
	}
	defer func() { _ = m.Close(ctx) }() // there is nothing to lose
	c := &call{ctx: ctx, module: m}
	c.input, c.length = c.copyIn(data), uint64(len(data))
	out, err := s.decode(c, size, headerOnly)
	if err = errors.Join(c.err, err); err != nil {
		return decoded{}, fmt.Errorf("%w: %s: %w", ErrNotAPicture, s.name, err)
	}
	return out, nil
}

func (s *sandbox) header(data []byte) (header, error) {
	p, err := boxProperties(data)
	if err != nil {
		return header{}, err
	}
	if n := p.size.X * p.size.Y; n*s.perPixel > sandboxMemory {
		return header{}, fmt.Errorf("%w: %s of %d pixels, limit %d", ErrTooLarge, s.name, n, sandboxMemory/s.perPixel)
	}
	out, err := s.run(data, p.size, true)
	if s.native {
		p.orientation = 1
	} else {
		p.studio = false
	}
	return header{w: out.w, h: out.h, orientation: p.orientation, studio: p.studio}, err
}

func (s *sandbox) ways(h header, _ []byte, _ int) []way {
	// What it takes beside the sandbox is little, but both together are as much as may be: it is decoded alone.
	return []way{{maxMemory, 1, func(data []byte) (image.Image, error) {
		out, err := s.run(data, image.Pt(h.w, h.h), false)
		return out.img, err
	}}}
}

// A call talks to an instance. After its first error it does nothing.
type call struct {
	ctx           context.Context
	module        api.Module
	input, length uint64
	err           error
}

var errRefused = errors.New("its decoder refuses it")

func (c *call) do(function string, arguments ...uint64) uint64 {
	if c.err != nil {
		return 0
	}
	out, err := c.module.ExportedFunction(function).Call(c.ctx, arguments...)
	if err != nil {
		c.err = errRefused // the error would quote addresses of its code, a page of them
		return 0
	}
	return out[0]
}

func (c *call) alloc(n int) uint64 {
	at := c.do("malloc", uint64(n))
	if at == 0 && c.err == nil {
		c.err = fmt.Errorf("%w: no memory for it", ErrTooLarge)
	}
	return at
}

func (c *call) copyIn(data []byte) uint64 {
	at := c.alloc(len(data))
	if c.err == nil && !c.module.Memory().Write(uint32(at), data) {
		c.err = errRefused
	}
	return at
}

func (c *call) word(at uint64) int {
	v, ok := c.module.Memory().ReadUint32Le(uint32(at))
	if !ok && c.err == nil {
		c.err = errRefused
	}
	return int(v)
}

// copyOut returns n bytes that outlive the instance.
func (c *call) copyOut(at uint64, n int) []byte {
	if c.err != nil {
		return make([]byte, n)
	}
	b, ok := c.module.Memory().Read(uint32(at), uint32(n))
	if !ok {
		c.err = errRefused
		return make([]byte, n)
	}
	return bytes.Clone(b)
}

// same holds that a picture has the size that its memory was reckoned with.
func (c *call) same(w, h int, size image.Point) bool {
	if c.err == nil && (w != size.X || h != size.Y) {
		c.err = errRefused
	}
	return c.err == nil
}
