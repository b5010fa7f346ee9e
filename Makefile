# plumb: `make deps site` writes site/, `make deps test` passes the tests, `make help` lists the rest.
CC ?= gcc
B ?= build
CFLAGS ?= -O2 -g
LDFLAGS ?=
SAN ?=
STD = -std=c17
WARN = -Wall -Wextra -Wconversion -Wshadow -Wmissing-prototypes -Wvla
CPPFLAGS += -Iinclude -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
# libgd is linked statically: the shared one pulls in 60 libraries for formats plumb never writes.
LIBS = -lmd4c -lcjson -Wl,-Bstatic -lgd -Wl,-Bdynamic -lpng -ljpeg -lfontconfig -lfreetype -lz \
	-lcrypto -lexpat -lyaml -lpcre2-8 -lm -lpthread
soname = $(shell objdump -p "$$($(CC) -print-file-name=lib$(1).so)" | sed -n 's/.*SONAME *//p')
# Graphviz looks for its plugins in a folder beside its library.
GVC_DOT = $(realpath $(dir $(shell $(CC) -print-file-name=libgvc.so)))/graphviz/libgvplugin_dot_layout.so.6
DIR ?= content
OUT ?= site
J ?= $(shell nproc)
# V=1 shows the commands. Else a first build says how many files it compiles, and no more.
Q = $(if $(V),,@)
count = n=$$($(MAKE) -n $(1) 2>/dev/null | grep -c -e ' -c -o '); [ $$n -lt 9 ] || echo "compiling $$n files (V=1 shows how)"

ROOMS = base model load sketch infra check draw page publish gather judge write serve cmd
SRC := $(sort $(foreach r,$(ROOMS),$(wildcard gen/$(r)/*.c)))
OBJ := $(SRC:gen/%.c=$(B)/obj/%.o) $(B)/obj/assets.o
LIB_OBJ = $(filter-out $(B)/obj/cmd/main.o,$(OBJ))
ASSETS := $(sort $(wildcard assets/*.html assets/*.css assets/*.js assets/*.svg assets/*.woff2))
UNITS := $(patsubst tests/unit/%.c,$(B)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))
SHELL_TESTS := $(sort $(wildcard tests/*.t))

# What Debian 12 packages give; PACKAGE/COMMAND is there already when the command is, wherever it came from.
# The second list is only installed for goals that test.
PACKAGES = gcc libc6-dev make libmd4c-dev libcjson-dev libgd-dev libfreetype-dev libfontconfig-dev libpng-dev libjpeg-dev zlib1g-dev libcurl4-openssl-dev libssl-dev libmicrohttpd-dev \
	libgit2-dev libgraphviz-dev libexpat1-dev libyaml-dev libpcre2-dev ca-certificates git fonts-dejavu-core fonts-noto-cjk fonts-symbola
TEST_PACKAGES = libcmocka-dev perl/prove python3 python3-venv nodejs/node npm/npm chromium/chromium chromium-sandbox/chromium default-jre-headless/java poppler-utils/pdftoppm \
	universal-ctags clang clang-format clang-tidy pmccabe valgrind
TEST_GOALS = test san lint deps-test

.PHONY: all deps site check report publish hosting test test-unit test-shell san tsan fuzz bench diagrams-sheet format lint leaves mutants \
	failing clean help
all: $(B)/plumb

$(B)/plumb: $(OBJ)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)

$(B)/obj/%.o: gen/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(SAN) $(WARN) -MMD -MP -c -o $@ $<

$(B)/obj/draw/raster.o: CPPFLAGS += -I/usr/include/freetype2
$(B)/obj/load/history.o: CPPFLAGS += -DLIBGIT2='"$(call soname,git2)"'
$(B)/obj/publish/http.o: CPPFLAGS += -DLIBCURL='"$(call soname,curl)"'
$(B)/obj/serve/http.o: CPPFLAGS += -DLIBMICROHTTPD='"$(call soname,microhttpd)"'
$(B)/obj/sketch/dot.o: CPPFLAGS += -DLIBCGRAPH='"$(call soname,cgraph)"'
$(B)/obj/draw/layout.o: CPPFLAGS += -DLIBGVC='"$(call soname,gvc)"' -DLIBGVC_DOT='"$(GVC_DOT)"'
$(B)/obj/load/price_book.o: $(wildcard content/prices/*.json)
$(B)/obj/load/services.o: assets/services.json
$(B)/obj/cmd/explain.o: gen/cmd/explain.txt
$(B)/obj/cmd/init.o: gen/cmd/init.txt

# The theme's files as a table of names and bytes (page/asset.h).
$(B)/assets.c: gen/page/asset_table.sh $(ASSETS)
	@mkdir -p $(@D)
	$(Q)sh gen/page/asset_table.sh $(ASSETS) > $@

$(B)/obj/assets.o: $(B)/assets.c $(ASSETS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(SAN) $(WARN) -c -o $@ $<

# What resources are and what their references mean, as tables (infra/kinds.h, infra/edges.h).
$(B)/infra/infra_%.h: gen/infra/%.txt gen/infra/table.sh
	@mkdir -p $(@D)
	sh gen/infra/table.sh $* $< > $@

$(B)/obj/infra/kinds.o: $(B)/infra/infra_types.h
$(B)/obj/infra/edges.o: $(B)/infra/infra_edges.h
$(B)/obj/infra/kinds.o $(B)/obj/infra/edges.o: CPPFLAGS += -I$(B)/infra

-include $(OBJ:.o=.d)

## deps      install the Debian packages that are missing (asks sudo unless root)
WANTED = $(PACKAGES) $(if $(filter $(TEST_GOALS),$(MAKECMDGOALS)),$(TEST_PACKAGES))
deps:
	@missing=$$(for w in $(WANTED); do p=$${w%%/*}; \
	  [ "$$p" != "$$w" ] && command -v "$${w#*/}" >/dev/null && continue; \
	  dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -z "$$missing" ]; then echo "deps: all packages are installed"; exit 0; fi; \
	echo "deps: installing" $$missing; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -qq && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null
ifneq ($(filter deps,$(MAKECMDGOALS)),)
site test san: | deps
endif

# folders of DIR with settings of their own: sites inside the site
SITES = $(patsubst $(DIR)/%/site.json,%,$(wildcard $(DIR)/*/site.json))
## site      build plumb and write site/ (DIR=content OUT=site)
site:
	@$(call count,$(B)/plumb)
	@$(MAKE) $(if $(V),,-s) --no-print-directory -j$(J) $(B)/plumb
	$(Q)$(B)/plumb build $(DIR) -o $(OUT) 2>$(B)/site.said || { code=$$?; cat $(B)/site.said >&2; exit $$code; }
	@grep ': error: ' $(B)/site.said || :
	$(Q)for s in $(SITES); do $(B)/plumb build $(DIR)/$$s -o $(OUT)/$$s 2>$(B)/site.said || { code=$$?; cat $(B)/site.said >&2; exit $$code; }; done
	@awk '/: (warning|info): /{ n++ } END { if (n) print n " notes on $(DIR): make check shows them" }' $(B)/site.said

# What goes where: the program has its theme inside; assets/ is there to be copied from.
PREFIX ?= /usr/local
DESTDIR ?=
SHARE = $(DESTDIR)$(PREFIX)/share
VERSION = $(shell sed -n 's/.*PLUMB_VERSION "\(.*\)"/\1/p' include/base/version.h)
HTML = $(SHARE)/doc/plumb/html
.PHONY: install deb
## install   to PREFIX=/usr/local, below DESTDIR=
install: $(B)/plumb
	$(Q)sh gen/cmd/completions.sh $(B)/plumb $(B)/completions
	$(Q)$(B)/plumb build content/manual -o $(B)/html --quiet >/dev/null
	$(Q)rm -rf $(HTML) && install -d $(HTML) && cp -R $(B)/html/* $(HTML) && chmod -R a+rX $(HTML)
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/plumb/theme $(SHARE)/plumb/ci $(SHARE)/doc/plumb \
	  $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	$(Q)install -m 755 $(B)/plumb $(DESTDIR)$(PREFIX)/bin/plumb
	$(Q)install -m 644 gen/cmd/plumb.1 $(SHARE)/man/man1/plumb.1
	$(Q)install -m 644 $(ASSETS) assets/README.md assets/inter-LICENSE.txt $(SHARE)/plumb/theme
	$(Q)install -m 755 ci/*.sh $(SHARE)/plumb/ci
	$(Q)install -m 644 README.md LICENSE $(SHARE)/doc/plumb
	$(Q)install -m 644 $(B)/completions/plumb.bash $(SHARE)/bash-completion/completions/plumb
	$(Q)install -m 644 $(B)/completions/_plumb $(SHARE)/zsh/site-functions/_plumb
	$(Q)install -m 644 $(B)/completions/plumb.fish $(SHARE)/fish/vendor_completions.d/plumb.fish

## deb       a package for Debian 12: build/plumb_VERSION_ARCH.deb
deb: $(B)/plumb
	@command -v dpkg-deb >/dev/null || { echo "make deb: dpkg-deb is missing; it belongs to Debian" >&2; exit 3; }
	$(Q)rm -rf $(B)/deb && $(MAKE) -s --no-print-directory install PREFIX=/usr DESTDIR=$(B)/deb
	$(Q)strip $(B)/deb/usr/bin/plumb && gzip -9nf $(B)/deb/usr/share/man/man1/plumb.1
	$(Q)install -d $(B)/deb/usr/share/doc-base && cp gen/cmd/doc-base $(B)/deb/usr/share/doc-base/plumb
	$(Q)mv $(B)/deb/usr/share/doc/plumb/LICENSE $(B)/deb/usr/share/doc/plumb/copyright
	$(Q)sh gen/cmd/deb.sh $(B)/plumb $(B)/deb $(B)/plumb_$(VERSION)_$$(dpkg --print-architecture).deb \
	  $(foreach l,git2 curl microhttpd cgraph gvc,$(call soname,$(l))) libgvplugin_dot_layout.so.6
	@echo $(B)/plumb_$(VERSION)_$$(dpkg --print-architecture).deb

## check     say what is not true
check: $(B)/plumb
	$(Q)$(B)/plumb check $(DIR)

## report    the review pack: build/review.html (SINCE=REV)
report: $(B)/plumb
	$(Q)$(B)/plumb report $(DIR) $(if $(SINCE),--since $(SINCE)) -o $(B)/review.html

## publish   what site.json says, to S3 and CloudFront
publish: site
	$(B)/plumb publish $(DIR)
	$(Q)for s in $(SITES); do $(B)/plumb publish $(DIR)/$$s || exit; done

## hosting   bucket and distribution by CloudFormation (DRY_RUN=1 HOSTING_STACK=plumb-docs HOSTING_PARAMETERS="Prefix=x")
HOSTING_STACK = plumb-docs
HOSTING_PARAMETERS =
# What site.json says is read by plumb. A stack that asks readers who they are does not stop by itself, and
# the function's pointer to the release that readers get is handed on.
HOSTING_OPEN =
AUDIENCE = $(shell $(B)/plumb publish $(DIR) --show audience)
STACK = aws cloudformation describe-stacks --region us-east-1 --stack-name $(HOSTING_STACK) --output text --query
POINTER = aws cloudfront get-function --name $(HOSTING_STACK)-requests --stage LIVE /dev/stdout 2>/dev/null | sed -n 's/^const plumb = \(.*\);.*/\1/p'
HOSTING = aws cloudformation deploy --region us-east-1 --stack-name $(HOSTING_STACK) \
	--template-file $(DIR)/hosting/hosting.yaml --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset \
	--parameter-overrides Audience=$(AUDIENCE)
hosting:
	@test -n "$(AUDIENCE)" || { echo "make hosting: $(DIR)/site.json cannot be read, or there is no $(B)/plumb yet: make" >&2; exit 3; }
	@echo '$(HOSTING) Pointer=... $(HOSTING_PARAMETERS)'
ifndef DRY_RUN
	@command -v aws >/dev/null || { \
	  echo "make hosting: the aws command is missing; Debian has it as awscli, others at https://aws.amazon.com/cli/" >&2; \
	  echo "make hosting: or deploy $(DIR)/hosting/hosting.yaml in CloudFormation's console, in us-east-1" >&2; exit 3; }
	@was=$$($(STACK) "Stacks[0].Parameters[?ParameterKey=='Audience'].ParameterValue" 2>/dev/null || true); \
	if [ "$$was" = internal ] && [ "$(AUDIENCE)" != internal ] && [ -z "$(HOSTING_OPEN)" ]; then \
	  echo "make hosting: the stack is internal and site.json says $(AUDIENCE): everybody could read what stands there." >&2; \
	  echo "make hosting: say HOSTING_OPEN=yes if that is meant" >&2; exit 1; fi; \
	pointer=$$($(POINTER)); $(HOSTING) Pointer="$$(test -n "$$pointer" && echo "$$pointer" || echo '{}')" $(HOSTING_PARAMETERS)
	@aws cloudformation describe-stacks --region us-east-1 --stack-name $(HOSTING_STACK) \
	  --query 'Stacks[0].Outputs[].[OutputKey,OutputValue,Description]' --output table
endif

# The CDK app, compiled in a copy, so that content/ holds no packages and no JavaScript.
CDK = $(B)/cdk
CDK_ENVS = dev prod
.PHONY: cdk synth test-cdk
$(CDK)/.made: content/cdk/package.json content/cdk/package-lock.json
	@mkdir -p $(CDK) && cp $^ $(CDK)/ && cd $(CDK) && npm ci --silent
	@touch $@

cdk: $(CDK)/.made
	@cd $(CDK) && rm -rf bin lib test config build out
	@cp -R content/cdk/bin content/cdk/lib content/cdk/test content/cdk/config content/cdk/*.json $(CDK)/
	@cd $(CDK) && node_modules/.bin/tsc

## synth     templates of the CDK app: content/cdk to content/templates/ENV (node; no credentials)
synth: cdk
	@cd $(CDK) && for env in $(CDK_ENVS); do \
	  STREAMBOARD_ENV=$$env CDK_OUTDIR=out/$$env node build/bin/streamboard.js || exit 1; done
	@for env in $(CDK_ENVS); do mkdir -p content/templates/$$env && rm -f content/templates/$$env/*.json && \
	  cp $(CDK)/out/$$env/*.template.json content/templates/$$env/ || exit 1; done
	@cd content/templates && LC_ALL=C && export LC_ALL && sha256sum ../cdk/package-lock.json ../cdk/tsconfig.json \
	  ../cdk/bin/*.ts ../cdk/lib/*.ts ../cdk/lib/*/*.ts ../cdk/config/*.json */*.template.json > hash

## test-cdk  what the guide says of the templates, asked of them; cfn-lint
test-cdk: cdk $(B)/cfn-lint/.made
	@cd $(CDK) && node build/test/all.js
	@$(B)/cfn-lint/bin/cfn-lint content/templates/*/*.template.json content/hosting/hosting.yaml && echo "cfn-lint: no findings"

$(B)/cfn-lint/.made:
	python3 -m venv $(@D) && $(@D)/bin/pip -q --disable-pip-version-check install cfn-lint==1.58.0
	@touch $@

## test      all tests
TESTED = $(B)/plumb $(UNITS) $(FUZZERS:%=$(B)/fuzz/%) $(TEST_TOOLS)
test:
	@$(call count,$(TESTED))
	@$(MAKE) $(if $(V),,-s) --no-print-directory -j$(J) $(TESTED)
	$(Q)PLUMB=$(B)/plumb B=$(B) SEEDS="$(SEEDS)" CMOCKA_MESSAGE_OUTPUT=tap \
	  prove -j$(J) -e 'sh tests/run' $(UNITS) $(SHELL_TESTS)

$(B)/unit/%: tests/unit/%.c $(LIB_OBJ)
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(SAN) -Wall -Wextra -MMD -MP -o $@ $< $(LIB_OBJ) $(LIBS) -lcmocka

-include $(UNITS:=.d)
-include $(sort $(wildcard tests/*.mk))

## san       all tests that run plumb, but the browsers', again under AddressSanitizer and UBSan
# What the sanitizers see no difference in; publishing against moto is mostly time of Python: the short tests stay.
PLAIN_TESTS = $(addprefix tests/,browser.t serve_live.t search_dialog.t figure_dialog.t reading.t growth.t failing_calls.t format.t compilers.t layers.t names.t docs.t \
	install.t publish.t publish_tags.t publish_release.t publish_switch.t publish_reader.t)
SAN_FLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
san:
	@$(MAKE) --no-print-directory test B=$(B)/san CFLAGS="-O1 -g" SAN="$(SAN_FLAGS)" \
	  SHELL_TESTS="$(filter-out $(PLAIN_TESTS),$(SHELL_TESTS))"

## tsan      tests that build with several threads, under ThreadSanitizer
tsan:
	@$(MAKE) --no-print-directory test B=$(B)/tsan CFLAGS="-O1 -g" SAN="-fsanitize=thread -fno-omit-frame-pointer" \
	  UNITS= FUZZERS= SHELL_TESTS="$(addprefix tests/,build.t build_edits.t check.t adopt.t site.t search.t)"

## fuzz      every fuzz entry on RUNS mutations of its seeds, under the sanitizers (build/fuzz/)
RUNS = 20000
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
SEEDS = $(sort $(wildcard content/*.md content/*/*.md content/*.json content/costs/*.json content/cdk/config/*.json \
	content/hosting/* assets/*.html tests/data/guide/*.md $(foreach x,txt in mmd gv,$(addsuffix /*.$x,$(DRAWINGS)))))
fuzz:
	@$(MAKE) --no-print-directory B=$(B)/san CFLAGS="-O1 -g" SAN="$(SAN_FLAGS)" -j$(J) $(FUZZERS:%=$(B)/san/fuzz/%)
	@for f in $(FUZZERS); do $(B)/san/fuzz/$$f $(RUNS) $(SEEDS) || exit 1; done

$(B)/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.c $(LIB_OBJ)
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(SAN) -o $@ $< tests/fuzz/driver.c $(LIB_OBJ) $(LIBS)

## bench     CPU times of drawings and whole commands; for reading, no test looks at them
DRAWINGS = tests/case/diagram $(wildcard ../shared/data/diagrams)
bench: $(B)/plumb
	@mkdir -p $(B)/bench
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) -o $(B)/bench/drawing tests/bench/bench_drawing.c $(LIB_OBJ) $(LIBS)
	$(B)/bench/drawing $(sort $(wildcard $(addsuffix /*.txt,$(DRAWINGS)) $(addsuffix /*.in,$(DRAWINGS))))
	PLUMB=$(B)/plumb sh tests/bench/bench_site.sh

## diagrams-sheet  every drawing as a picture on one page, light and dark: build/sheet/
diagrams-sheet: $(B)/plumb
	PLUMB=$(B)/plumb python3 tests/bench/sheet.py $(B)/sheet $(DRAWINGS)

## format    clang-format over gen and include
format:
	clang-format -i $(SRC) $(wildcard include/*/*.h)

## lint      clang and gcc -fanalyzer without a warning, headers alone, clang-tidy, size of functions
LINTED = -I/usr/include/freetype2 -I$(B)/infra $(foreach x,GIT2 CURL MICROHTTPD CGRAPH GVC GVC_DOT,-DLIB$x=\"\")
LINT = $(STD) $(CPPFLAGS) $(LINTED) $(WARN) -Werror
MCCABE = 25
each = ls $(1) | xargs -P$(J) -n1 sh -c
lint: lint-clang lint-gcc lint-headers lint-tidy lint-size
.PHONY: lint-clang lint-gcc lint-headers lint-tidy lint-size
lint-clang lint-gcc lint-tidy: $(B)/infra/infra_types.h $(B)/infra/infra_edges.h
lint-clang:
	$(Q)$(call each,$(SRC)) 'exec clang $(LINT) -fsyntax-only $$0'
# The analyzer cannot know that a str without an address has no bytes, nor what a struct holds that is returned.
ANALYZER = -fanalyzer $(addprefix -Wno-analyzer-,null-dereference null-argument use-of-uninitialized-value)
lint-gcc:
	$(Q)$(call each,$(SRC)) 'exec $(CC) $(LINT) $(ANALYZER) -O1 -c -o /dev/null $$0'
lint-headers:
	$(Q)$(call each,include/*/*.h) 'exec $(CC) $(LINT) -fsyntax-only -Wno-unused-macros -include $$0 -x c /dev/null'
# The list of checks is .clang-tidy.
lint-tidy:
	$(Q)$(call each,$(SRC)) 'clang-tidy --quiet $$0 -- $(STD) $(CPPFLAGS) $(LINTED) 2>/dev/null'
# A function fits a screen: 60 lines, 45 in the rooms of the build.
lint-size:
	$(Q)pmccabe $(SRC) 2>/dev/null | awk '{ most = $$6 ~ /gen.(gather|judge|write)/ ? 45 : 60 } \
	  $$1 > $(MCCABE) { print $$6 " " $$7 ": McCabe " $$1 ", at most $(MCCABE)"; bad = 1 } \
	  $$5 > most { print $$6 " " $$7 ": " $$5 " lines, at most " most; bad = 1 } END { exit bad }'

## leaves    what the guide speaks of changed, one value at a time: is each sentence found (some minutes)
leaves: $(B)/plumb
	$(Q)python3 -B tests/leaves.py $(B)/plumb

## mutants   how many of 100 small faults in check, model and box_* the tests find (COUNT=100 SEED=1)
mutants:
	$(Q)python3 -B tests/mutants.py $(or $(COUNT),100) $(or $(SEED),20261130)

## failing   every call of every kind fails once over a small site; the tests try a sample
failing: $(B)/plumb $(B)/fail.so
	$(Q)PLUMB=$(B)/plumb B=$(B) PLUMB_FULL=1 sh tests/failing_calls.t

## clean     remove build/ and what site/ holds
clean:
	rm -rf $(B)
	find site -mindepth 1 ! -name .gitkeep -delete

## help      this list
help:
	@sed -n 's/^## //p' Makefile
