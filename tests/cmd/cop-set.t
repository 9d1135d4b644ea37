#!/bin/sh
# cop-set: which bytes of a definition change and which stay, what is refused, and how files are replaced.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# A federation with two languages, vocabularies, and people in community a.
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
		  nurse: {name: Nurse, within: practitioner}
		regions:
		  canada: Canada
		  ontario: {name: Ontario, within: canada}
	END
	write organizations.csv <<-'END'
		id,name,aliases,region,domains,member_of,joined,left
		west,West Health,,,west.example,h1,,
	END
	definition a <<-'END'
		launched: 2020
		community:
		  groups:
		    - {id: board, name: Board}
		    - {id: wg, name: Working group}
		  composition:
		    - {group: board, at_least: 1, at_most: 3}
		meetings:
		  - {cadence: monthly, minutes: 60}
		  - {cadence: annual}
		contacts:
		  - position: chair
	END
	definition b </dev/null
	write rosters/a.csv <<-END
		$H
		ana@x.example,Ana,west,nurse,ontario,,,,,2024-05-01,,,,
		ana@x.example,,,,,,board,,,2024-05-01,,,,
		ana@x.example,,,,,,leads,chair,,2024-05-01,,,,
		bo@x.example,Bo,,,,,,,,2021,2023-01-31,,,
	END
}

# definition ID: writes it; standard input follows what every definition has.
definition() {
	{
		printf 'name: {en: Community %s, fr: Communauté %s}\nreviewed: 2026-05-01\nhost: h1\ndomain: What we share\n' "$1" "$1"
		cat
	} | write "cops/$1.yaml"
}

set_() { change cop-set "$@"; }

# results: the first three columns of the output, separated by spaces, are standard input or the argument.
results() {
	cut -f 1-3 "$OUT" | tr '\t' ' ' >"$scratch/results"
	same results "$scratch/results" "$@"
}

# sets ID ASSIGNMENT…: each of them changes something, without a message.
sets() {
	set_ "$@"
	status 0
	err ''
	id=$1
	shift
	for assignment; do
		path=$(printf '%s' "${assignment%%=*}" | tr '\n' ' ')
		printf '%s %s changed\n' "$id" "$path"
	done >"$scratch/results.wanted"
	results <"$scratch/results.wanted"
}

# refuses WORDS ASSIGNMENT…: refused for community a, for a reason with these words; nothing is touched.
refuses() {
	words=$1
	shift
	unchanged_by cop-set a "$@"
	status 1
	out_like "^a${TAB}[^$TAB]*${TAB}refused${TAB}.*$words"
	out_lacks changed
	err_lacks error
}

# rejects WORDS ARGUMENT…: a usage error with these words, and nothing is touched.
rejects() {
	words=$1
	shift
	unchanged_by cop-set "$@"
	status 2
	out ''
	err_has "$words"
}

# The definition of community a is exactly standard input, in any style.
style() {
	write registry.yaml <<-'END'
		name: Test federation
		languages: [en, fr]
		timezone: America/Toronto
		hosts:
		  h1: {name: Host One}
		regions:
		  east: East
		  west: West
	END
	write cops/a.yaml
}

# -- every value of every definition of the sample -----------------------------------------------------------------------

cat >"$scratch/each.pl" <<'END'
# Sets and removes every single value of every definition here, one at a time, and prints what is not as it should be.
# It works in the registry "one", with one definition at a time; the results are collected and read in the registry "after".
use strict; use warnings; use utf8; use JSON::PP;
binmode STDOUT, ':utf8';
my $json = JSON::PP->new->utf8->canonical->allow_nonref;
my ($runs, $bad, $seen, $share, %wanted) = (0, 0, 0, $ENV{SHARE});
sub slurp { open my $f, '<:utf8', $_[0] or die "$_[0]: $!"; local $/; <$f> }
sub spew { open my $f, '>:utf8', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die }
sub complain { print @_, "\n"; exit 1 if ++$bad > 20 }
sub said {
	my @command = map { my $s = $_; utf8::encode($s); $s } @_;
	open my $p, '-|:utf8', @command or die; local $/; my $o = <$p>; close $p; $runs++;
	($? >> 8, $o // '');
}
sub documents {   # of the communities here, or in another registry, by id
	my %all;
	for (split /\n/, (said('cop-show', '-R', $_[0], '-f', 'json'))[1]) {
		utf8::encode($_); my $d = $json->decode($_);
		my $id = delete $d->{cop}; delete $d->{computed}; $all{$id} = $d;
	}
	%all;
}
sub leaf { ref $_[0] eq 'JSON::PP::Boolean' ? $_[0] ? 'true' : 'false' : "$_[0]" }
sub leaves {      # [path, value] of every single value
	my ($node, @path) = @_;
	return map { leaves($node->{$_}, @path, $_) } sort keys %$node if ref $node eq 'HASH';
	return map { leaves($node->[$_], @path, $_ + 1) } 0 .. $#$node if ref $node eq 'ARRAY';
	[join('.', @path), leaf($node)];
}
sub flat { join "\n", map { "$_->[0]=$_->[1]" } leaves($_[0]) }
sub with {        # the document with another value at the path, or without it and the collections that it leaves empty
	my ($node, $new, $first, @rest) = @_;
	my ($map, $at) = (ref $node eq 'HASH', $first);
	my $copy = $map ? {%$node} : [@$node];
	my $old = $map ? $node->{$at} : $node->[--$at];
	my $sub = @rest ? with($old, $new, @rest) : $new;
	if ($map) { defined $sub ? $copy->{$at} = $sub : delete $copy->{$at} }
	else { splice @$copy, $at, 1, defined $sub ? $sub : () }
	($map ? %$copy : @$copy) ? $copy : undef;
}
sub other {       # another value that is as good
	my ($path, $old) = @_;
	return 'https://example.net/other' if $old =~ m{^https?://};
	return 'other@example.net' if $old =~ /@/;
	return $old + 1 if $path =~ /\b(minutes|attendance|target|value|amount)$/;
	return '2026-06-29' if $path eq 'reviewed';
	return "$old: an “other” text" if $path =~ /\.(en|fr)$|^acronym$|\.platform$|^aliases/;
	return;
}
sub patched {     # the text with a unified diff made
	my ($diff, $id, $text) = @_;
	my @old = split /^/, $text; my ($at, $new) = (0, '');
	$diff =~ s{^--- a/cops/$id\.yaml\n\+\+\+ b/cops/$id\.yaml\n}{} or return "no diff of it: $diff";
	for (split /^/, $diff) {
		if (/^@@ -(\d+)/) { $new .= $old[$at++] while $at < $1 - 1 }
		elsif (/^([ -])(.*\n)/) { return "not its lines: $_" if $old[$at++] ne $2; $new .= $2 if $1 eq ' ' }
		elsif (/^\+(.*\n)/) { $new .= $1 }
	}
	$new . join '', @old[$at .. $#old];
}
sub words { my $s = join ' ', @_; $s =~ s/ +/ /g; $s =~ s/^ | $//g; $s } # a no-break space is not one of these
# Is a line, or a text folded over several lines, the old one with the new value in place of the old value?
sub replaced {
	my ($gone, $come, $old, $new) = @_;
	while ($gone =~ /(["']?)\Q$old\E\1/g) {
		my ($before, $after) = (words(substr $gone, 0, $-[0]), substr $gone, $+[0]);
		return 1 if $come =~ /^\Q$before\E ?(["']?)\Q$new\E\1\Q$after\E$/;
		pos $gone = $-[0] + 1;
	}
	# Some lines of a text may stay.
	index($gone, $old) < 0 && index($old, $gone) >= 0 && index($new, $come) >= 0;
}

my %documents = documents('.');
for my $id (sort keys %documents) {
	my $text = slurp("cops/$id.yaml");
	my $comments = join "\n", $text =~ /^\s*#.*/mg;
	my @leaves = leaves($documents{$id});
	spew("one/cops/$id.yaml", $text);
	# With every value as it is, there is nothing to do.
	my ($status, $out) = said('cop-set', '-R', 'one', $id, map { "$_->[0]=$_->[1]" } @leaves);
	complain("$id: status $status where all is so already") if $status;
	for (split /\n/, $out) { complain("not already: $_") if !/\talready\t$/ }
	complain("$id: touched") if slurp("one/cops/$id.yaml") ne $text;
	for (@leaves) {
		next if $seen++ % $share;
		my ($path, $old) = @$_;
		for my $new (other(@$_), '') {
			my ($status, $diff) = said('cop-set', '-R', 'one', '-n', $id, "$path=$new");
			if ($status == 1) { # a removal may be refused
				complain("$id $path=$new: $diff") if $new ne '' || $diff ne '';
				next;
			}
			my $is = patched($diff, $id, $text);
			my @gone = $diff =~ /^-(?!-- a)(.*)/mg;
			my @come = $diff =~ /^\+(?!\+\+ b)(.*)/mg;
			my $told = join "\n", "$id $path=$new:", @gone, '-->', @come;
			complain("$told\nstatus $status") if $status;
			complain("$told\na comment is lost") if $comments ne join "\n", $is =~ /^\s*#.*/mg;
			my $name = sprintf 'v%d', scalar keys %wanted;
			$wanted{$name} = [$told, flat(with($documents{$id}, $new eq '' ? undef : $new, split /\./, $path))];
			spew("after/cops/$name.yaml", $is);
			if ($new eq '') {
				# A removal deletes whole lines, or a part of a line in braces, or moves a dash to the next key.
				complain($told) if @come && !(@come == 1 && (@gone == 1 && $gone[0] =~ /[{[]/ || $come[0] =~ /^\s*- /));
			} else {
				complain($told) if !replaced(words(@gone), words(@come), $old, $new);
			}
		}
	}
	unlink "one/cops/$id.yaml";
}
my %came = documents('after');
for (sort keys %wanted) {
	my ($told, $want) = @{$wanted{$_}};
	my $came = flat($came{$_} // {});
	complain("$told\nsays another thing") if $came ne $want;
}
complain("only $runs runs") if $runs * $share < 1000;
exit $bad > 0;
END

t 'every value of the sample: once set, it has changed in its place; once removed, it is gone; nothing else changes'
need perl
perl -MJSON::PP -e 1 2>/dev/null || skip 'no JSON::PP here'
sample
rm -r rosters
mkdir -p one/cops after/cops
cp registry.yaml organizations.csv one
cp registry.yaml organizations.csv after
run perl "$scratch/each.pl"
status 0
out ''

t 'one value is one changed line of git diff'
need git
sample
git init -q . && git add . && git commit -q -m sample
for file in cops/*.yaml; do
	id=${file#cops/}
	run cop-set "${id%.yaml}" reviewed=2026-06-29
	status 0
	git diff --numstat >numstat
	printf '1\t1\t%s\n' "$file" >wanted
	ok "$file: one line" cmp numstat wanted
	git checkout -q cops
done

# -- layout -----------------------------------------------------------------------------------------------------

t 'comments after values, between keys and in lists stay, and so do blanks'
style <<'END'
# What this is.

name:    Community A   # as people say
# who runs it
host: h1	# not h2

domain: What we share
practice:
    # first
  - Talk    # often

    # second
  - Read

# the end
END
cp cops/a.yaml was
set_ a name=B practice.2=Write practice+=Sing
status 0
file cops/a.yaml <<'END'
# What this is.

name:    B   # as people say
# who runs it
host: h1	# not h2

domain: What we share
practice:
    # first
  - Talk    # often

    # second
  - Write
  - Sing

# the end
END
cp was cops/a.yaml
set_ a practice.1=
status 0
file_has cops/a.yaml '# second'
file_has cops/a.yaml '# the end'
file_lacks cops/a.yaml Talk

t 'quotes of either kind stay'
style <<'END'
'name': 'Community A'
"host": "h1"
domain: "What \"we\" share"
acronym: 'it''s'
END
set_ a name=B host=h1 'domain=a \ "b"' "acronym=o'b"
status 0
results <<'END'
a name changed
a host already
a domain changed
a acronym changed
END
file cops/a.yaml <<'END'
'name': 'B'
"host": "h1"
domain: "a \\ \"b\""
acronym: 'o''b'
END

t 'a literal block stays literal, a folded one folded'
style <<'END'
name: A
host: h1
domain: |
  One
  Two
reason: >-
  Folded
  text
ended: 2024
END
set_ a "domain=Three: a
Four # b" 'reason=Another text'
status 0
file cops/a.yaml <<'END'
name: A
host: h1
domain: |
  Three: a
  Four # b
reason: >-
  Another text
ended: 2024
END

t 'empty lines that a block keeps belong to it, and are removed with it'
style <<'END'
name: A
host: h1
domain: |+
  One

launched: 2020
END
set_ a domain=Two
status 0
file cops/a.yaml <<'END'
name: A
host: h1
domain: |+
  Two
launched: 2020
END
unchanged_by cop-set a domain=Two
run cop-show -f json a
out_has '"domain":{"en":"Two\n"}'

t 'a comment on its own line stays when a list or map becomes empty and is removed'
style <<'END'
name: A
host: h1
domain: |
  One
community:
  # who
  open_to:
    roles: [nurse]
channels:
  # still alive
  - kind: list
    url: https://x.org
launched: 2020
contacts:
  # to write to
  - position: chair
END
set_ a channels.1= community.open_to.roles-=nurse contacts-=chair
status 0
file cops/a.yaml <<'END'
name: A
host: h1
domain: |
  One
# who
# still alive
launched: 2020
# to write to
END

t 'a folded text keeps its width'
style <<'END'
name: A
host: h1
domain:
  en: >-
    This text has been folded by its writer to some hundred columns or a little less than that, so
    that a change at its very end has no business in the lines before, where nobody asked for it.
END
set_ a 'domain.en=This text has been folded by its writer to some hundred columns or a little less than that, so that a change at its very end has no business in the lines before, where nobody asked for one.'
status 0
changes <<'END'
-    that a change at its very end has no business in the lines before, where nobody asked for it.
+    that a change at its very end has no business in the lines before, where nobody asked for one.
END

t 'flow style on one line and on several'
style <<'END'
{name: {en: A, fr: Un}, host: h1,
 domain: D,   # the concern
 regions: [ east ],
 contacts: [
   {role: Help, email: a@x.example},  # first
   {position: chair}
 ]}
END
set_ a name.fr=Deux regions+=west contacts.1.email=b@x.example contacts+='{position: secretary}'
status 0
file_has cops/a.yaml '{name: {en: A, fr: Deux}, host: h1,'
file_has cops/a.yaml ' domain: D,   # the concern'
file_like cops/a.yaml '^ regions: \[ east, west \],$'
file_has cops/a.yaml '   {role: Help, email: b@x.example},  # first'
run cop-list -c cop,regions,contacts.position
out "a${TAB}east;west${TAB}chair;secretary"
set_ a regions= contacts.1=
status 0
file_lacks cops/a.yaml regions
file_lacks cops/a.yaml Help
run cop-check -w severity=error
out ''

t 'CRLF stays CRLF, in new lines too'
style <<'END'
name: A
host: h1
domain: D
practice:
  - One
END
perl -pi -e 's/\n/\r\n/' cops/a.yaml
set_ a name=B practice+=Two acronym=AB
status 0
printf '%s\r\n' 'name: B' 'acronym: AB' 'host: h1' 'domain: D' 'practice:' '  - One' '  - Two' >wanted
file cops/a.yaml <wanted

t 'a byte-order mark stays, and so does an end without a line feed'
style </dev/null
printf '\357\273\277name: A\nhost: h1\ndomain: D' >cops/a.yaml
set_ a name=B
status 0
printf '\357\273\277name: B\nhost: h1\ndomain: D' >wanted
file cops/a.yaml <wanted
set_ a domain=E
status 0
printf '\357\273\277name: B\nhost: h1\ndomain: E' >wanted
file cops/a.yaml <wanted
set_ a visibility=members
status 0
printf '\357\273\277name: B\nhost: h1\ndomain: E\nvisibility: members' >wanted
file cops/a.yaml <wanted

t "the file's own indentation is used: lists level with their key, maps indented by four"
style <<'END'
name:
    en: A
host: h1
domain: D
practice:
- One
community:
    open_to:
        note: Welcome
END
set_ a name.fr=Un practice+=Two community.description=All community.open_to.regions+=east
status 0
file_has cops/a.yaml '    fr: Un'
file_has cops/a.yaml '- Two'
file_like cops/a.yaml '^    description: All$'
file_like cops/a.yaml '^        regions:'
file_lacks cops/a.yaml '  - Two'
run cop-check -w severity=error
out ''

t 'a new key is inserted where the manual lists it'
style <<'END'
name: A
host: h1
domain: D
END
set_ a visibility=members acronym=AA regions+=east kind=network join.admission=open part_of=
status 0
cut -d : -f 1 cops/a.yaml | grep '^[a-z]' | paste -s -d ' ' - >order
file order 'name acronym kind host regions domain join visibility'

t 'in a definition from cop-new, values are inserted before the hints'
federation
run cop-new c host=h1 name=C domain=D
sets c visibility=members purposes+=link practice+=Talk 'meetings+={cadence: monthly}'
sed '/^# What else/,$d' cops/c.yaml >above
for key in purposes: practice: '- cadence: monthly' visibility:; do
	file_has above "$key"
done

# -- values -----------------------------------------------------------------------------------------------------

t 'what other YAML tools would misread is quoted; words, dates and numbers of the format are not'
federation
for value in no Yes on OFF true null '~' 1 007 1e3 0x1F 1_000 3.14 .5 .inf 2021 2021-03 2021-03-04 12:30 y N =; do
	definition b </dev/null
	set_ b "acronym=$value"
	status 0
	file_like cops/b.yaml "^acronym: [\"']"
	run cop-list -c acronym b
	out "$value"
done
for value in 'a: b' 'a #b' '# a' '- a' '[a' '{a' '*a' '&a' '!a' '%a' '@a' '`a' '|' '>' "'a" '"a' ' a' 'a ' 'a:' '---' '? a' ', a'; do
	definition b </dev/null
	set_ b "acronym=$value"
	status 0
	run cop-list -f json -c acronym b
	printf '%s' "$value" | sed 's/"/\\"/g; s/.*/{"acronym":"&"}/' >wanted
	echo >>wanted
	out <wanted
	run cop-check -w severity=error
	out ''
done
sets b launched=2021 meetings.1.minutes=60 community.groups+='{id: wg, appointed: false}' 'goals+={goal: G, target: 1.5}'
for line in 'launched: 2021' 'minutes: 60' 'appointed: false' 'target: 1.5'; do
	file_like cops/b.yaml "^[- ]*$line\$"
done

t 'an independent reader finds the same text, whatever it is'
need python3
python3 -c 'import yaml' 2>/dev/null || skip 'no PyYAML here'
federation
for value in no 2021-03-04 1e3 'a: b' "it's" 'say "no"' 'é œ 漢字 🙂' 'a\b' '12:30:45' 'C:\x' '0o14' '1:20' 'line
two: x

# four' ' edge ' '...' '%YAML'; do
	set_ b "domain=$value" "also.what it is=$value" "aliases=" "aliases+=$value"
	status 0
	printf '%s' "$value" >wanted
	run python3 -c '
import sys, yaml
d = yaml.safe_load(open("cops/b.yaml", encoding="utf-8"))
w = open("wanted", encoding="utf-8").read()
assert d["domain"] == w, d
assert d["also"] == {"what it is": w}, d
assert [x.strip("\n") for x in d["aliases"]] == [w] if "\n" not in w else True, d'
	status 0
done

t 'setting one language, if the text had one, several, or none'
federation
sets b domain.fr='Ce que nous partageons'
changes <<'END'
-domain: What we share
+domain: {en: What we share, fr: Ce que nous partageons}
END
sets b domain.en=Others
changes <<'END'
-domain: {en: What we share, fr: Ce que nous partageons}
+domain: {en: Others, fr: Ce que nous partageons}
END
sets b domain.fr=
file_lacks cops/b.yaml 'fr: Ce'
run cop-list -c domain b
out Others
sets b name.fr=Autre
changes <<'END'
-name: {en: Community b, fr: Communauté b}
+name: {en: Community b, fr: Autre}
END
sets b reason.fr=Fini
run cop-show -f json b
out_has '"reason":{"fr":"Fini"}'
rejects 'name.en=' b name=All
refuses 'unknown language: "de"' name.de=Deutsch

t 'lists of words: +=, -=, a whole list, an item'
federation
sets b purposes+=link
sets b purposes+=share
run cop-list -c purposes b
out 'link;share'
unchanged_by cop-set b purposes+=link
status 0
results 'b purposes+ already'
sets b purposes-=link
run cop-list -c purposes b
out share
sets b 'purposes=[change, link]'
run cop-list -c purposes b
out 'change;link'
sets b purposes.2=share
run cop-list -c purposes b
out 'change;share'
sets b purposes.1=
sets b purposes-=share
file_lacks cops/b.yaml purposes
unchanged_by cop-set b purposes= regions= 'aliases=[]'
status 0
results <<'END'
b purposes already
b regions already
b aliases already
END

t 'a new list of words is on one line, as in the manual and the hints'
federation
sets b 'purposes=[link, share]'
changes '+purposes: [link, share]'
sets b regions+=ontario
changes '+regions: [ontario]'
sets b regions+=canada
changes <<'END'
-regions: [ontario]
+regions: [ontario, canada]
END

t 'lists of maps: by number, by name, one key of an item, one more item'
federation
sets a meetings.2.minutes=90
changes <<'END'
-  - {cadence: annual}
+  - {cadence: annual, minutes: 90}
END
sets a 'meetings+={cadence: weekly, name: {en: Talk, fr: Causerie}}'
changes '+  - {name: {en: Talk, fr: Causerie}, cadence: weekly}'
sets a meetings-=Causerie
changes '-  - {name: {en: Talk, fr: Causerie}, cadence: weekly}'
sets a meetings.3.cadence=weekly
sets a 'community.groups+={id: new, name: New}' community.groups.3.name.fr=Nouveau
run cop-list -c community.groups.id a
out 'board;wg;new'
sets a community.groups-=new contacts.2.email=help@x.example
file_has cops/a.yaml '  - email: help@x.example'
run cop-list -c community.groups.id a
out 'board;wg'
rejects 'name one' a meetings.cadence=weekly
rejects 'the next is meetings.4' a meetings.9.cadence=weekly
rejects 'meetings+=' a meetings=weekly

t 'a short form becomes a map when it gets more values, and the others stay short'
federation
sets b 'purposes=[link, share]'
sets b purposes.2.from=2023
run cop-show -f json b
out_has '"purposes":[{"purpose":"link"},{"purpose":"share","from":"2023"}]'
file_like cops/b.yaml '(- link$|\[link, )'
sets b priorities+=Access priorities.1.until=2027
run cop-show -f json b
out_has '"priorities":[{"text":{"en":"Access"},"until":"2027"}]'

t "keys of the user's own: also"
federation
sets b 'also.budget line=0123' also.yes=no
run cop-show -f json b
out_has '"also":{"budget line":"0123","yes":"no"}'
file_like cops/b.yaml '^  "yes": "no"$'
sets b 'also.budget line='
sets b also=
file_lacks cops/b.yaml also

t 'text in decomposed form, as a Mac types it, is written in NFC'
federation
set_ b name.fr="$(printf 'Vie prive\314\201e')" "practice+=$(printf 'E\314\201couter')" "also.cle\314\201=x"
status 0
file_has cops/b.yaml "fr: $(printf 'Vie priv\303\251e')"
file_has cops/b.yaml "$(printf '\303\211couter')"
run cop-check -w severity=error
out ''

t 'control and bidirectional characters are refused, and not printed'
federation
refuses 'control character' name.fr="$(printf 'a\033[31mb')"
err_lacks "$(printf '\033')"
out_lacks "$(printf '\033')"
refuses 'control character' domain="$(printf 'a\007')"
refuses 'control character' domain="$(printf 'a\302\205b')"
refuses 'bidirectional control' domain="$(printf 'a\342\200\256b')"
refuses 'noncharacter' domain="$(printf 'a\357\277\277b')"
rejects 'not UTF-8' b domain="$(printf 'a\377b')"
rejects '' b "$(printf 'do\033main=x')"
err_lacks "$(printf '\033')"

# -- several at once --------------------------------------------------------------------------------------------

t 'several assignments in one call are done in their order, and each is reported'
federation
set_ a domain=Other domain=Another launched=2020 visibility=members
status 0
err ''
results <<'END'
a domain changed
a domain changed
a launched already
a visibility changed
END
changes <<'END'
-domain: What we share
+domain: Another
+visibility: members
END

t 'all assignments or none'
federation
refuses 'unknown host: "h3"' domain=Other host=h3 visibility=members
results <<'END'
a domain refused
a host refused
a visibility refused
END
rejects 'no path "domian" (did you mean "domain"?)' a visibility=members domian=x
rejects 'purposes has no' a visibility=members purposes-=link

t 'assignments that would be wrong one by one may be right together'
federation
sets a launched=2030 ended=2031 reason=Over community.groups.2.id=working
refuses 'dates out of order' ended=2029
sets a ended=2029 launched=2028

# -- what is refused ---------------------------------------------------------------------------------------------

t 'an error of cop-check is refused, with its reason'
federation
while IFS='|' read -r words assignment; do
	refuses "$words" "$assignment"
done <<'END'
unknown host: "h3" \(did you mean "h1"\?\)|host=h3
unknown host: "h11"|partners+={host: h11}
unknown role: "nurs" \(did you mean "nurse"\?\)|community.open_to.roles+=nurs
unknown region: "ontaro" \(did you mean "ontario"\?\)|regions=[canada, ontaro]
unknown purpose: "lnk" \(did you mean "link"\?\)|purposes+=lnk
unknown group: "baord" \(did you mean "board"\?\)|community.composition+={group: baord, at_least: 1}
unknown organization: "wst" \(did you mean "west"\?\)|community.open_to.organizations=[wst]
unknown community: "c"|part_of=c
unknown word: kind "comunity" \(did you mean "community"\?\)|kind=comunity
unknown word|join.admission=maybe
unknown word: organizations "member"|community.open_to.organizations=member
unknown language: "de"|practice+={de: Lesen}
unknown time zone: "America/Torono" \(did you mean "America/Toronto"\?\)|meetings.1.timezone=America/Torono
bad date: launched "2020-02-30"|launched=2020-02-30
bad date: launched "yesterday"|launched=yesterday
bad date|launched=2020-1-1
bad URL: "example.org"|source=example.org
bad URL|source=javascript:alert(1)
bad e-mail address: "help"|contacts+={email: help}
bad value: rule "FREQ=SOMETIMES"|meetings.1.rule=FREQ=SOMETIMES
bad value: minutes "an hour": not a whole number|meetings.1.minutes=an hour
bad value: minutes "-1"|meetings.1.minutes=-1
bad value: starts|meetings.1.starts=2026-01-08 12:00
bad value: appointed "yes": neither true nor false|community.groups.1.appointed=yes
bad value|community.groups+={id: Working Group}
dates out of order|ended=2019
dates out of order|paused+={from: 2022, until: 2021}
bad composition rule: at_least is more than at_most|community.composition.1.at_most=0
bad composition rule: at_least is more than at_most|community.composition.1.at_least=4
bad composition rule|community.composition+={group: board}
row after the community's end|ended=2024-04-30
row after the community's end|ended=2023
unknown group: "board"|community.groups-=board
unknown group: "board"|community.groups.1.id=committee
unknown group: "board"|community.groups=
duplicate id: .*"wg"|community.groups.1.id=wg
missing key: "name"|name=
missing key: "host"|host=
missing key: "domain"|domain=
exactly one of two needed|contacts.1.email=a@x.example
exactly one of two needed|partners+={role: Helper}
merger without a date|lineage+={event: merged-from, community: b}
bad lineage event|lineage+={event: grew-from}
loop: "a" leads back to "a"|part_of=a
END

t 'a group that only the roster uses'
federation
sets a community.composition=
refuses 'unknown group: "board"' community.groups-=board
sets a community.groups-=wg

t 'a community may end before some of its memberships do'
federation
sets a ended=2024-05-01 reason=Done
definition c </dev/null
sets c ended=2019 reason=Done

t 'a loop through other communities is refused, whichever of them has the finding'
federation
definition c </dev/null
sets b part_of=a
refuses loop part_of=b
sets c part_of=b
refuses loop part_of=c
sets c part_of=
sets a part_of=c
unchanged_by cop-set c part_of=b
status 1
out_has loop

t 'a loop of lineage'
federation
sets b 'lineage+={event: grew-from, community: a, date: 2021}'
refuses loop 'lineage+={event: grew-from, community: b, date: 2021}'

t 'a value of the wrong type for the key, with what to write instead'
federation
rejects 'meetings is a list' a 'meetings={cadence: weekly}'
rejects 'practice+=' a practice=Talk
rejects 'community is a map' a community=Everyone
rejects 'domain is not a list' a domain+=more
rejects 'YAML syntax' a 'practice=[Talk'
rejects 'regions: repeated item: "ontario" is already on this line' a 'regions=[ontario, ontario]'
rejects 'missing key: "event"' a 'lineage+={community: b}'
rejects 'unknown key: "cadense"' a 'meetings+={cadense: weekly}'
sets b community.open_to.organizations=any
rejects 'community.open_to.organizations=[' b community.open_to.organizations+=west
sets b 'community.open_to.organizations=[west]'
sets b community.open_to.organizations=members

t 'earlier mistakes do not prevent the change'
federation
cat >>cops/a.yaml <<'END'
part_of: nowhere
colour: blue
source: example.org
END
echo 'cy@x.example,Cy,,astronaut,,,nogroup,,,2019,,,,' >>rosters/a.csv
sets a domain=Other
changes <<'END'
-domain: What we share
+domain: Other
END
unchanged_by cop-set a part_of=nowhere
status 0
results 'a part_of already'
refuses 'unknown community: "elsewhere"' part_of=elsewhere
sets a part_of=
sets a source=https://example.org/
run cop-set a visibility=secret
status 0

t 'nor do mistakes in another definition or in registry.yaml'
federation
printf 'name: [\n' >cops/b.yaml
set_ a domain=Other
status 0
results 'a domain changed'
echo 'colour: blue' >>registry.yaml
set_ a domain=Another
status 0

t 'a new warning is reported, and does not prevent the change; an earlier one is not repeated'
federation
set_ b kind=collaborative
status 0
results 'b kind changed'
err_like '^cops/b\.yaml:[0-9]+:[0-9]+: warning: collaborative without goals: .*\[collaborative-without-goals\]$'
set_ b domain=Other
status 0
err ''
set_ b reviewed=2027
status 0
err_has '[future-date]'
set_ a contacts+='{position: secretary}'
status 0
err_has '[vacant-contact]'
set_ b ended=2026-05
err_has '[ended-without-reason]'

t 'a composition rule that is not met is reported once'
federation
echo 'community: {composition: [{at_least: 3}]}' >>cops/b.yaml
set_ b 'community.composition+={at_least: 2}'
status 0
err_like '^cops/b\.yaml:[0-9]+:[0-9]+: warning: composition rule unmet: members: has 0, needs at least 2 \[composition-unmet\]$'
err_lacks 'at least 3'
set_ b community.composition.2.at_least=4
status 0
err_has 'needs at least 4'
set_ b domain=Other
status 0
err ''

# -- calls ---------------------------------------------------------------------------------------------------------

t 'the value is already there: nothing is touched'
federation
unchanged_by cop-set a name.en='Community a' host=h1 meetings.1.minutes=60 'community.groups.1={id: board, name: Board}'
status 0
err ''
results <<'END'
a name.en already
a host already
a meetings.1.minutes already
a community.groups.1 already
END
sets b domain=Other
unchanged_by cop-set b domain=Other
status 0

t 'usage errors'
federation
rejects 'name a community' ''
rejects 'only one community at a time: name it, as - is not taken here' - domain=x
rejects 'PATH=VALUE'
rejects 'PATH=VALUE' a
rejects '"domain" is not PATH=VALUE, PATH+=VALUE or PATH-=VALUE' a domain
rejects 'no path "status": it is computed from launched, paused, ended and lineage' a status=active
rejects 'no path ""' a =x
rejects 'no path "domain."' a domain.=x
rejects 'no path ".domain"' a .domain=x
rejects 'no path "meetings.1.minuts" (did you mean "meetings.1.minutes"?)' a meetings.1.minuts=3
rejects 'no path "admission" (did you mean "join.admission"?)' a admission=open
rejects 'no path "readings.1.value" (did you mean "goals.readings.1.value"?)' a readings.1.value=3
rejects 'no path "meeting.2.cadence" (did you mean "meetings.2.cadence"?)' a meeting.2.cadence=weekly
rejects 'no path "goals.1.reading.2.value" (did you mean "goals.1.readings.2.value"?)' a goals.1.reading.2.value=3
rejects 'no path "open_to.rolls" (did you mean "community.open_to"?)' a open_to.rolls=x
rejects 'no path "meetings.0.minutes"' a meetings.0.minutes=3
rejects 'no path "domain.x.y"' a domain.x.y=3
rejects 'no path "chair": positions are listed in the roster' a chair=x
rejects 'no path "computed.members"; cop-registry(5) lists the keys' a computed.members=3
rejects 'no community "c"' c domain=x
rejects 'no field "pth" (did you mean "path"?)' -c pth a domain=x
rejects '--nosuch' --nosuch a domain=x
rejects 'adds nothing' a purposes+=
rejects 'removes nothing' a purposes-=
definition perinatal </dev/null
rejects 'no community "perinatl" (did you mean "perinatal"?)' perinatl domain=x
cd .. && rm -rf "${PWD:?}/none" && mkdir none && cd none || exit
run cop-set a domain=x
status 2
err_has registry.yaml

t 'an id is not a path: files beside the definitions are neither read nor written'
federation
mkdir elsewhere
cp cops/a.yaml elsewhere/a.yaml
cp cops/a.yaml cops/Bad.yaml
for id in ../elsewhere/a ./a ../cops/a "$PWD/elsewhere/a" Bad a/ . .. /; do
	rejects "no community \"$id\"" "$id" domain=x
	unchanged_by cop-set -n "$id" domain=x
	status 2
	out ''
done

t 'items that have been removed already: reported, and nothing is touched'
federation
sets a 'practice=[Talk, Read, Write]'
sets a practice-=Read
rejects 'practice has no "Read"' a practice-=Read
rejects 'practice has no "Tlak" (did you mean "Talk"?)' a practice-=Tlak
sets a practice+=Talks
set_ a 'meetings+={name: Talk}' 'meetings+={name: Talk, cadence: annual}'
rejects 'times: use meetings.N=' a meetings-=Talk

t 'a definition that is not YAML, or uses features that we do not read, stays as it is'
federation
for text in 'name: [' 'name: &a x
also: {b: *a}' '- a' 'just text' 'a: 1
---
b: 2' '%YAML 1.1
---
a: 1'; do
	printf '%s\n' "$text" >cops/b.yaml
	unchanged_by cop-set b domain=x
	status 2
	out ''
	err_has cops/b.yaml
done
printf 'name: Caf\351\nhost: h1\ndomain: D\n' >cops/b.yaml
rejects not-utf8 b domain=x

t 'a symbolic link is not followed'
federation
mv cops/b.yaml real
ln -s ../real cops/b.yaml
cp real before.copy
rejects 'symbolic link' b domain=x
ok 'the link is still one' test -L cops/b.yaml
ok 'its target is untouched' cmp before.copy real

t 'the temporary file of an earlier writer does no harm'
federation
ln -s ../precious cops/.b.yaml.new
echo keep >precious
run cop-set b domain=x
status 0
file precious keep
absent cops/.b.yaml.new
ok 'no temporary file is left' sh -c 'test -z "$(find . -name ".*.new" -o -name ".*.old")"'

t 'mode and group are kept'
federation
chmod 664 cops/b.yaml
if test "$(id -u)" = 0; then chgrp 65534 cops/b.yaml; fi
stat -c '%a %u %g' cops/b.yaml >mode
set_ b domain=x
status 0
stat -c '%a %u %g' cops/b.yaml >mode.now
ok 'mode, owner and group' cmp mode mode.now

t 'a value of 64 KiB at most'
federation
perl -e 'print "also.long=", "ab" x 32768' >argument
set_ b "$(cat argument)"
status 0
run cop-check -w severity=error
out ''
sets b also=
unchanged_by cop-set b "$(cat argument)c"
status 2
err_like '65536|64 KiB'
err_lacks 'cannot be changed in place'

t 'a file of 256 KiB at most'
federation
perl -e 'print "# ", "x" x 97, "\n" for 1 .. 2620' >>cops/b.yaml
set_ b domain=Other
status 0
unchanged_by cop-set b also.long="$(perl -e 'print "ab" x 1000')"
status 2
err_like '262144|256 KiB'
err_lacks 'cannot be changed in place'

t "the people's folder is missing: rules about people are skipped"
federation
echo 'people: ../people' >>registry.yaml
rm -r rosters organizations.csv
set_ a ended=2021 reason=Over
status 0
err ''
results <<'END'
a ended changed
a reason changed
END
sets a community.groups-=wg

t 'people in another folder are read'
federation
echo 'people: private' >>registry.yaml
mkdir private
mv rosters organizations.csv private
refuses "row after the community's end" ended=2021
refuses 'unknown organization' 'community.open_to.organizations=[wst]'
sets a domain=Other

# -- output ---------------------------------------------------------------------------------------------------------

t '-n: only the diff, and nothing is changed'
federation
unchanged_by cop-set -n b visibility=members name.fr=Autre
status 0
err ''
out <<'END'
--- a/cops/b.yaml
+++ b/cops/b.yaml
@@ -1,4 +1,5 @@
-name: {en: Community b, fr: Communauté b}
+name: {en: Community b, fr: Autre}
 reviewed: 2026-05-01
 host: h1
 domain: What we share
+visibility: members
END
unchanged_by cop-set --dry-run b host=h1
status 0
out ''
err ''
unchanged_by cop-set -n b host=h9
status 1
out ''
err_has 'unknown host: "h9"'
unchanged_by cop-set -n b hots=h9
status 2
out ''

t '-n: git apply makes of it what cop-set makes'
need git
sample
git init -q . && git add . && git commit -q -m sample
set -- safer-supply purposes.3.from=2022 domain.fr=Autre partners.2= 'funding+={source: Someone, amount: 5, currency: CAD}' visibility=
run cop-set -n "$@"
status 0
cp "$OUT" "$scratch/diff"
ok 'git apply takes it' git apply "$scratch/diff"
cp cops/safer-supply.yaml "$scratch/applied"
git checkout -q cops
run cop-set "$@"
status 0
ok 'the same' cmp "$scratch/applied" cops/safer-supply.yaml

t 'columns and formats'
federation
run cop-set -f json b domain=x
out '{"cop":"b","path":"domain","result":"changed","reason":null}'
run cop-set -f csv b domain=x regions+=canada
out <<'END'
cop,path,result,reason
b,domain,already,
b,regions+,changed,
END
run cop-set -c result,path --header b regions-=canada
out <<END
result${TAB}path
changed${TAB}regions-
END
run cop-set -f table b visibility=public
out_like '^cop +path +result +reason$'
run cop-set --fields
out_has reason

t 'from a subfolder, and from elsewhere with -R'
federation
cd rosters || exit
run cop-set a domain=Below
status 0
run cop-set a kind=collaborative
err_has '../cops/a.yaml:'
cd .. || exit
file_has cops/a.yaml 'domain: Below'
mkdir away && cd away || exit
run cop-set -R .. a domain=Away
status 0
run cop-set -R .. -n a domain=Off
out_has '--- a/cops/a.yaml'
cd .. || exit
file_has cops/a.yaml 'domain: Away'

t 'output to a full disk: 74, and the change is made'
test -w /dev/full || skip 'no /dev/full here'
federation
run sh -c 'cop-set b domain=Other >/dev/full'
status 74
file_has cops/b.yaml 'domain: Other'

t 'it waits for a lock that somebody else holds'
need flock
federation
hold cops cops/b.yaml
run cop-set b domain=Other
waited
status 0
file_has cops/b.yaml 'domain: Other'

t 'a large roster with a mistake in every row takes little time'
federation
{
	echo "$H"
	awk -v n=$((40000 / SHARE)) 'BEGIN { for (i = 0; i < n; i++) printf "m%05d@x.org,M %d,,therapist,,,,,,2025-01-01,,,,\n", i, i }'
} | write rosters/b.csv
need timeout
run timeout 20 cop-set b domain=Other
status 0
file_has cops/b.yaml 'domain: Other'

done_testing
