#!/bin/sh
# Promise 7: no control byte from data reaches a terminal, from any command, messages included; and tables
# fit the terminal. The commands run on a pseudo-terminal of 80 columns, made by script(1).
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"

# screen COMMAND: what the terminal got is in file screen, and the command's status is in file ended.
screen() {
	printf '%s\n' "$1" >command.sh
	script -qec "stty cols ${2:-80} rows 24; TERM=xterm-256color PAGER='${pager-cat}' sh command.sh; echo \$? >ended" /dev/null >screen
	ran=$1
}

# What a screen may contain: text, line ends, tabs, our own codes for bold and colour.
cat >"$scratch/judge" <<'END'
use strict;
local $/;
my $s = <STDIN>;
$s =~ s/\e\[(?:0|1|2|3|4|22|23|24|3[0-7]|39)?m//g;
$s =~ s/\r\n/\n/g;
utf8::decode($s) or die "not UTF-8\n";
my %bad;
$bad{sprintf "U+%04X in: %s", ord $1, substr($s, $-[0] > 30 ? $-[0] - 30 : 0, 60) =~ s/[^\x20-\x7e]/?/gr} = 1
	while $s =~ /([\x00-\x08\x0b-\x1f\x7f-\x9f\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}])/g;
print "$_\n" for sort keys %bad;
exit %bad ? 1 : 0;
END

# harmless COMMAND: it prints nothing but text and our own codes.
harmless() {
	screen "$1"
	ok "no control code on the terminal: $1" perl "$scratch/judge" <screen
}

# Every kind of hostile byte: clear screen, title, reset, blink, C1, bidirectional, DEL, CR, bell, backspace.
E=$(printf '\033[2J\033]0;owned\007\033c\033[5;41mX\302\233 2J\302\205\342\200\256\342\201\246\177\010\014\013\r!')

hostile() {
	write registry.yaml <<-'END'
		name: "Hostile \e[2J\e]0;t\a federation"
		languages: [en, fr]
		timezone: America/Toronto
		hosts:
		  h1: {name: "Host \e[2J\x9b\u202e\x7f\r\b", about: "\e[2J"}
		roles:
		  nurse: {en: "Nurse \ec\x9b2J"}
		colour: "\e[2J"
		"k\e[2Jey": 1
	END
	write cops/a.yaml <<-'END'
		name: {en: "Alpha \e[2J\e]0;t\a\x9b2J\x85\u202e\u2066\x7f\r\b\f\v!", fr: "\ec"}
		acronym: "\e[2JA"
		aliases: ["\e[2J"]
		host: h1
		scope: "\e[2Jgalactic"
		launched: "\e[2J2026"
		reason: "\e[2J"
		domain: "First\r\nsecond \e[2J \u2028 \x9b2J"
		reviewed: 2026-01-01
		purposes: ["\e[2J"]
		community:
		  description: "Line\e[2J\r"
		  groups: [{id: board, name: "B\e[2J"}]
		  composition: [{group: board, role: nurse, at_least: 2, note: "\e[2J"}]
		  open_to: {note: "\e[2J\x9b"}
		practice: ["\e[2J one", "two \u202e"]
		priorities: ["\e[2J"]
		meetings: [{name: "\e[2J", cadence: monthly, url: "https://example.org/\e[2J", note: "\r\x7f"}]
		contacts: [{role: "\e[2J", name: "\e[2J", email: "x\e[2J@example.org"}]
		resources: [{title: "\e[2J", url: "https://example.org/\x9b"}]
		lineage: [{event: grew-from, body: "\e[2J", date: 2020}]
		also: {"k\e[2J": "v\e[2J"}
		"wro\e[2Jng": "\e[2J"
	END
	write cops/b.yaml <<-'END'
		name: "unclosed \e[2J
	END
	printf 'name: raw %s\nhost: h1\ndomain: x\n' "$E" | write cops/c.yaml
	printf 'name: byte \233\nhost: h1\ndomain: x\n' | write cops/d.yaml
	write "cops/ev$(printf '\033[2J\302\233')il.yaml" <<-'END'
		name: x
	END
	{
		echo $H
		echo "z@x.org,Zed $E name,org $E,nurse,,en,,,,2026-01-01,,express,2026-01-01,src $E"
		echo "y$E@x.org,Y,,,,,,,,2026-01-01,,,,"
		echo "y@x.org,,,,,,board,chair,,2026-01-01,,,,$E"
		printf 'w@x.org,W,,,,,,,,2026-01-01\033[2J,,,,\n'
		printf 'v@x.org,V,,\033[2Jrole,\033[2Jregion,,\033[2Jgroup,\033[2Jposition,,2026-01-01,,\033[2Jyes,,\n'
		printf 'u@x.org,"U\033[2J,,,,,,,,2026-01-01,,,,\n'
		printf 't@x.org,T\033[2J\n'
	} | write rosters/a.csv
	printf '%s\nz@x.org,Zed %s,,,,,,,,2026-01-01,,,,\na@x.org,A,,,,,,,,2026-01-01,,,,\n' $H "$E" | write rosters/c.csv
	printf '%s\nz@x.org,Z \233 \342\200\256,,,,,,,,2026-01-01,,,,\n' $H | write rosters/d.csv
	printf 'id,na\033[2Jme\n\033[2J,\n' | write organizations.csv
	printf 'email,date,reason\nq\033[2J@x.org,2026-01-01,\033[2J\302\233\na\033@x.org,,\n' | write suppressions.csv
	echo x >"rosters/st$(printf '\033]0;t\007')ray.csv"
}

t 'the test itself recognizes what is harmful'
if need_terminal; then
	screen "printf '\\033[2J'"
	ok 'escape' sh -c '! perl "$1" <screen' sh "$scratch/judge"
	screen "printf '\\302\\233'"
	ok 'C1' sh -c '! perl "$1" <screen' sh "$scratch/judge"
	screen "printf 'a\\rb'"
	ok 'carriage return' sh -c '! perl "$1" <screen' sh "$scratch/judge"
	screen "printf '\\342\\200\\256'"
	ok 'bidirectional' sh -c '! perl "$1" <screen' sh "$scratch/judge"
	harmless "printf '\\033[1mbold\\033[0m\\tx\\n'"
fi

t 'hostile definitions and rosters: every reader, every format'
if need_terminal; then
	hostile
	for c in cop-list 'cop-list -f tsv' 'cop-list -f csv' 'cop-list -f json' 'cop-list --lang fr' \
		'cop-list -c cop,domain,meetings.url,contacts.email,also.k,launched,scope,purposes,practice' 'cop-list a c -s name' \
		'cop-list -f json -c cop,domain,name.fr,priorities.text,aliases' cop-members 'cop-members --all --seats' \
		'cop-members -f json' 'cop-members -f csv --all --seats' 'cop-members -f tsv' 'cop-members a -s name -c name,source,organization' \
		cop-show 'cop-show a' 'cop-show --lang fr a' 'cop-show -f json' cop-check 'cop-check --strict' 'cop-check -f json' \
		'cop-check -f tsv' 'cop-check -f csv' 'cop-check -c path,message -f table' 'cop-check rosters/*' 'cop list' \
		'cop-members -w name~zed' 'cop-list -w name~alpha -c name'; do
		harmless "$c"
		ok "$c prints something" test -s screen
	done
fi

t 'hostile files in comparisons: cop-diff, cop-log'
need git
if need_terminal; then
	mkdir old
	(cd old && registry)
	mkdir new
	(cd new && hostile)
	for c in 'cop-diff old new' 'cop-diff new old' 'cop-diff -f json old new' 'cop-diff -f csv old new' \
	    'cop-diff -c field,old,new old new' 'cop-diff --lang fr old new' \
	    'cop-diff old/cops/a.yaml new/cops/a.yaml' 'cop-diff old/registry.yaml new/registry.yaml' \
	    'cop-diff /dev/null new/rosters/a.csv' 'cop-diff /dev/null new/suppressions.csv'; do
		harmless "$c"
	done
	cd old && git init -q . && git add . && git commit -q -m one
	printf '%s\nz@x.org,Zed %s,,,,,,,,2026-01-01,,,,\n' $H "$E" | write rosters/a.csv
	git add . && git commit -q --author="A$E <a@example.org>" -m "Two$E"
	for c in cop-log 'cop-log -f json' 'cop-log -c author,subject,name'; do
		harmless "$c"
		ok "$c prints something" test -s screen
	done
fi

t 'only a person is told that the registry has no communities'
if need_terminal; then
	registry
	rm cops/a.yaml
	for c in cop-list cop-members cop-show; do
		screen "$c"
		ok "$c says that there are none" grep -q 'there are no communities; cop-new(1) makes one' screen
		ok "$c has not failed" grep -qx 0 ended
		run "$c"
		out ''
		err ''
	done
fi

t 'what a person reads goes through the pager, what goes into a pipe does not'
if need_terminal; then
	sample
	pager='sed s/^/paged:/'
	screen "cop-show privacy"
	unset pager
	ok 'paged' grep -q '^paged:' screen
	PAGER='sed s/^/paged:/' run cop-show privacy
	out_lacks paged
	pager='head -n 1'
	screen 'cop-show'
	unset pager
	ok 'a pager that quits early is no failure' grep -qx 0 ended
	printf '%s\n' '#!/bin/sh' 'sleep 0.2; kill -INT $PPID' 'sleep 0.1' 'sed s/^/paged:/' >pager && chmod +x pager
	pager=./pager
	screen 'cop-show privacy'
	unset pager
	ok 'an interrupt is for the pager' grep -qx 0 ended
	ok 'and it shows everything' grep -q '^paged:.*Privacy Community of Practice' screen
	pager=/nowhere/pager
	screen 'cop-show privacy'
	unset pager
	ok 'without a pager it is printed' grep -q 'Privacy Community of Practice' screen
fi

t 'hostile rosters: cop-fmt'
if need_terminal; then
	hostile
	for c in 'cop-fmt --check' 'cop-fmt -n' 'cop-fmt -n rosters/c.csv' 'cop-fmt --check -f json' cop-fmt; do
		harmless "$c"
		ok "$c prints something" test -s screen
	done
fi

t 'a diff is exact in a pipe, and harmless on a terminal'
if need_terminal; then
	hostile
	run cop-fmt -n rosters/c.csv
	out_has "$(printf '\033[2J\033]0;owned\007')"
fi

t 'hostile arguments'
if need_terminal; then
	hostile
	x=$(printf '\033[2J\033]0;t\007\302\2332J\342\200\256\177\r')
	export x
	for c in 'cop-list "$x"' 'cop-show "$x"' 'cop-members "$x"' 'cop-list a"$x"' 'cop-list -w "$x=1"' 'cop-list -w "status=$x"' \
		'cop-list -w "name<$x"' 'cop-list -w "$x"' 'cop-list -w "launched=$x"' 'cop-list -w "members>$x"' 'cop-list -c "$x"' 'cop-list -c "cop,nam$x"' \
		'cop-list -s "$x"' 'cop-list -f "$x"' 'cop-list --as-of "$x"' 'cop-list --audience "$x"' 'cop-list --lang "$x"' \
		'cop-list -R "$x"' 'cop-list "--$x"' 'cop-list "--$x=y"' 'cop-list "-$x"' 'cop-list "--head$x"' 'cop-members -w "role=$x"' 'cop-members -w "position=$x"' \
		'cop-check --explain "$x"' 'cop-check "$x"' 'cop-fmt "$x"' 'cop-fmt -R "$x"' 'cop "$x"' 'cop help "$x"' 'cop "-$x"' \
		'cop list "$x"' 'COP_TODAY="$x" cop-list' 'COP_REGISTRY="$x" cop-list' 'printf "%s\n" "$x" | cop-list -' \
		'printf "%s\n" "$x" | cop-check -' 'printf "%s\n" "$x" | cop-fmt -' 'cop-list -c "meetings.$x"' 'cop-list -w "join.$x=1"' 'cop-init "$x/new"' \
		'cop-diff "$x" /dev/null . . /dev/null . .'; do
		harmless "$c"
		ok "$c prints something" test -s screen
	done
fi

t 'a folder with a hostile name'
if need_terminal; then
	mkdir "$(printf 're\033[2J\302\233\342\200\256g')" && cd re* || exit
	hostile
	here=$(pwd)
	cd ..
	export here
	for c in cop-list cop-members cop-show cop-check 'cop-fmt --check' 'cop-fmt -n' cop-fmt; do
		harmless "$c -R \"\$here\""
		harmless "$c -R re*"
	done
fi

t 'a registry with a hostile title, in every message of cop-check'
if need_terminal; then
	sample
	for f in cops/*.yaml; do
		perl -i -pe 's/^(kind|scope|host|launched|reviewed): .*/$1: "\\e[2J\\x9b\\u202e"/' "$f"
	done
	for f in rosters/*.csv; do
		perl -i -pe 'if ($. > 1) { my @f = split /,/, $_, -1; $f[int rand @f] = "\e[2J\xc2\x9b\xe2\x80\xae" if @f == 14 && $. % 2; $_ = join ",", @f; s/\n?\z/\n/ }' "$f"
	done
	harmless cop-check
	harmless cop-list
	harmless cop-members
	harmless 'cop-show privacy'
fi

t 'cop-check says how much it has checked, but only to a person at a terminal who did not ask for a format'
registry
if need_terminal; then
	screen 'cop-check'
	ok 'one community' grep -q '1 community checked: 0 errors, 1 warning' screen
	sed -i 's/^host: h1/host: h9/' cops/a.yaml
	printf 'name: B\nhost: h1\ndomain: D\n' >cops/b.yaml
	screen 'cop-check'
	tail -n 1 screen >last
	file_has last '2 communities checked: 1 error, 2 warnings'
	screen 'cop-check -w severity=error'
	tail -n 1 screen >last
	file_has last '2 communities checked: 1 error, 0 warnings'
	screen 'cop-check -w rule=term-over'
	file_has screen '2 communities checked: 0 errors, 0 warnings'
	screen 'cop-check -f table'
	ok 'as a hook calls it' sh -c '! grep -q checked screen'
fi

# -- other output on a terminal ----------------------------------------------------------------------------------------

t 'a terminal gets a table with a header, a pipe gets none'
if need_terminal; then
	sample
	screen 'cop-list -c cop,status privacy'
	perl -pe 's/\e\[[0-9;]*m//g; s/\r//' screen >plain
	printf 'cop      status\nprivacy  active\n' >wanted
	ok 'a table' diff wanted plain
	screen 'cop-list --no-header -c cop,status privacy'
	tr -d '\r' <screen >plain
	printf 'privacy  active\n' >wanted
	ok 'without its header' diff wanted plain
	screen 'cop-list -f tsv -c cop,status privacy'
	tr -d '\r' <screen >plain
	printf 'privacy\tactive\n' >wanted
	ok 'tsv as in a pipe' diff wanted plain
	screen 'cop-list -c cop,status privacy | cat'
	tr -d '\r' <screen >plain
	ok 'and in a pipe' diff wanted plain
fi

t 'NO_COLOR, unless it is empty, turns off all codes'
if need_terminal; then
	sample
	for c in 'cop-list privacy' 'cop-show privacy' 'cop-check --list' 'cop-members privacy' 'cop-list nosuch'; do
		screen "NO_COLOR=1 $c"
		ok "NO_COLOR=1 $c" sh -c '! grep -q "$(printf "\033")" screen'
	done
	screen 'NO_COLOR= cop-list privacy'
	ok 'an empty one is none' grep -q "$(printf '\033\\[')" screen
	screen 'cop-list privacy'
	ok 'there is colour without it' grep -q "$(printf '\033\\[')" screen
fi

# fits COLUMNS COMMAND: none of its lines is wider.
fits() {
	screen "$2" "$1"
	perl -CSD -ne 's/\e\[[0-9;]*m//g; s/\r?\n//; print length($_), ": $_\n" if length > '"$1" screen >wide
	empty "wider than $1 columns: $2" wide
}

t 'tables and pages fit 80 columns'
if need_terminal; then
	sample
	for c in cop-list 'cop-list --lang fr' cop-show 'cop-show --lang fr' 'cop-check --list' 'cop-check --explain not-canonical' \
		'cop-fmt --check rosters/*' cop 'cop-list --help' 'cop-members --help' 'cop-check --help' 'cop-fmt --help' 'cop-show --help'; do
		fits 80 "$c"
		ok "$c prints something" test -s screen
	done
	fits 120 'cop-list'
	fits 60 'cop-list -c cop,name,status'
fi

t 'the members fit 80 columns'
if need_terminal; then
	sample
	fits 80 'cop-members privacy'
	fits 80 'cop-members privacy -c email,name,organization,role,joined'
fi

t 'what a table cuts is marked, and ids are never cut'
if need_terminal; then
	sample
	screen 'cop-list -w cop=social-prescribing-ontario' 80
	ok 'the id is whole' grep -q 'social-prescribing-ontario ' screen
	ok 'the name is cut' grep -q '…' screen
fi

t 'a name is not cut below twenty letters: the kind is left out first, and members stay'
if need_terminal; then
	sample
	screen 'cop-list aces-resilience social-prescribing-canada' 80
	ok 'columns' grep -qE '^(.\[1m)?cop  +name  +status  +host  +members' screen
	ok 'name' grep -qE ' {2}[^…]{19,}…  active' screen
	ok 'it says what is left out' grep -q 'cop-list: kind, applicants, launched left out; -c shows them' screen
	screen 'cop-list -c cop,name,kind,status,host,members social-prescribing-canada' 80
	ok 'the kind, where it is asked for' grep -q ' community ' screen
	screen 'cop-list ai' 80
	ok 'a single column' grep -q 'cop-list: kind left out; -c shows it' screen
fi

t 'the address and name are never cut: other columns are left out, unless they were asked for'
if need_terminal; then
	sample
	screen 'cop-members perinatal' 80
	# The first row has the widest address and name, which leave no room for an organization.
	ok 'address and name' grep -qE '^perinatal  adesjardins@courriel\.example\.ca  +Anaïs Desjardins\s*$' screen
	ok 'it says what is left out' grep -q 'organization, role, region and .* more left out' screen
	screen 'cop-members perinatal -c cop,email,name,role' 60
	ok 'what was asked for is there' grep -qE '^perinatal  adesj[^ ]*…  Anaïs.*  social-work' screen
	fits 60 'cop-members perinatal -c cop,email,name,role'
fi

t 'a reason is wrapped, and nothing is left out for it'
if need_terminal; then
	registry
	echo 'roles: {nurse: Nurse}' >>registry.yaml
	plain() {
		screen "cop-join a -e noor.haddad@rideaubend.example.org --name Noor --role nurs $2" "$1"
		tr -d '\r' <screen | sed 's/.\[[01]m//g' >plain
	}
	plain 80
	file plain 'cop  email                               result   reason
a    noor.haddad@rideaubend.example.org  refused  unknown role: "nurs" (did you
                                                    mean "nurse"?)'
	# It gets no narrower; the line is longer than the terminal.
	plain 60
	file plain 'cop  email                               result   reason
a    noor.haddad@rideaubend.example.org  refused  unknown role: "nurs"
                                                    (did you mean
                                                    "nurse"?)'
	plain 60 '-c email,reason'
	file plain 'email                               reason
noor.haddad@rideaubend.example.org  unknown role: "nurs"
                                      (did you mean
                                      "nurse"?)'
fi

t 'findings are printed as lines on a terminal, as records into a pipe'
if need_terminal; then
	registry
	echo 'colour: red' >>cops/a.yaml
	screen 'cop-check'
	ok 'a line' grep -q '^cops/a.yaml:4:1: error: unknown key: ' screen
	ok 'a count at the end' grep -q '1 error, 1 warning' screen
	file ended 1
fi

done_testing
