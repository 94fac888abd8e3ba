"""The section `seeds`: each seed's backup, and the whole Seed where the catalog knows it.

An item with `spec` becomes a complete Seed, to which `backup` is added; one without becomes a
patch of a Seed that others create (gardenlet, say), which then holds nothing but the backup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.seeds import Backup, BackupSecret, Immutability, Seed
from generator.decode import catalog_keys
from generator.decode.credentials import read_access_key
from generator.decode.deployment import read_metadata
from generator.gardener.choices import RETENTION_TYPE
from generator.gardener.provider import PROVIDER_TYPE
from generator.gardener.seed_spec import read_seed_provider
from generator.problems import quoted
from generator.reading.text_formats import DNS_LABEL, DNS_SUBDOMAIN, REGION, WORD, Format

if TYPE_CHECKING:
    from generator.catalog.credentials import AccessKey, OwnerSecret
    from generator.catalog.deployment import ObjectMeta
    from generator.catalog.values import Value
    from generator.reading.section import Section


DEFAULT_SECRET = "backup-credentials"  # noqa: S105  the name of one
"""The name in the operator guide's example."""

DAYS = Format(r"[1-9][0-9]{0,8}", "a number of days, from 1")


def read_seeds(top: Section, common: ObjectMeta, owner: OwnerSecret | None) -> tuple[Seed, ...]:
    """All seeds as declared; their Secrets must not contradict each other or the owner's."""
    seeds: dict[str, Seed] = {}
    taken: dict[tuple[str, str], AccessKey | None] = {}
    for section in top.sections("seeds", catalog_keys.SEED):
        seed = _seed(section, common)
        if seed.name in seeds:
            section.wrong(("name",), f"there is already a seed {quoted(seed.name)}")
        seeds[seed.name] = seed
        _check_secret(section, seed.backup.secret, taken, owner)
    return tuple(seeds.values())


def _check_secret(
    section: Section,
    secret: BackupSecret,
    taken: dict[tuple[str, str], AccessKey | None],
    owner: OwnerSecret | None,
) -> None:
    """One Secret holds one access key, in one encoding: several seeds may share it."""
    place, shown = (secret.namespace, secret.name), f"{secret.namespace}/{secret.name}"
    if owner and owner.resource and place == ("garden", owner.resource):
        message = f"the Secret {shown} is already used by `ownerSecret.resource`"
        section.wrong(
            ("backup", "secret"), message, "another Secret: the two are encoded differently"
        )
    known = taken.setdefault(place, secret.access_key)
    if known is None:
        taken[place] = secret.access_key
    elif secret.access_key not in (None, known):
        message = f"another seed gives the Secret {shown} a different access key"
        section.wrong(("backup", "secret"), message, "another name, or the same access key")


def _seed(section: Section, common: ObjectMeta) -> Seed:
    if not section.has("name"):
        section.wrong((), "the seed has no name", DNS_LABEL.expected)
    spec = section.values("spec") if section.has("spec") else None
    if spec is not None and "backup" in spec:
        hint = "set it in `backup`, next to `spec`"
        section.wrong(("spec", "backup"), "the backup is generated", hint=hint)
    provider = _provider(section, spec)
    return Seed(
        name=section.text("name", DNS_LABEL) or "",
        metadata=read_metadata(section, common),
        backup=_backup(section, provider),
        spec=spec,
    )


def _provider(section: Section, spec: dict[str, Value] | None) -> str | None:
    """The type of the seed's provider: the one in its spec, where it has a spec."""
    provider = section.text("provider", WORD)
    if spec is None:
        return provider or PROVIDER_TYPE
    if provider is not None:
        section.wrong(
            ("provider",), "provider cannot be combined with spec", "only spec.provider.type"
        )
    return read_seed_provider(section, spec)


def _backup(section: Section, provider: str | None) -> Backup:
    if not section.has("backup"):
        expected = "backup: {secret: {…}}"
        section.wrong(("backup",), "the seed has no backup", expected, is_unread=True)
    backup = section.section("backup", catalog_keys.BACKUP)
    region = backup.text("region", REGION)
    if provider not in (None, PROVIDER_TYPE) and not backup.has("region"):
        message = f"the backup has no region, and the seed's region is of {quoted(provider or '')}"
        backup.wrong((), message, "region: a region of Alibaba Cloud")
    return Backup(region, _secret(backup), _immutability(backup))


def _secret(backup: Section) -> BackupSecret:
    secret = backup.section("secret", catalog_keys.BACKUP_SECRET)
    return BackupSecret(
        name=secret.text("name", DNS_SUBDOMAIN) or DEFAULT_SECRET,
        namespace=secret.text("namespace", DNS_LABEL) or "garden",
        access_key=read_access_key(secret, required=False),
    )


def _immutability(backup: Section) -> Immutability | None:
    """The retention of the extension's BackupBucketConfig; its period has no default."""
    if not backup.has("immutability"):
        return None
    section = backup.section("immutability", catalog_keys.IMMUTABILITY)
    period = section.required_text("retentionPeriod", DAYS)
    return Immutability(
        retention_type=section.text("retentionType", RETENTION_TYPE) or "bucket",
        retention_period=int(period or 0),
        locked=section.boolean("locked", default=False),
    )
