// Judges SARIF logs by a schema, and reads them as a consumer does.
package main

import (
	"alicloud-generator/conformance/serve"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"
)

func main() {
	serve.Main(map[string]serve.Judge{"log": serve.On(judgeLog)})
}

// result is what a reader of the log sees of a result; a place without lines is of a whole file.
type result struct {
	Rule   string `json:"rule"`
	Level  string `json:"level"`
	Text   string `json:"text"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func judgeLog(question struct {
	Text   string `json:"text"`
	Schema string `json:"schema"`
}) serve.Reply {
	schema := gojsonschema.NewStringLoader(question.Schema)
	verdict, err := gojsonschema.Validate(schema, gojsonschema.NewStringLoader(question.Text))
	if err != nil {
		return serve.Refuse(err)
	}
	if !verdict.Valid() {
		refusals := []string{}
		for _, each := range verdict.Errors() {
			refusals = append(refusals, each.String())
		}
		return serve.Reply{Refusals: refusals}
	}
	log, err := sarif.FromString(question.Text)
	if err != nil {
		return serve.Refuse(err)
	}
	found := []result{}
	for _, run := range log.Runs {
		for _, each := range run.Results {
			found = append(found, read(run, each))
		}
	}
	return serve.Reply{Answer: found}
}

func read(run *sarif.Run, found *sarif.Result) result {
	rule := run.Tool.Driver.Rules[found.RuleIndex]
	answer := result{Rule: *rule.ID, Level: found.Level, Text: *found.Message.Text}
	for _, location := range found.Locations {
		answer.File = *location.PhysicalLocation.ArtifactLocation.URI
		if region := location.PhysicalLocation.Region; region != nil {
			answer.Line = *region.StartLine
			if region.StartColumn != nil {
				answer.Column = *region.StartColumn
			}
		}
	}
	return answer
}
