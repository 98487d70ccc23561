"""What the label of a matrix row names: a concept, dimensions, another period."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pilu.extraction.sink import Dimensions, Doubts
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.labels import forms_of
from pilu.taxonomies.table_kinds import RowRule, TableKind

_CUT: Doubts = ((0.7, evidence("label-cut")),)


@dataclass(frozen=True, slots=True)
class RowName:
    """The concept a row names ("" where it names none), the dimensions its label adds, the years it is
    away from its columns, and the doubts of the naming."""

    subject: str = ""
    dimensions: Dimensions = ()
    offset: int = 0
    doubts: Doubts = ()


@dataclass(slots=True)
class RowNames:
    """Names rows from top to bottom of one region: a label may lean on the rows above it."""

    kind: TableKind
    grammar: Grammar
    inherited: RowName = field(default_factory=RowName)
    above: list[str] = field(default_factory=list)
    context: Dimensions = ()

    def name(self, key: str) -> RowName:
        """What a folded label (prefixes and unit notes taken off) names."""
        for form in forms_of(key):
            for rule in (rule for rule in self.kind.row_rules if not rule.own):
                match = rule.pattern.fullmatch(form)
                if match and rule.context:
                    self.context = rule.dimensions
                    return RowName()
                if match and rule.after and self._after(rule) == "":
                    return RowName()
                if match and (named := self._by_rule(rule, match)):
                    return named
            if found := self.grammar.labels.find(form, self.kind.rows):
                return self._named(found)
        found = self.grammar.labels.find_cut(key, self.kind.rows) if self.kind.order else None
        return self._named(found, _CUT) if found else RowName()

    def _named(self, found: str, doubts: Doubts = ()) -> RowName:
        self.inherited = RowName(found)
        self.above.append(found)
        return RowName(found, doubts=doubts)

    def own(self, key: str) -> RowName:
        """What a row of the filer's own names, which ``name`` does not know."""
        rules = (rule for rule in self.kind.row_rules if rule.own)
        found = ((rule, match) for rule in rules if (match := rule.pattern.fullmatch(key)))
        return next((named for rule, match in found if (named := self._by_rule(rule, match))), RowName())

    def _by_rule(self, rule: RowRule, match: re.Match[str]) -> RowName | None:
        subject = self._subject(rule, match)
        if not subject:
            return None
        dimensions = dict(self.inherited.dimensions) if rule.inherit else dict(self.context)
        dimensions.update(rule.dimensions)
        settled = tuple(sorted(dimensions.items()))
        own = match.groupdict().get("own")
        if rule.typed and own:
            return RowName(subject, tuple(sorted((*settled, (rule.typed, own)))), rule.offset)
        named = RowName(subject, settled, rule.offset)
        self.inherited = named
        self.above.append(subject)
        return named

    def _subject(self, rule: RowRule, match: re.Match[str]) -> str:
        if rule.concept:
            return rule.concept
        if rule.after:
            return self._after(rule) or ""
        item = match.groupdict().get("item")
        return self.inherited.subject if item is None else self.kind.items.get(item, "")

    def _after(self, rule: RowRule) -> str | None:
        """What a rule names below the nearest row above that it speaks of ("": nothing); None: it speaks of
        none of them."""
        return next((rule.after[name] for name in reversed(self.above) if name in rule.after), None)
