"""``youju``: the command line. Thin: arguments in, one call of the assistant, lines or JSON out.

Nothing heavy is imported before the command that needs it runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from assistant import __version__
from assistant.errors import UsageError, YoujuError
from assistant.terminal import article_lines, emit, lines
from assistant.usage import Group
from assistant.usage import line_of as usage_line

if TYPE_CHECKING:
    from assistant.app import Assistant

Command = TypeVar("Command", bound=Callable[..., Any])


def assistant_of(index: Path | None) -> Assistant:
    """The assistant for this command: ``--index`` here, or before the command, or YOUJU_INDEX."""
    from assistant.app import Assistant
    from assistant.settings import load_settings

    root = click.get_current_context().find_root()
    return Assistant(load_settings(index or root.params.get("index")))


def stocked(index: Path | None) -> Assistant:
    """The assistant of a library that something has been read into. Raises UsageError."""
    assistant = assistant_of(index)
    if not assistant.has_library():
        raise UsageError(f"资料库 {assistant.settings.index} 是空的，先运行 youju ingest 读入资料")
    return assistant


index_option = click.option(
    "--index", type=click.Path(path_type=Path), default=None, help="资料库所在的文件夹"
)
help_option = click.help_option("--help", help="显示用法")
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


def command(*names: str, json_flag: bool = True) -> Callable[[Command], click.Command]:
    """A command with ``--index`` and ``--json`` like every other."""

    def wrap(function: Command) -> click.Command:
        wrapped: Any = wraps(function)(function)
        wrapped = index_option(help_option(wrapped))
        if json_flag:
            wrapped = json_option(wrapped)
        return cli.command(*names)(wrapped)

    return wrap


@click.group(cls=Group, help="有据：项目支出绩效目标申报助手。每个数字都有出处。")
@click.option("--index", type=click.Path(path_type=Path), default=None, help="资料库所在的文件夹")
@help_option
@click.version_option(__version__, prog_name="youju", help="显示版本")
def cli(index: Path | None) -> None:
    """The root command; ``--index`` may stand here or after the command."""


@command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹..."
)
def ingest(paths: tuple[Path, ...], index: Path | None, as_json: bool) -> None:
    """读入文件或文件夹（增量，未变的不重读）"""
    from assistant.progress import bar
    from assistant.terminal import ingest_lines

    with bar("读入资料") as progress:
        report = assistant_of(index).ingest(paths, progress)
    if as_json:
        emit(report)
    else:
        lines(ingest_lines(report))
    if report.failed and not report.added and not report.unchanged:
        raise UsageError("没有一份文件可以读取")


@command("list")
def list_(index: Path | None, as_json: bool) -> None:
    """列出已有资料"""
    from assistant.terminal import document_lines

    records = stocked(index).documents()
    if as_json:
        emit({"documents": records})
    else:
        lines(document_lines(records))


@command()
@click.argument("document", metavar="资料")
@click.argument("article", required=False, metavar="[第几条]")
def show(document: str, article: str | None, index: Path | None, as_json: bool) -> None:
    """显示一份资料的全文，或一部法规的一条（show 行政强制法 第二十六条）"""
    assistant = stocked(index)
    if article is not None:
        found = assistant.article(document, article)
        if as_json:
            emit(found)
        else:
            lines(article_lines(found))
        return
    record = assistant.find(document)
    text = assistant.catalogue.document(record.id).text
    if as_json:
        emit({"document": record, "text": text})
    else:
        click.echo(text)


@command()
@click.argument("document", metavar="资料")
def remove(document: str, index: Path | None, as_json: bool) -> None:
    """从资料库移除一份资料（不动原文件）"""
    record = stocked(index).remove(document)
    if as_json:
        emit({"removed": record})
    else:
        click.echo(f"已移除 {record.name}")


@command()
@click.argument("document", metavar="资料")
@click.option("--place", help="位置：起-止、表1第3行第2列，或行的名称；不给则列出可更正的值")
@click.option("--field", help="哪一项，如 目标值、金额、单价（默认是该行的主要一项）")
@click.option("--value", help="原文上的值")
@click.option("--by", help="更正人（默认是登录名）")
def correct(
    document: str,
    place: str | None,
    field: str | None,
    value: str | None,
    by: str | None,
    index: Path | None,
    as_json: bool,
) -> None:
    """更正读错的值：以后的答复按更正后的值，注明原读作什么；重新读入也保留"""
    from assistant.correcting import correct as run

    run(stocked(index), document, place=place, field=field, value=value, by=by, as_json=as_json)


@command()
@click.option("--undo", metavar="编号", help="改回读出的值")
@click.option("--all", "every", is_flag=True, help="连已改回、已被替代的一并列出")
def corrections(undo: str | None, every: bool, index: Path | None, as_json: bool) -> None:
    """列出人工更正；--undo 改回"""
    from assistant.correcting import corrections as run

    run(stocked(index), undo=undo, every=every, as_json=as_json)


@command()
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
def parse(file: Path, index: Path | None, as_json: bool) -> None:
    """读一个文件，给出其中的事实（不入库）"""
    from assistant.app import parse as read
    from assistant.terminal import parsed_lines

    parsed = read(file)
    if not as_json:
        lines(parsed_lines(parsed))
        return
    merged: dict[str, Any] = {}
    for one in parsed:
        reading = one.reading
        for key in ("declarations", "repairs", "accounts", "terms", "statutes", "citations"):
            merged.setdefault(key, []).extend(getattr(reading, key))
    documents = [
        {"id": p.document.id, "name": p.document.name, "notes": p.document.notes} for p in parsed
    ]
    emit({**merged, "documents": documents})


@command()
@click.argument("text", nargs=-1, required=True, metavar="文号或标题")
def basis(text: tuple[str, ...], index: Path | None, as_json: bool) -> None:
    """查依据文件：文号或标题"""
    from assistant.terminal import basis_lines

    found = stocked(index).basis(" ".join(text))
    if as_json:
        emit(found)
    else:
        lines(basis_lines(found))


@command()
@click.argument("text", required=False, metavar="[问题]")
@click.option("--batch", type=click.Path(path_type=Path), help="JSONL 文件，每行 {q, context}")
@click.option("--explain", is_flag=True, help="显示对问题的理解")
def ask(
    text: str | None, batch: Path | None, explain: bool, index: Path | None, as_json: bool
) -> None:
    """提问：答复的每一句都有出处，没有依据就直说"""
    from assistant.batch import answers, questions
    from assistant.terminal import answer_lines

    if (text is None) == (batch is None):
        raise UsageError("请给出一个问题，或用 --batch 给出一个文件")
    if batch is not None:
        asked = questions(batch)
        for line in answers(stocked(index), asked):
            click.echo(line)
        return
    assert text is not None
    from assistant.app import checked_question

    checked_question(text)
    assistant = stocked(index)
    if explain:
        emit(assistant.understand(text))
        return
    answer = assistant.ask(text)
    if as_json:
        emit(answer)
    else:
        lines(answer_lines(answer))


@command()
@click.argument("indicator", metavar="指标")
@click.option("--project", help="项目名称")
@click.option("--unit", help="单位")
@click.option("--year", type=int, help="年度")
def why(
    indicator: str,
    project: str | None,
    unit: str | None,
    year: int | None,
    index: Path | None,
    as_json: bool,
) -> None:
    """问缘由：这个目标值从何而来"""
    from assistant.terminal import why_lines

    explained = stocked(index).why(indicator, project=project, unit=unit, year=year)
    if as_json:
        emit(explained)
    else:
        lines(why_lines(explained))


@command()
@click.argument("path", type=click.Path(path_type=Path), metavar="文件或文件夹")
@click.option("--fix", type=click.Path(path_type=Path), help="把能改正的写成另一份文件")
@click.option("--report", type=click.Path(path_type=Path), help="写一份带批注的 .docx")
def check(
    path: Path, fix: Path | None, report: Path | None, index: Path | None, as_json: bool
) -> None:
    """审核一份申报（或一个文件夹）；有错误时退出码为 1"""
    from assistant.review import review

    found_errors = review(assistant_of(index), path, fix=fix, report=report, as_json=as_json)
    if found_errors:
        raise SystemExit(1)


@command()
@click.argument("code", required=False, metavar="[规则代码]")
def rules(code: str | None, index: Path | None, as_json: bool) -> None:
    """审核规则：说明、出处、错例与对例"""
    from assistant.jobs.check import RULES, explain_rule

    if as_json:
        emit({"rules": [r.as_json() for r in RULES.values() if code in (None, r.code)]})
    elif code is not None:
        click.echo(explain_rule(code))
    else:
        from assistant.jobs.check.registry import SEVERITY_WORDS

        lines(f"{r.code}  {SEVERITY_WORDS[r.severity]}  {r.name}" for r in RULES.values())


@command(json_flag=False)
@click.option("--project", required=True, help="项目名称")
@click.option("--unit", help="单位")
@click.option("--year", required=True, type=int, help="要申报的年度")
@click.option("--set", "given", multiple=True, metavar="名称=值", help="给定的数，可多次")
@click.option("--budget", type=click.Path(path_type=Path), help="新预算表（.xlsx 或 .csv）")
@click.option("--form", type=click.Choice(["street", "bureau", "2020"]), help="表样")
@click.option("--out", required=True, type=click.Path(path_type=Path), help=".json .docx .xlsx .md")
@click.option("--no-sources", is_flag=True, help="不写出处批注（上报用的一份）")
def draft(
    project: str,
    unit: str | None,
    year: int,
    given: tuple[str, ...],
    budget: Path | None,
    form: str | None,
    out: Path,
    no_sources: bool,
    index: Path | None,
) -> None:
    """起草新年度的申报：沿用、计算、给定、待填，逐格标明"""
    from assistant.drafting import write

    lines(
        write(
            stocked(index),
            project=project,
            unit=unit,
            year=year,
            given=given,
            budget=budget,
            form=form,
            out=out,
            sources=not no_sources,
        )
    )


@command(json_flag=False)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=7860, show_default=True, type=int)
def serve(host: str, port: int, index: Path | None) -> None:
    """打开网页"""
    from assistant.web.server import serve as run

    run(assistant_of(index), host=host, port=port)


def measurement(prefix: str, name: str | None, argv: tuple[str, ...]) -> NoReturn:
    """Run one of the checkout's measurements, or all of them."""
    import importlib.util
    import runpy

    if importlib.util.find_spec("evals") is None:
        sys.path.insert(0, str(Path.cwd()))
    if importlib.util.find_spec("evals") is None:
        raise UsageError("评测在源码目录里，请在那里运行")
    sys.argv = ["evals", prefix, *([name] if name else []), *argv]
    runpy.run_module("evals", run_name="__main__")
    raise SystemExit(0)


@cli.command("eval", context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("argv", nargs=-1, type=click.UNPROCESSED)
def eval_(name: str | None, argv: tuple[str, ...]) -> None:
    """评测（在源码目录里运行）"""
    measurement("eval", name, argv)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("argv", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, argv: tuple[str, ...]) -> None:
    """测速（在源码目录里运行）"""
    measurement("bench", name, argv)


@command()
@click.argument("feedback", required=False, type=click.Path(path_type=Path), metavar="[反馈文件]")
@click.option("--undo", is_flag=True, help="撤销，恢复原来的检索权重")
def adapt(feedback: Path | None, undo: bool, index: Path | None, as_json: bool) -> None:
    """按本单位的反馈调整检索；留出的一部分没有变好就不采用"""
    from assistant.terminal import adaptation_lines

    assistant = stocked(index)
    if undo:
        undone = assistant.forget_adaptation()
        click.echo("已恢复原来的检索权重。" if undone else "没有可撤销的调整。")
        return
    result = assistant.adapt(feedback)
    if as_json:
        emit(result)
    else:
        lines(adaptation_lines(result))


@command()
@click.option("--repair", is_flag=True, help="由目录库重建词索引和向量索引")
def doctor(repair: bool, index: Path | None, as_json: bool) -> None:
    """检查资料库是否完好"""
    assistant = stocked(index)
    if repair:
        assistant.library.repair()
    state = assistant.library.inspect()
    if as_json:
        emit(state)
    else:
        lines(state.lines())


def say(message: str) -> None:
    """One clear line on stderr."""
    click.echo("youju: " + " ".join(str(message).split()), err=True)


def main(argv: list[str] | None = None) -> NoReturn:
    """Entry point: every known error is one line and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli.main(args=argv, prog_name="youju", standalone_mode=False)
    except click.ClickException as error:
        say(usage_line(error))
        raise SystemExit(2) from None
    except YoujuError as error:
        say(str(error))
        raise SystemExit(2) from None
    except (KeyboardInterrupt, click.Abort):
        say("已中断")
        raise SystemExit(130) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except OSError as error:
        say(f"系统错误：{error.strerror or error}（{error.filename or ''}）")
        raise SystemExit(2) from None
    except Exception as error:
        if os.environ.get("YOUJU_TRACE"):
            raise
        say(
            f"程序内部出错（{type(error).__name__}：{error}）；设环境变量 YOUJU_TRACE=1 再运行可看详情"
        )
        raise SystemExit(3) from None
    raise SystemExit(0)
