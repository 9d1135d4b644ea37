#!/bin/sh
# cop-search: what words find and what is printed, small words, people, patterns, the terminal. The quality of its
# ranking is tested in tests/search.t.
# shellcheck disable=SC2016,SC1110,SC1111,SC1112 # scripts of other programs are in single quotes, and data has typographic quotes in it
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# Three communities in two languages, and four people.
federation() {
	write registry.yaml <<-'END'
		name: Test
		languages: [en, fr]
		timezone: America/Toronto
		hosts:
		  h1: {name: {en: Host One, fr: Hôte Un}, url: https://example.org/elsewhere}
		roles:
		  practitioner: {en: Practitioner, fr: Soignante}
		  nurse: {name: {en: Nurse, fr: Infirmière}, within: practitioner}
		regions:
		  ontario: {en: Ontario, fr: Ontario}
		  toronto: {name: {en: Toronto, fr: Toronto}, within: ontario}
	END
	write cops/a.yaml <<-'END'
		name: {en: Health of Hearts, fr: Santé du cœur}
		acronym: HOH
		host: h1
		regions: [ontario]
		domain:
		  en: Hearts in the country
		  fr: Une œuvre d’équipe à la campagne
		community:
		  open_to: {roles: [practitioner]}
		practice:
		  - en: First one
		    fr: Le premier
		  - en: Second drums
		    fr: Les seconds tambours
		priorities:
		  - text: Plan for winters
		meetings:
		  - {cadence: monthly, mode: hybrid, rule: FREQ=MONTHLY, url: https://example.org/hidden}
		contacts:
		  - {role: Coordination, name: Nora Ek, email: nora@example.org}
		lineage:
		  - {event: grew-from, body: Old club, date: 2019}
		also: {vendor: TELUS}
	END
	write cops/b.yaml <<-'END'
		name: Drums
		host: h1
		domain: Music, and hearts
		launched: 2020-01
	END
	write cops/c.yaml <<-'END'
		name: Drums of old
		host: h1
		domain: Music
		ended: 2020
	END
	roster a <<-'END'
		ap@x.org,Zoë Muller,west,nurse,toronto,en,,,2026-06-01,,,,,form
		jm@x.org,Jürgen Müller,,,,de,,,,2020-01-01,,,,
		jm@x.org,,,,,,leads,chair,,2021-01-01,,,,muller
		old@x.org,Otto Mülle,,,,,,,,2020-01-01,2021-01-01,,,
	END
	roster b <<-'END'
		jm@x.org,Jürgen Müller,east,,,de,,,,2021-01-01,,,,
		"q@x.org","Quin ""Q"" D’Amour","east, north",nurse,,,,,,2021-01-01,,,,import
	END
}

# plain ID DOMAIN [LINE]: a community with that domain.
plain() {
	printf 'name: X\nhost: h1\ndomain: %s\n' "$2" >"cops/$1.yaml"
	test $# -lt 3 || printf '%s\n' "$3" >>"cops/$1.yaml"
}

# finds IDS WORD...: -d -l prints these communities in this order.
finds() {
	wanted=$1
	shift
	run cop-search -d -l "$@"
	test -n "$case_skip" || test "$(tr '\n' ' ' <"$OUT")" = "$wanted " || fails "$* does not find $wanted" <"$OUT"
	status 0
}

finds_nothing() {
	run cop-search "$@"
	status 1
	out ''
	err ''
}

# -- communities --------------------------------------------------------------------------------------------------

t 'case and accents do not matter, in any language'
federation
run cop-search sante
status 0
err ''
tabs <<'END'
a|cop|name|cops/a.yaml:1|Santé du cœur
END
run cop-search OEUVRE
tabs <<'END'
a|cop|domain|cops/a.yaml:7|Une œuvre d’équipe à la campagne
END
for word in "d'equipe" "d’équipe" "l'équipe" equipe EQUIP; do
	finds a "$word"
done
finds a coeur
finds a 'du cœur'

t 'every text for readers is searched'
federation
for word in HOH health hearts country campagne first tambours practitioner soignante winters monthly hybrid \
	nora nora@example.org coordination club TELUS 2019 ontario host hote grew; do
	run cop-search -d -l "$word"
	status 0
	out_like '^a$'
done
for word in hidden elsewhere FREQ https; do
	finds_nothing "$word"
done

t 'field, path and line of a text'
federation
for case in 'tambours|practice.2|cops/a.yaml:14|Les seconds tambours' 'winters|priorities.1.text|cops/a.yaml:16|Plan for winters' \
	'telus|also.vendor|cops/a.yaml:23|TELUS' 'club|lineage.1.body|cops/a.yaml:22|Old club' \
	'nora|contacts.1.name|cops/a.yaml:20|Nora Ek' 'monthly|meetings.1.cadence|cops/a.yaml:18|monthly'; do
	run cop-search -c field,where,text "${case%%|*}"
	status 0
	out "$(echo "${case#*|}" | tr '|' '\t')"
done
mkdir deep
cd deep || exit
run cop-search -c where HOH
out '../cops/a.yaml:2'
cd ..

t 'a field in the output can be used as a column'
federation
run cop-search -c field tambours
run cop-list -w "$(cat "$OUT")~tambours" -c cop
out a

t 'a text on several lines, or with a tab, is printed on one line'
registry
printf 'name: X\nhost: h1\ndomain: |\n  First line\n  second zebra\tline\n' >cops/b.yaml
run cop-search -c cop,field,where,text zebra
status 2
err 'cops/b.yaml:3:9: error: control character: U+0009, a tab: replace it with a space [text-control]'
out "$(printf 'b\tdomain\tcops/b.yaml:5\tFirst line second zebra line ')"

t 'the line is that of the match, in any YAML style'
registry
cat <<'END' >cops/b.yaml
name: X
host: h1
domain: >-
  A folded text of some
  lines, w01 here

  and w02 there
community:
  description: plain text that goes
    on w03
practice:
  - "quoted w04 \u00e9 \
    w05"
  - 'it''s w06

    and w07'
  - |
    w08

    a line w09 b
END
for i in 1 2 3 4 5 6 7 8 9; do
	run cop-search -d -c where "w0$i"
	out "cops/b.yaml:$(grep -n "w0$i" cops/b.yaml | cut -d : -f 1)"
done
run cop-search -d -c where -E '^a line'
out cops/b.yaml:20
run cop-search -d -c where w09 w02
printf 'cops/b.yaml:7\ncops/b.yaml:20\n' >wanted
out <wanted
# Of two matches in one text, the first.
run cop-search -d -c where w02 w01
out cops/b.yaml:5

t 'only the private audience sees where the registry is on this machine'
registry
here=$PWD
mkdir elsewhere
cd elsewhere || exit
for audience in public members; do
	for root in .. "$here" "$here/"; do
		run env COP_REGISTRY="$root" cop-search --audience $audience share -c where
		out cops/a.yaml:3
		for format in table tsv csv json; do
			run cop-search -R "$root" --audience $audience share -f $format
			out_has cops/a.yaml
			out_lacks "$here"
			out_lacks ../
		done
	done
done
run cop-search -R "$here" share -c where
out "$here/cops/a.yaml:3"

t 'an id is searched, and printed if nothing else shows the match'
registry
plain zebra-club Y
run cop-search zebra
tabs <<'END'
zebra-club|cop|cop|cops/zebra-club.yaml:1|zebra-club
END
plain zebra-house 'Stripes of a zebra'
for lang in en fr xx; do
	run cop-search --lang $lang -d -w cop=zebra-house -c field,where zebra
	tabs <<-'END'
		domain|cops/zebra-house.yaml:3
	END
done
run cop-search -d -w cop=zebra-house -c field zebra house
out cop

t 'ids are found by their names, and by the names of ids within them'
federation
run cop-search -d nurse
tabs <<'END'
a|cop|community.open_to.roles.1|cops/a.yaml:9|practitioner > Nurse (nurse)
END
run cop-search -d infirmieres -c text
out 'practitioner > Infirmière (nurse)'
run cop-search hote -c text
tabs <<'END'
Hôte Un (h1)
Hôte Un (h1)
Hôte Un (h1)
END
run cop-search toronto -d -c text
out 'ontario > Toronto (toronto)'
run cop-search --lang fr ontario -d -c text
out 'Ontario (ontario)'
sed -i 's/ontario: .*/ontario:/' registry.yaml
run cop-search ontario -d -c text
out ontario

t 'purposes are found by their names, where their ids are written'
registry
echo 'purposes: {link: Zebra crossing, share: Stripes}' >>registry.yaml
plain b Y 'purposes: [link]'
plain c Y 'purposes: [share]'
finds b zebra
run cop-search -d -c field,text stripes
tabs <<'END'
purposes.1|Stripes (share)
END

t 'a role within a role within a role, and a region with the same id'
registry
cat <<'END' >>registry.yaml
roles:
  top: Everybody
  middle: {name: Some, within: top}
  low: {name: Zebra keeper, within: middle}
regions:
  world: World
  middle: {name: Zebra country, within: world}
  low: {name: Zebra town, within: middle}
END
plain b Stripes 'community: {open_to: {roles: [top]}}'
plain c Stripes 'regions: [world]'
finds 'b c' zebra
finds b keeper
finds c town

t 'roles that contain each other'
federation
sed -i 's/practitioner: .*/practitioner: {name: Practitioner, within: nurse}/' registry.yaml
run cop-search -d -l nurse
out a

t 'all words must match somewhere in the same community'
federation
finds b hearts music
finds a first second
run cop-search -c cop,field first second
tabs <<'END'
a|practice.1
a|practice.2
END
finds_nothing first music
finds_nothing music country

t 'as few texts as show all the words, the best first'
federation
run cop-search -c cop,field,text hearts country
tabs <<'END'
a|domain|Hearts in the country
END
run cop-search -c field health country drums
status 0
out_has domain
ok 'three texts' test "$(wc -l <"$OUT")" -eq 3

t 'whole words and plurals before beginnings before stems; never the middle or the end of a word'
federation
finds 'a b' heart
finds 'b a c' drum
finds 'b a c' drums
finds a winter
finds a coordinat
finds a coordinator
finds_nothing -d earts
finds_nothing -d rums
registry
plain b 'A plan'
plain c 'A planet'
plain d Planning
finds 'b d c' plan
finds d planning
finds c planets
plain e 'The prescription'
plain f 'Prescriptions, and others'
finds 'e f' prescriptions
finds 'e f' prescriptive
plain g 'A new horizon'
plain h 'Vitamin b90'
finds g horizons
finds h b90s

t 'a phrase: words next to each other in one text'
federation
finds a 'second drums'
finds a 'hearts in the'
finds_nothing 'drums second'
finds_nothing 'first one second'
finds b 'music and hearts'
finds a 'sante du coeu'

t 'name and acronym, then domain, then practice, then the rest'
registry
printf 'name: Zebra\nhost: h1\ndomain: Y\n' >cops/z1.yaml
plain y1 Y 'acronym: ZEBRA'
plain m2 Zebra
plain k3 Y 'practice: [Zebra]'
plain b4 Y 'channels: [{kind: zebra}]'
run cop-search -d -l zebra
status 0
ok 'names' sh -c 'head -n 2 "$1" | sort | tr "\n" " " | grep -q "^y1 z1 "' sh "$OUT"
ok 'the others' sh -c 'tail -n 3 "$1" | tr "\n" " " | grep -q "^m2 k3 b4 "' sh "$OUT"

t 'active, then planned, then paused, then ended'
registry
plain m Zebra 'ended: 2020'
plain n Zebra 'paused: [{from: 2026-01}]'
plain o Zebra 'launched: 2027-01'
plain p Zebra
finds 'p o n m' zebra
finds 'm n p o' --as-of 2010 zebra
run cop-search -d -c cop,status zebra
tabs <<'END'
p|active
o|planned
n|paused
m|ended
END

t 'equally good matches are in the order of their ids; the score shows it'
registry
for id in m k z; do
	plain $id Zebra
done
finds 'k m z' zebra
run cop-search -d -c score zebra
ok 'one score' test "$(sort -u "$OUT" | wc -l)" -eq 1
run cop-search -d -f json zebra
out_like '^\{"cop":"k","kind":"cop","field":"domain","where":"cops/k.yaml:3","text":"Zebra","status":"active","name":"X","role":null,"region":null,"organization":null,"score":[0-9.]+\}$'

# N is 6 and n is 5, so idf is ln(1 + 1.5 / 5.5) = 0.241162; each score is that * f / (1.2 + f) * the factors.
t 'the score follows the formula in the manual'
registry
cat <<'END' >>registry.yaml
roles:
  mind: {name: {en: Keepers, fr: Gens}}
  keep: {name: Zebra keeper, within: mind}
END
plain b 'Zebra on a hill' # f = 3 / (0.5 + 0.5 * 4 / 20) = 5
plain c Y 'acronym: Zebras' # planned; f = 6 / (0.5 + 0.5 * 3 / 10), of name, id and acronym
echo 'launched: 2027' >>cops/c.yaml
plain d Y 'practice: [{en: Zebrafish in a tank, fr: Poisson}]' # paused; f = 2 * 0.4 / (0.5 + 0.5 * 4 / 30)
echo 'paused: [{from: 2026-01}]' >>cops/d.yaml
plain e Y 'community: {open_to: {roles: [mind]}}' # ended; f = 0.5 / (0.5 + 0.5 * 3 / 60), of host, role and year
echo 'ended: 2020' >>cops/e.yaml
sed 's/X/{en: X, fr: X}/; s/Y/Zebra/' cops/c.yaml | sed '/acronym/d; /launched/d' >cops/f.yaml # f = 3 / (0.5 + 0.5 / 20)
run cop-search -d -c cop,score zebra
tabs <<'END'
f|0.199307
b|0.194486
c|0.192076
d|0.104286
e|0.053354
END
run cop-search -d -c cop,score zebra in French
tabs <<'END'
f|0.199307
b|0.155588
c|0.153661
d|0.083429
e|0.042684
END

t 'words are counted whatever is between them'
registry
plain b 'Zebra  on   a hill'
printf 'name: X\nhost: h1\ndomain: |\n  Zebra\n  on\n\n  a hill\n' >cops/c.yaml
plain d 'Zebra on a hill'
run cop-search -d -c score zebra
ok 'one score' test "$(sort -u "$OUT" | wc -l)" -eq 1

t 'a word that is everywhere hardly counts'
registry
for id in b c d e f g h; do
	plain $id 'Common ground'
done
plain i 'Ground' 'practice: [Common, common, common, common, rare]'
plain j 'Common rare ground'
finds 'j i' common rare

t 'small words exclude nothing, and do not count'
federation
finds 'a b' is there something for hearts
finds 'b a c' what about the drums
finds 'b c' y a-t-il quelque chose pour music
finds 'a b' hearts of me

t 'quotation marks of any kind do not matter'
federation
for word in '«pour»' '“pour”' '« pour' "„l'“" '«communauté»' '¿it?'; do
	finds 'a b' hearts "$word"
done
for word in '«hearts»' '“heart”' '«campagnes»' "«l'équipe»"; do
	run cop-search -d -l "$word"
	out_like '^a$'
done

t 'AI is not a small word, unless it is a French verb'
registry
plain b 'AI in practice'
plain c 'Music'
finds b AI
finds_nothing AI music
finds c j\'ai music
finds c n’ai music

t 'small words alone are searched'
federation
finds a the
finds 'a c' of

t 'words for communities in general, and for a language, exclude nothing'
federation
finds 'a b' community hearts
finds 'a b' a group about hearts
finds 'a b' hearts cop
finds_nothing -d practice group
sed -i 's/Drums$/Drums community/' cops/b.yaml
finds b community

t 'a question for French puts communities with French texts first'
registry
sed -i 's/^timezone/languages: [en, fr, de]\ntimezone/' registry.yaml
printf 'name: Zebra\nhost: h1\ndomain: Y\n' >cops/k.yaml
printf 'name: {en: Zebra, fr: Zèbre}\nhost: h1\ndomain: Y\n' >cops/m.yaml
finds 'k m' zebra
finds 'm k' zebra in French
finds 'm k' zebra en français
finds 'k m' zebra in English
finds_nothing french
printf 'name: Zebra\nhost: h1\ndomain: Works in French\n' >cops/z.yaml
# Also if nothing else is asked: a text as long, by a community that is described in French.
plain y Y 'practice: [{en: Okapi, fr: Work in French}]'
sed 's/^domain.*/domain: {en: Y, fr: Y}/' cops/y.yaml >cops/zy.yaml
run cop-search -d -l french -w cop=y,zy
tabs <<'END'
zy
y
END
rm cops/y.yaml cops/zy.yaml
finds 'z m k' zebra in French
printf 'name: {en: Zebra, de: Zebra}\nhost: h1\ndomain: Y\n' >cops/j.yaml
finds 'z m j k' zebra in French
finds 'j k m z' zebra

t 'a word without letters or digits is ignored'
federation
finds 'b a c' drums '?'
finds 'b a c' drums '–' -
for word in '?' '' - '–'; do
	run cop-search "$word"
	status 2
	err_has 'no letter or digit in "'
done

t 'a text is shown in the language that matched; if both do, in the language asked for'
federation
run cop-search -d -c text,name tambours
tabs <<'END'
Les seconds tambours|Health of Hearts
END
printf 'name: {en: The Zebra, fr: Le zebra}\nhost: h1\ndomain: Y\n' >cops/b.yaml
run cop-search -c text,name zebra
tabs <<'END'
The Zebra|The Zebra
END
run cop-search --lang fr -c text,name zebra
tabs <<'END'
Le zebra|Le zebra
END

# -- people -------------------------------------------------------------------------------------------------------

t 'people: by name, with or without accents, once for each membership'
federation
for word in muller MÜLLER mull; do
	run cop-search "$word"
	status 0
	err ''
	tabs <<-'END'
		a|member|name|rosters/a.csv:3|Jürgen Müller <jm@x.org>
		b|member|name|rosters/b.csv:2|Jürgen Müller <jm@x.org>
		a|member|name|rosters/a.csv:2|Zoë Muller <ap@x.org>
	END
done
run cop-search "d'amour" -c text
out 'Quin "Q" D’Amour <q@x.org>'
run cop-search 'jurgen muller' -l
tabs <<'END'
a
b
END
finds_nothing 'muller jurgen'
finds_nothing uller

t 'the line is that of the row, in a roster of any size'
registry
{
	echo "$H"
	awk 'BEGIN { for (i = 0; i < 30000; i++) printf "p%05d@example.org,Person Number%d,organization-of-some-length,,,en,,,,2020-01-01,,,,form\n", i, i }'
	echo 'z@example.org,Zoé Zèbre,,,,,,,,2020-01-01,,,,'
} | write rosters/a.csv
run cop-search zebre
tabs <<'END'
a|member|name|rosters/a.csv:30002|Zoé Zèbre <z@example.org>
END
run cop-search number29999 -c where
out rosters/a.csv:30001
run cop-search -E 'number2999[0-9],' -c where
ok 'ten' test "$(wc -l <"$OUT")" -eq 10
out_has rosters/a.csv:29992

t 'people are sorted by name, then by address, community and line'
registry
plain b Y
roster a <<'END'
a@x.org,Zed Roy,,,,,,,,2020-01-01,,,,
b@x.org,adam roy,,,,,,,,2020-01-01,,,,
c@x.org,Émile Roy,,,,,,,,2020-01-01,,,,
d@x.org,Adam Roy,,,,,,,,2020-01-01,,,,
d@x.org,Adam Roy,,,,,,,,2019-01-01,2019-02-01,,,
END
roster b <<'END'
a@x.org,Adam Roy,,,,,,,,2020-01-01,,,,
d@x.org,Adam Roy,,,,,,,,2020-01-01,,,,
END
run cop-search -m -a -c name,where roy
tabs <<'END'
Adam Roy|rosters/b.csv:2
Adam Roy|rosters/a.csv:5
Adam Roy|rosters/a.csv:6
Adam Roy|rosters/b.csv:3
adam roy|rosters/a.csv:3
Émile Roy|rosters/a.csv:4
Zed Roy|rosters/a.csv:2
END

t 'people: each word in one field, among those that say who and where'
federation
run cop-search muller nurse
tabs <<'END'
a|member|name|rosters/a.csv:2|Zoë Muller <ap@x.org>, nurse
END
run cop-search -m nurse
tabs <<'END'
b|member|role|rosters/b.csv:3|Quin "Q" D’Amour <q@x.org>, nurse
a|member|role|rosters/a.csv:2|Zoë Muller <ap@x.org>, nurse
END
run cop-search -m -c field,text 'east north'
tabs <<'END'
organization|Quin "Q" D’Amour <q@x.org>, east, north
END
run cop-search -m -c field import
out source
run cop-search -m -c field,text ap@x.org
tabs <<'END'
email|Zoë Muller <ap@x.org>
END
finds_nothing -m 'muller west'
finds_nothing -m chair
finds_nothing -m 2020
finds_nothing -m the muller

t 'people: members and applicants on that day; with --all, or a condition on the status, everybody'
federation
finds_nothing otto
run cop-search otto --all
tabs <<'END'
a|member|name|rosters/a.csv:5|Otto Mülle <old@x.org>
END
run cop-search otto -a -c status
out former
run cop-search otto -w status=former -c cop
out a
run cop-search otto --as-of 2020-06 -c status
out member
run cop-search muller --as-of 2020-06 -c cop,name
tabs <<'END'
a|Jürgen Müller
END
run cop-search mull -w status=applicant,former -c name
tabs <<'END'
Otto Mülle
Zoë Muller
END

t 'a seat is not found as another person'
federation
run cop-search -m --all muller -c where
tabs <<'END'
rosters/a.csv:3
rosters/b.csv:2
rosters/a.csv:2
END

t 'only a private audience sees people, and communities are hidden by their visibility'
federation
echo 'visibility: members' >>cops/b.yaml
for audience in public members; do
	finds_nothing --audience $audience muller
	finds_nothing --audience $audience -m muller
done
finds 'b a c' --audience members drums
finds 'a c' --audience public drums
finds_nothing --audience public music hearts

t 'the public does not find what is for members only'
registry
cat >>cops/a.yaml <<'END'
channels: [{kind: forum, name: Zebra forum}]
resources: [{title: Zebra guide, audience: public}, {title: Okapi guide}]
lineage: [{event: grew-from, community: hush}]
END
plain hush Y 'visibility: secret'
run cop-search --audience public zebra -c field
out resources.1.title
finds_nothing --audience public okapi
finds_nothing --audience public forum
finds_nothing --audience public hush
run cop-search -l hush
status 0
ok 'both' test "$(sort "$OUT" | tr '\n' ' ')" = 'a hush '
finds a okapi

t 'without the people, only communities are searched; -m is an error'
federation
echo 'people: ../private' >>registry.yaml
run cop-search drums -l
status 0
err ''
tabs <<'END'
b
a
c
END
finds_nothing muller
run cop-search -m drums
status 2
out ''
err_has "the people's folder is missing"

t '-d reads no roster'
federation
rm rosters/a.csv
mkdir rosters/a.csv
run cop-search -d drums
status 0
err ''
run cop-search drums
status 2
out_has Drums
err_has rosters/a.csv

# -- columns, conditions, ids -----------------------------------------------------------------------------------------

t 'columns, hidden ones by name'
federation
run cop-search -c cop,kind,status,name,role,region,organization muller
tabs <<'END'
a|member|member|Jürgen Müller|||
b|member|member|Jürgen Müller|||east
a|member|applicant|Zoë Muller|nurse|toronto|west
END
run cop-search -c cop,host,cop.name,cop.kind -d hearts
tabs <<'END'
a|h1|Health of Hearts|
b|h1|Drums|
END
run cop-search --header -c cop,kind HOH
tabs <<'END'
cop|kind
a|cop
END
run cop-search -f csv drums -d
out <<'END'
cop,kind,field,where,text
b,cop,name,cops/b.yaml:1,Drums
a,cop,practice.2,cops/a.yaml:13,Second drums
c,cop,name,cops/c.yaml:1,Drums of old
END
run cop-search -f json -c cop,name,score muller
out <<'END'
{"cop":"a","name":"Jürgen Müller","score":null}
{"cop":"b","name":"Jürgen Müller","score":null}
{"cop":"a","name":"Zoë Muller","score":null}
END

t '-w applies to what was found and to its community'
federation
run cop-search -w status=active -l drums
tabs <<'END'
b
a
END
run cop-search -w role=practitioner -c name muller
out 'Zoë Muller'
finds_nothing -w kind=member hearts
run cop-search -w cop=b -c cop,kind muller
tabs <<'END'
b|member
END
run cop-search -w launched=2020 -l music
out b
finds_nothing -w cop.kind=network drums
run cop-search -w 'score>0' -l drums
ok 'three' test "$(wc -l <"$OUT")" -eq 3
run cop-search -w rolle=nurse muller
status 2
err 'cop-search: error: no field "rolle" (did you mean "role"?)'
run cop-search -w status=activ muller
status 2
err_has 'did you mean "active"?'

t '-s sorts in another order'
federation
run cop-search -s cop -c cop -d drums
tabs <<'END'
a
b
c
END
run cop-search -s -name -c name muller
tabs <<'END'
Zoë Muller
Jürgen Müller
Jürgen Müller
END

t '-l: ids of communities, each once, as input for other commands'
federation
run cop-search -l mull
tabs <<'END'
a
b
END
run cop-search -l -m nurse
tabs <<'END'
b
a
END
run cop-search -l -f json -d hearts
out <<'END'
{"cop":"a"}
{"cop":"b"}
END
run cop-search -l -f table -d hearts
tabs <<'END'
a
b
END
run sh -c 'cop-search -l drums | cop-list - -c cop,status'
tabs <<'END'
b|active
a|active
c|ended
END
run sh -c 'cop-search -l nobodysword | cop-list -'
status 1
run sh -c 'cop-search drums | cop-list - -c cop'
status 0
out_has b

# -- patterns -------------------------------------------------------------------------------------------------------------

t '-E: extended regular expressions over folded text'
federation
run cop-search -E '^dr'
tabs <<'END'
b|cop|name|cops/b.yaml:1|Drums
c|cop|name|cops/c.yaml:1|Drums of old
END
finds a -E 'œuvre|rien'
finds a -E 'CAMPAGNE$'
finds a -E 'sant[éè] du'
finds 'b a c' -E '\<dru.s\>'
finds b -E 'm.sic.*hearts'
finds a -E drums first
finds a -E 'd.equipe'
finds_nothing -E '^rums'

t '-E: a row of a roster as written'
federation
run cop-search -E 'm[uü]ll?er,'
tabs <<'END'
a|member|name|rosters/a.csv:3|Jürgen Müller <jm@x.org>
b|member|name|rosters/b.csv:2|Jürgen Müller <jm@x.org>
a|member|name|rosters/a.csv:2|Zoë Muller <ap@x.org>
END
run cop-search -E '^jm@.*east'
tabs <<'END'
b|member|name|rosters/b.csv:2|Jürgen Müller <jm@x.org>
END
run cop-search -E ',nurse,' -m -c text
tabs <<'END'
Quin "Q" D’Amour <q@x.org>
Zoë Muller <ap@x.org>
END
run cop-search -m -E 2021-01-01 -c field,text -w organization=east
tabs <<'END'
joined|Jürgen Müller <jm@x.org>, 2021-01-01
END
finds_nothing -E '^old@'
run cop-search -a -E '^old@' -c name
out 'Otto Mülle'
run cop-search -E muller west -c name
out 'Zoë Muller'

t '-E: line by line'
registry
printf 'name: X\nhost: h1\ndomain: |\n  First line\n  second zebra\n' >cops/b.yaml
finds b -E '^second'
finds b -E 'line$'
finds_nothing -E 'line.second'

t '-E: the end of a text is not another line, but an empty line is'
registry
printf 'name: X\nhost: h1\ndomain: |\n  First line\n  last\n' >cops/b.yaml
finds_nothing -d -E '^$'
finds b -E 'last$'
printf 'name: X\nhost: h1\ndomain: |\n  First line\n\n  last\n' >cops/b.yaml
finds b -E '^$'

t '-E: a dot matches one character, whatever its bytes'
registry
plain b 'ΑΘΗΝΑ Σίσυφος' 'aliases: [Москва Й]'
plain c 'ᐊᐱᑎᒃ'
finds_nothing -d -E '[б]'
finds b -E '^ΑΘΗΝ. '
finds b -E '^москва .$'
finds c -E '^.{4}$'
finds c -w cop=c -E '^[[:alpha:]]{4}$'
echo 'n@x.org,ᐊᐱᑎᒃ Nutaraq,,,,,,,,2020-01-01,,,,' | roster b
run cop-search -m -E ',.{4} Nutaraq' -c name
out 'ᐊᐱᑎᒃ Nutaraq'

t '-E: special characters that folding produces are taken literally'
registry
plain b 'Tea (or coffee) ...'
plain c 'Nothing here [1]'
finds b -E 'coffee) …' -w cop=b
finds b -E '…'
finds b -E '（or'
finds c -E '［1］'
finds b -w cop=b -E '［1］|）'
finds c -E '[e］] .1'
finds b -w cop=b -E 'coffee\) …'
finds b -w cop=b -E 'coffee.[ ]…'
plain e 'In c:\temp'
finds e -E ':[[:digit:]\é]temp'
finds e -E ':[]\é]temp'
finds_nothing -d -E ':[^]x\é]temp'
finds_nothing -d -E '？'
plain d 'Côté cœur'
finds d -E 'c\ôt[é]'
finds d -E 'C\Bœ'
finds d -E '[]œ-]ur'

t '-E: the id and the name of a host, role or region are separate texts'
federation
finds a -E '^ontario$'
finds a -E '^nurse$'
finds a -E '^infirmiere$'
finds_nothing -d -E 'nurse.*\(nurse'
finds a -E '^practitioner$'

t '-E: a bad expression is a usage error'
federation
run cop-search -E '('
status 2
out ''
err_like '^cop-search: error: -E "\(": '
run cop-search -E drums '[' 'a{2,1}'
status 2
ok 'there are two errors' test "$(wc -l <"$ERR")" -eq 2

# -- calls -----------------------------------------------------------------------------------------------------------------

t 'usage errors'
federation
run cop-search
status 2
out ''
err 'cop-search: error: name the words to look for; see cop-search --help'
run cop-search -d -m x
status 2
err_has 'leave nothing to search'
run cop-search -l -c cop x
status 2
err_has 'cannot be combined with -c'
run cop-search --alll x
status 2
err_has 'did you mean "--all"?'
run cop-search -c nosuch x
status 2
err_has 'no field "nosuch"'
run cop-search -f xml x
status 2
run env -C / cop-search x
status 2
err_has 'no registry.yaml'

t 'a registry without communities'
registry
rm -r cops
mkdir cops rosters
finds_nothing zebra
finds_nothing -d zebra
finds_nothing -m zebra

t 'files that cannot be read are reported, and the rest is searched'
federation
printf 'name: "Drums unclosed\n' >cops/z.yaml
run cop-search -l drums
status 2
tabs <<'END'
b
a
c
END
err_has cops/z.yaml

t 'a definition whose bytes contain none of the words is not parsed, even if it is damaged'
federation
printf 'name: "unclosed\nhost: h1\n' >cops/z.yaml
printf 'join@x.org,Drummond Unclosed,,,,,,,,2021-01-01,,,,\n' | roster z
finds 'b a c' drums
err ''
run cop-search -c cop,name drummond
status 0
tabs <<'END'
z|Drummond Unclosed
END
for words in unclosed 'host drums' '-w host=h1 -l drums' '-E -d drums' '--audience public drums'; do
	# shellcheck disable=SC2086 # words
	run cop-search $words
	status 2
	err_has cops/z.yaml
done
# In UTF-16, no word can be told.
printf '\377\376n\000a\000m\000e\000:\000 \000Z\000\n\000' >cops/z.yaml
run cop-search -d -l drums
status 2
err 'cops/z.yaml:1:1: error: not UTF-8: UTF-16; save it as UTF-8 [not-utf8]'
rm cops/z.yaml
mkdir cops/z.yaml
run cop-search -d -l drums
status 2
err_has 'not a regular file'

t 'a text is found in any YAML style'
registry
plain a '"Dr\x75ms\u0020\x68ere"'
plain b "'Zebras''  drums'"
write cops/c.yaml <<'END'
name: X
host: h1
domain: >-
  Zebras

  drums, and what comes to those who
  wait
practice:
  - Zebras
     drums
  - |
    Wait for
    zebras
END
finds a 'drums here'
finds 'c b' 'zebras drums'
finds c 'for zebras'
finds c 'who wait'

t 'the status ended or merged is known even if the word is in no text'
registry
plain a Zebra
plain b Zebra
plain c Okapi 'lineage: [{event: merged-from, community: a, date: 2020-05}]'
plain d Okapi 'ended: 2020-05'
roster d <<'END'
al@x.org,Al Moss,,,,,,,,2020-01-01,,,,
END
finds 'b a' zebra
run cop-search -d zebra -c cop,status
tabs <<'END'
b|active
a|merged
END
finds_nothing -m moss
run cop-search -m moss --all -c status
out former

t 'a reader that goes away, and a full disk'
sample
run sh -c 'cop-search a | head -n 1'
status 0
ok 'a line' test "$(wc -l <"$OUT")" -eq 1
err ''
if test -w /dev/full; then
	for c in 'cop-search care' 'cop-search -f table care' 'cop-search -l care'; do
		run sh -c "$c >/dev/full"
		status 74
		err_has 'No space left'
	done
fi

t 'the same question twice prints the same bytes'
sample
run cop-search care sante
cp "$OUT" once
run env LC_ALL=C cop-search care sante
ok 'in another locale' cmp once "$OUT"

# -- the sample --------------------------------------------------------------------------------------------------------------

t 'what a newcomer might ask'
sample
run cop-search 'Is' there something for rural palliative care nurses in 'French?'
status 0
tabs <<'END'
rural-hospice|cop|name|cops/rural-hospice.yaml:2|Rural Hospice Palliative Care Community of Practice
rural-hospice|cop|community.open_to.roles.1|cops/rural-hospice.yaml:16|practitioner > Nurse (nurse)
END
run cop-search Y a-t-il quelque chose pour les infirmières en soins palliatifs ruraux '?'
status 0
out_like '^rural-hospice'

# -- the terminal ------------------------------------------------------------------------------------------------------------

# screen COMMAND [COLUMNS]: what the terminal got is in file screen, with ^ for ESC; the command's status is in file ended.
screen() {
	printf '%s\n' "$1" >command.sh
	script -qec "stty cols ${2:-80} rows 24; TERM=xterm-256color PAGER='${pager-cat}' sh command.sh; echo \$? >ended" /dev/null >raw
	tr -d '\r' <raw | tr '\033' '^' >screen
	ran=$1
}

t 'a terminal shows id and name, and below them the matches, in colour'
if need_terminal; then
	federation
	screen 'cop-search -d drums second'
	file screen <<-'END'
		^[1ma  Health of Hearts^[0m
		    cops/a.yaml:13: ^[1;31mSecond^[0m ^[1;31mdrums^[0m
	END
	file ended 0
	screen 'cop-search muller'
	file screen <<-'END'
		^[1ma^[0m  Jürgen ^[1;31mMüller^[0m <jm@x.org>
		^[1mb^[0m  Jürgen ^[1;31mMüller^[0m <jm@x.org>
		^[1ma^[0m  Zoë ^[1;31mMuller^[0m <ap@x.org>
	END
	screen 'cop-search -m nurse'
	file_has screen ', ^[1;31mnurse^[0m'
	# Overlapping words are coloured once, small words not at all.
	screen 'cop-search -d -E "second d" "d dr"'
	file_has screen ': ^[1;31mSecond dr^[0mums'
	screen 'cop-search -d -E "second drums" drum'
	file_has screen ': ^[1;31mSecond drums^[0m'
	screen 'cop-search -d hearts in the country'
	file_has screen ': ^[1;31mHearts^[0m in the ^[1;31mcountry^[0m'
	screen 'NO_COLOR=1 cop-search oeuvr'
	file screen <<-'END'
		a  Health of Hearts
		    cops/a.yaml:7: Une œuvre d’équipe à la campagne
	END
	screen 'cop-search --lang fr -E "[œo]euvre d"'
	file screen <<-'END'
		^[1ma  Santé du cœur^[0m
		    cops/a.yaml:7: Une ^[1;31mœuvre d^[0m’équipe à la campagne
	END
fi

t 'on a narrow terminal, a place that leaves no room has its text on the next line'
if need_terminal; then
	registry
	sed 's/^name: .*/name: A community of some words on one line/' cops/a.yaml >cops/a-community-with-a-name-of-its-own.yaml
	screen 'cop-search -d words' 60
	file screen <<-'END'
		^[1ma-community-with-a-name-of-its-own  A community of some wor…^[0m
		    cops/a-community-with-a-name-of-its-own.yaml:1:
		        A community of some ^[1;31mwords^[0m on one line
	END
	screen 'cop-search -d words' 72
	file_like screen '^    cops/a-community-with-a-name-of-its-own[.]yaml:1: .*words'
fi

t 'on a narrow terminal, the address of a member is cut rather than the name'
if need_terminal; then
	federation
	cat <<-'END' | roster a
		aurelie.de.la.fontaine@neighbourhood.x.org,Aurélie de la Fontaine,,nurse,,,,,,2020-01-01,,,,
	END
	screen 'cop-search -m nurse' 60
	file_has screen '^[1ma^[0m  Aurélie de la Fontaine <aurelie.de.la.fontaine@n…>, ^[1;31mnurse^[0m'
	screen 'cop-search -m aurelie' 60
	file_has screen '^[1ma^[0m  ^[1;31mAurélie^[0m de la Fontaine <aurelie.de.la.fontaine@neighbou…>'
	# A match in the address stays visible.
	screen 'cop-search -m x.org nurse' 60
	file_has screen '^[1ma^[0m  Aurélie de la Fontaine <…aine@neighbourhood.^[1;31mx.org^[0m>, ^[1;31mnurse^[0m'
	# The rest of the address would be too short to be of use.
	screen 'cop-search -m nurse' 42
	file_has screen '^[1ma^[0m  Aurélie de la Fontaine, ^[1;31mnurse^[0m'
fi

t 'on a narrow terminal, a long id has a line to itself'
if need_terminal; then
	federation
	own=a-community-with-a-name-of-its-own
	echo '{name: {en: Own}, host: h1, domain: D}' >cops/$own.yaml
	roster $own <<-'END'
		aurelie.de.la.fontaine@neighbourhood.x.org,Aurélie de la Fontaine,,nurse,,,,,,2020-01-01,,,,
	END
	# The id has 34 letters: 69 columns leave 33 for the person, 72 leave 36.
	screen 'NO_COLOR=1 cop-search -m nurse' 69
	file_has screen '    Aurélie de la Fontaine <aurelie.de.la.fontaine@neighbour…>, nurse'
	file_has screen $own
	screen 'NO_COLOR=1 cop-search -m nurse' 72
	file_has screen "$own  Aurélie de la Fontaine, nurse"
fi

t 'results go through the pager, but not into a pipe'
if need_terminal; then
	federation
	pager='sed s/^/paged:/'
	screen 'NO_COLOR=1 cop-search -d drums'
	file_has screen 'paged:b  Drums'
	screen 'cop-search -d okapi'
	file_lacks screen paged:
	file ended 1
	unset pager
fi

t 'a terminal shows what an expression matched, wherever its line begins or ends'
if need_terminal; then
	federation
	cat <<-'END' >cops/d.yaml
		name: D
		host: h1
		domain: |
		  First line of a text that is long enough, and with it its second one.
		  Second line, which makes it longer than a terminal is wide.
		  Okapi stands here
	END
	screen 'cop-search -E "^okapi"'
	file screen <<-'END'
		^[1md  D^[0m
		    cops/d.yaml:6: … makes it longer than a terminal is wide. ^[1;31mOkapi^[0m stands here 
	END
	screen 'cop-search -E "one[.]$"'
	file_has screen 'second ^[1;31mone.^[0m Second'
	screen 'cop-search -E "^nurse"'
	file_has screen 'practitioner > ^[1;31mNurse^[0m (nurse)'
	screen 'cop-search -E "^jm@"'
	file_has screen 'a^[0m  Jürgen Müller <^[1;31mjm@^[0mx.org>'
	screen 'cop-search -m -E ",nurse,t"'
	file screen <<-'END'
		^[1ma^[0m  ap@x.org,Zoë Muller,west^[1;31m,nurse,t^[0moronto,en,,,2026-06-01,,,,,form
	END
	screen 'cop-search -m -E "^ap@x.org,"'
	file_has screen 'a^[0m  ^[1;31map@x.org,^[0mZoë Muller'
	# A combining mark is coloured with its letter.
	plain e 'The xʷ and x̌ʷməθkʷəy̓əm'
	screen 'cop-search -d -E "x.?m"'
	file_has screen '^[1;31mx̌ʷm^[0məθkʷəy̓əm'
	screen 'cop-search -d -E "ey"'
	file_lacks screen '^'
	screen 'cop-search -d -E "əy"'
	file_has screen 'kʷ^[1;31məy̓^[0məm'
fi

t 'the same page into a pipe, without colour; with -c or -s it is a table'
federation
run cop-search -f table -d drums
out <<'END'
b  Drums
    cops/b.yaml:1: Drums
a  Health of Hearts
    cops/a.yaml:13: Second drums
c  Drums of old
    cops/c.yaml:1: Drums of old
END
plain a-longer-id Y
roster a-longer-id <<'END'
zm@x.org,Zoë Muller,,,,,,,,2020-01-01,,,,
END
run cop-search -f table zoe
out <<'END'
a            Zoë Muller <ap@x.org>
a-longer-id  Zoë Muller <zm@x.org>
END
run cop-search -f table -d hearts -c cop,text
out <<'END'
cop  text
a    Health of Hearts
b    Music, and hearts
END
run cop-search -f table -s cop -d HOH
out_like '^cop +kind +field +where +text$'

t 'a long text is cut around the match'
if need_terminal; then
	registry
	awk 'BEGIN { printf "name: X\nhost: h1\ndomain: "; for (i = 0; i < 60; i++) printf "mot%d ", i; print "zèbre et la fin de ce long texte" }' >cops/b.yaml
	for word in mot0 mot30 zebre fin texte; do
		for columns in 40 60 80 120; do
			screen "cop-search $word" $columns
			perl -CSD -ne 's/\^\[[0-9;]*m//g; s/\n//; print length($_), ": $_\n" if length > '"$columns" screen >wide
			empty "wider than $columns" wide
			ok "$word is seen in $columns" perl -CSD -ne 'BEGIN { $w = shift; $w =~ s/zebre/z\x{e8}bre/ } $seen = 1 if /m\Q$w\E\^/; END { exit !$seen }' "$word" screen
		done
	done
	file_has screen '…'
	# Of 40 columns, the place leaves 21; a third of them is for the text before the match.
	plain b 'zero two three four five six seven eight nine ten eleven twelve'
	for case in 'zero|^[1;31mzero^[0m two three four …' 'six|…r five ^[1;31msix^[0m seven ei…' \
		'eleven|…ne ten ^[1;31meleven^[0m twelve' 'twelve|…ne ten eleven ^[1;31mtwelve^[0m' \
		'twelve zero|^[1;31mzero^[0m two three four …'; do
		screen "cop-search ${case%%|*}" 40
		file screen <<-END
			^[1mb  X^[0m
			    cops/b.yaml:3: ${case#*|}
		END
	done
fi

t 'nothing found: a word that would find something is suggested'
if need_terminal; then
	sample
	screen 'cop-search palliatve'
	file screen 'nothing for "palliatve"; did you mean "palliative"?'
	file ended 1
	screen 'cop-search rural palliatve'
	file screen 'nothing for "palliatve"; did you mean "palliative"?'
	screen 'cop-search tootosis'
	file screen 'nothing for "tootosis"; did you mean "Tootoosis"?'
	screen 'cop-search -d tootosis'
	file_lacks screen Tootoosis
	screen 'cop-search --audience public tootosis'
	file_lacks screen Tootoosis
	screen 'cop-search tootoosis fianance'
	file screen 'nothing for "fianance"; did you mean "finance"?'
	screen 'cop-search perinatal finance'
	file screen 'nothing has all of these words'
	screen 'cop-search qqqqqqqqqq'
	file screen 'nothing for "qqqqqqqqqq"'
	# A word of five letters is mistyped in one of them, not in two ("Colin" is a member).
	screen 'cop-search colni'
	file screen 'nothing for "colni"; did you mean "Colin"?'
	screen 'cop-search covid'
	file screen 'nothing for "covid"'
	screen 'cop-search -E "q{9}"'
	file screen 'nothing found'
	# The word that finds something is not the one to replace.
	screen 'cop-search -m nurse tootosis'
	file screen 'nothing for "tootosis"; did you mean "Tootoosis"?'
	screen 'cop-search -m nurse lakeshore-feilds'
	file screen 'nothing for "lakeshore-feilds"; did you mean "lakeshore-fields"?'
	screen 'cop-search -m lakeshor.feilds'
	file screen 'nothing for "lakeshor.feilds"'
	screen 'cop-search tootoo qqqqqqqq'
	file screen 'nothing for "qqqqqqqq"'
	screen 'cop-search -m ontario nurse zzzzzz'
	file screen 'nothing for "zzzzzz"'
	screen 'cop-search autumn.toot perinatl'
	file screen 'nothing for "perinatl"; did you mean "perinatal"?'
	screen 'cop-search -m meeting qqqqqqqq'
	file screen 'nothing for "qqqqqqqq"'
	# Of equally near words, the one that finds something together with the others.
	screen 'cop-search mavis charly'
	file screen 'nothing for "charly"; did you mean "Charlie"?'
	# A typo that is also the beginning of another word.
	screen 'cop-search mental heath'
	file screen 'nothing has all of these words; did you mean "health" rather than "heath"?'
	screen 'cop-search -m vaccin mavis'
	file screen 'nothing for "vaccin"'
	screen 'cop-search vaccin mavis'
	file screen 'nothing has all of these words'
	# One or two letters are near to everything.
	screen 'cop-search mavis q'
	file screen 'nothing has all of these words'
	screen 'cop-search -m 7'
	file screen 'nothing for "7"'
	screen 'cop-search qz'
	file screen 'nothing for "qz"'
	# A phrase.
	screen "cop-search 'mental heath'"
	file screen 'nothing for "mental heath"; did you mean "mental health"?'
	screen "cop-search 'Charlie, Mavis'"
	file screen 'nothing for the phrase "Charlie, Mavis"; try it without the quotes'
	screen "cop-search nurse 'Charlie, Mavis'"
	file screen 'nothing for "Charlie, Mavis"'
	# The suggestion finds something.
	screen 'cop-search "palliatve care"'
	file screen 'nothing for "palliatve care"; did you mean "palliative care"?'
	screen "cop-search -d \"l'equpe\""
	file_has screen 'did you mean "l'
	screen 'cop-search --as-of 2010 tootosis'
	file_lacks screen Tootoosis
	screen 'cop-search perinatl -w host=hpco'
	file_has screen 'nothing for "perinatl"'
	file_lacks screen '"perinatal"'
	screen 'cop-search -m diallot'
	file screen 'nothing for "diallot"; did you mean "Diallo"?'
	screen 'cop-search the community palliatve'
	file screen 'nothing for "palliatve"; did you mean "palliative"?'
	# The words of a phrase may be in different places.
	screen 'cop-search "care palliative"'
	file screen 'nothing for the phrase "care palliative"; try it without the quotes'
	screen 'cop-search "palliatve hospice"'
	file screen 'nothing for "palliatve hospice"'
fi

t 'nothing found: a name in registry.yaml, the nearest word that helps, and no errors from rows that were not asked about'
if need_terminal; then
	federation
	sed -i 's/Host One/Zebra house/; s/Practitioner/Okapi keeper/; s/Ontario}/Giraffe}/' registry.yaml
	for case in zibra:Zebra okipi:Okapi girraffe:Giraffe winterz:winters koordination:Coordination; do
		screen "cop-search ${case%:*}"
		file screen "nothing for \"${case%:*}\"; did you mean \"${case#*:}\"?"
	done
	# Ids, names of purposes, and words between guillemets with no-break spaces.
	echo 'purposes: {link: Platypus exchange}' >>registry.yaml
	plain wombat-house 'Le « tamanoir »' 'purposes: [link]'
	for case in platipus:Platypus wombet:wombat tamamoir:tamanoir infirmierre:Infirmière; do
		screen "cop-search -d ${case%:*}"
		file screen "nothing for \"${case%:*}\"; did you mean \"${case#*:}\"?"
	done
	# The nearest word is not in that community.
	plain d 'The wolverine'
	plain e 'The wolverines'
	plain f 'The wolvenine'
	screen 'cop-search -d wolvering -w cop=f'
	file screen 'nothing for "wolvering"; did you mean "wolvenine"?'
	screen 'cop-search -d wolvering -w cop=a'
	file screen 'nothing for "wolvering"'
	echo 'broken@x.org' >>rosters/b.csv
	screen 'cop-search mullerr'
	file screen 'nothing for "mullerr"; did you mean "Muller"?'
fi

t 'no control character from data or words reaches the terminal'
if need_terminal; then
	registry
	printf 'name: "Zebra \\e[2J\\x9b2J\\u202e\\x7f\\r"\nhost: h1\ndomain: "zebra \\e]0;t\\a"\npractice: ["zebrb \\ec"]\n' >cops/b.yaml
	printf 'z@x.org,Zebra \033[2J\302\233\177,\033c,,,,,,,2020-01-01,,,,\n' | roster b
	x=$(printf '\033[2J\302\233\342\200\256zeb')
	export x
	for c in 'cop-search zebra' 'cop-search -E zeb' 'cop-search -E "z.*"' 'cop-search "$x"' 'cop-search -E "$x("' 'cop-search zebri' \
		'cop-search -c name,text zebra' 'cop-search -f tsv zebra' 'cop-search -l zebra' 'cop-search -f json zebra' 'cop-search "$x" "?"'; do
		screen "$c"
		ok "$c: a code" perl -ne 's/\^\[(?:0|1|1;31)?m//g; utf8::decode($_); exit 1 if /\^\[|\^\]|\^c|[\x00-\x08\x0b-\x1f\x7f-\x9f\x{202a}-\x{202e}]/' screen
		ok "$c prints something" test -s screen
	done
fi

done_testing
