"""Opens every Word file below a folder with LibreOffice and python-docx.

LibreOffice numbers the paragraphs and writes text and PDF. Apart from white space the text must be that of the file beside
it (`.txt`, or the article of the `.html` page), so every automatic number is right. Its PDF must hold every line of it.
"""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import docx


def squeeze(text):
    """Without white space and the marks of blanks in forms."""
    text = "".join(text.replace("\ufeff", "").split())
    return text.replace("［］", "").replace("□", "").replace("☐", "")


class Article(HTMLParser):
    """The text of a page's article, without the bar above it."""

    def __init__(self):
        super().__init__()
        self.depth = 0
        self.text = []

    def handle_starttag(self, tag, attributes):
        self.depth += tag == "article"

    def handle_endtag(self, tag):
        self.depth -= tag == "article"

    def handle_data(self, data):
        if self.depth:
            self.text.append(data)


def expected(word):
    text = word.with_suffix(".txt")
    if text.exists():
        return squeeze(text.read_text())
    page = Article()
    page.feed(word.with_suffix(".html").read_text())
    return squeeze("".join(page.text))


def convert(words, target, scratch):
    """Each file under a name of its own, in one run of the program."""
    out = scratch / target.split(":")[0]
    command = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", target]
    done = subprocess.run([*command, "--outdir", out, *words], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"soffice: {done.stderr}"
    return out


def differ(name, found, wanted):
    at = next((i for i, (a, b) in enumerate(zip(found, wanted)) if a != b), min(len(found), len(wanted)))
    return f"{name} differs at character {at}: {found[at:at + 40]!r}, not {wanted[at:at + 40]!r}"


def check_structure(path, text):
    """What python-docx reads: a title, headings in the outline, tables of which all rows have all columns."""
    word = docx.Document(path)
    styles = [paragraph.style.name for paragraph in word.paragraphs]
    # Letters begin with their address.
    assert styles[:8].count("Title") == 1, styles[:8]
    headings = sum(style.startswith("Heading") or style == "条見出し" for style in styles)
    for table in word.tables:
        widths = {len(row.cells) for row in table.rows}
        assert widths == {len(table.columns)}, f"rows of {widths} cells under {len(table.columns)} columns"
    assert word.core_properties.title and squeeze(word.core_properties.title) in text
    return headings, len(word.tables)


def main(folder, scratch):
    words = {}
    for path in sorted(folder.rglob("*.docx")):
        name = "_".join(path.relative_to(folder).with_suffix("").parts)
        copy = scratch / f"{name}.docx"
        copy.write_bytes(path.read_bytes())
        words[copy] = expected(path)
    assert len(words) > 10, "no documents"
    texts = convert(list(words), "txt:Text (encoded):UTF8", scratch)
    pdfs = convert(list(words), "pdf", scratch)
    headings = tables = 0
    for copy, wanted in words.items():
        found = squeeze((texts / f"{copy.stem}.txt").read_text())
        assert found == wanted, differ(copy.name, found, wanted)
        run = subprocess.run(["pdftotext", "-raw", pdfs / f"{copy.stem}.pdf", "-"], capture_output=True, text=True)
        pages = squeeze(run.stdout)
        # Running heads and repeated heads of tables are added; nothing may be missing, except that LibreOffice loses a
        # stop that alone would not fit into the last line of a paragraph.
        characters = set(wanted) - set("。、")
        missing = {character for character in characters if pages.count(character) < wanted.count(character)}
        assert not missing, f"{copy.name}: the PDF lacks {missing}"
        some_headings, some_tables = check_structure(copy, wanted)
        headings, tables = headings + some_headings, tables + some_tables
    assert headings > 100 and tables > 20, (headings, tables)
    print(f"docx: {len(words)} files, {headings} headings, {tables} tables: LibreOffice reads what the text says")


main(Path(sys.argv[1]), Path(sys.argv[2]))
