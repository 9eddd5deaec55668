#!/usr/bin/env python3
"""How long kiyaku, krilla and typst take to make a PDF of the same text, each as a whole process, in alternation.

    pip install typst
    benches/pdf/run.py [--runs 21] [--keep DIR]

Builds the two Rust programs beside this file (in the main target folder, so that little is built twice), makes a text of
about 41 pages of the terms in this repository, and prints medians of wall time, of processor time (user
and system, which other work on the machine changes less) and of peak memory, and their ratios to kiyaku's. Kiyaku breaks lines and pages by its rules; krilla is given lines cut at 42 em, so it has less to do; typst lays
out with `lang: "ja"`, justified. Krilla and typst write PDF/A-3a and PDF/UA-1.
"""

import argparse
import importlib.util
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MINCHO = ROOT / "fonts/BIZUDMincho-Regular.ttf"
GOTHIC = ROOT / "fonts/BIZUDGothic-Bold.ttf"
CHARACTERS = 41_000

TYPST = """\
#set document(title: "比較用の規約", author: "かもめ予約株式会社", date: datetime(year: 2026, month: 10, day: 1))
#set page(paper: "a4", margin: (x: 77.1pt, y: 80.9pt), numbering: "1 / 1")
#set text(font: "BIZ UDMincho", size: 10.5pt, lang: "ja")
#set par(justify: true, leading: 6.5pt, spacing: 6.5pt)
#show heading: set text(font: "BIZ UDGothic", size: 10.5pt)
"""
TYPST_RUN = """\
import sys, typst
source, out, fonts = sys.argv[1:]
typst.compile(source, output=out, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=["a-3a", "ua-1"])
"""


def sentences():
    for path in sorted((ROOT / "terms").rglob("*.yaml")):
        for line in path.read_text("utf-8").splitlines():
            text = re.sub(r"^[\s-]*(text: )?", "", line)
            if text.endswith("。") and not re.search(r"[\[{#*\\<`\"']", text):
                yield text


def write_text(folder):
    source, lines, size = list(sentences()), [], 0
    while size < CHARACTERS:
        for at, sentence in enumerate(source):
            if at % 4 == 0:
                lines.append(f"# 第{len(lines)}条（規定）")
            lines.append(sentence)
            size += len(lines[-1])
            if size >= CHARACTERS:
                break
    text = folder / "text.txt"
    text.write_text("\n".join(lines) + "\n", "utf-8")
    typst = folder / "text.typ"
    escaped = (re.sub(r"([/@$*_~-])", r"\\\1", line) for line in lines)
    body = (line.replace("# ", "= ", 1) if line.startswith("# ") else line for line in escaped)
    typst.write_text(TYPST + "\n" + "\n\n".join(body) + "\n", "utf-8")
    return text, typst


def build():
    command = ["cargo", "build", "--release", "--quiet", "--manifest-path", HERE / "Cargo.toml"]
    subprocess.run([*command, "--target-dir", ROOT / "target"], check=True)
    return ROOT / "target/release"


def measure(command):
    """Wall seconds, processor seconds and MiB of one whole process."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--keep", type=Path, help="where to leave the text and the files")
    options = parser.parse_args()
    programs = build()
    with tempfile.TemporaryDirectory() as folder:
        folder = options.keep or Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        text, typst = write_text(folder)
        commands = {
            "kiyaku": [programs / "bench-kiyaku", text, folder / "kiyaku.pdf"],
            "krilla": [programs / "bench-krilla", text, folder / "krilla.pdf", MINCHO, GOTHIC],
        }
        if importlib.util.find_spec("typst"):
            script = folder / "run_typst.py"
            script.write_text(TYPST_RUN)
            commands["typst"] = [sys.executable, script, typst, folder / "typst.pdf", MINCHO.parent]
        else:
            print("typst is not installed (pip install typst) and is left out", file=sys.stderr)
        runs = {name: [] for name in commands}
        for _ in range(options.runs + 1):
            for name, command in commands.items():
                runs[name].append(measure(command))
        medians = {name: [statistics.median(part) for part in zip(*found[1:])] for name, found in runs.items()}
        ours = medians["kiyaku"]
        print(f"{'':8} {'wall ms':>9} {'ratio':>6} {'CPU ms':>9} {'ratio':>6} {'MiB':>7} {'ratio':>6} {'KiB':>7}")
        for name, (wall, processor, memory) in medians.items():
            size = (folder / f"{name}.pdf").stat().st_size / 1024
            times = f"{wall * 1000:9.1f} {wall / ours[0]:6.2f} {processor * 1000:9.1f} {processor / ours[1]:6.2f}"
            print(f"{name:8} {times} {memory:7.1f} {memory / ours[2]:6.2f} {size:7.0f}")


if __name__ == "__main__":
    main()
