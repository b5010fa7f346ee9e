# tests.mk - what the tests need beside C: Python packages at exact versions, under build/.
VENV = build/venv
TEST_TOOLS += $(VENV)/.made

$(VENV)/.made: tests/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip -q --disable-pip-version-check install --no-deps -r tests/requirements.txt
	@touch $@
