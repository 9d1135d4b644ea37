# shellcheck shell=sh disable=SC2154
# Runs the examples of a document: sourced, after tests/lib.sh, by tests/man.t and tests/readme.t.
# An example is a line `$ command`, continued by a backslash at its end, and the output below it, in which a
# line `...` stands for any number of lines.
#
#   document NAME         runs the examples on standard input, which are as a reader sees them, in order; $place is a
#                         folder for the document, $place/sample a copy of data/sample
#   done_with_documents   ends the test
#
# Each command runs in a shell of its own, in $place/sample; its standard output is compared.

# Splits standard input into N.command and N.wanted in folder $1.
split_examples() {
	awk -v folder="$1" '
	more || /^\$ / {
		if (!more) {
			close(command); close(wanted)
			name = sprintf("%s/%03d", folder, ++count)
			command = name ".command"; wanted = name ".wanted"
			sub(/^\$ /, "")
			printf "" >wanted
		}
		print >command
		more = /\\$/
		next
	}
	wanted != "" { print >wanted }'
}

# Is file $2 the output that file $1 wants? A line `...` there stands for any number of lines.
matches() {
	awk '
	FILENAME == ARGV[1] { want[++nw] = $0; next }
	{ got[++ng] = $0 }
	END {
		w = g = 1; star = 0
		while (g <= ng)
			if (w <= nw && want[w] == "...") { star = w++; mark = g }
			else if (w <= nw && want[w] == got[g]) { w++; g++ }
			else if (star) { w = star + 1; g = ++mark }
			else exit 1
		while (want[w] == "...") w++
		exit w <= nw
	}' "$1" "$2"
}

document() {
	place=$scratch/$1
	mkdir -p "$place/examples"
	sample "$place/sample"
	split_examples "$place/examples"
	for example in "$place"/examples/*.command; do
		test -f "$example" || continue
		t "$1: $(head -n 1 "$example")"
		cd "$place/sample" || exit
		run sh -c "$(cat "$example")"
		wanted=${example%.command}.wanted
		: >"$scratch/differs"
		if ! matches "$wanted" "$OUT"; then
			diff -u --label "$1" "$wanted" --label stdout "$OUT" >"$scratch/differs"
			cat "$ERR" >>"$scratch/differs"
		fi
		empty 'the page shows another output' "$scratch/differs"
	done
}

done_with_documents() {
	test "$case_number" -gt 0 || { t 'examples'; skip 'there are none'; }
	done_testing
}
