"""Imports what nobody should, and what people do by mistake. Each must end as promised: the exit code, a message that says
why, the time and the memory; nothing is written where it failed, and never anything outside the target.
"""

import io
import os
import re
import sys
import zipfile
from pathlib import Path

from bad_input import run

SECONDS = 5.0
MEBIBYTES = 400
WHOLE, LOST, FAILED = 0, 1, 2

SENTENCE = "契約者は、利用料金を、当社が定める期日までに支払うものとします。\n"
TERMS = f"かもめ予約利用規約\n\n第１条（適用）\n{SENTENCE}第２条（料金）\n{SENTENCE}"
NOVEL = "坂の上の家\n\n" + "雨は朝から降っていた。祖母は縁側で豆をむき、私は古い時計の音を数えていた。\n誰も来なかった。\n" * 400
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body="", parts=(), head=""):
    """A Word file with more parts than it should have."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", f"<?xml version='1.0'?>{head}<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in parts:
            container.writestr(name, content)
    return packed.getvalue()


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


ENTITIES = '<!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
BILLION = "<!DOCTYPE w [" + '<!ENTITY a0 "規約">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)) + "]>"
LETTERS = "".join(chr(0x4E00 + (at * at * 7919 + at * 31) % 8000) for at in range(40_000))

# Name and content of the file, exit code, what must be said. Content may be a function that makes it.
CASES = {
    "empty": ("規約.txt", b"", FAILED, "文字がありません|空です"),
    "white space only": ("規約.txt", " \n\u3000\n\t\n", FAILED, "文字がありません|空です"),
    "binary": ("規約.txt", bytes(range(256)) * 400, FAILED, "テキスト"),
    "an image named as text": ("規約.txt", b"\x89PNG\r\n\x1a\n" + bytes(2000), FAILED, "テキスト|PNG"),
    "a novel": ("小説.txt", NOVEL, WHOLE, "条も見出しも見つからない"),
    "right-to-left": ("規約.txt", TERMS + "العقد سارٍ من تاريخه.\n" * 40, WHOLE, r"（100 %"),
    "overrides of direction": ("規約.txt", TERMS.replace("契約者", "\u202e契約者\u202c"), WHOLE, r"（100 %"),
    "NUL bytes": ("規約.txt", TERMS.replace("契約者", "契約\0者"), FAILED, "テキスト"),
    "control characters": ("規約.txt", TERMS.replace("契約者", "契約\x07\x1b[31m者"), WHOLE, r"（100 %"),
    "Shift_JIS": ("規約.txt", TERMS.encode("cp932"), WHOLE, r"（100 %"),
    "UTF-16": ("規約.txt", TERMS.encode("utf-16"), WHOLE, r"（100 %"),
    "two encodings": ("規約.txt", TERMS.encode() + TERMS.encode("cp932") + TERMS.encode(), FAILED, "文字コード"),
    "one line of 10 MB": ("規約.txt", lambda: "甲は乙に従います" * 430_000, WHOLE, r"（100 %"),
    "one line 100,000 times": ("規約.txt", SENTENCE * 100_000, WHOLE, r"（100 %"),
    "one broken line 100,000 times": ("規約.txt", "契約者は、利用料金を\n" * 100_000, WHOLE, r"（100 %"),
    "base64 of 4 MB": ("規約.txt", ("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0" * 2 + "\n") * 55_000, WHOLE, r"（100 %"),
    "columns everywhere": ("規約.txt", "".join(f"{LETTERS[n:n + 10]}    {LETTERS[n + 5:n + 20]}\n" for n in range(30_000)), WHOLE, r"（100 %"),
    "4 MB of terms": ("規約.txt", "".join(f"第{n}条（料金）\n{SENTENCE}" for n in range(1, 33_000)), WHOLE, r"条 32999"),
    "60 MB": ("規約.txt", lambda: SENTENCE.encode() * 600_000, FAILED, "大きすぎ|50 MiB"),
    "70 MB": ("規約.txt", lambda: b"\n" * (70 << 20), FAILED, "大きすぎ"),
    "a directory": ("規約.txt", None, FAILED, "フォルダ|ファイルではありません"),
    "an old Word file": ("規約.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), FAILED, ".docx"),
    "text named as Word": ("規約.docx", TERMS, FAILED, "Word"),
    "Word named as text": ("規約.txt", word(paragraph("第１条（適用）") + paragraph(SENTENCE.strip())), WHOLE, "条 1"),
    "half a Word file": ("規約.docx", word(paragraph(LETTERS))[:2000], FAILED, "壊れて"),
    "external entities": ("規約.docx", word("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>", head=ENTITIES), FAILED, "DTD"),
    "a billion laughs": ("規約.docx", word("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", head=BILLION), FAILED, "DTD"),
    "a zip bomb": ("規約.docx", lambda: word(paragraph("甲" * 400_000_000)), FAILED, "大きすぎ"),
    "100,000 parts": ("規約.docx", lambda: word(paragraph("甲"), [(f"word/media/{n}", b"") for n in range(100_000)]), None, ""),
    "nested tables": ("規約.docx", word("<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000), FAILED, "深"),
    "macros": ("規約.docm", word(paragraph("第１条（適用）") + paragraph(SENTENCE.strip()), [("word/vbaProject.bin", b"\xd0\xcf" * 99)]), WHOLE, "マクロ"),
    "names that leave the folder": ("規約.docx", word(paragraph(SENTENCE.strip()), [("../../leaked.txt", "x"), ("/tmp/leaked.txt", "x")]), WHOLE, r"（100 %"),
    "deep HTML": ("規約.html", "<html><body>" + "<div>" * 100_000 + "規約", FAILED, "深"),
    "script and style": ("規約.html", f"<html><body><script>alert('x')</script><style>p</style><h1>規約</h1><p>{SENTENCE}</p></body></html>", WHOLE, r"（100 %"),
    "resources of elsewhere": ("規約.html", f"<html><body><img src='http://192.0.2.1/x.png'><iframe src='http://192.0.2.1/'></iframe><p>{SENTENCE}</p></body></html>", WHOLE, r"（100 %"),
    "100,000 opened brackets": ("規約.md", "[" * 100_000 + "規約", WHOLE, r"（100 %"),
    "100,000 quotations": ("規約.md", ">" * 100_000 + "規約", None, ""),
    "100,000 list levels": ("規約.md", "".join(" " * n + "- 規約\n" for n in range(2_000)), None, ""),
    "a name with a space": ("利用 規約.txt", TERMS, WHOLE, "条 2"),
    "a name that begins with a dash": ("-規約.txt", TERMS, WHOLE, "条 2"),
}


def contents(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != "said" and path.is_file()}


def check(program, folder, arguments, expected, needle, target="set"):
    """What is wrong with a run in that folder."""
    before = contents(folder)
    code, said, seconds, mebibytes = run(program, ["import", *arguments], folder)
    after = contents(folder)
    print(f"import-bad-input: {seconds:5.2f} s {mebibytes:5.0f} MiB  exit {code}  {folder.name}")
    new = {path for path in after if after[path] != before.get(path)}
    if expected is not None and code != expected:
        yield f"exit {code}, not {expected}"
    if code not in (WHOLE, LOST, FAILED) or "panicked" in said:
        yield f"ended with {code}"
    if not re.search(needle, said):
        yield f"says nothing that matches {needle}"
    if code == FAILED and new:
        yield f"wrote {sorted(map(str, new))}"
    outside = [path for path in new if not path.is_relative_to(folder / target)]
    if outside:
        yield f"wrote outside the target: {outside}"
    if code == FAILED and len(said.splitlines()) > 4:
        yield "says more than a few lines"
    if "\x1b" in said:
        yield "passes control characters to the terminal"
    if seconds > SECONDS or mebibytes > MEBIBYTES:
        yield f"took {seconds:.1f} s and {mebibytes:.0f} MiB"


def put(folder, name, content):
    folder.mkdir()
    content = content() if callable(content) else content
    if content is None:
        (folder / name).mkdir()
    else:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def cases(program, scratch):
    """Each name with what is wrong."""
    for name, (file, content, expected, needle) in CASES.items():
        folder = scratch / name.replace("/", " ")
        put(folder, file, content)
        yield name, check(program, folder, ["--out", "set", "--", file], expected, needle)


def targets(program, scratch):
    """What stands where the set should be written, and options that are wrong."""

    def case(name, arguments, expected, needle, files=(), target="set"):
        folder = scratch / name
        put(folder, "規約.txt", TERMS)
        for path in files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text("もとからあったもの")
        yield from check(program, folder, ["規約.txt", *arguments], expected, needle, target)
        lost = [path for path in files if not path.endswith("set.yaml") and (folder / path).read_text() != "もとからあったもの"]
        if lost:
            yield f"changed {lost}"

    held = ["set/set.yaml", "set/2020-01-01/terms.yaml", "set/メモ.txt"]
    yield "existing set", case("existing set", ["--out", "set"], FAILED, "--force", [*held])
    yield "existing set, forced", case("forced", ["--out", "set", "--force"], WHOLE, "条 2", held)
    yield "file in place of the set", case("file", ["--out", "set"], FAILED, "set", ["set"])
    yield "file above the set", case("file above", ["--out", "set/a"], FAILED, "set", ["set"])
    yield "file above the set, forced", case("file above forced", ["--out", "set/a", "--force"], FAILED, "set", ["set"])
    yield "target with Japanese and a space", case("japanese", ["--out", "規約 集/かもめ"], WHOLE, '"規約 集/かもめ"', target="規約 集")
    for day in ["2026-13-01", "2026-2-3", "令和８年４月１日", "", "9999999-01-01"]:
        yield f"day {day}", case(f"day {day}", ["--out", "set", "--effective", day], FAILED, "2026-10-01")
    yield "no target", case("no target", [], FAILED, "--out")
    yield "unknown choice", case("choice", ["--out", "set", "--tracked", "maybe"], FAILED, "accept")
    yield "no such file", case("none", ["--out", "set", "../なし.txt"], FAILED, ".")
    folder = scratch / "unreadable"
    put(folder, "規約.txt", TERMS)
    (folder / "規約.txt").chmod(0)
    if not os.access(folder / "規約.txt", os.R_OK):
        yield "unreadable", check(program, folder, ["規約.txt", "--out", "set"], FAILED, "開く|権限|読")
    folder = scratch / "missing"
    folder.mkdir()
    yield "missing", check(program, folder, ["なし.txt", "--out", "set"], FAILED, "なし.txt.*見つかりません")


def main(program, scratch):
    failures = total = 0
    for run_of in (cases, targets):
        for name, found in run_of(program, scratch):
            found = list(found)
            total += 1
            failures += bool(found)
            for problem in found:
                print(f"import-bad-input: FAILED: {name}: {problem}", file=sys.stderr)
    print(f"import-bad-input: {total} cases, {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
