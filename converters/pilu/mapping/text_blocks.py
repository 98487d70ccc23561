"""The text of each section as a fact: four levels of them, each inside the one above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pilu.mapping.facts import Mapper, dimensions_of, fact_id
from pilu.mapping.periods import period_of
from pilu.model.document import Document, Paragraph, Place, Table
from pilu.model.extraction import Section
from pilu.model.report import Dimension, Fact, Provenance, TextBlock
from pilu.taxonomies.grammar import SectionRule
from pilu.values.text import fold
from pilu.values.ticks import only_boxes


def text_blocks(document: Document, sections: Sequence[Section], mapper: Mapper) -> list[Fact]:
    """A text block per section that has a concept and content, with the dimensions of the sections
    around it."""
    blocks: dict[str, Fact] = {}
    titles: Counter[tuple[object, ...]] = Counter()
    for section in sections:
        around = _around(sections, section, mapper)
        rule = _rule(section, around, mapper)
        if rule is None or not _has_content(document, section):
            continue
        pairs = {axis: member for outer in around for axis, member in outer.dimensions}
        if rule.title_axis:
            key = (rule.text_block, section.name, *sorted(pairs.items()))
            titles[key] += 1
            pairs[rule.title_axis] = _numbered(section.name, titles[key])
        dimensions = dimensions_of(mapper.taxonomy, pairs)
        fact = _fact(document, section, rule, dimensions, mapper)
        blocks.setdefault(fact.id, fact)
    return list(blocks.values())


def _around(sections: Sequence[Section], section: Section, mapper: Mapper) -> list[SectionRule]:
    """The rules of the sections around one, outermost first."""
    outer = [s for s in sections if s.level < section.level and s.start <= section.start < s.end]
    rules = (mapper.grammar.section(one.id) for one in outer)
    return [rule for rule in rules if rule is not None]


def _rule(section: Section, around: Sequence[SectionRule], mapper: Mapper) -> SectionRule | None:
    """The rule that names a section's text block: its own, or that of the sections no rule knows."""
    own = mapper.grammar.section(section.id)
    if own is not None and own.text_block:
        return own
    chapter = around[-1].id if around else ""
    for rule in mapper.grammar.sections:
        if rule.title_axis and rule.level == section.level and chapter in rule.within:
            return rule
    return None


def _numbered(title: str, time: int) -> str:
    """A printed title; from its second time in a report on, with a number behind it."""
    return title if time == 1 else f"{title} ({time})"


def _fact(
    document: Document,
    section: Section,
    rule: SectionRule,
    dimensions: tuple[Dimension, ...],
    mapper: Mapper,
) -> Fact:
    concept = mapper.taxonomy.concepts[rule.text_block]
    period = period_of(concept, mapper.form.fiscal_year, None)
    return Fact(
        id=fact_id(concept.name, period, dimensions, None),
        concept=concept.name,
        entity=mapper.entity,
        period=period,
        unit=None,
        dimensions=dimensions,
        value=TextBlock(section.start + 1, section.end),
        decimals=None,
        language=mapper.language,
        provenance=Provenance(
            place=Place(section.start, None, section.title_start, section.title_end),
            span=document.blocks[section.start].spans[0],
            raw=section.title,
            rule=f"section:{section.id}",
            row_label=section.title,
        ),
    )


def _has_content(document: Document, section: Section) -> bool:
    """Whether there is more than a tick box; of a part of the report, which nothing else holds, whether
    there is anything."""
    return any(
        isinstance(block, Table)
        or (
            isinstance(block, Paragraph)
            and fold(block.text)
            and (section.level == 1 or not only_boxes(block.text))
        )
        for block in document.blocks[section.start + 1 : section.end]
    )
