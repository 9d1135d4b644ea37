#!/bin/sh
# Runs the examples of README.md, which are in console blocks; see tests/examples.sh.
. "$TOP/tests/lib.sh"
. "$TOP/tests/examples.sh"

awk '
/^```/ { inside = $0 == "```console"; next }
inside
' "$TOP/README.md" >"$scratch/lines"
document README.md <"$scratch/lines"
done_with_documents
