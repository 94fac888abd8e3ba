// Package serve answers questions that come as JSON documents, one per line.
//
// A question is {"ask": NAME, ...}; the rest of its members belong to the judge of that name. The
// reply is one line: {"answer": ..., "refusals": [...]}, or {"failure": "..."} when the judge could
// not judge at all. The difference matters: a refusal is a verdict, a failure is a broken test.
package serve

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// Judge answers one question, given as the whole JSON document.
type Judge func(question []byte) (Reply, error)

// Reply is the verdict: what the consumer made of the input, and why it refuses it (empty: accepted).
type Reply struct {
	Answer   any      `json:"answer"`
	Refusals []string `json:"refusals"`
	Failure  string   `json:"failure,omitempty"`
}

// Refuse is the verdict of a consumer that did not get as far as an answer.
func Refuse(err error) Reply {
	return Reply{Refusals: []string{err.Error()}}
}

// On turns a function of a typed question into a Judge; members that the question does not have are
// failures, so that a misspelled question is never taken for an accepted one.
func On[Question any](judge func(Question) Reply) Judge {
	return func(document []byte) (Reply, error) {
		question := struct {
			Ask      string   `json:"ask"`
			Question Question `json:"question"`
		}{}
		decoder := json.NewDecoder(bytes.NewReader(document))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&question); err != nil {
			return Reply{}, err
		}
		return judge(question.Question), nil
	}
}

// Main answers the questions on stdin until it ends.
func Main(judges map[string]Judge) {
	if err := lines(os.Stdin, os.Stdout, judges); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func lines(in io.Reader, out io.Writer, judges map[string]Judge) error {
	reader, writer := bufio.NewReader(in), bufio.NewWriter(out)
	for {
		line, err := reader.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := json.NewEncoder(writer).Encode(reply(line, judges)); err != nil {
			return err
		}
		if err := writer.Flush(); err != nil {
			return err
		}
	}
}

func reply(line []byte, judges map[string]Judge) (reply Reply) {
	defer func() {
		if reason := recover(); reason != nil {
			reply = Reply{Failure: fmt.Sprintf("panic: %v\n%s", reason, debug.Stack())}
		}
	}()
	question := struct {
		Ask string `json:"ask"`
	}{}
	if err := json.Unmarshal(line, &question); err != nil {
		return Reply{Failure: err.Error()}
	}
	judge, ok := judges[question.Ask]
	if !ok {
		return Reply{Failure: fmt.Sprintf("nobody here judges %q", question.Ask)}
	}
	reply, err := judge(line)
	if err != nil {
		return Reply{Failure: err.Error()}
	}
	return reply
}
