#!/bin/sh
# cop-init: what a new registry contains, what is left alone, and that the registry works at once.
# shellcheck disable=SC2016 # file names have $ in them
. "$TOP/tests/lib.sh"

ALL='.gitattributes .gitignore cops/.gitkeep rosters/.gitkeep schema/definition.json schema/registry.json registry.yaml'

# found RESULT DIR/…: the output has a line for each file of a registry under that prefix, with that result.
found() {
	for file in $ALL; do
		printf '%s%s\t%s\t\n' "$2" "$file" "$1"
	done >"$scratch/found"
	out <"$scratch/found"
}

# sound DIR: it is a registry without findings; its files are readable, but its rosters only by their owner.
sound() {
	cp "$ERR" "$scratch/first"
	run cop-check --strict -R "$1"
	status 0
	out ''
	err ''
	for file in $ALL; do
		ok "$file is there" test -f "$1/$file"
	done
	(cd "$1" && stat -c '%n %a' cops rosters schema registry.yaml) >"$scratch/modes"
	same modes "$scratch/modes" <<-'END'
		cops 755
		rosters 700
		schema 755
		registry.yaml 644
	END
	(cd "$1" && find . -name '*.new' -o -name '*.old') >"$scratch/left"
	same 'temporary files' "$scratch/left" ''
}

# rejects WORDS ARGUMENT…: a usage error with these words, and nothing is made.
rejects() {
	words=$1
	shift
	unchanged_by cop-init "$@"
	status 2
	out ''
	err_has "$words"
	err_lacks Next
}

# The commands that standard error suggests next, one per line.
next_commands() { sed -n 's/^  //p' "$1"; }

# next_works DIR [COUNT]: they run as printed, typed where cop-init was run, and lead to a registry with a member.
next_works() {
	next_commands "$ERR" >"$scratch/next"
	ok 'so many commands' test "$(grep -c . "$scratch/next")" = "${2-4}"
	cp "$ERR" "$scratch/said.next"
	run sh -e "$scratch/next"
	status 0
	run cop-list -R "$1" -c cop,members
	out "privacy${TAB}1"
	run cop-check --strict -R "$1"
	status 0
	ok 'it is a git work tree' test -d "$1/.git"
}

# -- what is made --------------------------------------------------------------------------------------------------

t 'a new folder'
run cop-init federation
status 0
found created federation/
sound federation
file federation/registry.yaml <<'END'
# yaml-language-server: $schema=schema/registry.json
# What all communities of the federation have in common. cop-registry(5) has every key.
name: federation
languages: [en]
timezone: UTC

# Who runs communities, by an id that definitions use.
hosts:
  federation:
    name: federation

# What people do, and where: the ids that rosters use. An id matches all that lie within it.
#
# roles:
#   practitioner: Practitioner
#   nurse:
#     name: Nurse
#     within: practitioner
# regions:
#   ontario: Ontario
#
# Numbers that checks and reports go by; these are the defaults.
#
# policy:
#   term_warning_days: 90
#   application_days: 60
#   small_cell: 5
END
ls -A >all
file all <<'END'
all
federation
END

t 'the hints in registry.yaml are right'
run cop-init --languages en,fr f
sed -e 's/^# \([a-z]*:\)$/\1/' -e 's/^#   /  /' f/registry.yaml >uncommented
mv uncommented f/registry.yaml
run cop-check --strict -R f
status 0
out ''
run cop-new -R f a name=A host=federation domain=D community.open_to.roles+=practitioner regions+=ontario
status 0

t 'the schemas are the installed ones'
run cop-init f
for schema in definition registry; do
	ok "$schema.json" cmp "f/schema/$schema.json" "$BUILD/share/coptools/schema/$schema.json"
done

t 'if no schema is installed, none is copied, and nothing refers to it'
mkdir -p alone/bin
cp "$BUILD/bin/cop-init" "$BUILD/bin/cop-new" alone/bin
run alone/bin/cop-init f -c path
status 0
out <<-'END'
	f/.gitattributes
	f/.gitignore
	f/cops/.gitkeep
	f/rosters/.gitkeep
	f/registry.yaml
END
absent f/schema
file_lacks f/registry.yaml schema
run alone/bin/cop-new -R f a name=A host=federation domain=D
file_lacks f/cops/a.yaml schema
run cop-check --strict -R f
status 0

t 'a path of several new folders, with a slash at its end'
run cop-init one/two/three/
status 0
found created one/two/three/
sound one/two/three
file_has one/two/three/registry.yaml 'name: three'
next=$(next_commands "$scratch/first" | head -n 1)
ok 'cd' test "$next" = 'cd one/two/three/'

t 'an absolute path'
run cop-init "$PWD/f"
status 0
sound f
file_has f/registry.yaml 'name: f'

t 'an empty folder; the current one'
mkdir empty
chmod 750 empty
run cop-init empty
status 0
stat -c %a empty >mode
file mode 750
mkdir here && cd here || exit
run cop-init .
status 0
found created ''
cd .. || exit
sound here
file_has here/registry.yaml 'name: here'

t 'a folder with other files: they stay, even those with names like ours'
mkdir -p f/schema f/cops f/notes
echo '*.pdf' >f/.gitignore
echo 'mine' >f/.gitattributes
echo '{}' >f/schema/definition.json
echo 'Read me' >f/README.md
echo 'private' >f/notes/note
cp -a f was
run cop-init f
status 0
out <<END
f/.gitattributes${TAB}kept${TAB}was there already
f/.gitignore${TAB}kept${TAB}was there already
f/cops/.gitkeep${TAB}created${TAB}
f/rosters/.gitkeep${TAB}created${TAB}
f/schema/definition.json${TAB}kept${TAB}was there already
f/schema/registry.json${TAB}created${TAB}
f/registry.yaml${TAB}created${TAB}
END
for file in .gitignore .gitattributes schema/definition.json README.md notes/note; do
	ok "$file" cmp was/$file f/$file
done
run cop-check --strict -R f
status 0

t 'existing definitions and rosters belong to the new registry'
mkdir -p f/cops f/rosters
printf 'name: A\nreviewed: 2026-06-01\nhost: federation\ndomain: D\n' >f/cops/a.yaml
printf '%s\nana@x.example,Ana,,,,,,,,2026-01-01,,,,\n' "$H" >f/rosters/a.csv
chmod 755 f/rosters
run cop-init f
status 0
run cop-list -R f -c cop,members
out "a${TAB}1"

t 'git ignores what a killed writer leaves, and does not convert line ends'
need git
run cop-init f
cd f || exit
git init -q .
for file in cops/.a.yaml.new rosters/.a.csv.new .registry.yaml.old; do
	ok "$file is ignored" git check-ignore -q "$file"
done
ok 'rosters are not' sh -c '! git check-ignore -q rosters/a.csv'
git check-attr eol rosters/a.csv cops/a.yaml registry.yaml >attributes
ok 'LF' test "$(grep -c 'eol: lf$' attributes)" = 3
git add . && git commit -q -m first
git clone -q . ../clone
cd .. || exit
run cop-check --strict -R clone
status 0
run cop-new -R clone a name=A host=federation domain=D
status 0

# -- what it says next -----------------------------------------------------------------------------------------------

t 'the suggested commands run as printed'
need git
run cop-init reg
err_like '^Next'
next_works reg
ok 'no space at the end of a line' sh -c '! grep -q " $" "$1"' sh "$scratch/said.next"

t 'for another host, and in the current folder'
need git
mkdir f && cd f || exit
run cop-init --host h1 .
next_works . 3

t 'for a folder whose name a shell would split'
need git
for dir in 'two words' "it's" '$(touch spoilt)' 'a;touch spoilt' 'é œ' -dash '*' '~'; do
	run cop-init -- "$dir"
	status 0
	err_like '^Next'
	next_works "./$dir"
	rm -rf "./${dir:?}"
	absent spoilt
done

# -- options ---------------------------------------------------------------------------------------------------------

t '--name, whatever characters it has'
i=0
for name in 'Confluence: a federation' "L'été \"œuvre\" # 1" 'no' '2026' '- x' 'Ünïcode 漢字' ' edge ' \
    'A name that is so long that it takes more than the eighty columns which a line of a file should have'; do
	i=$((i + 1))
	run cop-init --name="$name" "f$i"
	status 0
	sound "f$i"
	run cop-new -R "f$i" a name=A host=federation domain=D
	status 0
	if python3 -c 'import yaml' 2>/dev/null; then
		run env NAME="$name" python3 -c '
import os, sys, yaml
d = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))
assert d["name"] == d["hosts"]["federation"]["name"] == os.environ["NAME"], d' "f$i/registry.yaml"
		status 0
	fi
done

t '--name that looks like YAML is still a name'
for name in '{a}' '{en: A}' '[a, b]'; do
	run cop-init --name="$name" f
	status 0
	sound f
	if python3 -c 'import yaml' 2>/dev/null; then
		run env NAME="$name" python3 -c '
import os, yaml
d = yaml.safe_load(open("f/registry.yaml", encoding="utf-8"))
assert d["name"] == d["hosts"]["federation"]["name"] == os.environ["NAME"], d'
		status 0
	fi
	rm -rf f
done

t '--name in decomposed form, as a Mac types it, is written in NFC; so is a name taken from the folder'
run cop-init --name "$(printf 'Fe\314\201de\314\201ration')" f
status 0
sound f
file_has f/registry.yaml "name: $(printf 'F\303\251d\303\251ration')"
run cop-init "$(printf 'e\314\201te\314\201')"
status 0
sound "$(printf 'e\314\201te\314\201')"

t '--name that cannot be a text: refused, and no folder is made'
rejects '--name' --name "$(printf 'a\033[31mb')" f
err_lacks "$(printf '\033')"
rejects '--name' --name "$(printf 'a\377b')" g
rejects '--name' --name "$(printf 'a\342\200\256b')" h
absent f g h

t '--host'
run cop-init --host alliance -N 'Alliance' f
status 0
sound f
run cop-new -R f a name=A host=alliance domain=D
status 0
for host in 'A b' Alliance a_b -- '' a. "$(printf '%064d' 0)"; do
	rejects 'is not an id' --host="$host" g
done
absent g
run cop-init --host 2026 g
status 0
sound g

t '--timezone, and its default'
run cop-init --timezone America/Vancouver f
status 0
file_has f/registry.yaml 'timezone: America/Vancouver'
rejects '(did you mean "America/Toronto"?)' -t America/Torono g
rejects 'time zone' -t '../../etc/passwd' g
rejects '--timezone: no time zone "Nowhere"; an example is America/Toronto' -t 'Nowhere' g
rejects '(did you mean "America/Toronto"?)' -t Toronto g
rejects '(did you mean "America/Montreal"?)' -t 'Montréal' g
absent g
run env TZ=America/Halifax cop-init g
status 0
file_has g/registry.yaml 'timezone: America/Halifax'
run env TZ=:Europe/Paris cop-init h
status 0
file_has h/registry.yaml 'timezone: Europe/Paris'
run env TZ=EST5EDT,M3.2.0,M11.1.0 cop-init i
status 0
sound i
run env -u TZ cop-init j
status 0
sound j

t '--languages'
run cop-init --languages fr,en f
status 0
file_has f/registry.yaml 'languages: [fr, en]'
sound f
run cop-init -l 'en, fr-CA' g
status 0
sound g
file_like g/registry.yaml '^languages: \[en, fr-CA\]$'
for languages in english 'en,' ,en en,,fr EN '' 'en;fr' '[en]' 'en]'; do
	rejects '--languages' --languages="$languages" h
done
absent h

t 'what the registry has as a comment is right once the # is taken away, whatever its languages'
for languages in en fr fr,en en-CA de,fr; do
	run cop-init --languages "$languages" "in-$languages"
	status 0
	sed -i -E 's/^# (roles:|regions:|policy:|  )/\1/' "in-$languages/registry.yaml"
	file_has "in-$languages/registry.yaml" '  small_cell: 5'
	run cop-check -R "in-$languages"
	status 0
	err ''
done
file_has in-en/registry.yaml '    name: Nurse'
file_has in-fr/registry.yaml '    name: Infirmière ou infirmier'
file_has in-fr,en/registry.yaml '    name: {en: Nurse, fr: Infirmière ou infirmier}'

t '--languages, one of them twice'
rejects '--languages' --languages=en,fr,en h
absent h

t 'usage errors'
rejects 'name the folder'
rejects 'name the folder' a b
rejects 'name the folder' ''
rejects --nosuch --nosuch a
rejects 'no field "pth" (did you mean "path"?)' -c pth a
rejects '-R' -R x a
rejects 'time zone' -t Nowhere -H 'A b' a
err_has 'is not an id'

# -- what is left alone ----------------------------------------------------------------------------------------------

t 'an existing registry is not touched'
run cop-init f
unchanged_by cop-init f
status 1
out "f/registry.yaml${TAB}refused${TAB}there is already a registry"
err ''
unchanged_by cop-init --name Other --languages fr f
status 1
rm f/.gitignore
rm -r f/schema
unchanged_by cop-init f
status 1
rm -r f
sample
unchanged_by cop-init .
status 1
printf 'name: [' >registry.yaml
unchanged_by cop-init .
status 1

t 'an existing registry in a dry run: the reason is reported'
run cop-init f
unchanged_by cop-init -n f
status 1
out ''
err_has 'there is already a registry'

t 'a registry in a folder above or below does not matter'
run cop-init f
cp -a f was
run cop-init f/inner
status 0
sound f/inner
rm -r f/inner
ok 'the outer one is as it was' diff -r was f

t 'what a killed run has left is completed'
for last in .gitattributes .gitignore cops/.gitkeep rosters/.gitkeep schema/definition.json schema/registry.json; do
	run cop-init whole
	mkdir -p part/cops part/rosters part/schema
	chmod 700 part/rosters
	for file in $ALL; do
		cp "whole/$file" "part/$file"
		test "$file" != "$last" || break
	done
	echo rubbish >part/.registry.yaml.new
	run cop-init --name whole part
	status 0
	out_has "part/$last${TAB}kept${TAB}was there already"
	out_has "part/registry.yaml${TAB}created${TAB}"
	sound part
	ok 'as a whole run makes it' diff -r whole part
	rm -r whole part
done

t 'killed at any system call: no registry is left half made, and the same command completes it'
need strace
test -n "$case_skip" || strace -f -o "$scratch/trace" -e inject=fsync:signal=KILL:when=1 true 2>/dev/null || skip 'strace cannot trace here'
export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
if test -z "$case_skip"; then
	for call in mkdirat renameat2 fsync; do
		for n in 1 2 3 4 5 6 7 8 9; do
			strace -f -o "$scratch/trace" -e inject=$call:signal=KILL:when=$n cop-init f >/dev/null 2>&1
			run cop-init f
			ok "killed at $call $n, then again" test "$got_status" = 0 -o "$got_status" = 1
			sound f
			rm -r f
		done
	done
fi

t 'a file where a folder should be'
echo text >file
unchanged_by cop-init file
ok 'refused' test "$got_status" = 2 -o "$got_status" = 75
err_has file
out ''
unchanged_by cop-init file/below
status 75
err_has 'Not a directory'
mkdir f
echo text >f/cops
run cop-init f
ok 'refused' test "$got_status" = 2 -o "$got_status" = 75
err_has f/cops
file f/cops text
absent f/registry.yaml

t 'a symbolic link below the folder is not followed'
mkdir f elsewhere
ln -s ../elsewhere f/cops
run cop-init f
status 2
err_has 'f/cops'
err_has 'symbolic link'
absent f/registry.yaml
ls -A elsewhere >all
file all ''
mkdir g
ln -s ../precious g/registry.yaml
run cop-init g
status 1
absent precious
mkdir h
ln -s ../precious h/.gitignore
run cop-init h
absent precious

t 'a parent without permission to write: 75, and the reason'
need_nobody
mkdir closed
unchanged_by nobody cop-init closed/f
status 75
out ''
err_like '^closed/f.*: error: not written: Permission denied'
err_lacks Next
unchanged_by nobody cop-init closed
status 75
out ''
err_has 'Permission denied'

t 'nothing outside of the folder is touched'
mkdir other
echo text >other/file
touch -d 2020-01-01 other/file other
ls -liAR --time-style=full-iso other >"$scratch/times"
run cop-init f
ls -liAR --time-style=full-iso other >"$scratch/times.now"
ok 'the neighbour' cmp "$scratch/times" "$scratch/times.now"
ls -A >all
file all <<'END'
all
f
other
END

t 'two runs at once: one makes the registry, the other finds it or is told about it'
for i in 1 2 3 4; do
	cop-init f >"$scratch/said.$i" 2>&1 &
done
wait
ok 'one' test "$(cat "$scratch"/said.? | grep -c "f/registry.yaml${TAB}created")" = 1
ok 'three' test "$(cat "$scratch"/said.? | grep -c "f/registry.yaml${TAB}refused")" = 3
sound f

t 'the umask is respected, but rosters are never open to others'
(umask 027 && cop-init f >/dev/null 2>&1)
stat -c '%n %a' f f/cops f/rosters f/registry.yaml >modes
file modes <<'END'
f 750
f/cops 750
f/rosters 700
f/registry.yaml 640
END

# -- output ----------------------------------------------------------------------------------------------------------

t '-n: only the diff, nothing is made, and patch makes of it what cop-init makes'
need patch
unchanged_by cop-init -n f
status 0
err ''
out_has '+++ b/f/registry.yaml'
out_has '+name: f'
out_has '+++ b/f/.gitattributes'
cp "$OUT" "$scratch/diff"
absent f
mkdir patched && cd patched || exit
ok 'patch takes it' patch -s -p1 -i "$scratch/diff"
cd .. || exit
run cop-init f
rm f/cops/.gitkeep f/rosters/.gitkeep
rmdir f/cops f/rosters
ok 'the same' diff -r f patched/f
unchanged_by cop-init -n one/two
status 0
absent one

t '-n of an absolute path, and of the current folder'
need patch
unchanged_by cop-init -n .
out_has '+++ b/registry.yaml'
run cop-init -n "$PWD/f"
out_lacks 'b//'

t '-n in a folder with existing files shows the other ones'
mkdir f
echo mine >f/.gitignore
unchanged_by cop-init -n f
status 0
out_lacks .gitignore
out_has '+++ b/f/.gitattributes'

t 'columns and formats'
run cop-init -f json f
ok 'seven objects' test "$(grep -c '^{"path":"f/[^"]*","result":"created","reason":null}$' "$OUT")" = 7
run cop-init -f csv -c result,path -s -path g
ok 'eight lines' test "$(grep -c . "$OUT")" = 8
out_like '^result,path$'
out_like '^created,g/registry\.yaml$'
run cop-init -f table h
out_like '^path +result +reason$'
run cop-init --no-header -c result i
out_lacks result

t 'output to a full disk: 74, and the registry is there'
test -w /dev/full || skip 'no /dev/full here'
run sh -c 'cop-init f >/dev/full'
status 74
sound f

t 'on a full disk nothing is left that was not there before'
mkdir small
need_mounts
cat >fill <<'END'
mount -t tmpfs -o size=64k none small || exit
mkdir small/there
dd if=/dev/zero of=small/fill bs=4k 2>/dev/null
cop-init small/new/deep; test $? = 75 || exit 98
test ! -e small/new || exit 97
cop-init small/there; test $? = 75 || exit 96
test "$(ls -A small small/there)" = "$(printf 'small:\nfill\nthere\n\nsmall/there:')" || exit 95
END
# shellcheck disable=SC2086 # several words
run $mounts sh fill
status 0
out ''
err_has error

t 'a folder that cannot be made leaves none of those above it'
mkdir there
echo 'a file' >file
run cop-init there/a/b/../../../file/c
status 75
ok 'the folder is as empty as before' test -z "$(ls -A there)"

t 'on a terminal, what was made comes before what comes next'
need_terminal
run script -qec 'cop-init f' /dev/null
ok 'they are in this order' awk '/registry\.yaml/ { made = NR } /^Next/ { next_ = NR } END { exit !(made && next_ && made < next_) }' "$OUT"

done_testing
