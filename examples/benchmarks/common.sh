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

# build_library SOURCE...: compiles the library, and classes that use it, into $target/classes, outside, where a
# CPU is no emulation; the class path is in $target/classpath.
build_library() {
    maven_build bpftrace runtime
    javac --release 17 -proc:none -d "$target/classes" -cp "$repository/bpftrace/target/classes" "$@"
}

# build_with_tests SOURCE...: the same for classes that use the extension and what its tests share; prints nothing, and
# sets $classpath to all of it.
build_with_tests() {
    maven_build bpftrace,vexfs-trace-junit test
    local module
    classpath=$target/classes
    for module in vexfs-trace-junit bpftrace; do
        classpath+=:$repository/$module/target/classes:$repository/$module/target/test-classes
    done
    classpath+=:$(cat "$target/classpath")
    [ $# -eq 0 ] || javac --release 17 -proc:none -d "$target/classes" -cp "$classpath" "$@"
}

# maven_build MODULES SCOPE: what `all` has built is not built again. Of the library's dependencies that are optional
# the extension knows nothing.
maven_build() {
    [ -z "${BENCHMARKS_BUILT-}" ] || return 0
    local maven=(mvn -B -q -f "$repository/pom.xml" "-Dmdep.outputFile=$target/classpath.part") goal=dependency:build-classpath
    mkdir -p "$target"
    {
        "${maven[@]}" -pl "$1" package -DskipTests -DskipITs $goal -DincludeScope="$2" &&
            mv "$target/classpath.part" "$target/classpath" &&
            { [ "$1" = bpftrace ] || {
                "${maven[@]}" -pl bpftrace $goal -DincludeScope=runtime &&
                    printf ':%s' "$(cat "$target/classpath.part")" >>"$target/classpath"
            }; }
    } >"$target/maven.log" 2>&1 || { cat "$target/maven.log" >&2; fail "the library did not build"; }
}

# machine [BPFTRACE...]: what a table was measured on.
machine() {
    printf 'Kernel %s, %s%s, %s CPUs (%s), load average %s' "$(uname -r)" \
        "$([ $# -eq 0 ] || printf 'bpftrace %s, ' "$("$@" --version | sed -n 's/^bpftrace v//p')")" \
        "$(java -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/Java \1/p')" "$(nproc)" \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(cut -d' ' -f1 /proc/loadavg)"
}

# ratio WHAT RATIO PEER FIGURE: a row for the table that `all` prints.
ratio() {
    [ -z "${RATIOS-}" ] || printf '| %s | %s | %s | %s |\n' "$@" >>"$RATIOS"
}

# cell ROW COLUMN: what stands in a column of a row of a table, on its standard input; the row is known by its first words.
cell() {
    awk -F ' *[|] *' -v row="$1" -v column="$2" 'index($2, row) == 1 { print $(column + 1); exit }'
}

# exponent: of the power of x that fits "x y" lines best, by least squares of the logarithms.
exponent() {
    awk '{ x = log($1); y = log($2); n++; sx += x; sy += y; sxx += x * x; sxy += x * y }
        END { printf "%.2f", (n * sxy - sx * sy) / (n * sxx - sx * sx) }'
}
