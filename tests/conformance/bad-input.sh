#!/usr/bin/env bash
# What an author can get wrong, and what an attacker would try: a finding with its place, nothing written. See
# bad_input.py.
source "$(dirname "$0")/support.bash"
python3 tests/conformance/bad_input.py "$kiyaku" "$scratch"
