#!/bin/sh
# cop-diff: what it says of every kind of change, of folders, of files, and as git's diff driver.
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# The roster of community a on side $1: the header and standard input.
roster() {
	{
		echo "$H"
		cat
	} | write "$1/rosters/a.csv"
}

# Two registries, old and new, with one community.
both() {
	mkdir old
	(cd old && registry) || return
	cat <<-'END' >>old/cops/a.yaml
		community:
		  groups: [{id: board, name: Board}]
	END
	echo 'languages: [en, fr]' >>old/registry.yaml
	cp -R old new
}

# became: standard input is the old rows, a line of dashes, and the new rows, which cop-diff then compares.
became() {
	both
	cat >rows
	sed '/^---$/,$d' rows | roster old
	sed '0,/^---$/d' rows | roster new
	run cop-diff old new
	err ''
}

t 'newcomers: applied, joined, declined, joined and left'
became <<'END'
---
ada@x.org,Ada,,,,,,,2026-05-01,,,,,
bob@x.org,Bob,,,,,,,2026-04-01,2026-05-02,,,,
cid@x.org,Cid,,,,,,,2026-04-01,,2026-05-03,,,
dee@x.org,Dee,,,,,,,,2025-01-01,2026-05-04,,,
END
tabs <<'END'
a|2025-01-01|dee@x.org|joined|||
a|2026-04-01|cid@x.org|applied|||
a|2026-05-01|ada@x.org|applied|||
a|2026-05-02|bob@x.org|joined|||
a|2026-05-03|cid@x.org|declined|||
a|2026-05-04|dee@x.org|left|||
END
status 0

t 'applicants: approved, declined'
became <<'END'
ada@x.org,Ada,,,,,,,2026-05-01,,,,,
bob@x.org,Bob,,,,,,,2026-05-01,,,,,
---
ada@x.org,Ada,,,,,,,2026-05-01,2026-05-09,,,,
bob@x.org,Bob,,,,,,,2026-05-01,,2026-05-10,,,
END
tabs <<'END'
a|2026-05-09|ada@x.org|approved|||
a|2026-05-10|bob@x.org|declined|||
END

t 'people who left and came back'
became <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
bob@x.org,Bob,,,,,,,,2020-01-01,2024-12-31,,,
---
ada@x.org,Ada,,,,,,,,2020-01-01,2026-05-01,,,
bob@x.org,Bob,,,,,,,,2020-01-01,2024-12-31,,,
bob@x.org,Bob,,,,,,,,2026-05-02,,,,
END
tabs <<'END'
a|2026-05-01|ada@x.org|left|||
a|2026-05-02|bob@x.org|came-back|||
END

t 'a new employer from a day on: nobody left'
became <<'END'
ada@x.org,Ada,north,nurse,,,,,,2020-01-01,,,,
---
ada@x.org,Ada,north,nurse,,,,,,2020-01-01,2026-04-30,,,
ada@x.org,Ada,south,nurse,,,,,,2026-05-01,,,,
END
tabs <<'END'
a|2026-05-01|ada@x.org|changed|organization|north|south
END

t 'a day between two spells: somebody left and came back'
became <<'END'
ada@x.org,Ada,north,,,,,,,2020-01-01,,,,
---
ada@x.org,Ada,north,,,,,,,2020-01-01,2026-04-29,,,
ada@x.org,Ada,south,,,,,,,2026-05-01,,,,
END
tabs <<'END'
a|2026-04-29|ada@x.org|left|||
a|2026-05-01|ada@x.org|came-back|||
END

t 'a corrected mistake is reported once for all rows of a person'
became <<'END'
ada@x.org,Ada,north,,,,,,,2020-01-01,2024-12-31,,,
ada@x.org,Ada,south,,,,,,,2025-01-01,,,,
bob@x.org,Bob,,,,,,,,2020-01-01,2024-12-31,,,
---
ada@x.org,Ada L.,north,,,,,,,2020-01-01,2024-12-31,,,
ada@x.org,Ada L.,south,,,,,,,2025-01-01,,,,
bob@x.org,Bob,,,,,,,,2020-02-01,,,,
END
tabs <<'END'
a||ada@x.org|corrected|name|Ada|Ada L.
a||bob@x.org|corrected|joined|2020-01-01|2020-02-01
a||bob@x.org|corrected|left|2024-12-31|
END

t 'consent is given or withdrawn on its own day'
became <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,express,2020-01-01,
bob@x.org,Bob,,,,,,,,2020-01-01,,express,2020-01-01,
---
ada@x.org,Ada,,,,,,,,2020-01-01,,withdrawn,2026-05-01,
bob@x.org,Bob,,,,,,,,2020-01-01,,express,2020-01-02,
END
tabs <<'END'
a|2026-05-01|ada@x.org|changed|consent|express|withdrawn
a||bob@x.org|corrected|consented|2020-01-01|2020-01-02
END

t 'seats: appointed, renewed, term ended, a position corrected'
became <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
bob@x.org,Bob,,,,,,,,2020-01-01,,,,
bob@x.org,,,,,,board,chair,,2021-01-01,,,,
cid@x.org,Cid,,,,,,,,2020-01-01,,,,
cid@x.org,,,,,,board,chair,,2021-01-01,,,,
dee@x.org,Dee,,,,,,,,2020-01-01,,,,
dee@x.org,,,,,,leads,lead,,2021-01-01,2026-05-31,,,
---
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
ada@x.org,,,,,,leads,chair,,2026-05-01,2028-04-30,,,
bob@x.org,Bob,,,,,,,,2020-01-01,,,,
bob@x.org,,,,,,board,chair,,2021-01-01,2026-05-02,,,
cid@x.org,Cid,,,,,,,,2020-01-01,,,,
cid@x.org,,,,,,board,co-chair,,2021-01-01,,,,
dee@x.org,Dee,,,,,,,,2020-01-01,,,,
dee@x.org,,,,,,leads,lead,,2021-01-01,2026-05-31,,,
dee@x.org,,,,,,leads,lead,,2026-06-01,,,,
END
tabs <<'END'
a|2026-05-01|ada@x.org|appointed|leads||chair
a|2026-05-02|bob@x.org|term-ended|board|chair|
a|2026-06-01|dee@x.org|appointed|leads||lead
a||cid@x.org|corrected|position|chair|co-chair
END
run cop-diff old new -w change=appointed -w email=ada@x.org -c name,group,position,until
tabs <<'END'
Ada|leads|chair|2028-04-30
END

t 'a new address: the same person, even if one field is corrected with it'
became <<'END'
ada@old.org,Ada,north,,,,,,,2020-01-01,,,,
ada@old.org,,,,,,leads,chair,,2021-01-01,,,,
zoe@x.org,Zoe,,,,,,,,2020-01-01,,,,
---
ada@new.org,Ada,south,,,,,,,2020-01-01,,,,
ada@new.org,,,,,,leads,chair,,2021-01-01,,,,
zoe@x.org,Zoe,,,,,,,,2020-01-01,,,,
END
tabs <<'END'
a||ada@new.org|moved-address|email|ada@old.org|ada@new.org
a||ada@new.org|corrected|organization|north|south
END

t 'another name under another address is another person'
became <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
---
bob@x.org,Bob,,,,,,,,2020-01-01,,,,
END
tabs <<'END'
a|2020-01-01|bob@x.org|joined|||
a||ada@x.org|removed|||
END

t 'somebody was forgotten: the old address is not shown'
became <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,express,2020-01-01,form
---
0123456789abcdef@forgotten.invalid,forgotten,,,,,,,,2020-01-01,2026-05-01,,,
END
tabs <<'END'
a||0123456789abcdef@forgotten.invalid|forgotten|||
END

t 'somebody was forgotten with rows that would begin later, or would have joined later'
cat >rows <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
ada@x.org,,,,,,leads,chair,,2026-09-01,,,,
bob@x.org,Bob,,,,,,,,2020-01-01,,,,
bob@x.org,,,,,,board,,,2020-01-01,,,,
cyd@x.org,Cyd,,,,,,,2026-05-01,2026-08-01,,,,
dee@x.org,Dee,,,,,,,,2020-01-01,2021-12-31,,,
dee@x.org,Dee,,,,,,,,2026-06-02,,,,
END
mv rows .. && both && roster old <../rows
rm -r new && cp -R old new
cop-forget -R new ada@x.org cyd@x.org >/dev/null 2>&1
cop-forget -R new --date 2026-06-01 dee@x.org >/dev/null 2>&1
run cop-diff old new -w cop=a -c date,change,field
status 0
out "$(printf '%sforgotten%s\n' "$TAB" "$TAB" "$TAB" "$TAB" "$TAB" "$TAB")"
run cop-diff old new -w cop=a -f table
out_lacks Ada
out_lacks Dee
# Bob has a row that began on the same day, so he would have kept it: this is not Bob.
sed -i '/^[acd]/d' old/rosters/a.csv
roster new <<'END'
0123456789abcdef@forgotten.invalid,forgotten,,,,,,,,2020-01-01,,,,
END
run cop-diff old new -w change=forgotten
status 1

t 'rows out of order, another form of the file, and a further column are not changes'
both
write old/rosters/a.csv <<END
$H,notes
zoe@x.org,Zoe,,,,,,,,2020-01-01,,,,,
ada@x.org,Ada,,,,,,,,2020-01-01,,,,,was
END
write new/rosters/a.csv <<END
$H,notes
"ada@x.org","Ada",,,,,,,,2020-01-01,,,,,is
zoe@x.org,Zoe,,,,,,,,2020-01-01,,,,,
END
run cop-diff old/rosters/a.csv new/rosters/a.csv
status 0
err ''
tabs <<'END'
a||ada@x.org|corrected|notes|was|is
END

t 'definitions: every value by its path, every event by its day'
both
write new/cops/a.yaml <<'END'
name: {en: Community A, fr: Communauté A}
host: h1
domain: What we all share
launched: 2020-01-01
ended: 2026-05
reason: it is done
paused: [{from: 2021-01, until: 2021-03, reason: rest}]
practice: [writes]
community:
  groups: [{id: board, name: The board}, {id: leaders, name: Leaders}]
lineage: [{event: merged-into, body: The others, date: 2026-06-01}]
END
write old/cops/b.yaml <<'END'
name: Community B
host: h1
domain: d
END
write new/cops/c.yaml <<'END'
name: Community C
host: h1
domain: d
launched: 2026-04-01
lineage: [{event: merged-from, community: b, date: 2026-04-01}]
END
run cop-diff old new
status 0
tabs <<'END'
a|2020-01-01||launched|||
a|2021-01||paused|||rest
a|2026-05||ended|||
a|2026-06-01||merged|||The others
a|||added|name.fr||Communauté A
a|||changed|domain|What we share|What we all share
a|||added|reason||it is done
a|||added|practice||writes
a|||changed|community.groups.1.name|Board|The board
a|||added|community.groups.2.id||leaders
a|||added|community.groups.2.name||Leaders
b|2026-04-01||merged|||c
b|||deleted||Community B|
c|2026-04-01||launched|||
c|||created|||Community C
END

t 'the order of a list is no difference, except that of languages: the first is the default'
both
echo 'aliases: [One, Two]' >>old/cops/a.yaml
echo 'aliases: [Two, One]' >>new/cops/a.yaml
sed -i 's/^languages.*/languages: [fr, en, es]/' new/registry.yaml
run cop-diff old new -c field,change,old,new
tabs <<'END'
languages.1|changed|en|fr
languages.2|changed|fr|en
languages|added||es
END
sed -i 's/^languages.*/languages: [es, en]/' old/registry.yaml
sed -i 's/^languages.*/languages: [fr, en]/' new/registry.yaml
run cop-diff old new -c field,change,old,new
tabs <<'END'
languages|added||fr
languages|removed|es|
END

t 'a value and the map for which it stands are the same'
both
echo 'purposes: [link, share, {purpose: change, until: 2026-05-01}]' >>old/cops/a.yaml
echo 'purposes: [{purpose: link}, {purpose: share, from: 2026-05-01}, change]' >>new/cops/a.yaml
echo 'roles: {rn: Nurse, md: {en: Physician}, np: {name: Practitioner, within: rn}}' >>old/registry.yaml
echo 'roles: {rn: {name: Nurse}, md: {name: {en: Doctor}, within: rn}, np: Practitioner, other: Other}' >>new/registry.yaml
run cop-diff old new -c field,change,old,new
tabs <<'END'
roles.md.name.en|changed|Physician|Doctor
roles.md.within|added||rn
roles.np.within|removed|rn|
roles.other|added||Other
purposes.2.from|added||2026-05-01
purposes.3.until|removed|2026-05-01|
END

t 'a plain text and the same by language are the same, and a translation is what is new'
both
cat >>old/cops/a.yaml <<'END'
practice: [Talks, {en: Visits, fr: Visites}, Walks, {fr: Dîners}]
priorities: [Housing]
END
cat >>new/cops/a.yaml <<'END'
practice: [{en: Talks, fr: Causeries}, Visits, {en: Walks}, Dîners]
priorities: [{text: {en: Housing, fr: Logement}}]
END
sed -i 's/^name: .*/name: Alpha/' old/cops/a.yaml
sed -i 's/^name: .*/name: {en: Alpha group, fr: Groupe Alpha}/' new/cops/a.yaml
run cop-diff old new -c field,change,old,new
tabs <<'END'
name.en|changed|Alpha|Alpha group
name.fr|added||Groupe Alpha
practice.1.fr|added||Causeries
practice.2.fr|removed|Visites|
priorities.1.text.fr|added||Logement
END

t 'registry.yaml, organizations.csv and suppressions.csv belong to no community'
both
echo 'policy: {small_cell: 7}' >>new/registry.yaml
write old/organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
north,North,,,north.org,,,
west,West,,,,,,
END
write new/organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
north,The North,,,north.org,,,
south,South,,,,,,
END
write new/suppressions.csv <<'END'
email,date,reason
ada@x.org,2026-05-01,asked
END
run cop-diff old new
tabs <<'END'
|2026-05-01|ada@x.org|suppressed|||asked
|||added|policy.small_cell||7
|||changed|organizations.north.name|North|The North
|||added|organizations.south||South
|||removed|organizations.west|West|
END

t 'several rows of one organization or suppression, although only one is allowed: each is reported'
both
write old/organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
north,North,,,north.org,h1,2015,2018
south,South,,,,,,
south,South,,,s.org,,,
west,West,,,,,,
west,Far West,,,,,,
END
write new/organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
north,North,,,north.org,h1,2015,2018
north,North,,,north.org,h1,2020,
south,South,,,,,,
south,The South,,,s.org,,,
west,Far West,,,,,,
END
write old/suppressions.csv <<'END'
email,date,reason
ada@x.org,2026-05-01,asked
bo@x.org,2025-05-01,asked
bo@x.org,2026-05-01,asked again
cy@x.org,2025-05-01,asked
cy@x.org,2026-05-01,asked again
END
write new/suppressions.csv <<'END'
email,date,reason
ada@x.org,2026-05-01,asked
ada@x.org,2026-06-01,asked again
bo@x.org,2026-05-01,asked again
END
run cop-diff old new
tabs <<'END'
|||added|organizations.north.2||North
|||changed|organizations.south.2.name|South|The South
|||removed|organizations.west.1|West|
||ada@x.org|added|suppression.2||asked again
||bo@x.org|removed|suppression.1|asked|
||cy@x.org|removed|suppression|asked|
||cy@x.org|removed|suppression.2|asked again|
END
run cop-diff -f table -w email!= old new
out <<'END'
The registry
             ada@x.org: the suppression has one more row
             bo@x.org: one of several rows of the suppression was removed
             cy@x.org may be written to again
             cy@x.org: one of several rows of the suppression was removed
END

t 'a file whose name is no id, such as a copy, is none of the registry'
became <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
---
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
END
cp new/rosters/a.csv 'new/rosters/a (copy).csv'
cp new/cops/a.yaml 'old/cops/a (copy).yaml'
run cop-diff old new
status 1
out ''
err ''
cp new/rosters/a.csv new/rosters/c.csv # without a definition, which may be missing by mistake
run cop-diff old new -c cop,email
out "c${TAB}ada@x.org"

t 'two folders, and the communities asked about'
both
for c in b c; do
	cp old/cops/a.yaml old/cops/$c.yaml
	sed 's/What we share/What we do/' old/cops/a.yaml >new/cops/$c.yaml
done
run cop-diff old new b -c cop,field
status 0
out "b${TAB}domain"
run sh -c 'echo c | cop-diff old new - -c cop,field'
status 0
out "c${TAB}domain"
run cop-diff old new a
status 1
out ''
run cop-diff old new nosuch
status 2
out ''
err 'cop-diff: error: no community "nosuch"'
run cop-diff old new -
status 1
out ''
err ''

t 'a community may have the name of a list, such as organizations'
both
for side in old new; do
	{
		echo "$H"
		echo "ada@x.org,Ada,,,,,,,,2020-01-01,$([ $side = old ] || echo 2026-05-01),,,"
	} | write $side/rosters/organizations.csv
done
run cop-diff old/rosters/organizations.csv new/rosters/organizations.csv
status 0
err ''
tabs <<'END'
organizations|2026-05-01|ada@x.org|left|||
END

t '-f table: sentences for a person'
both
roster new <<'END'
ada@x.org,Ada Lovelace,,,,,,,,2026-05-01,,,,
ada@x.org,,,,,,board,chair,,2026-06-01,2028-05-31,,,
bob@x.org,Bob,,,,,,,,2020-01-01,2026-12-31,,,
END
roster old <<'END'
bob@x.org,Bob,north,,,,,,,2020-01-01,,,,
END
run cop-diff old new -f table
status 0
out <<'END'
Community A (a)
  2026-05-01 Ada Lovelace joined
  2026-06-01 Ada Lovelace was appointed: Board, chair, until 2028-05-31
  2026-12-31 Bob is to leave
             Bob: organization removed, was north
END
run cop-diff old new -f table -s -date
out <<'END'
cop  date        email      change     field         old    new
a    2026-12-31  bob@x.org  left
a    2026-06-01  ada@x.org  appointed  board                chair
a    2026-05-01  ada@x.org  joined
a                bob@x.org  corrected  organization  north
END
run cop-diff old new -f table --lang fr
out_has '2026-05-01 Ada Lovelace a adhéré'
out_has 'Bob partira'

t 'sentences: what becomes of people'
both
for side in old new; do
	cat <<-'END' >>$side/registry.yaml
		roles: {nurse: {en: Nurse, fr: Infirmière}, manager: {en: Manager, fr: Gestionnaire}}
		regions: {north: {en: The North, fr: Le Nord}}
	END
done
roster old <<'END'
ada@x.org,Ada,,,,,,,2026-05-01,,,,,
bob@x.org,Bob,,,,,,,2026-05-01,,,,,
cid@x.org,Cid,,nurse,north,en,,,,2020-01-01,2024-12-31,implied,2020-01-01,form
dee@x.org,Dee,,nurse,north,en,,,,2020-01-01,,implied,2020-01-01,form
dee@x.org,,,,,,board,,,2021-01-01,,,,
eve@x.org,Eve,,,,,,,,2020-01-01,,,,
fay@x.org,Fay,,,,,,,,2020-01-01,,,,
fay@x.org,,,,,,board,,,2021-01-01,,,,
fay@x.org,,,,,,leads,chair,,2021-01-01,,,,
gil@x.org,Gil,,,,,,,,2020-01-01,,,,
gil@x.org,,,,,,board,,,2021-01-01,,,,
gil@x.org,,,,,,leads,chair,,2021-01-01,,,,
hal@x.org,Hal,,,,,,,,2020-01-01,,,,
hal@x.org,,,,,,board,,,2021-01-01,,,,
END
roster new <<'END'
ada@x.org,Ada,,,,,,,2026-05-01,2026-05-09,,,,
bob@x.org,Bob,,,,,,,2026-05-01,,2026-05-10,,,
cid@x.org,Cid,,nurse,north,en,,,,2020-01-01,2024-12-31,implied,2020-01-01,form
cid@x.org,Cid,,,,,,,,2026-05-02,,,,
dee@x.org,Dee,,manager,,fr,,,,2020-01-01,,express,2026-05-03,email
dee@x.org,,,,,,board,lead,,2021-01-01,,,,
eve@new.org,Eve,,,,,,,,2020-01-01,,,,
fay@x.org,Fay,,,,,,,,2020-01-01,,,,
fay@x.org,,,,,,board,,,2021-01-01,2026-12-30,,,
fay@x.org,,,,,,leads,chair,,2021-01-01,2026-12-31,,,
gil@x.org,Gil,,,,,,,,2020-01-01,,,,
gil@x.org,,,,,,board,,,2021-01-01,2026-06-01,,,
gil@x.org,,,,,,leads,chair,,2021-01-01,2026-06-02,,,
hal@x.org,Hal,,,,,,,,2020-01-01,2026-06-03,,,
ida@x.org,Ida,,,,,,,2026-05-04,,,,,
ida@x.org,,,,,,board,,,2026-05-05,,,,
ida@x.org,,,,,,leads,co-chair,,2026-05-05,2028-05-31,,,
END
run cop-diff old new -f table
status 0
out <<'END'
Community A (a)
  2026-05-02 Cid came back
  2026-05-03 Dee: consent to be written to changed from implied to express
  2026-05-04 Ida applied
  2026-05-05 Ida was appointed: Board
  2026-05-05 Ida was appointed: Leads, co-chair, until 2028-05-31
  2026-05-09 Ada was approved
  2026-05-10 Bob was declined
  2026-06-01 Gil gave up a seat: Board
  2026-06-02 Gil gave up a seat: Leads, chair
  2026-06-03 Hal left
  2026-12-30 Fay has a term that ends: Board
  2026-12-31 Fay has a term that ends: Leads, chair
             Dee: role corrected from Nurse to Manager
             Dee: region removed, was The North
             Dee: language corrected from en to fr
             Dee: source corrected from form to email
             Dee: position is now lead (Board)
             Hal: the row of a seat was removed: Board
             Eve has another address: eve@new.org, was eve@x.org
END
run cop-diff old new -f table --lang fr
for sentence in 'Cid est de retour' 'Dee : rôle, correction : Infirmière devient Gestionnaire' 'Ada, demande acceptée' 'mandat qui prendra fin : Responsables, présidence'; do
	out_has "$sentence"
done
echo 'anonymous-1@forgotten.invalid,,,,,,,,,2020-01-01,,,,' | roster new
echo 'eve@x.org,Eve,,,,,,,,2020-01-01,,,,' | roster old
run cop-diff old new -f table
out_has 'Somebody was forgotten, and is now anonymous-1@forgotten.invalid'
out_lacks Eve

t 'sentences: a month or a year as a last day is over when its own last day is'
became <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
ada@x.org,,,,,,leads,chair,,2020-01-01,,,,
bob@x.org,Bob,,,,,,,,2020-01-01,,,,
---
ada@x.org,Ada,,,,,,,,2020-01-01,2026,,,
ada@x.org,,,,,,leads,chair,,2020-01-01,2026-07,,,
bob@x.org,Bob,,,,,,,,2020-01-01,2026-06,,,
END
echo 'ended: 2026' >>new/cops/a.yaml
run cop-diff old new -f table
out <<'END'
Community A (a)
  2026       It is to end
  2026       Ada is to leave
  2026-06    Bob left
  2026-07    Ada has a term that ends: Leads, chair
END
run cop-diff old new -f table --as-of 2026-12-31
out_has '2026       Ada left'
out_has '2026       It ended'
out_has '2026-07    Ada gave up a seat'

t 'sentences: what becomes of communities'
both
for id in b c d f; do
	cp old/cops/a.yaml old/cops/$id.yaml
	cp old/cops/a.yaml new/cops/$id.yaml
done
printf 'launched: 2020\nended: 2026-06-01\nreason: Done\n' >>new/cops/b.yaml
cat <<'END' >>new/cops/c.yaml
launched: 2027
paused: [{from: 2026-06-01, until: 2026-08-31, reason: Summer}, {from: 2025-01-01}]
END
echo 'ended: 2026-12-31' >>new/cops/d.yaml
echo 'scope: local' >>old/cops/a.yaml
echo 'scope: national' >>new/cops/a.yaml
echo 'led_by: staff' >>old/cops/a.yaml
sed 's/Community A/Community E/' old/cops/f.yaml >new/cops/e.yaml
echo 'lineage: [{event: merged-from, community: d, date: 2026-01-01}]' >>new/cops/e.yaml
rm new/cops/f.yaml
run cop-diff old new -f table
status 0
out <<'END'
Community A (a)
             scope: changed from local to national
             led_by: removed staff

Community A (b)
  2020       It was launched
  2026-06-01 It ended
             reason: added Done

Community A (c)
  2025-01-01 It paused
  2026-06-01 It paused, until 2026-08-31 (Summer)
  2027       It is to be launched

Community A (d)
  2026-01-01 It merged into e
  2026-12-31 It is to end

Community E (e)
             A new community: Community E

f
             The definition was deleted: Community A
END

t 'a second membership beside an existing one: reported in both formats'
became <<'END'
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
---
ada@x.org,Ada,,,,,,,,2020-01-01,,,,
ada@x.org,Ada,,,,,,,,2026-05-01,,,,
END
tabs <<'END'
a|2026-05-01|ada@x.org|added|||
END
run cop-diff old new -f table
out_has '2026-05-01 Ada: the membership has one more row'
run cop-diff old new -f table --lang fr
out_has 'compte une ligne de plus'
run cop-diff new old
status 0
tabs <<'END'
a||ada@x.org|removed|||
END

t 'a long text is printed below its path'
both
long='It is about all that people who work here have in common'
sed "s/What we share/$long/" old/cops/a.yaml >new/cops/a.yaml
run cop-diff -f table old new
out <<END
Community A (a)
             domain
               - What we share
               + $long
END

t 'nothing has changed: status 1'
both
run cop-diff old new
status 1
out ''
err ''
roster new <<'END'
ada@x.org,Ada,,,,,,,,2026-05-01,,,,
END
run cop-diff old new -w change=left
status 1
out ''

t 'audiences: people are for private only, and so are communities that others must not know of'
both
roster new <<'END'
ada@x.org,Ada,,,,,,,,2026-05-01,,,,
END
echo 'acronym: AA' >>new/cops/a.yaml
write new/organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
south,South,,,,,,
END
write new/suppressions.csv <<'END'
email,date,reason
bob@x.org,2026-05-01,asked
END
echo 'policy: {small_cell: 7}' >>new/registry.yaml
for audience in public members; do
	run cop-diff --audience $audience old new
	status 0
	tabs <<-'END'
		|||added|policy.small_cell||7
		a|||added|acronym||AA
	END
done
sed -i '/^policy/d' new/registry.yaml
for visibility in secret Secret; do
	sed -i '/^visibility/d' new/cops/a.yaml
	echo "visibility: $visibility" >>new/cops/a.yaml
	run cop-diff --audience members old new
	out ''
done

# hides WORD: a part of a definition in which WORD marks what is for members or about a secret community.
hides() {
	cat <<-END
		part_of: $1-secret
		meetings: [{name: Monthly, url: https://example.org/$1-meeting}]
		channels: [{kind: forum, url: https://example.org/$1-channel}, {kind: website, audience: public, url: https://example.org/open-$1}]
		resources: [{title: $1-title}]
		lineage: [{event: merged-from, community: $1-secret, date: 2026-04}, {event: split-from, community: $1-secret}]
	END
}

t 'audiences: what a definition hides is not shown in any format, of folders or of files'
both
hides hush >>old/cops/a.yaml
hides quiet >>new/cops/a.yaml
for side in old new; do
	for word in hush quiet; do
		sed "s/Community A/Community $word-name/" old/cops/a.yaml | sed '/^part_of/,$d' >$side/cops/$word-secret.yaml
		echo 'visibility: secret' >>$side/cops/$word-secret.yaml
	done
done
open='a|||changed|channels.2.url|https://example.org/open-hush|https://example.org/open-quiet'
for format in table tsv csv json; do
	for sides in 'old new' 'new old' 'old/cops/a.yaml new/cops/a.yaml'; do
		# shellcheck disable=SC2086 # two operands
		run cop-diff --audience public -f $format $sides
		status 0
		out_has open-quiet
		for place in name secret meeting channel title; do
			out_lacks "-$place"
		done
	done
	run cop-diff -f $format old new
	for place in secret meeting channel title; do
		out_has "hush-$place"
		out_has "quiet-$place"
	done
done
run cop-diff --audience public old new
echo "$open" | tabs
# If only one side hides it, it is not shown either.
for side in old new; do
	sed -i '/^visibility/d' $side/cops/*-secret.yaml
	run cop-diff --audience public old new -w field=part_of
	test $side = new || status 1
	run cop-diff --audience members old new -c field,old,new -w change=changed
	out_has quiet-channel
done
run cop-diff --audience public old new -c field,old,new -w field=part_of
tabs <<'END'
part_of|hush-secret|quiet-secret
END
# Without a registry, whether a community is secret is unknown.
run cop-diff --audience public old/cops/a.yaml new/cops/a.yaml
echo "$open" | tabs
rm new/cops/a.yaml
run cop-diff --audience public old new -w cop=a -c cop,change,field,old
echo 'a|deleted||Community A' | tabs
run cop-diff --audience public new old -w cop=a -c cop,change,field,new
echo 'a|created||Community A' | tabs

t 'audiences: no name or address of a contact is shown, old or new'
both
echo 'contacts: [{name: Ada Hush, email: ada@hush.example.org}, {name: Cid Hush}]' >>old/cops/a.yaml
echo 'contacts: [{name: Bob Hush, email: bob@hush.example.org}, {name: Cid Hush, email: cid@hush.example.org}]' >>new/cops/a.yaml
echo 'acronym: AA' >>new/cops/a.yaml
mkdir third
cp -R new/. third
sed -i '/^contacts/d' third/cops/a.yaml
for audience in public members; do
	for format in table tsv csv json; do
		for sides in 'old new' 'new old' 'old third' 'third old' 'old/cops/a.yaml new/cops/a.yaml'; do
			# shellcheck disable=SC2086 # two operands
			run cop-diff --audience $audience -f $format $sides
			status 0
			out_has AA
			out_lacks Hush
			out_lacks hush
		done
	done
done
run cop-diff old new
out_has 'Ada Hush'
out_has ada@hush.example.org
out_has 'Bob Hush'
out_has cid@hush.example.org

t 'the people of one side are not here: this does not mean that they have left'
both
roster old <<'END'
ada@x.org,Ada,,,,,,,,2026-05-01,,,,
END
echo 'people: elsewhere' >>new/registry.yaml
run cop-diff old new -c change,field
status 2
tabs <<'END'
added|people
END
err_has "new/registry.yaml:6:9: error: cannot read: the people's folder is missing, so who came and went is unknown"

t 'files that cannot be read are reported, and the rest is compared'
both
roster old </dev/null
roster new <<'END'
ada@x.org,Ada,,,,,,,,2026-05-01,,,,
bob@x.org,Bob
END
run cop-diff old new -c email
status 2
out 'ada@x.org'
err_like '^new/rosters/a\.csv:3:'

t 'a syntax error in the new registry is reported once'
both
echo 'name: b: c' >>new/cops/a.yaml
run cop-diff old new
status 2
err_like '^new/cops/a\.yaml:[0-9]+:[0-9]+: error: YAML syntax: '
ok 'it is reported once' test "$(wc -l <"$ERR")" = 1

t 'so is an error in its values'
both
echo 'foo: bar' >>new/cops/a.yaml
run cop-diff old new
status 2
err 'new/cops/a.yaml:6:1: error: unknown key: "foo": put a key of your own under also [unknown-key]'

t 'if registry.yaml cannot be read, only this is reported'
both
echo 'hosts: b: c' >>new/registry.yaml
run cop-diff old new
status 2
err_like '^new/registry\.yaml:[0-9]+:[0-9]+: error: YAML syntax: '
ok 'nothing else is reported' test "$(wc -l <"$ERR")" = 1
echo '- no map' >new/registry.yaml
run cop-diff old new
status 2
err <<'END'
new/registry.yaml:1:1: error: wrong type: a list where a map is needed [wrong-type]
END

t 'usage errors'
both
run cop-diff old
status 2
run cop-diff old/registry.yaml new/nothing
status 2
run cop-diff /dev/null /dev/null
status 2
err_has 'not the name of a file of a registry'

# A repository with the driver.
repository() {
	registry
	roster . <<-'END'
		bob@x.org,Bob,,,,,,,,2020-01-01,,,,
	END
	printf '%s\n' 'rosters/*.csv diff=coptools' 'cops/*.yaml diff=coptools' >.gitattributes
	git init -q . && git config diff.coptools.command cop-diff && git add . && git commit -q -m one
}

t 'git diff prints the same'
need git
if test -z "$case_skip"; then
	repository
	roster . <<-'END'
		ada@x.org,Ada,,,,,,,,2026-05-01,,,,
		bob@x.org,Bob,,,,,,,,2020-01-01,2026-05-02,,,
	END
	run git diff
	status 0
	err ''
	out <<-'END'
		cop-diff rosters/a.csv

		Community A (a)
		  2026-05-01 Ada joined
		  2026-05-02 Bob left
	END
fi

t 'git log -p with the driver: files that are new, deleted, written differently, or unreadable'
need git
if test -z "$case_skip"; then
	repository
	printf '"bob@x.org",Bob,,,,,,,,2020-01-01,,,,\n' | roster .
	git commit -q -a -m two
	echo 'nonsense' >rosters/a.csv
	git commit -q -a -m three
	run git log -p --ext-diff --format=%s
	status 0
	out_has 'Bob joined'
	out_has 'The content is the same in another form.'
	out_like 'rosters/a\.csv:1:1: error: '
fi

t 'the driver: files that are only new, renamed, or changed in mode'
need git
if test -z "$case_skip"; then
	repository
	run git mv cops/a.yaml cops/z.yaml
	run git diff --cached -M
	status 0
	out <<-'END'
		cop-diff cops/a.yaml => cops/z.yaml
		  Only its name has changed.
	END
	git reset -q --hard
	chmod +x rosters/a.csv
	run git diff
	out <<-'END'
		cop-diff rosters/a.csv
		  Only its mode has changed.
	END
	echo "$H" >rosters/b.csv
	git add rosters/b.csv
	run git diff --cached
	out <<-'END'
		cop-diff rosters/b.csv
		  It is new and empty.
	END
	git commit -q -m b && git rm -q rosters/b.csv
	run git diff --cached
	out <<-'END'
		cop-diff rosters/b.csv
		  It was empty and has been deleted.
	END
fi

# A merge has stopped at rosters/a.csv: the branch's version is standard input; without any, the branch has deleted it.
stopped() {
	git checkout -q -b branch
	cat >theirs
	if test -s theirs; then mv theirs rosters/a.csv; else rm theirs rosters/a.csv; fi
	git commit -q -a -m theirs && git checkout -q -
	sed -i 's/Bob/Robert/' rosters/a.csv
	git commit -q -a -m ours
	ok 'there is no conflict' sh -c '! git merge -q branch >/dev/null 2>&1'
}

t 'the driver: a file with a merge conflict, deleted on one side'
need git
if test -z "$case_skip"; then
	repository
	stopped </dev/null
	for how in '' --cached; do
		run git diff $how
		status 0
		err ''
		out <<-'END'
			cop-diff rosters/a.csv
			  It is unmerged.
		END
	done
	run git diff HEAD
	status 0
	err ''
	out ''
fi

t 'the driver: a file with a merge conflict, changed on both sides'
need git
if test -z "$case_skip"; then
	repository
	{ echo "$H" && echo 'bob@x.org,Bobby,,,,,,,,2020-01-01,,,,'; } >"$scratch/theirs"
	stopped <"$scratch/theirs"
	run git diff --cached
	status 0
	err ''
	out <<-'END'
		cop-diff rosters/a.csv
		  It is unmerged.
	END
	# The file on the disk has conflict markers.
	run git diff HEAD
	status 0
	out_like '^rosters/a\.csv:2:1: error: unresolved merge'
	# A single operand of a person is a revision or a community, and a second one a community.
	run cop-diff HEAD~1
	out_lacks 'unmerged.'
	run cop-diff HEAD HEAD~1
	status 2
	err 'cop-diff: error: no community "HEAD~1"; write two revisions as A..B'
	run cop-diff rosters/a.csv
	status 2
	err_has 'no commit "rosters/a.csv"'
fi

t 'the driver, with the registry in a subfolder: file names are relative to the registry'
need git
if test -z "$case_skip"; then
	mkdir -p 'sub/the registry' && cd 'sub/the registry' && repository && rm -rf .git && cd ../.. || exit
	git init -q . && git config diff.coptools.command cop-diff && git add . && git commit -q -m one
	echo 'ada@x.org,Ada,,,,,,,,2026-05-01,,,,' >>'sub/the registry/rosters/a.csv'
	run git diff
	out <<-'END'
		cop-diff sub/the registry/rosters/a.csv

		Community A (a)
		  2026-05-01 Ada joined
	END
fi

t 'the driver in a repository of the people alone: COP_REGISTRY has the names'
need git
if test -z "$case_skip"; then
	repository
	mkdir people && mv rosters .git .gitattributes people && echo 'people: people' >>registry.yaml
	echo 'ada@x.org,Ada,,,,,,,,2026-05-01,,,,' >>people/rosters/a.csv
	run env COP_REGISTRY="$PWD" git -C people diff -- rosters
	status 0
	out <<-'END'
		cop-diff rosters/a.csv

		Community A (a)
		  2026-05-01 Ada joined
	END
	mkdir other && mv registry.yaml cops other
	run git -C people diff -- rosters
	out <<-'END'
		cop-diff rosters/a.csv

		a
		  2026-05-01 Ada joined
	END
fi

t 'the driver: git diff --relative gives the path from the folder in which it was called'
need git
if test -z "$case_skip"; then
	mkdir -p sub/reg && cd sub/reg && repository && rm -rf .git && cd ../.. || exit
	git init -q . && git config diff.coptools.command cop-diff && git add . && git commit -q -m one
	echo 'ada@x.org,Ada,,,,,,,,2026-05-01,,,,' >>sub/reg/rosters/a.csv
	for place in sub sub/reg sub/reg/rosters; do
		run git -C "$place" diff --relative
		status 0
		err ''
		out <<-END
			cop-diff $(realpath --relative-to="$place" sub/reg/rosters/a.csv)

			Community A (a)
			  2026-05-01 Ada joined
		END
	done
fi

t 'the driver for another audience does not say that hidden changes are none'
need git
if test -z "$case_skip"; then
	repository
	echo 'ada@x.org,Ada,,,,,,,,2026-05-01,,,,' >>rosters/a.csv
	echo 'contacts: [{name: Eve}]' >>cops/a.yaml
	git config diff.coptools.command 'cop-diff --audience public'
	run git diff
	status 0
	out <<-'END'
		cop-diff cops/a.yaml
		  Nothing that this audience may see has changed.
		cop-diff rosters/a.csv
		  Nothing that this audience may see has changed.
	END
	git rm -q --cached rosters/a.csv
	run git diff --cached
	out <<-'END'
		cop-diff rosters/a.csv
		  Nothing that this audience may see has changed.
	END
fi

t 'the driver: a file that is none of a registry, and how to see it, instead of the difference'
need git
if test -z "$case_skip"; then
	repository
	echo '*.csv diff=coptools' >>.gitattributes
	echo one >other.csv && git add . && git commit -q -m other
	echo two >other.csv
	run git diff
	status 0
	err ''
	out <<-'END'
		cop-diff other.csv
		  It is no file of a registry: git diff --no-ext-diff shows its lines.
	END
	git config diff.coptools.command 'cop-diff --lang fr'
	run git diff
	out_has 'pas un fichier d'
fi

done_testing
