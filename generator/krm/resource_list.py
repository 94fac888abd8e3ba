"""A ResourceList: what an orchestrator such as kustomize gives a function, and takes back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.manifest.objects import Object, kind_of_object, objects_in
from generator.problems import Problem, ProblemsError, quoted
from generator.yamlio import emit, goread
from generator.yamlio.read import decode_text
from generator.yamlio.spans import spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog.values import Value
    from generator.yamlio.spans import Span

_API_VERSION: Final = "config.kubernetes.io/v1"
_KIND: Final = "ResourceList"
_EXPECTED: Final = f"a {_KIND} of {_API_VERSION}"
_HINT: Final = "kustomize, or another orchestrator of KRM functions, calls this command with one"
_MARKER: Final = re.compile(r"^(?:---|\.\.\.)(?=\s|\Z)", re.MULTILINE)
"""What starts or ends a document: at the start of a line, YAML lets it mean nothing else."""


@dataclass(frozen=True, slots=True)
class ResourceList:
    """A list as it was read.

    `items` and `results` are what stands in it already, as Go reads it. `config` is the text of the
    function's config at the lines and columns where it stands, with nothing around it; empty where
    there is none.
    """

    text: str
    items: list[Value]
    results: list[Value]
    config: str

    def objects(self, file: str) -> list[Object]:
        """The items as objects of a manifest in a file."""
        found = objects_in({"apiVersion": "v1", "kind": "List", "items": self.items})
        bodies = (body for _, body in found if isinstance(body, dict))
        return [Object(file, kind_of_object(body), body) for body in bodies]


def read_resource_list(data: bytes, file: str) -> ResourceList:
    """The list that an orchestrator has written; raises `ProblemsError`."""
    text = decode_text(data, file)
    documents = goread.read_all(text.encode(), file)
    if len(documents) != 1 or not isinstance(body := documents[0], dict):
        found = "found no mapping" if len(documents) == 1 else f"found {len(documents)} documents"
        raise ProblemsError([Problem(file, 0, 0, found, expected=_EXPECTED, hint=_HINT)])
    problems: list[Problem] = []
    stated = body.get("kind"), body.get("apiVersion")
    if stated != (_KIND, _API_VERSION):
        found = "found {} of {}".format(*(quoted(str(each or "")) for each in stated))
        problems.append(Problem(file, 0, 0, found, expected=_EXPECTED, hint=_HINT))

    def list_at(key: str) -> list[Value]:
        value = body.get(key)
        if isinstance(value, list):
            return value
        if value is not None:
            problems.append(Problem(file, 0, 0, f"{key} is not a list", expected=_EXPECTED))
        return []

    items, results = list_at("items"), list_at("results")
    if problems:
        raise ProblemsError(problems)
    has_config = body.get("functionConfig") is not None
    return ResourceList(text, items, results, _config(text) if has_config else "")


def _config(text: str) -> str:
    config = spans(text).get("functionConfig")
    if config is None:
        return ""
    before = "\n" * (config.line - 1) + " " * (config.column - 1)
    return before + text[config.start : config.end + config.breaks]


def written(found: ResourceList, documents: Iterable[str], results: list[Value]) -> str:
    """The list with the objects of documents behind its items, and with results behind its own.

    In block style, what stands in it stays as it is to the character.
    """
    root = spans(found.text)
    index = root.index("items")
    if index is None or not _can_grow(root, root.items[index]):
        return _rewritten(found, documents, results)
    following = root.keys[index + 1 : index + 2]
    at = following[0].start if following else _end(found.text, root)
    objects = _as_items(documents, " " * (root.items[index].column - 1))
    stated = f"results: {emit.flow(results)}\n" if results else ""
    before, after = found.text[:at], found.text[at : _end(found.text, root)]
    return f"{_ended(before)}{objects}{_ended(after)}{stated}"


def _can_grow(root: Span, items: Span) -> bool:
    """Whether lines can be added to the list as it is written."""
    in_blocks = root.column == 1 and not root.flow and bool(items.items) and not items.flow
    return in_blocks and root.get("results") is None


def _end(text: str, root: Span) -> int:
    marker = _MARKER.search(text, root.end)
    return marker.start() if marker else len(text)


def _ended(text: str) -> str:
    return f"{text}\n" if text and not text.endswith("\n") else text


def _rewritten(found: ResourceList, documents: Iterable[str], results: list[Value]) -> str:
    texts = dict.fromkeys(_objects(documents))
    new = [item for text in texts for item in goread.read_all(text.encode(), "")]
    body: dict[str, Value] = {"apiVersion": _API_VERSION, "kind": _KIND}
    body["items"] = [*found.items, *new]
    if every := [*found.results, *results]:
        body["results"] = every
    return emit.document(body)


def _as_items(documents: Iterable[str], pad: str) -> str:
    """The objects in documents as items of a list, each once.

    They are moved to the right, which changes no YAML.
    """
    return "".join(
        f"{pad}-\n"
        + "".join(f"{pad}  {line}\n" if line else "\n" for line in text[:-1].split("\n"))
        for text in dict.fromkeys(_objects(documents))
    )


def _objects(documents: Iterable[str]) -> Iterator[str]:
    """The text of each object; where there are only comments, there is none."""
    for stream in documents:
        for text in _MARKER.split(stream):
            lines = (line.strip() for line in text.split("\n"))
            if any(line and not line.startswith("#") for line in lines):
                yield _ended(text.lstrip("\n"))
