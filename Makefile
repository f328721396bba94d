# Form 4 Desk, at a glance: make run, make test, make check.

PYTHON ?= python3
PORT ?= 8000
PY = .venv/bin/python

# A served desk as `check --deploy` sees it; the values are made up.
PRODUCTION = DJANGO_SETTINGS_MODULE=compliance.settings.production FORM4DESK_HOSTS=desk.example \
	FORM4DESK_SECRET_KEY=$$(printf 'seventy letters that no desk uses %.0s' 1 2) \
	FORM4DESK_FIELD_KEYS=Zm9ybTRkZXNrIHRlc3RzIG9ubHksIG5vdCBhIGtleSE= \
	DATABASE_URL=postgres://desk@localhost/desk CELERY_BROKER_URL=redis://localhost/0

# In the form itself a blank between two elements is a blank on the printed form.
TEMPLATES = templates --extend-exclude templates/filings/form4

PIN = $(PY) -m uv pip compile pyproject.toml --universal --python-version 3.11 --quiet --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --generate-hashes

.PHONY: run test check bench fmt lock dev

run: ## Serve the desk on this machine, with a demo desk to try
	@$(PYTHON) tools/setup.py run
	@exec $(PY) manage.py desk --port $(PORT)

test: dev ## Run every test; what cannot run here is skipped by name
	@$(PY) -m pytest

check: dev ## What must hold before a change is committed
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy compliance people filings
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m djlint --quiet --check $(TEMPLATES)
	@$(PY) -m djlint --quiet --lint templates
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	@# A pinned file must install from whatever mirror a site uses.
	@! git grep -nIiE '(py[p]i\.org|python[h]osted|registry\.np[m]js|registry\.yarn[p]kg|"reso[l]ved": )' -- .

bench: ## Measure what docs/performance.md states
	@$(PYTHON) tools/setup.py bench
	@for each in $(patsubst benchmarks/%.py,benchmarks.%,$(wildcard benchmarks/bench_*.py)); \
		do echo "== $$each"; $(PY) -m $$each || exit 1; done

fmt: dev ## Put code and templates into the house's format
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format .
	@$(PY) -m djlint --quiet --reformat $(TEMPLATES)

lock: dev ## Pin the newest packages that pyproject.toml allows
	@$(PIN) --upgrade -o requirements/run.txt
	@$(PIN) --upgrade --group saml -c requirements/run.txt -o requirements/saml.txt
	@$(PIN) --upgrade --group dev -o requirements/dev.txt
	@$(PIN) --upgrade --group dev --group bench -c requirements/dev.txt -o requirements/bench.txt

dev:
	@$(PYTHON) tools/setup.py dev
