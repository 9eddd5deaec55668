#!/usr/bin/env bash
# What `kiyaku verify` says of PDFs that pyHanko signed, and of what somebody did to them afterwards. See verify.py.
source "$(dirname "$0")/support.bash"
python3 -m venv "$scratch/venv"
if ! "$scratch/venv/bin/pip" install --quiet --disable-pip-version-check pyhanko==0.38.0 2>"$scratch/pip.log"; then
    echo "verify.sh: pyHanko cannot be installed: $(tail -n 1 "$scratch/pip.log")" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 77
fi
"$kiyaku" build --formats pdf --out "$scratch/output" >/dev/null
"$scratch/venv/bin/python" tests/conformance/verify.py "$kiyaku" "$scratch"
