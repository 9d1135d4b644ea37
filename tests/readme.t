#!/bin/sh
# Runs the examples of README.md, as tests/examples.sh says: those in its console blocks.
. "$TOP/tests/lib.sh"
. "$TOP/tests/examples.sh"

awk '
/^```/ { inside = $0 == "```console"; next }
inside
' "$TOP/README.md" >"$scratch/lines"
document README.md <"$scratch/lines"
done_with_documents
