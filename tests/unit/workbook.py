# Prints the content of a workbook, one item per line, read by Python's own zip and XML; for tests/unit/document-xlsx.c.
# Usage: python3 workbook.py FILE
import re
import sys
import zipfile
import xml.etree.ElementTree as tree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
parts = {name: tree.fromstring(archive.read(name)) for name in archive.namelist()}
assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def unescaped(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def text_of(item):
    return unescaped("".join(t.text or "" for t in item.iter(MAIN + "t")))


strings = [text_of(item) for item in parts.get("xl/sharedStrings.xml", [])]
styles = parts["xl/styles.xml"]
codes = {n.get("numFmtId"): n.get("formatCode") for n in styles.iter(MAIN + "numFmt")}
fonts = styles.find(MAIN + "fonts")
looks = styles.find(MAIN + "cellXfs")


def look_of(cell):
    xf = looks[int(cell.get("s", "0"))]
    number = xf.get("numFmtId")
    bold = fonts[int(xf.get("fontId", "0"))].find(MAIN + "b") is not None
    return {"0": "General", "3": "#,##0", "49": "@"}.get(number, codes.get(number, number)) + (
        " bold" if bold else "")


def related(name):
    folder, file = name.rsplit("/", 1)
    relations = parts.get(f"{folder}/_rels/{file}.rels", [])
    return {r.get("Id"): "xl/" + r.get("Target").replace("../", "") for r in relations}


def print_charts(sheet):
    for drawing in [name for name in related(sheet).values() if name.startswith("xl/drawings/")]:
        for anchor in parts.get(drawing, []):
            print("chart alt", anchor.find(f".//{PLACED}cNvPr").get("descr"))
        for name in related(drawing).values():
            chart = parts[name]
            print("chart title", "".join(t.text for t in chart.find(f".//{CHART}title").iter(DRAWN + "t")))
            plot = chart.find(f".//{CHART}plotArea")
            print("chart", [p.tag.replace(CHART, "") for p in plot if p.tag.endswith("Chart")][0])
            for series in plot.iter(CHART + "ser"):
                print("series", *[f.text for f in series.iter(CHART + "f")])


tables = {}


# A table has a unique name and number; its columns are the texts in its first row, which differ in more than case.
def print_tables(sheet, texts):
    listed = {p.get(RELATION) for p in parts[sheet].iter(MAIN + "tablePart")}
    named = [name for id, name in related(sheet).items() if id in listed]
    assert len(named) == len(listed) <= 1
    for name in named:
        table = parts[name]
        assert tables.setdefault(table.get("displayName").lower(), name) == name
        assert tables.setdefault(table.get("id"), name) == name
        assert re.fullmatch("[A-Za-z_][A-Za-z0-9_.]*", table.get("displayName"))
        first, last = re.fullmatch(r"A1:([A-Z]+)([0-9]+)", table.get("ref")).groups()
        assert table.find(MAIN + "autoFilter").get("ref") == table.get("ref")
        assert table.get("totalsRowCount") is None and int(last) > 1
        columns = table.find(MAIN + "tableColumns")
        names = [unescaped(column.get("name")) for column in columns]
        assert int(columns.get("count")) == len(names) == len({n.lower() for n in names})
        assert [column.get("id") for column in columns] == [str(i + 1) for i in range(len(names))]
        assert names == [texts[letters(i) + "1"] for i in range(len(names))]
        assert letters(len(names) - 1) == first and all(names)
        print("table", table.get("ref"), table.find(MAIN + "tableStyleInfo").get("name"), *names, sep="|")


def letters(i):
    return ("" if i < 26 else letters(i // 26 - 1)) + chr(ord("A") + i % 26)


book = parts["xl/workbook.xml"]
targets = related("xl/workbook.xml")
for entry in book.iter(MAIN + "sheet"):
    path = "xl/" + targets[entry.get(RELATION)].replace("xl/", "")
    sheet = parts[path]
    print("sheet", entry.get("name"))
    assert sheet.find(f".//{MAIN}f") is None
    for pane in sheet.iter(MAIN + "pane"):
        print("pane", pane.get("topLeftCell"), pane.get("state"))
    for cell in sheet.iter(MAIN + "c"):
        value = cell.find(MAIN + "v")
        kind = cell.get("t", "n")
        shown = strings[int(value.text)] if kind == "s" else value.text
        print(cell.get("r"), kind, look_of(cell), repr(shown))
    assert sheet.find(MAIN + "autoFilter") is None
    cells = {cell.get("r"): cell for cell in sheet.iter(MAIN + "c")}
    print_tables(path, {at: strings[int(cell.find(MAIN + "v").text)] for at, cell in cells.items()
                        if cell.get("t") == "s"})
    for link in sheet.iter(MAIN + "hyperlink"):
        assert link.get(RELATION) is None
        print("link", link.get("ref"), link.get("location"))
    for setup in sheet.iter(MAIN + "pageSetup"):
        print("print", setup.get("orientation"), setup.get("fitToHeight"))
    print_charts(path)
for name in book.iter(MAIN + "definedName"):
    print("name", name.get("name"), name.text)
core = archive.read("docProps/core.xml").decode()
print("created", *re.findall("<dcterms:[a-z]+[^>]*>([^<]*)<", core))
