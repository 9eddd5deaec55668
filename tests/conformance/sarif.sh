#!/usr/bin/env bash
# SARIF of every fixture and of the sets against the schema of SARIF 2.1.0. See sarif.py.
source "$(dirname "$0")/support.bash"

python=
for candidate in python3 /usr/bin/python3; do
    "$candidate" -c 'import jsonschema' 2>/dev/null && python=$candidate && break
done
if [ -z "$python" ]; then
    echo "sarif.sh: the Python package \`jsonschema\` is not installed" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 77
fi

# The schema as OASIS publishes it comes with a crate; it is only unpacked, never built.
mkdir "$scratch/schema"
printf '[package]\nname = "schema"\nversion = "0.0.0"\nedition = "2021"\n[lib]\npath = "lib.rs"\n[dependencies]\nserde-sarif = { version = "=0.8.0", default-features = false }\n[workspace]\n' >"$scratch/schema/Cargo.toml"
: >"$scratch/schema/lib.rs"
if ! metadata=$(cargo metadata --quiet --format-version 1 --manifest-path "$scratch/schema/Cargo.toml" 2>"$scratch/reason"); then
    echo "sarif.sh: the schema cannot be fetched: $(tail -n 1 "$scratch/reason")" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 77
fi
printf '%s' "$metadata" >"$scratch/metadata.json"

mkdir "$scratch/reports"
for document in tests/fixtures/findings/*.yaml terms; do
    # Exit code 1 says that something was found.
    "$kiyaku" check "$document" --format sarif >"$scratch/reports/$(basename "$document" .yaml).sarif" || [ $? = 1 ]
done
"$python" tests/conformance/sarif.py "$scratch/metadata.json" "$scratch/reports"
