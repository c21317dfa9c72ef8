#!/usr/bin/env bash
# Builds the Debian package, looks into it, installs it, runs the program from it, removes it, and fails when anything
# of that is not as it should be. Needs root, by sudo if need be, for dpkg.
set -eu -o pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
me=test-deb.sh
. dist/needs.sh

have_apt || die "installs a Debian package, and this is no Debian"
need_root "dist/test-deb.sh (it installs and removes a package)"
# What a person has installed is not a test's to replace and remove.
[ -n "$(missing_packages wifidoc)" ] || die "the wifidoc package is installed here; remove it first: apt-get remove wifidoc"

log=$(mktemp "${TMPDIR:-/tmp}/wifidoc-deb.XXXXXX")
work=$(mktemp -d "${TMPDIR:-/tmp}/wifidoc-deb.XXXXXX")
clean_up() {
    rm -rf "$log" "$work"
    [ -n "$(missing_packages wifidoc)" ] || as_root dpkg --purge wifidoc >/dev/null
}
trap clean_up EXIT

fail() { say "$*"; exit 1; }

# The version of cargo-deb is fixed: what it writes by itself (compression, control fields) is looked at below.
cargo_deb_version=3.8.0
need_rust
install_packages dpkg-dev gzip python3
tools=$PWD/target/tools
if ! "$tools/bin/cargo-deb" --version 2>/dev/null | grep -qF "$cargo_deb_version"; then
    progress "building cargo-deb $cargo_deb_version, once"
    # Unoptimised: it runs for a second and would compile for minutes.
    cargo install --quiet --locked --debug --no-default-features --root "$tools" \
        cargo-deb --version "$cargo_deb_version" >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "cargo-deb could not be built"; }
    clear_line
fi

cargo build --quiet --release --locked --bin wifidoc --target-dir target
dist/notices >target/third-party-notices.txt
CARGO_TARGET_DIR=$PWD/target PATH=$tools/bin:$PATH \
    cargo deb --quiet --locked --no-build --no-strip --output "$work/wifidoc.deb" >/dev/null
deb=$work/wifidoc.deb

# --- What is in it -------------------------------------------------------------------------------------------------

version=$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
case $(dpkg-deb -f "$deb" Version) in
"$version" | "$version"-*) ;;
*) fail "the package says version $(dpkg-deb -f "$deb" Version), Cargo.toml $version" ;;
esac
dpkg-deb -f "$deb" Depends | grep -q 'libc6' || fail "the dependencies were not worked out"

dpkg-deb --fsys-tarfile "$deb" | tar -t | sed 's/^\.//' | grep -v '/$' | sort >"$work/files"
{
    echo /usr/bin/wifidoc
    for page in man/*.[0-9]; do echo "/usr/share/man/man${page##*.}/${page##*/}.gz"; done
    for page in man/*/*.[0-9]; do lang=${page#man/}; echo "/usr/share/man/${lang%/*}/man${page##*.}/${page##*/}.gz"; done
    echo /usr/share/bash-completion/completions/wifidoc
    echo /usr/share/zsh/vendor-completions/_wifidoc
    echo /usr/share/fish/vendor_completions.d/wifidoc.fish
    for name in LICENSE-MIT LICENSE-APACHE README.md CHANGELOG.md copyright third-party-notices.txt; do echo "/usr/share/doc/wifidoc/$name"; done
} | sort >"$work/expected"
# Long documents are compressed or not as Debian's policy has it.
sed -i -E '/^\/usr\/share\/doc\//s/\.gz$//' "$work/files"
diff -u "$work/expected" "$work/files" || fail "the package's files are not those expected (- expected, + found)"

dpkg-deb --fsys-tarfile "$deb" | tar -tv | awk '$2 != "root/root" && $2 != "0/0" { print; bad = 1 } END { exit bad }' ||
    fail "files that are not root's"
dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/share/man/man1/wifidoc.1.gz | gunzip | cmp - man/wifidoc.1

# --- Installed, run, removed -----------------------------------------------------------------------------------------

as_root dpkg -i "$deb" >"$log" 2>&1 || { cat "$log" >&2; fail "dpkg could not install it"; }
[ "$(env -i PATH=/usr/bin:/bin sh -c 'command -v wifidoc')" = /usr/bin/wifidoc ] || fail "wifidoc is not in PATH"
said=$(env -i PATH=/usr/bin:/bin wifidoc --version)
[ "$said" = "wifidoc $version" ] || fail "wifidoc --version said: $said"
env -i PATH=/usr/bin:/bin LANG=C.UTF-8 wifidoc explain weak-signal >"$work/explained" || fail "wifidoc explain weak-signal ended with $?"
grep -q 'weak-signal' "$work/explained" || fail "wifidoc explain weak-signal does not explain it"
if grep -rqsE '^[[:space:]]*path-exclude.*/usr/share/man' /etc/dpkg/dpkg.cfg /etc/dpkg/dpkg.cfg.d; then
    say "this system leaves man pages out when it installs; they were checked in the package only"
elif command -v man >/dev/null; then
    man -w wifidoc >/dev/null || fail "man does not find the page"
else
    [ -e /usr/share/man/man1/wifidoc.1.gz ] || fail "the man page was not installed"
fi

as_root dpkg --purge wifidoc >"$log" 2>&1 || { cat "$log" >&2; fail "dpkg could not remove it"; }
dpkg-deb --fsys-tarfile "$deb" | tar -t | sed 's/^\.//' | grep -v '/$' | while read -r name; do
    [ ! -e "$name" ] || { echo "$name"; exit 1; }
done || fail "left behind after removal"
[ ! -e /usr/share/doc/wifidoc ] || fail "left behind after removal: /usr/share/doc/wifidoc"

say "$(wc -l <"$work/expected") files in the package; installed, ran, removed, nothing left"
