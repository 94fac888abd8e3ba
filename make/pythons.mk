# Which releases of Python the tests of cases and a call of every verb pass on.

PYTHONS ?= 3.11 3.12 3.13 3.14
PYENV   ?= $(HOME)/.pyenv/versions

.PHONY: test-pythons
test-pythons: ## Run the cases, and every verb, on each Python from 3.11 on that is there
	@make/pythons.sh "$(PYENV)" $(PYTHONS)
