#!/usr/bin/env bash
# Every page in a real browser, at the width of a phone, a tablet and a desktop. See html.py.
source "$(dirname "$0")/support.bash"
need chromium
"$kiyaku" build --formats html,pdf,text --out "$scratch/site"
python3 tests/conformance/html.py chromium "$scratch/site" "$scratch/profile"
