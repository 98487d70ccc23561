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
    titles: Counter[tuple[str, str]] = Counter()
    for section in sections:
        rule = mapper.grammar.section(section.id)
        if rule is None or not rule.text_block or not _has_content(document, section):
            continue
        pairs = _around(sections, section, mapper)
        if rule.title_axis:
            titles[rule.text_block, section.name] += 1
            pairs[rule.title_axis] = _numbered(section.name, titles[rule.text_block, section.name])
        dimensions = dimensions_of(mapper.taxonomy, pairs)
        fact = _fact(document, section, rule, dimensions, mapper)
        blocks.setdefault(fact.id, fact)
    return list(blocks.values())


def _around(sections: Sequence[Section], section: Section, mapper: Mapper) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for outer in sections:
        if outer.level < section.level and outer.start <= section.start < outer.end:
            rule = mapper.grammar.section(outer.id)
            pairs.update(rule.dimensions if rule else ())
    return pairs


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
    return any(
        isinstance(block, Table)
        or (isinstance(block, Paragraph) and fold(block.text) and not only_boxes(block.text))
        for block in document.blocks[section.start + 1 : section.end]
    )
