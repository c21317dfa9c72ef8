#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, and runs them all, step by step; stops at the first that fails
# and ends with its exit code. `./test.sh STEP...` runs only the named ones.
set -eu -o pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD
me=test.sh
. dist/needs.sh

# What the package tools say (dist/needs.sh).
log=$(mktemp "${TMPDIR:-/tmp}/wifidoc-test.XXXXXX")
passed=0
skipped=0
finish() {
    local rc=$?
    rm -f "$log"
    printf '\n%s passed, %s failed%s\n' "$passed" "$((rc != 0))" "$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
    exit "$rc"
}
trap finish EXIT

# The lab and the package's test take the release program from there.
export CARGO_TARGET_DIR=$root/target

# --- The steps -------------------------------------------------------------------------------------------------------

packages_of() { grep -v '^#' "$1"; }

step_machine() {
    need_rust
    need_rust_component fmt
    need_rust_component clippy
    # shellcheck disable=SC2046 # one word per package
    install_packages $(packages_of tests/lab/packages)
    # A kernel at hand spares ten minutes of building one; `kernel` looks in the same places.
    if [ -z "${WIFILAB_KERNEL:-}" ] && [ ! -x ../shared/wifi-lab/linux.uml ] && [ ! -x tests/lab/linux.uml ]; then
        # shellcheck disable=SC2046
        install_packages $(packages_of tests/lab/packages.kernel)
    fi
    rustc --version
    cargo --version
}

step_format() { cargo fmt --check; }

step_lint() { cargo clippy --quiet --locked --all-targets -- -D warnings; }

step_tests() { cargo test --locked --quiet; }

# What run.sh builds.
step_release() { cargo build --quiet --release --locked --bin wifidoc; }

step_deb() { dist/test-deb.sh; }

# The commands that judge nothing, and every scenario of the lab once; many seeds of each, and the healthy worlds, are the longer `tests/lab/accuracy`.
step_lab() {
    tests/lab/selftest
    tests/lab/commands
    tests/lab/scan-against-iw
    tests/lab/fresh-scans
    tests/lab/accuracy --quick --record --keep target/lab-runs
    tests/lab/advice
}

# --- Running them ----------------------------------------------------------------------------------------------------

asked=" $* "
for name; do
    declare -F "step_$name" >/dev/null || { echo "no such step: $name" >&2; exit 2; }
done

run() {
    local name=$1 about=$2 start=$SECONDS rc=0
    [ "$asked" = "  " ] || [ "$name" = machine ] || [[ $asked == *" $name "* ]] || return 0
    printf '\n== %s: %s\n' "$name" "$about"
    if [ "$name" = machine ]; then
        # Not in a subshell: it leaves its compiler in PATH for the others.
        step_machine </dev/null
    else
        # In a subshell and outside of any condition, so that `set -e` holds for every command of the step.
        set +e
        (set -e; "step_$name" </dev/null)
        rc=$?
        set -e
    fi
    if [ "$rc" != 0 ]; then
        printf -- '-- %s: FAILED (%s), %s s\n' "$name" "$rc" $((SECONDS - start))
        exit "$rc"
    fi
    passed=$((passed + 1))
    printf -- '-- %s: ok, %s s\n' "$name" $((SECONDS - start))
}

# A step that a compiler without that component cannot do.
run_with() {
    if cargo "$1" --version >/dev/null 2>&1; then
        run "${@:2}"
    else
        skipped=$((skipped + 1))
        printf '\n== %s: skipped, this Rust has no cargo %s\n' "$2" "$1"
    fi
}

run machine "packages and a compiler"
run_with fmt format "the layout of the code"
run_with clippy lint "clippy without a warning"
run tests "cargo test"
run release "the release build"
run deb "the Debian package: built, installed, run, removed"
run lab "every scenario of the lab once"
