#!/bin/sh
# cop-new: the definition and roster of a new community, what is refused, and what a wrong call says.
# shellcheck disable=SC2016,SC1112 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"

# A federation with vocabularies, and one community, a.
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
		  ontario: Ontario
	END
	write cops/a.yaml <<-'END'
		name: Community A
		reviewed: 2026-05-01
		host: h1
		domain: What we share
	END
	mkdir rosters
	echo "$H" >rosters/a.csv
}

# makes ID ASSIGNMENT…: a community is made without a message, and the registry has no finding.
makes() {
	run cop-new "$@"
	status 0
	err ''
	printf '%s\tcops/%s.yaml\tcreated\t\n%s\trosters/%s.csv\tcreated\t\n' "$1" "$1" "$1" "$1" >"$scratch/made"
	out <"$scratch/made"
	run cop-check --strict
	status 0
	out ''
	err ''
}

# The definition of community $1, without comments and blank lines.
said() { grep -v -e '^ *#' -e '^$' "cops/$1.yaml" >said; }

# refuses WORDS ARGUMENT…: refused for a reason with these words; nothing is touched.
refuses() {
	words=$1
	shift
	unchanged_by cop-new "$@"
	status 1
	out_like "${TAB}refused${TAB}.*$words"
	err_lacks error
}

# rejects WORDS ARGUMENT…: a usage error with these words, and nothing is touched.
rejects() {
	words=$1
	shift
	unchanged_by cop-new "$@"
	status 2
	out ''
	err_has "$words"
}

# -- what is made ------------------------------------------------------------------------------------------------

t 'the minimum: a name, a host, a domain'
federation
makes privacy name='Privacy' host=h1 domain='Protecting personal information'
said privacy
file said <<'END'
name: Privacy
reviewed: 2026-06-30
host: h1
domain: Protecting personal information
END
file rosters/privacy.csv "$H"
stat -c %a rosters/privacy.csv >mode
file mode 600
run cop-list -c cop,name,status,host,members privacy
out "privacy${TAB}Privacy${TAB}active${TAB}h1${TAB}0"
run cop-fmt --check
status 0

t 'much more: lists, languages, maps; the keys are in the order of the manual'
federation
makes flow visibility=members name='Patient flow: who, where' name.fr='Circulation' host=h2 \
    domain.fr='Comment bougent les patients' domain.en='How patients move' kind=collaborative \
    'goals+={goal: {en: Shorter waits, fr: "Moins d’attente"}, target: 5, due: 2027-03}' \
    purposes+=link purposes+=change acronym=no 'aliases=[Flow, "a, b"]' launched=2026-09 \
    'practice=[Talk, "Read: much"]' 'practice.1.fr=Parler' community.open_to.roles+=nurse \
    'community.groups+={id: wg, name: Work}' 'meetings.1.cadence=monthly' 'meetings.1.rule=FREQ=MONTHLY;BYDAY=2TH' \
    'join={admission: open, ways: [{method: email, email: flow@x.example}]}' 'contacts+={email: flow@x.example}' \
    'also.file number=0123'
said flow
grep -o '^[a-z]*' said | paste -s -d ' ' - >order
file order 'name acronym aliases kind purposes launched reviewed host domain community practice goals meetings join contacts visibility also'
for line in 'acronym: "no"' 'launched: 2026-09' 'host: h2' 'visibility: members' '  file number: "0123"'; do
	file_like said "^$line\$"
done
run sh -c 'cop-show -f json flow | sed "s/,\"computed.*//"'
out <<'END'
{"cop":"flow","name":{"en":"Patient flow: who, where","fr":"Circulation"},"acronym":"no","aliases":["Flow","a, b"],"kind":"collaborative","purposes":[{"purpose":"link"},{"purpose":"change"}],"launched":"2026-09","reviewed":"2026-06-30","host":"h2","domain":{"en":"How patients move","fr":"Comment bougent les patients"},"community":{"open_to":{"roles":["nurse"]},"groups":[{"id":"wg","name":{"en":"Work"}}]},"practice":[{"en":"Talk","fr":"Parler"},{"en":"Read: much"}],"goals":[{"goal":{"en":"Shorter waits","fr":"Moins d’attente"},"target":5,"due":"2027-03"}],"meetings":[{"cadence":"monthly","rule":"FREQ=MONTHLY;BYDAY=2TH"}],"join":{"admission":"open","ways":[{"method":"email","email":"flow@x.example"}]},"contacts":[{"email":"flow@x.example"}],"visibility":"members","also":{"file number":"0123"}
END
# line by line; only hints may be wider than eighty columns
ok 'no line is too wide' test -z "$(awk 'length > 80' said)"

t 'lists of words are on one line, as in the hints'
federation
makes b name=B host=h1 domain=D 'purposes=[link, share]' regions+=ontario
file_like cops/b.yaml '^purposes: \[link, share\]$'
file_like cops/b.yaml '^regions: \[ontario\]$'

t 'a long text is folded; one in several languages is a map'
federation
makes b name=B host=h1 domain='A concern that takes more words than there is room for on one line of eighty columns, as concerns do' \
    reason.fr='Une raison'
said b
ok 'no line is too wide' test -z "$(awk 'length > 80' said)"
run cop-list -c domain b
out 'A concern that takes more words than there is room for on one line of eighty columns, as concerns do'

t 'comments: what a text may be, and what else can be said'
federation
makes b name=B host=h1 domain=D
file_like cops/b.yaml '^# .*\{en: Privacy, fr: Vie privée\}'
file_like cops/b.yaml '^# .*cop-registry\(5\)'
file_lacks cops/b.yaml yaml-language-server
sed -n '/^# What else/,$p' cops/b.yaml | sed -n 's/^# \([a-z_]*\):.*/\1/p' | paste -s -d ' ' - >hints
file hints 'acronym purposes launched led_by scope regions community practice meetings join contacts visibility'

t 'the schema is referred to if there is one'
federation
write schema/definition.json <<'END'
{}
END
makes b name=B host=h1 domain=D
head -n 1 cops/b.yaml >first
file first '# yaml-language-server: $schema=../schema/definition.json'

# The hints at the end of the definition of community b, uncommented, with ids that exist.
uncommented() {
	sed -n '/^# What else/,$p' cops/b.yaml |
	    sed -e '1d' -e '/^#$/d' -e 's/^# //' -e 's/region-id/ontario/' -e 's/role-id/nurse/'
}

t 'the hints are right: all of them together'
federation
makes b name=B host=h1 domain=D
uncommented >hints
sed '/^# What else/,$d' cops/b.yaml >above
cat above hints >cops/b.yaml
rm above hints
run cop-check
status 0
out_lacks error
run cop-list -c cop,acronym,purposes,launched,scope,regions,visibility,join.admission,meetings.cadence,community.groups.id b
out "b${TAB}XY-CoP${TAB}link;share${TAB}2026-09-01${TAB}regional${TAB}ontario${TAB}public${TAB}approval${TAB}monthly${TAB}working-group"

t 'the hints are right: each of them alone'
federation
makes b name=B host=h1 domain=D
uncommented >hints
sed -n 's/^\([a-z_]*\):.*/\1/p' hints >keys
while read -r key; do
	sed '/^# What else/,$d' cops/b.yaml >cops/c.yaml
	awk -v key="$key:" '/^[a-z]/ { on = $1 == key } on' hints >>cops/c.yaml
	run cop-check cops/c.yaml
	status 0
	out_lacks error
	run cop-list -w "$key!=" -c cop c
	test "$key" = community || test "$key" = meetings || test "$key" = join || test "$key" = contacts || out c
done <keys

t 'a key that was given is not repeated as a hint'
federation
makes b name=B host=h1 domain=D purposes+=link visibility=members
sed -n '/^# What else/,$p' cops/b.yaml >hints
file_lacks hints '# purposes:'
file_lacks hints '# visibility:'
file_has hints '# regions:'

t 'reviewed is today, unless it is given; --date is today'
federation
makes b name=B host=h1 domain=D --date 2026-05-04
file_has cops/b.yaml 'reviewed: 2026-05-04'
makes c name=C host=h1 domain=D reviewed=2026-03 --date 2026-05-04
file_has cops/c.yaml 'reviewed: 2026-03'
makes d name=D host=h1 domain=D --date=2026-05
file_like cops/d.yaml '^reviewed: 2026-05$'
rejects 'tomorrow' e name=E host=h1 domain=D --date tomorrow
refuses 'date in the future' e name=E host=h1 domain=D --date 2027

t 'people can join and values be set at once'
federation
makes b name=B host=h1 domain=D
run cop-join b --approved --email ana@x.example --name 'Ana Roy'
status 0
out "b${TAB}ana@x.example${TAB}joined${TAB}"
run cop-set b join.admission=open
status 0
run cop-join b --email bo@x.example --name Bo
status 0
run cop-check --strict
status 0

t 'an id of one character, of digits, of 63'
federation
long=$(printf 'a%062d' 0)
makes z name=Z host=h1 domain=D
makes 2026 name=Y host=h1 domain=D
makes "$long" name=L host=h1 domain=D
makes x--y name=X host=h1 domain=D

t 'text in decomposed form, as a Mac types it, is written in NFC'
federation
makes b name="$(printf 'Vie prive\314\201e')" host=h1 domain=D
file_has cops/b.yaml "name: $(printf 'Vie priv\303\251e')"

# -- what is refused ---------------------------------------------------------------------------------------------

t 'an existing community is left alone, whatever its state'
federation
refuses 'already exists' a name=A host=h1 domain=D
printf 'name: [\n' >cops/b.yaml
refuses 'already exists' b name=B host=h1 domain=D
: >cops/c.yaml
refuses 'already exists' c name=C host=h1 domain=D
mkdir cops/d.yaml
unchanged_by cop-new d name=D host=h1 domain=D
status 2
err 'cops/d.yaml: error: cannot read: not a regular file [unreadable]'

t 'a symbolic link in place of a file is not followed'
federation
ln -s ../elsewhere cops/b.yaml
ln -s ../elsewhere rosters/c.csv
for id in b c; do
	unchanged_by cop-new $id name=B host=h1 domain=D
	status 2
	err_like ': error: cannot read: a symbolic link, which is not followed here \[unreadable\]$'
	absent elsewhere
done

t 'a roster with people, and no definition'
federation
printf '%s\nana@x.example,Ana,,,,,,,,2026-01-01,,,,\n' "$H" >rosters/b.csv
refuses 'already exists' b name=B host=h1 domain=D
out_has rosters/b.csv
printf 'something else\n' >rosters/c.csv
refuses 'already exists' c name=C host=h1 domain=D

t 'the empty roster of a killed run is used'
federation
echo "$H" >rosters/b.csv
chmod 600 rosters/b.csv
echo rubbish >cops/.b.yaml.new
makes b name=B host=h1 domain=D
file rosters/b.csv "$H"
absent cops/.b.yaml.new

t 'a bad id: nothing is made, here or elsewhere'
federation
mkdir registry
mv registry.yaml cops rosters registry
cd registry || exit
for id in ../x ../cops/x ./x x/y A a_b a.b '' "$(printf '%064d' 0)" é 'a b' a- .a ..; do
	rejects 'is not an id' "$id" name=N host=h1 domain=D
done
rejects 'at most 63 in all (did you mean "sante-mentale-jeunes"?)' 'Santé mentale (jeunes)' name=N host=h1 domain=D
rejects '"host=h1" is not an id' host=h1 name=N domain=D
err_lacks 'did you mean'
rejects 'is not an id' -- -a name=N host=h1 domain=D
rejects -a -a name=N host=h1 domain=D
cd .. || exit
ls -A >left
file left <<'END'
left
registry
END

t 'everything that is missing is named'
federation
rejects 'name=... is needed' b host=h1 domain=D
rejects 'host=... is needed' b name=B domain=D
rejects 'domain=... is needed' b name=B host=h1
unchanged_by cop-new b acronym=B
status 2
for key in name host domain; do
	err_has "$key=... is needed"
done
rejects 'name=... is needed' b name= host=h1 domain=D
rejects 'name a community' b
rejects 'only one community at a time: name it, as - is not taken here' - name=D host=h1 domain=D
rejects 'name a community'
refuses 'missing key: "name"' b name=B name= name.fr=B name.fr= host=h1 domain=D

t 'unknown ids and words, with a suggestion'
federation
refuses 'unknown host: "h3" \(did you mean "h1"\?\)' b name=B host=h3 domain=D
refuses 'unknown region: "ontaro" \(did you mean "ontario"\?\)' b name=B host=h1 domain=D regions+=ontaro
rejects 'no path "nmae" (did you mean "name"?)' b nmae=B host=h1 domain=D
rejects '"B" is not PATH=VALUE' b B host=h1 domain=D
refuses 'bad date' b name=B host=h1 domain=D launched=soon
refuses 'control character' b name="$(printf 'a\033[31mb')" host=h1 domain=D
refuses 'unknown community' b name=B host=h1 domain=D part_of=c
refuses 'loop' b name=B host=h1 domain=D part_of=b
rejects --nosuch b name=B host=h1 domain=D --nosuch

t 'what cop-check --strict would report is refused'
federation
refuses 'collaborative without goals' b name=B host=h1 domain=D kind=collaborative
makes b name=B host=h1 domain=D kind=collaborative 'goals+={goal: Shorter waits}'
refuses 'ended without a reason' c name=C host=h1 domain=D ended=2020
makes c name=C host=h1 domain=D ended=2020 reason=Done
refuses 'review overdue' d name=D host=h1 domain=D reviewed=2020

t 'a rule about members is no reason to refuse: a new community cannot have any'
federation
run cop-new b name=B host=h1 domain=D contacts+='{position: chair}' \
    'community.groups+={id: wg, name: Work}' 'community.composition+={group: wg, at_least: 1}'
status 0
out_like "${TAB}created${TAB}"
err_like '^cops/b\.yaml:[0-9]+:[0-9]+: warning: composition rule unmet: wg: has 0, needs at least 1 \[composition-unmet\]$'
err_like '^cops/b\.yaml:[0-9]+:[0-9]+: warning: vacant contact: nobody is chair \[vacant-contact\]$'
run cop-check
status 0

t 'mistakes in other files do not concern the new community'
federation
printf 'name: [\n' >cops/z.yaml
echo 'nonsense' >rosters/a.csv
run cop-new b name=B host=h1 domain=D
status 0
ok 'it is there' test -f cops/b.yaml -a -f rosters/b.csv

# -- folders -------------------------------------------------------------------------------------------------------------

t 'a missing folder of rosters is made, and only its owner can read it'
federation
rm -r rosters
makes b name=B host=h1 domain=D
stat -c '%n %a' rosters rosters/b.csv >modes
file modes <<'END'
rosters 700
rosters/b.csv 600
END

t 'people in another folder'
federation
echo 'people: ../private' >>registry.yaml
mkdir registry private
mv registry.yaml cops registry
mv rosters private
cd registry || exit
run cop-new b name=B host=h1 domain=D
status 0
out <<END
b${TAB}cops/b.yaml${TAB}created${TAB}
b${TAB}../private/rosters/b.csv${TAB}created${TAB}
END
absent rosters
file ../private/rosters/b.csv "$H"
run cop-check --strict
status 0

t 'if the people’s folder is missing, nothing is made'
federation
echo 'people: ../private-of-nobody' >>registry.yaml
rejects 'is missing' b name=B host=h1 domain=D

t 'from a subfolder, and from elsewhere with -R'
federation
cd cops || exit
run cop-new b name=B host=h1 domain=D
status 0
cd .. || exit
mkdir away && cd away || exit
run cop-new -R .. c name=C host=h1 domain=D
status 0
cd .. || exit
ok 'both' test -f cops/b.yaml -a -f cops/c.yaml -a -f rosters/b.csv -a -f rosters/c.csv
run cop-check --strict
status 0

# -- output --------------------------------------------------------------------------------------------------------

t '-n: only the diff; patch makes of it what cop-new makes'
need patch
federation
unchanged_by cop-new -n b name=B host=h1 domain=D visibility=members
status 0
err ''
out_has '+++ b/cops/b.yaml'
out_has '+++ b/rosters/b.csv'
out_has '+visibility: members'
cp "$OUT" "$scratch/diff"
mkdir "$scratch/patched"
(cd "$scratch/patched" && patch -s -p1 -i "$scratch/diff")
makes b name=B host=h1 domain=D visibility=members
ok 'the same definition' cmp "$scratch/patched/cops/b.yaml" cops/b.yaml
ok 'the same roster' cmp "$scratch/patched/rosters/b.csv" rosters/b.csv
rm -r "$scratch/patched"
unchanged_by cop-new -n c name=C host=h9 domain=D
status 1
out ''
err_has 'unknown host: "h9"'
unchanged_by cop-new -n a name=C host=h1 domain=D
status 1
out ''
err_has 'already exists'

t '-n makes no folder'
federation
rm -r rosters
unchanged_by cop-new -n b name=B host=h1 domain=D
status 0
out_has '+++ b/rosters/b.csv'

t 'columns and formats'
federation
run cop-new -f json b name=B host=h1 domain=D
out <<'END'
{"cop":"b","path":"cops/b.yaml","result":"created","reason":null}
{"cop":"b","path":"rosters/b.csv","result":"created","reason":null}
END
run cop-new -f csv -c path,result c name=C host=h1 domain=D
out <<'END'
path,result
cops/c.yaml,created
rosters/c.csv,created
END
rejects 'no field "pth" (did you mean "path"?)' -c pth d name=D host=h1 domain=D

t 'eight at once: one makes the community, the others are refused'
federation
for i in 1 2 3 4 5 6 7 8; do
	cop-new b name="B$i" host=h1 domain=D >"$scratch/said.$i" 2>&1 &
done
wait
cat "$scratch"/said.? >said.all
rm "$scratch"/said.?
ok 'one' test "$(grep -c "cops/b.yaml${TAB}created" said.all)" = 1
ok 'seven' test "$(grep -c "${TAB}refused${TAB}already exists" said.all)" = 7
rm said.all
run cop-check --strict
status 0

t 'no temporary file is left'
federation
makes b name=B host=h1 domain=D
find . -name '.*' ! -name . >hidden
file hidden ''

done_testing
