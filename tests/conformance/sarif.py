"""Validates SARIF reports: `sarif.py METADATA FOLDER`.

METADATA is what `cargo metadata` says of the crate that carries the schema, FOLDER holds the reports.
"""

import json
import sys
from pathlib import Path

from jsonschema.validators import validator_for


def schema(metadata):
    packages = json.loads(Path(metadata).read_text())["packages"]
    crate = next(package for package in packages if package["name"] == "serde-sarif")
    return json.loads((Path(crate["manifest_path"]).parent / "src" / "schema.json").read_text())


def main(metadata, folder):
    rules = schema(metadata)
    validator = validator_for(rules)(rules)
    wrong, results = 0, 0
    reports = sorted(Path(folder).glob("*.sarif"))
    for path in reports:
        report = json.loads(path.read_text())
        results += sum(len(run["results"]) for run in report["runs"])
        for error in validator.iter_errors(report):
            wrong += 1
            print(f"{path.stem}: {'/'.join(map(str, error.absolute_path))}: {error.message:.200}")
    print(f"{len(reports)} reports with {results} results, {wrong} errors")
    return 1 if wrong or not results else 0


sys.exit(main(*sys.argv[1:]))
