#!/bin/sh
# What is made from the library's tables is up to date: the schema for editors, and the lists in the manual.
. "$TOP/tests/lib.sh"

t 'the schema and the manual say what the tables say'
mkdir data
cp -R "$TOP/man" man
cp -R "$TOP/data/schema" data/schema
chmod -R u+w man data
ok 'scripts/tables succeeds' "$TOP/scripts/tables" "$BUILD/tables" .
run diff -ru "$TOP/data/schema" data/schema
out ''
run diff -ru "$TOP/man" man
out ''

# schema_says SCHEMA FILE…: prints which definitions an independent implementation refuses, as `FILE: why`. It reads YAML
# like editors do.
schema_says() {
	python3 - "$TOP/data/schema/$1.json" "$@" <<-'END'
		import json, sys, yaml, jsonschema
		class Loader(yaml.SafeLoader):
		    pass
		Loader.yaml_implicit_resolvers = {
		    c: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith('timestamp')]
		    for c, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
		schema = json.load(open(sys.argv[1]))
		for file in sys.argv[3:]:
		    try:
		        jsonschema.validate(yaml.load(open(file), Loader=Loader), schema)
		    except jsonschema.ValidationError as e:
		        print(f'{file}: {e.message}')
	END
}

reader=yes
python3 -c 'import yaml, jsonschema' 2>/dev/null || reader=

t 'schema and cop-check agree that the sample is valid'
test -n "$reader" || skip 'python3-yaml and python3-jsonschema are not installed'
sample
run schema_says registry registry.yaml
status 0
out ''
run schema_says definition cops/*.yaml
status 0
out ''

t 'schema and cop-check agree that quotes make no difference'
test -n "$reader" || skip 'python3-yaml and python3-jsonschema are not installed'
registry
cat >>cops/a.yaml <<'END'
launched: "2021"
community:
  groups: [{id: "2021", appointed: "true"}]
  composition: [{at_least: "0"}]
goals: [{goal: x, target: "12.50", readings: [{date: "2021", value: '-3'}]}]
meetings: [{minutes: "60", starts: "2026-01-08T23:59"}]
END
run schema_says definition cops/a.yaml
out ''
run cop-check -w severity=error
out ''

# Each line is what a definition says after name, host and domain, and is an error.
cat >"$scratch/bad" <<'END'
naem: x
kind: comunity
launched: 2021-13
launched: soon
aliases: x
purposes: link
purposes: [Link!]
paused: [{until: 2021}]
source: ftp://example.org/
host: {id: h1}
community: {groups: [{name: x}]}
community: {open_to: {organizations: all}}
community: {composition: [{at_least: two}]}
practice: [{english: x}]
priorities: [{from: 2021}]
goals: [{measure: x}]
goals: [{goal: x, target: "12.5%"}]
meetings: [{minutes: 0}]
meetings: [{minutes: "00"}]
meetings: [{minutes: 1000000000000000}]
meetings: [{starts: 2026-01-08T24:00}]
meetings: [{starts: 2026-01-08}]
meetings: [{rule: MONTHLY}]
join: {ways: [{url: https://example.org/}]}
contacts: [{email: nobody}]
events: [{date: 2021, title: x, attendance: -1}]
funding: [{source: x, currency: dollars}]
lineage: [{event: became, body: x}]
also: [x]
END

mkdir "$scratch/definitions"
number=100
while IFS= read -r bad; do
	number=$((number + 1))
	printf 'name: A\nhost: h1\ndomain: D\n%s\n' "$bad" >"$scratch/definitions/$number"
done <"$scratch/bad"
test -z "$reader" || schema_says definition "$scratch"/definitions/* >"$scratch/refused"

for definition in "$scratch"/definitions/*; do
	t "schema and cop-check agree that this is an error: $(tail -n 1 "$definition")"
	test -n "$reader" || skip 'python3-yaml and python3-jsonschema are not installed'
	registry
	cp "$definition" cops/a.yaml
	ok 'the schema refuses it' grep -qF "$definition: " "$scratch/refused"
	run cop-check -w severity=error
	status 1
done

done_testing
