# What the real consumers say: see docs/conformance.md. Builds stay below build/.

HELM_VERSION := v4.2.4
YQ_VERSION := v4.53.3
ACTIONLINT_VERSION := v1.7.12
BIN := $(CURDIR)/build/bin

.PHONY: tools conformance

tools: $(BIN)/helm $(BIN)/actionlint ## Build the programs that tests need, with Go

$(BIN)/helm: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' helm.sh/helm/v4/cmd/helm@$(HELM_VERSION)
	@touch $@

$(BIN)/actionlint: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT_VERSION)
	@touch $@

# Gardener's script asks it for a value of the chart; only `make bench` runs that script.
bench: $(BIN)/yq
$(BIN)/yq: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' github.com/mikefarah/yq/v4@$(YQ_VERSION)
	@touch $@

conformance: .venv/.stamp tools ## Let the real Helm, Gardener and extension judge what we generate
	REQUIRE_TOOLS=1 .venv/bin/pytest tests/conformance
