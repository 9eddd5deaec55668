#!/usr/bin/env bash
# veraPDF judges every PDF: PDF/A-3a and PDF/UA-1, not one failed check. See verapdf.py. Maven fetches veraPDF, of the
# version in verapdf/pom.xml, into the folder of cargo's results, once.
source "$(dirname "$0")/support.bash"
need java mvn
pom=tests/conformance/verapdf/pom.xml
jars=$(dirname "$(dirname "$kiyaku")")/verapdf/$(sha256sum "$pom" | cut -c1-16)
if [ ! -e "$jars/complete" ]; then
    # Nothing that Maven leaves may lie in the sources.
    cp "$pom" "$scratch/pom.xml"
    mvn --batch-mode --quiet -Dstyle.color=never --file "$scratch/pom.xml" \
        org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$jars"
    touch "$jars/complete"
fi
"$kiyaku" build --formats pdf --out "$scratch/output"
python3 tests/conformance/verapdf.py "$jars/*" "$scratch/output"
