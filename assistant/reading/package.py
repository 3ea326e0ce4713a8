"""包: an opened zip container (OOXML, OFD, .zip) within bounds.

Sizes are checked as declared before anything is unpacked; ``zipfile`` never yields more bytes than
declared, so a bomb costs no more than the bound.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from assistant.errors import DamagedFile, EncryptedFile, TooLarge

# A document part is XML that becomes a tree about ten times its size: 64 MiB of XML is some 600 MB
# of memory, and far beyond the largest department budget that we have seen (3 MiB).
MAX_PART = 64 * 2**20
# All members together. Images inside a document are never unpacked, so this bounds what is listed.
MAX_UNPACKED = 1024 * 2**20
# Members; a .docx has about twenty, an archive of a year's declarations some hundreds.
MAX_MEMBERS = 5_000


class Package:
    """A zip file's members by name; ``name`` is the file's own name for messages."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise DamagedFile(name, "压缩结构损坏，无法打开") from error
        if len(members) > MAX_MEMBERS:
            raise TooLarge(name, f"内含 {len(members)} 个文件，超过 {MAX_MEMBERS} 个的上限")
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            limit = MAX_UNPACKED // 2**20
            raise TooLarge(name, f"解压后超过 {limit} MB 的上限，可能是压缩炸弹")
        self.members = members
        self._by_name = {member.filename.lstrip("/").lower(): member for member in members}

    def has(self, part: str) -> bool:
        """Whether there is a member of this name (case is not told apart)."""
        return part.lstrip("/").lower() in self._by_name

    def names(self) -> list[str]:
        """The members' names, lower case."""
        return list(self._by_name)

    def read(self, part: str) -> bytes:
        """One member's bytes; raises TooLarge, EncryptedFile or DamagedFile."""
        member = self._by_name.get(part.lstrip("/").lower())
        if member is None:
            raise DamagedFile(self.name, f"缺少部件 {part}")
        return self.unpack(member)

    def unpack(self, member: zipfile.ZipInfo) -> bytes:
        """One member's bytes; raises TooLarge, EncryptedFile or DamagedFile."""
        if member.flag_bits & 0x1:
            raise EncryptedFile(self.name, "有密码，请去除密码后再导入")
        if member.file_size > MAX_PART:
            limit = MAX_PART // 2**20
            raise TooLarge(self.name, f"内部文件解压后超过 {limit} MB 的上限")
        try:
            return self._zip.read(member)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise DamagedFile(self.name, "内部文件损坏，无法解压") from error

    def xml(self, part: str) -> etree._Element:
        """One member as an XML tree; entities are not expanded and nothing is fetched."""
        return parse_xml(self.read(part), self.name)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The OPC relations of ``part`` (``""`` for the package): id → (type's last word, target).

        External targets are left out: links are never followed.
        """
        folder, _, base = part.rpartition("/")
        path = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        if not self.has(path):
            return {}
        found = {}
        for node in self.xml(path):
            if not isinstance(node.tag, str) or node.get("TargetMode") == "External":
                continue
            target = node.get("Target") or ""
            joined = target if target.startswith("/") else posixpath.join(folder, target)
            kind = (node.get("Type") or "").rpartition("/")[2]
            found[node.get("Id") or ""] = (kind, posixpath.normpath(joined).lstrip("/"))
        return found


def parse_xml(data: bytes, name: str) -> etree._Element:
    """``data`` as an XML tree; raises DamagedFile. Entities stay unexpanded, nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFile(name, "内部 XML 损坏，无法读取") from error
