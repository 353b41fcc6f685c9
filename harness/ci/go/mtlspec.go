// Package mtlspec makes the cells of one mtlspec run subtests of a Go test. Copy this folder into your module:
//
//	func TestMutualTLS(t *testing.T) {
//		mtlspec.Run(t, "--target", "./my-proxy", "--mode", "RequireAndVerifyClientCert")
//	}
//
// Skips and expected failures are skips with their reason; all else that did not pass fails with its explanation.
// MTLSPEC is the program, if it is not on PATH.
package mtlspec

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

type event struct {
	Event, ID, Verdict, Reason string
}

func call(words ...string) (string, int, error) {
	program := os.Getenv("MTLSPEC")
	if program == "" {
		program = "mtlspec"
	}
	out, err := exec.Command(program, words...).CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return string(out), exit.ExitCode(), nil
	}
	return string(out), 0, err
}

// Run judges everything in one run; words are those of `mtlspec run`.
func Run(t *testing.T, words ...string) {
	t.Helper()
	events := filepath.Join(t.TempDir(), "events.jsonl")
	out, code, err := call(append(append([]string{"run"}, words...), "--events", events)...)
	if err != nil {
		t.Fatal(err)
	}
	switch code {
	case 0, 1, 3, 5, 77: // each cell has its verdict
	default:
		t.Fatalf("mtlspec run: exit %d\n%s", code, out)
	}
	file, err := os.Open(events)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := json.NewDecoder(file); ; {
		var cell event
		if err := lines.Decode(&cell); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		if cell.Event == "cell" {
			t.Run(cell.ID, func(t *testing.T) { judge(t, events, cell) })
		}
	}
}

func judge(t *testing.T, events string, cell event) {
	switch cell.Verdict {
	case "pass":
	case "skip":
		t.Skip(cell.Reason)
	case "xfail":
		t.Skip("expected to fail: " + cell.Reason)
	default:
		told, _, err := call("report", events, "-v", "--cell", cell.ID)
		if err != nil {
			t.Error(err)
		}
		t.Error(cell.Verdict + "\n" + told)
	}
}
