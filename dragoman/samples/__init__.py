"""Sample stories, invented for demonstration; ``README.md`` beside this file tells what is special in each."""

from pathlib import Path

__all__ = ["folder"]


def folder() -> Path:
    """Give the folder of the sample stories: one ``.txt`` file a story, in the order of their dates."""
    return Path(__file__).parent / "stories"
