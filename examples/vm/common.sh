# Shared by the scripts of this folder; sourced, not run.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${VEXFS_TRACE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vexfs-trace}

say() { printf 'vm: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 2
}

# need COMMAND:PACKAGE...: installs, as root, the packages of the commands that are missing; otherwise
# prints the one command to type.
need() {
    local pair missing=()
    for pair; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
    done
    ((${#missing[@]})) || return 0
    if [ "$(id -u)" -ne 0 ]; then
        fail "missing here; install with: sudo apt-get install --no-install-recommends ${missing[*]}"
    fi
    say "installing ${missing[*]}"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

# What provisioning and booting need; a user without root rights does both in a user namespace.
need_vm() {
    local pairs=(qemu-system-x86_64:qemu-system-x86 mmdebstrap:mmdebstrap)
    [ "$(id -u)" -eq 0 ] || pairs+=(newuidmap:uidmap)
    need "${pairs[@]}"
}

# as_root SCRIPT ARGUMENTS...: begins the script again where this user is root, in a namespace if need
# be: the files of the VM's root must belong to root as the guest sees them, and to this user outside.
as_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    exec unshare --map-root-user --map-auto --mount --pid --fork --kill-child --mount-proc "$@"
}

# The Debian suite whose default kernel has the given release.
suite_of_kernel() {
    case $1 in
        trixie | 6.12 | 6.12.*) echo trixie ;;
        forky | 7 | 7.*) echo forky ;;
        *) fail "no Debian suite is known for kernel '$1'; known are 6.12 (trixie) and 7 (forky)" ;;
    esac
}

# The release of the one kernel that a root carries.
kernel_of_root() {
    local releases=("$1"/usr/lib/modules/*)
    [ -d "${releases[0]}" ] || fail "no kernel in $1; remove that folder, and the next run makes it again"
    basename "${releases[-1]}"
}

# in_root ROOT DIRECTORY COMMAND...: runs a command inside a root, without booting it, with DIRECTORY
# of this machine at /mnt. Mounts are private and gone with the command.
in_root() {
    # objtool, which building a module for newer kernels runs, wants /proc.
    unshare --mount --pid --fork sh -euc '
        root=$1 directory=$2
        shift 2
        mount -t proc proc "$root/proc"
        mount --bind "$directory" "$root/mnt"
        exec chroot "$root" "$@"' sh "$@"
}

# maven_in_vm KERNEL MODULE CONSOLE ARGUMENTS...: loads a module in the VM, with its faults on, after the
# helper built along if there is one, and runs Maven there, offline, on what was built and fetched outside.
# The kernel's console is kept in CONSOLE. With own_folders=FOLDER=TARGET what Maven and its tests write below a
# project's TARGET lies in FOLDER, so that several VMs can run on one project.
maven_in_vm() {
    local kernel=$1 module=$2 console=$3 settings=()
    shift 3
    [ ! -e "$HOME/.m2/settings.xml" ] || settings=(--settings "$HOME/.m2/settings.xml")
    # Short-lived JVMs on an emulated CPU: compiling little pays.
    local jvm='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto'
    "$repository/examples/vm/run" --kernel "$kernel" --share "$HOME/.m2" --console "$console" -- bash -c '
        set -euo pipefail
        echo "[INFO] --- VM booted, kernel $(uname -r), bpftrace $(bpftrace --version | cut -dv -f2) @"
        helper=${1%.ko}_helper.ko
        [ ! -e "$helper" ] || insmod "$helper"
        insmod "$1" faults=1
        export MAVEN_OPTS=$2
        if [ -n "$3" ]; then
            for folder in surefire-reports vexfs-trace; do
                mkdir -p "${3%%=*}/$folder" "${3#*=}/$folder"
                mount --bind "${3%%=*}/$folder" "${3#*=}/$folder"
            done
        fi
        shift 3
        exec mvn "$@"' bash "$module" "$jvm" "${own_folders-}" \
        --offline --batch-mode "${settings[@]}" -Dmaven.repo.local="$HOME/.m2/repository" \
        -DargLine="$jvm" -Dvexfs.trace.module_file="$module" "$@"
}
