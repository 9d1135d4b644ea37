#!/bin/sh
# cop-amend: which rows a correction changes, a change from a day on, a new address, and what is refused.
# shellcheck disable=SC2016 # scripts of other programs are in single quotes
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# A federation with two communities, roles and regions that contain others, and organizations.
federation() {
	registry
	sed 's/Community A/Community B/' cops/a.yaml >cops/b.yaml
	cat >>registry.yaml <<-'END'
		languages: [en, fr]
		roles:
		  practitioner: Practitioner
		  nurse: {name: {en: Nurse, fr: Infirmière}, within: practitioner}
		  manager: Manager
		regions:
		  north: {en: The North, fr: Le Nord}
		  south: South
	END
	write organizations.csv <<-'END'
		id,name,aliases,region,domains,member_of,joined,left
		east,East Health,EHC;East Clinic,south,east.example,h1,,
		west,West Health,,north,west.example,h1,,
	END
}

amend() { change cop-amend "$@"; }

# rows ID: below its header, the roster holds exactly standard input.
rows() {
	sed 1d "rosters/$1.csv" >"$scratch/rows"
	same "rosters/$1.csv" "$scratch/rows"
}

# amends ARGUMENT…: it succeeds without a message.
amends() {
	amend "$@"
	status 0
	out_lacks refused
	err ''
}

# refuses WORDS ARGUMENT…: it refuses somebody with these words, and changes nothing at all.
refuses() {
	words=$1
	shift
	amend "$@"
	status 1
	out_like "${TAB}refused${TAB}.*$words"
	out_lacks "${TAB}changed"
	err ''
	unchanged
}

# wrong WORDS ARGUMENT…: a usage error with these words, and nothing is changed.
wrong() {
	words=$1
	shift
	amend "$@"
	status 2
	out ''
	err_has "$words"
	unchanged
}

# A person with everything: back after a pause, a change of employer, a seat, a membership elsewhere; and other people.
everybody() {
	federation
	roster a <<-'END'
		ana@x.org,Ana Roy,west,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
		ana@x.org,Ana Roy,east,nurse,south,en,,,2021-02-01,2021-03-01,2023-12-31,implied,2021-03-01,import
		ana@x.org,Ana Roy,west,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
		ana@x.org,,,manager,,,leads,chair,,2024-03-01,,,,
		bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
	END
	roster b <<-'END'
		ana@x.org,Ana M. Roy,,nurse,,,,,2026-06-01,,,,,form
		cy@x.org,Cy,,,,,,,,2026-01-01,,,,
	END
}

# -- a correction ------------------------------------------------------------------------------------------------

t 'a name is corrected in every row of every roster, except in seats'
everybody
amends ana@x.org 'name=Anaïs Roy'
tabs <<'END'
a|ana@x.org|changed|
b|ana@x.org|changed|
END
changes <<'END'
-ana@x.org,Ana Roy,west,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
-ana@x.org,Ana Roy,east,nurse,south,en,,,2021-02-01,2021-03-01,2023-12-31,implied,2021-03-01,import
-ana@x.org,Ana Roy,west,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
+ana@x.org,Anaïs Roy,west,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
+ana@x.org,Anaïs Roy,east,nurse,south,en,,,2021-02-01,2021-03-01,2023-12-31,implied,2021-03-01,import
+ana@x.org,Anaïs Roy,west,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
-ana@x.org,Ana M. Roy,,nurse,,,,,2026-06-01,,,,,form
+ana@x.org,Anaïs Roy,,nurse,,,,,2026-06-01,,,,,form
END

t 'an organization is corrected in every row that has the same mistake as the current row'
everybody
amends ana@x.org organization=east
# What was east stays east. The application without an organization is the current row in b.
changes <<'END'
-ana@x.org,Ana Roy,west,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
+ana@x.org,Ana Roy,east,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
-ana@x.org,Ana Roy,west,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
+ana@x.org,Ana Roy,east,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
-ana@x.org,Ana M. Roy,,nurse,,,,,2026-06-01,,,,,form
+ana@x.org,Ana M. Roy,east,nurse,,,,,2026-06-01,,,,,form
END

t 'a region and a language likewise; a role that a seat has of its own is only changed for that seat'
everybody
amends ana@x.org region=south language=fr-CA role=practitioner
rows a <<'END'
ana@x.org,Ana Roy,west,practitioner,south,fr-CA,,,,2018-01-01,2019-12-31,express,2018-01-01,form
ana@x.org,Ana Roy,east,practitioner,south,fr-CA,,,2021-02-01,2021-03-01,2023-12-31,implied,2021-03-01,import
ana@x.org,Ana Roy,west,practitioner,south,fr-CA,,,,2024-01-01,,implied,2024-01-01,email
ana@x.org,,,manager,,,leads,chair,,2024-03-01,,,,
bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
END

t 'each field is judged by itself: a row may share one mistake and not another; a name is that of all rows'
federation
roster a <<'END'
a@x.org,Al,west,nurse,,,,,,2018-01-01,2019-12-31,,,
a@x.org,A,east,manager,,,,,,2020-01-01,2023-12-31,,,
a@x.org,A,east,nurse,,,,,,2024-01-01,,,,
END
amends a@x.org organization=west role=practitioner name=Ali
rows a <<'END'
a@x.org,Ali,west,practitioner,,,,,,2018-01-01,2019-12-31,,,
a@x.org,Ali,west,manager,,,,,,2020-01-01,2023-12-31,,,
a@x.org,Ali,west,practitioner,,,,,,2024-01-01,,,,
END

t 'source and consent are corrected in the current row only'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2018-01-01,2019-12-31,implied,2018-01-01,form
a@x.org,A,,,,,,,,2024-01-01,,implied,2018-01-01,form
END
amends a@x.org source=meeting
rows a <<'END'
a@x.org,A,,,,,,,,2018-01-01,2019-12-31,implied,2018-01-01,form
a@x.org,A,,,,,,,,2024-01-01,,implied,2018-01-01,meeting
END
amends a@x.org consent=express consented=2024-02-03
rows a <<'END'
a@x.org,A,,,,,,,,2018-01-01,2019-12-31,implied,2018-01-01,form
a@x.org,A,,,,,,,,2024-01-01,,express,2024-02-03,meeting
END

t 'consent without a date gets the date of today; no consent has no date'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2024-01-01,,express,2024-01-01,form
END
amends a@x.org consent=withdrawn
rows a <<'END'
a@x.org,A,,,,,,,,2024-01-01,,withdrawn,2026-06-30,form
END
run cop-members -c email,mail
tabs <<'END'
a@x.org|no
END
amends a@x.org consent=
rows a <<'END'
a@x.org,A,,,,,,,,2024-01-01,,,,form
END

t 'withdrawn consent is recorded in every roster at once, for former members and applicants too'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,2025-12-31,implied,2020-01-01,
END
roster b <<'END'
a@x.org,A,,,,,,,2026-06-01,,,express,2026-06-01,
END
run cop-members --all -c cop,mail
tabs <<'END'
a|yes
b|yes
END
amends a@x.org consent=withdrawn
run cop-members --all -c cop,mail
tabs <<'END'
a|no
b|no
END

t 'consent that is already recorded keeps its date'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,withdrawn,2024-05-06,
END
amends a@x.org consent=withdrawn
tabs <<'END'
a|a@x.org|already|
END
unchanged

t 'a date of consent without a consent is no evidence'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,,,
END
amend a@x.org consented=2024-05-06
unchanged

t 'ids are recognized by name in any language, alias, and without regard to case and accents'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,,,
END
amends a@x.org role=INFIRMIERE 'region=le nord' 'organization=ehc'
rows a <<'END'
a@x.org,A,east,nurse,north,,,,,2020-01-01,,,,
END

t 'without organizations.csv an organization is any text'
federation
rm organizations.csv
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,,,
END
amends a@x.org 'organization=Roy, Li & "Co"'
rows a <<'END'
a@x.org,A,"Roy, Li & ""Co""",,,,,,,2020-01-01,,,,
END

t 'an empty value clears the field, and blanks around a value are dropped'
everybody
amends bo@x.org role= region= 'name=  Bo Lee '
changes <<'END'
-bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
+bo@x.org,Bo Lee,west,,,en,,,,2024-01-01,,,,
END

t 'a value may contain an equals sign, and is normalized to NFC'
everybody
amends bo@x.org 'name=Bo = Li'
changes <<'END'
-bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
+bo@x.org,Bo = Li,west,nurse,north,en,,,,2024-01-01,,,,
END
amends bo@x.org "name=$(printf 'Ame\314\201lie')"
changes <<'END'
-bo@x.org,Bo = Li,west,nurse,north,en,,,,2024-01-01,,,,
+bo@x.org,Amélie,west,nurse,north,en,,,,2024-01-01,,,,
END

t 'the address is found in any case, and with blanks around it'
everybody
amends ' BO@X.Org ' role=manager
tabs <<'END'
a|bo@x.org|changed|
END

t 'if the roster already says so, this is reported, and the file is not touched'
everybody
ls -liR --time-style=full-iso rosters >"$scratch/times"
amends bo@x.org role=nurse 'name=Bo Li'
tabs <<'END'
a|bo@x.org|already|
END
ls -liR --time-style=full-iso rosters >"$scratch/times.now"
ok 'no file was touched' cmp "$scratch/times" "$scratch/times.now"

t 'people who will join, have left, were declined or still wait are corrected like members'
federation
roster a <<'END'
app@x.org,A,,nurse,,,,,2026-06-01,,,,,
dec@x.org,D,,nurse,,,,,2026-05-01,,2026-05-31,,,
for@x.org,F,,nurse,,,,,,2020-01-01,2020-12-31,,,
for@x.org,F,,nurse,,,,,,2022-01-01,2022-12-31,,,
fut@x.org,U,,nurse,,,,,,2027-01-01,,,,
END
for who in app dec for fut; do amends $who@x.org role=manager; done
ok 'a nurse is left' sh -c '! grep nurse rosters/a.csv'

# -- what cannot be corrected ----------------------------------------------------------------------------------------

t 'an unknown id is refused in every roster, with a suggestion'
everybody
refuses 'unknown role: "nurce" \(did you mean "nurse"\?\)' ana@x.org role=nurce
ok 'both rosters are reported' test "$(wc -l <"$OUT")" = 2
refuses '"nort".*did you mean "north"' ana@x.org region=nort
refuses 'unknown organization: "weest".*did you mean "west"' ana@x.org organization=weest
refuses '"English"' ana@x.org language=English
refuses '"expres".*did you mean "express"' ana@x.org consent=expres
refuses '2026-02-30' ana@x.org consent=express consented=2026-02-30

t 'consent is not dated after today: until then, nobody could be written to'
everybody
wrong 'consented is in the future: 2026-07-01' ana@x.org consent=express consented=2026-07-01
wrong 'consented is in the future: 2026-08' ana@x.org consent=express consented=2026-08 --date 2026-08-15

t 'an unknown field gets a suggestion'
everybody
wrong 'no field "rol" (did you mean "role"?)' ana@x.org rol=nurse
wrong 'no field "Role" (did you mean "role"?)' ana@x.org Role=nurse
wrong 'no field "Courriel" (did you mean "email"?)' ana@x.org Courriel=ana@y.org
wrong 'no field "nom" (did you mean "name"?)' ana@x.org nom=Ana
wrong 'no field "status"; the fields are email, name, organization, role, region, language, consent, consented, source' ana@x.org status=member
wrong 'no field ""' ana@x.org =nurse

t 'what does not concern the person alone is refused, with the command that does it'
everybody
wrong 'cop-appoint' ana@x.org group=leads
wrong 'cop-appoint' ana@x.org position=lead
wrong 'cop-leave' ana@x.org left=2026-06-30
wrong 'cop-join' ana@x.org cop=b
wrong 'joined is' ana@x.org joined=2020-01-01
wrong 'applied is' ana@x.org applied=2020-01-01
# One argument that makes no sense spoils the others.
wrong 'cop-leave' ana@x.org name=Anna left=2026-06-30

t 'the same field twice, and an argument that is not FIELD=VALUE'
everybody
wrong 'role is given twice' ana@x.org role=nurse name=Ana role=nurse
wrong '"role" is not FIELD=VALUE' ana@x.org role
wrong '"bo@x.org" is not FIELD=VALUE' ana@x.org bo@x.org role=nurse
wrong '"ana@x.org" is not FIELD=VALUE' role=nurse ana@x.org

t 'a call without an address, or without a change'
everybody
wrong 'FIELD=VALUE'
wrong 'FIELD=VALUE' ana@x.org
wrong 'FIELD=VALUE' -
wrong 'tomorrow' ana@x.org role=nurse --date tomorrow
wrong 'no-such' --no-such ana@x.org role=nurse
wrong 'colums' -c colums ana@x.org role=manager
wrong 'yaml' -f yaml ana@x.org role=manager

t 'an error that concerns several rows is reported once'
registry
roster a <<'END'
ana@x.org,Ana,,,,,,,,2020-01-01,2021-01-01,,,
ana@x.org,Ana,,,,,,,,2024-01-01,,,,
END
run cop-amend ana@x.org role=nurce language=French -c reason
status 1
out 'bad value: language "French" (did you mean "fr"?); unknown role: "nurce"'

t 'ids in capitals are recognized, and languages in any case'
federation
roster a <<'END'
ana@x.org,Ana,,,,,,,,2024-01-01,,,,
END
run cop-amend ana@x.org role=NURSE language=FR_ca -c result
status 0
out changed
ok 'in the usual case' grep -q ',nurse,,fr-CA,' rosters/a.csv

t 'nobody has that address: refused'
everybody
refuses 'not in any roster' nobody@x.org role=nurse
tabs <<'END'
|nobody@x.org|refused|not in any roster
END
refuses 'not in any roster' '' role=nurse
refuses 'bad e-mail address: "ana roy"' 'Ana Roy' role=nurse
refuses '(did you mean "ana@x.org"?)' 'Ana Roy <ana@x.org>' role=nurse
refuses 'not in any roster \(did you mean "ana@x.org"\?\)' na@x.org role=nurse
refuses 'not in any roster \(did you mean "ana@x.org"\?\)' ana@x.or role=nurse

t 'a person must have a name'
everybody
refuses 'name' bo@x.org name=

t 'a value that a roster cannot hold is refused, in any field'
everybody
for field in name organization role region language consent consented source; do
	test $field != organization || mv organizations.csv organizations.in
	for value in 'a\nb' 'a\rb' 'a\0033b' 'a\0377b' 'a\0342\0200\0256b'; do
		amend bo@x.org "$field=$(printf %b "$value")"
		case $got_status in
		1 | 2) ;;
		*) fails "$field=$value is taken: $got_status" <"$OUT" ;;
		esac
		unchanged
		ok "$field=$value comes out as it is" sh -c '! cat "$@" | LC_ALL=C grep -q "$(printf "[\033\r]")"' sh "$OUT" "$ERR"
	done
	test $field != organization || mv organizations.in organizations.csv
done
long=$(printf '%4097s' '' | tr ' ' x)
refuses 'limit' bo@x.org "source=$long"
refuses 'limit' bo@x.org "name=$(printf '%201s' '' | tr ' ' n)"

t 'a mistake that is in the roster already stays, and is no reason to refuse'
everybody
sed -i 's/^bo@x.org,Bo Li,west,nurse/bo@x.org,Bo Li,west,nurze/' rosters/a.csv
sed -i 's/^cy@x.org,Cy,,/cy@x.org,Cy,,nurze/' rosters/b.csv
amends bo@x.org 'name=Bo Lee'
changes <<'END'
-bo@x.org,Bo Li,west,nurze,north,en,,,,2024-01-01,,,,
+bo@x.org,Bo Lee,west,nurze,north,en,,,,2024-01-01,,,,
END
amends ana@x.org 'name=Ann Roy'

t 'a row of that address cannot be read: refused, in every roster'
everybody
echo 'ana@x.org,Ana Roy,too,few' >>rosters/b.csv
amend ana@x.org 'name=Ann Roy'
status 1
tabs <<'END'
b|ana@x.org|refused|line 4 of the roster has the same address and cannot be read
END
unchanged
# Rows of other people that cannot be read do not matter.
amends bo@x.org 'name=Bo Lee'
amends cy@x.org 'name=Cyd'

t 'a header that cannot be read is an error only where the person is in the file'
everybody
sed -i 1s/email/mail/ rosters/b.csv
amend ana@x.org 'name=Ann Roy'
status 2
out ''
err_like '^rosters/b\.csv:1:1: error: .*\[csv-header\]$'
unchanged
amends bo@x.org 'name=Bo Lee'

t "a roster in a spreadsheet's form: cop-fmt must be run first"
everybody
sed -i 's/$/\r/' rosters/b.csv
amend ana@x.org 'name=Ann Roy'
status 2
err_has cop-fmt
unchanged

t 'a roster without a community is changed like any other'
everybody
mv cops/b.yaml ..
amends ana@x.org 'name=Ann Roy'
tabs <<'END'
a|ana@x.org|changed|
b|ana@x.org|changed|
END
ok 'the old name is gone' sh -c '! grep -rE "Ana (M\\. )?Roy" rosters'

t 'further columns keep their values and their commas'
federation
write rosters/a.csv <<END
$H,badge,diet
a@x.org,A,,,,,,,,2020-01-01,,,,,7,"nuts, milk"
END
amends a@x.org role=nurse
amends a@x.org role=manager --date 2026-01-01
rows a <<'END'
a@x.org,A,,nurse,,,,,,2020-01-01,2025-12-31,,,,7,"nuts, milk"
a@x.org,A,,manager,,,,,,2026-01-01,,,,,7,"nuts, milk"
END

t 'in a file that is not in order, rows of other people stay where they are'
federation
roster a <<'END'
z@x.org,Z,,,,,,,,2020-01-01,,,,
m@x.org,M,,,,,,,,2020-01-01,,,,
a@x.org,A,,,,,,,,2020-01-01,,,,
END
amends m@x.org role=nurse
amends m@x.org role=manager --date 2026-01-01
rows a <<'END'
z@x.org,Z,,,,,,,,2020-01-01,,,,
m@x.org,M,,nurse,,,,,,2020-01-01,2025-12-31,,,
m@x.org,M,,manager,,,,,,2026-01-01,,,,
a@x.org,A,,,,,,,,2020-01-01,,,,
END

t 'a last line without a line end gets one, and only one'
federation
printf '%s\na@x.org,A,,,,,,,,2020-01-01,,,,\nb@x.org,B,,,,,,,,2020-01-01,,,,' "$H" | write rosters/a.csv
amends b@x.org role=nurse --date 2026-01-01
rows a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,,,
b@x.org,B,,,,,,,,2020-01-01,2025-12-31,,,
b@x.org,B,,nurse,,,,,,2026-01-01,,,,
END

# -- a new address -----------------------------------------------------------------------------------------------------

t 'a new address: it is put into every row of every roster, seats too, and the files stay in order'
everybody
amends ana@x.org email=Cleo@y.org
tabs <<'END'
a|ana@x.org|changed|is now cleo@y.org
b|ana@x.org|changed|is now cleo@y.org
END
rows a <<'END'
bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
cleo@y.org,Ana Roy,west,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
cleo@y.org,Ana Roy,east,nurse,south,en,,,2021-02-01,2021-03-01,2023-12-31,implied,2021-03-01,import
cleo@y.org,Ana Roy,west,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
cleo@y.org,,,manager,,,leads,chair,,2024-03-01,,,,
END
rows b <<'END'
cleo@y.org,Ana M. Roy,,nurse,,,,,2026-06-01,,,,,form
cy@x.org,Cy,,,,,,,,2026-01-01,,,,
END
run cop-fmt --check
status 0

t 'an address and a name at once: it does not count as another person'
everybody
cop-list -c cop,members,applicants >counts.in
amends ana@x.org email=roy@x.org 'name=Ana Roy-Li' role=manager
run cop-list -c cop,members,applicants
out <counts.in
run cop-members --all --seats -w email=ana@x.org
status 1
run cop-members a -w email=roy@x.org --seats -w status=member -c name,role,position
tabs <<'END'
Ana Roy-Li|manager|
Ana Roy-Li|manager|chair
END

t 'an address in upper case is the same person, and email= corrects it'
federation
roster a <<'END'
Ana@x.org,Ana,,,,,,,,2020-01-01,,,,
END
amends ana@x.org role=nurse
rows a <<'END'
Ana@x.org,Ana,,nurse,,,,,,2020-01-01,,,,
END
amends ana@x.org email=ana@x.org
rows a <<'END'
ana@x.org,Ana,,nurse,,,,,,2020-01-01,,,,
END

t 'the new address equals the old one'
everybody
amends ana@x.org email=ANA@x.org
tabs <<'END'
a|ana@x.org|already|
b|ana@x.org|already|
END
unchanged

t 'a value that is not an address is refused'
everybody
for email in nope a@ @x.org 'a b@x.org' a@x..org 'a,b@x.org' a@b@x.org; do
	refuses 'bad e-mail address' ana@x.org "email=$email"
done
refuses 'email' ana@x.org email=
refuses '.' ana@x.org "email=$(printf '%250s' '' | tr ' ' a)@x.org"

t 'an address under .invalid is refused, since nobody has one'
everybody
amends bo@x.org email=bo.li@people.invalid
changes <<'END'
-bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
+bo.li@people.invalid,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
END

t 'rows that already have the new address, on other days: the two become one person'
federation
roster a <<'END'
new@x.org,Ana,,,,,,,,2024-01-01,,,,
new@x.org,,,,,,leads,chair,,2024-06-01,,,,
old@x.org,Ana,,,,,,,,2020-01-01,2023-12-31,,,
old@x.org,,,,,,leads,lead,,2021-01-01,2022-12-31,,,
END
amends old@x.org email=new@x.org
rows a <<'END'
new@x.org,Ana,,,,,,,,2020-01-01,2023-12-31,,,
new@x.org,Ana,,,,,,,,2024-01-01,,,,
new@x.org,,,,,,leads,lead,,2021-01-01,2022-12-31,,,
new@x.org,,,,,,leads,chair,,2024-06-01,,,,
END
run cop-list a -c members --as-of 2023-12-31
out 1
run cop-list a -c members --as-of 2024-01-01
out 1

t 'if the two overlap in one roster, no roster is changed'
federation
roster a <<'END'
old@x.org,Ana,,,,,,,,2020-01-01,,,,
END
roster b <<'END'
new@x.org,Ana,,,,,,,,2024-01-01,,,,
old@x.org,Ana,,,,,,,,2020-01-01,2024-01-01,,,
END
refuses 'overlap' old@x.org email=new@x.org
ok 'only the roster in question is reported' test "$(cut -f 1 "$OUT")" = b
# The seats overlap, although the memberships do not.
roster b <<'END'
new@x.org,Ana,,,,,,,,2024-01-01,,,,
new@x.org,,,,,,leads,,2023-12-01,2024-02-01,,,,
old@x.org,Ana,,,,,,,,2020-01-01,2023-12-31,,,
old@x.org,,,,,,leads,,,2020-02-01,2023-12-15,,,
END
refuses 'overlap' old@x.org email=new@x.org

t 'the new address has rows that cannot be read: refused'
everybody
echo 'new@x.org,New,too,few' >>rosters/a.csv
refuses 'cannot be read' ana@x.org email=new@x.org

t 'if the old address must not be written to, the new one is suppressed too'
everybody
write suppressions.csv <<'END'
email,date,reason
ana@x.org,2025-03,"asked, twice"
zoe@x.org,2020-01-01,
END
chmod 640 suppressions.csv
amends ana@x.org email=roy@x.org
file suppressions.csv <<'END'
email,date,reason
ana@x.org,2025-03,"asked, twice"
roy@x.org,2025-03,"asked, twice"
zoe@x.org,2020-01-01,
END
ok 'its mode is kept' test "$(stat -c %a suppressions.csv)" = 640
run cop-members --all -w email=roy@x.org -w mail=yes
status 1
# It is added only once.
amends roy@x.org email=zoe@x.org
changes <<'END'
-roy@x.org,Ana Roy,west,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
-roy@x.org,Ana Roy,east,nurse,south,en,,,2021-02-01,2021-03-01,2023-12-31,implied,2021-03-01,import
-roy@x.org,Ana Roy,west,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
-roy@x.org,,,manager,,,leads,chair,,2024-03-01,,,,
+zoe@x.org,Ana Roy,west,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
+zoe@x.org,Ana Roy,east,nurse,south,en,,,2021-02-01,2021-03-01,2023-12-31,implied,2021-03-01,import
+zoe@x.org,Ana Roy,west,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
+zoe@x.org,,,manager,,,leads,chair,,2024-03-01,,,,
-roy@x.org,Ana M. Roy,,nurse,,,,,2026-06-01,,,,,form
+zoe@x.org,Ana M. Roy,,nurse,,,,,2026-06-01,,,,,form
END

t 'suppressions that cannot be read: whether one must be copied is unknown, so it is refused'
everybody
printf 'mail,since\nana@x.org,2025-03-01\n' >suppressions.csv
amend ana@x.org email=roy@x.org
status 2
out ''
err_like '^suppressions\.csv:1:1: error: '
unchanged

t 'a refused change of address suppresses nobody'
everybody
write suppressions.csv <<'END'
email,date,reason
ana@x.org,2025-03-01,
END
refuses 'overlap' ana@x.org email=bo@x.org

t 'a contact under the old address is reported: definitions are not changed'
everybody
cat >>cops/b.yaml <<'END'
contacts:
  - {role: Chair, name: Ana Roy, email: ana@x.org}
END
amend ana@x.org email=roy@x.org
status 0
err_like '^cops/b\.yaml:5:'
err_lacks 'Ana Roy'
file_has cops/b.yaml ana@x.org

# -- a change from a day on ------------------------------------------------------------------------------------------------

t '--date: the spell ends the day before, and the next one differs only in the change'
federation
roster a <<'END'
a@x.org,Ana,west,nurse,north,fr,,,2019-12-01,2020-01-01,2027-03-31,implied,2020-01-01,form
a@x.org,,,,,,leads,chair,,2021-01-01,,,,
z@x.org,Zoe,west,,,,,,,2020-01-01,,,,
END
for day in 2026-05-31 2026-06-01 2026-06-30 2027-03-31 2027-04-01; do cop-list a -c members --as-of $day; done >counts.in
amends a@x.org organization=east region=south --date 2026-06-01
tabs <<'END'
a|a@x.org|changed|
END
changes <<'END'
-a@x.org,Ana,west,nurse,north,fr,,,2019-12-01,2020-01-01,2027-03-31,implied,2020-01-01,form
+a@x.org,Ana,west,nurse,north,fr,,,2019-12-01,2020-01-01,2026-05-31,implied,2020-01-01,form
+a@x.org,Ana,east,nurse,south,fr,,,,2026-06-01,2027-03-31,implied,2020-01-01,form
END
# Nobody has left, and the seat continues.
for day in 2026-05-31 2026-06-01 2026-06-30 2027-03-31 2027-04-01; do cop-list a -c members --as-of $day; done >counts
ok 'the counts are the same' cmp counts.in counts
run cop-members a --seats -w email=a@x.org -w status=member -c group,organization,region --as-of 2026-05-31
tabs <<'END'
|west|north
leads|west|north
END
for day in 2026-06-01 2026-06-02 2027-03-31; do
	run cop-members a --seats -w email=a@x.org -w status=member -c group,organization,region --as-of $day
	tabs <<-'END'
		|east|south
		leads|east|south
	END
done
run cop-members a --seats -w email=a@x.org -w status=member --as-of 2027-04-01
status 1
run cop-fmt --check
status 0
# The same again: nothing is left to do.
amends a@x.org organization=east region=south --date 2026-06-01
tabs <<'END'
a|a@x.org|already|
END
unchanged

t '--date: consent of that day is recorded from that day, and earlier evidence stays'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,implied,2020-01-01,form
END
amends a@x.org consent=withdrawn --date 2026-06-15
rows a <<'END'
a@x.org,A,,,,,,,,2020-01-01,2026-06-14,implied,2020-01-01,form
a@x.org,A,,,,,,,,2026-06-15,,withdrawn,2026-06-15,form
END
run cop-members a -c mail --as-of 2026-06-14
out yes
run cop-members a -c mail --as-of 2026-06-15
out no

t '--date in the future: consent is refused, since nobody can have given it yet'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,,,
END
amends a@x.org consent=express --date 2026-09-01
file_lacks rosters/a.csv 'express,2026-09-01'
file_has rosters/a.csv 'express,2026-06-30'

t '--date in the future, and as a month'
federation
roster a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,,,,
END
amends a@x.org organization=east --date 2026-09
run cop-members -c organization --as-of 2026-08-31
out west
run cop-members -c organization --as-of 2026-09-01
out east
file_has rosters/a.csv ,2026-08-31,

t '--date on the very day of joining, and before it: changed in place'
for day in 2020-01-01 2019-06-01 2019; do
	federation
	roster a <<-'END'
		a@x.org,A,west,,,,,,,2020-01-01,,,,
	END
	amends a@x.org organization=east --date $day
	rows a <<-'END'
		a@x.org,A,east,,,,,,,2020-01-01,,,,
	END
done

t '--date the day after joining, and on the last day'
federation
roster a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,2026-12-31,,,
END
amends a@x.org organization=east --date 2020-01-02
amends a@x.org role=nurse --date 2026-12-31
rows a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,2020-01-01,,,
a@x.org,A,east,,,,,,,2020-01-02,2026-12-30,,,
a@x.org,A,east,nurse,,,,,,2026-12-31,2026-12-31,,,
END

t '--date: an applicant, and a member whose day of joining is unknown, are changed in place'
federation
roster a <<'END'
app@x.org,A,west,,,,,,2026-06-01,,,,,
wait@x.org,W,west,,,,,,2026-06-01,2026-08-01,,,,
END
amends app@x.org organization=east --date 2026-06-15
amends wait@x.org organization=east --date 2026-07-01
rows a <<'END'
app@x.org,A,east,,,,,,2026-06-01,,,,,
wait@x.org,W,east,,,,,,2026-06-01,2026-08-01,,,,
END

t '--date: spells that are over stay; later ones that agree with the current one change with it'
federation
roster a <<'END'
a@x.org,A,west,nurse,,,,,,2018-01-01,2019-12-31,,,
a@x.org,A,west,nurse,,,,,,2024-01-01,2026-12-31,,,
a@x.org,A,west,nurse,,,,,,2027-01-01,,,,
a@x.org,,west,,,,leads,chair,,2027-02-01,,,,
END
amends a@x.org organization=east --date 2026-07-01
# Seats are not changed.
rows a <<'END'
a@x.org,A,west,nurse,,,,,,2018-01-01,2019-12-31,,,
a@x.org,A,west,nurse,,,,,,2024-01-01,2026-06-30,,,
a@x.org,A,east,nurse,,,,,,2026-07-01,2026-12-31,,,
a@x.org,A,east,nurse,,,,,,2027-01-01,,,,
a@x.org,,west,,,,leads,chair,,2027-02-01,,,,
END

t '--date: a later change that is already recorded is not undone by an earlier one'
federation
roster a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,2024-12-31,,,
a@x.org,A,north-clinic,,,,,,,2025-01-01,,,,
END
rm organizations.csv
amends a@x.org organization=east --date 2024-01-01
rows a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,2023-12-31,,,
a@x.org,A,east,,,,,,,2024-01-01,2024-12-31,,,
a@x.org,A,north-clinic,,,,,,,2025-01-01,,,,
END

t '--date: a later spell with a consent of its own keeps that date'
federation
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,2026-12-31,,,
a@x.org,A,,,,,,,,2027-01-01,,withdrawn,2026-01-15,
END
amends a@x.org consent=implied --date 2026-06-01
rows a <<'END'
a@x.org,A,,,,,,,,2020-01-01,2026-05-31,,,
a@x.org,A,,,,,,,,2026-06-01,2026-12-31,implied,2026-06-01,
a@x.org,A,,,,,,,,2027-01-01,,withdrawn,2026-01-15,
END

t '--date: in every roster at once'
federation
for id in a b; do
	roster $id <<-'END'
		a@x.org,A,west,,,,,,,2020-01-01,,,,
		b@x.org,B,west,,,,,,,2020-01-01,,,,
	END
done
amends a@x.org organization=east --date 2026-06-01
tabs <<'END'
a|a@x.org|changed|
b|a@x.org|changed|
END
run cop-members -c cop,email,organization
tabs <<'END'
a|a@x.org|east
a|b@x.org|west
b|a@x.org|east
b|b@x.org|west
END

t '--date after somebody has left: refused, as nothing is left to change; it is not reported as "already"'
federation
roster a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,2025-12-31,,,
d@x.org,D,west,,,,,,2026-01-01,,2026-02-01,,,
END
for who in a d; do
	amend $who@x.org organization=east --date 2026-06-01
	unchanged
	out_lacks already
	status 1
done

t '--date after the community has ended'
federation
echo 'ended: 2025-12-31' >>cops/a.yaml
roster a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,,,,
END
amend a@x.org organization=east --date 2026-01-01
unchanged
out_lacks already

t '--date: somebody who has left here but belongs there is changed there'
federation
roster a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,2025-12-31,,,
END
roster b <<'END'
a@x.org,A,west,,,,,,,2020-01-01,,,,
END
amends a@x.org organization=east --date 2026-06-01
changes <<'END'
-a@x.org,A,west,,,,,,,2020-01-01,,,,
+a@x.org,A,west,,,,,,,2020-01-01,2026-05-31,,,
+a@x.org,A,east,,,,,,,2026-06-01,,,,
END

t '--date with an address or a name is refused'
everybody
wrong 'omit --date' ana@x.org email=roy@x.org --date 2026-06-01
wrong 'omit --date' ana@x.org 'name=Ana Li' role=nurse --date 2026-06-01

t '--date: an unknown value changes nothing'
everybody
refuses 'did you mean "nurse"' ana@x.org role=nurce --date 2026-06-01

# -- several people ------------------------------------------------------------------------------------------------------

t '- reads addresses from the first column of each line'
everybody
printf 'BO@x.org\trubbish\ncy@x.org\n' >who.in
amend - organization=east <who.in
status 0
tabs <<'END'
a|bo@x.org|changed|
b|cy@x.org|changed|
END
changes <<'END'
-bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
+bo@x.org,Bo Li,east,nurse,north,en,,,,2024-01-01,,,,
-cy@x.org,Cy,,,,,,,,2026-01-01,,,,
+cy@x.org,Cy,east,,,,,,,2026-01-01,,,,
END

t '- after cop-members: everybody of an organization is changed'
everybody
run sh -c 'cop-members -w organization=west -c email | cop-amend - organization=east --date 2026-07-01'
status 0
run cop-members a -c email,organization --as-of 2026-07-01
tabs <<'END'
ana@x.org|east
bo@x.org|east
END

t '--date for people who are neighbours in a roster'
federation
roster a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,,,,
b@x.org,B,west,,,,,,,2020-01-01,,,,
c@x.org,C,west,,,,,,,2020-01-01,,,,
END
printf '%s\n' c@x.org a@x.org b@x.org >who.in
amend - organization=east --date 2026-06-01 <who.in
status 0
rows a <<'END'
a@x.org,A,west,,,,,,,2020-01-01,2026-05-31,,,
a@x.org,A,east,,,,,,,2026-06-01,,,,
b@x.org,B,west,,,,,,,2020-01-01,2026-05-31,,,
b@x.org,B,east,,,,,,,2026-06-01,,,,
c@x.org,C,west,,,,,,,2020-01-01,2026-05-31,,,
c@x.org,C,east,,,,,,,2026-06-01,,,,
END

t 'one of several people is refused: nobody is changed, and only the refusal is reported'
everybody
printf '%s\n' bo@x.org nobody@x.org cy@x.org >who.in
amend - organization=east <who.in
status 1
tabs <<'END'
|nobody@x.org|refused|not in any roster
END
err ''
unchanged

t 'an address that is given twice counts once'
everybody
printf '%s\n' bo@x.org BO@x.org >who.in
amend - organization=east --date 2026-06-01 <who.in
status 0
tabs <<'END'
a|bo@x.org|changed|
END

t 'several people cannot get the same address'
everybody
printf '%s\n' bo@x.org cy@x.org >who.in
amend - email=x@x.org <who.in
status 2
out ''
err_has 'several people'
unchanged

t '- with empty input changes nobody'
everybody
amend - role=nurse
status 1
out ''
err ''
unchanged

# -- output, files, other errors ------------------------------------------------------------------------------------------

t '-n: one diff over all files, and nothing is changed'
everybody
amend ana@x.org role=manager --date 2026-06-15 -n
status 0
err ''
out <<'END'
--- a/rosters/a.csv
+++ b/rosters/a.csv
@@ -1,6 +1,7 @@
 email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
 ana@x.org,Ana Roy,west,nurse,north,en,,,,2018-01-01,2019-12-31,express,2018-01-01,form
 ana@x.org,Ana Roy,east,nurse,south,en,,,2021-02-01,2021-03-01,2023-12-31,implied,2021-03-01,import
-ana@x.org,Ana Roy,west,nurse,north,en,,,,2024-01-01,,implied,2024-01-01,email
+ana@x.org,Ana Roy,west,nurse,north,en,,,,2024-01-01,2026-06-14,implied,2024-01-01,email
+ana@x.org,Ana Roy,west,manager,north,en,,,,2026-06-15,,implied,2024-01-01,email
 ana@x.org,,,manager,,,leads,chair,,2024-03-01,,,,
 bo@x.org,Bo Li,west,nurse,north,en,,,,2024-01-01,,,,
--- a/rosters/b.csv
+++ b/rosters/b.csv
@@ -1,3 +1,3 @@
 email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
-ana@x.org,Ana M. Roy,,nurse,,,,,2026-06-01,,,,,form
+ana@x.org,Ana M. Roy,,manager,,,,,2026-06-01,,,,,form
 cy@x.org,Cy,,,,,,,,2026-01-01,,,,
END
unchanged
need patch
cp "$OUT" patch.in
cp -R . "$scratch/copy"
ok 'the diff applies' sh -c 'cd "$1" && patch -s -p1 <patch.in' sh "$scratch/copy"
amends ana@x.org role=manager --date 2026-06-15
ok 'the diff was the same change' diff -r -x '*.in' . "$scratch/copy"
rm -r "$scratch/copy"

t '-n of a change that is refused, and of one that is not needed'
everybody
amend nobody@x.org role=manager -n
status 1
out ''
err_has 'not in any roster'
amend bo@x.org role=nurse -n
status 0
out ''

t 'formats and columns'
everybody
run cop-amend cy@x.org role=nurse -f csv
out <<'END'
cop,email,result,reason
b,cy@x.org,changed,
END
run cop-amend cy@x.org role=nurse -f json
out '{"cop":"b","email":"cy@x.org","result":"already","reason":null}'
run cop-amend cy@x.org email=cyd@x.org -c result,reason --header
tabs <<'END'
result|reason
changed|is now cyd@x.org
END
run cop-amend ana@x.org role=manager -s -cop -c cop
tabs <<'END'
b
a
END
run cop-amend --fields
out_has result

t 'the mode of a roster is kept, and no temporary file is left'
everybody
chmod 640 rosters/a.csv
chmod 600 rosters/b.csv
amends ana@x.org role=manager
ok 'the mode of a' test "$(stat -c %a rosters/a.csv)" = 640
ok 'the mode of b' test "$(stat -c %a rosters/b.csv)" = 600
ok 'no temporary file is left' sh -c 'test -z "$(find . -name ".*.new" -o -name "*~")"'

t 'without a registry, and with people who are elsewhere'
amend a@x.org role=nurse
status 2
out ''
err_has registry.yaml
registry
echo 'people: private' >>registry.yaml
amend a@x.org role=nurse
status 2
out ''
err_like '^registry\.yaml:[0-9]+:[0-9]+: error: '
unchanged
mkdir private
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,,,
END
mv rosters private
amends a@x.org name=B
file_has private/rosters/a.csv 'a@x.org,B,'

t '-R from another folder'
everybody
mkdir elsewhere && cd elsewhere || exit
run cop-amend -R .. bo@x.org role=manager
status 0
cd .. && file_has rosters/a.csv 'bo@x.org,Bo Li,west,manager'

t 'a refusal creates no folder'
registry
amend a@x.org role=nurse
status 1
absent rosters

t 'a reader that goes away early, and output to a full disk'
everybody
run sh -c 'cop-amend ana@x.org role=manager | head -n 0'
status 0
file_has rosters/b.csv 'ana@x.org,Ana M. Roy,,manager'
test -w /dev/full || skip 'no /dev/full'
run sh -c 'cop-amend ana@x.org role=nurse >/dev/full'
status 74
err_has 'cannot write output'

t 'no name appears on standard error'
everybody
printf 'ana@x.org,Ana Roy,too,few\n' >>rosters/a.csv
sed -i 1s/email/mail/ rosters/b.csv
amend ana@x.org 'name=Ann Roy'
err_lacks Roy
run cop-amend ana@x.org 'name=Ann Roy' 'name=Ann Roy'
err_lacks Roy

t 'a roster in UTF-16 may hold anybody: nothing is changed'
federation
for id in a b; do
	roster $id <<-'END'
		ana@x.org,Ana Roy,,,,,,,,2024-01-01,,,,
	END
done
iconv -t UTF-16 rosters/b.csv >b.in && mv b.in rosters/b.csv
unchanged_by cop-amend ana@x.org 'name=Ann Roy'
status 2
err "rosters/b.csv:1:1: error: in a spreadsheet's format: UTF-16; run cop-fmt [csv-foreign]"

t 'one address with thousands of rows does not take quadratic time'
registry
mkdir rosters
perl -e 'print "'$H'\n"; my ($y, $m, $d) = (1960, 1, 1);
	for (1 .. 20000 / $ENV{SHARE}) { printf "a\@x.org,A,,,,,,,,%04d-%02d-%02d,%04d-%02d-%02d,,,\n", ($y, $m, $d) x 2;
		if (++$d > 28) { $d = 1; if (++$m > 12) { $m = 1; $y++ } } }' >rosters/a.csv
sed 's/org,A,/org,B,/' rosters/a.csv >wanted
need timeout
run timeout 5 cop-amend a@x.org name=B -c result
status 0
out changed
ok 'each row has the name' cmp wanted rosters/a.csv

done_testing
