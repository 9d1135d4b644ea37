#!/bin/sh
# Promises 2 and 5: exit 0 means that it is on the disk, shown by the order of calls; and whoever saves the file
# while a writer works loses nothing.
# shellcheck disable=SC2016,SC1112,SC2094 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"

H=email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source

tracing() {
	need strace
	test -z "$case_skip" || return 1
	if ! strace -f -o /dev/null true 2>/dev/null; then
		skip 'strace cannot trace here'
	fi
	# LeakSanitizer cannot work below a tracer.
	export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
	test -z "$case_skip"
}

unordered() {
	registry
	mkdir -p rosters .git
	printf '%s\nb@x.org,Bo,,,,,,,,2026-01-01,,,,\na@x.org,An,,,,,,,,2026-01-01,,,,\n' $H >rosters/a.csv
}

# Reads a log of a writer of rosters/a.csv; says what is against the write protocol.
protocol() {
	perl -ne '
		our ($lock, $read, $temp, $written, $synced, $closed, $swapped, $folder, $durable);
		sub wrong { print "$_[0]: $_"; }
		next unless /^\d+ +(\w+)\((.*)\) += (-?\d+)/;
		my ($call, $args, $result) = ($1, $2, $3);
		wrong("the roster is opened for writing") if $call =~ /^open/ && $args =~ /"(?:[^"]*\/)?a\.csv"/ && $args =~ /O_(WRONLY|RDWR|TRUNC|CREAT)/;
		wrong("truncated in place") if $call =~ /truncate/;
		next if $result < 0;
		$lock = 1 if $call eq "flock" && $args =~ /LOCK_EX/;
		if ($call eq "openat" && $args =~ /"a\.csv"/ && !$temp) { wrong("read before the lock") unless $lock; $read = 1; }
		if ($call eq "openat" && $args =~ /^(\d+), "\.a\.csv\.new", .*O_CREAT/) {
			($temp, $folder) = ($result, $1);
			wrong("temporary file without O_EXCL and O_NOFOLLOW") unless $args =~ /O_EXCL/ && $args =~ /O_NOFOLLOW/;
			wrong("temporary file is not 0600") unless $args =~ /, 0600$/;
			wrong("temporary file before the file was read") unless $read;
			undef $synced; undef $closed; undef $written;
		}
		if (defined $temp && $call eq "write" && $args =~ /^$temp, /) { $written = 1; wrong("written after it was synchronized") if $synced; }
		if (defined $temp && !$closed && $call eq "fsync" && $args eq $temp) { wrong("synchronized twice") if $synced; $synced = 1; }
		if (defined $temp && !$closed && $call eq "close" && $args eq $temp) { wrong("closed before it was synchronized") unless $synced; $closed = 1; }
		if ($call =~ /^rename/ && $args =~ /"\.a\.csv\.new".*"a\.csv"/) {
			wrong("swapped before it was written, synchronized and closed") unless $written && $synced && $closed;
			wrong("swapped without the lock") unless $lock;
			$swapped = 1; undef $durable;
		}
		if ($swapped && $call eq "fsync" && $args eq $folder) { $durable = 1; }
		if ($call eq "write" && $args =~ /^1, / && $swapped) { wrong("reported before it was durable") unless $durable; }
		END { $_ = "\n"; wrong("no swap") unless $swapped; wrong("the folder was not synchronized") unless $durable; }' "$1"
}

t 'cop-fmt: written, synchronized, closed, swapped, the folder synchronized, then told'
if tracing; then
	unordered
	run strace -f -qq -o log cop-fmt
	status 0
	protocol log >wrong
	test ! -s wrong || fails 'against the protocol' <wrong
	ok 'it is an exchange' grep -q 'renameat2(.*RENAME_EXCHANGE) = 0' log
fi

t 'cop-fmt: the same where renameat2 is missing'
if tracing; then
	for error in ENOSYS EINVAL; do
		unordered
		run strace -f -qq -o log -e inject=renameat2:error=$error cop-fmt
		status 0
		protocol log >wrong
		test ! -s wrong || fails 'against the protocol' <wrong
		ok 'sorted' sh -c 'sed -n 2p rosters/a.csv | grep -q ^a@'
		ok 'no temporary file' test ! -e rosters/.a.csv.new
	done
fi

t 'cop-fmt: a search for git upward ends at the root'
if tracing; then
	unordered
	rm -rf .git
	run strace -f -qq -o log cop-fmt
	status 0
	ok "$(grep -c '"\.git"' log) looks for .git from a folder that lies $(pwd | tr -cd / | wc -c) deep" \
		test "$(grep -c '"\.git"' log)" -le 12
fi

# meanwhile INJECTION COMMAND: runs cop-fmt, and COMMAND once its temporary file is there.
meanwhile() {
	{
		n=0
		while ! test -e rosters/.a.csv.new && test $n -lt 200; do
			sleep 0.02
			n=$((n + 1))
		done
		sleep 0.1
		eval "$2"
	} &
	eval "run strace -f -qq -o log $1 cop-fmt"
	wait
}
delay='-e inject=fsync:delay_enter=700000:when=1'

t 'an editor that writes in place between read and swap is not lost'
if tracing; then
	unordered
	meanwhile "$delay" 'echo "c@x.org,Cy,,,,,,,,2026-02-02,,,," >>rosters/a.csv'
	status 0
	printf '%s\na@x.org,An,,,,,,,,2026-01-01,,,,\nb@x.org,Bo,,,,,,,,2026-01-01,,,,\nc@x.org,Cy,,,,,,,,2026-02-02,,,,\n' $H >wanted
	file rosters/a.csv <wanted
	ok 'no temporary file' test ! -e rosters/.a.csv.new
fi

t 'an editor that replaces the file, as vim and git checkout do, is not lost'
if tracing; then
	unordered
	printf '%s\nz@x.org,Zo,,,,,,,,2026-01-01,,,,\nc@x.org,Cy,,,,,,,,2026-02-02,,,,\n' $H >edited
	meanwhile "$delay" 'cp edited e && mv e rosters/a.csv'
	status 0
	printf '%s\nc@x.org,Cy,,,,,,,,2026-02-02,,,,\nz@x.org,Zo,,,,,,,,2026-01-01,,,,\n' $H >wanted
	file rosters/a.csv <wanted
	ok 'no temporary file' test ! -e rosters/.a.csv.new
fi

t 'an edit of the same size within the same second, with the time put back, is not lost'
if tracing; then
	unordered
	meanwhile "$delay" 'cp -p rosters/a.csv stamp; perl -i.bak -pe "s/Bo/Cy/" stamp; touch -r rosters/a.csv stamp2; cat stamp >rosters/a.csv; touch -r stamp2 rosters/a.csv'
	status 0
	file_has rosters/a.csv 'b@x.org,Cy,'
	ok 'sorted' sh -c 'sed -n 2p rosters/a.csv | grep -q ^a@'
fi

t 'an edit that damages the file is refused, and stays'
if tracing; then
	unordered
	meanwhile "$delay" "printf 'oops\"' >>rosters/a.csv"
	status 2
	file_has rosters/a.csv 'oops"'
	ok 'the records are as they were' sh -c 'sed -n 2p rosters/a.csv | grep -q ^b@'
	ok 'no temporary file' test ! -e rosters/.a.csv.new
fi

t 'a file that is removed meanwhile does not come back'
if tracing; then
	unordered
	meanwhile "$delay" 'rm rosters/a.csv'
	status 2
	err_has rosters/a.csv
	absent rosters/a.csv rosters/.a.csv.new
fi

t 'where renameat2 is missing, an edit before the rename is not lost either'
if tracing; then
	unordered
	meanwhile "$delay -e inject=renameat2:error=ENOSYS" 'echo "c@x.org,Cy,,,,,,,,2026-02-02,,,," >>rosters/a.csv'
	status 0
	file_has rosters/a.csv 'c@x.org,Cy,,,,,,,,2026-02-02,,,,'
	ok 'sorted' sh -c 'sed -n 2p rosters/a.csv | grep -q ^a@'
fi

t 'a save while another save is being put back is not lost'
if tracing; then
	unordered
	printf '%s\nfirst@x.org,Fi,,,,,,,,2026-01-01,,,,\n' $H >one
	printf '%s\nsecond@x.org,Se,,,,,,,,2026-01-01,,,,\n' $H >two
	# The first save lands before the exchange, the second one between it and the exchange back.
	meanwhile "$delay -e inject=renameat2:delay_enter=1200000:when=2" \
		'cp one e && mv e rosters/a.csv; sleep 1; cp two e && mv e rosters/a.csv'
	status 0
	file rosters/a.csv <two
	ok 'no temporary file' test ! -e rosters/.a.csv.new
fi

t 'a save that cannot be put back is not removed'
if tracing; then
	unordered
	printf '%s\nfirst@x.org,Fi,,,,,,,,2026-01-01,,,,\n' $H >one
	meanwhile "$delay -e inject=renameat2:error=EIO:when=2" 'cp one e && mv e rosters/a.csv'
	ok 'the save is still there' grep -q first@x.org rosters/a.csv rosters/.a.csv.new
	ok "a status that tells, not $got_status" test "$got_status" -eq 74 -o "$got_status" -eq 75 -o "$got_status" -eq 2
	err_has rosters/a.csv
fi

t 'somebody who keeps changing the file: status 75, his file stays'
if tracing; then
	unordered
	cat >keep <<-'END'
		n=0
		while test ! -e stop && test $n -lt 9999; do
			n=$((n + 1))
			{ head -n 1 rosters/a.csv; echo "b@x.org,Bo,,,,,,,,2026-01-01,,,,$n"; echo "a@x.org,An,,,,,,,,2026-01-01,,,,$n"; } >e
			mv e rosters/a.csv
		done
	END
	sh keep &
	while ! grep -q '[0-9]$' rosters/a.csv; do sleep 0.01; done
	run strace -f -qq -o log -e inject=fsync:delay_enter=250000 cop-fmt
	touch stop
	wait
	status 75
	err_has rosters/a.csv
	err_has '[busy]'
	ok 'his file' sh -c 'sed -n 2p rosters/a.csv | grep -q "^b@.*[0-9]$"'
	ok 'no temporary file' test ! -e rosters/.a.csv.new
fi

done_testing
