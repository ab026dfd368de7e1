# Two commands do everything: `make book` builds the course, `make test` proves it.
# Both make .venv on the first run: a reader's part from requirements.lock, and what tests need
# besides from tests/requirements.lock. Nothing else is installed.

PYTHON ?= python3
BENCHMARK ?= speed
UPGRADE ?= --upgrade
BIN := .venv/bin
READER := .venv/installed
TESTER := .venv/installed-tests
INSTALL := $(BIN)/uv pip install --quiet --python .venv

# Containers often set it; then each of some twenty processes would compile JAX's sources again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install book serve test lint title sentences notebooks page notebook figure check \
    verdicts pieces bench lock upgrade clean offline pdf publish adopt lighthouse audit links colab lowest

help:
	@echo "make book       build the course into _build/html"
	@echo "make serve      build it, then show it on http://localhost:8000"
	@echo "make offline    pack the site into one file for a workshop without network; make pdf: print it"
	@echo "make test       ruff, unit tests, every notebook, the strict build"
	@echo "make page NAME=training, and make notebook, make figure, make check: one of them, in seconds"
	@echo "make verdicts   ask the check about readers' pieces where something has changed, or NAME=step;"
	@echo "                make pieces: is all that is kept still what it says?"
	@echo "make lint       ruff and mypy; make notebooks: execute the chapters again"
	@echo "make lighthouse score every page; make links: links to other sites that lead nowhere"
	@echo "make audit      known vulnerabilities of what is pinned"
	@echo "make publish    the site, with both and the notebooks for download, as a deployment shows it"
	@echo "make adopt      REPOSITORY=https://github.com/someone/course: a copy of one's own"
	@echo "make colab      run every notebook in Colab's image, rebuilt in _build/colab; make lowest: with"
	@echo "                the lowest versions that are allowed; minutes each"
	@echo "make bench      measure against other ways of doing the same; takes minutes"
	@echo "make lock       pin the newest releases; make clean: remove what was made"

# What is imported for the first time is compiled: here on two cores, where a build's three
# processes would all compile the same. And Matplotlib lists fonts, and says so, only once.
FIRST := matplotlib.pyplot,scipy.stats jax.numpy,optax jupyter_book.cli.main,myst_nb.sphinx_ext

# pip brings uv, by its hash, and uv the rest: in seconds, where pip would take minutes. It is
# Python's pip, where there is one, while .venv gets one of its own, which takes seconds as well.
UV := install --quiet --require-hashes -r requirements-uv.lock
$(READER): requirements.lock requirements-uv.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("The course needs Python 3.11 or newer, $(PYTHON) is %d.%d. Try: make PYTHON=python3.12" % v[:2])'
	$(PYTHON) -m venv --clear --without-pip .venv
	$(BIN)/python -m ensurepip --default-pip > /dev/null & \
	    $(PYTHON) -m pip --python $(BIN)/python $(UV); found=$$?; wait; \
	    [ $$found = 0 ] || $(BIN)/python -m pip $(UV)
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@printf '%s\n' $(FIRST) | xargs -P 2 -I '{}' $(BIN)/python -c "import {}"
	@touch $@

$(TESTER): tests/requirements.lock $(READER)
	$(INSTALL) --require-hashes -r tests/requirements.lock
	@touch $@

install: $(READER)

book: $(READER)
	$(BIN)/jupyter-book build book --config _config.yml --toc $(CURDIR)/_toc.yml --path-output . -W -n --keep-going
	@echo "Open _build/html/index.html in a browser, or type: make serve"

serve: book
	$(BIN)/python tools/serve.py _build/html 8000

offline: book
	$(BIN)/python tools/offline.py _build/html _build/gaussian-mixtures.zip
	@echo "Unpack _build/gaussian-mixtures.zip and open index.html in a browser"

# Chromium prints; Debian has it as the package chromium.
pdf: book $(TESTER)
	$(BIN)/python tools/pdf.py _build/html _build/gaussian-mixtures.pdf
	@echo "The book is in _build/gaussian-mixtures.pdf"

# Chapters and tests compile more than they compute. What JAX has compiled is kept for both, and
# what costs XLA a good third of compiling is left out: two ways of making programs faster, and
# several threads for one program. `make test XLA=` compiles as readers' machines do; the weekly
# workflow does so.
XLA ?= --xla_cpu_use_fusion_emitters=false --xla_backend_optimization_level=1 \
    --xla_cpu_parallel_codegen_split_count=1
COMPILING := book test check verdicts pieces page notebook notebooks figure
$(COMPILING): export XLA_FLAGS := $(XLA)
$(COMPILING): export JAX_COMPILATION_CACHE_DIR := $(CURDIR)/_build/compiled
$(COMPILING): export JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS := 0
$(COMPILING): export JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES := -1
# Another process may be writing what one reads. Then it is compiled again, and nothing is wrong.
$(COMPILING): export PYTHONWARNINGS := ignore:Error reading persistent compilation cache entry

# Of lint and book, neither keeps two cores busy all the time. Nor do two processes that test: they
# wait for a browser, for a kernel or for PyPI.
NBVAL := -p nbval -p tests.nbval_semicolons --nbval-current-env --nbval-sanitize-with tests/nbval.cfg
test: $(TESTER)
	$(MAKE) --jobs 2 lint book
	$(BIN)/python -m pytest -n 3 --dist loadscope $(NBVAL) tests --nbval book

# After an edit: one page, notebook, live figure, or the tests of one exercise.
page: $(READER)
	@$(BIN)/python tools/page.py $(or $(NAME),$(error which page? Say NAME=training))

notebook: $(READER)
	@$(BIN)/python tools/make_notebooks.py $(or $(NAME),$(error which chapter? Say NAME=training))

figure: $(READER)
	@$(BIN)/python tools/figure.py $(or $(NAME),$(error which figure? Say NAME=slopes))

# A test is called after its exercise as [step], [step-..., or ...-step]; [m_step] is another.
FOUND = $(basename $(notdir $(wildcard dl_workshop/check/catalogue/$(NAME).py)))
EXERCISE = $(or $(FOUND),$(error there is no exercise "$(NAME)". Say NAME=normalize_weights))
check: $(TESTER)
	@$(BIN)/python -m pytest -q tests/check tests/test_exercises.py tests/test_verdicts.py \
	    tests/test_assemblies.py tests/test_book.py \
	    -k "[$(EXERCISE)] or [$(EXERCISE)- or -$(EXERCISE)- or -$(EXERCISE)]"

# What the check says of every function that readers can assemble: where something has changed,
# or of one exercise in any case.
verdicts: $(READER)
	@$(BIN)/python tools/verdicts.py $(NAME)

# Is all that is kept still what the check says? The weekly run asks.
pieces: $(TESTER)
	DL_WORKSHOP_ALL_VERDICTS=1 $(BIN)/python -m pytest -q -n 2 tests/test_verdicts.py

lint: $(TESTER)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# A line of a page's source is a sentence.
sentences: $(READER)
	$(BIN)/python tools/sentences.py

# _config.yml holds the title of the course; some files hold a copy.
title: $(READER)
	$(BIN)/python tools/title.py

notebooks: $(READER)
	$(BIN)/python tools/make_notebooks.py
	$(BIN)/python tools/picture.py

# What a deployment shows: the site, and for download the zip, the PDF and the notebooks.
publish: offline pdf
	$(BIN)/python tools/publish.py _build/html _build/published \
	    _build/gaussian-mixtures.zip _build/gaussian-mixtures.pdf

# Whoever copies the course writes their own address everywhere, in one go.
adopt: $(READER)
	$(BIN)/python tools/adopt.py $(if $(BRANCH),--branch "$(BRANCH)") "$(REPOSITORY)"

# Wants Python 3.13, as Colab has it, and lets uv fetch it where there is none.
colab: $(TESTER)
	$(BIN)/python tools/colab.py $(if $(FREEZE),--freeze $(FREEZE))

# Are the lower bounds true? Old releases warn of new ones; that is not the course's to mend.
LOWEST := _build/lowest/bin/python -m pytest -n 2
lowest: $(TESTER)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python _build/lowest
	$(BIN)/uv pip install --quiet --python _build/lowest --resolution lowest-direct \
	    --editable ".[chapters,test]"
	$(LOWEST) --dist loadscope -W ignore::DeprecationWarning \
	    tests/gaussian_mixture tests/check tests/live
	$(LOWEST) --dist loadfile $(NBVAL) --nbval book

# Needs Node and Chromium; takes about ten minutes.
lighthouse: book $(TESTER)
	$(BIN)/python tools/lighthouse.py _build/html

links: book
	$(BIN)/python tools/links.py _build/html

# Does the lock hold a release with a known vulnerability? Asks the database of PyPI.
audit: $(READER)
	$(BIN)/uvx pip-audit --strict --disable-pip --require-hashes --requirement tests/requirements.lock

# The ways that the course is compared with are no part of it: they are installed here only.
MEASURED = $(basename $(notdir $(shell grep -l '^```{measured}' book/*.md)))
bench: $(TESTER)
	$(INSTALL) --require-hashes -r benchmarks/requirements.lock
	$(BIN)/python -m benchmarks.$(BENCHMARK)
	$(BIN)/python tools/make_notebooks.py $(MEASURED)

# uv resolves once, for every system and every Python from 3.11 on, with one version per package:
# all that the course needs, tests included. A reader's part is cut out of that.
# `make lock UPGRADE=` keeps what is pinned, and adds or drops what pyproject.toml does.
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-annotate --quiet $(UPGRADE) --custom-compile-command "make lock"
CUT := $(COMPILE) --constraint tests/requirements.lock
lock: $(READER)
	$(COMPILE) pyproject.toml --extra book --extra chapters --extra test \
	    --output-file tests/requirements.lock
	$(CUT) pyproject.toml --extra book --extra chapters --output-file requirements.lock
	echo uv | $(CUT) - --output-file requirements-uv.lock
	$(CUT) pyproject.toml --extra bench --output-file benchmarks/requirements.lock

# What the weekly run tries: the newest release of everything, whatever the lock says.
upgrade: $(TESTER)
	$(INSTALL) --upgrade --editable ".[book,chapters,test]"
	@echo "A newer XLA may not know the flags that make passes to it. Then: make test XLA="

clean:
	rm -rf .venv _build dist .pytest_cache .ruff_cache .mypy_cache
