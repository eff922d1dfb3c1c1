"""What is asked of a UD tree (de Marneffe et al. 2021): subtrees, subjects, phrases, and the words around a verb."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.language.words import Words

__all__ = ["Tree"]

_BESIDE = frozenset(("aux", "aux:pass", "cop", "advmod", "neg", "compound:prt"))
_SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")


class Tree:
    """The trees of a reading; a subtree is one slice of an order that is made once."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.order, self.place, self.size = _preorder(words)

    def below(self, i: int) -> list[int]:
        """The tokens of a subtree."""
        at = self.place[i]
        return self.order[at : at + self.size[i]]

    def count(self, i: int) -> int:
        """How many tokens a subtree has."""
        return self.size[self.place[i]]

    def child(self, i: int, labels: Iterable[str]) -> int | None:
        """The first child with one of some relations."""
        labels = tuple(labels)
        return next((c for c in self.words.children[i] if self.words.dep[c] in labels), None)

    def subject(self, i: int) -> int | None:
        """Who does what a verb says: its own subject, that of the verb that it is joined to or controlled by."""
        words, at = self.words, i
        for _ in range(6):
            own = self.child(at, _SUBJECT)
            if own is not None:
                return own
            dep, head = words.dep[at], words.head[at]
            if head == at:
                return None
            if dep in ("conj", "xcomp", "advcl", "parataxis") and words.pos[head] in (
                "VERB",
                "AUX",
                "ADJ",
                "NOUN",
            ):
                if dep in ("advcl", "parataxis") and words.tag[at] not in ("VBG", "VBN"):
                    return None
                at = head
            elif dep == "acl" and words.tag[at] in ("VBG", "VB", "VBN"):
                if self.mark(at) in ("", "that"):
                    return head  # "a poll showing"
                while words.head[head] != head and words.pos[head] not in ("VERB", "AUX"):
                    head = words.head[head]  # "made a point of saying", "a promise to say"
                at = head
            else:
                return None
        return None

    def agent(self, i: int) -> int | None:
        """By whom, of a passive."""
        for c in self.words.children[i]:
            if self.words.dep[c] == "obl:agent" or (
                self.words.dep[c].startswith("obl") and self.preposition(c) == "by" and self.is_passive(i)
            ):
                return c
        return None

    def is_passive(self, i: int) -> bool:
        """Whether a verb form is a passive."""
        if self.words.tag[i] != "VBN":
            return False
        below = {self.words.dep[c] for c in self.words.children[i]}
        return bool(below & {"aux:pass", "nsubj:pass", "obl:agent"}) or self.words.dep[i] in ("acl", "advcl")

    def preposition(self, c: int) -> str:
        """The preposition of a phrase, in lower case, or nothing."""
        return next((self.words.low[x] for x in self.words.children[c] if self.words.dep[x] == "case"), "")

    def phrase(self, head: int | None, *, without: Iterable[int] = ()) -> tuple[int, ...]:
        """The tokens of a source: its noun phrase, cut at what the parser hung on it by mistake."""
        if head is None:
            return ()
        words = self.words
        apart = {*without, *(c for c in words.children[head] if words.dep[c] in ("case", "mark"))}
        tokens = sorted(set(self.below(head)) - apart)
        if head not in tokens:
            return ()
        # one run around the head
        at = tokens.index(head)
        a = b = at
        while a > 0 and tokens[a - 1] == tokens[a] - 1:
            a -= 1
        while b + 1 < len(tokens) and tokens[b + 1] == tokens[b] + 1:
            b += 1
        return tuple(tokens[a : b + 1])

    def cue_of(self, i: int, *, also: Iterable[int] = ()) -> list[int]:
        """The words of a verb's cue: the verb with its auxiliaries, adverbs between them, and particles."""
        words = self.words
        chain = [i]
        at = i
        for _ in range(3):  # "went on to say"
            head = words.head[at]
            if (
                words.dep[at] != "xcomp"
                or words.pos[head] not in ("VERB", "AUX")
                or at - head > 5
                or head > at
            ):
                break
            if any(words.pos[k] in ("NOUN", "PROPN", "PRON", "PUNCT") for k in range(head + 1, at)):
                break
            chain.append(head)
            at = head
        near = set(chain)
        for top in chain:
            near.update(
                c
                for c in words.children[top]
                if words.dep[c] in _BESIDE
                or (words.dep[c] == "mark" and words.low[c] == "to" and len(chain) > 1)
            )
        near.update(also)
        a = b = i
        while a - 1 in near:
            a -= 1
        while b + 1 in near and not (words.dep[b + 1] == "advmod" and words.pos[b + 1] != "ADP"):
            b += 1
        return list(range(a, b + 1))

    def mark(self, c: int) -> str:
        """The conjunction of a clause, in lower case, or nothing."""
        return next((self.words.low[x] for x in self.words.children[c] if self.words.dep[x] == "mark"), "")

    def is_negated(self, i: int) -> bool:
        """Whether "not" or "never" stands with a verb."""
        return any(self.words.low[c] in ("not", "n't", "n’t", "never") for c in self.words.children[i])


def _preorder(words: Words) -> tuple[list[int], list[int], list[int]]:
    """Put the tokens in the order of the trees: a subtree is then one slice.

    Returns:
        The order, the place of each token in it, and the size of its subtree.
    """
    order: list[int] = []
    place, size = [0] * words.n, [1] * words.n
    for root in range(words.n):
        if words.head[root] != root:
            continue
        stack = [root]
        while stack:
            at = stack.pop()
            place[at] = len(order)
            order.append(at)
            stack.extend(reversed(words.children[at]))
    for at in reversed(order):
        if words.head[at] != at:
            size[words.head[at]] += size[at]
    return order, place, size
