#!/bin/sh
# What is made from the library's tables is up to date: the schema for editors and the lists of the manual.
. "$TOP/tests/lib.sh"

t 'the schema and the manual say what the tables say'
mkdir data
cp -R "$TOP/man" man
cp -R "$TOP/data/schema" data/schema
ok 'scripts/tables fails' "$TOP/scripts/tables" "$BUILD/tables" .
run diff -ru "$TOP/data/schema" data/schema
out ''
run diff -ru "$TOP/man" man
out ''

# Asks an independent reader of the schema whether a definition is good, reading YAML as editors do.
# shellcheck disable=SC2317 # run calls it
schema_says() {
	python3 - "$TOP/data/schema/$1.json" "$2" <<-'END'
		import json, sys, yaml, jsonschema
		class Loader(yaml.SafeLoader):
		    pass
		Loader.yaml_implicit_resolvers = {
		    c: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith('timestamp')]
		    for c, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
		try:
		    jsonschema.validate(yaml.load(open(sys.argv[2]), Loader=Loader), json.load(open(sys.argv[1])))
		except jsonschema.ValidationError as e:
		    print(e.message, file=sys.stderr)
		    sys.exit(1)
	END
}

t 'schema and cop-check agree that the sample is good'
python3 -c 'import yaml, jsonschema' 2>/dev/null || skip 'python3-yaml and python3-jsonschema are not installed'
sample
run schema_says registry registry.yaml
status 0
for file in cops/*.yaml; do
	run schema_says definition "$file"
	status 0
	err ''
done

# Each line: what a definition says beside name, host and domain, and nobody may say.
while IFS= read -r bad; do
	t "schema and cop-check agree that this is wrong: $bad"
	python3 -c 'import yaml, jsonschema' 2>/dev/null || skip 'python3-yaml and python3-jsonschema are not installed'
	registry
	printf 'name: A\nhost: h1\ndomain: D\n%s\n' "$bad" >cops/a.yaml
	run schema_says definition cops/a.yaml
	status 1
	run cop-check -w severity=error
	status 1
done <<'END'
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
meetings: [{minutes: 0}]
meetings: [{starts: 2026-01-08}]
meetings: [{rule: MONTHLY}]
join: {ways: [{url: https://example.org/}]}
contacts: [{email: nobody}]
events: [{date: 2021, title: x, attendance: -1}]
funding: [{source: x, currency: dollars}]
lineage: [{event: became, body: x}]
also: [x]
END

done_testing
