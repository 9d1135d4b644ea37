#!/bin/sh
# cop-leave: what ends with a membership or a seat, who must stay, what is warned of, and what changes in the file.
. "$TOP/tests/lib.sh"
. "$TOP/tests/rosters.sh"

# seats EMAIL DAY: who holds which seat on that day, one line each.
seats() {
	run cop-members a --seats -w "email=$1" -w status=member --as-of "$2" -c group,position
	tr '\t\n' ': ' <"$OUT" >seats
	test ! -s seats || echo >>seats
}

# The groups of community a.
groups() {
	registry
	cat >>registry.yaml <<-'END'
		roles:
		  practitioner: Practitioner
		  nurse: {name: Nurse, within: practitioner}
		  elder: Elder
	END
	cat >>cops/a.yaml <<-'END'
		community:
		  groups: [{id: board, name: Board}, {id: working-group, name: Working group}]
	END
}

# One person of each kind. On 2026-06-30, back has been a member again since 2024, with a current seat and a future one;
# change has changed employer and will do so again.
everybody() {
	groups
	roster a <<-'END'
		applicant@x.org,Apo,,,,,,,2026-06-15,,,,,
		back@x.org,Bea,,,,,,,,2018-01-01,2019-12-31,,,
		back@x.org,Bea,west,,,,,,,2024-01-01,,implied,2024-01-01,form
		back@x.org,,,,,,board,secretary,,2018-06-01,,,,
		back@x.org,,,,,,board,,,2024-02-01,2025-01-31,,,
		back@x.org,,,,,,board,secretary,,2025-02-01,2027-01-31,,,
		back@x.org,,,,,,working-group,,,2026-10-01,,,,
		change@x.org,Chan,west,,,,,,,2020-01-01,2023-12-31,express,2020-01-01,
		change@x.org,Chan,east,,,,,,,2024-01-01,2027-12-31,,,
		change@x.org,Chan,south,,,,,,,2028-01-01,,,,
		change@x.org,,,,,,board,,,2021-01-01,2022-12-31,,,
		change@x.org,,,,,,board,,,2023-01-01,,,,
		change@x.org,,,,,,leads,facilitator,,2028-02-01,,,,
		declined@x.org,Declan,,,,,,,2026-03-01,,2026-03-15,,,
		former@x.org,Fred,,,,,,,,2020-01-01,2025-12-31,,,
		future@x.org,Futura,,,,,,,,2026-08-01,,,,
		member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,,,,
		seat@x.org,Sy,,,,,,,,2020-01-01,,,,
		seat@x.org,,,,,,board,,2026-06-01,,,,,
		term@x.org,Terry,,,,,,,,2020-01-01,2026-12-31,,,
		waits@x.org,Walt,,,,,,,2026-06-01,2026-08-01,,,,
	END
}

# -- a membership ends ---------------------------------------------------------------------------------------------

t 'before the first membership, the reason names that one'
everybody
unchanged_by cop-leave a -e back@x.org --date 2001
status 1
out 'a	back@x.org	refused	is a member only from 2018-01-01'

t 'a member leaves today, and today is the last day'
everybody
change cop-leave a --email member@x.org
status 0
err ''
tabs <<'END'
a|member@x.org|left|member since 2026-02-01
END
changed <<'END'
< member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,,,,
> member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,2026-06-30,,,
END
for day in 2026-06-29:member 2026-06-30:member 2026-07-01:former; do
	run cop-members a --all --as-of "${day%:*}" -w email=member@x.org -c status
	out "${day#*:}"
done

t 'the reasons why somebody cannot leave, word for word'
everybody
cat >>rosters/a.csv <<'END'
wants@x.org,Wanda,,,,,,,2026-07-15,,,,,
yet@x.org,,,,,,board,,,2026-01-01,,,,
END
while IFS='|' read -r email reason; do
	run cop-leave a -e "$email"
	status 1
	out "a	$email	refused	$reason"
done <<'END'
future@x.org|is a member only from 2026-08-01
wants@x.org|did not apply until 2026-07-15
yet@x.org|is not a member on that day
nobody@x.org|not in this roster
END

t 'seats end with the stay; past ones stay as they are, and future ones are removed'
everybody
change cop-leave a -e back@x.org
status 0
err ''
tabs <<'END'
a|back@x.org|left|member since 2024-01-01
END
changed <<'END'
< back@x.org,Bea,west,,,,,,,2024-01-01,,implied,2024-01-01,form
> back@x.org,Bea,west,,,,,,,2024-01-01,2026-06-30,implied,2024-01-01,form
< back@x.org,,,,,,board,secretary,,2025-02-01,2027-01-31,,,
< back@x.org,,,,,,working-group,,,2026-10-01,,,,
> back@x.org,,,,,,board,secretary,,2025-02-01,2026-06-30,,,
END
seats back@x.org 2026-06-30
file seats ': board:secretary '
seats back@x.org 2026-07-01
file seats ''
seats back@x.org 2026-10-01
file seats ''
seats back@x.org 2018-07-01
file seats ': board:secretary '
run cop-fmt --check
status 0

t 'a change of employer is not an end: the stay ends as a whole'
everybody
change cop-leave a -e change@x.org
status 0
tabs <<'END'
a|change@x.org|left|member since 2020-01-01
END
changed <<'END'
< change@x.org,Chan,east,,,,,,,2024-01-01,2027-12-31,,,
< change@x.org,Chan,south,,,,,,,2028-01-01,,,,
> change@x.org,Chan,east,,,,,,,2024-01-01,2026-06-30,,,
< change@x.org,,,,,,board,,,2023-01-01,,,,
< change@x.org,,,,,,leads,facilitator,,2028-02-01,,,,
> change@x.org,,,,,,board,,,2023-01-01,2026-06-30,,,
END
for day in 2026-07-01 2027-12-31 2028-06-01; do
	run cop-members a -w email=change@x.org -w status=member --as-of $day
	status 1
done

t '--date in the past, before the change of employer: the earlier spell ends'
everybody
change cop-leave a -e change@x.org --date 2023-06-30
status 0
changed <<'END'
< change@x.org,Chan,west,,,,,,,2020-01-01,2023-12-31,express,2020-01-01,
< change@x.org,Chan,east,,,,,,,2024-01-01,2027-12-31,,,
< change@x.org,Chan,south,,,,,,,2028-01-01,,,,
> change@x.org,Chan,west,,,,,,,2020-01-01,2023-06-30,express,2020-01-01,
< change@x.org,,,,,,board,,,2023-01-01,,,,
< change@x.org,,,,,,leads,facilitator,,2028-02-01,,,,
> change@x.org,,,,,,board,,,2023-01-01,2023-06-30,,,
END

t '--date in the past shortens a seat that has ended since'
everybody
change cop-leave a -e back@x.org --date 2024-12-31
status 0
changed <<'END'
< back@x.org,Bea,west,,,,,,,2024-01-01,,implied,2024-01-01,form
> back@x.org,Bea,west,,,,,,,2024-01-01,2024-12-31,implied,2024-01-01,form
< back@x.org,,,,,,board,,,2024-02-01,2025-01-31,,,
< back@x.org,,,,,,board,secretary,,2025-02-01,2027-01-31,,,
< back@x.org,,,,,,working-group,,,2026-10-01,,,,
> back@x.org,,,,,,board,,,2024-02-01,2024-12-31,,,
END

t '--date in an earlier stay: it is over already'
everybody
unchanged_by cop-leave a -e back@x.org --date 2022-01-01
status 0
tabs <<'END'
a|back@x.org|already|left 2019-12-31
END
change cop-leave a -e back@x.org --date 2019-06-30
status 0
changed <<'END'
< back@x.org,Bea,,,,,,,,2018-01-01,2019-12-31,,,
> back@x.org,Bea,,,,,,,,2018-01-01,2019-06-30,,,
< back@x.org,,,,,,board,secretary,,2018-06-01,,,,
> back@x.org,,,,,,board,secretary,,2018-06-01,2019-06-30,,,
END

t '--date in the future: a member until then'
everybody
change cop-leave a -e back@x.org --date 2026-12-31
status 0
changed <<'END'
< back@x.org,Bea,west,,,,,,,2024-01-01,,implied,2024-01-01,form
> back@x.org,Bea,west,,,,,,,2024-01-01,2026-12-31,implied,2024-01-01,form
< back@x.org,,,,,,board,secretary,,2025-02-01,2027-01-31,,,
< back@x.org,,,,,,working-group,,,2026-10-01,,,,
> back@x.org,,,,,,board,secretary,,2025-02-01,2026-12-31,,,
> back@x.org,,,,,,working-group,,,2026-10-01,2026-12-31,,,
END
seats back@x.org 2026-12-31
file seats ': board:secretary working-group: '
seats back@x.org 2027-01-01
file seats ''
change cop-leave a -e back@x.org
status 0
changed <<'END'
< back@x.org,Bea,west,,,,,,,2024-01-01,2026-12-31,implied,2024-01-01,form
> back@x.org,Bea,west,,,,,,,2024-01-01,2026-06-30,implied,2024-01-01,form
< back@x.org,,,,,,board,secretary,,2025-02-01,2026-12-31,,,
< back@x.org,,,,,,working-group,,,2026-10-01,2026-12-31,,,
> back@x.org,,,,,,board,secretary,,2025-02-01,2026-06-30,,,
END

t '--date with a month or a year is its last day'
everybody
change cop-leave a -e member@x.org --date 2026-05
status 0
changed <<'END'
< member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,,,,
> member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,2026-05,,,
END
run cop-members a --all -w email=member@x.org -c status --as-of 2026-05-31
out member
run cop-members a --all -w email=member@x.org -c status --as-of 2026-06-01
out former
everybody
change cop-leave a -e back@x.org --date 2026
status 0
seats back@x.org 2026-12-31
file seats ': board:secretary working-group: '
everybody
change cop-leave a -e member@x.org --date 2026-02 # the month of joining
status 0

t 'a known end can be set earlier, but not later'
everybody
change cop-leave a -e term@x.org
status 0
tabs <<'END'
a|term@x.org|left|member since 2020-01-01
END
changed <<'END'
< term@x.org,Terry,,,,,,,,2020-01-01,2026-12-31,,,
> term@x.org,Terry,,,,,,,,2020-01-01,2026-06-30,,,
END
for day in 2026-06-30 2026-07-01 2026-12-31 2027; do
	unchanged_by cop-leave a -e term@x.org --date $day
	status 0
	tabs <<-'END'
		a|term@x.org|already|left 2026-06-30
	END
done

t 'somebody who has left already'
everybody
unchanged_by cop-leave a -e former@x.org
status 0
err ''
tabs <<'END'
a|former@x.org|already|left 2025-12-31
END
run cop-leave a -e back@x.org
unchanged_by cop-leave a -e back@x.org
status 0
tabs <<'END'
a|back@x.org|already|left 2026-06-30
END

t 'somebody who was never there'
everybody
unchanged_by cop-leave a -e nobody@x.org
status 1
tabs <<'END'
a|nobody@x.org|refused|not in this roster
END
rm rosters/a.csv
unchanged_by cop-leave a -e nobody@x.org
status 1

t 'somebody who joins only later; the reason names the day'
everybody
unchanged_by cop-leave a -e future@x.org
status 1
out_like '^a	future@x\.org	refused	.*2026-08-01'
unchanged_by cop-leave a -e member@x.org --date 2025-12-31
status 1
out_like '^a	member@x\.org	refused	'
unchanged_by cop-leave a -e member@x.org --date 2026-01-15 # applied, but not yet a member
status 1
out_like '^a	member@x\.org	refused	'

t 'the last day is the day of joining'
everybody
change cop-leave a -e member@x.org --date 2026-02-01
status 0
run cop-members a --all -w email=member@x.org -c status --as-of 2026-02-01
out member

t 'somebody comes back, and leaves again'
everybody
run cop-leave a -e member@x.org
run cop-join a --email member@x.org --name Meg --approved --date 2026-08-01
status 0
change cop-leave a -e member@x.org --date 2026-09-30
status 0
tabs <<'END'
a|member@x.org|left|member since 2026-08-01
END
changed <<'END'
< member@x.org,Meg,,,,,,,,2026-08-01,,,,
> member@x.org,Meg,,,,,,,,2026-08-01,2026-09-30,,,
END
for day in 2026-06-30:1 2026-07-31:0 2026-08-01:1 2026-09-30:1 2026-10-01:0; do
	run sh -c "cop-members a -w status=member -w email=member@x.org --as-of ${day%:*} | wc -l"
	out "${day#*:}"
done

t 'a future stay is not ended with the current one'
everybody
sed -i 's/^\(term.*2026-12-31,.*\)/\1\nterm@x.org,Terry,,,,,,,,2027-06-01,,,,/' rosters/a.csv
change cop-leave a -e term@x.org
status 0
changed <<'END'
< term@x.org,Terry,,,,,,,,2020-01-01,2026-12-31,,,
> term@x.org,Terry,,,,,,,,2020-01-01,2026-06-30,,,
END

# -- applicants ----------------------------------------------------------------------------------------------------

t 'an applicant is declined'
everybody
change cop-leave a -e applicant@x.org
status 0
err ''
tabs <<'END'
a|applicant@x.org|declined|applied 2026-06-15
END
changed <<'END'
< applicant@x.org,Apo,,,,,,,2026-06-15,,,,,
> applicant@x.org,Apo,,,,,,,2026-06-15,,2026-06-30,,,
END
for day in 2026-06-29:applicant 2026-06-30:declined; do
	run cop-members a --all --as-of "${day%:*}" -w email=applicant@x.org -c status
	out "${day#*:}"
done
unchanged_by cop-leave a -e applicant@x.org
status 0
tabs <<'END'
a|applicant@x.org|already|declined 2026-06-30
END

t 'an application is declined on a day, but not before it was made'
everybody
change cop-leave a -e applicant@x.org --date 2026-06-20
status 0
unchanged_by cop-leave a -e applicant@x.org --date 2026-06-25
status 0
out_has already
everybody
unchanged_by cop-leave a -e applicant@x.org --date 2026-06-14
status 1
out_like '^a	applicant@x\.org	refused	.*2026-06-15'

t 'somebody who was approved for a future day and changes their mind is declined'
everybody
change cop-leave a -e waits@x.org
status 0
out_like '^a	waits@x\.org	declined	'
changed <<'END'
< waits@x.org,Walt,,,,,,,2026-06-01,2026-08-01,,,,
> waits@x.org,Walt,,,,,,,2026-06-01,,2026-06-30,,,
END

t 'somebody who was declined and applies again is declined again'
everybody
sed -i 's/^declined.*/&\ndeclined@x.org,Declan,,,,,,,2026-06-01,,,,,/' rosters/a.csv
change cop-leave a -e declined@x.org
status 0
changed <<'END'
< declined@x.org,Declan,,,,,,,2026-06-01,,,,,
> declined@x.org,Declan,,,,,,,2026-06-01,,2026-06-30,,,
END

# -- a seat only --------------------------------------------------------------------------------------------------------

t '--group: only the seat ends, whatever its position'
everybody
change cop-leave a -e back@x.org --group board
status 0
err ''
out_like '^a	back@x\.org	left	.*board'
changed <<'END'
< back@x.org,,,,,,board,secretary,,2025-02-01,2027-01-31,,,
> back@x.org,,,,,,board,secretary,,2025-02-01,2026-06-30,,,
END
seats back@x.org 2026-06-30
file seats ': board:secretary '
seats back@x.org 2026-07-01
file seats ': '
seats back@x.org 2026-10-01
file seats ': working-group: '
unchanged_by cop-leave a -e back@x.org -g board
status 0
tabs <<'END'
a|back@x.org|already|left 2026-06-30
END

t '--group: in the past, in the future, with a month'
everybody
change cop-leave a -e back@x.org -g board --date 2025-12
status 0
changed <<'END'
< back@x.org,,,,,,board,secretary,,2025-02-01,2027-01-31,,,
> back@x.org,,,,,,board,secretary,,2025-02-01,2025-12,,,
END
everybody
change cop-leave a -e back@x.org -g board --date 2026-09-30
status 0
seats back@x.org 2026-09-30
file seats ': board:secretary '
seats back@x.org 2026-10-01
file seats ': working-group: '
everybody
unchanged_by cop-leave a -e back@x.org -g board --date 2027-06-01
status 0
tabs <<'END'
a|back@x.org|already|left 2027-01-31
END

t '--group: an application for a seat is declined'
everybody
change cop-leave a -e seat@x.org -g board
status 0
out_like '^a	seat@x\.org	declined	.*board'
changed <<'END'
< seat@x.org,,,,,,board,,2026-06-01,,,,,
> seat@x.org,,,,,,board,,2026-06-01,,2026-06-30,,,
END

t '--group: no seat in it'
everybody
unchanged_by cop-leave a -e member@x.org -g board
status 1
tabs <<'END'
a|member@x.org|refused|has no seat in board
END
unchanged_by cop-leave a -e nobody@x.org -g board
status 1
unchanged_by cop-leave a -e applicant@x.org -g leads # an applicant for membership only
status 1

t '--group: a seat that begins only later; the reason names the day'
everybody
unchanged_by cop-leave a -e back@x.org -g working-group
status 1
out_like '^a	back@x\.org	refused	.*2026-10-01'

t '--group: a seat that was to follow is removed, too'
everybody
sed -i 's/^\(back.*\)2027-01-31,,,$/\12026-08-31,,,\nback@x.org,,,,,,board,chair,,2026-09-01,,,,/' rosters/a.csv
change cop-leave a -e back@x.org -g board
status 0
changed <<'END'
< back@x.org,,,,,,board,secretary,,2025-02-01,2026-08-31,,,
< back@x.org,,,,,,board,chair,,2026-09-01,,,,
> back@x.org,,,,,,board,secretary,,2025-02-01,2026-06-30,,,
END

t '--group: a seat of a later stay is another one'
groups
roster a <<'END'
ana@x.org,Ana,,,,,,,,2020-01-01,2026-12-31,,,
ana@x.org,Ana,,,,,,,,2028-01-01,,,,
ana@x.org,,,,,,board,,,2024-01-01,2026-12-31,,,
ana@x.org,,,,,,board,,,2028-02-01,,,,
END
change cop-leave a -e ana@x.org -g board
status 0
changed <<'END'
< ana@x.org,,,,,,board,,,2024-01-01,2026-12-31,,,
> ana@x.org,,,,,,board,,,2024-01-01,2026-06-30,,,
END

t '--group: a seat without a membership, by mistake'
groups
roster a <<'END'
ana@x.org,,,,,,board,,,2024-01-01,,,,
END
change cop-leave a -e ana@x.org -g board
status 0
changed <<'END'
< ana@x.org,,,,,,board,,,2024-01-01,,,,
> ana@x.org,,,,,,board,,,2024-01-01,2026-06-30,,,
END

t '--group that does not exist in the community changes nothing'
everybody
unchanged_by cop-leave a -e back@x.org -g bord
status 2
out ''
err 'cop-leave: error: a has no group "bord" (did you mean "board"?)'
unchanged_by cop-leave a -e back@x.org -g lead
status 2
err_has 'did you mean "leads"?'
printf 'a\tback@x.org\na\tmember@x.org\n' >list
unchanged_by cop-leave --from list -g bord
status 2
err 'cop-leave: error: a has no group "bord" (did you mean "board"?)'
# What a list names may be no community; that is no reason to keep the others.
printf 'aa\tback@x.org\na\tback@x.org\n' >list
change cop-leave --from list -g board
status 1
tabs <<'END'
aa|back@x.org|refused|no community "aa" (did you mean "a"?)
a|back@x.org|left|board
END

t '--group with an empty word does not end the whole membership'
everybody
unchanged_by cop-leave a -e back@x.org --group ''
status 2
out ''
err_has --group

t 'an application for a seat that would begin later is removed with its membership'
everybody
sed -i 's/^seat@x.org,,.*/seat@x.org,,,,,,board,,2026-06-01,2026-07-15,,,,/' rosters/a.csv
change cop-leave a -e seat@x.org
status 0
out_like '^a	seat@x\.org	left	'
seats seat@x.org 2026-07-15
file seats ''
run cop-members a --seats --all -w email=seat@x.org -w status=member,applicant --as-of 2026-07-15
status 1

t 'an application for a seat is declined with the membership'
everybody
change cop-leave a -e seat@x.org
status 0
changed <<'END'
< seat@x.org,Sy,,,,,,,,2020-01-01,,,,
< seat@x.org,,,,,,board,,2026-06-01,,,,,
> seat@x.org,Sy,,,,,,,,2020-01-01,2026-06-30,,,
> seat@x.org,,,,,,board,,2026-06-01,,2026-06-30,,,
END

# -- who must stay -------------------------------------------------------------------------------------------------

# Members; standard input has the seats.
heads() {
	groups
	{
		for name in chair co coordinator lead other; do
			echo "$name@x.org,Dr $name,,,,,,,,2020-01-01,,,,"
		done
		cat
	} | sort -t , -k 1,1 -k 7,7 -k 10,10 | roster a
}

last='is the last chair or lead: appoint another, or use --force'

t 'chair, co-chair and lead can go one by one, but the last of them must stay'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
co@x.org,,,,,,leads,co-chair,,2021-01-01,,,,
lead@x.org,,,,,,leads,lead,,2021-01-01,,,,
coordinator@x.org,,,,,,leads,coordinator,,2021-01-01,,,,
other@x.org,,,,,,board,chair,,2021-01-01,,,,
END
for first in chair co lead; do
	change cop-leave a -e $first@x.org -n
	status 0
done
printf 'a\t%s@x.org\n' chair co lead coordinator other >list
change cop-leave --from list
status 1
err ''
cut -f 2- "$OUT" >got
tr '|' '\t' >wanted <<END
chair@x.org|left|member since 2020-01-01
co@x.org|left|member since 2020-01-01
lead@x.org|refused|$last
coordinator@x.org|left|member since 2020-01-01
other@x.org|left|member since 2020-01-01
END
same 'the answers' got <wanted
run cop-members a -w status=member -c email --as-of 2026-07-01
out lead@x.org
unchanged_by cop-leave a -e lead@x.org
status 1
unchanged_by cop-leave a -e lead@x.org -g leads
status 1
tabs <<END
a|lead@x.org|refused|$last
END
change cop-leave a -e lead@x.org --force
status 0
tabs <<'END'
a|lead@x.org|left|member since 2020-01-01
END
unchanged_by cop-leave a -e lead@x.org
status 0

t 'the last of them may give up another seat, and with --force this one'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
chair@x.org,,,,,,board,chair,,2021-01-01,,,,
chair@x.org,,,,,,working-group,,,2021-01-01,,,,
END
change cop-leave a -e chair@x.org -g board
status 0
change cop-leave a -e chair@x.org -g working-group
status 0
unchanged_by cop-leave a -e chair@x.org -g leads
status 1
change cop-leave a -e chair@x.org -g leads --force
status 0
seats chair@x.org 2026-07-01
file seats ': '

t 'coordinators and chairs of other groups are not heads, and can go'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
coordinator@x.org,,,,,,leads,coordinator,,2021-01-01,,,,
other@x.org,,,,,,board,chair,,2021-01-01,,,,
lead@x.org,,,,,,leads,,,2021-01-01,,,,
END
unchanged_by cop-leave a -e chair@x.org
status 1
for name in coordinator other lead; do
	change cop-leave a -e $name@x.org
	status 0
done

t 'in a community without a head, anybody can go'
heads </dev/null
change cop-leave a -e chair@x.org
status 0

t 'somebody whose term is over by then is not a head any more'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,2026-06-30,,,
co@x.org,,,,,,leads,co-chair,,2021-01-01,2026-06-29,,,
END
unchanged_by cop-leave a -e chair@x.org --date 2026-06-29
status 1
change cop-leave a -e chair@x.org
status 0
change cop-leave a -e co@x.org
status 0
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
co@x.org,,,,,,leads,co-chair,,2021-01-01,2026-06-30,,,
END
unchanged_by cop-leave a -e chair@x.org
status 1

t 'a successor counts from the first day of their term'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
co@x.org,,,,,,leads,chair,,2026-09-01,,,,
END
unchanged_by cop-leave a -e chair@x.org
status 1
unchanged_by cop-leave a -e chair@x.org --date 2026-08-30
status 1
change cop-leave a -e chair@x.org --date 2026-08-31
status 0
run cop-members a -w group=leads -w status=member -c email --as-of 2026-08-31
out chair@x.org
run cop-members a -w group=leads -w status=member -c email --as-of 2026-09-01
out co@x.org

t 'only heads of the same community count'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
co@x.org,,,,,,leads,co-chair,,2021-01-01,,,,
END
cp cops/a.yaml cops/b.yaml
sed '/^co@x.org,,/d' rosters/a.csv >rosters/b.csv
change cop-leave a b -e chair@x.org
status 1
tabs <<END
a|chair@x.org|left|member since 2020-01-01
b|chair@x.org|refused|$last
END

t 'a head whose address is in capitals in the file counts'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
END
sed -i 's/^chair@/Chair@/' rosters/a.csv
unchanged_by cop-leave a -e chair@x.org
status 1

t 'the same in a roster out of order'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
co@x.org,,,,,,leads,co-chair,,2021-01-01,,,,
END
{ head -n 1 rosters/a.csv && sed 1d rosters/a.csv | tac; } >turned && mv turned rosters/a.csv
printf 'a\tchair@x.org\na\tco@x.org\n' >list
change cop-leave --from list
status 1
tabs <<END
a|chair@x.org|left|member since 2020-01-01
a|co@x.org|refused|$last
END

# -- composition ---------------------------------------------------------------------------------------------------

# Two elders and a nurse in the working group; standard input is the composition of the community.
composed() {
	groups
	{
		echo '  composition:'
		sed 's/^/    - /'
	} >>cops/a.yaml
	roster a <<-'END'
		elder@x.org,El,,elder,,,,,,2020-01-01,,,,
		elder@x.org,,,,,,working-group,,,2020-01-01,,,,
		nurse@x.org,Nu,west,nurse,,,,,,2020-01-01,,,,
		nurse@x.org,,,,,,working-group,,,2020-01-01,,,,
		second@x.org,Se,,nurse,,,,,,2020-01-01,,,,
		second@x.org,,,elder,,,working-group,,,2020-01-01,,,,
	END
}

t 'a broken rule is named, and the person leaves all the same'
composed <<'END'
{group: working-group, role: elder, at_least: 1, note: An Indigenous Elder}
{group: working-group, role: practitioner, at_least: 1}
{at_least: 3}
{at_most: 1}
{group: working-group, at_most_per_organization: 0}
END
change cop-leave a -e nurse@x.org
status 0
tabs <<'END'
a|nurse@x.org|left|member since 2020-01-01
END
err <<'END'
rosters/a.csv: warning: breaks a composition rule: practitioner (working-group): needs at least 1, is left with 0 [composition-breaks]
rosters/a.csv: warning: breaks a composition rule: people: needs at least 3, is left with 2 [composition-breaks]
END
change cop-leave a -e second@x.org
status 0
err ''
change cop-leave a -e elder@x.org
status 0
err 'rosters/a.csv: warning: breaks a composition rule: An Indigenous Elder (working-group): needs at least 1, is left with 0 [composition-breaks]'

t 'a rule is reported once, for the person of a list who breaks it'
composed <<'END'
{group: working-group, role: elder, at_least: 1}
END
printf 'a\telder@x.org\na\tsecond@x.org\na\tnurse@x.org\n' >list
change cop-leave --from list
status 0
err 'rosters/a.csv: warning: breaks a composition rule: elder (working-group): needs at least 1, is left with 0 [composition-breaks]'

t 'a rule that was broken before is not reported again'
composed <<'END'
{group: working-group, role: elder, at_least: 3}
END
change cop-leave a -e elder@x.org
status 0
err ''

t 'giving up a seat can break a rule of its group, but not one of the members'
composed <<'END'
{at_least: 3}
{group: working-group, role: elder, at_least: 2}
END
change cop-leave a -e second@x.org -g working-group
status 0
err 'rosters/a.csv: warning: breaks a composition rule: elder (working-group): needs at least 2, is left with 1 [composition-breaks]'

t 'rules are checked for the day after the last'
composed <<'END'
{at_least: 3}
END
echo 'third@x.org,Th,,,,,,,,2026-07-01,,,,' >>rosters/a.csv
change cop-leave a -e elder@x.org
status 0
err ''
composed <<'END'
{at_least: 3}
END
echo 'third@x.org,Th,,,,,,,,2026-07-02,,,,' >>rosters/a.csv
change cop-leave a -e elder@x.org
status 0
err_has '[composition-breaks]'
composed <<'END'
{at_least: 3}
END
change cop-leave a -e elder@x.org --date 2026-12-31
status 0
err_has 'needs at least 3, is left with 2'

t 'if nobody leaves, no rule breaks'
composed <<'END'
{at_least: 3}
{group: leads, at_least: 0}
END
echo 'zoe@x.org,Zo,,,,,,,2026-06-01,,,,,' >>rosters/a.csv
change cop-leave a -e zoe@x.org
status 0
err ''
sed -i 's/^elder@x.org,El.*/elder@x.org,El,,elder,,,leads,chair,,2020-01-01,,,,/' rosters/a.csv
run cop-leave a -e nobody@x.org
err ''

t '-n reports it too'
composed <<'END'
{at_least: 3}
END
unchanged_by cop-leave -n a -e elder@x.org
status 0
out_has '-elder@x.org,El,,elder,,,,,,2020-01-01,,,,'
err_has '[composition-breaks]'

# -- the community -------------------------------------------------------------------------------------------------

t 'in a community that has ended, everybody has left already'
everybody
sed -i '/2026-0[68]\|2028/d' rosters/a.csv
echo 'ended: 2026-03-31' >>cops/a.yaml
for who in member term; do
	unchanged_by cop-leave a -e $who@x.org
	status 0
	tabs <<-END
		a|$who@x.org|already|left 2026-03-31
	END
done
unchanged_by cop-leave a -e former@x.org
status 0
tabs <<'END'
a|former@x.org|already|left 2025-12-31
END
for day in 2026-03-31 2026-06-30; do
	unchanged_by cop-leave a -e back@x.org -g board --date $day
	status 0
	tabs <<-'END'
		a|back@x.org|already|left 2026-03-31
	END
done

t 'somebody may have left before its end'
everybody
sed -i '/2026-0[68]\|2028/d' rosters/a.csv
echo 'ended: 2026-03-31' >>cops/a.yaml
change cop-leave a -e member@x.org --date 2026-03-30
status 0
changed <<'END'
< member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,,,,
> member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,2026-03-30,,,
END

t 'a paused or planned community can be left'
everybody
echo 'paused: [{from: 2026-06-01}]' >>cops/a.yaml
change cop-leave a -e member@x.org
status 0
everybody
echo 'launched: 2026-09-01' >>cops/a.yaml
change cop-leave a -e member@x.org
status 0
change cop-leave a -e applicant@x.org
status 0

# -- lists and operands ----------------------------------------------------------------------------------------------

t 'the output of cop-members is a list'
everybody
change sh -c "cop-members a -w 'joined<2024' -w status=member | cop-leave --from -"
status 0
tabs <<'END'
a|seat@x.org|left|member since 2020-01-01
a|term@x.org|left|member since 2020-01-01
END
everybody
change sh -c 'cop-members -w status=applicant -w joined= -w group= -f csv | cop-leave --from -'
status 0
tabs <<'END'
a|applicant@x.org|declined|applied 2026-06-15
END

t 'a list with members, applicants, unknown people, somebody twice'
everybody
tr '|' '\t' >list <<'END'
a|member@x.org
a|nobody@x.org
zebra|member@x.org
a|MEMBER@x.org
a|applicant@x.org
END
change cop-leave --from list
status 1
cut -f 1-3 "$OUT" >got
tr '|' '\t' >wanted <<'END'
a|member@x.org|left
a|nobody@x.org|refused
zebra|member@x.org|refused
a|member@x.org|already
a|applicant@x.org|declined
END
same 'the answers' got <wanted

t 'an empty list ends with status 1'
everybody
unchanged_by cop-leave --from -
status 1
out ''
err ''
unchanged_by cop-leave - -e member@x.org
status 1
out ''

t 'all communities of a person'
everybody
cp cops/a.yaml cops/b.yaml
echo 'member@x.org,Meg,,,,,,,,2026-01-01,,,,' | roster b
change sh -c 'cop-members -w email=member@x.org -c cop | cop-leave - -e member@x.org'
status 0
tabs <<'END'
a|member@x.org|left|member since 2026-02-01
b|member@x.org|left|member since 2026-01-01
END
run cop-members -w status=member -w email=member@x.org --as-of 2026-07-01
status 1

t 'an operand that is not a community changes nothing'
everybody
unchanged_by cop-leave a aa -e member@x.org
status 2
out ''
err 'cop-leave: error: no community "aa" (did you mean "a"?)'

# -- --dry-run and the file ------------------------------------------------------------------------------------------

t '-n only shows the diff and changes nothing'
everybody
unchanged_by cop-leave -n a -e back@x.org
status 0
err ''
out <<'END'
--- a/rosters/a.csv
+++ b/rosters/a.csv
@@ -1,11 +1,10 @@
 email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
 applicant@x.org,Apo,,,,,,,2026-06-15,,,,,
 back@x.org,Bea,,,,,,,,2018-01-01,2019-12-31,,,
-back@x.org,Bea,west,,,,,,,2024-01-01,,implied,2024-01-01,form
+back@x.org,Bea,west,,,,,,,2024-01-01,2026-06-30,implied,2024-01-01,form
 back@x.org,,,,,,board,secretary,,2018-06-01,,,,
 back@x.org,,,,,,board,,,2024-02-01,2025-01-31,,,
-back@x.org,,,,,,board,secretary,,2025-02-01,2027-01-31,,,
-back@x.org,,,,,,working-group,,,2026-10-01,,,,
+back@x.org,,,,,,board,secretary,,2025-02-01,2026-06-30,,,
 change@x.org,Chan,west,,,,,,,2020-01-01,2023-12-31,express,2020-01-01,
 change@x.org,Chan,east,,,,,,,2024-01-01,2027-12-31,,,
 change@x.org,Chan,south,,,,,,,2028-01-01,,,,
END
unchanged_by cop-leave -n a -e nobody@x.org
status 1
out ''
err_has 'a: nobody@x.org: not in this roster'

t 'a file that is out of order keeps its order, its further columns and its end without a line feed'
registry
{
	echo "$H,badge"
	echo 'z@x.org,,,,,,leads,coordinator,,2026-07-15,,,,,1'
	echo '"z@x.org","Ze, the",,,,,,,,2026-01-01,,,,,2'
	echo 'b@x.org,"Bo",,,,,,,,2026-01-01,,,,,3'
	printf 'z@x.org,,,,,,leads,secretary,,2026-01-01,2026-07-14,,,,"4, 5"'
} | write rosters/a.csv
chmod 604 rosters/a.csv
change cop-leave a -e z@x.org
status 0
changed <<'END'
< z@x.org,,,,,,leads,coordinator,,2026-07-15,,,,,1
< "z@x.org","Ze, the",,,,,,,,2026-01-01,,,,,2
> z@x.org,"Ze, the",,,,,,,,2026-01-01,2026-06-30,,,,2
< z@x.org,,,,,,leads,secretary,,2026-01-01,2026-07-14,,,,"4, 5"
\ No newline at end of file
> z@x.org,,,,,,leads,secretary,,2026-01-01,2026-06-30,,,,"4, 5"
\ No newline at end of file
END
ok 'mode is kept' test "$(stat -c %a rosters/a.csv)" = 604

t 'the last row is removed from a file that ends without a line feed'
groups
{
	echo "$H"
	echo 'z@x.org,Ze,,,,,,,,2026-01-01,,,,'
	printf 'z@x.org,,,,,,board,,,2026-07-15,,,,'
} | write rosters/a.csv
change cop-leave a -e z@x.org
status 0
file rosters/a.csv <<END
$H
z@x.org,Ze,,,,,,,,2026-01-01,2026-06-30,,,
END

t 'earlier mistakes stay, and do not prevent the change'
groups
roster a <<'END'
a@x.org,An,,king,,,,,,2026-06-01,,maybe,2026-06-01,
a@x.org,,,,,,senate,,,2026-06-01,,,,
a@x.org,,,,,,board,boss,,2026-05-01,,,,
b@x.org,Bo,,,,,,,,2026-06-01,,,
c@x.org,"Ce,,,,,,,,2026-06-01,,,,

END
change cop-leave a -e a@x.org
status 0
changed <<'END'
< a@x.org,An,,king,,,,,,2026-06-01,,maybe,2026-06-01,
< a@x.org,,,,,,senate,,,2026-06-01,,,,
< a@x.org,,,,,,board,boss,,2026-05-01,,,,
> a@x.org,An,,king,,,,,,2026-06-01,2026-06-30,maybe,2026-06-01,
> a@x.org,,,,,,senate,,,2026-06-01,2026-06-30,,,
> a@x.org,,,,,,board,boss,,2026-05-01,2026-06-30,,,
END

t 'a row of the same address cannot be read: the person is refused'
everybody
sed -i 's/^member.*/&\nmember@x.org,Meg,,,/' rosters/a.csv
unchanged_by cop-leave a -e member@x.org
status 1
out_like '^a	member@x\.org	refused	.*line 19'
change cop-leave a -e back@x.org
status 0

t 'a date that cannot be read is not overwritten'
groups
roster a <<'END'
a@x.org,An,,,,,,,,2026-05-01,2026-31-12,,,
b@x.org,Bo,,,,,,,,2026-05-01,,,,
b@x.org,,,,,,board,,,2026-05-01,soon,,,
c@x.org,Ce,,,,,,,,2026-05-01,,,,
c@x.org,,,,,,board,chair,,May,,,,
d@x.org,Di,,,,,,,,2026-05-01,,,,
d@x.org,,,,,,board,,2026-08,,,,,
END
unchanged_by cop-leave a -e a@x.org
status 1
out 'a	a@x.org	refused	the date in left on line 2 of the roster cannot be read: "2026-31-12"'
unchanged_by cop-leave a -e b@x.org --group board
status 1
out 'a	b@x.org	refused	the date in left on line 4 of the roster cannot be read: "soon"'
unchanged_by cop-leave a -e c@x.org --group board
status 1
out 'a	c@x.org	refused	bad date: joined "May": not written as 2021, 2021-09 or 2021-09-30'
unchanged_by cop-leave a -e d@x.org --group board
status 1
out 'a	d@x.org	refused	has a seat in board only from 2026-08'
# The seat whose beginning is unreadable ends with the membership.
change cop-leave a -e c@x.org
status 0
changed <<'END'
< c@x.org,Ce,,,,,,,,2026-05-01,,,,
> c@x.org,Ce,,,,,,,,2026-05-01,2026-06-30,,,
END

t "the people's folder is not here"
everybody
echo 'people: ../private' >>registry.yaml
unchanged_by cop-leave a -e member@x.org
status 2
out ''
err_like '^registry\.yaml:[0-9]+:[0-9]+: error: .*people'

# -- the call ------------------------------------------------------------------------------------------------------

t 'formats and columns'
everybody
run cop-leave a -e member@x.org -f json
out '{"cop":"a","email":"member@x.org","result":"left","reason":"member since 2026-02-01"}'
run cop-leave a -e member@x.org -f table
out <<'END'
cop  email         result   reason
a    member@x.org  already  left 2026-06-30
END
run cop-leave a -e nobody@x.org -f csv -c reason,result
status 1
out <<'END'
reason,result
not in this roster,refused
END

t 'a wrong call changes nothing'
everybody
for bad in 'a' '-e member@x.org' '' 'a -e' 'a -e member@x.org --from list' 'a --from list' \
	'a -e member@x.org --date 2026-02-30' 'a -e member@x.org -c nosuch' 'a -e member@x.org -f nosuch' \
	'a -e member@x.org --nosuch' 'a -e member@x.org --force=yes' 'a member@x.org'; do
	# shellcheck disable=SC2086
	unchanged_by cop-leave $bad
	status 2
	out ''
	err_like '^cop-leave: error: '
done

t 'without a community: the message has a command that works for all of them'
everybody
cp cops/a.yaml cops/b.yaml
echo 'member@x.org,Meg,,,,,,,,2026-01-01,,,,' | roster b
unchanged_by cop-leave -e member@x.org
status 2
err 'cop-leave: error: name a community (for all of them: cop members -w email=ADDRESS | cop leave --from -); see cop-leave --help'
change sh -c 'cop members -w email=member@x.org | cop leave --from -'
status 0
tabs <<'END'
a|member@x.org|left|member since 2026-02-01
b|member@x.org|left|member since 2026-01-01
END

t 'a reader that goes away, and output to a full disk'
everybody
run sh -c 'cop-members a -w status=member | cop-leave --from - | head -n 1'
status 0
run cop-members a -w status=member --as-of 2026-07-01
status 1
everybody
change sh -c 'cop-leave a -e member@x.org >/dev/full'
status 74
err_has 'cannot write output'
changed <<'END'
< member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,,,,
> member@x.org,Meg,,,,,,,2026-01-01,2026-02-01,2026-06-30,,,
END

t 'cop-show and the counts see the change'
heads <<'END'
chair@x.org,,,,,,leads,chair,,2021-01-01,,,,
co@x.org,,,,,,leads,co-chair,,2021-01-01,,,,
END
run cop-list a -c members
out 5
change cop-leave a -e chair@x.org --date 2026-06-29
status 0
run cop-list a -c members
out 4
run cop-list a -c members --as-of 2026-06-29
out 5
run cop-show a --as-of 2026-06-29
out_has 'Dr chair'
run cop-show a
out_has 'Dr co'
out_lacks 'Dr chair'
run cop-check -f tsv -w severity=error
out ''
run cop-fmt --check
status 0

done_testing
