# What the real consumers say: see docs/conformance.md. Builds stay below build/.

HELM_VERSION := v4.2.4
YQ_VERSION := v4.53.3
ACTIONLINT_VERSION := v1.7.12
SOPS_VERSION := v3.13.3
AGE_VERSION := v1.3.2
KUSTOMIZE_VERSION := v5.8.2
CRANE_VERSION := v0.22.0
BIN := $(CURDIR)/build/bin

.PHONY: tools conformance

tools: $(BIN)/helm $(BIN)/actionlint $(BIN)/sops $(BIN)/age $(BIN)/kustomize $(BIN)/crane ## Build the programs that tests need, with Go

$(BIN)/helm: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' helm.sh/helm/v4/cmd/helm@$(HELM_VERSION)
	@touch $@

$(BIN)/actionlint: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT_VERSION)
	@touch $@

$(BIN)/sops: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' github.com/getsops/sops/v3/cmd/sops@$(SOPS_VERSION)
	@touch $@

$(BIN)/age: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' filippo.io/age/cmd/age@$(AGE_VERSION) filippo.io/age/cmd/age-keygen@$(AGE_VERSION)
	@touch $@

$(BIN)/kustomize: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' sigs.k8s.io/kustomize/kustomize/v5@$(KUSTOMIZE_VERSION)
	@touch $@

# A registry, and a client of it.
$(BIN)/crane: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' github.com/google/go-containerregistry/cmd/crane@$(CRANE_VERSION)
	@touch $@

# Gardener's script asks it for a value of the chart; only `make bench` runs that script.
bench: $(BIN)/yq
$(BIN)/yq: make/conformance.mk
	GOBIN=$(BIN) go install -ldflags='-s -w' github.com/mikefarah/yq/v4@$(YQ_VERSION)
	@touch $@

conformance: .venv/.stamp tools ## Let the real Helm, Gardener and extension judge what we generate
	REQUIRE_TOOLS=1 .venv/bin/pytest tests/conformance
