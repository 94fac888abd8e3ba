#!/usr/bin/env bash
# pythons.sh PYENV VERSION…: the tests of cases, and every verb, on each Python of these that is
# there, on PATH or in pyenv's folder of versions. Says which; ends with 1 where a test fails.
set -uo pipefail
folder=$1; shift
failed=0
for version in "$@"; do
  python=$(ls "$folder/$version".*/bin/python3 2>/dev/null | sort -V | tail -1)
  python=${python:-$(command -v "python$version")}
  if [ -z "$python" ] || ! "$python" -c 'import venv' 2>/dev/null; then
    echo "Python $version: not here"
    continue
  fi
  venv=build/python-$version
  if "$python" -m venv "$venv" \
    && "$venv/bin/pip" install -q --disable-pip-version-check -r requirements-dev.txt -e . \
    && "$venv/bin/python" -P -m pytest -q -n auto -p no:cacheprovider \
      tests/test_cases.py tests/fuzz tests/test_nothing_acts.py -k "test_cases or mutations or free_text or file_of_a_chart"; then
    echo "Python $("$python" -V | cut -d' ' -f2): passed"
  else
    echo "Python $version: failed"
    failed=1
  fi
done
exit "$failed"
