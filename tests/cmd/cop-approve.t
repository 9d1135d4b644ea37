#!/bin/sh
# cop-approve: who becomes a member from which day, who is refused and why, and what changes in the file.
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# Community a has one person of each kind, b has an applicant who is also in a, c has no roster.
everybody() {
	registry
	cat >>registry.yaml <<-'END'
		roles:
		  practitioner: Practitioner
		  nurse: {name: Nurse, within: practitioner}
	END
	cp cops/a.yaml cops/b.yaml
	cp cops/a.yaml cops/c.yaml
	roster a <<-'END'
		again@x.org,Agathe,west,,,,,,,2020-01-01,2021-12-31,,,form
		again@x.org,Agathe,east,,,,,,2026-05-01,,,express,2026-05-01,form
		declined@x.org,Declan,,,,,,,2026-03-01,,2026-03-15,,,
		former@x.org,Fred,,,,,,,2019-12-01,2020-01-01,2025-12-31,,,
		future@x.org,Futura,,,,,,,,2026-08-01,,,,
		member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,,,,
		new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,,,implied,2026-06-15,form
		today@x.org,Tod,,,,,,,2026-06-30,,,,,
		twice@x.org,Tom,,,,,,,2026-01-01,,2026-02-01,,,
		twice@x.org,Tom,,,,,,,2026-06-01,,,,,
	END
	roster b <<-'END'
		new@x.org,"Ng, Uma",,,,,,,2026-06-20,,,,,
	END
}

# -- who becomes a member ------------------------------------------------------------------------------------------

t 'an applicant is a member from today on'
everybody
change cop-approve a --email new@x.org
status 0
err ''
tabs <<'END'
a|new@x.org|approved|applied 2026-06-15
END
changed <<'END'
< new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,,,implied,2026-06-15,form
> new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,2026-06-30,,implied,2026-06-15,form
END
for day in 2026-06-14:future 2026-06-15:applicant 2026-06-29:applicant 2026-06-30:member 2026-07-01:member; do
	run cop-members a --all --as-of "${day%:*}" -w email=new@x.org -c status
	out "${day#*:}"
done
run cop-list a -c members,applicants
tabs <<'END'
2|3
END

t 'somebody who applied today is approved today'
everybody
change cop-approve a -e today@x.org
status 0
changed <<'END'
< today@x.org,Tod,,,,,,,2026-06-30,,,,,
> today@x.org,Tod,,,,,,,2026-06-30,2026-06-30,,,,
END

t '--date: a day in the past, but not before the application'
everybody
for day in 2026-06-15 2026-06-29; do
	everybody
	change cop-approve a -e new@x.org --date $day
	status 0
	tabs <<-'END'
		a|new@x.org|approved|applied 2026-06-15
	END
	changed <<-END
		< new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,,,implied,2026-06-15,form
		> new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,$day,,implied,2026-06-15,form
	END
done

t '--date: a day in the future; until then the person waits'
everybody
change cop-approve a -e new@x.org --date 2026-09-01
status 0
run cop-members a --all -w email=new@x.org -c status,joined
tabs <<'END'
applicant|2026-09-01
END
run cop-members a -w email=new@x.org -w status=member -c status --as-of 2026-09-01
out member
unchanged_by cop-approve a -e new@x.org --date 2026-09-01
status 0
out_has already

t '--date: a month that begins after the application'
everybody
change cop-approve a -e new@x.org --date 2026-07
status 0
changed <<'END'
< new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,,,implied,2026-06-15,form
> new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,2026-07,,implied,2026-06-15,form
END

t '--date: the month of the application, if it came on the first day'
everybody
change cop-approve a -e twice@x.org --date 2026-06
status 0
err ''
tabs <<'END'
a|twice@x.org|approved|applied 2026-06-01
END
changed <<'END'
< twice@x.org,Tom,,,,,,,2026-06-01,,,,,
> twice@x.org,Tom,,,,,,,2026-06-01,2026-06,,,,
END
run cop-fmt --check
status 0

t 'an application whose day is unknown, only its month'
registry
roster a <<'END'
m@x.org,Mo,,,,,,,2026-06,,,,,
END
change cop-approve a -e m@x.org --date 2026-06-10
status 0
changed <<'END'
< m@x.org,Mo,,,,,,,2026-06,,,,,
> m@x.org,Mo,,,,,,,2026-06,2026-06-10,,,,
END

t 'a day before the application is refused, and the reason names its date'
everybody
for day in 2026-06-14 2026-06 2026 2025-12-31; do
	unchanged_by cop-approve a -e new@x.org --date $day
	status 1
	out_like '^a	new@x\.org	refused	.*2026-06-15'
done

t 'somebody who is already a member'
everybody
unchanged_by cop-approve a -e member@x.org
status 0
err ''
tabs <<'END'
a|member@x.org|already|member since 2026-02-01
END
run cop-approve a -e new@x.org
unchanged_by cop-approve a -e new@x.org
status 0
tabs <<'END'
a|new@x.org|already|member since 2026-06-30
END

t 'somebody who will join on a later day without an application counts as a member, as in cop-join'
everybody
unchanged_by cop-approve a -e future@x.org
status 0
tabs <<'END'
a|future@x.org|already|member from 2026-08-01
END

t 'a member is one since the stay began, whatever has changed since'
everybody
rm rosters/a.csv
roster a <<'END'
moved@x.org,Mo,west,,,,,,,2019-05,2025-12-31,,,
moved@x.org,Mo,east,,,,,,,2026-01-01,,,,
END
unchanged_by cop-approve a -e moved@x.org
tabs <<'END'
a|moved@x.org|already|member since 2019-05
END

t 'somebody who was declined must apply again'
everybody
unchanged_by cop-approve a -e declined@x.org
status 1
out_like '^a	declined@x\.org	refused	.*declined'
# Not even on an earlier day: the row would say that a member left.
unchanged_by cop-approve a -e declined@x.org --date 2026-03-10
status 1
tabs <<'END'
a|declined@x.org|refused|declined 2026-03-15
END
change cop-approve a -e twice@x.org
status 0
changed <<'END'
< twice@x.org,Tom,,,,,,,2026-06-01,,,,,
> twice@x.org,Tom,,,,,,,2026-06-01,2026-06-30,,,,
END

t 'a former member must apply again'
everybody
unchanged_by cop-approve a -e former@x.org
status 1
out_like '^a	former@x\.org	refused	.*no pending application'
change cop-approve a -e again@x.org
status 0
tabs <<'END'
a|again@x.org|approved|applied 2026-05-01
END
changed <<'END'
< again@x.org,Agathe,east,,,,,,2026-05-01,,,express,2026-05-01,form
> again@x.org,Agathe,east,,,,,,2026-05-01,2026-06-30,,express,2026-05-01,form
END
run cop-members a --all -w email=again@x.org -c joined,left,status
tabs <<'END'
2020-01-01|2021-12-31|former
2026-06-30||member
END

t 'somebody who never applied'
everybody
unchanged_by cop-approve a -e nobody@x.org
status 1
tabs <<'END'
a|nobody@x.org|refused|not in this roster
END
err ''

t 'a mistyped address gets the nearest one as a suggestion'
registry
roster a <<'END'
al@x.org,A L,,,,,,,2026-05-01,,,,,form
erin.hargrave@x.example.ca,Erin Hargrave,,,,,,,2026-05-01,,,,,form
END
run cop-approve a -e erin.hargrave@x.example.com -c email,reason
status 1
out 'erin.hargrave@x.example.com	not in this roster (did you mean "erin.hargrave@x.example.ca"?)'
run cop-approve a -e erin.hagrave@x.example.ca -c reason
out 'not in this roster (did you mean "erin.hargrave@x.example.ca"?)'
# Two edits of a short address make another person's.
run cop-approve a -e ann@x.org -c reason
out 'not in this roster'
run cop-approve a -e all@x.org -c reason
out 'not in this roster (did you mean "al@x.org"?)'
# For a list of people from elsewhere, five suggestions at most.
for i in 1 2 3 4 5 6; do printf 'a\terin.hargrave%s@x.example.ca\n' $i; done >list
run cop-approve --from list -c reason
ok 'five' test "$(grep -c 'did you mean' "$OUT")" = 5

t 'what is not an address is reported as such, with what was probably meant'
everybody
unchanged_by cop-approve a -e 'Nobody <nobody@x.org>' -c reason
status 1
out 'bad e-mail address: "nobody <nobody@x.org>" (did you mean "nobody@x.org"?)'
unchanged_by cop-leave a -e "jo.o’neil@x.org" -c reason
status 1
out "bad e-mail address: \"jo.o’neil@x.org\" (did you mean \"jo.o'neil@x.org\"?)"

t 'a community without a roster does not get one'
everybody
unchanged_by cop-approve c -e new@x.org
status 1
tabs <<'END'
c|new@x.org|refused|not in this roster
END
absent rosters/c.csv

t 'an application for a seat is not one for membership'
registry
roster a <<'END'
s@x.org,Sy,,,,,,,,2020-01-01,2025-12-31,,,
s@x.org,,,,,,leads,chair,2026-06-01,,,,,
END
unchanged_by cop-approve a -e s@x.org
status 1
out_has refused

# -- the community -------------------------------------------------------------------------------------------------

t 'a planned community only takes applications; after its launch it takes members'
everybody
echo 'launched: 2026-09-01' >>cops/a.yaml
unchanged_by cop-approve a -e new@x.org
status 1
out_like '^a	new@x\.org	refused	planned for 2026-09-01'
change cop-approve a -e new@x.org --date 2026-09-01
status 0

t 'a paused community takes nobody until it goes on'
everybody
echo 'paused: [{from: 2026-06-20, until: 2026-07-31}]' >>cops/a.yaml
unchanged_by cop-approve a -e new@x.org
status 1
out_like '^a	new@x\.org	refused	paused until 2026-07-31'
change cop-approve a -e new@x.org --date 2026-08-01
status 0
everybody
echo 'paused: [{from: 2026-06-20, until: 2026-07-31}]' >>cops/a.yaml
change cop-approve a -e new@x.org --date 2026-06-19
status 0

t 'a community that has ended: refused with this reason'
everybody
echo 'ended: 2026-06-25' >>cops/a.yaml
sed -i '/^today/d;/^future/d' rosters/a.csv
unchanged_by cop-approve a -e new@x.org
status 1
out_like '^a	new@x\.org	refused	ended 2026-06-25'
change cop-approve a -e new@x.org --date 2026-06-25
status 0

t 'a community that was merged: refused, and the other community is named'
everybody
cat >>cops/b.yaml <<'END'
lineage: [{event: merged-from, community: a, date: 2026-06-25}]
END
unchanged_by cop-approve a -e new@x.org
status 1
out_like '^a	new@x\.org	refused	merged 2026-06-25; join b$'

# -- composition ---------------------------------------------------------------------------------------------------

# Five applicants of two organizations, for a community with one member; standard input is its composition.
crowd() {
	registry
	cat >>registry.yaml <<-'END'
		roles:
		  practitioner: Practitioner
		  nurse: {name: Nurse, within: practitioner}
		  manager: Manager
	END
	{
		echo 'community:'
		echo '  composition:'
		sed 's/^/    - /'
	} >>cops/a.yaml
	roster a <<-'END'
		member@x.org,Meg,west,nurse,,,,,,2026-01-01,,,,
		one@x.org,Una,west,nurse,,,,,2026-06-01,,,,,
		two@x.org,Duo,west,practitioner,,,,,2026-06-01,,,,,
		three@x.org,Tre,east,manager,,,,,2026-06-01,,,,,
		four@x.org,Fo,east,nurse,,,,,2026-06-01,,,,,
		five@x.org,Fi,,,,,,,2026-06-01,,,,,
	END
	printf 'a\t%s@x.org\n' one two three four five >list
}

t 'a limit of members also counts those who were approved earlier in the same call'
crowd <<'END'
{at_most: 3}
END
change cop-approve --from list
status 1
tabs <<'END'
a|one@x.org|approved|applied 2026-06-01
a|two@x.org|approved|applied 2026-06-01
a|three@x.org|refused|no room for more than 3: people
a|four@x.org|refused|no room for more than 3: people
a|five@x.org|refused|no room for more than 3: people
END
# There was room for one more before the others joined, but today there is none.
unchanged_by cop-approve a -e three@x.org --date 2026-06-15
status 1
run cop-members a -c email -s email
tabs <<'END'
member@x.org
one@x.org
two@x.org
END

t 'a limit of a role includes the roles within it; the message has its name'
crowd <<'END'
{role: practitioner, at_most: 2}
END
change cop-approve --from list
status 1
tabs <<'END'
a|one@x.org|approved|applied 2026-06-01
a|two@x.org|refused|no room for more than 2: practitioner
a|three@x.org|approved|applied 2026-06-01
a|four@x.org|refused|no room for more than 2: practitioner
a|five@x.org|approved|applied 2026-06-01
END

t 'a limit is reported by its note'
crowd <<'END'
{at_least: 1, at_most: 1, note: One alone}
END
change cop-approve a -e one@x.org
status 1
tabs <<'END'
a|one@x.org|refused|no room for more than 1: One alone
END

t 'a limit for each organization ignores people without one'
crowd <<'END'
{at_most_per_organization: 1}
END
change cop-approve --from list
status 1
tabs <<'END'
a|one@x.org|refused|no room for more than 1: of one organization
a|two@x.org|refused|no room for more than 1: of one organization
a|three@x.org|approved|applied 2026-06-01
a|four@x.org|refused|no room for more than 1: of one organization
a|five@x.org|approved|applied 2026-06-01
END

t 'a limit of a group, or one that is already exceeded, does not concern others'
crowd <<'END'
{role: nurse, at_most: 0}
{group: leads, at_most: 0}
END
change cop-approve --from list
status 1
tabs <<'END'
a|one@x.org|refused|no room for more than 0: nurse
a|two@x.org|approved|applied 2026-06-01
a|three@x.org|approved|applied 2026-06-01
a|four@x.org|refused|no room for more than 0: nurse
a|five@x.org|approved|applied 2026-06-01
END

t 'the limit is the one that holds on the day asked about'
crowd <<'END'
{at_most: 1}
END
sed -i 's/^\(member.*2026-01-01,\)/\12026-06-30/' rosters/a.csv
unchanged_by cop-approve a -e one@x.org
status 1
change cop-approve a -e one@x.org --date 2026-07-01
status 0

t 'each community has its own limits'
crowd <<'END'
{at_most: 2}
END
cp cops/a.yaml cops/b.yaml
cp rosters/a.csv rosters/b.csv
{ cat list && sed 's/^a/b/' list; } >both
change cop-approve --from both
status 1
cut -f 1-3 "$OUT" | grep approved >got
tr '|' '\t' >wanted <<'END'
a|one@x.org|approved
b|one@x.org|approved
END
ok 'one each' cmp wanted got

# -- lists ---------------------------------------------------------------------------------------------------------

t 'the output of cop-members is a list: every applicant of two communities'
everybody
rm -rf "$scratch/before" && cp -a . "$scratch/before"
run sh -c 'cop-members -w status=applicant | cop-approve --from -'
status 0
err ''
tabs <<'END'
a|again@x.org|approved|applied 2026-05-01
a|new@x.org|approved|applied 2026-06-15
a|today@x.org|approved|applied 2026-06-30
a|twice@x.org|approved|applied 2026-06-01
b|new@x.org|approved|applied 2026-06-20
END
changed rosters/b.csv <<'END'
< new@x.org,"Ng, Uma",,,,,,,2026-06-20,,,,,
> new@x.org,"Ng, Uma",,,,,,,2026-06-20,2026-06-30,,,,
END
run cop-members -w status=applicant
status 1
run cop-check -f tsv -w severity=error
out ''

t 'with a header, as CSV, with few columns or in another order, the list is the same'
for call in '--header' '-f csv' '-f csv --no-header' '-c cop,email' '-f csv -c cop,email' '--header -c email,cop' \
	'-f csv -c name,email,status,cop' '-f table'; do
	everybody
	test "$call" != '-f table' || continue # that is for people
	run sh -c "cop-members -w status=applicant $call | cop-approve --from -"
	status 0
	err ''
	cut -f 1-3 "$OUT" >got
	tr '|' '\t' >wanted <<-'END'
		a|again@x.org|approved
		a|new@x.org|approved
		a|today@x.org|approved
		a|twice@x.org|approved
		b|new@x.org|approved
	END
	ok "$call" cmp wanted got
done

t 'a list written by hand: tabs or commas, blanks, capitals, empty lines, CRLF, somebody twice'
for list in 'a\tnew@x.org\na\tNEW@X.org\n' 'a,new@x.org\na,new@x.org\n' ' a ,  New@x.org \n\n\na,new@x.org' \
	'a\tnew@x.org\r\na\tnew@x.org\r\n' '\357\273\277Email;COP\r\nnew@x.org;a\r\nNew@x.org;a\r\n'; do
	everybody
	# shellcheck disable=SC2059
	printf "$list" >list
	change cop-approve --from list
	status 0
	tabs <<-'END'
		a|new@x.org|approved|applied 2026-06-15
		a|new@x.org|already|member since 2026-06-30
	END
	changed <<-'END'
		< new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,,,implied,2026-06-15,form
		> new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,2026-06-30,,implied,2026-06-15,form
	END
done

t 'a refusal does not affect the others; the answers are in the order of the list'
everybody
cat <<'END' | tr '|' '\t' >list
b|nobody@x.org
zebra|new@x.org
a|declined@x.org
a|new@x.org
bb|new@x.org
a|member@x.org
END
change cop-approve --from list
status 1
err ''
cut -f 1-3 "$OUT" >got
tr '|' '\t' >wanted <<'END'
b|nobody@x.org|refused
zebra|new@x.org|refused
a|declined@x.org|refused
a|new@x.org|approved
bb|new@x.org|refused
a|member@x.org|already
END
same 'the answers' got <wanted
out_has 'no community "zebra"'
out_has 'did you mean "b"?'
changed <<'END'
< new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,,,implied,2026-06-15,form
> new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,2026-06-30,,implied,2026-06-15,form
END

t 'a list in which all communities are unknown'
everybody
printf 'zebra\tnew@x.org\n' >list
unchanged_by cop-approve --from list
status 1
out_like '^zebra	new@x\.org	refused	no community "zebra"'

t 'a list that cannot be read changes nothing'
for list in 'a,new@x.org\na,"to"day@x.org\n' 'a\tnew@x.org\na\n' 'a new@x.org\n'; do
	everybody
	# shellcheck disable=SC2059
	printf "$list" >list
	unchanged_by cop-approve --from list
	status 2
	out ''
	err_like '^list:[12]'
done
everybody
unchanged_by cop-approve --from nosuch
status 2
err_has nosuch

t 'a slip in the header of a list is reported once'
for c in cop-approve cop-leave; do
	everybody
	printf 'cop,emial\na,new@x.org\na,today@x.org\n' >list
	unchanged_by "$c" --from list
	status 2
	out ''
	err 'list:1:5: error: wrong header: "emial" (did you mean "email"?) [csv-header]'
done

t 'an empty list ends with status 1'
everybody
unchanged_by cop-approve --from -
status 1
out ''
err ''
unchanged_by cop-approve --from /dev/null
status 1
unchanged_by sh -c 'cop-members -w status=applicant -w email=nobody@x.org | cop-approve --from -'
status 1
out ''
unchanged_by sh -c 'cop-members -w status=applicant -w email=nobody@x.org --header | cop-approve --from -'
status 1
out ''

# -- operands ------------------------------------------------------------------------------------------------------

t 'several communities in one call'
everybody
change cop-approve b a c -e new@x.org
status 1
tabs <<'END'
b|new@x.org|approved|applied 2026-06-20
a|new@x.org|approved|applied 2026-06-15
c|new@x.org|refused|not in this roster
END
changed rosters/b.csv <<'END'
< new@x.org,"Ng, Uma",,,,,,,2026-06-20,,,,,
> new@x.org,"Ng, Uma",,,,,,,2026-06-20,2026-06-30,,,,
END

t 'the ids in the output of another command'
everybody
run sh -c 'cop-list -w applicants\>0 | cop-approve - -e new@x.org'
status 0
tabs <<'END'
a|new@x.org|approved|applied 2026-06-15
b|new@x.org|approved|applied 2026-06-20
END
everybody
unchanged_by cop-approve - -e new@x.org
status 1
out ''
err ''

t 'a community that is given twice counts once'
everybody
change cop-approve a a -e new@x.org
status 0
tabs <<'END'
a|new@x.org|approved|applied 2026-06-15
END

t 'an operand that is not a community changes nothing'
everybody
unchanged_by cop-approve a bb -e new@x.org
status 2
out ''
err 'cop-approve: error: no community "bb" (did you mean "b"?)'
unchanged_by cop-approve ../a -e new@x.org
status 2
out ''

t 'an address in capitals and between blanks'
everybody
change cop-approve a -e ' New@X.ORG '
status 0
tabs <<'END'
a|new@x.org|approved|applied 2026-06-15
END

t 'a definition that cannot be read changes nothing'
everybody
printf 'name: [\n' >cops/b.yaml
unchanged_by cop-approve a b -e new@x.org
status 2
out ''
err_like '^cops/b\.yaml:[0-9]'
change cop-approve a -e new@x.org
status 0

# -- --dry-run -----------------------------------------------------------------------------------------------------

t '-n only shows the diff and changes nothing'
everybody
unchanged_by cop-approve -n a b -e new@x.org
status 0
err ''
out <<'END'
--- a/rosters/a.csv
+++ b/rosters/a.csv
@@ -5,7 +5,7 @@
 former@x.org,Fred,,,,,,,2019-12-01,2020-01-01,2025-12-31,,,
 future@x.org,Futura,,,,,,,,2026-08-01,,,,
 member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,,,,
-new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,,,implied,2026-06-15,form
+new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,2026-06-30,,implied,2026-06-15,form
 today@x.org,Tod,,,,,,,2026-06-30,,,,,
 twice@x.org,Tom,,,,,,,2026-01-01,,2026-02-01,,,
 twice@x.org,Tom,,,,,,,2026-06-01,,,,,
--- a/rosters/b.csv
+++ b/rosters/b.csv
@@ -1,2 +1,2 @@
 email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
-new@x.org,"Ng, Uma",,,,,,,2026-06-20,,,,,
+new@x.org,"Ng, Uma",,,,,,,2026-06-20,2026-06-30,,,,
END

t '-n shows what would be done: patch makes the same of it'
need patch
everybody
unchanged_by cop-approve -n a b -e new@x.org
cp -a . "$scratch/patched" && cp "$OUT" "$scratch/patch"
run cop-approve a b -e new@x.org
ok 'patch -p1 takes it' sh -c "cd '$scratch/patched' && patch -s -p1 -i ../patch"
ok 'the same bytes' diff -r "$scratch/patched" .
rm -rf "$scratch/patched"

t '-n shows refusals beside the diff, and has the same status'
everybody
printf 'a\tnew@x.org\na\tdeclined@x.org\nzebra\tnew@x.org\n' >list
unchanged_by cop-approve -n --from list
status 1
out_has '+new@x.org,'
out_lacks declined@x.org,refused
err_has 'a: declined@x.org: '
err_has 'zebra: new@x.org: '
unchanged_by cop-approve -n a -e member@x.org
status 0
out ''
err ''

# -- the file ------------------------------------------------------------------------------------------------------

t 'a file keeps its order, its further columns, its quotes and its end without a line feed'
registry
{
	echo "$H,badge,note"
	echo '"z@x.org","Ze",,,,,,,2026-06-01,,,,,,7,"a ""b"" c"'
	echo '"y@x.org","Ypsi",,,,,,,2026-06-01,,,,,,8,'
	echo 'b@x.org,Bo,,,,,,,,2026-01-01,,,,,,"x, y"'
	printf 'a@x.org,An,,,,,,,2026-06-01,,,,,,9,end'
} | write rosters/a.csv
chmod 640 rosters/a.csv
change cop-approve a -e z@x.org
status 0
changed <<'END'
< "z@x.org","Ze",,,,,,,2026-06-01,,,,,,7,"a ""b"" c"
> z@x.org,Ze,,,,,,,2026-06-01,2026-06-30,,,,,7,"a ""b"" c"
END
change cop-approve a -e a@x.org
status 0
changed <<'END'
< a@x.org,An,,,,,,,2026-06-01,,,,,,9,end
\ No newline at end of file
> a@x.org,An,,,,,,,2026-06-01,2026-06-30,,,,,9,end
\ No newline at end of file
END
ok 'mode is kept' test "$(stat -c %a rosters/a.csv)" = 640

t 'earlier mistakes stay, and do not prevent the change'
registry
roster a <<'END'
a@x.org,An,,king,,,,,2026-06-01,,,maybe,2026-06-01,
a@x.org,,,,,,senate,,2026-06-01,,,,,
b@x.org,Bo,,,,,,,2026-06-01,,,
c@x.org,"Ce,,,,,,,2026-06-01,,,,,
D@x.org,Di,,,,,,,2026-06-32,,,,,

e@x.org,Ed,,,,,,,2026-06-01,,,,,
e@x.org,Ed,,,,,,,2026-06-01,,,,,
END
change cop-approve a -e a@x.org
status 0
changed <<'END'
< a@x.org,An,,king,,,,,2026-06-01,,,maybe,2026-06-01,
> a@x.org,An,,king,,,,,2026-06-01,2026-06-30,,maybe,2026-06-01,
END

t 'a row of the same address cannot be read: the person is refused'
registry
for bad in 'a@x.org,An,,,,,,,2025-01-01,,,' 'a@x.org,"An,,,,,,,2025-01-01,,,,,' '"a@x.org",An,,,,,,,,,'; do
	printf 'a@x.org,An,,,,,,,2026-06-01,,,,,\n%s\nb@x.org,Bo,,,,,,,2026-06-01,,,,,\n' "$bad" | roster a
	unchanged_by cop-approve a -e a@x.org
	status 1
	out_like '^a	a@x\.org	refused	.*line 3'
	change cop-approve a -e b@x.org
	status 0
done

t 'a row whose dates cannot be read is the reason'
registry
roster a <<'END'
a@x.org,An,,,,,,,2026-06-31,,,,,
END
unchanged_by cop-approve a -e a@x.org
status 1
out_like '^a	a@x\.org	refused	.*2026-06-31'

t 'a file that is not one of our rosters changes nothing'
everybody
printf 'name,email\nAn,a@x.org\n' >rosters/b.csv
unchanged_by cop-approve a b -e new@x.org
status 2
out ''
err_like '^rosters/b\.csv:1:'
everybody
tr , ';' <rosters/a.csv >x && mv x rosters/a.csv
unchanged_by cop-approve a -e new@x.org
status 2
err_has rosters/a.csv

t 'the row of an address that begins alike is not taken for this one'
registry
roster a <<'END'
a@x.org.au,Au,,,,,,,2026-06-01,,,,,
a@x.org,An,,,,,,,2026-06-01,,,,,
aa@x.org,Aa,,,,,,,2026-06-01,,,,,
END
change cop-approve a -e a@x.org
status 0
changed <<'END'
< a@x.org,An,,,,,,,2026-06-01,,,,,
> a@x.org,An,,,,,,,2026-06-01,2026-06-30,,,,
END

t 'nothing else is left in the folder'
everybody
run cop-approve a -e new@x.org
ok 'two rosters' test "$(find rosters -mindepth 1 | sort | tr '\n' ' ')" = 'rosters/a.csv rosters/b.csv '

t "the people's folder is not here"
everybody
echo 'people: ../private' >>registry.yaml
unchanged_by cop-approve a -e new@x.org
status 2
out ''
err_like '^registry\.yaml:[0-9]+:[0-9]+: error: .*people'

t "the people's folder is another one"
everybody
echo 'people: private' >>registry.yaml
mkdir private && mv rosters private
change cop-approve a -e new@x.org
status 0
file_has private/rosters/a.csv '2026-06-15,2026-06-30'
run cop-approve a -e today@x.org -n
out_has '--- a/private/rosters/a.csv'

# -- the call ------------------------------------------------------------------------------------------------------

t 'formats and columns'
everybody
run cop-approve a -e new@x.org -f json
out '{"cop":"a","email":"new@x.org","result":"approved","reason":"applied 2026-06-15"}'
run cop-approve a -e new@x.org -f csv
out <<'END'
cop,email,result,reason
a,new@x.org,already,member since 2026-06-30
END
run cop-approve a b -e new@x.org -f table -c result,cop -s -cop
out <<'END'
result    cop
approved  b
already   a
END
run cop-approve a -e new@x.org --header -c email
tabs <<'END'
email
new@x.org
END
run cop-approve --fields
out <<'END'
cop
email
result
reason
END

t 'a wrong call changes nothing'
everybody
for bad in 'a' '-e new@x.org' '' 'a -e' 'a -e new@x.org --from list' 'a --from list' 'a -e new@x.org --date 2026-02-30' \
	'a -e new@x.org --date soon' 'a -e new@x.org -c nosuch' 'a -e new@x.org -s nosuch' 'a -e new@x.org -f nosuch' \
	'a -e new@x.org --nosuch' 'a -e new@x.org -w status=applicant' 'a new@x.org'; do
	# shellcheck disable=SC2086
	unchanged_by cop-approve $bad
	status 2
	out ''
	err_like '^cop-approve: error: '
done
unchanged_by cop-approve a -e ''
status 2
out ''
unchanged_by cop-approve -e new@x.org
status 2
err 'cop-approve: error: name a community (for all of them: cop members -w email=ADDRESS -w status=applicant | cop approve --from -); see cop-approve --help'

t 'no registry'
mkdir empty && cd empty || exit
run cop-approve a -e new@x.org
status 2
err_has registry.yaml

t 'help and version'
run cop-approve --help
status 0
out_has --email
out_has --from
run cop-approve --version
status 0
out_like '^cop-approve \(coptools\) '

t 'a reader that goes away does not prevent the change'
everybody
run sh -c 'cop-members -w status=applicant | cop-approve --from - | head -n 1'
status 0
run cop-members -w status=applicant
status 1

t 'output to a full disk: the change is made, but its reader does not learn the outcome'
everybody
change sh -c 'cop-approve a -e new@x.org >/dev/full'
status 74
err_has 'cannot write output'
changed <<'END'
< new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,,,implied,2026-06-15,form
> new@x.org,"Ng, Uma",west,nurse,,fr,,,2026-06-15,2026-06-30,,implied,2026-06-15,form
END

t 'a large roster with many applicants, approved in one call'
registry
mkdir rosters
awk -v h=$H 'BEGIN {
	print h
	for (i = 0; i < 20000; i++)
		printf "p%05d@x.org,P %d,,,,,,,2026-06-01,%s,,,,\n", i, i, i % 2 ? "2026-06-02" : ""
}' >rosters/a.csv
awk -F , -v OFS=, 'NR > 1 && $10 == "" { $10 = "2026-06-30" } { print }' rosters/a.csv >wanted
need timeout
run timeout 10 sh -c 'cop-members -w status=applicant | cop-approve --from - | cut -f 3 | uniq -c | tr -s " "'
out ' 10000 approved'
ok 'each of them, and nobody else' cmp wanted rosters/a.csv

done_testing
