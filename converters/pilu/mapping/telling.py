"""What mapping says of the facts it made: doubts, contradictions, failed checks, tables turned down.

Facts are named by their labels and places; the fields of a diagnostic hold the names for programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pilu.codes import diagnose
from pilu.mapping.checks import Test
from pilu.mapping.duplicates import Repeat, is_sentence
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Document
from pilu.model.evidence import in_words
from pilu.model.extraction import TableFound
from pilu.model.report import Fact
from pilu.model.taxonomy import Taxonomy
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Check
from pilu.taxonomies.wording import concept_words, fact_words
from pilu.values.places import place

_DOUBTFUL = 0.75
_LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Teller:
    """Who says it: of which document, in the words of which taxonomy, with which cross-checks."""

    document: Document
    taxonomy: Taxonomy
    checks: tuple[Check, ...]

    def no_entity(self, identifier: str) -> Diagnostic:
        """No stock code was read."""
        return diagnose("map.no-entity", source=self.document.source.name, identifier=identifier)

    def no_figures(self) -> Diagnostic:
        """Of all figures that the form requires none was found."""
        return diagnose("map.no-figures", source=self.document.source.name)

    def other_formats(self, tables: Iterable[TableFound]) -> Iterator[Diagnostic]:
        """Statements of another format than most of the report's."""
        for table in tables:
            yield diagnose("map.other-format", source=self.document.source.name, span=table.span)

    def doubts(self, facts: Iterable[Fact]) -> Iterator[Diagnostic]:
        """The facts that are less sure than a reader would take for granted, and why."""
        for fact in facts:
            known = fact.provenance
            if known.confidence < _DOUBTFUL:
                why = known.evidence or (evidence("reader-unsure"),)
                raw = known.raw.strip()
                yield diagnose(
                    "map.doubtful",
                    source=self.document.source.name,
                    span=known.span,
                    raw=raw or "(blank)",
                    raw_zh=raw or "（空白）",
                    why=in_words(why, "en"),
                    why_zh=in_words(why, "zh"),
                    evidence="; ".join(item.code for item in why),
                    confidence=f"{known.confidence:.2f}",
                    **self._named(fact),
                )

    def contradictions(self, repeats: Iterable[Repeat]) -> Iterator[Diagnostic]:
        """Prints of one fact that do not agree, with the print they were held against."""
        for repeat in repeats:
            if not repeat.consistent:
                code = "map.sentence-differs" if is_sentence(repeat.fact) else "map.inconsistent"
                yield self._against(code, repeat.fact, repeat.against, fact=repeat.kept)

    def not_tied(self, pairs: Iterable[tuple[Fact, Fact]]) -> Iterator[Diagnostic]:
        """Tables of which a total is another figure than the one that stands for it."""
        for total, stated in pairs:
            yield self._against("map.table-not-tied", total, stated)

    def failures(self, failed: Iterable[Test]) -> Iterator[Diagnostic]:
        """Checks that do not hold, their facts with places."""
        titles = self._titles()
        for test in failed:
            fault = test.repair or evidence("fault-none")
            yield diagnose(
                "map.check-failed",
                source=self.document.source.name,
                span=test.facts[0].provenance.span,
                check=test.check,
                title=titles[test.check]["en"],
                title_zh=titles[test.check]["zh"],
                difference=f"{test.difference:f}",
                by=f"{test.difference:,f}",
                fault=fault.code,
                repair=fault.text,
                repair_zh=fault.text_zh,
                facts=self._printed(test.facts, "en"),
                facts_zh=self._printed(test.facts, "zh"),
                concepts="; ".join(fact.concept.local for fact in test.facts),
            )

    def _titles(self) -> dict[str, dict[str, str]]:
        """What each cross-check demands; of a sum, its total."""
        sums = (summed for role in self.taxonomy.roles.values() for summed in role.sums)
        titles = {summed.check: self._labels(summed.total.local) for summed in sums}
        return {**titles, **{check.id: {"en": check.en, "zh": check.zh} for check in self.checks}}

    def _labels(self, concept: str) -> dict[str, str]:
        return {language: concept_words(concept, self.taxonomy, language) for language in _LANGUAGES}

    def _against(self, code: str, printed: Fact, stated: Fact, **more: str) -> Diagnostic:
        """A print and the other one that it is held against."""
        return diagnose(
            code,
            source=self.document.source.name,
            span=printed.provenance.span,
            raw=printed.provenance.raw.strip(),
            stated=stated.provenance.raw.strip(),
            where=place(stated.provenance.span, "en"),
            where_zh=place(stated.provenance.span, "zh"),
            **self._named(printed),
            **more,
        )

    def _named(self, fact: Fact) -> dict[str, str]:
        english, chinese = (fact_words(fact, self.taxonomy, language) for language in _LANGUAGES)
        return {"concept": fact.concept.local, "label": english, "label_zh": chinese}

    def _printed(self, facts: Iterable[Fact], language: str) -> str:
        said = (
            f"{fact_words(fact, self.taxonomy, language)} {fact.provenance.raw.strip()}"
            f" ({place(fact.provenance.span, language)})"
            for fact in facts
        )
        return ("；" if language == "zh" else "; ").join(said)
