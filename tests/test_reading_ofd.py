from __future__ import annotations

import io
import zipfile

import pytest
from paper import grid_of, render_pages, write_ofd, write_pdf, write_zip

from assistant.errors import DamagedFile, TooLarge
from assistant.reading import ofd
from assistant.reading.files import read_bytes

GRID = grid_of(
    [
        ["绩效指标", "一级指标", "三级指标", "指标值"],
        ["^", "成本指标", "特种保安聘用成本", "≤10566000 元"],
        ["^", "^", "单次演练成本应当控制在预算安排的合理范围以内并且逐年下降", "≤60000元"],
        ["总目标", "保障辖区平安", None, None],
    ]
)


def parts(data: bytes) -> dict[str, bytes]:
    source = zipfile.ZipFile(io.BytesIO(data))
    return {name: source.read(name) for name in source.namelist()}


def page(objects: str) -> bytes:
    """An OFD whose only page holds ``objects``."""
    members = parts(write_ofd(["占位"]))
    xml = members["Doc_0/Pages/Page_0/Content.xml"].decode()
    start, end = xml.index("<ofd:TextObject"), xml.index("</ofd:Layer>")
    members["Doc_0/Pages/Page_0/Content.xml"] = (xml[:start] + objects + xml[end:]).encode()
    return write_zip(members)


def text_object(code: str, attributes: str = "") -> str:
    return f'<ofd:TextObject Size="4" Boundary="20 20 100 8" {attributes}>{code}</ofd:TextObject>'


def test_a_table_with_merged_cells() -> None:
    document = read_bytes(write_ofd(["目标表", GRID]), "a.ofd")[0]
    assert document.format == "ofd"
    found = {(c.row, c.column): (c.text, c.rowspan, c.colspan) for c in document.tables[0].cells}
    assert found == {(c.row, c.column): (c.text, c.rowspan, c.colspan) for c in GRID.cells}
    assert document.text.startswith("目标表\n")


@pytest.mark.parametrize(
    ("objects", "text"),
    [
        (text_object('<ofd:TextCode X="0" Y="4" DeltaX="g 4 4">特保人员数</ofd:TextCode>'), "特保人员数\n"),
        (text_object('<ofd:TextCode X="0" Y="4" DeltaX="4 4 g 2 2">人数120</ofd:TextCode>'), "人数120\n"),
        (text_object('<ofd:TextCode X="0" Y="4">人数120</ofd:TextCode>'), "人数120\n"),
        (text_object('<ofd:TextCode X="0" Y="2" DeltaX="g 2 2">人数</ofd:TextCode>', 'CTM="2 0 0 2 0 0"'), "人数\n"),
        (text_object('<ofd:TextCode X="0" Y="4">看不见</ofd:TextCode>', 'Visible="false"') + text_object('<ofd:TextCode X="0" Y="4">正文</ofd:TextCode>'), "正文\n"),
    ],
)  # fmt: skip
def test_where_characters_stand(objects: str, text: str) -> None:
    assert read_bytes(page(objects), "a.ofd")[0].text == text


def test_a_scanned_ofd_is_recognised() -> None:
    image = render_pages(write_pdf(["特保人员聘用人数120人"]))[0].crop((0, 80, 700, 400))
    out = io.BytesIO()
    image.save(out, "PNG")
    members = parts(page('<ofd:ImageObject ID="9" ResourceID="7" Boundary="0 0 210 100"/>'))
    xml = members["Doc_0/Document.xml"].decode()
    members["Doc_0/Document.xml"] = xml.replace(
        "</ofd:CommonData>", "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
    ).encode()
    members["Doc_0/DocumentRes.xml"] = (
        b'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias>'
        b'<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>x.png</ofd:MediaFile></ofd:MultiMedia>'
        b"</ofd:MultiMedias></ofd:Res>"
    )
    members["Doc_0/Res/x.png"] = out.getvalue()
    assert "120人" in read_bytes(write_zip(members), "a.ofd")[0].text


def test_damaged_and_oversized(monkeypatch: pytest.MonkeyPatch) -> None:
    members = parts(write_ofd(["正文"]))
    with pytest.raises(DamagedFile):
        read_bytes(write_zip({**members, "Doc_0/Document.xml": b"<oops"}), "a.ofd")
    monkeypatch.setattr(ofd, "MAX_PAGES", 0)
    with pytest.raises(TooLarge, match="1 页"):
        read_bytes(write_zip(members), "a.ofd")
