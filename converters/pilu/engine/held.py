"""A taxonomy held in memory: loaded and validated once, reports attached to it one by one.

Arelle resolves a report's schemaRef from the documents a model already has, so a report can be
loaded into the model of its own taxonomy, validated, and taken out again. What a fresh process
would say is then what was said of the taxonomy alone plus what is said of the report; that sum is
checked on an empty report when the taxonomy is first loaded, and wherever it may not hold the attempt is
given up (``LeavingError``) and somebody else validates the file. What was said of the taxonomy is kept
(``digests``): a later process loads the same taxonomy without validating it again.
"""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from arelle import ModelDocument, ModelXbrl, Validate
from arelle.ModelDocumentType import ModelDocumentType
from arelle.ValidateXbrl import ValidateXbrl
from arelle.ValidateXbrlDTS import ValidateBaseTaxonomiesMode

from pilu.engine import digests
from pilu.engine.entries import open_entry
from pilu.engine.inline_schema import InlineSchemas, withheld
from pilu.engine.leaving import (
    CHANGED,
    CYCLES,
    FAULTY_RULES,
    HIDDEN,
    NOT_CLEAN,
    NOT_LOADED,
    UNSTEADY,
    LeavingError,
    stopped,
)
from pilu.engine.lines import Lines
from pilu.engine.listening import messages_of, places
from pilu.engine.message import EngineMessage, EngineRun, in_order
from pilu.engine.recall import (
    formula_links_checked,
    loading_remembered,
    names_remembered,
    remember,
)
from pilu.engine.room import ENGINE, Room
from pilu.engine.rule_errors import rule_errors
from pilu.engine.snapshot import Snapshot

_REPORTS = (ModelDocumentType.INSTANCE, ModelDocumentType.INLINEXBRL)
_DIMENSIONS = ("http://www.xbrl.org/2006/xbrldi-2006.xsd", "http://xbrl.org/2006/xbrldi")
_CYCLES = frozenset({"xbrl.5.1.4.3:cycles", "xbrlgene:violatedCyclesConstraint"})
_NOTE = "{http://www.w3.org/2001/XMLSchema}annotation"
_OF_LOADING = frozenset({"locale", "fileSource", "closeFileSource"})
_EMPTY = (
    '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance"'
    ' xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">{}'
    "</xbrli:xbrl>"
)


class InstanceValidator(ValidateXbrl):  # type: ignore[misc]
    """Arelle's validator, without repeating the checks of extended links that were checked: of those
    of the documents ``prechecked``, but for arcs of the arcroles that the report has ``touched``."""

    prechecked: frozenset[Any] = frozenset()
    touched: frozenset[str] = frozenset()

    def checkLinks(self, modelLinks: set[Any]) -> None:
        """Only links of documents that are not in ``prechecked``."""
        super().checkLinks({link for link in modelLinks if link.modelDocument not in self.prechecked})

    def fwdCycle(self, relsSet: Any, *rest: Any, **options: Any) -> Any:
        """Only cycles that the report may have closed; a taxonomy with cycles is not held."""
        return super().fwdCycle(relsSet, *rest, **options) if relsSet.arcrole in self.touched else None


class Held:
    """One taxonomy in a room, ready for reports that name exactly the given schemas."""

    def __init__(self, room: Room, schemas: tuple[str, ...], number: int) -> None:
        """Load and validate; raises LeavingError where reports cannot be attached to it."""
        self._room = room
        self._inline = InlineSchemas(room.controller)
        path = room.folder / f"empty-{number}.xbrl"
        references = (f'<link:schemaRef xlink:type="simple" xlink:href={quoteattr(url)}/>' for url in schemas)
        path.write_text(_EMPTY.format("".join(references)), encoding="utf-8")
        key = digests.key_of(room.packages, schemas, room.options)
        silent = digests.came_silent(room.packages, schemas, room.options)
        known = () if silent else digests.find(key)
        with loading_remembered(), rule_errors() as wrong:
            said = self._loaded(path, validate=known is None)
        if wrong:
            raise LeavingError(FAULTY_RULES)
        self._of_taxonomy = self._said_once(path, said) if known is None else list(known)
        if known is None:
            digests.keep(key, self._of_taxonomy)

    def _loaded(self, path: Path, *, validate: bool) -> list[EngineMessage]:
        """What Arelle says of the empty report and the taxonomy that it loads; of the report alone where
        the taxonomy need not be validated. Assertions are compiled on the way."""
        options = self._room.runtime_options(path)
        options.validate = validate
        self._room.controller.run(options)
        self._model = self._room.controller.modelManager.modelXbrl
        if self._model is None or self._model.modelDocument is None:
            raise LeavingError(NOT_LOADED)
        self._lines = Lines(self._model)
        if not validate:
            self._documents = frozenset(self._model.urlDocs.values())
            self._examine(frozenset())
        said = self._heard(path)
        if any(message.code in _CYCLES for message in said):
            raise LeavingError(CYCLES)  # for which Arelle leaves out its assertions
        if any(True for concept in self._model.qnameConcepts.values() for _ in concept.iterancestors(_NOTE)):
            raise LeavingError(HIDDEN)  # Arelle finds them only once it has looked at the report's facts
        self._prepare()
        return said

    def _said_once(self, path: Path, said: list[EngineMessage]) -> list[EngineMessage]:
        """Of what was said, that which is not said again with each report."""
        again = self._checked(path)
        alone = Counter(message.key for message in said)
        rules = self._room.filing_rules
        named = any(path.name in message.text for message in said)  # as that of an archive a file is not in
        if named or (not rules and any(ref.file == path.name for item in said for ref in item.refs)):
            raise LeavingError(NOT_CLEAN)  # filing rules miss something in any empty report, both times
        repeated = Counter(message.key for message in again)
        if repeated - alone:
            raise LeavingError(UNSTEADY)
        return _without(said, repeated)

    def validate(self, entry: Path) -> EngineRun:
        """The run a fresh process would give; raises LeavingError where that is not certain."""
        messages = self._checked(entry)
        for message in messages:
            if message.code.startswith("exception:"):
                raise LeavingError(stopped(message.code.removeprefix("exception:")))
        ordered = in_order([*self._of_taxonomy, *messages])
        return EngineRun(ordered, finished=True, facts=self._facts, engine=ENGINE, path="warm")

    def close(self) -> None:
        """Close the model."""
        self._room.controller.modelManager.close(self._model)

    def _prepare(self) -> None:
        """Take the empty report out, and remember what remains."""
        model = self._model
        entry = model.modelDocument
        declared = frozenset(model.qnameConcepts)
        ModelDocument.loadSchemalocatedSchema(model, entry.xmlRootElement, *_DIMENSIONS, entry.uri)
        self._of_instances = model.qnameConcepts.keys() - declared
        self._documents = frozenset(document for document in model.urlDocs.values() if document is not entry)
        self._references = frozenset(entry.referencesDocument) - {entry}
        self._unloadable = dict(model.urlUnloadableDocs)
        self._facts = 0
        for document in self._documents:
            document.hrefObjects = []  # resolved and checked; they are a fifth of the time
        known = vars(ModelXbrl.ModelXbrl(model.modelManager)).keys() | _OF_LOADING
        for name in vars(model).keys() - known:
            delattr(model, name)  # indexes of the empty report's facts: with them no formula sees any
        del model.urlDocs[entry.uri]
        model.modelDocument = None
        _close(entry)
        model.errorManager.clear()
        model.hasFormulae = model.hasFormulae and self._room.options.formula
        remember(model)
        self._before = Snapshot(model)

    def _checked(self, entry: Path) -> list[EngineMessage]:
        """Attach, validate, listen, detach; LeavingError where the report changes more than itself."""
        try:
            source = open_entry(self._room.controller, entry)
        except LeavingError:
            self._room.listener.take()
            raise
        collecting = gc.isenabled()
        gc.disable()  # closing a report unties its cycles; the taxonomy need not be searched each time
        try:
            with self._inline.in_use(), withheld(self._of_instances), names_remembered():
                self._attach(source)
            if not self._is_same_taxonomy():
                raise LeavingError(CHANGED)
            touched = self._forget_relationships()
            self._facts = len(self._model.factsInInstance)
            self._examine(touched)
            return self._heard(entry)
        finally:
            self._detach()
            if collecting:
                gc.enable()

    def _examine(self, touched: frozenset[str]) -> None:
        """Validate the report in the model, its taxonomy not again, but for arcroles it has touched."""
        manager = self._room.controller.modelManager
        manager.baseTaxonomyValidationMode = ValidateBaseTaxonomiesMode.NONE
        validation = Validate.Validate(self._model)
        validation.instValidator = validation.formulaValidator = InstanceValidator(self._model)
        validation.instValidator.prechecked = self._documents
        validation.instValidator.touched = touched
        with self._lines.in_use(), names_remembered(), formula_links_checked(touched):
            validation.validate()

    def _attach(self, source: Any) -> None:
        model = self._model
        model.fileSource = source
        model.modelDocument = ModelDocument.load(model, source.url, None, isEntry=True)
        vars(model).pop("entryLoadingUrl", None)
        ModelXbrl.loadSchemalocatedSchemas(model)

    def _is_same_taxonomy(self) -> bool:
        """Whether the report brought nothing but itself: no schema, no linkbase, no arcs of others."""
        model = self._model
        document = model.modelDocument
        if document is None or document.type not in _REPORTS:
            return False
        if set(model.urlDocs.values()) - self._documents != {document}:
            return False
        if model.urlUnloadableDocs != self._unloadable:
            return False
        if frozenset(document.referencesDocument) - {document} != self._references:
            return False
        own = all(link.modelDocument is document for links in self._grown().values() for link in links)
        return own and not self._before.shrunk(model)

    def _grown(self) -> dict[Any, list[Any]]:
        return self._before.grown(self._model)

    def _forget_relationships(self) -> frozenset[str]:
        """Drop what was worked out of base sets to which the report (its footnotes) adds links; the
        arcroles of those."""
        arcroles = frozenset(key[0] for key in self._grown())
        sets = self._model.relationshipSets
        for key in [key for key in sets if arcroles & set(key[0] if isinstance(key[0], tuple) else key[:1])]:
            del sets[key]
        return arcroles

    def _detach(self) -> None:
        model = self._model
        self._forget_relationships()
        for document in set(model.urlDocs.values()) - self._documents:
            _close(document)
        model.fileSource.close()
        self._before.restore(model)
        model.errorManager.clear()
        model.errorManager._logRefFileRelUris.clear()
        self._room.listener.take()

    def _heard(self, entry: Path) -> list[EngineMessage]:
        packages = [package.path.parent for package in self._room.packages]
        where = places(entry, [self._room.folder, *packages])
        return list(messages_of(self._room.listener.take(), [self._model], where))


def _close(document: Any) -> None:
    """Close one document of a model and none that it refers to."""
    document.referencesDocument.clear()
    document.close(urlDocs={})


def _without(messages: list[EngineMessage], repeated: Counter[Any]) -> list[EngineMessage]:
    left = Counter(repeated)
    kept = []
    for message in messages:
        if left[message.key]:
            left[message.key] -= 1
        else:
            kept.append(message)
    return kept
