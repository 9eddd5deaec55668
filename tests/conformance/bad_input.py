"""Builds broken sets. Each must be refused with the exit code, at the place, in the time and memory promised, and must
leave what was built before untouched to the byte.

A case replaces files of a small valid set, with text, bytes, a file of so many zeros, or nothing. `‸` stands in a text
where the finding must point; it is not written.
"""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

SECONDS = 2.0
MEBIBYTES = 64
FINDINGS, FAILED = 1, 2
MARK = "‸"

SET = """\
title: 試験サービス
provider: { name: 架空システム株式会社 }
documents: [terms]
revisions:
  - { number: "1.0", effective: 2026-04-01, announced: 2026-03-01, note: 制定した。 }
"""
TERMS = """\
kind: terms
id: terms
title: 試験サービス利用規約
articles:
  - id: application
    caption: 規約の適用
    paragraphs:
      - この規約は、契約者に適用します。
      - 前項の規定は、利用者に準用します。
"""
SET_PATH, TERMS_PATH, BLOCK_PATH = "set.yaml", "2026-04-01/terms.yaml", "2026-04-01/shared/block.yaml"


def terms(old, new):
    """The valid document with one thing changed."""
    assert TERMS.count(old) == 1, old
    return {TERMS_PATH: TERMS.replace(old, new)}


def described(old, new):
    assert SET.count(old) == 1, old
    return {SET_PATH: SET.replace(old, new)}


def paragraph(text):
    return terms("この規約は、契約者に適用します。", text)


def block(text):
    including = terms("      - この規約は", "      - include: { block: block }\n      - この規約は")
    return including | {BLOCK_PATH: text}


def table(row):
    return paragraph(f"table: {{ columns: [項目, 内容], rows: [{row}] }}")


CASES = {
    # Files.
    "not UTF-8": {TERMS_PATH: TERMS.replace("規約の適用", MARK + "規約の適用").encode("shift_jis", "ignore")},
    "UTF-16": {TERMS_PATH: TERMS.encode("utf-16")},
    "empty document": {TERMS_PATH: ""},
    "empty set.yaml": {SET_PATH: ""},
    "only a comment": {TERMS_PATH: "# 後で書く\n"},
    "huge file": {TERMS_PATH: 4 << 30},
    "no documents": {TERMS_PATH: None},
    "document missing from the folder": described("[terms]", "[terms, ‸annex]"),
    "document missing from set.yaml": {"2026-04-01/annex.yaml": TERMS.replace("id: terms", "id: ‸annex")},
    # YAML.
    "tab indentation": terms("    caption", "‸\tcaption"),
    "wrong indentation": terms("    caption", "   ‸caption"),
    "unclosed bracket": described("[terms]", "[terms"),
    "unclosed quotation": terms("caption: 規約の適用", 'caption: "規約の適用'),
    "unknown key": terms("    caption:", "    ‸captoin:"),
    "duplicate key": terms("title:", "title: 別の題名\n‸title:"),
    "list in place of text": terms("caption: 規約の適用", "caption: ‸[規約, 適用]"),
    "text in place of a list": {TERMS_PATH: TERMS.partition("articles:")[0] + "articles: ‸規約の適用\n"},
    "number in place of a list": described("documents: [terms]", "documents: ‸1"),
    "missing key": terms("kind: terms\n", ""),
    "anchor": terms("caption: 規約の適用", "caption: &caption ‸規約の適用"),
    "alias": terms("caption: 規約の適用", "caption: ‸*caption"),
    "bomb of aliases": {
        TERMS_PATH: "a: &a ‸[x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi"))
    },
    "tag": terms("caption: 規約の適用", "caption: !!binary ‸規約の適用"),
    "merge key": terms("    caption: 規約の適用", "    ‸<<: { caption: 規約の適用 }"),
    "two documents in a file": {TERMS_PATH: TERMS + "---\n" + TERMS},
    "100,000 brackets": {TERMS_PATH: "kind: " + "[" * 100_000},
    "100,000 closed brackets": {TERMS_PATH: "kind: " + "[" * 100_000 + "]" * 100_000},
    "100,000 braces": {TERMS_PATH: "kind: " + "{a: " * 100_000},
    "100,000 nested lists": {TERMS_PATH: "kind:\n  " + "- " * 100_000 + "x\n"},
    "5,000 indented levels": {TERMS_PATH: "".join(" " * level + "a:\n" for level in range(5_000))},
    # Names.
    "id that leaves the folder": terms("id: terms", "id: ‸../terms"),
    "listed id that leaves the folder": described("[terms]", "[terms, ‸../../terms]"),
    "article id with markup": terms("id: application", 'id: ‸"<script>"'),
    "block that leaves the folder": paragraph("include: { block: ‸../../secret }"),
    "id used twice": terms("      - この規約は、契約者に適用します。", "      - { id: ‸application, text: 適用します。 }"),
    "id of another file": terms("id: terms", "id: ‸annex"),
    # Dates and numbers.
    "impossible date": described("effective: 2026-04-01", "effective: ‸2026-02-30"),
    "date written loosely": described("effective: 2026-04-01", "effective: ‸2026-4-1"),
    "folder named by an impossible date": {"2026-02-30/terms.yaml": TERMS},
    "folder without a revision": {"2027-04-01/terms.yaml": TERMS},
    "period beyond all measure": terms(
        "      - この規約は、契約者に適用します。",
        "      - text: 予告期間をおきます。\n        period: { id: notice, months: ‸99999999999, before: effective }",
    ),
    "negative period": terms(
        "      - この規約は、契約者に適用します。",
        "      - text: 予告期間をおきます。\n        period: { id: notice, months: ‸-3, before: effective }",
    ),
    # Text.
    "character without a glyph": paragraph("寿司‸🍣を提供します。"),
    "character without a glyph in a title": terms("title: 試験", "title: ‸🍣試験"),
    "ideograph with a variation selector": paragraph("葛‸\U000e0100飾区とします。"),
    "right-to-left override": paragraph("この‸\u202e規約とします。"),
    "zero-width space": paragraph("この‸\u200b規約とします。"),
    "control character": paragraph('"この‸\\x07規約とします。"'),
    "raw HTML": paragraph("この‸<script>alert(1)</script>規約は、適用します。"),
    "raw HTML block": paragraph("|\n          ‸<div>適用します。</div>"),
    "javascript: link": paragraph("この‸[規約](javascript:alert(1))は、適用します。"),
    "data: link": paragraph("この‸[規約](data:text/html,x)は、適用します。"),
    "image": paragraph("この‸![規約](https://example.com/x.png)は、適用します。"),
    "link to nothing": paragraph("契約者は‸[](#nowhere)を、適用します。"),
    "link to no document": paragraph("契約者は‸[](nowhere:)を、適用します。"),
    "text that begins with a bracket": paragraph("[]‸(#application)は、適用します。"),
    "100,000 opened links": paragraph("この" + "[" * 100_000 + "‸[](#nowhere)"),
    "100,000 opened emphases": paragraph("‸" + "**あ" * 50_000),
    # Tables and blocks.
    "row with too few cells": table("[‸甲]"),
    "cell wider than any table": table("[{ text: 甲, columns: ‸4000000000 }]"),
    "cell taller than any table": table("[{ text: 甲, rows: ‸4000000000 }, 乙]"),
    "block that includes itself": block("block: block\ncontent:\n  - include: { block: ‸block }\n"),
    "block without its parameter": block("block: block\nparameters: [name]\ncontent:\n  - 「{{ name }}」とします。\n"),
    "block with an unknown parameter": block("block: block\ncontent:\n  - 「‸{{ name }}」とします。\n"),
}

# Arguments, the text standard error must have, where nothing is wrong with the set itself.
USAGE = {
    "path that does not exist": (["build", "nowhere"], "nowhere"),
    "output in place of a file": (["build", "set", "--out", "set/set.yaml"], "set.yaml"),
    "unknown command": (["bulid"], "build"),
    "unknown option": (["build", "--fromats", "pdf"], "--formats"),
    "unknown format": (["build", "--formats", "pfd"], "pdf"),
    "no command": ([], "build"),
}


def run(program, arguments, folder):
    """Exit code, both outputs, seconds of CPU, MiB at the peak (of at least this program's own)."""
    output = folder / "said"
    with output.open("wb") as said:
        process = subprocess.Popen(
            [program, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
        )
        clock = threading.Timer(5 * SECONDS, os.kill, (process.pid, signal.SIGKILL))
        clock.start()
        _, status, usage = os.wait4(process.pid, 0)
        clock.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    return process.returncode, output.read_text("utf-8", "backslashreplace"), seconds, usage.ru_maxrss / 1024


def write_set(folder, files):
    """Returns where the finding must point: path, line, column (from 1, in characters); None if no file is marked."""
    place = None
    for path, content in ({SET_PATH: SET, TERMS_PATH: TERMS} | files).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            continue
        if isinstance(content, str):
            before, mark, _ = content.partition(MARK)
            if mark:
                place = (path, before.count("\n") + 1, len(before) - before.rfind("\n"))
            content = content.replace(MARK, "").encode()
        if isinstance(content, int):
            file.touch()
            os.truncate(file, content)
        else:
            file.write_bytes(content)
    return place


def contents(folder):
    """The bytes of every file built, and the names of all files."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path: path.read_bytes() if "output" in path.parts else b"" for path in files}


def problems(program, folder, arguments, expected_code, needle):
    before = contents(folder)
    code, said, seconds, mebibytes = run(program, arguments, folder)
    after = contents(folder)
    after.pop(folder / "said")
    if code != expected_code:
        yield f"exit {code}, not {expected_code}"
    if not re.search(needle, said):
        yield f"says nothing that matches {needle}"
    if after != before:
        yield f"changed {[str(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path)]}"
    if seconds > SECONDS:
        yield f"took {seconds:.1f} s, more than {SECONDS} s"
    if mebibytes > MEBIBYTES:
        yield f"took {mebibytes:.0f} MiB, more than {MEBIBYTES}"
    print(f"bad-input: {seconds:5.2f} s {mebibytes:5.0f} MiB  {folder.name}")


def needle(place):
    if place is None:
        return r"--> set\b.*:\d+:\d+"
    path, line, column = place
    return rf"--> {re.escape('set/' + path)}:{line}:{column}\n"


def prepare(program, folder, files):
    """A folder with a valid build, then the broken set."""
    write_set(folder / "set", {})
    code, said, _, _ = run(program, ["build", "set", "--formats", "html,pdf,text", "--out", "output"], folder)
    assert code == 0 and (folder / "output/index.html").exists(), f"the valid set does not build: {said}"
    (folder / "said").unlink()
    shutil.rmtree(folder / "set")
    return write_set(folder / "set", files)


def main(program, scratch):
    failures = 0
    runs = [(name, files, ["build", "set", "--out", "output"], FINDINGS, None) for name, files in CASES.items()]
    runs += [(name, {}, arguments, FAILED, re.escape(text)) for name, (arguments, text) in USAGE.items()]
    for name, files, arguments, code, text in runs:
        folder = scratch / name.replace("/", " ")
        place = prepare(program, folder, files)
        found = list(problems(program, folder, arguments, code, text or needle(place)))
        failures += bool(found)
        for problem in found:
            print(f"bad-input: FAILED: {name}: {problem}", file=sys.stderr)
        if found:
            said = (folder / "said").read_text("utf-8", "backslashreplace")
            print("".join(f"    {line[:160]}\n" for line in said.splitlines()[:12]), file=sys.stderr)
    print(f"bad-input: {len(runs)} cases, {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
