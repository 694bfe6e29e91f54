"""The office's own .xlsx as a package: parts within bounds, sheets and strings, what cannot be taken."""

import posixpath
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from fuyi_desktop.documents.excel import entry
from fuyi_desktop.domain.errors import WorkbookWrong

MB = 1_000_000
LARGEST_FILE, LARGEST_PART, LARGEST_WHOLE = 8 * MB, 24 * MB, 64 * MB
MOST_PARTS, MOST_ROWS, MOST_CELLS, MOST_MERGED = 1000, 20_000, 200_000, 20_000
MOST_TAGS = 2_000_000  # of one part: each takes some 200 bytes once it is read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "[Content_Types].xml"
ORDINARY = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OLD, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")

CODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")

SAVE_AS = "请在 Excel 或者 WPS 里打开，另存为 .xlsx 再试。"
REFUSED = {  # what a part's name begins with → why a workbook with it is not taken
    "xl/vbaProject": f"里面有宏。宏会自己运行程序，本程序不收，{SAVE_AS}",
    "xl/externalLinks/": "引用了别的文件，数值会跟着别处变。请在“数据—编辑链接”里断开链接，再试。",
    "xl/connections": "连着外部数据。请在“数据—连接”里删去，再试。",
    "xl/queryTables/": "连着外部数据。请在“数据—连接”里删去，再试。",
    "xl/pivot": "有数据透视表，它不跟着填入的行变。请删去数据透视表，再试。",
    "xl/embeddings/": "嵌着别的文件。请删去嵌入的对象，再试。",
    "_xmlsignatures/": "带有数字签名，填入内容后签名就失效了。请用没有签名的表样。",
    "xl/activeX/": "有会运行程序的控件。请删去控件，再试。",
}
KINDS = (  # of the main part
    ("macroEnabled", REFUSED["xl/vbaProject"]),
    ("template.main", f"是 Excel 模板文件（.xltx），{SAVE_AS}"),
)


def tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


@dataclass
class Sheet:
    """One sheet: its name as its tab shows it, its part, and the part's tree."""

    name: str
    path: str
    root: Any

    def rows(self) -> list[Any]:
        data = self.root.find(tag("sheetData"))
        return [] if data is None else data.findall(tag("row"))

    def merged(self) -> list[str]:
        return [one.get("ref", "") for one in self.root.iterfind(f"{tag('mergeCells')}/{tag('mergeCell')}")]


@dataclass
class Package:
    """An opened workbook: parts as they came, and trees of those that were asked for."""

    name: str
    parts: dict[str, bytes]
    main: str = ""
    trees: dict[str, Any] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)

    def tree(self, path: str) -> Any:
        """The root of a part; changes to it are written by `content`."""
        if path not in self.trees:
            self.trees[path] = self._parsed(path)
        return self.trees[path]

    def related(self, path: str, kind: str) -> list[str]:
        """The parts that a part names by relations whose type ends so."""
        return [target for ends, target in self._relations(path) if ends == kind]

    def target(self, path: str, relation: str) -> str:
        rels = _rels(path)
        if rels in self.parts:
            for one in self.tree(rels):
                if one.get("Id") == relation and one.get("TargetMode") != "External":
                    return _resolved(path, one.get("Target", ""))
        return ""

    def drop(self, path: str) -> None:
        """Take a part out, with its relation and its type."""
        if self.parts.pop(path, None) is None:
            return
        self.trees.pop(path, None)
        for one in list(self.tree(TYPES)):
            if one.get("PartName") == f"/{path}":
                one.getparent().remove(one)
        rels = _rels(self.main)
        for one in list(self.tree(rels)):
            if _resolved(self.main, one.get("Target", "")) == path:
                one.getparent().remove(one)

    def content(self) -> bytes:
        """The workbook as a file; equal changes to equal files give equal bytes."""
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as made:
            for name, part in self.parts.items():
                root = self.trees.get(name)
                if root is not None:
                    part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                made.writestr(entry(name), part)
        return out.getvalue()

    def strings(self) -> list[Any]:
        """The shared strings, by their numbers."""
        found = self.related(self.main, "sharedStrings")
        return self.tree(found[0]).findall(tag("si")) if found and found[0] in self.parts else []

    def wrong(self, why: str) -> WorkbookWrong:
        return WorkbookWrong(name=self.name, why=why)

    def _relations(self, path: str) -> Iterator[tuple[str, str]]:
        rels = _rels(path)
        if rels in self.parts:
            for one in self.tree(rels):
                if one.get("TargetMode") != "External":
                    yield one.get("Type", "").rpartition("/")[2], _resolved(path, one.get("Target", ""))

    def _parsed(self, path: str) -> Any:
        part = self.parts.get(path, b"")
        if len(part) > LARGEST_PART:
            raise self.wrong(
                f"里面的 {path} 展开有 {len(part) // MB} MB，最多 {LARGEST_PART // MB} MB。请精简后再试。"
            )
        if part.count(b"<") > MOST_TAGS:
            raise self.wrong(f"里面的 {path} 太复杂，不是正常的报表。请精简后再试。")
        if not _is_utf8(part):  # else what was counted in it would mean nothing
            raise self.wrong(f"里面的 {path} 用了少见的编码。{SAVE_AS}")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(part, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.wrong(f"文件已损坏，里面的 {path} 读不出来。{SAVE_AS}") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.wrong(f"里面的 {path} 带有文档类型定义，正常的工作簿没有这种内容，不能打开。")
        return root


def opened(content: bytes, name: str) -> Package:
    """The workbook of a file's bytes; WorkbookWrong says why it cannot be taken and what to do."""
    package = Package(name, _parts(content, name))
    _must_be_ordinary(package)
    book = package.tree(package.main)
    for one in book.iterfind(f"{tag('sheets')}/{tag('sheet')}"):
        path = package.target(package.main, one.get(f"{{{RELATIONS}}}id", ""))
        if path in package.related(package.main, "worksheet"):
            package.sheets.append(_sheet(package, one.get("name", ""), path))
    if not package.sheets:
        raise package.wrong(f"里面没有工作表。{SAVE_AS}")
    return package


def _parts(content: bytes, name: str) -> dict[str, bytes]:
    def wrong(why: str) -> WorkbookWrong:
        return WorkbookWrong(name=name, why=why)

    if len(content) > LARGEST_FILE:
        raise wrong(
            f"文件有 {len(content) / MB:.1f} MB，最多 {LARGEST_FILE // MB} MB。请删去图片和不用的工作表再试。"
        )
    if content.startswith(OLD):
        locked = ENCRYPTED in content
        raise wrong(f"设了打开密码，请去掉密码。{SAVE_AS}" if locked else f"是 .xls 一类的旧格式，{SAVE_AS}")
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or len({one.filename for one in entries}) < len(entries):
                raise wrong(f"里面的部件太多或者重复，不是正常的工作簿。{SAVE_AS}")
            if any(one.flag_bits & 1 for one in entries):
                raise wrong(f"设了打开密码，请去掉密码。{SAVE_AS}")
            if sum(one.file_size for one in entries) > LARGEST_WHOLE:
                raise wrong(f"展开以后超过 {LARGEST_WHOLE // MB} MB，不是正常的报表。请精简后再试。")
            if any(one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for one in entries):
                raise wrong(f"用了少见的压缩方法。{SAVE_AS}")
            return {one.filename: archive.read(one) for one in entries}
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise wrong(f"不是 Excel 工作簿，或者文件已损坏。{SAVE_AS}") from error


def _must_be_ordinary(package: Package) -> None:
    if TYPES not in package.parts or "_rels/.rels" not in package.parts:
        raise package.wrong(f"不是 Excel 工作簿。{SAVE_AS}")
    mains = package.related("", "officeDocument")
    package.main = mains[0] if mains else ""
    kinds = {one.get("PartName"): one.get("ContentType", "") for one in package.tree(TYPES)}
    kind = kinds.get(f"/{package.main}", "")
    for said, why in KINDS:
        if said in kind:
            raise package.wrong(why)
    for begins, why in REFUSED.items():
        if any(path.startswith(begins) for path in package.parts):
            raise package.wrong(why)
    if kind != ORDINARY or package.main not in package.parts:
        raise package.wrong(f"不是 Excel 工作簿。{SAVE_AS}")
    if STRICT.encode() in package.parts[package.main][:4096]:
        raise package.wrong(f"是“Strict Open XML”格式，{SAVE_AS}")


def _sheet(package: Package, name: str, path: str) -> Sheet:
    """A sheet, once it is known to be of a size that can be handled."""
    part = package.parts.get(path, b"")
    for said, most, what, cure in (
        (b"<row", MOST_ROWS, "行", "多半是整列设了格式的空行，请选中下方的空行删除（不是清除）"),
        (b"<c ", MOST_CELLS, "格", "请删去没有内容的行和列"),
        (b"<mergeCell ", MOST_MERGED, "处合并单元格", "请拆开不用的合并"),
    ):
        if (found := part.count(said)) > most:
            raise package.wrong(f"工作表“{name}”有 {found:,} {what}，最多 {most:,}。{cure}，再试。")
    return Sheet(name, path, package.tree(path))


def _is_utf8(part: bytes) -> bool:
    """Whether XML is written as every program for tables writes it."""
    start = part.removeprefix(b"\xef\xbb\xbf")[:200]
    told = CODING.search(start)
    return (
        b"\0" not in start
        and start.lstrip()[:1] in (b"<", b"")
        and (told is None or told[1].lower() in (b"utf-8", b"us-ascii", b"ascii"))
    )


def _rels(path: str) -> str:
    folder, base = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _resolved(path: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
