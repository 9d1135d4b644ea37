# coptools: the commands, their tests and their installation.  `make help` lists the targets.
#
# Sources are found by wildcard: a new lib/*.c, cmd/*.c, tests/**, man/* or data/po/*.po needs no
# line here.  $(BUILD) is laid out like an installation (bin/, share/), so programs run from there.

# Those with a question mark are also taken from the environment, where tools that make packages set them.
CC       ?= cc
AR       ?= ar
CPPFLAGS ?=
CFLAGS   ?= -O2 -g
LDFLAGS  ?=
PREFIX   ?= /usr/local
DESTDIR  ?=
WERROR   ?=
RUNENV   ?=
INSTALL = install
CLANG   = clang
BUILD   = build
PROVE   = prove
JOBS    = 3
# Each program is only linked with those that it uses: libxlsxwriter is for cop-report.
LDLIBS  = -lyaml -lcsv -lutf8proc -ljansson -lxlsxwriter -lm
# What `make check` runs; narrow it: make check TESTS=tests/cmd/cop-list.t.  The longest tests come first, so that none of
# them runs alone at the end.
LONGEST = $(wildcard tests/fault/*.t tests/cron.t tests/cmd/cop-set.t tests/cmd/cop-join.t)
TESTS   = $(LONGEST) $(UNITS) $(filter-out $(LONGEST),$(sort $(wildcard tests/*.t tests/*/*.t)))
# What `make tsan` runs
THREADED     = crowd file merge pool roster-read seek spells
THREADED_CMD = $(patsubst %,tests/cmd/cop-%.t,check fmt forget list merge-file search)
FUZZ_SECONDS = 10
# 0 makes other inputs each time.
FUZZ_SEED = 1

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wwrite-strings -Wvla $(if $(WERROR),-Werror)
COMPILE = $(CC) -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 -Ilib -pthread $(WARN) $(CPPFLAGS) $(CFLAGS)
LINK    = $(CC) -pthread $(CFLAGS) $(LDFLAGS) -Wl,--as-needed -Wl,-O1

# The flavours of `make asan` and `make fuzz`
SAN      = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
SAN_RUN  = UBSAN_OPTIONS=print_stacktrace=1:log_path=$(CURDIR)/build-asan/reports/ub

LIBRARY  := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard lib/*.c))
COMMANDS := $(patsubst cmd/%.c,%,$(wildcard cmd/*.c))
PROGRAMS := $(COMMANDS:%=$(BUILD)/bin/%)
UNITS    := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))
FUZZERS  := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
FUZZ_RUNS := $(FUZZERS:$(BUILD)/fuzz/%=fuzz-%)
MANUALS  := $(foreach n,1 5 7 8,$(patsubst man/%,$(BUILD)/share/man/man$n/%,$(wildcard man/*.$n)))
LOCALES  := $(patsubst data/po/%.po,$(BUILD)/share/locale/%/LC_MESSAGES/coptools.mo,$(wildcard data/po/*.po))
SCHEMAS  := $(patsubst data/schema/%,$(BUILD)/share/coptools/schema/%,$(wildcard data/schema/*))
CRON     := $(patsubst scripts/cron/%,$(BUILD)/share/coptools/cron/%,$(wildcard scripts/cron/*))
COMPLETE := $(if $(COMMANDS),$(BUILD)/share/zsh/site-functions/_cop) \
            $(COMMANDS:%=$(BUILD)/share/bash-completion/completions/%) \
            $(COMMANDS:%=$(BUILD)/share/fish/vendor_completions.d/%.fish)
PRODUCTS := $(patsubst $(BUILD)/%,%,$(PROGRAMS) $(MANUALS) $(LOCALES) $(SCHEMAS) $(CRON) $(COMPLETE))
SOURCES  := $(wildcard lib/*.[ch] cmd/*.c tests/*/*.[ch])
SCRIPTS  := $(shell grep -lE '^\#! ?(/bin/|/usr/bin/env )(ba)?sh' -r .ci scripts tests 2>/dev/null) $(wildcard tests/*.sh)
ABS      := $(abspath $(BUILD))

.PHONY: all tables units check asan tsan fuzz lint lint-layers lint-headers lint-shell lint-format lint-tidy lint-man \
        lint-paths format bench demo completions install uninstall clean help FORCE
.DELETE_ON_ERROR:
# Beside other targets, clean is done when its turn comes, even with -j.
$(if $(filter clean,$(MAKECMDGOALS)),.NOTPARALLEL:)
.SECONDARY:

# This includes everything that `make install` needs, so that root, who runs it, makes no file here.
all: $(BUILD)/libcop.a $(PROGRAMS) $(MANUALS) $(LOCALES) $(SCHEMAS) $(CRON) $(BUILD)/completions.made  ## build everything (default)

# -- building -------------------------------------------------------------------------------------

# These files only change when their content does: all objects are rebuilt for other flags or another compiler, and the
# library without a module that has been removed.  `make install` takes what was built with whatever flags, unless it is
# given some itself: root does not repeat those of whoever built it.
GIVEN := $(filter command environment,$(foreach v,CC CFLAGS CPPFLAGS LDFLAGS,$(firstword $(origin $v))))
$(BUILD)/flags: export CONTENT = $(COMPILE) $(LDFLAGS) $(LDLIBS)
$(BUILD)/modules: export CONTENT = $(LIBRARY)
$(BUILD)/flags: $(if $(filter-out install,$(or $(MAKECMDGOALS),all))$(GIVEN),FORCE)
$(BUILD)/modules: FORCE
$(BUILD)/flags $(BUILD)/modules:
	@mkdir -p $(@D)
	@printf '%s\n' "$$CONTENT" | cmp -s - $@ || printf '%s\n' "$$CONTENT" >$@

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/libcop.a: $(LIBRARY) $(BUILD)/modules
	rm -f $@
	$(AR) rcs $@ $(LIBRARY)

$(BUILD)/bin/%: $(BUILD)/obj/cmd/%.o $(BUILD)/libcop.a
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(LDLIBS)

$(BUILD)/tables: $(BUILD)/obj/scripts/tables.o $(BUILD)/libcop.a
	$(LINK) -o $@ $^ $(LDLIBS)

tables: $(BUILD)/tables  ## write data/schema and the lists of the manual from the library's tables
	scripts/tables $(BUILD)/tables

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libcop.a
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ -lcmocka $(LDLIBS)

$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/libcop.a
	@mkdir -p $(@D)
	$(LINK) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

$(BUILD)/share/locale/%/LC_MESSAGES/coptools.mo: data/po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

# -f: a copy of a file that may only be read cannot be written to, either.
define COPY
@mkdir -p $(@D)
cp -f $< $@
endef
$(BUILD)/share/man/man1/%: man/%; $(COPY)
$(BUILD)/share/man/man5/%: man/%; $(COPY)
$(BUILD)/share/man/man7/%: man/%; $(COPY)
$(BUILD)/share/man/man8/%: man/%; $(COPY)
$(BUILD)/share/coptools/schema/%: data/schema/%; $(COPY)
$(BUILD)/share/coptools/cron/%: scripts/cron/%; $(COPY)

completions: $(COMPLETE)  ## shell completions for bash, zsh and fish
$(COMPLETE): $(BUILD)/completions.made ;
$(BUILD)/completions.made: $(PROGRAMS) $(MANUALS) scripts/completions
	scripts/completions $(BUILD)
	@touch $@

-include $(wildcard $(BUILD)/obj/*/*.d $(BUILD)/obj/*/*/*.d)

# -- testing --------------------------------------------------------------------------------------

# The environment of the tests, which is set here alone: of the caller's, only what is named is kept.
TESTENV = env -i PATH="$(ABS)/bin:$$PATH" HOME="$(ABS)/home" TMPDIR="$${TMPDIR:-/tmp}" TERM=dumb \
          TZ=UTC LC_ALL=C.UTF-8 COP_TODAY=2026-06-30 CMOCKA_MESSAGE_OUTPUT=TAP \
          GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@example.org \
          GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=test@example.org \
          TOP="$(CURDIR)" BUILD="$(ABS)"

units: $(UNITS) $(BUILD)/tables  ## build the unit tests

check: all units  ## build and run every test (TESTS=… narrows)
	@mkdir -p $(BUILD)/home
	$(TESTENV) $(RUNENV) $(PROVE) -j$(JOBS) -e tests/tap $(TESTS)

# LeakSanitizer cannot run where ptrace is forbidden, which a probe finds out. Its message about registers of a thread
# means that the thread has been joined but has not quite ended, and is not an error.
asan:  ## the same tests under AddressSanitizer and UBSan
	@rm -rf build-asan/reports && mkdir -p build-asan/reports
	@echo 'int main(void) { return 0; }' | $(CC) -fsanitize=address -xc -o build-asan/probe -
	@leaks=1; ASAN_OPTIONS=detect_leaks=1 build-asan/probe 2>/dev/null || leaks=0; \
	$(MAKE) --no-print-directory check BUILD=build-asan CFLAGS='$(SAN)' JOBS=$(JOBS) \
	    RUNENV="SHARE=5 ASAN_OPTIONS=detect_leaks=$$leaks:strict_string_checks=1:detect_stack_use_after_return=1:log_path=$(CURDIR)/build-asan/reports/report $(SAN_RUN)"; \
	rc=$$?; cat build-asan/reports/* 2>/dev/null | grep -v 'Unable to get registers from thread' && rc=1; exit $$rc

# Only what several threads run: the rest would take long to tell nothing.  The sanitizer cannot run where addresses are
# too random for it, which setarch -R prevents, if it is allowed; whether it can, a probe finds out.
tsan:  ## the tests of what threads do under ThreadSanitizer
	@mkdir -p build-tsan
	@fixed=; ! setarch -R true 2>/dev/null || fixed='setarch -R'; \
	if echo 'int main(void) { return 0; }' | $(CC) -fsanitize=thread -xc -o build-tsan/probe - && $$fixed build-tsan/probe; then \
	    $(MAKE) --no-print-directory check BUILD=build-tsan CFLAGS='-O1 -g -fsanitize=thread' JOBS=$(JOBS) \
	        RUNENV="TSAN_OPTIONS=halt_on_error=1 $$fixed" TESTS='$(patsubst %,build-tsan/unit/%,$(THREADED)) $(THREADED_CMD)'; \
	else echo 'ThreadSanitizer: cannot run here, skipped'; fi

fuzz:  ## run each fuzz target for FUZZ_SECONDS (default 10)
	@$(MAKE) --no-print-directory fuzzers BUILD=build-fuzz CC=$(CLANG) \
	    CFLAGS='$(SAN) -fsanitize=fuzzer-no-link'

# Each target runs as soon as it is linked, and as many at once as make may run.
$(FUZZ_RUNS): fuzz-%: $(BUILD)/fuzz/%
	@mkdir -p $(BUILD)/corpus/$* $(BUILD)/artifacts
	@test ! -d tests/fuzz/corpus/$* || cp -R tests/fuzz/corpus/$*/. $(BUILD)/corpus/$*/
	@$(BUILD)/fuzz/$* -max_total_time=$(FUZZ_SECONDS) -seed=$(FUZZ_SEED) -timeout=10 -rss_limit_mb=2048 \
	    -verbosity=0 -print_final_stats=1 -artifact_prefix=$(BUILD)/artifacts/$*- \
	    $(BUILD)/corpus/$* >$(BUILD)/$*.log 2>&1 || { cat $(BUILD)/$*.log; exit 1; }
	@echo "fuzz $*, $(FUZZ_SECONDS) s: $$(grep number_of_executed $(BUILD)/$*.log)"

.PHONY: fuzzers $(FUZZ_RUNS)
fuzzers: $(FUZZ_RUNS)

# -- reading --------------------------------------------------------------------------------------

lint: lint-layers lint-headers lint-shell lint-format lint-man lint-paths lint-tidy  ## all static checks

lint-layers:
	scripts/lint-layers

lint-headers:
	@for h in lib/*.h; do printf '#include "%s"\nextern int end;\n' "$${h#lib/}" | \
	    $(COMPILE) -Werror -Wno-unused -xc -fsyntax-only - || { echo "$$h does not compile alone" >&2; exit 1; }; done

lint-shell:
	$(if $(shell command -v shellcheck),shellcheck -x $(SCRIPTS),@echo 'shellcheck: not installed, skipped')

lint-format:
	$(if $(shell command -v clang-format),clang-format --dry-run -Werror $(SOURCES),@echo 'clang-format: not installed, skipped')

lint-tidy: $(if $(shell command -v clang-tidy),$(BUILD)/tidied)
	$(if $<,,@echo 'clang-tidy: not installed, skipped')

# This takes seconds per file, so a file that passed is only checked again when it, one of its headers or the checks have
# changed. The analyzer may take a sixth of its default steps per function; it gives up on long functions earlier.
TIDY_OBJECTS := $(LIBRARY) $(COMMANDS:%=$(BUILD)/obj/cmd/%.o)
$(BUILD)/tidied: $(TIDY_OBJECTS) .clang-tidy
	printf '%s\n' $(patsubst $(BUILD)/obj/%.o,%.c,$(if $(filter .clang-tidy,$?),$(TIDY_OBJECTS),$?)) | xargs -P$(JOBS) -n4 \
	    sh -c 'clang-tidy --quiet "$$@" -- -std=c11 -D_GNU_SOURCE -Ilib \
	    -Xclang -analyzer-config -Xclang max-nodes=40000 2>/dev/null' tidy
	@touch $@

lint-man: all
	$(if $(shell command -v mandoc),mandoc -Tlint -Wwarning $(wildcard man/*.[0-9]),@echo 'mandoc: not installed, skipped')
	scripts/lint-man $(BUILD)

lint-paths:
	@! git grep --untracked -nE '(^|[^[:alnum:]_.~)}-])/(home|root|work|Users)/' -- ':!tests' || \
	    { echo 'a path of one machine' >&2; exit 1; }

format:  ## put the C sources in the style of .clang-format
	clang-format -i $(SOURCES)

bench: all  ## compare speed with other tools that are installed
	scripts/bench $(BENCH)

demo: all  ## a tour of the sample federation
	@scripts/demo-tour $(BUILD)

# -- installing -----------------------------------------------------------------------------------

install: all  ## into $(DESTDIR)$(PREFIX)
	@umask 022; for f in $(PRODUCTS); do \
	    mkdir -p "$(DESTDIR)$(PREFIX)/$${f%/*}" && mode=644 && { test ! -x "$(BUILD)/$$f" || mode=755; } && \
	    $(INSTALL) -m $$mode "$(BUILD)/$$f" "$(DESTDIR)$(PREFIX)/$$f" || exit 1; \
	done

uninstall:  ## remove exactly what install put there
	@for f in $(PRODUCTS); do rm -f "$(DESTDIR)$(PREFIX)/$$f" || exit 1; done
	@for f in coptools/schema coptools/cron coptools; do rmdir "$(DESTDIR)$(PREFIX)/share/$$f" 2>/dev/null || :; done

clean:  ## remove what was built
	rm -rf $(BUILD) build-*/

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/\1	\2/p' Makefile | sort | expand -t 14
