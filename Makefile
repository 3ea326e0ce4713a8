# 有据 Youju. `make run` opens the page, `make test` proves the build.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 7860
INDEX  ?= indexes
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt

.PHONY: run install dev test lint types unit eval bench screens lock clean

run: install
	@$(BIN)/youju --index $(INDEX) ingest corpus
	@$(BIN)/youju --index $(INDEX) serve --host $(HOST) --port $(PORT)

install: $(VENV)/.installed
dev: $(VENV)/.dev

# torch goes first and by its exact version: a plain `torch` pulls several GB of GPU packages.
$(VENV)/.installed: pyproject.toml .ci/constraints.txt
	@echo "安装依赖（首次约几分钟）…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) torch==2.13.0
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@$(PIP) --editable '.[dev]'
	@touch $@

test: dev
	@sh .ci/system
	@$(MAKE) --no-print-directory lint types unit

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

unit: dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

eval: dev
	$(BIN)/youju eval

bench: dev
	$(BIN)/youju bench

# A picture of every view of the page, wide and narrow, light and dark, to be looked at.
screens: dev
	$(BIN)/python -m evals.screens --out build/screens

# Writes the exact versions of everything that is installed, for the constraints of the next install.
lock: dev
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' > .ci/constraints.txt

clean:
	rm -rf $(VENV) build dist *.egg-info
