# Sabaq. `make demo` runs the portal with demo content, `make test` runs the tests.
PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python

.PHONY: help demo test coverage lint format messages bench screenshots clean

help:
	@echo "make demo         set up and run the portal with demo content (PORT=8000)"
	@echo "make test         set up and run all tests that this machine can run"
	@echo "make coverage     measure what the tests run, and refuse less than 90 %"
	@echo "make lint         check style, layers, templates, translations, spelling"
	@echo "make format       put code and templates into the house style"
	@echo "make messages     collect and compile the translations (needs gettext)"
	@echo "make bench        run the benchmarks"
	@echo "make screenshots  make the README's pictures (needs Chromium, a running demo)"
	@echo "make clean        remove everything that was set up, demo data included"

demo:
	@$(PYTHON) scripts/bootstrap.py --run
	@$(RUN) manage.py demo --port $(PORT)

test:
	@$(PYTHON) scripts/bootstrap.py
	@$(RUN) -m pytest --numprocesses auto --dist loadfile --ignore tests/browser $(ARGS)
	@$(RUN) -m pytest --numprocesses auto --dist loadfile tests/browser $(ARGS)

# By itself, as measuring takes half as long again as the tests do.
coverage:
	@$(PYTHON) scripts/bootstrap.py
	@$(RUN) -m pytest --numprocesses auto --dist loadfile --ignore tests/browser --cov --cov-report=term $(ARGS)

lint:
	@$(PYTHON) scripts/bootstrap.py
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/djhtml --check --tabwidth 2 templates
	.venv/bin/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	.venv/bin/lint-imports
	.venv/bin/codespell
	$(RUN) manage.py makemigrations --check --dry-run
	$(RUN) scripts/check_messages.py

format:
	.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .
	.venv/bin/djhtml --tabwidth 2 templates
	.venv/bin/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

messages:
	$(RUN) manage.py makemessages --locale ur --no-location --ignore .venv --ignore var
	$(RUN) manage.py compilemessages --locale ur --ignore .venv

bench:
	@$(PYTHON) scripts/bootstrap.py
	$(RUN) -m benchmarks

screenshots:
	$(RUN) scripts/screenshots.py

clean:
	rm -rf .venv var
