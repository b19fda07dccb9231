# Two commands are enough: `make run` shows the site, `make test` runs everything that must hold.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test test-sqlite test-postgresql check format lock bench bench-counting bench-risk golden-counting golden-risk sweep-counting sweep-pabulib look clean

PB ?=
PORT ?= 8000
SITE ?= http://localhost:$(PORT)
PYTEST := .venv/bin/pytest -n 2 --no-header -q
COMPILED := $(shell grep -lsE 'njit|import.*(compiled|regrouped)' coproduce/engines/*/*.py)
ASSETS := $(wildcard assets/package.json assets/package-lock.json assets/build.mjs assets/*.scss coproduce/report/look/*.css)

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

setup: .venv/ready-to-test .venv/assets .venv/warm ## install all that running and testing need

.venv/ready-to-run: scripts/install_system_packages.sh
	@scripts/install_system_packages.sh run
	@mkdir -p .venv && touch $@

.venv/ready-to-test: scripts/install_system_packages.sh .venv/packages
	@scripts/install_system_packages.sh test
	@touch $@

.venv/packages: .venv/ready-to-run requirements/boot.txt requirements/dev.txt pyproject.toml
	@scripts/install_packages.sh
	@touch $@

.venv/assets: .venv/packages $(ASSETS)
	@scripts/build_assets.sh
	@touch $@

# What the engines compile is compiled now, and not while somebody waits for the first count.
.venv/warm: .venv/packages $(COMPILED)
	@.venv/bin/python scripts/warm_engines.py
	@touch $@

run: .venv/packages .venv/assets .venv/warm ## serve the site here, with an invented borough to try it (PORT=8000, PB=file.pb)
	@PORT="$(PORT)" PB="$(PB)" scripts/serve.sh

test: check ## everything: checks, then tests on SQLite, on PostgreSQL, and in a browser
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgresql

test-sqlite: setup ## all tests but the browser's, on SQLite
	@$(PYTEST) -m "not browser and not postgres" --ignore tests/browser --ignore tests/repository

test-postgresql: setup ## what touches the database, and the browser tests, on a PostgreSQL made for the purpose
	@scripts/with_postgresql.sh scripts/test_on_this_database.sh

check: setup ## style, types, imports, templates, and the repository's own tests
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check .
	@scripts/check_types.sh
	@.venv/bin/lint-imports --no-logo
	@scripts/check_templates.sh
	@.venv/bin/pytest -q --no-header --durations=0 tests/repository

format: setup ## put code and templates into the shape that `make check` asks for
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .
	@find coproduce -path '*/templates/*' -name '*.html' -not -path 'coproduce/report/*' \
	    -exec .venv/bin/djhtml --tabwidth 2 {} +

lock: .venv/packages ## remake the locks of requirements/ (UP="--upgrade" takes new versions)
	@scripts/lock_requirements.sh $(UP)

golden-counting: setup ## ask pabutools for the answers that tests of counting read, where not known (ALL=1)
	@scripts/install_peer.sh pabutools
	@.venv/bin/python scripts/golden_counting.py $(if $(ALL),--all)

sweep-counting: setup ## count every real election under every rule, and 100,000 damaged ones (can be stopped)
	@.venv/bin/python scripts/sweep_counting.py

bench-counting: setup ## measure counting beside pabutools and write docs/benchmarks/counting.md
	@scripts/install_peer.sh pabutools
	@.venv/bin/python benchmarks/counting.py

bench: setup ## run the benchmarks and write docs/benchmarks/
	@for file in benchmarks/*.py; do $(MAKE) --no-print-directory "bench-$$(basename "$$file" .py)" || exit 1; done

bench-%: setup # one engine's benchmark: make bench-opinion
	@.venv/bin/python benchmarks/$*.py

golden-%: setup # ask the software we compare with again: make golden-opinion remakes tests/golden/opinion
	@.venv/bin/python benchmarks/$*.py golden

chaos: setup ## kill the site while people write to it, on both databases: is anything lost or doubled? (KILLS=200)
	@.venv/bin/python scripts/chaos.py --kills $(or $(KILLS),20)
	@scripts/with_postgresql.sh .venv/bin/python scripts/chaos.py --kills $(or $(KILLS),20)

fuzz: setup ## throw requests at every address, form and file of the site (REQUESTS=100000, SEED=1)
	@.venv/bin/python scripts/fuzz_web.py --requests $(or $(REQUESTS),100000) --seed $(or $(SEED),1)

sweep-pabulib: setup ## damage real .pb files 100,000 times and read each: never a traceback
	@.venv/bin/python scripts/sweep_pabulib.py

bench-risk: setup ## measure the risk engine against pyfair and plain numpy, into docs/benchmarks/risk.md
	@scripts/install_peer.sh pyfair
	@.venv/bin/python benchmarks/risk.py

golden-risk: setup ## remake tests/golden/risk-salib.json from SALib
	@scripts/install_peer.sh salib
	@benchmarks/peers/salib/.venv/bin/python benchmarks/peers/salib/delta.py tests/golden/risk-salib.json

look: setup ## photograph every page of a running demo at both widths, with axe-core (SITE=http://localhost:8000)
	@.venv/bin/python scripts/look_at_site.py "$(SITE)"

clean: ## remove what was made here: packages, built files, the local database
	rm -rf .venv assets/node_modules coproduce/ui/static/ui/built var .mypy_cache .ruff_cache .pytest_cache \
	    .hypothesis .import_linter_cache
