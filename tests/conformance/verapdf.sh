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
cat >"$scratch/record.yaml" <<'END'
customer: { name: 架空医院, address: 架空県架空市１番 }
sent: 2026-11-01
inspected: 2026-12-06
from: 2026-12-06 22:00
to: 2026-12-07 02:00
scope: すべてのサービス
desk: みなと医療情報株式会社　サポート窓口
END
"$kiyaku" issue inspection-notice --set receipt-cloud --data "$scratch/record.yaml" --out "$scratch/output"
python3 tests/conformance/verapdf.py "$verapdf" "$scratch/output"
