"""An invented declaration in every format of the library: what places are opened in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.paper import (
    Content,
    grid_of,
    write_docx,
    write_html,
    write_ofd,
    write_pdf,
    write_png,
    write_xlsx,
    write_zip,
)


def write_txt(content: Content) -> bytes:
    """Paragraphs as lines, tables with tabs."""
    lines = []
    for part in content:
        if isinstance(part, str):
            lines.append(part)
            continue
        rows: dict[int, list[str]] = {}
        for cell in part.cells:
            rows.setdefault(cell.row, []).append(cell.text)
        lines += ["\t".join(row) for row in rows.values()]
    return "\n".join(lines).encode("utf-8")


def write_md(content: Content) -> bytes:
    """Paragraphs as lines, tables with pipes."""
    lines: list[str] = []
    for line in write_txt(content).decode("utf-8").split("\n"):
        cells = line.split("\t")
        table = len(cells) > 1
        if table and not lines[-1].startswith("|"):
            lines += ["", f"| {' | '.join(cells)} |", "|---" * len(cells) + "|"]
        else:
            lines.append(f"| {' | '.join(cells)} |" if table else line)
    return "\n".join(lines).encode("utf-8")


def declaration(place: str, unit: str = "城建办") -> Content:
    """An invented declaration: what every format of the library shows."""
    return [
        "绿地养护项目绩效目标申报表（2025年度）",
        "项目名称：绿地养护",
        f"填报单位：{place}{unit}",
        grid_of(
            [
                ["一级指标", "二级指标", "三级指标", "年度指标值", "目标值来源"],
                ["成本指标", "经济成本指标", "养护经费", "≤1860000元", "预算支出标准"],
                ["产出指标", "数量指标", "养护绿地面积", "≥37500平方米", "工作计划"],
                ["产出指标", "质量指标", "养护考核合格率", "≥95%", "行业标准"],
                ["效益指标", "社会效益指标", "居民投诉件数", "≤12件", "历史标准"],
                ["满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "工作要求"],
            ]
        ),
    ]


WRITERS: dict[str, Callable[[Content], bytes]] = {
    "河畔镇-绿地养护-2025.docx": write_docx,
    "云岭镇-绿地养护-2025.xlsx": write_xlsx,
    "石桥镇-绿地养护-2025.html": write_html,
    "东塘镇-绿地养护-2025.pdf": write_pdf,
    "西渡镇-绿地养护-2025.png": write_png,
    "南浦镇-绿地养护-2025.ofd": write_ofd,
    "前滩镇-绿地养护-2025.txt": write_txt,
    "后营镇-绿地养护-2025.md": write_md,
}


def papers(folder: Path) -> list[Path]:
    """The invented declaration in every format, one of them inside an archive."""
    made = []
    for name, write in WRITERS.items():
        path = folder / name
        path.write_bytes(write(declaration(name.split("-")[0])))
        made.append(path)
    bundle = folder / "北港镇申报.zip"
    bundle.write_bytes(
        write_zip({"申报/北港镇-绿地养护-2025.pdf": write_pdf(declaration("北港镇"))})
    )
    return [*made, bundle]
