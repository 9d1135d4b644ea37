#!/bin/sh
# cop-forget: what is erased, what stays for the counts, what is reported, the suppression, and what is refused.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

HISTORY='cop-forget: warning: still in history: the git history still contains what was removed; cop-forget(1) explains how to purge it [history]'

# A federation with two communities, roles and regions, organizations.
federation() {
	registry
	mkdir -p .git
	sed 's/Community A/Community B/' cops/a.yaml >cops/b.yaml
	cat >>registry.yaml <<-'END'
		roles:
		  practitioner: Practitioner
		  nurse: {name: Nurse, within: practitioner}
		  manager: Manager
		regions: {north: North, south: South}
	END
	write organizations.csv <<-'END'
		id,name,aliases,region,domains,member_of,joined,left
		east,East Health,,,,h1,,
		west,West Health,,,,h1,,
	END
}

# Everything that cop-check finds, with warnings, but without the line, which moves, and the address, which changes.
findings() { cop-check -f tsv --no-header -c path,rule,message 2>/dev/null | sed 's/line [0-9]*/line/; s/[^ "]*@[^ "]*/?/' | sort; }

# forget ARGUMENT…: runs cop-forget, keeps the registry as it was in $scratch/before, and verifies that no finding is new.
forget() {
	test -z "$case_skip" || return 0
	rm -rf "$scratch/before" && cp -a . "$scratch/before"
	findings >"$scratch/findings"
	run cop-forget "$@"
	findings >"$scratch/findings.now"
	comm -13 "$scratch/findings" "$scratch/findings.now" >"$scratch/findings.new"
	empty 'cop-forget made something wrong' "$scratch/findings.new"
}

# forgets ARGUMENT…: it succeeds, and the only warning is about history.
forgets() {
	forget "$@"
	status 0
	err "$HISTORY"
}

# changes: lines that the last call took out (-), then lines that it put in (+), of all files in order of their names,
# with ? for pseudonyms. Their lines are sorted, since chance decides where in a file they are.
changes() {
	diff -rN -U0 -x '*.in' "$scratch/before" . | grep -v -e '^---' -e '^+++' -e '^@@' -e '^diff' >"$scratch/diff"
	{
		grep '^-' "$scratch/diff"
		grep '^+' "$scratch/diff" | sed 's/^+[^,]*@[^,]*invalid,/+?,/'
	} >"$scratch/changed"
	same 'the change' "$scratch/changed" "$@"
}

# wrong WORDS ARGUMENT…: a usage error with these words, and nothing is changed.
wrong() {
	words=$1
	shift
	forget "$@"
	status 2
	out ''
	err_has "$words"
	unchanged
}

# gone TEXT: it is in no file but suppressions.csv.
gone() {
	grep -rilF -e "$1" . --exclude='*.in' | grep -v '/suppressions\.csv$' >"$scratch/where"
	empty "files with $1" "$scratch/where"
}

# Everything that people are counted by, as of that day.
counts() {
	cop-list --as-of "$1" -c cop,status,members,applicants,regions
	echo people
	cop-members --as-of "$1" -c email | sort -u | wc -l
	for field in role region organization language; do
		echo "$field"
		cop-members --as-of "$1" -c cop,$field | sort | uniq -c
	done
	echo seats
	cop-members --seats --as-of "$1" -w status=member,former,applicant,declined -c cop,group,position,role,status,applied,joined | sort
	echo overlap
	cop-members --as-of "$1" -c cop,email | sort -u | awk '
		{ in_[$2] = in_[$2] " " $1 }
		END { for (who in in_) print in_[who] }' | sort | uniq -c
}

# A person with everything, and other people.
everybody() {
	federation
	roster a <<-'END'
		al@x.org,Al Roy,west,nurse,north,en,,,,2024-01-01,,,,
		ana@x.org,Ana Roy-Li,west,nurse,north,fr,,,2017-12-01,2018-01-01,2019-12-31,express,2018-01-01,form
		ana@x.org,Ana Roy-Li,east,manager,south,fr,,,,2021-03-01,2023-12-31,implied,2021-03-01,import
		ana@x.org,Ana Roy-Li,west,manager,north,fr,,,,2024-01-01,,implied,2024-01-01,met Ana at a fair
		ana@x.org,,,,,,leads,chair,,2021-04-01,2023-03-31,,,
		ana@x.org,,west,nurse,,,leads,co-chair,,2024-03-01,2027-02-28,,,by ana@x.org
		ana@x.org,,,,,,leads,lead,,2027-03-01,,,,
		bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
	END
	roster b <<-'END'
		Ana@X.org,Ana Roy-Li,,nurse,,,,,2026-06-01,,,,,form
		cy@x.org,Cy,,,,,,,,2026-01-01,,,,
	END
}

# -- rosters -----------------------------------------------------------------------------------------------------------

t 'what identifies the person is erased; what counts need stays, and ends today'
everybody
forgets ana@x.org
changes <<'END'
-ana@x.org,Ana Roy-Li,west,nurse,north,fr,,,2017-12-01,2018-01-01,2019-12-31,express,2018-01-01,form
-ana@x.org,Ana Roy-Li,east,manager,south,fr,,,,2021-03-01,2023-12-31,implied,2021-03-01,import
-ana@x.org,Ana Roy-Li,west,manager,north,fr,,,,2024-01-01,,implied,2024-01-01,met Ana at a fair
-ana@x.org,,,,,,leads,chair,,2021-04-01,2023-03-31,,,
-ana@x.org,,west,nurse,,,leads,co-chair,,2024-03-01,2027-02-28,,,by ana@x.org
-ana@x.org,,,,,,leads,lead,,2027-03-01,,,,
-Ana@X.org,Ana Roy-Li,,nurse,,,,,2026-06-01,,,,,form
+?,forgotten,west,nurse,north,fr,,,2017-12-01,2018-01-01,2019-12-31,,,
+?,forgotten,east,manager,south,fr,,,,2021-03-01,2023-12-31,,,
+?,forgotten,west,manager,north,fr,,,,2024-01-01,2026-06-30,,,
+?,,,,,,leads,chair,,2021-04-01,2023-03-31,,,
+?,,west,nurse,,,leads,co-chair,,2024-03-01,2026-06-30,,,
+?,forgotten,,nurse,,,,,2026-06-01,,2026-06-30,,,
+email,date,reason
+ana@x.org,2026-06-30,forgotten
END
gone ana@x.org
gone Roy-Li
out_like '^a	ana@x\.org	forgotten	'
out_like '^b	ana@x\.org	forgotten	'
out_like '^	ana@x\.org	suppressed	'

t 'the pseudonym is the same in all rosters, valid, and in a domain that cannot exist'
everybody
forgets ana@x.org
cut -d , -f 1 rosters/*.csv | grep '\.invalid$' | sort -u >pseudonyms.in
ok 'one pseudonym' test "$(wc -l <pseudonyms.in)" = 1
file_like pseudonyms.in '^[a-z0-9-]+@[a-z]+\.invalid$'
ok 'nothing of the address is in it' sh -c '! grep -e ana -e x.org pseudonyms.in'
run cop-members --all --seats -w email~forgotten -w mail=yes
status 1
run cop-fmt --check
status 0

t 'pseudonyms cannot be derived from the address, and differ from person to person'
everybody
cp -R . "$scratch/copy"
forget ana@x.org bo@x.org
ok 'two people, two pseudonyms' test "$(cut -d , -f 1 rosters/*.csv | grep '\.invalid$' | sort -u | wc -l)" = 2
cut -d , -f 1 rosters/*.csv | grep '\.invalid$' >pseudonyms.in
cd "$scratch/copy" || exit
run cop-forget ana@x.org bo@x.org
ok 'another run, other pseudonyms' sh -c '! cut -d , -f 1 rosters/*.csv | grep -F -f "$1"' sh "$OLDPWD/pseudonyms.in"
cd "$OLDPWD" && rm -r "$scratch/copy"

t 'the output does not reveal whose a pseudonym is'
everybody
forget ana@x.org bo@x.org
out_lacks .invalid
err_lacks .invalid

t 'counts of every earlier day are unchanged; on the day itself, members are still members'
everybody
days='2018-01-01 2019-12-31 2020-06-30 2021-04-01 2023-12-31 2024-01-01 2026-06-01 2026-06-29'
for day in $days; do counts "$day" >"counts-$day.in"; done
forgets ana@x.org
for day in $days; do
	counts "$day" >now.in
	ok "the counts of $day are the same" cmp "counts-$day.in" now.in
done
# A declined application does not count on that day.
run cop-list -c cop,members,applicants
tabs <<'END'
a|3|0
b|1|0
END
run cop-list -c cop,members,applicants --as-of 2026-07-01
tabs <<'END'
a|2|0
b|1|0
END

t 'the same on the sample: somebody in four communities, a chair, an applicant'
sample
email=$(cop-members -c email | sort | uniq -c | awk '$1 >= 4 { print $2; exit }')
chair=$(cop-members -w position=chair -w status=member -c email | head -n 1)
waits=$(cop-members -w status=applicant -c email | head -n 1)
days='2022-03-31 2024-06-30 2025-12-31 2026-06-29'
for day in $days; do counts "$day" >"counts-$day.in"; done
cop-members --all -w "email=$email,$chair,$waits" -c name | sort -u >names.in
forget "$email" "$chair" "$waits"
status 0
for day in $days; do
	counts "$day" >now.in
	ok "the counts of $day are the same" cmp "counts-$day.in" now.in
done
for who in "$email" "$chair" "$waits"; do gone "$who"; done
# Namesakes would still be in the rosters.
while read -r name; do gone ",$name,"; done <names.in
run cop-members -w "email=$email,$chair,$waits" --all
status 1
run cop-fmt --check
status 0

t 'current memberships, terms and applications end on that day; future ones are erased'
federation
roster a <<'END'
app@x.org,A,,,,,,,2026-06-01,,,,,
dec@x.org,D,,,,,,,2026-05-01,,2026-05-31,,,
end@x.org,E,,,,,,,,2020-01-01,2026-06-30,,,
for@x.org,F,,,,,,,,2020-01-01,2020-12-31,,,
for@x.org,,,,,,leads,chair,,2020-02-01,,,,
fut@x.org,U,,,,,,,,2026-07-01,,,,
new@x.org,N,,,,,,,,2026-06-30,,,,
ter@x.org,T,,,,,,,,2020-01-01,2027-12-31,,,
zoe@x.org,Zoe,,,,,,,,2020-01-01,,,,
END
forget app@x.org dec@x.org end@x.org for@x.org fut@x.org new@x.org ter@x.org
status 0
sed 's/^[^,]*invalid,/?,/' rosters/a.csv | sort >rows
file rows <<END
?,,,,,,leads,chair,,2020-02-01,,,,
?,forgotten,,,,,,,,2020-01-01,2020-12-31,,,
?,forgotten,,,,,,,,2020-01-01,2026-06-30,,,
?,forgotten,,,,,,,,2020-01-01,2026-06-30,,,
?,forgotten,,,,,,,,2026-06-30,2026-06-30,,,
?,forgotten,,,,,,,2026-05-01,,2026-05-31,,,
?,forgotten,,,,,,,2026-06-01,,2026-06-30,,,
$H
zoe@x.org,Zoe,,,,,,,,2020-01-01,,,,
END

t 'somebody who was approved but would join later: an application that ended is left'
federation
roster a <<'END'
a@x.org,Ann Ek,,nurse,,,,,2026-06-01,2026-08-01,,,,
END
forgets a@x.org
changes <<'END'
-a@x.org,Ann Ek,,nurse,,,,,2026-06-01,2026-08-01,,,,
+?,forgotten,,nurse,,,,,2026-06-01,,2026-06-30,,,
+email,date,reason
+a@x.org,2026-06-30,forgotten
END

t 'a seat with an application that would begin later'
federation
roster a <<'END'
a@x.org,Ann Ek,,nurse,,,,,,2020-01-01,,,,
a@x.org,,,,,,leads,,2026-06-01,2026-08-01,2027-07-31,,,
END
forgets a@x.org

t 'partial dates'
federation
roster a <<'END'
a@x.org,Ann Ek,,,,,,,,2020,2021,,,
a@x.org,Ann Ek,,,,,,,,2024-03,2026-12,,,
END
forgets a@x.org
changes <<'END'
-a@x.org,Ann Ek,,,,,,,,2020,2021,,,
-a@x.org,Ann Ek,,,,,,,,2024-03,2026-12,,,
+?,forgotten,,,,,,,,2020,2021,,,
+?,forgotten,,,,,,,,2024-03,2026-06-30,,,
+email,date,reason
+a@x.org,2026-06-30,forgotten
END

t '--date: another last day, for somebody who has died or whose request has waited'
federation
roster a <<'END'
a@x.org,Ann Ek,,,,,,,,2020-01-01,,,,
END
forgets a@x.org --date 2026-05-31
changes <<'END'
-a@x.org,Ann Ek,,,,,,,,2020-01-01,,,,
+?,forgotten,,,,,,,,2020-01-01,2026-05-31,,,
+email,date,reason
+a@x.org,2026-05-31,forgotten
END

t '--date in the future is refused: nobody can be half forgotten'
federation
roster a <<'END'
a@x.org,Ann Ek,,,,,,,,2020-01-01,,,,
END
wrong 2026-12-31 a@x.org --date 2026-12-31

t 'an organization in free text may identify the person, and is erased'
federation
rm organizations.csv
roster a <<'END'
a@x.org,Ann Ek,Dr. A’s practice,nurse,north,en,,,,2020-01-01,2020-12-31,,,
END
forgets a@x.org
changes <<'END'
-a@x.org,Ann Ek,Dr. A’s practice,nurse,north,en,,,,2020-01-01,2020-12-31,,,
+?,forgotten,,nurse,north,en,,,,2020-01-01,2020-12-31,,,
+email,date,reason
+a@x.org,2026-06-30,forgotten
END

t 'so is a word that is not an id, in any column'
federation
roster a <<'END'
a@x.org,Ann Ek,Dr. A’s practice,Dr. A,at A’s,A,,,,2020-01-01,2020-12-31,,,
END
forget a@x.org
status 0
gone 'A’s'
gone 'Dr. A'

t 'so is a word that only looks like an id'
federation
roster a <<'END'
a@x.org,Ann Ek,ann-ek-consulting,ann-ek,ann-eks-house,en,,,,2020-01-01,2020-12-31,,,
END
forget a@x.org
status 0
gone ann-ek

t 'further columns are cleared'
federation
write rosters/a.csv <<END
$H,phone,diet
a@x.org,Ann Ek,west,nurse,,,,,,2020-01-01,2020-12-31,,,,555 1234,"nuts, milk"
b@x.org,B,west,nurse,,,,,,2020-01-01,,,,,555 9876,none
END
forgets a@x.org
changes <<'END'
-a@x.org,Ann Ek,west,nurse,,,,,,2020-01-01,2020-12-31,,,,555 1234,"nuts, milk"
+?,forgotten,west,nurse,,,,,,2020-01-01,2020-12-31,,,,,
+email,date,reason
+a@x.org,2026-06-30,forgotten
END

t 'rosters of communities that have ended, and rosters without a community'
everybody
echo 'ended: 2025-12-31' >>cops/a.yaml
mv cops/b.yaml ..
sed -i /2027-03-01/d rosters/a.csv
forgets ana@x.org
gone ana@x.org
gone Roy-Li
# A membership that ended with its community is over.
file_like rosters/a.csv '^[^,]*invalid,forgotten,west,manager,north,fr,,,,2024-01-01,,,,$'

t 'a file that is out of order, quoted, and without a last line end'
federation
printf '%s\nz@x.org,Z,,,,,,,,2020-01-01,,,,\n"ana@x.org","Roy, Ana",,,,,,,,"2020-01-01",,,,\na@x.org,Ann Ek,,,,,,,,2020-01-01,,,,\nana@x.org,,,,,,leads,chair,,2021-01-01,,,,' "$H" | write rosters/a.csv
forget ana@x.org
status 0
gone ana@x.org
gone Roy
{ sed 's/^[^,]*invalid,/?,/' rosters/a.csv && echo; } >rows
file rows <<END
$H
z@x.org,Z,,,,,,,,2020-01-01,,,,
?,forgotten,,,,,,,,2020-01-01,2026-06-30,,,
a@x.org,Ann Ek,,,,,,,,2020-01-01,,,,
?,,,,,,leads,chair,,2021-01-01,2026-06-30,,,
END

t 'people in neighbouring rows, forgotten at once'
federation
roster a <<'END'
a@x.org,Ann Ek,,,,,,,,2020-01-01,,,,
b@x.org,B,,,,,,,,2020-01-01,,,,
c@x.org,C,,,,,,,,2020-01-01,,,,
d@x.org,D,,,,,,,,2020-01-01,,,,
END
for i in 1 2 3 4 5 6 7 8; do
	cp rosters/a.csv a.in
	forget a@x.org b@x.org d@x.org
	status 0
	ok "three are forgotten, one is there ($i)" sh -c 'test "$(grep -c invalid, rosters/a.csv)" = 3 && grep -q "^c@x.org,C,,,,,,,,2020-01-01,,,,$" rosters/a.csv'
	mv a.in rosters/a.csv
done

# -- definitions --------------------------------------------------------------------------------------------------------

t 'contacts and ways to join with the address are removed; nothing else in the file moves'
everybody
cat >>cops/a.yaml <<'END'
# Who to ask
contacts:
  - {role: Chair, name: Ana Roy-Li, email: ANA@x.org}   # since 2024
  - role: Deputy
    name: Bo Li
    email: bo@x.org
  - role: Secretary
    name: Ana Roy-Li

    email: ana@x.org
join:
  admission: open   # to all
  ways:
    - {method: email, email: ana@x.org}
    - {method: form, url: "https://x.org/form"}
#  the end
END
forgets ana@x.org
gone ana@x.org
gone Roy-Li
file cops/a.yaml <<'END'
name: Community A
host: h1
domain: What we share
# Who to ask
contacts:
  - role: Deputy
    name: Bo Li
    email: bo@x.org
join:
  admission: open   # to all
  ways:
    - {method: form, url: "https://x.org/form"}
#  the end
END
out_has 'a	ana@x.org	forgotten	contacts'

t 'the last contact, and the last way'
everybody
cat >>cops/b.yaml <<'END'
join:
  ways: [{method: email, email: ana@x.org}]
contacts: [{role: Chair, name: Ana Roy-Li, email: ana@x.org}]
END
forgets ana@x.org
gone ana@x.org
gone Roy-Li

t 'two people of one list'
everybody
cat >>cops/a.yaml <<'END'
contacts:
  - {role: Chair, name: Ana Roy-Li, email: ana@x.org}
  - {role: Deputy, name: Bo Li, email: bo@x.org}
  - {role: Secretary, name: Cy, email: cy@x.org}
END
forget bo@x.org ana@x.org
status 0
gone ana@x.org
gone bo@x.org
file_has cops/a.yaml '  - {role: Secretary, name: Cy, email: cy@x.org}'

t 'a definition with CRLF line endings keeps them'
everybody
printf 'contacts:\r\n  - {role: Chair, email: ana@x.org}\r\n  - {role: Deputy, email: bo@x.org}\r\n' >>cops/b.yaml
forgets ana@x.org
printf '  - {role: Deputy, email: bo@x.org}\r\n' >line.in
ok 'the other line is as it was' sh -c 'tail -n 1 cops/b.yaml | cmp - line.in'

t 'if the address is elsewhere in a definition, its place is reported, in any case of letters'
everybody
sed -i 's/^  h1: .*/  h1: {name: Host One, email: ana@x.org}/' registry.yaml
cat >>cops/b.yaml <<'END'
practice:
  - write to Ana@x.org
channels: [{kind: list, url: "https://x.org/?to=ana@X.ORG"}]
END
sed -i 's/^cy@x.org.*/&asked by ana@x.org/' rosters/b.csv
forget ana@x.org
status 0
err <<END
registry.yaml:4:1: warning: the forgotten person is mentioned here: decide whether to remove it [stands-here-too]
cops/b.yaml:5:1: warning: the forgotten person is mentioned here: decide whether to remove it [stands-here-too]
cops/b.yaml:6:1: warning: the forgotten person is mentioned here: decide whether to remove it [stands-here-too]
rosters/b.csv:$(grep -n '^cy@' rosters/b.csv | cut -d : -f 1):1: warning: the forgotten person is mentioned here: decide whether to remove it [stands-here-too]
$HISTORY
END

t 'an address that is part of a longer one does not count'
federation
roster a <<'END'
a@x.org,Ann Ek,,,,,,,,2020-01-01,,,,
ana@x.org,Ana,,,,,,,,2020-01-01,,,,
b.a@x.org,Ba,,,,,,,,2020-01-01,,,,
b@x.org,B,,,,,,,,2020-01-01,,,,see a@x.org.uk
END
forgets a@x.org

t 'if the name is there, its place is reported, but not the name'
everybody
cat >>cops/b.yaml <<'END'
practice:
  - talk to Ana Roy-Li
contacts: [{role: Chair, name: Ana Roy-Li}]
END
forget ana@x.org
err_like '^cops/b\.yaml:5:'
err_like '^cops/b\.yaml:6:'
err_lacks Roy-Li
out_lacks Roy-Li

t 'a name in another row, in organizations.csv or in suppressions.csv is reported, in any spelling of case and accents'
federation
roster a <<'END'
ana@x.org,Amélie Roy,,,,,,,,2020-01-01,,,,
END
roster b <<'END'
ana@old.org,AMELIE ROY,,,,,,,,2020-01-01,,,,
bo@x.org,Bo,,,,,,,,2020-01-01,,,,import; asked by amélie Roy.
cy@x.org,Amélie Roy-Li,,,,,,,,2020-01-01,,,,
di@x.org,Amélie,,,,,,,,2020-01-01,,,,
END
echo 'roy,Cabinet Amélie Roy,,,,,,' >>organizations.csv
write suppressions.csv <<'END'
email,date,reason
ana@old.org,2025-01-01,Amelie Roy asked
END
forget ana@x.org
status 0
for place in rosters/b.csv:2 rosters/b.csv:3 organizations.csv:4 suppressions.csv:2; do err_has "$place:1: warning: "; done
ok 'those are all' test "$(grep -c stands-here-too "$ERR")" = 4
err_lacks Roy

t 'a reason of the suppression that names the person is reported; the suppression itself is not'
federation
roster a <<'END'
ana.roy@x.org,Ana Roy,,,,,,,,2020-01-01,,,,
END
forgets ana.roy@x.org --reason 'asked by letter'
roster a <<'END'
ana.roy@x.org,Ana Roy,,,,,,,,2020-01-01,,,,
END
echo 'email,date,reason' >suppressions.csv
forget ana.roy@x.org --reason 'Ana Roy asked'
err_like '^suppressions\.csv:2:1: warning: '

t 'marks around a name or an address are not part of it, in any script'
everybody
cat >>cops/b.yaml <<'END'
practice:
  - le groupe d’Ana Roy-Li
  - voir « Ana Roy-Li »
  - écrire à «ana@x.org»
  - Chair—Ana Roy-Li…
  - (Ana Roy-Li), "ana@x.org", mailto:ana@x.org?subject=x
END
forget ana@x.org
for line in 5 6 7 8 9; do err_has "cops/b.yaml:$line:"; done

t 'a name that is part of other words, or a single word, does not count'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
bo@x.org,Al Bo,,,,,,,,2020-01-01,,,,
END
cat >>cops/a.yaml <<'END'
practice: [Royal boards, and Al]
END
forgets al@x.org bo@x.org

t 'a definition that cannot be read: its lines are reported'
everybody
printf 'name: [\ncontacts:\n  - {role: Chair, email: ana@x.org}\n' >cops/c.yaml
forget ana@x.org
err_like '^cops/c\.yaml:3:'
file_has cops/c.yaml ana@x.org
ok 'rosters are done' sh -c '! grep -ri ana@x.org rosters'

t 'the last chair is removed too, and the rule that this breaks is reported'
everybody
cat >>cops/a.yaml <<'END'
community:
  composition: [{group: leads, position: co-chair, at_least: 1}]
END
run cop-forget ana@x.org
status 0
err_like 'composition'
gone ana@x.org

# -- suppressions.csv ---------------------------------------------------------------------------------------------------

t 'a suppression is added in its place, with the given reason'
everybody
write suppressions.csv <<'END'
email,date,reason
al@y.org,2020-01-01,
zoe@x.org,2020-01-01,"asked, twice"
END
chmod 640 suppressions.csv
forgets ana@x.org --reason 'asked by letter, "all of it"'
file suppressions.csv <<'END'
email,date,reason
al@y.org,2020-01-01,
ana@x.org,2026-06-30,"asked by letter, ""all of it"""
zoe@x.org,2020-01-01,"asked, twice"
END
ok 'its mode is kept' test "$(stat -c %a suppressions.csv)" = 640

t 'git history is spoken of only where there is some: of the definitions, or of the people'
everybody
rmdir .git
forget ana@x.org
status 0
err ''
everybody
rmdir .git
mkdir -p private/.git
mv rosters organizations.csv private/
echo 'people: private' >>registry.yaml
run cop-forget ana@x.org
status 0
err "$HISTORY"

t 'where people and definitions share a folder, it is locked once'
everybody
mv rosters organizations.csv cops/
echo 'people: cops' >>registry.yaml
run timeout 20 cop-forget ana@x.org
status 0
ok 'she is suppressed' grep -q '^ana@x.org,' cops/suppressions.csv

t 'only its owner can read a new suppressions.csv'
everybody
forgets ana@x.org
ok 'its mode' test "$(stat -c %a suppressions.csv)" = 600

t 'an existing suppression stays as it is, even in quotes or upper case'
for line in ana@x.org '"ana@x.org"' Ana@x.org; do
	everybody
	printf 'email,date,reason\n%s,2020-01-01,asked\n' "$line" >suppressions.csv
	forget ana@x.org --reason other
	status 0
	out_has "${TAB}ana@x.org${TAB}already${TAB}suppressed since 2020-01-01"
	file suppressions.csv <<-END
		email,date,reason
		$line,2020-01-01,asked
	END
done

t 'a suppression that would begin later begins now'
everybody
write suppressions.csv <<'END'
email,date,reason
ana@x.org,2027-01-01,asked
ana@x.org,2028-01-01,"by mistake, twice"
END
forget ana@x.org
status 0
file suppressions.csv <<'END'
email,date,reason
ana@x.org,2026-06-30,asked
ana@x.org,2028-01-01,"by mistake, twice"
END

t 'an address that is nowhere: a near one is suggested'
everybody
forgets anna@x.org
tabs <<'END'
|anna@x.org|suppressed|not in any roster or contact (did you mean "ana@x.org"?)
END
forgets anna@x.org
tabs <<'END'
|anna@x.org|already|suppressed since 2026-06-30
END

t 'an address that is nowhere is suppressed all the same, and the message says so'
everybody
forgets Nobody@Y.org
tabs <<'END'
|nobody@y.org|suppressed|not in any roster or contact
END
changes <<'END'
+email,date,reason
+nobody@y.org,2026-06-30,forgotten
END

t 'a dry run says which addresses are nowhere, and suggests a near one'
everybody
run cop-forget -n anna@x.org
status 0
out_has '+anna@x.org,2026-06-30,forgotten'
err <<END
cop-forget: warning: not found: anna@x.org: not in any roster or contact (did you mean "ana@x.org"?) [not-found]
$HISTORY
END
run cop-forget -n ana@x.org nobody@y.org
status 0
err <<END
cop-forget: warning: not found: nobody@y.org: not in any roster or contact [not-found]
$HISTORY
END
forget anna@x.org
run cop-forget -n anna@x.org
status 0
out ''
err "$HISTORY"

t 'a last line without its line end; more columns; a file that is out of order'
everybody
printf 'email,date,reason,by\nal@y.org,2020-01-01,,me' >suppressions.csv
forget ana@x.org bo@x.org
file suppressions.csv <<'END'
email,date,reason,by
al@y.org,2020-01-01,,me
ana@x.org,2026-06-30,forgotten,
bo@x.org,2026-06-30,forgotten,
END
printf 'email,date,reason\nzoe@y.org,2020-01-01,\nal@y.org,2020-01-01,\n' >suppressions.csv
forget nobody@x.org
file suppressions.csv <<'END'
email,date,reason
zoe@y.org,2020-01-01,
al@y.org,2020-01-01,
nobody@x.org,2026-06-30,forgotten
END

t 'a last line without its line end, and several addresses: before it and after it'
everybody
printf 'email,date,reason\nmo@y.org,2020-01-01,asked' >suppressions.csv
run cop-forget zoe@y.org ana@x.org zed@y.org
status 0
file suppressions.csv <<'END'
email,date,reason
ana@x.org,2026-06-30,forgotten
mo@y.org,2020-01-01,asked
zed@y.org,2026-06-30,forgotten
zoe@y.org,2026-06-30,forgotten
END

t 'a suppression that would begin later, in a last line without its line end, and another one after it'
everybody
printf 'email,date,reason,by\n"ana@x.org",2027-01-01,"asked, twice",me' >suppressions.csv
run cop-forget ana@x.org zoe@y.org
status 0
file suppressions.csv <<'END'
email,date,reason,by
ana@x.org,2026-06-30,"asked, twice",me
zoe@y.org,2026-06-30,forgotten,
END

t 'a suppressions.csv that cannot be read: nothing is changed'
everybody
printf 'mail,since\n' >suppressions.csv
forget ana@x.org
status 2
out ''
err_like '^suppressions\.csv:1:1: error: '
unchanged

t 'a reason that the file cannot hold is refused'
everybody
for reason in 'two\nlines' 'a\rb' 'a\0033b' 'a\0377b'; do
	forget ana@x.org --reason "$(printf %b "$reason")"
	status 2
	unchanged
done
forget ana@x.org --reason "$(printf '%4097s' '' | tr ' ' x)"
status 2
unchanged

# -- operands --------------------------------------------------------------------------------------------------------------

t '- reads addresses, so that they appear in no list of processes'
everybody
printf ' ANA@x.org \tAna\nbo@x.org\n' >who.in
forget - <who.in
status 0
gone ana@x.org
gone bo@x.org
gone Roy-Li
ok 'the others are there' grep -q '^al@x.org,Al Roy' rosters/a.csv

t 'an address that is given twice counts once'
everybody
forgets ana@x.org Ana@X.ORG
ok 'one suppression' test "$(grep -c ana@x.org suppressions.csv)" = 1
ok 'one line for each roster and the suppression' test "$(wc -l <"$OUT")" = 3

t 'what is not an address is refused: it may be a mistyped one, or the id of a community'
everybody
for email in nonsense a 'b c@x.org' @x.org bo@ bo@x..org 'x,y@x.org' "$(printf 'bo@x.org\ncy@x.org')" "$(printf 'bo\033@x.org')"; do
	forget "$email"
	ok "$email is refused" test "$got_status" = 1 -o "$got_status" = 2
	unchanged
done

t 'with empty input, nobody is forgotten'
everybody
forget ''
ok 'an empty operand is refused' test "$got_status" = 1 -o "$got_status" = 2
unchanged
forget -
status 1
out ''
unchanged
printf '\n\n' >who.in
forget - <who.in
status 1
unchanged

t 'one of several operands is not an address: nobody is forgotten'
everybody
forget ana@x.org nonsense
ok 'it is refused' test "$got_status" = 1 -o "$got_status" = 2
unchanged

t 'usage'
everybody
wrong 'address'
wrong 'no-such' --no-such ana@x.org
wrong 'colums' -c colums ana@x.org
wrong 'yaml' -f yaml ana@x.org
wrong '2026-02-30' --date 2026-02-30 ana@x.org
wrong 'reason' --reason

# -- all or nothing ---------------------------------------------------------------------------------------------------------

t 'a row of that address cannot be read: nothing is changed, since it must be corrected first'
everybody
echo 'contacts: [{role: Chair, email: ana@x.org}]' >>cops/b.yaml
echo 'Ana@x.org,Ana Roy-Li,too,few' >>rosters/b.csv
forget ana@x.org bo@x.org
status 2
out ''
err_like '^rosters/b\.csv:4:1: error: .*correct it first \[csv-syntax\]$'
err_lacks Roy-Li
unchanged
# Rows of other people that cannot be read do not matter.
forgets bo@x.org
gone bo@x.org

t 'a contact under a key that is there twice'
everybody
printf 'contacts: [{role: Chair, email: ana@x.org}]\ncontacts: []\n' >>cops/b.yaml
forgets ana@x.org
gone ana@x.org
file_has cops/b.yaml 'contacts: []'

t 'an organizations.csv that cannot be read: which words are ids is unknown, and nothing is changed'
everybody
sed -i 1s/id/ident/ organizations.csv
forget ana@x.org
status 2
err_like '^organizations\.csv:1:1: error: '
unchanged

t 'a roster whose header or form is wrong: nothing is changed'
everybody
sed -i 1s/email/mail/ rosters/b.csv
forget ana@x.org
status 2
err_like '^rosters/b\.csv:1:1: error: '
unchanged

t 'a second run does no harm'
everybody
forgets ana@x.org
forgets ana@x.org
unchanged
out_lacks forgotten

t 'killed between two files: the same command completes the change'
everybody
echo 'contacts: [{role: Chair, email: ana@x.org}]' >>cops/b.yaml
cp -R . "$scratch/old"
for path in rosters/a.csv rosters/b.csv cops/b.yaml suppressions.csv; do
	forget ana@x.org
	if test -e "$scratch/old/$path"; then cp "$scratch/old/$path" $path; else rm $path; fi
	forget ana@x.org
	status 0
	gone ana@x.org
	gone Roy-Li
	file_has suppressions.csv ana@x.org,2026-06-30,
	run cop-list a -c members --as-of 2024-06-30
	out 3
	rm -r cops rosters suppressions.csv
	cp -R "$scratch/old/." .
done
rm -r "$scratch/old"

t 'what a killed run leaves beside a roster reveals the pseudonym, and is removed too'
everybody
cp -R . "$scratch/old"
forget ana@x.org
cp "$scratch/old/rosters/a.csv" rosters/.a.csv.new
cp "$scratch/old/rosters/b.csv" rosters/b.csv
rm suppressions.csv
forget ana@x.org
status 0
gone ana@x.org
ok 'one pseudonym' test "$(cut -d , -f 1 rosters/*.csv | grep '\.invalid$' | sort -u | wc -l)" = 1
rm -r "$scratch/old"

t 'two people whose rows became alike when a run was killed stay two people'
federation
roster a <<'END'
al@x.org,Al Roy,,nurse,,,,,,2024-01-01,,,,
bo@x.org,Bo Li,,nurse,,,,,,2024-01-01,,,,
END
roster b <<'END'
al@x.org,Al Roy,,nurse,,,,,,2025-01-01,,,,
bo@x.org,Bo Li,,nurse,,,,,,2025-01-01,,,,
END
cp -R . "$scratch/old"
forget al@x.org bo@x.org
cp "$scratch/old/rosters/a.csv" rosters/.a.csv.new
cp "$scratch/old/rosters/b.csv" rosters/b.csv
rm suppressions.csv
forget al@x.org bo@x.org
status 0
for roster in a b; do
	ok "two in $roster" test "$(cut -d , -f 1 rosters/$roster.csv | grep '\.invalid$' | sort -u | wc -l)" = 2
done
ok 'the same two' test "$(cut -d , -f 1 rosters/*.csv | grep '\.invalid$' | sort -u | wc -l)" = 2
rm -r "$scratch/old"

t 'many people at once: each is erased everywhere, and all suppressions are in their places'
federation
awk 'BEGIN { for (i = 100; i < 400; i++) printf "p%d@x.org,P Nr%d,,,,,,,,2024-01-01,,,,\n", i, i }' | roster a
awk 'BEGIN { for (i = 150; i < 500; i += 2) printf "p%d@x.org,P Nr%d,,,,,,,,2024-01-01,,,,\n", i, i }' | roster b
write suppressions.csv <<'END'
email,date,reason
p150@x.org,2025-01-01,asked
p250.a@x.org,2025-01-01,asked
p300@x.org,2027-01-01,asked
END
awk 'BEGIN { for (i = 299; i >= 100; i--) printf "p%d@x.org\n", i; print "P300@x.org"; print "q@x.org" }' >many.in
run cop-forget - <many.in
status 0
err "$HISTORY"
ok 'in a' test "$(grep -c forgotten rosters/a.csv)" = 201
ok 'in b' test "$(grep -c forgotten rosters/b.csv)" = 76
ok 'one pseudonym each' test "$(cut -d , -f 1 rosters/*.csv | grep '\.invalid$' | sort -u | wc -l)" = 201
ok 'nobody is left' test "$(cat rosters/*.csv | grep -c '^p[12]')" = 0
file_has suppressions.csv p300@x.org,2026-06-30,asked
ok 'as many suppressions' test "$(wc -l <suppressions.csv)" = 204
ok 'in order' sh -c 'tail -n +2 suppressions.csv | LC_ALL=C sort -c'
ok 'the one in no roster' grep -qx "$(printf '\tq@x.org\tsuppressed\tnot in any roster or contact')" "$OUT"
ok 'only that one' test "$(grep -c 'not in any roster' "$OUT")" = 1

t '-n: one diff over all files, and nothing is changed'
everybody
echo 'contacts: [{role: Chair, email: ana@x.org}]' >>cops/b.yaml
forget ana@x.org -n
status 0
err "$HISTORY"
unchanged
sed 's/^+[^,]*@[^,]*invalid,/+?,/' "$OUT" >diff.in
for line in '--- a/cops/b.yaml' '-contacts: [{role: Chair, email: ana@x.org}]' '--- a/rosters/a.csv' '--- a/rosters/b.csv' \
	'+?,forgotten,,nurse,,,,,2026-06-01,,2026-06-30,,,' '+++ b/suppressions.csv' '+ana@x.org,2026-06-30,forgotten'; do
	ok "the diff has $line" grep -qxF -e "$line" diff.in
done

# -- output, files, other errors -----------------------------------------------------------------------------------------------

t 'formats and columns'
federation
roster a <<'END'
a@x.org,Ann Ek,,,,,,,,2020-01-01,,,,
END
forget a@x.org -f csv -c cop,email,result
out <<'END'
cop,email,result
a,a@x.org,forgotten
,a@x.org,suppressed
END
roster b <<'END'
b@x.org,B,,,,,,,,2020-01-01,,,,
END
forget b@x.org -c result --header
out <<'END'
result
forgotten
suppressed
END
forget c@x.org -f json -c email,result
out '{"email":"c@x.org","result":"suppressed"}'

t 'the modes of the files are kept, and no temporary file is left'
everybody
echo 'contacts: [{role: Chair, email: ana@x.org}]' >>cops/b.yaml
chmod 640 rosters/a.csv
chmod 600 rosters/b.csv
chmod 664 cops/b.yaml
forgets ana@x.org
ok 'the mode of a roster' test "$(stat -c %a rosters/a.csv)" = 640
ok 'the mode of the other' test "$(stat -c %a rosters/b.csv)" = 600
ok 'the mode of a definition' test "$(stat -c %a cops/b.yaml)" = 664
ok 'no temporary file is left' sh -c 'test -z "$(find . -name ".*.new" -o -name "*~")"'

t 'files that contain none of the people are not touched'
everybody
ls -li --time-style=full-iso rosters/b.csv cops/*.yaml registry.yaml organizations.csv >"times.in"
forgets bo@x.org
ls -li --time-style=full-iso rosters/b.csv cops/*.yaml registry.yaml organizations.csv >"times-now.in"
ok 'no file was touched' cmp times.in times-now.in

t 'without a registry, and with people who are elsewhere'
run cop-forget a@x.org
status 2
out ''
err_has registry.yaml
registry
echo 'people: private' >>registry.yaml
echo 'contacts: [{role: Chair, email: a@x.org}]' >>cops/a.yaml
forget a@x.org
status 2
out ''
err_like '^registry\.yaml:[0-9]+:[0-9]+: error: '
unchanged
mkdir private
roster a <<'END'
a@x.org,Ann Ek,,,,,,,,2020-01-01,,,,
END
mv rosters private
forget a@x.org
status 0
gone a@x.org
file private/suppressions.csv <<'END'
email,date,reason
a@x.org,2026-06-30,forgotten
END
absent suppressions.csv

t 'a registry without rosters does not get a folder for them'
registry
forget nobody@x.org
status 0
absent rosters

t 'a definition that cannot be read: nothing is forgotten, and nothing else is said'
everybody
mv cops/a.yaml real && ln -s ../real cops/a.yaml
unchanged_by cop-forget ana@x.org
status 2
out ''
err 'cops/a.yaml: error: cannot read: a symbolic link, which is not followed here [unreadable]'

t 'a roster or definition in UTF-16 may hold anybody: nothing is forgotten'
everybody
iconv -t UTF-16 cops/a.yaml >a.in && mv a.in cops/a.yaml
unchanged_by cop-forget ana@x.org
status 2
err 'cops/a.yaml:1:1: error: not UTF-8: UTF-16; save it as UTF-8 [not-utf8]'
everybody
iconv -t UTF-16 rosters/a.csv >a.in && mv a.in rosters/a.csv
unchanged_by cop-forget ana@x.org
status 2
err "rosters/a.csv:1:1: error: in a spreadsheet's format: UTF-16; run cop-fmt [csv-foreign]"
run cop-fmt
forgets ana@x.org
gone ana@x.org

t 'a contact in a community that is added while it waits for the lock is removed, too'
need flock
everybody
hold cops cops/a.yaml 'printf "%s\n" "name: New" "host: h1" "domain: D" "reviewed: 2026-06-30" "contacts:" "  - {role: a, name: A, email: ana@x.org}" >cops/new.yaml'
forgets ana@x.org
waited
gone ana@x.org

t 'a reader that goes away early, and output to a full disk'
everybody
run sh -c 'cop-forget ana@x.org | head -n 0'
status 0
gone ana@x.org
test -w /dev/full || skip 'no /dev/full'
run sh -c 'cop-forget bo@x.org >/dev/full'
status 74
err_has 'cannot write output'

t 'no name appears on standard error, nor in the list of changes'
everybody
forget ana@x.org
out_lacks Roy-Li
err_lacks Roy-Li

# What cop-forget(1) tells to do about history, as it stands there; the word list comes first.
WORDS='regex:(?i)\bana@example\.org\b==>forgotten@forgotten.invalid
literal:Ana Roy==>forgotten'

# A server, in whose history Ana is: in a roster, a contact, a message, the message of a tag, and a branch; and now forgotten.
recorded() {
	git init -q --bare -b main server.git && mkdir work && cd work && federation || exit
	echo 'contacts: [{name: Ana Roy, email: ana@example.org}]' >>cops/b.yaml
	roster a <<-'END'
		ana@example.org,Ana Roy,,nurse,,,,,,2020-01-01,,,,
		diana@example.org,Diana Royce,,nurse,,,,,,2020-01-01,,,,
		other@example.org,Ana Roy,,nurse,,,,,,2021-01-01,,,,
	END
	git init -q -b main . && git add . && git commit -q -m 'Ana@Example.org' && git branch old
	git tag -a -m 'from ana@example.org' v1
	git remote add origin ../server.git
	cop-forget ana@example.org >/dev/null 2>&1
	git add . && git commit -q -m 'Somebody is forgotten' && git push -q --mirror origin
	cd .. && git clone -q --no-local server.git pure && cd pure || exit
	git archive -o ../files.tar HEAD
	printf '%s\n' "$WORDS" >../words
}

# The last steps; then only the suppression names Ana in anything that the server holds, and no file has changed.
purged() {
	git remote add origin ../server.git
	git push -q --force --mirror origin
	(cd ../server.git && git reflog expire --expire=now --all && git gc -q --prune=now)
	git -C ../server.git cat-file --batch-all-objects --batch >../objects
	run grep -aix 'ana@example\.org,.*' ../objects
	out 'ana@example.org,2026-06-30,forgotten'
	run grep -aic 'ana@example\.org' ../objects
	# The address is the end of Diana's, whose rows stay.
	out "$(($(grep -aic 'diana@example\.org' ../objects) + 1))"
	run git -C ../server.git branch
	out_has old
	rm -rf .git ../work/.git
	ok 'the files are as they were' diff -r . ../work
}

t 'the history is rewritten as the manual says: the person is in no object, and no other file or row suffers'
need git git-filter-repo
if test -z "$case_skip"; then
	recorded
	git filter-repo --quiet --replace-text ../words --replace-message ../words
	tar -xf ../files.tar && rm ../files.tar ../words
	git commit -q -am 'The files as they were'
	run git cat-file --batch-all-objects --batch
	out_has 'diana@example.org,Di'
	purged
fi

t 'the history of all people is deleted as the manual says: contacts and messages are rewritten'
need git git-filter-repo
if test -z "$case_skip"; then
	recorded
	git filter-repo --quiet --invert-paths --path rosters --path suppressions.csv \
	    --replace-text ../words --replace-message ../words
	tar -xf ../files.tar && rm ../files.tar ../words
	git add rosters suppressions.csv
	git commit -q -am 'The people, without their history'
	run git log --all --oneline -- rosters
	ok 'rosters have one version' test "$(wc -l <"$OUT")" = 1
	purged
fi

done_testing
