# What users install: see "How to release" in CONTRIBUTING.md.

RELEASE_TOOLS := build/release-tools

.PHONY: release
release: $(RELEASE_TOOLS)/.stamp ## Build wheel, source distribution, bundle, SBOM and checksums into build/release/
	make/release.sh $(RELEASE_TOOLS)/bin $(PYTHON) build/release

.PHONY: test-release
test-release: $(READY) release ## Build the release once more, install it in every way, and compare
	$(RUN) -m pytest -n auto tests/release

$(RELEASE_TOOLS)/.stamp: requirements-release.txt requirements-dev.txt make/release.mk
	rm -rf $(RELEASE_TOOLS)
	$(PYTHON) -m venv $(RELEASE_TOOLS)
	$(RELEASE_TOOLS)/bin/pip install -q --disable-pip-version-check -c requirements-dev.txt -r requirements-release.txt
	@touch $@
