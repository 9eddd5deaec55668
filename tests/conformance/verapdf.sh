#!/usr/bin/env bash
# veraPDF judges every PDF: PDF/A-3a and PDF/UA-1, not one failed check. See verapdf.py.
source "$(dirname "$0")/support.bash"
need_verapdf
"$kiyaku" build --formats pdf --out "$scratch/output"
python3 tests/conformance/verapdf.py "$verapdf" "$scratch/output"
