#!/usr/bin/env bash
# PDFs are imported whole: every character that poppler finds in them, and every one of what was built. See import_pdf.py.
source "$(dirname "$0")/support.bash"
need pdftotext
"$kiyaku" build terms --formats pdf,text --out "$scratch/built" >/dev/null
python3 tests/conformance/import_pdf.py "$kiyaku" "$scratch"
