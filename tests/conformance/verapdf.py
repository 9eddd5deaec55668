"""Has veraPDF judge every PDF below a folder, and names what fails: the clause, what it asks, where it is not kept."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

PROFILES = {"3a": "PDF/A-3A validation profile", "ua1": "PDF/UA-1 validation profile"}
# Places shown of each rule that fails.
SHOWN = 3


def reports(classpath, flavour, pdfs):
    """The report of veraPDF on each file. It exits with 1 where a file fails, which the report says better."""
    program = ["java", "-cp", classpath, "org.verapdf.apps.GreenfieldCliWrapper"]
    done = subprocess.run([*program, "--flavour", flavour, "--format", "xml", *pdfs], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"verapdf: FAILED: exit {done.returncode}: {done.stderr}")
    return ET.fromstring(done.stdout).iter("job")


def failures(job):
    for rule in job.iter("rule"):
        if rule.get("status") == "failed":
            name = f"{rule.get('specification')}, {rule.get('clause')}-{rule.get('testNumber')}"
            yield f"{name}: {rule.get('failedChecks')} times: {rule.findtext('description')}"
            for check in list(rule.iter("check"))[:SHOWN]:
                yield f"    {check.findtext('context')}"


def main(classpath, root):
    pdfs = sorted(root.rglob("*.pdf"))
    assert pdfs, "no PDF was built"
    failed = False
    for flavour, profile in PROFILES.items():
        judged = {}
        for job in reports(classpath, flavour, pdfs):
            report = job.find("validationReport")
            # A file that cannot be read has no report.
            passed = report is not None and report.get("profileName") == profile and report.get("isCompliant") == "true"
            name = str(Path(job.findtext("item/name")).relative_to(root))
            judged[name] = passed
            print(f"{flavour}: {name}: {'passed' if passed else 'FAILED'}", file=sys.stdout if passed else sys.stderr)
            for line in failures(job):
                print(f"    {line}", file=sys.stderr)
        assert len(judged) == len(pdfs), f"{flavour}: {len(judged)} of {len(pdfs)} files were judged"
        failed = failed or not all(judged.values())
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
