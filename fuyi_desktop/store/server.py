"""A center's database on a PostgreSQL server: its address, the way there, and what can go wrong on it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Engine, ExceptionContext, create_engine, event, inspect, select
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from fuyi_desktop.domain.errors import BadFact, ChangedMeanwhile, DiskFull, FuyiError, ServerFault
from fuyi_desktop.store.schema import meta, sync_log

DRIVER = "postgresql+psycopg"
PORT = 5432
LEAST = 12  # the oldest version that is taken
PATIENCE = 10  # seconds to reach the server, where the address does not say otherwise
LEFT, IDLE = "fuyi-left", 60  # when a connection was put back; seconds after which it is asked first
SETTINGS = {
    "TimeZone": "UTC",
    "synchronous_commit": "on",  # else a power cut leaves the store behind what it has already sent
    "lock_timeout": "60s",  # longer than the largest bundle takes
}

AWAY = "连不上，请核对地址和网络，以及服务器是否开着"
NAME = "的主机名查不到，请核对地址"
PASSWORD = "不接受这个用户名或密码，请核对；密码写在本人的 .pgpass 文件里"
REFUSED = "没有允许本机用这个用户连接，请管理员在 pg_hba.conf 里准许"
NO_DATABASE = "上没有这个数据库，请管理员先建一个空的 UTF-8 数据库"
STARTING = "正在启动或关闭，请稍后再试"
FULL = "的连接已满，请稍后再试"
BROKEN = "在办理中断开了，请重新打开后核对最后一步是否已经保存"
WAITED = "上别的电脑写入太久，请稍后再试；本次没有写入"
RIGHTS = "没有给这个用户建表和写入的权限，请管理员授权"
READ_ONLY = "现在只能读，像是备用的服务器，请核对地址"
OLD = "的版本太旧，需要 PostgreSQL {least} 以上"
ENCODING = "上的这个数据库不是 UTF-8 编码，请管理员另建一个"
FOREIGN = "上的这个数据库里有别的程序的表，请管理员另建一个空的"
ODD = "没有接受：{said}"

STATES: Mapping[str, str] = {
    "28P01": PASSWORD, "28000": REFUSED, "3D000": NO_DATABASE, "57P03": STARTING, "57P01": BROKEN,
    "57P02": BROKEN, "57P05": BROKEN, "53300": FULL, "55P03": WAITED, "42501": RIGHTS, "25006": READ_ONLY,
}  # fmt: skip
# what is said before there is a connection carries no number; servers speak English or Chinese
SAID: tuple[tuple[str, str], ...] = (
    ("password authentication failed", PASSWORD),
    ("no password supplied", PASSWORD),
    ("认证失败", PASSWORD),
    ("no pg_hba.conf entry", REFUSED),
    ("pg_hba.conf", REFUSED),
    ("authentication failed", REFUSED),
    ('database "', NO_DATABASE),
    ('数据库 "', NO_DATABASE),
    ('role "', PASSWORD),
    ('角色 "', PASSWORD),
    ("too many", FULL),
    ("remaining connection slots", FULL),
    ("starting up", STARTING),
    ("shutting down", STARTING),
    ("resolve host", NAME),
    ("translate host name", NAME),
    ("refused", AWAY),
    ("timeout", AWAY),
    ("timed out", AWAY),
    ("no such file", AWAY),
    ("unreachable", AWAY),
    ("no route", AWAY),
)
SERIALIZED = {"40001", "40P01"}
NO_ROOM = {"53100", "53200"}


@dataclass(frozen=True)
class Server:
    """A database on a server, and the folder for what a center keeps beside it: key slots and files."""

    url: URL = field(repr=False)
    folder: Path

    @property
    def address(self) -> str:
        """As it may be shown and written down: without the password."""
        return self.url._replace(drivername="postgresql", password=None).render_as_string()

    @property
    def name(self) -> str:
        """What its folder is called: not by the user, and on every computer the same."""
        host = self.url.host or self.url.query.get("host") or ""
        told = f"{host}:{self.url.port or PORT}/{self.url.database}"
        return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]

    def __str__(self) -> str:
        return self.address


def server(address: str, *, folder: Path | None = None, among: Path) -> Server:
    """The server of an address; BadFact. Without a folder of its own it has one among others, by its name."""
    try:
        url = make_url(address).set(drivername=DRIVER)
        if not url.database:
            raise ArgumentError
    except (ArgumentError, ValueError) as error:
        raise BadFact(label="--store", why="地址应当写成 postgresql://用户@主机/数据库。") from error
    found = Server(url, among)
    return replace(found, folder=folder or among / found.name)


def connect(place: Server) -> Engine:
    """An engine on the database; it connects when it is first asked, and then raises ServerFault."""
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    given = {"connect_timeout": PATIENCE, "options": options, "application_name": "fuyi"}
    engine = create_engine(
        place.url,
        hide_parameters=True,
        connect_args={name: value for name, value in given.items() if name not in place.url.query},
    )

    def welcome(connection: Any, _: object) -> None:
        if connection.info.server_version // 10000 < LEAST:
            raise ServerFault(server=place.address, why=OLD.format(least=LEAST))
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise ServerFault(server=place.address, why=ENCODING)

    def put_back(_: object, record: ConnectionPoolEntry) -> None:
        record.info[LEFT] = monotonic()

    def take_out(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
        if monotonic() - record.info.get(LEFT, monotonic()) > IDLE and not _answers(connection):
            raise DisconnectionError  # the pool makes another

    def translate(context: ExceptionContext) -> None:
        ours = _ours(context.original_exception, place, connected=context.connection is not None)
        if ours is not None:
            raise ours from context.original_exception

    event.listen(engine, "connect", welcome)
    event.listen(engine, "checkin", put_back)
    event.listen(engine, "checkout", take_out)
    event.listen(engine, "handle_error", translate)
    return engine


def holds_store(connection: Connection, place: Server) -> bool:
    """Whether there is a store, not only its empty tables; ServerFault where the tables are not ours."""
    names = inspect(connection).get_table_names()
    if not names:
        return False
    if not {meta.name, sync_log.name} <= set(names):
        raise ServerFault(server=place.address, why=FOREIGN)
    return connection.scalar(select(meta.c.key).where(meta.c.key == "station")) is not None


def _answers(connection: Any) -> bool:
    from psycopg import Error

    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Error:
        return False
    return True


def _ours(error: BaseException, place: Server, *, connected: bool) -> FuyiError | None:
    from psycopg import DataError, Error, OperationalError

    if not isinstance(error, Error):
        return None
    if error.sqlstate in SERIALIZED:
        return ChangedMeanwhile()
    if error.sqlstate in NO_ROOM:
        return DiskFull(what="数据库服务器")
    if why := STATES.get(error.sqlstate or ""):
        return ServerFault(server=place.address, why=why)
    if isinstance(error, DataError) and "NUL" in str(error):
        return BadFact(label="输入", why="里面有不能保存的空字符，请删去后再试。")
    if not isinstance(error, OperationalError) or error.sqlstate:
        return None
    if connected:
        return ServerFault(server=place.address, why=BROKEN)
    said = str(error).strip().lower()
    known = next((why for part, why in SAID if part in said), None)
    last = str(error).strip().splitlines()[-1]
    return ServerFault(server=place.address, why=known or ODD.format(said=last))
