#!/usr/bin/env bash
# Tries the project in a bare Debian: debootstrap into a folder, a clone, then the steps, with times.
#   tools/try_debian.sh SUITE [STEP...]      SUITE: bookworm, trixie; STEP: deps build demo test
# Needs root. The root folder is kept in ${HOLDFAST_ROOTS:-/var/tmp}/holdfast-SUITE; delete it for a
# fresh start.
set -euo pipefail

suite=${1:?usage: tools/try_debian.sh SUITE [STEP...]}
shift
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=(build demo test)

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=${HOLDFAST_ROOTS:-/var/tmp}/holdfast-$suite

refuse() {
    echo "try_debian: $1" >&2
    exit 1
}

timed() {
    local name=$1 started=$SECONDS status=0
    shift
    "$@" || status=$?
    printf 'try_debian: %s on %s: %s in %d s\n' "$name" "$suite" \
        "$([ "$status" -eq 0 ] && echo done || echo FAILED)" $((SECONDS - started))
    return "$status"
}

mirror() {
    apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
        awk '$1 ~ /debian\/?$/ && $2 !~ /-/ { print $1; exit }'
}

make_root() {
    [ -x "$root/usr/bin/apt-get" ] && return
    command -v debootstrap > /dev/null || apt-get -qq -y install debootstrap > /dev/null
    debootstrap --variant=minbase "$suite" "$root" "$(mirror)" > "$root.log" 2>&1 ||
        refuse "debootstrap failed; $root.log says why."
    # What this machine needs to reach its package archives, the new root needs as well.
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    mkdir -p "$root/usr/local/share/ca-certificates"
    cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2> /dev/null || true
}

mount_all() {
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sys "$root/sys"
    mount -t tmpfs -o mode=755 dev "$root/dev"
    mkdir -p "$root/dev/pts" "$root/dev/shm"
    for device in null zero full random urandom tty; do
        touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    ln -sf /proc/self/fd "$root/dev/fd"
    mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
    mount -t tmpfs tmpfs "$root/dev/shm"
}

unmount_all() {
    local name
    for name in null zero full random urandom tty; do umount "$root/dev/$name" 2> /dev/null || true; done
    for name in dev/pts dev/shm dev sys proc; do umount "$root/$name" 2> /dev/null || true; done
}

inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root LANG=C.UTF-8 \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"} \
        bash -c "cd /src/holdfast && $1"
}

step_demo() {
    local log=$root.demo.log address="" pid
    # Its own process group, so that it can be interrupted as a whole, as Ctrl-C does.
    set -m
    inside "exec ./holdfast demo --listen 127.0.0.1:0" > "$log" 2>&1 &
    pid=$!
    set +m
    while [ -z "$address" ]; do
        kill -0 "$pid" 2> /dev/null || refuse "demo ended by itself; $log says why."
        read -r -t 0.5 < <(:) || true
        address=$(grep -ao 'http://[0-9.]*:[0-9]*' "$log" | head -n 1 || true)
    done
    echo "try_debian: demo answers at $address"
    python3 -c 'import sys, urllib.request
for path in ("/healthz", "/"):
    assert urllib.request.urlopen(sys.argv[1] + path, timeout=10).status == 200' "$address"
    kill -INT -- "-$pid"
    wait "$pid" || true
    if python3 -c 'import sys, urllib.request
urllib.request.urlopen(sys.argv[1] + "/healthz", timeout=10)' "$address" 2> /dev/null; then
        refuse "demo left a server running."
    fi
}

[ "$(id -u)" -eq 0 ] || refuse "debootstrap and chroot need root: run this with sudo."
timed debootstrap make_root
trap unmount_all EXIT
unmount_all
mount_all
rm -rf "$root/src/holdfast"
mkdir -p "$root/src"
git clone -q --no-local "$project" "$root/src/holdfast"
for step in "${steps[@]}"; do
    case $step in
        demo) timed demo step_demo ;;
        *) timed "$step" inside "./holdfast $step" ;;
    esac
done
