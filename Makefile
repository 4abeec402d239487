# Two commands matter: `make demo` shows what Stemmata does, `make test` passes the tests.
# PYTHON may name another interpreter, at least 3.11.

PYTHON ?= python3
VENV := .venv
# Threads of one small matrix product only wait for each other: see src/stemmata/cli/main.py.
export OPENBLAS_NUM_THREADS ?= 1
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STAMP_BARE := $(VENV)/.installed-bare

.PHONY: demo open test faults lint bench docs clean check

demo: $(STAMP_BARE)
	@$(BIN)/python -m example.demo demo

open: $(STAMP_BARE)
	@$(BIN)/stemmata -C demo/case serve

test: $(STAMP)
	@$(BIN)/python -m pytest -n 2

# What is injected and what held: docs/faults.md.
faults: $(STAMP)
	@counts=$$(mktemp); STEMMATA_FAULTS=$$counts $(BIN)/python -m pytest -n 2 -m faults --timeout 3600; found=$$?; \
		sort $$counts; rm $$counts; exit $$found

lint: $(STAMP)
	$(BIN)/ruff check src tests example bench tools
	$(BIN)/ruff format --check src tests example bench tools
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/pip install --quiet -c constraints.txt -e ".[bench]"
	@for program in entries verify ingest lock images videos search firsthour roots reuse corpus_trees page_forms "stories copied" "stories generated" "stories retellings"; do $(BIN)/python -m bench.$$program || exit 1; done
	@$(BIN)/python -m bench.changes report
	@$(BIN)/python -m bench.sound run
	@made=$$(mktemp -d); trap 'rm -rf "$$made"' EXIT; for program in edits lookalikes; do \
		$(BIN)/python -m bench.$$program make "$$made/$$program" || exit 1; \
		$(BIN)/python -m bench.$$program run "$$made/$$program" || exit 1; done; \
		for media in stills films; do \
		$(BIN)/python -m bench.families make "$$made/$$media" --media $$media --seed 5001 --families 2 --copies 12 || exit 1; \
		$(BIN)/python -m bench.families run "$$made/$$media" --lost 0.3 || exit 1; done

docs: $(STAMP_BARE)
	@$(BIN)/python tools/write_reference.py

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

check:
	@$(PYTHON) tools/check_machine.py

$(VENV)/bin/python:
	@$(PYTHON) tools/check_machine.py
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(STAMP_BARE): pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing Stemmata into $(VENV): about 350 MB, one to three minutes …"
	@$(BIN)/python -m pip install --disable-pip-version-check --only-binary :all: --no-binary stemmata -c constraints.txt --progress-bar on -e . | grep -v '^Requirement already' | cut -c1-100
	@touch $@

$(STAMP): $(STAMP_BARE)
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --only-binary :all: --no-binary stemmata -c constraints.txt -e ".[dev]"
	@touch $@
