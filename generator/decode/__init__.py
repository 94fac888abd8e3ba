"""Catalog text to `Catalog`: whatever leaves this package can be generated from.

`read_layers` brings a file and those that it extends to their long forms; `decode` merges them and
reads the result section by section. Every problem is noted with its path, and looked up in the
texts only when there is one.
"""

from __future__ import annotations

from functools import reduce
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator.catalog import Catalog
from generator.decode import catalog_keys
from generator.decode.credentials import read_owner_secret
from generator.decode.deployment import read_deployment, read_metadata
from generator.decode.image_ids import region_names
from generator.decode.images import declared_names, read_images
from generator.decode.layers import ABSTRACT
from generator.decode.rules import read_rules
from generator.decode.target import read_target
from generator.gardener.provider import PUBLIC_REGISTRY
from generator.merge import merge_trees
from generator.problems import Finding, ProblemsError, quoted
from generator.reading.section import Section
from generator.reading.text_formats import (
    ACCOUNT_ID,
    API_VERSION,
    DNS_LABEL,
    IMAGE_ID,
    KIND,
    REGION,
    WORD,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from generator.catalog import Target
    from generator.catalog.credentials import OwnerSecret
    from generator.catalog.deployment import ControllerDeployment, ObjectMeta
    from generator.catalog.extension import Extension
    from generator.catalog.images import Image
    from generator.catalog.profile import CloudProfile, NamespacedCloudProfile
    from generator.catalog.registration import ControllerRegistration
    from generator.catalog.secrets import Secrets
    from generator.catalog.seeds import Seed
    from generator.decode.layers import Layer
    from generator.decode.set_option import AppliedSetting
    from generator.problems import Problem
    from generator.yamlio.read import Node


def decode(
    layers: Sequence[Layer], as_of: date | None = None, settings: Sequence[AppliedSetting] = ()
) -> Catalog:
    """The catalog that layers make up, the last over the others; its file names the catalog.

    `as_of` is the day that dates are judged by; without it, none is. `settings` stand over all
    layers, as if the last had them. Raises `ProblemsError` with every problem of the texts.
    """
    findings: list[Finding] = []
    over = [setting.tree for setting in settings]
    merged = reduce(merge_trees, [*(layer.tree for layer in layers), *over])
    top = Section(merged, (), catalog_keys.TOP, findings)
    catalog = _catalog(top, layers, as_of, over)
    hidden = [problem for base in layers[:-1] for problem in _hidden(base, top, findings)]
    if findings or hidden:
        from generator.decode.follow_ups import without_follow_ups
        from generator.decode.misspelt_fields import misspelt_fields
        from generator.decode.positions import located
        from generator.decode.set_option import without_consequences

        found = [*findings, *misspelt_fields(findings, top.node)]
        alone = without_consequences(without_follow_ups(found, top.node), settings)
        told = located(alone, layers, settings)
        raise ProblemsError([*told, *hidden])
    return catalog


def decode_or_findings(layer: Layer) -> Catalog | list[Finding]:
    """The catalog that one layer makes up, or all that is wrong with it, by its path there."""
    findings: list[Finding] = []
    top = Section(layer.tree, (), catalog_keys.TOP, findings)
    catalog = _catalog(top, [layer], None, [])
    return findings or catalog


def _hidden(base: Layer, top: Section, findings: Sequence[Finding]) -> list[Problem]:
    from generator.decode.base_mistakes import hidden_mistakes
    from generator.decode.positions import located

    known = {finding.path for finding in findings}
    return located([*hidden_mistakes(base.tree, top.node, known)], [base])


def _catalog(
    top: Section, layers: Sequence[Layer], as_of: date | None, over: Sequence[Node]
) -> Catalog:
    file = layers[-1].file
    top.text("apiVersion", API_VERSION)
    top.text("kind", KIND)
    target = read_target(top)
    common = read_metadata(top)
    owner = read_owner_secret(top)
    registry = top.text("registry", WORD)
    deployment = read_deployment(top, common, target.extension, registry)
    seeds = _seeds(top, common, owner)
    regions = top.texts("regions", REGION) if top.has("regions") else None
    declared = declared_names([*(layer.tree for layer in layers), *over])
    images, profile, namespaced = _images_and_profiles(top, common, regions, declared, as_of)
    return Catalog(
        file=file,
        files=tuple(layer.file for layer in layers),
        name=_name(top, file),
        abstract=top.boolean(ABSTRACT, default=False),
        target=target,
        as_of=as_of,
        metadata=common,
        images=images,
        regions=regions,
        share=top.texts("share", IMAGE_ID),
        accounts=top.texts("accounts", ACCOUNT_ID),
        registry=registry,
        owner_secret=owner,
        enable_ad_controller=_enable_ad_controller(top),
        controller_deployment=deployment,
        controller_registration=_registration(top, common),
        extension=_extension(top, common, target, registry, deployment),
        seeds=seeds,
        secrets=_secrets(top, owner, seeds),
        cloud_profile=profile,
        namespaced_cloud_profiles=namespaced,
        kustomization=_kustomization(top),
        rules=read_rules(top),
        own=reduce(merge_trees, [layers[-1].tree, *over]),
    )


# Few catalogs have all sections, and each costs its imports: so they are imported where they stand.


def _images_and_profiles(
    top: Section,
    common: ObjectMeta,
    regions: tuple[str, ...] | None,
    declared: Collection[str],
    as_of: date | None,
) -> tuple[tuple[Image, ...], CloudProfile | None, tuple[NamespacedCloudProfile, ...]]:
    if not {"cloudProfile", "namespacedCloudProfiles"} & top.node.keys():
        images = read_images(top, region_names(regions, None), declared)
        return _settled(top, images, as_of), None, ()
    from generator.decode.cloud_profile import read_cloud_profile, restrict_regions, with_images
    from generator.decode.namespaced_profiles import read_namespaced_profiles
    from generator.gardener.capabilities import check_images
    from generator.gardener.parents import check_namespaced

    profile = read_cloud_profile(top, common)
    if profile is not None and regions is not None:
        profile = restrict_regions(profile, regions, top)
    every = read_images(top, region_names(regions, profile.regions if profile else None), declared)
    namespaced = read_namespaced_profiles(top, common, every, profile)
    images = settled = _settled(top, every, as_of)
    if settled is not every:
        from generator.decode.hold_back import drop_expirations_of_held_back, settled_or_named

        images = settled_or_named(every, settled, namespaced)
        namespaced = drop_expirations_of_held_back(namespaced, every, settled)
    if profile is not None:
        check_images(images, profile.capabilities, top)
        profile = with_images(profile, settled, namespaced, top)
    check_namespaced(namespaced, profile, top)
    return images, profile, namespaced


def _settled(top: Section, images: tuple[Image, ...], as_of: date | None) -> tuple[Image, ...]:
    if "holdBack" not in top.node:
        return images
    from generator.decode.hold_back import hold_back

    return hold_back(top, images, as_of)


def _registration(top: Section, common: ObjectMeta) -> ControllerRegistration | None:
    if "controllerRegistration" not in top.node:
        return None
    from generator.decode.registration import read_registration

    return read_registration(top, common)


def _extension(
    top: Section,
    common: ObjectMeta,
    target: Target,
    registry: str | None,
    deployment: ControllerDeployment,
) -> Extension | None:
    if "extension" not in top.node:
        return None
    from generator.decode.extension import read_extension

    place = registry or PUBLIC_REGISTRY
    return read_extension(top, common, target.extension, place, deployment.chart)


def _seeds(top: Section, common: ObjectMeta, owner: OwnerSecret | None) -> tuple[Seed, ...]:
    if "seeds" not in top.node:
        return ()
    from generator.decode.seeds import read_seeds

    return read_seeds(top, common, owner)


def _secrets(top: Section, owner: OwnerSecret | None, seeds: tuple[Seed, ...]) -> Secrets | None:
    if "secrets" not in top.node:
        return None
    from generator.decode.secrets import read_secrets

    return read_secrets(top, owner, seeds)


def _kustomization(top: Section) -> bool:
    top.section("kustomization", ())
    return top.has("kustomization")


def _name(top: Section, file: str) -> str:
    section = top.section("metadata", catalog_keys.METADATA)
    name = section.text("name", DNS_LABEL)
    if name is not None or section.has("name"):
        return name or ""
    stem = PurePath(file).stem
    if not DNS_LABEL.pattern.fullmatch(stem):
        message = f"the name of the file, {quoted(stem)}, cannot be the name of the catalog"
        if file == "-":
            message = "a catalog from standard input has no name"
        top.wrong((), message, DNS_LABEL.expected, "give it one: `metadata: {name: …}`")
    return stem


def _enable_ad_controller(top: Section) -> bool | None:
    section = top.section("csi", catalog_keys.CSI)
    if not section.has("enableADController"):
        return None
    return section.boolean("enableADController", default=False)
