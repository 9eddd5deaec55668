#!/usr/bin/env bash
# What qpdf and poppler say of every PDF: syntax, fonts, tags, text, outline, links. See pdf.py.
source "$(dirname "$0")/support.bash"
need qpdf pdfinfo pdffonts pdftotext
"$kiyaku" build --formats pdf,text --out "$scratch"
python3 tests/conformance/pdf.py "$scratch"
