#!/usr/bin/env bash
# The same sources give the same bytes: again, from another folder, on one thread, in another country.
source "$(dirname "$0")/support.bash"
need sha256sum

root=$PWD

digests() {
    (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

# same NAME COMMAND...   the command builds into $out
same() {
    local name=$1
    shift
    out="$scratch/$name/in some folder"
    "$@" --formats html,pdf,text --out "$out" >/dev/null
    digests "$out" >"$scratch/$name.digests"
    if ! diff "$scratch/first.digests" "$scratch/$name.digests"; then
        echo "same-bytes: FAILED: $name: the files above differ from the first build" >&2
        exit 1
    fi
    echo "same-bytes: $name: $(wc -l <"$scratch/$name.digests") files alike"
}

"$kiyaku" build --formats html,pdf,text --out "$scratch/first" >/dev/null
digests "$scratch/first" >"$scratch/first.digests"
[ -s "$scratch/first.digests" ] || { echo "same-bytes: FAILED: nothing was built" >&2; exit 1; }

# A copy elsewhere: other paths, other times of files, made in another order.
mkdir "$scratch/copy"
find terms templates -type f -print0 | sort -zr | xargs -0 cp --parents -t "$scratch/copy"

same again "$kiyaku" build
same one-thread env RAYON_NUM_THREADS=1 "$kiyaku" build
same many-threads env RAYON_NUM_THREADS=7 "$kiyaku" build
same other-clock env TZ=America/New_York "$kiyaku" build
same other-language env LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 KIYAKU_LANG=en "$kiyaku" build
same no-environment env -i "$kiyaku" build
same absolute-path "$kiyaku" build "$root/terms"
cd "$scratch/copy"
same copied-sources "$kiyaku" build
cd terms
same from-inside "$kiyaku" build .
cd /
same from-the-top "$kiyaku" build "$scratch/copy/terms"
