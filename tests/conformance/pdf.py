"""Reads every PDF below a folder with qpdf and poppler and compares it with the text file beside it.

The text file holds what the document says, drawings in words. All else must be found twice in the PDF, to the character, white space apart: in
the structure tree (what a screen reader reads) and on the pages (what a person sees and copies), where running heads,
page numbers and repeated table heads come in between. The pages are read in the order they were drawn (`-raw`): the
other modes of pdftotext guess columns from positions and part the cells of a table.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

# Characters in which a repeated cell may begin like the text in its place.
REPEATED_START = 12
A4 = "595.276 x 841.89 pts (A4)"


def run(*command):
    """Standard output; what the program complains of is a failure even where it goes on."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    complaint = done.stderr.strip()
    assert done.returncode == 0 and not complaint, f"{command[0]}: exit {done.returncode}: {complaint}{done.stdout}"
    return done.stdout


def squeeze(text):
    """Without white space, and without what only the text file shows blanks of forms with."""
    return "".join(text.split()).replace("［］", "").replace("□", "")


def check_syntax(pdf):
    run("qpdf", "--check", pdf)


def check_fonts(pdf):
    rows = run("pdffonts", pdf).splitlines()[2:]
    assert rows, "no fonts"
    for row in rows:
        assert re.search(r" yes yes yes +\d+ +\d+$", row), f"not embedded, subset and mapped to Unicode: {row}"


def check_information(pdf, lines):
    """Returns the title, which is the first line of the text but in a letter."""
    fields = dict(re.split(r": +", line, maxsplit=1) for line in run("pdfinfo", pdf).splitlines() if ": " in line)
    for name, expected in [("Tagged", "yes"), ("Page size", A4)]:
        assert fields.get(name) == expected, f"{name}: {fields.get(name)!r}, not {expected!r}"
    assert fields.get("Title") in lines, f"Title: {fields.get('Title')!r}, not a line of the text"
    return fields["Title"]


def differ(where, found, expected):
    at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
    return f"{where} differs from the text file at character {at}: {found[at:at + 40]!r}, not {expected[at:at + 40]!r}"


def without_drawings(structure):
    """The structure tree without the words inside drawings: the text file has what they show in words."""
    drawing = None
    for line in structure.splitlines():
        depth = len(line) - len(line.lstrip())
        if drawing is not None and depth <= drawing:
            drawing = None
        if drawing is None and line.strip() == "Figure:":
            drawing = depth
        if drawing is None or depth > drawing + 2 or not line.strip().startswith('"'):
            yield line


def words(structure):
    return squeeze("".join(re.findall(r'^ *"(.*)"$', structure, re.MULTILINE)))


def check_structure(pdf, lines):
    """Returns the headings, with their levels, for the outline, and all words in their order."""
    structure = run("pdfinfo", "-struct-text", pdf)
    found = words("\n".join(without_drawings(structure)))
    expected = squeeze(re.sub("［図］.*?［図の終わり］", "", "".join(lines)))
    assert found == expected, differ("the structure tree", found, expected)
    headings = []
    for line in structure.splitlines():
        if element := re.match(r" *(\w+)[ :]?", line):
            open_heading = re.fullmatch(r"H(\d)", element[1])
            if open_heading:
                headings.append([int(open_heading[1]), ""])
            elif element[1] not in ("Link", "Span", "Object"):
                headings.append(None)
        elif headings and headings[-1] and (text := re.fullmatch(r' *"(.*)"', line)):
            headings[-1][1] += text[1]
    # The first heading is the title of the document.
    return [(level, squeeze(text)) for level, text in filter(None, headings)][1:], words(structure)


def without_furniture(page, number, count, title, editions):
    """The text of a page without running head and page number, which are drawn last."""
    foot = f"{number}/{count}"
    assert page.endswith(foot), f"page {number} does not end with its number: {page[-40:]!r}"
    page = page.removesuffix(foot)
    if number == 1:
        return page
    # A letter says its edition nowhere else.
    letter = re.search("第[^第版]+版[^版]+施行$", page)
    editions = [*editions, letter[0]] if letter else editions
    page = page.removesuffix(next((edition for edition in editions if page.endswith(edition)), ""))
    if page.endswith(title):
        return page.removesuffix(title)
    cut = page.rfind(title[:8])
    assert page.endswith("…") and title.startswith(page[cut:-1]), f"page {number} has no running head: {page[-80:]!r}"
    return page[:cut]


def text_end(page, expected, at):
    """Where the text is after a page; `None` if it says anything else.

    A table that goes on repeats its head, and cells that go on, at the top of a page or column: words that stood before.
    """
    same = 0
    while page[same:same + 1] == expected[at + same:at + same + 1] != "":
        same += 1
    if same == len(page):
        return at + same
    # A repetition may begin like the text it interrupts.
    for start in range(same, max(same - REPEATED_START, -1), -1):
        end = start
        while end < len(page) and page[start:end + 1] in expected[:at + start]:
            end += 1
        for end in range(end, start + 1, -1):
            found = text_end(page[end:], expected, at + start)
            if found is not None:
                return found
    return None


def check_pages(pdf, lines, title, expected):
    pages = [squeeze(page) for page in run("pdftotext", "-raw", pdf, "-").split("\f")[:-1]]
    # The edition stands below the title, or below the subtitle if there is one.
    below = lines.index(title) + 1
    title = squeeze(title)
    editions = [squeeze(line) for line in lines[below:below + 2] if line]
    at = 0
    for number, page in enumerate(pages, 1):
        page = without_furniture(page, number, len(pages), title, editions)
        end = text_end(page, expected, at)
        assert end is not None, differ(f"page {number}", page, expected[at:])
        at = end
    assert at == len(expected), f"the pages end {len(expected) - at} characters early"


def entries(outline, level=2):
    for entry in outline:
        yield level, squeeze(entry["title"]), entry["destpageposfrom1"]
        yield from entries(entry["kids"], level + 1)


def check_outline(facts, headings):
    found = list(entries(facts["outlines"]))
    assert found or not headings, "no outline"
    assert [title for _, title, _ in found] == [title for _, title in headings], "the outline is not the headings"
    assert [level for level, _, _ in found] == [level for level, _ in headings], "the outline has other levels"
    places = [page for _, _, page in found]
    assert None not in places and places == sorted(places), f"the outline jumps between pages: {places}"


def objects(facts):
    for entry in facts["qpdf"][1].values():
        value = entry.get("value", entry.get("stream", {}).get("dict"))
        if isinstance(value, dict):
            yield value


def follow(facts, value):
    """The object a reference stands for, or the value itself."""
    if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
        return facts["qpdf"][1][f"obj:{value}"]["value"]
    return value


def name_tree(facts, node):
    node = follow(facts, node)
    pairs = node.get("/Names", [])
    yield from zip(pairs[::2], pairs[1::2])
    for kid in node.get("/Kids", []):
        yield from name_tree(facts, kid)


def destinations(facts):
    catalogue = next(value for value in objects(facts) if value.get("/Type") == "/Catalog")
    names = follow(facts, catalogue.get("/Names", {}))
    pairs = list(name_tree(facts, names.get("/Dests", {})))
    keys = [key for key, _ in pairs]
    assert keys == sorted(set(keys)), "destinations out of order: readers search them by halves"
    return dict(pairs)


def check_links(facts, others):
    """Returns how many links there are. `others`: the destinations of each file by its path from this one."""
    pages = {page["object"] for page in facts["pages"]}
    named = destinations(facts)

    def is_place(target):
        target = follow(facts, named.get(target, target))
        target = target["/D"] if isinstance(target, dict) else target
        return isinstance(target, list) and target[0] in pages

    for name in named:
        assert is_place(name), f"destination {name} lies on no page"
    links = [value for value in objects(facts) if value.get("/Subtype") == "/Link"]
    for link in links:
        action = follow(facts, link.get("/A", {}))
        kind = action.get("/S", "/GoTo")
        if kind == "/GoTo":
            target = link.get("/Dest", action.get("/D"))
            assert is_place(target), f"link {link.get('/Contents')} goes to {target}, which lies on no page"
        elif kind == "/GoToR":
            file = action["/F"].removeprefix("u:")
            assert file in others, f"link {link.get('/Contents')} goes to {file}, which is not there"
            target = action["/D"]
            assert isinstance(target, list) or target in others[file], f"{file} has no destination {target}"
        else:
            assert kind == "/URI", f"link {link.get('/Contents')} does {kind}"
    return len(links)


def check(pdf, facts, others):
    lines = pdf.with_suffix(".txt").read_text("utf-8").splitlines()
    check_fonts(pdf)
    title = check_information(pdf, lines)
    headings, words = check_structure(pdf, lines)
    check_pages(pdf, lines, title, words)
    check_outline(facts, headings)
    links = check_links(facts, others)
    return f"{len(facts['pages'])} pages, {len(headings)} outline entries, {links} links"


def read(pdf, facts, places):
    check_syntax(pdf)
    facts[pdf] = json.loads(run("qpdf", "--json=2", "--json-stream-data=none", pdf))
    places[pdf] = destinations(facts[pdf])


def report(pdf, facts, places):
    others = {os.path.relpath(other, pdf.parent): places[other] for other in places}
    print(f"{pdf.parent.parent.name}/{pdf.parent.name}/{pdf.name}: {check(pdf, facts[pdf], others)}")


def main(root):
    pdfs = sorted(root.rglob("*.pdf"))
    assert pdfs, "no PDF was built"
    facts, places, failures = {}, {}, 0
    for stage in [read, report]:
        for pdf in pdfs:
            try:
                stage(pdf, facts, places)
            except AssertionError as failure:
                failures += 1
                print(f"{pdf.relative_to(root)}: FAILED: {failure}", file=sys.stderr)
        if failures:
            sys.exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
