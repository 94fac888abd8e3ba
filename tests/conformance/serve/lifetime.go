package serve

import (
	"io"
	"os"
)

// EndWithInput ends the process once its standard input ends: with whoever started it, however
// that one ends.
func EndWithInput() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
}
