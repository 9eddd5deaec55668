# What contributors run. Each recipe calls the script that CI calls; without just, call it yourself: `.ci/run test`.
#
# Without bash (on Windows), the same by hand:
#
#   test     cargo test
#   lint     cargo fmt --check
#            cargo clippy --all-targets -- -D warnings
#            cargo doc --no-deps
#   build    cargo run --release -- build
#
# The conformance scripts need bash, python3, qpdf, poppler, openssl, chromium, java, maven and libreoffice; CI runs them for you.

# The recipes.
default:
    @just --list

# Everything CI runs.
ready:
    .ci/run

# Unit tests and the suite.
test:
    .ci/run test

# Format, clippy, documentation.
lint:
    .ci/run lint

# The terms of this repository, into output/.
build:
    .ci/run build

# Real files against real programs: qpdf, poppler, veraPDF, chromium, LibreOffice.
conformance:
    .ci/run conformance

# Licences, advisories and duplicates of what we depend on; needs cargo-deny.
deny:
    cargo deny check
