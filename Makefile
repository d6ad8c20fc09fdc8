VENV ?= .venv
BIN := $(VENV)/bin
SAMPLE := corpus/plans/phuong-khong-rac-nhua/scan.pdf
OUT := out/sample

.PHONY: help setup run test lint format score gate score-real score-clean benchmark requirements

help:  ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

setup:  ## Install everything into .venv (system packages too, where missing)
	@VENV=$(VENV) PYTHON="$(PYTHON)" .ci/setup

run: setup  ## Process the sample scan, show its record and a search that finds it
	$(BIN)/kehoach run $(SAMPLE) --archive $(OUT)/archive --json-dir $(OUT)
	$(BIN)/kehoach show $(OUT)/$(basename $(notdir $(SAMPLE))).json
	$(BIN)/kehoach search "rac thai nhua" --archive $(OUT)/archive

test: setup lint  ## Run every check: lint, format, types and the whole test suite
	@.ci/fonts
	@.ci/postgres
	KEHOACH_REQUIRE_POSTGRES=1 $(BIN)/python -m pytest

lint: setup  ## Check style, formatting and types
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

format: setup  ## Format the code and mend what can be mended by itself
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

score: setup  ## Score the program on the composed plans, as text and as scans of every level
	@.ci/fonts
	$(BIN)/python -m corpus.score --result corpus/results/all.json
	$(BIN)/kehoach score corpus/plans out/score/records --level-of out/score/manifest.json --split test \
	    --out corpus/results/test.json

gate: setup  ## Keep the figures on the plans' text that tests/test_regression.py compares with
	$(BIN)/python -m corpus.score --texts --out out/gate --result corpus/results/texts.json

score-real: setup  ## Score the program on the real plans beside this checkout
	$(BIN)/python -m corpus.score_real

score-clean: setup  ## Measure what cleaning does to recognised text, beside others' cleaners
	@.ci/fonts
	$(BIN)/python -m corpus.clean_score --result corpus/results/cleaning.json

benchmark: setup  ## Time the program against bare Tesseract, and two workers against one
	$(BIN)/python -m corpus.benchmark corpus/plans/phuong-khong-rac-nhua/scan.pdf $(BENCHMARK)

requirements: setup  ## Pin the newest packages that fit pyproject.toml, with the hashes of all their files
	$(BIN)/python -m pip install --quiet uv
	@for extra in "requirements.txt" "requirements-dev.txt --group dev"; do \
	    UV_CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/uv pip compile --quiet --no-config --upgrade --universal \
	        --generate-hashes --no-annotate --python-version 3.11 pyproject.toml --output-file $$extra || exit 1; \
	done
