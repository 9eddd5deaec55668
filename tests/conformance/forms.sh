#!/usr/bin/env bash
# Forms filled in as people do: with poppler, with pdf.js and in a browser. See forms.py.
#
#   tests/conformance/forms.sh                    every form of the examples
#   tests/conformance/forms.sh FORM.pdf FORM.html
forms=()
for form in "$@"; do forms+=("$(realpath "$form")"); done
source "$(dirname "$0")/support.bash"
need chromium node npm pdftotext pdftoppm pdffonts
# Debian's bindings of poppler belong to Debian's own Python.
system=
for python in python3 /usr/bin/python3; do
    if "$python" -c 'import gi; gi.require_version("Poppler", "0.18")' 2>/dev/null; then system=$python; fi
done
if [ -z "$system" ]; then
    echo "forms.sh: poppler cannot be used from Python (it needs python3-gi and gir1.2-poppler-0.18)" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 77
fi
if ! npm install --silent --no-save --prefix "$scratch/node" pdfjs-dist@5.6.205 >"$scratch/npm.log" 2>&1; then
    tail -n 3 "$scratch/npm.log" >&2
    echo "forms.sh: pdfjs-dist cannot be installed (it needs npm, and the network)" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 77
fi
cp tests/conformance/forms.mjs "$scratch/node/"
if [ "${#forms[@]}" = 0 ]; then
    "$kiyaku" build --formats pdf,html --out "$scratch/output" >/dev/null
    # The forms of the newest edition of each set: those of earlier ones are the same but for their references.
    for set in "$scratch"/output/*/; do
        newest="$(find "$set" -mindepth 1 -maxdepth 1 -type d | sort | tail -n 1)"
        mapfile -t -O "${#forms[@]}" forms < <(find "$newest/forms" \( -name '*.pdf' -o -name '*.html' \) | sort)
    done
fi
"$system" tests/conformance/forms.py "$kiyaku" "$scratch" "${forms[@]}"
