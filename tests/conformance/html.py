"""Opens every page below a folder in a headless browser and says what a visitor would trip over.

At 360, 768 and 1,280 pixels: nothing on the console, nothing requested but files of the folder, no sideways scrolling.
Once a page: every link leads to a file, and to a place in it, that exists; the words are those of the text file.
The browser is driven through its DevTools protocol over a pipe.
"""

import json
import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

WIDTHS = [360, 768, 1280]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--hide-scrollbars",
]
SECONDS = 60

PAGE = """(() => ({
    inner: innerWidth,
    scroll: document.scrollingElement.scrollWidth,
    widest: [...document.body.querySelectorAll('*')].filter(element => element.getBoundingClientRect().right > innerWidth)
        .slice(0, 3).map(element => element.outerHTML.slice(0, 80)),
    language: document.documentElement.lang,
    ids: [...document.querySelectorAll('[id]')].map(element => element.id),
    links: [...document.querySelectorAll('a[href]')].map(element => element.href),
    // Words inside drawings are said in words by the name and description of each.
    text: (main => {
        main.querySelectorAll('svg text').forEach(words => words.remove());
        return main.textContent;
    })((document.querySelector('main') ?? document.body).cloneNode(true)),
}))()"""


class Browser:
    """One tab."""

    def __init__(self, program, profile):
        from_browser, to_us = os.pipe()
        from_us, to_browser = os.pipe()

        def descriptors():
            # The protocol is spoken on descriptors 3 and 4; by way of high numbers, as a pipe may hold one of these.
            for pipe, high in [(from_us, 30), (to_us, 31)]:
                os.dup2(pipe, high)
            for high, place in [(30, 3), (31, 4)]:
                os.dup2(high, place)

        command = [program, *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=descriptors, close_fds=False,
        )
        os.close(to_us)
        os.close(from_us)
        self.input, self.output = to_browser, from_browser
        self.buffer, self.number, self.session, self.events = b"", 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    def receive(self):
        deadline = time.monotonic() + SECONDS
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.output], [], [], max(0, deadline - time.monotonic()))
            data = os.read(self.output, 1 << 16) if ready else b""
            if not data:
                sys.exit(f"html: FAILED: the browser {'ended' if ready else f'was silent for {SECONDS} s'}")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.input, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"html: FAILED: {method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def visit(self, url, width):
        """What PAGE measures, and every event on the way."""
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.events.clear()
        loader = self.call("Page.navigate", url=url)["loaderId"]
        while not any(is_load(event, loader) for event in self.events):
            self.events.append(self.receive())
        result = self.call("Runtime.evaluate", expression=PAGE, returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(f"html: FAILED: {url}: {result['exceptionDetails']}")
        return result["result"]["value"], list(self.events)

    def close(self):
        os.write(self.input, json.dumps({"id": 0, "method": "Browser.close"}).encode() + b"\0")
        self.process.wait(SECONDS)


def is_load(event, loader):
    parameters = event.get("params", {})
    return parameters.get("loaderId") == loader and parameters.get("name") == "load"


def disturbances(events, root):
    """Console messages, and requests for anything outside the folder or that failed."""
    for event in events:
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            url = parameters["request"]["url"]
            if not url.startswith((root.as_uri() + "/", "data:")):
                yield f"requests {url}"
        elif method == "Network.loadingFailed":
            yield f"a request failed: {parameters['errorText']}"
        elif method == "Runtime.exceptionThrown":
            yield f"script error: {parameters['exceptionDetails']['text']}"
        elif method == "Runtime.consoleAPICalled":
            yield f"console: {parameters['type']}: {parameters['args']}"
        elif method == "Log.entryAdded":
            yield f"console: {parameters['entry']['level']}: {parameters['entry']['text']}"


def broken_links(page, pages, root):
    for link in page["links"]:
        target, fragment = urldefrag(link)
        if not target.startswith("file:"):
            if urlparse(target).scheme not in ("http", "https", "mailto", "tel"):
                yield f"link to {link}"
            continue
        path = Path(unquote(urlparse(target).path))
        if not path.is_file() or not path.is_relative_to(root):
            yield f"link to {link}: no such file"
        elif path in pages and fragment and unquote(fragment) not in pages[path]["ids"]:
            yield f"link to {link}: no such place"


def other_words(path, page):
    """Where the page departs from the text file of the same document."""
    text = path.with_suffix(".txt")
    if text.exists():
        # Only the text file has marks for the blanks of forms, and around the words of drawings.
        words = ("".join(words.split()) for words in (text.read_text("utf-8"), page["text"]))
        expected, found = (re.sub("［］|□|［図］|［図の終わり］", "", words) for words in words)
        if found != expected:
            at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
            yield f"says {found[at:at + 40]!r} where the text file says {expected[at:at + 40]!r}"


def main(program, root, profile):
    paths = sorted(root.rglob("*.html"))
    if not paths:
        sys.exit("html: FAILED: no page was built")
    browser = Browser(program, profile)
    pages, failures = {}, []
    for path in paths:
        for width in WIDTHS:
            page, events = browser.visit(path.as_uri(), width)
            pages[path] = page
            found = list(disturbances(events, root))
            if page["inner"] != width or page["scroll"] > width:
                found.append(f"scrolls sideways: {page['scroll']} px; {page['widest']}")
            failures += [f"{path.relative_to(root)} at {width} px: {problem}" for problem in found]
    browser.close()
    for path, page in pages.items():
        found = [*broken_links(page, pages, root), *other_words(path, page)]
        if page["language"] != "ja":
            found.append(f"lang is {page['language']!r}")
        failures += [f"{path.relative_to(root)}: {problem}" for problem in found]
    for failure in failures:
        print(f"html: FAILED: {failure}", file=sys.stderr)
    links = sum(len(page["links"]) for page in pages.values())
    print(f"html: {len(pages)} pages at {len(WIDTHS)} widths, {links} links, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve(), sys.argv[3])
