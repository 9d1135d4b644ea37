#!/bin/sh
# The examples of scripts/cron: mail-report, sync-registry, and the lines for cron and systemd.
# shellcheck disable=SC2016 # scripts of other programs are in single quotes
. "$TOP/tests/lib.sh"

# A mailer that keeps what it is given.
mailer() {
	write sendmail <<-'END'
		#!/bin/sh
		printf '%s\n' "$*" >"$MAILED.how"
		cat >"$MAILED"
	END
	chmod +x sendmail
	SENDMAIL=$PWD/sendmail MAILED=$PWD/mailed
	export SENDMAIL MAILED
}

# The parts of the mail as a mail reader sees them: type, then text.
# shellcheck disable=SC2317 # run calls it
read_mail() {
	python3 -c 'import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(mail["To"], "|", mail["From"], "|", mail["Subject"], "|", mail.get_content_type(), "|", len(mail.defects))
for part in mail.iter_parts():
    print(part.get_content_type(), part.get_content_charset())
    print(part.get_content())' "$1"
}

t 'mail-report mails the page, with its text as an alternative'
need base64 python3
sample
mailer
MAILFROM=reports@example.org run "$TOP/scripts/cron/mail-report" board@example.org page.html growth privacy --lang fr
status 0
out ''
err ''
file mailed.how '-t -i'
run read_mail mailed
out_like '^board@example.org \| reports@example.org \| Évolution \| multipart/alternative \| 0$'
out_like '^text/plain utf-8$'
out_has '  Communauté de pratique sur la vie privée'
out_like '^text/html utf-8$'
out_has '<html lang="fr"'

t 'a report that says the same is not mailed again'
need base64
sample
mailer
run "$TOP/scripts/cron/mail-report" board@example.org page.html growth privacy
status 0
ok 'nothing was mailed' test -s mailed
rm mailed
run "$TOP/scripts/cron/mail-report" board@example.org page.html growth privacy
status 1
out ''
err ''
absent mailed
run cop-join privacy --approved --email new@example.org --name 'New Person' --date 2026-06-29
run "$TOP/scripts/cron/mail-report" board@example.org page.html growth privacy
status 0
ok 'a new report was mailed' test -s mailed

t 'what could not be mailed is mailed by the next run'
need base64
sample
mailer
write down <<END
#!/bin/sh
echo 'sendmail: the queue is full' >&2
exit 75
END
chmod +x down
for old in none mailed; do
	SENDMAIL=$PWD/down run "$TOP/scripts/cron/mail-report" board@example.org page.html growth privacy
	status 75
	err 'sendmail: the queue is full'
	run "$TOP/scripts/cron/mail-report" board@example.org page.html growth privacy
	status 0
	ok 'it was mailed' test -s mailed
	rm mailed
	cop-join privacy --approved --email "$old@example.org" --name New >/dev/null
done
SENDMAIL=$PWD/down run "$TOP/scripts/cron/mail-report" board@example.org page.html roster privacy
status 75
file_lacks page.html mailed@example.org
absent page.html.new

t 'a page that could not be read completely is not kept as mailed'
need base64
sample
mailer
cp rosters/privacy.csv kept
sed -i '5s/^/"/' rosters/privacy.csv
run "$TOP/scripts/cron/mail-report" board@example.org page.html growth privacy
status 2
absent mailed
absent page.html
cp kept rosters/privacy.csv
run "$TOP/scripts/cron/mail-report" board@example.org page.html growth privacy
status 0
ok 'it was mailed' test -s mailed

t 'mail-report refuses an address with a line break'
sample
mailer
run "$TOP/scripts/cron/mail-report" "a@example.org
Bcc: b@example.org" page.html summary
status 2
err_has 'not an address'
absent mailed
absent page.html
run "$TOP/scripts/cron/mail-report" board@example.org
status 2
err_has 'usage: mail-report ADDRESS FILE'

t 'mail-report mails nothing if the report fails'
sample
mailer
run "$TOP/scripts/cron/mail-report" board@example.org page.html sumary
status 2
err_has 'did you mean "summary"?'
absent mailed

t 'the lines for cron run as written'
need base64
mkdir bin srv srv/reports srv/reports/public
sample srv/registry
for program in chronic:'exec "$@"' sync-registry:'echo sync' mail-report:'echo mail "$@"'; do
	printf '#!/bin/sh\n%s\n' "${program#*:}" >"bin/${program%%:*}"
	chmod +x "bin/${program%%:*}"
done
# As cron does: variables, then lines; % is a line end unless a backslash precedes it.
sed -n "s/^\\([A-Z_]*=.*\\)/\\1/p" "$TOP/scripts/cron/crontab" | sed "s,/srv,$PWD/srv,; s,^PATH=.*,PATH=$PWD/bin:$PATH," >variables
grep '^[*0-9]' "$TOP/scripts/cron/crontab" | sed 's/^\([^ ]* \)\{5\}//; s/\\%/%/g' >lines
ok 'there are six lines' test "$(wc -l <lines)" -eq 6
n=0
while IFS= read -r line; do
	n=$((n + 1))
	{
		echo 'set -a'
		sed 's/=\(.*\)/="\1"/' variables
		echo 'set +a'
		printf '%s\n' "$line"
	} >"line-$n.sh"
	run sh "line-$n.sh"
	status 0
	err ''
done <lines
file_has srv/reports/pulse.txt 'cop-approve perinatal --email ehargrave@fdu.example.ca'
file_has srv/reports/public/index.html '<html lang="en"'
file_has srv/reports/public/index.fr.html '<html lang="fr"'
ok 'there is a workbook' sh -c 'ls srv/reports/quarter-*.xlsx'

# clones: a registry in server.git, and its clones here/ and there/, both of them set up.  They are made once, and copied.
clones() {
	test -d "$scratch/clones" || (mkdir "$scratch/clones" && cd "$scratch/clones" && make_clones)
	cp -a "$scratch/clones/." .
}

make_clones() {
	git init -q --bare -b main server.git
	sample here
	git -C here init -q -b main
	cop-init --git here >/dev/null 2>&1
	git -C here add . && git -C here commit -q -m begin
	git -C here remote add origin ../server.git && git -C here push -q -u origin main
	git clone -q server.git there && cop-init --git there >/dev/null
	git -C there remote set-url origin ../server.git
}

# here/ and there/ disagree about one value.
disagree() {
	cop-amend -R here bvaillancourt@nickelbasin.example.ca name=One >/dev/null
	cop-amend -R there bvaillancourt@nickelbasin.example.ca name=Two >/dev/null
}

sync() { COP_REGISTRY=$PWD/$1 run "$TOP/scripts/cron/sync-registry"; }

t 'sync-registry exchanges what was written on two machines'
need git
clones
cop-join -R here privacy --approved --email a@example.org --name A >/dev/null
cop-join -R there privacy --approved --email b@example.org --name B >/dev/null
cop-leave -R there privacy --email bvaillancourt@nickelbasin.example.ca >/dev/null
for clone in here there here; do
	sync $clone
	status 0
	out ''
	err ''
done
run diff -r -x .git here there
status 0
run cop-members -R here privacy -c email -w joined=2026-06-30
out <<'END'
a@example.org
b@example.org
END
run cop-members -R here privacy -c email -w left=2026-06-30
out bvaillancourt@nickelbasin.example.ca
run git -C server.git log --format=%s main
out_has 'What commands have changed'

t 'sync-registry with nothing to do, and from another folder'
need git
clones
sync here
status 0
run git -C here log --format=%s
out begin
cd there || exit
run "$TOP/scripts/cron/sync-registry"
status 0

t 'sync-registry: a conflict is undone, reported, and left to a person; nothing is lost'
need git
clones
disagree
sync here
status 0
sync there
status 1
err_has 'both sides changed name'
err_has "not merged; see: cd $PWD/there && git merge '@{upstream}'"
run git -C there status --short
out ''
run cop-members -R there -w email=bvaillancourt@nickelbasin.example.ca -c cop,name
out_has Two
run cop-join -R there privacy --approved --email b@example.org --name B
status 0

t 'sync-registry: messages have the absolute path of a folder'
need git
clones
disagree
sync here
cd there || exit
run "$TOP/scripts/cron/sync-registry" .
status 1
err_has "sync-registry: $PWD: not merged; see: cd $PWD && git merge '@{upstream}'"
run "$TOP/scripts/cron/sync-registry" . nowhere
status 1
err_has nowhere

t 'sync-registry: a merge that a person has begun is left to that person'
need git
clones
disagree
sync here
sync there
status 1
git -C there merge '@{upstream}' >/dev/null 2>&1
cp -a there was
sync there
status 1
err "sync-registry: $PWD/there: a merge or the like is under way; nothing was done"
ok 'all is as it was' diff -r -x index -x FETCH_HEAD was there
git -C there checkout -q --ours rosters && git -C there add rosters
sync there
status 1
err_has 'under way'
git -C there commit -q --no-edit
sync there
status 0

t 'sync-registry: an error that others push is not merged, but its correction is'
need git
clones
sed -i 's/^host: alliance/host: aliance/' there/cops/privacy.yaml
git -C there commit -q --no-verify -a -m worse && git -C there push -q
cop-join -R here privacy --approved --email a@example.org --name A >/dev/null
for _ in 1 2; do
	sync here
	status 1
	err "sync-registry: $PWD/here: what has come has errors, and was not merged; see: cop-check -R $PWD/here --at '@{upstream}'"
done
run cop-check -R here -w severity=error
status 0
sed -i 's/^host: aliance/host: alliance/' there/cops/privacy.yaml
git -C there commit -q -a -m better && git -C there push -q
sync here
status 0
err ''
run git -C server.git show main:rosters/privacy.csv
out_has a@example.org,

t 'sync-registry: an error that has been merged already does not hold back rows'
need git
clones
sed -i 's/^host: alliance/host: aliance/' there/cops/finance.yaml
git -C there commit -q --no-verify -a -m worse && git -C there push -q
git -C here pull -q
cop-join -R here privacy --approved --email a@example.org --name A >/dev/null
sync here
status 0
run git -C server.git show main:rosters/privacy.csv
out_has a@example.org,

t 'sync-registry: files that do not belong to the registry are not published'
need git
clones
echo private >here/export.csv
cp here/rosters/privacy.csv here/rosters/privacy.csv~
cp here/rosters/privacy.csv 'here/rosters/privacy (copy).csv'
cp here/rosters/privacy.csv here/rosters/privacy.2.csv
cp here/cops/privacy.yaml here/cops/Privacy.yaml
cop-leave -R here privacy --email bvaillancourt@nickelbasin.example.ca >/dev/null
run cop-new -R here brief host=alliance name=Brief domain=Letters
rm here/rosters/finance.csv
sync here
status 0
run git -C server.git show --format= --name-status main
out <<'END'
A	cops/brief.yaml
A	rosters/brief.csv
D	rosters/finance.csv
M	rosters/privacy.csv
END

t 'sync-registry: what somebody has staged is not published, and stops only the merge'
need git
clones
echo private >here/export.csv && git -C here add export.csv
cop-leave -R here privacy --email bvaillancourt@nickelbasin.example.ca >/dev/null
sync here
status 0
run git -C server.git show --format= --name-only main
out rosters/privacy.csv
run git -C here status --short
out 'A  export.csv'
cop-set -R there privacy scope=regional >/dev/null
sync there
status 0
cop-set -R here ai scope=regional >/dev/null
sync here
status 1
err_has export.csv
git -C here rm -q --cached export.csv
sync here
status 0
run cop-list -R here privacy -c scope
out regional

t 'sync-registry: two repositories, and one without a branch to exchange with'
need git
clones
git init -q --bare -b main people.git
git clone -q people.git people 2>/dev/null
git -C people checkout -q -b main
mv here/rosters here/organizations.csv here/suppressions.csv people/ && echo 'people: ../people' >>here/registry.yaml
cop-init --git here >/dev/null 2>&1
git -C people add . && git -C people commit -q --no-verify -m people
cop-join -R here privacy --approved --email a@example.org --name A >/dev/null
run "$TOP/scripts/cron/sync-registry" here "$PWD/people"
status 1
err "sync-registry: $PWD/people: no branch to exchange with; see: git push -u"
git -C people push -q -u origin main
run "$TOP/scripts/cron/sync-registry" here "$PWD/people"
status 0
err ''
run git -C people.git show main:rosters/privacy.csv
out_has a@example.org,
run git -C server.git ls-tree --name-only main
out_lacks rosters

# split_clones: a registry in here/ and its people in ppl/, each with a server; desk/ has clones of both, side by side.
split_clones() {
	git init -q --bare -b main server.git && git init -q --bare -b main people.git
	sample here
	git init -q -b main here && git init -q -b main ppl
	mv here/rosters here/organizations.csv here/suppressions.csv ppl/ && echo 'people: ../ppl' >>here/registry.yaml
	cop-init --git here >/dev/null 2>&1
	for clone in ppl:people.git here:server.git; do
		git -C "${clone%:*}" add . && git -C "${clone%:*}" commit -q --no-verify -m begin
		git -C "${clone%:*}" remote add origin "../${clone#*:}" && git -C "${clone%:*}" push -q -u origin main
	done
	mkdir desk && git clone -q server.git desk/here && git clone -q people.git desk/ppl && cop-init --git desk/here >/dev/null
}

t 'sync-registry: an error in the people that others push is not merged, and our own rows are kept'
need git
split_clones
sed -i '/^bvaillancourt/s/,executive,/,nursex,/' desk/ppl/rosters/privacy.csv
git -C desk/ppl commit -q --no-verify -a -m worse && git -C desk/ppl push -q
cop-join -R here privacy --approved --email a@example.org --name A >/dev/null
for _ in 1 2; do
	run "$TOP/scripts/cron/sync-registry" here ppl
	status 1
	err "sync-registry: $PWD/ppl: what has come has errors, and was not merged; see: cd $PWD/ppl && git merge '@{upstream}' && cop-check -R $PWD/here"
done
run cop-check -R here -w severity=error
status 0
run git -C ppl status --short
out ''
run git -C ppl log --format=%s
out_has 'What commands have changed'
ok 'nothing is left in the folder of git' test ! -e ppl/.git/sync-registry
sed -i 's/,nursex,/,executive,/' desk/ppl/rosters/privacy.csv
git -C desk/ppl commit -q -a -m better && git -C desk/ppl push -q
run "$TOP/scripts/cron/sync-registry" here ppl
status 0
err ''
run git -C people.git show main:rosters/privacy.csv
out_has a@example.org,

t 'sync-registry: an error in the people that has been merged already does not hold back rows'
need git
split_clones
sed -i '/^bvaillancourt/s/,executive,/,nursex,/' desk/ppl/rosters/privacy.csv
git -C desk/ppl commit -q --no-verify -a -m worse && git -C desk/ppl push -q
git -C ppl pull -q
cop-join -R here privacy --approved --email a@example.org --name A >/dev/null
cop-join -R desk/here privacy --approved --email b@example.org --name B >/dev/null
git -C desk/ppl commit -q --no-verify -a -m b && git -C desk/ppl push -q
run "$TOP/scripts/cron/sync-registry" here ppl
status 0
run git -C people.git show main:rosters/privacy.csv
out_has a@example.org,
out_has b@example.org,

t 'sync-registry: a change that breaks a rule is not committed'
need git
clones
echo nonsense >here/cops/privacy.yaml
sync here
status 1
err_has 'cops/privacy.yaml'
err_has 'not committed, as git says above'
run git -C here log --format=%s
out begin
# It is not left staged, so that git restore takes it back.
git -C here restore cops/privacy.yaml
run sh -c 'cd here && git status --short && cop-check'
status 0
out ''

t 'sync-registry: an error of git, such as a full disk, is reported, and the next run tries again'
need git
clones
cop-join -R here privacy --approved --email a@example.org --name A >/dev/null
write bin/git <<END
#!/bin/sh
case \$* in add*) echo 'fatal: unable to write loose object file: No space left on device' >&2; exit 128 ;; esac
exec $(command -v git) "\$@"
END
chmod +x bin/git
PATH=$PWD/bin:$PATH sync here
status 1
err_has 'No space left on device'
err_has "sync-registry: $PWD/here: not committed, as git says above"
rm bin/git
sync here
status 0
run git -C server.git show main:rosters/privacy.csv
out_has a@example.org,

t 'sync-registry: the server is not there'
need git
clones
rm -rf server.git
sync here
status 1
err_has 'does not appear to be a git repository'

t 'sync-registry: somebody pushes meanwhile: both changes are kept'
need git
clones
cop-join -R there privacy --approved --email b@example.org --name B >/dev/null
git -C there commit -q -a -m b
cop-join -R here privacy --approved --email a@example.org --name A >/dev/null
# Between fetching and pushing, namely when here/ commits.
write here/.git/hooks/post-commit <<END
#!/bin/sh
env -u GIT_DIR -u GIT_INDEX_FILE git -C '$PWD/there' push -q
END
chmod +x here/.git/hooks/post-commit
sync here
status 0
run git -C server.git show main:rosters/privacy.csv
out_has a@example.org,
out_has b@example.org,

t 'the units are valid for systemd'
need systemd-analyze
mkdir units
# If the program is not installed, the built one is used.
sed "s,^ExecStart=cop-report,ExecStart=$BUILD/bin/cop-report," "$TOP/scripts/cron/cop-report.service" >units/cop-report.service
cp "$TOP/scripts/cron/cop-report.timer" units/
run systemd-analyze --user verify units/cop-report.service units/cop-report.timer
err_lacks 'cop-report'

done_testing
