#!/usr/bin/env bash
# What Gardener's hack/generate-controller-registration.sh does to get one ControllerDeployment: a
# chart packed by helm, unpacked, and packed again so that its bytes do not depend on the clock.
# The ControllerRegistration that the original writes too is left out, which makes this faster.
#
# usage: pipeline.sh CHART VERSION FILE; the variables HELM, TAR and YQ name the programs.
set -euo pipefail

chart=$1 version=$2 file=$3
packed=$(mktemp -d) unpacked=$(mktemp -d)
trap 'rm -rf "$packed" "$unpacked"' EXIT
umask 0022

"$HELM" package "$chart" --destination "$packed" >/dev/null
"$TAR" -xzm -C "$unpacked" -f "$packed"/*.tgz
blob=$("$TAR" -c -C "$unpacked" --sort=name --owner=root:0 --group=root:0 \
  --mtime='UTC 2019-01-01' "$(ls "$unpacked")" | gzip -n | base64 | tr -d '\n')

if [ "$("$YQ" .image.repository "$chart/values.yaml")" = null ]; then
  echo "$chart has no image.repository" >&2
  exit 1
fi

mkdir -p "$(dirname "$file")"
cat >"$file" <<END
apiVersion: core.gardener.cloud/v1
kind: ControllerDeployment
metadata:
  name: extension-provider-alicloud
helm:
  rawChart: $blob
  values:
    image:
      tag: $version
injectGardenKubeconfig: true
END
