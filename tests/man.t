#!/bin/sh
# Runs the EXAMPLES of every man page, which are in literal displays; see tests/examples.sh.
. "$TOP/tests/lib.sh"
. "$TOP/tests/examples.sh"

# The lines of the literal displays in EXAMPLES of page $1, without their escapes.
displays() {
	awk '
	function plain(s) {
		gsub(/\\-/, "-", s); gsub(/\\&/, "", s)
		gsub(/\\\(aq/, "\047", s); gsub(/\\\(dq/, "\"", s); gsub(/\\\(ha/, "^", s); gsub(/\\\(ti/, "~", s)
		gsub(/\\e|\\\(rs/, "\\", s)
		return s
	}
	/^\.Sh/ { inside = /^\.Sh EXAMPLES/ }
	/^\.Bd.* -literal/ { literal = 1; next }
	/^\.Ed/ { literal = 0 }
	inside && literal && !/^\.\\"/ { print plain($0) }
	' "$1"
}

for page in "$TOP"/man/*.[0-9]; do
	test -f "$page" || continue
	displays "$page" >"$scratch/lines"
	document "${page##*/}" <"$scratch/lines"
done
done_with_documents
