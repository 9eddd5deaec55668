#!/usr/bin/env bash
# `kiyaku issue` with data that people get wrong, and killed at any moment. See issue.py. With CI set, a smaller batch is
# killed less often; ROWS and KILLS choose.
source "$(dirname "$0")/support.bash"
need qpdf pdftotext
python3 tests/conformance/issue.py "$kiyaku" "$scratch"
