#!/bin/sh
# cop-report over the whole sample federation, counted by other programs: perl, and sqlite3 if it is installed.
# shellcheck disable=SC2016 # scripts of other programs are in single quotes
. "$TOP/tests/lib.sh"

# The counts that formats.md defines, from the files: count.pl KIND DAY SINCE UNTIL UNIT, in the columns of cop-report.
cat >"$scratch/count.pl" <<'END'
use strict;
my ($kind, $day, $since, $until, $unit) = @ARGV;

# Days since 1 March of year 0 (Hinnant's algorithm), and back as far as needed.
sub number {
	my ($y, $m, $d) = @_;
	$y-- if $m <= 2;
	return 365 * $y + int($y / 4) - int($y / 100) + int($y / 400) + int((153 * (($m + 9) % 12) + 2) / 5) + $d - 1;
}
sub days_in { my ($y, $m) = @_; return number($m == 12 ? ($y + 1, 1) : ($y, $m + 1), 1) - number($y, $m, 1) }
my $never = 9e9;
sub first_of { my @d = split /-/, shift; return @d ? number($d[0], $d[1] || 1, $d[2] || 1) : $never }
sub last_of {
	my @d = split /-/, shift;
	return $never unless @d;
	my $m = $d[1] || 12;
	return number($d[0], $m, $d[2] || days_in($d[0], $m));
}
sub csv {
	my $line = shift;
	my @f;
	while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/g) {
		my ($f, $end) = (defined $1 ? $1 : $2, $3);
		$f =~ s/""/"/g;
		push @f, $f;
		last if $end eq "";
	}
	return @f;
}

my (%rows, @cops, %ended);
for my $file (sort glob "cops/*.yaml") {
	my ($id) = $file =~ m{/(.*)\.yaml};
	push @cops, $id;
	open my $y, "<", $file or die;
	while (<$y>) { $ended{$id} = last_of($1) if /^ended: *([0-9-]+)/ }
	open my $r, "<", "rosters/$id.csv" or next;
	<$r>;
	while (<$r>) {
		chomp;
		my ($email, $name, $org, $role, $region, $lang, $group, $position, $applied, $joined, $left) = csv($_);
		next if $group ne "";
		my $end = last_of($left);
		$end = $ended{$id} if defined $ended{$id} && $ended{$id} < $end;
		my ($a, $j) = (first_of($applied), first_of($joined));
		push @{$rows{$id}{$email}}, {first => $a < $j ? $a : $j, end => $end, joined => $j, applied => $a,
			organization => $org, role => $role, region => $region, language => $lang, name => $name};
	}
}

# Stays, as [joined, last day].
sub stays {
	my @spells = sort { $a->{first} <=> $b->{first} } grep { $_->{joined} < $never } @_;
	my @stays;
	for (@spells) {
		if (@stays && $_->{first} <= $stays[-1][1] + 1) {
			$stays[-1][1] = $_->{end} if $_->{end} > $stays[-1][1];
		} else {
			push @stays, [$_->{joined}, $_->{end}];
		}
	}
	return @stays;
}
# The membership of a person in a community on a day.
sub membership {
	my ($id, $email, $d) = @_;
	my @now = grep { $_->{joined} <= $d && $d <= $_->{end} } @{$rows{$id}{$email} || []};
	return $now[0];
}
sub applies {
	my ($id, $email, $d) = @_;
	return grep { $_->{applied} <= $d && $_->{joined} > $d && $d <= $_->{end} &&
		!($_->{joined} == $never && $_->{end} <= $d) } @{$rows{$id}{$email}};
}
sub all_people { my %p; $p{$_} = 1 for map { keys %{$rows{$_}} } @cops; return sort keys %p }
# The membership that began last; of several on the same day, that of the first id.
sub best {
	my ($email, $d) = @_;
	my $best;
	for my $id (@cops) {
		my $m = membership($id, $email, $d) or next;
		$best = $m if !$best || $m->{joined} > $best->{joined};
	}
	return $best;
}

my $d = first_of($day);
my ($from, $to) = (first_of($since), last_of($until));

if ($kind eq "summary") {
	for my $id (@cops) {
		my ($m, $a, $j, $l, %o, %r) = (0, 0, 0, 0);
		for my $email (keys %{$rows{$id}}) {
			if (my $now = membership($id, $email, $d)) {
				$m++;
				$o{$now->{organization}} = $r{$now->{region}} = 1;
			} elsif (applies($id, $email, $d)) {
				$a++;
			}
			for (stays(@{$rows{$id}{$email}})) {
				$j++ if $from <= $_->[0] && $_->[0] <= $to;
				$l++ if $from <= $_->[1] && $_->[1] <= $to;
			}
		}
		delete $o{""};
		delete $r{""};
		print join("\t", $id, $m, $a, $j, $l, scalar keys %o, scalar keys %r), "\n";
	}
} elsif ($kind eq "growth") {
	# All days of the period, one after the other.
	my ($y, $mo, $da) = split /-/, $since;
	my (@names, @last, %at);
	for my $n ($from .. $to) {
		my $name = $unit eq "year" ? sprintf("%04d", $y) : $unit eq "quarter" ? sprintf("%04d-Q%d", $y, int(($mo + 2) / 3))
			: sprintf("%04d-%02d", $y, $mo);
		push @names, $name if !@names || $names[-1] ne $name;
		$last[$#names] = $n;
		$at{$n} = $#names;
		if (++$da > days_in($y, $mo)) { $da = 1; $mo++ }
		if ($mo > 12) { $mo = 1; $y++ }
	}
	my (%joined, %left, %member);
	for my $id (@cops) {
		my (@j, @l, @m);
		for my $email (keys %{$rows{$id}}) {
			for (stays(@{$rows{$id}{$email}})) {
				if (defined(my $s = $at{$_->[0]})) { $j[$s]++; $joined{$s}{$email} = 1 }
				if (defined(my $s = $at{$_->[1]})) { $l[$s]++; $left{$s}{$email} = 1 }
			}
			for my $s (0 .. $#names) {
				if (membership($id, $email, $last[$s])) { $m[$s]++; $member{$s}{$email} = 1 }
			}
		}
		print join("\t", $id, $names[$_], map { $_ || 0 } $j[$_], $l[$_], $m[$_]), "\n" for 0 .. $#names;
	}
	print join("\t", "*", $names[$_], map { scalar keys %{$_ || {}} } $joined{$_}, $left{$_}, $member{$_}), "\n" for 0 .. $#names;
} elsif ($kind eq "breakdown") {
	my @fields = split /,/, $unit;
	my %n;
	for my $email (all_people()) {
		if ($fields[0] eq "cop") {
			for my $id (@cops) {
				my $m = membership($id, $email, $d) or next;
				$n{join "\t", $id, map { $m->{$_} } @fields[1 .. $#fields]}++;
			}
		} elsif (my $m = best($email, $d)) {
			$n{join "\t", map { $m->{$_} } @fields}++;
		}
	}
	print "$_\t$n{$_}\n" for sort keys %n;
} elsif ($kind eq "overlap") {
	my %n;
	for my $email (all_people()) {
		my @in = grep { membership($_, $email, $d) } @cops;
		for my $i (0 .. $#in) { $n{"$in[$i]\t$in[$_]"}++ for $i + 1 .. $#in }
	}
	print "$_\t$n{$_}\n" for sort keys %n;
} elsif ($kind eq "people") {
	for my $email (all_people()) {
		my @in = grep { membership($_, $email, $d) } @cops;
		print join("\t", $email, best($email, $d)->{name}, scalar @in, join ";", @in), "\n" if @in > 1;
	}
} elsif ($kind eq "coverage") {
	# For each id in the report, on standard input: cop, field, id.
	my (%within, $part, $term);
	open my $y, "<", "registry.yaml" or die;
	while (<$y>) {
		$part = $1 if /^([a-z]+):/;
		next unless $part eq "roles" || $part eq "regions";
		$term = $1 if /^  ([a-z0-9-]+):/;
		$within{$term} = $1 if /^    within: *([a-z0-9-]+)/ || /[{,] *within: *([a-z0-9-]+)/;
	}
	my (%n, %seen);
	for my $id (@cops, "*") {
		for my $email ($id eq "*" ? all_people() : keys %{$rows{$id}}) {
			my $m = $id eq "*" ? best($email, $d) : membership($id, $email, $d);
			next unless $m;
			$n{$id, "organization", $m->{organization}}++;
			for my $field ("role", "region") {
				for (my $t = $m->{$field}; defined $t && $t ne ""; $t = $within{$t}) { $n{$id, $field, $t}++ }
			}
		}
	}
	while (<STDIN>) {
		chomp;
		my ($id, $field, $t) = split /\t/;
		print join("\t", $id, $field, $t, $n{$id, $field, $t} || 0), "\n";
	}
}
END

count() { perl "$scratch/count.pl" "$@"; }

t 'summary'
sample
for day in 2018-01-01 2022-07-01 2024-02-29 2025-12-31 2026-06-30 2027-01-01; do
	count summary $day 2017-02 $day >wanted
	run cop-report summary -f tsv -c cop,members,applicants,joined,left,organizations,regions --as-of $day \
	    --since 2017-02 --until $day
	status 0
	out <wanted
done
ok 'there is something to count' grep -q '	[1-9][0-9]	' wanted

t 'growth, by month, quarter and year'
sample
count growth 2026-06-30 2025-07-01 2026-06-30 month >wanted
run cop-report growth -f tsv
out <wanted
count growth 2026-06-30 2024-02-15 2026-06-30 month >wanted
run cop-report growth -f tsv --since 2024-02-15 --until 2026-08-10
out <wanted
count growth 2026-06-30 2019-11-03 2026-05-09 quarter >wanted
run cop-report growth -f tsv --since 2019-11-03 --until 2026-05-09 --every quarter
out <wanted
count growth 2026-06-30 2018-01-01 2026-06-30 year >wanted
run cop-report growth -f tsv --since 2018 --until 2027 --every year
out <wanted
ok 'there is something to count' grep -q '	[1-9][0-9]	' wanted

t 'breakdown'
sample
for by in role region organization language role,region language,organization,role cop cop,role; do
	for day in 2023-09-30 2026-06-30; do
		count breakdown $day 2026 2026 $by | LC_ALL=C sort >wanted
		cop-report breakdown -f tsv --by $by --as-of $day | LC_ALL=C sort >got
		same "--by $by, $day" got <wanted
	done
done
ok 'there is something to count' grep -q '	[1-9][0-9]*$' wanted

t 'overlap'
sample
for day in 2022-01-01 2024-12-31 2026-06-30; do
	count overlap $day >wanted
	run cop-report overlap -f tsv --as-of $day
	out <wanted
	count people $day >wanted
	run cop-report overlap --people -f tsv --as-of $day
	out <wanted
done
ok 'there is somebody' test -s wanted

t 'coverage: how many there are of each kind'
sample
for day in 2023-09-30 2026-06-30; do
	run cop-report coverage -f tsv -c cop,field,id,members --as-of $day
	status 0
	cut -f 1-3 "$OUT" | count coverage $day >wanted
	out <wanted
done
ok 'of all, every role' test "$(grep -c '^\*	role	' wanted)" -gt 40

t 'coverage: which organizations, from organizations.csv'
sample
# A community that lists none has those that are members of its host on that day.
for id in finance rural-hospice; do
	file_lacks cops/$id.yaml 'organizations: ['
	perl -e 'my ($host, $day) = @ARGV; while (<STDIN>) {
		s/"[^"]*"/x/g;
		chomp;
		my @f = split /,/, $_, -1;
		print "$f[0]\n" if (grep { $_ eq $host } split /;/, $f[5]) && $f[6] le $day && ($f[7] eq "" || $f[7] ge $day) }' \
	    "$(sed -n 's/^host: *//p' cops/$id.yaml)" 2026-06-30 <organizations.csv >wanted
	ok 'there is some' test -s wanted
	run cop-report coverage $id -f tsv -c id -w field=organization -w cop=$id
	out <wanted
done

t 'growth, breakdown and overlap by sqlite3'
need sqlite3
sample
for f in rosters/*.csv; do
	id=${f#rosters/}
	id=${id%.csv}
	perl -e 'my ($id) = @ARGV; while (<STDIN>) { next if $. == 1; print "$id,$_" }' "$id" <"$f"
done >all.csv
for f in cops/*.yaml; do
	id=${f#cops/}
	printf '%s,%s\n' "${id%.yaml}" "$(sed -n 's/^ended: *//p' "$f")"
done >cops.csv
# Only dates that are whole days; the ends of partial ones depend on the calendar.
cat >prepare.sql <<'END'
.mode csv
CREATE TABLE r (cop, email, name, organization, role, region, language, grp, position, applied, joined, lft, consent, consented, source);
CREATE TABLE c (cop, ended);
.import all.csv r
.import cops.csv c
CREATE TABLE m AS SELECT r.cop AS cop, email, role, region,
  CASE length(joined) WHEN 4 THEN joined || '-01-01' WHEN 7 THEN joined || '-01' ELSE joined END AS joined,
  min(CASE length(lft) WHEN 0 THEN '9999-12-31' WHEN 4 THEN lft || '-12-31' WHEN 7 THEN date(lft || '-01', '+1 month', '-1 day') ELSE lft END,
    CASE length(ended) WHEN 0 THEN '9999-12-31' WHEN 4 THEN ended || '-12-31' WHEN 7 THEN date(ended || '-01', '+1 month', '-1 day') ELSE ended END)
    AS last
  FROM r JOIN c ON r.cop = c.cop WHERE grp = '' AND joined <> '';
CREATE VIEW now AS SELECT DISTINCT cop, email, role, region, joined FROM m WHERE joined <= '2026-06-30' AND last >= '2026-06-30';
.mode tabs
END
{
	cat prepare.sql
	echo "SELECT a.cop, b.cop, count(*) FROM now a JOIN now b ON a.email = b.email AND a.cop < b.cop GROUP BY 1, 2 ORDER BY 1, 2;"
} | sqlite3 >wanted
run cop-report overlap -f tsv
out <wanted
{
	cat prepare.sql
	echo "SELECT role, region, count(*) FROM (SELECT email, role, region, row_number() OVER
		(PARTITION BY email ORDER BY joined DESC, cop) AS n FROM now) WHERE n = 1 GROUP BY 1, 2 ORDER BY 1, 2;"
} | sqlite3 | LC_ALL=C sort >wanted
cop-report breakdown --by role,region -f tsv | LC_ALL=C sort >got
same breakdown got <wanted
{
	cat prepare.sql
	echo "WITH RECURSIVE days(d) AS (SELECT '2025-07-31' UNION ALL SELECT date(d, 'start of month', '+2 months', '-1 day') FROM days WHERE d < '2026-06-30')
		SELECT '*', substr(d, 1, 7), (SELECT count(DISTINCT email) FROM m WHERE joined <= d AND last >= d) FROM days;"
} | sqlite3 >wanted
run cop-report growth -f tsv -c cop,period,members -w 'cop=*'
out <wanted

done_testing
