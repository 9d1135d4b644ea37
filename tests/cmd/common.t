#!/bin/sh
# What all commands share (commands.md): the registry, selection, -w, --as-of, --audience, formats, columns, sort,
# language, streams, statuses.  Every expectation is worked out by hand from the small registry below.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"

# Four communities: alpha and beta are public, gamma is for members, delta is secret.  On 2026-06-30 alpha has six
# members, beta two and an applicant, gamma none, delta one.
federation() {
	write registry.yaml <<-'END'
		name: Test federation
		languages: [en, fr]
		timezone: America/Toronto
		hosts:
		  h1: {name: Host One}
		  host-two: {name: Host Two}
		roles:
		  practitioner: {en: Practitioner}
		  nurse: {name: {en: Nurse}, within: practitioner}
		  physician: {name: {en: Physician}, within: practitioner}
		  manager: {en: Manager}
		regions:
		  canada: {en: Canada}
		  ontario: {name: {en: Ontario}, within: canada}
		  toronto: {name: {en: Toronto}, within: ontario}
		  quebec: {name: {en: Quebec}, within: canada}
	END
	write cops/alpha.yaml <<-'END'
		name: {en: Alpha hearts, fr: Cœurs d’Alpha}
		acronym: AH
		host: h1
		launched: 2021-05
		scope: provincial
		regions: [toronto, quebec]
		purposes: [link, {purpose: share, from: 2024, until: 2025}]
		domain: |-
		  Hearts
		  and minds
		community:
		  groups:
		    - {id: steering, name: Steering}
		meetings:
		  - {name: Lunch, cadence: monthly, minutes: 60}
		  - {name: Forum, cadence: quarterly, minutes: 90}
		join: {admission: open}
	END
	write cops/beta.yaml <<-'END'
		name: {fr: 'Bêta, « le "deuxième" »'}
		kind: user-group
		host: host-two
		launched: 2021-06-15
		domain: Second
		meetings:
		  - {name: Call, cadence: weekly}
		join: {admission: closed}
	END
	write cops/delta.yaml <<-'END'
		name: Delta
		host: h1
		launched: 2020
		visibility: secret
		domain: Fourth
	END
	write cops/gamma.yaml <<-'END'
		name: Gamma
		host: h1
		visibility: members
		domain: Third
	END
	write rosters/alpha.csv <<-END
		$H
		a@x.org,Anaïs Lefebvre,north-chc,nurse,toronto,fr,,,,2026-04-30,,express,2026-04-30,form
		b@x.org,Björn Ek,"Smith, Jones",physician,ontario,en,,,,2026-05,,,,import
		c@x.org,Cœur D’Amour,,practitioner,quebec,fr,,,,2026-05-01,,,,a\\b
		d@x.org,Dora,north-chc,manager,canada,,,,,2026-05-31,,implied,2026-05-31,
		e@x.org,Łukasz Ørsted,west,,,en,,,,2026-06-01,,,,form
		f@x.org,f,west,nurse,,,,,,2026,,,,email
	END
	write rosters/beta.csv <<-END
		$H
		a@x.org,Anaïs Lefebvre,,,,,,,,2024-01-01,,,,
		g@x.org,Gil,,,,,,,2026-01-01,2026-02-01,,,,
		h@x.org,Hal,,,,,,,2026-06-01,,,,,
	END
	write rosters/delta.csv <<-END
		$H
		d@x.org,Dora,,,,,,,,2024-01-01,,,,
	END
}

# are WORD…: standard output is just these lines.
are() {
	if test $# -eq 0; then
		out ''
	else
		printf '%s\n' "$@" >"$scratch/lines"
		out <"$scratch/lines"
	fi
}

# where EXPR ADDRESS…: those members of alpha, by the letter of their address, satisfy the condition.
where() {
	expression=$1
	shift
	run cop-members alpha -c email -w "$expression"
	wanted=1
	set -- "$@"
	list=
	for letter; do
		list="$list $letter@x.org"
		wanted=0
	done
	status $wanted
	# shellcheck disable=SC2086
	are $list
	err ''
}

# chosen EXPR ID…: those communities satisfy it.
chosen() {
	expression=$1
	shift
	run cop-list -c cop -w "$expression"
	if test $# -gt 0; then status 0; else status 1; fi
	are "$@"
	err ''
}

# The commands that read a registry, each with operands for which it ends with status 0 here.
READERS='cop-list cop-show cop-members cop-check cop-fmt'
# The commands that select communities.
SELECTORS='cop-list cop-show cop-members'

# -- the registry -----------------------------------------------------------------------------------------------

for c in $READERS; do
	t "$c: -R names the registry"
	mkdir reg && cd reg && federation && cd ..
	run "$c" -R reg
	status 0
	err ''
	run "$c" --registry=reg
	status 0
	run "$c" -R "$PWD/reg/"
	status 0
	err ''

	t "$c: COP_REGISTRY names the registry, -R wins over it"
	mkdir reg && cd reg && federation && cd ..
	run env COP_REGISTRY=reg "$c"
	status 0
	err ''
	run env COP_REGISTRY=nowhere "$c" -R reg
	status 0
	run env COP_REGISTRY=nowhere "$c"
	status 2
	out ''
	err_has 'nowhere'

	t "$c: the nearest registry upward is found"
	federation
	mkdir -p one/two
	cd one/two || exit
	run "$c"
	status 0
	err ''

	t "$c: no registry is status 2, and says what to do"
	run "$c"
	status 2
	out ''
	err_like "^$c: error: .*registry\.yaml"
	err_has 'COP_REGISTRY'

	t "$c: -R of nothing"
	registry
	run "$c" -R ''
	status 2
	out ''
	err "$c: error: --registry needs a folder"

	t "$c: -R of a folder without registry.yaml"
	mkdir reg
	run "$c" -R reg
	status 2
	out ''
	err_has 'reg'
	err_has 'registry.yaml'
done

t 'the nearest registry wins over one further up'
federation
mkdir -p inner/cops
sed 's/Test/Inner/' registry.yaml >inner/registry.yaml
cp cops/beta.yaml inner/cops/only.yaml
cd inner/cops || exit
run cop-list -c cop
status 0
out 'only'

# -- options ----------------------------------------------------------------------------------------------------

t '--help: all descriptions begin in one column, after the widest option'
run cop-appoint --help
out_like '^  -e, --email ADDRESS     of the member$'
out_like '^  -p, --position POSITION chair, co-chair,'
out_like '^  -R, --registry DIR      the registry'
run cop-list --help
out_like '^  -R, --registry DIR    the registry'

for c in cop $READERS; do
	t "$c: -h and --help, -V and --version need no registry"
	run "$c" --help
	status 0
	err ''
	out_like "^Usage: $c "
	out_has --version
	cp "$OUT" long
	run "$c" -h
	status 0
	ok '-h is --help' cmp long "$OUT"
	run "$c" --version
	status 0
	err ''
	out_like "^$c .*[0-9]+\.[0-9]"
	cp "$OUT" long
	run "$c" -V
	status 0
	ok '-V is --version' cmp long "$OUT"

	t "$c: an unknown option is status 2, with the nearest one"
	federation
	run "$c" --hlep
	status 2
	out ''
	err_has "$c: error:"
	err_has '--hlep'
	err_has 'did you mean "--help"?'
	run "$c" -%
	status 2
	out ''
	err_has '-%'
	run "$c" -é
	status 2
	out ''
	err "$c: error: no option -é; $c --help lists them"
	run "$c" "-$(printf '\251')"
	status 2
	out ''
	err_has "$c: error: no option -"
	run "$c" --help=yes
	status 2
	out ''
	err_has 'help'
done

# arguments COMMAND OPTION…: each needs an argument.
arguments() {
	c=$1
	shift
	t "$c: an option without its argument is status 2"
	federation
	for option; do
		run "$c" "$option"
		status 2
		out ''
		err_has "$option"
		err_has "$c: error:"
	done
}
common='-R --registry -w --where --as-of --audience --lang -f --format'
# shellcheck disable=SC2086
{
	arguments cop-list $common -c --columns -s --sort
	arguments cop-members $common -c --columns -s --sort
	arguments cop-show $common
	arguments cop-check -R -w --as-of -f -c -s --explain
	arguments cop-fmt -R -f -c -s
}

t 'a long option may be shortened as long as it is unambiguous'
federation
run cop-list --where=host=h1 --colu cop --form=csv
status 0
are cop alpha delta gamma
run cop-list --a=2026
status 2
out ''
err 'cop-list: error: --a is short for several options: --as-of, --at, --audience'

t 'a bad value of an option is answered with the nearest good one'
federation
for c in $SELECTORS; do
	run "$c" --audience publik
	status 2
	out ''
	err_has 'did you mean "public"?'
	run "$c" -f jsno
	status 2
	out ''
	err_has 'did you mean "json"?'
	run "$c" --lang Fr_ca
	status 2
	out ''
	err_has 'did you mean "fr-CA"?'
	run "$c" --lang French
	status 2
	err_has 'did you mean "fr"?'
	run "$c" --as-of 2026-02-30
	status 2
	out ''
	err_has '2026-02-30'
	run "$c" --as-of yesterday
	status 2
	run "$c" --lang 'no such'
	status 2
	out ''
done

t 'an option of a writer that is given twice is refused: nobody is passed over in silence'
federation
for call in 'cop-join alpha --name N' 'cop-approve alpha' 'cop-leave alpha' 'cop-appoint alpha'; do
	# shellcheck disable=SC2086 # words of a call
	unchanged_by $call -e a@x.org --email b@x.org
	status 2
	out ''
	err "${call%% *}: error: --email is given twice"
done
unchanged_by cop-close alpha --reason one -r two
status 2
err 'cop-close: error: --reason is given twice'
run cop-leave alpha --email a@x.org --force --force -n
status 0
run cop-report alpha -f tsv -c cop --since 2026 --since 2025
status 0
out alpha

t 'a name that is an operand of the command is not taken as an option'
federation
wrong_option() {
	said=$1
	shift
	run "$@"
	status 2
	err_has "error: $said"
}
wrong_option 'no option --name; give it as an operand: name=VALUE' cop-new gamma --name Gamma
wrong_option 'no option --host; give it as an operand: host=VALUE' cop-set alpha --host=h1
wrong_option 'no option --role; give it as an operand: role=VALUE' cop-amend a@x.org --role nurse
wrong_option 'no option --email; give the address as an operand' cop-amend --email a@x.org role=nurse
wrong_option 'no option --email; give the address as an operand' cop-forget --email a@x.org
wrong_option 'no option --naem; cop-new --help lists them' cop-new gamma --naem Gamma
run cop-list --host h1
status 2
err_lacks operand

t '-- ends the options'
federation
run cop-list -c cop -- alpha
status 0
out alpha
run cop-list -- --help
status 2
out ''
err_has '"--help"'
run cop-members -c cop -- beta
status 0
are beta beta
run cop-show -- beta
status 0
run cop-check -- cops/beta.yaml
status 0
run cop-fmt -- rosters/beta.csv
status 0

t 'options may follow operands'
federation
run cop-list alpha -c cop
status 0
out alpha

# -- selection --------------------------------------------------------------------------------------------------

for c in $SELECTORS; do
	t "$c: an unknown id is status 2 with the nearest, and the others are answered"
	federation
	run "$c" -f json alpa beta
	status 2
	out_has '"beta"'
	out_lacks '"alpha"'
	err <<-END
		$c: error: no community "alpa" (did you mean "alpha"?)
	END
	run "$c" 'nothing-like-it'
	status 2
	out ''
	err_has 'nothing-like-it'
	err_lacks 'did you mean'

	t "$c: - reads ids from standard input, first tab-separated column"
	federation
	printf 'beta\tBeta\tx\nalpha' >ids
	run "$c" -f json - <ids
	status 0
	err ''
	out_has '"beta"'
	out_has '"alpha"'
	out_lacks '"gamma"'
	ok 'in the order of the input' perl -0777 -ne 'exit !(index($_, "beta") < index($_, "alpha"))' "$OUT"

	t "$c: - takes Windows line ends and a byte-order mark"
	federation
	printf '\357\273\277beta\r\nalpha\tAlpha\r\n' >ids
	run "$c" -f json - <ids
	status 0
	out_has '"beta"'
	out_has '"alpha"'

	t "$c: - with empty input selects nothing"
	federation
	run "$c" -
	status 1
	out ''
	err ''
	run "$c" -f json -
	status 1
	out ''

	t "$c: - with an unknown id"
	federation
	printf 'betta\nbeta\n' >ids
	run "$c" -f json - <ids
	status 2
	out_has '"beta"'
	err_has 'did you mean "beta"?'
done

t 'each community appears once, in the order asked for'
federation
printf 'gamma\nbeta\n' >ids
run cop-list -c cop beta alpha beta - alpha <ids
status 0
are beta alpha gamma
run cop-members -c cop,email beta beta
status 0
err ''
printf 'beta\ta@x.org\nbeta\tg@x.org\n' >wanted
out <wanted
run cop-show -f json beta beta
ok 'one object' sh -c 'test "$(wc -l <"$1")" -eq 1' sh "$OUT"

t 'a pipeline of ids'
federation
run sh -c 'cop-list -w kind=user-group | cop-members -c cop,email -'
status 0
printf 'beta\ta@x.org\nbeta\tg@x.org\n' >wanted
out <wanted
run sh -c 'cop-list -w name=none | cop-members -'
status 1
out ''

t 'standard input that is not a list of ids is reported once'
sample
for format in csv json table; do
	run sh -c "cop-list -f $format | cop-members - -c cop"
	status 2
	out ''
	err 'cop-members: error: standard input is not a list of ids: use -f tsv, which puts the id first on each line'
done

t 'for a name, the path of a file, a word of an id or its beginning, that id is suggested'
sample
run cop-list 'Perinatal Community of Practice' cops/ai.yaml rosters/ai.csv 'Ontario Social Prescribing' 'Finance & Privacy' 'x y' \
    Vaccination rural health priv commun
status 2
err <<'END'
cop-list: error: no community "Perinatal Community of Practice" (did you mean "perinatal"?)
cop-list: error: no community "cops/ai.yaml" (did you mean "ai"?)
cop-list: error: no community "rosters/ai.csv" (did you mean "ai"?)
cop-list: error: no community "Ontario Social Prescribing" (did you mean "social-prescribing-ontario"?)
cop-list: error: no community "Finance & Privacy"
cop-list: error: no community "x y"
cop-list: error: no community "Vaccination" (did you mean "community-vaccination"?)
cop-list: error: no community "rural" (did you mean "rural-hospice"?)
cop-list: error: no community "health"
cop-list: error: no community "priv" (did you mean "privacy"?)
cop-list: error: no community "commun"
END
# A name need not have the id in it.
run cop-list 'communaute de pratique en périnatalité' 'IAW CoP'
err <<'END'
cop-list: error: no community "communaute de pratique en périnatalité" (did you mean "perinatal"?)
cop-list: error: no community "IAW CoP" (did you mean "agricultural-workers"?)
END
run cop-set 'Communauté de pratique en périnatalité' reviewed=2026
status 2
err 'cop-set: error: no community "Communauté de pratique en périnatalité" (did you mean "perinatal"?)'
run cop-members ana.roy@example.org
status 2
err 'cop-members: error: no community "ana.roy@example.org": this is an address; use cop-members -w email=ana.roy@example.org'

# opened ID...: how often cop-list opens a definition when it looks for these communities.
opened() {
	ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" strace -f -qq -e trace=openat -o trace cop-list "$@" 2>/dev/null
	grep -c '"a\.yaml"' trace
}

t 'definitions are not read again for each name that is none'
registry
need strace
test -n "$case_skip" || strace -f -o trace -e trace=openat true 2>/dev/null || skip 'strace cannot trace here'
test -n "$case_skip" || once=$(opened No_1)
ok 'they are read' test "${once:-0}" -gt 0
ok 'as often for three names as for one' test "$(opened No_1 No_2 No_3)" = "${once:-0}"

t 'a registry without communities answers with nothing'
registry
rm cops/a.yaml
for c in $SELECTORS; do
	run "$c"
	status 0
	out ''
done
err ''

# -- -w ---------------------------------------------------------------------------------------------------------

t '-w: = on text, alternatives, an escaped comma'
federation
where 'organization=north-chc' a d
where 'organization=north-chc,west' a d e f
where 'organization=Smith\, Jones' b
where 'organization=Smith, Jones'
where 'organization=west,Smith\, Jones' b e f
where 'organization=NORTH-CHC'
where 'organization!=north-chc' b c e f
where 'organization!=north-chc,west' b c
where 'source=a\b' c
where 'name=Cœur D’Amour' c
where 'name=Coeur D’Amour'

# Once, each alternative took memory for all that followed it: gigabytes.
t '-w: as many alternatives as fit into a call'
federation
need_plain
# ulimit -v is no POSIX, but of every shell that matters.
# shellcheck disable=SC2016,SC3045
run sh -c 'ulimit -v 500000 && cop-members -c email -w "organization=$(yes no-such | head -n 12000 | tr "\n" ,)west"'
status 0
are e@x.org f@x.org

t '-w: empty values'
federation
where 'organization=' c
where 'organization!=' a b d e f
where 'role=,manager' d e
where 'left=' a b c d e f
where 'left!='

t '-w: ~ ignores case and accents, !~ negates it'
federation
where 'name~anais' a
where 'name~LEFÈBVRE' a
where 'name~bjorn' b
where 'name~coeur' c
where 'name~CŒUR' c
where "name~d'amour" c
where 'name~D’AMOUR' c
where 'name~lukasz' e
where 'name~orsted' e
where 'name~ek,dora' b d
where 'organization~smith\, j' b
where 'name!~a' b f
where 'name~zzz'
where 'region~ontario' b

t '-w: a role or region also matches the ones within it'
federation
where 'role=practitioner' a b c f
where 'role=nurse' a f
where 'role=nurse,manager' a d f
where 'role!=practitioner' d e
where 'region=canada' a b c d
where 'region=ontario' a b
where 'region=toronto' a
where 'region!=ontario' c d e f
chosen 'regions=ontario' alpha
chosen 'regions=canada' alpha
chosen 'regions!=ontario' beta delta gamma

t '-w: a partial date matches its whole range'
federation
where 'joined=2026-05' b c d
where 'joined=2026-05-01' c
where 'joined=2026' a b c d e f
where 'joined<2026-05' a
where 'joined>2026-05' e
where 'joined<=2026-05' a b c d
where 'joined>=2026-05' b c d e
where 'joined!=2026-05' a e f
where 'joined=2026-04,2026-06' a e
where 'joined<2026-05-31' a c
where 'joined>2026-05-01' d e
where 'consented=2026' a d
where 'consented<2027' a d
where 'consented!=2026-04' b c d e f
chosen 'launched<2021-06-15' alpha delta
chosen 'launched>2020' alpha beta
chosen 'launched=2021' alpha beta
chosen 'launched=' gamma
chosen 'launched!=2021' delta gamma

t '-w: numbers'
federation
chosen 'members=2' beta
chosen 'members!=2' alpha delta gamma
chosen 'members<2' delta gamma
chosen 'members<=2' beta delta gamma
chosen 'members>1' alpha beta
chosen 'members>=6' alpha
chosen 'members=0,1' delta gamma
chosen 'applicants>0' beta
chosen 'meetings.minutes>60' alpha
chosen 'meetings.1.minutes>60'
chosen 'meetings.2.minutes=90' alpha

t '-w: a list matches if any item does'
federation
chosen 'cadence=quarterly' alpha
chosen 'cadence=weekly,monthly' alpha beta
chosen 'cadence=' delta gamma
chosen 'cadence!=monthly' beta delta gamma
chosen 'purposes=link' alpha
chosen 'purposes=share'
run cop-list -c cop -w purposes=share --as-of 2025-12-31
status 0
out alpha
chosen 'groups=steering' alpha
chosen 'groups~STEER' alpha

t '-w: paths into the definition'
federation
chosen 'join.admission=open' alpha
chosen 'join.admission=open,closed' alpha beta
chosen 'join.admission=' delta gamma
chosen 'meetings.1.cadence=monthly' alpha
chosen 'meetings.1.cadence=quarterly'
chosen 'meetings.cadence=quarterly' alpha
chosen 'meetings.name~forum' alpha
chosen 'cop.name=Gamma' gamma
chosen 'name.fr~coeurs' alpha
chosen 'name.en~alpha' alpha
chosen 'visibility=secret' delta
chosen 'domain~minds' alpha
run cop-members -c cop,email -w cop.name=Delta
status 0
printf 'delta\td@x.org\n' >wanted
out <wanted
run cop-members -c email -w join.admission=open -w name~dora
status 0
out d@x.org

t '-w: = is exact text in any language'
federation
chosen 'name=Alpha hearts' alpha
chosen 'name=Cœurs d’Alpha' alpha
chosen 'name=alpha hearts'
run cop-list --lang en -c cop -w 'name=Cœurs d’Alpha'
status 0
out alpha

t '-w: all conditions must hold'
federation
run cop-members alpha -c email -w role=practitioner -w region=ontario -w 'joined<2026-05'
status 0
out a@x.org
run cop-members alpha -c email -w role=practitioner -w role=manager
status 1
out ''
err ''

t '-w: cop-show ends with status 1 if nothing matches'
federation
run cop-show -w host=host-two -f json
status 0
out_has '"beta"'
out_lacks '"alpha"'
run cop-show -w launched=1999
status 1
out ''
err ''

t '-w on the findings of cop-check'
federation
sed -i '2,3{h;d};4{G}' rosters/beta.csv # the last record first
run cop-check -f tsv -c path,rule -w rule=not-canonical
status 0
printf 'rosters/beta.csv\tnot-canonical\n' >wanted
out <wanted
err ''

# wrong EXPR WORD COMMAND: a usage error that mentions WORD.
wrong() {
	run "${3:-cop-list}" -w "$1"
	status 2
	out ''
	err_like "^${3:-cop-list}: error: "
	err_has "$2"
}
t '-w: a field, a word or an id that does not exist is a usage error with the nearest'
federation
wrong 'statu=active' 'did you mean "status"?'
wrong 'status=activ' 'did you mean "active"?'
wrong 'status=active,endd' 'did you mean "ended"?'
wrong 'status!=activ' 'did you mean "active"?'
wrong 'kind=comunity' 'did you mean "community"?'
wrong 'cadence=montly' 'did you mean "monthly"?'
wrong 'join.admission=opn' 'did you mean "open"?'
wrong 'join.admision=open' 'did you mean "join.admission"?'
wrong 'composition.at_least=1' 'did you mean "community.composition.at_least"?'
wrong 'meeting.cadence=monthly' 'did you mean "meetings.cadence"?'
wrong 'host=host-to' 'did you mean "host-two"?'
wrong 'regions=ontaro' 'did you mean "ontario"?'
wrong 'role=nurs' 'did you mean "nurse"?' cop-members
wrong 'region=ontaro' 'did you mean "ontario"?' cop-members
wrong 'emial=x' 'did you mean "email"?' cop-members
wrong 'status=membr' 'did you mean "member"?' cop-members
wrong 'rul=x' 'did you mean "rule"?' cop-check
wrong 'hst=h1' 'did you mean "host"?' cop-show
wrong 'zzzzzzzz=1' 'zzzzzzzz'

t '-w: an organization that is neither listed nor in a roster is a usage error'
federation
run cop-members -w organization=wset # free text as long as there is no list
status 1
err ''
write organizations.csv <<-'END'
	id,name,aliases,region,domains,member_of,joined,left
	west,Western Clinic,,,,,,
	east,,,,,,,
END
for c in cop-members 'cop-search -m ann' 'cop-report roster'; do
	# shellcheck disable=SC2086
	run $c -w organization=wset
	status 2
	out ''
	err "${c%% *}: error: no organization \"wset\" (did you mean \"west\"?)"
done
wrong 'organization=Western Clinic' 'did you mean "west"?' cop-members
wrong 'organization!=west,zzzzz' 'no organization "zzzzz"' cop-members
for w in organization=west organization=west,east 'organization~wset' organization=; do
	run cop-members -a -w "$w"
	err ''
done
# What a roster still holds is found, although cop-check reports it.
printf 'z@x.org,Zed,gone,oldrole,oldregion,,,,,2024-01-01,,,,\n' >>rosters/beta.csv
for w in organization=gone role=oldrole region=oldregion; do
	run cop-members -w "$w" -c email
	status 0
	out 'z@x.org'
	err ''
done

t '-w: who a community is open to is any, members or organizations'
federation
write organizations.csv <<-'END'
	id,name,aliases,region,domains,member_of,joined,left
	west,Western Clinic,,,,,,
END
printf 'community: {open_to: {organizations: [west]}, composition: [{organization: west, at_least: 1}]}\n' >>cops/gamma.yaml
for w in community.open_to.organizations=west community.composition.organization=west; do
	run cop-list -c cop -w "$w"
	status 0
	out 'gamma'
done
run cop-list -w community.open_to.organizations=members
status 1
err ''
wrong community.open_to.organizations=wset 'did you mean "west"?'
wrong community.open_to.organizations=memers 'did you mean "members"?'
wrong community.composition.organization=wset 'did you mean "west"?'

t '-w: a condition that makes no sense is a usage error'
federation
wrong 'status' 'status'
wrong 'name<b' 'name<b'
wrong 'organization>=x' 'organization>=x' cop-members
wrong 'role<nurse' 'role<nurse' cop-members
wrong 'launched=soon' 'soon'
wrong 'launched<2021-13' '2021-13'
wrong 'members>many' 'many'
wrong 'members>' 'members>'
wrong '=x' 'no field'
wrong 'org=x' 'no field "org" (did you mean "organization"?)' cop-members
wrong 'telephone=x' 'no field "telephone"; --fields lists them' cop-members
wrong '' 'FIELD OP VALUE'

t 'all mistakes in a call are reported at once'
federation
run cop-list -w statu=active -w kind=comunity
status 2
out ''
err_has '"status"'
err_has '"community"'

# -- --as-of and COP_TODAY --------------------------------------------------------------------------------------

t '--as-of: a partial date means its last day'
federation
for c in cop-list cop-members; do
	for pair in 2026:2026-12-31 2026-04:2026-04-30 2024-02:2024-02-29 2026-06:2026-06-30 2026-Q2:2026-06-30 2026-q1:2026-03-31; do
		run "$c" --as-of "${pair%:*}"
		cp "$OUT" partial
		run "$c" --as-of "${pair#*:}"
		ok "${pair%:*} is its last day" cmp partial "$OUT"
	done
done
run cop-list alpha -c members --as-of 2026-04
out 2
run cop-list alpha -c members --as-of 2026-04-29
out 1
run cop-list alpha -c members --as-of 2025-12-31
out 0

t '--as-of: cop-show and cop-check answer for that day'
federation
echo 'ended: 2026-03-31' >>cops/beta.yaml
run cop-show beta -f json --as-of 2026-03-31
status 0
out_has '"status":"active"'
run cop-show beta -f json --as-of 2026-04-01
out_has '"status":"ended"'
echo 'reviewed: 2026-01-31' >>cops/gamma.yaml
run cop-check -f tsv -c path,rule -w rule=not-reviewed --as-of 2027-01 cops/gamma.yaml
out ''
run cop-check -f tsv -c path,rule -w rule=not-reviewed --as-of 2027-02-01 cops/gamma.yaml
printf 'cops/gamma.yaml\tnot-reviewed\n' >wanted
out <wanted

t 'COP_TODAY sets today, --as-of wins'
federation
run env COP_TODAY=2025-12-31 cop-list alpha -c members
status 0
out 0
run env COP_TODAY=2025-12-31 cop-list alpha -c members --as-of 2026-06-30
out 6
run env COP_TODAY= cop-list alpha -c cop
status 0
out alpha

# no_date WORDS ARGUMENT…: a usage error that says so.
no_date() {
	words=$1
	shift
	run "$@"
	status 2
	out ''
	err "$words"
}

t 'a date in another notation is a usage error that says what was meant, wherever a date is given'
federation
no_date 'cop-list: error: --as-of: "31/12/2025" is not a date (did you mean "2025-12-31"?)' cop-list --as-of 31/12/2025
no_date 'cop-list: error: --as-of: "03/04/2025" is not a date: 2025-04-03 or 2025-03-04?' cop-list --as-of 03/04/2025
no_date 'cop-list: error: --as-of: "12/2025" is not a date (did you mean "2025-12"?)' cop-list --as-of 12/2025
no_date 'cop-list: error: --as-of: "2025-02-30" is not a date: not in the calendar' cop-list --as-of 2025-02-30
no_date 'cop-list: error: --as-of: "soon" is not a date such as 2026-06-30' cop-list --as-of soon
no_date 'cop-list: error: --as-of: "" is not a date such as 2026-06-30' cop-list --as-of ''
no_date 'cop-list: error: launched: "31/12/2025" is not a date (did you mean "2025-12-31"?)' cop-list -w launched=31/12/2025
no_date 'cop-log: error: --since: "30.06.2025" is not a date (did you mean "2025-06-30"?)' cop-log --since 30.06.2025
no_date 'cop-leave: error: --date: "2026/6/1" is not a date (did you mean "2026-06-01"?)' \
	cop-leave alpha --email a@x.org --date 2026/6/1
no_date 'cop-appoint: error: --until: "1/13/2027" is not a date (did you mean "2027-01-13"?)' \
	cop-appoint alpha --email a@x.org --until 1/13/2027
no_date 'cop-report: error: --since: "31/12/2025" is not a period (did you mean "2025-12-31"?)' cop-report --since 31/12/2025
no_date 'cop-report: error: --period: "2025-Q5" is not a period such as 2026, 2026-Q3 or 2026-07' \
	cop-report --period 2025-Q5
no_date 'cop-list: error: COP_TODAY: "31/12/2025" is not a day (did you mean "2025-12-31"?)' \
	env COP_TODAY=31/12/2025 cop-list
no_date 'cop-list: error: COP_TODAY: "2025-12" is not a day such as 2026-06-30' env COP_TODAY=2025-12 cop-list

t 'a COP_TODAY that is not a day is a usage error'
federation
for c in $READERS; do
	for day in tomorrow 2026-02-29 2026-06; do
		run env COP_TODAY=$day "$c"
		status 2
		out ''
		err_has COP_TODAY
		err_has "$day"
	done
done

t 'an address in a condition may be in capitals, as people type them'
federation
for call in cop-members 'cop-report consent -f tsv'; do
	# shellcheck disable=SC2086 # words of a call
	run $call alpha -w 'email= D@X.org, f@x.org' -c email
	status 0
	out_has 'd@x.org'
	out_has 'f@x.org'
done
run cop-members beta -w email!=A@x.org -c email
status 0
out 'g@x.org'

t 'of other names for a column, and of columns and paths, the one that is probably meant is suggested'
federation
meant() {
	run "$1" -c "$2"
	status 2
	out ''
	err "$1: error: no field \"$2\" (did you mean \"$3\"?)"
}
meant cop-list id cop
meant cop-members id cop
meant cop-log id cop
meant cop-members courriel email
meant cop-members address email
meant cop-members e-mail email
meant cop-list people members
meant cop-list title name
meant cop-check file path
# A column but for a letter, though paths end in these very words.
meant cop-members organizations organization
meant cop-members roles role
meant cop-list region regions
meant cop-list admission join.admission
run cop-list -c community
status 2
err 'cop-list: error: "community" is a map: name a key in it, such as "community.description" (did you mean "cop"?)'

t 'a path to a map is refused as a column, with keys that it has; a condition asks only whether it is there'
federation
for call in 'cop-list -c cop,meetings' 'cop-list -s -meetings' 'cop-report breakdown --by meetings'; do
	# shellcheck disable=SC2086 # words of a call
	run $call
	status 2
	out ''
	err "${call%% *}: error: \"meetings\" is a map: name a key in it, such as \"meetings.name\""
done
run cop-members -c cop.join.ways
status 2
err 'cop-members: error: "cop.join.ways" is a map: name a key in it, such as "cop.join.ways.method"'
run cop-list -c cop,purposes,also,meetings.1.name alpha
status 0
run cop-list -w meetings=weekly
status 2
out ''
err 'cop-list: error: "meetings" is a map: name a key in it, such as "meetings.name"'
run cop-members -w community~alpha
status 2
out ''
err 'cop-members: error: "community" is a map: name a key in it, such as "community.description" (did you mean "cop"?)'
run cop-list -w meetings!= -c cop
status 0
are alpha beta

# -- --audience -------------------------------------------------------------------------------------------------

t 'an id in capitals is reported as an unknown community, not as a revision'
federation
run cop-list Alpha
status 2
err 'cop-list: error: no community "Alpha" (did you mean "alpha"?)'

t '--audience: communities whose visibility is narrower are left out'
federation
for c in cop-list 'cop-members -w status!='; do
	run sh -c "$c -c cop --audience private | sort -u"
	case $c in
	cop-list) are alpha beta delta gamma ;;
	*) are alpha beta delta ;;
	esac
done
run cop-list -c cop --audience members
are alpha beta gamma
run cop-list -c cop --audience public
are alpha beta
run cop-members -c cop --audience members delta beta
status 0
are beta beta
run cop-show -f json --audience public alpha gamma delta
status 0
out_has '"alpha"'
out_lacks '"gamma"'
out_lacks '"delta"'
run cop-show --audience public delta
out ''
run cop-list --audience public -c cop -w visibility=secret
status 1
out ''
printf 'delta\n' >ids
run cop-list --audience public - <ids
status 1
out ''

t '--audience: a community whose visibility cannot be read is treated as secret'
registry
for v in Secret '[secret]' '{en: secret}' '"secret\t"'; do
	printf 'name: B\nhost: h1\ndomain: Hidden\nvisibility: %s\n' "$v" >cops/b.yaml
	for who in public members; do
		run cop-list -c cop --audience $who
		status 2
		out a
		err_has cops/b.yaml:4:13
		run cop-show -f json --audience $who
		out_lacks Hidden
		run cop-search --audience $who Hidden
		out ''
	done
	run cop-list -c cop
	status 2
	out <<-'END'
		a
		b
	END
done
for slip in 'visiblity: secret' 'Visibility: secret' 'visability: secrt' 'join: {visibility: secret}' \
	'contacts: [{role: Chair, name: N, email: n@x.org, visibility: secret}]' 'visibility: public
visiblity: secret'; do
	printf 'name: B\nhost: h1\ndomain: Hidden\n%s\n' "$slip" >cops/b.yaml
	for who in public members; do
		run cop-list -c cop --audience $who
		status 2
		out a
		err_has unknown-key
		run cop-search --audience $who Hidden
		out ''
	done
done
printf 'name: B\nhost: h1\ndomain: Hidden\nvisiblity: members\n' >cops/b.yaml
run cop-list -c cop --audience public
out a
run cop-list -c cop --audience members
are a b
printf 'name: B\nhost: h1\ndomain: Seen\nalso: {visibility: secret}\nvisibility:\n' >cops/b.yaml
run cop-list -c cop --audience public
status 0
out <<-'END'
	a
	b
END

t '--audience: names and addresses are for private only'
federation
for who in public members; do
	run cop-members --audience $who alpha
	status 0
	out_lacks @
	out_lacks Dora
	out_lacks Łukasz
	run cop-members --audience $who alpha -f json -c cop,email,name,organization -w role=manager
	status 0
	out '{"cop":"alpha","email":null,"name":null,"organization":"north-chc"}'
	run cop-members --audience $who alpha -w email=a@x.org
	status 1
	out ''
	run cop-members --audience $who alpha -w name~dora
	status 1
	out ''
	run cop-show --audience $who alpha
	out_lacks x.org
	out_lacks Dora
done
# A value that a form has filled in may contain a name.
sed -i 's/^d@x.org,Dora,.*/&by Ana Roy <ana@x.org>/' rosters/alpha.csv
for who in public members; do
	run cop-members --audience $who alpha -c role,source -w role=manager
	out 'manager	'
	run cop-members --audience $who alpha -w source~ana
	status 1
	out ''
done
run cop-report breakdown --by source --audience public
status 2
err 'cop-report: error: --by source is for --audience private only'
run cop-members --audience private alpha -c source -w role=manager
out 'by Ana Roy <ana@x.org>'
run cop-members --audience private alpha -c email,name -w role=manager
printf 'd@x.org\tDora\n' >wanted
out <wanted

t '--audience: what a definition says to members only is hidden from fields and conditions, too'
registry
write cops/hidden.yaml <<'EOF'
name: Hidden
host: h1
domain: What few know of
visibility: members
EOF
write cops/b.yaml <<'EOF'
name: Community B
host: h1
domain: What we share
part_of: hidden
meetings:
  - {name: Inner, url: https://example.org/inner}
  - {name: Outer, url: https://example.org/outer, audience: public}
channels:
  - {kind: forum, url: https://example.org/forum}
resources:
  - {title: Minutes, url: https://example.org/minutes, audience: members}
  - {title: Guide, url: https://example.org/guide, audience: public}
lineage:
  - {event: grew-from, community: hidden, date: 2020}
  - {event: grew-from, community: a, date: 2021}
EOF
paths=meetings.name,meetings.url,meetings.1.url,channels.kind,resources.title,resources.1.url,resources.2.url,part_of,lineage.community,lineage.1.date
inner='Inner;Outer	https://example.org/inner;https://example.org/outer	https://example.org/inner	forum	Minutes;Guide	https://example.org/minutes	https://example.org/guide'
outer='Inner;Outer	https://example.org/outer			Guide		https://example.org/guide'
for ids in b ''; do
	# shellcheck disable=SC2086
	run cop-list $ids -w cop=b -c "$paths"
	out "$inner	hidden	hidden;a	2020"
	# shellcheck disable=SC2086
	run cop-list $ids -w cop=b -c "$paths" --audience members
	out "$inner	hidden	hidden;a	2020"
	# shellcheck disable=SC2086
	run cop-list $ids -w cop=b -c "$paths" --audience public
	out "$outer		a	"
	for condition in part_of=hidden lineage.community=hidden channels.kind=forum channels.url~forum meetings.url~inner \
		resources.title~minutes resources.1.audience=members; do
		# shellcheck disable=SC2086
		run cop-list $ids -c cop --audience public -w "$condition"
		status 1
		out ''
		# shellcheck disable=SC2086
		run cop-list $ids -c cop --audience members -w "$condition"
		out b
	done
done
write rosters/b.csv <<'EOF'
email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
a@example.org,Ann,,,,,,,,2025-01-01,,,,
EOF
run cop-members b -c cop,cop.part_of,meetings.url --audience public
out 'b		https://example.org/outer'

t '--audience: small counts are masked'
federation
run cop-list -c cop,members,applicants --audience members
status 0
printf 'alpha\t6\t0\nbeta\t<5\t<5\ngamma\t0\t0\n' >wanted
out <wanted
run cop-list -f csv -c cop,members,applicants --audience public
are cop,members,applicants 'alpha,6,0' 'beta,<5,<5'
run cop-list -f json -c cop,members,applicants --audience members
are '{"cop":"alpha","members":6,"applicants":0}' '{"cop":"beta","members":null,"applicants":null}' \
	'{"cop":"gamma","members":0,"applicants":0}'
run cop-list -c cop,members
printf 'alpha\t6\nbeta\t2\ndelta\t1\ngamma\t0\n' >wanted
out <wanted

t '--audience: no condition reveals a masked count'
federation
for condition in members=2 'members<3' 'members>1' 'members=1,2,3'; do
	run cop-list beta -c cop --audience public -w "$condition"
	status 1
	out ''
done

t '--audience: small_cell is taken from the policy'
federation
printf 'policy: {small_cell: 7}\n' >>registry.yaml
run cop-list -c cop,members,applicants --audience public
printf 'alpha\t<7\t0\nbeta\t<7\t<7\n' >wanted
out <wanted
run cop-show beta -f json --audience public
out_has '"members":null,'

t '--audience: a small_cell of 2 masks as 3 does, as <2 would be 1'
for small in 0/2/1 1/2/1 '2/<3/<3' '3/<3/<3'; do
	federation
	printf 'policy: {small_cell: %s}\n' "${small%%/*}" >>registry.yaml
	run cop-list beta -c members,applicants --audience public
	out "$(printf '%s\n' "${small#*/}" | tr / '\t')"
done

# shown_as COUNT LINE...: with each line in registry.yaml, the members of alpha are shown as that.
shown_as() {
	count=$1
	shift
	for line in "$@"; do
		federation
		printf '%s\n' "$line" >>registry.yaml
		run cop-list alpha -c cop,members --audience public
		status 2
		out "alpha$TAB$count"
	done
}

t '--audience: a small_cell that is misspelt, misplaced or no number never shows more'
shown_as '<7' 'policy: {smal_cell: 7}' 'policy: {small-cell: 7}' 'polcy: {small_cell: 7}' 'small_cell: 7' \
	'policy: [{small_cell: 7}]' 'policy: {audience: {small_cell: 7}}' 'policy: {small_cell: 2, small_cell: 7}'
shown_as '<9999' 'policy: {small_cell: ten}' 'policy: {small_cell: -7}' 'policy: {small_cell: [7]}' \
	'smallcell: {more: 7}'
federation
printf 'policy: {smal_cell: 2}\n' >>registry.yaml
run cop-list beta -c cop,members --audience public
tabs <<'END'
beta|<5
END

# -- formats ----------------------------------------------------------------------------------------------------

t '-f tsv: no header, white-space controls become blanks, lists are joined'
federation
run cop-list -c cop,domain,cadence,launched alpha beta
status 0
printf 'alpha\tHearts and minds\tmonthly;quarterly\t2021-05\nbeta\tSecond\tweekly\t2021-06-15\n' >wanted
out <wanted
run cop-list -f tsv -c cop,domain,cadence,launched alpha beta
out <wanted

t '-f csv: a header, RFC 4180 quotes'
federation
run cop-list -f csv -c cop,name,members,cadence alpha beta
status 0
are cop,name,members,cadence 'alpha,Alpha hearts,6,monthly;quarterly' \
	'beta,"Bêta, « le ""deuxième"" »",2,weekly'
# No empty line, which a program that reads it may skip.
run cop-list -f csv -c acronym alpha beta
are acronym AH '""'

t '-f json: one object a line, typed, null where unknown'
federation
run cop-list -f json -c cop,name,domain,members,launched,cadence,acronym,groups alpha gamma
status 0
are '{"cop":"alpha","name":"Alpha hearts","domain":"Hearts\nand minds","members":6,"launched":"2021-05","cadence":["monthly","quarterly"],"acronym":"AH","groups":["steering"]}' \
	'{"cop":"gamma","name":"Gamma","domain":"Third","members":0,"launched":null,"cadence":[],"acronym":null,"groups":[]}'

t '-f json without -c has every column'
federation
run cop-list -f json gamma
ok 'the columns of commands.md, in order' perl -ne '
	@k = /"([a-z]+)":/g;
	exit !("@k" eq "cop name status kind host members applicants launched acronym scope regions purposes " .
	       "cadence ended groups")' "$OUT"
run cop-members -f json beta -w email=g@x.org
ok 'the columns of commands.md, in order' perl -ne '
	@k = /"([a-z]+)":/g;
	exit !("@k" eq "cop email name organization role region language group position status applied joined left " .
	       "consent consented source mail")' "$OUT"

t '-f json: numbers and flags of a definition have their JSON types'
federation
run cop-list -f json -c cop,meetings.minutes,meetings.1.minutes alpha
out '{"cop":"alpha","meetings.minutes":[60,90],"meetings.1.minutes":60}'
sed -i 's/name: Steering/name: Steering, appointed: true/' cops/alpha.yaml
run cop-list -f json -c cop,community.groups.1.appointed,community.groups.appointed alpha
out '{"cop":"alpha","community.groups.1.appointed":true,"community.groups.appointed":[true]}'
chosen 'community.groups.appointed=true' alpha
chosen 'community.groups.appointed=false'
run cop-list -c cop -w community.groups.appointed=ture
status 2
err_has 'did you mean "true"?'

t '-f json: a column with possibly several values is always a list, even with one value or none'
federation
run cop-list -f json -c cop,meetings.name,meetings.minutes,meetings.1.name,cop.meetings.cadence beta gamma
status 0
are '{"cop":"beta","meetings.name":["Call"],"meetings.minutes":[],"meetings.1.name":"Call","cop.meetings.cadence":["weekly"]}' \
	'{"cop":"gamma","meetings.name":[],"meetings.minutes":[],"meetings.1.name":null,"cop.meetings.cadence":[]}'
run cop-list -f csv --no-header -c meetings.name,meetings.minutes beta
out 'Call,'

t '-f table: a header, columns aligned by width, numbers to the right'
federation
run cop-list -f table -c cop,name,members alpha beta gamma
status 0
# ê, é, « and » are one column wide each
out <<'END'
cop    name                     members
alpha  Alpha hearts                   6
beta   Bêta, « le "deuxième" »        2
gamma  Gamma                          0
END
run cop-list -f table --no-header -c cop,members alpha
out 'alpha  6'

t '--header and --no-header'
federation
run cop-list --header -c cop,kind beta
printf 'cop\tkind\nbeta\tuser-group\n' >wanted
out <wanted
run cop-list -f csv --no-header -c cop,kind beta
out 'beta,user-group'
run cop-list -f csv --header -c cop,kind beta
are cop,kind beta,user-group
run cop-list -f json --header -c cop beta
out '{"cop":"beta"}'
run cop-members -f csv beta -c email,joined
are email,joined a@x.org,2024-01-01 g@x.org,2026-02-01
run cop-check --list -f csv
out_like '^rule,severity,'

t '-c: these columns in this order, paths too'
federation
run cop-list -c launched,cop,join.admission,meetings.1.cadence,name.fr alpha beta
printf '2021-05\talpha\topen\tmonthly\tCœurs d’Alpha\n2021-06-15\tbeta\tclosed\tweekly\tBêta, « le "deuxième" »\n' >wanted
out <wanted
run cop-members -c cop.name,email beta
printf 'Bêta, « le "deuxième" »\ta@x.org\nBêta, « le "deuxième" »\tg@x.org\n' >wanted
out <wanted

t '-c and -s: an unknown column is status 2, with the nearest one'
federation
for c in cop-list cop-members; do
	for option in -c -s; do
		run "$c" $option cpo
		status 2
		out ''
		err_has '"cpo"'
		err_has 'did you mean "cop"?'
	done
done
for c in cop-check cop-fmt; do
	run "$c" -c paht
	status 2
	out ''
	err_has 'did you mean "path"?'
	run "$c" -s -paht
	status 2
	out ''
	err_has 'did you mean "path"?'
done

t '-s: ascending and descending, empty values last in both'
federation
run cop-list -c cop -s launched
status 0
are delta alpha beta gamma
run cop-list -c cop -s -launched
are beta alpha delta gamma
run cop-list -c cop -s members
are gamma delta beta alpha
run cop-list -c cop -s -members
are alpha beta delta gamma
run cop-list -c cop -s acronym
are alpha beta delta gamma
run cop-list -c cop -s -cop
are gamma delta beta alpha
run cop-list -c cop -s cadence
are alpha beta delta gamma

t '-s: equal rows keep their order'
federation
run cop-list -c cop -s host
are alpha delta gamma beta
run cop-list -c cop -s -host
are beta alpha delta gamma
run cop-list -c cop -s host gamma delta alpha
are gamma delta alpha
run cop-members alpha -c email -s organization
# a and d are of north-chc, b of Smith, e and f of west, c of none. Whether S sorts before n depends on case alone.
ok 'order within equal organizations' perl -0777 -ne '
	exit !(/a\@x.org\nd\@x.org\n/ && /e\@x.org\nf\@x.org\n/ && /c\@x.org\n\z/)' "$OUT"

t '-s by a column that is not shown'
federation
run cop-list -c name -s -launched alpha delta
are 'Alpha hearts' Delta

t 'numbers are sorted as numbers'
federation
awk -v h="$H" 'BEGIN { print h; for (i = 10; i < 20; i++) printf "m%d@x.org,M,,,,,,,,2026-01-01,,,,\n", i }' >rosters/gamma.csv
run cop-list -c cop,members -s members
printf 'delta\t1\nbeta\t2\nalpha\t6\ngamma\t10\n' >wanted
out <wanted

t 'lists of numbers are sorted number by number, also against single numbers'
federation
printf 'meetings: [{minutes: 100}]\n' >>cops/gamma.yaml
printf 'meetings: [{minutes: 60}, {minutes: 45}]\n' >>cops/delta.yaml
sed -i 's/cadence: weekly/minutes: 9/' cops/beta.yaml
run cop-list -c cop,meetings.minutes -s meetings.minutes
status 0
printf 'beta\t9\ndelta\t60;45\nalpha\t60;90\ngamma\t100\n' >wanted
out <wanted
run cop-list -c cop -s -meetings.minutes delta alpha gamma beta
are gamma alpha delta beta

# -- language ---------------------------------------------------------------------------------------------------

t '--lang: the language asked for, else the default one, else any'
federation
run cop-list -c cop,name --lang fr
printf 'alpha\tCœurs d’Alpha\nbeta\tBêta, « le "deuxième" »\ndelta\tDelta\ngamma\tGamma\n' >wanted
status 0
out <wanted
run cop-list -c cop,name --lang de
printf 'alpha\tAlpha hearts\nbeta\tBêta, « le "deuxième" »\ndelta\tDelta\ngamma\tGamma\n' >wanted
status 0
out <wanted
run cop-list -c cop,name
out <wanted
run cop-show alpha --lang fr
status 0
out_has 'Cœurs d’Alpha'
run cop-show alpha --lang de
status 0
out_has 'Alpha hearts'
run cop-members -c cop.name,email --lang fr alpha -w email=a@x.org
printf 'Cœurs d’Alpha\ta@x.org\n' >wanted
out <wanted

t '--lang does not translate diagnostics'
federation
run cop-list --lang fr alpa
err 'cop-list: error: no community "alpa" (did you mean "alpha"?)'

t 'machine output is the same in any locale, and in every run'
sample
for c in $READERS; do
	for f in tsv csv json; do
		case $c:$f in
		cop-show:tsv | cop-show:csv) continue ;;
		esac
		run env LC_ALL=C "$c" -f $f
		cp "$OUT" first
		for locale in C C.UTF-8 fr_CA.UTF-8 tr_TR.UTF-8; do
			run env LC_ALL=$locale LANGUAGE=fr LC_NUMERIC=fr_FR.UTF-8 "$c" -f $f
			ok "$c -f $f, LC_ALL=$locale" cmp first "$OUT"
		done
	done
done

t 'no colour is written into a pipe'
federation
for c in 'cop-list -f table' cop-show cop-check 'cop-fmt -f table' 'cop-list nosuch'; do
	# shellcheck disable=SC2086
	run env TERM=xterm-256color $c
	ok "no escape in $c" sh -c '! grep -q "$(printf "\033")" "$1" "$2"' sh "$OUT" "$ERR"
done

# -- streams ----------------------------------------------------------------------------------------------------

# Commands that print something here; one roster is not in order.
printing() {
	federation
	sed -i '2{h;d};3{G}' rosters/alpha.csv
	cat <<-'END' >commands
		cop
		cop --help
		cop --version
		cop list
		cop-list
		cop-list -f table
		cop-list -f json
		cop-list -s name
		cop-list --help
		cop-list --version
		cop-show
		cop-show -f json
		cop-show --help
		cop-show --version
		cop-members
		cop-members -f csv
		cop-members --help
		cop-members --version
		cop-check
		cop-check -f json
		cop-check --list
		cop-check --explain not-canonical
		cop-check --help
		cop-check --version
		cop-fmt -n
		cop-fmt --check
		cop-fmt --check -f json
		cop-fmt --help
		cop-fmt --version
		cop-fmt
	END
}

t 'standard output on a full disk: a message, status 74'
test -w /dev/full || skip 'no /dev/full here'
printing
while read -r line; do
	run sh -c "$line >/dev/full"
	status 74
	err_like '^cop(-[a-z]+)?: error: '
done <commands

t 'a closed standard output: a message, status 74'
printing
while read -r line; do
	run sh -c "$line >&-"
	status 74
	err_like '^cop(-[a-z]+)?: error: '
done <commands

t 'a limit on the size of files is like a full disk, and nothing is left behind'
sample
run sh -c 'ulimit -f 4 && cop-report summary,growth -o ./report.html'
status 75
err './report.html: error: not written: File too large [not-written]'
run sh -c 'ulimit -f 4 && cop-join privacy -e new@example.org --name New'
status 75
err 'rosters/privacy.csv: error: not written: File too large [not-written]'
ok 'a file was left behind' test -z "$(find . -name '*.new')"
run sh -c '{ ulimit -f 4 && cop-members; } >members'
status 74
err_has 'File too large'

t '74 outranks every other status'
test -w /dev/full || skip 'no /dev/full here'
federation
run sh -c 'cop-list alpha nosuch >/dev/full'
status 74
err_has nosuch
run sh -c 'cop-members nosuch alpha >&-'
status 74
echo 'scope: galactic' >>cops/gamma.yaml
run sh -c 'cop-check >/dev/full'
status 74

t 'a closed standard input or error does no harm'
federation
run sh -c 'cop-list - <&-'
status 2
out ''
err_has 'cannot read: Bad file descriptor'
run sh -c 'cop-join --approved alpha --email new@example.org --name New <&- >&- 2>&-'
status 74
run cop-members alpha -w email=new@example.org -c name
out New
run sh -c 'cop-list -c cop <&- 2>&-'
status 0
are alpha beta delta gamma
run sh -c 'cop-list nosuch alpha -c cop 2>&-'
status 2
out alpha
cp -R rosters before
run sh -c 'cop-fmt <&- >&- 2>&-'
ok 'rosters are untouched' diff -r before rosters

t 'a reader that goes away is not reported as an error'
sample
for line in 'cop-members --all -f json' 'cop-members --all' 'cop-show' 'cop-show -f json' 'cop-list' 'cop-check --list'; do
	run sh -c "{ $line; echo \$? >status; } | head -n 1 >first"
	err ''
	ok "$line wrote a line" test -s first
	# 141: ended by SIGPIPE; 0: a short output fits into the pipe
	ok "$line ends by SIGPIPE or with status 0 ($(cat status))" grep -qx -e 141 -e 0 status
	run sh -c "trap '' PIPE; $line | head -n 1 >first"
	err ''
done
run sh -c '{ cop-members --all -f json; echo $? >status; } | head -n 1 >first'
ok 'a long output ends by SIGPIPE' grep -qx 141 status

t 'data on standard output, diagnostics on standard error'
federation
echo 'colour: red' >>cops/beta.yaml
run cop-list -c cop
status 2
are alpha beta delta gamma
err_like '^cops/beta\.yaml:[0-9]+:1: error: .*colour'
run cop-check -c path,rule -f tsv -w severity=error
status 1
printf 'cops/beta.yaml\tunknown-key\n' >wanted
out <wanted
err ''

t 'paths in diagnostics are relative to the current folder'
mkdir reg && cd reg && federation && cd ..
echo 'colour: red' >>reg/cops/beta.yaml
run cop-list -R reg -c cop
err_like '^reg/cops/beta\.yaml:[0-9]+:1: error: '
mkdir -p reg/rosters && cd reg/rosters || exit
run cop-list -c cop
err_like '^\.\./cops/beta\.yaml:[0-9]+:1: error: '

t 'columns count code points from 1'
federation
write cops/beta.yaml <<-'END'
	name: {fr: "Bêta", qq: "é"}
	host: h1
	domain: X
END
run cop-check -f tsv -c line,column,rule -w rule=unknown-language
# `name: {` is seven columns, and `fr: "Bêta", ` is twelve more
printf '1\t20\tunknown-language\n' >wanted
out <wanted

# -- the dispatcher ---------------------------------------------------------------------------------------------

t 'cop NAME runs cop-NAME, with its status'
federation
run cop-list -f json
cp "$OUT" direct
run cop list -f json
status 0
ok 'the same output' cmp direct "$OUT"
run cop list -w kind=network
status 1
run cop list alpa
status 2
err_has 'did you mean "alpha"?'

t 'without /proc, as in a chroot, cop finds the commands and the translations, however it is called'
need_mounts /proc
need_plain
federation
ln -s "$BUILD/bin/cop" link
cat >hidden <<-'END'
	mount -t tmpfs none /proc && exec "$@"
END
for cop in cop ./link "$BUILD/bin/cop"; do
	# shellcheck disable=SC2086 # several words
	run $mounts sh hidden "$cop" list -c cop
	status 0
	err ''
	are alpha beta delta gamma
done
# shellcheck disable=SC2086
run $mounts sh hidden cop show --lang fr alpha
status 0
out_has Membres

t 'cop runs commands in a folder that it may not list'
need_nobody
federation
chmod a+x "$scratch"
mkdir "$scratch/bin" && cp "$BUILD/bin/cop" "$BUILD/bin/cop-list" "$scratch/bin" && chmod 711 "$scratch/bin"
run setpriv --reuid 65534 --regid 65534 --clear-groups "$scratch/bin/cop" list --help
status 0
err ''
out_has 'Usage: cop-list'
run setpriv --reuid 65534 --regid 65534 --clear-groups "$scratch/bin/cop" lsit
status 2
err 'cop: error: no command "lsit"; cop alone lists them'

t 'an unknown command gets a suggestion'
run cop lsit
status 2
out ''
err_has '"lsit"'
err_has 'did you mean "list"?'
run cop help lsit
status 2
err_has 'did you mean "list"?'

t 'help about something that is not a command: the files, the rules, git'
need man
for topic in registry diagnostics git; do
	run cop help $topic
	status 0
	err ''
	out_like "^COP-$(echo $topic | tr '[:lower:]' '[:upper:]')\([57]\)"
done
run cop help registery
status 2
out ''
err 'cop: error: no page about "registery" (did you mean "registry"?)'
run cop registry
status 2
err 'cop: error: no command "registry"; cop alone lists them'

t 'help about help shows the page of cop'
need man
run cop help help
status 0
err ''
out_like '^COP\(1\)'

t 'cop alone lists the commands'
run cop
status 0
err ''
for c in list show members check fmt; do
	out_like "^ +$c +[A-Z]"
done

t 'the path of the people may lead over a symbolic link'
registry
echo "$H
bob@x.org,Bob,,,,,,,,2020-01-01,,,," | write ../people/rosters/a.csv
ln -s ../people link
echo 'people: link' >>registry.yaml
run cop-list -c cop,members
status 0
err ''
out "a${TAB}1"
rm -r ../people

t 'many composition rules of a large community: people are counted, not listed'
registry
need_plain
{
	echo 'community: {composition: ['
	yes '{at_most: 20000},' | head -n 200
	echo '{at_most: 19999}]}'
} >>cops/a.yaml
mkdir -p rosters
awk -v h="$H" 'BEGIN { print h; for (i = 1; i <= 20000; i++) printf "p%05d@x.org,P,,,,,,,,2026-01-01,,,,\n", i }' >rosters/a.csv
# ulimit -v is not in POSIX, but in every common shell.
# shellcheck disable=SC3045
run sh -c 'ulimit -v 500000 && cop-check -f tsv -c rule,message -w rule=composition-unmet'
tabs <<'END'
composition-unmet|composition rule unmet: members: has 20000, needs at most 19999
END
# shellcheck disable=SC3045
run sh -c 'ulimit -v 500000 && cop-show a'
status 0
out_has 'Members: has 20,000, needs at most 19999'

done_testing
