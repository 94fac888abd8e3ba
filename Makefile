# `make generate` and `make test` set themselves up: they need Python, make and nothing else.

PYTHON ?= python3
COUNT  ?= 100000
FIRST  ?= 0
VENV   := .venv
RUN    := $(VENV)/bin/python
READY  := $(VENV)/.stamp

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: generate
generate: $(READY) ## Write the manifests of the example catalog to manifests/
	$(RUN) -m generator generate examples/guide.yaml -o manifests

.PHONY: test
test: $(READY) ## Run the tests
	$(RUN) -m pytest -n auto

.PHONY: golden
golden: $(READY) ## Rewrite expected outputs: tests/cases, and what pages and pictures in docs show
	$(RUN) -m pytest -q -n 0 --update-golden tests

.PHONY: lint
lint: $(READY) ## Check style and types
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

.PHONY: wheel
wheel: $(READY) ## Build the wheel, through the source distribution, into build/dist/
	rm -rf build/dist
	$(RUN) -m build --outdir build/dist . >build/wheel.log

# Most of the time of all tests, and about our own code alone: no other versions of what it depends
# on, and nothing that a wheel may lack, changes how they end.
SLOW := $(addprefix tests/,test_cost.py test_nothing_acts.py test_no_metadata_acts.py \
  edit/test_killed.py files/test_killed.py importing/test_marked.py importing/test_robust.py)

.PHONY: test-wheel
test-wheel: wheel ## Run the tests against the built wheel, with the lowest versions that it declares
	rm -rf build/wheel-venv
	$(PYTHON) -m venv build/wheel-venv
	$(RUN) make/minimum.py >build/minimum.txt
	build/wheel-venv/bin/pip install -q --disable-pip-version-check -r build/minimum.txt build/dist/*.whl
	rm -rf build/wheel-tests && mkdir -p build/wheel-tests
	cp -r tests examples docs make Makefile *.md pyproject.toml .pre-commit-hooks.yaml action.yml Containerfile build/wheel-tests/
	mkdir -p build/wheel-tests/charts/extension-provider-alicloud
	cp charts/extension-provider-alicloud/README.md build/wheel-tests/charts/extension-provider-alicloud/
	cd build/wheel-tests && PATH="$(CURDIR)/build/bin:$$PATH" REAL_DATA="$(abspath ../shared/data)" ../wheel-venv/bin/python -P -m pytest -n auto -p no:cacheprovider $(foreach file,$(SLOW),--ignore=$(file))

.PHONY: bench-venv
bench-venv: wheel
	rm -rf build/bench-venv
	$(PYTHON) -m venv build/bench-venv
	build/bench-venv/bin/pip install -q --disable-pip-version-check -c requirements-dev.txt build/dist/*.whl

.PHONY: bench
bench: bench-venv tools ## Measure the budgets of the wheel, side by side with helm and Gardener's script
	build/bench-venv/bin/python -m benchmarks

.PHONY: scale
scale: bench-venv ## Measure what landscapes cost, one to a thousand, and write it into docs/scale.md
	build/bench-venv/bin/python -m benchmarks.scale --write

.PHONY: fuzz
fuzz: $(READY) ## Run 100,000 mutated inputs (COUNT=…, FIRST=…), of which `make test` runs 2,000
	$(RUN) -m tests.fuzz $(COUNT) $(FIRST)

.PHONY: clean
clean: ## Remove everything that make has built
	rm -rf $(VENV) build dist manifests .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The editable install sees every change of the code, so only these files make it stale.
$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install -q --disable-pip-version-check -r requirements-dev.txt -e .
	@mkdir -p build
	@touch $@

include make/conformance.mk
include make/pythons.mk
include make/release.mk
