# gates.mk - tools of the tests that are written in C: calls that fail on demand.
TEST_TOOLS += $(B)/fail.so

$(B)/fail.so: tests/fail/fail.c
	@mkdir -p $(@D)
	$(Q)$(CC) -O1 -Wall -Wextra -shared -fPIC -o $@ $< -ldl
