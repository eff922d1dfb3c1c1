"""Draws the picture of the front page: ``python docs/picture.py``.

It codes one of the sample stories with the coder as it is, writes what ``dragoman show`` prints of it to
``docs/pictures/show.svg``, and puts the picture into ``README.md``. Nothing in it is drawn by hand.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
STORY = "2024-11-07-sochi-congratulation.txt"
PICTURE = Path("docs/pictures/show.svg")
BEGIN, END = "<!-- real output of `dragoman show`: begin -->", "<!-- real output of `dragoman show`: end -->"
WIDTH = 96


def svg() -> str:
    """Draw the sample story with its record, as a terminal of 96 columns shows it."""
    from rich.console import Console

    import dragoman
    from dragoman import readers, samples
    from dragoman.cli.show import draw

    (item,) = readers.read([samples.folder() / STORY])
    if isinstance(item, dragoman.Rejection):
        raise SystemExit(f"{STORY}: {item.reason}")
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(draw(dragoman.load(), item.story, width=WIDTH, colour=True))
    made = console.export_svg(title=f"$ dragoman show {STORY}", unique_id="dragoman")
    # rich names a font on a server; a picture in a repository must not fetch anything
    made = re.sub(r"@font-face \{.*?\}\s*", "", made, flags=re.S)
    return made.replace("Fira Code, monospace", "DejaVu Sans Mono, Menlo, Consolas, monospace")


def main() -> None:
    """Write the picture and put it into the front page."""
    path = ROOT / PICTURE
    path.parent.mkdir(exist_ok=True)
    path.write_text(svg(), "utf-8")
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    picture = f"![What dragoman show prints of one of the sample stories]({PICTURE.as_posix()})"
    readme.write_text(f"{before}{BEGIN}\n\n{picture}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
