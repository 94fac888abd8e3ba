"""What names, versions and other short texts must look like, each rule with its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.problems import Near, listed
from generator.record import Record
from generator.visible import character_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.problems import Hint


class Format(Record):
    """What a text must look like: the whole of it matches `regex`, described by `expected`.

    `choices` are all texts that match, where they are a few words. `meant` gives the text that
    somebody most likely meant by one that does not match, empty where nobody knows.
    """

    regex: str
    expected: str
    choices: tuple[str, ...] = ()
    meant: Callable[[str], str] = str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression; `re` compiles it when a text is first held against it."""
        return re.compile(self.regex)

    def refusal(self, text: str, shown: str) -> tuple[str, str, Hint]:
        """Message, expectation and hint for a text that is not so."""
        if not self.choices:
            is_long = self.pattern.match(text) and len(text) > LONGEST_WORD
            found = f"{shown}, which has {len(text):,} characters" if is_long else shown
            hint = _strange_characters(text) or self._near(text)
            return f"found {found}", self.expected, hint
        return f"Unsupported value: {shown}", self.expected, Near(text, self.choices)

    def _near(self, text: str) -> str:
        meant = self.meant(text)
        return f'did you mean "{meant}"?' if self.pattern.fullmatch(meant) else ""


def _strange_characters(text: str) -> str:
    """A hint that names what editors and web pages leave in a text and people do not see."""
    if text.isascii():
        return ""
    strange = dict.fromkeys(character for character in text if not character.isascii())
    return f"it has {listed([*map(character_name, strange)])}"


def one_of(*choices: str) -> Format:
    """The format of a text that is one of a few words."""
    *words, last = [f'"{choice}"' for choice in choices]
    expected = f"{', '.join(words)} or {last}" if words else last
    return Format("|".join(map(re.escape, choices)), expected, choices)


API_VERSION = one_of("alicloud.generator/v1alpha1")
KIND = one_of("ImageCatalog")
"""What a catalog calls itself where it is a KRM object."""

DNS_LABEL = Format(
    r"(?=.{1,63}\Z)[a-z0-9]([-a-z0-9]*[a-z0-9])?",
    "a DNS label: lower case letters, digits and dashes, at most 63 characters",
)
"""RFC 1123 label, as Kubernetes checks it; the name of a ControllerDeployment is one."""

DNS_SUBDOMAIN = Format(
    r"(?=.{1,253}\Z)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
    "a DNS name: lower case letters, digits, dashes and dots, at most 253 characters",
)
"""RFC 1123 subdomain, as Kubernetes checks it; the name of a Secret is one."""

IMAGE_NAME = Format(
    r"(?=.{1,63}\Z)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?",
    "letters, digits, dashes, dots and underscores, at most 63 characters",
)
"""A qualified name without a prefix: gardener `pkg/api/core/validation`, machine images."""

_NUMBER = r"(0|[1-9][0-9]{0,8})"


def _release_in(text: str) -> str:
    """The release that a text has: alone, without its `v` or last number, or in a reference."""
    last_part = re.split(r"[/:=\s]", text.partition("@")[0].strip())[-1]
    found = re.search(rf"{_NUMBER}\.{_NUMBER}(\.{_NUMBER}(-[0-9A-Za-z.-]{{1,100}})?)?", last_part)
    if found is None:
        return ""
    return f"v{found[0]}" if found[3] else f"v{found[1]}.{found[2]}.0"


RELEASE = Format(
    rf"v{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-[0-9A-Za-z.-]{{1,100}})?",
    "a release such as v1.72.0",
    meant=_release_in,
)

ENVIRONMENT_VARIABLE = Format(
    r"[A-Za-z_][A-Za-z0-9_]{0,252}",
    "the name of an environment variable, of letters, digits and _",
)

_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""White space, control characters and invisible ones."""

LONGEST_WORD = 256
"""Characters of an image ID, a version or a region: as many as Gardener reads of a version."""


def _customized_image_in(text: str) -> str:
    """The ID of a customized image whose letters somebody raised; empty for anything else."""
    return text.lower() if text.startswith(("m-", "M-")) else ""


IMAGE_ID = Format(
    rf"(?!m-.*[A-Z]|M-[A-Za-z0-9]{{20}}$)[!-)+-~]{{1,{LONGEST_WORD}}}",
    "an image ID in full: ASCII without spaces, and no capitals in `m-…`",
    meant=_customized_image_in,
)
"""Rules check what IDs look like; a masked one (`m-****`) is refused here."""


def _region_in(text: str) -> str:
    """The region that somebody wrote with capitals, blanks, dots or underscores."""
    region = re.sub(r"[ _.]+", "-", text.strip().lower())
    return region if "-" in region else ""


REGION = Format(
    rf"[a-z0-9-]{{1,{LONGEST_WORD}}}",
    "a region: lower case letters, digits and dashes, as in cn-shanghai",
    meant=_region_in,
)

REGION_OF_IDS = Format(
    rf"\*|{REGION.regex}", f'{REGION.expected}; or "*" for every region', meant=_region_in
)

ACCOUNT_ID = Format(r"[1-9][0-9]{9,19}", "an account ID: digits alone, as in 1234567890123456")
"""The UID of an Alibaba Cloud account; in the API's documentation all of them have 16 digits."""

WORD = Format(rf"[^{_UNSEEN}]{{1,{LONGEST_WORD}}}", "a string without spaces")

IMAGE_TAG = Format(
    r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}",
    "an image tag: letters, digits, dots, dashes and underscores, at most 128 characters",
    meant=lambda text: text.replace("+", "_"),
)
"""The tag of the OCI distribution specification."""

DIGEST = Format(r"sha256:[0-9a-f]{64}", "sha256: and 64 hexadecimal digits")


def _qualified_name(letters: str) -> Format:
    """Kubernetes' qualified name, the key of a label; `letters` are those of the prefix."""
    part = rf"[{letters}0-9]([-{letters}0-9]*[{letters}0-9])?"
    return Format(
        rf"((?=[^/]{{1,253}}/){part}(\.{part})*/)?"
        r"(?=[^/]{1,63}\Z)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?",
        "a key is an optional DNS name with a slash, then a name of at most 63 characters",
    )


LABEL_KEY = _qualified_name("a-z")
ANNOTATION_KEY = _qualified_name("A-Za-z")
"""Unlike a label's, its prefix may have upper case letters: apimachinery lowers the key first."""

LABEL_VALUE = Format(
    r"(?=.{0,63}\Z)([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?",
    "a label's value is at most 63 letters, digits, dashes, dots and underscores",
)


ANNOTATIONS_LIMIT = 256 * 1024
"""Bytes of all annotations of an object together (apimachinery `TotalAnnotationSizeLimitB`)."""


def label_key_problem(key: str) -> str:
    """What the API server would refuse in a label's key; empty where nothing is wrong."""
    return _problem(LABEL_KEY, key)


def label_value_problem(value: str) -> str:
    """What the API server would refuse in a label's value; empty where nothing is wrong."""
    return _problem(LABEL_VALUE, value)


def annotation_key_problem(key: str) -> str:
    """What the API server would refuse in an annotation's key; empty where nothing is wrong."""
    return _problem(ANNOTATION_KEY, key)


def _problem(form: Format, text: str) -> str:
    return "" if form.pattern.fullmatch(text) else form.expected
