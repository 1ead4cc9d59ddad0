# make run    serve the app with its demo practice on http://localhost:8000 (PORT=… for another port)
# make test   all tests: a real browser, SQLite and PostgreSQL
# make check  style, types, and drift of migrations and translations
# make bench  server times as ratios to a bare page
# make year   a generated year of 500 patients: what is raised, when, and how often noise speaks
# make clean  remove what these made, but never the data folder (var/)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: run test check bench year clean
.DEFAULT_GOAL := run

run: $(VENV)/for-run
	@exec $(BIN)/handrail serve

# First everything; then once more, with every database a PostgreSQL, what only ran on SQLite.
test: $(VENV)/for-tests
	@$(BIN)/python -m tests.support.browser --ensure
	@$(BIN)/python -m tests.support.firefox --ensure
	@$(PYTEST)
	@$(PYTEST) --all-on-postgres

check: $(VENV)/for-tests
	@$(BIN)/ruff check app tests
	@$(BIN)/ruff format --check app tests
	@$(BIN)/mypy
	@$(BIN)/handrail translations check
	@$(BIN)/python -m pytest -q tests/migrations tests/house/test_imports.py

bench: $(VENV)/for-tests
	@$(BIN)/python -m tests.bench

year: $(VENV)/for-tests
	@$(BIN)/python -m tests.support.year

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find app tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/for-run: .ci/requirements.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing what the app needs (once)."
	@$(PIP) --require-hashes -r .ci/requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/for-tests: .ci/requirements-test.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing what the tests need (once)."
	@$(PIP) --require-hashes -r .ci/requirements-test.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/for-run

# The first Python that is new enough. PYTHON=/path/to/python names one.
$(VENV)/pyvenv.cfg:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    "$$python" -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "$$python has no venv module. On Debian or Ubuntu type: apt-get install python3-venv" >&2; exit 1; \
	  fi; \
	done; \
	echo "Handrail needs Python 3.11 or newer. Install it, or type: make PYTHON=/path/to/python3.11" >&2; exit 1
