# tests.mk - what the tests need beside C: Python packages at exact versions, under build/.
VENV = build/venv
TEST_TOOLS += $(VENV)/.made

$(VENV)/.made: tests/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip -q --disable-pip-version-check install --no-deps -r tests/requirements.txt
	@touch $@

# A config file as JSON, for scripts that compare our readers with others.
TEST_TOOLS += $(B)/tree_dump $(B)/markdown_html
$(B)/tree_dump $(B)/markdown_html: $(B)/%: tests/%.c $(LIB_OBJ)
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(SAN) -o $@ $< $(LIB_OBJ) $(LIBS)
