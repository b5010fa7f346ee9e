# bench.mk - make bench: the cost chapter in process.
.PHONY: bench-cost
bench: bench-cost
bench-cost: $(B)/plumb
	@mkdir -p $(B)/bench
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) -o $(B)/bench/cost tests/bench/bench_cost.c $(LIB_OBJ) $(LIBS)
	$(B)/bench/cost content $(wildcard content/costs/*.md)

# The highlighter, language by language, on the project's own files.
.PHONY: bench-highlight
CODE = $(SRC:%=c=%) ts=tests/data/highlight/service.ts dockerfile=tests/data/highlight/Dockerfile \
	yaml=tests/data/highlight/workflow.yml yaml=content/hosting/hosting.yaml \
	$(patsubst %,python=%,$(wildcard gen/*/*.py tests/*.py)) $(SHELL_TESTS:%=sh=%) $(patsubst %,json=%,$(wildcard content/*/*.json)) \
	$(patsubst %,js=%,$(wildcard assets/*.js tests/*.mjs)) $(patsubst %,css=%,$(wildcard assets/*.css)) \
	$(patsubst %,html=%,$(wildcard assets/*.html)) makefile=Makefile
bench: bench-highlight
bench-highlight: $(B)/plumb
	@mkdir -p $(B)/bench
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) -o $(B)/bench/highlight tests/bench/bench_highlight.c $(LIB_OBJ) $(LIBS)
	@$(B)/bench/highlight $(CODE)
