"""Every error that dragoman raises on purpose.

    DragomanError
    ├── InputError            an input cannot be read: no such file, not a format that we know, damaged
    │   └── FetchError        a URL that the user gave could not be fetched
    ├── StoryError            one story cannot be coded: empty, too long, a wrong date
    │   └── LanguageError     the story is not in a language that the reader reads
    ├── RecordError           a record contradicts itself: a span that is not in the text, an unknown id
    ├── KnowledgeError        a knowledge file cannot be read, or two facts contradict each other
    ├── StoreError            an output cannot be written or read back: disk full, not a store of ours
    ├── PartitionError        one partition of a job failed after all its tries
    └── ModelError            the reader's model is missing, damaged, or of another version

Messages say which input, what is wrong, and what to do about it.
"""


class DragomanError(Exception):
    """Base of all errors that dragoman raises on purpose."""


class InputError(DragomanError):
    """An input cannot be read."""


class FetchError(InputError):
    """A URL could not be fetched."""


class StoryError(DragomanError, ValueError):
    """One story cannot be coded."""


class LanguageError(StoryError):
    """A story is not in a language that the reader reads.

    Attributes:
        language: ISO 639-1 code of the language that was detected, or ``"und"``.
    """

    def __init__(self, message: str, *, language: str = "und") -> None:
        super().__init__(message)
        self.language = language


class RecordError(DragomanError, ValueError):
    """A record contradicts itself."""


class KnowledgeError(DragomanError, ValueError):
    """A knowledge file cannot be read, or contradicts itself."""


class StoreError(DragomanError):
    """An output cannot be written, or read back."""


class PartitionError(DragomanError):
    """One partition of a job failed after all its tries."""


class ModelError(DragomanError):
    """The reader's model is missing, damaged, or of another version."""
