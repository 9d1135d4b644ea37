#!/bin/sh
# cop-report: every kind but summary and growth (see cop-report-growth.t), by hand; and what a call may ask for.
. "$TOP/tests/lib.sh"
. "$TOP/tests/reports.sh"

# -- the call ----------------------------------------------------------------------------------------------------------

t 'an unknown kind gets a suggestion'
edges
run cop-report grwoth
status 2
out ''
err_like '^cop-report: error: .*"grwoth".*did you mean "growth"'
run cop-report growth,rooster a
status 2
out ''
err_like 'did you mean "roster"'
run cop-report zzzzzz
status 2
out ''
err_has zzzzzz

t 'an unknown community gets a suggestion'
sample
run cop-report summary perinatl
status 2
out_lacks Perinatal
err 'cop-report: error: no community "perinatl" (did you mean "perinatal"?)'
run cop-report perinatl
status 2
err_has 'did you mean "perinatal"'

t 'kinds among the communities: the message says where they belong'
sample
run cop-report summary growth
status 2
out ''
err 'cop-report: error: no community "growth": name all kinds of report first, separated by commas'
run cop-report perinatal summary,growth
status 2
out ''
err 'cop-report: error: no community "summary,growth": name all kinds of report first, separated by commas'

t 'an unknown field gets a suggestion'
edges
run cop-report growth -w perid=2026
status 2
out ''
err_has 'did you mean "period"'
run cop-report breakdown --by orgnization
status 2
out ''
err_has 'did you mean "organization"'
run cop-report summary -f tsv -c memers
status 2
out ''
err_has 'did you mean "members"'
run cop-report summary -f tsv -s lft
status 2
out ''
err_has 'did you mean "left"'

t 'options that make no sense'
edges
for options in '--every week' '--period 2026-13' '--period 2026-Q5' '--since yesterday' '--period 2026 --since 2026' \
	'--since 2026-05 --until 2026-04' '-f pdf' '--excel -f json' '--if-changed' '--as-of 2026-02-30' '--audience all'; do
	# shellcheck disable=SC2086
	run cop-report growth $options
	status 2
	out ''
	err_like '^cop-report: error: '
done
for by in group position name,group; do
	run cop-report breakdown --by $by
	status 2
	out ''
	err_has 'seats'
done
for by in status role,status; do
	run cop-report breakdown --by $by
	status 2
	out ''
	err 'cop-report: error: --by status: breakdown counts only people who are members on the day'
done
run cop-report breakdown --by role,region,language,organization,source
status 2
out ''
err 'cop-report: error: --by: at most 4 fields'

t 'several kinds make one document; csv and tsv take one kind, json the rows of all'
edges
run cop-report summary,growth,goals a --period 2026-05
status 0
out_like '^Report$'
out_like '^ *Summary$'
out_like '^ *Growth$'
out_like '^ *Goals$'
for f in csv tsv; do
	run cop-report summary,growth a -f $f
	status 2
	out ''
	err_has "$f can hold only one kind"
done
run sh -c 'cop-report growth,overlap a b --period 2026-05 -f json | head -n 3'
status 0
out <<'END'
{"cop":"a","period":"2026-05","joined":2,"left":3,"members":8}
{"cop":"b","period":"2026-05","joined":0,"left":0,"members":0}
{"cop":"*","period":"2026-05","joined":2,"left":3,"members":8}
END

t 'ids from standard input; without any, the selection is empty'
edges
run cop-report summary -f tsv -c cop - <<'END'
b	Community B
a
END
tabs <<'END'
b
a
END
run cop-report - -f tsv -c cop <<'END'
b
END
out b
for kind in summary roster growth breakdown overlap composition coverage terms consent goals pulse; do
	run cop-report $kind - -f tsv </dev/null
	status 1
	out ''
	err ''
	run cop-report $kind - </dev/null
	status 1
	err ''
done

t 'the communities that cop-search finds are selected'
sample
run sh -c 'cop-search -l rural hospice | cop-report summary - -f tsv -c cop'
status 0
out_has rural-hospice
run sh -c 'cop-search -l zzyzx | cop-report summary - -f tsv'
status 1
out ''

t '-w on a column of the communities, and on a definition'
edges
echo 'scope: national' >>cops/b.yaml
run cop-report summary -f tsv -c cop -w status=active
out a
run cop-report overlap -f tsv --as-of 2025-07-16
tabs <<'END'
a|b|1
END
run cop-report overlap -f tsv --as-of 2025-07-16 -w scope=national
status 1
out ''
run cop-report summary -f tsv -c cop -w scope=national
out b
run cop-report summary -f tsv -c cop -w cop.status=x
status 2
run cop-report growth -f tsv --period 2026-05 -w host=h1 -w scope=national -c cop
tabs <<'END'
b
*
END
run cop-report summary -w scope=local
status 1
err ''

t '-w on counts'
edges
run cop-report summary -f tsv -c cop -w 'left>3'
out a
run cop-report summary -f tsv -c cop -w 'left>7'
status 1
out ''
# The total of a page is that of the communities that remain.
run cop-report summary -w 'left<=3'
out_lacks 'All, each'
out_like '^ *Community B .* 3 '

t 'the same question twice prints the same bytes'
sample
for kind in summary roster growth breakdown overlap composition coverage terms consent goals pulse; do
	for f in text md csv json xlsx; do
		cop-report $kind -f $f -o "1.$f" && cop-report $kind -f $f -o "2.$f"
		ok "$kind -f $f is the same twice" cmp "1.$f" "2.$f"
	done
done

t 'every page says its day, the registry and its kind'
edges
for kind in summary roster growth breakdown overlap composition coverage terms consent goals pulse; do
	for f in text md; do
		run cop-report $kind --as-of 2026-03-31 -f $f
		status 0
		err ''
		out_has 'Test federation'
		out_has 'March 31, 2026'
	done
done

t 'in a git repository: the commit, and whether files differ from it'
need git
edges
git init -q . && git add . && git commit -qm one
commit=$(git rev-parse --short=10 HEAD)
run cop-report summary
out_like "As of June 30, 2026; commit $commit\$"
echo '# more' >>cops/a.yaml
run cop-report summary
out_like "commit $commit, files differ"

# -- roster ----------------------------------------------------------------------------------------------------------

t 'roster: leads first, then groups by position, then members by role and name'
registry
cat >>cops/a.yaml <<'END'
community:
  groups:
    - {id: board, name: Board}
    - {id: zeta, name: Zeta}
END
roster a <<'END'
p Émile role=nurse organization=o1 region=north language=fr joined=2025-01-01
q Zoe role=nurse joined=2024-01-01
r Eve role=admin joined=2026-01-01
s Sam role=nurse joined=2026-02-01 left=2026-06-29
t Tim applied=2026-06-01
p - group=leads position=co-chair joined=2026-01-01
q - group=leads position=chair joined=2025-06-01 left=2026-12-31
r - group=board joined=2026-03-01
p - group=board position=secretary role=patient joined=2026-03-01
q - group=zeta joined=2026-04-01
s - group=leads position=lead joined=2026-02-01
END
run cop-report roster -f tsv
status 0
# An empty field of a seat comes from the membership; others are the seat's. The seat of s ended with the membership.
tabs <<'END'
a|leads|chair|Zoe|q@x.org||nurse|||2025-06-01
a|leads|co-chair|Émile|p@x.org|o1|nurse|north|fr|2026-01-01
a|board|secretary|Émile|p@x.org|o1|patient|north|fr|2026-03-01
a|board||Eve|r@x.org||admin|||2026-03-01
a|zeta||Zoe|q@x.org||nurse|||2026-04-01
a|||Eve|r@x.org||admin|||2026-01-01
a|||Émile|p@x.org|o1|nurse|north|fr|2025-01-01
a|||Zoe|q@x.org||nurse|||2024-01-01
END

t 'roster: a long address continues on the next line instead of narrowing the other columns'
registry
write rosters/a.csv <<-END
	email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
	$(printf 'a%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)@a-very-long-name.of-some.department.of-an.organization.example.org,Bo,,,,en,,,,2024-01-01,,,,
END
run cop-report roster a
status 0
out_like '^ *Name +Organization +Role +Address$'
out_like '^ +[a-z.-]*organization[.]example[.]org$'

t 'roster: the first day of the stay; a day in the past has its own attributes'
edges
run cop-report roster a -f tsv -c email,organization,role,joined -s email
# seat has no membership, so only the seat is listed.
tabs <<'END'
back@x.org|west|nurse|2026-02-01
month@x.org|west|physician|2026-05
seat@x.org|||2026-01-01
term@x.org||nurse|2020-01-01
touch@x.org|east|nurse|2025-10-01
twice@x.org|east||2026-01-01
year@x.org|south|physician|2020
END
run cop-report roster a -f tsv -c email,organization,joined -w email=touch@x.org --as-of 2026-03-31
tabs <<'END'
touch@x.org|west|2025-10-01
END

t 'roster: no members'
registry
run cop-report roster -f csv
status 0
out 'cop,group,position,name,email,organization,role,region,language,joined'
run cop-report roster
status 0
out_has 'Nobody is a member.'

# -- breakdown -------------------------------------------------------------------------------------------------------

t 'breakdown: by role, unless a field is given; members without a role have an empty one'
edges
run cop-report breakdown -f csv
status 0
err ''
# back term touch; month year; twice
out <<'END'
role,members
,1
nurse,3
physician,2
END
# On a page, the most first; of roles with as many members, that of those without one comes last.
echo 'zed@x.org,Zed,,,,,,,,2020-01-01,,,,' >>rosters/a.csv
run cop-report breakdown
sed '1,4d; /──/d; s/not given/none/g; s/[^ ]*█.*//; s/  *$//; s/^ *//' "$OUT" | tr -s ' ' '|' >got
same got got <<'END'
Role|Members
Nurse|3
Physician|2
none|2
All|7
END

t 'breakdown: by two fields'
edges
run cop-report breakdown --by region,role -f csv
# back north nurse; month north physician; term south nurse; touch - nurse; twice north -; year south physician
out <<'END'
region,role,members
,nurse,1
north,,1
north,nurse,1
north,physician,1
south,nurse,1
south,physician,1
END
run cop-report breakdown --by region,role
# The cross-table of a page has totals in both directions, and is turned if it fits better.
sed '1,4d; /──/d; s/not given/none/g; s/  *$//; s/^ *//' "$OUT" | tr -s ' ' '|' >got
same got got <<'END'
Role|none|North|South|All
none|0|1|0|1
Nurse|1|1|1|3
Physician|0|1|1|2
All|1|3|2|6
END

t 'breakdown: as of a day'
edges
run cop-report breakdown --by organization -f csv --as-of 2026-03-31
# west: back touch; east: twice; gone: reapp; south: year; none: term until
out <<'END'
organization,members
,2
east,1
gone,1
south,1
west,2
END

t 'breakdown: values have their types'
registry
for id in b c; do cp cops/a.yaml cops/$id.yaml; done
cat >>cops/a.yaml <<'END'
purposes: [link, {purpose: share}]
aliases: ["A; or so", Ah]
goals: [{goal: One, target: 5}, {goal: Two, target: 40.5}]
community: {groups: [{id: wg, name: Work, appointed: true}]}
END
cat >>cops/b.yaml <<'END'
purposes: [link]
aliases: [Bee]
goals: [{goal: One, target: 9}]
community: {groups: [{id: wg, name: Work, appointed: false}, {id: x, name: X, appointed: true}]}
END
echo 'p P joined=2025-01 consent=express consented=2025-01' | roster a
echo 'q Q joined=2025-02 consent=withdrawn consented=2025-02' | roster b
echo 'r R joined=2025-03 consent=express consented=2025-03' | roster c
run cop-report breakdown --by mail -f json
out <<'END'
{"mail":false,"members":1}
{"mail":true,"members":2}
END
run cop-report breakdown --by purposes,aliases -f json
out <<'END'
{"purposes":[],"aliases":[],"members":1}
{"purposes":["link"],"aliases":["Bee"],"members":1}
{"purposes":["link","share"],"aliases":["A; or so","Ah"],"members":1}
END
run cop-report breakdown --by goals.target -f json
out <<'END'
{"goals.target":[],"members":1}
{"goals.target":[5,40.5],"members":1}
{"goals.target":[9],"members":1}
END
run cop-report breakdown --by community.groups.appointed,aliases.1 -f json
out <<'END'
{"community.groups.appointed":[],"aliases.1":null,"members":1}
{"community.groups.appointed":[false,true],"aliases.1":"Bee","members":1}
{"community.groups.appointed":[true],"aliases.1":"A; or so","members":1}
END
# The lines are the same, and -w and -s compare by type.
run cop-report breakdown --by purposes,mail,joined -f tsv -s -joined
tabs <<'END'
|yes|2025-03|1
link|no|2025-02|1
link;share|yes|2025-01|1
END
run cop-report breakdown --by purposes,mail -f tsv -w purposes=share -w mail=yes
tabs <<'END'
link;share|yes|1
END
run cop-report breakdown --by goals.target -f tsv -w 'goals.target>9'
tabs <<'END'
5;40.5|1
END
run cop-report breakdown --by joined -f tsv -w 'joined>=2025-02'
tabs <<'END'
2025-02|1
2025-03|1
END
run cop-report breakdown --by community.groups.appointed -f tsv -w community.groups.appointed=false
tabs <<'END'
false;true|1
END
run cop-report breakdown --by mail -w mail=perhaps
status 2
err 'cop-report: error: no mail "perhaps"; use one of no, yes'
run cop-report breakdown --by purposes --lang fr
out_like '^ *relier, partager +1 '
run cop-report breakdown --by mail --lang fr
out_like '^ *oui +2 '

t 'breakdown: each person counts once, by the membership that began last; of several on the same day, that of the first id'
registry
for id in b c; do cp cops/a.yaml cops/$id.yaml; done
roster a <<'END'
p P role=old joined=2025-01-01
q Q role=of-a joined=2026-01-01
r R role=former joined=2026-03-01 left=2026-06-01
s S role=of-a joined=2025-01-01
END
roster b <<'END'
p P role=new joined=2025-06-01
q Q role=of-b joined=2026-01-01
r R role=current joined=2025-01-01
s S role=applying applied=2026-06-01
END
roster c <<'END'
q Q role=of-c joined=2026
END
# p: b began last. q: all three on 1 January 2026, so a. r: the one of a is over. s: not a member of b.
for ids in '' 'a b c' 'c b a'; do
	# shellcheck disable=SC2086
	run cop-report breakdown $ids -f csv
	out <<'END'
role,members
current,1
new,1
of-a,2
END
done
# By community, each person counts in all of their communities.
run cop-report breakdown --by cop -f csv
out <<'END'
cop,members
a,3
b,3
c,1
END
run cop-report breakdown --by cop,role -f csv
out <<'END'
cop,role,members
a,of-a,2
a,old,1
b,current,1
b,new,1
b,of-b,1
c,of-c,1
END
# Where all communities have the same value, each person counts once.
run cop-report breakdown --by cop.host -f csv
out_like '^h1,4$'

t 'breakdown: people see the names of ids and words, scripts the ids and words'
registry
cat >registry.yaml <<'END'
name: Test federation
languages: [en, fr]
timezone: America/Toronto
hosts:
  h1: {name: {en: First host, fr: Premier organisme}}
regions: {north: {en: North, fr: Nord}}
purposes: {learn: {en: Learning, fr: Apprendre}}
END
cat >>cops/a.yaml <<'END'
kind: user-group
scope: national
led_by: staff
registrar: h1
regions: [north]
purposes: [{purpose: learn, from: 2020}]
join: {admission: open}
END
echo 'p P joined=2025-01 consent=express consented=2025-01' | roster a
while IFS='|' read -r by heading name id; do
	run cop-report breakdown --by "$by" --lang fr -f md
	status 0
	out_has "| $heading | Membres |"
	out_has "| $name | 1 |"
	run cop-report breakdown --by "$by" --lang fr -f tsv
	out "$id	1"
done <<'END'
host|Organisme hôte|Premier organisme|h1
registrar|Inscriptions|Premier organisme|h1
kind|Genre|groupe d’utilisateurs|user-group
scope|Portée|nationale|national
led_by|Animation|le personnel|staff
regions|Régions|Nord|north
purposes|Finalités|Apprendre|learn
join.admission|Admission|libre|open
END
run cop-report breakdown --by kind -w kind=usergroup
status 2
err 'cop-report: error: no kind "usergroup" (did you mean "user-group"?)'

t 'breakdown: in the total of a page, each person counts once'
registry
cp cops/a.yaml cops/b.yaml
printf 'p P joined=2025-01-01\nq Q joined=2025-01-01\n' | roster a
echo 'p P joined=2025-01-01' | roster b
run cop-report breakdown --by cop
out_like '^ *All,? .*2$'

t 'breakdown: a seat is not a second membership'
registry
roster a <<'END'
p P role=nurse joined=2025-01-01
p - group=leads position=chair role=patient joined=2025-01-01
p - group=leads position=lead joined=2025-01-01
q - group=leads position=chair role=patient joined=2025-01-01
END
run cop-report breakdown -f csv
out <<'END'
role,members
nurse,1
END

t 'breakdown: with -w on its rows there is no total, since that would be the total of all rows'
edges
run cop-report breakdown -w role=clinician -f csv
# A role also matches the roles within it.
out <<'END'
role,members
nurse,3
physician,2
END
run cop-report breakdown -w 'members>=2'
out_lacks 'All'

t 'breakdown: no members, and unknown members'
registry
run cop-report breakdown -f csv
status 0
out role,members
run cop-report breakdown
status 0
out_has 'Nobody is a member.'
edges
echo 'x@x.org,Damaged,,,,' >>rosters/a.csv
# nurse: back term touch; physician: month year; none: twice
run cop-report breakdown -f csv
status 2
out <<'END'
role,members
,
nurse,
physician,
END
run cop-report breakdown
status 2
out_lacks 'Nobody is a member.'
edges
echo 'people: ../private' >>registry.yaml
run cop-report breakdown -f csv
out role,members
run cop-report breakdown
out_has 'Not known.'

t 'breakdown: a damaged roster makes the counts unknown that it adds to, and no others'
registry
write cops/b.yaml <<'END'
name: Community B
host: h1
domain: What is sound
END
sed -i 's/^  h1:.*/&\n  h2: {name: Host Two}/' registry.yaml
sed 's/host: .*/host: h2/; s/ B/ C/' cops/b.yaml >cops/c.yaml
roster a <<'END'
ann Ann role=nurse joined=2025-01-01
bob Bob role=nurse joined=2025-01-01
cat Cat role=physician joined=2025-01-01
END
roster b <<'END'
ann Ann role=nurse joined=2026-01-01
dan Dan role=nurse joined=2025-01-01
END
roster c <<'END'
ann Ann role=physician joined=2025-01-01
eve Eve role=nurse joined=2025-01-01
END
echo 'x@x.org,Damaged,,,,' >>rosters/c.csv
run cop-report breakdown -f csv
status 2
out <<'END'
role,members
nurse,
physician,
END
err_like '^rosters/c\.csv:4:1: error: .*csv-fields'
run cop-report breakdown --by cop,role -f csv
status 2
out <<'END'
cop,role,members
a,nurse,2
a,physician,1
b,nurse,2
c,nurse,
c,physician,
END
run cop-report breakdown --by cop -f json
status 2
out <<'END'
{"cop":"a","members":3}
{"cop":"b","members":2}
{"cop":"c","members":null}
END
# With one host, each person counts once: ann, bob, cat, dan.
run cop-report breakdown --by host -f csv
status 2
out <<'END'
host,members
h1,4
h2,
END
# An unknown count is neither small nor large.
run cop-report breakdown --by cop -f csv -w 'members<100' -s members
out <<'END'
cop,members
b,2
a,3
END
run cop-report breakdown --by cop -f csv -w 'members=2'
out <<'END'
cop,members
b,2
END
run cop-report breakdown --by cop -f csv --audience public
status 2
out <<'END'
cop,members
a,<5
b,<5
c,
END
# A page has no total, and no table that would leave out the people who could not be read.
run cop-report breakdown --by role,cop
status 2
tail -n +5 "$OUT" | tr -s ' ' | sed 's/ $//' >got
same got got <<'END'
 Not all of the registry could be read: something may be missing here.

 Role Community Members
 nurse Community A 2
 nurse Community B 2
 physician Community A 1
 nurse Community C
 physician Community C
END
run cop-report breakdown --by cop -f html
status 2
out_has 'Withheld or unknown'
out_lacks '>All<'
run cop-report breakdown --by cop -o r.xlsx
status 2
ok 'a workbook' test -s r.xlsx

# -- overlap ---------------------------------------------------------------------------------------------------------

t 'overlap: pairs in the order of their ids, members of both on that day'
registry
for id in b c d; do cp cops/a.yaml cops/$id.yaml; done
roster a <<'END'
p P joined=2025-01-01
q Q joined=2025-01-01
r R joined=2025-01-01
s S joined=2025-01-01 left=2026-06-29
END
roster b <<'END'
p P joined=2025-01-01
q Q joined=2025-01-01
r R applied=2025-01-01
s S joined=2025-01-01
END
roster c <<'END'
p P joined=2025-01-01
p - group=leads position=chair joined=2025-01-01
q - group=leads position=chair joined=2025-01-01
s S joined=2026-06-30
END
for ids in '' 'd c b a' 'b a c'; do
	# shellcheck disable=SC2086
	run cop-report overlap $ids -f csv
	status 0
	out <<'END'
a,b,members
a,b,2
a,c,1
b,c,2
END
done
run cop-report overlap -f csv --no-header --as-of 2026-06-29
out <<'END'
a,b,3
a,c,1
b,c,1
END

t 'overlap --people: members of several communities'
registry
for id in b c; do cp cops/a.yaml cops/$id.yaml; done
roster a <<'END'
p Old joined=2025-01-01
q FromA joined=2025-01-01
r Alone joined=2025-01-01
END
roster b <<'END'
p New joined=2026-01-01
q FromB joined=2025-01-01
END
roster c <<'END'
p Older joined=2024-01-01
r Applies applied=2026-06-01
END
# The name is from the membership that began last; those of q began on one day, so it is that of a.
for ids in '' 'c b a'; do
	# shellcheck disable=SC2086
	run cop-report overlap --people $ids -f csv -c email,name,cops,in
	status 0
	sed 's/c;b;a/a;b;c/; s/b;a$/a;b/' "$OUT" >got
	same got got <<'END'
email,name,cops,in
p@x.org,New,3,a;b;c
q@x.org,FromA,2,a;b
END
done
run cop-report overlap --people -f json
out <<'END'
{"email":"p@x.org","name":"New","cops":3,"in":["a","b","c"]}
{"email":"q@x.org","name":"FromA","cops":2,"in":["a","b"]}
END

t 'the columns of each kind'
for call in 'growth --fields' '--fields growth'; do
	# shellcheck disable=SC2086 # two words
	run cop-report $call
	status 0
	out <<-'END'
		cop
		period
		joined
		left
		members
	END
done
run cop-report --fields
status 0
out_has applicants
registry
run cop-report breakdown --by nosuch
status 2
err 'cop-report: error: no field "nosuch"; --fields lists them'
run cop-report breakdown --fields
status 0
cp "$OUT" fields
run cop-members --fields
out <fields
run cop-report breakdown --by ''
status 2
err 'cop-report: error: no field ""; --fields lists them'

t 'overlap: none; and unknown, which is not none'
edges
run cop-report overlap
status 0
out_has 'No two communities share a member.'
run cop-report overlap a
status 0
out_has 'Two communities are needed to share a member'
echo 'x@x.org,Damaged,,,,' >>rosters/b.csv
run cop-report overlap
status 2
out_lacks 'No two communities share a member.'
edges
echo 'people: ../private' >>registry.yaml
run cop-report overlap
status 2
out_lacks 'No two communities share a member.'

# -- composition -----------------------------------------------------------------------------------------------------

# Rules of community a, and its roster.
rules() {
	edges
	cat >>cops/a.yaml <<-'END'
		community:
		  groups:
		    - {id: board, name: Board}
		  composition:
		    - {group: board, role: clinician, at_least: 2, note: Clinicians}
		    - {group: board, role: patient, at_least: 1}
		    - {group: leads, position: chair, at_least: 1, at_most: 1}
		    - {at_most: 4, note: Size}
		    - {group: board, at_most_per_organization: 1, note: Spread}
	END
	sed -i 's/^roles:$/&\n  patient: Patient/' registry.yaml
	roster a <<-'END'
		p Pam organization=o1 role=nurse joined=2025-01-01
		q Quin organization=o1 role=physician joined=2025-01-01
		r Rob role=nurse joined=2025-01-01
		s Sue organization=o2 role=nurse joined=2025-01-01
		t Tom role=nurse joined=2025-01-01 left=2026-06-29
		p - group=board joined=2025-01-01
		p - group=leads position=chair joined=2025-01-01
		q - group=board joined=2025-01-01
		r - group=board role=patient joined=2025-01-01
		t - group=board joined=2025-01-01
	END
}

t 'composition: needed, present, met, and who'
rules
run cop-report composition a -f csv
status 0
err ''
# Clinicians on the board: p and q (r sits as a patient, t has left).  Members: p q r s.
out <<'END'
cop,rule,group,need,have,met,who
a,Clinicians,board,2..,2,yes,p@x.org;q@x.org
a,patient,board,1..,1,yes,r@x.org
a,chair,leads,1..1,1,yes,p@x.org
a,Size,,..4,4,yes,p@x.org;q@x.org;r@x.org;s@x.org
a,Spread,board,..1,2,no,p@x.org;q@x.org
END

t 'composition: on the day before'
rules
run cop-report composition a -f tsv -c rule,have,met --as-of 2026-06-29
tabs <<'END'
Clinicians|3|yes
patient|1|yes
chair|1|yes
Size|5|no
Spread|2|no
END

t 'composition: whose leaving would break a rule, and rules without somebody'
rules
run cop-report composition a
status 0
out_like 'Clinicians: would break if one of these left: Pam, Quin\.'
out_like 'chair: would break if this person left: Pam\.'
out_lacks 'Size: would break'
out_lacks 'not met without'
run cop-report composition a --without P@X.org
status 0
out_has 'As if p@x.org had left.'
out_has 'Clinicians: not met without p@x.org.'
run cop-report composition a --without p@x.org -f tsv -c rule,have,met,who
tabs <<'END'
Clinicians|1|no|q@x.org
patient|1|yes|r@x.org
chair|0|no|
Size|3|yes|q@x.org;r@x.org;s@x.org
Spread|1|yes|q@x.org
END

t 'composition: a rule without a note is put into words'
rules
cat >>cops/a.yaml <<-'END'
	    - {role: patient, region: north, at_most: 9}
	    - {at_most: 8}
	    - {at_most_per_organization: 7}
END
sed -i 's/^  patient: .*/  patient: {en: Patient partner, fr: Partenaire}/; s/^languages:.*//; $a languages: [en, fr]' registry.yaml
run cop-report composition a -f md
status 0
out_has '| Patient partner | Board | at least 1 |'
out_has '| Patient partner, North | | at most 9 |'
out_has '| Members | | at most 8 |'
out_has '| of one organization | | at most 7 |'
out_has 'Patient partner: would break if this person left: Rob.'
run cop-report composition a -f md --lang fr
out_has '| Partenaire | Board | au moins 1 |'
out_has '| Membres | | au plus 8 |'
# Rows, which are for programs, have ids.
run cop-report composition a -f tsv -c rule -w need=..8
out people

t 'composition: --without needs somebody who is in a roster'
rules
for options in '' '-f tsv' '-f html'; do
	# shellcheck disable=SC2086
	run cop-report composition a --without somebody@elsewhere.org $options
	status 2
	out ''
	err 'cop-report: error: --without: no "somebody@elsewhere.org" in these rosters'
done
run cop-report composition --without p@x.orh
status 2
out ''
err 'cop-report: error: --without: no "p@x.orh" in these rosters (did you mean "p@x.org"?)'
# Somebody in another roster than those asked about.
roster b <<'END'
elsewhere Elsewhere joined=2026-01-01
END
run cop-report composition a --without elsewhere@x.org
status 2
out ''
run cop-report composition a b --without elsewhere@x.org -f tsv -c met -w rule=Size
status 0
out yes
# Somebody who does not count, as an applicant, is known too.
echo 'u@x.org,Una,,,,,,,2026-06-01,,,,,' >>rosters/a.csv
run cop-report composition a --without u@x.org -f tsv -c met -w rule=Size
status 0
out yes
# If no community is asked about, or people are unknown, the address is not reported as missing.
run cop-report composition - --without nobody@x.org -f tsv </dev/null
status 1
err ''
echo 'x@x.org,Damaged,,,,' >>rosters/a.csv
run cop-report composition a --without nobody@x.org -f tsv -c rule,met -w rule=Size
status 2
tabs <<'END'
Size|
END
err_lacks nobody@x.org
rm -r rosters
echo 'people: ../private' >>registry.yaml
run cop-report composition a --without nobody@x.org
err_lacks nobody@x.org

t 'composition: -w on a column; no rules; unknown members'
rules
run cop-report composition -w met=no -f tsv -c rule
out Spread
run cop-report composition b
status 0
out_has 'There are no composition rules.'
echo 'x@x.org,Damaged,,,,' >>rosters/a.csv
run cop-report composition a -f json -w rule=Size
status 2
out '{"cop":"a","rule":"Size","group":null,"need":"..4","have":null,"met":null,"who":null}'

t 'composition: a large community takes memory for its members only once'
rules
{
	echo "$H"
	awk 'BEGIN { for (i = 0; i < 300000; i++) printf "m%06d@members.x.org,M %d,o1,nurse,,,,,,2025-01-01,,,,\n", i, i }'
} >rosters/a.csv
need timeout prlimit
test -z "${ASAN_OPTIONS-}" || skip 'AddressSanitizer reserves terabytes'
run timeout 60 prlimit --as=1000000000 cop-report composition a -f tsv -c rule,have -w rule=Size
status 0
out 'Size	300000'

# -- coverage --------------------------------------------------------------------------------------------------------

t 'coverage: member organizations, regions and roles, including members within them'
edges
rm rosters/b.csv cops/b.yaml
write organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
east,East Clinic,,,,h1,2020-01-01,
former,Former Clinic,,,,h1,2020-01-01,2026-06-29
other,Other Clinic,,,,h2,2020-01-01,
west,West Clinic,,,,h1;h2,2020-01-01,2026-06-30
END
run cop-report coverage a -f csv
status 0
# back, month: west; touch, twice: east. Regions: back, month, twice: north; term, year: south. Nurses: back, term, touch;
# physicians: month, year.
grep '^a,' "$OUT" >got
same got got <<'END'
a,organization,east,East Clinic,2
a,organization,west,West Clinic,2
a,region,north,North,3
a,region,south,South,2
a,role,clinician,Clinician,5
a,role,nurse,Nurse,3
a,role,physician,Physician,2
END
sed -n '1d; s/^\*/a/p' "$OUT" >all
ok 'one community alone is all there is' cmp all got
run cop-report coverage a -f csv --no-header --as-of 2026-06-29 -w field=organization -w cop=a
# (unit: 29 June) former is still a member organization, without anybody.
out <<'END'
a,organization,east,East Clinic,2
a,organization,former,Former Clinic,0
a,organization,west,West Clinic,2
END
run cop-report coverage a -f tsv -w members=0
status 1
out ''

t 'coverage: of those to whom the community is open'
edges
cat >>cops/a.yaml <<'END'
community:
  open_to: {roles: [physician], regions: [south], organizations: [east]}
END
write organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
east,East Clinic,,,,,,
west,West Clinic,,,,h1,,
END
run cop-report coverage a -f csv --no-header -w cop=a
out <<'END'
a,organization,east,East Clinic,2
a,region,south,South,2
a,role,physician,Physician,2
END
run cop-report coverage a -f csv --no-header -w cop=a
mv "$OUT" listed
sed -i 's/roles: .*}/roles: [], regions: [], organizations: []}/' cops/a.yaml
run cop-report coverage a -f csv --no-header -w cop=a
mv "$OUT" empty
sed -i '/^community:/,$d' cops/a.yaml
run cop-report coverage a -f csv --no-header -w cop=a
out <empty
ok 'an empty list excludes nobody' sh -c '! cmp -s listed empty'

t 'coverage: in the total, each person counts once, by the membership that began last'
registry
cat >>registry.yaml <<'END'
roles: {nurse: Nurse, physician: Physician}
END
cp cops/a.yaml cops/b.yaml
roster a <<'END'
p P role=nurse joined=2025-01-01
q Q role=nurse joined=2026-01-01
END
roster b <<'END'
p P role=physician joined=2026-01-01
q Q role=physician joined=2026-01-01
END
run cop-report coverage -f csv --no-header
out <<'END'
a,role,nurse,Nurse,2
a,role,physician,Physician,0
b,role,nurse,Nurse,0
b,role,physician,Physician,2
*,role,nurse,Nurse,1
*,role,physician,Physician,1
END
run cop-report coverage
out_like 'Roles: 1 of 2 represented; not represented: Physician\.'
out_like 'Roles: all 2 represented\.'
echo 'x@x.org,Damaged,,,,' >>rosters/b.csv
run cop-report coverage -f csv --no-header
status 2
out <<'END'
a,role,nurse,Nurse,2
a,role,physician,Physician,0
b,role,nurse,Nurse,
b,role,physician,Physician,
*,role,nurse,Nurse,
*,role,physician,Physician,
END

t 'coverage and growth: a document leaves out a community that has ended and has nobody, rows do not'
edges
write cops/b.yaml <<'END'
name: Community B
host: h1
domain: What is over
ended: 2024-12-31
END
roster b <<'END'
p P joined=2024-01-01
END
for kind in coverage growth; do
	run cop-report $kind -f md
	status 0
	out_has '## Community A'
	out_lacks 'Community B'
	run cop-report $kind -f tsv -w cop=b
	status 0
	out_like '^b	.*	0$'
	run cop-report $kind -f md -w cop=b
	out_has '## Community B'
	run cop-report $kind b -f md
	out_has '## Community B'
	run cop-report $kind -f md --as-of 2024-12-31
	out_has '## Community B'
done
# If it lost people in the period, it is shown.
run cop-report growth -f md --since 2024-07 --until 2025-06 --every quarter
out_has '## Community B'
out_has '| 2024-Q4 | 0 | 1 | 1 |'

# -- terms -----------------------------------------------------------------------------------------------------------

t 'terms: seats that end within the number of days in the policy'
registry
cat >>registry.yaml <<'END'
policy: {term_warning_days: 30}
END
write cops/b.yaml <<'END'
name: Community B
host: h1
domain: What ends
ended: 2026-07-10
END
roster a <<'END'
p Pam joined=2025-01-01
q Quin joined=2025-01-01 left=2026-07
p - group=leads position=chair joined=2025-06-30 left=2026-06-30
p - group=leads position=lead joined=2025-01-01 left=2026-07-30
p - group=leads position=secretary joined=2025-01-01 left=2026-07-31
q - group=leads position=co-chair joined=2025
q - group=leads position=liaison joined=2025-01-01 left=2026-06-29
q - group=leads position=alternate joined=2026-07-01 left=2026-07-02
p - group=leads position=facilitator joined=2025-01-01
END
roster b <<'END'
r Rob joined=2025-01-01
r - group=leads position=chair joined=2025-01-01
END
# The membership of q ends on 31 July with the seat, a day too late; a seat of b ends with the community.
run cop-report terms -f tsv
status 0
tabs <<'END'
a|leads|chair|p@x.org|Pam|2025-06-30|2026-06-30|0
a|leads|alternate|q@x.org|Quin|2026-07-01|2026-07-02|2
b|leads|chair|r@x.org|Rob|2025-01-01|2026-07-10|10
a|leads|lead|p@x.org|Pam|2025-01-01|2026-07-30|30
END
run cop-report terms a -f tsv --as-of 2026-07-01 -c position,left,days -s days
tabs <<'END'
alternate|2026-07-02|1
lead|2026-07-30|29
secretary|2026-07-31|30
co-chair|2026-07-31|30
END

t 'terms: within a period'
registry
roster a <<'END'
p Pam joined=2025-01-01
p - group=leads position=chair joined=2025-01-01 left=2026-01-31
p - group=leads position=lead joined=2025-01-01 left=2026-12
p - group=leads position=liaison joined=2025-01-01 left=2027
END
run cop-report terms -f tsv --period 2026 -c position,left,days
tabs <<'END'
chair|2026-01-31|-150
lead|2026-12-31|184
END
run cop-report terms -f tsv --since 2026-07 --until 2027-12-31 -c position,left,days
tabs <<'END'
lead|2026-12-31|184
liaison|2027-12-31|549
END
run cop-report terms -f tsv -w days=0
status 1
run cop-report terms
status 0
out_like 'No term ends from June 30, 2026 to September 28, 2026\.'

t 'terms: seats that one person leaves on one day are in canonical order, whatever the order of their rows'
registry
roster a <<'END'
p Pam joined=2025-01-01
p - group=leads position=chair joined=2025-06-30 left=2026-07-15
p - group=leads position=lead joined=2025-01-01 left=2026-07-15
END
run cop-report terms -f tsv -c position,joined,left
tabs <<'END'
lead|2025-01-01|2026-07-15
chair|2025-06-30|2026-07-15
END

t 'terms: seats that end on one day are in the order of the communities, whatever their addresses'
registry
cp cops/a.yaml cops/b.yaml
for id in a b; do
	roster $id <<-END
		$(test $id = a && echo z || echo c) Pam joined=2025-01-01
		$(test $id = a && echo z || echo c) - group=leads position=chair joined=2025-06-30 left=2026-07-15
	END
done
run cop-report terms -f tsv -c cop,email
tabs <<'END'
a|z@x.org
b|c@x.org
END

t 'terms: with only one end of the period given, it is as long as the policy warns ahead'
registry
cat >>registry.yaml <<'END'
policy: {term_warning_days: 30}
END
roster a <<'END'
p Pam joined=2025-01-01
p - group=leads position=chair joined=2025-01-01 left=2026-01-31
p - group=leads position=lead joined=2025-01-01 left=2026-06-30
p - group=leads position=liaison joined=2025-01-01 left=2026-07-30
p - group=leads position=secretary joined=2025-01-01 left=2026-07-31
p - group=leads position=facilitator joined=2025-01-01 left=2026-08-30
p - group=leads position=alternate joined=2025-01-01 left=2026-12-31
END
# 30 days from 30 June are up to 30 July, from 31 July up to 30 August, from 1 January up to 31 January.
run cop-report terms -f tsv --since 2026-06-30 -c position,left,days
tabs <<'END'
lead|2026-06-30|0
liaison|2026-07-30|30
END
run cop-report terms -f tsv --since 2026-07-31 -c position,left,days
tabs <<'END'
secretary|2026-07-31|31
facilitator|2026-08-30|61
END
run cop-report terms --since 2026-07-31
status 0
out_has '2 terms end from July 31, 2026 to August 30, 2026.'
run cop-report terms -f tsv --since 2026-01 -c position,left,days
tabs <<'END'
chair|2026-01-31|-150
END
run cop-report terms -f tsv --until 2026-08-30 -c position,days
tabs <<'END'
lead|0
liaison|30
secretary|31
facilitator|61
END
run cop-report terms -f tsv --until 2026-12 --as-of 2026-07-31 -c position,days
tabs <<'END'
secretary|0
facilitator|30
alternate|153
END
run cop-report terms --until 2026-05 --as-of 2026-06-30
status 2
out ''
err 'cop-report: error: terms: the period ends before the day asked about'
run cop-report summary --since 2026-07
status 2
out ''
err 'cop-report: error: summary: the period begins after the day asked about'

t 'a registry.yaml that cannot be read: the period stands without the name'
registry
echo 'name: [' >registry.yaml
run cop-report summary --period 2026-Q1
status 2
out_like '^  January 1, 2026 to March 31, 2026$'

# -- consent ---------------------------------------------------------------------------------------------------------

t 'consent: who may be written to, why, and until when'
registry
cat >>registry.yaml <<'END'
policy: {implied_consent_months: 6, inquiry_consent_months: 2}
END
write suppressions.csv <<'END'
email,date,reason
sup@x.org,2026-06-30,asked
later@x.org,2026-07-01,asked
END
roster a <<'END'
app App applied=2026-05-01 consent=implied consented=2026-05-01
app-old AppOld applied=2026-04-29 consent=implied consented=2026-04-29
appx Appx applied=2026-01-01 consent=express consented=2026-01-01
declined Declined applied=2026-05-01 left=2026-06-01 consent=implied consented=2026-05-01
exp Exp language=fr joined=2025-01-01 consent=express consented=2025
fe FormerExp joined=2020-01-01 left=2021-01-01 consent=express consented=2020-01-01
fi FormerImp joined=2025-01-01 left=2025-12-31 consent=implied consented=2025-01-01
fi2 FormerImp2 joined=2025-01-01 left=2025-12-29 consent=implied consented=2025-01-01
imp Imp joined=2025-01-01 consent=implied consented=2025-01-01
impend ImpEnd joined=2025-01-01 left=2026-09-30 consent=implied consented=2025-01-01
later Later joined=2025-01-01 consent=express consented=2025-01-01
no@x.invalid NoAddress joined=2025-01-01 consent=express consented=2025-01-01
non None joined=2025-01-01
sup Sup joined=2025-01-01 consent=express consented=2025-01-01
wd Wd joined=2025-01-01 consent=withdrawn consented=2026-06-30
wdl WdLater joined=2025-01-01 left=2026-03-31 consent=express consented=2025-01-01
wdl WdLater joined=2026-04-01 consent=withdrawn consented=2026-07-01
END
run cop-report consent -f tsv
status 0
# Two months after 29 April end on 29 June; after 1 May they last. Six months after 31 December end on 30 June,
# after 29 December on 29 June, so that fi2 is no longer listed; six after 30 September on 30 March.
tabs <<'END'
a|app-old@x.org|AppOld||implied|2026-04-29|2026-06-29|no|expired
a|app@x.org|App||implied|2026-05-01|2026-07-01|yes|applicant
a|appx@x.org|Appx||express|2026-01-01||yes|express
a|declined@x.org|Declined||implied|2026-05-01|2026-07-01|yes|applicant
a|exp@x.org|Exp|fr|express|2025||yes|express
a|fe@x.org|FormerExp||express|2020-01-01||yes|express
a|fi@x.org|FormerImp||implied|2025-01-01|2026-06-30|yes|former-member
a|imp@x.org|Imp||implied|2025-01-01||yes|member
a|impend@x.org|ImpEnd||implied|2025-01-01|2027-03-30|yes|member
a|later@x.org|Later||express|2025-01-01||yes|express
a|no@x.invalid|NoAddress||express|2025-01-01||no|no-address
a|non@x.org|None|||||no|no-consent
a|sup@x.org|Sup||express|2025-01-01||no|suppressed
a|wd@x.org|Wd||withdrawn|2026-06-30||no|withdrawn
a|wdl@x.org|WdLater||express|2025-01-01||yes|express
END

t 'consent: if suppressions cannot all be read, who may be written to is unknown'
registry
printf 'email,date,reason\nexp@x.org,2026-06-30\n' >suppressions.csv
roster a <<'END'
exp Exp joined=2025-01-01 consent=express consented=2025
non None joined=2025-01-01
END
for people in '' --people; do
	# shellcheck disable=SC2086
	run cop-report consent $people -f tsv
	status 2
	tabs <<-'END'
		a|exp@x.org|Exp||express|2025|||
		a|non@x.org|None|||||no|no-consent
	END
	err_has 'suppressions.csv:2:1: error: wrong number of fields'
done
run cop-report consent
status 2
out_has 'Not all of the registry could be read'
out_lacks 'may be written to'

t 'consent --people: each address once, with the communities that may write to it'
registry
cp cops/a.yaml cops/b.yaml
cp cops/a.yaml cops/c.yaml
roster a <<'END'
p Pam joined=2025-01-01 consent=withdrawn consented=2025-02-01
q Quin joined=2025-01-01 consent=withdrawn consented=2025-02-01
r Rob joined=2025-01-01 left=2026-12-31 consent=implied consented=2025-01-01
s Sam joined=2025-01-01 left=2026-03-31 consent=implied consented=2025-01-01
END
roster b <<'END'
p Pam joined=2025-01-01 consent=express consented=2025-01-01
q Quin joined=2025-01-01
r Rob joined=2025-01-01 consent=express consented=2025-03-01
s Sam joined=2025-01-01 left=2026-12-31 consent=implied consented=2025-01-01
END
roster c <<'END'
p Pam joined=2025-01-01 consent=implied consented=2025-01-01
END
run cop-report consent --people -f tsv
status 0
# p may be written to by b and c, q by neither, r and s by both, and by b for longer.
tabs <<'END'
b;c|p@x.org|Pam||express|2025-01-01||yes|express
a;b|q@x.org|Quin||withdrawn|2025-02-01||no|withdrawn
b;a|r@x.org|Rob||express|2025-03-01||yes|express
b;a|s@x.org|Sam||implied|2025-01-01|2028-12-31|yes|member
END
run cop-report consent --people -f tsv -w mail=yes -c email
tabs <<'END'
p@x.org
r@x.org
s@x.org
END

# -- goals -----------------------------------------------------------------------------------------------------------

t 'goals: the latest reading by that day'
registry
cat >>cops/a.yaml <<'END'
kind: collaborative
goals:
  - goal: First
    target: 10
    due: 2026-06-29
    readings:
      - {date: 2026-03, value: 3}
      - {date: 2026-06-30, value: 6}
      - {date: 2026-01-01, value: 1}
      - {date: 2026-07, value: 7}
  - {goal: Second, target: 1.5, due: 2026-06, done: 2026-05}
  - {goal: Third}
END
run cop-report goals -f csv
status 0
out <<'END'
cop,goal,target,value,on,due,done
a,First,10,6,2026-06-30,2026-06-29,
a,Second,1.5,,,2026-06,2026-05
a,Third,,,,,
END
run cop-report goals -f csv --no-header --as-of 2026-06-29 -w goal=First
out a,First,10,3,2026-03,2026-06-29,
run cop-report goals -f tsv -c goal -w 'due<=2026-06-29' -w done=
out First

t 'goals: targets and values are numbers'
registry
cat >>cops/a.yaml <<'END'
kind: collaborative
goals:
  - {goal: Ten, target: 10.50, readings: [{date: 2026-01, value: 9}]}
  - {goal: Two, target: 2, readings: [{date: 2026-01, value: -1.5}]}
  - {goal: None}
  - {goal: Thirty, target: 30, readings: [{date: 2026-01, value: 36}]}
END
run cop-report goals -f json -c goal,target,value
out <<'END'
{"goal":"Ten","target":10.5,"value":9}
{"goal":"Two","target":2,"value":-1.5}
{"goal":"None","target":null,"value":null}
{"goal":"Thirty","target":30,"value":36}
END
run cop-report goals -f tsv -c goal,value -s value
tabs <<'END'
Two|-1.5
Ten|9
Thirty|36
None|
END
run cop-report goals -f tsv -c goal -w 'value>8.9' -w 'target<=10.5'
out Ten
run cop-report goals -f tsv -c goal -w target=10.5
out Ten
run cop-report goals -w 'target>soon'
status 2
err 'cop-report: error: target: "soon" is not a number'

t 'goals: numbers follow the conventions of the language, but only on pages for people'
registry
cat >>cops/a.yaml <<'END'
kind: collaborative
goals:
  - {goal: But, target: 1234567.25, readings: [{date: 2026-01, value: 40.5}]}
END
s=$(printf '\302\240') # no-break
run cop-report goals --lang fr
out_has "1${s}234${s}567,25"
out_like ' 40,5 '
run cop-report goals --lang fr -f html
out_has ">1${s}234${s}567,25<"
out_has '>40,5<'
run cop-report goals --lang en -f md
out_has '1,234,567.25 '
run cop-report goals -f csv --excel --lang fr -c target,value,on
printf '\357\273\277target;value;on\r\n"1234567,25";"40,5";2026-01\r\n' >wanted
ok 'semicolons, and decimals with a comma' cmp wanted "$OUT"
run cop-report goals -f csv --excel --lang en -c target,value --no-header
printf '\357\273\2771234567.25,40.5\r\n' >wanted
ok 'commas, and decimals with a point' cmp wanted "$OUT"
for f in csv tsv json; do
	cop-report goals -f $f --lang en >english
	cop-report goals -f $f --lang fr >french
	ok "$f is the same in every language" cmp english french
done

t "goals: without the people's folder, which goals do not need"
registry
echo 'people: ../nowhere' >>registry.yaml
printf 'kind: collaborative\ngoals: [{goal: One, target: 4}]\n' >>cops/a.yaml
run cop-report goals -f csv
status 0
err ''
out <<'END'
cop,goal,target,value,on,due,done
a,One,4,,,,
END
run cop-report goals
status 0
err ''
out_has One
# If people are asked about as well, that they are unknown is reported once.
for options in 'goals -w members>0' 'goals,goals -w applicants=0' goals,summary goals,pulse; do
	# shellcheck disable=SC2086
	run cop-report $options -f json
	status 2
	err 'registry.yaml:5:9: error: cannot read: the people'"'"'s folder is missing, so the members are unknown [unreadable]'
done

t 'goals: a value that is not a number is unknown'
registry
cat >>cops/a.yaml <<'END'
kind: collaborative
goals:
  - {goal: Soon, target: soon, readings: [{date: 2026-01, value: 5 of 6}]}
  - {goal: Listed, target: [1, 2], readings: [{date: 2026-01, value: {a: 1}}]}
  - {goal: Hex, target: 0x10, readings: [{date: 2026-01, value: inf}]}
END
run cop-report goals -f json -c goal,target,value
status 2
out <<'END'
{"goal":"Soon","target":null,"value":null}
{"goal":"Listed","target":null,"value":null}
{"goal":"Hex","target":null,"value":null}
END
err_has 'target "soon": not a number'
run cop-report goals
status 2
out_has Soon

t 'an option that belongs to none of the kinds is reported, not ignored'
edges
run cop-report --by region a
status 2
out ''
err 'cop-report: error: --by works only with breakdown'
run cop-report summary,terms a --every year
err 'cop-report: error: --every works only with growth'
run cop-report growth a --people
err 'cop-report: error: --people works only with overlap and consent'
run cop-report roster a --without x@x.org
err 'cop-report: error: --without works only with composition'
run cop-report roster,breakdown a --since 2026-01 --until 2026-03
err 'cop-report: error: --since works only with summary, growth and terms'
run cop-report roster a --period 2026-Q1
status 0
out_has 'As of March 31, 2026'
run cop-report summary,breakdown a --by region
status 0
run cop-report summary,consent a --people
status 0

t 'in documents, columns cannot be chosen and rows cannot be sorted'
edges
for f in text md html xlsx; do
	for kind in summary roster growth breakdown overlap composition coverage terms consent goals pulse; do
		run cop-report $kind a -f $f -o doc -c cop
		status 2
		out ''
		err "cop-report: error: --columns works only with csv, tsv and json, not with $f; choose one with -f"
		absent doc
	done
done
run cop-report a -s -members
status 2
err 'cop-report: error: --sort works only with csv, tsv and json, not with text; choose one with -f'
run cop-report summary,goals a -o doc.md --header
err 'cop-report: error: --header works only with csv, tsv and json, not with md; choose one with -f'
run cop-report a --no-header -f html
err 'cop-report: error: --no-header works only with csv, tsv and json, not with html; choose one with -f'
run cop-report a -o doc.csv -c cop -s cop --header
status 0
run cat doc.csv
out 'cop
a'

t 'a file name that ends in another format is refused, unless -f is given'
edges
run cop-report goals a -o r.pdf
status 2
err 'cop-report: error: -o r.pdf: no format "pdf"; use -f with one of text, md, html, csv, tsv, json, xlsx'
absent r.pdf
run cop-report goals a -o r.htm
err 'cop-report: error: -o r.htm: no format "htm" (did you mean "html"?)'
for name in r r.txt r.2026 d.x/r; do
	mkdir -p d.x
	run cop-report goals a -o "$name"
	status 0
	file_like "$name" '^Goals$'
done
run cop-report goals a -f text -o r.pdf
status 0
file_like r.pdf '^Goals$'

t '-o: no file of the registry is overwritten'
sample
mkdir elsewhere sub
ln rosters/privacy.csv elsewhere/hard
ln -s ../rosters/privacy.csv elsewhere/soft
ln -s rosters folder
find . -type f -exec cksum {} + | sort >"$scratch/was"
for file in rosters/privacy.csv ./rosters//privacy.csv "$PWD/rosters/privacy.csv" sub/../rosters/privacy.csv \
	folder/privacy.csv elsewhere/hard elsewhere/soft registry.yaml cops/privacy.yaml organizations.csv suppressions.csv; do
	for f in text csv xlsx; do
		run cop-report summary privacy -f $f -o "$file"
		status 2
		out ''
		err "cop-report: error: -o $file: this is a file of the registry; name another file"
	done
done
cd sub || exit
run cop-report -R .. roster privacy -f csv -o ../rosters/privacy.csv
status 2
err 'cop-report: error: -o ../rosters/privacy.csv: this is a file of the registry; name another file'
cd .. || exit
find . -type f -exec cksum {} + | sort >"$scratch/now"
ok 'all is as it was' cmp "$scratch/was" "$scratch/now"
# Other files beside them can be, and so can those of another registry.
run cop-report goals -o rosters/report.txt
status 0
run cop-report goals -R "$TOP/data/sample" -o registry.yaml -f text
status 0

t '-o: no file of the registry is overwritten by a report on a commit either'
need git
edges
git init -q . && git add . && git commit -qm one
mkdir people
git mv rosters people/ && echo 'people: people' >>registry.yaml
cp cops/a.yaml cops/c.yaml
for file in people/rosters/a.csv cops/c.yaml registry.yaml; do
	run cop-report goals --at HEAD -f text -o $file
	status 2
	err "cop-report: error: -o $file: this is a file of the registry; name another file"
done

t '-o into a missing folder'
edges
run cop-report goals a -o nowhere/r.html
status 2
out ''
err 'cop-report: error: nowhere/r.html: No such file or directory'

t 'headings of narrow columns are not broken within words in French'
sample
run cop-report composition perinatal -f html --lang fr
# No-break spaces.
out_has '>Il faut</th>'
out_has '>Il y a</th>'

done_testing
