"""The order of image versions."""

from __future__ import annotations

from generator.gardener.version_order import version_order


def test_versions_are_sorted_from_old_to_new() -> None:
    versions = [
        "318.8",
        "318.10",
        "411.85.202203181601-0",
        "576.12.0",
        "1877.3.0-rc1",
        "1877.3.0-rc2",
        "1877.3.0",
        "1877.13",
        "20200831",
    ]
    newest_first = versions[::-1]
    assert sorted(newest_first, key=version_order) == versions


def test_versions_that_differ_in_zeros_or_build_metadata_alone_are_equal() -> None:
    assert version_order("1877.3") == version_order("1877.3.0") == version_order("1877.3.0+build")


def test_version_numbers_of_any_length_are_ordered() -> None:
    versions = ["1.007", "1.8", f"1.{'9' * 4999}", f"1.1{'0' * 4999}", "1.a"]
    newest_first = versions[::-1]
    assert sorted(newest_first, key=version_order) == versions
