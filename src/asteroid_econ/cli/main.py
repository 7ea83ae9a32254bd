"""Entry point of ``asteroid-econ``: the table of commands and the one error boundary.

How to add a command
--------------------
1. Add one line to ``COMMANDS``: the name that the user types and its one-line help. A name of two
   words is a command in a group (``catalog info``); a group needs a line in ``GROUPS``.
2. Write ``cli/<first word>.py`` with a function named like the last word, ``def info(...)`` or
   ``def rank(...)`` (``import_`` for a word that Python keeps), whose arguments carry
   ``Annotated`` typer options; its docstring is the help.
   Options that several commands share stand in :mod:`asteroid_econ.cli.options`.

Nothing else registers anything. The module of a command is imported when that command runs (or
shows its own help), so that ``-h`` and ``--version`` stay fast; this file imports nothing heavy.
Commands raise errors of :mod:`asteroid_econ.errors`; they never catch them to print. A check that
failed ends with ``raise typer.Exit(1)``.
"""

import logging
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from asteroid_econ._parallel import blocks_run_on
from asteroid_econ._version import __version__
from asteroid_econ.cli.boundary import INTERRUPTED, error_boundary

COMMANDS = {
    "rank": "Rank targets by what a mission to each would earn and cost.",
    "show": "Show one target: class, size, grades, then the whole chain to NPV.",
    "inventory": "Sum what a catalogue holds: asteroids by class, water and metal.",
    "compare": "Compare two targets or two architectures side by side.",
    "catalog info": "Describe a catalogue: rows, hashes, columns, what is missing.",
    "catalog check": "Find every fault of a file: cells, duplicates, units, frames, swaps.",
    "catalog show": "Show what a catalogue knows of one asteroid, and what follows from it.",
    "catalog import": "Read files of any known format, join them, write one catalogue.",
    "catalog fetch": "Get asteroids, missions or close approaches from JPL, or from the cache.",
    "catalog diff": "Tell what changed between two snapshots, and which targets that moves.",
    "parameters": "List the parameters with value, unit, distribution and source.",
    "validate": "Compare this program with published results.",
    "porkchop": "Compute the Δv over departure and arrival dates for one target.",
    "sweep": "Find the best transfers to many targets.",
    "nhats": "Search round trips to asteroids as NASA's NHATS does.",
    "itineraries": "Find mining round trips: long stays, cargo to a place at Earth.",
    "ero": "Find asteroids that a small push brings to a libration point of Earth.",
    "market": "Clear a metal market for a quantity sold.",
}
GROUPS = {"catalog": "Look at catalogues of asteroids."}
_CONTEXT = {"help_option_names": ["-h", "--help"]}
_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)
_log = logging.getLogger("asteroid_econ")


class LazyGroup(TyperGroup):
    """A group that lists its commands from the table and imports one when it runs."""

    prefix = ""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the table."""
        return list(dict.fromkeys(name.partition(" ")[0] for name in self._below()))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a stand-in that carries the help line, or None for an unknown name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        help_line = GROUPS.get(cmd_name) or COMMANDS[self.prefix + cmd_name]
        return TyperCommand(cmd_name, help=help_line, short_help=help_line)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the real command, imported now."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        if stand_in is None:
            return name, stand_in, rest
        return name, load(self.prefix + str(name)), rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command inside the error boundary."""
        with error_boundary():
            return super().invoke(ctx)

    def _below(self) -> list[str]:
        return [n.removeprefix(self.prefix) for n in COMMANDS if n.startswith(self.prefix)]


def load(name: str) -> Any:
    """Return the click command of a registered name, with the verbosity options added."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_CONTEXT)
    if name in GROUPS:
        group = type("Group", (LazyGroup,), {"prefix": name + " "})
        app.callback(cls=group, help=GROUPS[name], no_args_is_help=True)(lambda: None)
    else:
        words = name.split()
        module = import_module(f"asteroid_econ.cli.{words[0]}")
        word = words[-1] + "_" if iskeyword(words[-1]) else words[-1]
        app.command(help=getattr(module, word).__doc__)(getattr(module, word))
    command = typer.main.get_command(app)
    command.name = name.split()[-1]
    command.params.extend(p for p in _root().params if p.name in {"verbose", "quiet", "debug"})
    return command


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"asteroid-econ {__version__}")
        raise typer.Exit


def _set_verbose(count: int) -> None:
    if count:
        _log.setLevel(_LEVELS[min(count, 2)])


def _set_debug(wanted: bool) -> None:
    if wanted:
        _log.setLevel(logging.DEBUG)


def _set_quiet(wanted: bool) -> None:
    if wanted:
        _log.setLevel(logging.ERROR)


def _asteroid_econ(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
    verbose: Annotated[
        int,
        typer.Option(
            "-v",
            "--verbose",
            count=True,
            show_default=False,
            callback=_set_verbose,
            help="Say more; -vv says all.",
        ),
    ] = 0,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", callback=_set_quiet, help="Only results and errors.")
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", callback=_set_debug, help="Like -vv: errors show a traceback."),
    ] = False,
) -> None:
    """Which asteroid, by which mission, selling what: and does it pay?"""


def _root() -> Any:
    app = typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_CONTEXT,
    )
    app.callback(cls=LazyGroup, no_args_is_help=True)(_asteroid_econ)
    group = typer.main.get_command(app)
    for option in group.params:
        option.expose_value = False
    return group


def _say_once() -> Callable[..., None]:
    """Return what prints a warning as one line, and each text once."""
    said: set[str] = set()

    def show(message: Warning | str, *_: Any) -> None:
        if (text := str(message)) not in said:
            said.add(text)
            _log.warning("%s", text)

    return show


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with 0, 1 (a check failed), 2 (bad input) or 130."""
    logging.basicConfig(format="%(levelname)s: %(message)s")
    _log.setLevel(logging.WARNING)
    try:
        with error_boundary(), warnings.catch_warnings():
            warnings.showwarning = _say_once()
            try:
                _root()(args=None if args is None else list(args), prog_name="asteroid-econ")
            finally:
                sys.stdout.flush()
    except SystemExit as end:
        if end.code == INTERRUPTED and blocks_run_on():
            # Ending the interpreter under a running kernel aborts; every file is closed by now.
            sys.stderr.flush()
            os._exit(INTERRUPTED)
        raise
    raise SystemExit(0)
