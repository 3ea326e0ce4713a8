"""The one tree of errors. A face turns a YoujuError into one clear line.

YoujuError
├── UsageError              unusable arguments or question
├── CorrectionRefused       a correction by hand that cannot be taken (carries ``typed``)
├── ReadError               a file that cannot be read (carries ``path``)
│   ├── EmptyFile           nothing in it
│   ├── UnknownFormat       not a format that we read (binary junk, unknown encoding)
│   ├── DamagedFile         claims a format but cannot be opened
│   ├── EncryptedFile       needs a password
│   ├── TooLarge            beyond a bound (bytes, pages, rows, unpacked size)
│   └── Unsafe              path traversal and the like
├── LibraryError            the library cannot be used (carries ``path``)
│   ├── LibraryBusy         another process owns the embedded index
│   ├── LibraryCorrupt      an index is damaged; ``youju doctor --repair`` rebuilds it
│   ├── EncoderMismatch     the index was made with another encoder
│   └── NotFound            no such document, project, article
├── ModelError              the language model cannot be used
│   ├── ModelUnavailable    down, slow, refused
│   └── ModelMisbehaved     its text failed the gate or the schema
└── DraftError              a draft cannot be made from what was given
"""

from __future__ import annotations


class YoujuError(Exception):
    """Root of the tree. ``str(error)`` is one line for the user, in Chinese."""


class UsageError(YoujuError):
    """Unusable arguments or question."""


class CorrectionRefused(YoujuError):
    """A correction by hand that cannot be taken; ``typed`` is what was to be the value."""

    def __init__(self, typed: str, reason: str) -> None:
        super().__init__(reason)
        self.typed = typed


class ReadError(YoujuError):
    """A file that cannot be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}：{reason}")
        self.path = path
        self.reason = reason


class EmptyFile(ReadError):
    """Nothing in the file."""


class UnknownFormat(ReadError):
    """Not a format that we read."""


class DamagedFile(ReadError):
    """The file claims a format but cannot be opened."""


class EncryptedFile(ReadError):
    """The file needs a password."""


class TooLarge(ReadError):
    """The file is beyond a bound."""


class Unsafe(ReadError):
    """The file tries to reach outside itself."""


class LibraryError(YoujuError):
    """The library cannot be used."""


class LibraryBusy(LibraryError):
    """Another process owns the embedded index."""


class LibraryCorrupt(LibraryError):
    """An index is damaged."""


class EncoderMismatch(LibraryError):
    """The index was made with another encoder."""


class NotFound(LibraryError):
    """No such document, project or article."""


class ModelError(YoujuError):
    """The language model cannot be used."""


class ModelUnavailable(ModelError):
    """The model is down, slow or refused."""


class ModelMisbehaved(ModelError):
    """The model's text failed the gate or the schema."""


class DraftError(YoujuError):
    """A draft cannot be made from what was given."""
