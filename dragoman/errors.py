"""Every error that dragoman raises on purpose.

    DragomanError
    ├── InputError            an input cannot be read: no such file, not a format that we know, damaged
    │   └── FetchError        a URL that the user gave could not be fetched
    ├── StoryError            one story cannot be coded: empty, too long, a wrong date
    ├── RecordError           a record contradicts itself: a span that is not in the text, an unknown id
    ├── KnowledgeError        a knowledge file cannot be read, or two facts contradict each other
    ├── StoreError            an output cannot be written or read back: disk full, not a store of ours
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


class RecordError(DragomanError, ValueError):
    """A record contradicts itself."""


class KnowledgeError(DragomanError, ValueError):
    """A knowledge file cannot be read, or contradicts itself."""


class StoreError(DragomanError):
    """An output cannot be written, or read back."""


class ModelError(DragomanError):
    """The reader's model is missing, damaged, or of another version."""
