"""Issuing on a real disk: rows that are wrong in every way people know, and a batch killed at random moments.

After each kill every PDF that has its name is whole and has its line; after the last run the register holds, numbers
are unique, and every byte is what a run without interruptions makes.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

KIYAKU, SCRATCH = sys.argv[1], Path(sys.argv[2])
CI = bool(os.environ.get("CI"))
ROWS = int(os.environ.get("ROWS", 300 if CI else 2000))
KILLS = int(os.environ.get("KILLS", 10 if CI else 50))
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1795222800", "KIYAKU_LANG": "en"}
FOLDER = "output/kamome/2026-10-01/issued/certificate"

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
title: 利用証明書
number: 利用-{year}-{serial:05}
fields:
  - { id: customer, label: 契約者, type: party, required: true }
  - { id: since, label: 利用開始日, type: date, required: true }
  - { id: code, label: 番号, type: text, pattern: '[0-9]{7}' }
  - { id: remarks, label: 備考, type: text, lines: 3 }
body:
  - 第{{ number }}号
  - text: '{{ customer.name }}様は、{{ since | wareki }}から、かもめ予約を利用しています。'
    fields: [customer, since, code, remarks]
"""
HEAD = "契約者　名称,契約者　所在地,利用開始日,番号,備考\n"


def project(name, data):
    files = {
        "terms/kamome/set.yaml": SET,
        "terms/kamome/2026-10-01/terms.yaml": TERMS,
        "templates/forms/certificate.yaml": CERTIFICATE,
    }
    for place, text in files.items():
        path = SCRATCH / name / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (SCRATCH / name / "data.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    return SCRATCH / name


def command(*arguments):
    return [KIYAKU, "issue", "certificate", "--set", "kamome", "--data", "data.csv", *arguments]


def run(folder, *command):
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)


def register(folder):
    """Lines that count: those with their LF."""
    path = folder / "output/kamome/register.jsonl"
    text = path.read_text("utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.split("\n")[:-1]]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bad_rows():
    rows = [
        ("架空医院,架空県１番,2026-04-01,0000001,", None),
        (",架空県１番,2026-04-01,,名称がない", "column 契約者　名称"),
        ("所在地なし医院,,2026-04-01,,", "column 契約者　所在地"),
        ("日付医院,架空県１番,2026-02-30,,", "column 利用開始日: "),
        ("番号医院,架空県１番,2026-04-01,12345,", "column 番号: "),
        ('=cmd|\' /C calc\'!A0,架空県１番,2026-04-01,,"=HYPERLINK(""x"")"', None),
        ("{{ 7 * 7 }}医院,架空県１番,2026-04-01,,{% raw %}{{ customer }}", None),
        ("<script>alert(1)</script>,架空県１番,2026-04-01,,**強調** [x](terms:application)", None),
        ("\U0002a6a5医院,架空県１番,2026-04-01,,", "column 契約者　名称: "),
        ("長い医院,架空県１番,2026-04-01,," + "あ" * 33_000, "column 備考: "),
        ("架空医院,架空県１番,2026-04-01,0000001,", "row 1"),
        ("架空医院,架空県１番,2026-05-01,0000001,同じ宛先で別の日", None),
        ("多い医院,架空県１番,2026-04-01,,一,二", "cells below 5 headings"),
        ("制御医院,架空県１番,2026-04-01,,\x1b[31m赤", "column 備考: "),
        ("反転\u202e医院,架空県１番,2026-04-01,,", "column 契約者　名称: "),
    ]
    folder = project("bad", HEAD + "".join(row + "\n" for row, _ in rows))
    result = run(folder, *command())
    assert result.returncode == 1, result
    assert "\x1b[31m" not in result.stderr and "\u202e" not in result.stderr, "nothing of the data moves the terminal"
    for at, (row, expected) in enumerate(rows, 1):
        told = [line for line in result.stderr.splitlines() if f"data.csv: row {at} (line {at + 1})" in line]
        assert bool(told) == (expected is not None), (row[:40], told)
        assert expected is None or expected in told[0], (expected, told)
    good = [row for row, expected in rows if expected is None]
    lines = register(folder)
    assert len(lines) == len(good) == len(list((folder / FOLDER).glob("*.pdf")))
    for line, row in zip(lines, good):
        text = run(folder, "pdftotext", "-layout", f"{FOLDER}/{line['number']}.pdf", "-").stdout
        flat = "".join(text.split())
        for cell in (row.split(",")[0], row.split(",")[4].strip('"').replace('""', '"')):
            assert "".join(cell.split()) in flat, (cell, text)
    export = run(folder, KIYAKU, "register", "export", "--set", "kamome").stdout
    assert ",'=cmd|" in export, export
    report = (folder / FOLDER / "failed.csv").read_text("utf-8")
    assert len(report.splitlines()) == 1 + sum(expected is not None for _, expected in rows), report

    mixed = HEAD.encode() + "架空医院,架空県１番,2026-04-01,,\n".encode() + "見本医院".encode("cp932") + b",x,2026-04-01,,\n"
    folder = project("encodings", mixed)
    result = run(folder, *command())
    assert result.returncode == 1 and "line 3: column 1 holds a character" in result.stderr, result
    assert not (folder / "output").exists() or not register(folder)
    print(f"bad rows: {len(rows) - len(good)} of {len(rows)} refused with their places, the others printed as they are")


def data():
    row = "架空医院{0},架空県架空市{0}番,2026-04-01,{0:07},\n"
    return HEAD + "".join(row.format(at) for at in range(1, ROWS + 1))


def check_files(folder, seen):
    """Every PDF that has its name has its line, and is whole."""
    lines = {line["number"]: line["pdf"] for line in register(folder)}
    for path in (folder / FOLDER).glob("*.pdf"):
        if path.name not in seen:
            assert lines.get(path.stem) == sha256(path), path
            seen.add(path.name)


def killed(whole, duration):
    chance = random.Random(20261001)
    kills = rounds = without_files = torn = 0
    while kills < KILLS:
        rounds += 1
        folder, seen = project(f"killed{rounds}", data()), set()
        while True:
            process = subprocess.Popen(
                command(), cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            if kills < KILLS:
                time.sleep(chance.uniform(0, duration * 2.5 / min(KILLS, 25)))
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
            code = process.wait()
            check_files(folder, seen)
            without_files += max(0, len(register(folder)) - len(seen))
            torn = len(list((folder / "output").rglob("*.torn-*")))
            if code == 0:
                break
            assert code == -signal.SIGKILL, code
        finished(folder, whole)
    print(f"killed {kills} times in {rounds} batches of {ROWS}: lines found without their files {without_files}, torn {torn}")


def finished(folder, whole):
    lines = register(folder)
    numbers = [line["number"] for line in lines]
    assert len(set(numbers)) == len(numbers) == ROWS, len(numbers)
    assert len({line["record"] for line in lines}) == ROWS
    verified = run(folder, KIYAKU, "register", "verify", "--set", "kamome")
    assert verified.returncode == 0 and "nothing is wrong" in verified.stdout, verified
    assert not list((folder / "output").rglob("*.part")), "drafts are left"
    digests = {path.name: sha256(path) for path in (folder / FOLDER).glob("*.pdf")}
    assert digests == {f"{line['number']}.pdf": line["pdf"] for line in lines}
    assert digests == whole, "not what a run without interruptions makes"
    for name in random.Random(1).sample(sorted(digests), 10):
        result = run(folder, "qpdf", "--check", f"{FOLDER}/{name}")
        assert result.returncode == 0, result
    again = run(folder, *command())
    assert again.returncode == 0 and f"issued before: {ROWS}" in again.stdout, again


bad_rows()
plain = project("plain", data())
start = time.monotonic()
result = run(plain, *command())
duration = time.monotonic() - start
assert result.returncode == 0, result
whole = {path.name: sha256(path) for path in (plain / FOLDER).glob("*.pdf")}
assert len(whole) == ROWS
print(f"{ROWS} issued without interruption in {duration:.1f} s")
killed(whole, duration)
