package main

import (
	"bytes"
	"path/filepath"

	"alicloud-generator/conformance/serve"
	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

type packaging struct {
	Chart      string `json:"chart"`
	Into       string `json:"into"`
	Version    string `json:"version"`
	AppVersion string `json:"appVersion"`
}

// judgePackage is `helm package`; it answers with the path of the archive.
func judgePackage(question packaging) serve.Reply {
	client := action.NewPackage()
	client.Destination = question.Into
	client.Version = question.Version
	client.AppVersion = question.AppVersion
	path, err := client.Run(question.Chart, nil)
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: path}
}

type archived struct {
	Archive []byte `json:"archive"`
}

type file struct {
	Name []byte `json:"name"`
	Data []byte `json:"data"`
}

// judgeArchive answers with the files that Helm, and with it gardenlet, finds in an archive.
func judgeArchive(question archived) serve.Reply {
	found, err := archive.LoadArchiveFiles(bytes.NewReader(question.Archive))
	if err != nil {
		return serve.Refuse(err)
	}
	files := []file{}
	for _, f := range found {
		files = append(files, file{Name: []byte(f.Name), Data: f.Data})
	}
	return serve.Reply{Answer: files}
}

type globbing struct {
	Pattern []byte `json:"pattern"`
	Name    []byte `json:"name"`
}

// judgeGlob answers whether Go's glob, the one of .helmignore, matches.
func judgeGlob(question globbing) serve.Reply {
	matched, err := filepath.Match(string(question.Pattern), string(question.Name))
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: matched}
}
