#!/bin/sh
# Promises 2 and 5: exit 0 means that the change is on the disk, as the order of calls shows; and whoever saves a file
# while a writer works loses nothing.
# shellcheck disable=SC2016,SC1112,SC2094,SC2154 # other programs' scripts; data has ’ in it; lib.sh sets name, state, right
. "$TOP/tests/fault/lib.sh"

# whole_protocol LOG: reads a log, by strace -y, of the writer of $files in reg/, and prints what breaks the write
# protocol. FMT=1: each file is written by itself.
whole_protocol() {
	# shellcheck disable=SC2086
	perl -e '
		our ($root, $path, $to, %of, %lock, %rank, %temp, %closed, %swapped, %dirty, $told, $last);
		my $log = shift;
		$root = shift;
		$of{"$root/$_"} = 1 for @ARGV;
		sub wrong { print "$_[0]: $_" }
		sub folder { $_[0] =~ s,/[^/]*$,,r }
		sub locked { my $f = shift; $ENV{FREE} || grep { $_ eq $f || $f =~ m,^\Q$_\E/(cops|rosters|schema)$, && $ENV{WHOLE} } values %lock }
		# The paths in the arguments: a descriptor and a name, or a descriptor alone.
		sub paths {
			my ($args, @p) = @_;
			while ($args =~ /(?:AT_FDCWD|\d+)<([^>]*)>, "((?:[^"\\]|\\.)*)"/g) { push @p, $2 =~ m,^/, ? $2 : "$1/$2" }
			s,/\./,/,g for @p;
			return @p;
		}
		open(my $f, "<", $log) or die;
		while (<$f>) {
			next unless /^\d+ +(\w+)\((.*)\) += (-?\d+)/;
			my ($call, $args, $result) = ($1, $2, $3);
			($path, $to) = paths($args);
			$to //= "";
			my ($fd, $of_fd) = $args =~ /^(\d+)<([^>]*)>/;
			if ($call =~ /^(open|openat|creat)$/ && defined $path && $path =~ m,^\Q$root\E/, && $args =~ /O_(WRONLY|RDWR|TRUNC|CREAT|APPEND)/) {
				my $kept = $path =~ s,/\.([^/]*)\.new$,/$1,r;
				wrong("a file is opened for writing in place") unless $kept ne $path && $of{$kept};
				wrong("a temporary file without O_EXCL or O_NOFOLLOW, or not 0600") unless $args =~ /O_EXCL/ && $args =~ /O_NOFOLLOW/ && $args =~ /, 0600$/;
				wrong("a temporary file without the lock") unless locked(folder($path));
				wrong("a temporary file after the first swap") if %swapped && !$ENV{FMT};
				if ($result >= 0) { $temp{$kept} = {fd => $result}; delete $swapped{$kept} }
			}
			wrong("truncated") if $call =~ /truncate/;
			next if $result < 0;
			if ($call eq "flock" && $args =~ /LOCK_EX/) {
				my $rank = $of_fd eq "$root/cops" ? 1 : $of_fd =~ m,/rosters$, ? 3 : 2;
				wrong("a lock out of order") if grep { $_ > $rank } values %rank;
				$lock{$fd} = $of_fd;
				$rank{$fd} = $rank;
			}
			wrong("read before the lock") if $call eq "openat" && $of{$path} && !locked(folder($path)) && !%swapped;
			for my $name (keys %temp) {
				my $t = $temp{$name};
				next if $t->{closed} || !defined $fd || $fd != $t->{fd};
				if ($call =~ /^p?writev?(64)?$/) { wrong("written after it was synchronized") if $t->{synced}; $t->{written} = 1 }
				if ($call eq "fsync") { wrong("synchronized twice") if $t->{synced}; $t->{synced} = 1 }
				if ($call eq "close") { wrong("closed before it was synchronized") unless $t->{synced}; $t->{closed} = 1 }
			}
			if ($call =~ /^(rename|link)/ && $of{$to}) {
				wrong("swapped without the lock") unless locked(folder($to));
				for ($ENV{FMT} ? $to : keys %of) {
					my $t = $temp{$_};
					wrong("swapped, and $_ is not written, synchronized and closed") unless $t && $t->{closed} && ($t->{written} || /gitkeep$/);
				}
				$swapped{$to} = $dirty{folder($to)} = 1;
			}
			$dirty{folder($path)} = 1 if $call =~ /^mkdir/ && $path =~ m,^\Q$root\E/,;
			delete $dirty{$of_fd} if $call eq "fsync" && defined $of_fd;
			if ($call eq "close" && defined $fd && $lock{$fd}) {
				wrong("the lock is let go before the folder is synchronized") if $dirty{$lock{$fd}};
				delete $lock{$fd};
				delete $rank{$fd};
			}
			if ($call eq "write" && $args =~ /^1</) {
				wrong("told before $_ is synchronized") for keys %dirty;
				if (!$ENV{FMT}) { wrong("told before $_ was swapped") for grep { !$swapped{$_} } keys %of }
			}
		}
		$_ = "at the end\n";
		wrong("no swap of $_") for grep { !$swapped{$_} } keys %of;
		wrong("not synchronized: $_") for keys %dirty;' "$1" "$PWD/reg" $files
}

# follows [STRACE-OPTION…]: the writer follows the protocol when it runs with these options.
follows() {
	restore
	act strace -f -qq -y -o ../log "$@"
	look
	ok "it works, status $got_status, the files are $state" test "$got_status" -eq "$right" -a "$state" = new
	FMT='' WHOLE='' FREE=''
	case $name in
	fmt*) FMT=1 ;;
	init) WHOLE=1 ;; # everything new is under one lock
	merge) FREE=1 ;; # the caller of git holds the locks
	esac
	export FMT WHOLE FREE
	whole_protocol log >wrong
	empty "$name $*: against the protocol" wrong
	n=$(grep -cE '(flock|openat|write|fsync|rename|renameat2|linkat|mkdirat)\(' log)
	echo "$name $*: $n calls" >>"${POINTS:-/dev/null}"
	state=''
}

for w in $(writers); do
	t "$w: locked, read, written, synchronized, closed, swapped, the folders synchronized, then told"
	if tracing && writer "$w"; then
		follows
		follows -e inject=renameat2:error=ENOSYS
		follows -e inject=renameat2:error=EINVAL
	fi
done

# stopped CALL WHEN EDIT: the writer is stopped at that call, EDIT is run in reg/, and the writer continues.
stopped() {
	restore
	state=''
	rm -f log
	{
		k=0
		until grep -qs -e '--- stopped by SIGSTOP' log || test $k -gt 500; do
			sleep 0.01
			k=$((k + 1))
		done
		(cd reg && eval "$3")
		kill -CONT "$(sed -n 's/^\([0-9]*\) .*--- stopped by SIGSTOP.*/\1/p' log)"
	} &
	act timeout -k 1 20 strace -f -o ../log -e inject="$1:signal=STOP:when=$2"
	wait
}

# kept WHAT TEXT FILE…: what somebody else saved in the first of the files is there once, and apart from it the files are
# as the writer makes them.
kept() {
	test "$got_status" -eq 0 || echo "$1: status $got_status: $(head -n 1 said)"
	test "$(grep -cF "$2" "reg/$3")" -eq 1 || echo "$1: the save is lost"
	for f in $files; do
		grep -vF "$2" "reg/$f" | cmp -s - "new/$f" || echo "$1: not what the writer makes of $f: $(grep -vF "$2" "reg/$f" | diff - "new/$f" | head -n 3 | xargs)"
	done
	leftovers=$(find reg -name '.*.new' -o -name '.*.old')
	test -z "$leftovers" || echo "$1: left $leftovers"
}

# saved_meanwhile FILE POINT…: somebody saves the file, in place or by replacing it, when the writer is at that CALL:NUMBER.
saved_meanwhile() {
	f=$1
	shift
	: >bad
	row='zz@x.org,Saved meanwhile,,,,,,,,2026-01-01,,,,form'
	case $f in *suppressions*) row='zz@x.org,2026-01-01,Saved meanwhile' ;; esac
	for point; do
		stopped "${point%:*}" "${point#*:}" "echo '$row' >>$f"
		kept "$f in place at $point" "$row" "$f" >>bad
		stopped "${point%:*}" "${point#*:}" "cp -p $f ../e && echo '$row' >>../e && cp -p ../e e && mv e $f"
		kept "$f in its stead at $point" "$row" "$f" >>bad
		echo "$name: saved at $point: 2" >>"${POINTS:-/dev/null}"
	done
	empty "$name" bad
}

t 'cop-join: a save between read and swap is not lost, nor is the new member'
if tracing && writer join; then saved_meanwhile rosters/a.csv fchmod:1 fsync:1; fi

# The files are swapped in this order: suppressions.csv, a.csv, b.csv. A signal comes after the call is done.
t 'cop-amend: a save of one of its files between read and swap is not lost, nor is the change of the others'
if tracing && writer amend; then
	saved_meanwhile suppressions.csv fsync:1 fsync:3
	saved_meanwhile rosters/a.csv fsync:1 fsync:3 renameat2:1
	saved_meanwhile rosters/b.csv fsync:1 fsync:3 renameat2:1 renameat2:2
fi

# -- cop-fmt: other things that can happen to a file --------------------------------------------------------------------

tracing() {
	need strace
	test -z "$case_skip" || return 1
	if ! strace -f -o /dev/null true 2>/dev/null; then
		skip 'strace cannot trace here'
	fi
	# LeakSanitizer does not work under a tracer.
	export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
	test -z "$case_skip"
}

unordered() {
	registry
	mkdir -p rosters .git
	printf '%s\nb@x.org,Bo,,,,,,,,2026-01-01,,,,\na@x.org,An,,,,,,,,2026-01-01,,,,\n' $H >rosters/a.csv
}

# Reads a log of a writer of rosters/a.csv, and prints what breaks the write protocol.
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
	empty 'against the protocol' wrong
	ok 'it is an exchange' grep -q 'renameat2(.*RENAME_EXCHANGE) = 0' log
fi

t 'cop-fmt: the same where renameat2 is missing'
if tracing; then
	for error in ENOSYS EINVAL; do
		unordered
		run strace -f -qq -o log -e inject=renameat2:error=$error cop-fmt
		status 0
		protocol log >wrong
		empty 'against the protocol' wrong
		ok 'sorted' sh -c 'sed -n 2p rosters/a.csv | grep -q ^a@'
		ok 'no temporary file' test ! -e rosters/.a.csv.new
	done
fi

# Ana is in two rosters; cop-amend runs with these failures.
amend_two() {
	registry
	sed 's/Community A/Community B/' cops/a.yaml >cops/b.yaml
	mkdir -p rosters .git
	for cop in a b; do
		printf '%s\nana@x.org,Ana,,,,,,,,2026-01-01,,,,\n' $H >rosters/$cop.csv
		cp rosters/$cop.csv $cop.in
	done
	run strace -f -qq -o log -e inject=renameat2:error=ENOSYS "$@" cop-amend ana@x.org name=Anna
	grep -q 'renameat(' log || skip 'there is no renameat here'
}

t 'two files, and the second cannot be swapped: the first is restored, even without hard links'
if tracing; then
	for link in '' 'linkat:error=EPERM'; do
		amend_two -e inject=renameat:error=EIO:when=2 ${link:+-e "inject=$link"}
		status 75
		err_has 'rosters/b.csv: error: '
		ok "a is as it was${link:+, without links}" cmp a.in rosters/a.csv
		ok "b is as it was${link:+, without links}" cmp b.in rosters/b.csv
		ok "nothing is left${link:+, without links}" test -z "$(find rosters -name '.*.csv*')"
	done
fi

t 'the first cannot be restored either: the message says where its old content is, if it still exists'
if tracing; then
	amend_two -e inject=renameat:error=EIO:when=2+
	status 74
	err_has 'rosters/a.csv: error: '
	err_like 'the old file could not be restored \((Input/output|I/O) error\): it is now in .a.csv.old'
	ok 'it is there' cmp a.in rosters/.a.csv.old
	amend_two -e inject=renameat:error=EIO:when=2+ -e inject=linkat:error=EPERM
	status 74
	err_like 'the old file could not be restored \((Input/output|I/O) error\) and is lost'
	ok 'the new one is there' grep -q Anna rosters/a.csv
	ok 'nothing is left' test -z "$(find rosters -name '.*.csv.new' -o -name '.b.csv*')"
fi

t 'cop-fmt: the search for git in parent folders ends at the root'
if tracing; then
	unordered
	rm -rf .git
	run strace -f -qq -o log cop-fmt
	status 0
	ok "$(grep -c '"\.git"' log) looks for .git from a folder that lies $(pwd | tr -cd / | wc -c) deep" \
		test "$(grep -c '"\.git"' log)" -le 12
fi

t 'cop-fmt FILE...: each file that is named in its usual way is looked up only for its own sake'
if tracing; then
	unordered
	for i in 1 2 3 4 5 6 7 8; do for k in 1 2 3 4 5 6 7 8; do echo "$H" >"rosters/x$i$k.csv"; done; done
	run strace -f -qq -e trace=%%stat -o log cop-fmt rosters/x*.csv
	ok "$(wc -l <log) calls about 64 files" test "$(wc -l <log)" -le 640
	run cop-fmt ./rosters/../rosters/x11.csv
	status 0
fi

# meanwhile INJECTION COMMAND: runs cop-fmt, and COMMAND as soon as its temporary file is there.
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

t 'the change of an editor that writes in place between read and swap is not lost'
if tracing; then
	unordered
	meanwhile "$delay" 'echo "c@x.org,Cy,,,,,,,,2026-02-02,,,," >>rosters/a.csv'
	status 0
	printf '%s\na@x.org,An,,,,,,,,2026-01-01,,,,\nb@x.org,Bo,,,,,,,,2026-01-01,,,,\nc@x.org,Cy,,,,,,,,2026-02-02,,,,\n' $H >wanted
	file rosters/a.csv <wanted
	ok 'no temporary file' test ! -e rosters/.a.csv.new
fi

t 'the change of an editor that replaces the file, such as vim or git checkout, is not lost'
if tracing; then
	unordered
	printf '%s\nz@x.org,Zo,,,,,,,,2026-01-01,,,,\nc@x.org,Cy,,,,,,,,2026-02-02,,,,\n' $H >edited
	meanwhile "$delay" 'cp edited e && mv e rosters/a.csv'
	status 0
	printf '%s\nc@x.org,Cy,,,,,,,,2026-02-02,,,,\nz@x.org,Zo,,,,,,,,2026-01-01,,,,\n' $H >wanted
	file rosters/a.csv <wanted
	ok 'no temporary file' test ! -e rosters/.a.csv.new
fi

t 'an edit of the same size within the same second, with the old time restored, is not lost'
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

t 'without renameat2, an edit before the rename is not lost either'
if tracing; then
	unordered
	meanwhile "$delay -e inject=renameat2:error=ENOSYS" 'echo "c@x.org,Cy,,,,,,,,2026-02-02,,,," >>rosters/a.csv'
	status 0
	file_has rosters/a.csv 'c@x.org,Cy,,,,,,,,2026-02-02,,,,'
	ok 'sorted' sh -c 'sed -n 2p rosters/a.csv | grep -q ^a@'
fi

t 'a save while an earlier save is being restored is not lost'
if tracing; then
	unordered
	printf '%s\nfirst@x.org,Fi,,,,,,,,2026-01-01,,,,\n' $H >one
	printf '%s\nsecond@x.org,Se,,,,,,,,2026-01-01,,,,\n' $H >two
	# The first save comes before the exchange, the second one between it and the exchange back.
	meanwhile "$delay -e inject=renameat2:delay_enter=1200000:when=2" \
		'cp one e && mv e rosters/a.csv; sleep 1; cp two e && mv e rosters/a.csv'
	status 0
	file rosters/a.csv <two
	ok 'no temporary file' test ! -e rosters/.a.csv.new
fi

t 'a save that cannot be restored is not deleted'
if tracing; then
	unordered
	printf '%s\nfirst@x.org,Fi,,,,,,,,2026-01-01,,,,\n' $H >one
	meanwhile "$delay -e inject=renameat2:error=EIO:when=2" 'cp one e && mv e rosters/a.csv'
	ok 'the save is still there' grep -q first@x.org rosters/a.csv rosters/.a.csv.new
	ok "status 74, 75 or 2, not $got_status" test "$got_status" -eq 74 -o "$got_status" -eq 75 -o "$got_status" -eq 2
	err_has rosters/a.csv
fi

t 'a save at each exchange, back and forth: the last one is not deleted'
if tracing; then
	unordered
	# Its own library must be loaded first.
	if grep -qa __asan_init "$(command -v cop-fmt)"; then skip 'not under the address sanitizer'; fi
	cat >save.c <<-'END'
		#define _GNU_SOURCE
		#include <dlfcn.h>
		#include <errno.h>
		#include <fcntl.h>
		#include <stdarg.h>
		#include <stdio.h>
		#include <unistd.h>
		long syscall(long number, ...)
		{
			long (*call)(long, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall"), a[5];
			static int saves;
			int error = errno;
			char text[32];
			va_list args;
			va_start(args, number);
			for (int i = 0; i < 5; i++) a[i] = va_arg(args, long);
			va_end(args);
			int fd = openat((int)a[0], "e", O_WRONLY | O_CREAT | O_TRUNC, 0600);
			(void)!write(fd, text, (size_t)sprintf(text, "save %d\n", ++saves));
			close(fd);
			renameat((int)a[0], "e", (int)a[0], (const char *)a[3]);
			errno = error;
			return call(number, a[0], a[1], a[2], a[3], a[4]);
		}
	END
	cc -shared -fPIC -o save.so save.c -ldl 2>/dev/null || skip 'cannot make a library here'
	run env LD_PRELOAD=./save.so cop-fmt
	status 74
	err_has 'rosters/a.csv: error: '
	err_has 'could not be restored'
	err_has 'it is now in .a.csv.new'
	ok 'the last save is there' grep -q 'save 11' rosters/a.csv rosters/.a.csv.new
	ok 'the one before it is, too' grep -q 'save 10' rosters/a.csv rosters/.a.csv.new
fi

t 'somebody who keeps changing the file: status 75, and their file stays'
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
