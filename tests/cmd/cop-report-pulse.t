#!/bin/sh
# cop-report pulse: each finding from its first day on, and that its suggestion, run as printed, settles it.
. "$TOP/tests/lib.sh"
. "$TOP/tests/reports.sh"

# A community without findings.
calm() {
	registry
	printf 'reviewed: 2026-06-01\nlaunched: 2024-01-01\n' >>cops/a.yaml
	roster a <<-'END'
		pam Pam joined=2026-01-01
		pam - group=leads position=chair joined=2026-01-01
	END
}

# finds DAY FINDING SINCE EVIDENCE: that is the only finding about a on that day.
finds() {
	run cop-report pulse a --as-of "$1" -f tsv -c finding,since,evidence
	status 0
	err ''
	printf '%s\t%s\t%s\n' "$2" "$3" "$4" >wanted
	out <wanted
}

nothing() {
	run cop-report pulse a --as-of "$1" -f tsv
	status 0
	err ''
	out ''
}

# mends DAY [WORD VALUE]: after the command that is suggested on that day, with VALUE instead of WORD, no finding is left.
mends() {
	suggestion=$(cop-report pulse a --as-of "$1" -f tsv -c suggestion)
	test "$(printf '%s\n' "$suggestion" | wc -l)" = 1 || fails 'not one suggestion' <<-END
		$suggestion
	END
	if test $# = 1; then
		case $suggestion in
		*[A-Z]*) fails "something in capitals: $suggestion" </dev/null ;;
		esac
	else
		case $suggestion in
		*"$2"*) suggestion=$(printf '%s' "$suggestion" | sed "s/$2/$3/") ;;
		*) fails "no $2: $suggestion" </dev/null ;;
		esac
	fi
	run env COP_TODAY="$1" sh -c "$suggestion"
	status 0
	nothing "$1"
	run cop-check
	status 0
}

t 'nothing to report'
calm
nothing 2026-06-30
run cop-report pulse
out_has 'Everything is consistent.'

t 'no-recent-event: three times the cadence of the meetings, from the last event on'
calm
cat >>cops/a.yaml <<'END'
meetings: [{cadence: quarterly}, {cadence: monthly}, {cadence: as-needed}]
events:
  - {date: 2026-02-10, title: One}
  - {date: 2026-03, title: Other}
  - {date: 2026-12-01, title: To come}
END
# Monthly, so three months from 31 March.
nothing 2026-06-30
finds 2026-07-01 no-recent-event 2026-03-31 'last event 2026-03; meets monthly'
mends 2026-07-01 TITLE Spring

t 'no-recent-event: a year if the meetings do not say; without any event there is no finding'
calm
nothing 2026-06-30
sed -i 's/reviewed: .*/reviewed: 2027-01-01/' cops/a.yaml
sed -i 's/2026-01-01/2027-01-01/g' rosters/a.csv
echo 'events: [{date: 2026-03-10, title: One}]' >>cops/a.yaml
nothing 2027-03-10
finds 2027-03-11 no-recent-event 2026-03-10 'last event 2026-03-10'
mends 2027-03-11 TITLE One

t 'no-recent-join'
calm
printf 'policy: {review_months: 3}\n' >>registry.yaml
# Three months from 1 January; the review of 1 June is good until 1 September.
nothing 2026-04-01
finds 2026-04-02 no-recent-join 2026-01-01 'last joined 2026-01-01'
# A change of employer, a seat, or an application is not joining; somebody who joins in July has not joined yet.
roster a <<'END'
pam Pam organization=o1 joined=2025-01-01 left=2026-05-31
pam Pam organization=o2 joined=2026-06-01
pam - group=leads position=chair joined=2026-06-01
quin Quin applied=2026-06-01
rob Rob applied=2026-06-01 joined=2026-07-15
END
finds 2026-06-30 no-recent-join 2025-01-01 'last joined 2025-01-01'
# Nobody is expected to join where nobody may.
mends 2026-06-30
file_has cops/a.yaml closed

t 'no-recent-join: nobody has ever joined'
calm
roster a </dev/null
finds 2026-06-30 no-recent-join 2024-01-01 'nobody has ever joined'

t 'term-over: the last person in a position, whose term is over'
calm
roster a <<'END'
pam Pam joined=2026-01-01
quin Quin joined=2026-01-01
pam - group=leads position=chair joined=2026-01-01 left=2026-06-29
quin - group=leads position=secretary joined=2026-01-01 left=2026-05-31
rob Rob joined=2026-01-01
rob - group=leads position=secretary joined=2026-06-01
sue Sue joined=2026-01-01
sue - group=leads joined=2026-01-01 left=2026-05-31
END
nothing 2026-06-29
finds 2026-06-30 term-over 2026-06-30 'chair of Leads: pam@x.org until 2026-06-29'
mends 2026-06-30

t 'term-over: not if a successor is appointed, in agreement with cop-check'
calm
roster a <<'END'
pam Pam joined=2026-01-01
rob Rob joined=2026-01-01
pam - group=leads position=chair joined=2026-01-01 left=2026-06-29
rob - group=leads position=chair joined=2026-09-01
END
nothing 2026-06-30
run env COP_TODAY=2026-06-30 cop-check --strict -f tsv -c rule
out_lacks term-over

t 'old-application: older than the policy'
calm
cat >>registry.yaml <<'END'
policy: {application_days: 10}
END
roster a <<'END'
pam Pam joined=2026-01-01
pam - group=leads position=chair joined=2026-01-01
waits Waits applied=2026-06-19
later Later applied=2026-06-20
gone Gone applied=2026-01-01 left=2026-02-01
soon Soon applied=2026-06-01 joined=2026-06-20
END
nothing 2026-06-29
finds 2026-06-30 old-application 2026-06-19 'waits@x.org applied 2026-06-19'
mends 2026-06-30
run cop-members a -w email=waits@x.org -c status,joined
printf 'member\t2026-06-30\n' >wanted
out <wanted

t 'old-application: an address that a shell would split'
calm
roster a <<'END'
pam Pam joined=2026-01-01
pam - group=leads position=chair joined=2026-01-01
o'neil&co O applied=2026-01-01
END
mends 2026-06-30

t 'an unknown group, position or language, which a shell would execute'
calm
roster a <<'END'
pam Pam joined=2026-01-01
pam - group=$(:>x) position=chair joined=2026-01-01 left=2026-02-01
pam - group=leads position=`:>x` joined=2026-01-01 left=2026-02-01
END
printf 'contacts:\n  - position: "a;touch x"\n' >>cops/a.yaml
sed -i 's/^languages:.*//' registry.yaml
cat >>registry.yaml <<'END'
languages: [en, "$(touch x)"]
END
run cop-report pulse a --as-of 2026-06-30 -f tsv -c suggestion
out_has "--group '\$(:>x)' --position chair "
out_has "--group leads --position '\`:>x\`' "
out_has "--position 'a;touch x'"
out_has "name.'\$(touch x)'=TEXT"
sh "$OUT" >ran 2>&1
absent x

t 'vacant-contact: a position that nobody holds'
calm
printf 'quin@x.org,Quin,,,,,,,,2026-01-01,,,,\n' >>rosters/a.csv
cat >>cops/a.yaml <<'END'
contacts:
  - {position: chair}
  - {position: liaison}
  - {role: Host, name: Someone}
END
finds 2026-06-30 vacant-contact '' 'nobody holds: liaison'
mends 2026-06-30 ADDRESS quin@x.org

t 'not-reviewed: never, or too long ago'
calm
cat >>registry.yaml <<'END'
policy: {review_months: 7}
END
sed -i 's/^reviewed: .*/reviewed: 2025-11/' cops/a.yaml
# Seven months from 30 November.
nothing 2026-06-30
finds 2026-07-01 not-reviewed 2025-11-30 'last reviewed 2025-11'
mends 2026-07-01
sed -i '/^reviewed/d' cops/a.yaml
finds 2026-06-30 not-reviewed '' 'never reviewed'
mends 2026-06-30

t 'launch-unconfirmed: a planned launch that has passed'
calm
sed -i 's/^launched: .*/launched: 2026-06-15/' cops/a.yaml
nothing 2026-06-14
finds 2026-06-15 launch-unconfirmed 2026-06-15 'planned for 2026-06-15, and not reviewed since'
mends 2026-06-30
# A review on the day of the launch counts as being after it.
sed -i 's/^reviewed: .*/reviewed: 2026-06-14/' cops/a.yaml
finds 2026-06-15 launch-unconfirmed 2026-06-15 'planned for 2026-06-15, and not reviewed since'
sed -i 's/^reviewed: .*/reviewed: 2026-06/' cops/a.yaml
nothing 2026-06-15
sed -i 's/^reviewed: .*/reviewed: 2026-06-15/' cops/a.yaml
nothing 2026-06-15

t 'collaborative-too-long'
calm
cat >>cops/a.yaml <<'END'
kind: collaborative
goals: [{goal: One}]
END
sed -i 's/^launched: .*/launched: 2025-03-30/' cops/a.yaml
# Fifteen months from 30 March 2025.
nothing 2026-06-29
finds 2026-06-30 collaborative-too-long 2026-06-30 'limited to 15 months'
suggestion=$(cop-report pulse a -f tsv -c suggestion | sed 's/TEXT/Done/')
run sh -c "$suggestion"
status 0
nothing 2026-07-01

t 'goal-overdue'
calm
cat >>cops/a.yaml <<'END'
goals:
  - {goal: First, due: 2026-05, done: 2026-05-01}
  - {goal: Second, due: 2026-05}
  - {goal: Third, due: 2026-07}
END
nothing 2026-05-31
finds 2026-06-01 goal-overdue 2026-06-01 'due 2026-05: Second'
mends 2026-06-01
file_like cops/a.yaml 'goal: Second.*done: .?2026-06-01|^ *done: 2026-06-01'

t 'a single value in place of a list counts as absent'
calm
cat >>cops/a.yaml <<'END'
events: {x: {date: 2020-01-01}}
contacts: {x: {position: facilitator}}
goals: {x: {goal: One, due: 2026-05}}
END
run cop-report pulse a -f tsv
status 2
out ''
err_like 'goals: a map where a list is needed'

t 'composition-unmet'
calm
cat >>cops/a.yaml <<'END'
community: {composition: [{role: nurse, at_least: 2, note: Nurses}]}
END
finds 2026-06-30 composition-unmet '' 'Nurses: needs at least 2, has 0'
# The suggested command explains the finding.
run cop-report pulse a -f tsv -c suggestion
out 'cop-report composition a'
run cop-report composition a
out_has Nurses
# In words, and in the language of the report, as the report of compositions has it.
calm
cat >>cops/a.yaml <<'END'
community:
  groups: [{id: wg, name: Travail}]
  composition: [{group: wg, position: chair, at_least: 1}]
END
finds 2026-06-30 composition-unmet '' 'chair (Travail): needs at least 1, has 0'
run cop-report pulse a -f tsv -c evidence --lang fr
out_like '^présidence \(Travail\).*: il en faut au moins 1, il y en a 0'

t 'missing-text: a text is missing in one language'
calm
sed -i 's/^name: Test.*/&\nlanguages: [en, fr]/' registry.yaml
sed -i 's/^name: .*/name: {en: Community A, fr: Communauté A}/; s/^domain: .*/domain: {en: What we share}/' cops/a.yaml
finds 2026-06-30 missing-text '' '1 text without French: domain'
mends 2026-06-30 TEXT Partage

t 'several findings, each about its own community'
calm
sed '/^reviewed/d' cops/a.yaml >cops/b.yaml
echo 'contacts: [{position: lead}]' >>cops/b.yaml
echo 'r Rob joined=2026-06-01' | roster b
run cop-report pulse -f tsv -c cop,finding
tabs <<'END'
b|vacant-contact
b|not-reviewed
END
run cop-report pulse -f tsv -c cop -w finding=not-reviewed
out b
run cop-report pulse -w finding=term-over
status 1
run cop-report pulse
out_has 'cop-set b reviewed=2026-06-30'

t 'nothing about a community that has ended; only the definition of one that is paused or planned'
calm
roster a <<'END'
waits Waits applied=2026-01-01
END
sed -i '/^reviewed/d' cops/a.yaml
cp cops/a.yaml old
echo 'ended: 2026-06-29' >>cops/a.yaml
nothing 2026-06-30
cp old cops/a.yaml
echo 'paused: [{from: 2026-06-01}]' >>cops/a.yaml
run cop-report pulse -f tsv -c finding
out not-reviewed
sed 's/^launched: .*/launched: 2026-07-01/' old >cops/a.yaml
run cop-report pulse -f tsv -c finding
out not-reviewed

t 'nothing comes from a damaged roster, not even broken rules'
calm
cat >>cops/a.yaml <<'END'
community: {composition: [{role: nurse, at_least: 2}]}
contacts: [{position: liaison}]
END
echo 'x@x.org,Damaged,,,,' >>rosters/a.csv
run cop-report pulse -f tsv
status 2
out ''
err_has rosters/a.csv
for f in text html; do
	run cop-report pulse -f $f
	status 2
	out_lacks 'Everything is consistent.'
	out_has 'Not known.'
done
rm -r rosters
echo 'people: ../private' >>registry.yaml
run cop-report pulse -f tsv
status 2
out ''
run cop-report pulse
status 2
out_lacks 'Everything is consistent.'
out_has 'Not known.'
# The roster of a paused community is not read.
echo 'paused: [{from: 2026-06-01, until: 2026-07}]' >>cops/a.yaml
run cop-report pulse
out_has 'Everything is consistent.'

t 'an unknown position does no harm'
calm
roster a <<'END'
pam Pam joined=2026-01-01
pam - group=leads position=boss joined=2026-01-01 left=2026-02-01
pam - group=leads position=chair joined=2026-01-01
END
for kind in pulse roster terms composition consent; do
	run cop-report $kind --period 2026
	ok "$kind: status $got_status is at most 2" test "$got_status" -le 2
done
sed -i 's/boss/chair/; s/2026-02-01//' rosters/a.csv
echo 'x@x.org,X,,,,,,,,2026-01-01,,maybe,2026-01-01,' >>rosters/a.csv
for kind in consent 'consent --people' breakdown; do
	# shellcheck disable=SC2086
	run cop-report $kind
	ok "$kind: status $got_status is at most 2" test "$got_status" -le 2
done

done_testing
