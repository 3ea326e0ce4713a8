"""The command line: the contract's exits, one line for bad input, nothing heavy on cold paths."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("torch", "gradio", "langchain", "langchain_core", "transformers", "sentence_transformers")
WATCH = (
    "import sys\nfrom assistant.cli import main\n"
    "try:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n"
    "    print('\\x00', end.code, *(m for m in {heavy!r} if m in sys.modules))\n"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the shipped corpus, made by the command itself."""
    folder = tmp_path_factory.mktemp("cli") / "index"
    done = youju("--index", str(folder), "ingest", str(ROOT / "corpus"), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["failed"] == []
    return folder


def youju(*argv: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("YOUJU_")}
    return subprocess.run(
        [sys.executable, "-m", "assistant", *argv],
        capture_output=True, text=True, cwd=cwd, timeout=120,
        env=environ | {"PYTHONPATH": str(ROOT)}, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize(
    "argv",
    [
        ("--help",),
        ("ask", "2024年浦锦街道特保人员聘用人数的目标值是多少？"),
        ("ask", "辅警的培训是怎么安排的？"),
        ("why", "特保人员聘用人数"),
        ("basis", "沪公闵发〔2017〕41号"),
        ("list",),
    ],
)
def test_cold_commands_import_nothing_heavy(argv: tuple[str, ...], index: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCH.format(heavy=HEAVY), "--index", str(index), *argv],
        capture_output=True, text=True, cwd=ROOT, timeout=60, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.rpartition("\x00")[2].split() == ["0"], done.stderr


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ((), ""),
        (("nonsense",), "nonsense"),
        (("ask",), "问题"),
        (("ask", ""), "问题是空的"),
        (("ask", "   "), "问题是空的"),
        (("ask", "长" * 20_000), "问题太长"),
        (("parse", "missing.txt"), "missing.txt"),
        (("check", "missing.txt"), "missing.txt"),
        (("show", "没有这份"), "没有"),
        (("show", "行政强制法", "第九百条"), "没有"),
        (("remove", "没有这份"), "没有"),
        (("draft", "--project", "没有这个", "--year", "2025", "--out", "x.md"), "没有这个"),
        (("draft", "--project", "平安志愿者", "--year", "2025", "--out", "x.pdf"), ".docx"),
        (("rules", "XYZ999"), "XYZ999"),
        (("ask", "--batch", "missing.jsonl"), "missing.jsonl"),
        (("ingest", "no-such-folder"), ""),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    argv: tuple[str, ...], said: str, index: Path, tmp_path: Path
) -> None:
    done = youju("--index", str(index), *argv, cwd=tmp_path)
    if not argv:
        assert done.returncode in (0, 2)
        return
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("junk.txt", bytes(range(256)) * 40),
        ("junk.docx", b"PK\x03\x04" + bytes(range(256)) * 4),
        ("wrong.pdf", b"%PDF-1.7\nnothing"),
        ("image.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = youju("parse", str(path), "--json")
    assert done.returncode == 2
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_gb18030_file_reads_like_its_utf8_twin(tmp_path: Path) -> None:
    source = next((ROOT / "corpus").glob("*平安志愿者*.txt"))
    twin = tmp_path / source.name
    twin.write_bytes(source.read_text("utf-8").encode("gb18030"))
    found = [json.loads(youju("parse", str(p), "--json").stdout) for p in (source, twin)]
    rows = [[i["target"] for i in f["declarations"][0]["indicators"]] for f in found]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 14


def test_batch_answers_in_order(index: Path, tmp_path: Path) -> None:
    asked = tmp_path / "q.jsonl"
    asked.write_text(
        '{"q": "平安志愿者项目为多少人办理保险？"}\n{"q": ""}\n'
        '{"q": "它的预算是多少？", "context": ["平安志愿者项目为多少人办理保险？"]}\n',
        "utf-8",
    )
    done = youju("--index", str(index), "ask", "--batch", str(asked))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 3
    assert "500" in answers[0]["answer"]
    assert answers[1]["refused"]
    assert "50,000" in answers[2]["answer"] or "5.00" in answers[2]["answer"]


def test_an_empty_library_says_how_to_begin(tmp_path: Path) -> None:
    done = youju("--index", str(tmp_path / "none"), "ask", "预算是多少？")
    assert done.returncode == 2
    assert "youju ingest" in done.stderr
    assert not (tmp_path / "none").exists()


def test_one_broken_file_never_stops_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "broken.docx").write_bytes(b"PK\x03\x04nothing")
    source = next((ROOT / "corpus").glob("*平安志愿者*.txt"))
    (folder / source.name).write_bytes(source.read_bytes())
    done = youju("--index", str(tmp_path / "index"), "ingest", str(folder), "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert len(report["added"]) == 1
    assert "broken.docx" in report["failed"][0][0]


def commands() -> list[str]:
    """The commands that README.md shows."""
    return re.findall(r"^\$ youju (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)


def test_the_readme_shows_commands() -> None:
    assert len(commands()) >= 8


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_readme_runs(line: str, index: Path, tmp_path: Path) -> None:
    argv = [str(ROOT / a) if a.startswith("corpus") else a for a in shlex.split(line)]
    done = youju("--index", str(index), *argv, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("nonsense",), "没有这个命令：nonsense"),
        (("why",), "缺少参数 指标"),
        (("list", "--nope"), "没有这个选项：--nope"),
        (("ask", "2024年", "预算多少？"), "用引号括起来"),
        (("draft", "--project"), "--project 后面要写上值"),
        (("draft", "--project", "甲", "--year", "去年", "--out", "a.md"), "--year 应是整数"),
        (
            ("draft", "--project", "甲", "--year", "2025", "--form", "x", "--out", "a.md"),
            "--form 只能是：street、bureau、2020",
        ),
    ],
)
def test_a_slip_on_the_command_line_is_said_in_chinese(argv: tuple[str, ...], said: str) -> None:
    done = youju(*argv)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("argv", [("--help",), ("ask", "--help"), ("draft", "--help")])
def test_help_is_in_chinese(argv: tuple[str, ...]) -> None:
    shown = youju(*argv).stdout
    assert shown.startswith("用法：youju")
    assert not re.search(r"Options|Commands|Usage|Show", shown)


def test_what_is_printed_for_people_has_no_codes_and_no_markup(index: Path, tmp_path: Path) -> None:
    library = ("--index", str(index))
    assert "绩效目标申报" in youju(*library, "list").stdout
    assert "unknown" not in youju(*library, "basis", "保安服务管理条例").stdout
    assert "**" not in youju(*library, "ask", "浦锦街道2024年社会治安维稳的预算是多少？").stdout
    assert "错误" in youju("rules").stdout
    source = next((ROOT / "corpus").glob("*平安志愿者*.txt"))
    parsed = youju("parse", str(source)).stdout
    for words in ("年度资金：", "预算明细", "2021年", "存疑：单位", "志愿者工作经费"):
        assert words in parsed
    drafted = youju(
        *library, "draft", "--project", "平安志愿者", "--year", "2025",
        "--out", str(tmp_path / "a.md"),
    ).stdout  # fmt: skip
    assert "待填" in drafted
    assert not re.search(r"executions|\[\d+\]|goals\.", drafted)


def test_findings_are_shown_though_the_copy_cannot_be_written(tmp_path: Path) -> None:
    page = tmp_path / "申报.html"
    page.write_text(
        "<!DOCTYPE html><html><body><h1>养护项目绩效目标申报表</h1><table><tr><td>项目名称</td><td>绿化养护</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>养护面积</td><td>XX</td></tr></table></body></html>",
        "utf-8",
    )
    done = youju("check", str(page), "--fix", str(tmp_path / "改.html"))
    assert done.returncode == 2
    assert "TGT002" in done.stdout
    assert "不能改写" in done.stderr


@pytest.mark.parametrize(("trace", "code"), [({}, 3), ({"YOUJU_TRACE": "1"}, 1)])
def test_a_fault_of_our_own_is_one_line_unless_its_trace_is_asked_for(
    trace: dict[str, str], code: int
) -> None:
    broken = (
        "from assistant import cli, app\n"
        "def fail(path): raise KeyError('x')\n"
        "app.parse = fail\ncli.main(['parse', 'a.txt'])\n"
    )
    environ = {k: v for k, v in os.environ.items() if not k.startswith("YOUJU_")}
    done = subprocess.run(
        [sys.executable, "-c", broken], capture_output=True, text=True, cwd=ROOT, timeout=60,
        encoding="utf-8", env=environ | trace,
    )  # fmt: skip
    assert done.returncode == code
    assert ("Traceback" in done.stderr) == bool(trace)
    assert trace or "程序内部出错" in done.stderr
