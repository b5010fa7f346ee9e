# plumb: `make deps site` writes site/, `make deps test` passes the tests, `make help` lists the rest.
CC ?= gcc
B ?= build
CFLAGS ?= -O2 -g
WARN = -Wall -Wextra -Wconversion -Wshadow -Wmissing-prototypes -Wvla
CPPFLAGS += -Iinclude -I$(B)/include -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
STD = -std=c17
LIBS = -lmd4c -lcjson -lgd -lcurl -lcrypto -lgit2 -lexpat -lm -lpthread

ROOMS = base model load check draw page publish site serve cmd
SRC := $(sort $(foreach r,$(ROOMS),$(wildcard gen/$(r)/*.c)))
OBJ := $(SRC:gen/%.c=$(B)/obj/%.o)
LIB_OBJ := $(filter-out $(B)/obj/cmd/main.o,$(OBJ))

.PHONY: all
all: $(B)/plumb

$(B)/plumb: $(OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)

$(B)/obj/%.o: gen/%.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(WARN) -MMD -MP -c -o $@ $<

-include $(OBJ:.o=.d)
