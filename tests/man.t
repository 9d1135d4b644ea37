#!/bin/sh
# Runs the EXAMPLES of every man page: each `$ command` of a literal display in a copy of data/sample, its output
# compared with the lines below it (a line `...` stands for any lines; a backslash at the end continues a command).
. "$TOP/tests/lib.sh"

# Splits page $1 into N.command and N.wanted in folder $2.
examples() {
	awk -v folder="$2" '
	function plain(s) {
		gsub(/\\-/, "-", s); gsub(/\\&/, "", s)
		gsub(/\\\(aq/, "\047", s); gsub(/\\\(dq/, "\"", s); gsub(/\\\(ha/, "^", s); gsub(/\\\(ti/, "~", s)
		gsub(/\\e|\\\(rs/, "\\", s)
		return s
	}
	/^\.Sh/ { inside = /^\.Sh EXAMPLES/ }
	/^\.Bd.* -literal/ { literal = 1; n += !n; more = 0; wanted = ""; next }
	/^\.Ed/ { literal = 0 }
	!inside || !literal || /^\.\\"/ { next }
	{ line = plain($0) }
	more || /^\$ / {
		if (!more) {
			close(command); close(wanted)
			name = sprintf("%s/%03d", folder, ++count)
			command = name ".command"; wanted = name ".wanted"
			sub(/^\$ /, "", line)
			printf "" >wanted
		}
		print line >command
		more = line ~ /\\$/
		next
	}
	wanted != "" { print line >wanted }
	' "$1"
}

# Whether file $2 is what file $1 wants; `...` there stands for any number of lines.
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

for page in "$TOP"/man/*.[0-9]; do
	test -f "$page" || continue
	name=${page##*/}
	place=$scratch/$name
	mkdir -p "$place/examples" "$place/sample"
	cp -R "$TOP/data/sample/." "$place/sample"
	examples "$page" "$place/examples"
	for command in "$place"/examples/*.command; do
		test -f "$command" || continue
		t "$name: $(head -n 1 "$command")"
		cd "$place/sample" || exit
		run sh -c "$(cat "$command")"
		wanted=${command%.command}.wanted
		if ! matches "$wanted" "$OUT"; then
			diff -u --label "$name" "$wanted" --label stdout "$OUT" >"$scratch/diff"
			cat "$ERR" >>"$scratch/diff"
			fails 'the page tells another output' <"$scratch/diff"
		fi
	done
done

test "$case_number" -gt 0 || { t 'examples in man pages'; skip 'no page has any'; }
done_testing
