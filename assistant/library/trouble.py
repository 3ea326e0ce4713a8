"""故障: what goes wrong below, as one clear line of our own."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
)

from assistant.errors import LibraryBusy, LibraryCorrupt, LibraryError, ReadError

_FULL = ("disk is full", "no space left", "full")
_LOCKED = ("locked", "busy")
_REPAIR = "可用 youju doctor --repair 重建"


def disk_full(where: str) -> LibraryError:
    """The error for a full disk."""
    return LibraryError(f"磁盘空间不足，资料库未能写完（已写入的保持一致）：{where}")


def _place(url: str) -> str:
    """A database's address without its password."""
    return url.removeprefix("sqlite:///") if url.startswith("sqlite") else url.rpartition("@")[2]


def _of_sql(error: SQLAlchemyError, url: str) -> LibraryError:
    said = str(getattr(error, "orig", None) or error).lower()
    where = _place(url)
    if any(word in said for word in _FULL[:2]) or said.startswith("database or disk is full"):
        return disk_full(where)
    if any(word in said for word in _LOCKED):
        return LibraryBusy(f"资料库正被另一进程写入，请稍后再试：{where}")
    if "readonly" in said or "unable to open" in said or "permission" in said:
        return LibraryError(f"资料库无法打开或没有写入权限：{where}")
    file = url.startswith("sqlite")
    if file and isinstance(error, DatabaseError) and not isinstance(error, OperationalError):
        return LibraryCorrupt(
            f"资料库的目录文件已损坏：{where}；请移走该文件后重新导入（索引可由目录重建，目录不能由索引重建）"
        )
    if not file:
        return LibraryError(f"数据库服务器没有应答或出错：{where}（{said.splitlines()[0][:120]}）")
    return LibraryError(f"资料库无法使用：{where}（{said.splitlines()[0]}）")


@contextmanager
def translated(url: str) -> Iterator[None]:
    """SQL's and the disk's errors as ours."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        raise ReadError(_place(url), "内容无法存入资料库") from error
    except SQLAlchemyError as error:
        raise _of_sql(error, url) from error
    except OSError as error:
        raise of_disk(error, _place(url)) from error


def of_disk(error: OSError, where: str) -> LibraryError:
    """An error of the file system as ours."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return LibraryError(f"资料库没有写入权限：{where}")
    return LibraryError(f"资料库无法使用：{where}（{error.strerror or error}）")


def corrupt(what: str, where: str) -> LibraryCorrupt:
    """The error for a damaged index."""
    return LibraryCorrupt(f"{what}已损坏：{where}；{_REPAIR}")
