#!/usr/bin/env bash
# What people import by mistake, and what an attacker would give them: a clear end, bounded, nothing outside the target.
# See import_bad_input.py.
source "$(dirname "$0")/support.bash"
python3 tests/conformance/import_bad_input.py "$kiyaku" "$scratch"
