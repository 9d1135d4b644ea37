#!/bin/sh
# What scripts/completions makes for the shells.
. "$TOP/tests/lib.sh"

zsh=$BUILD/share/zsh/site-functions/_cop

t 'the shells know each kind of argument and of operand'
for program in "$BUILD"/bin/*; do
	"$program" --options
done | cut -f 4 | grep -vxe '' -e none | sort -u >kinds
ok 'there are kinds' test -s kinds
while read -r kind; do
	file_like "$zsh" "^_cop_$kind\(\)"
	test "$kind" = command || file_like "$BUILD/share/bash-completion/completions/cop" "^	$kind\) "
done <kinds

t 'zsh gets the commands, with what they do'
file_like "$zsh" "^		'amend:correct a person in every roster, or change them from a day on'\$"
sed -n '/local -a verbs=(/,/^	)/p' "$zsh" | sed '1d; $d' >verbs
ok 'there are verbs' test -s verbs
ok 'each is in quotes, with a colon behind it' sh -c '! grep -qv "^		'\''[a-z-]*:[^	]*'\''\$" verbs'

t 'zsh can read it'
need zsh
run zsh -n "$zsh"
status 0
err ''
# A person is only offered completions that begin with a command.
run zsh -f -c '_describe() { print -rl -- "${(@P)2}" }; eval "$(sed -n "/^_cop_verbs()/,/^}/p" "$1")"; _cop_verbs' zsh "$zsh"
status 0
out_like '^amend:correct a person'
out_has 'help:the manual page of a command'

t 'bash completes commands, options, ids, and words of a list'
need bash
sample
touch 'two words.csv'
write ask <<'END'
compopt() { test "$2" != nospace || nospace=+; } # of no use outside of a completion
. "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
"_cop_${1//-/_}"
printf '%s\n' "${COMPREPLY[@]/%/$nospace}"
END
# completes WORD…: standard input is what bash offers for the last word, with + where no blank follows; it splits a word
# at an equals sign.
completes() {
	run bash ask "$BUILD/share/bash-completion/completions/cop" "$@"
	status 0
	err ''
	out
}
echo list | completes cop lis
echo list | completes cop help lis
echo safer-supply | completes cop list safer
echo safer-supply | completes cop-list safer
echo --audience=+ | completes cop-list --aud
printf 'public\nprivate\n' | completes cop-list --audience = p
printf 'public\nprivate\n' | completes cop list --audience = p
echo cop,applicants+ | completes cop-list -c cop,appl
echo status+ | completes cop-list -w stat
echo members | completes cop-list -s memb
echo 'two words.csv' | completes cop-fmt two
echo cops | completes cop-list -R co
echo '' | completes cop-list -- --aud

t 'fish completes them, too'
need fish
sample
# offers LINE: standard input is what fish offers at its end; it adds no blank after an equals sign.
offers() {
	# shellcheck disable=SC2016 # fish's own dollar
	run env HOME="$PWD/home" XDG_DATA_DIRS="$BUILD/share" fish -c 'complete -C "$argv"' "$@"
	status 0
	err ''
	cut -f 1 "$OUT" >offered
	file offered
}
echo list | offers 'cop lis'
echo list | offers 'cop help lis'
echo safer-supply | offers 'cop list safer'
echo safer-supply | offers 'cop-list safer'
echo --audience | offers 'cop-list --aud'
printf '%s\n' --audience=private --audience=public | offers 'cop-list --audience=p'
printf '%s\n' private public | offers 'cop list --audience p'
echo cop,applicants | offers 'cop-list -c cop,appl'
echo status= | offers 'cop-list -w stat'
echo members | offers 'cop-list -s memb'
echo growth,terms | offers 'cop-report growth,te'
echo perinatal | offers 'cop report growth perin'
printf '%s\n' -h -V --help --version | offers 'cop -'

done_testing
