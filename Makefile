# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make demo` and `make report` show it, `make test` proves it, `make conformance` holds the simulator to other people's software.
# Every other target is a part of the second.
.DEFAULT_GOAL := test
.NOTPARALLEL:
.PHONY: bench browser clean collection conformance demo docs example importer interruptions lint matrix molecule pins \
    report sanity setup test units

build := .build
stage := $(build)/ansible_collections/aemfleet/ims
bin := .venv/bin

# No configuration of this machine takes part, and nothing is written outside the clone.
export ANSIBLE_COLLECTIONS_PATH := $(CURDIR)/$(build)
export ANSIBLE_CONFIG := $(CURDIR)/tests/tools/ansible.cfg
export ANSIBLE_HOME := $(CURDIR)/$(build)/ansible
export PATH := $(CURDIR)/$(bin):$(PATH)
unexport PYTHONPATH GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE

setup:
	@sh tests/tools/setup.sh

collection: setup
	@$(bin)/python tests/tools/stage.py

# CREDENTIAL=jwt shows the legacy procedure of the documented page.
demo: collection
	@$(bin)/python tests/demo

# The documentation site, in .build/docs/html.
docs: collection
	@PYTHONPATH=docs:$(build) $(bin)/python -m website

# Somebody else's role that embeds ours, tested in his own Molecule scenario with the built archive.
example: collection
	@PYTHONPATH=tests $(bin)/python -m tools.example

# The fleet report on eight authors, each in another condition.
report: collection
	@PYTHONPATH=tests:$(build) $(bin)/python tests/demo/report.py

lint: collection
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/yamllint --strict .
	cd $(stage) && ansible-lint --nocolor
	HOME="$(CURDIR)/$(build)" $(bin)/antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs self \
	    --disallow-unknown-collection-refs $(stage)
	$(bin)/reuse lint --quiet || $(bin)/reuse lint

# What Galaxy does with an archive that is uploaded.
importer: collection
	PYTHONPATH=tests $(bin)/python -m tools.importer

sanity: collection
	$(bin)/python tests/tools/sanity.py

molecule: collection
	$(if $(wildcard extensions/molecule/*/molecule.yml),cd $(stage) && molecule test --all,@echo "No Molecule scenarios.")

# The page of the fleet report is tested in a real one.
browser:
	@sh tests/tools/browser.sh

units: collection
	$(bin)/pytest -n 4 --dist worksteal tests/unit

# pytest comes last: its closing line is the verdict.
test: lint importer sanity molecule browser
	$(bin)/pytest -n 4 --dist worksteal --durations 12

# Kills every playbook before and after every single request, and meets every fault at every request in both runners;
# `make test` does so with a part of them.
interruptions: collection
	AEMFLEET_INTERRUPTIONS=every $(bin)/pytest -n 2 -rP tests/interruption tests/unit/plugins/test_faults.py

# The tests with every release of ansible-core that a Python of this machine runs, in both runners, and which are left to
# hosted CI; ARGUMENTS=tests/integration/test_runners.py runs less of them.
matrix: setup browser
	$(bin)/python tests/tools/matrix.py $(ARGUMENTS)

# Apache Sling and Adobe's own clients; needs Java 17, Maven and Node.js, and the network at the first run.
conformance: collection
	@PYTHONPATH=tests:$(build) $(bin)/python -m conformance

# Writes the .txt files of requirements/ anew, with today's versions of what their .in files name.
pins: setup
	python -m venv $(build)/pins
	$(build)/pins/bin/pip install --quiet uv
	for name in dev importer; do \
	    $(build)/pins/bin/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header \
	        --upgrade requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

# How fast the role is beside the same work in plain requests: about 20 minutes; MATRIX=required (with a hundred hosts,
# hours) and MATRIX=full (a day) take more, ARGUMENTS="--hosts 10 --only fast,uri" takes less.
bench: collection
	@PYTHONPATH=tests:$(build) $(bin)/python -m benchmark --matrix $(or $(MATRIX),default) $(ARGUMENTS)

clean:
	rm -rf $(build) .venv .nox .mypy_cache .ruff_cache .pytest_cache
