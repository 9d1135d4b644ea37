#!/bin/sh
# cop-report summary and growth: who counts when, by hand.
# shellcheck disable=SC1112 # data has ’ in it
. "$TOP/tests/lib.sh"
. "$TOP/tests/reports.sh"

# -- summary ---------------------------------------------------------------------------------------------------------

t 'summary: every edge of spells, stays and partial dates (counted by hand, see tests/reports.sh)'
edges
run cop-report summary -f tsv
status 0
err ''
# a: members back month term touch twice year; applicants early reapp
# organizations west east south; regions north south
tabs <<'END'
a|Community A|active|6|2|7|7|3|2
b|Community B|ended|0|0|2|3|0|0
END

t 'summary is the default kind, of one community or of all'
edges
run cop-report -f csv
out <<'END'
cop,name,status,members,applicants,joined,left,organizations,regions
a,Community A,active,6,2,7,7,3,2
b,Community B,ended,0,0,2,3,0,0
END
run cop-report b -f csv --no-header
out b,Community\ B,ended,0,0,2,3,0,0

t 'summary: json, typed'
edges
run cop-report summary a -f json
out '{"cop":"a","name":"Community A","status":"active","members":6,"applicants":2,"joined":7,"left":7,"organizations":3,"regions":2}'

t 'summary: as of any day'
edges
# On 30 Sep 2025: members reapp term twice until year year25 (back is away); no applicants. From 1 Oct 2024 to 30 Sep 2025:
# joined back (Jan), reapp (Mar), twice (Jul, Sep); left back (Aug), twice (Jul, Sep).
# b: members back solo; joined solo (Jan), twice (Jul), back (Sep); left twice.
run cop-report summary --as-of 2025-09-30 -f tsv -c cop,status,members,applicants,joined,left
tabs <<'END'
a|active|6|0|4|3
b|active|2|0|3|1
END
# A partial date is its first day.
run cop-report summary --as-of 2025-10 -f tsv -c cop,members
tabs <<'END'
a|6
b|2
END
run cop-report summary --as-of 2019-12-31 -f tsv -c cop,status,members,joined,left
tabs <<'END'
a|active|0|0|0
b|planned|0|0|0
END

t 'summary: the last day of a community, and the next one'
edges
run cop-report b --as-of 2026-01-31 -f tsv -c status,members,left
tabs <<'END'
active|1|3
END
run cop-report b --as-of 2026-02-01 -f tsv -c status,members
tabs <<'END'
ended|0
END

t 'summary: --period, --since and --until are inclusive'
edges
for p in 2026-05 2026-Q2 2026-q2; do
	run cop-report a --period $p -f tsv -c joined,left
	tabs <<'END'
2|3
END
done
run cop-report a --since 2026-05-05 --until 2026-05-05 -f tsv -c joined,left
tabs <<'END'
1|1
END
run cop-report a --since 2026-05-06 --until 2026-05-30 -f tsv -c joined,left
tabs <<'END'
0|0
END
run cop-report a --since 2026-05 --until 2026-05 -f tsv -c joined,left
tabs <<'END'
2|3
END
run cop-report a --period 2025 -f tsv -c joined,left
# back (1 Jan), reapp (1 Mar), twice (Jul, Sep), touch; back, twice 2, year25
tabs <<'END'
5|4
END

t 'summary: if only the end of the period is given, the period is the twelve months before it'
edges
run cop-report a --until 2025-12-31 -f tsv -c joined,left
# of 2025
tabs <<'END'
5|4
END

t 'summary: if no period is given, it is the twelve months up to the day'
registry
roster a <<'END'
last Last joined=2020 left=2026-07-01
new New joined=2025-07-02
old Old joined=2025-07-01
END
# The first day of a month and the last one; also in February, in a leap year and after it.
run cop-report a -f tsv -c joined,left --as-of 2026-07-01
tabs <<'END'
1|1
END
run cop-report a -f tsv -c joined,left --as-of 2026-06-30
tabs <<'END'
2|0
END
while read -r day from; do
	cop-report a --as-of "$day" | tr -s ' \n' ' ' >page
	file_has page "Test federation, $from to "
done <<'END'
2026-07-01 July 2, 2025
2026-06-30 July 1, 2025
2026-06-29 June 30, 2025
2025-02-28 March 1, 2024
2024-02-29 March 1, 2023
END

t 'summary: the day is the last one of a period that is over, unless it is given'
edges
run cop-report a --period 2025 -f tsv -c members
# On 31 Dec 2025: reapp term touch until year year25
out 6
run cop-report a --period 2025-08 -f tsv -c members
out 5
run cop-report a --period 2025-08 --as-of 2026-02-28 -f tsv -c members
out 7
run cop-report a --until 2025-08 -f tsv -c members
out 5
# For a period that is not over, it is today.
run cop-report a --period 2026 -f tsv -c members
out 6
run cop-report a --period 2026-Q2 -f tsv -c members
out 6
run cop-report summary a --period 2025-08
out_like 'As of August 31, 2025'
run cop-report summary a --period 2026
out_like 'As of June 30, 2026'

t 'summary: in the total, each person counts once'
edges
run cop-report summary
status 0
# joined: back day month touch twice; left: back day reapp twice until year25 solo
out_like '^ *Community A +active +6 +2 +7 +7 '
out_like '^ *Community B +ended +0 +0 +2 +3 '
out_like '^ *All, each person once +6 +2 +5 +7 '

t 'summary: a member of one community who applies to another is not an applicant in the total'
registry
cp cops/a.yaml cops/b.yaml
echo 'p P joined=2026-01-01' | roster a
printf 'p P applied=2026-06-01\nq Q applied=2026-06-02\n' | roster b
run cop-report summary
out_like '^ *Community A .* 1 +0 +1 +0 '
out_like '^ *All, each person once .*1 +1 +1 +0 '

t 'summary: the organizations and regions of members; empty ones do not count'
registry
roster a <<'END'
p P organization=o1 region=r1 joined=2026-01-01
q Q organization=o1 region=r2 joined=2026-01-01
r R joined=2026-01-01
s S organization=o2 region=r3 applied=2026-01-01
t T organization=o3 region=r4 joined=2020-01-01 left=2026-06-29
u U organization=o4 region=r5 joined=2026-01-01
u - organization=o5 region=r6 group=leads joined=2026-01-01
END
run cop-report -f tsv -c members,organizations,regions
tabs <<'END'
4|2|3
END

t 'summary: the status of a merged community, whether it alone or all are asked for'
registry
write cops/later.yaml <<'END'
name: Later
host: h1
domain: More
lineage:
  - {event: merged-from, community: a, date: 2025-05-15}
END
echo 'p P joined=2020-01-01 left=2025-05-15' | roster a
run cop-report summary a -f tsv -c cop,status,members,left --period 2025
tabs <<'END'
a|merged|0|1
END

# -- growth ----------------------------------------------------------------------------------------------------------

t 'growth: month by month, each community and the total, in which each person counts once (by hand)'
edges
run cop-report growth -f tsv
status 0
err ''
# Members on the last day: term and year always, reapp and until to May, year25 to December, touch from October, twice in
# September and from January, back in July and from February, month from May.
tabs <<'END'
a|2025-07|1|1|6
a|2025-08|0|1|5
a|2025-09|1|1|6
a|2025-10|1|0|6
a|2025-11|0|0|6
a|2025-12|0|1|6
a|2026-01|1|0|6
a|2026-02|1|0|7
a|2026-03|0|0|7
a|2026-04|0|0|7
a|2026-05|2|3|8
a|2026-06|0|0|6
b|2025-07|1|1|1
b|2025-08|0|0|1
b|2025-09|1|0|2
b|2025-10|0|0|2
b|2025-11|0|1|2
b|2025-12|0|0|1
b|2026-01|0|1|1
b|2026-02|0|0|0
b|2026-03|0|0|0
b|2026-04|0|0|0
b|2026-05|0|0|0
b|2026-06|0|0|0
*|2025-07|1|1|7
*|2025-08|0|1|6
*|2025-09|2|1|8
*|2025-10|1|0|8
*|2025-11|0|1|8
*|2025-12|0|1|7
*|2026-01|1|1|7
*|2026-02|1|0|7
*|2026-03|0|0|7
*|2026-04|0|0|7
*|2026-05|2|3|8
*|2026-06|0|0|6
END

t 'growth: by quarter and by year'
edges
run cop-report growth a --every quarter --period 2025 -f tsv
# Q1: joined back, reapp; members back reapp term until year year25
# Q3: joined twice 2; left back, twice 2
tabs <<'END'
a|2025-Q1|2|0|6
a|2025-Q2|0|0|6
a|2025-Q3|2|3|6
a|2025-Q4|1|1|6
*|2025-Q1|2|0|6
*|2025-Q2|0|0|6
*|2025-Q3|1|2|6
*|2025-Q4|1|1|6
END
run cop-report growth a --every year --since 2019 --until 2025 -f tsv -c period,joined,left,members -w cop=a
# 2020: term year year25; 2024: until; 2025: see above
tabs <<'END'
2019|0|0|0
2020|3|0|3
2021|0|0|3
2022|0|0|3
2023|0|0|3
2024|1|0|4
2025|5|4|6
END

t 'growth: if no period is given, it begins with a whole month, quarter or year'
registry
roster a <<'END'
apr Apr joined=2025-04-01
jan Jan joined=2025-01-01
jun Jun joined=2025-06-01
may May joined=2026-05-15
END
# The twelve months to May 2026 begin in June 2025, which is in the second quarter.
run sh -c 'cop-report growth a -w cop=a -f tsv -c period,joined,members --as-of 2026-05-15 | sed -n "1p;2p;\$p"'
tabs <<'END'
2025-06|1|3
2025-07|0|3
2026-05|1|4
END
run cop-report growth a -w cop=a -f tsv -c period,joined,members --as-of 2026-05-15 --every quarter
tabs <<'END'
2025-Q2|2|3
2025-Q3|0|3
2025-Q4|0|3
2026-Q1|0|3
2026-Q2|1|4
END
run cop-report growth a -w cop=a -f tsv -c period,joined,members --as-of 2026-05-15 --every year
tabs <<'END'
2025|3|3
2026|1|4
END
run cop-report growth a --as-of 2026-05-15 --every year
out_has 'January 1, 2025 to May 15, 2026'
# A given period may cut a year.
run cop-report growth a -w cop=a -f tsv -c period,joined,members --since 2025-06 --every year
tabs <<'END'
2025|1|3
2026|1|4
END

t 'growth: a sentence says that there is nothing to show'
edges
run cop-report growth a -w 'joined>1000'
status 1
out_has '  No period matches.'
run cop-report growth a -w 'joined>1000' -f html --lang fr
out_has '<p>Aucune période ne correspond.</p>'
for kind in growth summary; do
	run cop-report $kind -w kind=network
	status 1
	out_has '  No community is selected.'
	out_lacks 'There are no'
	run cop-report $kind -w kind=network --lang fr
	out_has '  Aucune communauté n’est sélectionnée.'
	run sh -c "cop-report $kind - </dev/null"
	out_has '  No community is selected.'
done
rm cops/*.yaml rosters/*.csv
for kind in growth summary; do
	run cop-report $kind
	status 0
	out_has '  There are no communities.'
done

t 'growth: in the total, somebody who joined twice in a quarter is one person who joined'
edges
run cop-report growth --every quarter --period 2025-Q3 -f tsv
# b: joined twice, back; left twice.  All: joined twice, back; left back, twice.
# Members on 30 September: reapp term twice until year year25, and back, solo.
tabs <<'END'
a|2025-Q3|2|3|6
b|2025-Q3|2|1|2
*|2025-Q3|2|2|8
END

t 'growth: -w on a period compares its days'
registry
roster a <<'END'
p P joined=2025-01-10
END
# shellcheck disable=SC2317 # run() calls it
# periods EVERY CONDITION…: the periods of 2025 and the first half of 2026 that meet all conditions, on one line.
periods() {
	every=$1
	shift
	for condition; do
		set -- "$@" -w "$condition"
		shift
	done
	cop-report growth a --every "$every" --since 2025 --until 2026-06 -f tsv -c period -w cop=a "$@" >said
	echo $? "$(paste -sd' ' said)"
}
run periods month 'period>2026-03'
out '0 2026-04 2026-05 2026-06'
run periods month 'period>=2025-Q3' 'period<2025-Q4'
out '0 2025-07 2025-08 2025-09'
run periods month 'period<=2025-01'
out '0 2025-01'
run periods month 'period=2026-q2'
out '0 2026-04 2026-05 2026-06'
run periods month 'period!=2025'
out '0 2026-01 2026-02 2026-03 2026-04 2026-05 2026-06'
run periods month 'period=2025-02,2026-01'
out '0 2025-02 2026-01'
run periods month 'period~-06'
out '0 2025-06 2026-06'
run periods quarter 'period>=2025-Q3'
out '0 2025-Q3 2025-Q4 2026-Q1 2026-Q2'
run periods quarter 'period=2026'
out '0 2026-Q1 2026-Q2'
run periods quarter 'period=2026-Q1'
out '0 2026-Q1'
# A quarter is not within its first month, nor before it.
run periods quarter 'period=2026-01'
out '1 '
run periods quarter 'period<2026-02'
out '0 2025-Q1 2025-Q2 2025-Q3 2025-Q4'
run periods year 'period>2025'
out '0 2026'
run periods year 'period=2025'
out '0 2025'
for value in soon 2026-Q5 2026-13; do
	run cop-report growth a -w "period>=$value"
	status 2
	out ''
	end=
	test $value != 2026-13 || end=': not in the calendar'
	err "cop-report: error: period: \"$value\" is not a date$end"
done
run cop-report growth a --every quarter --period 2026-Q1 -f json -w cop=a
out '{"cop":"a","period":"2026-Q1","joined":0,"left":0,"members":1}'

t 'growth: a period that begins or ends within a month only counts its own days'
edges
run cop-report growth b --since 2025-07-16 --until 2025-09-01 -f tsv -w cop=b
tabs <<'END'
b|2025-07|0|1|1
b|2025-08|0|0|1
b|2025-09|1|0|2
END
run cop-report growth a --since 2026-05-05 --until 2026-05-05 -f tsv -w cop=a
# On 5 May: back day month reapp term touch twice until year
tabs <<'END'
a|2026-05|1|1|9
END

t 'growth: a change of employer is neither joining nor leaving, and the person counts once'
registry
roster a <<'END'
p P organization=o1 joined=2026-01-10 left=2026-02-10
p P organization=o2 joined=2026-02-11 left=2026-03-31
p P organization=o3 joined=2026-04 left=2026-05
END
run cop-report growth -f tsv -w cop=a --since 2026-01 --until 2026-06
tabs <<'END'
a|2026-01|1|0|1
a|2026-02|0|0|1
a|2026-03|0|0|1
a|2026-04|0|0|1
a|2026-05|0|1|1
a|2026-06|0|0|0
END

t 'growth: with a day between two spells, somebody left'
registry
roster a <<'END'
p P joined=2026-01-10 left=2026-02-10
p P joined=2026-02-12
END
run cop-report growth -f tsv -w cop=a --since 2026-01 --until 2026-02
tabs <<'END'
a|2026-01|1|0|1
a|2026-02|1|1|1
END

t 'growth: somebody comes and goes many times'
registry
{
	echo "$H"
	for month in 05 06; do
		for day in 01 03 05 07 09 11 13 15 17 19 21 23 25 27 29; do
			echo "p@x.org,P,,,,,,,,2026-$month-$day,2026-$month-$day,,,"
		done
	done
} | write rosters/a.csv
run cop-report growth --period 2026-Q2 -f csv --no-header
out <<'END'
a,2026-04,0,0,0
a,2026-05,15,15,0
a,2026-06,15,15,0
*,2026-04,0,0,0
*,2026-05,1,1,0
*,2026-06,1,1,0
END

t 'growth: leap years, and the last day of a partial date'
registry
roster a <<'END'
p P joined=2024-02 left=2024-02
q Q joined=2023-12-31 left=2024
END
run cop-report growth --since 2023-12 --until 2024-03 -f tsv -w cop=a
tabs <<'END'
a|2023-12|1|0|1
a|2024-01|0|0|1
a|2024-02|1|1|2
a|2024-03|0|0|1
END
run cop-report growth --since 2024-02-29 --until 2024-02-29 -f tsv -w cop=a
tabs <<'END'
a|2024-02|0|1|2
END

t 'growth: no members at all'
registry
run cop-report growth --period 2026-06 -f tsv
tabs <<'END'
a|2026-06|0|0|0
*|2026-06|0|0|0
END
roster a </dev/null
run cop-report growth --period 2026-06 -f csv
status 0
err ''
out <<'END'
cop,period,joined,left,members
a,2026-06,0,0,0
*,2026-06,0,0,0
END

t 'growth: -w on its rows and on communities'
edges
run cop-report growth -f tsv -w period=2026-05 -w cop=a,b
tabs <<'END'
a|2026-05|2|3|8
b|2026-05|0|0|0
END
run cop-report growth -f tsv --period 2026-05 -w status=active
tabs <<'END'
a|2026-05|2|3|8
*|2026-05|2|3|8
END
run cop-report growth -f tsv --period 2026-05 -w 'joined>0' -w cop=a
tabs <<'END'
a|2026-05|2|3|8
END
run cop-report growth -f tsv --period 2026-05 -w 'joined>9'
status 1
out ''

t 'growth: -s and -c'
edges
run cop-report growth a --since 2026-01 --until 2026-05 -w cop=a -s -members -c period,members -f tsv --header
# Equal rows keep their order.
tabs <<'END'
period|members
2026-05|8
2026-02|7
2026-03|7
2026-04|7
2026-01|6
END

# -- unknown counts ------------------------------------------------------------------------------------------------------

t "without the people's folder, all counts are unknown, and none is 0"
edges
echo 'people: ../private' >>registry.yaml
run cop-report summary -f tsv
status 2
tabs <<'END'
a|Community A|active||||||
b|Community B|ended||||||
END
run cop-report growth a --period 2026-05 -f json
status 2
out <<'END'
{"cop":"a","period":"2026-05","joined":null,"left":null,"members":null}
{"cop":"*","period":"2026-05","joined":null,"left":null,"members":null}
END
run cop-report summary
out_lacks ' 0 '
run cop-report growth
out_lacks ' 0 '

t 'a damaged roster makes its counts and the total unknown'
edges
cp cops/a.yaml cops/c.yaml
echo 'p P joined=2026-05-02' | roster c
echo 'x@x.org,Damaged,,,,' >>rosters/b.csv
run cop-report summary -f tsv -c cop,members,applicants,joined,left,organizations,regions
status 2
tabs <<'END'
a|6|2|7|7|3|2
b||||||
c|1|0|1|0|0|0
END
err_like '^rosters/b\.csv:5:1: error: '
run cop-report growth --period 2026-05 -f tsv
status 2
tabs <<'END'
a|2026-05|2|3|8
b|2026-05|||
c|2026-05|1|0|1
*|2026-05|||
END
run cop-report summary
status 2
out_like '^ *All, each person once *$'
run cop-report summary a c
status 0
err ''

t 'an error in a roster is reported once, however many reports read it'
edges
echo 'x@x.org,Damaged,,,,' >>rosters/b.csv
run cop-report summary,growth,overlap,coverage,breakdown
status 2
test "$(grep -c 'rosters/b' "$ERR")" = 1 || fails 'reported more than once' <"$ERR"

# -- as a page -------------------------------------------------------------------------------------------------------

t 'growth as a page: the total first, then each community, with bars'
edges
run cop-report growth --period 2026-Q2
status 0
sed -n 's/^ *\(2026-[0-9]*\) *\([0-9]*\) *\([0-9]*\) *\([0-9]*\)\( .*\)*$/\1|\2|\3|\4/p' "$OUT" >got
# b ended in January, and is left out.
same got got <<'END'
2026-04|0|0|7
2026-05|2|3|8
2026-06|0|0|6
2026-04|0|0|7
2026-05|2|3|8
2026-06|0|0|6
END
out_like '^ *All, each person once$'

t 'the future is not counted: a period ends with the day asked about'
edges
run cop-report growth a --since 2026-05 --until 2026-12 -f tsv -c period -w cop=a --as-of 2026-06-15
out <<-'END'
	2026-05
	2026-06
END
run cop-report growth a --period 2026-Q4 --as-of 2026-06-15
status 2
out ''
err 'cop-report: error: growth: the period begins after the day asked about'
run cop-report terms a --period 2026-Q4 --as-of 2026-06-15
status 0

t 'a thousand years by month: the page has a mark for each, and takes little time'
need timeout
edges
run timeout 10 cop-report growth a --since 1000 --every month -f html -o growth.html
status 0
ok 'all months' test "$(grep -c '^<use.*<title>' growth.html)" -ge 12000

done_testing
