#!/bin/sh
# cop-log: what it says of a repository that is made here, and that it runs nothing that is configured in one.
# shellcheck disable=SC2016,SC1083,SC2238 # scripts of other programs, and revisions such as HEAD~1..HEAD
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# The roster of community $1: the header, and standard input.
roster() {
	{
		echo "$H"
		cat
	} | write "${2-.}/rosters/$1.csv"
}

# save DAY SUBJECT: commits everything, on that day.
save() {
	git add -A && GIT_AUTHOR_DATE="$1T12:00:00Z" GIT_COMMITTER_DATE="$1T12:00:00Z" git commit -q -m "$2"
}

# Three commits: a registry, Ada joins, Bob leaves and a value changes.
three() {
	registry
	roster a <<-'END'
		bob@x.org,Bob,,,,,,,,2020-01-01,,,,
	END
	git init -q . && save 2026-05-01 'The beginning'
	roster a <<-'END'
		ada@x.org,Ada,,,,,,,,2026-05-02,,,,
		bob@x.org,Bob,,,,,,,,2020-01-01,,,,
	END
	save 2026-05-02 'Ada'
	roster a <<-'END'
		ada@x.org,Ada,,,,,,,,2026-05-02,,,,
		bob@x.org,Bob,,,,,,,,2020-01-01,2026-05-03,,,
	END
	sed 's/What we share/What we do/' cops/a.yaml >new
	mv new cops/a.yaml
	save 2026-05-03 'Bob'
}

t 'commits, newest first'
need git
if test -z "$case_skip"; then
	three
	run cop-log -c cop,committed,author,date,email,change,field,old,new
	status 0
	err ''
	tabs <<-'END'
		a|2026-05-03|Test|2026-05-03|bob@x.org|left|||
		a|2026-05-03|Test|||changed|domain|What we share|What we do
		a|2026-05-02|Test|2026-05-02|ada@x.org|joined|||
		|2026-05-01|Test|||added|name||Test federation
		|2026-05-01|Test|||added|timezone||America/Toronto
		|2026-05-01|Test|||added|hosts.h1.name||Host One
		a|2026-05-01|Test|2020-01-01|bob@x.org|joined|||
		a|2026-05-01|Test|||created|||Community A
	END
	run cop-log --since 2026-05-02 -c commit,subject
	wanted=$(git log --format='%h	%s' --abbrev=10 -n 1)
	ok 'the commit and its subject' test "$(head -n 1 "$OUT")" = "$wanted"
	run cop-log --since 2026-05-03 -w change=left --header
	ok 'columns' test "$(head -n 1 "$OUT" | tr '\t' ' ')" = \
	    'cop committed commit author date email change field old new'
fi

t 'a community, a first day, one person'
need git
if test -z "$case_skip"; then
	three
	cp cops/a.yaml cops/b.yaml
	save 2026-05-04 'b'
	run cop-log b -c cop,change
	tabs <<-'END'
		b|created
	END
	run cop-log --since 2026-05-03 a -c change
	tabs <<-'END'
		left
		changed
	END
	run cop-log --email BOB@x.org -c committed,change
	tabs <<-'END'
		2026-05-03|left
		2026-05-01|joined
	END
	run cop-log --email nobody@x.org
	status 1
	out ''
	run cop-log c
	status 2
	err_has 'no community "c"'
	run sh -c 'printf "b\tx\n" | cop-log - -c cop'
	out 'b'
	# A day before git's first second leaves nothing out.
	for day in 1969-12-31 1000; do
		run cop-log b --since $day -c change
		out 'created'
	done
	run env TZ=Europe/Paris cop-log b --since 1970 -c change
	out 'created'
	for day in 2026-Q2 2026-04-01; do
		run cop-log b --since $day -c change
		out 'created'
	done
	run cop-log b --since 2026-Q3
	status 1
	# Each commit has its own time zone, but --since means a day where the reader is.
	echo '# a note' >>cops/b.yaml && sed -i 's/^name:.*/name: Another/' cops/b.yaml
	GIT_COMMITTER_DATE=2026-07-31T23:30:00-0400 git commit -q -a -m late
	run cop-log b --since 2026-08 -c committed
	out 2026-07-31
	run env TZ=EDT4 cop-log b --since 2026-08
	status 1
	git reset -q --hard HEAD~
	run cop-log --since yesterday
	status 2
fi

# On top of three: a branch, side, from Ada's commit, on which Cid joins and community s is new.
fork() {
	three
	git tag v1 HEAD~2
	git checkout -q -b side HEAD~
	printf 'cid@x.org,Cid,,,,,,,,2026-05-04,,,,\n' >>rosters/a.csv
	sed 's/Community A/Community S/' cops/a.yaml >cops/s.yaml
	save 2026-05-04 'side'
	git checkout -q -
}

t 'a revision as the first operand: its history; a range; what both sides of a fork recorded'
need git
if test -z "$case_skip"; then
	fork
	run cop-log v1 -c committed,email,change -w cop=a
	status 0
	tabs <<-'END'
		2026-05-01|bob@x.org|joined
		2026-05-01||created
	END
	run cop-log side a -c committed,change --since 2026-05-02
	tabs <<-'END'
		2026-05-04|joined
		2026-05-02|joined
	END
	for range in HEAD..side ..side; do
		run cop-log "$range" -c committed,cop,change
		status 0
		tabs <<-'END'
			2026-05-04|a|joined
			2026-05-04|s|created
		END
	done
	run cop-log side.. -c committed,email,change
	tabs <<-'END'
		2026-05-03|bob@x.org|left
		2026-05-03||changed
	END
	for range in HEAD...side ...side side...HEAD side...; do
		run cop-log "$range" -c committed,cop,email,change
		tabs <<-'END'
			2026-05-04|a|cid@x.org|joined
			2026-05-04|s||created
			2026-05-03|a|bob@x.org|left
			2026-05-03|a||changed
		END
	done
	run cop-log HEAD..side --email cid@x.org -c change
	out joined
	run cop-log side..side
	status 1
	out ''
fi

t 'a community that exists at one end of the range is known, by its name there'
need git
if test -z "$case_skip"; then
	fork
	run cop-log s
	status 2
	err_has 'no community "s"'
	run cop-log side s -f table
	out_has 'Community S (s)'
	run cop-log ..side s -c change
	out created
	run cop-log side.. s -c change
	status 1
	err ''
	run cop-log side t
	status 2
	err_has 'no community "t"'
fi

t 'an operand that is both a community and a revision is the community; others are reported'
need git
if test -z "$case_skip"; then
	fork
	git branch a side
	run cop-log a -c email --since 2026-05-03 -w change=left,joined
	out bob@x.org
	run cop-log heads/a -c email --since 2026-05-03 -w change=left,joined
	out cid@x.org
	run cop-log nothing
	status 2
	err_has 'git knows no commit "nothing"'
	err_has 'no community "nothing"'
	run cop-log sid
	status 2
	err_has 'git knows no commit "sid"'
	run cop-log HEAD...nothing
	status 2
	err 'cop-log: error: git knows no commit "nothing"'
	run cop-log -- --output=evil
	status 2
	absent evil
	run cop-log a side
	status 2
	err_has 'no community "side"'
	git checkout -q --orphan alone && git commit -q -m alone
	run cop-log ...side
	status 2
	err 'cop-log: error: "HEAD" and "side": they have no commit in common'
fi

t 'a bare repository'
need git
if test -z "$case_skip"; then
	fork
	git clone -q --bare . bare.git 2>/dev/null
	run cop-log -R bare.git HEAD..side -c cop,change
	status 0
	tabs <<-'END'
		a|joined
		s|created
	END
	run cop-log -R bare.git
	status 2
	err_has 'bare.git holds no registry.yaml'
fi

t 'one person, also under an earlier address'
need git
if test -z "$case_skip"; then
	three
	sed 's/^ada@x/ada@new/' rosters/a.csv >new
	mv new rosters/a.csv
	save 2026-05-05 'Ada moves'
	run cop-log --email ada@new.org -c committed,email,change
	tabs <<-'END'
		2026-05-05|ada@new.org|moved-address
		2026-05-02|ada@x.org|joined
	END
fi

t 'sentences'
need git
if test -z "$case_skip"; then
	three
	run cop-log --since 2026-05-02 -f table
	sed 's/([0-9a-f]\{10\})/(ID)/' "$OUT" >said
	file said <<-'END'
		2026-05-03 Test: Bob (ID)

		  Community A (a)
		    2026-05-03 Bob left
		               domain: changed from What we share to What we do

		2026-05-02 Test: Ada (ID)

		  Community A (a)
		    2026-05-02 Ada joined
	END

	# In an order of its own, it is a table.
	run cop-log --since 2026-05-02 -f table -s email
	awk '{ print $1, $6 }' "$OUT" >said
	file said <<-'END'
		cop email
		a ada@x.org
		a bob@x.org
		a domain
	END
fi

t 'an audience sees neither people nor the author of a commit'
need git
if test -z "$case_skip"; then
	three
	run cop-log --audience public --since 2026-05-02 -c author,email,change
	tabs <<-'END'
		||changed
	END
	run cop-log --audience public --since 2026-05-02 -f table
	out_lacks Test
	out_lacks Bob
	run cop-log --audience public --email ada@x.org
	status 2
	printf 'id,name,aliases,region,domains,member_of,joined,left\nsouth,South,,,,,,\n' >organizations.csv
	save 2026-05-04 'An organization'
	run cop-log --since 2026-05-04 -c change,field
	tabs <<-'END'
		added|organizations.south
	END
	for audience in public members; do
		run cop-log --audience $audience --since 2026-05-04
		status 1
		out ''
	done
fi

t 'an audience sees nothing of a community that is secret now or was secret then'
need git
if test -z "$case_skip"; then
	registry
	cp cops/a.yaml cops/b.yaml
	git init -q -b main . && save 2026-05-01 'Both are public'
	echo 'visibility: secret' >>cops/a.yaml
	save 2026-05-02 'a is secret'
	echo 'acronym: A' >>cops/a.yaml
	save 2026-05-03 'a has an acronym'
	echo 'acronym: B' >>cops/b.yaml
	save 2026-05-04 'b has an acronym'
	for audience in public members; do
		run cop-log --audience $audience -c cop,change,field -w cop!=
		tabs <<-'END'
			b|added|acronym
			b|created|
		END
		run cop-log a --audience $audience
		status 1
		out ''
	done
	# Up to a commit at which it was public, it is shown.
	run cop-log HEAD~3 a --audience public -c cop,change
	tabs <<-'END'
		a|created
	END
	# It is hidden if one of two ends hides it.
	git checkout -q -b side HEAD~3
	echo 'acronym: AA' >>cops/a.yaml
	save 2026-05-05 'another acronym'
	for range in side...main main...side; do
		run cop-log $range --audience public -c cop,change
		tabs <<-'END'
			b|added
		END
	done
	# It was secret, and is public now.
	git checkout -q main
	sed -i '/^visibility/d' cops/a.yaml
	save 2026-05-06 'a is public'
	echo 'aliases: [The A]' >>cops/a.yaml
	save 2026-05-07 'a has an alias'
	run cop-log a --audience public -c committed,change,field
	tabs <<-'END'
		2026-05-07|added|aliases
		2026-05-01|created|
	END
	# A definition that cannot be read may be secret.
	echo '{' >cops/a.yaml
	run cop-log a --audience public
	status 2
	out ''
fi

# definition WORD: that of a, where everything for members or about a secret community contains the word.
definition() {
	write cops/a.yaml <<-END
		name: Community A
		host: h1
		domain: What we share
		part_of: $1-above
		meetings:
		  - {name: Monthly, url: https://example.org/$1-meeting}
		  - {name: Annual, audience: public, url: https://example.org/open-$1x}
		channels:
		  - {kind: forum, name: $1 forum, url: https://example.org/$1-forum}
		  - {kind: website, audience: public, url: https://example.org/open-$1x}
		resources:
		  - {title: $1 minutes, audience: members, url: {en: https://example.org/$1-en, fr: https://example.org/$1-fr}}
		  - {title: Guide, audience: public, kind: open-$1x}
		lineage:
		  - {event: split-from, community: $1-above, note: $1 note}
		  - {event: merged-from, community: $1-above, date: 2026-04}
		  - {event: merged-into, community: $1-above, date: 2026-04}
	END
	for kind in above beside; do
		write "cops/$1-$kind.yaml" <<-END
			name: Community $1 $kind
			host: h1
			domain: What we $1
			visibility: secret
		END
	done
}

# Definitions of which another audience may see little: everything is added, changed, removed, put back, and gone.
hidden() {
	registry
	echo 'languages: [en, fr]' >>registry.yaml
	definition hush
	git init -q . && save 2026-05-01 'hush one'
	definition quiet
	save 2026-05-02 'hush two'
	cat >cops/a.yaml <<-'END'
		name: Community A
		host: h1
		domain: What we share
	END
	save 2026-05-03 'hush three'
	definition hush
	save 2026-05-04 'hush four'
	# By mistake, a link is in place of a list; a body joins the hidden communities.
	sed -e '/^channels/,/website/d' -e '$a\
channels: https://example.org/hush-forum' -e 's/^lineage:/&\
  - {event: grew-from, body: The open-body}/' cops/a.yaml >new
	mv new cops/a.yaml
	save 2026-05-05 'hush five'
	rm cops/a.yaml cops/quiet-above.yaml
	save 2026-05-06 'hush six'
}

t 'what a definition hides from an audience is not shown in any format'
need git
if test -z "$case_skip"; then
	hidden
	for format in table tsv csv json; do
		for range in HEAD HEAD~1 HEAD~1..HEAD HEAD~2..HEAD~1 HEAD~3..HEAD~2 HEAD~4..HEAD~3 HEAD~5..HEAD~4; do
			run cop-log --audience public -f $format $range
			out_lacks hush-
			out_lacks 'hush '
			out_lacks quiet-
			out_lacks 'quiet '
		done
	done
	# Meetings, channels and resources are for members; secret communities are not.
	run cop-log --audience members HEAD~1
	out_lacks -above
	out_lacks -beside
	out_lacks ' note'
	for word in hush quiet; do
		for place in -meeting -forum ' forum' ' minutes' -en -fr; do
			out_has "$word$place"
		done
	done
	run cop-log --audience public HEAD~1 -c committed,change,field,old,new -w cop=a -w 'committed<2026-05-03'
	tabs <<-'END'
		2026-05-02|changed|meetings.2.url|https://example.org/open-hushx|https://example.org/open-quietx
		2026-05-02|changed|channels.2.url|https://example.org/open-hushx|https://example.org/open-quietx
		2026-05-02|changed|resources.2.kind|open-hushx|open-quietx
		2026-05-01|created|||Community A
	END
	run cop-log --audience public HEAD~1 -c field,old,new -w cop=a -w 'committed=2026-05-05'
	tabs <<-'END'
		lineage.1.event||grew-from
		lineage.1.body||The open-body
	END
	# Whoever can read the files sees everything.
	run cop-log HEAD~1
	for word in hush quiet; do
		for place in -meeting -forum ' forum' ' minutes' -en -fr -above -beside ' note'; do
			out_has "$word$place"
		done
	done
fi

t 'what other communities say of a community that was or is secret is hidden from an audience'
need git
if test -z "$case_skip"; then
	registry
	sed 's/Community A/Community S/' cops/a.yaml >cops/s.yaml
	cp cops/s.yaml cops/p.yaml
	echo 'part_of: s' >>cops/a.yaml
	git init -q . && save 2026-05-01 's is public'
	echo 'part_of: p' >>cops/s.yaml
	sed -i 's/part_of: s/part_of: p/' cops/a.yaml
	save 2026-05-02 'a is part of another'
	echo 'visibility: secret' >>cops/s.yaml
	save 2026-05-03 's is secret'
	sed -i 's/part_of: p/part_of: s/' cops/a.yaml
	save 2026-05-04 'and a is part of it again'
	run cop-log --audience members a -c committed,change,field,old,new
	tabs <<-'END'
		2026-05-01|created|||Community A
	END
	# As long as it was public, it is shown.
	run cop-log HEAD~2 --audience members a -c committed,change,field,old,new
	tabs <<-'END'
		2026-05-02|changed|part_of|s|p
		2026-05-01|created|||Community A
	END
	sed -i '/^visibility/d' cops/s.yaml
	save 2026-05-05 's is public again'
	echo 'lineage: [{event: split-from, community: s}]' >>cops/a.yaml
	save 2026-05-06 'a tells of it'
	run cop-log --audience members a -c committed,field,old,new
	tabs <<-'END'
		2026-05-06|lineage.1.event||split-from
		2026-05-06|lineage.1.community||s
		2026-05-02|part_of|s|p
		2026-05-01|||Community A
	END
	run cop-log a -c committed,field,old,new
	tabs <<-'END'
		2026-05-06|lineage.1.event||split-from
		2026-05-06|lineage.1.community||s
		2026-05-04|part_of|p|s
		2026-05-02|part_of|s|p
		2026-05-01|||Community A
	END
fi

t 'a value that was public and is for members now is hidden, and the other way round'
need git
if test -z "$case_skip"; then
	registry
	cp cops/a.yaml bare
	link() {
		cp bare cops/a.yaml
		echo "meetings: [{name: Monthly, audience: $1, url: https://example.org/$2}]" >>cops/a.yaml
	}
	link public open
	git init -q . && save 2026-05-01 'one'
	link members hush
	save 2026-05-02 'two'
	link public open
	save 2026-05-03 'three'
	run cop-log --audience public HEAD~2.. -c committed,field,old,new
	tabs <<-'END'
		2026-05-03|meetings.1.audience|members|public
		2026-05-02|meetings.1.audience|public|members
	END
	run cop-log --audience members HEAD~1.. -c field,old,new
	tabs <<-'END'
		meetings.1.audience|members|public
		meetings.1.url|https://example.org/hush|https://example.org/open
	END
fi

t 'commits of merged branches are shown once, and the merge itself says nothing'
need git
if test -z "$case_skip"; then
	three
	git checkout -q -b side HEAD~
	cp cops/a.yaml cops/s.yaml
	save 2026-05-04 'side'
	git checkout -q - 2>/dev/null && git merge -q --no-edit side
	run cop-log -c cop,change --since 2026-05-03
	tabs <<-'END'
		s|created
		a|left
		a|changed
	END
fi

t 'two branches changed one roster: each commit is compared with its own parent'
need git
if test -z "$case_skip"; then
	registry
	for who in ada bob cid dee eve; do
		echo "$who@x.org,$who,,,,,,,,2020-01-01,,,,"
	done | roster a
	git init -q . && save 2026-05-01 one
	git checkout -q -b side
	sed 's/^eve@x.org,eve/eve@x.org,Eve/' rosters/a.csv >new
	mv new rosters/a.csv
	save 2026-05-02 side
	git checkout -q -
	sed 's/^ada@x.org,ada/ada@x.org,Ada/' rosters/a.csv >new
	mv new rosters/a.csv
	save 2026-05-03 main
	git merge -q --no-edit side
	sed 's/^cid@x.org,cid/cid@x.org,Cid/' rosters/a.csv >new
	mv new rosters/a.csv
	save 2026-05-05 after
	run cop-log -c committed,change,field,old,new --since 2026-05-02
	tabs <<-'END'
		2026-05-05|corrected|name|cid|Cid
		2026-05-03|corrected|name|ada|Ada
		2026-05-02|corrected|name|eve|Eve
	END
fi

t 'the registry in a folder of the repository, with the people beside it'
need git
if test -z "$case_skip"; then
	mkdir defs people
	(cd defs && registry && echo 'people: ../people' >>registry.yaml)
	cp defs/cops/a.yaml stray.yaml
	roster a people <<-'END'
		ada@x.org,Ada,,,,,,,,2026-05-02,,,,
	END
	git init -q . && save 2026-05-01 one
	run cop-log -R defs -c cop,change,email -w cop=a
	tabs <<-'END'
		a|joined|ada@x.org
		a|created|
	END
fi

t 'the people in a repository of their own: one common history'
need git
if test -z "$case_skip"; then
	mkdir defs people
	(cd defs && registry && echo 'people: ../people' >>registry.yaml && git init -q . && save 2026-05-01 one)
	roster a people <<-'END'
		ada@x.org,Ada,,,,,,,,2026-05-02,,,,
	END
	(cd people && git init -q . && save 2026-05-02 two)
	(cd defs && echo 'acronym: A' >>cops/a.yaml && save 2026-05-03 three)
	run cop-log -R defs -c committed,change a
	tabs <<-'END'
		2026-05-03|added
		2026-05-02|joined
		2026-05-01|created
	END
fi

t 'the people in a repository of their own: only the part of it that belongs to a revision'
need git
if test -z "$case_skip"; then
	mkdir defs people
	(cd defs && registry && echo 'people: ../people' >>registry.yaml && git init -q . && save 2026-05-01 one)
	git init -q people
	(cd defs && git branch before)
	for day in 02 04 06; do
		printf '%s@x.org,%s,,,,,,,,2026-05-%s,,,,\n' $day $day $day >>rows
		roster a people <rows
		(cd people && save 2026-05-$day two)
	done
	(cd defs && echo 'acronym: A' >>cops/a.yaml && save 2026-05-03 three && git tag early)
	(cd defs && echo '# -' >>cops/a.yaml && save 2026-05-05 four)
	run cop-log -R defs early -c committed,change a
	err ''
	tabs <<-'END'
		2026-05-03|added
		2026-05-02|joined
		2026-05-01|created
	END
	run cop-log -R defs early.. -c committed,change
	tabs <<-'END'
		2026-05-04|joined
	END
	run cop-log -R defs before -c committed,change a
	tabs <<-'END'
		2026-05-01|created
	END
	run cop-log -R defs -c committed,change a
	tabs <<-'END'
		2026-05-06|joined
		2026-05-04|joined
		2026-05-03|added
		2026-05-02|joined
		2026-05-01|created
	END
fi

t 'the people are not here, or not in a repository: the history of the definitions'
need git
if test -z "$case_skip"; then
	mkdir defs
	(cd defs && registry && echo 'people: ../people' >>registry.yaml && git init -q . && save 2026-05-01 one)
	export GIT_CEILING_DIRECTORIES="$PWD"
	run cop-log -R defs -c change a
	status 0
	out created
	err ''
	roster a people <<-'END'
		ada@x.org,Ada,,,,,,,,2026-05-02,,,,
	END
	run cop-log -R defs -c change a
	status 0
	out created
	err ''
	unset GIT_CEILING_DIRECTORIES
	# They were in a folder of the repository, which is gone.
	(cd defs && sed -i 's|\.\./people|private|' registry.yaml && mkdir private && cp -R ../people/rosters private && save 2026-05-02 two &&
		git rm -q -r private && save 2026-05-03 three)
	run cop-log -R defs -c committed,change a
	status 0
	tabs <<-'END'
		2026-05-03|removed
		2026-05-02|joined
		2026-05-01|created
	END
fi

t 'a version that cannot be read is reported and skipped'
need git
if test -z "$case_skip"; then
	three
	echo nonsense >rosters/a.csv
	save 2026-05-04 'nonsense'
	run cop-log -c committed,change --since 2026-05-03
	status 0
	err_like '^[0-9a-f]{10}:rosters/a\.csv:1:1: error: '
	tabs <<-'END'
		2026-05-03|left
		2026-05-03|changed
	END
fi

t 'no repository, a repository around the registry, nothing recorded'
need git
if test -z "$case_skip"; then
	registry
	GIT_CEILING_DIRECTORIES=$PWD/.. run cop-log
	status 2
	err_has 'no history: '
	git init -q .
	run cop-log
	status 2
	err_has 'no history: '
fi

t 'nothing that the repository configures is run'
need git
if test -z "$case_skip"; then
	three
	printf '%s\n' 'touch "${0}.ran"; cat' >evil
	chmod +x evil
	echo '* diff=evil filter=evil' >.git/info/attributes
	evil=$PWD/evil
	git config diff.evil.command "$evil"
	git config diff.evil.textconv "$evil"
	git config diff.external "$evil"
	git config filter.evil.clean "$evil"
	git config filter.evil.smudge "$evil"
	git config core.fsmonitor "$evil"
	git config core.pager "$evil"
	git config pager.log "$evil"
	git config log.showSignature true
	git config gpg.program "$evil"
	git config alias.log "!$evil"
	git cat-file commit HEAD | sed '/^committer/a\
gpgsig -----BEGIN PGP SIGNATURE-----\
 \
 =AAAA\
 -----END PGP SIGNATURE-----' | git hash-object -t commit -w --stdin >signed
	git update-ref HEAD "$(cat signed)"
	git log -n 1 >/dev/null 2>&1
	ok 'it would be run' test -e evil.ran
	rm evil.ran
	run cop-log -c change
	status 0
	run cop-diff HEAD~..HEAD -c change
	status 0
	run cop-diff HEAD~2 -c change
	status 0
	absent evil.ran
	GIT_EXTERNAL_DIFF=$evil run cop-log -c change
	absent evil.ran
fi

t 'git breaks off: the output until then, and an error'
need git
if test -z "$case_skip"; then
	three
	git=$(command -v git) path=$PATH
	PATH=$PWD/false:$PATH
	while IFS='@' read -r command script; do
		write false/git <<-END
			#!/bin/sh
			case "\$*" in
			*" $command"*) $script ;;
			*) exec $git "\$@" ;;
			esac
		END
		chmod +x false/git
		run timeout 20 cop-log -c change
		status 2
		err_like ': error: '
	done <<-END
		log @exit 1
		log @$git "\$@" | head -n 3; exit 1
		log @$git "\$@" | head -c 400; kill -9 \$\$
		cat-file@exit 1
		cat-file@read x; echo "\$x missing"
		rev-parse --verify@exit 1
	END
	PATH=$path
fi

t "git's configuration of its log changes nothing"
need git
if test -z "$case_skip"; then
	three
	run cop-log
	cp "$OUT" before
	git config log.showRoot false
	git config log.follow true
	git config diff.renames copies
	git config diff.noprefix true
	git config diff.relative true
	git config color.ui always
	git config format.pretty '%s'
	git config core.abbrev 4
	run cop-log
	ok 'the same' cmp before "$OUT"
fi

t 'A...B: what B did since A and B parted'
need git
if test -z "$case_skip"; then
	fork
	run cop-diff HEAD..side -c cop,email,change
	tabs <<-'END'
		a|cid@x.org|joined
		a||changed
		a|bob@x.org|corrected
		s||created
	END
	for range in HEAD...side ...side; do
		run cop-diff "$range" -c cop,email,change
		status 0
		err ''
		tabs <<-'END'
			a|cid@x.org|joined
			s||created
		END
	done
	run cop-diff side... a -c email,change
	tabs <<-'END'
		bob@x.org|left
		|changed
	END
	run cop-diff v1...HEAD -c email,change -w email!=
	tabs <<-'END'
		ada@x.org|joined
		bob@x.org|left
	END
	run cop-diff HEAD...v1
	status 1
	out ''
	for range in .. ...; do
		run cop-diff "$range"
		status 1
		err ''
	done
	run cop-diff HEAD....side
	status 2
	err 'cop-diff: error: git knows no commit ".side"'
	run cop-diff nothing...side
	status 2
	err 'cop-diff: error: git knows no commit "nothing"'
	git clone -q --bare . bare.git 2>/dev/null
	run cop-diff -R bare.git HEAD...side -c email,change a
	tabs <<-'END'
		cid@x.org|joined
	END
	run cop-diff -R bare.git HEAD
	status 2
	err 'cop-diff: error: bare.git holds no registry.yaml'
	git checkout -q --orphan alone && git commit -q -m alone
	run cop-diff side...alone
	status 2
	err 'cop-diff: error: "side" and "alone": they have no commit in common'
fi

t 'hostile names are not revisions'
need git
if test -z "$case_skip"; then
	three
	run cop-diff -- --output=evil..HEAD
	status 2
	absent evil
	run cop-diff HEAD~1..HEAD -c email,change
	tabs <<-'END'
		bob@x.org|left
		|changed
	END
	run cop-diff HEAD~1.. a -c change
	tabs <<-'END'
		left
		changed
	END
	run cop-diff
	status 1
	roster a </dev/null
	run cop-diff a -c email,change
	tabs <<-'END'
		ada@x.org|removed
		bob@x.org|removed
	END
	run cop-diff HEAD~2 -c email,change
	tabs <<-'END'
		|changed
		bob@x.org|removed
	END
	run cop-diff HEAD nothing
	status 2
	run cop-diff nothing
	status 2
	cp cops/a.yaml cops/alpha.yaml
	run cop-diff alpa
	status 2
	err_has 'no community "alpa" (did you mean "alpha"?)'
fi

done_testing
