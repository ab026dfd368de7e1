# Two commands do everything: `make book` builds the course, `make test` proves it.
# Both make .venv on the first run, from requirements.lock and nothing else.

PYTHON ?= python3
BENCHMARK ?= speed
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: help book serve test lint notebooks bench lock upgrade clean offline pdf lighthouse audit

help:
	@echo "make book       build the course into _build/html"
	@echo "make serve      build it, then show it on http://localhost:8000"
	@echo "make offline    pack the site into one file for a workshop without network; make pdf: print it"
	@echo "make test       ruff, unit tests, every notebook, the strict build"
	@echo "make lint       ruff alone; make notebooks: execute the chapters again"
	@echo "make lighthouse score every page; make audit: known vulnerabilities of what is pinned"
	@echo "make bench      measure against other ways of doing the same; takes minutes"
	@echo "make lock       pin the newest releases; make clean: remove what was made"

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("The course needs Python 3.11 or newer, $(PYTHON) is %d.%d. Try: make PYTHON=python3.12" % v[:2])'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c "import matplotlib.font_manager"  # lists fonts, and says so, only once
	@touch $@

book: $(STAMP)
	$(BIN)/jupyter-book build book --config _config.yml --toc $(CURDIR)/_toc.yml --path-output . -W -n --keep-going
	@echo "Open _build/html/index.html in a browser, or type: make serve"

serve: book
	$(BIN)/python tools/serve.py _build/html 8000

offline: book
	$(BIN)/python tools/offline.py _build/html _build/gaussian-mixtures.zip
	@echo "Unpack _build/gaussian-mixtures.zip and open index.html in a browser"

# Chromium prints; Debian has it as the package chromium.
pdf: book
	$(BIN)/python tools/pdf.py _build/html _build/gaussian-mixtures.pdf
	@echo "The book is in _build/gaussian-mixtures.pdf"

# What JAX has compiled for the book need not be compiled again to test it.
test: export JAX_COMPILATION_CACHE_DIR := $(CURDIR)/_build/compiled
test: export JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS := 0
test: export JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES := -1
test: lint book
	$(BIN)/python -m pytest -n 2 --dist loadscope
	$(BIN)/python -m pytest -p nbval -p tests.nbval_semicolons -n 2 --dist loadfile \
	    --nbval book --nbval-current-env --nbval-sanitize-with tests/nbval.cfg

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

notebooks: $(STAMP)
	$(BIN)/python tools/make_notebooks.py
	$(BIN)/python tools/picture.py

# Needs Node and Chromium; takes about ten minutes.
lighthouse: book
	$(BIN)/python tools/lighthouse.py _build/html

# Does the lock hold a release with a known vulnerability? Asks the database of PyPI.
audit: $(STAMP)
	$(BIN)/uvx pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

# The ways that the course is compared with are no part of it: they are installed here only.
bench: $(STAMP)
	$(BIN)/uv pip install --quiet --python .venv --require-hashes -r benchmarks/requirements.lock
	$(BIN)/python -m benchmarks.$(BENCHMARK)
	$(BIN)/python tools/make_notebooks.py making_it_fast

# uv resolves once for every system and every Python from 3.11 on, with one version per package.
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
    --fork-strategy fewest --generate-hashes --no-annotate --upgrade --quiet \
    --custom-compile-command "make lock"
lock: $(STAMP)
	$(COMPILE) --extra book --extra test --output-file requirements.lock
	$(COMPILE) --extra bench --constraint requirements.lock \
	    --output-file benchmarks/requirements.lock

# What the weekly run tries: the newest release of everything, whatever the lock says.
upgrade: $(STAMP)
	$(BIN)/uv pip install --upgrade --editable ".[book,test]"

clean:
	rm -rf .venv _build .pytest_cache .ruff_cache
