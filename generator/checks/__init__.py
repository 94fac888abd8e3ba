"""Mistakes that a well-formed catalog can still make: one rule, one module, listed here.

A rule's docstring is its documentation. `ID` names it in messages, `SEVERITY` is its default, and
`check(catalog)` yields findings without either; a mistake that repeats is one finding with a count.
A rule about sizes has `check_documents(catalog, documents)` instead, which gets what is generated,
too. A rule about charts has `check_chart(catalog, chart)`, which can read the one that is deployed.
A rule about changes has `check_change(catalog, written)`, which gets its `DOCUMENT` as it is on
disk. Those about what Alibaba Cloud says of images are in `audit`, which nothing else imports.

`answers`, `versions` and `deployed_chart` are not rules, but have what several of them need, and
`object_rules` and `output_rules` list the rules that not every call needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from generator.checks import (
    apply_mode,
    chart_release,
    chart_schema,
    chart_values,
    client_side_apply,
    duplicate_flavor,
    duplicate_image_id,
    encrypted_system_disk,
    garden_kubeconfig,
    image_id_format,
    image_id_region,
    missing_region,
    oci_reference,
    owner_secret_actuator,
    owner_secret_resource,
    plain_credential,
    shared_system_image,
    target_api_version,
    target_feature,
    unknown_region,
    unknown_value,
    unshared_image,
    values_conflict,
    values_template,
)
from generator.problems import FORMAT, Finding, Near, Severity, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from generator.catalog import Catalog
    from generator.checks.answers import Answers
    from generator.checks.deployed_chart import DeployedChart
    from generator.checks.object_size import MeasuredDocument


class Rule(Protocol):
    """What every rule has."""

    ID: str
    SEVERITY: Severity
    __doc__: str | None


class CatalogRule(Rule, Protocol):
    """A rule about what a catalog says."""

    def check(self, catalog: Catalog, /) -> Iterator[Finding]:
        """What the catalog does wrong."""


class DocumentRule(Rule, Protocol):
    """A rule about what is generated from it."""

    def check_documents(
        self, catalog: Catalog, documents: Sequence[MeasuredDocument], /
    ) -> Iterator[Finding]:
        """What is wrong with the documents of a catalog."""


class ChartRule(Rule, Protocol):
    """A rule about the chart that a catalog deploys."""

    def check_chart(self, catalog: Catalog, chart: DeployedChart, /) -> Iterator[Finding]:
        """What is wrong about the chart, or with what the catalog says beside it."""


class ChangeRule(Rule, Protocol):
    """A rule about how the catalog changes a document that is on disk."""

    DOCUMENT: str

    def check_change(self, catalog: Catalog, written: bytes, /) -> Iterator[Finding]:
        """What the catalog changes in `DOCUMENT`; `written` is its content on disk."""


RULES: tuple[CatalogRule, ...] = (
    apply_mode,
    client_side_apply,
    duplicate_flavor,
    duplicate_image_id,
    encrypted_system_disk,
    garden_kubeconfig,
    image_id_format,
    image_id_region,
    missing_region,
    oci_reference,
    owner_secret_actuator,
    owner_secret_resource,
    plain_credential,
    shared_system_image,
    target_api_version,
    target_feature,
    unknown_region,
    unshared_image,
    values_conflict,
    values_template,
)
CHART_RULES: tuple[ChartRule, ...] = (chart_release, chart_schema, chart_values, unknown_value)


def catalog_rules() -> tuple[CatalogRule, ...]:
    """Every rule about what a catalog says."""
    from generator.checks.object_rules import OBJECT_RULES

    return (*RULES, *OBJECT_RULES)


def all_rules() -> dict[str, Rule]:
    """Every rule by its ID, sorted."""
    from generator.checks.audit import RULES as ANSWER_RULES

    rules: tuple[Rule, ...] = (*_own_rules(), *ANSWER_RULES)
    return {rule.ID: rule for rule in sorted(rules, key=lambda rule: rule.ID)}


def _own_rules() -> tuple[Rule, ...]:
    """Every rule that needs no answer of Alibaba Cloud."""
    from generator.checks.output_rules import CHANGE_RULES, DOCUMENT_RULES

    return (*catalog_rules(), *DOCUMENT_RULES, *CHART_RULES, *CHANGE_RULES)


def needed_rules(catalog: Catalog) -> tuple[CatalogRule, ...]:
    """The rules that can find anything in a catalog."""
    others = (
        *(catalog.cloud_profile, catalog.namespaced_cloud_profiles, catalog.seeds),
        *(catalog.controller_registration, catalog.extension),
    )
    return catalog_rules() if any(others) else RULES


class Severities:
    """How much each rule matters to a catalog: as `--rule` says, or `rules` in it, or the rule.

    `chosen` are those of `--rule`, None for one that is off; with `strict` a warning is an error.
    """

    def __init__(
        self, catalog: Catalog, chosen: Mapping[str, Severity | None], *, strict: bool
    ) -> None:
        self._chosen = {**catalog.rules, **chosen}
        self._strict = strict

    def judged(self, rule: Rule, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings of a rule with its ID and its severity; a rule that is off finds nothing."""
        severity = self._chosen.get(rule.ID, rule.SEVERITY)
        if severity is None:
            return
        severity = Severity.ERROR if self._strict else severity
        for finding in findings:
            yield finding._replace(rule=rule.ID, severity=severity)


def check(catalog: Catalog, severities: Severities) -> Iterator[Finding]:
    """What the rules find in a catalog, and names in its `rules` that no rule has."""
    yield from unknown_rules(catalog.rules)
    for rule in needed_rules(catalog):
        yield from severities.judged(rule, rule.check(catalog))


def check_documents(
    catalog: Catalog, documents: Mapping[str, bytes], severities: Severities
) -> Iterator[Finding]:
    """What the rules find in the documents of a catalog, by their paths."""
    from generator.checks.object_size import measure_large
    from generator.checks.output_rules import DOCUMENT_RULES

    large = measure_large(documents)
    for rule in DOCUMENT_RULES:
        yield from severities.judged(rule, rule.check_documents(catalog, large))


def check_charts(
    catalog: Catalog, chart: DeployedChart, severities: Severities
) -> Iterator[Finding]:
    """What the rules find about the chart of a catalog, which is read where one asks for it."""
    for rule in CHART_RULES:
        yield from severities.judged(rule, rule.check_chart(catalog, chart))


def check_changes(
    catalog: Catalog, written: Callable[[str], bytes], severities: Severities
) -> Iterator[Finding]:
    """What the rules find that a catalog changes; `written` reads a document, empty if absent."""
    from generator.checks.output_rules import CHANGE_RULES

    for rule in CHANGE_RULES:
        if before := written(rule.DOCUMENT):
            yield from severities.judged(rule, rule.check_change(catalog, before))


def check_answers(catalog: Catalog, answers: Answers, severities: Severities) -> Iterator[Finding]:
    """What the rules find in what Alibaba Cloud says of a catalog's images, and unknown names."""
    from generator.checks.audit import RULES as ANSWER_RULES

    yield from unknown_rules(catalog.rules)
    for rule in ANSWER_RULES:
        yield from severities.judged(rule, rule.check_answers(catalog, answers))


def unknown_rules(names: Iterable[str]) -> list[Finding]:
    """A finding for each name, among those that `rules` of a catalog has, that no rule has."""
    unknown = {*names} - {rule.ID for rule in (*RULES, *CHART_RULES)}
    # The others are imported where one of them may be named, those of `audit` last.
    if unknown:
        unknown -= {rule.ID for rule in _own_rules()}
    if unknown:
        unknown -= all_rules().keys()
    return [unknown_rule(name) for name in sorted(unknown)]


_WRONG_FORM = "`alicloud-generator explain KEY` says what may stand at a key"


def unknown_rule(name: str) -> Finding:
    """The finding for the name of a rule that does not exist."""
    if name == FORMAT:
        message = f"{quoted(name)} is not a rule: it marks what cannot be read, and stays an error"
        return Finding(("rules", name), message, hint=_WRONG_FORM, of_key=True)
    hint = Near(name, tuple(all_rules()))
    message = f"there is no rule {quoted(name)}"
    return Finding(("rules", name), message, "an ID that `rules` lists", hint, of_key=True)
