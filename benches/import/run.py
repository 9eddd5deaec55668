#!/usr/bin/env python3
"""What it costs to import a long contract, and many short ones beside `pdftotext`, which makes such texts of PDFs.

    benches/import/run.py [--pages 50 200 800] [--runs 5]

Contracts of so many pages are made from the articles of terms/ (renumbered, broken at 40 characters, 40 lines a page, with
page numbers) and imported; medians of wall time, CPU time and peak memory are printed, each also for a page: where that
stays the same, time and memory are linear. Then every PDF of terms/ goes through `pdftotext -layout` and what that prints
through `import`, in turns.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KIYAKU = ROOT / "target/release/kiyaku"
WIDTH, LINES = 40, 40


def sentences(output: Path) -> list[str]:
    """Paragraphs of all documents, without their numbers."""
    found = []
    for path in sorted(output.glob("*/*/*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = re.sub(r"^[\s（(]*[0-9０-９ア-ン①-⑳]*[）)．.　 ]*", "", line)
            if len(text) > 30 and "\t" not in line and not line.startswith("第"):
                found.append(text)
    return found


def contract(source: list[str], pages: int) -> str:
    lines: list[str] = ["ひばり予約利用規約", ""]
    article = at = 0

    def put(text: str, indent: int) -> None:
        first = True
        while text:
            room = WIDTH - (0 if first else indent)
            lines.append(("" if first else "　" * indent) + text[:room])
            text, first = text[room:], False

    while len(lines) < pages * LINES:
        article += 1
        lines.append(f"第{article}条（ひばり予約の利用その{article}）")
        for paragraph in range(1, 4):
            put((f"{paragraph}　" if paragraph > 1 else "　") + source[at % len(source)], 1)
            at += 1
        for item in range(1, 4):
            put(f"　（{item}）{source[at % len(source)]}", 3)
            at += 1
        lines.append("")
    del lines[pages * LINES :]
    # The last article is whole.
    del lines[max(at for at, line in enumerate(lines) if line.startswith("第")) :]
    sheets = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return "\f".join("\n".join(sheet + ["", f"- {number} -", ""]) for number, sheet in enumerate(sheets, 1))


def timed(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MiB."""
    before = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    return time.monotonic() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def beside_pdftotext(folder: Path, runs: int) -> None:
    """Every document of terms/: pdftotext makes a text of its PDF, and import a document of that text, in turns."""
    build = [KIYAKU, "build", "terms", "--formats", "pdf", "--out", folder / "pdf"]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    totals = []
    for _ in range(runs):
        print_all = read_all = 0.0
        for pdf in sorted((folder / "pdf").glob("*/*/*.pdf")):
            text = pdf.with_suffix(".txt")
            print_all += timed(["pdftotext", "-layout", str(pdf), str(text)], folder)[0]
            read_all += timed([str(KIYAKU), "import", str(text), "--out", str(folder / "set"), "--force"], folder)[0]
        totals.append((read_all, print_all))
    read_all, print_all = (statistics.median(column) for column in zip(*totals))
    print(f"documents of terms/: import {read_all:.2f} s, pdftotext -layout {print_all:.2f} s; import takes {read_all / print_all:.2f} of it")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, nargs="+", default=[50, 200, 800])
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    folder = Path(tempfile.mkdtemp(prefix="kiyaku-import-"))
    subprocess.run(
        [KIYAKU, "build", "terms", "--formats", "text", "--out", folder / "text"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    source = sentences(folder / "text")
    for pages in arguments.pages:
        text = folder / f"{pages}.txt"
        text.write_text(contract(source, pages), encoding="utf-8")
        command = [str(KIYAKU), "import", str(text), "--out", str(folder / "set"), "--effective", "2026-10-01", "--force"]
        result = subprocess.run(command, capture_output=True, text=True)
        coverage = re.search(r"（([0-9.]+) %", result.stdout)
        runs = [timed(command, folder) for _ in range(arguments.runs)]
        wall, cpu, memory = (statistics.median(column) for column in zip(*runs))
        print(
            f"{pages:5} pages, {len(text.read_text(encoding='utf-8')):9,} characters: {wall:6.3f} s ({wall / pages * 1000:5.2f} ms a page), {cpu:6.3f} s of CPU, "
            f"{memory:6.1f} MiB ({memory / pages:5.2f} a page), coverage {coverage[1] if coverage else '?'} %"
        )
    if shutil.which("pdftotext"):
        beside_pdftotext(folder, arguments.runs)
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
