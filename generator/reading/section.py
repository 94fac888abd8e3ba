"""Reading one mapping of a catalog key by key, every mistake noted and none of them final."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.credentials.policy import is_below_private, is_key_name
from generator.problems import Finding, Near, quoted
from generator.yamlio.read import Plain, is_null

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from generator.catalog.values import Value
    from generator.problems import Hint, Path
    from generator.reading.text_formats import Format
    from generator.yamlio.read import Node

    TextCheck = Callable[[str], str]


def kind_of(node: Node) -> str:
    """What a node is, in words, without its content: it may be a credential."""
    if is_null(node):
        return "nothing"
    if isinstance(node, dict):
        return "a mapping"
    return "a list" if isinstance(node, list) else "a string"


def _missing_space(node: Node) -> str:
    is_pair = isinstance(node, Plain) and re.match(r"[\w.-]+:\S", node)
    return "a colon needs a space after it" if is_pair else ""


_FEW = 6
"""Keys that a message can name without hiding what it says."""


def _mapping_of(keys: Collection[str]) -> str:
    return f"a mapping of {', '.join(keys)}" if 0 < len(keys) <= _FEW else "a mapping"


def _anything(_text: str) -> str:
    return ""


class Section:
    """A mapping with known keys; reading a key twice is fine, an unknown key is a finding."""

    def __init__(
        self, node: Node, path: Path, keys: Collection[str], findings: list[Finding]
    ) -> None:
        self.path = path
        self.findings = findings
        if not isinstance(node, dict):
            if not is_null(node):
                found, hint = f"found {kind_of(node)}", _missing_space(node)
                self.wrong((), found, _mapping_of(keys), hint, is_unread=True)
            node = {}
        self.node = node
        for key in node:
            if key not in keys:
                self._unknown(key, keys)

    def _unknown(self, key: str, keys: Collection[str]) -> None:
        expected = "one of " + ", ".join(keys) if keys else "no key, `{}`"
        hint = Near(key, keys)
        self.wrong((key,), f"unknown key {self.shown(key)}", expected, hint, of_key=True)

    def wrong(
        self,
        below: Path,
        message: str,
        expected: str = "",
        hint: Hint = "",
        *,
        of_key: bool = False,
        is_unread: bool = False,
        relies_on: tuple[Path, ...] = (),
    ) -> None:
        """Add a finding about the value at a path below this section, or about its key.

        See `Finding` for what the last two say; the paths of `relies_on` are those of the catalog.
        """
        self.findings.append(
            Finding(
                (*self.path, *below),
                message,
                expected,
                hint,
                of_key=of_key,
                is_unread=is_unread,
                relies_on=relies_on,
            )
        )

    def latest_findings(self) -> Iterator[Finding]:
        """What was found last, as far as it is about this section; others may have thousands."""
        for finding in reversed(self.findings):
            if finding.path[: len(self.path)] != self.path:
                return
            yield finding

    def shown(self, text: str) -> str:
        """The user's text for a message; `"…"` where it could be a credential."""
        hidden = is_below_private(self.path) and not is_key_name(text)
        return '"…"' if hidden else quoted(text)

    def has(self, key: str) -> bool:
        """Whether the key has a value; null counts as none."""
        return not is_null(self.node.get(key))

    def text(self, key: str, form: Format | None = None) -> str | None:
        """The text at a key, exactly as written; None where absent or refused."""
        node = self.node.get(key)
        if node is None or is_null(node):
            return None
        return self.check_text(node, (key,), form)

    def check_text(
        self, node: Node, below: Path, form: Format | None, *, of_key: bool = False
    ) -> str | None:
        """The text of a node or key, if it is text of this format."""
        if not isinstance(node, str) or node == "":
            found = "an empty string" if node == "" else kind_of(node)
            self.wrong(below, f"found {found}", _expected(form), of_key=of_key)
            return None
        if form is not None and not form.pattern.fullmatch(node):
            self.wrong(below, *form.refusal(node, self.shown(node)), of_key=of_key)
            return None
        return str(node)

    def boolean(self, key: str, *, default: bool) -> bool:
        """The boolean at a key: `true` or `false`, without quotes."""
        node = self.node.get(key)
        if node is None or is_null(node):
            return default
        if type(node) is Plain and node.lower() in {"true", "false"}:
            return node.lower() == "true"
        found = self.shown(node) if isinstance(node, str) else kind_of(node)
        self.wrong((key,), f"found {found}", "true or false")
        return default

    def required_text(self, key: str, form: Format | None = None) -> str:
        """The text at a key, which must be there; empty where it is absent or refused."""
        if not self.has(key):
            self.wrong((), f"{key} is missing", _expected(form))
        return self.text(key, form) or ""

    def section(self, key: str, keys: Collection[str]) -> Section:
        """The mapping at a key; an empty one where it is absent."""
        return self.below((key,), self.node.get(key, Plain()), keys)

    def sections(self, key: str, keys: Collection[str]) -> list[Section]:
        """The mappings of the list at a key; none where it is absent or refused."""
        node = self.node.get(key)
        if node is None or is_null(node):
            return []
        if not isinstance(node, list):
            self.wrong((key,), f"found {kind_of(node)}", "a list", is_unread=True)
            return []
        for index, item in enumerate(node):
            if is_null(item):
                self.wrong((key, index), "found nothing", "a mapping", is_unread=True)
        return [self.below((key, index), item, keys) for index, item in enumerate(node)]

    def below(self, path: Path, node: Node, keys: Collection[str]) -> Section:
        """A node at a path below this section, read as a section of its own."""
        return Section(node, (*self.path, *path), keys, self.findings)

    def texts(self, key: str, form: Format | None = None) -> tuple[str, ...]:
        """The list of texts at a key, without refused ones and duplicates, which are noted."""
        node = self.node.get(key)
        if node is None or is_null(node):
            return ()
        if not isinstance(node, list):
            self.wrong((key,), f"found {kind_of(node)}", "a list", is_unread=True)
            return ()
        found: dict[str, None] = {}
        for index, item in enumerate(node):
            if is_null(item):
                self.wrong((key, index), "found nothing", _expected(form))
                continue
            text = self.check_text(item, (key, index), form)
            if text is not None and text in found:
                self.wrong((key, index), f"{self.shown(text)} is listed twice")
            elif text is not None:
                found[text] = None
        return tuple(found)

    def text_map(
        self, key: str, *, of_key: TextCheck = _anything, of_value: TextCheck = _anything
    ) -> dict[str, str]:
        """The map of texts at a key; each check says what is wrong with a text, or nothing."""
        node = self.node.get(key)
        if node is None or is_null(node):
            return {}
        if not isinstance(node, dict):
            self.wrong((key,), f"found {kind_of(node)}", "a mapping", is_unread=True)
            return {}
        texts: dict[str, str] = {}
        for name, item in node.items():
            if problem := of_key(name):
                self.wrong((key, name), problem, of_key=True)
            elif is_null(item):
                # As in a file over a base, it takes away what is not there.
                continue
            elif not isinstance(item, str):
                self.wrong((key, name), f"found {kind_of(item)}", "a string")
            elif problem := of_value(item):
                self.wrong((key, name), problem)
            else:
                texts[str(name)] = str(item)
        return texts

    def values(self, key: str) -> dict[str, Value]:
        """The typed YAML mapping at a key; empty where it is absent or refused."""
        value = self._typed(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong((key,), f"found {kind_of(self.node[key])}", "a mapping", is_unread=True)
        return {}

    def _typed(self, key: str) -> Value:
        if not self.has(key):
            return None
        from generator.reading.typed_values import typed

        return typed(self.node[key], (*self.path, key), self.findings)


def _expected(form: Format | None) -> str:
    return form.expected if form is not None else "a string"
