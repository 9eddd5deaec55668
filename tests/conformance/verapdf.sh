#!/usr/bin/env bash
# veraPDF judges every PDF: PDF/A-3a and PDF/UA-1, not one failed check. See verapdf.py.
source "$(dirname "$0")/support.bash"
need_verapdf
"$kiyaku" build --formats pdf --out "$scratch/output"
for set in terms/*/; do
    mapfile -t revisions < <(printf '%s\n' "$set"[0-9]*/)
    for ((at = 1; at < ${#revisions[@]}; at++)); do
        name="$scratch/output/$(basename "$set")/$(basename "${revisions[at]}")"
        "$kiyaku" diff "${revisions[at - 1]}" "${revisions[at]}" --format pdf --out "$name/comparison.pdf" >/dev/null
        "$kiyaku" diff "${revisions[at - 1]}" "${revisions[at]}" --notice --format pdf --out "$name/notice.pdf" >/dev/null
    done
done
python3 tests/conformance/verapdf.py "$verapdf" "$scratch/output"
