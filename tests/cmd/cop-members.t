#!/bin/sh
# cop-members: who is listed, what seats inherit, who may be written to, and rosters of every shape.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# A row of each status on 2026-06-30, and seats.
everybody() {
	registry
	cat <<-'END' >>cops/a.yaml
		community:
		  groups: [{id: board, name: Board}]
	END
	roster a <<-'END'
		applicant@x.org,Ap,,,,,,,2026-06-01,,,,,
		chair@x.org,Ch,west,,,fr,,,,2020-01-01,,,,
		chair@x.org,,,,,,board,chair,,2024-01-01,,,,
		chair@x.org,,,,,,leads,co-chair,,2021-01-01,2022-12-31,,,
		declined@x.org,De,,,,,,,2026-05-01,,2026-06-01,,,
		former@x.org,Fo,,,,,,,,2020-01-01,2025-12-31,,,
		former@x.org,,,,,,board,secretary,,2021-01-01,,,,
		future@x.org,Fu,,,,,,,,2026-07-01,,,,
		member@x.org,Me,,,,,,,2026-01-01,2026-02-01,,,,form
	END
}

t 'members on the day asked about'
everybody
run cop-members
status 0
err ''
tabs <<'END'
a|chair@x.org|Ch|west|||fr|||member||2020-01-01|||||no
a|member@x.org|Me|||||||member|2026-01-01|2026-02-01||||form|no
END
run cop-members -c email -w organization=
out member@x.org
run cop-members -c email -w organization!=
out chair@x.org
run cop-members -c email --as-of 2025-12-31
tabs <<'END'
chair@x.org
former@x.org
END
run cop-members -c email --as-of 2019-12-31
status 0
out ''

t '--all: memberships of every status'
everybody
for option in --all -w\ status!=; do
	# shellcheck disable=SC2086
	run cop-members $option -c email,status
	status 0
	tabs <<-'END'
		applicant@x.org|applicant
		chair@x.org|member
		declined@x.org|declined
		former@x.org|former
		future@x.org|future
		member@x.org|member
	END
done

t '--seats: the seats of that day beside memberships; with --all, all of them'
everybody
run cop-members --seats -c email,group,position,status
tabs <<'END'
chair@x.org|||member
chair@x.org|board|chair|member
member@x.org|||member
END
run cop-members --seats --all -c email,group,status
tabs <<'END'
applicant@x.org||applicant
chair@x.org||member
chair@x.org|board|member
chair@x.org|leads|former
declined@x.org||declined
former@x.org||former
former@x.org|board|former
future@x.org||future
member@x.org||member
END

t '-w on status or group asks about every day, on group also about seats'
everybody
run cop-members -w status=applicant -c email
out applicant@x.org
run cop-members -w status=former,future -c email
tabs <<'END'
former@x.org
future@x.org
END
run cop-members -w group=board -c email,status
tabs <<'END'
chair@x.org|member
former@x.org|former
END
run cop-members -w group=leads -c email,group,status
tabs <<'END'
chair@x.org|leads|former
END
run cop-members -w group=board -w status=member -c email
out chair@x.org
run cop-members -w status=member -c email
tabs <<'END'
chair@x.org
member@x.org
END
run cop-members -w status=member --seats -c email,group
tabs <<'END'
chair@x.org|
chair@x.org|board
member@x.org|
END
run cop-members -w email=former@x.org
status 1
out ''

t 'several -w: on columns that are not printed, and on a part of a date'
everybody
run cop-members -w joined=2026 -w source=form -c email
out member@x.org
run cop-members --all -w applied~6-05 -w left!~-07 -c email
out declined@x.org

t 'a seat ends with its membership, and with the community'
everybody
run cop-members -w group=board -w status=member -c email --as-of 2025-12-31
tabs <<'END'
chair@x.org
former@x.org
END
run cop-members -w group=board -w status=member -c email --as-of 2026-01-01
out chair@x.org
echo 'ended: 2026-03-31' >>cops/a.yaml
run cop-members --seats -c email,group --as-of 2026-03-31
tabs <<'END'
chair@x.org|
chair@x.org|board
member@x.org|
END
run cop-members --seats -c email,group --as-of 2026-04-01
status 0
out ''
run cop-members --all -c status -w email=member@x.org
out former

t 'a seat takes empty values from the membership of that time'
registry
roster a <<'END'
n@x.org,Nora,west,nurse,north,fr,,,,2024-01-01,2024-12-31,express,2024-01-01,form
n@x.org,Nora Ek,east,manager,south,en,,,,2025-01-01,,implied,2025-01-01,email
n@x.org,,,,,,leads,chair,,2024-06-01,,,,
n@x.org,,,patient,,,leads,lead,,2024-07-01,2024-09-30,,,meeting
END
columns=name,organization,role,region,language,position,joined,left,consent,consented,source
run cop-members -w group=leads -w position=chair -c $columns
tabs <<'END'
Nora Ek|east|manager|south|en|chair|2024-06-01||implied|2025-01-01|
END
run cop-members -w group=leads -w position=chair -c $columns --as-of 2024-12-31
tabs <<'END'
Nora|west|nurse|north|fr|chair|2024-06-01||express|2024-01-01|
END
run cop-members -w group=leads -w position=lead -c $columns
tabs <<'END'
Nora|west|patient|north|fr|lead|2024-07-01|2024-09-30|express|2024-01-01|meeting
END
run cop-members -w group=leads -w role=patient -c position
out lead
run cop-members -w group=leads -w organization=east -c position
out chair

t 'a seat in a stay of two spells continues through both'
registry
roster a <<'END'
n@x.org,Nora,west,,,,,,,2024-01-01,2024-12-31,,,
n@x.org,Nora,east,,,,,,,2025-01-01,2025-12-31,,,
n@x.org,Nora,east,,,,,,,2026-06-01,,,,
n@x.org,,,,,,leads,chair,,2024-06-01,,,,
END
run cop-members -w group=leads -c status --as-of 2025-12-31
out member
run cop-members -w group=leads -c status --as-of 2026-01-01
out former
run cop-members -w group=leads -c status --as-of 2026-06-30
out former

# -- consent -------------------------------------------------------------------------------------------------------

# mail ANSWER [DAY]: whether the only person of community a may be written to.
mail() {
	run cop-members a --all -c mail --as-of "${2:-2026-06-30}"
	sort -u "$OUT" >answers
	file answers "$1"
}

t 'mail: express lasts until withdrawn, past the membership'
registry
echo 'a@x.org,A,,,,,,,,2020-01-01,,express,2020-02-01,' | roster a
mail yes
mail yes 2020-02-01
mail no 2020-01-31
echo 'a@x.org,A,,,,,,,,2010-01-01,2011-01-01,express,2010-01-01,' | roster a
mail yes

t 'mail: none without consent'
registry
echo 'a@x.org,A,,,,,,,,2020-01-01,,,,' | roster a
mail no

t 'mail: withdrawn'
registry
echo 'a@x.org,A,,,,,,,,2020-01-01,,withdrawn,2026-06-30,' | roster a
mail no

t 'mail: the latest consent counts'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,2021-12-31,express,2020-01-01,
a@x.org,A,,,,,,,,2022-01-01,2022-12-31,withdrawn,2022-03-01,
a@x.org,A,,,,,,,,2024-01-01,,express,2024-01-01,
END
mail yes 2022-02-28
mail no 2022-03-01
mail no 2023-12-31
mail yes 2024-01-01

t 'mail: withdrawn outranks consent of the same day'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,2021-12-31,withdrawn,2022-01-01,
a@x.org,A,,,,,,,,2022-01-01,,express,2022-01-01,
END
mail no
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,2021-12-31,express,2022-01-01,
a@x.org,A,,,,,,,,2022-01-01,,withdrawn,2022-01-01,
END
mail no

t 'mail: implied lasts during the membership and 24 months after it'
registry
echo 'a@x.org,A,,,,,,,,2020-01-01,,implied,2020-01-01,' | roster a
mail yes
mail yes 2050-01-01
echo 'a@x.org,A,,,,,,,,2020-01-01,2024-03-31,implied,2020-01-01,' | roster a
mail yes 2024-03-31
mail yes 2026-03-30
mail no 2026-04-01
echo 'policy: {implied_consent_months: 1}' >>registry.yaml
mail yes 2024-04-29
mail no 2024-05-01

t 'mail: implied ends 24 months after the community does'
registry
echo 'ended: 2024-03-31' >>cops/a.yaml
echo 'a@x.org,A,,,,,,,,2020-01-01,,implied,2020-01-01,' | roster a
mail yes 2026-03-30
mail no 2026-04-01

t 'mail: implied of an applicant lasts 6 months after the application'
registry
echo 'a@x.org,A,,,,,,,2026-01-15,,,implied,2026-01-15,' | roster a
mail yes 2026-07-14
mail no 2026-07-16
echo 'policy: {inquiry_consent_months: 2}' >>registry.yaml
mail yes 2026-03-14
mail no 2026-03-16

t 'mail: until a membership begins, implied consent is that of the application'
registry
echo 'a@x.org,A,,,,,,,2020-01-15,2021-01-15,,implied,2020-01-15,' | roster a
mail yes 2020-07-15
mail no 2020-07-16
mail no 2021-01-14
mail yes 2021-01-15
echo 'a@x.org,A,,,,,,,,2021-01-15,,implied,2020-01-15,' | roster a
mail no 2021-01-14
mail yes 2021-01-15

t 'mail: a change of employer does not end implied consent'
registry
roster a <<'END'
a@x.org,A,west,,,,,,,2018-01-01,2020-12-31,implied,2018-01-01,
a@x.org,A,east,,,,,,,2021-01-01,,,,
END
mail yes

t 'mail: withdrawn in one community holds only there'
registry
cp cops/a.yaml cops/b.yaml
echo 'a@x.org,A,,,,,,,,2020-01-01,,withdrawn,2021-01-01,' | roster a
echo 'a@x.org,A,,,,,,,,2020-01-01,,express,2020-01-01,' | roster b
run cop-members -c cop,mail
tabs <<'END'
a|no
b|yes
END

t 'mail: a suppression holds everywhere, from its date on'
registry
cp cops/a.yaml cops/b.yaml
echo 'a@x.org,A,,,,,,,,2020-01-01,,express,2020-01-01,' | roster a
{
	echo 'a@x.org,A,,,,,,,,2020-01-01,,implied,2020-01-01,'
	echo 'b@x.org,B,,,,,,,,2020-01-01,,express,2020-01-01,'
} | roster b
printf 'email,date,reason\na@x.org,2026-06-30,asked\n' >suppressions.csv
run cop-members -c cop,email,mail
tabs <<'END'
a|a@x.org|no
b|a@x.org|no
b|b@x.org|yes
END
mail yes 2026-06-29

t 'mail: an address is suppressed, too, where a roster has it in capitals'
registry
echo 'Ana@X.org,A,,,,,,,,2020-01-01,,express,2020-01-01,' | roster a
printf 'email,date,reason\nana@x.org,2026-06-30,asked\n' >suppressions.csv
run cop-members -c email,mail
tabs <<'END'
Ana@X.org|no
END

t 'mail: if suppressions cannot all be read, who may be written to is unknown'
registry
{
	echo 'a@x.org,A,,,,,,,,2020-01-01,,express,2020-01-01,'
	echo 'b@x.org,B,,,,,,,,2020-01-01,,,,'
	echo 'c@x.org,C,,,,,,,,2020-01-01,,express,2020-01-01,'
} | roster a
# unknown FINDING: it is unknown of a and c, but not of b, who never agreed; the finding is reported.
unknown() {
	run cop-members -c email,mail
	status 2
	tabs <<-'END'
		a@x.org|
		b@x.org|no
		c@x.org|
	END
	err_has "$1"
	run cop-members -c email -w mail=yes
	status 2
	out ''
	run cop-members -c mail -f json -w email=a@x.org
	out '{"mail":null}'
}
# An unquoted comma in the reason, or a missing address: somebody asked not to be written to.
printf 'email,date,reason\na@x.org,2026-06-30,asked, firmly\n' >suppressions.csv
unknown 'suppressions.csv:2:1: error: wrong number of fields: 4'
printf 'email,date,reason\nz@x.org,2026-06-30,asked\na@x.org,2026-06-30\nc@x.org,2026-07-01,asked\n' >suppressions.csv
unknown 'suppressions.csv:3:1: error: wrong number of fields: 2'
printf 'email,date,reason\n,2026-06-30,asked\n' >suppressions.csv
unknown 'suppressions.csv:2:1: error: missing field: email'
printf 'email,day,reason\na@x.org,2026-06-30,asked\n' >suppressions.csv
unknown 'suppressions.csv:1:7: error: wrong header'
rm suppressions.csv && mkdir suppressions.csv
unknown 'suppressions.csv: error: cannot read'
# A mistake that hides nobody's address makes nothing unknown.
rmdir suppressions.csv
printf 'email,date,reason\n"y@x.org",2026-06-30,"asked, firmly"\nz@x.org,2026-06-31,"asked"\n,,\n' >suppressions.csv
run cop-members -c email,mail
status 2
tabs <<'END'
a@x.org|yes
b@x.org|no
c@x.org|yes
END

t 'mail: an address under .invalid is never written to'
registry
echo 'a.b@people.invalid,A,,,,,,,,2020-01-01,,express,2020-01-01,' | roster a
mail no

t 'mail: of a seat, the answer for its holder'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2020-01-01,,express,2020-01-01,
a@x.org,,,,,,leads,chair,,2020-01-01,,,,
END
run cop-members --seats -c group,mail
tabs <<'END'
|yes
leads|yes
END
run cop-members -w mail=yes --seats -c email
tabs <<'END'
a@x.org
a@x.org
END
run cop-members -w mail=no
status 1

# -- rosters of every shape ----------------------------------------------------------------------------------------

t 'quoted fields are printed without their quotes'
registry
printf 'a@x.org,"An ""the"" Ant","Smith, Jones"," west ",,,,,,2026-01-01,,,,"a;b"\n"b@x.org","Bo",,,,,"","",,"2026-01-01",,,,\n' | roster a
run cop-members -c email,name,organization,role,source
tabs <<'END'
a@x.org|An "the" Ant|Smith, Jones| west |a;b
b@x.org|Bo|||
END
run cop-members -f csv --no-header -c email,name,organization,role,source
out <<'END'
a@x.org,"An ""the"" Ant","Smith, Jones"," west ",a;b
b@x.org,Bo,,,
END
run cop-members -f json -c name,organization,role -w email=a@x.org
out '{"name":"An \"the\" Ant","organization":"Smith, Jones","role":" west "}'

t 'json: strings, dates as written, null for empty values, mail as a boolean'
registry
echo 'a@x.org,Ana,west,,,,,,2025,2026-01,,express,2026-01-02,' | roster a
run cop-members -f json
out '{"cop":"a","email":"a@x.org","name":"Ana","organization":"west","role":null,"region":null,"language":null,"group":null,"position":null,"status":"member","applied":"2025","joined":"2026-01","left":null,"consent":"express","consented":"2026-01-02","source":null,"mail":true}'

t 'a record without its last line feed, a roster without records'
registry
mkdir rosters
printf '%s\na@x.org,A,,,,,,,,2026-01-01,,,,' $H >rosters/a.csv
run cop-members -c email
status 0
out a@x.org
printf '%s' $H >rosters/a.csv
run cop-members -c email
status 0
out ''
err ''

t 'further columns do no harm'
registry
write rosters/a.csv <<END
$H,badge
a@x.org,A,,,,,,,,2026-01-01,,,,form,7
END
run cop-members -c email,source
status 0
tabs <<'END'
a@x.org|form
END

t 'a damaged record does not hide the others'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2026-01-01,,,,
b@x.org,B,,,,,,,,2026-01-01,,,
c@x.org,"C,,,,,,,,2026-01-01,,,,
d@x.org,D,,,,,,,,2026-01-32,,,,
e@x.org,E,,,,,,,,2026-01-01,,,,
END
run cop-members -c email
status 2
out_like '^a@x\.org$'
out_like '^e@x\.org$'
out_lacks b@x.org
out_lacks c@x.org
run cop-members
status 2
err_like '^rosters/a\.csv:3:1: error: .*\[csv-fields\]'
err_like '^rosters/a\.csv:4:9: error: .*\[csv-syntax\]'
err_like '^rosters/a\.csv:5:18: error: .*2026-01-32.*\[bad-date\]'

t 'a record with too many or too few fields is reported, whatever the question'
registry
roster a <<'END'
a@x.org,A,,,,,,,,2026-01-01,,,,
b@x.org,B,,,,,,,,2026-01-01,,,
c@x.org,C,,,,,,,,2026-01-01,,,,,
END
for columns in cop email joined email,source mail; do
	run cop-members -c $columns
	status 2
	err_like '^rosters/a\.csv:3:1: error: .*\[csv-fields\]'
	err_like '^rosters/a\.csv:4:1: error: .*\[csv-fields\]'
done

t 'a damaged roster does not hide the others'
registry
cp cops/a.yaml cops/b.yaml
echo 'a@x.org,A,,,,,,,,2026-01-01,,,,' | roster b
echo 'nonsense' | write rosters/a.csv
run cop-members -c cop,email
status 2
tabs <<'END'
b|a@x.org
END
err_like '^rosters/a\.csv:1:1: error: '

t 'rows out of order give the same answer, with every set of columns'
registry
cat <<'END' >rows
a@x.org,A,west,,,,,,,2024-01-01,2024-12-31,express,2024-01-01,
a@x.org,A,east,,,,,,,2025-01-01,,,,
a@x.org,,,,,,leads,chair,,2024-06-01,,,,
aa@x.org,AA,,,,,,,,2024-01-01,,,,
b@x.org,B,,,,,,,2026-06-01,,,,,
c@x.org,"C, d",,,,,,,,2024-01-01,,withdrawn,2025-01-01,
END
roster a <rows
asked='-c;email -c;email,joined,name --all;-f;json --seats --all;-c;email,joined,group -w;group=leads'
for options in $asked; do
	# shellcheck disable=SC2046
	cop-members $(echo "$options" | tr ';' ' ') >"right-$options"
done
for seed in 1 2 3 4; do
	perl -e 'srand shift; print map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [rand, s/^([^,]*)/rand() < .3 ? "\"$1\"" : $1/er] } <>' $seed rows |
		roster a
	for options in $asked; do
		# shellcheck disable=SC2046
		run cop-members $(echo "$options" | tr ';' ' ')
		status 0
		sort "$OUT" >got
		sort "right-$options" >right
		ok "$options, rows shuffled by $seed" cmp right got
	done
done

# A roster of several MiB in order of address: 15,000 people with two spells and a seat each. right-members and
# right-seats have those that are listed on 2026-06-30.
large() {
	registry
	mkdir rosters
	awk -v h=$H -v n=15000 'BEGIN {
		for (i = 0; i < n; i++) {
			email = sprintf("person%05d@example.org", i)
			left = i % 5 == 0 ? "2026-05-31" : ""
			print email ",Person Number " i ",old-" i % 7 ",nurse,,en,,,2019-12-01,2020-01-01,2023-12-31,express,2020-01-01,form" >"rows"
			print email ",Person Number " i ",new-" i % 7 ",manager,,fr,,,,2024-01-01," left ",,,email" >"rows"
			if (i % 3 == 0) print email ",,,,,,leads,chair,,2022-01-01,,,," >"rows"
			if (left == "") {
				print "a\t" email "\tnew-" i % 7 "\tfr\t2024-01-01\tyes" >"right-members"
				print email "\t\tmember\tPerson Number " i >"right-seats"
				if (i % 3 == 0) print email "\tleads\tmember\tPerson Number " i >"right-seats"
			}
		}
	}'
	{ echo $H && cat rows; } >rosters/a.csv
	ok 'the roster has several MiB' test "$(wc -c <rosters/a.csv)" -gt 3000000
}

t 'a large roster gives the same answer as its people do one by one'
large
run cop-members -c cop,email,organization,language,joined,mail
status 0
err ''
ok 'members' cmp right-members "$OUT"
run cop-members --seats -c email,group,status,name
status 0
ok 'members and seats' cmp right-seats "$OUT"
run cop-list -c members,applicants
out '12000	0'
run cop-members -w email=person14999@example.org -c email,organization
tabs <<'END'
person14999@example.org|new-5
END

t 'a large roster out of order gives the same answer'
large
perl -e 'srand 3; print map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [rand, $_] } <>' rows >shuffled
{ echo $H && cat shuffled; } >rosters/a.csv
run cop-members -c cop,email,organization,language,joined,mail
status 0
err ''
ok 'members' cmp right-members "$OUT"
run cop-members --seats -c email,group,status,name
sort "$OUT" >got && sort right-seats >right # rows of one person are in the order of the file
ok 'members and seats' cmp right got
run cop-list -c members,applicants
out '12000	0'

t 'a large roster in which only the last line is out of order'
large
{ echo $H && tail -n +2 rows && head -n 1 rows; } >rosters/a.csv
run cop-members --seats -c email,group,status,name
status 0
ok 'members and seats' cmp right-seats "$OUT"
run cop-list -c members
out 12000

t 'a large roster: line numbers in messages'
large
sed -i '30001s/2024-01-01/2024-01-99/;30003s/$/,/' rosters/a.csv
run cop-members -c cop,email,source,mail
status 2
err_like '^rosters/a\.csv:30001:[0-9]+: error: .*2024-01-99'
err_like '^rosters/a\.csv:30003:1: error: .*\[csv-fields\]'

t 'a large roster: output through a narrow reader, and sorted'
large
run sh -c 'cop-members -c email -s -email | head -n 2'
status 0
tabs <<'END'
person14999@example.org
person14998@example.org
END

t 'one address with thousands of rows does not take quadratic time'
registry
mkdir rosters
perl -e 'print "'$H'\n"; my ($y, $m, $d) = (1990, 1, 1);
	for (1 .. 20000) { printf "a\@x.org,A,,,,,,,,%04d-%02d-%02d,%04d-%02d-%02d,,,\n", ($y, $m, $d) x 2;
		if (++$d > 28) { $d = 1; if (++$m > 12) { $m = 1; $y++ } } }' >rosters/a.csv
need timeout
run timeout 5 cop-list -c members
status 0
out 0
{ echo $H && tail -n +2 rosters/a.csv | tac; } >turned && mv turned rosters/a.csv
run timeout 5 cop-list -c members
status 0
out 0

t 'nor do its seats, each of which inherits from another membership, nor the question of whether it may be written to'
registry
mkdir rosters
perl -e 'my ($y, $m, $d, $seats) = (1960, 1, 1, "");
	print "'$H'\n";
	for (1 .. 20000 / $ENV{SHARE}) { my $day = sprintf "%04d-%02d-%02d", $y, $m, $d;
		print "a\@x.org,A,$day,,,,,,,$day,$day,express,$day,\n";
		$seats .= "a\@x.org,,,,,,leads,chair,,$day,$day,,,\n";
		if (++$d > 28) { $d = 1; if (++$m > 12) { $m = 1; $y++ } } }
	print $seats' >rosters/a.csv
need timeout
run timeout 5 sh -c 'cop-members --all --seats -c organization,joined,name,mail | awk "{ print \$3, \$4, \$1 == \$2 }" | uniq -c | tr -s " "'
status 0
out " $((40000 / SHARE)) A yes 1"

t 'many communities: in the order of their ids, each with its people'
registry
for i in $(seq 100 199); do
	cp cops/a.yaml "cops/c$i.yaml"
	echo "p$i@x.org,P,,,,,,,,2026-01-01,,,," | roster "c$i"
	printf 'c%d\tp%d@x.org\n' "$i" "$i"
done >wanted
run cop-members -c cop,email
status 0
out <wanted
run sh -c 'cop-list -c cop -s -cop | cop-members -c cop,email -'
sort -r wanted >turned
out <turned

done_testing
