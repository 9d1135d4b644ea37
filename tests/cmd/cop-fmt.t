#!/bin/sh
# cop-fmt: canonical form, the forms of spreadsheets, what is refused, and how files are replaced.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"

# A registry whose roster holds standard input below the header.
roster() {
	registry
	{
		echo "$H"
		cat
	} | write rosters/a.csv
}

# The roster is the header and standard input.
holds_rows() {
	{
		echo "$H"
		cat
	} >"$scratch/rows"
	file rosters/a.csv <"$scratch/rows"
}

# The folder contains nothing but rosters, hidden or not.
no_temporary() {
	ok 'no temporary file is left' sh -c 'test -z "$(find . -name ".*.new" -o -name "*.tmp" -o -name "*~")"'
}

# -- canonical form ----------------------------------------------------------------------------------------------

t 'records are ordered by address, group, first date, then as a whole'
roster <<'END'
b@x.org,Bo,,,,,,,,2026-01-01,,,,
a@x.org,,,,,,leads,chair,,2025-01-01,,,,
a@x.org,An,,,,,,,,2025-06-01,,,,
a@x.org,An,,,,,,,2024-03-01,2024-06-01,2024-12-31,,,
a@x.org,,,,,,board,,,2025-03-01,,,,
a-b@x.org,Ab,,,,,,,,2026-01-01,,,,
a@x.org,An,,,,,,,,2024-05-01,2024-05-31,,,
END
run cop-fmt
status 0
err ''
# - is 2D and @ is 40; the first date of the second is 2024-03-01, when they applied, before 2024-05-01
holds_rows <<'END'
a-b@x.org,Ab,,,,,,,,2026-01-01,,,,
a@x.org,An,,,,,,,2024-03-01,2024-06-01,2024-12-31,,,
a@x.org,An,,,,,,,,2024-05-01,2024-05-31,,,
a@x.org,An,,,,,,,,2025-06-01,,,,
a@x.org,,,,,,board,,,2025-03-01,,,,
a@x.org,,,,,,leads,chair,,2025-01-01,,,,
b@x.org,Bo,,,,,,,,2026-01-01,,,,
END
out_like '^rosters/a\.csv	changed	'
no_temporary

t 'the order is that of bytes: Z before a before é, a shorter address first, a partial date before a whole one'
roster <<'END'
é@x.org,E,,,,,,,,2026,,,,
a@x.orga,A2,,,,,,,,2026,,,,
a@x.org,A1,,,,,,,,2026-01-01,,,,z
a@x.org,A1,,,,,,,,2026-01,,,,
Z@x.org,Z,,,,,,,,2026,,,,
a@x.org,A1,,,,,,,,2026-01-01,,,,
END
run cop-fmt
status 0
holds_rows <<'END'
Z@x.org,Z,,,,,,,,2026,,,,
a@x.org,A1,,,,,,,,2026-01,,,,
a@x.org,A1,,,,,,,,2026-01-01,,,,
a@x.org,A1,,,,,,,,2026-01-01,,,,z
a@x.orga,A2,,,,,,,,2026,,,,
é@x.org,E,,,,,,,,2026,,,,
END

t 'quotes only where they are needed, doubled inside'
roster <<'END'
"a@x.org","An ""the"" Ant",b c,,,,,,,"2026-01-01",,,,"form"
"b@x.org","Bo, Li"," west","east ",,,,,,2026-01-01,,,,
"c@x.org","",",","""",,,,,,2026-01-01,,,,a'b;c
END
run cop-fmt
status 0
holds_rows <<'END'
a@x.org,"An ""the"" Ant",b c,,,,,,,2026-01-01,,,,form
b@x.org,"Bo, Li"," west","east ",,,,,,2026-01-01,,,,
c@x.org,,",","""",,,,,,2026-01-01,,,,a'b;c
END

t 'a tab at the edge of a field needs no quotes, whatever else is in the record'
printf 'a@x.org,An\t,,,,,,,,2026-01-01,,,,\nb@x.org,Bo Li\t,,,,,,,,2026-01-01,,,,\n' >rows
roster <rows
unchanged_by cop-fmt --check
status 0

t 'identical records are kept once; a difference in quotes does not count'
roster <<'END'
a@x.org,An,,,,,,,,2026-01-01,,,,
"a@x.org",An,,,,,,,,2026-01-01,,,,
a@x.org,An,,,,,,,,2026-01-01,,,,
a@x.org,An,,,,,,,,2026-01-02,,,,
END
run cop-fmt
status 0
holds_rows <<'END'
a@x.org,An,,,,,,,,2026-01-01,,,,
a@x.org,An,,,,,,,,2026-01-02,,,,
END

t 'one line feed after every record'
registry
mkdir rosters
printf '%s\na@x.org,An,,,,,,,,2026-01-01,,,,' $H >rosters/a.csv
run cop-fmt
status 0
echo 'a@x.org,An,,,,,,,,2026-01-01,,,,' >rows
holds_rows <rows
printf '%s' $H >rosters/a.csv
run cop-fmt
status 0
: >rows
holds_rows <rows

t 'further columns are kept, in their order'
registry
write rosters/a.csv <<END
$H,badge,diet
b@x.org,Bo,,,,,,,,2026-01-01,,,,,7,"nuts, milk"
a@x.org,An,,,,,,,,2026-01-01,,,,,,none
END
run cop-fmt
status 0
file rosters/a.csv <<END
$H,badge,diet
a@x.org,An,,,,,,,,2026-01-01,,,,,,none
b@x.org,Bo,,,,,,,,2026-01-01,,,,,7,"nuts, milk"
END

t 'organizations and suppressions have a canonical form too'
registry
write organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
west,"West",,,west.example,h1,,
east,East,,,,,,
END
write suppressions.csv <<'END'
email,date,reason
z@x.org,2026-01-01,
"b@x.org",2026-02-01,asked
END
run cop-fmt
status 0
err ''
file organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
east,East,,,,,,
west,West,,,west.example,h1,,
END
file suppressions.csv <<'END'
email,date,reason
b@x.org,2026-02-01,asked
z@x.org,2026-01-01,
END

t 'a second cop-fmt changes nothing, and touches nothing'
sample
for f in rosters/*.csv; do
	# Shuffled, half of the lines quoted throughout, some twice.
	perl -e 'srand 7; $_ = <>; print; chomp(@l = <>);
		@l = map { /"/ || rand() < .5 ? $_ : join ",", map { "\"$_\"" } split /,/, $_, -1 } @l, @l[0 .. @l / 9];
		print "$_\n" for map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [rand, $_] } @l' "$f" >shuffled
	mv shuffled "$f"
done
cp -R rosters shuffled
run cop-fmt
status 0
err ''
for f in shuffled/*.csv; do
	ok "$f keeps every record" perl -e '
		sub records { open my $f, "<", shift or die; <$f>; map { chomp; my $l = $_; my @f;
			push @f, defined $1 ? $1 =~ s/""/"/gr : $2 while $l =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g && @f < 14;
			join "\0", @f } <$f> }
		my (%a, %b); $a{$_}++ for records $ARGV[0]; $b{$_}++ for records $ARGV[1];
		exit !(join("\n", sort keys %a) eq join("\n", sort keys %b) && !(grep { $_ > 1 } values %b) && %a)' "$f" "rosters/${f#*/}"
done
ok 'as it was before the shuffle' diff -rq "$TOP/data/sample/rosters" rosters
unchanged_by cop-fmt
status 0
out ''
err ''

# -- spreadsheets ------------------------------------------------------------------------------------------------

# The same two people in every form; the result is always the same.
people() {
	cat <<-END
		$H
		a@x.org,Anaïs Cœur,,,,fr,,,,2026-01-01,,,,
		b@x.org,Bo,west; east,,,,,,,2026-01-01,,,,form
	END
}

# becomes FORM WORD: the roster, in a spreadsheet's form, becomes the two people, and the message has that WORD.
becomes() {
	unchanged_by cop-fmt --check
	status 1
	out_has "$2"
	run cop-fmt
	status 0
	err ''
	out_like '^rosters/a\.csv	changed	'
	out_has "$2"
	people >wanted
	file rosters/a.csv <wanted
	run cop-check -f tsv -c rule -w rule=csv-foreign,not-canonical,not-utf8,csv-syntax,csv-header
	out ''
	unchanged_by cop-fmt
	status 0
}

t 'a byte-order mark'
registry && mkdir rosters
{ printf '\357\273\277' && people; } >rosters/a.csv
becomes bom 'byte-order mark'

t 'CRLF'
registry && mkdir rosters
people | sed 's/$/\r/' >rosters/a.csv
becomes crlf CRLF
printf %s "$(people | sed '2s/$/\r\r/; $s/$/\r/')" >rosters/a.csv
becomes crlf CRLF

t 'CR alone, if no line ends otherwise'
registry && mkdir rosters
people | tr '\n' '\r' >rosters/a.csv
becomes cr 'CR line endings'
{ people && printf 'c@x.org,C,,,,,,,,2026-01-01,,,,\r'; } >rosters/a.csv
run cop-check -f tsv -c line,rule -w severity=error
out '4	text-control'

t 'a line sep=, which tells Excel the separator'
registry && mkdir rosters
{ echo 'sep=;' && people | sed 's/west; east/"west; east"/' | perl -pe 's/("[^"]*")|,/$1 || ";"/ge'; } |
	sed 's/$/\r/' >rosters/a.csv
becomes sep 'CRLF line endings, a sep= line, semicolons between fields'
{ echo '"sep=,"' && people; } >rosters/a.csv
becomes sep 'a sep= line'
{ echo 'sep=x' && people; } >rosters/a.csv
unchanged_by cop-fmt
status 2
err_has '"sep=x" where "email" is needed'

t 'columns in another order, and others among them'
registry && mkdir rosters
H=email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
cat >rosters/a.csv <<'END'
note,name,email,phone,organization,role,region,language,group,position,joined,applied,left,consent,consented,source
"new, I think","B, Bo",b@x.org,1,,,,,,,2025,2024,,,,form
,A,a@x.org,,west,,,,,,2026,,,,,
END
cp rosters/a.csv moved.csv
run cop-check rosters/a.csv
status 1
out 'rosters/a.csv	1	1	error	csv-header	wrong header: "note" where "email" is needed; run cop-fmt'
run cop-fmt
status 0
out 'rosters/a.csv	changed	columns in another order, rows not in canonical form'
file rosters/a.csv <<END
$H,note,phone
a@x.org,A,west,,,,,,,2026,,,,,,
b@x.org,"B, Bo",,,,,,,2024,2025,,,,form,"new, I think",1
END
run cop-fmt
out ''
# If only a record prevents that, it is told what is wrong with it, not to run cop-fmt.
sed 's/,form$/,form,/' moved.csv >rosters/a.csv
unchanged_by cop-fmt
status 2
err 'rosters/a.csv:2:1: error: wrong number of fields: 17, but the header has 16 [csv-fields]'
sed '1s/phone/name/' moved.csv >rosters/a.csv
unchanged_by cop-fmt
status 2
err 'rosters/a.csv:1:1: error: wrong header: "note" where "email" is needed [csv-header]'
sed '1s/source/sources/' moved.csv >rosters/a.csv
unchanged_by cop-fmt
status 2
printf 'date,reason,email\n2026,asked,a@x.org\n' >suppressions.csv
run cop-fmt suppressions.csv
file suppressions.csv <<'END'
email,date,reason
a@x.org,2026,asked
END

t 'empty rows, as spreadsheets leave them'
registry && mkdir rosters
{ people | sed '2a\
,,,,,,,,,,,,,' && echo ,,,,,,,,,,,,, && echo ,,; } >rosters/a.csv
run cop-check -f tsv -c line,rule,message -w severity=error
out_has "3	missing-field	missing field: email: the row is empty; run cop-fmt"
out_lacks row-without-date
becomes blank 'empty rows'
{ people && echo ,,,,,,,,,,,,,form; } >rosters/a.csv
run cop-fmt
status 0
file_has rosters/a.csv ,,,,,,,,,,,,,form
{ people && echo ,,,,,,,,,,,,,; } | tr , ';' | sed 's/west; east/"&"/' | sed 's/$/\r/' >rosters/a.csv
becomes blank 'CRLF line endings, semicolons between fields, empty rows'
write organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
,,,,,,,
west,West,,,,,,
END
write suppressions.csv <<'END'
,,
END
run cop-fmt organizations.csv
status 0
out 'organizations.csv	changed	empty rows'

t 'last columns that are empty and have no name, as spreadsheets leave them'
registry && mkdir rosters
people | sed 's/$/,,/' >rosters/a.csv
run cop-check -f tsv -c line,column,rule,message
out_has '1	106	csv-header	wrong header: column 15 has no name; if it is empty, run cop-fmt'
becomes wide 'empty columns at the end'
people | sed 's/$/,/' | tr , ';' | sed 's/west; east/"&"/; s/$/\r/' >rosters/a.csv
becomes wide 'CRLF line endings, semicolons between fields, empty columns at the end'
{ people | sed 's/$/,/' && echo ,,,,,,,,,,,,,,; } | sed '$!b; s/$/,/' >rosters/a.csv
becomes wide 'empty rows, empty columns at the end'
people | sed '1s/$/,/; 2,$s/$/,x/' >rosters/a.csv
unchanged_by cop-fmt
status 2
err_has 'column 15 has no name'
people | sed '1s/$/,,note/; 2,$s/$/,,/' >rosters/a.csv
unchanged_by cop-fmt
status 2
err_has 'column 15 has no name'
err_lacks 'run cop-fmt'
# The second line of a cell is not cut.
{ people | sed 's/$/,/' && printf 'c@x.org,"C,\nD",,,,,,,,2026-01-01,,,,,\n'; } >rosters/a.csv
unchanged_by cop-fmt
status 2

t 'semicolons, with a comma in a field and a quoted semicolon'
registry && mkdir rosters
people | sed 's/west; east/"west; east"/' |
	perl -pe 's/("[^"]*")|,/$1 || ";"/ge' >rosters/a.csv
becomes semicolons semicolons
echo 'c@x.org;Li, Bo;"a ""b"" c";;;;;;;2026-01-01;;;;' | { people | perl -pe 's/west; east//; y/,/;/' && cat; } >rosters/a.csv
run cop-fmt
status 0
file_has rosters/a.csv 'c@x.org,"Li, Bo","a ""b"" c",,,,,,,2026-01-01,,,,'

t 'tabs'
registry && mkdir rosters
people | tr , '\t' >rosters/a.csv
becomes tabs tabs

t 'registry.yaml with conflict markers: where people are is unknown, and nothing is changed'
registry && mkdir rosters
people >rosters/a.csv
sed 's/^name:.*/<<<<<<< ours\n&\n=======\nname: Other\n>>>>>>> theirs/' registry.yaml >other && mv other registry.yaml
for how in '' -n; do
	unchanged_by cop-fmt $how
	status 75
	out ''
	err_has 'registry.yaml:1:1: error: conflict: resolve it, then git add the file; nothing is changed until then'
done
unchanged_by cop-fmt --check
status 2
err_lacks 'nothing is changed'

t 'Windows-1252'
need iconv
registry && mkdir rosters
people | iconv -f UTF-8 -t WINDOWS-1252 >rosters/a.csv
becomes cp1252 Windows-1252

t 'UTF-16 in either byte order'
need iconv
for order in LE BE; do
	rm -rf cops rosters registry.yaml
	registry && mkdir rosters
	{ printf '\357\273\277' && people; } | iconv -f UTF-8 -t UTF-16$order >rosters/a.csv
	becomes utf16 UTF-16
done

t 'UTF-16 with half of a surrogate pair: only that character is lost'
need iconv perl
registry && mkdir rosters
{ echo "$H" && printf 'a@x.org,A~B,,,,,,,,2024-01-01,,,,\nb@x.org,C,,,,,,,,2024-01-01,,,,\n'; } |
	iconv -f UTF-8 -t UTF-16LE | perl -0777 -pe 's/~\0/\x00\xD8/; s/^/\xFF\xFE/' >rosters/a.csv
run cop-fmt
status 0
{ echo "$H" && printf 'a@x.org,A\357\277\275B,,,,,,,,2024-01-01,,,,\nb@x.org,C,,,,,,,,2024-01-01,,,,\n'; } >wanted
file rosters/a.csv <wanted

t 'a row or header that quotes would make too long stays as it is'
need perl
# Thirty columns more; the row is 64 KiB long, and each of its blank-edged fields needs two quotes.
long() { perl -e '$n = 65536 - length($ARGV[0]) - 30 * 2; print $ARGV[0]; for (1 .. 30) { $m = int($n / (31 - $_)); $n -= $m; print ", ", "q" x $m } print "\n"' "$1"; }
registry && mkdir rosters
{ printf '%s' "$H" && perl -e 'print map { ",more$_" } 1 .. 30' && echo; } >rosters/a.csv
long 'a@x.org,A,,,,,,,,2024-01-01,,,,' >>rosters/a.csv
ok 'the line has 64 KiB' test "$(tail -n 1 rosters/a.csv | wc -c)" -eq 65537
for another in 2023-01-01,2023-02-01 2022-01-01,2022-02-01; do
	unchanged_by cop-fmt
	status 2
	err_has 'a line of more than 64 KiB in canonical form'
	run cop-check
	status 0
	run cop-members -c email
	out a@x.org
	long "a@x.org,A,,,,,,,,$another,,," >>rosters/a.csv
done

t 'a header with a blank at an edge is quoted, as in a row'
registry && mkdir rosters
{ echo "$H, note" && echo 'a@x.org,A,,,,,,,,2024-01-01,,,,, x'; } >rosters/a.csv
run cop-check -f tsv -c rule
out_has not-canonical
run cop-fmt
status 0
{ echo "$H,\" note\"" && echo 'a@x.org,A,,,,,,,,2024-01-01,,,,," x"'; } >wanted
file rosters/a.csv <wanted
run cop-check -f tsv -c rule -w rule=not-canonical
out ''

t 'everything at once: UTF-16, tabs, CRLF, quotes, out of order'
need iconv
registry && mkdir rosters
{ printf '\357\273\277' && people | sed '2{h;d};3{G}' | sed 's/Anaïs Cœur/"&"/' | tr , '\t' | sed 's/$/\r/'; } |
	iconv -f UTF-8 -t UTF-16LE >rosters/a.csv
becomes all UTF-16
t 'everything at once: byte-order mark, semicolons, CRLF, out of order'
registry && mkdir rosters
{ printf '\357\273\277' && people | sed '2{h;d};3{G}' | sed 's/west; east/"&"/' |
	perl -pe 's/("[^"]*")|,/$1 || ";"/ge' | sed 's/$/\r/'; } >rosters/a.csv
becomes all 'byte-order mark'

t 'UTF-8 with a stray byte is not taken for Windows-1252: nothing is guessed, no letter is damaged'
printf 'a@x.org,Ana\303\257s,,,,,,,,2026-01-01,,,,\nb@x.org,Ren\351,,,,,,,,2026-01-01,,,,\n' >rows
roster <rows
unchanged_by cop-fmt
status 2
err_like '^rosters/a\.csv:3:12: error: not UTF-8: .*\[not-utf8\]'

t 'a byte that does not exist in Windows-1252 is refused, not replaced'
printf 'a@x.org,Ren\351\201,,,,,,,,2026-01-01,,,,\n' >rows
roster <rows
unchanged_by cop-fmt
status 2
err_has 'rosters/a.csv'

# -- what is refused ----------------------------------------------------------------------------------------------

# refused RULE: the roster is damaged in that way, and stays as it is, byte for byte.
refused() {
	unchanged_by cop-fmt
	status 2
	err_like "^rosters/a\.csv.*: error: .*\[$1\]"
	out_like '^rosters/a\.csv	refused	'
	unchanged_by cop-fmt --check
	status 2
	err_has "[$1]"
	unchanged_by cop-fmt -n
	status 2
	out ''
}

t 'a damaged file stays as it is: a quote that is not closed'
roster <<'END'
b@x.org,"Bo,,,,,,,,2026-01-01,,,,
a@x.org,An,,,,,,,,2026-01-01,,,,
END
refused csv-syntax

t 'a damaged file stays as it is: text after a closing quote'
roster <<'END'
b@x.org,"Bo" Li,,,,,,,,2026-01-01,,,,
a@x.org,An,,,,,,,,2026-01-01,,,,
END
refused csv-syntax

t 'a damaged file stays as it is: too few or too many fields'
roster <<'END'
b@x.org,Bo,,,,,,,,2026-01-01,,,
a@x.org,An,,,,,,,,2026-01-01,,,,
END
refused csv-fields
roster <<'END'
b@x.org,Li, Bo,,,,,,,,2026-01-01,,,,
a@x.org,An,,,,,,,,2026-01-01,,,,
END
refused csv-fields

t 'a damaged file stays as it is: an empty line'
roster <<'END'
b@x.org,Bo,,,,,,,,2026-01-01,,,,

a@x.org,An,,,,,,,,2026-01-01,,,,
END
refused csv-syntax

t 'the lines of errors are those of the file, whatever stands before them'
registry && mkdir rosters
{
	printf 'sep=;\r\n%s\r\n' "$H" | tr , ';'
	printf ';;;;;;;;;;;;;\r\nb@x.org;B\r\n;;;;;;;;;;;;;\r\na@x.org;"A\r\n'
} >rosters/a.csv
unchanged_by cop-fmt
status 2
err <<'END'
rosters/a.csv:4:1: error: wrong number of fields: 2, but the header has 14 [csv-fields]
rosters/a.csv:6:9: error: CSV syntax: a quote that is not closed on its line [csv-syntax]
END
printf 'sep=;\n%s,x,x\n' "$H" | tr , ';' >rosters/a.csv
unchanged_by cop-fmt
err 'rosters/a.csv:2:108: error: wrong header: column "x" appears twice [csv-header]'
printf '%s,,\nb@x.org,B\n' "$H" >rosters/a.csv
unchanged_by cop-fmt
err 'rosters/a.csv:2:1: error: wrong number of fields: 2, but the header has 16 [csv-fields]'
printf '%s,,\nb@x.org,B,,,,,,,,2020,,,,,1,\n' "$H" >rosters/a.csv
unchanged_by cop-fmt
err 'rosters/a.csv:1:106: error: wrong header: column 15 has no name; if it is empty, run cop-fmt [csv-header]'

t 'a damaged file stays as it is: another header'
registry
write rosters/a.csv <<'END'
email,nmae
b@x.org,Bo
a@x.org,An
END
refused csv-header

t 'a damaged file stays as it is: empty, or another kind of file'
registry && mkdir rosters
: >rosters/a.csv
unchanged_by cop-fmt
status 2
head -c 5000 /dev/zero >rosters/a.csv
unchanged_by cop-fmt
status 2
printf '\377\376' >rosters/a.csv
unchanged_by cop-fmt
status 2

t 'a damaged file does not prevent the others from being formatted'
roster <<'END'
a@x.org,"An,,,,,,,,2026-01-01,,,,
END
cp cops/a.yaml cops/b.yaml
printf '%s\nb@x.org,B,,,,,,,,2026-01-01,,,,\na@x.org,A,,,,,,,,2026-01-01,,,,\n' $H >rosters/b.csv
run cop-fmt
status 2
out_like '^rosters/a\.csv	refused	'
out_like '^rosters/b\.csv	changed	'
printf '%s\na@x.org,A,,,,,,,,2026-01-01,,,,\nb@x.org,B,,,,,,,,2026-01-01,,,,\n' $H >wanted
file rosters/b.csv <wanted

t 'a file that cannot be read is refused like a damaged one'
roster <<'END'
a@x.org,An,,,,,,,,2026-01-01,,,,
END
cp cops/a.yaml cops/b.yaml
ln -s a.csv rosters/b.csv
run cop-fmt
status 2
out 'rosters/b.csv	refused	see the errors'
err 'rosters/b.csv: error: cannot read: a symbolic link, which is not followed here [unreadable]'

# Two records out of order, and the same in order.
unordered() {
	roster <<-'END'
		b@x.org,Bo,,,,,,,,2026-01-01,,,,
		a@x.org,An,,,,,,,,2026-01-01,,,,
	END
}
ordered() {
	holds_rows <<-'END'
		a@x.org,An,,,,,,,,2026-01-01,,,,
		b@x.org,Bo,,,,,,,,2026-01-01,,,,
	END
}

t 'a symbolic link is not followed'
unordered
mv rosters/a.csv real
ln -s ../real rosters/a.csv
cp real before
run cop-fmt
status 2
err_has 'rosters/a.csv'
err_has 'symbolic link'
ok 'the link is still one' test -L rosters/a.csv
ok 'its target is untouched' cmp before real

t 'a link in place of the temporary file is not followed'
unordered
echo precious >elsewhere
ln -s ../elsewhere rosters/.a.csv.new
run cop-fmt
file elsewhere precious
no_temporary
status 0
ordered

t 'the temporary file of an earlier writer does no harm'
unordered
echo rubbish >rosters/.a.csv.new
run cop-fmt
status 0
ordered
no_temporary

t 'a usage error changes nothing'
unordered
for bad in '-c nosuch' '-s nosuch' '--nosuch' '-f nosuch' '-c path,'; do
	# shellcheck disable=SC2086
	unchanged_by cop-fmt $bad
	status 2
	out ''
done

# -- operands ----------------------------------------------------------------------------------------------------

t 'only the files that are given'
unordered
cp rosters/a.csv rosters/b.csv
cp cops/a.yaml cops/b.yaml
run cop-fmt rosters/a.csv
status 0
out_like '^rosters/a\.csv	changed	'
out_lacks b.csv
ordered
ok 'the other is as it was' sh -c 'sed -n 2p rosters/b.csv | grep -q "^b@"'
run cop-fmt rosters/a.csv ./rosters/a.csv
status 0
printf 'rosters/a.csv\tunchanged\t\n' >wanted
out <wanted

t 'a file that does not belong to the registry'
unordered
cp rosters/a.csv other.csv
cp other.csv before
run cop-fmt other.csv rosters/a.csv
status 2
err_has other.csv
file other.csv <before
ordered
run cop-fmt cops/a.yaml
status 2
err_has cops/a.yaml
run cop-fmt rosters/nosuch.csv
status 2
err_has rosters/nosuch.csv

t 'cop-check reports what cop-fmt corrects'
unordered
cp rosters/a.csv rosters/b.csv
cp cops/a.yaml cops/b.yaml
run sh -c 'cop-check -f tsv -w rule=not-canonical | cop-fmt -'
status 0
printf 'rosters/a.csv\tchanged\nrosters/b.csv\tchanged\n' >wanted
cut -f 1,2 "$OUT" >got
ok 'both files' cmp wanted got
ordered
run sh -c 'cop-check -f tsv -w rule=not-canonical | cop-fmt -'
status 1
out ''

t 'from a subfolder, and from elsewhere with -R'
unordered
cd rosters || exit
run cop-fmt a.csv
status 0
out_like '^(\.\./rosters/)?a\.csv	changed	'
cd .. || exit
ordered
unordered
mkdir away && cd away || exit
run cop-fmt -R ..
status 0
cd .. || exit
ordered

# -- --check and --dry-run -----------------------------------------------------------------------------------------

t '--check changes nothing, and its status says whether something would change'
unordered
unchanged_by cop-fmt --check
status 1
err ''
out_like '^rosters/a\.csv	needed	'
run cop-fmt
run cop-fmt --check
status 0
out ''

t '--check of two files, the second in order'
unordered
cp cops/a.yaml cops/b.yaml
printf '%s\na@x.org,A,,,,,,,,2026-01-01,,,,\n' $H >rosters/b.csv
unchanged_by cop-fmt --check rosters/a.csv rosters/b.csv
status 1
unchanged_by cop-fmt --check rosters/b.csv
status 0

t '-n prints a diff that patch accepts, and changes nothing'
need patch
unordered
printf 'email,date,reason\nz@x.org,2026-01-01,\nb@x.org,2026-01-01,\n' >suppressions.csv
unchanged_by cop-fmt -n
status 0
err ''
out_has '--- a/rosters/a.csv'
out_has '+++ b/rosters/a.csv'
cp "$OUT" diff
unchanged_by cop-fmt --check -n
status 1
ok 'the same diff' cmp "$OUT" diff
cp -R rosters suppressions.csv "$scratch"
ok 'patch -p1 takes it' patch -s -p1 -i diff
ordered
run cop-fmt --check
status 0
run cop-fmt --check -n
status 0
out ''

t '-n prints a diff that git apply accepts'
need git
unordered
printf '%s' "$(cat rosters/a.csv)" >rosters/a.csv # without its last line feed
git init -q .
unchanged_by cop-fmt --dry-run
status 0
cp "$OUT" diff
ok 'git apply takes it' git apply diff
ordered

t '-n of a file in canonical form prints nothing'
unordered
run cop-fmt
run cop-fmt -n
status 0
out ''
err ''

t '-n from a subfolder: paths begin at the root, as in git'
need patch
unordered
cd rosters || exit
run cop-fmt -n
status 0
cp "$OUT" ../diff
cd .. || exit
ok 'patch -p1 takes it at the root' patch -s -p1 -i diff
ordered

t '-n of UTF-16 is a diff as well'
need iconv patch
unordered
{ printf '\357\273\277' && cat rosters/a.csv; } | iconv -f UTF-8 -t UTF-16LE >wide && mv wide rosters/a.csv
unchanged_by cop-fmt -n
status 0
out_has '+a@x.org,An,,,,,,,,2026-01-01,,,,'
cp "$OUT" diff
ok 'patch -p1 takes it' patch -s -p1 -i diff
ordered

t '-n needs no permission to write'
need_nobody
unordered
chmod a+rX . rosters cops rosters/* && chmod a-w rosters rosters/a.csv
unchanged_by nobody cop-fmt -n
status 0
out_has '+++ b/rosters/a.csv'

# -- the file itself ------------------------------------------------------------------------------------------------

t 'mode and owner are kept'
for mode in 600 640 664 444; do
	unordered
	chmod $mode rosters/a.csv
	run cop-fmt
	status 0
	ordered
	ok "mode $mode is kept" test "$(stat -c %a rosters/a.csv)" = $mode
	rm -f rosters/a.csv
done
unordered
if chown 1234:2345 rosters/a.csv 2>/dev/null; then
	chmod 640 rosters/a.csv
	run cop-fmt
	status 0
	ok 'owner and group are kept' test "$(stat -c %u:%g:%a rosters/a.csv)" = 1234:2345:640
fi

t 'a file whose owner cannot be kept is refused'
need_nobody
unordered
chmod 644 rosters/a.csv && chmod 777 rosters
cp rosters/a.csv old
ls -li --time-style=full-iso rosters/a.csv >its.times
run nobody cop-fmt
status 75
ok 'the roster is as it was' cmp old rosters/a.csv
ls -li --time-style=full-iso rosters/a.csv >its.times.now
ok 'the roster is not touched' cmp its.times its.times.now
err_has 'rosters/a.csv'
no_temporary

t 'no personal data in messages about writing'
need_nobody
unordered
chmod 555 rosters
run nobody cop-fmt
err_like 'a\.csv.*error: '
err_lacks @x.org

# -- locks -----------------------------------------------------------------------------------------------------------

t 'cop-fmt waits for the lock'
need flock
unordered
hold rosters rosters/a.csv
run cop-fmt
waited
status 0
ordered

t "cop-fmt waits while git's index.lock is there"
need git
unordered
git init -q .
hold .git/index.lock rosters/a.csv
run cop-fmt
waited
status 0
ordered

t "the index.lock of a work tree made by git worktree counts"
need git
mkdir main && cd main && git init -q . && git commit -q --allow-empty -m x
git worktree add -q ../tree && cd ../tree || exit
unordered
hold ../main/.git/worktrees/tree/index.lock rosters/a.csv
run cop-fmt
waited
status 0
ordered

t 'readers and --check take no lock'
need flock
unordered
flock rosters sh -c 'cop-fmt --check; echo $? >checked; cop-fmt -n >diff; echo $? >dry; cop-list >list; echo $? >listed'
file checked 1
file dry 0
file listed 0

t 'the lock is on the folder, and ends with its holder'
need flock
unordered
run cop-fmt
ok 'free again' flock -n rosters true
ok 'no lock file is left' sh -c 'test "$(ls -A rosters)" = a.csv'

# A preloaded library that moves the clock on instead of sleeping, so that the test need not wait.
clock() {
	need_plain || return
	cat >"$scratch/clock.c" <<-'END'
		#define _GNU_SOURCE
		#include <dlfcn.h>
		#include <time.h>
		static long past;
		int nanosleep(const struct timespec *a, struct timespec *b) { (void)a; (void)b; past += 7; return 0; }
		int clock_nanosleep(clockid_t c, int f, const struct timespec *a, struct timespec *b)
		{ (void)c; (void)f; (void)a; (void)b; past += 7; return 0; }
		int clock_gettime(clockid_t c, struct timespec *t)
		{
			int (*real)(clockid_t, struct timespec *) =
			    (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
			int r = real(c, t);
			t->tv_sec += past;
			return r;
		}
	END
	test -e "$scratch/clock.so" || cc -shared -fPIC -o "$scratch/clock.so" "$scratch/clock.c" -ldl 2>/dev/null ||
		skip 'cannot make a shared library here'
}

t 'a lock that is never released is status 75 after 30 seconds, and nothing is changed'
need cc flock
unordered
clock
unchanged_by flock rosters env LD_PRELOAD="$scratch/clock.so" cop-fmt
status 75
out_like '^rosters/a\.csv	refused	'
err_like '^rosters/.*: error: busy: .*\[busy\]'
no_temporary

t 'an index.lock that stays is status 75, and nothing is changed'
need cc
unordered
clock
mkdir .git && touch .git/index.lock
unchanged_by env LD_PRELOAD="$scratch/clock.so" cop-fmt
status 75
err_has index.lock
no_temporary

t 'output: path, result, reason, with their types'
unordered
run cop-fmt -f csv
status 0
out <<'END'
path,result,reason
rosters/a.csv,changed,rows not in canonical form
END
unordered
run cop-fmt -f json -c path,result
out '{"path":"rosters/a.csv","result":"changed"}'

t 'addresses that begin alike are ordered correctly, whatever their length and quotes'
roster <<'END'
"first.middle.last.suffix1@example.org",B,,,,,,,,2026-01-02,,,,
first.middle.last.suffix10@example.org,C,,,,,,,,2026-01-02,,,,
first.middle.last.suffix1@example.ca,A,,,,,,,,2026-01-02,,,,
first.middle.last.suffix,E,,,,,,,,2026-01-02,,,,
first.middle.last.suffi,D,,,,,,,,2026-01-02,,,,
first.middle.last.suffix1@example.org,,,,,,leads,,,2026-01-02,,,,
first.middle.last.suffix1@example.org,B,"a, b",,,,,,,2026-01-01,,,,
END
run cop-fmt
status 0
holds_rows <<'END'
first.middle.last.suffi,D,,,,,,,,2026-01-02,,,,
first.middle.last.suffix,E,,,,,,,,2026-01-02,,,,
first.middle.last.suffix10@example.org,C,,,,,,,,2026-01-02,,,,
first.middle.last.suffix1@example.ca,A,,,,,,,,2026-01-02,,,,
first.middle.last.suffix1@example.org,B,"a, b",,,,,,,2026-01-01,,,,
first.middle.last.suffix1@example.org,B,,,,,,,,2026-01-02,,,,
first.middle.last.suffix1@example.org,,,,,,leads,,,2026-01-02,,,,
END

t 'a file that is sorted in parts: the same order as sort(1), each line once, the last one too'
registry
mkdir rosters
awk 'BEGIN { srand(11); for (i = 0; i < 60000; i++) {
	n = int(rand() * 40000)
	printf "%ssomeone.with.a.name%d@%s.example.org,Nobody %d,,,,,,,,2020-01-0%d,,,,\n", n % 5 ? substr("zyxa1", n % 4 + 1) : "",
		n, n % 3 ? "x" : "lists", n, 1 + rand() * 2 } }' >rows
{ echo "$H" && cat rows; } | head -c -1 >rosters/a.csv
{ echo "$H" && LC_ALL=C sort -t, -u -k1,1 -k10,10 rows; } >wanted
run cop-fmt
status 0
ok 'as sort does it' cmp wanted rosters/a.csv
unchanged_by cop-fmt
{ echo "$H" && cat rows && echo 'z@x.org,a"b,,,,,,,,2020-01-01,,,,'; } >rosters/a.csv
run cop-fmt
status 2
err_has 'rosters/a.csv:60002:'

t 'a large file'
registry && mkdir rosters
awk -v h="$H" 'BEGIN { print h; for (i = 59999; i >= 0; i--)
	printf "person%06d@example.org,Person %d,org,nurse,,en,,,2020-01-01,2020-02-0%d,,,,form\n", i * 7919 % 60000, i, i % 9 + 1 }' >rosters/a.csv
{ echo $H && tail -n +2 rosters/a.csv | LC_ALL=C sort; } >wanted
run cop-fmt
status 0
ok 'sorted' cmp wanted rosters/a.csv

t 'a file far over the limit is refused without taking memory or time'
registry && mkdir rosters && echo "$H" >rosters/a.csv
truncate -s 200G rosters/a.csv 2>/dev/null || skip 'no file here can be so large'
run cop-fmt
status 2
err 'rosters/a.csv: error: over a limit: more than 1073741824 bytes [limit]'
need timeout
run timeout 10 cop-show a
status 2
err 'rosters/a.csv: error: over a limit: more than 1 GiB [limit]'
need_plain
for command in 'cop-forget a@x.org' 'cop-amend a@x.org name=A'; do
	# ulimit -v is not in POSIX, but in every common shell.
	# shellcheck disable=SC3045
	run sh -c "ulimit -v 500000 && $command"
	status 2
	err 'rosters/a.csv: error: over a limit: more than 1073741824 bytes [limit]'
done
# shellcheck disable=SC3045
run sh -c 'ulimit -v 500000 && cop-check'
status 1
out_has 'more than 1 GiB'
err ''

done_testing
