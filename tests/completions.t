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

done_testing
