#!/usr/bin/env bash
# release.sh TOOLS PYTHON OUT: what is committed as wheel, source distribution, bundle and SBOM, with
# checksums, in the folder OUT. One commit gives the same bytes in any folder, with any umask, time
# zone, locale or hash seed. TOOLS has the programs of requirements-release.txt; the bundle is for
# PYTHON.
set -euo pipefail
umask 022
tools=$1 python=$2 out=$3
name=alicloud-generator
git diff --quiet HEAD || {
  echo "error: there are changes without a commit; a release is made of what is committed" >&2
  exit 1
}
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/source" "$work/release"
git archive HEAD | tar -x -C "$work/source"
"$tools/python" -m build --no-isolation --outdir "$work/release" "$work/source" >"$work/log" || {
  cat "$work/log" >&2
  exit 1
}
"$tools/twine" --no-color check --strict "$work"/release/*

# What the wheel is installed with, in versions that the tests run with: all that the bundle holds,
# and the SBOM is about.
"$python" -m venv --without-pip "$work/venv"
"$tools/pip" --python "$work/venv/bin/python" install -q --disable-pip-version-check --no-compile \
  -c requirements-dev.txt -c requirements-release.txt "$work"/release/*.whl
packages=$("$work/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
# What tells of folders of this machine: where the wheel was, and the installed command.
rm "$packages"/*.dist-info/direct_url.json
sed -i -e '\|/direct_url.json,|d' -e '\|^\.\./|d' "$packages"/*.dist-info/RECORD

version=$("$work/venv/bin/python" -P -c 'import generator; print(generator.__version__)')
# The extensions in C of the bundle are for one Python and one platform.
read -r command tag < <("$work/venv/bin/python" -c '
import sys, sysconfig
major, minor = sys.version_info[:2]
platform = sysconfig.get_platform().translate(str.maketrans("-.", "__"))
print(f"python{major}.{minor} cp{major}{minor}-{platform}")')
"$tools/shiv" --site-packages "$packages" --entry-point generator.__main__:main \
  --preamble "$work/source/make/bundle_preamble.py" \
  --python "/usr/bin/env $command" --output-file "$work/made.pyz"
"$tools/python" "$work/source/make/bundle.py" "$work/made.pyz" "$work/release/$name-$version-$tag.pyz"
# The version, which hatchling reads from the package, stands in the SBOM as well.
sed -i "s/^dynamic = .*/version = \"$version\"/" "$work/source/pyproject.toml"
"$tools/cyclonedx-py" environment --output-reproducible --pyproject "$work/source/pyproject.toml" \
  --output-file "$work/release/$name-$version.cdx.json" "$work/venv/bin/python"

(cd "$work/release" && LC_ALL=C && sha256sum -- * >SHA256SUMS)
rm -rf "$out"
mv "$work/release" "$out"
