"""Assertion messages in every language the taxonomy words them in.

Arelle evaluates one message of an unsatisfied assertion: the one with the highest arc priority
(Validation Messages 1.0 allows one per language). The others are evaluated at the same moment,
with the same variables, and travel behind separator characters that ``spoken`` takes off again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from arelle import XbrlConst
from arelle.ModelFormulaObject import ModelMessage

_NEXT = "\x1e"
_LANGUAGE = "\x1f"
_LOST = "\x1d"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as Arelle alone would say it, in all languages by (language, words), and the
    languages that could not be said, each with why."""

    text: str
    texts: Pairs = ()
    lost: Pairs = ()


def spoken(text: str) -> Spoken:
    """What a message carries behind the separator characters."""
    if _LANGUAGE not in text:
        return Spoken(text)
    first, *others = text.split(_NEXT)
    language, _, words = first.rpartition(_LANGUAGE)
    said = [(language, words)]
    lost = []
    for other in others:
        language, _, rest = other.partition(_LANGUAGE)
        if rest.startswith(_LOST):
            lost.append((language, rest.removeprefix(_LOST)))
        else:
            said.append((language, rest))
    return Spoken(words, tuple(said), tuple(lost))


def speak_all_languages(model: Any) -> None:
    """Let each assertion message of the loaded model also say its other languages' words."""
    relationships = model.relationshipSet(XbrlConst.assertionUnsatisfiedMessage)
    for arcs in relationships.fromModelObjects().values():
        messages = [arc.toModelObject for arc in arcs if isinstance(arc.toModelObject, ModelMessage)]
        if len({message.xmlLang for message in messages}) < 2:
            continue
        for message in messages:
            others = [other for other in messages if other.xmlLang != message.xmlLang]
            message.evaluate = _speaker(message, others)


def _speaker(message: Any, others: list[Any]) -> Callable[..., str]:
    def evaluate(context: Any, contextItem: Any = None) -> str:
        own = ModelMessage.evaluate(message, context, contextItem=contextItem)
        parts = [f"{message.xmlLang}{_LANGUAGE}{own}"]
        for other in others:
            words = _attempt(other, context, contextItem)
            parts.append(f"{other.xmlLang}{_LANGUAGE}{words}")
        return _NEXT.join(parts)

    return evaluate


def _attempt(message: Any, context: Any, item: Any) -> str:
    """A translation that fails must not take the message itself with it; it is told as lost."""
    try:
        return str(ModelMessage.evaluate(message, context, contextItem=item))
    except Exception as error:
        return f"{_LOST}{type(error).__name__}: {' '.join(str(error).split())[:200]}"
