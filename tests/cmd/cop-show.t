#!/bin/sh
# cop-show: a community's whole profile, as a page and as JSON.
. "$TOP/tests/lib.sh"

# Beta grew out of Alpha, which has ended; Gamma grew out of Beta, and Delta is a part of it.
federation() {
	write registry.yaml <<-'END'
		name: Test federation
		languages: [en, fr]
		timezone: America/Toronto
		hosts:
		  h1: {name: {en: Host One, fr: Hôte un}}
		  h2: {name: Host Two}
		roles:
		  nurse: {en: Nurse, fr: Infirmière ou infirmier}
		  elder: {en: Elder, fr: Aîné ou Aînée}
		regions:
		  north: {en: The North, fr: Le Nord}
	END
	write cops/alpha.yaml <<-'END'
		name: {en: Alpha, fr: Alphée}
		launched: 2019
		ended: 2023-05
		reason: {en: It joined Beta., fr: Elle a rejoint Bêta.}
		reviewed: 2026-01-10
		host: h1
		domain: {en: The first concern, fr: La première préoccupation}
	END
	write cops/beta.yaml <<-'END'
		name: {en: Beta, fr: Bêta}
		acronym: BCoP
		purposes: [link, {purpose: share, until: 2024}, {purpose: change, from: 2025}]
		launched: 2021-03
		reviewed: 2026-02-01
		source: https://example.org/beta
		host: h1
		led_by: members
		scope: regional
		regions: [north]
		domain: {en: The second concern, fr: La deuxième préoccupation}
		community:
		  description: {en: All who care., fr: Tous les gens concernés.}
		  open_to: {roles: [nurse], organizations: members}
		  groups:
		    - {id: wg, name: {en: Working group, fr: Groupe de travail}}
		  composition:
		    - {group: wg, role: nurse, at_least: 1, note: {en: A nurse, fr: Une infirmière}}
		    - {group: wg, role: elder, at_least: 1, note: {en: An Elder, fr: Un Aîné}}
		practice:
		  - {en: We talk, fr: Nous parlons}
		priorities:
		  - {text: {en: First things, fr: L’essentiel}, from: 2025}
		goals:
		  - goal: {en: Everyone reads, fr: Tout le monde lit}
		    measure: {en: Readers, fr: Lecteurs}
		    target: 40
		    due: 2026-12
		    readings: [{date: 2025-01-31, value: 12}, {date: 2026-01-31, value: 31.5}]
		meetings:
		  - name: {en: Members’ hour, fr: Heure des membres}
		    cadence: monthly
		    starts: 2025-09-11T12:00
		    minutes: 60
		    mode: online
		    url: https://example.org/for-members
		  - name: {en: Open house, fr: Portes ouvertes}
		    audience: public
		    url: https://example.org/for-all
		join:
		  ways:
		    - {method: form, url: https://example.org/join}
		contacts:
		  - position: chair
		channels:
		  - {kind: forum, name: {en: Forum, fr: Forum}, url: https://example.org/forum}
		  - {kind: website, name: {en: Site, fr: Site}, url: https://example.org/site, audience: public}
		resources:
		  - {title: {en: Guide, fr: Guide}, url: https://example.org/guide, audience: public}
		  - {title: {en: Minutes, fr: Procès-verbal}, url: https://example.org/minutes}
		events:
		  - {date: 2025-10-02, title: {en: Gathering, fr: Rassemblement}, mode: in-person, attendance: 80}
		funding:
		  - {source: {en: A ministry, fr: Un ministère}, amount: 2500, currency: CAD, from: 2025}
		lineage:
		  - {event: merged-from, community: alpha, date: 2023-05}
	END
	write cops/gamma.yaml <<-'END'
		name: {en: Gamma, fr: Gamma}
		reviewed: 2026-02-01
		host: h2
		domain: {en: The third concern, fr: La troisième préoccupation}
		lineage:
		  - {event: grew-from, community: beta, date: 2024-02-29}
		  - {event: transferred, from: h1, to: h2, date: 2025}
	END
	write cops/delta.yaml <<-'END'
		name: {en: Delta, fr: Delta}
		reviewed: 2026-02-01
		host: h1
		part_of: beta
		domain: {en: The second concern up North, fr: La deuxième préoccupation au Nord}
	END
	write rosters/beta.csv <<-'END'
		email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
		ada@example.org,Ada Byron,,nurse,,en,,,,2022-01-01,,,,
		ada@example.org,,,,,,leads,chair,,2024-01-01,2026-12-31,,,
		ada@example.org,,,,,,wg,,,2024-01-01,,,,
		bo@example.org,Bo Carr,,nurse,,fr,,,,2022-01-01,2025-12-31,,,
		cy@example.org,Cy Dunn,,elder,,en,,,,2023-01-01,,,,
		di@example.org,Di Eads,,nurse,,en,,,2026-06-01,,,,,
		ed@example.org,Ed Fox,,nurse,,en,,,,2026-01-01,,,,
	END
}

# json PATH WANT: the value at PATH, keys and indices joined by /, in the printed line, as JSON.
json() {
	need perl
	test -z "$case_skip" || return 0
	perl -MJSON::PP -e '
		my $value = decode_json(scalar <STDIN>);
		for my $key (split m{/}, $ARGV[0], -1) {
			my $list = ref $value eq "ARRAY";
			if ($list ? $key >= @$value : ref $value ne "HASH" || !exists $value->{$key}) {
				print "none\n";
				exit;
			}
			$value = $list ? $value->[$key] : $value->{$key};
		}
		print JSON::PP->new->utf8->canonical->allow_nonref->encode($value), "\n"' -- "$1" \
	    <"$OUT" >"$scratch/value" 2>&1
	same "$1" "$scratch/value" "$2"
}

# The section of the page with the heading $1, without the heading.
section() {
	test -z "$case_skip" || return 0
	awk -v heading="$1" '/^[^ ]/ { inside = $0 == heading; next } inside && NF' "$OUT" >"$scratch/section"
	cat "$scratch/section" >"$OUT"
}

# The output has no control characters but line feeds, not even C1 in UTF-8.
plain() {
	test -z "$case_skip" || return 0
	! LC_ALL=C tr -d '\n' <"$OUT" | LC_ALL=C grep -qe '[[:cntrl:]]' -e "$(printf '\302[\200-\237]')" ||
	    fails 'control characters in the output' <"$OUT"
}

# -- the page -------------------------------------------------------------------------------------------------

t 'a page in English'
federation
run cop-show beta
status 0
err ''
out <<'END'
Beta                                                                        beta
  Also called    BCoP, Bêta
  Status         active, community since 2021-03
  Scope          regional: The North
  Host           Host One
  Led by         members
  Purposes       link; change
  Parts          Delta

Domain
  The second concern

Community
  All who care.
  Open to        Nurse
  Organizations  members of Host One
  Members        3
  Applicants     1
  By role        Nurse 2, Elder 1

Groups
  • Leads: 1; Ada Byron (chair, term to 2026-12-31)
  • Working group: 1

Composition
  ✓ A nurse, Working group: has 1 (Ada Byron), needs at least 1
  ✗ An Elder, Working group: has 0, needs at least 1
  Not all requirements are met.

Practice
  • We talk

Priorities
  • First things (since 2025)

Goals
  • Everyone reads
    Readers
    31.5 on 2026-01-31, target 40, due 2026-12

Meetings
  • Members’ hour: monthly, at 12:00 America/Toronto since 2025-09-11, 60
    minutes, online
    https://example.org/for-members
  • Open house, open to the public
    https://example.org/for-all

How to join
  Admission      approval
  • form: https://example.org/join

Contacts
  • chair: Ada Byron <ada@example.org>

Channels
  • Forum, forum
    https://example.org/forum
  • Site, website
    https://example.org/site

Resources
  • Guide
    https://example.org/guide
  • Minutes
    https://example.org/minutes

Events
  • 2025-10-02 Gathering, in-person, 80 people

Funding
  • A ministry, 2,500 CAD, since 2025

Lineage
  • 2023-05 merged from Alpha
  • 2024-02-29 grew into Gamma

About this page
  As of          2026-06-30
  Reviewed       2026-02-01
  Source         https://example.org/beta
END

t 'a page in French'
need msgfmt
federation
run cop-show --lang fr beta
status 0
err ''
out_has 'Bêta  '
out_like '^  Autres noms    BCoP, Beta$'
out_like '^  État           en activité, communauté depuis 2021-03$'
out_like '^  Organisme hôte Hôte un$'
out_like '^  Animation      les membres$'
out_like '^  Finalités      relier; agir pour le changement$'
out_like '^  La deuxième préoccupation$'
out_like '^  Public visé    Infirmière ou infirmier$'
out_like '^  Organismes     membres \(Hôte un\)$'
out_like '^  Par rôle       Infirmière ou infirmier.2, Aîné ou Aînée.1$'
out_like '^  Certaines exigences ne sont pas satisfaites\.$'
out_like '^  • L.essentiel \(depuis 2025\)$'
out_like 'chaque mois, à 12:00 \(America/Toronto\) depuis'
out_like '^  Admission      sur approbation$'
out_like '^  • 2025-10-02 Rassemblement, en personne, participation.: 80$'
out_like '^  • 2024-02-29 a donné naissance à.: Gamma$'
for heading in Domaine Communauté Groupes Composition Pratique Priorités Objectifs Rencontres \
    'Pour en faire partie' Personnes-ressources Ressources Événements Financement Filiation \
    'À propos de cette fiche'; do
	out_like "^$heading\$"
done
for english in Status Host active community nurse Nurse since until needs monthly online approval people; do
	holds stdout "$OUT" no "$english" -w
done

t 'a page in French: the usual kinds of channels and resources are translated, others stay as they are'
need msgfmt
federation
sed -i 's/{title: {en: Guide,/{kind: report, title: {en: Guide,/; s/{title: {en: Minutes,/{kind: minutes of it, title: {en: Minutes,/' cops/beta.yaml
run cop-show --lang fr beta
out_has '  • Guide, rapport'
out_has '  • Procès-verbal, minutes of it'
out_has '  • Site, site Web'
run cop-show beta
out_has '  • Guide, report'

t 'numbers as the language writes them; a value that is not a number as it is'
need msgfmt
federation
sed -i 's/attendance: 80/attendance: 1080/; s/target: 40/target: 1040.5/' cops/beta.yaml
run cop-show beta
out_has '31.5 on 2026-01-31, target 1,040.5, due'
out_has '1,080 people'
run cop-show --lang fr beta
out_has '31,5 (2026-01-31)'
out_has '1 040,5'
out_has 'participation : 1 080'
out_has '2 500 CAD'
sed -i 's/target: .*/target: many/' cops/beta.yaml
run cop-show beta
out_has 'target many,'

t 'a language that the registry lacks: texts and labels are in its default language'
need msgfmt
federation
run cop-show alpha
cp "$OUT" wanted
run cop-show --lang de alpha
status 0
out <wanted
sed -i 's/^languages: .*/languages: [fr, en]/' registry.yaml
run cop-show alpha
out_has 'La première préoccupation'
out_has 'Domaine'
cp "$OUT" wanted
run cop-show --lang de alpha
status 0
out <wanted

t 'without --lang: the first language of the registry'
need msgfmt
federation
sed -i 's/^languages: .*/languages: [fr, en]/' registry.yaml
run cop-show alpha
out_has Alphée
out_has Domaine
run cop-show --lang en alpha
out_has 'The first concern'
out_has Domain
out_lacks Domaine

t 'a section without content has no heading'
federation
run cop-show alpha
status 0
for heading in Composition Practice Priorities Goals Meetings 'How to join' Contacts Channels Resources \
    Events Funding Also; do
	holds stdout "$OUT" no "$heading" -x
done

t 'a pipe gets no colours, and no line ends in a blank'
federation
write cops/epsilon.yaml <<'END'
name: Epsilon
host: h1
domain: |
  One paragraph.

  Another one.
END
run cop-show
status 0
plain
holds stdout "$OUT" no ' $' -E

# -- which communities ------------------------------------------------------------------------------------------

t 'several ids: each once, in the order of the operands'
federation
run cop-show gamma alpha gamma
status 0
run sh -c 'cop-show gamma alpha gamma | grep -E "^[^ ].* (alpha|gamma)$" | sed "s/.* //"'
out <<'END'
gamma
alpha
END

t 'no operand: all, in order of their ids'
federation
run sh -c 'cop-show -f json | sed "s/.\"cop\":\"\([^\"]*\)\".*/\1/"'
out <<'END'
alpha
beta
delta
gamma
END

t '- reads ids, the first column of each line'
federation
printf 'gamma\tGamma\tactive\nalpha\n' >ids
run sh -c 'cop-show -f json - <ids | sed "s/.\"cop\":\"\([^\"]*\)\".*/\1/"'
out <<'END'
gamma
alpha
END

t '- with empty input selects nothing: status 1'
federation
run cop-show -
status 1
out ''
err ''

t 'an unknown id is an error with a suggestion, and the others are shown'
federation
run cop-show alpha gama delta
status 2
out_has 'The first concern'
out_has 'The second concern up North'
out_lacks Gamma
err 'cop-show: error: no community "gama" (did you mean "gamma"?)'

t '-w selects; without a match, status 1'
federation
run cop-show -f json -w status=merged
status 0
json cop '"alpha"'
ok 'one line' test "$(wc -l <"$OUT")" = 1
run cop-show -w 'members>3'
status 1
out ''
err ''
run cop-show -w staus=merged
status 2
out ''
err_has 'did you mean "status"?'

t 'without a registry'
run cop-show
status 2
out ''
err_like '^cop-show: error: '

# -- formats ------------------------------------------------------------------------------------------------------

t 'an unknown format is a usage error, and so is a format of lines'
federation
run cop-show -f jsn alpha
status 2
out ''
err_has 'did you mean "json"?'
for format in tsv csv; do
	run cop-show -f $format alpha
	status 2
	out ''
	err_like '^cop-show: error: .*json'
done

t '-f table is the page, even into a pipe'
federation
run cop-show alpha
cp "$OUT" wanted
run cop-show -f table alpha
status 0
out <wanted

t 'a position is held until the seat ends: with its term, the stay or the community'
registry
write rosters/a.csv <<'END'
email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
ada@x.org,Ada,,,,,,,,2025-01-01,2026-09,,,
ada@x.org,,,,,,leads,chair,,2025-01-01,2026-12-31,,,
ben@x.org,Ben,,,,,,,,2025-01-01,,,,
ben@x.org,,,,,,leads,lead,,2025-01-01,2026-12,,,
cyd@x.org,Cyd,,,,,,,,2025-01-01,2026-08-15,,,
cyd@x.org,,,,,,leads,liaison,,2025-01-01,,,,
END
run cop-show a
out_has 'Ada (chair, term to 2026-09-30)'
out_has 'Ben (lead, term to 2026-12)'
out_has '(liaison, term to 2026-08-15)'
echo 'ended: 2026-07' >>cops/a.yaml
run cop-show a
out_has 'Ben (lead, term to 2026-07-31)'

t 'a goal has come as far as its last reading by the day, in whatever order they are written'
registry
echo 'goals: [{goal: G, target: 9, readings: [{date: 2026-06, value: 3}, {date: 2026-07, value: 4}, {date: 2026-01, value: 2}]}]' \
	>>cops/a.yaml
run cop-show a
out_has '3 on 2026-06, target 9'
run cop-show --as-of 2026-05 a
out_has '2 on 2026-01, target 9'
run cop-show --as-of 2026-07 a
out_has '4 on 2026-07, target 9'
run cop-show --as-of 2025 a
out_has '    target 9'

t '-f json: one object per line, cop first'
federation
run cop-show -f json beta gamma
status 0
err ''
ok 'two lines' test "$(wc -l <"$OUT")" = 2
out_like '^\{"cop":"beta",'
out_like '^\{"cop":"gamma",'

t '-f json: the whole definition, texts as maps of languages, values with their types'
federation
run cop-show -f json beta
json name '{"en":"Beta","fr":"Bêta"}'
json acronym '"BCoP"'
json launched '"2021-03"'
json purposes/0 '{"purpose":"link"}'
json purposes/1 '{"purpose":"share","until":"2024"}'
json regions '["north"]'
json community/open_to/organizations '"members"'
json community/groups/0/name/fr '"Groupe de travail"'
json community/composition/0/at_least 1
json practice '[{"en":"We talk","fr":"Nous parlons"}]'
json goals/0/target 40
json goals/0/readings/1/value 31.5
json meetings/0/minutes 60
json meetings/0/url '"https://example.org/for-members"'
json lineage '[{"community":"alpha","date":"2023-05","event":"merged-from"}]'
json kind none
# A text without languages is in the registry's default one.
registry
run cop-show -f json a
json name '{"en":"Community A"}'

t '-f json: computed fields'
federation
run cop-show -f json beta
json computed/as_of '"2026-06-30"'
json computed/status '"active"'
json computed/members 3
json computed/applicants 1
json computed/members_by_role '{"elder":1,"nurse":2}'
json computed/composition/0 '{"have":1,"met":true,"need":"1.."}'
json computed/composition/1 '{"have":0,"met":false,"need":"1.."}'
json computed/parts '["delta"]'
json computed/lineage_of '[{"community":"gamma","date":"2024-02-29","event":"grew-from"}]'

t '-f json: the names of the ids that the object contains, of those of the roster too'
federation
run cop-show -f json beta
json computed/names/hosts '{"h1":{"en":"Host One","fr":"Hôte un"}}'
json computed/names/regions '{"north":{"en":"The North","fr":"Le Nord"}}'
json computed/names/roles '{"elder":{"en":"Elder","fr":"Aîné ou Aînée"},"nurse":{"en":"Nurse","fr":"Infirmière ou infirmier"}}'
# registry.yaml does not name the purposes.
json computed/names/purposes '{}'
# A role that only members have is named, too; one that the registry does not know is not.
sed -i 's/  elder:.*/&\n  guest: Guest/' registry.yaml
sed -i '2s/,nurse,/,guest,/; s/,elder,/,other,/' rosters/beta.csv
run cop-show -f json beta
json computed/members_by_role '{"guest":1,"nurse":1,"other":1}'
json computed/names/roles '{"elder":{"en":"Elder","fr":"Aîné ou Aînée"},"guest":{"en":"Guest"},"nurse":{"en":"Nurse","fr":"Infirmière ou infirmier"}}'

t '-f json does not depend on the language'
federation
run cop-show -f json beta
cp "$OUT" wanted
run cop-show -f json --lang fr beta
out <wanted

t '-f json: a number as it was written; a value that is not a number is not 0'
registry
cat >>cops/a.yaml <<'END'
goals:
  - {goal: One, target: 0.1}
  - {goal: Two, target: many}
  - {goal: Three, target: 12.50}
END
run cop-show -f json a
status 2
out_has '"target":0.1}'
json goals/1/target null
json goals/2/target 12.5
err_like '^cops/a\.yaml:6:[0-9]+: error: .*many'

# -- people -------------------------------------------------------------------------------------------------------

t 'what changed, as far as it is recorded, and to whom the community is open'
registry
cat >>cops/a.yaml <<'END'
community: {open_to: {organizations: any}, composition: [{role: nurse, at_least: 4, at_most: 4}]}
lineage:
  - {event: transferred, from: h1, date: 2020}
  - {event: scaled, from: local, to: provincial, date: 2021, note: By demand}
END
run cop-show a
section Lineage
out <<'END'
  • 2020 transferred: from Host One
  • 2021 scaled: from local to provincial
    By demand
END
run cop-show a
out_like '^  Organizations  any$'
out_has 'needs 4'
sed -i 's/organizations: any/organizations: [east, north]/' cops/a.yaml
run cop-show a
out_like '^  Organizations  east, north$'

t 'composition rules that are met'
federation
cat >>rosters/beta.csv <<'END'
cy@example.org,,,,,,wg,,,2026-03-01,,,,
END
run cop-show beta
status 0
section Composition
out <<'END'
  ✓ A nurse, Working group: has 1 (Ada Byron), needs at least 1
  ✓ An Elder, Working group: has 1 (Cy Dunn), needs at least 1
  All requirements are met.
END
# They were not on the day before.
run cop-show --as-of 2026-02-28 beta
out_has 'Not all requirements are met.'

t 'composition: at most, a range, and per organization'
registry
cat >>cops/a.yaml <<'END'
community:
  composition:
    - {at_most: 2}
    - {at_least: 1, at_most: 3, note: Some}
    - {group: leads, at_most_per_organization: 1}
END
write rosters/a.csv <<'END'
email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
ada@example.org,Ada,Org,,,,,,,2022-01-01,,,,
ada@example.org,,,,,,leads,chair,,2022-01-01,,,,
bo@example.org,Bo,Org,,,,,,,2022-01-01,,,,
bo@example.org,,,,,,leads,,,2022-01-01,,,,
cy@example.org,Cy,,,,,,,,2022-01-01,,,,
END
run cop-show -f json a
status 0
json computed/composition/0 '{"have":3,"met":false,"need":"..2"}'
json computed/composition/1 '{"have":3,"met":true,"need":"1..3"}'
json computed/composition/2 '{"have":2,"met":false,"need":"..1"}'
run cop-show a
section Composition
out_like '^  ✗ Members: .*has.3'
out_like '^  ✓ Some: .*has.3'
out_like '^  ✗ Leads, of one organization: .*has.2'
out_has 'Not all requirements are met.'

t 'members by role, the most frequent first; members without a role'
registry
cat >>registry.yaml <<'END'
roles:
  nurse: {en: Nurse}
  elder: {en: Elder}
END
write rosters/a.csv <<'END'
email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
a@example.org,A,,elder,,,,,,2022-01-01,,,,
b@example.org,B,,nurse,,,,,,2022-01-01,,,,
c@example.org,C,,nurse,,,,,,2022-01-01,,,,
d@example.org,D,,,,,,,,2022-01-01,,,,
e@example.org,E,,,,,,,,2022-01-01,,,,
f@example.org,F,,,,,,,,2022-01-01,,,,
END
run cop-show a
out_like '^  Members        6$'
out_like '^  By role        no role given.3, Nurse.2, Elder.1$'
run cop-show -f json a
json computed/members_by_role '{"":3,"elder":1,"nurse":2}'
# Of roles with as many members, that of those without one comes last.
sed -i '/^f@/d' rosters/a.csv
run cop-show a
out_like '^  By role        Nurse.2, no role given.2, Elder.1$'

t 'large counts of members are grouped as the language does, as in reports'
registry
mkdir rosters
{
	echo 'email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source'
	seq -f 'a%04g@example.org,A,,,,,,,,2022-01-01,,,,' 1234
} >rosters/a.csv
run cop-show a
out_like '^  Members        1,234$'
out_like '^  By role        no role given.1,234$'
run cop-report roster a
out_has 'Members: 1,234'
run cop-show --lang fr a
out_like '^  Membres        1.234$'
out_lacks '1,234'
run cop-report roster --lang fr a
out_like 'Membres : 1.234$'
run cop-show -f json a
json computed/members 1234

t 'a community without a roster has no members'
federation
run cop-show gamma
status 0
out_like '^  Members        0$'
run cop-show -f json gamma
json computed/members 0

t 'the private folder is missing: what depends on people is unknown, never 0'
federation
rm -r rosters
echo 'people: ../private' >>registry.yaml
run cop-show beta
status 0
err ''
out_has 'unknown: the rosters are missing'
holds stdout "$OUT" no '(Members +|has.|Leads: |Working group: )0' -E
out_lacks '✓'
out_lacks '✗'
out_lacks 'are met'
out_lacks Ada
out_has 'The second concern'
run cop-show -f json beta
status 0
json computed/members null
json computed/applicants null
json computed/members_by_role null
json computed/composition/0 '{"have":null,"met":null,"need":"1.."}'
json computed/status '"active"'

t 'a roster that cannot be read: unknown as well, and status 2'
federation
printf 'email,name\n"ada@example.org,Ada\n' >rosters/beta.csv
run cop-show -f json beta
status 2
json computed/members null
json computed/composition/1/have null
err_has rosters/beta.csv
run cop-show beta
status 2
out_like '^  Members +unknown: not all of the roster can be read$'

t 'a roster with a damaged row: unknown, although the roster is here'
need msgfmt
federation
echo 'x@example.org,Damaged,,,,' >>rosters/beta.csv
run cop-show beta
status 2
out_like '^  Members +unknown: not all of the roster can be read$'
out_lacks 'are missing'
out_lacks 'are met'
run cop-show -f json beta
json computed/composition/1/have null
json computed/composition/1/met null
run cop-show beta
err_has rosters/beta.csv
run cop-show --lang fr beta
status 2
out_like '^  Membres +nombre inconnu.: la liste des membres est en partie illisible$'

# -- the past and the future -----------------------------------------------------------------------------------------

t 'lineage is shown on both sides'
federation
run cop-show alpha
section Lineage
out '  • 2023-05 merged into Beta'
run cop-show beta
section Lineage
out <<'END'
  • 2023-05 merged from Alpha
  • 2024-02-29 grew into Gamma
END
run cop-show gamma
section Lineage
out <<'END'
  • 2024-02-29 grew from Beta
  • 2025 transferred: from Host One to Host Two
END

t 'a change that records only one side leaves no gap'
registry
cat >>cops/a.yaml <<'END'
scope: national
lineage:
  - {event: scaled, to: national}
END
run cop-show a
out_has 'to national'
out_lacks 'from '

t 'part_of is shown on both sides'
federation
run cop-show delta
out_like '^  Part of        Beta$'
run cop-show beta
out_like '^  Parts          Delta$'

t 'an id that is written with escapes is found, too'
federation
sed -i 's/^part_of: beta/part_of: "b\\u0065ta"/' cops/delta.yaml
run cop-show delta
out_like '^  Part of        Beta$'
run cop-show beta
out_like '^  Parts          Delta$'

t 'so many ids that all definitions are read instead of searching for each'
federation
seq -f 'x%02g' 40 | while read -r id; do
	sed 's/^part_of: beta/part_of: x39/' cops/delta.yaml >"cops/$id.yaml"
done
run sh -c 'cop-show -f json $(seq -f x%02g 38) x39 | tail -n 1'
status 0
json computed/parts/39 '"x40"'

# A community whose meetings recur.
recurring() {
	registry
	cat >>cops/a.yaml <<-'END'
		meetings:
		  - {name: Both, cadence: monthly, rule: FREQ=MONTHLY;BYDAY=2TH, mode: online}
		  - {name: Rule, rule: FREQ=WEEKLY;INTERVAL=2;BYDAY=TU}
		  - {rule: FREQ=MONTHLY;BYMONTHDAY=1}
		  - {name: Other, cadence: annual, rule: FREQ=YEARLY;BYWEEKNO=20}
	END
}

t 'recurrence of a meeting in words'
recurring
run cop-show a
status 0
out_like '^  • Both: monthly, on the second Thursday of the month, online$'
out_like '^  • Rule: every 2 weeks on Tuesday$'
out_like '^  • on day 1 of the month$'
out_like '^  • Other: annual$'
out_like '^    FREQ=YEARLY;BYWEEKNO=20$'
out_lacks 'BYDAY'

t 'recurrence of a meeting in French'
need msgfmt
recurring
run cop-show --lang fr a
status 0
out_like 'Both : chaque mois, le deuxième jeudi du mois, en ligne$'
out_like 'Rule : toutes les 2 semaines, le mardi$'
out_like '^  • le 1er du mois$'

t 'before the launch, the community is planned and has nobody'
federation
run cop-show --as-of 2021-02-28 beta
status 0
out_like '^  Status         planned'
out_lacks 'since 2021-03'
out_like '^  Members        0$'
out_like '^  As of          2021-02-28$'
run cop-show -f json --as-of 2021-03-01 beta
json computed/status '"active"'

t 'a community that is paused has not been so since its launch'
registry
cat >>cops/a.yaml <<'END'
launched: 2019
paused: [{from: 2026-06-01, until: 2026-08-31, reason: Summer}]
END
run cop-show a
out_like '^  Status         paused, community since 2019$'
out_like '^  Paused         2026-06-01 to 2026-08-31: Summer$'
run cop-show --as-of 2018-12-31 a
out_like '^  Status         planned, community, starting 2019$'

t 'after its end, the community has ended; on its last day it has not'
registry
cat >>cops/a.yaml <<'END'
launched: 2019
ended: 2023-05
reason: Its money ran out.
END
write rosters/a.csv <<'END'
email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
ada@example.org,Ada,,,,,,,,2022-01-01,,,,
END
run cop-show -f json --as-of 2023-05-31 a
json computed/status '"active"'
json computed/members 1
run cop-show -f json --as-of 2023-06-01 a
json computed/status '"ended"'
json computed/members 0
run cop-show a
out_like '^  Status         ended, community, 2019 to 2023-05$'
out_like '^  Reason         Its money ran out\.$'

t 'a community that another one merged from is merged, from the next day on'
federation
run cop-show -f json --as-of 2023-05-01 alpha
json computed/status '"active"'
run cop-show -f json --as-of 2023-05-02 alpha
json computed/status '"merged"'
run cop-show alpha
out_like '^  Status         merged, community, 2019 to 2023-05$'
out_like '^  Reason         It joined Beta\.$'

t 'people, groups and purposes of that day'
federation
run cop-show --as-of 2024 beta
status 0
out_like '^  As of          2024-12-31$'
out_like '^  Purposes       link; share$'
out_like '^  Members        3$'
out_like '^  By role        Nurse.2, Elder.1$'
run cop-show --as-of 2027-01-01 beta
out_lacks '(chair'
out_lacks '<ada@example.org>'
run cop-show --as-of 2026-02-30 beta
status 2
out ''

# -- audience ---------------------------------------------------------------------------------------------------------

t 'the public: no names or addresses from rosters, and small counts are masked'
federation
run cop-show --audience public beta
status 0
err ''
for secret in Ada Byron Cy Dunn ada@ cy@; do
	out_lacks "$secret"
done
out_like '^  Members        <5$'
out_has 'Working group: <5'
# Whether a rule is met would reveal how few there are.
out_like 'needs at least 1$'
out_lacks 'has 0'
run cop-show --audience public -f json beta
json computed/members null
json computed/applicants null
# Not even which roles there are: five roles of five members would reveal that each has one.
json computed/members_by_role null
json computed/composition/0/have null
json computed/composition/1/have null
out_lacks ada@

t 'the public: links for members are hidden, even in JSON'
federation
run cop-show --audience public beta
for link in for-all site guide join; do
	out_has "https://example.org/$link"
done
for link in for-members forum minutes; do
	out_lacks "https://example.org/$link"
done
run cop-show --audience public -f json beta
out_has https://example.org/for-all
for link in for-members forum minutes; do
	out_lacks "https://example.org/$link"
done
run cop-show --audience members beta
for link in for-members forum minutes; do
	out_has "https://example.org/$link"
done
out_lacks Ada

t 'communities that the audience may not see are left out'
federation
echo 'visibility: members' >>cops/gamma.yaml
echo 'visibility: secret' >>cops/delta.yaml
run sh -c 'cop-show --audience public -f json | sed "s/.\"cop\":\"\([^\"]*\)\".*/\1/"'
out <<'END'
alpha
beta
END
run sh -c 'cop-show --audience members -f json | sed "s/.\"cop\":\"\([^\"]*\)\".*/\1/"'
out <<'END'
alpha
beta
gamma
END
run cop-show --audience public gamma alpha
status 0
out_lacks Gamma
out_has Alpha
err ''
run cop-show gamma delta
status 0
out_has Gamma
out_has Delta

t 'nor do visible communities mention them'
federation
echo 'visibility: secret' >>cops/gamma.yaml
echo 'visibility: secret' >>cops/alpha.yaml
run cop-show --audience public beta
out_lacks Gamma
out_lacks Alpha
out_lacks Lineage
run cop-show --audience public -f json beta
out_lacks gamma
out_lacks alpha
federation
echo 'visibility: secret' >>cops/beta.yaml
run cop-show --audience public delta
out_lacks Beta
run cop-show --audience public -f json delta
out_lacks beta

t 'nor one whose definition cannot be read: it may be secret'
federation
printf 'visibility: secret\nname: [\n' >cops/alpha.yaml
run cop-show --audience public beta
status 2
out_lacks alpha
run cop-show --audience public -f json beta
out_lacks alpha
run cop-list --audience public -c cop,part_of,lineage.community beta
out_lacks alpha
run cop-list --audience public -w lineage.community=alpha beta
out ''
run cop-list -c lineage.community beta
out_has alpha

# -- errors ------------------------------------------------------------------------------------------------------------

t 'an unrelated definition is damaged: no error'
federation
printf 'name: [\n' >cops/gamma.yaml
run cop-show alpha beta
status 0
out_has 'The first concern'
err ''

t 'a definition that might be related is damaged: the rest is shown, and status 2'
federation
printf 'part_of: beta\nname: [\n' >cops/gamma.yaml
run cop-show alpha beta
status 2
out_has 'The first concern'
out_has 'The second concern'
err_like '^cops/gamma\.yaml:[0-9]+:[0-9]+: error: .*\[yaml-syntax\]$'
run cop-show gamma alpha
status 2
out_has 'The first concern'
err_has cops/gamma.yaml

t 'a definition without a name, or with a list for a text: the rest is shown, and status 2'
registry
write cops/a.yaml <<-'END'
	host: h1
	domain: [Water]
	reviewed: 2026-01-10
END
run cop-show a
status 2
out_has '  Host           Host One'
err_has 'cops/a.yaml:1:1: error: missing key: "name" [missing-key]'
run cop-show -f json a
status 2
out_has '"host":"h1","domain":null,'
err_has 'cops/a.yaml:2:9: error: wrong type: domain: a list where'

t 'control characters never reach the output'
registry
cat >>cops/a.yaml <<'END'
aliases: ["\e[31mred", "a\tb"]
practice: ["bell \a", "feed\nline", "c1 \x9b31m"]
also: {"\e[2Jkey": "\e[0mvalue", "two\nlines": x}
contacts:
  - {role: {en: "\e]0;title\a"}, name: "\u202Ename"}
END
printf '%s\n' 'email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source' \
    "a@example.org,$(printf '\033')[31mAda,,,,,,,,2022-01-01,,,," \
    'a@example.org,,,,,,leads,chair,,2022-01-01,,,,' >rosters.tmp
mkdir rosters && mv rosters.tmp rosters/a.csv
run cop-show a
status 2
plain
out_has 'What we share'
err_like '^cops/a\.yaml:4:[0-9]+: error: .*\[text-control\]$'
run cop-show -f json a
status 2
plain

t 'a closed pipe is not an error'
sample
run sh -c 'cop-show | head -n 1'
status 0
out_has aces-resilience
err ''
ok 'head is no news' test "$(wc -l <"$OUT")" = 1
run sh -c '{ sleep 1; cop-show; } | :'
status 0
err ''

t 'a full disk: 74, and the reason'
test -w /dev/full || skip 'no /dev/full here'
sample
run sh -c 'cop-show >/dev/full'
status 74
err_like '^cop-show: error: .*No space left on device'
run sh -c 'cop-show privacy >/dev/full'
status 74
err_like '^cop-show: error: .*No space left on device'

t 'no line of the sample is wider than 80 columns'
need perl
sample
for lang in en fr; do
	run cop-show --lang $lang
	status 0
	err ''
	perl -CSD -ne 'chomp; print "$_\n" if length > 80 && !m{^ *https?://\S+$}' "$OUT" >wide
	empty "wider than 80 columns, --lang $lang" wide
done

t 'a link is never broken over lines'
registry
link=https://example.org/$(printf '%090d' 0)
printf 'source: %s\nresources:\n  - {title: T, url: %s}\n' "$link" "$link" >>cops/a.yaml
run cop-show a
status 0
ok 'the link is there twice' test "$(grep -c "$link\$" "$OUT")" = 2

t 'a masked count cannot be computed from the others'
registry
cat >>registry.yaml <<'END'
roles:
  nurse: {en: Nurse}
  elder: {en: Elder}
END
{
	echo email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
	for i in 1 2 3 4 5 6 7; do
		echo "a$i@example.org,A$i,,nurse,,,,,,2022-01-01,,,,"
	done
	echo 'b1@example.org,B1,,elder,,,,,,2022-01-01,,,,'
} | write rosters/a.csv
run cop-show --audience public a
out_like '^  Members +8$'
out_lacks 'Nurse 7'
out_lacks 'Elder 1'
run cop-show --audience public -f json a
json computed/members_by_role null

t 'a profile is a page or JSON, and the help and completions offer only these'
registry
run cop-show -f tsv a
status 2
err 'cop-show: error: --format: no format "tsv"; use one of table, json'
run cop-show -f table a
status 0
out_like '^  Status '
run cop-show --help
out_has '-f, --format FORMAT   table (default): a page; or json'
ok 'bash' grep -q "page-formats) _cop_words 'table json'" "$BUILD/share/bash-completion/completions/cop"
ok 'fish' grep -q "'table json'" "$BUILD/share/fish/vendor_completions.d/cop-show.fish"

t 'a definition without a name is shown beside its error'
registry
printf 'host: alliance\ndomain: Things\n' | write cops/nameless.yaml
run cop-show nameless
status 2
err 'cops/nameless.yaml:1:1: error: missing key: "name" [missing-key]'
out_like '^  Host '

done_testing
