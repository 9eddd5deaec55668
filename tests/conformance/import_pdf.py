"""Imports the PDFs of our own documents, and of what stands beside them as PDF, and compares the text.

Usage: import_pdf.py KIYAKU FOLDER, with the PDFs and their .txt in FOLDER/built.
"""

import collections
import pathlib
import shutil
import subprocess
import sys

kiyaku, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
problems = []


def squashed(text):
    return "".join(text.split())


def characters(text):
    return collections.Counter(squashed(text))


pdfs = sorted(path for path in scratch.glob("built/**/*.pdf") if path.parent.name != "forms")
whole, all_lines = 0, 0
for pdf in pdfs:
    out = scratch / "imported"
    shutil.rmtree(out, ignore_errors=True)
    run = subprocess.run([kiyaku, "import", pdf, "--out", out], capture_output=True, text=True)
    if run.returncode != 0:
        problems.append(f"{pdf}: {run.stdout}{run.stderr}")
        continue
    [origin] = out.glob("*/origin/*.pdf.txt")
    lines = origin.read_text()
    poppler = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    if characters(lines) != characters(poppler):
        problems.append(f"{pdf}: other characters than poppler's: {characters(lines) - characters(poppler)}")
    # A line of the .txt is a whole paragraph or row. Figures are drawn otherwise than told.
    text = pdf.with_suffix(".txt").read_text()
    source = squashed("".join(path.read_text() for path in out.glob("*/*.yaml")))
    read = squashed(lines) + source
    wanted = [squashed(line) for line in text.splitlines() if line.strip()]
    whole += sum(len(line) for line in wanted if line in read)
    all_lines += sum(map(len, wanted))

print(f"{len(pdfs)} PDFs, {all_lines} characters; in lines that are found whole: {100 * whole / all_lines:.1f} %")
if not pdfs or whole < 0.8 * all_lines:
    problems.append("columns or paragraphs are read in another order than they are printed")
sys.exit("\n".join(problems) or None)
