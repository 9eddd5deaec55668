#!/usr/bin/env bash
# `kiyaku import` of what people have: text of PDFs, Word files of three programs, pages and Markdown. See import.py.
source "$(dirname "$0")/support.bash"
need soffice pdftotext
need_python 'python-docx==1.2.*'

"$kiyaku" build terms --formats text,docx,html,pdf --out "$scratch/output" >/dev/null
# Without the folder of the script on the path: it has files of the same names as modules.
"$python" -P tests/conformance/import.py "$kiyaku" "$scratch/output" "$scratch"
