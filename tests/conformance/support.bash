# Shared by the conformance scripts: sourced first, leaves the shell at the root of the repository.
#   $kiyaku   the release binary, up to date
#   $scratch  an empty folder, removed at the end
# and has what only some of them need: need, need_python, need_verapdf.
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

# A Python of this run with these packages; its path is in $python. Without the network the script is skipped.
need_python() {
    if ! { python3 -m venv "$scratch/venv" \
        && "$scratch/venv/bin/pip" install --quiet --disable-pip-version-check "$@"; } >"$scratch/venv.log" 2>&1; then
        tail -n 3 "$scratch/venv.log" >&2
        echo "$(basename "$0"): $* cannot be installed (that needs python3 with venv, and the network)" >&2
        [ "${CI:-}" = true ] && exit 1
        exit 77
    fi
    python=$scratch/venv/bin/python
}

# veraPDF, of the version in verapdf/pom.xml; its class path is in $verapdf. Maven fetches it once, into the folder of
# cargo's results.
need_verapdf() {
    need java mvn
    local pom=tests/conformance/verapdf/pom.xml jars
    jars=$(dirname "$(dirname "$kiyaku")")/verapdf/$(sha256sum "$pom" | cut -c1-16)
    if [ ! -e "$jars/complete" ]; then
        # Nothing that Maven leaves may lie in the sources.
        cp "$pom" "$scratch/pom.xml"
        mvn --batch-mode --quiet -Dstyle.color=never --file "$scratch/pom.xml" \
            org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$jars"
        touch "$jars/complete"
    fi
    verapdf="$jars/*"
}
