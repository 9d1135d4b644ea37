#!/bin/sh
# The quality of the ranking of cop-search: queries.tsv has what people type, and the community that they expect first.
# The expectations were written before the ranking; the figures below are what it has reached and must keep.
. "$TOP/tests/lib.sh"

QUERIES=$TOP/tests/search/queries.tsv
FIRST=78 # of 86
THREE=79

# For each query `RANK<tab>QUERY<tab>EXPECTED`, the rank of the expected community; 0 if it is not found.
judge() {
	set -f
	grep -v '^#' "$QUERIES" | while IFS=$TAB read -r query expected; do
		# shellcheck disable=SC2086 # a word of the query is an operand
		cop-search -d -l -- $query >found
		rank=$(grep -nx -e "$expected" found | cut -d : -f 1)
		printf '%d\t%s\t%s\n' "${rank:-0}" "$query" "$expected"
	done
	set +f
}

t 'there are 40 queries or more, for communities of the sample'
sample
cop-list -c cop | sort >ids
grep -v '^#' "$QUERIES" | cut -f 2 | sort -u | comm -23 - ids >unknown
empty 'no such communities' unknown
ok 'there are 40 or more' test "$(grep -vc '^#' "$QUERIES")" -ge 40

t "the expected community comes first for $FIRST queries, within the first three for $THREE"
sample
judge >ranks 2>said
empty 'it complains' said
first=$(awk '$1 == 1' ranks | wc -l)
three=$(awk '$1 >= 1 && $1 <= 3' ranks | wc -l)
test "$first" -ge $FIRST || awk '$1 != 1' ranks >behind
test "$three" -ge $THREE || awk '$1 < 1 || $1 > 3' ranks >far
empty "only $first come first" behind
empty "only $three come within three" far
printf '# %d queries: %d first, %d within three\n' "$(wc -l <ranks)" "$first" "$three"

done_testing
