#!/usr/bin/env bash
# Word files against LibreOffice and python-docx: the same text as the .txt, numbers and all. See docx.py.
source "$(dirname "$0")/support.bash"
need soffice pdftotext

if ! { python3 -m venv "$scratch/venv" && "$scratch/venv/bin/pip" install --quiet 'python-docx==1.2.*'; } \
    >"$scratch/venv.log" 2>&1; then
    tail -n 3 "$scratch/venv.log" >&2
    echo "docx.sh: python-docx cannot be installed (it needs python3 with venv, and the network)" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 77
fi

"$kiyaku" build --formats docx,text --out "$scratch/output" >/dev/null
"$kiyaku" build tests/fixtures/signatures --formats docx,text --out "$scratch/output" >/dev/null
revisions=(terms/receipt-cloud/2026-10-01 terms/receipt-cloud/2027-04-01)
for format in docx html; do
    "$kiyaku" diff "${revisions[@]}" --format "$format" --out "$scratch/output/comparison.$format" >/dev/null
done
"$kiyaku" diff "${revisions[@]}" --notice --format docx --out "$scratch/output/notice.docx" >/dev/null
"$kiyaku" diff "${revisions[@]}" --notice --out "$scratch/output/notice.txt" >/dev/null
# Without the folder of the script on the path: it has files of the same names as modules.
"$scratch/venv/bin/python" -P tests/conformance/docx.py "$scratch/output" "$scratch"
