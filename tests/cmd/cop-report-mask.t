#!/bin/sh
# cop-report for other audiences: whom they may see, and that no masked count can be computed.
. "$TOP/tests/lib.sh"
. "$TOP/tests/reports.sh"

# -- who sees what ---------------------------------------------------------------------------------------------------

# Three communities, one public, one for members, one secret, with the same five members and one more each.
audiences() {
	registry
	cat >>registry.yaml <<-'END'
		roles: {nurse: Nurse}
		regions: {north: North}
	END
	for id in b c; do cp cops/a.yaml cops/$id.yaml; done
	echo 'visibility: members' >>cops/b.yaml
	echo 'visibility: secret' >>cops/c.yaml
	for id in a b c; do
		{
			for n in 1 2 3 4 5; do echo "p$n P$n role=nurse region=north joined=2026-01-01"; done
			echo "own-$id Own role=nurse region=north joined=2026-01-01"
		} | roster $id
	done
}

t 'communities whose visibility is narrower are left out, of totals too'
audiences
run cop-report summary -f tsv -c cop,members --audience public
tabs <<'END'
a|6
END
run cop-report summary -f tsv -c cop,members --audience members
tabs <<'END'
a|6
b|6
END
run cop-report summary -f tsv -c cop,members
tabs <<'END'
a|6
b|6
c|6
END
# people of a; of a and b; of all
for who in public/6 members/7 private/8; do
	run cop-report growth --period 2026-06 -w 'cop=*' -f tsv -c members --audience "${who%/*}"
	out "${who#*/}"
	run cop-report breakdown -f tsv --audience "${who%/*}"
	printf 'nurse\t%s\n' "${who#*/}" >wanted
	out <wanted
	run cop-report coverage -w 'cop=*' -w field=role -f tsv -c members --audience "${who%/*}"
	out "${who#*/}"
done
run cop-report overlap -f tsv --audience public
out ''
run cop-report overlap -f tsv --audience members
tabs <<'END'
a|b|5
END
echo 'goals: [{goal: Secret goal}]' >>cops/c.yaml
run cop-report goals --audience members
out_lacks Secret
run cop-report goals
out_has Secret

t 'a community that the audience may not see is unknown, even by its name'
audiences
run cop-report summary c --audience public -f tsv
out_lacks Community
status 1
run cop-report summary b --audience public
out_lacks 'Community A'

t 'kinds of reports that contain names are for the private audience only'
audiences
for kind in roster composition terms consent pulse 'overlap --people' 'consent --people' 'breakdown --by email' \
	'breakdown --by role,name' summary,roster; do
	for audience in public members; do
		# shellcheck disable=SC2086
		run cop-report $kind --audience $audience
		status 2
		out ''
		err_has '--audience private'
		# shellcheck disable=SC2086
		run cop-report $kind --audience private -f text
		status 0
	done
done

t 'where the members are masked, so are their organizations and regions, from which they could be worked out'
audiences
for n in 1 2 3 4; do echo "q$n Q$n organization=o$n region=north joined=2026-01-01"; done | roster a
run cop-report summary a -f csv --no-header -c members,organizations,regions --audience public
out '<5,<5,<5'
run cop-report summary a -f csv --no-header -c members,organizations,regions
out '4,4,1'
# Together there are 9 members of 9 organizations: 5 and 4.
for n in 1 2 3 4 5; do echo "r$n R$n organization=r$n joined=2026-01-01"; done | roster b
run cop-report summary a b -f md --audience members
out_has '| Community A | active | \<5 | 0 | \<5 | 0 | \<5 | \<5 | |'
out_has '| Community A | active | 5 | 0 | 5 | 0 | 5 | 0 |'
out_has '| **All, each person once** | | **x** | **0** | **x** | **0** | **x** | **x** | |'

t 'the line of the total does not reveal a masked month of a community'
audiences
for n in 1 2 3 4 5 6 7; do echo "q$n Q$n joined=2024-01-01"; done | roster a
# Nine members before the period, then four, then 9 again; with those of the other, 11 and 16.
for n in 1 2 3 4; do echo "r$n R$n joined=2024-01-01"; done >rows
for n in a b c d e; do echo "r$n R$n joined=2024-01-01 left=2025-07-15"; done >>rows
for n in 5 6 7 8 9; do echo "r$n R$n joined=2026-01-01"; done >>rows
roster b <rows
run cop-report summary a b -f md --audience members
out_like '^. \*\*All, each person once\*\* . . \*\*16\*\* .*\*\*0\*\* . . *$'
run cop-report summary a b -f html --audience members
out_lacks '<title>11 to 16</title>'
# Nothing is revealed if the community has fewer than it might.
sed 1d rows | roster b
run cop-report summary a b -f html --audience members
out_lacks '<title>11 to 15</title>'
out_has '<title>10 to 15</title>'

t 'nor how many joined a community, if that is masked'
registry
cp cops/a.yaml cops/b.yaml
# All together are 8 until December, and those of a are among them: 12 now, so that at least 4 joined it, and fewer than 5.
{
	seq -f 'p%g P joined=2024-01-01' 8
	seq -f 'q%g Q joined=2026-01-02' 4
} | roster a
{
	seq -f 'p%g P joined=2024-01-01' 5
	echo 'q1 Q joined=2026-01-02'
	seq -f 'r%g R joined=2025-10-02 left=2025-10-20' 5
} >rows
roster b <rows
run cop-report summary -f html --audience public
out_has '<td class="right">12</td><td class="right">0</td><td class="right">&lt;5</td><td class="right">0</td>'
out_has '<td class="right">12</td><td class="right">0</td><td class="right">9</td><td class="right">5</td>'
out_lacks '<title>8 to 12</title>'
# If one more was there, 3 or 4 may have joined.
{
	cat rows
	echo 's S joined=2024-01-01'
} | roster b
run cop-report summary -f html --audience public
out_has '<title>9 to 13</title>'

# summed BEFORE JOINED LEFT: the summary of a community of so many members before the period, of whom so many left.
summed() {
	{
		seq -f 'b%g B joined=2024-01-01' "$1" | awk -v left="$3" '{ print $0 (NR <= left ? " left=2026-02-01" : "") }'
		seq -f 'n%g N joined=2026-03-01' "$2"
	} | roster a
	run cop-report summary a -f csv --no-header -c members,joined,left --audience public
}

t 'how many were members before the period cannot be computed if they were few'
audiences
summed 2 10 0 # 12 - 10 = 2
out '12,x,0'
summed 4 10 0
out '14,x,0'
summed 5 10 0
out '15,10,0'
summed 0 10 0
out '10,10,0'
summed 2 10 1 # 11 - 10 + <5 is from 2 to 5
out '11,10,<5'
summed 2 0 0
out '<5,0,0'
run cop-report summary a -f csv --no-header -c members,joined,left
out '2,0,0'
# Of a new community it is known that there were none before, so all who left have joined.
summed 0 12 0
sed -i '2,3s/2026-03-01,/&2026-04-01/' rosters/a.csv
run cop-report summary a -f csv --no-header -c members,joined,left --audience public
out '10,x,<5'
# What follows from a month and the next is withheld, too, as are totals that would tell.
summed 2 10 0
run cop-report growth a --period 2026-03 -w cop=a -f csv --no-header -c joined,left,members --audience public
out 'x,0,12'
for n in 1 2 3 4 5 6; do echo "c$n C joined=2024-01-01"; done | roster b
run cop-report summary a b -f md --audience members
out_has '| Community A | active | 12 | 0 | x | 0 |'
out_has '| **All, each person once** | | **18** | **0** | **x** | **0** |'
# Those who were members before a period that is over do not follow from the members of a later day.
run cop-report summary a --period 2025 --as-of 2026-06-30 -f csv --no-header -c members,joined,left --audience public
out '12,0,0'

t 'the line of a community does not tell few members in a month, nor few who came or went in one'
registry
# lined JOINED LEFT EARLY: five members, LEFT more who leave in July, and JOINED more who join in January, EARLY of them
# in December.
lined() {
	{
		seq -f 'm%g M joined=2024-01-01' 5
		seq -f 'l%g L joined=2024-01-01 left=2025-07-15' "$2"
		seq -f 'j%g J joined=2026-01-02' "$1" | awk -v n="$3" 'NR <= n { sub(/2026-01-02/, "2025-12-05") } { print }'
	} | roster a
	run cop-report summary a -f html --audience public
}
lined 5 5 0 # From 10 to 5, and back to 10.
out_has '<title>5 to 10</title>'
lined 5 5 1 # Of the 5 who joined, 1 was in December.
out_lacks 'class="spark"'
lined 10 5 5
out_has '<title>5 to 15</title>'
# From 9 to 4: as only 5 left, there were no fewer.
lined 5 5 0
sed -i '/^m1@/d' rosters/a.csv
run cop-report summary a -f html --audience public
out_lacks 'class="spark"'
# Somebody came and went, so that there may have been fewer.
echo 'x@x.org,X,,,,,,,,2025-12-02,2025-12-09,,,' >>rosters/a.csv
run cop-report summary a -f html --audience public
out_has '<title>&lt;5 to 9</title>'

t 'nor does it if the period begins or ends within a month'
registry
# From 10 to 15 in January, and to 13 in March, as 3 joined on the 5th, and 5 left on the 20th.
{
	seq -f 'm%g M joined=2024-01-01' 5
	seq -f 'l%g L joined=2024-01-01 left=2026-03-20' 5
	seq -f 'j%g J joined=2026-01-02' 5
	seq -f 'k%g K joined=2026-03-05' 3
} | roster a
# Nobody left by 15 March, so that 5 of the 8 who joined by then did so in January, and 3 in March.
run cop-report summary a --as-of 2026-06-30 --since 2026-01-01 --until 2026-03-15 -f html --audience public
out_has '<td class="right">13</td><td class="right">0</td><td class="right">8</td><td class="right">0</td>'
out_lacks 'class="spark"'
# By the end of March, 5 left; some of them in January, perhaps, when as many more joined.
run cop-report summary a --as-of 2026-06-30 --since 2026-01-01 --until 2026-03-31 -f html --audience public
out_has '<title>10 to 13</title>'
# Somebody who joined before the period, in a month of which it has a part, or after it, is not among the 5 who joined in it.
for joined in 2025-12-05 2026-03-20; do
	{
		seq -f 'm%g M joined=2024-01-01' 5
		seq -f 'j%g J joined=2026-01-02' 5
		echo "k K joined=$joined"
	} | roster a
	run cop-report summary a --as-of 2026-06-30 --since 2025-12-15 --until 2026-03-15 -f html --audience public
	out_has '<td class="right">11</td><td class="right">0</td><td class="right">5</td><td class="right">0</td>'
	out_has '<title>5 to 11</title>'
done
# Within the period it is.
run cop-report summary a --as-of 2026-06-30 --since 2025-12-15 --until 2026-03-31 -f html --audience public
out_lacks 'class="spark"'

# people ID FIRST LAST FIELD=VALUE...: adds people of these numbers to a community.
people() {
	id=$1 first=$2 last=$3
	shift 3
	seq -f "p%g P $*" "$first" "$last" >>"$id.rows"
	roster "$id" <"$id.rows"
}

# Two communities without anybody.
two() {
	rm -rf cops rosters ./*.rows registry.yaml
	registry
	cp cops/a.yaml cops/b.yaml
}

# summary_has ROW...: the public summary has these rows.
summary_has() {
	run cop-report summary -f md --audience public
	for row; do out_has "$row"; done
}

t 'few applicants do not follow from members and applicants of all together'
two
# All are 6; of a 5 are members, so 1 must be an applicant, who is a member of b.
people a 1 5 joined=2024-01-01
people a 6 6 applied=2026-06-01
people b 1 6 joined=2024-01-01
summary_has '| Community A | active | 5 | \<5 | 0 | 0 |' \
	'| **All, each person once** | | **x** | **0** | **0** | **0** |'
# One more, and there may be 1 or 2 applicants.
people b 7 7 joined=2024-01-01
summary_has '| **All, each person once** | | **7** | **0** | **0** | **0** |'

# One of a is a member, as at most 9 are in all together: 4 and 5.
two
people a 1 1 joined=2024-01-01
people a 2 9 applied=2026-06-01
people b 2 4 joined=2024-01-01
summary_has '| Community A | active | \<5 | 8 | 0 | 0 |' \
	'| **All, each person once** | | **x** | **5** | **0** | **0** |'

t 'nor from the applicants of all together'
two
# None of the 10 applies to both, so that 4 apply to a.
people a 1 5 joined=2024-01-01
people b 6 10 joined=2024-01-01
people a 11 14 applied=2026-06-01
people b 21 26 applied=2026-06-01
summary_has '| Community A | active | 5 | \<5 | 0 | 0 |' \
	'| **All, each person once** | | **10** | **x** | **0** | **0** |'
# One may.
people b 11 11 applied=2026-06-01
summary_has '| **All, each person once** | | **10** | **10** | **0** | **0** |'
# Of the 11 of a, 7 are members somewhere; the mark of few would tell that the others are 4.
two
people a 1 5 joined=2024-01-01
people a 6 11 applied=2026-06-01
people b 1 7 joined=2024-01-01
summary_has '| Community A | active | 5 | 6 | 0 | 0 |' \
	'| **All, each person once** | | **7** | **x** | **0** | **0** |'

t 'few members do not follow from the organizations or regions of all together'
two
people b 1 5 joined=2024-01-01 organization=o1
# Four in four other organizations, one of whom is in both communities.
people b 6 6 joined=2024-01-01 organization=o1
for n in 6 7 8 9; do people a $n $n joined=2024-01-01 organization=p$n; done
summary_has '| Community A | active | \<5 | 0 | 0 | 0 | \<5 | 0 |' \
	'| **All, each person once** | | **9** | **0** | **0** | **0** | **x** | **0** |'
sed -i 's/^\([^,]*,[^,]*\),\([^,]*\),,/\1,,,\2/' rosters/a.csv rosters/b.csv
summary_has '| **All, each person once** | | **9** | **0** | **0** | **0** | **0** | **x** |'

t 'growth: the numbers of all together do not limit those of a community to one'
two
# One who joined a brings it to 6, which is as many as there are of all; so at most one did.
people a 1 5 joined=2024-01-01
people a 6 6 joined=2026-06-05
people b 1 4 joined=2024-01-01
people b 6 6 joined=2024-01-01
run cop-report growth --since 2026-05-01 -f csv --no-header --audience public
out <<'END'
a,2026-05,0,0,5
a,2026-06,<5,0,x
b,2026-05,0,0,5
b,2026-06,0,0,5
*,2026-05,0,0,6
*,2026-06,<5,0,x
END

# The same if enough join all together for their number to be shown: 5 join b, of which that one is a member.
two
people a 1 5 joined=2024-01-01
people a 6 6 joined=2026-06-05
people b 6 6 joined=2024-01-01
people b 1 5 joined=2026-06-05
run cop-report growth --since 2026-05-01 -f csv --no-header --audience public -w cop=a,*
out <<'END'
a,2026-05,0,0,5
a,2026-06,<5,0,x
*,2026-05,0,0,6
*,2026-06,x,0,x
END
# None of the 10 who join all together joins both, so that 4 join a.
two
people a 1 5 joined=2024-01-01
people b 11 15 joined=2024-01-01
people a 21 24 joined=2026-06-05
people b 31 36 joined=2026-06-05
run cop-report growth --since 2026-05-01 -f csv --no-header --audience public -w cop=a,*
out <<'END'
a,2026-05,0,0,x
a,2026-06,<5,0,9
*,2026-05,0,0,x
*,2026-06,x,0,20
END
# One may.
people b 21 21 joined=2026-06-05
run cop-report growth --since 2026-05-01 -f csv --no-header --audience public -w cop=a,*
out <<'END'
a,2026-05,0,0,x
a,2026-06,<5,0,9
*,2026-05,0,0,10
*,2026-06,10,0,20
END

t 'growth: nor do they if a number of all together is withheld, but limited by others of its line'
two
echo 'policy: {small_cell: 3}' >>registry.yaml
cp cops/a.yaml cops/c.yaml
people a 1 8 joined=2024-01-01
people a 9 12 joined=2024-01-01 left=2026-05-05
people a 13 13 joined=2024-01-01 left=2026-02-02
people b 3 6 joined=2024-01-01 left=2026-02-02
people b 13 13 joined=2024-01-01 left=2026-02-02
people c 1 2 joined=2024-01-01
people c 13 14 joined=2024-01-01
# From 14 to 10, at least 4 of all have left; all of a, so that 1 of the 5 who left a did so before.
run cop-report growth --since 2025-07-01 --every quarter -f csv --no-header -w 'cop=a,*' --audience public
out <<'END'
a,2025-Q3,0,0,13
a,2025-Q4,0,0,13
a,2026-Q1,0,<3,x
a,2026-Q2,0,x,8
*,2025-Q3,0,0,14
*,2025-Q4,0,0,14
*,2026-Q1,0,5,x
*,2026-Q2,0,x,x
END

t 'no report for others has the name of a person'
audiences
run cop-report summary,growth,breakdown,overlap,coverage,goals --audience members
status 0
out_lacks Own
out_lacks @

# -- which counts are masked ---------------------------------------------------------------------------------------------

t 'counts from 1 to small_cell - 1 are masked, 0 is not'
edges
run cop-report summary -f csv --no-header --audience public
# a: 6 members, 2 applicants, 7 joined, 7 left; b: 2 joined, 3 left
out <<'END'
a,Community A,active,6,<5,7,7,3,2
b,Community B,ended,0,0,<5,<5,0,0
END
run cop-report summary b -f json -c members,joined --audience public
out '{"members":0,"joined":null}'
printf 'policy: {small_cell: 3}\n' >>registry.yaml
run cop-report summary -f csv --no-header -c applicants,joined,left --audience members
out <<'END'
<3,7,7
0,<3,3
END
run cop-report summary -f csv --no-header -c applicants,joined,left --audience private
out <<'END'
2,7,7
0,2,3
END

t 'masked counts cannot be found by a condition either'
edges
for n in 1 2 3 4; do
	run cop-report summary -w joined=$n --audience public -f tsv
	status 1
	out ''
	run cop-report summary -w "joined<=$n" -w 'joined>0' --audience public -f tsv
	status 1
	out ''
	run cop-report breakdown -w "members>=$n" --audience public -f tsv
	status 1
	out ''
done

t 'nor by sorting'
registry
{
	for n in 1 2 3; do echo "a$n P role=aaa joined=2026-01-01"; done
	echo "b1 P role=bbb joined=2026-01-01"
	for n in 1 2 3 4; do echo "c$n P role=ccc joined=2026-01-01"; done
} | roster a
for options in '-s members -f tsv' '-s -members -f tsv' '-f csv'; do
	# shellcheck disable=SC2086
	run cop-report breakdown --audience public $options -c role
	sed '/^role$/d' "$OUT" >got
	same got got <<'END'
aaa
bbb
ccc
END
done
run cop-report breakdown --audience public
grep -o 'aaa\|bbb\|ccc' "$OUT" >got
same got got <<'END'
aaa
bbb
ccc
END

t 'a masked count is in no format, nor in a chart'
registry
printf '%s\n' 'policy: {small_cell: 500}' 'roles: {few: Few, many: Many, others: Others}' >>registry.yaml
awk 'BEGIN {
	for (i = 0; i < 333; i++) print "f" i " F role=few joined=2026-01-01"
	for (i = 0; i < 777; i++) print "m" i " M role=many joined=2025-01-01"
	for (i = 0; i < 888; i++) print "o" i " O role=others joined=2025-01-01"
}' | roster a
need unzip
# 333 + 888 and 777 + 888 would reveal as much.
for kind in breakdown 'breakdown --by role,region' growth coverage summary; do
	for f in text md csv tsv json html xlsx; do
		# shellcheck disable=SC2086
		run cop-report $kind -f $f --audience public -o report.$f
		status 0
		if test $f = xlsx; then unzip -p report.xlsx 'xl/worksheets/*' 'xl/charts/*' >text 2>/dev/null; else sed '/<style>/,/<\/style>/d' report.$f >text; fi
		ok "$kind -f $f has something" test -s text
		file_lacks text 333
		case $kind in
		breakdown*)
			file_has text 888
			file_lacks text 777
			;;
		esac
	done
done

# -- no masked count can be computed ------------------------------------------------------------------------------------

# table ROWS COLUMNS COUNT…: a roster with that many members of each role r1… and region c1…
table() {
	columns=$2
	shift 2
	echo "$@" | tr ' ' '\n' | awk -v columns="$columns" '
		{ r = int((NR - 1) / columns) + 1; c = (NR - 1) % columns + 1
		  for (i = 0; i < $1; i++) printf "p%d-%d P role=r%d region=c%d joined=2026-01-01\n", NR, i, r, c }' | roster a
}

# Reads a table as it is printed, with ROWS lines and COLUMNS columns of cells, or with the totals of both, and tries
# all tables that would be printed alike: each masked count must differ between two of them. A reader may know that <
# is 1 to 4, and x at least 5, or, if no table fits that, at least 1.
cat >"$scratch/prove.pl" <<'END'
use strict;
my @seen = map { [split] } <STDIN>;
my ($r, $c) = ($#seen, $#{$seen[0]});
my $most = 24;
my @unknown;
my %at;
for my $i (0 .. $r) { for my $j (0 .. $c) { $at{"$i $j"} = @unknown, push @unknown, [$i, $j] if $seen[$i][$j] =~ /[<x]/ } }
my @value = map { [@$_] } @seen;
my (@low, @high, $tries);
my $x = 5;
sub range { my $s = shift; $s =~ /</ ? (1, 4) : ($x, $most) }
# Can this line, a row or a column, still add up?
sub line_ok {
	my ($known, @cells) = @_;
	my ($sum, $least, $greatest) = (0, 0, 0);
	my @last = @{pop @cells};
	for (@cells) {
		my ($i, $j) = @$_;
		my $k = $at{"$i $j"};
		my ($lo, $hi) = defined $k && $k >= $known ? range($seen[$i][$j]) : ($value[$i][$j]) x 2;
		$least += $lo, $greatest += $hi;
	}
	my $k = $at{"$last[0] $last[1]"};
	my ($lo, $hi) = defined $k && $k >= $known ? range($seen[$last[0]][$last[1]]) : ($value[$last[0]][$last[1]]) x 2;
	return $least <= $hi && $greatest >= $lo;
}
sub possible {
	my $known = shift;
	for my $i (0 .. $r) { return 0 unless line_ok($known, map { [$i, $_] } 0 .. $c) }
	for my $j (0 .. $c) { return 0 unless line_ok($known, map { [$_, $j] } 0 .. $r) }
	return 1;
}
# Is there a table in which that unknown number is not the given one?
sub find {
	my ($k, $which, $is, $not) = @_;
	return 0 unless possible($k);
	if ($k == @unknown) { return 1 }
	my ($i, $j) = @{$unknown[$k]};
	my ($lo, $hi) = range($seen[$i][$j]);
	for my $v ($lo .. $hi) {
		next if $k == $which && defined $not && $v == $not;
		$value[$i][$j] = $v;
		return 1 if find($k + 1, $which, $is, $not);
	}
	return 0;
}
find(0, -1) or $x = 1;
die "no table looks like this\n" unless find(0, -1);
for my $k (0 .. $#unknown) {
	find(0, -1);
	my ($i, $j) = @{$unknown[$k]};
	my $v = $value[$i][$j];
	next if find(0, $k, undef, $v);
	print "line $i, column $j is $v\n", map { join("\t", @$_) . "\n" } @seen;
	exit 1;
}
END

# proved ROWS COLUMNS COUNT…: the public cross-table of these counts reveals no masked count, and the others are right.
proved() {
	table "$@"
	run cop-report breakdown --by role,region --audience public
	status 0
	sed '1,/^ *\(Role\|Region\)/d; /──/d; s/^ *[^ ]*//' "$OUT" | tr -s ' ' | sed 's/^ //' >cells
	perl "$scratch/prove.pl" <cells >why 2>&1 || fails "$*" <why
	cop-report breakdown --by role,region -f csv --no-header >true
	run cop-report breakdown --by role,region -f csv --no-header --audience public
	# For each line: a printed count is true; a masked one is small, or marked as large.
	paste -d, true "$OUT" | awk -F, '
		$1 != $4 || $2 != $5 || !($3 == $6 && $3 >= 5 || $6 == "<5" && $3 < 5 || $6 == "x" && $3 > 0) { print; bad = 1 }
		END { exit bad }' >why || fails "$*: wrong marks" <why
}

t 'cross-tables: no masked count can be computed (every table that would be printed alike is tried)'
registry
need perl
proved 2 2 3 7 8 9
proved 2 2 1 0 0 9
proved 2 2 1 9 0 0
proved 2 2 4 0 0 4
proved 2 2 1 1 1 1
proved 2 2 2 20 20 2
proved 2 3 1 6 7 8 9 10
proved 2 3 1 0 7 0 9 10
proved 3 3 1 10 10 10 10 10 10 10 10
proved 3 3 1 0 9 0 8 0 7 0 6
proved 3 3 4 5 6 5 6 4 6 4 5
proved 3 3 1 2 3 5 6 7 8 9 10
proved 1 3 1 6 9
proved 3 1 4 4 12
# Some more at random, the same ones each time.
perl -e 'srand 7; for (1 .. 40) { my ($r, $c) = (1 + int rand 3, 1 + int rand 3);
	print join(" ", $r, $c, map { rand() < 0.25 ? 0 : 1 + int rand 9 } 1 .. $r * $c), "\n" }' >tables
while read -r one; do
	case $one in
	*' '*' '*[1-9]*) ;;
	*) continue ;;
	esac
	# shellcheck disable=SC2086
	case ${one#* * } in *[1-9]*) proved $one ;; esac
done <tables

t 'a list and its total: the smallest other count is masked, too'
registry
table 4 1 3 20 9 7
run cop-report breakdown --audience public -f csv
out <<'END'
role,members
r1,<5
r2,20
r3,9
r4,x
END
run cop-report breakdown --audience public
out_like '^ *All +39 *$'
# Two masked counts protect each other if their sum allows several pairs.
table 4 1 3 20 2 7
run cop-report breakdown --audience public -f csv --no-header
out <<'END'
r1,<5
r2,20
r3,<5
r4,7
END
# 4 and 4 make 8, which no other two small numbers do.
table 3 1 4 20 4
run cop-report breakdown --audience public -f csv --no-header
out <<'END'
r1,<5
r2,x
r3,<5
END
table 3 1 1 20 1
run cop-report breakdown --audience public -f csv --no-header
out <<'END'
r1,<5
r2,x
r3,<5
END

# covered COUNT…: members with region on itself, in its parts east, west and north, in qc, and with none. The regions that are
# printed, together with the number of members, must leave two possible values for each masked count.
covered() {
	echo "$@" | tr ' ' '\n' | awk '
		BEGIN { split("on east west north qc", id, " ") }
		{ for (i = 0; i < $1; i++) printf "p%d-%d P %s joined=2026-01-01\n", NR, i, id[NR] == "" ? "" : "region=" id[NR] }' | roster a
	run cop-report coverage -w cop=a -w field=region --audience public -f tsv -c id,members
	status 0
	total=$(($(echo "$@" | tr ' ' '+')))
	perl -e '
		my $total = shift;
		# Fewer than 5 members are printed nowhere.
		$total = 20 if $total < 5;
		my %seen = map { chomp; split /\t/ } <STDIN>;
		my @all = ([]);
		for my $id (qw(east west north qc on)) {
			my $s = $seen{$id};
			my ($lo, $hi) = $s =~ /</ ? (1, 4) : $s eq "x" ? (1, $total) : ($s, $s);
			@all = map { my $one = $_; map { [@$one, $_] } $lo .. $hi } @all;
		}
		@all = grep { $_->[0] + $_->[1] + $_->[2] <= $_->[4] && $_->[3] + $_->[4] <= $total } @all;
		die "no such numbers\n" unless @all;
		my $i = 0;
		for my $id (qw(east west north qc on)) {
			my %values = map { $_->[$i] => 1 } @all;
			$i++;
			die "$id is " . join(" ", keys %values) . "\n" if $seen{$id} =~ /[<x]/ && keys %values < 2;
		}' "$total" <"$OUT" >why 2>&1 || { cat "$OUT" >>why; fails "$*" <why; }
}

t 'coverage: regions within regions'
registry
cat >>registry.yaml <<'END'
regions:
  on: Ontario
  east: {name: East, within: on}
  west: {name: West, within: on}
  north: {name: North, within: on}
  qc: Québec
END
need perl
covered 0 1 7 8 9 0
covered 0 1 0 0 9 0
covered 0 1 0 8 9 0
covered 1 0 0 8 9 0
covered 0 4 4 0 9 0
covered 0 4 4 4 9 0
covered 3 1 7 8 9 2
covered 0 6 7 8 1 0
covered 0 0 0 0 4 0
covered 0 0 0 0 4 6
covered 0 1 1 1 1 0
perl -e 'srand 11; for (1 .. 40) { my @n = map { rand() < 0.4 ? 0 : int rand 9 } 1 .. 6; my $n = 0; $n += $_ for @n; print "@n\n" if $n > 4 && $n < 30 }' >tables
while read -r one; do
	# shellcheck disable=SC2086
	covered $one
done <tables

t 'coverage: few people in a region who are in none of its parts do not follow'
registry
cat >>registry.yaml <<-'END'
	regions:
	  on: Ontario
	  east: {name: East, within: on}
	  west: {name: West, within: on}
END
# parts ON EAST WEST: people of the region itself, and of its parts.
parts() {
	{
		seq -f 'o%g P region=on joined=2026-01-01' "$1"
		seq -f 'e%g P region=east joined=2026-01-01' "$2"
		seq -f 'w%g P region=west joined=2026-01-01' "$3"
	} | roster a
	run cop-report coverage -w cop=a -w field=region --audience public -f csv --no-header -c id,members
}
parts 2 5 6
out <<'END'
on,13
east,x
west,6
END
parts 5 5 6
out <<'END'
on,16
east,5
west,6
END
parts 0 5 6
out <<'END'
on,11
east,5
west,6
END

# organizations A B: that many members of two organizations, and what is printed of both.
organizations() {
	{
		for n in $(seq "$1"); do echo "p$n P organization=o1 joined=2026-01-01"; done
		for n in $(seq "$2"); do echo "q$n Q organization=o2 joined=2026-01-01"; done
	} | roster a
	run cop-report coverage -w cop=a -f tsv -c id,members --audience public
}

t 'coverage: organizations, with a total that would reveal one'
registry
write organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
o1,One,,,,h1,,
o2,Two,,,,h1,,
END
# Of seven members, seven minus six would be the one.
organizations 1 6
tabs <<'END'
o1|<5
o2|x
END
# A small count and a larger one that make six are 1 and 5; which is which is not shown.
organizations 1 5
tabs <<'END'
o1|x
o2|x
END
organizations 0 6
tabs <<'END'
o1|0
o2|6
END

# both A1 A2 B1 B2: that many members of two organizations in each of two communities that share nobody.
both() {
	for id in a b; do
		{
			for n in $(seq "$1"); do echo "$id$n P organization=o1 joined=2026-01-01"; done
			for n in $(seq "$2"); do echo "$id-$n Q organization=o2 joined=2026-01-01"; done
		} | roster $id
		shift 2
	done
	run cop-report coverage -f tsv -c cop,id,members --audience public
}

t 'coverage: communities together do not reveal what is masked in one of them'
registry
cp cops/a.yaml cops/b.yaml
write organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
o1,One,,,,h1,,
o2,Two,,,,h1,,
END
# If b has nobody, what all have is what a has.
both 1 6 0 0
tabs <<'END'
a|o1|<5
a|o2|x
b|o1|0
b|o2|0
*|o1|<5
*|o2|x
END
# Eight in two that have at most four each would be four and four.
both 4 9 4 9
tabs <<'END'
a|o1|<5
a|o2|9
b|o1|<5
b|o2|9
*|o1|x
*|o2|18
END
# Seven are three and four, or four and three.
both 3 9 4 9
tabs <<'END'
a|o1|<5
a|o2|9
b|o1|<5
b|o2|9
*|o1|7
*|o2|18
END
both 5 6 5 0
tabs <<'END'
a|o1|5
a|o2|6
b|o1|5
b|o2|0
*|o1|10
*|o2|6
END

t 'coverage: nor if a masked number is smaller than it might be, because of others in its community'
registry
cp cops/a.yaml cops/b.yaml
cat >>registry.yaml <<-'END'
	policy: {small_cell: 4}
	regions:
	  on: Ontario
	  east: {name: East, within: on}
	  west: {name: West, within: on}
END
# In b there are at most 3, one of them or more in the east, so at most 2 in the west; 5 in all would be 3 and 2, as 8 would be 5 and 3.
{
	for n in 1 2; do echo "e$n P region=east joined=2026-01-01"; done
	for n in 1 2 3; do echo "w$n P region=west joined=2026-01-01"; done
} | roster a
{
	echo "e3 P region=east joined=2026-01-01"
	for n in 4 5; do echo "w$n P region=west joined=2026-01-01"; done
} | roster b
run cop-report coverage -w field=region -f csv --no-header -c cop,id,members --audience public
out <<'END'
a,on,5
a,east,<4
a,west,<4
b,on,<4
b,east,<4
b,west,<4
*,on,x
*,east,<4
*,west,x
END

t 'an x in a table is explained once, and only if there is one'
sample
# Midwives: 11, of whom some are <5 by language, so that the others are an x.
for format in text md html; do
	run cop-report coverage,breakdown --by role,language perinatal --audience public -f $format
	test "$(grep -c 'x: a count withheld, because a smaller one could be worked out from it' "$OUT")" = 1 || fails "$format" <"$OUT"
done
run cop-report breakdown --by role,language perinatal --audience public --lang fr
out_has '  x : nombre masqué, car un plus petit'
run cop-report breakdown --by role,language perinatal
out_lacks 'withheld'
run cop-report summary --audience public
out_lacks 'withheld'

done_testing
