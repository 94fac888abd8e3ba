"""Regions and image IDs that nobody has: an error at the place, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import cli

if TYPE_CHECKING:
    from pathlib import Path

ID = "m-uf6hvbrxclop1jtat17m"
VERSION = "images: {a: {versions: {1.0.0: %s}}}\n"
SHORT = VERSION % "{%s: %s}"
LONG = VERSION % "{regions: {%s: %s}}"
FLAVOR = VERSION % "{flavors: [{architecture: amd64, regions: {%s: %s}}]}"
SHARE = (VERSION % f"{{cn-shanghai: {ID}}}") + "share: [%s]\n"

PROFILE = (
    "cloudProfile: {spec: {kubernetes: {versions: [{version: 1.34.2}]}, machineTypes: "
    "[{name: x, cpu: 2, gpu: 0, memory: 8Gi}], regions: [{name: cn-shanghai}, "
    "{name: cn-shangai}]}}\n"
)

MALFORMED_REGIONS = [
    "eu_central-1",
    "EU-CENTRAL-1",
    '"cn shanghai"',
    "cn\u2013shanghai",
    '"cn-shanghai\\u200b"',
    "\u216dn-shanghai",
    "cn.shanghai",
]
MALFORMED_IDS = {
    "\u201cm-uf6hvbrxclop1jtat17m\u201d": "U+201C LEFT DOUBLE QUOTATION MARK",
    '"m-uf6hvbrx\\u200bclop1jtat17m"': "U+200B ZERO WIDTH SPACE",
    '"m-uf6hvbrxclop1jtat17m\\u00a0"': "U+00A0 NO-BREAK SPACE",
    "m\u2010uf6hvbrxclop1jtat17m": "U+2010 HYPHEN",
    "m-uf6hvbrxclop\u2160jtat17m": "U+2160 ROMAN NUMERAL ONE",
    "m-UF6HVBRXCLOP1JTAT17M": "no capitals in `m-…`",
    "m-uf6hvbrxclop1jtat17M": "no capitals in `m-…`",
    "m-****": "an image ID in full",
}


def refused(text: str, folder: Path, capfd: pytest.CaptureFixture[str], *verb: str) -> str:
    """What a verb says against a catalog, of which nothing may be written."""
    (folder / "c.yaml").write_text(text)
    arguments = verb or ("generate",)
    code = cli.run([*arguments, str(folder / "c.yaml"), "-o", str(folder / "out")])
    error = capfd.readouterr().err
    assert (code, (folder / "out").exists()) == (1, False), error
    return error


@pytest.mark.parametrize("form", [SHORT, LONG, FLAVOR])
@pytest.mark.parametrize("region", MALFORMED_REGIONS)
def test_names_that_no_region_can_have_are_errors(
    region: str, form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = form % (region, ID)
    error = refused(text, tmp_path, capfd)
    assert f"c.yaml:1:{text.index(region) + 1}: error: " in error
    assert "lower case letters, digits and dashes" in error
    assert error.count("error: ") == 1


@pytest.mark.parametrize("region", MALFORMED_REGIONS)
def test_the_list_of_regions_takes_no_other_names(
    region: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = (SHORT % ("cn-shanghai", ID)) + f"regions: [cn-shanghai, {region}]\n"
    assert "c.yaml:2:24: error: " in refused(text, tmp_path, capfd)


@pytest.mark.parametrize("form", [SHORT, LONG, FLAVOR])
@pytest.mark.parametrize(("image_id", "words"), MALFORMED_IDS.items())
def test_ids_with_characters_that_no_id_has_are_errors(
    image_id: str, words: str, form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = form % ("cn-shanghai", image_id)
    error = refused(text, tmp_path, capfd)
    assert f"c.yaml:1:{text.index(image_id) + 1}: error: " in error
    assert words in error


@pytest.mark.parametrize(("image_id", "words"), MALFORMED_IDS.items())
def test_ids_to_share_are_ids(
    image_id: str, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    error = refused(SHARE % image_id, tmp_path, capfd)
    assert "c.yaml:2:9: error: " in error
    assert words in error


@pytest.mark.parametrize("region", ["CN-Shanghai", "cn_shanghai", "cn-shangha\u0131"])
def test_add_takes_no_region_that_cannot_be(
    region: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(SHORT % ("cn-shanghai", ID))
    before = path.read_bytes()
    assert cli.run(["add", str(path), "a", "2.0.0", "--region", f"{region}={ID}"]) == 1
    assert (path.read_bytes(), "error: " in capfd.readouterr().err) == (before, True)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("classification", "supported"),
        ("shared", "true"),
        ("expirationDate", "2027-03-31"),
        ("architectures", "[amd64]"),
        ("flavors", "[]"),
    ],
)
@pytest.mark.parametrize("form", [LONG, FLAVOR])
def test_keys_of_a_version_among_its_regions_belong_one_level_out(
    key: str, value: str, form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = form % (f"cn-shanghai: {ID}, {key}", value)
    error = refused(text, tmp_path, capfd)
    place = f"c.yaml:1:{text.index(f', {key}') + 3}"
    assert f"{place}: error: {key} belongs one level up" in error
    assert error.count("error: ") == 1


@pytest.mark.parametrize(
    "version",
    [
        f"{{cn-shanghai: {ID}, classification: supported}}",
        f"{{expirationDate: 2099-03-31, cn-shanghai: {ID}, cn-beijing: x}}",
        f"{{shared: true, '*': {ID}}}",
        f"{{classification: preview, regions: {{cn-beijing: x}}, eu-west-1: {ID}}}",
        f"{{released: 2026-01-01, cn-moon-1: {ID}}}",
    ],
)
def test_regions_beside_keys_of_a_version_are_one_error(
    version: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    error = refused(
        (VERSION % version) + "regions: [cn-shanghai, eu-west-1, cn-moon-1]\n", tmp_path, capfd
    )
    assert "put the regions below `regions:`" in error
    assert error.count("error: ") == 1


@pytest.mark.parametrize(
    ("region", "image_id", "hint"),
    [
        ("cn-shanghay", ID, f"{ID} looks like an image of cn-shanghai"),
        ("cn-shangai", "some_alibase_20210420.vhd", 'did you mean "cn-shanghai"?'),
        ("cnbeijing", "x", 'did you mean "cn-beijing"?'),
        ("eu-central-2", "m-gw8hvbrxclop1jtat17m", "looks like an image of eu-central-1"),
        ("moon", "x", ""),
    ],
)
def test_regions_that_nobody_knows_are_warnings_with_what_is_meant(
    region: str, image_id: str, hint: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.yaml").write_text(SHORT % (region, image_id))
    assert cli.run(["validate", str(tmp_path / "c.yaml")]) == 0
    error = capfd.readouterr().err
    assert f'c.yaml:1:33: warning: unknown region "{region}"' in error
    assert hint in error


@pytest.mark.parametrize(
    "places",
    [
        "regions: [cn-shanghai, cn-shangai]\n",
        PROFILE,
        "seeds: [{name: a, backup: {region: cn-shangai, secret: {name: b}}}]\n",
    ],
)
def test_every_place_of_a_region_is_looked_at(
    places: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.yaml").write_text((SHORT % ("cn-shanghai", ID)) + places)
    cli.run(["validate", str(tmp_path / "c.yaml")])
    error = capfd.readouterr().err
    assert f"c.yaml:2:{places.index('cn-shangai') + 1}: warning: unknown region" in error


@pytest.mark.parametrize(
    "region", ["cn-hangzhou-finance", "cn-north-2-gov-1", "us-southeast-1", "ap-northeast-2"]
)
def test_regions_without_public_images_are_known(
    region: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.yaml").write_text(SHORT % (region, "m-uf6hvbrxclop1jtat17m"))
    cli.run(["validate", str(tmp_path / "c.yaml")])
    assert "[unknown-region]" not in capfd.readouterr().err


@pytest.mark.parametrize(("length", "code"), [(256, 0), (257, 1)])
def test_versions_are_as_long_as_gardener_reads_them(
    length: int, code: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    version = "1.0.0-" + "a" * (length - 6)
    (tmp_path / "c.yaml").write_text(
        f"images: {{a: {{versions: {{{version}: {{cn-shanghai: {ID}}}}}}}}}"
    )
    assert cli.run(["validate", str(tmp_path / "c.yaml")]) == code
    assert ("has 257 characters" in capfd.readouterr().err) == bool(code)
