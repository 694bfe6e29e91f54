"""What is wrong with the law as data: rules, calendars, code lists."""

from fuyi_desktop.domain.errors.base import FuyiError


class RuleError(FuyiError):
    """期限规则有问题。"""

    code = 20


class RuleUnknown(RuleError):
    """没有编号为“{rule}”的期限规则，请核对编号。"""

    code = 21


class RuleWithoutLength(RuleError):
    """{rule} {name}没有规定天数，不能推算日期；依据：{article}。"""

    code = 22


class RuleFileWrong(RuleError):
    """期限规则文件{file}的{where}有误：{why}。请改正后再导入，没有改动任何内容。"""

    code = 23


class SuspensionOutside(RuleError):
    """中止期间{start}至{end}不在{rule}的期限内，不能扣除。请核对中止日和恢复日。"""

    code = 24


class WorkdaysWrong(RuleError):
    """放假安排文件{file}有误：{why}。请对照所依据的通知改正后再导入，没有改动任何内容。"""

    code = 25


class CodeError(FuyiError):
    """代码表有问题。"""

    code = 80


class CodeFileWrong(CodeError):
    """代码表文件{file}的{where}有误：{why}。请改正后再导入。"""

    code = 81


class CodeUnknown(CodeError):
    """“{list}”里没有“{key}”，请核对代码或名称。"""

    code = 82
