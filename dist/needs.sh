# shellcheck shell=bash
# What a machine must have before wifidoc can be built or tested: Debian packages and a Rust that is new enough.
# Sourced by run.sh, test.sh and dist/test-deb.sh, so that the three find the same compiler and speak the same way.
#
# Callers set `me` (the name in front of each message) and `log` (a file for what the tools say), and stand in the
# root of the checkout.
# shellcheck disable=SC2154

say() { printf '%s: %s\n' "$me" "$*" >&2; }
# 2 is "wrong usage or something to do first" for the program too; its verdicts are 0, 1, 3 and 4.
die() { clear_line; say "$*"; exit 2; }

# One line that is written over while something takes its time; without a terminal it is a line per message.
progress() {
    # A line that wraps could not be written over.
    if [ -t 2 ]; then printf '\r\033[K%.79s' "$me: $*" >&2; else say "$*"; fi
}
clear_line() { if [ -t 2 ]; then printf '\r\033[K' >&2; fi; }

# A version as one number: 1.95.0-nightly -> 10950000
number() {
    printf '%s\n' "$1" | awk -F'[.+~-]' '{ printf "%d", $1 * 10000000 + $2 * 10000 + $3 }'
}
minimum_rust() { sed -n 's/^rust-version *= *"\(.*\)".*/\1/p' Cargo.toml; }

# --- Debian packages ---------------------------------------------------------------------------------------------

have_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# Those of the given packages that are not installed.
missing_packages() {
    local name
    for name; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s ' "$name"
    done
}

# Whether root's work can be done at all, said before its output goes into the log. `$1`: what to do by hand otherwise.
need_root() {
    [ "$(id -u)" != 0 ] || return 0
    command -v sudo >/dev/null || die "this needs root, and there is no sudo; as root: $1"
    # When sudo has a password to ask for, its prompt must not stand behind half a message.
    sudo -n true 2>/dev/null || clear_line
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# The package lists, once per call of the script: an old list names versions that the mirror no longer has.
refreshed=
refresh_packages() {
    [ -z "$refreshed" ] || return 0
    refreshed=1
    progress "asking for the list of packages"
    # One source that does not answer must not stop what the others can give.
    as_root apt-get -qq -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 || true
}

install_packages() {
    local wanted
    wanted=$(missing_packages "$@")
    [ -n "$wanted" ] || return 0
    have_apt || die "missing: ${wanted% } (no apt-get here: install them by your system's own means and run this again)"
    need_root "apt-get update; apt-get install ${wanted% }"
    refresh_packages
    progress "installing ${wanted% }"
    # shellcheck disable=SC2086 # one word per package
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o DPkg::Lock::Timeout=300 \
        --no-install-recommends install $wanted >"$log" 2>&1 </dev/null; then
        clear_line
        tail -n 15 "$log" >&2
        die "apt-get could not install ${wanted% }"
    fi
    clear_line
}

# --- Rust --------------------------------------------------------------------------------------------------------

# Whether `$1/rustc` and `$1/cargo` are there and new enough. What is found too old is kept for the message.
too_old=
rust_dir=
good_rust() {
    local version
    [ -x "$1/rustc" ] && [ -x "$1/cargo" ] || return 1
    version=$("$1/rustc" --version 2>/dev/null | awk '{ print $2 }')
    [ -n "$version" ] || return 1
    if [ "$(number "$version")" -lt "$(number "$(minimum_rust)")" ]; then
        too_old="Rust $version in $1"
        return 1
    fi
}

# The folder of a Rust that will do, in the order in which a person would expect it to be taken.
find_rust() {
    local found dir
    found=$(command -v rustc || true)
    for dir in "${found%/rustc}" "${CARGO_HOME:-${HOME:-/root}/.cargo}/bin" /usr/local/bin /usr/bin /usr/lib/rust-1.*/bin; do
        if [ -n "$dir" ] && good_rust "$dir"; then
            rust_dir=$dir
            return 0
        fi
    done
    # An older default of rustup, and a newer toolchain beside it.
    if command -v rustup >/dev/null && found=$(rustup which --toolchain stable cargo 2>/dev/null) && good_rust "${found%/cargo}"; then
        rust_dir=${found%/cargo}
        return 0
    fi
    return 1
}

candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ && $2 != "(none)" { print $2 }'; }
enough() { [ -n "$1" ] && [ "$(number "$1")" -ge "$(number "$(minimum_rust)")" ]; }

# The compiler among the system's packages: Debian keeps a recent one for its browsers (rustc-web), Ubuntu has
# versioned ones (rustc-1.91), and one day the plain one will be new enough.
rust_packages() {
    local version
    if enough "$(candidate cargo)"; then
        echo cargo rustc
    elif enough "$(candidate cargo-web)"; then
        echo cargo-web rustc-web
    else
        version=$(apt-cache search --names-only '^cargo-1\.[0-9]+$' | sed -n 's/^cargo-\(1\.[0-9]*\) .*/\1/p' | sort -t. -k2n | tail -n 1)
        if enough "$version"; then echo "cargo-$version rustc-$version"; fi
    fi
}

# Leaves `cargo` and `rustc` of a good Rust first in PATH, and a C compiler, which every Rust links with.
need_rust() {
    local packages minimum
    minimum=$(minimum_rust)
    if ! find_rust; then
        have_apt || die "Rust $minimum or newer is missing${too_old:+ ($too_old is too old)}: install it and a C compiler (https://rustup.rs, or your system's packages) and run this again"
        [ -z "$too_old" ] || say "$too_old is too old: wifidoc needs $minimum"
        need_root "apt-get update; apt-get install cargo-web rustc-web gcc libc6-dev ca-certificates (Debian 12 and 13)"
        refresh_packages
        packages=$(rust_packages)
        # Debian's rustup and its compilers exclude each other: a person's rustup stays and gets one more toolchain.
        if [ -n "$packages" ] && [ -n "$(missing_packages rustup)" ]; then
            # shellcheck disable=SC2086 # one word per package
            install_packages $packages
        elif command -v rustup >/dev/null || [ -n "$(candidate rustup)" ]; then
            command -v rustup >/dev/null || install_packages rustup
            progress "rustup fetches the stable Rust"
            rustup toolchain install stable --profile minimal >"$log" 2>&1 </dev/null || { clear_line; tail -n 15 "$log" >&2; }
        fi
        clear_line
        find_rust || die "Rust $minimum or newer is missing${too_old:+ ($too_old is too old)} and could not be had from this system's packages: install it (https://rustup.rs) and run this again"
    fi
    command -v cc >/dev/null || install_packages gcc libc6-dev
    # cargo fetches the crates over TLS.
    [ -e /etc/ssl/certs/ca-certificates.crt ] || ! have_apt || install_packages ca-certificates
    # A compiler named in the environment would be another one than the cargo beside it.
    unset RUSTC
    [ "$(command -v cargo)" = "$rust_dir/cargo" ] || PATH=$rust_dir:$PATH
    export PATH
}

# `cargo fmt` or `cargo clippy`, from where the compiler came from; without a word when it is not to be had there.
need_rust_component() {
    local owner package
    if cargo "$1" --version >/dev/null 2>&1 || ! have_apt; then return 0; fi
    owner=$(dpkg-query -S "$(readlink -f "$rust_dir/cargo")" 2>/dev/null | cut -d: -f1)
    case $1:$owner in
    fmt:cargo*) package=rustfmt${owner#cargo} ;;
    clippy:cargo*) package=rust${owner#cargo}-clippy ;;
    *) return 0 ;;
    esac
    [ -z "$(candidate "$package")" ] || install_packages "$package"
}
