# Every command of the project. `make` alone lists them.
#
# Python packages live in .venv, in the exact versions and hashes of requirements/*.txt. A stamp
# file in .venv remembers what was installed, so a second run costs nothing.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# Compiled modules are kept, even where the shell says not to: each start is seconds faster.
unexport PYTHONDONTWRITEBYTECODE
# uv uses the Python that we give it and never fetches one; .venv may lie on another disk than
# uv's cache, where it must copy.
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy

BIN := .venv/bin
PYTHON := $(BIN)/python
UV := $(BIN)/uv
CORE := .venv/.core-is-installed
DEV := .venv/.dev-is-installed
DJANGO := PYTHONPATH=.:src $(PYTHON) -m django
PYTEST := $(BIN)/pytest -q
# Tests of one real peer stay on one of the processes.
SPREAD := -n 2 --dist loadgroup
TEMPLATES := find src -name '*.html' -print0 | xargs -0

OLDEST := import sys; sys.exit(sys.version_info < (3, 11))

##@ To look at it

demo: $(CORE) ## Invent a town, serve it on http://localhost:8000, and stream calls into it
	@$(BIN)/commonbeat demo

##@ To change it

setup: $(DEV) ## Make .venv with everything that developing and testing need
	@echo "Ready. Next: make demo, or make test."

install: $(CORE) ## Make .venv with only what running needs
	@echo "Ready. Next: $(BIN)/commonbeat --help"

test: $(DEV) ## Run the whole suite: the laws, then on SQLite, then on PostgreSQL
	@$(MAKE) _say-whether-postgresql
	@$(MAKE) laws
	@echo "== The suite on SQLite"
	@$(PYTEST) $(SPREAD) --ignore=tests/laws --ignore=tests/oracles
	@if $(MAKE) _has-postgresql; then $(MAKE) test-postgresql; fi

test-postgresql: $(DEV) ## Run what touches the database on a throw-away PostgreSQL
	@echo "== The suite on PostgreSQL"
	@$(PYTHON) -m tests.peers.postgres -- $(PYTEST) $(SPREAD) \
		-m "not browser and not peers and not arithmetic" --ignore=tests/laws \
		--ignore=tests/evidence --ignore=tests/oracles

laws: $(DEV) ## Check the rules for the whole building
	@echo "== The laws"
	@$(PYTEST) tests/laws

browser: $(DEV) ## Drive the pages in Chromium: keyboard, phone, no script, axe
	@$(PYTEST) tests/browser

screenshots: browser ## The same; shows where the pictures are
	@echo "The pictures:" && ls var/screenshots/*.png

fix: $(DEV) ## Put code and templates in order, as far as tools can
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(TEMPLATES) $(BIN)/djade --target-version 5.2

migrations: $(DEV) ## Write migrations for changed models (NAME=what_changed)
	@$(DJANGO) makemigrations $(if $(NAME),--name $(NAME)) --settings tests.settings

messages: $(DEV) ## Bring new sentences into the French catalogue; list those without French
	@PYTHONPATH=.:src $(PYTHON) -m tests.laws.messages

matrix: $(DEV) ## Write down who may see which page, for a privacy officer to read
	@$(PYTHON) -m tests.laws.matrix > docs/reference/access-matrix.new
	@mv docs/reference/access-matrix.new docs/reference/access-matrix.md

lock: $(UV) ## Pin requirements/*.in to versions and hashes (UPGRADE=1 takes newer ones)
	@for set in core gateways dev bench bench-balance bench-concerns; do \
		echo "Locking requirements/$$set.txt …"; \
		UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet \
			--universal --python-version 3.11 --generate-hashes --no-annotate \
			--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) \
			--output-file requirements/$$set.txt requirements/$$set.in || exit 1; \
	done

##@ To judge it

ci: $(DEV) ## Everything that a change must pass, with the time of each step
	@for step in lint arch types checks; do \
		began=$$(date +%s); echo "== $$step"; \
		$(MAKE) $$step || { echo "Stopped: make $$step found something to mend."; exit 1; }; \
		echo "   $$step: $$(( $$(date +%s) - began )) s"; \
	done
	@$(MAKE) test

lint: $(DEV) ## Style of code and templates
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djlint --lint --quiet src
	@$(TEMPLATES) $(BIN)/djade --check --target-version 5.2

types: $(DEV) ## Types, strictly
	@COMMONBEAT_DEMO=1 $(BIN)/mypy

arch: $(DEV) ## Who may import whom
	@$(BIN)/lint-imports

checks: $(DEV) ## Django's own checks, as in production, and that no migration is missing
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
		env DJANGO_SETTINGS_MODULE=commonbeat.config.settings COMMONBEAT_DATA="$$scratch" \
		COMMONBEAT_PUBLIC_URL=https://commonbeat.example COMMONBEAT_HOSTS=commonbeat.example \
		$$($(BIN)/commonbeat secrets) \
		$(SHELL) -ec '$(DJANGO) check --deploy --fail-level WARNING; \
			$(DJANGO) makemigrations --check --dry-run'

bench: $(DEV) ## Run every benchmark and write the table that the README shows
	@$(MAKE) _datasette _peers-of-evidence
	@$(PYTHON) -m benchmarks

bench-import: $(DEV) ## Rows a second into the database, against the raw limit
	@$(PYTHON) -m benchmarks.bench_import $(ARGS)

bench-live: $(DEV) ## Events a second, from HTTP to text at the gateway
	@$(PYTHON) -m benchmarks.bench_live $(ARGS)

bench-page: $(DEV) ## Requests a second of the caller's page, against an empty view
	@$(PYTHON) -m benchmarks.bench_page $(ARGS)

bench-concerns: $(DEV) ## What residents bring: reading against Datasette, posting, texts (needs wrk)
	@$(MAKE) _datasette
	@$(PYTHON) -m benchmarks.bench_concerns --datasette $(DATASETTE)/bin/datasette $(ARGS)

bench-hub: $(DEV) ## The Hub: live meetings, the analyst's views against pandas, planted truths
	@$(MAKE) _peers-of-evidence
	@$(PYTHON) -m benchmarks.bench_hub $(ARGS)

bench-evidence: $(DEV) ## The evidence library against its named peers, both in one session
	@$(MAKE) _peers-of-evidence
	@PYTHONPATH=.:src $(PEERS)/bin/python -m benchmarks.bench_evidence $(ARGS)

test-analytics: $(DEV) ## Counting on DuckDB and, where Java is, on Spark: one expression
	@$(MAKE) _peers-of-evidence
	@PYTHONPATH=.:src $(PEERS)/bin/python -m pytest -q --noconftest -c /dev/null --rootdir=. \
		-p no:cacheprovider tests/evidence/counts/test_rows.py \
		$$(command -v java >/dev/null && echo tests/evidence/counts/test_spark.py)

oracles: $(DEV) ## The evidence library asks R for the same numbers (R and its packages from Debian)
	@$(PYTHON) -m tests.oracles.r
	@$(PYTEST) tests/oracles

validity: $(DEV) ## Is the evidence right? Invented towns (QUICK=1: a minute; full: hours)
	@OPENBLAS_NUM_THREADS=1 PYTHONPATH=.:src nice -n 19 $(PYTHON) -m benchmarks.validity \
		$(if $(QUICK),--quick) $(ARGS)

##@ To tidy up

clean: ## Remove .venv and every cache; keeps var/, where the data is
	@rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -rf src/*.egg-info
	@echo "Clean. var/ (data and screenshots) was kept."

help: ## This list
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo

# The peers that the evidence library is measured against have a .venv of their own.
PEERS := var/venv-peers
BALANCE := var/venv-balance
DATASETTE := var/venv-datasette

_datasette: $(UV)
	@if ! cmp -s requirements/bench-concerns.txt $(DATASETTE)/installed 2>/dev/null; then \
		echo "Installing Datasette (once) …" && \
		python3 -m venv --without-pip $(DATASETTE) && \
		$(UV) pip sync --quiet --python $(DATASETTE)/bin/python --require-hashes \
			requirements/bench-concerns.txt && \
		cp requirements/bench-concerns.txt $(DATASETTE)/installed; \
	fi

_peers-of-evidence: $(UV)
	@if ! cmp -s requirements/bench.txt $(PEERS)/installed 2>/dev/null; then \
		echo "Installing the peers (a minute or two, once) …" && \
		python3 -m venv --without-pip $(PEERS) && \
		$(UV) pip sync --quiet --python $(PEERS)/bin/python --require-hashes \
			requirements/bench.txt && \
		cp requirements/bench.txt $(PEERS)/installed; \
	fi
	@if ! cmp -s requirements/bench-balance.txt $(BALANCE)/installed 2>/dev/null; then \
		echo "Installing balance, which needs an older numpy (once) …" && \
		python3 -m venv --without-pip $(BALANCE) && \
		$(UV) pip sync --quiet --python $(BALANCE)/bin/python --require-hashes \
			requirements/bench-balance.txt && \
		cp requirements/bench-balance.txt $(BALANCE)/installed; \
	fi

# --- How .venv is made ---

$(UV):
	@python3 -c '$(OLDEST)' 2>/dev/null || { \
		echo "Commonbeat needs Python 3.11 or later as python3; this is" \
			"$$(python3 --version 2>&1 || echo none)."; exit 1; }
	@echo "Making .venv with $$(python3 --version) …"
	@if python3 -c 'import ensurepip' 2>/dev/null; then \
		python3 -m venv .venv && \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check uv; \
	elif python3 -m pip --version >/dev/null 2>&1; then \
		python3 -m venv --without-pip .venv && \
		python3 -m pip --python $(PYTHON) install --quiet --disable-pip-version-check uv; \
	else \
		echo "This Python can make no virtual environment with pip in it." \
			"On Debian and Ubuntu: apt install python3-venv. Then run make again."; exit 1; \
	fi
	@touch $@

# A .venv that has the development set has the core set too; the core set never replaces it.
$(CORE): requirements/core.txt pyproject.toml | $(UV)
	@if [ -e $(DEV) ]; then $(MAKE) $(DEV); else \
		echo "Installing what running needs (about a minute, once) …" && \
		UV_COMPILE_BYTECODE=1 $(UV) pip sync --quiet --python $(PYTHON) \
			--require-hashes requirements/core.txt && \
		$(UV) pip install --quiet --python $(PYTHON) --no-deps --editable . ; \
	fi
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml | $(UV)
	@echo "Installing what developing and testing need (about a minute, once) …"
	@$(UV) pip sync --quiet --python $(PYTHON) --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(PYTHON) --no-deps --editable .
	@touch $@ $(CORE)

_has-postgresql:
	@$(PYTHON) -c 'from tests.peers.postgres import programs_folder; programs_folder()' 2>/dev/null

_say-whether-postgresql:
	@$(MAKE) _has-postgresql 2>/dev/null || echo "PostgreSQL 15 or later is not here, so the" \
		"suite runs on SQLite only. On Debian and Ubuntu: apt install postgresql."

.PHONY: demo setup install test test-postgresql laws browser screenshots fix migrations messages lock \
	ci lint types arch checks bench bench-import bench-live bench-page bench-concerns bench-hub bench-evidence test-analytics oracles validity clean help \
	_has-postgresql _say-whether-postgresql _peers-of-evidence _datasette
