# bench.mk - make bench: the cost chapter in process.
.PHONY: bench-cost
bench: bench-cost
bench-cost: $(B)/plumb
	@mkdir -p $(B)/bench
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) -o $(B)/bench/cost tests/bench/bench_cost.c $(LIB_OBJ) $(LIBS)
	$(B)/bench/cost content $(wildcard content/costs/*.md)
