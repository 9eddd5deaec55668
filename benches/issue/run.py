#!/usr/bin/env python3
"""What it costs to issue many one-page certificates, beside typst and beside a writer of the plainest PDFs there are.

    pip install typst
    benches/issue/run.py [--rows 1000] [--runs 3] [--keep DIR]
    benches/issue/run.py --memory [--rows 10000]

Each program makes one PDF for each row of the same CSV file, in one process; the runs alternate, and medians of wall time,
processor time (user and system) and peak memory are printed. Kiyaku reads and checks the data, fills the form in, writes
PDF/A-3a with PDF/UA-1 and the sources inside, brings every file and the register to the disk (fsync) and uses all cores;
typst compiles a template of the same look with `sys_inputs` through its Python API, as PDF/A-3a with PDF/UA-1; the floor
writes the same words in a font that is not embedded, without tags. Neither of these keeps a register or waits for the disk.

`--memory` issues 1,000 rows and then `--rows`, and makes dry runs of 1,000, 10,000 and 100,000 rows.
"""

import argparse
import csv
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

SET = """\
title: かもめ予約
provider: { name: かもめ医療情報株式会社 }
documents: [terms]
forms: [{ template: certificate }]
revisions: [{ number: "1.0", effective: 2026-10-01, announced: 2026-06-01, note: 制定 }]
"""
TERMS = """\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - { id: application, caption: 規約の適用, paragraphs: [この規約は、かもめ予約の利用に適用します。] }
"""
CERTIFICATE = """\
kind: certificate
id: certificate
title: 消去証明書
number: 消去-{year}-{serial:06}
fields:
  - { id: customer, label: 契約者, type: party, required: true }
  - { id: contract_end, label: 契約終了日, type: date, required: true }
  - { id: erased_at, label: 消去した日, type: date, required: true, not-before: contract_end }
  - { id: method, label: 消去の方法, type: text, required: true }
body:
  - 第{{ number }}号
  - '{{ issued | wareki }}'
  - '{{ customer.name }}　御中'
  - text: 当社は、利用契約の終了に伴い、登録された情報を、次のとおり消去したことを証明します。
    fields: [customer, contract_end, erased_at, method]
  - この証明書の内容についてのお問合せは、かもめ医療情報株式会社の窓口で承ります。
closing: 以上
"""
HEAD = ["customer.name", "customer.address", "contract_end", "erased_at", "method"]

TYPST = """\
#set document(title: "消去証明書", author: "かもめ医療情報株式会社", date: datetime(year: 2026, month: 11, day: 21))
#set page(paper: "a4", margin: (x: 77.1pt, y: 80.9pt), numbering: "1 / 1")
#set text(font: "BIZ UDMincho", size: 10.5pt, lang: "ja")
#set par(justify: true, leading: 6.5pt)
#show heading: set text(font: "BIZ UDGothic", size: 14pt)
#let of(name) = sys.inputs.at(name)
#align(center)[= 消去証明書]
第#of("number")号

令和8年11月21日

#of("customer.name")　御中

当社は、利用契約の終了に伴い、登録された情報を、次のとおり消去したことを証明します。

#table(
  columns: (1fr, 1fr, 4fr), stroke: 0.5pt,
  [契約者], [名称], of("customer.name"),
  [], [所在地], of("customer.address"),
  table.cell(colspan: 2)[契約終了日], of("contract_end"),
  table.cell(colspan: 2)[消去した日], of("erased_at"),
  table.cell(colspan: 2)[消去の方法], of("method"),
)

この証明書の内容についてのお問合せは、かもめ医療情報株式会社の窓口で承ります。

#align(right)[以上]
"""
TYPST_RUN = """\
import csv, pathlib, sys, typst
source, data, out, fonts = sys.argv[1:]
compiler = typst.Compiler(font_paths=[fonts], ignore_system_fonts=True, root=str(pathlib.Path(source).parent))
for at, row in enumerate(csv.DictReader(open(data, encoding="utf-8")), 1):
    row["number"] = f"消去-2026-{at:06}"
    pdf = compiler.compile(input=source, sys_inputs=row, format="pdf", pdf_standards=["a-3a", "ua-1"])
    pathlib.Path(out, row["number"] + ".pdf").write_bytes(pdf)
"""


def plain_pdf(number, row):
    """One page in a Japanese font that readers bring (ISO 32000-1, 9.7.5.2), without tags."""
    lines = ["消去証明書", f"第{number}号", "令和8年11月21日", row["customer.name"] + "　御中"]
    lines += ["当社は、利用契約の終了に伴い、登録された情報を、次のとおり", "消去したことを証明します。"]
    lines += [row[name] for name in HEAD] + ["以上"]
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    content = f"BT /F 10.5 Tf 17 TL 77 760 Td\n{shown}ET".encode()
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R] >>"
    descendant = (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 7 0 R >>"
    )
    descriptor = (
        "<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [-123 -257 1001 910] /ItalicAngle 0 "
        "/Ascent 723 /Descent -241 /CapHeight 709 /StemV 69 >>"
    )
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font.encode(),
        descendant.encode(),
        descriptor.encode(),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for at, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def floor(data, out):
    with open(data, encoding="utf-8") as file:
        for at, row in enumerate(csv.DictReader(file), 1):
            number = f"消去-2026-{at:06}"
            Path(out, number + ".pdf").write_bytes(plain_pdf(number, row))


def write_project(folder, rows):
    files = {
        "terms/kamome/set.yaml": SET,
        "terms/kamome/2026-10-01/terms.yaml": TERMS,
        "templates/forms/certificate.yaml": CERTIFICATE,
        "certificate.typ": TYPST,
    }
    for place, text in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with open(folder / "data.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for at in range(1, rows + 1):
            address = f"架空県架空市{at % 97}丁目{at}番"
            writer.writerow([f"架空第{at}診療所", address, "2026-09-30", "2026-10-15", "上書きによる消去"])


def measure(command, folder):
    """Wall seconds, processor seconds and MiB of one whole process."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795222800"}
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def issue(kiyaku, *more):
    return [kiyaku, "issue", "certificate", "--set", "kamome", "--data", "data.csv", *more]


def compare(kiyaku, folder, rows, runs):
    write_project(folder, rows)
    programs = {
        "kiyaku": lambda out: issue(kiyaku, "--out", out),
        "floor": lambda out: [sys.executable, __file__, "--floor", folder / "data.csv", out],
    }
    if importlib.util.find_spec("typst"):
        source = folder / "certificate.typ"
        arguments = [source, folder / "data.csv"]
        programs["typst"] = lambda out: [sys.executable, "-c", TYPST_RUN, *arguments, out, ROOT / "fonts"]
    figures = {name: [] for name in programs}
    for run in range(runs):
        for name, command in programs.items():
            out = folder / f"{name}{run}"
            out.mkdir()
            figures[name].append(measure(command(out), folder))
    print(f"{rows} one-page certificates, medians of {runs} runs")
    sizes = {name: statistics.mean(path.stat().st_size for path in (folder / f"{name}0").rglob("*.pdf")) for name in programs}
    for name, measured in figures.items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*measured))
        each = f"{1000 * wall / rows:6.2f} ms wall and {1000 * cpu / rows:6.2f} ms CPU each"
        print(f"{name:8} {wall:7.2f} s wall {cpu:7.2f} s CPU {memory:6.0f} MiB  {each}, {sizes[name] / 1024:.0f} KiB a file")


def memory(kiyaku, folder, rows):
    for count, more in [(1_000, ["--dry-run"]), (10_000, ["--dry-run"]), (100_000, ["--dry-run"]), (1_000, []), (rows, [])]:
        write_project(folder, count)
        wall, cpu, peak = measure(issue(kiyaku, "--out", folder / f"out{count}", *more), folder)
        kind = "dry run" if more else "issued"
        print(f"{count:7} rows {kind:8} {wall:7.2f} s wall {cpu:7.2f} s CPU {peak:6.0f} MiB")


def main():
    if sys.argv[1:2] == ["--floor"]:
        return floor(*sys.argv[2:])
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    kiyaku = ROOT / "target/release/kiyaku"
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        if options.memory:
            memory(kiyaku, folder, options.rows or 10_000)
        else:
            compare(kiyaku, folder, options.rows or 1_000, options.runs)


if __name__ == "__main__":
    main()
