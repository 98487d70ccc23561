"""The ``pilu`` command: its sub-commands, and what happens when a call goes wrong."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import pilu
from pilu.cli import (
    batches,
    checking,
    comparing,
    converting,
    explaining,
    facts,
    querying,
    stages,
    taxonomy,
)
from pilu.cli.ending import Terminated, heard
from pilu.cli.options import (
    BUG,
    INTERRUPTED,
    OK,
    TERMINATED,
    UNUSABLE,
    Debug,
    Lang,
    screen_for,
)
from pilu.cli.screen import UnwrittenError
from pilu.cli.words import LANGUAGES
from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic

_EPILOG = (
    "Exit codes: 0 converted and valid; 1 converted, the verdict has errors or no required figure was found "
    "(with --strict: anything open); 2 the input or the call could not be used; 3 a bug. "
    "退出码：0 有效；1 有错误，或格式要求的数据均未找到；2 输入或用法不可用；3 程序缺陷。"
)


class Stopped(Exception):
    """A command was interrupted; ``code``: the exit code of what interrupted it."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


class Commands(TyperGroup):
    """Sub-commands whose interruption is not taken for an exit of their own."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Runs the sub-command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            heard()
            raise Stopped(TERMINATED if isinstance(error, Terminated) else INTERRUPTED) from error


app = typer.Typer(
    name="pilu",
    cls=Commands,
    help="Reports as people publish them into validated XBRL, with the place every figure was read from. "
    "把公开的报告转换为经过验证的 XBRL，并注明每个数字的出处。",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command()(converting.convert)
app.command()(checking.validate)
app.command()(batches.batch)
app.command()(querying.query)
app.command()(comparing.diff)
app.command()(facts.facts)
app.command()(facts.ledger)
app.command()(explaining.explain)
app.command()(stages.read)
app.command()(stages.extract)
app.command("map")(stages.map_)
app.add_typer(taxonomy.app, name="taxonomy")


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"pilu {pilu.__version__}\n")
        raise typer.Exit(OK)


@app.callback()
def start(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version. 显示版本。")
    ] = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Options that stand before a command; the same ones behind it come first."""
    given = {name: value for name, value in (("lang", lang), ("debug", debug)) if value}
    if given and isinstance(ctx.command, TyperGroup):
        ctx.default_map = _for_each(ctx.command, given)


def _for_each(group: TyperGroup, options: dict[str, Any]) -> dict[str, Any]:
    """The options as defaults of every command of a group and of the groups in it."""
    return {
        name: _for_each(command, options) if isinstance(command, TyperGroup) else dict(options)
        for name, command in group.commands.items()
    }


def run(arguments: Sequence[str]) -> int:
    """Runs one call and returns its exit code; never lets an exception out."""
    try:
        code = app(args=list(arguments), prog_name="pilu", standalone_mode=False)
        return code if isinstance(code, int) else OK
    except typer.TyperException as error:
        return _end(arguments, _usage(error), UNUSABLE)
    except Stopped as stopped:
        return _end(arguments, diagnose("call.interrupted"), stopped.code)
    except (KeyboardInterrupt, typer.Abort):
        heard()
        return _end(arguments, diagnose("call.interrupted"), INTERRUPTED)
    except UnwrittenError as error:
        screen_for(_language(arguments)).diagnostics((diagnose("call.unwritten", reason=error),))
        return UNUSABLE
    except Exception as error:  # the last line of defence: a bug is reported, never a stack on a preparer
        if "--debug" in arguments:
            traceback.print_exc(file=sys.stderr)
        told = diagnose("call.bug", error=f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")
        return _end(arguments, told, BUG)


def _usage(error: typer.TyperException) -> Diagnostic:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "pilu"
    message = " ".join(error.format_message().split()).rstrip(".")
    return diagnose("call.usage", message=message or "no command given", command=command)


def _end(arguments: Sequence[str], told: Diagnostic, code: int) -> int:
    screen = screen_for(_language(arguments), as_json="--json" in arguments)
    screen.diagnostics((told,))
    if screen.as_json:
        screen.document({"command": "", "exit": code, "diagnostics": (told,)})
    return code


def _language(arguments: Sequence[str]) -> str | None:
    """What the last --lang says, found without the parser, which may have been what failed."""
    found = None
    for here, after in zip(arguments, [*arguments[1:], ""], strict=True):
        given = after if here == "--lang" else here.removeprefix("--lang=")
        if here.startswith("--lang") and given in LANGUAGES:
            found = given
    return found
