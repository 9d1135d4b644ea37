#!/bin/sh
# cop-merge-file: called by hand, and by git in merges, rebases and cherry-picks of throwaway repositories.
. "$TOP/tests/lib.sh"

# rows FILE: writes a roster with the rows on standard input.
rows() {
	{
		echo "$H"
		cat
	} | write "$1"
}

# holds_rows FILE: the file is such a roster.
holds_rows() {
	{
		echo "$H"
		cat
	} >"$scratch/rows"
	file "$1" <"$scratch/rows"
}

ada=ada@example.org,Ada,,nurse,,en,,,,2020-01-01,,,,
bo=bo@example.org,Bo,,nurse,,en,,,,2020-01-01,,,,
cy=cy@example.org,Cy,,nurse,,en,,,,2020-01-01,,,,

# Three versions of a roster, in o, a and b, with a conflict about Ada.
conflict() {
	printf '%s\n' "$ada" "$bo" | rows o
	printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" | rows a
	printf '%s\n' "$(echo "$ada" | sed s/nurse/physician/)" "$bo" "$cy" | rows b
}

# -- by hand -----------------------------------------------------------------------------------------------------

t 'the result replaces ours, and keeps its mode'
printf '%s\n' "$ada" | rows o
printf '%s\n' "$ada" "$bo" | rows a
printf '%s\n' "$ada" "$cy" | rows b
cp o o.was && cp b b.was
chmod 640 a
run cop-merge-file o a b 7 rosters/x.csv
status 0
out ''
err ''
printf '%s\n' "$ada" "$bo" "$cy" | holds_rows a
ok 'the ancestor stays' cmp o o.was
ok 'theirs stays' cmp b b.was
ok 'the mode stays' test "$(stat -c %a a)" = 640
ok 'nothing is left over' test "$(find . -type f | wc -l)" = 5

t 'a conflict is between markers of the size that git asks for, and is reported in words'
conflict
run cop-merge-file o a b 10 people/rosters/x.csv
status 1
out ''
err <<'END'
people/rosters/x.csv:2:1: warning: conflict: ada@example.org: both sides changed role [merge-conflict]
END
holds_rows a <<END
<<<<<<<<<< ours
ada@example.org,Ada,,chief,,en,,,,2020-01-01,,,,
==========
ada@example.org,Ada,,physician,,en,,,,2020-01-01,,,,
>>>>>>>>>> theirs
$bo
$cy
END

t 'the files may be in other folders'
mkdir one two
conflict
mv a one/ && mv b two/
run cop-merge-file o one/a "$PWD/two/b" 7 rosters/x.csv
status 1
file_has one/a '<<<<<<< ours'
ok 'nothing is left over' test "$(find . -type f | wc -l)" = 3

t 'communities may be called organizations, suppressions or registry'
for id in organizations suppressions; do
	printf '%s\n' "$ada" | rows o
	printf '%s\n' "$ada" "$bo" | rows a
	printf '%s\n' "$ada" "$cy" | rows b
	run cop-merge-file o a b 7 "people/rosters/$id.csv"
	status 0
	err ''
	printf '%s\n' "$ada" "$bo" "$cy" | holds_rows a
done
printf 'name: R\nhost: h\nregions: [a]\n' >o
printf 'name: R\nhost: h\nregions: [a, b]\n' >a
printf 'name: R\nhost: h\nregions: [a, c]\n' >b
run cop-merge-file o a b 7 cops/registry.yaml
status 0
err ''
ok 'regions are a list of a definition' grep -q 'regions: \[a, b, c\]' a
printf 'id,name,aliases,region,domains,member_of,joined,left\n' | tee o a >b
echo 'a,A,,,,,,' >>a
echo 'b,B,,,,,,' >>b
run cop-merge-file o a b 7 rosters/organizations.csv
status 0
file a <<'END'
id,name,aliases,region,domains,member_of,joined,left
a,A,,,,,,
b,B,,,,,,
END

t 'a change of only one side is taken byte for byte, whatever it is'
printf 'no roster' >o
cp o a
printf 'no roster\r\nat all' >b
cp b wanted
run cop-merge-file o a b 7 rosters/x.csv
status 0
ok 'theirs is taken' cmp a wanted

t 'if theirs cannot be read as the kind of file its path says, both files are one conflict, status 2'
printf '%s\n' "$ada" | rows o
printf '%s\n' "$ada" "$bo" | rows a
printf '%s\nc@x.org\n' "$ada" | rows b
run cop-merge-file o a b 9 rosters/x.csv
status 2
out ''
err <<'END'
rosters/x.csv:1:1: warning: conflict: both versions are kept here unchanged [merge-conflict]
rosters/x.csv of theirs:3:1: error: wrong number of fields: 1, but the header has 14 [csv-fields]
END
file a <<END
<<<<<<<<< ours
$H
$ada
$bo
=========
$H
$ada
c@x.org
>>>>>>>>> theirs
END

t 'the same for ours and the ancestor; a last line gets its end, and conflicts of single values are not reported'
conflict
{
	echo '<<<<<<< ours' && cat a && echo '=======' && cat b && printf '%s\n' 'broken' '>>>>>>> theirs'
} >wanted
printf '%s\nbroken' "$(cat b)" >b
run cop-merge-file o a b 7 rosters/x.csv
status 2
err_lacks 'both sides changed role'
ok 'both are there' cmp a wanted
conflict
printf '"' >>o
{
	echo '<<<<<<< ours' && cat a && echo '=======' && cat b && echo '>>>>>>> theirs'
} >wanted
run cop-merge-file o a b 7 rosters/x.csv
status 2
err_has 'rosters/x.csv of the common ancestor:4:'
ok 'both are there, and the ancestor is not' cmp a wanted
conflict
sed -i "s/\$/$(printf '\r')/" b
{
	echo '<<<<<<< ours' && cat a && echo '=======' && cat b && echo '>>>>>>> theirs'
} >wanted
run cop-merge-file o a b 7 rosters/x.csv
status 2
err_has 'rosters/x.csv of theirs:1:'
ok 'what a spreadsheet saved is there, with its ends of lines' cmp a wanted

t 'a definition that is not YAML, or exceeds a limit'
printf 'name: A\n' >o && printf 'name: B\n' >a && printf 'name: [\n' >b
run cop-merge-file o a b 7 cops/x.yaml
status 2
err_like '^cops/x\.yaml of theirs:'
file a <<'END'
<<<<<<< ours
name: B
=======
name: [
>>>>>>> theirs
END
printf 'name: B\n' >a
head -c 300000 /dev/zero | tr '\0' '#' >b
run cop-merge-file o a b 7 cops/x.yaml
status 2
err_has 'over a limit'
ok 'all of theirs is there' test "$(wc -c <a)" = $((300000 + 1 + 13 + 8 + 8 + 15))

t 'a file of another kind, changed on both sides, is one conflict'
printf 'one\n' >o && printf 'two\n' >a && printf 'three\n' >b
run cop-merge-file o a b 7 'rosters/Bad Name.csv'
status 2
err_has 'rosters/Bad Name.csv: neither a roster, organizations.csv, suppressions.csv, a definition nor registry.yaml'
file a <<'END'
<<<<<<< ours
two
=======
three
>>>>>>> theirs
END
cp o a
run cop-merge-file o a b 7 README.md
status 0
file a three

t 'a wrong call is refused'
printf 'one\n' >o && printf 'two\n' >a && printf 'three\n' >b
file a two
run cop-merge-file o a b seven rosters/x.csv
status 2
err 'cop-merge-file: error: "seven": not the size of a conflict marker'
run cop-merge-file o a b 0 rosters/x.csv
status 2
run cop-merge-file o a b 100000 rosters/x.csv
status 2
run cop-merge-file o a b 7
status 2
err_has 'five operands'
run cop-merge-file o a b 7 rosters/x.csv more
status 2
run cop-merge-file o a nobody 7 rosters/x.csv
status 2
err_like '^nobody: error: cannot read'
file a two

t 'no name of a person is printed'
printf 'a@x.org,Xanthippe,,nurse,,,,,,2020-01-01,,,,\n' | rows o
printf 'a@x.org,Xanthippe Ada,,nurse,,,,,,2020-01-01,,,,\n' | rows a
printf 'a@x.org,Xanthippe Bo,,nurse,,,,,,2020-01-01,,,,\n' | rows b
run cop-merge-file o a b 7 rosters/x.csv
status 1
err_lacks Xanthippe
err_has 'a@x.org: both sides changed name'

t 'control characters in an address do not reach a terminal'
printf 'a\033[31m@x.org,A,,nurse,,,,,,2020-01-01,,,,\n' | rows o
printf 'a\033[31m@x.org,B,,nurse,,,,,,2020-01-01,,,,\n' | rows a
printf 'a\033[31m@x.org,C,,nurse,,,,,,2020-01-01,,,,\n' | rows b
run cop-merge-file o a b 7 rosters/x.csv
status 1
err_lacks "$(printf '\033')"

# -- git ------------------------------------------------------------------------------------------------------------

# A repository with the driver and a registry; branches main and side begin there.
repository() {
	need git
	registry
	printf 'roles: {nurse: Nurse, chief: Chief, physician: Physician, midwife: Midwife}\n' >>registry.yaml
	write .gitattributes <<-'END'
		*.csv merge=coptools
		cops/*.yaml merge=coptools
		registry.yaml merge=coptools
	END
	printf '%s\n' "$ada" "$bo" | rows rosters/a.csv
	run git init -q -b main .
	git config merge.coptools.name 'coptools'
	git config merge.coptools.driver 'cop-merge-file %O %A %B %L %P'
	commit begin
	git branch side
}

commit() { git add -A . && git commit -q -m "$1"; }

t 'git merge: two people join, one leaves while her role changes'
repository
printf '%s\n' "$(echo "$ada" | sed 's/2020-01-01,,/2020-01-01,2026-05-31,/')" "$bo" "$cy" | rows rosters/a.csv
commit main
git checkout -q side
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$(echo "$bo" | sed s/bo@/bi@/)" "$bo" | rows rosters/a.csv
commit side
git checkout -q main
run git merge -q -m merged side
status 0
holds_rows rosters/a.csv <<END
ada@example.org,Ada,,chief,,en,,,,2020-01-01,2026-05-31,,,
bi@example.org,Bo,,nurse,,en,,,,2020-01-01,,,,
$bo
$cy
END
run git status --porcelain
out ''
run cop-check
status 0

t 'git merge: a conflict is left to a person'
repository
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" | rows rosters/a.csv
commit main
git checkout -q side
printf '%s\n' "$(echo "$ada" | sed s/nurse/physician/)" "$bo" "$cy" | rows rosters/a.csv
commit side
git checkout -q main
run git merge -q -m merged side
status 1
err_like '^rosters/a\.csv:2:1: warning: conflict: ada@example\.org: both sides changed role'
run git status --porcelain
out 'UU rosters/a.csv'
holds_rows rosters/a.csv <<END
<<<<<<< ours
ada@example.org,Ada,,chief,,en,,,,2020-01-01,,,,
=======
ada@example.org,Ada,,physician,,en,,,,2020-01-01,,,,
>>>>>>> theirs
$bo
$cy
END
run cop-check
status 1
out_like '^rosters/a.csv	2	1	error	unsettled-merge	'
sed -i '/^[<=>]/d; /chief/d' rosters/a.csv
run cop-check
status 0
commit solved
run git status --porcelain
out ''

t 'git merge: what cannot be merged is a conflict, and nothing of either side is lost'
repository
printf '%s\n' "$ada" "$bo" "$cy" | rows rosters/a.csv
commit main
git checkout -q side
printf '%s\nbroken\n' "$ada" | rows rosters/a.csv
commit side
git checkout -q main
run git merge -q -m merged side
status 1
err_has 'rosters/a.csv of theirs:3:1: error: wrong number of fields'
run git status --porcelain
out 'UU rosters/a.csv'
file rosters/a.csv <<END
<<<<<<< ours
$H
$ada
$bo
$cy
=======
$H
$ada
broken
>>>>>>> theirs
END
run cop-join a --email during@example.org --name D --role nurse
status 75
file_has rosters/a.csv broken
run git merge --abort
status 0
printf '%s\n' "$ada" "$bo" "$cy" | holds_rows rosters/a.csv

t 'git merge: both sides have made the roster'
repository
git rm -q --cached rosters/a.csv && git commit -q -m without
git branch -f side
printf '%s\n' "$ada" | rows rosters/a.csv
commit main
git checkout -q side
printf '%s\n' "$bo" | rows rosters/a.csv
commit side
git checkout -q main
run git merge -q -m merged side
status 0
printf '%s\n' "$ada" "$bo" | holds_rows rosters/a.csv

t 'git rebase: people who joined on a branch are added to those who joined on main'
repository
printf '%s\n' "$ada" "$bo" "$cy" | rows rosters/a.csv
commit main
git checkout -q side
for who in da ed flo; do
	{
		sed 1d rosters/a.csv
		echo "$cy" | sed "s/cy@/$who@/"
	} | rows next
	mv next rosters/a.csv
	commit "$who joins"
done
run git rebase -q main
status 0
{
	printf '%s\n' "$ada" "$bo" "$cy"
	for who in da ed flo; do echo "$cy" | sed "s/cy@/$who@/"; done
} | holds_rows rosters/a.csv
run git log --format=%s main..side
out <<'END'
flo joins
ed joins
da joins
END

t 'git rebase: if one commit conflicts, the rest waits'
repository
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" | rows rosters/a.csv
commit main
git checkout -q side
printf '%s\n' "$(echo "$ada" | sed s/nurse/physician/)" "$bo" | rows rosters/a.csv
commit one
printf '%s\n' "$(echo "$ada" | sed s/nurse/physician/)" "$bo" "$cy" | rows rosters/a.csv
commit two
run git rebase -q main
status 1
err_has 'ada@example.org: both sides changed role'
sed -i '/^[<=>]/d; /chief/d' rosters/a.csv
git add rosters/a.csv
run env GIT_EDITOR=true git rebase --continue
status 0
printf '%s\n' "$(echo "$ada" | sed s/nurse/physician/)" "$bo" "$cy" | holds_rows rosters/a.csv

# cross: main and side have each merged the other's earlier state; a conflict is settled as ours on main, as theirs on side.
cross() {
	git tag one main && git tag two side
	git checkout -q main
	git merge -q -m cross two >/dev/null 2>&1 || { git checkout -q --ours . && commit cross; }
	git checkout -q side
	git merge -q -m cross one >/dev/null 2>&1 || { git checkout -q --theirs . && commit cross; }
}

t 'git merge: both sides have merged each other, and a person who is removed after that stays removed'
repository
printf '%s\n' "$ada" "$bo" "$cy" | rows rosters/a.csv
commit main
git checkout -q side
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" | rows rosters/a.csv
commit side
cross
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$(echo "$bo" | sed s/nurse/midwife/)" "$cy" | rows rosters/a.csv
commit side
git checkout -q main
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" | rows rosters/a.csv
commit main
run git merge -q -m merged side
status 0
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$(echo "$bo" | sed s/nurse/midwife/)" | holds_rows rosters/a.csv

t 'git merge: both sides have settled a conflict alike, and the next conflict is as small as any'
repository
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" | rows rosters/a.csv
commit main
git checkout -q side
printf '%s\n' "$(echo "$ada" | sed s/nurse/physician/)" "$bo" | rows rosters/a.csv
commit side
cross
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$(echo "$bo" | sed s/nurse/midwife/)" | rows rosters/a.csv
commit side
git checkout -q main
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$(echo "$bo" | sed s/nurse/physician/)" "$cy" | rows rosters/a.csv
commit main
run git merge -q -m merged side
status 1
err_has 'conflict: bo@example.org: both sides changed role'
err_lacks 'error:'
holds_rows rosters/a.csv <<END
ada@example.org,Ada,,chief,,en,,,,2020-01-01,,,,
<<<<<<< ours
$(echo "$bo" | sed s/nurse/physician/)
=======
$(echo "$bo" | sed s/nurse/midwife/)
>>>>>>> theirs
$cy
END

t 'git cherry-pick: one change of several'
repository
git checkout -q side
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" | rows rosters/a.csv
commit one
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" "$cy" | rows rosters/a.csv
commit two
git checkout -q main
printf '%s\n' "$ada" "$(echo "$bo" | sed s/nurse/midwife/)" | rows rosters/a.csv
commit main
run git cherry-pick side
status 0
printf '%s\n' "$ada" "$(echo "$bo" | sed s/nurse/midwife/)" "$cy" | holds_rows rosters/a.csv
run git cherry-pick side~1
status 0
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$(echo "$bo" | sed s/nurse/midwife/)" "$cy" |
	holds_rows rosters/a.csv

t 'git merge: organizations and suppressions'
repository
write organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
gh,General Hospital,GH,,gh.example.org,,,
END
write suppressions.csv <<'END'
email,date,reason
gone@example.org,2026-01-01,
END
commit base
git branch -f side
sed -i 's/,GH,/,GH;Gen,/' organizations.csv
echo more@example.org,2026-02-02, >>suppressions.csv
commit main
git checkout -q side
sed -i 's/,GH,/,GH;HG,/; s/Hospital/Hospitals/' organizations.csv
sed -i 's/^gone.*/early@example.org,2026-03-03,asked/' suppressions.csv
commit side
git checkout -q main
run git merge -q -m merged side
status 0
err_like '^suppressions\.csv:3:1: warning: merged: gone@example\.org: theirs removes it, but it is kept'
file organizations.csv <<'END'
id,name,aliases,region,domains,member_of,joined,left
gh,General Hospitals,GH;Gen;HG,,gh.example.org,,,
END
file suppressions.csv <<'END'
email,date,reason
early@example.org,2026-03-03,asked
gone@example.org,2026-01-01,
more@example.org,2026-02-02,
END

t 'git merge: definitions and registry.yaml, with their comments'
repository
printf 'events:\n  - date: 2024-05-01 # a day in spring\n    title: Spring\n' >>cops/a.yaml
commit base
git branch -f side
printf '  # here\n  - date: 2025-05-01\n    title: Second\n' >>cops/a.yaml
sed -i 's/^host: h1/host: h1 # still/; s/h1: {name: Host One}/h1: {name: Host One}\n  h2: {name: Host Two}/' cops/a.yaml registry.yaml
commit main
git checkout -q side
printf '    attendance: 5\n  - {date: 2026-01-01, title: Third} # there\n' >>cops/a.yaml
sed -i 's/h1: {name: Host One}/h1: {name: The Host}/' registry.yaml
commit side
git checkout -q main
run git merge -q -m merged side
status 0
file cops/a.yaml <<'END'
name: Community A
host: h1 # still
domain: What we share
events:
  - date: 2024-05-01 # a day in spring
    title: Spring
    attendance: 5
  # here
  - date: 2025-05-01
    title: Second
  - {date: 2026-01-01, title: Third} # there
END
file_has registry.yaml 'h1: {name: The Host}'
file_has registry.yaml 'h2: {name: Host Two}'
run cop-check
status 0

t 'git merge: a conflict in a definition is named by its path'
repository
printf 'join: {admission: open}\n' >>cops/a.yaml
commit base
git branch -f side
sed -i 's/open}/closed}/' cops/a.yaml
commit main
git checkout -q side
sed -i 's/open}/invitation}/; s/What we share/What we all share/' cops/a.yaml
commit side
git checkout -q main
run git merge -q -m merged side
status 1
err_like '^cops/a\.yaml:4:1: warning: conflict: join\.admission: both sides changed it'
file cops/a.yaml <<'END'
name: Community A
host: h1
domain: What we all share
<<<<<<< ours
join: {admission: closed}
=======
join: {admission: invitation}
>>>>>>> theirs
END

t 'a list of thousands that both sides changed all over is one conflict, and takes little time'
need timeout
for side in o a b; do
	{
		printf 'name: A\nhost: h1\ndomain: D\naliases:\n'
		seq -f "  - $side%g" 1 9 | sed s/[ab]1$/o1/
		seq -f "  - $side%g" 10 6000
	} | write $side.yaml
done
run timeout 20 cop-merge-file o.yaml a.yaml b.yaml 7 cops/x.yaml
status 1
err 'cops/x.yaml:6:1: warning: conflict: aliases: both sides changed it [merge-conflict]'
file_has a.yaml '  - a6000'
file_has a.yaml '  - b6000'

t 'a definition with thousands of keys takes little time, too'
need timeout
for side in o a b; do
	{
		printf 'name: A\nhost: h1\ndomain: D\n'
		seq -f "$side%g: 1" 1 3000 | sed s/^[ab]1/o1/
	} | write $side.yaml
done
run timeout 20 cop-merge-file o.yaml a.yaml b.yaml 7 cops/x.yaml
status 1
err 'cops/x.yaml:5:1: warning: conflict: the changes of both sides cannot be merged in place with their comments [merge-conflict]'
file_has a.yaml 'a3000: 1'
file_has a.yaml 'b3000: 1'

t 'git merge while its caller holds the lock of the registry'
repository
need flock
printf '%s\n' "$ada" "$bo" "$cy" | rows rosters/a.csv
commit main
git checkout -q side
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" | rows rosters/a.csv
commit side
git checkout -q main
run timeout 20 flock . flock rosters git merge -q -m merged side
status 0
printf '%s\n' "$(echo "$ada" | sed s/nurse/chief/)" "$bo" "$cy" | holds_rows rosters/a.csv

t 'a file whose name looks like an option keeps what both sides say'
repository
printf '*.txt merge=coptools\n*help merge=coptools\n' >>.gitattributes
echo ours >-V.txt && echo ours >--help
commit main
git checkout -q side
printf '*.txt merge=coptools\n*help merge=coptools\n' >>.gitattributes
echo theirs >-V.txt && echo theirs >--help
commit side
git checkout -q main
run git merge -q side
status 1
for name in -V.txt --help; do
	file_has "./$name" ours
	file_has "./$name" theirs
	err_has "$name:1:1: warning: conflict: both versions are kept here unchanged [merge-conflict]"
done

done_testing
