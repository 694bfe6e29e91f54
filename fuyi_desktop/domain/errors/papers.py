"""What keeps a paper from being made, numbered or printed."""

from fuyi_desktop.domain.errors.base import FuyiError


class PaperError(FuyiError):
    """文书没有生成。"""

    code = 60


class TemplateWrong(PaperError):
    """模板{template}的{where}有误：{why}。"""

    code = 61


class FactsMissing(PaperError):
    """出{paper}还缺：{names}。请补填后再出文书。"""

    code = 62


class GlyphMissing(PaperError):
    """本机没有能显示“{characters}”的字体，文书没有生成。请安装字体后重试。"""

    code = 63


class TemplateUnknown(PaperError):
    """没有编号为“{template}”的文书模板，请核对编号。"""

    code = 64


class FontMissing(PaperError):
    """本机没有中文字体，不能生成文书。请运行 python3 dev.py setup 或安装字体包。"""

    code = 65


class TemplateVersionGone(PaperError):
    """本站没有模板{template}的第 {version} 版，不能重新排版或另存 Word。请使用出具时的 PDF。"""

    code = 66


class NumbersUnsure(PaperError):
    """数据库从备份恢复过，{series}的下一个号不能确定。请对照发文登记，写明下一个号（numbers next {id}）。"""

    code = 67


class NoNumbersLent(PaperError):
    """{series}的号由县中心借给各站，本站没有可用的号段。请向县中心要号；急用的可以手填文号，写明理由。"""

    code = 68


class OrderFileWrong(PaperError):
    """卷内次序文件{file}有误：{why}。请改正后再导入，没有改动任何内容。"""

    code = 69


class PackDamaged(PaperError):
    """归档包{name}与清单不一致：{why}。请用做成时的归档包重新复制，或者重新做归档包。"""

    code = 70


class PrinterRefused(PaperError):
    """打印机“{printer}”{why}。请查看打印机，处理好以后从停下的那一张接着打。"""

    code = 71


class PaperElsewhere(PaperError):
    """本站没有“{code}”这份文书：可能是别的站点出的，还没有传来，也可能是样张。请收包后再扫，或者用案号查找。"""

    code = 72


class WorkbookWrong(PaperError):
    """工作簿“{name}”不能用：{why}"""

    code = 73
