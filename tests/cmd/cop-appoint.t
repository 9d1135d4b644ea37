#!/bin/sh
# cop-appoint: who gets a seat, from when until when; how a term or a position changes; and what changes in the file.
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# seats EMAIL DAY: who holds which seat on that day, one line each.
seats() {
	run cop-members a --seats -w "email=$1" -w group!= -w status=member --as-of "$2" -c group,position
	tr '\t\n' ': ' <"$OUT" >seats
	test ! -s seats || echo >>seats
}

# Members of community a, which has a board and a working group; standard input is its composition, if any.
everybody() {
	registry
	cat >>registry.yaml <<-'END'
		roles:
		  practitioner: Practitioner
		  nurse: {name: {en: Nurse, fr: Infirmière}, within: practitioner}
		  patient-partner: Patient partner
		regions:
		  north: North
		  south: South
	END
	sed -i 's/^timezone/languages: [en, fr]\n&/' registry.yaml
	cat >>cops/a.yaml <<-'END'
		community:
		  groups: [{id: board, name: Board}, {id: working-group, name: Working group}]
	END
	cat >composition
	test ! -s composition || { echo '  composition:' && sed 's/^/    - /' composition; } >>cops/a.yaml
	rm composition
	roster a <<-'END'
		applicant@x.org,Apo,,,,,,,2026-06-15,,,,,
		chair@x.org,Cha,west,nurse,,,,,,2020-01-01,,,,
		chair@x.org,,,,,,board,chair,,2024-01-01,2026-12-31,,,
		former@x.org,Fred,,,,,,,,2020-01-01,2025-12-31,,,
		future@x.org,Futura,,,,,,,,2026-08-01,,,,
		later@x.org,Lat,,,,,,,,2020-01-01,,,,
		later@x.org,,,,,,leads,chair,,2026-09-01,,,,
		member@x.org,Meg,west,nurse,,,,,2026-01-01,2026-02-01,,,,
		nora@x.org,Nora,east,nurse,,,,,,2020-01-01,,,,
		seat@x.org,Sy,,,,,,,,2020-01-01,,,,
		seat@x.org,,,,,,board,,2026-06-01,,,,,
		term@x.org,Terry,,,,,,,,2020-01-01,2026-12-31,,,
	END
}

# -- a seat --------------------------------------------------------------------------------------------------------

t 'a seat in leads, from today, without an end'
everybody </dev/null
change cop-appoint a --email member@x.org
status 0
err ''
out_like '^a	member@x\.org	appointed	'
changed <<'END'
> member@x.org,,,,,,leads,,,2026-06-30,,,,
END
seats member@x.org 2026-06-29
file seats ''
seats member@x.org 2026-06-30
file seats 'leads: '
run cop-fmt --check
status 0

t 'a position in a group, with its term'
everybody </dev/null
change cop-appoint a -e member@x.org --group board --position secretary --from 2026-07-15 --until 2027-07-14
status 0
changed <<'END'
> member@x.org,,,,,,board,secretary,,2026-07-15,2027-07-14,,,
END
for day in 2026-07-14: '2026-07-15:board:secretary ' '2027-07-14:board:secretary ' 2027-07-15:; do
	seats member@x.org "${day%%:*}"
	file seats "${day#*:}"
done
run cop-members a --all --seats -w email=member@x.org -c group,status
tabs <<'END'
|member
board|future
END

t 'every position'
everybody </dev/null
for position in chair co-chair lead coordinator facilitator secretary liaison alternate; do
	everybody </dev/null
	change cop-appoint a -e member@x.org -p $position
	status 0
	changed <<-END
		> member@x.org,,,,,,leads,$position,,2026-06-30,,,,
	END
done

t 'the day, by --from or --date; a month begins on its first day and ends on its last'
everybody </dev/null
change cop-appoint a -e member@x.org --date 2026-03-15
status 0
changed <<'END'
> member@x.org,,,,,,leads,,,2026-03-15,,,,
END
everybody </dev/null
change cop-appoint a -e member@x.org --from 2026-03 --until 2026
status 0
changed <<'END'
> member@x.org,,,,,,leads,,,2026-03,2026,,,
END
seats member@x.org 2026-02-28
file seats ''
seats member@x.org 2026-03-01
file seats 'leads: '
seats member@x.org 2026-12-31
file seats 'leads: '
seats member@x.org 2027-01-01
file seats ''

t 'a term of one day'
everybody </dev/null
change cop-appoint a -e member@x.org --until 2026-06-30
status 0
changed <<'END'
> member@x.org,,,,,,leads,,,2026-06-30,2026-06-30,,,
END

t 'a term that ends before today, on which it would begin, is refused'
everybody </dev/null
unchanged_by cop-appoint a -e member@x.org --until 2026-06-29
status 1
out "a${TAB}member@x.org${TAB}refused${TAB}dates out of order: left is before the first date of the row"

t 'a second seat, in another group'
everybody </dev/null
change cop-appoint a -e chair@x.org -p lead
status 0
changed <<'END'
> chair@x.org,,,,,,leads,lead,,2026-06-30,,,,
END
seats chair@x.org 2026-06-30
file seats 'board:chair leads:lead '

t 'a seat again, after one that is over'
everybody </dev/null
change cop-appoint a -e chair@x.org -g board -p chair --from 2027-02-01
status 0
changed <<'END'
> chair@x.org,,,,,,board,chair,,2027-02-01,,,,
END
seats chair@x.org 2027-01-31
file seats ''

t 'a seat that ends before a later one begins'
everybody </dev/null
change cop-appoint a -e later@x.org -p co-chair --until 2026-08-31
status 0
changed <<'END'
> later@x.org,,,,,,leads,co-chair,,2026-06-30,2026-08-31,,,
END
run cop-fmt --check
status 0

t 'a seat that would overlap a later one is refused; the reason names the line'
everybody </dev/null
unchanged_by cop-appoint a -e later@x.org -p co-chair
status 1
out_like '^a	later@x\.org	refused	.*line 8'

# -- who may sit ---------------------------------------------------------------------------------------------------

t 'somebody who is not a member on that day gets no seat, and the reason says so'
everybody </dev/null
for call in 'applicant@x.org' 'former@x.org' 'future@x.org' 'future@x.org --from 2026-07-31' 'member@x.org --from 2026-01-31' \
	'term@x.org --from 2027-01-01'; do
	# shellcheck disable=SC2086
	unchanged_by cop-appoint a -e $call
	status 1
	out_like "^a	${call%% *}	refused	.*not a member when the seat begins"
done
change cop-appoint a -e future@x.org --from 2026-08-01
status 0
change cop-appoint a -e former@x.org --from 2025-01-01 --until 2025-12-31
status 0
unchanged_by cop-appoint a -e nobody@x.org
status 1
tabs <<'END'
a|nobody@x.org|refused|not in this roster
END
unchanged_by cop-appoint b -e nobody@x.org
status 2

t 'a term that is longer than the membership ends with it, which the reason says'
everybody </dev/null
change cop-appoint a -e term@x.org --until 2027-06-30
status 0
out "a${TAB}term@x.org${TAB}appointed${TAB}the membership ends 2026-12-31"
seats term@x.org 2026-12-31
file seats 'leads: '
seats term@x.org 2027-01-01
file seats ''
run cop-appoint a -e term@x.org --until 2027-12
out "a${TAB}term@x.org${TAB}appointed${TAB}term changed; the membership ends 2026-12-31"
run cop-appoint a -e term@x.org --until 2026-12
out "a${TAB}term@x.org${TAB}appointed${TAB}term changed"
# The next spell of the membership begins on the day after: it goes on.
printf '%s\n' 'term@x.org,Terry,north,,,,,,,2027-01-01,2027-09-30,,,' >>rosters/a.csv
run cop-appoint a -e term@x.org --until 2027-09-30
out "a${TAB}term@x.org${TAB}appointed${TAB}term changed"
run cop-appoint a -e term@x.org --until 2027-10-01
out "a${TAB}term@x.org${TAB}appointed${TAB}term changed; the membership ends 2027-09-30"
# No term was asked for.
run cop-appoint a -e term@x.org -g board
out "a${TAB}term@x.org${TAB}appointed${TAB}"

t 'somebody who applied for the seat gets it'
everybody </dev/null
change cop-appoint a -e seat@x.org -g board -p liaison
status 0
out_like '^a	seat@x\.org	appointed	'
changed <<'END'
< seat@x.org,,,,,,board,,2026-06-01,,,,,
> seat@x.org,,,,,,board,liaison,2026-06-01,2026-06-30,,,,
END

# -- a seat that is already held ---------------------------------------------------------------------------------------

t 'somebody who already has the seat'
everybody </dev/null
for call in '' '--until 2026-12-31' '--until 2026-12' '--from 2025-01-01'; do
	# shellcheck disable=SC2086
	unchanged_by cop-appoint a -e chair@x.org -g board -p chair $call
	status 0
	err ''
	tabs <<-'END'
		a|chair@x.org|already|since 2024-01-01
	END
done
run cop-appoint a -e member@x.org
unchanged_by cop-appoint a -e member@x.org
status 0
tabs <<'END'
a|member@x.org|already|since 2026-06-30
END

t 'a term is extended or shortened'
for until in 2028-12-31 2027 2026-09 2026-06-30; do
	everybody </dev/null
	change cop-appoint a -e chair@x.org -g board -p chair --until $until
	status 0
	out_like '^a	chair@x\.org	appointed	.*term'
	changed <<-END
		< chair@x.org,,,,,,board,chair,,2024-01-01,2026-12-31,,,
		> chair@x.org,,,,,,board,chair,,2024-01-01,$until,,,
	END
done

t 'a term is extended without repeating the position'
everybody </dev/null
change cop-appoint a -e chair@x.org -g board --until 2028-12-31
status 0
changed <<'END'
< chair@x.org,,,,,,board,chair,,2024-01-01,2026-12-31,,,
> chair@x.org,,,,,,board,chair,,2024-01-01,2028-12-31,,,
END
everybody </dev/null
unchanged_by cop-appoint a -e chair@x.org -g board
status 0
out_has already

t 'a term without an end gets one'
everybody </dev/null
run cop-appoint a -e member@x.org -p lead --from 2026-03-01
change cop-appoint a -e member@x.org -p lead --until 2026-12-31
status 0
changed <<'END'
< member@x.org,,,,,,leads,lead,,2026-03-01,,,,
> member@x.org,,,,,,leads,lead,,2026-03-01,2026-12-31,,,
END

t 'a term cannot be cut before it begins'
everybody </dev/null
unchanged_by cop-appoint a -e chair@x.org -g board -p chair --until 2023-12-31
status 1
out "a${TAB}chair@x.org${TAB}refused${TAB}dates out of order: left is before the first date of the row"

t 'another position from a later day on closes the seat the day before'
everybody </dev/null
change cop-appoint a -e chair@x.org -g board -p secretary --until 2026-12-31
status 0
out_like '^a	chair@x\.org	appointed	.*position'
changed <<'END'
< chair@x.org,,,,,,board,chair,,2024-01-01,2026-12-31,,,
> chair@x.org,,,,,,board,chair,,2024-01-01,2026-06-29,,,
> chair@x.org,,,,,,board,secretary,,2026-06-30,2026-12-31,,,
END
for day in 2026-06-29:chair 2026-06-30:secretary 2026-12-31:secretary; do
	seats chair@x.org "${day%:*}"
	file seats "board:${day#*:} "
done
everybody </dev/null
change cop-appoint a -e chair@x.org -g board -p secretary --from 2026-09 --until 2027-01-31
status 0
changed <<'END'
< chair@x.org,,,,,,board,chair,,2024-01-01,2026-12-31,,,
> chair@x.org,,,,,,board,chair,,2024-01-01,2026-08-31,,,
> chair@x.org,,,,,,board,secretary,,2026-09,2027-01-31,,,
END
seats chair@x.org 2026-08-31
file seats 'board:chair '
seats chair@x.org 2026-09-01
file seats 'board:secretary '

t 'another position from the first day on is a correction'
everybody </dev/null
change cop-appoint a -e chair@x.org -g board -p co-chair --from 2024-01-01
status 0
changed <<'END'
< chair@x.org,,,,,,board,chair,,2024-01-01,2026-12-31,,,
> chair@x.org,,,,,,board,co-chair,,2024-01-01,2026-12-31,,,
END
run cop-appoint a -e member@x.org -p lead
change cop-appoint a -e member@x.org -p co-chair
status 0
changed <<'END'
< member@x.org,,,,,,leads,lead,,2026-06-30,,,,
> member@x.org,,,,,,leads,co-chair,,2026-06-30,,,,
END

t 'another position: other values of the seat are kept'
everybody </dev/null
run cop-appoint a -e member@x.org -g working-group --role patient-partner --region north --organization south --from 2026-03-01
change cop-appoint a -e member@x.org -g working-group -p facilitator
status 0
changed <<'END'
< member@x.org,,south,patient-partner,north,,working-group,,,2026-03-01,,,,
> member@x.org,,south,patient-partner,north,,working-group,,,2026-03-01,2026-06-29,,,
> member@x.org,,south,patient-partner,north,,working-group,facilitator,,2026-06-30,,,,
END

t 'a position is removed'
everybody </dev/null
change cop-appoint a -e chair@x.org -g board -p '' --until 2026-12-31
status 0
changed <<'END'
< chair@x.org,,,,,,board,chair,,2024-01-01,2026-12-31,,,
> chair@x.org,,,,,,board,chair,,2024-01-01,2026-06-29,,,
> chair@x.org,,,,,,board,,,2026-06-30,2026-12-31,,,
END

t 'a seat that is already held gets a role'
everybody </dev/null
change cop-appoint a -e chair@x.org -g board -p chair --role patient-partner
status 0
run cop-members a -w group=board -w status=member -w email=chair@x.org -c role --as-of 2026-06-30
out patient-partner
everybody </dev/null
run cop-appoint a -e member@x.org -g working-group --role patient-partner --region north
unchanged_by cop-appoint a -e member@x.org -g working-group --role patient-partner --region north
status 0
out_has already
# What is not given is not asked for; what is given counts, each by itself.
unchanged_by cop-appoint a -e member@x.org -g working-group
status 0
out_has already
unchanged_by cop-appoint a -e member@x.org -g working-group --region north
status 0
out_has already
change cop-appoint a -e member@x.org -g working-group --role patient-partner --region south
status 0
changed <<'END'
< member@x.org,,,patient-partner,north,,working-group,,,2026-06-30,,,,
> member@x.org,,,patient-partner,south,,working-group,,,2026-06-30,,,,
END

# -- the role of the seat ----------------------------------------------------------------------------------------------

t 'a nurse who sits as a patient partner: the role by id and by name, in any language'
for role in patient-partner 'Patient partner' 'PATIENT PARTNER'; do
	everybody </dev/null
	change cop-appoint a -e member@x.org -g working-group --role "$role"
	status 0
	changed <<-'END'
		> member@x.org,,,patient-partner,,,working-group,,,2026-06-30,,,,
	END
	run cop-members a -w email=member@x.org --seats -c group,role
	tabs <<-'END'
		|nurse
		working-group|patient-partner
	END
done
everybody </dev/null
change cop-appoint a -e seat@x.org --role infirmiere --region North --organization 'West, Ltd'
status 0
changed <<'END'
> seat@x.org,,"West, Ltd",nurse,north,,leads,,,2026-06-30,,,,
END

t 'an organization in decomposed form, as a Mac types it, is written in NFC'
everybody </dev/null
change cop-appoint a -e seat@x.org --organization "$(printf 'Sante\314\201 Est')"
status 0
changed <<'END'
> seat@x.org,,Santé Est,,,,leads,,,2026-06-30,,,,
END

t 'an organization by name or alias, if there is a list of organizations'
everybody </dev/null
write organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
east,East End Clinic,EEC,,,,,
west,West Side,,,,,,
END
for organization in east 'East End clinic' eec; do
	everybody </dev/null
	change cop-appoint a -e member@x.org --organization "$organization"
	status 0
	changed <<-'END'
		> member@x.org,,east,,,,leads,,,2026-06-30,,,,
	END
done
everybody </dev/null
unchanged_by cop-appoint a -e member@x.org --organization eats
status 1
out_like 'refused	.*did you mean "east"'

t 'an unknown role or region'
everybody </dev/null
unchanged_by cop-appoint a -e member@x.org --role nurze
status 1
out_like '^a	member@x\.org	refused	.*nurze.*did you mean "nurse"'
unchanged_by cop-appoint a -e member@x.org --region nort
status 1
out_like 'refused	.*did you mean "north"'

# -- composition ---------------------------------------------------------------------------------------------------

t 'a group that is full; the message has its name'
everybody <<'END'
{group: board, at_most: 1}
{group: board, position: chair, at_most: 1, note: One chair}
END
unchanged_by cop-appoint a -e member@x.org -g board
status 1
tabs <<'END'
a|member@x.org|refused|no room for more than 1: people (board)
END
change cop-appoint a -e member@x.org -g board --from 2027-01-01
status 0
change cop-appoint a -e member@x.org
status 0
everybody <<'END'
{group: board, position: chair, at_most: 1, note: One chair}
END
unchanged_by cop-appoint a -e member@x.org -g board -p chair
status 1
tabs <<'END'
a|member@x.org|refused|no room for more than 1: One chair (board)
END
change cop-appoint a -e member@x.org -g board -p co-chair
status 0
unchanged_by cop-appoint a -e member@x.org -g board -p chair --from 2026-07-15
status 1

t 'one of each organization; the organization of the seat counts'
everybody <<'END'
{group: board, at_most_per_organization: 1}
END
unchanged_by cop-appoint a -e member@x.org -g board
status 1
tabs <<'END'
a|member@x.org|refused|no room for more than 1: of one organization (board)
END
change cop-appoint a -e member@x.org -g board --organization south
status 0
# In 2027 there is room for another from west, but the seat would be theirs from today on.
unchanged_by cop-appoint a -e member@x.org -g board --organization west --from 2027-01-01
status 1
change cop-appoint a -e seat@x.org # without an organization
status 0
change cop-appoint a -e nora@x.org -g board
status 0

t 'a limit by role; the role of the seat counts, and so do roles within it'
everybody <<'END'
{group: working-group, role: practitioner, at_most: 1}
{group: working-group, role: patient-partner, at_most: 1}
END
change cop-appoint a -e nora@x.org -g working-group
status 0
unchanged_by cop-appoint a -e member@x.org -g working-group
status 1
tabs <<'END'
a|member@x.org|refused|no room for more than 1: practitioner (working-group)
END
change cop-appoint a -e member@x.org -g working-group --role patient-partner
status 0
unchanged_by cop-appoint a -e chair@x.org -g working-group --role patient-partner
status 1
out_has 'no room for more than 1: patient-partner (working-group)'

t 'a change of term or position does not count as a second seat'
everybody <<'END'
{group: board, at_most: 1}
END
change cop-appoint a -e chair@x.org -g board -p secretary
status 0
change cop-appoint a -e chair@x.org -g board -p secretary --until 2029
status 0

t 'a limit that is already exceeded does not concern people who have a seat there'
everybody <<'END'
{group: board, at_most: 1}
{group: board, at_most_per_organization: 1}
END
sed -i 's/^member@x.org.*/&\nmember@x.org,,,,,,board,,,2026-03-01,,,,/' rosters/a.csv
change cop-appoint a -e chair@x.org -g board -p secretary
status 0
change cop-appoint a -e chair@x.org -g board -p secretary --until 2029
status 0
change cop-appoint a -e member@x.org -g board -p chair --organization south
status 0
unchanged_by cop-appoint a -e nora@x.org -g board
status 1

# -- the community -------------------------------------------------------------------------------------------------

t 'an unknown group changes nothing'
everybody </dev/null
unchanged_by cop-appoint a -e member@x.org -g bord
status 2
out ''
err 'cop-appoint: error: a has no group "bord" (did you mean "board"?)'
unchanged_by cop-appoint a -e member@x.org -g secretariat
status 2
err_like '^cop-appoint: error: a has no group "secretariat"; it has leads, .*board'
cp cops/a.yaml cops/b.yaml && sed -i 's/id: board/id: bord/' cops/b.yaml
cp rosters/a.csv rosters/b.csv
unchanged_by cop-appoint a b -e member@x.org -g bord
status 2
out ''

t 'an empty group counts as none'
everybody </dev/null
for call in '' '--until 2026-12-31' '-p chair'; do
	# shellcheck disable=SC2086
	unchanged_by cop-appoint a -e member@x.org --group '' $call
	status 2
	out ''
	err_has --group
done

t 'a community that has ended or was merged has no seats'
everybody </dev/null
sed -i '/2026-0[6-9]/d' rosters/a.csv
echo 'ended: 2026-03-31' >>cops/a.yaml
unchanged_by cop-appoint a -e member@x.org
status 1
out_like '^a	member@x\.org	refused	ended 2026-03-31'
change cop-appoint a -e member@x.org --from 2026-03-01
status 0
everybody </dev/null
cp cops/a.yaml cops/b.yaml
echo 'lineage: [{event: merged-from, community: a, date: 2026-03-31}]' >>cops/b.yaml
unchanged_by cop-appoint a -e member@x.org
status 1
out_like '^a	member@x\.org	refused	merged 2026-03-31; join b$'

t 'a planned or paused community has seats'
everybody </dev/null
echo 'launched: 2026-09-01' >>cops/a.yaml
change cop-appoint a -e member@x.org -p chair
status 0
everybody </dev/null
echo 'paused: [{from: 2026-06-01}]' >>cops/a.yaml
change cop-appoint a -e member@x.org -p chair
status 0

t 'several communities in one call, and the output of another command'
everybody </dev/null
cp cops/a.yaml cops/b.yaml
cp cops/a.yaml cops/c.yaml
echo 'member@x.org,Meg,,,,,,,,2020-01-01,,,,' | roster b
change cop-appoint b a c -e member@x.org -p liaison
status 1
cut -f 1-3 "$OUT" >got
tr '|' '\t' >wanted <<'END'
b|member@x.org|appointed
a|member@x.org|appointed
c|member@x.org|refused
END
same 'the answers' got <wanted
absent rosters/c.csv
change sh -c 'cop-list -w members\>0 | cop-appoint - -e member@x.org -g board'
status 0
change cop-appoint a a -e nora@x.org
status 0
ok 'it counts once' test "$(wc -l <"$OUT")" = 1
unchanged_by cop-appoint - -e member@x.org
status 1
out ''

t 'an address is missing: --from is a day here, so no file is suggested'
everybody </dev/null
unchanged_by cop-appoint a --from 2026-01-01
status 2
out ''
err 'cop-appoint: error: --email is needed'

t 'an operand that is not a community changes nothing'
everybody </dev/null
unchanged_by cop-appoint a aa -e member@x.org
status 2
out ''
err 'cop-appoint: error: no community "aa" (did you mean "a"?)'

# -- --dry-run and the file ------------------------------------------------------------------------------------------

t '-n only shows the diff and changes nothing'
everybody </dev/null
unchanged_by cop-appoint -n a -e chair@x.org -g board -p secretary
status 0
err ''
out <<'END'
--- a/rosters/a.csv
+++ b/rosters/a.csv
@@ -1,7 +1,8 @@
 email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
 applicant@x.org,Apo,,,,,,,2026-06-15,,,,,
 chair@x.org,Cha,west,nurse,,,,,,2020-01-01,,,,
-chair@x.org,,,,,,board,chair,,2024-01-01,2026-12-31,,,
+chair@x.org,,,,,,board,chair,,2024-01-01,2026-06-29,,,
+chair@x.org,,,,,,board,secretary,,2026-06-30,,,,
 former@x.org,Fred,,,,,,,,2020-01-01,2025-12-31,,,
 future@x.org,Futura,,,,,,,,2026-08-01,,,,
 later@x.org,Lat,,,,,,,,2020-01-01,,,,
END
unchanged_by cop-appoint -n a -e applicant@x.org
status 1
out ''
err_has 'a: applicant@x.org: '

t 'in a roster that is in order, the seat goes to its place: first, in the middle, last'
everybody </dev/null
change cop-appoint a -e term@x.org --date 2026-06-01
status 0
run cop-fmt --check
status 0
change cop-appoint a -e chair@x.org -g working-group
status 0
change cop-appoint a -e chair@x.org -p lead
status 0
run cop-fmt --check
status 0
ok 'the last line' test "$(tail -n 1 rosters/a.csv)" = 'term@x.org,,,,,,leads,,,2026-06-01,,,,'

t 'a file that is not in order keeps its order: the seat follows the rows of its holder'
registry
{
	echo "$H,badge"
	echo '"z@x.org","Ze",,,,,,,,2026-01-01,,,,,1'
	echo 'b@x.org,Bo,,,,,,,,2026-01-01,,,,,2'
	printf 'a@x.org,"An, A",,,,,,,,2026-01-01,,,,,3'
} | write rosters/a.csv
chmod 640 rosters/a.csv
change cop-appoint a -e z@x.org
status 0
change cop-appoint a -e a@x.org -p chair
status 0
file rosters/a.csv <<END
$H,badge
"z@x.org","Ze",,,,,,,,2026-01-01,,,,,1
z@x.org,,,,,,leads,,,2026-06-30,,,,,
b@x.org,Bo,,,,,,,,2026-01-01,,,,,2
a@x.org,"An, A",,,,,,,,2026-01-01,,,,,3
a@x.org,,,,,,leads,chair,,2026-06-30,,,,,
END
ok 'mode is kept' test "$(stat -c %a rosters/a.csv)" = 640

t 'earlier mistakes stay, and do not prevent the change'
registry
roster a <<'END'
a@x.org,An,,king,,,,,,2026-06-01,,maybe,2026-06-01,
a@x.org,,,,,,senate,,,2026-06-01,,,,
b@x.org,Bo,,,,,,,,2026-06-01,,,
c@x.org,"Ce,,,,,,,,2026-06-01,,,,

END
change cop-appoint a -e a@x.org
status 0
changed <<'END'
> a@x.org,,,,,,leads,,,2026-06-30,,,,
END
unchanged_by cop-appoint a -e b@x.org
status 1
out_like '^a	b@x\.org	refused	.*line 5' # behind the seat that came in

t 'an address in capitals in the file: no seat that readers would attribute to somebody else'
registry
roster a <<'END'
Ann@x.org,Ann,,,,,,,,2020-01-01,,,,
END
change cop-appoint a -e ann@x.org
status 1
out_like '^a	ann@x\.org	refused	.*lower case'

t "the people's folder is not here"
everybody </dev/null
echo 'people: ../private' >>registry.yaml
unchanged_by cop-appoint a -e member@x.org
status 2
out ''
err_like '^registry\.yaml:[0-9]+:[0-9]+: error: .*people'

# -- the call ------------------------------------------------------------------------------------------------------

t 'formats and columns'
everybody </dev/null
run cop-appoint a -e member@x.org -f json -c cop,email,result
out '{"cop":"a","email":"member@x.org","result":"appointed"}'
run cop-appoint a -e member@x.org -f csv
out <<'END'
cop,email,result,reason
a,member@x.org,already,since 2026-06-30
END
run cop-appoint a -e member@x.org -f table
out <<'END'
cop  email         result   reason
a    member@x.org  already  since 2026-06-30
END

t 'an unknown position gets a suggestion'
everybody </dev/null
unchanged_by cop-appoint a -e member@x.org -p char
status 2
out ''
err 'cop-appoint: error: --position: no position "char" (did you mean "chair"?)'
unchanged_by cop-appoint a -e member@x.org -p treasurer
status 2
err_has 'no position "treasurer"; use one of chair, co-chair, lead, coordinator, '
unchanged_by cop-appoint a -e member@x.org -p Chair
status 2
err_has 'did you mean "chair"'

t 'a wrong call changes nothing'
everybody </dev/null
for bad in 'a' '-e member@x.org' '' 'a -e' 'a -e member@x.org --from soon' 'a -e member@x.org --until 2026-02-30' \
	'a -e member@x.org --date 2026-13' 'a -e member@x.org -c nosuch' 'a -e member@x.org -f nosuch' \
	'a -e member@x.org --nosuch' 'a member@x.org' 'a -e member@x.org --position'; do
	# shellcheck disable=SC2086
	unchanged_by cop-appoint $bad
	status 2
	out ''
	err_like '^cop-appoint: error: '
done

t 'two days for the beginning of a seat'
everybody </dev/null
unchanged_by cop-appoint a -e member@x.org --from 2026-05-01 --date 2026-04-01
status 2
out ''

t 'a term that ends before it begins, whether the person has the seat or not'
everybody </dev/null
for who in member@x.org nora@x.org; do
	unchanged_by cop-appoint a -e $who --from 2026-07 --until 2026-06
	status 2
	out ''
	err 'cop-appoint: error: --until is before --from'
	run cop-appoint a -e $who --from 2026-05-01
	run cop-appoint a -e $who --from 2026-06 --until 2026-06
	status 0
done

t 'a reader that goes away, and output to a full disk'
everybody </dev/null
change sh -c 'cop-appoint a -e member@x.org | :'
status 0
seats member@x.org 2026-06-30
file seats 'leads: '
change sh -c 'cop-appoint a -e nora@x.org >/dev/full'
status 74
err_has 'cannot write output'
changed <<'END'
> nora@x.org,,,,,,leads,,,2026-06-30,,,,
END

t 'cop-show and cop-check see the new seat'
everybody </dev/null
printf 'contacts: [{position: lead}]\n' >>cops/a.yaml
run cop-check -f tsv -c rule -w rule=vacant-contact
out vacant-contact
change cop-appoint a -e member@x.org -p lead --until 2026-08-31
status 0
run cop-show a
out_has Meg
run cop-check -f tsv -w severity=error
out ''
run cop-check -f tsv -c rule -w rule=vacant-contact
out ''

done_testing
