"""What editors and shells leave in a file or a variable is no part of an access key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.credentials.access_key import encoded

if TYPE_CHECKING:
    from pathlib import Path

KEY_ID = "LTAI5tFAKEFAKEFAKEFAKE00"
SECRET = "FakeFakeFakeFakeFakeFakeFake00"  # noqa: S105  invented
SOURCES = ("env", "file")

SLIPS = {
    "a byte order mark": ("\ufeff{}", "U+FEFF"),
    "a zero-width space": ("{}\u200b", "U+200B"),
    "a no-break space": ("{}\u00a0", "U+00A0"),
    "a space": ("{} ", "U+0020"),
    "a tab": ("\t{}", "U+0009"),
    "an escape sequence": ("\x1b[0m{}", "U+001B"),
    "quotation marks": ('"{}"', "quotation marks"),
    "apostrophes": ("'{}'", "quotation marks"),
    "curly quotes": ("\u201c{}\u201d", "U+201C"),
    "a name and an equals sign": ("KEY={}", "a name in front"),
    "a name and a colon": ("key:{}", "a name in front"),
    "export": ("export KEY={}", "U+0020"),
    "a second line": ("{}\nnext", "several lines"),
    "a second line of Windows": ("{}\r\nnext", "several lines"),
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("half", ["accessKeyID", "accessKeySecret"])
@pytest.mark.parametrize(("form", "words"), SLIPS.values(), ids=SLIPS)
def test_slips_are_errors_without_the_value(
    form: str,
    words: str,
    half: str,
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    values = {"accessKeyID": KEY_ID, "accessKeySecret": SECRET}
    values[half] = form.format(values[half])
    code, error = generated(values, source, tmp_path, monkeypatch, capfd)
    assert (code, words in error, (tmp_path / "out").exists()) == (1, True, False), error
    assert not any(text in error for text in (KEY_ID, SECRET, KEY_ID[4:12], SECRET[4:12]))


@pytest.mark.parametrize("source", SOURCES)
def test_an_id_that_is_encoded_already_is_an_error(
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    values = {"accessKeyID": encoded(KEY_ID), "accessKeySecret": SECRET}
    code, error = generated(values, source, tmp_path, monkeypatch, capfd)
    assert (code, "it is base64 text" in error) == (1, True)
    assert encoded(KEY_ID) not in error


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("key_id", [KEY_ID, "STS.FAKEfakeFAKEfake0000", "a.b_c1234567890=="])
def test_access_keys_as_they_are_made_are_taken(
    key_id: str,
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    values = {"accessKeyID": key_id, "accessKeySecret": SECRET}
    assert generated(values, source, tmp_path, monkeypatch, capfd)[0] == 0


def generated(
    values: dict[str, str],
    source: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> tuple[int, str]:
    places = {}
    for half, value in values.items():
        name = f"OWNER_{half.upper()}"
        monkeypatch.setenv(name, value)
        (folder / name).write_text(f"{value}\n", encoding="utf-8", newline="")
        places[half] = f"{{{source}: {name}}}"
    (folder / "c.yaml").write_text(
        "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
        f"ownerSecret: {{accessKeyID: {places['accessKeyID']}, "
        f"accessKeySecret: {places['accessKeySecret']}}}\n"
    )
    monkeypatch.chdir(folder)
    capfd.readouterr()
    code = cli.run(["generate", "c.yaml", "-o", "out", "-q"])
    return code, "".join(capfd.readouterr())
