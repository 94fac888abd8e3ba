#!/usr/bin/env bash
# The guide's example by the tools that people have today: the ControllerDeployment by the pipeline of
# Gardener's script, its values merged in by yq, and a CloudProfile by `helm template`.
#
# usage: today.sh CHART VERSION FOLDER VALUES PROFILE_CHART PROFILE_VALUES; see pipeline.sh.
set -euo pipefail

chart=$1 version=$2 folder=$3 values=$4 profile_chart=$5 profile_values=$6
deployment=$folder/controllerdeployment.yaml

bash "$(dirname "$0")/pipeline.sh" "$chart" "$version" "$deployment"
"$YQ" -i ".helm.values *= load(\"$values\")" "$deployment"
"$HELM" template profile "$profile_chart" --values "$profile_values" >"$folder/cloudprofile.yaml"
