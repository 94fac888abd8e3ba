// Command maintenance lets Gardener choose the version that it moves a cluster to.
package main

import (
	"alicloud-generator/conformance/serve"
	v1beta1helper "github.com/gardener/gardener/pkg/api/core/v1beta1/helper"
	gardencorev1beta1 "github.com/gardener/gardener/pkg/apis/core/v1beta1"
	"github.com/gardener/gardener/pkg/controllermanager/controller/shoot/maintenance/helper"
)

// kubernetes stands where an image has its update strategy.
const kubernetes = "kubernetes"

type question struct {
	Versions []gardencorev1beta1.ExpirableVersion `json:"versions"`
	Current  string                               `json:"current"`
	Strategy string                               `json:"strategy"`
}

func judge(q question) serve.Reply {
	version, err := next(q)
	if err != nil {
		return serve.Refuse(err)
	}
	return serve.Reply{Answer: version}
}

// next is the version that a cluster is moved to whose own has expired.
func next(q question) (string, error) {
	if q.Strategy == kubernetes {
		return helper.DetermineVersionForStrategy(q.Versions, q.Current,
			v1beta1helper.GetLatestVersionForPatchAutoUpdate,
			v1beta1helper.GetVersionForForcefulUpdateToConsecutiveMinor, true)
	}
	strategy := gardencorev1beta1.MachineImageUpdateStrategy(q.Strategy)
	image := gardencorev1beta1.MachineImage{Name: "image", UpdateStrategy: &strategy}
	for _, version := range q.Versions {
		image.Versions = append(image.Versions, gardencorev1beta1.MachineImageVersion{ExpirableVersion: version})
	}
	own := gardencorev1beta1.ShootMachineImage{Name: "image", Version: &q.Current}
	return helper.DetermineMachineImageVersion(&own, &image, true)
}

func main() {
	serve.Main(map[string]serve.Judge{"next": serve.On(judge)})
}
