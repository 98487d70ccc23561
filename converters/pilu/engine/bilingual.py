"""Assertion messages in every language the taxonomy words them in.

Arelle evaluates one message of an unsatisfied assertion: the one with the highest arc priority
(Validation Messages 1.0 allows one per language). The others are evaluated at the same moment,
with the same variables, and travel behind separator characters that ``spoken`` takes off again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arelle import XbrlConst
from arelle.ModelFormulaObject import ModelMessage

_NEXT = "\x1e"
_LANGUAGE = "\x1f"


def spoken(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The first message, as Arelle alone would say it, and all of them by language."""
    if _LANGUAGE not in text:
        return text, ()
    first, *others = text.split(_NEXT)
    language, _, words = first.rpartition(_LANGUAGE)
    rest = tuple((tag, said) for tag, _, said in (other.partition(_LANGUAGE) for other in others))
    return words, ((language, words), *rest)


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
            if words:
                parts.append(f"{other.xmlLang}{_LANGUAGE}{words}")
        return _NEXT.join(parts)

    return evaluate


def _attempt(message: Any, context: Any, item: Any) -> str:
    """A translation that fails must not take the message itself with it."""
    try:
        return str(ModelMessage.evaluate(message, context, contextItem=item))
    except Exception:
        return ""
