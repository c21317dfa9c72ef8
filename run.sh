#!/usr/bin/env bash
# Installs what building wifidoc needs and this machine lacks, builds it, and runs it with the given arguments.
# Ends with the program's own exit code; 2 when something is missing that only a person can bring.
set -eu -o pipefail

caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD
me=run.sh
. dist/needs.sh

[ "$(uname -s)" = Linux ] || die "wifidoc runs on Linux so far, not on $(uname -s)"

log=$(mktemp "${TMPDIR:-/tmp}/wifidoc-build.XXXXXX")
trap 'rm -f "$log"' EXIT

need_rust

# Cargo's own bar would scroll a line per crate past a person who wants a verdict.
build() {
    local crates=0 line
    cargo build --release --locked --bin wifidoc --target-dir target 2>&1 | while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        case $line in
        *Compiling*)
            crates=$((crates + 1))
            if [ "$crates" = 1 ] || [ -t 2 ]; then
                progress "building wifidoc, some minutes the first time$([ ! -t 2 ] || echo ": $crates, ${line##*Compiling }")"
            fi
            ;;
        esac
    done
}
: >"$log"
if ! build; then
    clear_line
    tail -n 40 "$log" >&2
    die "wifidoc could not be built (above: the end of what cargo said)"
fi
clear_line
rm -f "$log"
trap - EXIT

# Relative file names in the arguments are the caller's.
cd "$caller"
exec "$root/target/release/wifidoc" "$@"
