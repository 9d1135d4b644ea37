#!/bin/sh
# The catalogues data/po/LANG.po: each translates every label in the sources and every word of the vocabularies
# that pages print, and nothing else.
. "$TOP/tests/lib.sh"

# What the sources mark by label("…"), LABEL("…") and so on, as a catalogue without translations.
labels() {
	xgettext --from-code=UTF-8 --language=C --keyword --keyword=label --keyword=LABEL \
	    --keyword=label_in:1c,2 --keyword=label_many:1,2 --omit-header \
	    --no-location --no-wrap -o - "$TOP"/lib/*.c "$TOP"/cmd/*.c
}

# The words of the array $1 in file $2: `NAME[] = {"a", "b", NULL}`, over any number of lines.
array() {
	awk -v name="$1" '
	index($0, name "[]") { inside = 1 }
	inside {
		n = split($0, parts, "\"")
		for (i = 2; i <= n; i += 2)
			print parts[i]
		if (/};/)
			exit
	}' "$TOP/lib/$2"
}

# The words that the key $1 of a definition takes: {"KEY", KEY_WORD, …, WORDS("a", "b"), …}.
words() {
	sed -n "s/.*{\"$1\", KEY_WORD,[^}]*WORDS(\\([^)]*\\)).*/\\1/p" "$TOP/lib/keys-table.c" |
	    tr -d '" ' | tr ',' '\n'
}

# The words of the vocabularies that pages print; in a file for each, so that an empty one is noticed.
vocabularies() {
	mkdir words &&
	    for name in status cadence position mode consent; do
		    array "${name}_words" keys-table.c >"words/$name"
	    done &&
	    array why_words report-consent.c >words/why &&
	    for name in admission method scope led_by; do
		    words "$name" >"words/$name"
	    done &&
	    sed -n '/^default_purposes/,/^}/p' "$TOP/lib/registry-settings.c" | sed -n 's/.*words\[\] = {\(.*\)};/\1/p' |
	    tr -d '" ' | tr ',' '\n' >words/purpose
}

# The msgids of a catalogue on standard input, one per line.
msgids() { sed -n 's/^msgid "\(.*\)"$/\1/p' | grep . | LC_ALL=C sort -u; }

t 'the sources have labels, and the vocabularies words'
need xgettext msgattrib msgfmt
if test -z "$case_skip"; then
	labels 2>err | msgids >"$scratch/wanted-ids"
	empty 'xgettext complains' err
	ok 'no label in the sources' grep -qx 'Status' "$scratch/wanted-ids"
	ok 'a label over two lines is missed' grep -qx 'All requirements are met.' "$scratch/wanted-ids"
	vocabularies
	for file in words/*; do
		ok "there are words in $file" test -s "$file"
	done
	ok 'the vocabularies are complete' test "$(cat words/* | wc -l)" -ge 43
	cat words/* >>"$scratch/wanted-ids"
	LC_ALL=C sort -u -o "$scratch/wanted-ids" "$scratch/wanted-ids"
fi

found=
for po in "$TOP"/data/po/*.po; do
	test -f "$po" || continue
	found=1
	lang=$(basename "$po" .po)

	t "$lang: msgfmt --check finds nothing"
	need msgfmt
	run msgfmt --check --statistics -o /dev/null "$po"
	status 0
	err_like '^[0-9]+ translated messages\.$'

	t "$lang: the header names the language and UTF-8"
	file_has "$po" "\"Language: $lang\\n\""
	file_has "$po" '"Content-Type: text/plain; charset=UTF-8\n"'
	file_has "$po" '"Plural-Forms: nplurals='

	t "$lang: every label and word is translated, and nothing else"
	need xgettext msgattrib msgfmt
	if test -z "$case_skip"; then
		msgattrib --translated --no-fuzzy --no-obsolete --no-wrap "$po" | msgids >translated
		msgattrib --no-wrap "$po" | msgids >all
		LC_ALL=C comm -23 "$scratch/wanted-ids" translated >missing
		LC_ALL=C comm -13 "$scratch/wanted-ids" all >unused
		empty 'not translated' missing
		empty 'not used' unused
	fi

	# msgfmt only compares directives if the entry is marked.
	t "$lang: entries with directives are marked c-format"
	awk 'BEGIN { RS = "" } /(^|\n)msgid "[^\n]*%/ && !/(^|\n)#,[^\n]*[^-]c-format/' "$po" >unmarked
	empty 'without the mark' unmarked
done

t 'there is a catalogue'
ok 'data/po has a catalogue' test -n "$found"

t 'fr: typographic apostrophes; a no-break space before a colon, no space before ; ! and ?'
need msgattrib
if test -z "$case_skip"; then
	space=$(printf '\302\240')
	# The first entry is the header.
	msgattrib --translated --no-wrap "$TOP/data/po/fr.po" | sed -n '/^$/,$s/^msgstr //p' >texts
	sed "s/$space:/./g" texts | grep -e "'" -e : -e ' [;!?]' -e "${space}[;!?]" >wrong
	ok 'there are texts' grep -q Membres texts
	empty 'not as printers in Canada set it' wrong
fi

# Not "de Ada", nor a date without its article: what is filled in may begin with a vowel, or be a date.
t 'fr: no preposition that would have to contract with what is filled in'
need msgattrib
if test -z "$case_skip"; then
	msgattrib --translated --no-wrap "$TOP/data/po/fr.po" | sed -n '/^$/,$s/^msgstr //p' |
	    grep -e 'de %[.s]' -e 'que %[.s]' -e 'jusqu.*à %' >wrong
	empty 'not as French is written' wrong
fi

done_testing
