"""
Everything that can go wrong and is worth telling the user.

FuyiError                            code  the class docstring is the sentence the user reads
├── BadFact                            10  a value that was typed cannot be taken
├── NotOpen                            11  the step cannot be taken now
├── Doubtful                           17  a step that is unlikely, until the person is sure of it
├── NoPermission                       12
│   └── NotThatPerson                  16  the password is somebody else's
├── NotFound                           13
├── NotHolder                          14  the case lies with another station
├── Ambiguous                          15
├── RuleError                          20
│   ├── RuleUnknown                    21
│   ├── RuleWithoutLength              22
│   ├── RuleFileWrong                  23
│   ├── SuspensionOutside              24
│   └── WorkdaysWrong                  25
├── StoreError                         30
│   ├── WrongPassword                  31
│   ├── StoreTooNew                    32
│   ├── StoreDamaged                   33
│   ├── ChangedMeanwhile               34
│   ├── StoreExists                    35
│   ├── StoreMissing                   36
│   ├── PasswordTooWeak                37
│   ├── StoreInUse                     38
│   └── DiskFull                       39
├── BundleError                        40
│   ├── BundleDamaged                  41
│   ├── NotForThisStation              42
│   ├── SenderUnknown                  43
│   ├── BundleTooNew                   44
│   ├── FingerprintWrong               45
│   ├── NotEnrolled                    46
│   ├── BundleOutOfOrder               47
│   ├── CannotWrite                    48
│   ├── BundleTooLarge                 49
│   ├── CannotRead                     54
│   └── HistoryForked                  55
├── SealError                          50
│   ├── FileDamaged                    51  something sealed was changed, cut or lengthened
│   ├── NoKeyFits                      52
│   └── KeyWrong                       53  what should be a key is none
├── PaperError                         60
│   ├── TemplateWrong                  61
│   ├── FactsMissing                   62
│   ├── GlyphMissing                   63
│   ├── TemplateUnknown                64
│   ├── FontMissing                    65
│   ├── TemplateVersionGone            66
│   └── NumbersUnsure                  67  a backup was put back: what was given since is not known
└── CodeError                          80
    ├── CodeFileWrong                  81
    └── CodeUnknown                    82

Anything else that reaches the top is a bug: it is logged with its traceback and
shown as 「程序出错」, never as advice.
"""

from typing import ClassVar


class FuyiError(Exception):
    """操作没有完成。"""

    code: ClassVar[int] = 1

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return (type(self).__doc__ or "").format(**self.facts)


class BadFact(FuyiError):
    """{label}：{why}"""

    code = 10


class NotOpen(FuyiError):
    """不能{step}：{why}"""

    code = 11


class Doubtful(FuyiError):
    """{doubts}核对无误的，可以确认后照此登记。"""

    code = 17


class NoPermission(FuyiError):
    """{person}没有“{task}”的权限，请由有权限的人员办理。"""

    code = 12


class NotThatPerson(NoPermission):
    """这是{person}的密码，不能以{name}的名义办理，请由{name}用自己的密码打开。"""

    code = 16


class NotFound(FuyiError):
    """没有找到{what}“{key}”，请核对后再试。"""

    code = 13


class NotHolder(FuyiError):
    """案件现由{holder}办理，本站不能{step}。请由该站办理，或等案件移交回来。"""

    code = 14


class Ambiguous(FuyiError):
    """“{key}”对应不止一个{what}：{candidates}。请写明站点，或改用编号。"""

    code = 15


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


class StoreError(FuyiError):
    """数据库操作没有完成。"""

    code = 30


class WrongPassword(StoreError):
    """密码不对，请重新输入。"""

    code = 31


class StoreTooNew(StoreError):
    """这个数据库由更新版本的程序写成，本版本不能打开。请安装新版本后再打开；数据没有改动。"""

    code = 32


class StoreDamaged(StoreError):
    """数据库文件{what}已损坏，不能打开。请用最近的备份恢复，不要删除原文件。"""

    code = 33


class ChangedMeanwhile(StoreError):
    """这条记录刚被改过，请重新打开后再改；已输入的内容没有丢失。"""

    code = 34


class StoreExists(StoreError):
    """{folder}里已经有一个数据库，请换一个空文件夹。"""

    code = 35


class StoreMissing(StoreError):
    """{folder}里没有数据库，请先初始化本站，或核对文件夹。"""

    code = 36


class PasswordTooWeak(StoreError):
    """密码至少要有 {least} 个字符，现在是 {length} 个。请换一个更长的密码。"""

    code = 37


class StoreInUse(StoreError):
    """数据库正被另一个程序使用，请先关闭那个程序。"""

    code = 38


class DiskFull(StoreError):
    """磁盘空间不足，没有写入{what}。请清理磁盘后重试。"""

    code = 39


class BundleError(FuyiError):
    """同步包没有处理完。"""

    code = 40


class BundleDamaged(BundleError):
    """同步包{name}不完整或已损坏，没有导入任何内容。请让对方重新导出一份。"""

    code = 41


class NotForThisStation(BundleError):
    """同步包{name}是发给{to}的，不是本站的，没有导入任何内容。"""

    code = 42


class SenderUnknown(BundleError):
    """同步包{name}的发送方没有在本站登记，没有导入任何内容。请先办理入网。"""

    code = 43


class BundleTooNew(BundleError):
    """同步包{name}由更新版本的程序写成，请先升级本站程序再导入；包已保留。"""

    code = 44


class FingerprintWrong(BundleError):
    """指纹与对方报的 24 位数字不一致，请重新核对；没有登记任何密钥。"""

    code = 45


class NotEnrolled(BundleError):
    """本站还没有加入县中心，不能收发同步包。请先办理入网。"""

    code = 46


class BundleOutOfOrder(BundleError):
    """同步包{name}之前还缺第 {first} 项至第 {last} 项，请先导入缺少的包。"""

    code = 47


class CannotWrite(BundleError):
    """不能写入{where}：{why}。请换一个位置后重试；没有丢失任何数据。"""

    code = 48


class BundleTooLarge(BundleError):
    """{what}超过上限 {limit}，没有写出或导入同步包。请分成几份重新导出。"""

    code = 49


class HistoryForked(BundleError):
    """同步包{name}与以前的往来记录对不上，像是电脑从旧备份恢复过，没有导入任何内容。请与对方核对后重新入网。"""

    code = 55


class CannotRead(BundleError):
    """读不出{where}：{why}。请重新插好U盘或换一个位置后重试；没有导入任何内容。"""

    code = 54


class SealError(FuyiError):
    """加密文件没有处理完。"""

    code = 50


class FileDamaged(SealError):
    """文件{name}不完整或被改动过，不能打开。请用备份恢复，不要删除原文件。"""

    code = 51


class NoKeyFits(SealError):
    """本站没有能打开文件{name}的密钥，请核对是不是发给本站的文件。"""

    code = 52


class KeyWrong(SealError):
    """{what}不是有效的密钥，请核对来源。"""

    code = 53


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


class CodeError(FuyiError):
    """代码表有问题。"""

    code = 80


class CodeFileWrong(CodeError):
    """代码表文件{file}的{where}有误：{why}。请改正后再导入。"""

    code = 81


class CodeUnknown(CodeError):
    """“{list}”里没有“{key}”，请核对代码或名称。"""

    code = 82
