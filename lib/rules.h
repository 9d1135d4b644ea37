/*
 * rules.h - every rule that coptools can find broken: the one table of diagnostics.
 *
 * Included by diag.h.  A line is RULE(id, slug, severity, what, explanation).  Severities are those of diag.h: NOTE for
 * what a writing command reports of its work; WARNING for what is merely unwise, or is wrong only because of the
 * current day or of who is a member; ERROR for what contradicts the formats; USAGE, TEMPORARY and OUTPUT do not come
 * from a registry.  cop-check --list and --explain and cop-diagnostics(7) are made from the table, and each rule of a
 * registry has its golden in tests/check.
 */
#ifndef COP_RULES_H
#define COP_RULES_H

/* clang-format off */
#define RULES(RULE) \
/* files */ \
RULE(UNREADABLE, "unreadable", ERROR, "cannot read", \
  "A file or folder that should be there cannot be opened or read. The system's own reason follows. Check that it " \
  "exists, that it is a regular file inside the registry, and that you may read it.") \
RULE(STRAY_FILE, "stray-file", WARNING, "not a file of the registry", \
  "A file lies where definitions or rosters are kept, but its name is not an id followed by .yaml or .csv, " \
  "so no command reads it. Rename it, or move it elsewhere.") \
RULE(ROSTER_WITHOUT_COMMUNITY, "roster-without-community", ERROR, "roster without a community", \
  "There is a roster, but no definition of that id in cops/, so its people are not counted anywhere. Write the " \
  "definition, or rename the roster after its community.") \
RULE(LIMIT, "limit", ERROR, "over a limit", \
  "The file is larger, deeper or wider than cop-registry(5) allows. It is not read beyond the limit. Such a file is " \
  "nearly always a mistake.") \
RULE(UNSETTLED, "unsettled-merge", ERROR, "unresolved merge", \
  "A merge has left both sides of a change in the file, between git's marks, and nobody knows which of them holds. " \
  "Keep what is right, delete the marks, check the file, and git add it. Until then, a command that would change " \
  "the file, or has to know what it says, refuses with status 75.") \
/* text */ \
RULE(NOT_UTF8, "not-utf8", ERROR, "not UTF-8", \
  "A byte is not part of UTF-8 text; the file was probably saved in another encoding. Save it as UTF-8; cop-fmt " \
  "does that for a roster from a spreadsheet.") \
RULE(TEXT_CONTROL, "text-control", ERROR, "control character", \
  "A text contains a control character. It cannot be seen, and could control a terminal. Delete it.") \
RULE(TEXT_BIDIRECTIONAL, "text-bidirectional", ERROR, "bidirectional control", \
  "A text contains a character that reorders the text around it, so that it reads differently from what is stored. " \
  "Delete it.") \
RULE(TEXT_NONCHARACTER, "text-noncharacter", ERROR, "noncharacter", \
  "A text contains a code point that Unicode reserves and that belongs in no text. Delete it.") \
RULE(TEXT_NOT_NFC, "text-not-nfc", ERROR, "not in normalization form C", \
  "An accented letter is written as a letter and a combining mark. It looks the same as the single letter, but is " \
  "different to grep, sort and git. Type it again, or normalize the file with uconv -x nfc.") \
/* YAML */ \
RULE(YAML_SYNTAX, "yaml-syntax", ERROR, "YAML syntax", \
  "The file cannot be read as YAML. Often the cause is a colon or a # in an unquoted text, a tab in the " \
  "indentation, or a quote that is not closed.") \
RULE(YAML_FEATURE, "yaml-feature", ERROR, "YAML feature that is not allowed here", \
  "Anchors, aliases, tags, directives, merge keys and second documents make a file say more than a reader " \
  "sees. Write the value out.") \
RULE(DUPLICATE_KEY, "duplicate-key", ERROR, "duplicate key", \
  "The same map has the key twice, and one of the two would be ignored. Keep one.") \
RULE(UNKNOWN_KEY, "unknown-key", ERROR, "unknown key", \
  "The formats have no such key, so its value would be ignored. Correct its spelling; put what the formats lack " \
  "under also.") \
RULE(MISSING_KEY, "missing-key", ERROR, "missing key", \
  "A required key is missing.") \
RULE(EMPTY_VALUE, "empty-value", WARNING, "empty value", \
  "The key has no value, and so says nothing. Fill it in, or delete the line.") \
RULE(REPEATED_ITEM, "repeated-item", WARNING, "repeated item", \
  "A list has the same item twice, which says no more than once; perhaps another was meant. Correct it, or delete " \
  "one of them.") \
RULE(SWALLOWED_ITEM, "swallowed-item", WARNING, "swallowed item", \
  "A line that begins with a dash is indented deeper than the item above it, so that YAML takes it for more of that " \
  "item's text. Indent it like that item; or put the text in quotes, if it is meant to have a dash there.") \
RULE(WRONG_TYPE, "wrong-type", ERROR, "wrong type", \
  "The key takes a value of another kind: a single value, a list or a map.") \
RULE(BAD_VALUE, "bad-value", ERROR, "bad value", \
  "The value is not of the type that the key takes: a number, true or false, an id, an RFC 5545 recurrence rule, a " \
  "local date-time such as 2026-01-08T12:00, or a time zone.") \
RULE(BAD_DATE, "bad-date", ERROR, "bad date", \
  "A date is written as 2021, 2021-09 or 2021-09-30, and its day must exist in the calendar. If a spreadsheet has " \
  "changed many of them, do not mend each: git restore brings back the file, and what else was changed is entered anew.") \
RULE(UNKNOWN_WORD, "unknown-word", ERROR, "unknown word", \
  "The key takes one of a few words, and this is not one of them.") \
RULE(BAD_URL, "bad-url", ERROR, "bad URL", \
  "A URL begins with http:// or https://, names a host, and contains no spaces (RFC 3986).") \
RULE(BAD_EMAIL, "bad-email", ERROR, "bad e-mail address", \
  "An address is local@domain, at most 254 bytes, without spaces, quotes or comments, and the domain is " \
  "a host name (RFC 5321, without its quoted and literal forms).") \
RULE(UNKNOWN_LANGUAGE, "unknown-language", ERROR, "unknown language", \
  "A text is given in a language that registry.yaml does not list under languages.") \
RULE(UNKNOWN_TIMEZONE, "unknown-timezone", ERROR, "unknown time zone", \
  "The name is not in the time zone database of this machine, or does not have the form of one, such as " \
  "America/Toronto.") \
/* references */ \
RULE(UNKNOWN_HOST, "unknown-host", ERROR, "unknown host", \
  "The id is not under hosts in registry.yaml.") \
RULE(UNKNOWN_ROLE, "unknown-role", ERROR, "unknown role", \
  "The id is not under roles in registry.yaml.") \
RULE(UNKNOWN_REGION, "unknown-region", ERROR, "unknown region", \
  "The id is not under regions in registry.yaml.") \
RULE(UNKNOWN_PURPOSE, "unknown-purpose", ERROR, "unknown purpose", \
  "The id is not under purposes in registry.yaml.") \
RULE(UNKNOWN_GROUP, "unknown-group", ERROR, "unknown group", \
  "The community's definition has no group of that id, and the id is not leads.") \
RULE(UNKNOWN_ORGANIZATION, "unknown-organization", ERROR, "unknown organization", \
  "organizations.csv exists and has no such id.") \
RULE(UNKNOWN_COMMUNITY, "unknown-community", ERROR, "unknown community", \
  "There is no definition of that id.") \
RULE(DUPLICATE_ID, "duplicate-id", ERROR, "duplicate id", \
  "Two entries of one list or file have the same id, so a reference to it is ambiguous.") \
RULE(DUPLICATE_DOMAIN, "duplicate-domain", ERROR, "domain listed for two organizations", \
  "An address whose domain is listed belongs to that organization, so a domain can be listed for only one.") \
RULE(ONE_OF, "one-of", ERROR, "exactly one of two needed", \
  "A partner is either a host or has a name of its own. A contact is either a position, whoever holds it, or has a " \
  "name or an address. Give one of the two, not both.") \
RULE(WAY_INCOMPLETE, "way-incomplete", WARNING, "incomplete way to join", \
  "A way to join must say where it leads: a form needs a url, an e-mail needs an email, and a document needs a " \
  "document or a url.") \
RULE(LOOP, "loop", ERROR, "loop", \
  "Following part_of, within or the lineage leads back to where it began.") \
/* the life of a community */ \
RULE(DATE_ORDER, "date-order", ERROR, "dates out of order", \
  "Something ends before it begins, or was answered before it was asked for.") \
RULE(ENDED_WITHOUT_REASON, "ended-without-reason", WARNING, "ended without a reason", \
  "The community has ended, and its definition does not say why. People who look for it will ask. Add reason.") \
RULE(MERGED_WITHOUT_END, "merged-without-end", WARNING, "merged, but not ended", \
  "A lineage says that the community has been merged, but its definition does not say when it ended, so its members " \
  "still count as members of it. Add ended, its last day.") \
RULE(MERGER_WITHOUT_DATE, "merger-without-date", ERROR, "merger without a date", \
  "A merger has no date, so nobody can tell since when the community has been merged. Add date to the lineage.") \
RULE(LINEAGE_TARGET, "lineage-target", ERROR, "bad lineage event", \
  "An event of the lineage names either a community or a body, and not both; scaled and transferred name neither, " \
  "but say from and to.") \
RULE(LINEAGE_SIDE, "lineage-side", WARNING, "lineage on the wrong side", \
  "Lineage is written only once, on the later community; the other side is computed. Write merged-from there " \
  "instead of merged-into here.") \
RULE(COLLABORATIVE_WITHOUT_GOALS, "collaborative-without-goals", WARNING, "collaborative without goals", \
  "A learning collaborative has measurable goals. Without them, it is a community, or is not planned yet.") \
RULE(COLLABORATIVE_TOO_LONG, "collaborative-too-long", WARNING, "collaborative past its time limit", \
  "A learning collaborative is limited in time, to the policy's collaborative_months. One that goes on for longer " \
  "is a community of practice.") \
RULE(LIKE_A_COLLABORATIVE, "like-a-collaborative", WARNING, "reads like a collaborative", \
  "What is described as a community of practice has an end and measurable goals. If it is a learning collaborative, " \
  "say kind: collaborative.") \
RULE(NOT_REVIEWED, "not-reviewed", WARNING, "review overdue", \
  "Nobody has confirmed this definition within the policy's review_months. Read it, and set reviewed. If reviewed is " \
  "only a month or a year, its last day counts: the review may have been then.") \
RULE(LAUNCH_UNCONFIRMED, "launch-unconfirmed", WARNING, "planned launch date has passed", \
  "The definition was last reviewed before the planned launch, and that day has passed. Find out whether the launch " \
  "took place, and set launched and reviewed.") \
RULE(NO_REGISTRAR, "no-registrar", WARNING, "registrations without a registrar", \
  "relationship: registrations says that others run the community and somebody else takes its registrations. Name " \
  "the latter under registrar.") \
RULE(BAD_COMPOSITION, "bad-composition", ERROR, "bad composition rule", \
  "A composition rule needs at_least, at_most or at_most_per_organization. at_least may not exceed at_most, and " \
  "at_most_per_organization needs a group.") \
/* people */ \
RULE(COMPOSITION_UNMET, "composition-unmet", WARNING, "composition rule unmet", \
  "The group or community has fewer or more people of a kind than its definition asks for. " \
  "cop-show says who counts.") \
RULE(VACANT_CONTACT, "vacant-contact", WARNING, "vacant contact", \
  "The definition sends people to whoever holds a position, and nobody does.") \
RULE(TERM_OVER, "term-over", WARNING, "term over without a successor", \
  "The last term in a position of a group has ended, and nobody has held it since.") \
RULE(CSV_FOREIGN, "csv-foreign", ERROR, "in a spreadsheet's format", \
  "The file was saved by a spreadsheet: it has a byte-order mark, CRLF or CR line endings, a sep= line, or " \
  "semicolons or tabs between fields. cop-fmt puts it in order.") \
RULE(CSV_SYNTAX, "csv-syntax", ERROR, "CSV syntax", \
  "A record is one line (RFC 4180). Here a quote is misplaced or is not closed on its line, a field contains a line " \
  "break, or a line is empty.") \
RULE(CSV_HEADER, "csv-header", ERROR, "wrong header", \
  "The first line must name the columns of the format, in their order, each once; other columns may follow. cop-fmt " \
  "moves columns back that a spreadsheet has moved.") \
RULE(CSV_FIELDS, "csv-fields", ERROR, "wrong number of fields", \
  "A record must have as many fields as the header. A comma inside a field needs quotes around that field.") \
RULE(NOT_CANONICAL, "not-canonical", WARNING, "not in canonical form", \
  "A record is out of order, quoted without need, or there twice. Two people who make the same change would then " \
  "write different bytes. cop-fmt puts the file in order.") \
RULE(MISSING_FIELD, "missing-field", ERROR, "missing field", \
  "A field that every record needs is empty: the address of a row, the name of a member, the id of an organization.") \
RULE(EMAIL_CASE, "email-case", ERROR, "address not in lower case", \
  "One person must be one address, byte for byte, so addresses are kept in lower case.") \
RULE(ROW_WITHOUT_DATE, "row-without-date", ERROR, "row without a date", \
  "A row needs applied or joined: without either, nobody can tell since when it holds.") \
RULE(ROW_AFTER_END, "row-after-end", ERROR, "row after the community's end", \
  "Somebody applied, joined or took a seat after the last day of the community. Either the community's end or the " \
  "row is wrong, or the person belongs to the community's successor.") \
RULE(FUTURE_DATE, "future-date", WARNING, "date in the future", \
  "The day of a review, consent, event, reading or reached goal lies in the future, although only what has happened " \
  "is recorded there. The year is probably mistyped.") \
RULE(OVERLAP, "overlap", ERROR, "overlapping rows", \
  "Two rows of one address and group hold on the same day. Close the first one on the day before the second begins.") \
RULE(SEAT_WITHOUT_MEMBERSHIP, "seat-without-membership", ERROR, "seat without membership", \
  "The holder of a seat is not a member of the community when the seat begins, so the seat counts for nobody.") \
RULE(SEAT_FIELD, "seat-field", ERROR, "field that must be empty in a seat", \
  "Name, language, consent and its date belong to the membership, which a seat inherits.") \
RULE(POSITION_WITHOUT_GROUP, "position-without-group", ERROR, "position without a group", \
  "A position belongs to a seat in a group, and a membership has none. Name the group, such as leads, in a row of " \
  "its own.") \
RULE(CONSENT_WITHOUT_DATE, "consent-without-date", ERROR, "consent without its date", \
  "Consent, or its withdrawal, is evidence only with the day on which it was given: consent and consented go " \
  "together.") \
RULE(SUPPRESSED_ADDRESS, "suppressed-address", WARNING, "suppressed address in a roster", \
  "The address must never be written to again, but is that of a current member or applicant with consent. Find out " \
  "whether the person has come back, or should leave.") \
RULE(TWO_NAMES, "two-names", WARNING, "one address with two names", \
  "The address has another name elsewhere: one person spelled in two ways, or two people who share an address.") \
/* calls and the machine: not found by cop-check */ \
RULE(USAGE, "usage", USAGE, "usage", \
  "The call is wrong: an unknown option, column, id or value. The manual page of the command describes what it " \
  "takes.") \
RULE(NO_REGISTRY, "no-registry", USAGE, "no registry", \
  "Neither the current folder nor any folder above it holds registry.yaml, and neither -R nor COP_REGISTRY names a " \
  "registry.") \
RULE(REFUSED, "refused", NOTE, "refused", \
  "A rule of the community or of the formats kept somebody from being let in, or something from being changed. A " \
  "dry run says so here; otherwise the results do.") \
RULE(RECOGNIZED, "recognized", NOTE, "read as a file from a spreadsheet", \
  "The file of applicants has a byte-order mark, CRLF line endings, or semicolons or tabs between fields, or is in " \
  "Windows-1252 or UTF-16. It was read as such; nothing needs to be done.") \
RULE(LOOKALIKE, "lookalike", NOTE, "similar addresses", \
  "A new address looks like a mistyped one that the roster already has. Find out whether they are one person; if " \
  "so, cop-leave the one and cop-amend the other.") \
RULE(COMPOSITION_BREAKS, "composition-breaks", NOTE, "breaks a composition rule", \
  "This change leaves a group or the community with fewer or more people of a kind than its definition asks for.") \
RULE(NOT_FOUND, "not-found", NOTE, "not found", \
  "The address that cop-forget is to erase is in no roster, contact or way to join, so it is only suppressed. It may be " \
  "misspelt. A dry run says so here; otherwise the results do.") \
RULE(STANDS_HERE_TOO, "stands-here-too", NOTE, "the forgotten person is mentioned here", \
  "cop-forget takes a person out of rosters, contacts and ways to join. What a text or another person's row says " \
  "about them is for you to judge.") \
RULE(UNANSWERED, "unanswered", NOTE, "application without an answer", \
  "Somebody has applied to a community that ends, and nobody has approved or declined the application. Tell the " \
  "person, and name a community that takes people in.") \
RULE(OLD_ADDRESS, "old-address", NOTE, "the old address is also here", \
  "cop-amend changes rosters. If a definition names the address as a contact or a way to join, change it with " \
  "cop-set or an editor.") \
RULE(HISTORY, "history", NOTE, "still in history", \
  "Files no longer say who it was, but earlier commits do, and so do clones and backups. cop-forget(1) describes " \
  "how to purge them.") \
RULE(MERGE_CONFLICT, "merge-conflict", NOTE, "conflict", \
  "Both sides of a merge changed the same thing in different ways. Both are in the file between git's marks, at " \
  "that line. Keep what is right, delete the marks, check the file, and git add it.") \
RULE(MERGE_NOTED, "merge-noted", NOTE, "merged", \
  "A merge resolved something by its rules that you may want to look at; cop-merge-file(1) describes the rules. " \
  "Nothing needs to be done.") \
RULE(BUSY, "busy", TEMPORARY, "busy", \
  "Another writer, or git, kept the registry locked for longer than 30 seconds. Nothing was changed; try again.") \
RULE(CONFLICT, "conflict", TEMPORARY, "conflict", \
  "A merge has left both sides of a change, between git's marks, in a file that was to change or that says what may " \
  "change; or git calls such a file unmerged, whatever it contains. Resolve it in an editor, git add it, then try " \
  "again.") \
RULE(NOT_WRITTEN, "not-written", TEMPORARY, "not written", \
  "A file could not be written, and is unchanged. The system's own reason follows. Try again.") \
RULE(WRITE_UNKNOWN, "write-unknown", OUTPUT, "write failed", \
  "A file was replaced, but the system did not confirm that it is on the disk.") \
RULE(OUTPUT, "output", OUTPUT, "cannot write output", \
  "Standard output could not be written to the end: the disk is full, or the device failed. What came out is " \
  "incomplete.")
/* clang-format on */

#endif
