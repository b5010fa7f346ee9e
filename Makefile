# plumb: `make deps site` writes site/, `make deps test` passes the tests, `make help` lists the rest.
CC ?= gcc
B ?= build
CFLAGS ?= -O2 -g
LDFLAGS ?=
SAN =
STD = -std=c17
WARN = -Wall -Wextra -Wconversion -Wshadow -Wmissing-prototypes -Wvla
CPPFLAGS += -Iinclude -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
LIBS = -lmd4c -lcjson -lgd -lfreetype -lcurl -lcrypto -lgit2 -lexpat -lm -lpthread
DIR ?= content
OUT ?= site

ROOMS = base model load check draw page publish site serve cmd
SRC := $(sort $(foreach r,$(ROOMS),$(wildcard gen/$(r)/*.c)))
OBJ := $(SRC:gen/%.c=$(B)/obj/%.o) $(B)/obj/assets.o
LIB_OBJ = $(filter-out $(B)/obj/cmd/main.o,$(OBJ))
ASSETS := $(sort $(wildcard assets/*.html assets/*.css assets/*.js assets/*.svg))

.PHONY: all site check report publish test san format lint clean help deps
all: $(B)/plumb

$(B)/plumb: $(OBJ)
	$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)

$(B)/obj/%.o: gen/%.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(SAN) $(WARN) -MMD -MP -c -o $@ $<

$(B)/obj/load/price_book.o: content/prices/us-east-1.json

# The theme's files as a table of names and bytes (page/asset.h).
$(B)/assets.c: gen/page/asset_table.sh $(ASSETS)
	@mkdir -p $(@D)
	sh gen/page/asset_table.sh $(ASSETS) > $@

$(B)/obj/assets.o: $(B)/assets.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(SAN) $(WARN) -c -o $@ $<

-include $(OBJ:.o=.d)
