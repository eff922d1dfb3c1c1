"""Dragoman: dated news stories in, an auditable record of who did or said what to whom out."""

__version__ = "0.1.0"
