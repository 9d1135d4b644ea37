#!/bin/sh
# make install and make uninstall.
. "$TOP/tests/lib.sh"

# -o all: what is built is installed as it is, and nothing is rebuilt, whatever the flags were.
# shellcheck disable=SC2317 # run calls it
make_() { make -s -C "$TOP" -o all BUILD="$BUILD" DESTDIR="$PWD/root" PREFIX=/opt/cop "$@"; }

t 'everybody can read what was installed, whatever the umask'
need make find
umask 077
run make_ install
status 0
out ''
run find root/opt/cop -type d ! -perm 755
out ''
run find root/opt/cop/bin -type f ! -perm 755
out ''
run find root/opt/cop/share -type f ! -perm 644 ! -perm 755
out ''
run find root/opt/cop/share -type f -perm 755
sort "$OUT" >scripts
file scripts <<'END'
root/opt/cop/share/coptools/cron/mail-report
root/opt/cop/share/coptools/cron/sync-registry
END
ok 'the lines for cron are there' cmp root/opt/cop/share/coptools/cron/crontab "$TOP/scripts/cron/crontab"

t 'what is installed works in place, and after being moved'
need make
run make_ install
mv root/opt/cop "elsewhere else"
sample registry
run "elsewhere else/bin/cop" show -R registry --lang fr security
status 0
out_has 'Organismes     membres'
run "elsewhere else/bin/cop" init new
status 0
ok 'the schema is there' cmp -s new/schema/definition.json "$TOP/data/schema/definition.json"

t 'a tool that makes packages has its own way of installing'
need make
make_ install INSTALL='install --no-such-option' >said 2>&1
file_has said 'no-such-option'
run make_ install INSTALL='install -p'
status 0
ok 'the files are there' cmp root/opt/cop/share/man/man1/cop.1 "$TOP/man/cop.1"

t 'the environment says how and for where to build'
need make
run env CC=mycc AR=myar CPPFLAGS=-Dmine CFLAGS=-Og LDFLAGS=-Lhere make -n -C "$TOP" BUILD="$PWD/b" "$PWD/b/bin/cop"
status 0
out_has 'mycc -std=c11'
out_has 'myar rcs'
out_has ' -Dmine -Og -MMD'
out_has 'mycc -pthread -Og -Lhere'
run env DESTDIR="$PWD/tree" PREFIX=/opt/mine make -s -C "$TOP" -o all BUILD="$BUILD" install
status 0
ok 'the files are there' test -x tree/opt/mine/bin/cop

t 'flags may have any characters that the shell takes'
need make cc
run make -s -C "$TOP" BUILD="$PWD/b" CFLAGS="-DX='(1 + 1)'" "$PWD/b/obj/cmd/cop.o"
status 0
err ''
file_has b/flags "-DX='(1 + 1)'"
run make -n -C "$TOP" BUILD="$PWD/b" all
status 0
out_has "$PWD/b/obj/cmd/cop.o cmd/cop.c"

t 'a copy that may only be read, like its source, is replaced when the source changes'
need make setpriv
page=$PWD/b/share/man/man1/cop.1
echo old | write "$page"
chmod 444 "$page" && touch -d 2001-01-01 "$page"
as_user=
test "$(id -u)" != 0 || as_user='setpriv --bounding-set=-dac_override'
# shellcheck disable=SC2086 # several words or none
run $as_user make -s -C "$TOP" BUILD="$PWD/b" "$page"
status 0
err ''
ok 'it is the new page' cmp "$page" "$TOP/man/cop.1"

t 'make install builds nothing again for want of the flags that it was built with'
need make cc
run make -s -C "$TOP" BUILD="$PWD/b" CFLAGS=-Og "$PWD/b/obj/cmd/cop.o"
status 0
run make -n -C "$TOP" BUILD="$PWD/b" install
status 0
out_has "$PWD/b/obj/cmd/cop-list.o cmd/cop-list.c"
out_lacks "$PWD/b/obj/cmd/cop.o cmd/cop.c"
run make -n -C "$TOP" BUILD="$PWD/b" CFLAGS=-O1 install
status 0
out_has "$PWD/b/obj/cmd/cop.o cmd/cop.c"

t 'make uninstall removes what make install put there, and nothing else'
need make find
run make_ install
echo mine >root/opt/cop/bin/cop-mine
echo mine >root/opt/cop/share/man/man1/mine.1
run make_ uninstall
status 0
out ''
run find root -type f
sort "$OUT" >left
file left <<'END'
root/opt/cop/bin/cop-mine
root/opt/cop/share/man/man1/mine.1
END
absent root/opt/cop/share/coptools
run make_ uninstall
status 0

done_testing
