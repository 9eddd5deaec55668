"""Builds terms/ and imports every document of its newest editions from every kind of file that people have of them.

Each import must say all the original says (exit 0, 100 %) and find as many articles, paragraphs and items as the source has;
they are counted on the pages of both. Then `check` must find no error in it, and `build` build it. Only the words are asked
of forms, and of text where nothing but the look of the paper told what is what: headings without articles, columns.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

FORMS = ["user-card", "security-sharing"]
# Errors that are right in a document taken out of its set: the papers beside it, its figures, the provider's name and the
# day of the notice are not there, and its blanks are underlines.
ALONE = {
    "broken-references": "「(別紙|図|付|様式|セキュリティ|レセプト|レセコン|.*(規約|仕様|方針))",
    "missing-companions": "",
    "unpublicised-revisions": "",
    "placeholders": "〇〇|＿",
}
VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.parent, self.children = tag, parent, []
        self.attributes = dict(attributes)
        self.classes = (self.attributes.get("class") or "").split()

    def text(self):
        """Without what only stands on the page for the mouse."""
        if "mark" in self.classes:
            return ""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()


class Page(HTMLParser):
    """A page as a tree."""

    def __init__(self, path):
        super().__init__()
        self.root = self.here = Node("page", [], None)
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        node = Node(tag, attributes, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.here.tag == tag, (self.here.tag, tag)
            self.here = self.here.parent

    def handle_data(self, data):
        self.here.children.append(data)

    def article(self):
        return next(node for node in self.root.walk() if node.tag == "article")


def counts(page):
    """What a reader would count."""
    found = Counter()
    for node in page.article().walk():
        found["article"] += node.tag == "section" and "article" in node.classes
        found["section"] += node.tag == "section" and "section" in node.classes
        found["paragraph"] += "paragraph" in node.classes and "article" in node.parent.classes
        found["item"] += node.tag == "li" and "items" in node.parent.classes
        found["table"] += node.tag == "table"
    # In a cell they are lines of its text.
    inner = [node for cell in page.article().walk() if cell.tag in ("td", "dd") for node in cell.walk()]
    found["item"] -= sum(node.tag == "li" and "items" in node.parent.classes for node in inner)
    return found


def pieces(page):
    """The page as an author would type it: (kind, level, text), a table as (kind, 0, rows)."""

    def visit(node, depth):
        if node.tag == "header":
            yield from (("lead", 0, child.text()) for child in node.walk() if child.tag == "p")
        elif node.tag == "table":
            rows = [row for row in node.walk() if row.tag == "tr"]
            cells = [[cell for cell in row.children if isinstance(cell, Node)] for row in rows]
            yield ("table", 0, cells)
        elif re.fullmatch("h[2-6]", node.tag):
            yield ("heading", int(node.tag[1]), node.text())
        elif node.tag == "p":
            yield ("text", depth, node.text())
        else:
            deeper = depth + (node.tag == "li")
            for child in node.children:
                if isinstance(child, Node):
                    yield from visit(child, deeper)

    yield ("title", 1, next(node for node in page.article().walk() if node.tag == "h1").text())
    for child in page.article().children:
        if isinstance(child, Node):
            yield from visit(child, 0)


def one_line(text):
    return " ".join(text.split("\n")).strip()


def markdown(page):
    """Headings, tables of bars, and everything else as typed, what Markdown would read of it escaped."""
    blocks = []
    for kind, level, value in pieces(page):
        if kind == "table":
            rows = [[one_line(cell.text()).replace("|", "\\|") for cell in row] for row in value]
            width = max(map(len, rows))
            rows = [row + [""] * (width - len(row)) for row in rows]
            rows.insert(1, ["---"] * width)
            blocks.append("\n".join("| " + " | ".join(row) + " |" for row in rows))
        else:
            text = re.sub(r"([*_\[\]`<>#])", r"\\\1", one_line(value))
            blocks.append("#" * level + " " + text if kind in ("title", "heading") else text)
    return "\n\n".join(blocks) + "\n"


def word(page, path):
    """What python-docx writes: headings of Word, merged cells."""
    written = docx.Document()
    for kind, level, value in pieces(page):
        if kind == "table":
            write_table(written, value)
        elif kind == "title":
            written.add_heading(one_line(value), 0)
        elif kind == "heading":
            written.add_heading(one_line(value), level)
        else:
            written.add_paragraph(one_line(value))
    written.save(path)


def write_table(written, rows):
    width = sum(int(cell.attributes.get("colspan", 1)) for cell in rows[0])
    table = written.add_table(len(rows), width)
    covered = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in covered:
                column += 1
            wide, tall = (int(cell.attributes.get(name, 1)) for name in ("colspan", "rowspan"))
            covered |= {(at + down, column + right) for down in range(tall) for right in range(wide)}
            place = table.cell(at, column)
            if (wide, tall) != (1, 1):
                place = place.merge(table.cell(at + tall - 1, column + wide - 1))
            place.text = one_line(cell.text())


def numbered_word(path):
    """A file whose numbers Word counts, as python-docx can make it: 第１条, １．, （１）; and a merged table."""
    written = docx.Document()
    numbering = written.part.numbering_part.element
    definition = OxmlElement("w:abstractNum")
    definition.set(qn("w:abstractNumId"), "90")
    for level, (form, text) in enumerate([("decimalFullWidth", "第%1条"), ("decimalFullWidth", "%2．"), ("decimalFullWidth", "（%3）")]):
        entry = OxmlElement("w:lvl")
        entry.set(qn("w:ilvl"), str(level))
        for name, value in [("start", "1"), ("numFmt", form), ("lvlText", text)]:
            child = OxmlElement(f"w:{name}")
            child.set(qn("w:val"), value)
            entry.append(child)
        definition.append(entry)
    numbering.insert(0, definition)
    number = numbering.add_num(90).numId

    def put(text, level, style=None):
        properties = written.add_paragraph(text, style)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number

    written.add_heading("かもめ予約利用規約", 0)
    for article in range(1, 13):
        put(f"（かもめ予約の条件その{article}）", 0, "Heading 2")
        for paragraph in range(2):
            put(f"契約者は、第{article}の条件を、{'前項に従い、' * paragraph}次のとおり守ります。", 1)
            for item in ["予約をした日に来ること", "予約を取り消すときは、その旨を伝えること", "前２号に準ずること"]:
                put(item, 2)
    table = written.add_table(3, 3)
    for at, text in enumerate(["区分", "料金", "備考", "基本", "月額１万円", "消費税を含みません。", "追加", "月額２千円"]):
        table.cell(at // 3, at % 3).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    written.save(path)
    return Counter(article=12, paragraph=24, item=72, table=1)


def is_alone(found):
    return found["rule"] in ALONE and re.search(ALONE[found["rule"]], found["message"])


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, **options)
    return done.returncode, done.stdout + done.stderr


def as_word_again(words, scratch):
    """The files as LibreOffice writes them, in one run of the program."""
    out = scratch / "again"
    command = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*command, "--outdir", out, *words], capture_output=True, timeout=300, check=True)
    return out


class Judge:
    def __init__(self, kiyaku, scratch):
        self.kiyaku, self.scratch = kiyaku, scratch
        self.day = "2027-04-01"
        self.failures, self.files, self.right, self.clean = [], Counter(), Counter(), Counter()

    def fail(self, kind, name, why):
        self.failures.append(f"{kind} {name}: {why}")

    def judge(self, kind, name, file, wanted, keys=("article", "paragraph", "item", "table")):
        """`wanted` is what the source counts, or None where only its words are asked."""
        self.files[kind] += 1
        folder = self.scratch / "sets" / kind / name
        code, said = run(self.kiyaku, "import", file, "--out", folder / "terms", "--effective", self.day)
        # In its default mode pdftotext may go through two columns by lines: articles then stand in the midst of others,
        # and numbers that are passed over are held open. Nothing may be lost of that.
        is_torn = kind == "pdf-default" and code == 1 and "（100 %" in said and "取り込めなかった字" not in said
        if not is_torn and (code != 0 or "（100 %" not in said):
            lost = [line for line in said.splitlines() if "行目: 「" in line or "    「" in line or "エラー" in line or "100 %" not in line and "字のうち" in line]
            return self.fail(kind, name, f"import, exit {code}: {' / '.join(lost[:4])}")
        if wanted is None:
            self.right[kind] += 1
            return
        code, said = run(self.kiyaku, "check", folder / "terms", "--format", "json")
        found = [found for found in json.loads(said)["diagnostics"] if found["severity"] == "error"]
        errors = [f"{one['rule']}: {one['message']}" for one in found if not is_alone(one)]
        if errors:
            return self.fail(kind, name, f"check: {len(errors)} errors: {' / '.join(errors[:3])}")
        self.clean[kind] += 1
        (folder / "kiyaku.yaml").write_text("rules:\n" + "".join(f"  {rule}: off\n" for rule in ALONE))
        code, said = run(self.kiyaku, "build", "terms", "--formats", "html", cwd=folder)
        if code != 0:
            return self.fail(kind, name, f"build: {said}")
        pages = [page for page in sorted((folder / "output").rglob("*.html")) if page.name != "index.html"]
        found = sum((counts(Page(page)) for page in pages), Counter())
        wrong = [key for key in keys if found[key] != wanted[key]]
        if wrong:
            return self.fail(kind, name, ", ".join(f"{found[key]} {key}s, not {wanted[key]}" for key in wrong))
        self.right[kind] += 1

    def report(self):
        for kind, files in self.files.items():
            print(f"import: {kind:12} {files:3} files, {self.right[kind]:3} with all words and the right counts, {self.clean[kind]:3} checked without errors")
        for failure in self.failures:
            print(f"import: FAILED: {failure}", file=sys.stderr)
        return not self.failures


def main(kiyaku, output, scratch):
    editions = [sorted(path for path in set_.iterdir() if path.is_dir() and path.name[0].isdigit())[-1] for set_ in sorted(output.iterdir()) if set_.is_dir()]
    pages = [page for edition in editions for page in sorted(edition.glob("*.html"))]
    names = {page: f"{page.parent.parent.name}-{page.stem}" for page in pages}
    words = scratch / "words"
    words.mkdir()
    for page in pages:
        (words / f"{names[page]}.docx").write_bytes(page.with_suffix(".docx").read_bytes())
    again = as_word_again(sorted(words.iterdir()), scratch)
    judge = Judge(kiyaku, scratch)
    for path in pages:
        name, page, judge.day = names[path], Page(path), path.parent.name
        wanted = counts(page)
        typed = wanted if wanted["article"] else None
        # Items in the cells of a table are items where no line is drawn.
        keys = ["article", "paragraph"] + ["item"] * (wanted["table"] == 0)
        judge.judge("text", name, path.with_suffix(".txt"), typed, keys)
        for mode in ["raw", "layout", "default"]:
            file = scratch / f"{name}-{mode}.txt"
            run("pdftotext", *([] if mode == "default" else [f"-{mode}"]), path.with_suffix(".pdf"), file)
            judge.judge(f"pdf-{mode}", name, file, None if mode == "default" else typed, keys)
        # Figures and boxes are tables there as well.
        ruled = ["article", "paragraph", "item"] + ["table"] * (len(docx.Document(path.with_suffix(".docx")).tables) == wanted["table"])
        judge.judge("pdf", name, path.with_suffix(".pdf"), typed, keys)
        judge.judge("word", name, path.with_suffix(".docx"), wanted, ruled)
        judge.judge("libreoffice", name, again / f"{name}.docx", wanted, ruled)
        judge.judge("html", name, path, wanted)
        file = scratch / f"{name}.docx"
        word(page, file)
        judge.judge("python-docx", name, file, wanted)
        file = scratch / f"{name}.md"
        file.write_text(markdown(page))
        judge.judge("markdown", name, file, wanted, ["article", "paragraph", "item"])
    file = scratch / "numbered.docx"
    judge.judge("python-docx", "numbered", file, numbered_word(file))
    for edition in editions:
        for path in sorted((edition / "forms").glob("*.html")) if edition.parent.name in FORMS else []:
            for kind in ["txt", "docx", "html"]:
                judge.judge(f"form-{kind}", path.stem, path.with_suffix(f".{kind}"), None)
    sys.exit(0 if judge.report() else 1)


main(*map(Path, sys.argv[1:]))
