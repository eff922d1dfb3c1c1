"""The command ``dragoman``: the only room that prints.

Results go to standard output, everything said about the work to standard error. Exit codes: 0 all is well; 1 the
work was done but something was set aside (or a floor was missed); 2 it could not be done; 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.cli import actor, bench, code, dyads, explain, show
from dragoman.errors import DragomanError

app = typer.Typer(
    name="dragoman",
    help="Dated news stories in, an auditable record of who did or said what to whom out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


app.command()(code.code)
app.command()(dyads.dyads)
app.command()(show.show)
app.command()(explain.explain)
app.command()(actor.actor)
app.command()(actor.unknown)
app.command()(bench.bench)


@app.command()
def schema() -> None:
    """Print the record's JSON Schema."""
    import json

    from dragoman.records import schema as make

    print(json.dumps(make(), indent=2, ensure_ascii=False))


def main() -> None:
    """Run the command line; an error that we foresee is one message on stderr, never a traceback."""
    try:
        app()
    except DragomanError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output, head or less, has left
        sys.stderr.close()
        sys.exit(0)
