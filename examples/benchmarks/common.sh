# Shared by the benchmarks; sourced after ../vm/common.sh, not run.

# bcc_tools ROOT: Debian's bcc tools and what they need, unpacked beside the VM's root, which stays as it
# is; prints the archive.
bcc_tools() {
    local root=$1 extra
    extra=$cache/bcc-$(basename "$root").tar
    if [ ! -e "$extra" ]; then
        say "fetching bcc's tools (about 13 MB)"
        local work
        work=$(mktemp -d "$cache/bcc.XXXXXX")
        mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/files"
        in_root "$root" "$work" sh -euc '
            options="-qq -o Dir::State::lists=/mnt/lists -o Dir::Cache::archives=/mnt/archives
                -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root
                -o Debug::NoLocking=1"
            apt-get $options update
            apt-get $options -y --no-install-recommends --download-only install bpfcc-tools
            for package in /mnt/archives/*.deb; do dpkg-deb -x "$package" /mnt/files; done
            dpkg-deb -f /mnt/archives/bpfcc-tools_*.deb Version >/mnt/files/usr/share/bpfcc-tools.version' >"$work/log" 2>&1 || {
            cat "$work/log" >&2
            rm -rf "$work"
            fail "bpfcc-tools could not be fetched"
        }
        tar -C "$work/files" -cf "$extra.$$" .
        mv "$extra.$$" "$extra"
        rm -rf "$work"
    fi
    printf '%s\n' "$extra"
}

# build_library SOURCE: compiles the library, and a class that uses it, into $target/classes, outside, where a
# CPU is no emulation; the class path is in $target/classpath.
build_library() {
    local maven=(mvn -B -q -f "$repository/pom.xml" -pl bpftrace)
    mkdir -p "$target"
    "${maven[@]}" package -DskipTests -DskipITs >"$target/maven.log" 2>&1 &&
        "${maven[@]}" dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$target/classpath" \
            >>"$target/maven.log" 2>&1 || { cat "$target/maven.log" >&2; fail "the library did not build"; }
    javac --release 17 -d "$target/classes" -cp "$repository/bpftrace/target/classes" "$1"
}
