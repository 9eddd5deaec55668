#!/usr/bin/env bash
# What `kiyaku verify` says of PDFs that pyHanko signed, and of what somebody did to them afterwards. See verify.py.
source "$(dirname "$0")/support.bash"
need_python pyHanko==0.38.0
"$kiyaku" build --formats pdf --out "$scratch/output" >/dev/null
"$python" tests/conformance/verify.py "$kiyaku" "$scratch"
