#!/bin/sh
# cop-check: its options, its order, its statuses.  The rules themselves have their goldens in tests/check.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"

# A registry without a finding.
clean() {
	registry
	echo 'reviewed: 2026-06-30' >>cops/a.yaml
}

# A registry with an error in two definitions, two errors and a warning in a roster.
faulty() {
	clean
	write cops/a.yaml <<-'END'
		name: Community A
		host: h1
		domain: What we share
		scope: galactic
		colour: red
		reviewed: 2026-06-30
	END
	write cops/b.yaml <<-'END'
		name: Community B
		host: h2
		domain: What we share
		reviewed: 2026-06-30
	END
	write rosters/a.csv <<-END
		$H
		a@x.org,A,,,,,,,,2026-01-01,,,,
		z@x.org,Z,,,,,,,,2026-13-01,,,,
		c@x.org,C,,,,,,,,2026-01-01,2025-01-01,,,
	END
}

# A registry with a warning and nothing worse.
warned() {
	clean
	write rosters/a.csv <<-END
		$H
		b@x.org,B,,,,,,,,2026-01-01,,,,
		a@x.org,A,,,,,,,,2026-01-01,,,,
	END
}

t 'an unknown rule is a usage error'
sample
for list in '' --list; do
	run cop-check $list -w rule=not-reviwed
	status 2
	out ''
	err_has 'did you mean "not-reviewed"?'
done

# -- statuses ------------------------------------------------------------------------------------------------------

t 'a clean registry: nothing printed, status 0, strict or not'
clean
run cop-check
status 0
out ''
err ''
run cop-check --strict
status 0
out ''
err ''

t 'the sample is clean'
sample
run cop-check --strict
status 0
out ''
err ''

t 'errors are status 1'
faulty
run cop-check
status 1
err ''
run cop-check --strict
status 1

t 'warnings are status 0, or 1 with --strict, and are printed in both cases'
warned
run cop-check -c path,severity,rule
status 0
printf 'rosters/a.csv\twarning\tnot-canonical\n' >wanted
out <wanted
run cop-check --strict -c path,severity,rule
status 1
out <wanted

t 'a file that cannot be read is a finding, status 1'
clean
printf 'name: [\n' >cops/a.yaml
run cop-check -f tsv -c path,rule
status 1
out_like '^cops/a\.yaml	yaml-syntax$'
clean
printf '\tname: x\n' >registry.yaml
run cop-check -f tsv -c path,rule
status 1
out_like '^registry\.yaml	yaml-syntax$'
# What a roster would find in it is not missing.
mkdir rosters
printf '%s\n' "$H" 'a@example.org,A,,nurse,north,,,,,2024-01-01,,,,' >rosters/a.csv
run cop-check -f tsv -c path,rule
status 1
out_like '^registry\.yaml	yaml-syntax$'
out_lacks unknown-r
printf '%s\n' '- x' >registry.yaml
run cop-check -f tsv -c path,rule
status 1
out_like '^registry\.yaml	wrong-type$'
out_lacks unknown-r

t 'the roster of a community whose definition cannot be read is checked, but for what depends on the definition'
clean
printf 'name: [\n' >cops/a.yaml
mkdir rosters
{
	echo "$H"
	echo 'b@example.org,B,,,,,,,,2024,,,,'
	echo 'b@example.org,,,,,,board,chair,,2024,2025-01-31,,,'
	echo 'a@example.org,A,,,,,,,,2024-13,,,,'
} >rosters/a.csv
run cop-check -c path,line,rule
status 1
printf 'cops/a.yaml\t2\tyaml-syntax\nrosters/a.csv\t2\tnot-canonical\nrosters/a.csv\t4\tbad-date\n' >wanted
out <wanted
run cop-check -c line,rule rosters/a.csv
status 1
printf '2\tnot-canonical\n4\tbad-date\n' >wanted
out <wanted

t 'if the definitions cannot be read, no roster is reported as having none'
clean
mkdir rosters
echo "$H" >rosters/a.csv
mv cops elsewhere
run cop-check -c path,rule
status 1
out 'cops/	unreadable'

t 'if the languages cannot be read, no text is judged by them'
for languages in '[en fr]' '{en: fr}' '[en, [fr]]' '[en: x'; do
	clean
	echo "languages: $languages" >>registry.yaml
	echo 'aliases: [A]' >>cops/a.yaml
	echo 'practice: [{fr: Partager}, {en: Share, xx: x}]' >>cops/a.yaml
	run cop-check -c path
	status 1
	out registry.yaml
	run cop-list -c cop
	out a
	ok "$languages: nothing else is reported" test "$(wc -l <"$ERR")" -le 1
done
clean
printf '%s\n' 'languages: [en, ""]' >>registry.yaml
echo 'practice: [{fr: Partager}]' >>cops/a.yaml
run cop-check -c path,rule
status 1
printf 'cops/a.yaml\tunknown-language\nregistry.yaml\tempty-value\n' >wanted
out <wanted

t 'a contact with an unknown position is one finding'
registry
echo 'reviewed: 2026-06-01' >>cops/a.yaml
echo 'contacts: [{position: chiar}]' >>cops/a.yaml
run cop-check
status 1
out 'cops/a.yaml	5	23	error	unknown-word	unknown word: position "chiar" (did you mean "chair"?)'

t 'no registry is status 2'
run cop-check
status 2
out ''

# -- findings ------------------------------------------------------------------------------------------------------

t 'all findings of a run, sorted by place'
faulty
run cop-check -f tsv -c path,line,column,severity,rule
status 1
cp "$OUT" got
ok 'in order of path, line and column' sh -c 'LC_ALL=C sort -c -t "$(printf "\t")" -k1,1 -k2,2n -k3,3n got'
# Columns: 2026-13-01 follows z@x.org,Z and eight commas; left follows c@x.org,C, eight commas and the day of joining.
cat <<'END' | tr '|' '\t' >wanted
cops/a.yaml|4|8|error|unknown-word
cops/a.yaml|5|1|error|unknown-key
cops/b.yaml|2|7|error|unknown-host
rosters/a.csv|3|18|error|bad-date
END
grep -v 'date-order\|not-canonical\|row-without-date' got >some
ok 'the errors' diff wanted some
ok 'dates out of order, in line 4' grep -q '^rosters/a\.csv	4	[0-9]*	error	date-order$' got
ok 'a warning beside them' grep -q '^rosters/a\.csv	[34]	[0-9]*	warning	not-canonical$' got

t 'lines: path:line:column: severity: what: detail [rule]'
faulty
run cop-check -f table
status 1
out_has 'cops/a.yaml:5:1: error: unknown key: '
out_like '^cops/a\.yaml:5:1: error: unknown key: .*colour.* \[unknown-key\]$'
out_like '^cops/b\.yaml:2:7: error: unknown host: .*did you mean "h1".*\[unknown-host\]$'
out_like '^rosters/a\.csv:[34]:[0-9]+: warning: .* \[not-canonical\]$'

t '-f csv and json: typed'
faulty
run cop-check -f csv -w rule=unknown-host -c path,line,column,severity,rule
status 1
printf 'path,line,column,severity,rule\ncops/b.yaml,2,7,error,unknown-host\n' >wanted
out <wanted
run cop-check -f json -w rule=unknown-host -c path,line,column,severity,rule
out '{"path":"cops/b.yaml","line":2,"column":7,"severity":"error","rule":"unknown-host"}'
run cop-check -f json
ok 'an object a line, with every column' perl -ne '
	BEGIN { $n = 0 } $n++;
	/^\{"path":"[^"]+","line":\d+,"column":\d+,"severity":"(error|warning)","rule":"[a-z-]+","message":"[^"].*"\}$/ or exit 1;
	END { exit 1 if $n < 5 && !$? }' "$OUT"
run cop-check -f tsv
ok 'six columns' awk -F '\t' 'NF != 6 { exit 1 }' "$OUT"

t '-w and -s'
faulty
run cop-check -c rule -w severity=warning
status 0
out not-canonical
run cop-check -c rule -w path~cops -w line=5
status 1
out unknown-key
run cop-check -c line -w path=cops/a.yaml -s -line
printf '5\n4\n' >wanted
out <wanted
run cop-check -c path -w 'line>=4' -w path~a.yaml
printf 'cops/a.yaml\ncops/a.yaml\n' >wanted
out <wanted

# -- rosters of many blocks -----------------------------------------------------------------------------------------

# members FROM COUNT: rows of that many members, numbered from FROM.
members() {
	awk -v first="$1" -v count="$2" 'BEGIN { for (i = first; i < first + count; i++)
		printf "member%06d@x.org,Member Number %d,,,,,,,,2020-01-01,,,,form\n", i, i }'
}

t 'a large roster, in order and in canonical form: no finding'
clean
{ echo "$H" && members 0 30000; } | write rosters/a.csv
run cop-check --strict
status 0
out ''

t 'a large roster out of order: each person is judged by all rows, and each finding is reported once, in its line'
clean
# The seat of line 30002 belongs to the membership of line 2; those of lines 3 and 30003 overlap. In order, Zed is the first.
{
	echo "$H" && members 0 30000
	echo 'member000000@x.org,,,,,,leads,chair,,2021-01-01,,,,form'
	echo 'member000001@x.org,Member Number 1,,,,,,,,2020-06-01,,,,form'
	members 30000 20000
	echo 'Zed@x.org,,,,,,,,,2020-01-01,,,,form'
} | write rosters/a.csv
run cop-check -c path,line,rule
status 1
printf 'rosters/a.csv\t%s\n' '2	not-canonical' '30003	overlap' '50004	email-case' '50004	missing-field' >wanted
out <wanted

t 'a finding in a large roster that is in order has its line, too'
clean
{
	echo "$H" && members 0 30000
	echo 'member029999@x.org,,,,,,leads,chair,,2019-01-01,2019-12-31,,,form'
	members 30000 20000
	echo 'zed@x.org,"Zed",,,,,,,,2020-01-01,,,,form'
} | write rosters/a.csv
run cop-check -c line,rule
status 1
printf '%s\n' '30002	term-over' '30002	seat-without-membership' '50003	not-canonical' >wanted
out <wanted

t 'a line break in a cell is reported once, anywhere in a large roster'
clean
{ echo "$H" && members 0 12000; } >members.in
# The last line of the first 256 KiB, and the ones around it.
last=$(head -c 262144 members.in | wc -l)
for line in $((last - 2)) $((last - 1)) "$last" $((last + 1)) $((last + 2)) 12001; do
	sed "$line s/Member \\(Number [0-9]*\\)/\"Member\\n\\1\"/" members.in | write rosters/a.csv
	run cop-check -c line,rule,message
	status 1
	out "$line	csv-syntax	CSV syntax: a line break in a cell (Alt+Enter in Excel): replace it with a space; the row ends on line $((line + 1))"
	run cop-members -c name
	status 2
	ok "one finding of line $line" test "$(wc -l <"$ERR")" = 1
done

t 'findings of one roster keep their place if the next roster is out of order'
clean
sed 's/Community A/Community B/' cops/a.yaml | write cops/b.yaml
write rosters/a.csv <<END
$H
a@x.org,A,,,,,,,,2020-01-01,,,,
a@x.org,,,,,,leads,chair,,2020-01-01,2020-12-31,,,
END
write rosters/b.csv <<END
$H
c@x.org,C,,,,,,,,2020-01-01,,,,
a@x.org,Another,,,,,,,,2020-01-01,,,,
END
run cop-check -c path,line,rule
status 0
printf '%s\n' 'rosters/a.csv	3	term-over' 'rosters/b.csv	2	not-canonical' 'rosters/b.csv	3	two-names' >wanted
out <wanted

t 'of two seats that end on one day, the first is reported; a group is not compared with positions'
clean
write rosters/a.csv <<END
$H
a@x.org,A,,,,,,,,2020-01-01,,,,
a@x.org,,,,,,leads,chair,,2020-01-01,2020-12-31,,,
b@x.org,B,,,,,,,,2020-01-01,,,,
b@x.org,,,,,,leads,chair,,2020-01-01,2020-12-31,,,
c@x.org,C,,,,,,,,2020-01-01,,,,
c@x.org,,,,,,leads,chair,,2020-01-01,2020-11-30,,,
END
run cop-check -c line,rule
printf '3\tterm-over\n' >wanted
out <wanted

t 'the form of the header counts, and so does the end of the last line'
clean
{ echo "$H" | sed 's/email/"email"/' && members 0 2; } | write rosters/a.csv
run cop-check -c line,rule
printf '1\tnot-canonical\n' >wanted
out <wanted
{ echo "$H" && members 0 2 && printf 'z@x.org,Z,,,,,,,,2020-01-01,,,,'; } | write rosters/a.csv
run cop-check -c line,rule
printf '4\tnot-canonical\n' >wanted
out <wanted
{ echo "$H,\"one, more\"" && members 0 2 | sed 's/$/,"x, y"/'; } | write rosters/a.csv
run cop-check --strict
status 0
out ''

# -- operands ------------------------------------------------------------------------------------------------------

t 'only the files that are given'
faulty
run cop-check -c path,rule cops/b.yaml
status 1
printf 'cops/b.yaml\tunknown-host\n' >wanted
out <wanted
run cop-check registry.yaml
status 0
out ''
run cop-check -c path ./cops/a.yaml cops/../cops/b.yaml cops/a.yaml
status 1
printf 'cops/a.yaml\ncops/a.yaml\ncops/b.yaml\n' >wanted
out <wanted

t 'a file of a damaged registry is checked against the whole registry'
faulty
run cop-check -c rule rosters/a.csv
status 1
out_lacks unknown-host
out_has bad-date

t 'a file that does not belong to the registry is status 2, and the others are checked'
faulty
echo x >other.yaml
run cop-check -c path,rule other.yaml cops/b.yaml
status 2
printf 'cops/b.yaml\tunknown-host\n' >wanted
out <wanted
err_has other.yaml
run cop-check cops/nosuch.yaml
status 2
out ''
err_has cops/nosuch.yaml

t 'for a community, or nearly a file, the probable file is suggested'
sample
run cop-check privacy
status 2
out ''
err 'cop-check: error: privacy is a community; name a file: cops/privacy.yaml, rosters/privacy.csv'
run cop-check privacy.yaml
err 'cop-check: error: privacy.yaml: no such file in this registry (did you mean "cops/privacy.yaml"?)'
run cop-check rosters/pirvacy.csv
err 'cop-check: error: rosters/pirvacy.csv: no such file in this registry (did you mean "rosters/privacy.csv"?)'
run cop-check /etc/hosts
err 'cop-check: error: /etc/hosts: no such file in this registry'
cd cops || exit
run cop-fmt privacy
status 2
err 'cop-fmt: error: privacy is a community; name a file: ../cops/privacy.yaml, ../rosters/privacy.csv'

t '- reads files from standard input, from the first column'
faulty
run sh -c "printf 'cops/b.yaml\t1\tx\n' | cop-check -c path,rule -"
status 1
printf 'cops/b.yaml\tunknown-host\n' >wanted
out <wanted
run sh -c 'cop-check -f tsv | cop-check -c path - | sort -u'
printf 'cops/a.yaml\ncops/b.yaml\nrosters/a.csv\n' >wanted
out <wanted
run cop-check -
status 1
out ''

t 'paths of findings are relative to the current folder'
mkdir reg && cd reg && faulty && cd ..
run cop-check -R reg -c path -w rule=unknown-host
out reg/cops/b.yaml
cd reg/cops || exit
run cop-check -c path,rule b.yaml
status 1
printf '../cops/b.yaml\tunknown-host\n' >wanted
out <wanted

# -- rules ---------------------------------------------------------------------------------------------------------

t '--list: every rule with its severity, without a registry'
run cop-check --list
status 0
err ''
out_like '^not-canonical	warning	'
out_like '^bad-date	error	'
out_like '^unknown-key	error	'
ok 'each line has three columns' awk -F '\t' 'NF != 3 || $1 !~ /^[a-z][a-z0-9-]*$/ || $2 !~ /^(error|warning)$/ || $3 == "" { exit 1 }' "$OUT"
ok 'each rule once' sh -c 'test -z "$(cut -f 1 "$1" | sort | uniq -d)"' sh "$OUT"
run cop-check --list -f json -c rule,severity -s rule
status 0
ok 'json' perl -ne '/^\{"rule":"[a-z0-9-]+","severity":"(error|warning)"\}$/ or exit 1' "$OUT"

t '--explain: every rule of the list, in lines that fit a terminal'
for rule in $(cop-check --list -c rule); do
	run cop-check --explain "$rule"
	status 0
	err ''
	out_has "$rule"
	ok "$rule: lines of at most 80 columns" awk 'length($0) > 80 { exit 1 } END { exit NR < 2 }' "$OUT"
done

t '--explain of an unknown rule suggests the nearest one'
run cop-check --explain not-canonica
status 2
out ''
err 'cop-check: error: no rule "not-canonica" (did you mean "not-canonical"?)'
run cop-check --explain zzzzzzzzzzzzzzz
status 2
out ''
err 'cop-check: error: no rule "zzzzzzzzzzzzzzz"; --list lists them'

t 'where a row cannot be read, nobody is said to have a seat without being a member'
clean
mkdir rosters
sed 's/Community A/Community B/' cops/a.yaml >cops/b.yaml
{
	printf '%s\nann@x.org,Zo\351,,,,,,,,2026-01-01,,,,\nann@x.org,,,,,,leads,chair,,2026-02-01,,,,\n' "$H"
	echo 'bob@x.org,Bob,,nrse,,,,,,2026-01-01,,,,'
} >rosters/a.csv
printf '%s\nann@x.org,,,,,,leads,chair,,2026-02-01,,,,\n' "$H" >rosters/b.csv
run cop-check -f tsv -c path,line,rule -w severity=error
status 1
tabs <<'END'
rosters/a.csv|2|not-utf8
rosters/a.csv|4|unknown-role
rosters/b.csv|2|seat-without-membership
END

t '--list and --explain take no files'
registry
run cop-check --explain not-canonical cops/a.yaml
status 2
out ''
err 'cop-check: error: --explain takes no file'
run cop-check --list cops/a.yaml
status 2
out ''
err 'cop-check: error: --list takes no file'
run cop-check --list --explain not-canonical
status 2
out ''
err 'cop-check: error: --list and --explain cannot be combined'

t 'every rule that is found can be explained'
faulty
for rule in $(cop-check -c rule | sort -u); do
	run cop-check --explain "$rule"
	status 0
done

done_testing
