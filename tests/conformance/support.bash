# Shared by the conformance scripts: sourced first, leaves the shell at the root of the repository.
#   $kiyaku   the release binary, up to date
#   $scratch  an empty folder, removed at the end
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
unset KIYAKU_LANG SOURCE_DATE_EPOCH PYTHONOPTIMIZE
export PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1

# Without the program the script is skipped (exit 77); in CI that is a failure.
need() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null && continue
        echo "$(basename "$0"): the program \`$program\` is not installed" >&2
        [ "${CI:-}" = true ] && exit 1
        exit 77
    done
}

need cargo python3
cargo build --release --quiet
kiyaku=$(realpath "${CARGO_TARGET_DIR:-target}/release/kiyaku")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
