# What a newcomer and a developer type; see README.md.
PORTAL := .venv/bin/portal
PYTHON := .venv/bin/python
# the embedded database only: `make test` runs both; what is compiled is kept, also where the machine says not to
FAST := PYTHONDONTWRITEBYTECODE= PORTAL_TEST_DATABASES=sqlite $(PYTHON) -m pytest -m "not slow and not browser" -n auto --dist loadfile

.PHONY: run test check read fast shots bench format

run: ## serve the demo clinic on http://localhost:8000
	@scripts/install run
	@exec $(PORTAL) demo --serve

test: ## install what the tests need, say what is missing, run everything
	@scripts/install test
	@scripts/test

check: ## what must hold before every commit, in under three minutes
	@scripts/install dev
	@$(MAKE) --no-print-directory --jobs 2 read fast

read: # what is found by reading the code
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m pyright
	.venv/bin/lint-imports

fast: # what is found by running it
	$(FAST) --durations 12

format: ## write the code as the house writes it
	@scripts/install dev
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

shots: ## a picture of every page, phone and desktop, light and dark, in shots/
	@scripts/install test
	$(PYTHON) -m tests.journeys.shots

bench: ## measure every budget; one line each, and bench/results/latest.json
	@scripts/install test
	$(PYTHON) -m bench
