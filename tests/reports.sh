# shellcheck shell=sh
# What the tests of cop-report share, beside tests/lib.sh: rosters in a short notation, and a federation with every edge case.

# The roster of community $1: the header, and a row for each line ADDRESS NAME FIELD=VALUE… of standard input, without blanks and
# commas in values.  Address n means n@x.org; name - means none.
roster() {
	mkdir -p rosters
	awk -v H="$H" '
		BEGIN { n = split(H, names, ","); for (i = 1; i <= n; i++) at[names[i]] = i; print H }
		NF {
			split("", f)
			f[1] = $1 ~ /@/ ? $1 : $1 "@x.org"
			f[2] = $2 == "-" ? "" : $2
			for (i = 3; i <= NF; i++) { e = index($i, "="); f[at[substr($i, 1, e - 1)]] = substr($i, e + 1) }
			for (i = 1; i <= n; i++) printf "%s%s", f[i], i < n ? "," : "\n"
		}' | {
		IFS= read -r header
		echo "$header"
		LC_ALL=C sort
	} >"rosters/$1.csv"
}

# Communities a, and b, which has ended.  The comments say what each person counts as from 2025-07-01 to 2026-06-30.
edges() {
	registry
	cat >>registry.yaml <<-'END'
		roles:
		  clinician: Clinician
		  nurse: {name: Nurse, within: clinician}
		  physician: {name: Physician, within: clinician}
		regions:
		  north: North
		  south: South
	END
	write cops/b.yaml <<-'END'
		name: Community B
		host: h1
		domain: What we shared
		launched: 2024
		ended: 2026-01-31
	END
	# back: left 1 (15 Aug), came back: joined 1 (Feb), a member
	# day: joined and left on 5 May
	# decl: a declined application, so nothing
	# early: an applicant, who will join in July
	# fut: applies in July, so nothing
	# month: joined 1 (1 May), a member
	# reapp: left 1 (31 May), and applied again on the next day: an applicant
	# seat: has a seat, but is not a member
	# term: a member, whose last day is known
	# touch: joined 1 (Oct), changed employer, a member
	# twice: joined 3 (10 Jul, 1 Sep, 1 Jan), left 2 (20 Jul, 30 Sep), a member
	# until: left 1 (31 May)
	# year: a member to the end of 2026
	# year25: left 1 (31 Dec)
	roster a <<-'END'
		back Back organization=west role=nurse region=north joined=2025-01-01 left=2025-08-15
		back Back organization=west role=nurse region=north joined=2026-02-01
		day Day organization=gone region=gone joined=2026-05-05 left=2026-05-05
		decl Decl applied=2026-03-01 left=2026-03-20
		early Early organization=soon applied=2026-04-10 joined=2026-07-15
		fut Fut applied=2026-07-01
		month Month organization=west role=physician region=north joined=2026-05
		reapp Reapp organization=gone joined=2025-03-01 left=2026-05-31
		reapp Reapp organization=gone applied=2026-06-01
		seat - group=leads position=chair joined=2026-01-01
		term Term role=nurse region=south joined=2020-01-01 left=2026-09-30
		touch Touch organization=west role=nurse joined=2025-10-01 left=2026-03-31
		touch Touch organization=east role=nurse joined=2026-04-01
		twice Twice organization=east region=north joined=2025-07-10 left=2025-07-20
		twice Twice organization=east region=north joined=2025-09-01 left=2025-09-30
		twice Twice organization=east region=north joined=2026-01-01
		until Until joined=2024 left=2026-05
		year Year organization=south role=physician region=south joined=2020 left=2026
		year25 Year25 joined=2020 left=2025
	END
	# back: joined 1 (Sep), left 1 with the community
	# twice: joined 1 (15 Jul), left 1 (25 Jul)
	# solo: left 1 (30 Nov)
	roster b <<-'END'
		back Back joined=2025-09-01
		twice Twice joined=2025-07-15 left=2025-07-25
		solo Solo joined=2025-01-01 left=2025-11-30
	END
}
