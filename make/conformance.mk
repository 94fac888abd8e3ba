# What the real consumers say: see docs/conformance.md. Builds stay below build/.

HELM_VERSION := v4.2.4
BIN := $(CURDIR)/build/bin

.PHONY: tools conformance

tools: $(BIN)/helm ## Build the programs that tests need, with Go

$(BIN)/helm: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' helm.sh/helm/v4/cmd/helm@$(HELM_VERSION)
	@touch $@

conformance: .venv/.stamp tools ## Let the real Helm, Gardener and extension judge what we generate
	REQUIRE_TOOLS=1 .venv/bin/pytest tests/conformance
