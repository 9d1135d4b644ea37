#!/bin/sh
# scripts/setup on systems that it does not know.
. "$TOP/tests/lib.sh"

t 'without a package manager that it knows, it says what to install, and by which names'
mkdir bin
for c in sh sed awk grep tr cat id; do ln -s "$(command -v $c)" bin/$c; done
run env PATH="$PWD/bin" "$TOP/scripts/setup" --test
status 1
out ''
err_has 'none of apt-get, dnf, pacman, apk and brew is here'
err_like '^  cc  *\(gcc,libc6-dev in Debian, gcc in Fedora\)$'
err_like '^  sqlite3  *\(sqlite3 in Debian, sqlite in Fedora; only for single tests and checks\)$'
err_like '^scripts/setup: missing: cc make msgfmt'
err_lacks 'not found'

done_testing
