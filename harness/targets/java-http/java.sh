#!/bin/sh
# java.sh HOST PORT [ARGUMENT...]: runs the class Get of the sources beside this file. They are compiled
# once for each text of them and each JDK, and the start-up classes are kept as the JVM wants them: both
# are in the cache, since compiling them anew for each connection would take a second.
host=$1 port=$2
shift 2
here=$(dirname "$0")
jdk=$(readlink -f "$(command -v javac)") || exit 1
text=$({ echo "$jdk" && cat "$here"/*.java; } | sha256sum | cut -c 1-32)
base=$XDG_CACHE_HOME
[ "$base" ] || base=$HOME/.cache
base=$base/mtlspec/targets/java
cache=$base/$text

if ! [ -d "$cache" ]; then
	mkdir -p "$base" && new=$(mktemp -d "$base/.new-XXXXXX") || exit 1
	trap 'rm -rf "$new"' EXIT
	trap 'exit 143' TERM
	javac -d "$new/classes" "$here"/*.java && jar cf "$new/get.jar" -C "$new/classes" . || exit 1
	mv -T "$new" "$cache" 2>/dev/null || [ -d "$cache" ] || exit 1
	rm -rf "$new"
	# where nobody listens: what it loads until it learns that
	java -XX:ArchiveClassesAtExit="$cache/$$.jsa" -XX:+UseSerialGC -cp "$cache/get.jar" Get \
		"$host" 1 "$@" >"$cache/log" 2>&1
	mv "$cache/$$.jsa" "$cache/get.jsa"
fi
exec java -Xshare:auto -XX:SharedArchiveFile="$cache/get.jsa" -XX:TieredStopAtLevel=1 \
	-XX:+UseSerialGC -cp "$cache/get.jar" Get "$host" "$port" "$@"
