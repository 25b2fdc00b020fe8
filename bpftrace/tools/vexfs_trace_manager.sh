#!/bin/sh
# Starts the trace manager.
#
#   vexfs_trace_manager.sh COMMAND [OPTIONS]     such as: list -v, doctor, help
#
# Needs Java 17 or later (JAVA_HOME's, or the one on the path) and the jar that `mvn package` builds. Arguments are passed on
# as they are; the exit status is the command's, and 2 where Java or the jar is missing.
set -eu

oldest=17

fail() {
    printf 'vexfs_trace_manager.sh: %s\nRemedy: %s\n' "$1" "$2" >&2
    exit 2
}

# Through links, as from /usr/local/bin, to where the script lies.
script=$(readlink -f -- "$0")
project=$(dirname -- "$(dirname -- "$script")")

java=${JAVA_HOME:+$JAVA_HOME/bin/java}
if [ -z "$java" ]; then
    java=$(command -v java) ||
        fail 'no java is on the path, and JAVA_HOME is not set' \
            "install Java $oldest or later (apt-get install default-jre-headless), or set JAVA_HOME"
fi
[ -x "$java" ] || fail "JAVA_HOME is '$JAVA_HOME', and there is no program $java" \
    "set JAVA_HOME to the folder of Java $oldest or later, or unset it"

# What every JDK since 9 says of itself; without that, java itself complains.
release=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")/release
if [ -r "$release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
    [ "${version:-$oldest}" -ge "$oldest" ] || fail "$java is Java $version; expected $oldest or later" \
        "install Java $oldest or later, or set JAVA_HOME to one"
fi

jar=
for candidate in "$project"/target/vexfs-trace-bpftrace-*-cli.jar; do
    # After a change of the version there are several.
    if [ -e "$candidate" ] && { [ -z "$jar" ] || [ "$candidate" -nt "$jar" ]; }; then
        jar=$candidate
    fi
done
[ -n "$jar" ] || fail "no jar $project/target/vexfs-trace-bpftrace-VERSION-cli.jar" \
    "build it: mvn -f '$(dirname -- "$project")/pom.xml' package -DskipTests -pl bpftrace"

# How wide the terminal is, which Java cannot ask.
if [ -z "${COLUMNS-}" ] && [ -t 1 ]; then
    size=$(stty size </dev/tty 2>/dev/null) && COLUMNS=${size#* } && export COLUMNS
fi

# Commands are short: what takes long to compile does not pay.
exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" "$@"
