"""The schemas that an Inline report meets: that of Inline XBRL compiled once instead of for every report,
and none that Arelle loads for instances only.

Arelle compiles the former anew each time it loads an Inline report, which takes longer than anything else
it does with a small one, and offers no switch. Inside ``in_use`` a report that the compiled schema
finds valid is done, since Arelle would say nothing of it; any other is left to Arelle's own check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from arelle import ModelDocument, XmlValidate
from lxml import etree


class InlineSchemas:
    """The compiled schemas by address, in one room."""

    def __init__(self, controller: Any) -> None:
        self._controller = controller
        self._compiled: dict[str, etree.XMLSchema] = {}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Arelle looks here first inside the with statement."""
        own_check = XmlValidate.lxmlSchemaValidate

        def check(document: Any, schema: str | None = None) -> None:
            if schema is None or not self._is_valid(document, schema):
                own_check(document, schema)

        XmlValidate.lxmlSchemaValidate = check
        try:
            yield
        finally:
            XmlValidate.lxmlSchemaValidate = own_check

    def _is_valid(self, document: Any, schema: str) -> bool:
        root = document.xmlRootElement
        if root.qname.namespaceURI in document.modelXbrl.namespaceDocs:
            return False  # the taxonomy has a schema for it, which Arelle prefers
        try:
            if schema not in self._compiled:
                parser = XmlValidate.lxmlResolvingParser(self._controller)
                self._compiled[schema] = etree.XMLSchema(etree.parse(schema, parser=parser))
            return bool(self._compiled[schema].validate(root.getroottree()))
        except (etree.LxmlError, OSError, LookupError):
            return False


@contextmanager
def withheld(names: Collection[Any]) -> Iterator[None]:
    """Inside the with statement an Inline report is loaded into its taxonomy's model without the
    declarations ``names``: those of dimensions, which Arelle loads for instances only."""
    own = ModelDocument.ModelDocument.inlineXbrlDiscover

    def discover(document: Any, root: Any) -> None:
        for name in names:
            document.modelXbrl.qnameConcepts.pop(name, None)
        own(document, root)

    ModelDocument.ModelDocument.inlineXbrlDiscover = discover
    try:
        yield
    finally:
        ModelDocument.ModelDocument.inlineXbrlDiscover = own
