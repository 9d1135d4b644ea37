#!/bin/sh
# cop-join: who is let in, who is refused and why, what is written, and files of applicants.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# A federation: one community for each kind of admission, roles and regions that contain others, organizations.
federation() {
	write registry.yaml <<-'END'
		name: Test federation
		languages: [en, fr]
		timezone: America/Toronto
		hosts:
		  h1: {name: Host One}
		  h2: {name: Host Two}
		roles:
		  practitioner: {en: Practitioner, fr: Praticienne}
		  nurse: {name: {en: Nurse, fr: Infirmière}, within: practitioner}
		  midwife: {name: {en: Midwife, fr: Sage-femme}, within: practitioner}
		  manager: {en: Manager, fr: Gestionnaire}
		regions:
		  canada: {en: Canada}
		  ontario: {name: {en: Ontario}, within: canada}
		  toronto: {name: {en: Toronto, fr: Grand Toronto}, within: ontario}
		  quebec: {name: {en: Quebec, fr: Québec}, within: canada}
	END
	community open 'join: {admission: open}'
	community app
	community inv 'join: {admission: invitation}'
	community shut 'join: {admission: closed}'
	write organizations.csv <<-'END'
		id,name,aliases,region,domains,member_of,joined,left
		east,East Health,EHC;East Clinic,quebec,east.example,h2,,
		north,North Health,,,north.example,h1,2026-03-01,2026-05-31
		west,West Health,WHC,toronto,west.example;w.example,h1;h2,,
	END
}

# community ID [LINE…]: its definition, with these lines added.
community() {
	id=$1
	shift
	{
		printf 'name: {en: Community %s, fr: Communauté %s}\nhost: h1\ndomain: What we share\n' "$id" "$id"
		test $# -eq 0 || printf '%s\n' "$@"
	} | write "cops/$id.yaml"
}

join() { change cop-join "$@"; }

# The first three columns of the output: cop, email, result, separated by spaces.
results() {
	cut -f 1-3 "$OUT" | tr '\t' ' ' >"$scratch/results"
	same results "$scratch/results" "$@"
}

# refuses WORDS ARGUMENT…: join refuses these arguments for a reason with these words, and changes nothing.
refuses() {
	words=$1
	shift
	join "$@"
	status 1
	out_like "${TAB}refused${TAB}.*$words"
	err ''
	unchanged
}

# tracing: succeeds if this case may run a command under strace.
tracing() {
	need strace
	test -z "$case_skip" || return 1
	strace -f -o "$scratch/trace" -e inject=renameat2:delay_enter=1 true 2>/dev/null || skip 'strace cannot trace here'
	# LeakSanitizer does not work under a tracer.
	export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
	test -z "$case_skip"
}

# joins ARGUMENT…, applies ARGUMENT…: somebody joins or applies, without a message.
joins() {
	join "$@"
	status 0
	out_like "${TAB}joined${TAB}"
	out_lacks refused
	err ''
}
applies() {
	join "$@"
	status 0
	out_like "${TAB}applied${TAB}"
	out_lacks refused
	err ''
}

# wrong WORDS ARGUMENT…: a usage error with these words, and nothing is changed.
wrong() {
	words=$1
	shift
	join "$@"
	status 2
	out ''
	err_has "$words"
	unchanged
}

ana='--email ana@x.org --name Ana'

# -- one person -------------------------------------------------------------------------------------------------

t 'an open community is joined at once'
federation
echo 'z@x.org,Z,,,,,,,,2026-01-01,,,,' | roster open
join open --email ana@x.org --name 'Ana Roy'
status 0
err ''
printf 'open\tana@x.org\tjoined\t\n' >wanted.out
out <wanted.out
changes '+ana@x.org,Ana Roy,,,,,,,,2026-06-30,,,,'

t 'every option fills its column'
federation
roster open </dev/null
join open --email=ana@x.org --name='Ana Roy' --organization=west --role=nurse --region=toronto --language=fr \
	--consent=express --source=form
status 0
changes '+ana@x.org,Ana Roy,west,nurse,toronto,fr,,,,2026-06-30,,express,2026-06-30,form'

t 'short options'
federation
roster app </dev/null
join -a -e ana@x.org --name Ana app
status 0
changes '+ana@x.org,Ana,,,,,,,,2026-06-30,,,,'

t 'a community that does not say how it admits takes applications'
federation
roster app </dev/null
join app --email ana@x.org --name Ana --consent implied
status 0
results 'app ana@x.org applied'
changes '+ana@x.org,Ana,,,,,,,2026-06-30,,,implied,2026-06-30,'

t 'several communities, each with its own admission'
federation
roster app </dev/null
roster open </dev/null
join open app --email ana@x.org --name Ana
status 0
results <<'END'
open ana@x.org joined
app ana@x.org applied
END
changes <<'END'
+ana@x.org,Ana,,,,,,,2026-06-30,,,,,
+ana@x.org,Ana,,,,,,,,2026-06-30,,,,
END

t 'one of several communities refuses: the person joins the others, and the status is 1'
federation
roster open </dev/null
join shut open --email ana@x.org --name Ana
status 1
results <<'END'
shut ana@x.org refused
open ana@x.org joined
END
changes '+ana@x.org,Ana,,,,,,,,2026-06-30,,,,'

t 'an operand that is given twice counts once'
federation
roster open </dev/null
join open open --email ana@x.org --name Ana
status 0
results 'open ana@x.org joined'

t '- reads communities from standard input'
federation
roster app </dev/null
roster open </dev/null
join - --email ana@x.org --name Ana <<END
open${TAB}Community open
app${TAB}Community app
END
status 0
results <<'END'
open ana@x.org joined
app ana@x.org applied
END
run sh -c 'cop-list -w join.admission=open | cop-join - --email bo@x.org --name Bo'
status 0
results 'open bo@x.org joined'

t '- with empty input ends with status 1'
federation
join - --email ana@x.org --name Ana
status 1
out ''
unchanged

t '--date is the day of joining'
federation
roster open </dev/null
roster app </dev/null
join open app --email ana@x.org --name Ana --date 2026-05-04 --consent express
status 0
changes <<'END'
+ana@x.org,Ana,,,,,,,2026-05-04,,,express,2026-05-04,
+ana@x.org,Ana,,,,,,,,2026-05-04,,express,2026-05-04,
END

t '--date may be a month or a year'
federation
roster open </dev/null
joins open --email ana@x.org --name Ana --date 2026-05
changes '+ana@x.org,Ana,,,,,,,,2026-05,,,,'
joins open --email bo@x.org --name Bo --date 2025
changes '+bo@x.org,Bo,,,,,,,,2025,,,,'

t 'COP_TODAY is the day, and --date wins over it'
federation
roster open </dev/null
export COP_TODAY=2024-02-29
joins open --email ana@x.org --name Ana
changes '+ana@x.org,Ana,,,,,,,,2024-02-29,,,,'
joins open --email bo@x.org --name Bo --date 2024-01-31
changes '+bo@x.org,Bo,,,,,,,,2024-01-31,,,,'
export COP_TODAY=2026-06-30

t 'consent with the day it was given'
federation
roster open </dev/null
joins open --email ana@x.org --name Ana --consent express --consented 2026-06-02
changes '+ana@x.org,Ana,,,,,,,,2026-06-30,,express,2026-06-02,'
joins open --email bo@x.org --name Bo --consent withdrawn
changes '+bo@x.org,Bo,,,,,,,,2026-06-30,,withdrawn,2026-06-30,'
joins open --email cy@x.org --name Cy --consent express --consented 2026-06-30
changes '+cy@x.org,Cy,,,,,,,,2026-06-30,,express,2026-06-30,'

t 'consent must have a known word, and a date that is not in the future'
federation
roster open </dev/null
refuses future open --email ana@x.org --name Ana --consent express --consented 2026-07-01
refuses 'date.*yesterday' open --email ana@x.org --name Ana --consent express --consented yesterday
refuses 'did you mean "express"' open --email ana@x.org --name Ana --consent expres
refuses consent open --email ana@x.org --name Ana --consented 2026-06-01

t 'somebody who joins in the future has no consent of that day yet'
federation
roster open </dev/null
join open --email ana@x.org --name Ana --date 2026-09-01 --consent express
status 0
changes '+ana@x.org,Ana,,,,,,,,2026-09-01,,express,2026-06-30,'
run cop-check -f tsv -c rule -w rule=future-date
out ''

# -- names and addresses ----------------------------------------------------------------------------------------

t 'an address is stored in lower case, without blanks around it'
federation
roster open </dev/null
join open --email ' Ana.ROY@X.Org ' --name ' Ana Roy '
status 0
results 'open ana.roy@x.org joined'
changes '+ana.roy@x.org,Ana Roy,,,,,,,,2026-06-30,,,,'

t 'upper and lower case are the same person'
federation
echo 'ana@x.org,Ana,,,,,,,,2026-01-01,,,,' | roster open
join open --email ANA@X.ORG --name Ana
status 0
results 'open ana@x.org already'
unchanged

t 'bad addresses'
federation
roster open </dev/null
for bad in ana ana@ @x.org 'ana x@x.org' 'ana@x..org' 'ana@x.org,bo@x.org' 'Ana <ana@x.org>' 'ana@x.org;bo@x.org' \
	"$(printf 'ana\033@x.org')" "$(printf 'ana\nbo@x.org')" "$(printf '%0250d' 0)@x.org"; do
	join open --email "$bad" --name Ana
	status 1
	out_like "${TAB}refused${TAB}"
	unchanged
done

t 'an address without one, or with an apostrophe or a plus, is good'
federation
roster open </dev/null
joins open --email ana.roy@people.invalid --name Ana
joins open --email "o'neil+cop@x.org" --name Neil
changes "+o'neil+cop@x.org,Neil,,,,,,,,2026-06-30,,,,"

t 'quotes and commas in a name, and other scripts'
federation
roster open </dev/null
joins open --email a@x.org --name 'Roy, "Ana" Jr.'
changes '+a@x.org,"Roy, ""Ana"" Jr.",,,,,,,,2026-06-30,,,,'
joins open --email b@x.org --name 'D’Amour Nguyễn 李'
changes '+b@x.org,D’Amour Nguyễn 李,,,,,,,,2026-06-30,,,,'
joins open --email c@x.org --name '=1+1'
joins open --email d@x.org --name "-"
run cop-fmt --check
status 0

t 'text in decomposed form, as a Mac types it, is written in NFC'
federation
rm organizations.csv
roster open </dev/null
joins open --email a@x.org --name "$(printf 'Ame\314\201lie Roy')" --organization "$(printf 'Sante\314\201 Est')" \
	--source "$(printf 'te\314\201le\314\201phone')"
changes '+a@x.org,Amélie Roy,Santé Est,,,,,,,2026-06-30,,,,téléphone'

t 'a name has at most 200 characters, however many bytes that is'
federation
roster open </dev/null
long=$(perl -CS -e 'print "\x{e9}" x 200')
joins open --email a@x.org --name "$long"
changes "+a@x.org,$long,,,,,,,,2026-06-30,,,,"
refuses 200 open --email b@x.org --name "${long}é"

t 'a name may not contain control characters or change the direction of text'
federation
roster open </dev/null
for bad in '\033[2J' '\a' '\0177' '\0302\0233' '\0342\0200\0256' '\0342\0201\0246' '\0357\0277\0276' '\0377' '\n' '\t'; do
	join open --email a@x.org --name "$(printf 'An%ba' "$bad")"
	status 1
	out_like "${TAB}refused${TAB}."
	unchanged
done

t 'an empty name is refused in a file, and a usage error on the command line'
federation
roster open </dev/null
wrong name open --email a@x.org --name ''
wrong name open --email a@x.org --name '  '
wrong email open --email '' --name Ana
printf 'email,name\na@x.org,\n' >p.in
refuses name open --from p.in

# -- roles, regions, organizations ---------------------------------------------------------------------------------

t 'roles, regions and organizations by id, by name in either language, by alias, in any case, with or without accents'
federation
roster open </dev/null
n=0
for role in nurse Nurse Infirmière INFIRMIERE; do
	n=$((n + 1))
	joins open --email r$n@x.org --name "R $n" --role "$role"
	changes "+r$n@x.org,R $n,,nurse,,,,,,2026-06-30,,,,"
done
for region in toronto 'Grand Toronto' 'grand toronto' TORONTO; do
	n=$((n + 1))
	joins open --email r$n@x.org --name "R $n" --region "$region"
	changes "+r$n@x.org,R $n,,,toronto,,,,,2026-06-30,,,,"
done
for organization in east 'East Health' 'east health' EHC 'East Clinic'; do
	n=$((n + 1))
	joins open --email r$n@x.org --name "R $n" --organization "$organization"
	changes "+r$n@x.org,R $n,east,,,,,,,2026-06-30,,,,"
done

t 'the organization comes from the domain of the address, unless one is given'
federation
roster open </dev/null
joins open --email r@west.example --name R
changes '+r@west.example,R,west,,,,,,,2026-06-30,,,,'
joins open --email Q@W.EXAMPLE --name Q
changes '+q@w.example,Q,west,,,,,,,2026-06-30,,,,'
joins open --email s@west.example --name S --organization east
changes '+s@west.example,S,east,,,,,,,2026-06-30,,,,'
joins open --email t@notwest.example --name T
changes '+t@notwest.example,T,,,,,,,,2026-06-30,,,,'

t 'an unknown word is refused, with a suggestion'
federation
roster open </dev/null
refuses 'nurs.*did you mean "nurse"' open --email a@x.org --name A --role nurs
refuses 'toront.*did you mean "toronto"' open --email a@x.org --name A --region toront
refuses 'wesst.*did you mean "west"' open --email a@x.org --name A --organization wesst
refuses 'French' open --email a@x.org --name A --language French
refuses 'astronaut' open --email a@x.org --name A --role astronaut
joins open --email a@x.org --name A --language fr-CA

t 'ids in capitals, as forms have their choices, are recognized, and languages in any case'
federation
roster open </dev/null
joins open --email a@x.org --name A --role NURSE --region Toronto --organization WEST --language FR
changes '+a@x.org,A,west,nurse,toronto,fr,,,,2026-06-30,,,,'
joins open --email b@x.org --name B --language en_ca
changes '+b@x.org,B,,,,en-CA,,,,2026-06-30,,,,'

t 'a misspelt role is reported as such even if only some roles are welcome'
federation
community nurses 'join: {admission: open}' 'community: {open_to: {roles: [nurse]}}'
refuses 'did you mean "nurse"' nurses --email a@x.org --name A --role nurs

t 'a bad address is reported as such, whoever is welcome'
federation
community mem 'join: {admission: open}' 'community: {open_to: {organizations: members}}'
refuses 'ana@.*' mem --email ana@ --name Ana
out_has address
out_lacks h1

t 'without a list of organizations, an organization is free text'
federation
rm organizations.csv
roster open </dev/null
joins open --email r@west.example --name R --organization 'The West, etc.'
changes '+r@west.example,R,"The West, etc.",,,,,,,2026-06-30,,,,'

t 'a name that two organizations share stands for neither'
federation
echo 'west2,West Health,,,,,,' >>organizations.csv
refuses 'West Health' open --email r@x.org --name R --organization 'West Health'
joins open --email r@x.org --name R --organization west2

# -- admission --------------------------------------------------------------------------------------------------

t 'admission: open, approval, invitation, closed'
federation
community said 'join: {admission: approval}'
# shellcheck disable=SC2086
{
	joins open $ana
	applies app $ana
	applies said $ana
	refuses invit inv $ana
	refuses closed shut $ana
}

t '--approved makes members where others decide, and of people who were invited; closed stays closed'
federation
# shellcheck disable=SC2086
{
	joins app $ana --approved
	joins inv $ana --approved
	joins open $ana --approved
	refuses closed shut $ana --approved
}
file_like rosters/app.csv '^ana@x.org,Ana,,,,,,,,2026-06-30,,,,$'

t 'a planned community only takes applications, even if it is open'
federation
community planned 'launched: 2026-09-01' 'join: {admission: open}'
# shellcheck disable=SC2086
{
	applies planned $ana
	changes <<-END
		+$H
		+ana@x.org,Ana,,,,,,,2026-06-30,,,,,
	END
	refuses 'planned.*2026-09' planned --email bo@x.org --name Bo --approved
	joins planned --email bo@x.org --name Bo --date 2026-09-01
	applies planned --email cy@x.org --name Cy --date 2026-08-31
}

t 'a paused community admits nobody, and the reason says until when'
federation
community paused 'launched: 2020' 'join: {admission: open}' 'paused: [{from: 2026-06-01, until: 2026-08-31, reason: Summer}]'
community stalled 'launched: 2020' 'paused: [{from: 2026-06-01}]'
# shellcheck disable=SC2086
{
	refuses 'paused.*2026-08-31' paused $ana
	refuses 'paused.*2026-08-31' paused $ana --approved
	refuses 'paused' stalled $ana
	out_lacks until
	refuses 'paused' paused $ana --date 2026-06-01
	refuses 'paused' paused $ana --date 2026-08-31
	joins paused $ana --date 2026-05-31
	joins paused --email bo@x.org --name Bo --date 2026-09-01
}

t 'an ended community admits nobody; its last day counts'
federation
community over 'launched: 2020' 'ended: 2026-06-29' 'reason: Done' 'join: {admission: open}'
# shellcheck disable=SC2086
{
	refuses 'ended 2026-06-29' over $ana
	refuses 'ended 2026-06-29' over $ana --approved
	joins over $ana --date 2026-06-29
}

t 'a merged community admits nobody; the reason names the community that it became'
federation
community one 'launched: 2020' 'ended: 2026-05-31' 'reason: Merged' 'join: {admission: open}'
community two 'launched: 2020' 'join: {admission: open}' 'lineage: [{event: merged-from, community: one, date: 2026-05-31}]'
community three 'launched: 2020' 'join: {admission: open}' 'lineage: [{event: grew-from, community: open}, {event: merged-into, community: two, date: 2026-05-31}]'
community four 'launched: 2020' 'join: {admission: open}' 'lineage: [{event: merged-into, body: Elsewhere, date: 2026-05-31}]'
# shellcheck disable=SC2086
{
	join one $ana
	status 1
	out_like 'refused.*two'
	unchanged
	join three $ana
	status 1
	out_like 'refused.*merged.*two'
	join four $ana
	status 1
	out_like 'refused.*merged.*Elsewhere'
	joins three $ana --date 2026-05-31
}

# -- to whom a community is open ---------------------------------------------------------------------------------------

t 'open to roles, and to roles within them'
federation
community care 'join: {admission: open}' 'community: {open_to: {roles: [practitioner]}}'
joins care --email a@x.org --name A --role nurse
joins care --email b@x.org --name B --role Sage-femme
joins care --email c@x.org --name C --role practitioner
refuses 'manager.*practitioner' care --email d@x.org --name D --role manager
refuses 'role.*practitioner' care --email d@x.org --name D
refuses 'practitioner' care --email d@x.org --name D --role manager --approved

t 'open to regions, and to regions within them; without a region, that of the organization counts'
federation
community here 'join: {admission: open}' 'community: {open_to: {regions: [ontario]}}'
joins here --email a@x.org --name A --region ontario
joins here --email b@x.org --name B --region toronto
refuses 'quebec.*ontario' here --email c@x.org --name C --region quebec
refuses 'canada.*ontario' here --email c@x.org --name C --region canada
refuses 'region.*ontario' here --email c@x.org --name C
joins here --email c@x.org --name C --organization west
joins here --email d@west.example --name D
refuses 'ontario' here --email e@x.org --name E --organization east
joins here --email e@x.org --name E --organization east --region toronto

t 'open to organizations: any'
federation
community any 'join: {admission: open}' 'community: {open_to: {organizations: any}}'
joins any --email a@x.org --name A
joins any --email b@x.org --name B --organization east

t 'open to organizations: members of the host on that day'
federation
community mem 'join: {admission: open}' 'community: {open_to: {organizations: members}}'
joins mem --email a@x.org --name A --organization west
joins mem --email b@west.example --name B
refuses 'east' mem --email c@x.org --name C --organization east
refuses 'organization' mem --email c@x.org --name C
refuses 'north' mem --email c@north.example --name C
refuses 'north' mem --email c@north.example --name C --date 2026-02-28
joins mem --email c@north.example --name C --date 2026-03-01
joins mem --email d@north.example --name D --date 2026-05-31
refuses 'north' mem --email e@north.example --name E --date 2026-06-01

t 'open to organizations: a list'
federation
community few 'join: {admission: open}' 'community: {open_to: {organizations: [east, north]}}'
joins few --email a@x.org --name A --organization 'EHC'
joins few --email b@north.example --name B
refuses 'east' few --email c@west.example --name C
refuses 'organization.*east' few --email c@x.org --name C

t 'all conditions must be met'
federation
community both 'join: {admission: open}' 'community: {open_to: {roles: [nurse], regions: [ontario], organizations: members}}'
joins both --email a@west.example --name A --role nurse
refuses 'manager' both --email b@west.example --name B --role manager
refuses 'quebec' both --email b@west.example --name B --role nurse --region quebec

# says REASON COP ARGUMENT…: Ana is refused there for exactly that reason.
says() {
	reason=$1
	cop=$2
	shift 2
	run cop-join "$cop" --email ana@x.org --name Ana "$@"
	status 1
	out "$cop${TAB}ana@x.org${TAB}refused${TAB}$reason"
}

t 'the reasons, word for word'
federation
community care 'community: {open_to: {roles: [nurse, midwife]}}'
community here 'community: {open_to: {regions: [ontario]}}'
community few 'community: {open_to: {organizations: [east, north]}}'
community mem 'community: {open_to: {organizations: members}}'
community paused 'launched: 2020' 'paused: [{from: 2026-06-01, until: 2026-08}]'
community stalled 'launched: 2020' 'paused: [{from: 2025-06-01, until: 2025-08}, {from: 2026-06-01}]'
community planned 'launched: 2026-09-01'
community one 'launched: 2020' 'ended: 2026-05'
community two 'lineage: [{event: grew-from, community: app}, {event: merged-from, community: one, date: 2026-05-31}]'
community three 'lineage: [{event: merged-into, body: Elsewhere, date: 2026-05-31}]'
community four 'ended: 2026'
community five 'lineage: [{event: succeeded, community: six, date: 2026-05-31}]'
community six 'ended: 2026-05-31'
community seven 'lineage: [{event: merged-into, community: two, date: 2026-05-31}]'
printf 'email,date,reason\nana@x.org,2026-07-01,\n' >suppressions.csv
says 'no role given; open to nurse, midwife' care
says 'not open to role manager, but to nurse, midwife' care --role manager
says 'no region given; open to ontario' here
says 'not open to region quebec, but to ontario' here --region quebec
says 'no organization given; open to east, north' few
says 'not open to that organization, but to east, north' few --organization west
says 'no organization given, and the address does not belong to a member organization of h1' mem
says 'north is not a member of h1' mem --organization north
says 'paused until 2026-08-31' paused
says 'paused' stalled
says 'planned for 2026-09-01: until then, only applications are accepted' planned --approved
says 'merged 2026-05-31; join two' one
says 'merged 2026-05-31; join two' seven
says 'merged 2026-05-31 into Elsewhere' three
says 'ended 2026' four --date 2027-01-01
says 'ended 2026-05-31; join five' six
says 'suppressed since 2026-07-01' app --date 2026-07-01
printf 'email,date,reason\nana@x.org,,\n' >suppressions.csv
says 'suppressed' app

t 'an empty list excludes nobody'
federation
community care 'join: {admission: open}' 'community: {open_to: {roles: [], regions: [], organizations: []}}'
run cop-join care --email a@x.org --name A --role manager
status 0
results 'care a@x.org joined'
community care 'join: {admission: open}' 'community: {open_to: {roles: , regions: , organizations: }}'
run cop-join care --email b@y.org --name B --role manager
status 0
results 'care b@y.org joined'

t 'an operand that is not a community changes nothing'
federation
join app opne --email a@x.org --name A
status 2
out ''
err 'cop-join: error: no community "opne" (did you mean "open"?)'
unchanged

# -- suppressions -------------------------------------------------------------------------------------------------

t 'a suppressed address is refused from the date of the suppression, approved or not'
federation
printf 'email,date,reason\nana@x.org,2026-06-30,asked\nbo@x.org,2026-07-01,\ncy@x.org,,\n' >suppressions.csv
# shellcheck disable=SC2086
{
	refuses 'suppressed' open $ana
	refuses 'suppressed' open --email ANA@x.org --name Ana
	refuses 'suppressed' app $ana --approved
	joins open $ana --date 2026-06-29
	joins open --email bo@x.org --name Bo
}

t 'a suppression holds however its address is written'
federation
printf 'email,date,reason\nAna@X.org,2026-01-01,asked\n' >suppressions.csv
# shellcheck disable=SC2086
refuses 'suppressed' open $ana

t 'a suppression that cannot be read holds for its address, and for no other'
federation
printf 'email,date,reason\nbo@x.org,2026-01-01,"asked"x\nAna@X.org,2026-01-01,asked, firmly\nzoe@x.org,2026-01-01,asked\n"Yan@X.org",2026-01-01,asked, firmly\n"uma@x.org,2026-01-01,asked\n' >suppressions.csv
# shellcheck disable=SC2086
refuses 'line 3 of suppressions.csv has the same address and cannot be read' open $ana
refuses 'line 2 of suppressions.csv' open --email bo@x.org --name Bo
refuses 'line 5 of suppressions.csv' open --email yan@x.org --name Yan
refuses 'line 6 of suppressions.csv' open --email uma@x.org --name Uma
refuses 'suppressed since 2026-01-01' open --email zoe@x.org --name Zoe
joins open --email kim@x.org --name Kim

t 'nobody can join while organizations cannot be read, even if another error comes first'
federation
echo 'further: key' >>cops/open.yaml
rm organizations.csv && mkdir organizations.csv
# shellcheck disable=SC2086
run cop-join open $ana
status 2
out ''
err_has 'organizations.csv: error: cannot read'
absent rosters/open.csv

t 'nobody can join while suppressions cannot be read'
federation
printf 'email,when\nana@x.org,2026-06-30\n' >suppressions.csv
# shellcheck disable=SC2086
join open $ana
status 2
err_has suppressions.csv
unchanged

# -- people who are there already ---------------------------------------------------------------------------------------

t 'somebody who is a member or applicant already: status 0, and nothing changes'
federation
echo 'ana@x.org,Ana,,,,,,,,2026-01-01,,,,' | roster open
echo 'ana@x.org,Ana,,,,,,,2026-06-01,,,,,' | roster app
join open app --email ana@x.org --name Ana
status 0
err ''
results <<'END'
open ana@x.org already
app ana@x.org already
END
out_like 'member.*2026-01-01'
out_like 'appl.*2026-06-01'
unchanged
join open --email ana@x.org --name 'Ana Other' --role manager --approved
status 0
results 'open ana@x.org already'
unchanged

t 'the same, even if nobody is admitted any more'
federation
echo 'ana@x.org,Ana,,,,,,,,2026-01-01,,,,' | roster shut
join shut --email ana@x.org --name Ana
status 0
results 'shut ana@x.org already'
unchanged

t '--approved turns an application into a membership, and fills its empty fields'
federation
echo 'ana@x.org,Ana,,nurse,,,,,2026-06-01,,,express,2026-06-01,form' | roster app
join app --email ana@x.org --name Ana --region toronto --role manager --approved
status 0
results 'app ana@x.org joined'
changes <<'END'
-ana@x.org,Ana,,nurse,,,,,2026-06-01,,,express,2026-06-01,form
+ana@x.org,Ana,,nurse,toronto,,,,2026-06-01,2026-06-30,,express,2026-06-01,form
END

t 'an open community accepts an application from before it was open'
federation
echo 'ana@x.org,Ana,,,,,,,2026-06-01,,,,,' | roster open
join open --email ana@x.org --name Ana
status 0
results 'open ana@x.org joined'
changes <<'END'
-ana@x.org,Ana,,,,,,,2026-06-01,,,,,
+ana@x.org,Ana,,,,,,,2026-06-01,2026-06-30,,,,
END

t 'an application cannot be approved on a day before it was made'
federation
echo 'ana@x.org,Ana,,,,,,,2026-06-10,,,,,' | roster app
refuses 'joined is before' app --email ana@x.org --name Ana --approved --date 2026-06-09
joins app --email ana@x.org --name Ana --approved --date 2026-06-10

t 'a membership that begins in the future is not repeated'
federation
echo 'ana@x.org,Ana,,,,,,,,2026-09-01,,,,' | roster open
join open --email ana@x.org --name Ana
status 0
results 'open ana@x.org already'
out_has 2026-09-01
unchanged

t 'coming back makes a new spell'
federation
echo 'ana@x.org,Ana,east,nurse,,,,,,2024-01-01,2025-12-31,express,2024-01-01,form' | roster open
join open --email ana@x.org --name Ana --organization west
status 0
results 'open ana@x.org joined'
out_has 2025-12-31
err ''
changes '+ana@x.org,Ana,west,,,,,,,2026-06-30,,,,'
run cop-members open -c email,organization,joined
out "ana@x.org${TAB}west${TAB}2026-06-30"

t 'coming back on the next day continues the stay'
federation
echo 'ana@x.org,Ana,,,,,,,,2024-01-01,2026-06-29,,,' | roster open
joins open --email ana@x.org --name Ana
changes '+ana@x.org,Ana,,,,,,,,2026-06-30,,,,'

t 'on the day of leaving, the person is still a member; the message says until when'
federation
echo 'ana@x.org,Ana,,,,,,,,2024-01-01,2026-06-30,,,' | roster open
join open --email ana@x.org --name Ana
status 0
results 'open ana@x.org already'
out_like 'already.*2026-06-30'
unchanged
joins open --email ana@x.org --name Ana --date 2026-07-01

t 'applying again after being declined'
federation
echo 'ana@x.org,Ana,,,,,,,2026-01-01,,2026-02-01,,,' | roster app
applies app --email ana@x.org --name Ana
changes '+ana@x.org,Ana,,,,,,,2026-06-30,,,,,'
echo 'ana@x.org,Ana,,,,,,,2026-01-01,,2026-02-01,,,' | roster app
joins app --email ana@x.org --name Ana --approved
changes '+ana@x.org,Ana,,,,,,,,2026-06-30,,,,'

t 'applying on the very day of being declined is refused, in words'
federation
echo 'ana@x.org,Ana,,,,,,,2026-06-01,,2026-06-30,,,' | roster app
refuses 'declined.*2026-06-30' app --email ana@x.org --name Ana

t 'a spell is not put before a later one that it would overlap'
federation
echo 'ana@x.org,Ana,,,,,,,,2025-01-01,2025-12-31,,,' | roster open
echo 'ana@x.org,Ana,,,,,,,2025-01-01,,2025-12-31,,,' | roster app
join open --email ana@x.org --name Ana --date 2024-06-01
results 'open ana@x.org already'
unchanged

t 'a past stay is recorded, whichever row of the file comes first'
federation
for order in cat tac; do
	roster open </dev/null
	printf '%s\n' 'email,name,joined,left' >past.in
	printf '%s\n' 'a@x.org,A,2024-01-01,' 'a@x.org,A,2020,2021-06' | $order >>past.in
	join open --approved --from past.in
	status 0
	results <<-'END'
		open a@x.org joined
		open a@x.org joined
	END
	changes <<-'END'
		+a@x.org,A,,,,,,,,2020,2021-06,,,
		+a@x.org,A,,,,,,,,2024-01-01,,,,
	END
	# The same again is there already; so is one that touches another, or has no end.
	join open --approved --from past.in
	status 0
	out_like 'already	member since 2020 until 2021-06-30$'
	out_like 'already	member since 2024-01-01$'
	unchanged
done
printf '%s\n' 'email,name,joined,left' 'a@x.org,A,2021-06-30,2022' 'a@x.org,A,2022,' | join open --approved --from -
status 0
out <<'END'
open	a@x.org	already	member since 2020 until 2021-06-30; the file says 2021-06-30
open	a@x.org	already	member since 2024-01-01; the file says 2022
END
unchanged
# One between the two is none of them.
printf '%s\n' 'email,name,joined,left' 'a@x.org,A,2022,2022' | join open --approved --from -
status 0
results 'open a@x.org joined'
changes '+a@x.org,A,,,,,,,,2022,2022,,,'

t 'a member is one since the stay began, whatever has changed since'
federation
echo 'a@x.org,A,,nurse,,,,,,2019-05,2025-12-31,,,
a@x.org,A,,,,,,,,2026-01-01,,,,' | roster open
printf '%s\n' 'email,name,joined' 'a@x.org,A,' 'a@x.org,A,2019-05' 'a@x.org,A,2026-01-01' 'a@x.org,A,2020' |
	join open --approved --from -
status 0
out <<'END'
open	a@x.org	already	member since 2019-05
open	a@x.org	already	member since 2019-05
open	a@x.org	already	member since 2019-05
open	a@x.org	already	member since 2019-05; the file says 2020
END
unchanged

t 'somebody who will join on a later day is told as such'
federation
echo 'a@x.org,A,,,,,,,,2026-08-01,,,,' | roster open
join open --email a@x.org --name A
status 0
out 'open	a@x.org	already	member from 2026-08-01'
unchanged

t 'a stay that overlaps another of the same file is refused'
federation
printf '%s\n' 'email,name,joined,left' 'a@x.org,A,2022,2023' 'a@x.org,A,2020,' >stays.in
join open --approved --from stays.in
status 1
tabs <<'END'
open|a@x.org|joined|
open|a@x.org|refused|overlapping rows: a@x.org: its dates overlap those of another new row
END

# -- limits -------------------------------------------------------------------------------------------------------------

t 'the last places are filled and the others refused, in one call'
federation
community full 'join: {admission: open}' 'community: {composition: [{at_most: 3}]}'
echo 'a@x.org,A,,,,,,,,2026-01-01,,,,' | roster full
printf 'email,name\nb@x.org,B\nc@x.org,C\nd@x.org,D\ne@x.org,E\n' >p.in
join full --from p.in
status 1
results <<'END'
full b@x.org joined
full c@x.org joined
full d@x.org refused
full e@x.org refused
END
out_like 'd@x\.org.*room'
changes <<'END'
+b@x.org,B,,,,,,,,2026-06-30,,,,
+c@x.org,C,,,,,,,,2026-06-30,,,,
END

t 'former members and applicants take no place'
federation
community full 'join: {admission: open}' 'community: {composition: [{at_most: 2}]}'
roster full <<'END'
a@x.org,A,,,,,,,,2025-01-01,2026-06-29,,,
b@x.org,B,,,,,,,2026-06-01,,,,,
c@x.org,C,,,,,,,,2025-01-01,,,,
END
joins full --email d@x.org --name D
refuses room full --email e@x.org --name E
join full --email c@x.org --name C
results 'full c@x.org already'

t 'an application takes no place, but its approval does'
federation
community full 'community: {composition: [{at_most: 1}]}'
echo 'a@x.org,A,,,,,,,,2025-01-01,,,,' | roster full
applies full --email b@x.org --name B
refuses room full --email b@x.org --name B --approved
# There was room on that day, but today there is none.
refuses room full --email c@x.org --name C --approved --date 2024-01-01

t 'limits of a role or a region'
federation
community mixed 'join: {admission: open}' 'community: {composition: [{role: practitioner, at_most: 1, note: One practitioner}, {region: ontario, at_most: 2}]}'
joins mixed --email a@x.org --name A --role nurse
refuses 'One practitioner' mixed --email b@x.org --name B --role midwife
joins mixed --email b@x.org --name B --role manager --region toronto
joins mixed --email c@x.org --name C --region ontario
refuses room mixed --email d@x.org --name D --region toronto
joins mixed --email d@x.org --name D --region quebec

t 'limits per organization'
federation
community per 'join: {admission: open}' 'community: {composition: [{at_most_per_organization: 1}]}'
joins per --email a@west.example --name A
refuses room per --email b@w.example --name B
joins per --email b@east.example --name B
joins per --email c@x.org --name C
joins per --email d@x.org --name D

t 'an organization that exceeds its limit does not exempt another'
federation
community per 'join: {admission: open}' 'community: {composition: [{at_most_per_organization: 1}]}'
roster per <<'END'
a@east.example,A,east,,,,,,,2025-01-01,,,,
b@east.example,B,east,,,,,,,2025-01-01,,,,
c@west.example,C,west,,,,,,,2025-01-01,,,,
END
refuses room per --email d@west.example --name D
refuses room per --email d@east.example --name D
joins per --email d@north.example --name D

t 'limits cost neither memory nor time in a large batch'
federation
community many 'join: {admission: open}' 'community: {composition: [{at_most_per_organization: 50000}, {role: nurse, at_most: 10}]}'
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "p%05d@x.org,P %d,%s,,,,,,,2025-01-01,,,,\n", i, i, i % 2 ? "east" : "west" }' | roster many
awk 'BEGIN { print "email,name,organization"; for (i = 0; i < 5000; i++) printf "q%05d@x.org,Q %d,north\n", i, i }' >p.in
need timeout prlimit
memory=500000000
test -z "$ASAN_OPTIONS" || memory=unlimited # AddressSanitizer reserves terabytes
run timeout 20 prlimit --as=$memory cop-join many --from p.in
status 0
ok 'all joined' test "$(sed 1d rosters/many.csv | wc -l)" = 15000

t 'a limit that is already exceeded: nobody else joins, and nobody is removed'
federation
community full 'join: {admission: open}' 'community: {composition: [{at_most: 1}]}'
printf 'a@x.org,A,,,,,,,,2025-01-01,,,,\nb@x.org,B,,,,,,,,2025-01-01,,,,\n' | roster full
refuses room full --email c@x.org --name C

t 'an unmet at_least rule prevents nobody from joining'
federation
community least 'join: {admission: open}' 'community: {composition: [{role: nurse, at_least: 2}]}'
joins least --email a@x.org --name A --role manager
joins least --email b@x.org --name B --role nurse

t 'limits in a roster with a damaged row'
federation
community full 'join: {admission: open}' 'community: {composition: [{at_most: 2}]}'
printf 'a@x.org,A,,,,,,,,2025-01-01,,,,\nb@x.org,B,,,\n' | roster full
joins full --email c@x.org --name C
refuses room full --email d@x.org --name D

# -- mistakes that are in the roster already ----------------------------------------------------------------------------

t 'a damaged row of the same address: refused, with its line'
federation
printf 'a@x.org,A,,,,,,,,2025-01-01,,,,\nana@x.org,Ana,,,\n' | roster open
refuses 'line 3' open --email ana@x.org --name Ana

t 'damaged rows of other people do not matter, and stay'
federation
roster open <<'END'
b@x.org,B,,,
"c@x.org,C,,,,,,,,2025-01-01,,,,
d@x.org,D,,astronaut,,,,,,2025-01-32,,,,

e@x.org,E,,,,,,,,2025-01-01,,,,
END
join open --email ana@x.org --name Ana
status 0
results 'open ana@x.org joined'
changes '+ana@x.org,Ana,,,,,,,,2026-06-30,,,,'

t 'an earlier error of the same person does not prevent the change'
federation
echo 'ana@x.org,Ana,nowhere,astronaut,,,,,2026-06-01,,,,,' | roster app
joins app --email ana@x.org --name Ana --approved
changes <<'END'
-ana@x.org,Ana,nowhere,astronaut,,,,,2026-06-01,,,,,
+ana@x.org,Ana,nowhere,astronaut,,,,,2026-06-01,2026-06-30,,,,
END
echo 'bo@x.org,Bo,,astronaut,,,,,,2025-01-01,2025-12-31,yes,,' | roster open
joins open --email bo@x.org --name Bo
refuses 'astronaut' open --email cy@x.org --name Cy --role astronaut

t 'an error in the definition does not prevent the change'
federation
community odd 'join: {admission: open}' 'scope: galactic' 'colour: red'
join odd --email ana@x.org --name Ana
status 0
results 'odd ana@x.org joined'

t 'a definition or registry that cannot be read: status 2, and nothing changes'
federation
echo 'name: "x' >cops/broken.yaml
join broken --email ana@x.org --name Ana
status 2
err_has cops/broken.yaml
unchanged
join broken open --email ana@x.org --name Ana
status 2
unchanged
joins open --email ana@x.org --name Ana
echo 'name: "x' >registry.yaml
join open --email bo@x.org --name Bo
status 2
err_has registry.yaml
unchanged

t 'a roster in a spreadsheet’s form is refused, and the message names cop-fmt'
need iconv
for form in 's/$/\r/' 's/,/;/g' '1s/^/\xef\xbb\xbf/' 's/,/\t/g'; do
	rm -rf cops rosters
	federation
	echo 'a@x.org,A,,,,,,,,2025-01-01,,,,' | roster open
	sed -i "$form" rosters/open.csv
	# shellcheck disable=SC2086
	join open $ana
	status 2
	out ''
	err_has rosters/open.csv
	err_has cop-fmt
	unchanged
done
echo 'a@x.org,Anaïs,,,,,,,,2025-01-01,,,,' | roster open
iconv -f UTF-8 -t UTF-16 rosters/open.csv >u.out && mv u.out rosters/open.csv
# shellcheck disable=SC2086
join open $ana
status 2
err_has rosters/open.csv
unchanged

t 'a roster with another header is refused, and so is the whole call'
federation
printf 'email,nmae\na@x.org,A\n' | write rosters/app.csv
roster open </dev/null
join open app --email ana@x.org --name Ana
status 2
out ''
err_like '^rosters/app\.csv:1:[0-9]+: error: .*\[csv-header\]'
unchanged

t 'a roster that is a symbolic link is not followed'
federation
roster open </dev/null
mv rosters/open.csv real.out && ln -s ../real.out rosters/open.csv
# shellcheck disable=SC2086
join open $ana
status 2
err_has rosters/open.csv
ok 'its target is untouched' test "$(wc -l <real.out)" = 1

# -- what is written --------------------------------------------------------------------------------------------

t 'one line is added in its place; everything else stays byte for byte'
federation
roster open <<'END'
a@x.org,A,,,,,,,,2025-01-01,,,,
ana@x.org,Ana,,,,,,,,2024-01-01,2024-12-31,,,
ana@x.org,,,,,,leads,chair,,2024-02-01,2024-12-31,,,
b@x.org,"B, ""b""",,,,,,,,2025-01-01,,,,
END
joins open --email ana@x.org --name Ana
{
	echo "$H"
	cat <<'END'
a@x.org,A,,,,,,,,2025-01-01,,,,
ana@x.org,Ana,,,,,,,,2024-01-01,2024-12-31,,,
ana@x.org,Ana,,,,,,,,2026-06-30,,,,
ana@x.org,,,,,,leads,chair,,2024-02-01,2024-12-31,,,
b@x.org,"B, ""b""",,,,,,,,2025-01-01,,,,
END
} >wanted.out
file rosters/open.csv <wanted.out
joins open --email aa@x.org --name AA
joins open --email zz@x.org --name ZZ
joins open --email 0@x.org --name Zero
run cop-fmt --check
status 0
out ''

t 'a roster that is out of order keeps its order'
federation
roster open <<'END'
m@x.org,M,,,,,,,,2025-01-01,,,,
ana@x.org,Ana,,,,,,,,2024-01-01,2024-12-31,,,
b@x.org,B,,,,,,,,2025-01-01,,,,
END
joins open --email ana@x.org --name Ana
changes '+ana@x.org,Ana,,,,,,,,2026-06-30,,,,'
joins open --email c@x.org --name C
changes '+c@x.org,C,,,,,,,,2026-06-30,,,,'
cut -d , -f 1 rosters/open.csv | sed 1d | uniq >order.out
file order.out <<'END'
m@x.org
ana@x.org
b@x.org
c@x.org
END

t 'further columns are kept, and are empty for newcomers'
federation
write rosters/open.csv <<END
$H,badge,diet
a@x.org,A,,,,,,,,2025-01-01,,,,,7,"nuts, milk"
c@x.org,C,,,,,,,2026-06-01,,,,,,8,none
END
joins open --email b@x.org --name B
changes '+b@x.org,B,,,,,,,,2026-06-30,,,,,,'
joins open --email c@x.org --name C
changes <<'END'
-c@x.org,C,,,,,,,2026-06-01,,,,,,8,none
+c@x.org,C,,,,,,,2026-06-01,2026-06-30,,,,,8,none
END

t 'a file without its last line feed'
federation
mkdir rosters
printf '%s\nb@x.org,B,,,,,,,,2025-01-01,,,,' $H >rosters/open.csv
joins open --email c@x.org --name C
{
	echo $H
	echo 'b@x.org,B,,,,,,,,2025-01-01,,,,'
	echo 'c@x.org,C,,,,,,,,2026-06-30,,,,'
} >wanted.out
file rosters/open.csv <wanted.out
printf '%s' $H >rosters/open.csv
joins open --email c@x.org --name C
printf '%s\nc@x.org,C,,,,,,,,2026-06-30,,,,\n' $H >wanted.out
file rosters/open.csv <wanted.out
printf '%s\nc@x.org,C,,,,,,,2026-06-01,,,,,' $H >rosters/open.csv
join open --email c@x.org --name C
status 0
file_has rosters/open.csv 'c@x.org,C,,,,,,,2026-06-01,2026-06-30,,,,'
ok 'no line more' test "$(grep -c . rosters/open.csv)" = 2

t 'quoted addresses are the same addresses'
federation
printf '"ana@x.org","Ana",,,,,,,,2026-01-01,,,,\n"bo@x.org","Bo",,,,,,,2026-06-01,,,,,\n' | roster open
join open --email ana@x.org --name Ana
results 'open ana@x.org already'
unchanged
joins open --email bo@x.org --name Bo
changes <<'END'
-"bo@x.org","Bo",,,,,,,2026-06-01,,,,,
+bo@x.org,Bo,,,,,,,2026-06-01,2026-06-30,,,,
END

t 'an address in capitals in the roster is the same person'
federation
echo 'Ana@X.org,Ana,,,,,,,,2026-01-01,,,,' | roster open
join open --email ana@x.org --name Ana
status 0
results 'open ana@x.org already'
unchanged

t 'the mode of a roster is kept; a new one is readable by its owner only'
federation
roster open </dev/null
chmod 640 rosters/open.csv
joins open --email a@x.org --name A
ok 'mode 640' test "$(stat -c %a rosters/open.csv)" = 640
umask 022
applies app --email a@x.org --name A
ok 'mode 600' test "$(stat -c %a rosters/app.csv)" = 600
printf '%s\na@x.org,A,,,,,,,2026-06-30,,,,,\n' $H >wanted.out
file rosters/app.csv <wanted.out

t 'the folder of rosters is made if there is none, and for its owner only'
federation
umask 022
joins open --email a@x.org --name A
ok 'mode 700' test "$(stat -c %a rosters)" = 700
changes <<END
+$H
+a@x.org,A,,,,,,,,2026-06-30,,,,
END

t 'a refusal does not leave a new roster behind'
federation
refuses closed shut --email a@x.org --name A
absent rosters/shut.csv

t 'without the folder of people nobody can join'
federation
sed -i '1a people: ../private' registry.yaml
# shellcheck disable=SC2086
join open $ana
status 2
out ''
err_like 'registry\.yaml:2:.*people'
unchanged
absent rosters ../private

t 'nor if that folder is empty, since it may be a submodule that has not been fetched'
federation
sed -i '1a people: private' registry.yaml
mkdir private
# shellcheck disable=SC2086
join open $ana
status 2
out ''
err_has "the people's folder is empty (fetch it, or create the folder rosters in it), so nobody in it can be changed"
ok 'empty' rmdir private

t 'the people’s folder may be elsewhere'
mkdir reg && cd reg && federation && cd .. || exit
mkdir private && mv reg/organizations.csv private
sed -i '1a people: ../private' reg/registry.yaml
run cop-join -R reg open --email r@west.example --name R
status 0
file_has private/rosters/open.csv 'r@west.example,R,west,,,,,,,2026-06-30,,,,'
absent reg/rosters

t 'nothing but the roster is touched, and no temporary file is left'
federation
roster open </dev/null
roster app </dev/null
ls -i cops rosters/app.csv registry.yaml organizations.csv >inodes.out
joins open --email a@x.org --name A
ls -i cops rosters/app.csv registry.yaml organizations.csv >now.out
ok 'the same files' cmp inodes.out now.out
ok 'no temporary file' sh -c 'test -z "$(find . -name ".*.new")"'

# -- addresses that look alike ------------------------------------------------------------------------------------------

t 'an address that looks like another one is reported, and joins all the same'
federation
echo 'ana.roy@clinic.example,Ana Roy,,,,,,,,2025-01-01,,,,' | roster open
for slip in anaroy@clinic.example ana.roy@clinc.example ana.roy+cop@clinic.example; do
	join open --email $slip --name 'Ana Roy'
	status 0
	results "open $slip joined"
	err_like 'ana.roy@clinic.example'
	err_has "$slip"
	err_lacks Roy
	cp "$scratch/before/rosters/open.csv" rosters/open.csv
done
joins open --email bo.roy@clinic.example --name 'Bo Roy'

t 'nothing is reported for people who are there already or come back'
federation
roster open <<'END'
ana.roy@clinic.example,Ana Roy,,,,,,,,2025-01-01,,,,
anaroy@clinic.example,Ana Roy,,,,,,,,2024-01-01,2024-12-31,,,
END
join open --email ana.roy@clinic.example --name 'Ana Roy'
status 0
err ''
join open --email anaroy@clinic.example --name 'Ana Roy'
status 0
results 'open anaroy@clinic.example joined'
err ''

t 'two newcomers of one file can look alike'
federation
roster open </dev/null
printf 'email,name\nana.roy@clinic.example,Ana Roy\nanaroy@clinic.example,Ana Roy\n' >p.in
join open --from p.in
status 0
err_has anaroy@clinic.example

# -- a file of applicants -------------------------------------------------------------------------------------------

t '--from a file, and from standard input'
federation
roster open </dev/null
printf 'email,name\na@x.org,A\nb@x.org,B\n' >p.in
join open --from p.in
status 0
err ''
results <<'END'
open a@x.org joined
open b@x.org joined
END
changes <<'END'
+a@x.org,A,,,,,,,,2026-06-30,,,,
+b@x.org,B,,,,,,,,2026-06-30,,,,
END
join open --from - <p.in
status 0
results <<'END'
open a@x.org already
open b@x.org already
END
unchanged

t 'the header in any order, and in any case'
federation
roster open </dev/null
write p.in <<'END'
Name, REGION ,Email,Language,organization,ROLE,Source,Consent,consented
Ana,toronto,ANA@x.org,fr,WHC,Infirmière,form,express,2026-06-02
END
join open --from p.in
status 0
changes '+ana@x.org,Ana,west,nurse,toronto,fr,,,,2026-06-30,,express,2026-06-02,form'

t 'blanks at the edges, such as forms leave, are removed: no-break and zero-width ones, too'
federation
roster open </dev/null
printf 'email,name,role\n\302\240ana@x.org\342\200\213,Ana Roy\302\240,\302\240Nurse \n\302\240,,\n' >p.in
join open --from p.in
status 0
results 'open ana@x.org joined'
changes '+ana@x.org,Ana Roy,,nurse,,,,,,2026-06-30,,,,'
nbsp=$(printf '\302\240')
joins open --email "bo@x.org$nbsp" --name "${nbsp}Bo"
changes '+bo@x.org,Bo,,,,,,,,2026-06-30,,,,'

t 'people of other communities, in the output of cop-members'
federation
roster open <<'END'
ana@x.org,"Roy, Ana",west,nurse,ontario,fr,,,2025-01-01,2025-01-02,,express,2025-01-02,form
ana@x.org,,,,,,leads,chair,,2025-02-01,,,,
bo@x.org,"Bo ""B"" O",,nurse,,,,,,2025-03-01,,,,
END
for format in csv 'tsv --header' tsv; do
	# shellcheck disable=SC2086 # options
	run cop-members open -f $format
	cp "$OUT" p.in
	printf 'email,date,reason\nbo@x.org,2026-01-01,asked\n' >suppressions.csv
	join app --from p.in --rejects r.out
	status 1
	results <<-'END'
		app ana@x.org applied
		app bo@x.org refused
	END
	file_has rosters/app.csv 'ana@x.org,"Roy, Ana",west,nurse,ontario,fr,,,2026-06-30,,,,,'
	file_has r.out email,name,organization,role,region,language,reason
	rm suppressions.csv
	join app --from r.out
	status 0
	file_has rosters/app.csv 'bo@x.org,"Bo ""B"" O",,nurse,,,,,2026-06-30,,,,,'
	rm rosters/app.csv r.out
done

t 'their seats, former spells, and further columns do not matter'
federation
roster open <<'END'
ana@x.org,Ana,,nurse,,,,,,2025-01-02,2025-12-31,withdrawn,2025-01-02,form
ana@x.org,,,,,,leads,chair,,2025-02-01,2025-12-31,,,
END
cop-members open --all --seats -f csv -c host,status,mail,name,email,role,joined,left,group,cop >p.in
join app --from p.in
status 0
results <<'END'
app ana@x.org applied
app ana@x.org already
END
file_has rosters/app.csv 'ana@x.org,Ana,,nurse,,,,,2026-06-30,,,,,'

t 'that output names no community to join: a usage error without an operand'
federation
echo 'ana@x.org,Ana,,,,,,,,2025-01-02,,,,' | roster open
cop-members open >p.in
wrong 'name a community' --from p.in
cop-members open -f csv >p.in
wrong 'name a community' --from p.in

t 'a list of cop-members with a mistake in it changes nothing'
federation
echo 'ana@x.org,Ana,,,,,,,,2025-01-02,,,,' | roster open
cop-members open -f csv >p.in
echo 'open,bo@x.org' >>p.in
wrong 'p.in:3' app --from p.in

t 'a list without people ends with status 1'
federation
roster open </dev/null
cop-members open -f csv >p.in
join app --from p.in
status 1
out ''
unchanged

t 'a column status or email alone does not make a list of cop-members'
federation
wrong 'status' app --from - <<'END'
cop,email,name,status
open,a@x.org,A,new
END
wrong '"mail" (did you mean "email"?)' app --from - <<'END'
mail,name
a@x.org,A
END

t 'a column cop names one community or several'
federation
roster open </dev/null
roster app </dev/null
write p.in <<'END'
cop,email,name
open,a@x.org,A
open;app,b@x.org,B
" app ; open ;",c@x.org,C
END
join --from p.in
status 0
results <<'END'
open a@x.org joined
open b@x.org joined
app b@x.org applied
app c@x.org applied
open c@x.org joined
END

t 'a community in capitals, as a form writes its choices, is recognized'
federation
roster open </dev/null
write p.in <<'END'
cop,email,name
Open;APP;,a@x.org,A
Opne,b@x.org,B
END
join --from p.in
status 1
results <<'END'
open a@x.org joined
app a@x.org applied
Opne b@x.org refused
END

t 'operands are for rows that name no community'
federation
roster open </dev/null
roster app </dev/null
printf 'email,name,cop\na@x.org,A,\nb@x.org,B,app\n' >p.in
join open --from p.in
status 0
results <<'END'
open a@x.org joined
app b@x.org applied
END
join open app --from - <<'END'
email,name
c@x.org,C
END
results <<'END'
open c@x.org joined
app c@x.org applied
END

t 'a row without a community is refused if there are no operands'
federation
roster open </dev/null
printf 'email,name,cop\na@x.org,A,\nb@x.org,B,open\n' >p.in
join --from p.in
status 1
results <<'END'
 a@x.org refused
open b@x.org joined
END
out_like 'refused.*communit'

t 'a file without any community, and no operand: a usage error'
federation
printf 'email,name\na@x.org,A\nb@x.org,B\n' >p.in
wrong community --from p.in

t 'an unknown community refuses only that row, in its place, with a suggestion'
federation
roster open </dev/null
write p.in <<'END'
cop,email,name
open,a@x.org,A
opne,B@x.org,B
../open,c@x.org,C
open,d@x.org,D
END
join --from p.in
status 1
results <<'END'
open a@x.org joined
opne b@x.org refused
../open c@x.org refused
open d@x.org joined
END
out_like 'opne.*did you mean "open"'
err ''

t 'an unknown operand refuses the whole call'
federation
printf 'email,name\na@x.org,A\n' >p.in
wrong 'did you mean "open"' opne --from p.in
printf 'email,name,cop\na@x.org,A,open\n' >p.in
wrong 'did you mean "open"' opne --from p.in

t 'a broken definition that a row names is reported, and nothing is half done'
federation
echo 'name: "x' >cops/broken.yaml
printf 'cop,email,name\nopen,a@x.org,A\nbroken,b@x.org,B\n' >p.in
join --from p.in
status 2
err_has cops/broken.yaml
unchanged

t 'somebody who appears twice in a file'
federation
roster open </dev/null
printf 'email,name\na@x.org,A\nA@x.org,A\n' >p.in
join open --from p.in
status 0
results <<'END'
open a@x.org joined
open a@x.org already
END
changes '+a@x.org,A,,,,,,,,2026-06-30,,,,'

t 'the dates in a file are used'
federation
roster open </dev/null
roster app </dev/null
write p.in <<'END'
email,name,applied,consent,consented
a@x.org,A,2026-06-02,implied,2026-06-01
END
join app open --from p.in
status 0
changes <<'END'
+a@x.org,A,,,,,,,2026-06-02,,,implied,2026-06-01,
+a@x.org,A,,,,,,,2026-06-02,2026-06-30,,implied,2026-06-01,
END
write p.in <<'END'
email,name,applied,consent,consented
d@x.org,D,2026-06-02,express,
e@x.org,E,2026-07-02,express,
f@x.org,F,2026-06,express,2026-06-03
END
join app --from p.in
status 0
changes <<'END'
+d@x.org,D,,,,,,,2026-06-02,,,express,2026-06-02,
+e@x.org,E,,,,,,,2026-07-02,,,express,2026-06-30,
+f@x.org,F,,,,,,,2026-06,,,express,2026-06-03,
END
write p.in <<'END'
email,name,applied,joined
b@x.org,B,2026-06-02,2026-06-04
END
join app --from p.in --approved
status 0
changes '+b@x.org,B,,,,,,,2026-06-02,2026-06-04,,,,'
sed -i s/b@/c@/ p.in
refuses approved app --from p.in
printf 'email,name,applied\nc@x.org,C,soon\n' >p.in
refuses soon app --from p.in
printf 'email,name,group,position\nc@x.org,C,leads,chair\n' >p.in
refuses cop-appoint open --from p.in

t 'a spreadsheet’s form is accepted, and reported'
need iconv
federation
roster open </dev/null
printf 'email,name,source\na@x.org,Anaïs Cœur,form\nb@x.org,"Li; Bo",\n' >plain.in
perl -pe 's/("[^"]*")|,/$1 || ";"/ge' plain.in >semi.in
form() {
	cat >p.in
	roster open </dev/null
	join open --from p.in
	status 0
	err_has "$1"
	err_has p.in
	err_lacks Bo
	changes <<-'END'
		+a@x.org,Anaïs Cœur,,,,,,,,2026-06-30,,,,form
		+b@x.org,Li; Bo,,,,,,,,2026-06-30,,,,
	END
}
{ printf '\357\273\277' && cat plain.in; } | form 'byte-order mark'
sed 's/$/\r/' plain.in | form CRLF
form semicolons <semi.in
tr , '\t' <plain.in | form tabs
iconv -t WINDOWS-1252 plain.in | form Windows-1252
iconv -t UTF-16 plain.in | form UTF-16
{ printf '\357\273\277' && sed 's/$/\r/' semi.in; } | form semicolons

t 'a syntax error refuses the whole file, with the line where it begins'
federation
roster open </dev/null
write p.in <<'END'
email,name
a@x.org,A
b@x.org,"B
c@x.org,C
END
join open --from p.in
status 2
out ''
err_like '^p\.in:3:[0-9]+: error: .*\[csv-syntax\]'
unchanged
join open --from - <p.in
status 2
err_like '^standard input:3:[0-9]+: error: '
unchanged
printf 'email,name\na@x.org,A\nb@x.org,B,b\n' >p.in
join open --from p.in
status 2
err_like '^p\.in:3:1: error: .*\[csv-fields\]'
unchanged

t 'an unknown column refuses the whole file, with a suggestion'
federation
printf 'email,nmae\na@x.org,A\n' >p.in
join open --from p.in
status 2
err_like '^p\.in:1:7: error: .*did you mean "name"'
unchanged
printf 'name\nA\n' >p.in
join open --from p.in
status 2
err_has email
unchanged
printf 'email,name,email\na@x.org,A,a@x.org\n' >p.in
join open --from p.in
status 2
err_has twice
unchanged

t 'an empty file, and one with only a header'
federation
roster open </dev/null
: >p.in
join open --from p.in
status 2
err_has p.in
unchanged
echo 'email,name' >p.in
join open --from p.in
status 1
out ''
unchanged

t 'empty lines of a spreadsheet are skipped'
federation
roster open </dev/null
printf 'email,name\na@x.org,A\n\n,\nb@x.org,B\n,\n' >p.in
join open --from p.in
status 0
results <<'END'
open a@x.org joined
open b@x.org joined
END

t 'a row without an address is refused, but not the others'
federation
roster open </dev/null
printf 'email,name\n,A\nb@x.org,B\n' >p.in
join open --from p.in
status 1
results <<'END'
open  refused
open b@x.org joined
END
out_like 'refused.*email'

t 'a file that does not exist, and a folder'
federation
join open --from nosuch.in
status 2
err_has nosuch.in
unchanged
join open --from cops
status 2
err_has cops
unchanged

t 'the output of cop-members can be used for another community'
federation
echo 'ana@x.org,"Roy, Ana",west,nurse,,fr,,,,2026-01-01,,express,2026-01-01,form' | roster open
roster app </dev/null
run sh -c 'cop-members open -f csv -c email,name,organization,role,region,language,consent,consented | cop-join app --from -'
status 0
results 'app ana@x.org applied'
file_has rosters/app.csv 'ana@x.org,"Roy, Ana",west,nurse,,fr,,,2026-06-30,,,express,2026-01-01,'

# -- rejects ----------------------------------------------------------------------------------------------------------

t '--rejects keeps the refused rows with their reasons; only the owner can read it'
federation
umask 022
roster open </dev/null
write p.in <<'END'
Name,email,role
Ana,a@x.org,nurse
"Roy, Bo",b@x.org,nurs
Cy,cy,nurse
END
join open --from p.in --rejects r.out
status 1
results <<'END'
open a@x.org joined
open b@x.org refused
open cy refused
END
ok 'mode 600' test "$(stat -c %a r.out)" = 600
ok 'a header and two' test "$(wc -l <r.out)" = 3
file_like r.out '^Name,email,role,reason$'
file_like r.out '^"Roy, Bo",b@x\.org,nurs,.*nurse'
file_like r.out '^Cy,cy,nurse,.'
file_lacks r.out Ana

t 'after corrections, the file of rejects can be used as input'
federation
roster open </dev/null
printf 'email,name,role\nb@x.org,B,nurs\nc@x.org,C,mangr\n' >p.in
join open --from p.in --rejects r.out
sed -i 's/,nurs,/,nurse,/' r.out
cp r.out p.in && rm r.out
join open --from p.in --rejects r.out
status 1
results <<'END'
open b@x.org joined
open c@x.org refused
END
ok 'a header and one' test "$(wc -l <r.out)" = 2
file_like r.out '^email,name,role,reason$'
file_like r.out '^c@x\.org,C,mangr,[^,]*manager[^,]*$'

t 'a column of reasons between others is removed, and the empty field before it stays'
federation
roster open </dev/null
printf 'organization,reason,email,name\n,old,nobody,No Body\nx,"o, l, d",other,O T\n' >p.in
join open --from p.in --rejects r.out
status 1
file r.out <<'END'
organization,email,name,reason
,nobody,No Body,"open: bad e-mail address: ""nobody"""
x,other,O T,"open: bad e-mail address: ""other""; unknown organization: ""x"""
END

t 'for a column name that forms use, ours is suggested'
federation
roster open </dev/null
printf '%s\n' "Courriel;Prénom;Nom;Fonction;Date d’adhésion;Consentement;Communauté;Horodateur" \
	'a@x.org;A;B;nurse;2025;express;open;12:00' >p.in
join --from p.in
status 2
err <<'END'
p.in:1:1: error: wrong header: "Courriel" (did you mean "email"?) [csv-header]
p.in:1:10: error: wrong header: "Prénom": put first and last name in one column, name [csv-header]
p.in:1:17: error: wrong header: "Nom": put first and last name in one column, name [csv-header]
p.in:1:21: error: wrong header: "Fonction" (did you mean "role"?) [csv-header]
p.in:1:30: error: wrong header: "Date d’adhésion" (did you mean "joined"?) [csv-header]
p.in:1:46: error: wrong header: "Consentement" (did you mean "consent"?) [csv-header]
p.in:1:59: error: wrong header: "Communauté" (did you mean "cop"?) [csv-header]
p.in:1:70: error: wrong header: "Horodateur" is not one of email, name, organization, role, region, language, group, position, applied, joined, left, consent, consented, source, cop, reason: rename the column or delete it [csv-header]
END
printf '%s\n' 'Email Address,Last Name,Job title,Langue' 'a@x.org,A,nurse,fr' >p.in
join open --from p.in
err <<'END'
p.in:1:1: error: wrong header: "Email Address" (did you mean "email"?) [csv-header]
p.in:1:15: error: wrong header: "Last Name": put first and last name in one column, name [csv-header]
p.in:1:25: error: wrong header: "Job title" (did you mean "role"?) [csv-header]
p.in:1:35: error: wrong header: "Langue" (did you mean "language"?) [csv-header]
END

t 'what Microsoft Forms and Zoom call the columns in French'
federation
roster open </dev/null
printf '%s\n' 'Heure de début;Adresse de messagerie;Nom;Établissement;Poste;Langue préférée;Province' 'x' >p.in
join open --from p.in
status 2
err <<'END'
p.in:1:1: error: wrong header: "Heure de début" is not one of email, name, organization, role, region, language, group, position, applied, joined, left, consent, consented, source, cop, reason: rename the column or delete it [csv-header]
p.in:1:16: error: wrong header: "Adresse de messagerie" (did you mean "email"?) [csv-header]
p.in:1:38: error: wrong header: "Nom" (did you mean "name"?) [csv-header]
p.in:1:42: error: wrong header: "Établissement" (did you mean "organization"?) [csv-header]
p.in:1:56: error: wrong header: "Poste" (did you mean "role"?) [csv-header]
p.in:1:62: error: wrong header: "Langue préférée" (did you mean "language"?) [csv-header]
p.in:1:78: error: wrong header: "Province" (did you mean "region"?) [csv-header]
END
printf '%s\n' 'Adresse électronique,Nom et prénom,Langue de correspondance' 'x' >p.in
join open --from p.in
err <<'END'
p.in:1:1: error: wrong header: "Adresse électronique" (did you mean "email"?) [csv-header]
p.in:1:22: error: wrong header: "Nom et prénom" (did you mean "name"?) [csv-header]
p.in:1:36: error: wrong header: "Langue de correspondance" (did you mean "language"?) [csv-header]
END

t 'a file may name a community by any name that it alone has'
federation
community sky 'acronym: SK-CoP' 'aliases: [Ciel, Commun]' 'join: {admission: open}'
community sea 'aliases: [Commun]'
printf '%s\n' 'name,email,cop' 'A B,a@x.example,communaute OPEN; Ciel ;sk-cop' \
	'C D,c@x.example,Commun' 'E F,e@x.example,Community skies' >p.in
join --from p.in
status 1
out <<'END'
open	a@x.example	joined	
sky	a@x.example	joined	
sky	a@x.example	already	member since 2026-06-30
Commun	c@x.example	refused	no community "Commun"
Community skies	e@x.example	refused	no community "Community skies"
END
run cop-join 'Communauté sky' -e a@x.example --name 'A B'
status 2
err 'cop-join: error: no community "Communauté sky" (did you mean "sky"?)'

t 'all mistakes of a row are reported at once'
federation
roster open </dev/null
printf '%s\n' 'email,name,role,language,joined,consent' 'a@x.org,A,nrse,French,03/04/2025,oui' \
	'b@x.org,B,nurse,fr,2025,Yes' 'c@x.org,C,nurse,fr,2025,non' >p.in
join open --from p.in -a -c email,reason
status 1
out <<'END'
a@x.org	bad date: joined "03/04/2025": 2025-04-03 or 2025-03-04?; bad value: language "French" (did you mean "fr"?); unknown role: "nrse" (did you mean "nurse"?); unknown word: consent "oui" (did you mean "express"?)
b@x.org	unknown word: consent "Yes" (did you mean "express"?)
c@x.org	unknown word: consent "non": leave it empty if none was given
END

t 'a row without an address is told by its line, also by a dry run'
federation
roster open </dev/null
printf '%s\n' 'email,name' 'a@x.org,A' ',B' >p.in
join open --from p.in
status 1
out <<'END'
open	a@x.org	joined	
open		refused	line 3: missing field: email
END
join open --from p.in -n
err 'cop-join: warning: refused: open: line 3: missing field: email [refused]'

t 'an address with the accents of a name gets the one without as a suggestion'
federation
roster open </dev/null
join open --email Zoë.œuvré@x.org --name Zoë -c reason
status 1
out 'bad e-mail address: "zoë.œuvré@x.org" (did you mean "zoe.oeuvre@x.org"?)'

t 'a workbook is no file of applicants'
federation
printf 'PK\003\004\024\000' >p.xlsx
join open --from p.xlsx
status 2
out ''
err 'p.xlsx: error: cannot read: it is a workbook; save the sheet as CSV [unreadable]'

t 'rejects are appended'
federation
roster open </dev/null
printf 'email,name\nb@,B\n' | tee p.in >/dev/null
join open --from p.in --rejects r.out
printf 'email,name\nc@,C\n' >p.in
join open --from p.in --rejects r.out
ok 'a header and two' test "$(wc -l <r.out)" = 3
ok 'one header' test "$(grep -c ^email r.out)" = 1
file_like r.out '^b@,B,'
file_like r.out '^c@,C,'
printf '%s' "$(cat r.out)" >r2.out && cp r2.out r.out
printf 'email,name\nd@,D\n' >p.in
join open --from p.in --rejects r.out
file_like r.out '^c@,C,'
file_like r.out '^d@,D,' # behind a last line without its line feed too

t 'rejects beside the rosters, in the folder that is locked already; in a folder that somebody else has locked, they wait'
need flock timeout
federation
roster open </dev/null
printf 'email,name\nb@,B\n' >p.in
run timeout 10 cop-join open --from p.in --rejects rosters/r.out
status 1
file_like rosters/r.out '^b@,B,'
mkdir elsewhere
run flock -n elsewhere timeout 1 cop-join open --from p.in --rejects elsewhere/r.out
status 124
absent elsewhere/r.out

t 'rejects do not become a roster, nor rows of the one that is being made'
federation
printf 'email,name\na@x.org,A\nb@,B\n' >p.in
for file in rosters/open.csv ./rosters/../rosters/other.csv; do
	run cop-join open --from p.in --rejects $file
	status 2
	err "cop-join: error: --rejects: $file would be taken for a roster: name another file"
	absent rosters
done

t 'rejects are not written twice if somebody else saves the roster meanwhile'
if tracing; then
	federation
	echo 'm@x.org,M,,,,,,,,2026-01-01,,,,' | roster open
	printf 'email,name\na@x.org,Ana\nb@,Bo\n' >p.in
	strace -f -o trace.out -e trace=renameat2 -e inject=renameat2:delay_enter=1000000 cop-join open --from p.in --rejects r.out >joined.out 2>&1 &
	tracer=$!
	for _ in $(seq 100); do
		test ! -e rosters/.open.csv.new || break
		sleep 0.05
	done
	echo 'z@x.org,Z,,,,,,,,2026-01-01,,,,' >>rosters/open.csv
	wait $tracer
	file_has rosters/open.csv 'z@x.org,Z,'
	file_has rosters/open.csv 'a@x.org,Ana,'
	ok 'a header and one' test "$(wc -l <r.out)" = 2
fi

t 'the column of earlier reasons may be anywhere'
federation
roster open </dev/null
printf 'Reason,email,name\nof old,b@,B\n' >p.in
join open --from p.in --rejects r.out
status 1
file_lacks r.out 'of old'
cp r.out p.in
join open --from p.in --rejects r2.out
status 1
results 'open b@ refused'

t 'the file of applicants cannot be the file of rejects'
federation
roster open </dev/null
printf 'email,name,reason\nb@,B,old\na@x.org,A,old\n' >p.in
cp p.in before.out
wrong rejects open --from p.in --rejects p.in
wrong rejects open --from ./p.in --rejects p.in
ok 'it stays' cmp before.out p.in

t 'standard output cannot be the file of rejects, since it has the results'
federation
wrong '"-": not the name of a file' shut --email a@x.org --name A --rejects -
absent ./-
wrong '"": not the name of a file' shut --email a@x.org --name A --rejects ''

t 'a file of rejects with another header: nothing is changed'
federation
roster open </dev/null
printf 'email,name,reason\nq@,Q,why\n' >r.out
cp r.out before.out
printf 'email,name,role\na@x.org,A,\nb@,B,\n' >p.in
join open --from p.in --rejects r.out
status 2
err_has r.out
unchanged
ok 'the file of rejects stays' cmp before.out r.out

t 'a file of rejects that cannot be written: nothing is changed'
federation
roster open </dev/null
printf 'email,name\na@x.org,A\nb@,B\n' >p.in
for where in nosuch/r.out cops "r.out/r.out"; do
	: >r.out
	join open --from p.in --rejects "$where"
	ok "$where: status 2 or 75" test "$got_status" = 2 -o "$got_status" = 75
	err_has "${where%%/*}"
	unchanged
done

t 'without rejects, no file is made'
federation
roster open </dev/null
joins open --email a@x.org --name A --rejects r.out
absent r.out
join open --email a@x.org --name A --rejects r.out
absent r.out

t '-n writes no rejects'
federation
join shut --email a@x.org --name A --rejects r.out -n
status 1
absent r.out

t 'a refused row is kept once, whatever and wherever the reason is'
federation
roster open </dev/null
write p.in <<'END'
cop,email,name
nosuch;shut,a@x.org,A
shut;nosuch;open,b@x.org,B
END
join --from p.in --rejects r.out
status 1
ok 'a header and two' test "$(wc -l <r.out)" = 3
file_like r.out '^nosuch;shut,a@x\.org,A,.*nosuch.*shut'
file_like r.out '^shut;nosuch;open,b@x\.org,B,.*shut.*nosuch'

t 'a person who is given by options and refused is kept too, and can be used as input'
federation
roster open </dev/null
join open --email ana@x.org --name 'Roy, Ana' --role nurs --consent express --rejects r.out
status 1
file_like r.out '^ana@x\.org,"Roy, Ana",'
sed -i s/,nurs,/,nurse,/ r.out
joins open --from r.out
changes '+ana@x.org,"Roy, Ana",,nurse,,,,,,2026-06-30,,express,2026-06-30,'

t 'rejects of a spreadsheet file are written in the registry’s form'
need iconv
federation
roster open </dev/null
printf 'email;name\r\nb@;"Bo; é"\r\n' | iconv -t WINDOWS-1252 >p.in
join open --from p.in --rejects r.out
file_like r.out '^email,name,reason$'
file_like r.out '^b@,"?Bo; é"?,.'

# -- a large batch ----------------------------------------------------------------------------------------------------

t 'a thousand people join at once: each once, in order, in one swap'
tracing
federation
community many 'join: {admission: open}' 'community: {composition: [{at_most: 2500}]}'
awk 'BEGIN { for (i = 0; i < 2000; i += 2) printf "p%04d@x.org,P %d,,,,,,,,2025-01-01,,,,\n", i, i }' | roster many
perl -e 'print "email,name\n"; my @i = map { 2 * $_ + 1 } 0 .. 999; srand 5;
	print map { sprintf "p%04d\@x.org,P %d\n", $_, $_ } sort { rand() <=> .5 } @i' >p.in
run timeout 20 strace -f -o trace.out -e trace=renameat2,renameat,rename cop-join many --from p.in
status 0
ok 'each is reported' test "$(grep -c "${TAB}joined${TAB}" "$OUT")" = 1000
awk 'BEGIN { for (i = 0; i < 2000; i++) printf "p%04d@x.org,P %d,,,,,,,,%s,,,,\n", i, i, i % 2 ? "2026-06-30" : "2025-01-01" }' >rows.out
{ echo $H && cat rows.out; } >wanted.out
ok 'every row once, in order' cmp wanted.out rosters/many.csv
ok 'one swap' test "$(grep -c 'many\.csv"' trace.out)" = 1
run cop-fmt --check
status 0
run cop-check
status 0

t 'a thousand people apply to join, and most are refused'
federation
community many 'join: {admission: open}' 'community: {composition: [{at_most: 10}]}'
awk 'BEGIN { print "email,name"; for (i = 0; i < 1000; i++) printf "p%04d@x.org,P %d\n", i, i }' >p.in
run timeout 20 cop-join many --from p.in --rejects r.out
status 1
ok 'ten joined' test "$(sed 1d rosters/many.csv | wc -l)" = 10
ok 'the others are kept' test "$(wc -l <r.out)" = 991

t 'hundreds of newcomers with one local part, which identifies nobody, beside as many members'
federation
awk 'BEGIN { for (i = 0; i < 300; i++) printf "info@a%d-clinic.example,P %d,,,,,,,,2025-01-01,,,,\n", 10000 + i, i }' | roster open
awk 'BEGIN { print "email,name"; for (i = 0; i < 300; i++) printf "info@b%d-clinic.example,Q %d\n", 10000 + i, i }' >p.in
run cop-join open --from p.in
status 0
ok 'all joined' test "$(wc -l <rosters/open.csv)" = 601

# -- how alike addresses must be ----------------------------------------------------------------------------------------

# alike: standard input is what is said of newcomers who look like others, from "cop: line" on.
alike() {
	grep -F ' [lookalike]' "$ERR" | sed -e 's/^rosters.//' -e 's/ \[lookalike\]//' -e 's/ warning: similar addresses://' \
		>"$scratch/alike"
	same alike "$scratch/alike"
}

t 'an address that looks like another one is reported with the line of the other, and joins'
federation
roster open <<-'END'
	ana.roy@east.example,Ana Roy,,,,,,,,2025-01-01,,,,
	jo.li@west.example,Jo Li,,,,,,,,2025-01-01,,,,
	kim@north.example,Kim Oh,,,,,,,,2025-01-01,,,,
END
# Dots, hyphens, underscores, a tag, or one slip in the domain make no difference; the same name allows for more.
join open --from - <<-'END'
	email,name
	anaroy+cop@east.example,A. R.
	jo_li@wets.example,J. L.
	kym@north.example,Kim Oh
	kima@north.example,Kim Ohm
	li.jo@west.example,Lee Jo
END
status 0
ok 'all joined' test "$(grep -c "${TAB}joined${TAB}" "$OUT")" = 5
alike <<-'END'
	open.csv:2:1: anaroy+cop@east.example (new) and ana.roy@east.example
	open.csv:3:1: jo_li@wets.example (new) and jo.li@west.example
	open.csv:4:1: kym@north.example (new) and kim@north.example
END

t 'with the same name, two slips in the local part are alike, three are not; nor is another domain'
federation
roster open <<-'END'
	marie@east.example,Marie Roy,,,,,,,,2025-01-01,,,,
END
join open --from - <<-'END'
	email,name
	maria@east.example,Marie Roy
	mary@east.example,Marie Roy
	marianne@east.example,Marie Roy
	mari@other.example,Marie Roy
END
alike <<-'END'
	open.csv:2:1: maria@east.example (new) and marie@east.example
	open.csv:2:1: mary@east.example (new) and marie@east.example
END

t 'two people of one file can look alike, even if their name has a comma'
federation
join open --from - <<-'END'
	email,name
	ann.smith@east.example,"Smith, Ann"
	an.smith@east.example,"Smith, Ann"
	bo@east.example,Bo
	b.o@east.example,Bob
END
status 0
alike <<-'END'
	open.csv: an.smith@east.example (new) and ann.smith@east.example
	open.csv: b.o@east.example (new) and bo@east.example
END

t 'people who were there before are not reported'
federation
roster open <<-'END'
	ana.roy@east.example,Ana Roy,,,,,,,,2024-01-01,2024-12-31,,,
	anaroy@east.example,Ana Roy,,,,,,,,2025-01-01,,,,
END
join open --email ana.roy@east.example --name 'Ana Roy'
status 0
err ''

# -- dry run --------------------------------------------------------------------------------------------------------

t '-n only prints the diff, and changes nothing'
need patch
federation
printf 'a@x.org,A,,,,,,,,2025-01-01,,,,\nc@x.org,C,,,,,,,,2025-01-01,,,,\n' | roster open
join open --email b@x.org --name B -n
status 0
err ''
unchanged
out_has '--- a/rosters/open.csv'
out_has '+++ b/rosters/open.csv'
out_has '+b@x.org,B,,,,,,,,2026-06-30,,,,'
ok 'one line comes, none goes' test "$(grep -c '^[-+][^-+]' "$OUT")" = 1
cp "$OUT" d.out
ok 'patch takes it' patch -s -p1 -i d.out
cp rosters/open.csv patched.out
cp "$scratch/before/rosters/open.csv" rosters/open.csv
joins open --email b@x.org --name B
ok 'the same as without -n' cmp patched.out rosters/open.csv

t '-n with a new roster'
need git
federation
join app --email b@x.org --name B --dry-run
status 0
unchanged
absent rosters
out_has '--- /dev/null'
out_has '+++ b/rosters/app.csv'
out_has "+$H"
cp "$OUT" d.out
git init -q .
ok 'git apply takes it' git apply d.out
file_has rosters/app.csv 'b@x.org,B,,,,,,,2026-06-30,,,,,'

t '-n reports refusals on standard error, without names'
federation
roster open </dev/null
join open shut --email b@x.org --name 'Very Secret' -n
status 1
out_has '+b@x.org'
out_lacks refused
err_like 'shut.*b@x\.org.*closed'
err_lacks Secret
unchanged

t '-n with nothing to change prints nothing'
federation
echo 'a@x.org,A,,,,,,,,2025-01-01,,,,' | roster open
join open --email a@x.org --name A -n
status 0
out ''
err ''

# -- output -----------------------------------------------------------------------------------------------------------

t 'formats and columns'
federation
roster open </dev/null
join open shut --email a@x.org --name A -f csv -c cop,email,result
out <<'END'
cop,email,result
open,a@x.org,joined
shut,a@x.org,refused
END
join open --email a@x.org --name A -f json -c result,cop
out '{"result":"already","cop":"open"}'
join open --email a@x.org --name A --header -c email,result
printf 'email\tresult\na@x.org\talready\n' >wanted.out
out <wanted.out
join open --email a@x.org --name A -f table -c cop,result
out <<'END'
cop   result
open  already
END
join open --email b@x.org --name B -f json
status 0
out_like '^\{"cop":"open","email":"b@x\.org","result":"joined","reason":(null|"")\}$'
join shut open --email a@x.org --name A -s cop -c cop
out <<'END'
open
shut
END

t 'fields of the definition are columns'
federation
roster open </dev/null
join open app --email a@x.org --name A -c cop,email,result,name
status 0
printf 'open\ta@x.org\tjoined\tCommunity open\napp\ta@x.org\tapplied\tCommunity app\n' >wanted.out
out <wanted.out
printf 'cop,email,name\nnosuch,b@x.org,B\n' >p.in
join --from p.in -c cop,result,name
status 1
printf 'nosuch\trefused\t\n' >wanted.out
out <wanted.out

t '--fields names the columns'
run cop-join --fields
status 0
head -n 4 "$OUT" | cut -f 1 >f.out
file f.out <<'END'
cop
email
result
reason
END

# -- usage errors -------------------------------------------------------------------------------------------------------

t 'usage errors: status 2, nothing printed, nothing changed'
federation
roster open </dev/null
printf 'email,name\na@x.org,A\n' >p.in
wrong community --email a@x.org --name A
wrong email open --name A
wrong name open --email a@x.org
wrong email open
wrong from open --from p.in --email a@x.org
wrong from open --from p.in --role nurse
err 'cop-join: error: --from and --role cannot be combined; make role a column of the file'
wrong 'did you mean "open"' opne --email a@x.org --name A
wrong 'did you mean "open"' app opne --email a@x.org --name A
wrong nosuch open --email a@x.org --name A --nosuch
wrong date open --email a@x.org --name A --date tomorrow
wrong date open --email a@x.org --name A --date 2026-02-30
wrong nosuch open --email a@x.org --name A -c nosuch
wrong nosuch open --email a@x.org --name A -f nosuch
wrong nosuch open --email a@x.org --name A -s nosuch
wrong ../open ../open --email a@x.org --name A
wrong '' '' --email a@x.org --name A
wrong 'standard input is asked for twice' - --from -

t 'no registry'
run cop-join open --email a@x.org --name A
status 2
err_has registry
out ''

t '--help and --version'
run cop-join --help
status 0
for option in email name organization role region language consent consented source from rejects approved date dry-run; do
	out_has "--$option"
done
run cop-join --version
status 0

# -- messages -----------------------------------------------------------------------------------------------------------

t 'no name appears on standard error'
federation
roster open <<'END'
sam.secret@x.org,Sam Secret,,,,,,,,2025-01-01,,,,
tom@x.org,Secret,,,
END
join open shut --email samsecret@x.org --name 'Sam Secret'
ok 'there is a message' test -s "$ERR"
sed 's/sam.\{0,1\}secret@x.org//g' "$ERR" >said.out
file_lacks said.out ecret
printf 'email,name\nq@x.org,"Secret\n' >p.in
join open --from p.in
err_lacks Secret
printf 'email,nmae\nq@x.org,Secret\n' >p.in
join open --from p.in
err_lacks Secret
printf 'email,name\nq@x.org,Secret,Secret\n' >p.in
join open --from p.in
err_lacks Secret
printf 'email,name\nq@x.org,Sec\033ret\ntom@x.org,Secret\n' >p.in
join open --from p.in -n
err_lacks ret

t 'no control byte reaches a terminal'
need_terminal
federation
X=$(printf 'x\033[2J\033]0;t\007\302\2332J\342\200\256\177\r')
export X
printf '%s\nz%s@x.org,Z%s,,,,,,,,2025-01-01,,,,\n' "$H" "$X" "$X" | write rosters/open.csv
printf 'email,name,cop\na%s@x.org,A%s,open\nb@x.org,B,%s\nzx@x.org,B,open\n' "$X" "$X" "$X" >p.in
printf 'email,na%sme\na@x.org,A\n' "$X" >q.in
printf 'email,name\na@x.org,"A%s\n' "$X" >s.in
for c in 'cop-join open --email "a$X@x.org" --name A' 'cop-join open --email a@x.org --name "A$X"' 'cop-join "open$X" --email a@x.org --name A' \
	'cop-join open --email a@x.org --name A --role "nurse$X"' 'cop-join open --email a@x.org --name A --organization "$X"' \
	'cop-join open --email a@x.org --name A --consent "$X"' 'cop-join open --email a@x.org --name A --consent express --consented "$X"' \
	'cop-join open --email a@x.org --name A --language "$X" -f json' 'cop-join open --email a@x.org --name A --date "$X"' \
	'cop-join --from p.in -n' 'cop-join --from p.in' 'cop-join --from p.in -f csv' 'cop-join --from p.in -f tsv' 'cop-join open --from q.in' \
	'cop-join open --from s.in' 'cop-join open --from "$X"' 'cop-join open --from p.in --rejects "no$X/r"' \
	'cop-join app --email a@x.org --name A --source "$X" -n'; do
	test -z "$case_skip" || break
	printf '%s\n' "$c" >c.out
	script -qec 'stty cols 80 rows 24; TERM=xterm-256color sh c.out' /dev/null >screen.out
	perl -0777 -ne 's/\e\[(?:0|1|2|3|4|22|23|24|3[0-7]|39)?m//g; s/\r\n/\n/g; utf8::decode($_) or die "not UTF-8\n";
		die "a control code\n" if /[\x00-\x08\x0b-\x1f\x7f-\x9f\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]/' screen.out >judged.out 2>&1 ||
		fails "on the terminal, of $c" <judged.out
	ok "$c prints something" test -s screen.out
done

t 'a reader that takes only the first line does not prevent the change'
federation
roster open </dev/null
awk 'BEGIN { print "email,name"; for (i = 0; i < 2000; i++) printf "p%04d@x.org,P %d\n", i, i }' >p.in
run sh -c 'cop-join open --from p.in | head -n 1'
status 0
results 'open p0000@x.org joined'
err ''
ok 'all joined' test "$(sed 1d rosters/open.csv | wc -l)" = 2000

t 'output that cannot be written is reported, and the change is made'
test -w /dev/full || skip 'no /dev/full here'
federation
roster open </dev/null
run sh -c 'cop-join open --email a@x.org --name A >/dev/full'
status 74
ok 'there is a message' test -s "$ERR"
file_has rosters/open.csv 'a@x.org,A,'

# -- others at work -----------------------------------------------------------------------------------------------------

t 'it waits for the holder of the lock'
need flock
federation
roster open </dev/null
hold rosters rosters/open.csv
run cop-join open --email a@x.org --name A
waited
status 0
file_has rosters/open.csv 'a@x.org,A,'

t 'what the holder of the lock does to registry.yaml counts, too'
need flock
federation
roster open </dev/null
hold rosters rosters/open.csv 'sed -i "s/manager:/surgeon:/" registry.yaml'
run cop-join open --email a@x.org --name A --role surgeon
waited
status 0
file_has rosters/open.csv 'a@x.org,A,,surgeon,'

t 'the people may have moved when the lock is released'
need flock
federation
roster open </dev/null
hold rosters rosters/open.csv 'mkdir people && mv rosters people && echo "people: people" >>registry.yaml'
run cop-join open --email a@x.org --name A
waited
status 0
file_has people/rosters/open.csv 'a@x.org,A,'
absent rosters

t 'if registry.yaml is gone when the lock is released, nothing is changed'
need flock
federation
roster open </dev/null
hold rosters rosters/open.csv 'mv registry.yaml gone.yaml'
run cop-join -R . open --email a@x.org --name A
waited
status 2
err 'cop-join: error: . holds no registry.yaml'
file rosters/open.csv "$H"

t '-n does not wait'
need flock timeout
federation
roster open </dev/null
run flock rosters timeout 5 cop-join open --email a@x.org --name A -n
status 0

t 'it waits while git is at work'
need git
federation
roster open </dev/null
git init -q .
hold .git/index.lock rosters/open.csv
run cop-join open --email a@x.org --name A
waited
status 0
file_has rosters/open.csv 'a@x.org,A,'

t 'a date that cannot be read is not overwritten'
federation
roster open <<'END'
a@x.org,A,,,,,,,,20x,,,,
END
refuses 'the date in joined on line 2 of the roster cannot be read: "20x"' open --email a@x.org --name A

t 'sixteen people join at once, and all are there'
federation
roster open </dev/null
for i in $(seq 10 25); do
	cop-join open --email "p$i@x.org" --name P >"$i.out" 2>&1 &
done
wait
ok 'sixteen joined' test "$(cat [0-9]*.out | grep -c "${TAB}joined${TAB}")" = 16
ok 'sixteen rows' test "$(sed 1d rosters/open.csv | sort -u | wc -l)" = 16
run cop-fmt --check
status 0

t 'on the sample'
sample
cp -R rosters was.out
run cop-join perinatal --email nora.ek@example.org --name 'Nora Ek' --role nurse --region bc-island --approved
status 0
results 'perinatal nora.ek@example.org joined'
ok 'one line more' test "$(diff -r was.out rosters | grep -c '^[<>]')" = 1
run cop-fmt --check
status 0
run cop-check
status 0

done_testing
