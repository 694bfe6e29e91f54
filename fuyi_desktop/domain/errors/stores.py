"""What keeps a store from being opened or written."""

from fuyi_desktop.domain.errors.base import FuyiError


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


class ServerFault(StoreError):
    """数据库服务器 {server} {why}。"""

    code = 58


class StoreElsewhere(StoreError):
    """{folder}的数据已迁往 {to}，这里不再打开和写入。请用 --store {to} 打开。"""

    code = 59
