"""What a key of a catalog means, and what may stand there: `explain` without a catalog.

Made of the JSON Schema, which is made of the one list of keys and of decoding's formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.decode.paths import known_keys
from generator.decode.project import PROJECT_KEYS
from generator.explain import forms
from generator.explain.places import REGION, Place, named
from generator.record import Record
from generator.schema.catalog import schema
from generator.schema.kinds import section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.problems import Path
    from generator.schema.kinds import Kind

_DEFAULT: Final = "Default: "
_PROJECT: Final = "Not of a catalog: the keys of a project file, `alicloud-generator.yaml`."


class Key(Record):
    """What stands at a path: `form` says it in a few words.

    `path` is the user's, with `[]` for an item of a list; `default` is what is meant where nothing
    stands, empty where there is none. `keys`, with what they mean, are those of a mapping at
    `place`: the path, or that of each of its items.
    """

    path: str
    form: str
    meaning: str
    default: str
    place: str
    keys: Mapping[str, str]


def default_in_reference(path: Path) -> str:
    """The default that the reference states of a key in a catalog; empty where it states none."""
    return _split(known_keys(path[:-1]).get(str(path[-1]), ""))[1]


def explain_key(path: Path, rules: Mapping[str, str]) -> Key:
    """The key at a path of a catalog, in which names stand for any; below `project`, of a project.

    What is above it may be left out where that leaves one key. `rules` maps the ID of each
    rule to its first sentence and its default. Raises ValueError, with what to say, where there is
    no such key.
    """
    top = Place("", [_documentation(rules)], "")
    place = named(top, path) if path else top
    meaning, default = _split(place.meaning)
    below = _listed(place)
    return Key(
        place.path, forms.form(place.kinds), meaning, default, below.path, _with_meanings(below)
    )


def _documentation(rules: Mapping[str, str]) -> Kind:
    """The catalog's schema, and in it what it leaves to others to say."""
    found = schema({"ID": "Any rule.", **rules})
    project = section(PROJECT_KEYS, {key: {} for key in PROJECT_KEYS})
    keys = {**forms.keys_of([found]), "project": {**project, "description": _PROJECT}}
    return {"type": "object", "additionalProperties": False, "properties": keys}


def _listed(place: Place) -> Place:
    """Where the keys are that are listed for a place: in itself, or in each of its items."""
    while not forms.keys_of(place.kinds) and (each := place.in_each()):
        place = each
    return place


def _with_meanings(place: Place) -> dict[str, str]:
    """The keys of a mapping, with what they mean, or else their form."""
    kinds = forms.keys_of(place.kinds)
    if kinds and (region := forms.value_for(place.kinds, REGION)):
        # The short form of a version.
        kinds[REGION] = region
    return {
        key: str(kind["description"])
        if isinstance(kind, dict) and "description" in kind
        else forms.form(forms.alternatives(kind))
        for key, kind in kinds.items()
        if forms.alternatives(kind)
    }


def _split(text: str) -> tuple[str, str]:
    """A meaning without its default, and that."""
    meaning, _, default = text.partition(_DEFAULT)
    return meaning.rstrip(), default.removesuffix(".")
