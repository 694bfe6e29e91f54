"""What keeps a bundle from being written or taken in, and what is sealed from being opened."""

from fuyi_desktop.domain.errors.base import FuyiError


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


class CannotWrite(BundleError):
    """不能写入{where}：{why}。请换一个位置后重试；没有丢失任何数据。"""

    code = 48


class BundleTooLarge(BundleError):
    """{what}超过上限 {limit}，没有写出或导入同步包。请分成几份重新导出。"""

    code = 49


class CarrierUnfit(BundleError):
    """{problems}没有写出任何内容。"""

    code = 56


class NoBundleInside(BundleError):
    """{name}{why}，没有导入任何内容。{advice}"""

    code = 57


class CannotRead(BundleError):
    """读不出{where}：{why}。请重新插好U盘或换一个位置后重试；没有导入任何内容。"""

    code = 54


class KeyStopped(BundleError):
    """{station}的密钥已经停用，没有写出任何内容。请先给它的电脑重新办理入网，再导出。"""

    code = 74


class InQuarantine(BundleError):
    """同步包{name}{why}，没有导入任何内容；原样留在隔离区，可在“数据交换”的“密钥”页里处理。"""

    code = 75


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
