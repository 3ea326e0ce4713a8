"""归属: advisory locks: one writer of a library, one owner of its embedded vector index.

The kernel gives a lock back when its process dies, however it dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import LibraryBusy
from assistant.library.trouble import of_disk

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Ownership:
    """One lock of a library's folder; for threads it counts as one holder."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.lock"
        self._holder = folder / f"{name}.pid"
        self._lock: BaseFileLock | None = None

    @property
    def held(self) -> bool:
        """Whether this process holds it."""
        return self._lock is not None and self._lock.is_locked

    def take(self, seconds: float = 0) -> bool:
        """Take it, waiting at most so long; False where another process has it."""
        from filelock import FileLock, Timeout  # 0.07 s, and who only asks takes no lock

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self._lock is None:
                self._lock = FileLock(self.path, thread_local=False)
            self._lock.acquire(timeout=seconds, poll_interval=0.05)
            self._holder.write_text(str(os.getpid()), "ascii")
        except Timeout:
            return False
        except OSError as error:
            raise of_disk(error, str(self.path.parent)) from error
        return True

    def give(self) -> None:
        """Give it back, once for each take."""
        if self._lock is not None:
            self._lock.release()

    def busy(self) -> LibraryBusy:
        """The error for the one who does not get it."""
        try:
            holder = self._holder.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            holder = ""
        who = f"另一进程（{holder}）" if holder.isdigit() else "另一进程"
        return LibraryBusy(f"资料库正被{who}写入，请等它结束后再试：{self.path.parent}")

    @contextmanager
    def hold(self, seconds: float) -> Iterator[None]:
        """Hold it for a block. Raises LibraryBusy."""
        if not self.take(seconds):
            raise self.busy()
        try:
            yield
        finally:
            self.give()
