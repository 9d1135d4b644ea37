#!/usr/bin/env python3
"""Reads a page of HTML that a document was written as, by a parser that is not ours.

Usage: read-html.py faults|cells FILE
faults prints what no page may have, a line each; cells prints the texts of all cells of tables, a row a line.
"""
import re
import sys
from html.parser import HTMLParser

VOID = {"meta", "br", "wbr"}
# Elements that act by themselves, or fetch something: none is ever needed.
BANNED = {"script", "iframe", "object", "embed", "link", "img", "image", "base", "form",
          "foreignobject", "animate", "set", "video", "audio", "input", "button", "template"}
# Contrast with the background: texts need 4.5, graphics 3 (WCAG 2.2, 1.4.3 and 1.4.11).
CONTRAST = {"ink": 4.5, "quiet": 4.5, "link": 4.5, "attention": 4.5, "s1": 3, "s2": 3, "s3": 3, "s4": 3, "s5": 3, "s6": 3}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults, self.open, self.ids, self.references, self.levels = [], [], [], [], []
        self.rows, self.style = [], ""

    def fault(self, what):
        self.faults.append("line %d: %s" % (self.getpos()[0], what))

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if len(names) < len(attributes):
            self.fault("an attribute twice in " + tag)
        if tag in BANNED:
            self.fault("<%s>" % tag)
        for name, value in attributes:
            if not re.fullmatch("[a-z][a-z0-9:-]*", name) or name.startswith("on") or name in ("src", "srcset", "action", "data", "xlink:href"):
                self.fault("attribute " + name)
            if name == "href" and not (value or "").startswith("#"):
                self.fault("a link to " + str(value))
            if name == "href" or name == "id":
                (self.references if name == "href" else self.ids).append((value or "").lstrip("#"))
            if name == "aria-labelledby":
                self.references += (value or "").split()
            self.references += re.findall(r"url\(#([^)]*)\)", value or "")
        if tag == "svg" and names.get("role") != "img" and names.get("aria-hidden") != "true" and "svg" not in self.open:
            self.fault("an svg that is neither an image nor hidden")
        if tag == "th" and names.get("scope") not in ("col", "row"):
            self.fault("th without scope")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "table":
            self.width = len(self.rows)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.fault("</%s> closes nothing" % tag)
        if tag == "table" and len({len(row) for row in self.rows[self.width:]}) > 1:
            self.fault("rows of one table differ in length")

    def handle_data(self, text):
        if "style" in self.open:
            self.style += text
        elif self.open and ({"td", "th"} & set(self.open)) and "title" not in self.open:
            self.rows[-1][-1] += text

    def finish(self):
        if self.open:
            self.fault("never closed: " + " ".join(self.open))
        self.faults += ["id %s twice" % i for i in set(self.ids) if self.ids.count(i) > 1]
        self.faults += ["no id %s" % i for i in set(self.references) - set(self.ids)]
        for before, level in zip([0] + self.levels, self.levels):
            if level > before + 1 or level == 1 and before > 0:
                self.faults.append("h%d after h%d" % (level, before))
        if re.search(r"url\((?!#)|@import|expression", self.style):
            self.faults.append("the style fetches something")
        self.contrasts()

    def contrasts(self):
        sets = [s for s in re.findall(r":root \{([^}]*)\}", self.style) if "--ground: #" in s]
        if len(sets) != 2:
            self.faults.append("not a light set of colours and a dark one")
        for colours in (dict(re.findall(r"--(\w+): #([0-9a-f]+)", s)) for s in sets):
            for name, least in CONTRAST.items():
                got = contrast(colours[name], colours["ground"])
                if got < least:
                    self.faults.append("contrast of %s: %.2f" % (name, got))


def luminance(colour):
    colour = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(colour[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def main(what, name):
    with open(name, encoding="utf-8", newline="") as file:  # fails if the bytes are no UTF-8
        text = file.read()
    page = Page()
    page.feed(text)
    page.close()
    page.finish()
    for line in page.faults if what == "faults" else ["|".join(row) for row in page.rows]:
        print(line)


main(*sys.argv[1:])
