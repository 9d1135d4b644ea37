#!/bin/sh
# cop-close: what is written into the definitions, who is carried over, that nothing changes for earlier days, and what is refused.
# shellcheck disable=SC2016 # scripts of other programs are in single quotes
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# A federation with communities a and b, roles and a region.
federation() {
	registry
	echo 'launched: 2018-01-01' >>cops/a.yaml
	write cops/b.yaml <<-'END'
		name: Community B
		launched: 2019-01-01
		host: h1
		domain: What they share
	END
	cat >>registry.yaml <<-'END'
		languages: [en, fr]
		roles:
		  practitioner: Practitioner
		  nurse: {name: Nurse, within: practitioner}
		regions: {north: North}
	END
}

close_() { change cop-close "$@"; }

# closes ARGUMENT…: it succeeds without a message.
closes() {
	close_ "$@"
	status 0
	out_lacks refused
	err ''
}

# refuses WORDS ARGUMENT…: it is refused with these words, and nothing at all is changed.
refuses() {
	words=$1
	shift
	close_ "$@"
	status 1
	out_like "${TAB}refused${TAB}.*$words"
	out_lacks "${TAB}closed"
	out_lacks "${TAB}joined"
	unchanged
}

# wrong WORDS ARGUMENT…: a usage error with these words, and nothing is changed.
wrong() {
	words=$1
	shift
	close_ "$@"
	status 2
	out ''
	err_has "$words"
	unchanged
}

# One person of each kind in a, some of whom are in b already.
everybody() {
	federation
	roster a <<-'END'
		al@x.org,Al,west,nurse,north,fr,,,2019-12-01,2020-01-01,,express,2020-01-01,form
		al@x.org,,,,,,leads,chair,,2021-01-01,,,,
		app@x.org,App,,,,,,,2026-06-01,,,,,
		both@x.org,Bo,,,,,,,,2020-01-01,,,,
		for@x.org,For,,,,,,,,2020-01-01,2025-12-31,,,
		left@x.org,Lef,,,,,,,,2020-01-01,2026-06-30,,,
		no@x.org,No,,,,,,,,2020-01-01,,withdrawn,2024-01-01,
		seen@x.org,Seen,,nurse,,,,,,2020-01-01,,implied,2020-01-01,
		sup@x.org,Sup,,,,,,,,2020-01-01,,express,2020-01-01,
		term@x.org,Term,,,,,,,,2020-01-01,2027-03-31,,,
		wait@x.org,Wait,east,nurse,,,,,,2020-01-01,,implied,2020-01-01,
	END
	roster b <<-'END'
		both@x.org,Bo,,,,,,,,2019-01-01,,,,
		seen@x.org,Seen,,,,,,,,2019-01-01,2019-12-31,,,
		wait@x.org,Wait,,,,,,,2026-06-01,,,,,email
		zoe@x.org,Zoe,,,,,,,,2019-01-01,,,,
	END
	write suppressions.csv <<-'END'
		email,date,reason
		sup@x.org,2025-01-01,asked
	END
}

# -- an end --------------------------------------------------------------------------------------------------------------

t 'the end and its reason are written, and nothing else is changed'
everybody
sed -i /^app/d rosters/a.csv
closes a --reason 'Its work is done'
tabs <<'END'
a|cops/a.yaml|closed|
END
changes <<'END'
+ended: 2026-06-30
+reason: Its work is done
END
run cop-check -f tsv -c rule -w path=cops/a.yaml -w rule=ended-without-reason
out ''

t 'the community is active on its last day, and has ended on the next'
everybody
sed -i /^app/d rosters/a.csv
closes a --reason 'Its work is done'
for day in 2026-06-29:active:8 2026-06-30:active:8 2026-07-01:ended:0; do
	run cop-list a -c status,members --as-of "${day%%:*}"
	out "$(echo "${day#*:}" | tr : "$TAB")"
done
run cop-members a --seats -w status=member --as-of 2026-07-01
status 1

t 'the place of the keys, comments and layout: only new lines differ'
federation
write cops/a.yaml <<'END'
# The first community.
name: Community A   # for now
host:    h1
domain: >-
  What we
  share

launched: 2018-01-01 # about
# kept by hand
also: {x: 'y'}
# the end
END
closes a --reason 'Its work is done'
changes <<'END'
+ended: 2026-06-30
+reason: Its work is done
END
ok 'the comment stays at the end' test "$(tail -n 1 cops/a.yaml)" = '# the end'

t 'CRLF line endings'
federation
sed 's/$/\r/' cops/a.yaml >x && mv x cops/a.yaml
sed 's/$/\r/' cops/b.yaml >x && mv x cops/b.yaml
closes a --into b --reason 'Its work is done'
ok 'every line has one' sh -c '! grep -v "$(printf "\r")\$" cops/a.yaml cops/b.yaml'
run cop-list a -c status,ended --as-of 2027-01-01
tabs <<'END'
merged|2026-06-30
END

t 'a last line without a line end'
federation
printf 'name: A\nhost: h1\ndomain: D\nlaunched: 2018-01-01' >cops/a.yaml
closes a --reason Done
run cop-list a -c status,ended,reason,launched
tabs <<'END'
active|2026-06-30|Done|2018-01-01
END

t 'a planned end is replaced by an earlier one'
federation
printf 'ended: 2027-03-31 # the term of the grant\n' >>cops/a.yaml
closes a --reason 'The grant went'
changes <<'END'
-ended: 2027-03-31 # the term of the grant
+ended: 2026-06-30 # the term of the grant
+reason: The grant went
END

t 'a reason is written as text, whatever it looks like'
for reason in 'no' '2021' 'a: b' '- a' '#1' '[a]' '"' "it's" '@a' 'it ended # so' '|' '*a' '!a' 'yes, and é' '~' '%a' '&a' ': a' 'a:'; do
	federation
	closes a --reason "$reason"
	run cop-list a -c reason -f json
	wanted=$(printf %s "$reason" | sed 's/["\\]/\\&/g')
	out "{\"reason\":\"$wanted\"}"
done

t 'a reason of two lines, and in several languages'
federation
closes a --reason "$(printf 'It was done.\nAnd well.')"
run cop-list a -c reason
out 'It was done. And well.'
federation
closes a --reason '{en: Done, fr: Fini}'
run cop-list a -c reason --lang fr
out Fini

t 'a reason that is already there in several languages'
federation
echo 'reason: {en: It will end, fr: Elle finira}' >>cops/a.yaml
close_ a --reason '{en: Done, fr: Fini}'
status 0
run cop-list a -c reason --lang fr
out Fini

t '--date: past, future, a month and a year'
for date in 2026-03-31 2027-06-30 2026-05 2025; do
	federation
	closes a --reason Done --date $date
	file_has cops/a.yaml "ended: $date"
done
for day in 2025-12-31:active 2026-01-01:ended; do
	run cop-list a -c status --as-of "${day%:*}"
	out "${day#*:}"
done

t 'a paused community ends'
federation
echo 'paused: [{from: 2026-01-01}]' >>cops/a.yaml
closes a --reason Done

t 'a community without a roster ends, and no folder is made'
federation
closes a --reason Done
absent rosters

t 'already closed on that day: reported; with another reason, the reason is corrected'
everybody
sed -i /^app/d rosters/a.csv
closes a --reason Done
closes a --reason Done
tabs <<'END'
a|cops/a.yaml|already|
END
unchanged
close_ a --reason 'All is done'
status 0
changes <<'END'
-reason: Done
+reason: All is done
END

# -- into another ----------------------------------------------------------------------------------------------------------

t '--into: each member is carried over once and joins the day after; seats are not carried over'
everybody
close_ a --into b --reason 'One is enough'
status 0
tabs <<'END'
b|al@x.org|joined|from a
b|both@x.org|already|
b|no@x.org|left-out|consent withdrawn
b|seen@x.org|joined|from a
b|sup@x.org|left-out|suppressed
b|term@x.org|joined|from a
b|wait@x.org|joined|from a
b|cops/b.yaml|changed|lineage: merged-from a
a|cops/a.yaml|closed|
END
changes <<'END'
+ended: 2026-06-30
+reason: One is enough
+lineage:
+  - event: merged-from
+    community: a
+    date: 2026-06-30
+al@x.org,Al,west,nurse,north,fr,,,,2026-07-01,,express,2020-01-01,from a
-wait@x.org,Wait,,,,,,,2026-06-01,,,,,email
+seen@x.org,Seen,,nurse,,,,,,2026-07-01,,implied,2020-01-01,from a
+term@x.org,Term,,,,,,,,2026-07-01,2027-03-31,,,from a
+wait@x.org,Wait,east,nurse,,,,,2026-06-01,2026-07-01,,implied,2020-01-01,from a
END
run cop-fmt --check
status 0

t 'unanswered applications are reported, since they end with the community'
for into in '' '--into b'; do
	everybody
	# shellcheck disable=SC2086 # none, or two words
	close_ a $into --reason Done
	status 0
	err <<-'END'
		rosters/a.csv:4:1: warning: application without an answer: applied 2026-06-01 [unanswered]
	END
	run cop-list a -c applicants --as-of 2026-07-01
	out 0
done

t 'somebody who leaves on the last day is not carried over'
federation
roster a <<'END'
left@x.org,Lef,,,,,,,,2020-01-01,2026-06-30,,,
END
close_ a --into b --reason 'One is enough'
status 0
out_lacks joined
run cop-members b --as-of 2026-07-01
out ''

t 'on every day, the federation counts each person once'
everybody
# Of the members of a, only the one who has applied to b is not a member of b yet.
for day in 2026-06-29 2026-06-30; do
	cop-list --as-of $day -c cop,status,members,applicants >"before-$day.in"
	cop-members --as-of $day -c email | sort -u >"people-$day.in"
done
close_ a --into b --reason 'One is enough'
for day in 2026-06-29 2026-06-30; do
	cop-list --as-of $day -c cop,status,members,applicants >now.in
	ok "the counts of $day are the same" cmp "before-$day.in" now.in
	cop-members --as-of $day -c email | sort -u >now.in
	ok "the people of $day are the same" cmp "people-$day.in" now.in
done
run cop-list --as-of 2026-07-01 -c cop,status,members,applicants
tabs <<'END'
a|merged|0|0
b|active|6|0
END
run cop-members --as-of 2026-07-01 -c email
out <<'END'
al@x.org
both@x.org
seen@x.org
term@x.org
wait@x.org
zoe@x.org
END

t 'the lineage is recorded on both sides'
everybody
close_ a --into b --reason 'One is enough'
run cop-show b
out_has '2026-06-30 merged from Community A'
run cop-show a --as-of 2026-07-01
out_has '2026-06-30 merged into Community B'
out_has 'One is enough'
run cop-join a --email new@x.org --name New --date 2026-07-01
status 1
out_has 'join b'

t '--into with a month or a year: the lineage has its last day, and the same command may be run again'
for date in 2026-07:2026-07-31 2026:2026-12-31; do
	federation
	roster a <<-'END'
		al@x.org,Al,,,,,,,,2020-01-01,,,,
	END
	roster b </dev/null
	closes a --into b --reason Done --date "${date%:*}"
	file_has cops/b.yaml "date: ${date#*:}"
	file_has cops/a.yaml "ended: ${date%:*}"
	run cop-list a -c status,members --as-of "${date#*:}"
	out "active${TAB}1"
	closes a --into b --reason Done --date "${date%:*}"
	out_lacks changed
	unchanged
done

t 'an existing lineage gets one more event'
federation
cat >>cops/b.yaml <<'END'
lineage:
  # how it began
  - {event: grew-from, body: A working group, date: 2018}
# the end
END
closes a --into b --reason 'One is enough'
run cop-show b
out_has 'grew from A working group'
out_has 'merged from Community A'
file_has cops/b.yaml '  # how it began'
ok 'the comment stays at the end' test "$(tail -n 1 cops/b.yaml)" = '# the end'

t 'somebody who joins on the closing day is carried over; somebody who joins later must be decided about'
federation
roster a <<'END'
new@x.org,New,,,,,,,,2026-06-30,,,,
END
closes a --into b --reason Done
file_has rosters/b.csv 'new@x.org,New,,,,,,,,2026-07-01,,,,from a'

t 'a stay of two spells is carried over as it is on the last day'
federation
roster a <<'END'
ch@x.org,Chan,west,,,,,,,2020-01-01,2025-12-31,express,2020-01-01,
ch@x.org,Chan,east,nurse,,,,,,2026-01-01,,,,
END
closes a --into b --reason Done
run cop-members b -c organization,role --as-of 2026-07-01
tabs <<'END'
east|nurse
END

t 'consent from another spell of the person is carried over'
federation
roster a <<'END'
ch@x.org,Chan,west,,,,,,,2020-01-01,2025-12-31,express,2020-01-01,
ch@x.org,Chan,east,,,,,,,2026-01-01,,,,
END
run cop-members a -c mail
out yes
closes a --into b --reason Done
run cop-members b -c mail --as-of 2026-07-01
out yes

t 'consent that was withdrawn in the later community stays withdrawn there'
federation
roster a <<'END'
no@x.org,No,,,,,,,,2020-01-01,,express,2020-01-01,
END
roster b <<'END'
no@x.org,No,,,,,,,,2019-01-01,2024-12-31,withdrawn,2025-01-01,
END
close_ a --into b --reason Done
status 0
run cop-members b --all -c mail --as-of 2026-07-01 -w 'status=member,former'
out_lacks yes
# Nor does it come back by consent that was given afterwards, but to the other community.
federation
roster a <<'END'
no@x.org,No,,,,,,,,2020-01-01,,express,2026-01-01,
yes@x.org,Yes,,,,,,,,2020-01-01,,express,2026-01-01,
END
roster b <<'END'
no@x.org,No,,,,,,,,2019-01-01,2024-12-31,withdrawn,2025-01-01,
yes@x.org,Yes,,,,,,,,2019-01-01,2024-12-31,withdrawn,2025-01-01,
yes@x.org,Yes,,,,,,,2026-06-01,,,implied,2026-06-01,
END
close_ a --into b --reason Done
status 0
run cop-members b -c email,consent,mail --as-of 2026-07-01
tabs <<'END'
no@x.org||no
yes@x.org|implied|yes
END

t 'a future membership in the later community begins on the day of the move, and keeps its end'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
fut@x.org,Fut,,,,,,,,2020-01-01,,,,
END
roster b <<'END'
fut@x.org,Fut,,,,,,,,2026-09-01,2027-08-31,,,
END
close_ a --into b --reason Done
status 0
file rosters/b.csv <<END
$H
al@x.org,Al,,,,,,,,2026-07-01,,,,from a
fut@x.org,Fut,,,,,,,,2026-07-01,2027-08-31,,,from a
END

t 'somebody who comes back to the later community has one stay if the days touch'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
roster b <<'END'
al@x.org,Al,,,,,,,,2019-01-01,2026-06-30,,,
END
closes a --into b --reason Done
run cop-list b -c members --as-of 2026-06-30
out 1
run cop-list b -c members --as-of 2026-07-01
out 1

t 'a later community without a roster gets one, which only its owner can read'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
closes a --into b --reason Done
ok 'its mode' test "$(stat -c %a rosters/b.csv)" = 600
file rosters/b.csv <<END
$H
al@x.org,Al,,,,,,,,2026-07-01,,,,from a
END

t 'further columns of the later roster are kept, and are empty for newcomers'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
write rosters/b.csv <<END
$H,badge
zoe@x.org,Zoe,,,,,,,,2019-01-01,,,,,7
END
closes a --into b --reason Done
file rosters/b.csv <<END
$H,badge
al@x.org,Al,,,,,,,,2026-07-01,,,,from a,
zoe@x.org,Zoe,,,,,,,,2019-01-01,,,,,7
END

t 'members and applicants in neighbouring rows'
federation
roster a <<'END'
a1@x.org,A,,,,,,,,2020-01-01,,,,
a2@x.org,B,,,,,,,,2020-01-01,,,,
a3@x.org,C,,,,,,,,2020-01-01,,,,
END
roster b <<'END'
a2@x.org,B,,,,,,,2026-06-01,,,,,
END
closes a --into b --reason Done
file rosters/b.csv <<END
$H
a1@x.org,A,,,,,,,,2026-07-01,,,,from a
a2@x.org,B,,,,,,,2026-06-01,2026-07-01,,,,from a
a3@x.org,C,,,,,,,,2026-07-01,,,,from a
END

t 'a limit of the later community does not prevent the merger, but is reported'
federation
echo 'community: {composition: [{at_most: 1}]}' >>cops/b.yaml
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
bo@x.org,Bo,,,,,,,,2020-01-01,,,,
END
close_ a --into b --reason Done --date 2026-06-29
status 0
out_has "al@x.org${TAB}joined"
out_has "bo@x.org${TAB}joined"
err 'rosters/b.csv: warning: breaks a composition rule: people: may have ..1, and has 2 [composition-breaks]'

t 'a future end: for people who join until then, the same command is run again on that day'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
closes a --into b --reason Done --date 2026-07-31
run env COP_TODAY=2026-07-15 cop-join a --email new@x.org --name New --approved
status 0
rm -rf "$scratch/before" && cp -a . "$scratch/before"
run env COP_TODAY=2026-07-31 cop-close a --into b --reason Done
status 0
tabs <<'END'
b|al@x.org|already|
b|new@x.org|joined|from a
b|cops/b.yaml|already|lineage: merged-from a
a|cops/a.yaml|already|
END
changes <<'END'
+new@x.org,New,,,,,,,,2026-08-01,,,,from a
END

t 'a future end: people who leave or withdraw consent until then are taken out again by the same command, and reported'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,express,2020-01-01,
app@x.org,App,,,,,,,,2020-01-01,,express,2020-01-01,
gone@x.org,Gon,,,,,,,,2020-01-01,,express,2020-01-01,
no@x.org,No,,,,,,,,2020-01-01,,express,2020-01-01,
END
roster b <<'END'
app@x.org,App,,,,,,,2026-06-01,,,,,email
lu@x.org,Lu,,,,,,,,2026-08-01,,,,form a
mo@x.org,Mo,,,,,,,,2020-01-01,,,,from a
zoe@x.org,Zoe,,,,,,,,2026-08-01,,,,from c
END
closes a --into b --reason Done --date 2026-07-31
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,express,2020-01-01,
app@x.org,App,,,,,,,,2020-01-01,2026-07-14,express,2020-01-01,
gone@x.org,Gon,,,,,,,,2020-01-01,2026-07-31,express,2020-01-01,
no@x.org,No,,,,,,,,2020-01-01,,withdrawn,2026-07-15,
END
rm -rf "$scratch/before" && cp -a . "$scratch/before"
run env COP_TODAY=2026-07-31 cop-close a --into b --reason Done
status 0
err ''
tabs <<'END'
b|app@x.org|left-out|not a member of a
b|gone@x.org|left-out|not a member of a
b|al@x.org|already|
b|no@x.org|left-out|consent withdrawn
b|cops/b.yaml|already|lineage: merged-from a
a|cops/a.yaml|already|
END
file rosters/b.csv <<END
$H
al@x.org,Al,,,,,,,,2026-08-01,,express,2020-01-01,from a
app@x.org,App,,,,,,,2026-06-01,,,express,2020-01-01,
lu@x.org,Lu,,,,,,,,2026-08-01,,,,form a
mo@x.org,Mo,,,,,,,,2020-01-01,,,,from a
zoe@x.org,Zoe,,,,,,,,2026-08-01,,,,from c
END

t 'somebody who has been a member of the later community for a day is not taken out again'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
closes a --into b --reason Done
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,2026-06-15,,,
END
rm -rf "$scratch/before" && cp -a . "$scratch/before"
run env COP_TODAY=2026-07-02 cop-close a --into b --reason Done --date 2026-06-30
status 0
unchanged
run env COP_TODAY=2026-07-01 cop-close a --into b --reason Done --date 2026-06-30
status 0
changes <<'END'
-al@x.org,Al,,,,,,,,2026-07-01,,,,from a
END

t 'somebody who has a seat in the later community is not taken out; the seat must be dealt with first'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
closes a --into b --reason Done --date 2026-07-31
sed -i 's/^al@.*/al@x.org,Al,,,,,,,,2020-01-01,2026-07-14,,,/' rosters/a.csv
echo 'al@x.org,,,,,,leads,chair,,2026-08-01,,,,' >>rosters/b.csv
refuses 'seat' a --into b --reason Done --date 2026-07-31

t 'a future end is not moved to an earlier day once its members are carried over'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
bo@x.org,Bo,,,,,,,,2020-01-01,,,,
END
closes a --into b --reason Done --date 2026-07-31
refuses 2026-07-31 a --into b --reason Done
ok 'it is one refusal, of the community' test "$(cut -f 1 "$OUT")" = a
refuses 2026-07-31 a --reason Done

t '--date in the past: the members of that day, as they were'
everybody
sed -i '/^app/d' rosters/a.csv
sed -i '/^wait/d' rosters/b.csv
close_ a --into b --reason Done --date 2025-12-31
status 0
# for@x.org left on that day.
out_lacks for@x.org
run cop-members b -c email --as-of 2026-01-01
out <<'END'
al@x.org
both@x.org
left@x.org
seen@x.org
term@x.org
wait@x.org
zoe@x.org
END

# -- what is refused ---------------------------------------------------------------------------------------------------------

t 'an unknown community: a suggestion'
everybody
write cops/perinatal.yaml <cops/a.yaml
wrong 'no community "perinatl" (did you mean "perinatal"?)' perinatl --reason Done
wrong 'no community "perinatl" (did you mean "perinatal"?)' a --into perinatl --reason Done
wrong 'no community ""' a --into '' --reason Done

t 'into itself'
everybody
wrong 'itself' a --into a --reason Done

t 'a community that has ended'
everybody
echo 'ended: 2025-12-31' >>cops/a.yaml
refuses 'ended 2025-12-31' a --reason Done
refuses 'ended 2025-12-31' a --into b --reason Done

t 'a community that has been merged'
everybody
echo 'lineage: [{event: merged-from, community: a, date: 2026-03-31}]' >>cops/b.yaml
refuses 'merged 2026-03-31' a --reason Done
refuses 'merged 2026-03-31' a --into b --reason Done

t 'a community that has been merged on that day cannot be merged into another, nor closed without a merger'
everybody
sed 's/Community B/Community C/' cops/b.yaml >cops/c.yaml
close_ a --into b --reason Done
refuses 'merged 2026-06-30' a --into c --reason Done
refuses 'merged 2026-06-30' a --reason Done
close_ a --into b --reason Done
status 0
unchanged
everybody
echo 'lineage: [{event: merged-into, body: Others, date: 2026-06-30}]' >>cops/a.yaml
refuses 'merged 2026-06-30' a --into b --reason Done

t 'a later community that, on its first day with them, has ended, is paused or still planned'
everybody
cp cops/b.yaml b.in
for line in 'ended: 2026-06-30' 'paused: [{from: 2026-07-01, until: 2026-07-31}]' 'paused: [{from: 2026-01-01}]'; do
	{ cat b.in && echo "$line"; } >cops/b.yaml
	refuses '(ended|paused)' a --into b --reason Done
done
sed 's/^launched:.*/launched: 2026-09-01/' b.in >cops/b.yaml
refuses 'planned' a --into b --reason Done
cp b.in cops/b.yaml
write cops/c.yaml <<'END'
name: Community C
host: h1
domain: What others share
launched: 2019-01-01
lineage: [{event: merged-from, community: b, date: 2026-01-31}]
END
refuses 'merged 2026-01-31; join c' a --into b --reason Done

t 'a pause that is over by then does not matter'
everybody
echo 'paused: [{from: 2026-01-01, until: 2026-06-30}]' >>cops/b.yaml
close_ a --into b --reason Done
status 0

t 'somebody joined or applied after that day: refused, with the address'
everybody
refuses 'joined|applied' a --reason Done --date 2026-05-31
out_like 'app@x\.org|rosters/a\.csv'
roster a <<'END'
fut@x.org,Fut,,,,,,,,2026-07-10,,,,
END
refuses 'joined 2026-07-10' a --reason Done
refuses 'joined 2026-07-10' a --into b --reason Done
out_like 'fut@x\.org|rosters/a\.csv:2'
closes a --reason Done --date 2026-07-10

t 'a day before the launch'
everybody
refuses 'launched' a --reason Done --date 2017-12-31
refuses 'launched' a --reason Done --date 2017

t 'a row of the later roster would overlap: refused, with its line'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
roster b <<'END'
al@x.org,Al,,,,,,,,2026-08-01,2026-08-31,,,
al@x.org,Al,,,,,,,,2026-10-01,,,,
END
refuses 'overlapping rows: al@x\.org: its dates overlap those on line 3' a --into b --reason Done

t 'the later roster has a row of a member that cannot be read: nobody is carried over'
everybody
echo 'seen@x.org,Seen,too,few' >>rosters/b.csv
refuses 'cannot be read' a --into b --reason Done
out_has seen@x.org

t "the ending community's roster has a row that cannot be read: refused, since who belongs is unknown"
everybody
echo 'zzz@x.org,Zed,too,few' >>rosters/a.csv
close_ a --into b --reason Done
status 2
out ''
err_like '^rosters/a\.csv:13:1: error: .*\[csv-fields\]$'
err_lacks Zed
unchanged

t 'suppressions that cannot be read: refused, since who must not be written to is unknown'
everybody
sed -i 1s/email/mail/ suppressions.csv
close_ a --into b --reason Done
status 2
out ''
err_like '^suppressions\.csv:1:1: error: '
unchanged

t 'a definition that cannot be read'
everybody
echo 'x: [' >>cops/b.yaml
close_ a --into b --reason Done
status 2
out ''
err_like '^cops/b\.yaml:'
unchanged
close_ b --reason Done
status 2
unchanged
# Nor if the definition of a third community, which may refer to it, cannot be read; a harmless mistake comes first.
everybody
echo 'further: key' >>cops/a.yaml
mkdir cops/z.yaml
close_ b --reason Done
status 2
out ''
err_like '^cops/z\.yaml: error: cannot read'
unchanged

t 'earlier mistakes are no reason to refuse'
everybody
echo 'scope: galactic' >>cops/a.yaml
echo 'scope: galactic' >>cops/b.yaml
sed -i 's/^zoe@x.org,Zoe,,/zoe@x.org,Zoe,,nurze/' rosters/b.csv
sed -i 's/^for@x.org,For,,/for@x.org,For,,nurze/' rosters/a.csv
close_ a --into b --reason Done
status 0
out_lacks refused

t 'a reason is needed'
everybody
wrong 'reason' a
wrong 'reason' a --reason ''
wrong 'reason' a --reason ' '
wrong 'reason' a --into b
wrong 'reason' a --reason

t 'a reason that cannot be a text'
everybody
for reason in 'a\0033b' 'a\0377b' 'a\0342\0200\0256b'; do
	close_ a --reason "$(printf %b "$reason")"
	ok 'it is refused' test "$got_status" = 1 -o "$got_status" = 2
	unchanged
done

t 'usage'
everybody
wrong 'community' --reason Done
wrong 'one community at a time' a b --reason Done
wrong 'tomorrow' a --reason Done --date tomorrow
wrong 'no-such' a --reason Done --no-such
wrong 'colums' a --reason Done -c colums
wrong 'yaml' a --reason Done -f yaml

t '- is an id on standard input; empty input changes nothing'
everybody
echo a >ids.in
close_ - --reason Done <ids.in
status 0
tabs <<'END'
a|cops/a.yaml|closed|
END
close_ - --reason Done
status 1
out ''
unchanged

# -- all or nothing ------------------------------------------------------------------------------------------------------------

t 'killed between two files: the same command completes the change'
everybody
cp -R . "$scratch/old"
cop-close a --into b --reason Done >/dev/null 2>&1
cp -R . "$scratch/new"
for path in rosters/b.csv cops/b.yaml cops/a.yaml; do
	cp "$scratch/old/$path" "$path"
	close_ a --into b --reason Done
	status 0
	ok "$path is completed" diff -r . "$scratch/new"
done
for path in rosters/b.csv cops/b.yaml cops/a.yaml; do
	cp -R "$scratch/old/." .
	cp "$scratch/new/$path" "$path"
	close_ a --into b --reason Done
	status 0
	ok "$path alone is completed" diff -r . "$scratch/new"
done
close_ a --into b --reason Done
status 0
unchanged
out_lacks joined
out_lacks closed
out_lacks changed
rm -r "$scratch/old" "$scratch/new"

t 'killed, and completed on the next day: the day of the first run must be given'
everybody
cp cops/a.yaml a.in
close_ a --into b --reason Done
cp a.in cops/a.yaml
run env COP_TODAY=2026-07-01 cop-close a --into b --reason Done
status 1
out_has 2026-06-30
run env COP_TODAY=2026-07-01 cop-close a --into b --reason Done --date 2026-06-30
status 0
file_has cops/a.yaml 'ended: 2026-06-30'

t '-n: one diff over the files, and nothing is changed'
federation
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
roster b <<'END'
zoe@x.org,Zoe,,,,,,,,2019-01-01,,,,
END
close_ a --into b --reason 'One is enough' -n
status 0
err ''
out <<END
--- a/rosters/b.csv
+++ b/rosters/b.csv
@@ -1,2 +1,3 @@
 $H
+al@x.org,Al,,,,,,,,2026-07-01,,,,from a
 zoe@x.org,Zoe,,,,,,,,2019-01-01,,,,
--- a/cops/b.yaml
+++ b/cops/b.yaml
@@ -2,3 +2,7 @@
 launched: 2019-01-01
 host: h1
 domain: What they share
+lineage:
+  - event: merged-from
+    community: a
+    date: 2026-06-30
--- a/cops/a.yaml
+++ b/cops/a.yaml
@@ -2,3 +2,5 @@
 host: h1
 domain: What we share
 launched: 2018-01-01
+ended: 2026-06-30
+reason: One is enough
END
unchanged
need patch
cp "$OUT" patch.in
cp -R . "$scratch/copy"
ok 'the diff applies' sh -c 'cd "$1" && patch -s -p1 <patch.in' sh "$scratch/copy"
closes a --into b --reason 'One is enough'
ok 'the diff was the same change' diff -r -x '*.in' . "$scratch/copy"
rm -r "$scratch/copy"

t '-n of a change that is refused'
everybody
close_ a --reason Done --date 2017 -n
status 1
out ''
err_has 'launched'
unchanged

# -- output, files, other errors --------------------------------------------------------------------------------------------------

t 'formats and columns'
federation
run cop-close a --reason Done -f csv
out <<'END'
cop,what,result,reason
a,cops/a.yaml,closed,
END
run cop-close a --reason Done -f json
out '{"cop":"a","what":"cops/a.yaml","result":"already","reason":null}'
run cop-close a --reason Done -c result,cop --header
tabs <<'END'
result|cop
already|a
END

t 'the modes of the files are kept, and no temporary file is left'
everybody
chmod 640 rosters/b.csv
chmod 664 cops/a.yaml
close_ a --into b --reason Done
ok 'the mode of the roster' test "$(stat -c %a rosters/b.csv)" = 640
ok 'the mode of the definition' test "$(stat -c %a cops/a.yaml)" = 664
ok 'no temporary file is left' sh -c 'test -z "$(find . -name ".*.new" -o -name "*~")"'

t 'without a registry, and with people who are elsewhere'
run cop-close a --reason Done
status 2
out ''
err_has registry.yaml
federation
echo 'people: private' >>registry.yaml
close_ a --reason Done
status 2
out ''
err_like '^registry\.yaml:[0-9]+:[0-9]+: error: '
unchanged
mkdir private
roster a <<'END'
al@x.org,Al,,,,,,,,2020-01-01,,,,
END
mv rosters private
closes a --into b --reason Done
file_has private/rosters/b.csv 'al@x.org,Al,,,,,,,,2026-07-01'
absent rosters

t 'a reader that goes away early, and output to a full disk'
everybody
run sh -c 'cop-close a --into b --reason Done | head -n 0'
status 0
file_has cops/a.yaml ended
test -w /dev/full || skip 'no /dev/full'
run sh -c 'cop-close b --reason Done --date 2026-08-01 >/dev/full'
status 74
err_has 'cannot write output'

t 'on the sample: finance is merged into privacy'
sample
members=$(cop-list finance -c members)
cop-members finance privacy -c email | sort -u >people.in
close_ finance --into privacy --reason 'The same people met twice'
status 0
cop-members finance privacy --as-of 2026-07-01 -c email | sort -u >now.in
awk -F "$TAB" '$3 == "left-out" { print $2 }' "$OUT" >out.in
out=$(wc -l <out.in)
ok 'each member of finance is reported' test "$(grep -c @ "$OUT")" = "$members"
# People who are not carried over may be in privacy already, and those who leave on that day are gone: the rest is the same.
ok 'each person is there' sh -c 'comm -23 people.in now.in | grep -vxFf out.in | while read -r who; do
	cop-members finance privacy --all -w "email=$who" -c left | grep -q 2026-06-30 || exit 1; done'
ok 'nobody else is' sh -c 'test -z "$(comm -13 people.in now.in)"'
ok 'not everybody is left out' test "$out" -lt "$members"
run cop-fmt --check
status 0

t 'no name appears on standard error'
everybody
echo 'zzz@x.org,Zed,too,few' >>rosters/a.csv
close_ a --into b --reason Done
err_lacks Zed

done_testing
