#!/bin/sh
# What scripts/completions makes for the shells.
. "$TOP/tests/lib.sh"

zsh=$BUILD/share/zsh/site-functions/_cop

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
write ask <<'END'
compopt() { :; } # of no use outside of a completion
. "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
"_cop_${1//-/_}"
printf '%s\n' "${COMPREPLY[@]}"
END
# completes WORD…: standard input is what bash offers for the last word; it splits a word at an equals sign.
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
echo --audience= | completes cop-list --aud
printf 'public\nprivate\n' | completes cop-list --audience = p
printf 'public\nprivate\n' | completes cop list --audience = p
echo cop,applicants | completes cop-list -c cop,appl
echo '' | completes cop-list -- --aud

done_testing
