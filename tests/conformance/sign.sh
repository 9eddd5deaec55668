#!/usr/bin/env bash
# Signatures against other programs: pyHanko signs the fields that `kiyaku build` makes, and pyHanko, pdfsig, qpdf and
# `kiyaku verify` judge what it and `kiyaku sign` wrote, with and without a time stamp. See sign.py.
source "$(dirname "$0")/support.bash"
need openssl pdfsig qpdf
need_python 'pyHanko[opentype]==0.38.0' pypdf==7.1.0
need_verapdf

# What OpenSSL has to say is of interest only where it fails.
quietly() {
    openssl "$@" 2>"$scratch/openssl.log" || { cat "$scratch/openssl.log" >&2; exit 1; }
}

# certificate NAME SUBJECT EXTENSIONS OPENSSL-KEY...   NAME.key, NAME.crt and NAME.p12, by the authority of this run
certificate() {
    local name=$1 subject=$2 extensions=$3
    shift 3
    quietly req -newkey "$@" -nodes -utf8 -subj "$subject" -keyout "$name.key" -out "$name.csr"
    printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n%s' "$extensions" \
        >"$name.ext"
    quietly x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile "$name.ext" \
        -out "$name.crt"
    quietly pkcs12 -export -inkey "$name.key" -in "$name.crt" -certfile ca.crt -passout pass:kamome -out "$name.p12"
}

repository=$PWD
mkdir "$scratch/keys"
cd "$scratch/keys"
quietly req -x509 -newkey rsa:2048 -nodes -utf8 -subj "/C=JP/CN=かもめ認証局" -days 2 -keyout ca.key -out ca.crt \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
certificate provider "/C=JP/O=かもめ医療情報株式会社/CN=鴎　一郎" "" rsa:2048
certificate customer "/C=JP/O=ちどり診療所/CN=千鳥　花子" "" ec -pkeyopt ec_paramgen_curve:P-256
certificate authority "/C=JP/CN=かもめ時刻認証局" "extendedKeyUsage=critical,timeStamping" rsa:2048
printf kamome >password

cd "$repository"
"$kiyaku" build tests/fixtures/signatures --formats pdf --out "$scratch" >/dev/null
"$python" tests/conformance/sign.py "$kiyaku" "$scratch/signatures/2026-10-01/agreement.pdf" \
    "$scratch/keys" "$scratch"

# What kiyaku signed is as archival as before. What pyHanko draws for its own signatures is not.
mkdir "$scratch/archival"
cp "$scratch"/agreement+customer-{by-kiyaku+provider-by-kiyaku,dated+customer-by-kiyaku}.pdf "$scratch/archival"
python3 tests/conformance/verapdf.py "$verapdf" "$scratch/archival"
