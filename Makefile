# make run    the dashboard on the articles in seeds/   (ARTICLES=folder PORT=8501 HOST=localhost)
# make test   every test, browser tests included        (TESTS=tests/test_money.py for some)
# make lint   style and types
# make data   builds every built file in data/ again
# make bench  speed, memory, accuracy, beside peers
# make shots  screenshots into screenshots/

PYTHON ?= python3
ARTICLES ?= seeds
PORT ?= 8501
HOST ?= localhost
TESTS ?= tests

VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint data bench shots browser clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "No virtual environment could be made; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(RUN_STAMP): requirements.txt | $(BIN)/python
	@echo "Installing what the dashboard needs into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install -qq -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing what dashboard and tests need into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install -qq -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)

run: $(RUN_STAMP)
	@test -e "$(ARTICLES)" || { echo "No such file or folder: $(ARTICLES)"; exit 1; }
	@$(BIN)/python -c 'import socket, sys; s = socket.socket(); s.settimeout(1); sys.exit(s.connect_ex(("127.0.0.1", $(PORT))) == 0)' \
	  || { echo "Port $(PORT) is taken; choose another: make run PORT=8600"; exit 1; }
	@echo "Diplomacy Map: http://localhost:$(PORT)  (Ctrl+C ends it)"
	@exec $(BIN)/streamlit run app.py --server.port $(PORT) --server.address "$(HOST)" \
	  --server.allowedHosts localhost --server.allowedHosts 127.0.0.1 --server.allowedHosts "$(HOST)" \
	  -- "$(ARTICLES)"

# One browser at a time, and after the rest: without a graphics card it takes all the cores.
test: $(DEV_STAMP) browser
ifeq ($(TESTS),tests)
	@status=0; \
	  $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --ignore tests/browser tests || status=1; \
	  $(BIN)/python -m pytest tests/browser || status=1; \
	  exit $$status
else
	@$(BIN)/python -m pytest $(TESTS)
endif

browser: $(DEV_STAMP)
	@$(BIN)/python -m tests.chromium

lint: $(DEV_STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict geo

data: $(DEV_STAMP)
	@$(BIN)/python -m data.build

bench: $(DEV_STAMP) browser
	@$(BIN)/python -m bench.run

shots: $(DEV_STAMP) browser
	@$(BIN)/python -m tests.browser.shots

clean:
	rm -rf $(VENV) build screenshots .pytest_cache .ruff_cache .mypy_cache .hypothesis
