#!/bin/sh
# Every rule of cop-check has a folder tests/check/RULE with registry/, which breaks it, and expect, the output.
# Optional: args, more arguments; and setup, an sh script that is run in the copy, for bytes that git would change.
. "$TOP/tests/lib.sh"

t 'cop-check --list names the rules'
run cop-check --list -f tsv -c rule
status 0
ok 'rules are listed' test -s "$OUT"
rules=$(cat "$OUT")

for rule in $rules; do
	t "rule $rule"
	here=$TOP/tests/check/$rule
	if ! test -d "$here/registry" || ! test -f "$here/expect"; then
		fails "tests/check/$rule needs registry/ and expect" </dev/null
		continue
	fi
	cp -R "$here/registry/." . && chmod -R u+w . # if the sources are read-only
	test ! -f "$here/setup" || ok 'setup succeeds' sh -eu "$here/setup"
	args=
	test ! -f "$here/args" || args=$(cat "$here/args")
	# The arguments are separate words.
	# shellcheck disable=SC2086
	run cop-check -f tsv $args
	out <"$here/expect"
	ok "expect names $rule" grep -qw -e "$rule" "$here/expect"
done

for here in "$TOP"/tests/check/*/; do
	test -d "$here" || continue
	name=$(basename "$here")
	case "
$rules
" in
	*"
$name
"*) ;;
	*)
		t "folder $name"
		fails 'no such rule' </dev/null
		;;
	esac
done

done_testing
