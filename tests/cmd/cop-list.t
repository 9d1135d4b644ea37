#!/bin/sh
# cop-list: statuses on the days on which they change, and members counted by hand.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# on DAY STATUS [ID]: the status of a community, a by default, on that day, whether it alone or all are asked for.
on() {
	run cop-list --as-of "$1" -c status "${3:-a}"
	status 0
	out "$2"
	run cop-list --as-of "$1" -f csv --no-header -c cop,status
	out_like "^${3:-a},$2\$"
}

# -- statuses ----------------------------------------------------------------------------------------------------

t 'planned before its launch'
registry
echo 'launched: 2026-07-02' >>cops/a.yaml
on 2026-07-01 planned
on 2026-07-02 active
on 1999 planned

t 'a launch in a month or year is on its first day'
registry
echo 'launched: 2026-07' >>cops/a.yaml
on 2026-06-30 planned
on 2026-07-01 active
sed -i 's/2026-07/2027/' cops/a.yaml
on 2026-12-31 planned
on 2027-01-01 active

t 'active without a launch, and without an end'
registry
on 1990-01-01 active
on 2100-01-01 active

t 'ended after its last day'
registry
printf 'launched: 2020\nended: 2026-06-30\n' >>cops/a.yaml
on 2026-06-30 active
on 2026-07-01 ended

t 'an end in a month or year is on its last day'
registry
echo 'ended: 2024-02' >>cops/a.yaml
on 2024-02-29 active
on 2024-03-01 ended
sed -i 's/2024-02/2024/' cops/a.yaml
on 2024-12-31 active
on 2025-01-01 ended

t 'paused from the first to the last day of a pause'
registry
cat <<'END' >>cops/a.yaml
launched: 2025-01-01
paused:
  - {from: 2025-03-10, until: 2025-03-20, reason: Holidays}
  - {from: 2026-02, until: 2026-02}
  - {from: 2027}
END
on 2025-03-09 active
on 2025-03-10 paused
on 2025-03-20 paused
on 2025-03-21 active
on 2026-01-31 active
on 2026-02-01 paused
on 2026-02-28 paused
on 2026-03-01 active
on 2026-12-31 active
on 2027-01-01 paused
on 2040-01-01 paused

t 'a pause before the launch, or past the end'
registry
cat <<'END' >>cops/a.yaml
launched: 2025-01-01
ended: 2025-12-31
paused:
  - {from: 2024-06-01, until: 2025-01-31}
  - {from: 2025-12-01, until: 2026-12-31}
END
on 2024-12-31 planned
on 2025-01-01 paused
on 2025-12-31 paused
on 2026-01-01 ended

t 'merged after the date in the later community, even if only this one is asked for'
registry
cat <<'END' >cops/later.yaml
name: Later
host: h1
domain: More
lineage:
  - {event: merged-from, community: a, date: 2025-05-15}
END
on 2025-05-15 active
on 2025-05-16 merged
on 2026 active later

t 'merged wins over ended and paused'
registry
cp cops/a.yaml cops/b.yaml
cat <<'END' >>cops/a.yaml
ended: 2025-05-15
paused: [{from: 2025-05-01}]
lineage:
  - {event: merged-into, body: An outside body, date: 2025-05-15}
END
on 2025-04-30 active
on 2025-05-15 paused
on 2025-05-16 merged
on 2026-05-16 merged

t '-w status means the status on the day asked about'
registry
echo 'ended: 2026-06-30' >>cops/a.yaml
run cop-list -c cop -w status=active
out a
run cop-list -c cop -w status=active --as-of 2026-07-01
status 1
out ''
run cop-list -c cop -w status=ended,merged --as-of 2026-07
status 0
out a

t 'the sample: aces-resilience is merged, even if only it is asked for'
sample
run cop-list aces-resilience -c status
status 0
out merged

# -- counts of people ---------------------------------------------------------------------------------------------------

# heads DAY MEMBERS APPLICANTS: the counts of community a.
heads() {
	run cop-list a --as-of "$1" -c members,applicants
	printf '%s\t%s\n' "$2" "$3" >wanted
	out <wanted
}

t 'the first and the last day count'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2026-03-01,2026-06-30,,,
END
heads 2026-02-28 0 0
heads 2026-03-01 1 0
heads 2026-06-30 1 0
heads 2026-07-01 0 0

t 'somebody who leaves on the day of joining was a member on that day'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2026-03-01,2026-03-01,,,
END
heads 2026-02-28 0 0
heads 2026-03-01 1 0
heads 2026-03-02 0 0

t 'somebody who comes back counts once, and not in between'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2024-01-01,2024-06-30,,,
a@x.org,A,,,,,,,,2025-01-01,,,,
END
heads 2024-06-30 1 0
heads 2024-07-01 0 0
heads 2025-01-01 1 0

t 'spells that touch are one stay: no day without a member, none with two'
registry
roster a <<'END'
a@x.org,A,west,,,,,,,2024-01-01,2024-06-30,,,
a@x.org,A,east,,,,,,,2024-07-01,,,,
END
heads 2024-06-30 1 0
heads 2024-07-01 1 0

t 'partial dates: the first day for joining, the last for leaving'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2024,2024,,,
b@x.org,B,,,,,,,,2024-02,2024-02,,,
c@x.org,C,,,,,,,2024-03,,,,,
END
heads 2023-12-31 0 0
heads 2024-01-01 1 0
heads 2024-01-31 1 0
heads 2024-02-01 2 0
heads 2024-02-29 2 0
heads 2024-03-01 1 1
heads 2024-12-31 1 1
heads 2025-01-01 0 1

t 'an applicant from the day of applying to the day before joining'
registry
roster a <<'END'
a@x.org,A,,,,,,,2026-03-01,2026-04-01,,,,
END
heads 2026-02-28 0 0
heads 2026-03-01 0 1
heads 2026-03-31 0 1
heads 2026-04-01 1 0

t 'declined on the day in left, if the person never joined'
registry
roster a <<'END'
a@x.org,A,,,,,,,2026-03-01,,2026-04-01,,,
END
heads 2026-03-31 0 1
heads 2026-04-01 0 0

t 'a seat is not a membership'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2024-01-01,,,,
a@x.org,,,,,,leads,chair,,2024-01-01,,,,
b@x.org,,,,,,leads,co-chair,,2024-01-01,,,,
END
heads 2026-06-30 1 0

t 'everybody leaves when the community ends'
registry
echo 'ended: 2025-12-31' >>cops/a.yaml
roster a <<'END'
a@x.org,A,,,,,,,,2024-01-01,,,,
b@x.org,B,,,,,,,,2024-01-01,2027-01-01,,,
c@x.org,C,,,,,,,2025-06-01,,,,,
END
heads 2025-12-31 2 1
heads 2026-01-01 0 0

t 'all of these at once, counted by hand, with the rows in any order'
registry
cat <<'END' >rows
joined-today@x.org,P,,,,,,,,2026-06-30,,,,
left-today@x.org,P,,,,,,,,2020-01-01,2026-06-30,,,
left-yesterday@x.org,P,,,,,,,,2020-01-01,2026-06-29,,,
today-alone@x.org,P,,,,,,,,2026-06-30,2026-06-30,,,
tomorrow@x.org,P,,,,,,,2026-06-01,2026-07-01,,,,
back@x.org,P,,,,,,,,2024-01-01,2024-12-31,,,
back@x.org,P,,,,,,,,2026-01-01,,,,
touch@x.org,P,,,,,,,,2025-01-01,2026-06-29,,,
touch@x.org,P,,,,,,,,2026-06-30,,,,
month@x.org,P,,,,,,,,2026-06,,,,
until-month@x.org,P,,,,,,,,2020,2026-06,,,
until-year@x.org,P,,,,,,,,2020,2026,,,
applied@x.org,P,,,,,,,2026-05-01,,,,,
declined@x.org,P,,,,,,,2026-05-01,,2026-06-30,,,
declined-later@x.org,P,,,,,,,2026-05-01,,2026-07-01,,,
seat-alone@x.org,,,,,,leads,chair,,2020-01-01,,,,
seat@x.org,P,,,,,,,,2020-01-01,,,,
seat@x.org,,,,,,leads,chair,,2020-01-01,,,,
applies-again@x.org,P,,,,,,,,2020-01-01,2021-01-01,,,
applies-again@x.org,P,,,,,,,2026-06-01,,,,,
future@x.org,P,,,,,,,2026-07-01,,,,,
twice@x.org,P,,,,,,,,2020-01-01,,,,
twice@x.org,P,,,,,,,,2020-01-01,,,,
END
# members: joined-today left-today today-alone back touch month until-month until-year seat twice
# applicants: tomorrow applied declined-later applies-again
LC_ALL=C sort rows | roster a
heads 2026-06-30 10 4
LC_ALL=C sort -r rows | roster a
heads 2026-06-30 10 4
perl -e 'srand 5; print map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [rand, $_] } <>' rows | roster a
heads 2026-06-30 10 4

t 'the sample, counted by another program'
sample
cat <<'END' >count
use strict;
my $d = shift;
sub first { my $s = shift; length $s == 4 ? "$s-01-01" : length $s == 7 ? "$s-01" : $s }
sub last_ { my $s = shift; length $s == 4 ? "$s-12-31" : length $s == 7 ? "$s-31" : $s }
for my $file (sort glob "cops/*.yaml") {
	my ($id) = $file =~ m{/(.*)\.yaml};
	open my $y, "<", $file or die;
	my ($ended) = map { /^ended: *([0-9-]+)/ ? $1 : () } <$y>;
	my (%member, %applicant);
	if (open my $r, "<", "rosters/$id.csv") {
		<$r>;
		while (<$r>) {
			chomp;
			my @f;
			push @f, defined $1 ? $1 : $2 while @f < 14 && /\G(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g;
			my ($email, $group, $applied, $joined, $left) = @f[0, 6, 8, 9, 10];
			next if $group ne "" || $ended && last_($ended) lt $d || $left ne "" && last_($left) lt $d;
			if ($joined ne "" && first($joined) le $d) { $member{$email} = 1 }
			elsif ($joined eq "" && $left ne "" && last_($left) le $d) { }
			elsif ($applied ne "" && first($applied) le $d) { $applicant{$email} = 1 }
		}
	}
	print join("\t", $id, scalar keys %member, scalar grep { !$member{$_} } keys %applicant), "\n";
}
END
for day in 2019-12-31 2022-01-01 2024-02-29 2025-03-31 2026-06-30 2027-01-01; do
	perl count $day >wanted
	run cop-list -c cop,members,applicants --as-of $day
	status 0
	out <wanted
done
ok 'there is somebody' grep -q '	[1-9][0-9]	' wanted

# -- unknown counts ------------------------------------------------------------------------------------------------------

t "without the people's folder, counts are unknown, never 0"
registry
echo 'people: ../private' >>registry.yaml
cp cops/a.yaml cops/b.yaml
run cop-list -c cop,members,applicants
status 0
err ''
printf 'a\t\t\nb\t\t\n' >wanted
out <wanted
run cop-list -f csv -c cop,members,applicants
printf 'cop,members,applicants\na,,\nb,,\n' >wanted
out <wanted
run cop-list -f json -c cop,members,applicants a
out '{"cop":"a","members":null,"applicants":null}'
run cop-list -c cop -w members=0
status 1
out ''
run cop-list -c cop -w 'members<10'
status 1
run cop-list -c cop -w members= a
status 0
out a

t "so they are if the people's folder is empty, like a submodule that has not been fetched"
registry
echo 'people: private' >>registry.yaml
mkdir private
run cop-list -c cop,members,applicants
status 0
printf 'a\t\t\n' >wanted
out <wanted
run cop-members
status 2
err "registry.yaml:5:9: error: cannot read: the people's folder is empty (fetch it, or create the folder rosters in it), so the members are unknown [unreadable]"
mkdir private/rosters
run cop-list -c cop,members,applicants
printf 'a\t0\t0\n' >wanted
out <wanted
rmdir private/rosters
echo 'gitdir: elsewhere' >private/.git
run cop-list -c cop,members,applicants
out <wanted

t "a people's folder in another place"
registry
mkdir inner && mv registry.yaml cops inner
echo 'people: ../private' >>inner/registry.yaml
roster a <<'END'
a@x.org,A,,,,,,,,2024-01-01,,,,
END
mkdir private && mv rosters private
run cop-list -R inner -c cop,members
status 0
printf 'a\t1\n' >wanted
out <wanted

t 'no roster means no people'
registry
cp cops/a.yaml cops/b.yaml
roster a <<'END'
a@x.org,A,,,,,,,,2024-01-01,,,,
END
run cop-list -c cop,members
status 0
printf 'a\t1\nb\t0\n' >wanted
out <wanted

# not_known WHERE: the counts of b are unknown, but not those of a and c; status 2, with a message about WHERE.
not_known() {
	run cop-list -f json -c cop,members,applicants
	status 2
	out <<-'END'
		{"cop":"a","members":1,"applicants":0}
		{"cop":"b","members":null,"applicants":null}
		{"cop":"c","members":1,"applicants":0}
	END
	err_like "^$1.*: error: "
	run cop-list -c cop,members b
	status 2
	printf 'b\t\n' >wanted
	out <wanted
	run cop-list -c cop,members a
	status 0
	err ''
}

# Three communities with one member each.
three() {
	registry
	cp cops/a.yaml cops/b.yaml
	cp cops/a.yaml cops/c.yaml
	for id in a b c; do
		echo "$id@x.org,P,,,,,,,,2024-01-01,,,," | roster $id
	done
}

t 'a damaged roster: another header'
three
sed -i 1s/name/nmae/ rosters/b.csv
not_known rosters/b.csv:1:

t 'a damaged roster: as a spreadsheet saved it'
three
sed -i 's/$/\r/' rosters/b.csv
not_known rosters/b.csv:1:

t 'a damaged roster: empty'
three
: >rosters/b.csv
not_known rosters/b.csv

t 'a damaged roster: a folder, a link, a pipe'
three
rm rosters/b.csv && mkdir rosters/b.csv
not_known rosters/b.csv
rmdir rosters/b.csv && ln -s a.csv rosters/b.csv
not_known rosters/b.csv
rm rosters/b.csv && mkfifo rosters/b.csv
not_known rosters/b.csv

t 'a damaged roster: with a record that cannot be read, the count is unknown'
three
echo 'd@x.org,P,,,,,,,,2024-01-01,,,' >>rosters/b.csv
not_known rosters/b.csv:3:
three
echo 'd@x.org,"P,,,,,,,,2024-01-01,,,,' >>rosters/b.csv
not_known rosters/b.csv:3:
three
echo 'd@x.org,P,,,,,,,,2024-13-01,,,,' >>rosters/b.csv
not_known rosters/b.csv:3:

t 'a damaged roster and one that is out of order: one error, and all others are counted'
three
echo 'd@x.org,"P,,,,,,,,2024-01-01,,,,' >>rosters/a.csv
echo 'a@x.org,P,,,,,,,,2024-01-01,,,,' >>rosters/b.csv
run cop-list -c cop,members
status 2
tabs <<'END'
a|
b|2
c|1
END
err_like '^rosters/a\.csv:3:'
ok 'one error is reported' test "$(wc -l <"$ERR")" -eq 1

t 'an unquoted comma in a name moves the fields, and makes the counts unknown'
three
# Eve's language would become her group, and she a seat.
echo 'e@x.org,Doe, Eve,west,,,en,,,2024-01-01,2024-01-05,,,,form' >>rosters/b.csv
not_known rosters/b.csv:3:

t 'a damaged folder of rosters: counts are unknown, never 0'
three
mv rosters r
ln -s r rosters
run cop-list -f json -c cop,members a
status 2
out '{"cop":"a","members":null}'
err_has rosters
rm rosters
: >rosters
run cop-list -f json -c cop,members a
status 2
out '{"cop":"a","members":null}'

t 'a `people:` that is not a folder is reported'
registry
echo 'people: registry.yaml' >>registry.yaml
run cop-list -f json -c cop,members
status 2
out '{"cop":"a","members":null}'
err_has 'registry.yaml'

t 'files that the question does not need are not read'
three
sed -i 1s/name/nmae/ rosters/b.csv
run cop-list -c cop,name,status -w host=h1 -s name
status 0
err ''
run cop-list -c cop -w 'members>0'
status 2
printf 'a\nc\n' >wanted
out <wanted
run cop-list -c cop -s members
status 2

t 'a damaged definition does not hide the others'
three
printf 'name: [unclosed\n' >cops/b.yaml
run cop-list -c cop,members
status 2
out_like '^a	1$'
out_like '^c	1$'
err_like '^cops/b\.yaml:[0-9]+:[0-9]+: error: '
run cop-list -c cop,members b
status 2
out_lacks 'b	1'
run cop-list -c cop,members a
status 0
err ''

t 'a bad number counts as absent, not as 0'
three
cat >>cops/a.yaml <<'END'
goals: [{goal: One, target: many}, {goal: Two, target: 12.5}, {goal: Three, target: 0}]
meetings: [{minutes: -5x}]
END
run cop-list -c goals.1.target,goals.2.target,goals.target,meetings.1.minutes -f json a
status 2
out '{"goals.1.target":null,"goals.2.target":12.5,"goals.target":[12.5,0],"meetings.1.minutes":null}'
run cop-list -c cop,goals.1.target,goals.target a
out 'a		12.5;0'
run cop-list -c cop -w goals.1.target=0
out ''
run cop-list -c cop -w goals.1.target= -w goals.2.target\>0
out a

t 'a damaged registry.yaml: everything else is answered'
three
echo 'colour: red' >>registry.yaml
run cop-list -c cop
status 2
printf 'a\nb\nc\n' >wanted
out <wanted
err_like '^registry\.yaml:[0-9]+:1: error: '

t "a registry.yaml that cannot be read does not say where people are: counts are unknown, not 0"
three
echo 'people: "' >>registry.yaml
rm -r rosters && mkdir rosters
run cop-list -f json -c cop,members a
status 2
out '{"cop":"a","members":null}'

# -- columns -------------------------------------------------------------------------------------------------------

t 'columns that are only shown on demand'
registry
cat <<'END' >>cops/a.yaml
acronym: CA
scope: national
regions: [north, south]
purposes: [link, {purpose: change, from: 2026-06-30}, {purpose: share, until: 2026-06-29}]
ended: 2027-01-31
meetings: [{cadence: monthly}, {cadence: annual}]
community: {groups: [{id: g1, name: One}, {id: g2, name: Two}]}
END
run cop-list a -c acronym,scope,regions,purposes,cadence,ended,groups
printf 'CA\tnational\tnorth;south\tlink;change\tmonthly;annual\t2027-01-31\tg1;g2\n' >wanted
out <wanted

t 'a list in a definition is a list in JSON, even with one item or none'
registry
cp cops/a.yaml cops/b.yaml
printf 'aliases: [Ah]\npractice: [{en: Talk}, Read]\npurposes: [link]\n' >>cops/a.yaml
run cop-list -f json -c cop,aliases,practice,aliases.1,cop.purposes
out <<'END'
{"cop":"a","aliases":["Ah"],"practice":["Talk","Read"],"aliases.1":"Ah","cop.purposes":["link"]}
{"cop":"b","aliases":[],"practice":[],"aliases.1":null,"cop.purposes":[]}
END

t 'the default columns, in order'
registry
echo 'launched: 2021-03' >>cops/a.yaml
run cop-list --header
printf 'cop\tname\tstatus\tkind\thost\tmembers\tapplicants\tlaunched\na\tCommunity A\tactive\tcommunity\th1\t0\t0\t2021-03\n' >wanted
out <wanted

t 'ids are in the order of their bytes'
registry
for id in b a-1 a1 a0 0; do cp cops/a.yaml cops/$id.yaml; done
run cop-list -c cop
printf '%s\n' 0 a a-1 a0 a1 b >wanted
out <wanted

t 'a condition on an unknown community'
registry
echo 'part_of: gone' >>cops/a.yaml
for field in cop part_of cop.part_of lineage.community; do
	for op in = !=; do
		run cop-list -w "$field${op}aa"
		status 2
		out ''
		err 'cop-list: error: no community "aa" (did you mean "a"?)'
	done
done
run cop-list -w 'part_of~gon' -c cop
out a

t 'a notation of numbers that no file may use is refused in a condition'
registry
for number in nan inf 0x10 1e1 +1 1.; do
	run cop-list -w "members<$number"
	status 2
	out ''
	err "cop-list: error: members: \"$number\" is not a number"
done
run cop-list -w 'members>-0.5,7' -c cop
out a

done_testing
