"""Why a fact is what it is, and what there is to doubt about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One inference behind a fact: a code of the closed list, its words in English and Chinese.

    ``fields``: the words that vary, by name, for programs.
    """

    code: str
    text: str
    text_zh: str
    fields: tuple[tuple[str, str], ...] = ()

    def words(self, language: str) -> str:
        """The inference in ``language``: Chinese for ``zh``, English for anything else."""
        return self.text_zh if language == "zh" else self.text


Doubt = tuple[float, Evidence]  # how sure an inference leaves its fact at most, and what it is


def in_words(evidence: Iterable[Evidence], language: str) -> str:
    """Several inferences in one line."""
    return ("；" if language == "zh" else "; ").join(item.words(language) for item in evidence)
