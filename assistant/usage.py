"""用法: click's help and its errors in Chinese."""

from __future__ import annotations

import click

HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
USAGE = "用法："
SEE = "（--help 查看用法）"


class _Help(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
        for word, chinese in words.items():
            args = args.replace(word, chinese)
        super().write_usage(prog, args, USAGE if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))


class Context(click.Context):
    """A command's context whose help is worded in Chinese."""

    formatter_class = _Help


class Command(click.Command):
    """A command whose help is worded in Chinese."""

    context_class = Context


class Group(click.Group):
    """A group of such commands."""

    context_class = Context
    command_class = Command


def line_of(error: click.ClickException) -> str:
    """A usage error of click, in Chinese and on one line."""
    if isinstance(error, click.NoSuchCommand):
        return f"没有这个命令：{error.command_name}（--help 列出全部命令）"
    if isinstance(error, click.MissingParameter):
        what = error.param.human_readable_name if error.param else ""
        return f"缺少参数 {what}{SEE}"
    if isinstance(error, click.NoSuchOption):
        return f"没有这个选项：{error.option_name}{SEE}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面要写上值{SEE}"
    if isinstance(error, click.BadParameter):
        return _of_parameter(error)
    if "unexpected extra argument" in error.format_message():
        return f"参数多了；带空格的内容请用引号括起来{SEE}"
    return f"{error.format_message()}{SEE}"


def _of_parameter(error: click.BadParameter) -> str:
    what = error.param.opts[0] if error.param and error.param.opts else ""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"{what} 只能是：{'、'.join(str(one) for one in kind.choices)}"
    if kind is click.INT:
        return f"{what} 应是整数，例如 2025"
    return f"参数 {what} 的值不能用：{error.message}"
