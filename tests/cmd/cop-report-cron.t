#!/bin/sh
# cop-report -o and --if-changed, as cron uses them; and what the formats give spreadsheets, mailers and terminals.
# shellcheck disable=SC1112 # data has ’ in it
. "$TOP/tests/lib.sh"
. "$TOP/tests/reports.sh"

# The identity of a file, which changes if it is touched: inode, time and mode.
identity() { stat -c '%i %y %a' "$1"; }

# kept FILE COMMAND…: the command leaves the file as it is: bytes, inode, time and mode.
kept() {
	cp "$1" before
	before=$(identity "$1")
	kept_file=$1
	shift
	run "$@"
	ok "$kept_file has the same bytes" cmp before "$kept_file"
	test "$before" = "$(identity "$kept_file")" || fails "$kept_file was touched" </dev/null
}

# -- into a file -----------------------------------------------------------------------------------------------------

t '-o: the file gets what would be printed, and nothing is printed'
edges
for f in text md html csv tsv json; do
	run cop-report summary -f $f
	cp "$OUT" "wanted.$f"
	run cop-report summary -f $f -o "report.$f"
	status 0
	out ''
	err ''
	ok "-f $f: the same" cmp "wanted.$f" "report.$f"
done
run cop-report summary -o -
ok '-o -: standard output' cmp wanted.text "$OUT"
absent ./-

t "-o: the end of the name decides the format, unless -f is given"
edges
for f in md html csv tsv json; do
	cop-report summary -f $f >wanted
	run cop-report summary -o "r.$f"
	ok "r.$f" cmp wanted "r.$f"
done
cop-report summary >wanted
run cop-report summary -o report
ok 'report: text' cmp wanted report
run cop-report summary -o report.txt
ok 'report.txt: text' cmp wanted report.txt
run cop-report summary -f csv -o r.md
cop-report summary -f csv >wanted
ok '-f csv -o r.md' cmp wanted r.md
run cop-report summary -o r.xlsx
status 0
ok 'a workbook is a zip' sh -c 'head -c 2 r.xlsx | grep -q PK'

t '-o: a report that says the same is not touched, in any format'
edges
for f in text md html csv tsv json xlsx; do
	cop-report growth -f $f -o r
	kept r cop-report growth -f $f -o r
	status 0
	out ''
	err ''
done

t '-o: nor is one that differs only in the day or the commit'
need git
edges
git init -q . && git add . && git commit -qm one
for f in text md html xlsx; do
	for kind in overlap,composition,coverage goals roster breakdown; do
		COP_TODAY=2026-06-28 cop-report $kind a -f $f -o "$kind.$f"
		kept "$kind.$f" env COP_TODAY=2026-06-29 cop-report $kind a -f $f -o "$kind.$f"
		status 0
	done
done
cop-report goals -o goals
git commit -q --allow-empty -m two
kept goals cop-report goals -o goals
echo '# nothing' >>cops/a.yaml
kept goals cop-report goals -o goals
# A changed report has the new date and commit.
echo 'goals: [{goal: Something}]' >>cops/a.yaml
run cop-report goals -o goals
file_has goals "$(git rev-parse --short=10 HEAD)"
file_has goals Something

t '-o: a report that says something else is replaced'
edges
cop-report summary -o r
echo 'goals: []' >>cops/a.yaml
echo 'new@x.org,New,,,,,,,,2026-06-30,,,,' >>rosters/a.csv
before=$(identity r)
run cop-report summary -o r
status 0
file_like r 'Community A +active +7 '
test "$before" != "$(identity r)" || fails 'it is the old one' </dev/null
for junk in .r.new .r.old; do absent $junk; done

t '-o: an old file with any other content is replaced'
edges
cop-report summary >wanted
for old in '' x 'Summary' 'not a report at all'; do
	printf '%s' "$old" >r
	run cop-report summary -o r
	ok "instead of \"$old\"" cmp wanted r
done
# One that begins and ends like the report, with more in between.
{
	sed -n 1,2p wanted
	echo 'As of one day'
	echo 'As of another'
	sed 1,3d wanted
} >r
run cop-report summary -o r
ok 'instead of one with two stamps' cmp wanted r

t '-o: who may read the file'
edges
umask 022
for kind in roster composition terms consent pulse 'overlap --people' summary,roster; do
	# shellcheck disable=SC2086
	run cop-report $kind -o names
	status 0
	test "$(stat -c %a names)" = 600 || fails "$kind: mode $(stat -c %a names)" </dev/null
	rm names
done
for kind in summary growth breakdown overlap coverage goals; do
	run cop-report $kind -o counts
	test "$(stat -c %a counts)" = 644 || fails "$kind: mode $(stat -c %a counts)" </dev/null
	rm counts
done
# A mode that somebody has changed stays.
cop-report roster -o r
chmod 640 r
echo 'new@x.org,New,,,,,,,,2026-06-30,,,,' >>rosters/a.csv
run cop-report roster -o r
file_has r new@x.org
test "$(stat -c %a r)" = 640 || fails "mode $(stat -c %a r)" </dev/null
umask 077
run cop-report goals -o mine
test "$(stat -c %a mine)" = 600 || fails "mode $(stat -c %a mine)" </dev/null
umask 022

t '-o: anything but a regular file stays as it is'
edges
echo mine >target
ln -s target link
ln -s nowhere dangling
mkdir folder
mkfifo pipe
for name in link dangling folder pipe /dev/full missing/r; do
	run timeout 20 cop-report summary -o "$name"
	status 2
	err_like "$name: (error: )?[A-Za-z]"
	out ''
done
for name in '' folder/ missing/; do
	run cop-report summary -o "$name"
	status 2
	err "cop-report: error: -o \"$name\": not the name of a file"
	out ''
done
run cop-report summary -o /proc/r
status 75
err_like '^/proc/r: error: not written: '
out ''
file target mine
ok 'something else now' sh -c 'test -L link && test -L dangling && test -d folder && test -p pipe'
absent nowhere missing

t '-o: a folder without permission to write'
edges
mkdir locked
cop-report summary -o locked/r
chmod 555 locked
echo 'new@x.org,New,,,,,,,,2026-06-30,,,,' >>rosters/a.csv
chmod -R a+rX .
as='' # to root, the mode means nothing
test "$(id -u)" != 0 || { need_nobody && as=nobody; }
# shellcheck disable=SC2086 # a word or none
kept locked/r $as cop-report summary -o locked/r
status 75
err_has 'locked/r: error: not written: Permission denied'
chmod 755 locked

t '-o: on a full disk, the old report stays'
edges
mkdir small
need_mounts
cat >fill <<'END'
mount -t tmpfs -o size=64k none small || exit
cop-report goals -o small/r || exit 98
cp small/r old
dd if=/dev/zero of=small/fill bs=4k 2>/dev/null
echo 'new@x.org,New,,,,,,,,2026-06-30,,,,' >>rosters/a.csv
cop-report growth,summary,goals,overlap -f html -o small/r
status=$?
cmp old small/r || exit 97
ls -A small | grep -vx 'r\|fill' && exit 96
exit $status
END
# shellcheck disable=SC2086 # several words
run $mounts sh fill
status 75
out ''
err_has error

t '-o: standard output on a full disk'
edges
run sh -c 'cop-report summary >/dev/full'
status 74
err_has error
run sh -c 'cop-report summary -f xlsx >/dev/full'
status 74

t '-o: a report that cannot be made leaves the old one'
edges
cop-report summary -o r
kept r cop-report summary -o r -w nofield=1
status 2
kept r cop-report smmary -o r
status 2
kept r cop-report summary,roster --audience public -o r
status 2
rm registry.yaml
kept r cop-report summary -o r
status 2

t '-o: if a part of the registry cannot be read, this is reported, and the report is written'
edges
echo 'x@x.org,Damaged,,,,' >>rosters/b.csv
run cop-report summary -f csv -o r.csv
status 2
file_like r.csv '^a,Community A,active,6,'
file_like r.csv '^b,Community B,ended,,,,,,$'
err_has 'rosters/b.csv'

t '-o: a report with a part missing says so to its readers'
edges
lacks='Not all of the registry could be read: something may be missing here.'
for kind in summary roster summary,growth; do
	for f in text md html; do
		run cop-report $kind -o "whole.$f" -f $f
		status 0
		ok "$kind, $f: nothing is missing" sh -c "! grep 'something may be missing' whole.$f"
	done
done
echo 'x@x.org,Damaged,,,,' >>rosters/b.csv
for kind in summary roster summary,growth; do
	for f in text md html; do
		run cop-report $kind -o "r.$f" -f $f
		status 2
		err_has 'rosters/b.csv'
		file_has "r.$f" "$lacks"
	done
done
run cop-report summary --lang fr
out_has 'il peut manquer quelque chose ici.'
# Rows have no place for notes.
run cop-report roster a b -f csv -o r.csv
status 2
ok 'csv: no note' sh -c '! grep missing r.csv'
run cop-report summary,roster -o r.xlsx
status 2
err_has 'rosters/b.csv'
need unzip
unzip -p r.xlsx xl/sharedStrings.xml >texts
file_has texts "$lacks"

t '-o: two at once: the file is one of them, complete'
edges
cop-report growth >one
cop-report summary >other
for _ in 1 2 3 4 5 6 7 8; do
	cop-report growth -o r & cop-report summary -o r & wait
	cmp -s r one || cmp -s r other || fails 'neither' <r
done
absent .r.new .r.old

# -- if changed ------------------------------------------------------------------------------------------------------

t '--if-changed: prints a new report; nothing, with status 1, if nothing is new'
edges
for f in text md html csv tsv json; do
	rm -f r
	cop-report summary -f $f >wanted
	run cop-report summary -f $f -o r --if-changed
	status 0
	err ''
	ok "-f $f: printed" cmp wanted "$OUT"
	ok "-f $f: written" cmp wanted r
	kept r cop-report summary -f $f -o r --if-changed
	status 1
	out ''
	err ''
done
echo 'new@x.org,New,,,,,,,,2026-06-30,,,,' >>rosters/a.csv
run cop-report summary -f json -o r --if-changed
status 0
out_has '"members":7'
kept r env COP_TODAY=2026-06-30 cop-report summary -f json -o r --if-changed
status 1

t '--if-changed: a workbook is written, but not printed'
edges
run cop-report summary -o r.xlsx --if-changed
status 0
out ''
kept r.xlsx cop-report summary -o r.xlsx --if-changed
status 1

t '--if-changed: a file that cannot be written is an error, and nothing is printed'
edges
run cop-report summary -o missing/r --if-changed
status 2
out ''
err 'cop-report: error: missing/r: No such file or directory'

# -- for spreadsheets ------------------------------------------------------------------------------------------------

# Names and organizations that a spreadsheet would take for formulas, or for several fields.
formulas() {
	registry
	{
		echo "$H"
		cat <<-'END'
			a@x.org,=1+1,"+cmd|' /C calc'!A0",,,,,,,2026-01-01,,,,
			b@x.org,-Dash,@SUM(A1),,,,,,,2026-01-01,,,,
			c@x.org,"O""Brien, Pat",semi;colon,,,,,,,2026-01-01,,,,
			d@x.org,Plain,O’Neil,,,,,,,2026-01-01,,,,
		END
	} | write rosters/a.csv
}

# Reads a CSV file with another program's reader: one row per line, fields between bars.
read_csv() {
	python3 -c '
import csv, sys
data = open(sys.argv[1], encoding="utf-8", newline="").read()
sys.stdout.reconfigure(encoding="utf-8")
for row in csv.reader(data.lstrip("\ufeff").splitlines(keepends=True), delimiter=sys.argv[2], strict=True):
    print("|".join(row))' "$@"
}

t '--excel: a byte-order mark, CRLF, and no formulas'
formulas
run cop-report roster --excel -c name,organization
status 0
{
	printf '\357\273\277name,organization\r\n'
	printf "'-Dash,'@SUM(A1)\r\n'=1+1,'+cmd|' /C calc'!A0\r\n"
	printf '"O""Brien, Pat","semi;colon"\r\nPlain,O’Neil\r\n'
} | LC_ALL=C sort >wanted
LC_ALL=C sort "$OUT" >got
ok 'bytes' cmp wanted got
head -c 3 "$OUT" | od -An -tx1 >bom
file bom ' ef bb bf'

t '--excel: no formulas after blanks, or with the wide signs of Asian keyboards'
registry
{
	echo "$H"
	printf 'a@x.org," =1",\302\240+1,,,,,,,2026-01-01,,,,\n'
	printf 'b@x.org,＝1,＋1,,,,,,,2026-01-01,,,,\n'
	printf 'c@x.org,－1,＠A1,,,,,,,2026-01-01,,,,\n'
	printf 'd@x.org,A = 1,％1,,,,,,,2026-01-01,,,,\n'
	printf 'e@x.org,"The ""B""; C","=D;",,,,,,,2026-01-01,,,,\n'
} | write rosters/a.csv
run cop-report roster --excel --no-header -c name,organization -s email
printf "\357\273\277' =1,'\302\240+1\r\n'＝1,'＋1\r\n'－1,'＠A1\r\nA = 1,％1\r\n\"The \"\"B\"\"; C\",\"'=D;\"\r\n" >wanted
ok 'bytes' cmp wanted "$OUT"

t '--excel: another reader gets the same fields'
need python3
formulas
cop-report roster --excel -o r.csv
read_csv r.csv , | sed 1d | cut -d'|' -f 4 >got
same got got <<'END'
'-Dash
'=1+1
O"Brien, Pat
Plain
END
cop-report roster --excel --lang fr -o fr.csv
read_csv fr.csv ';' | sed 1d | cut -d'|' -f 4,6 >got
same got got <<'END'
'-Dash|'@SUM(A1)
'=1+1|'+cmd
O"Brien, Pat|semi;colon
Plain|O’Neil
END

t '--excel: not into a file whose name says that it is something else'
formulas
for call in '-o r.xlsx' '-f xlsx'; do
	# shellcheck disable=SC2086 # words of a call
	run cop-report roster --excel $call
	status 2
	out ''
	err 'cop-report: error: --excel writes csv, not xlsx'
done
absent r.xlsx
run cop-report roster --excel -o r.txt
status 0
file_has r.txt cop,group

t '--excel: numbers stay numbers, even negative ones'
registry
roster a <<'END'
p Pam joined=2025-01-01
p - group=leads position=chair joined=2025-01-01 left=2026-01-31
END
run cop-report terms --excel --no-header --period 2026 -c days
printf '\357\273\277-150\r\n' >wanted
ok '-150' cmp wanted "$OUT"
run cop-report growth --excel --lang fr --period 2026-06
LC_ALL=C sed -n '1s/^\xEF\xBB\xBF//; 1s/\r$//p' "$OUT" >got
file got 'cop;period;joined;left;members'

t 'without --excel, csv and tsv print such names as they are'
formulas
run cop-report roster -f csv -c name --no-header -s email
out <<'END'
=1+1
-Dash
"O""Brien, Pat"
Plain
END
run cop-report roster -f tsv -c name,organization -s email
tr '\t' '^' <"$OUT" >got
same got got <<'END'
=1+1^+cmd|' /C calc'!A0
-Dash^@SUM(A1)
O"Brien, Pat^semi;colon
Plain^O’Neil
END

# -- as a page -------------------------------------------------------------------------------------------------------

t 'a page fits 80 columns, and says what it leaves out'
sample
for kind in summary roster growth breakdown 'breakdown --by region,role' 'breakdown --by cop,language' overlap 'overlap --people' \
	composition coverage terms consent 'consent --people' goals; do
	for lang in en fr; do
		# shellcheck disable=SC2086
		run cop-report $kind --lang $lang
		status 0
		perl -CSD -ne 'chomp; print "$.: $_\n" if length > 80' "$OUT" >long
		empty "$kind, $lang: too wide" long
	done
done
run cop-report roster
out_has 'Not shown for lack of space'

t 'only ASCII in a locale without anything else, except for names'
edges
run env LC_ALL=C cop-report summary,growth,breakdown,overlap,coverage,terms
status 0
LC_ALL=C grep -n '[^ -~]' "$OUT" >odd
empty 'not ASCII' odd
out_has 'Community A'
run cop-report summary,growth
LC_ALL=C grep -q '[^ -~]' "$OUT" || fails 'no bars' <"$OUT"

t 'a reader that stops reading ends it without a message'
sample
for f in text csv json md; do
	run bash -o pipefail -c "cop-report roster -f $f 2>said | head -n 1 >/dev/null"
	empty "$f" said
done
need bash

# -- in French and other languages --------------------------------------------------------------------------------------

t '--lang fr, even if no French locale is installed'
sample
for vars in LC_ALL=C.UTF-8 'LC_ALL=C.UTF-8 LANGUAGE=fr' 'LC_ALL=C.UTF-8 LANGUAGE=de LANG=de_DE'; do
	# shellcheck disable=SC2086
	run env $vars cop-report summary --lang fr perinatal
	status 0
	out_has '30 juin 2026'
	out_lacks 'June'
	out_lacks 'Members'
done
run cop-report growth --lang fr --period 2026-06 perinatal
out_has 'Période'
run cop-report growth --lang fr-CA --period 2026-06 perinatal
out_has 'Période'

t 'in French, a no-break space stands before the colon'
edges
# month back term touch twice year; only the seat
run cop-report roster a --lang fr
status 0
out_has 'Membres : 6'
out_has 'Responsables : 1'
run cop-report roster a --lang fr -f html
out_has "Membres$(printf '\302\240'): 6"
run cop-report roster a
out_has 'Members: 6'

t "without --lang, in the registry's first language"
sample
sed -i 's/^languages: .*/languages: [fr, en]/' registry.yaml
run cop-report summary perinatal
out_has '30 juin 2026'
run cop-report summary perinatal --lang en
out_has 'June 30, 2026'

t 'nothing on a page is left in English'
sample
for kind in summary roster growth breakdown 'breakdown --by language,region' overlap 'overlap --people' composition coverage terms \
	consent 'consent --people' goals pulse; do
	# shellcheck disable=SC2086
	run cop-report $kind --lang fr
	for word in Members Joined People Nobody Address 'each person' 'Not shown' 'As of' Period Status 'would break' 'may be written' 'most first' Organizations Regions Roles; do
		sed 's/Communities of Practice//; /cop-/d; s/ of / /' "$OUT" >text
		grep -n "\\b$word\\b" text >why && fails "$kind: $word" <why
	done
	status 0
done

t 'a page of HTML marks text in another language than its own'
# A name may be in any of these places: heading, caption, row, column, link.
registry
write registry.yaml <<'EOF'
name: Fédération
languages: [en, fr, iu]
timezone: UTC
hosts: {h: {name: Host}}
roles: {nurse: {fr: Infirmière}, cook: {en: Cook, fr: Cuisinier}}
regions: {north: {fr: Nord}, south: {en: South, fr: Sud}}
EOF
write cops/a.yaml <<'EOF'
name: {fr: Les uns}
host: h
domain: {fr: Un}
community:
  groups: [{id: g, name: {fr: Comité}, appointed: true}]
  composition:
    - {group: g, at_least: 1, note: {fr: Une personne}}
goals:
  - {goal: {fr: But}, target: 1}
EOF
write cops/b.yaml <<'EOF'
name: {en: Others, fr: Les autres}
host: h
domain: Two
EOF
write rosters/a.csv <<'EOF'
email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
a@example.org,Ann,,nurse,north,,,,,2025-01-01,,,,
a@example.org,,,,,,g,,,2025-01-01,,,,
EOF
write rosters/b.csv <<'EOF'
email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
a@example.org,Ann,,cook,south,,,,,2025-01-01,,,,
EOF
run cop-report summary -f html
status 0
out_has '<th scope="row" lang="fr">Les uns</th>'
out_has '<th scope="row">Others</th>'
out_has ' lang="fr">Les uns</text>'
run cop-report summary,growth -f html --every year
out_has ' lang="fr">Les uns</h3>'
out_has '>Others</h3>'
out_has ' lang="fr">Les uns</span></caption>'
run cop-report roster a -f html
out_has '<h2 id="h1" lang="fr">Les uns</h2>'
out_has '<p lang="fr">Comité: 1</p>'
out_has ' lang="fr">Comité</span></caption>'
out_has '<p>Members: 1</p>'
out_has '<td lang="fr">Infirmière</td>'
run cop-report breakdown b --by region,role -f html
out_has '<th scope="row">South</th>'
out_has '<th scope="col" class="right">Cook</th>'
run cop-report breakdown a --by region,role -f html
out_has '<th scope="row" lang="fr">Infirmière</th>'
out_has '<th scope="col" class="right" lang="fr">Nord</th>'
run cop-report overlap -f html
out_has '<th scope="row" lang="fr">Les uns</th><td>Others</td>'
run cop-report composition -f html
out_has '<th scope="row" lang="fr">Une personne</th><td lang="fr">Comité</td>'
run cop-report goals -f html
out_has '<td lang="fr">But</td>'
# Text in the page's own language is not marked, nor is text without a language.
run cop-report summary,growth,goals,roster,composition a b -f html --lang fr --every year
out_has '<html lang="fr">'
out_lacks ' lang="fr">L'
out_lacks ' lang="en"'
# If labels are in English since there is no catalogue, the page's language is English, whatever was asked for.
sed -i 's/fr: Les uns/iu: ᐃᓚᖏᑦ/' cops/a.yaml
run cop-report summary -f html --lang iu
out_has '<html lang="en">'
out_has '<th scope="row" lang="iu">ᐃᓚᖏᑦ</th>'

t 'only the names in machine formats depend on the language'
edges
for f in csv tsv json; do
	cop-report growth -f $f >wanted
	run env LC_ALL=C LANGUAGE=fr cop-report growth -f $f --lang fr
	ok "$f" cmp wanted "$OUT"
done

done_testing
