"""Fills in forms and looks at what came of it.

PDF, with poppler and with pdf.js: every field shows something where there was nothing, the words can be read out again,
all fonts are embedded, and `kiyaku verify` calls it filling in and nothing else. HTML, in a browser: every control takes
what it is for, Enter sends nothing, and the printed page says what was written.
"""

import base64
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402

# With kanji of names that no level of JIS X 0208 has.
WORDS = "髙﨑 榊"
DIGITS = "12"
SCALE = 100 / 72

FILL = """(words => {
    const filled = {};
    for (const control of document.querySelectorAll('article input, article textarea')) {
        const value = {date: '2026-12-01', 'datetime-local': '2026-12-01T09:30', number: '12'}[control.type] ?? words;
        if (control.type === 'checkbox' || control.type === 'radio') {
            control.click();
            filled[control.name + control.value] = control.checked;
        } else {
            control.value = value;
            filled[control.name] = control.value === value;
        }
    }
    return {filled, valid: document.querySelector('form').checkValidity(), address: location.href};
})(%s)"""


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"forms: FAILED: {command[0]}: {done.stderr or done.stdout}")
    return done.stdout


def fields(path):
    """Page, kind, area and field of every place to fill in."""
    document = Poppler.Document.new_from_file(path.as_uri(), None)
    for number in range(document.get_n_pages()):
        page = document.get_page(number)
        for mapping in page.get_form_field_mapping():
            area = mapping.area
            yield document, number, mapping.field.get_field_type(), (area.x1, area.y1, area.x2, area.y2), mapping.field


def fill_with_poppler(path, target):
    document, chosen = None, set()
    for document, _, kind, _, field in list(fields(path)):
        if kind == Poppler.FormFieldType.TEXT:
            field.text_set_text(DIGITS if field.text_get_max_len() > 0 else WORDS)
        elif kind == Poppler.FormFieldType.BUTTON:
            is_box = field.button_get_button_type() == Poppler.FormButtonType.CHECK
            if is_box or field.get_name() not in chosen:
                field.button_set_state(True)
                chosen.add(field.get_name())
    document.save(target.as_uri())


def pictures(path):
    """Each page as rows of grey."""
    with tempfile.TemporaryDirectory() as folder:
        run("pdftoppm", "-r", 100, "-gray", path, Path(folder) / "page")
        for page in sorted(Path(folder).iterdir()):
            _, size, _, grey = page.read_bytes().split(b"\n", 3)
            width, height = map(int, size.split())
            yield [grey[row * width:(row + 1) * width] for row in range(height)]


def ink(page, area):
    left, bottom, right, top = (side * SCALE for side in area)
    rows = page[int(len(page) - top):int(len(page) - bottom) + 1]
    return sum(row[int(left):int(right) + 1].count(grey) for row in rows for grey in range(128))


def check_filled(name, kiyaku, source, filled):
    before, after = list(pictures(source)), list(pictures(filled))
    chosen, shown = {}, 0
    for _, number, kind, area, field in list(fields(source)):
        if kind not in (Poppler.FormFieldType.TEXT, Poppler.FormFieldType.BUTTON):
            continue
        is_shown = ink(after[number], area) > ink(before[number], area)
        shown += is_shown
        chosen[field.get_name()] = chosen.get(field.get_name(), False) or is_shown
    for field in [field for field, is_shown in chosen.items() if not is_shown]:
        yield f"{name}: nothing is to be seen in {field}"
    texts = sum(kind == Poppler.FormFieldType.TEXT and field.text_get_max_len() == 0
                for _, _, kind, _, field in list(fields(source)))
    read = "".join(run("pdftotext", filled, "-").split()).count("".join(WORDS.split()))
    if read < texts:
        yield f"{name}: {read} of {texts} texts can be read out"
    for font in run("pdffonts", filled).splitlines()[2:]:
        # Behind it: subset, table of characters, number and generation.
        if font.split()[-5] != "yes":
            yield f"{name}: a font is not embedded: {font}"
    report = json.loads(subprocess.run([kiyaku, "verify", "--format", "json", filled], capture_output=True).stdout)
    for problem in report["problems"]:
        # A sample that no source was compiled to has none to be compared with.
        if problem["rule"] not in ("mismatched-sources", "foreign-files"):
            yield f"{name}: {problem['message']}"
    told = [words for words in report["later"] if WORDS in words]
    if len(told) < texts:
        yield f"{name}: verify tells of {len(told)} of {texts} texts: {report['later']}"
    print(f"forms: {name}: {shown} places filled in, {texts} texts read out")


def check_page(browser, path, scratch):
    _, events = browser.visit(path.as_uri(), 800)
    result = browser.call("Runtime.evaluate", expression=FILL % json.dumps(WORDS), returnByValue=True)["result"]["value"]
    for control, is_taken in result["filled"].items():
        if not is_taken:
            yield f"{path.name}: {control} does not take what it is for"
    if not result["valid"]:
        yield f"{path.name}: a form with everything filled in is not valid"
    browser.events.clear()
    browser.call("Runtime.evaluate", expression="document.querySelector('form input').focus()")
    for kind in ["keyDown", "keyUp"]:
        browser.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", text="\r", windowsVirtualKeyCode=13)
    address = browser.call("Runtime.evaluate", expression="location.href", returnByValue=True)["result"]["value"]
    requests = [event for event in browser.events if event.get("method") == "Network.requestWillBeSent"]
    if address != path.as_uri() or requests:
        yield f"{path.name}: Enter sent something: {address} {requests}"
    printed = scratch / f"{path.stem}-printed.pdf"
    stream = browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    printed.write_bytes(base64.b64decode(stream))
    texts = sum(control is True for control in result["filled"].values())
    if "".join(WORDS.split()) not in "".join(run("pdftotext", printed, "-").split()):
        yield f"{path.name}: the printed page does not say what was written"
    print(f"forms: {path.name}: {texts} controls filled in, printed")


def browser_of(scratch):
    """The driver of html.py, whose name the standard library has too."""
    specification = importlib.util.spec_from_file_location("pages", Path(__file__).with_name("html.py"))
    pages = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(pages)
    return pages.Browser("chromium", str(scratch / "profile"))


def main(kiyaku, scratch, paths):
    if not paths:
        print("forms: no form was built")
        return
    failures = []
    # A poster may say all in its sentences.
    silent = {path.stem for path in paths if path.suffix == ".pdf" and not list(fields(path))}
    paths = [path for path in paths if path.stem not in silent]
    print(f"forms: without blanks: {', '.join(sorted(silent)) or 'none'}")
    pages = [path for path in paths if path.suffix == ".html"]
    for index, path in enumerate(path for path in paths if path.suffix == ".pdf"):
        by_poppler, by_pdfjs = scratch / f"poppler-{index}.pdf", scratch / f"pdfjs-{index}.pdf"
        fill_with_poppler(path, by_poppler)
        failures += check_filled(f"{path.name} with poppler", kiyaku, path, by_poppler)
        run("node", scratch / "node/forms.mjs", path, WORDS, by_pdfjs)
        failures += check_filled(f"{path.name} with pdf.js", kiyaku, path, by_pdfjs)
    if pages:
        browser = browser_of(scratch)
        for path in pages:
            failures += check_page(browser, path, scratch)
        browser.close()
    for failure in failures:
        print(f"forms: FAILED: {failure}", file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), [Path(path) for path in sys.argv[3:]])
