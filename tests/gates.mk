# gates.mk - tools of the tests that are written in C: calls that fail on demand.
TEST_TOOLS += $(B)/fail.so

$(B)/fail.so: tests/fail/fail.c
	@mkdir -p $(@D)
	$(Q)$(CC) -O1 -Wall -Wextra -shared -fPIC -o $@ $< -ldl

# Commands in children of one process, without symbols: valgrind has little to read and to write.
TEST_TOOLS += $(B)/growth
$(B)/growth: tests/growth/growth.c $(LIB_OBJ)
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(SAN) -s -o $@ $< $(LIB_OBJ) $(LIBS)
