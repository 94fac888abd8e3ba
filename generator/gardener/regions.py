"""The regions of Alibaba Cloud and what image IDs look like there, as measured on public IDs."""

from __future__ import annotations

import re

CUSTOMIZED_IMAGE = "m-[a-z0-9]{20}"
"""The ID of a customized image, which exists in one region."""

SYSTEM_MARK = "_alibase_"
"""In the name of every system image; a quick test before the pattern."""

SYSTEM_IMAGE = rf"(?!m-).+{SYSTEM_MARK}[0-9]{{8}}\.[A-Za-z0-9]+"
"""The ID of an image that Alibaba Cloud owns, which is the same in every region."""


PREFIX_OF_REGION = {
    "ap-northeast-1": "6we",
    "ap-northeast-2": "mj7",
    "ap-south-1": "a2d",
    "ap-southeast-1": "t4n",
    "ap-southeast-2": "p0w",
    "ap-southeast-3": "8ps",
    "ap-southeast-5": "k1a",
    "ap-southeast-6": "5ts",
    "ap-southeast-7": "0jo",
    "cn-beijing": "2ze",
    "cn-chengdu": "2vc",
    "cn-fuzhou": "gw0",
    "cn-guangzhou": "7xv",
    "cn-hangzhou": "bp1",
    "cn-heyuan": "f8z",
    "cn-hongkong": "j6c",
    "cn-huhehaote": "hp3",
    "cn-nanjing": "gc7",
    "cn-qingdao": "m5e",
    "cn-shanghai": "uf6",
    "cn-shenzhen": "wz9",
    "cn-wuhan-lr": "n4a",
    "cn-wulanchabu": "0jl",
    "cn-zhangjiakou": "8vb",
    "eu-central-1": "gw8",
    "eu-west-1": "d7o",
    "me-central-1": "l4v",
    "me-east-1": "eb3",
    "na-south-1": "4hf",
    "us-east-1": "0xi",
    "us-west-1": "rj9",
}

KNOWN_REGIONS = frozenset(
    {
        *PREFIX_OF_REGION,
        "cn-beijing-finance-1",
        "cn-hangzhou-finance",
        "cn-heyuan-acdr-1",
        "cn-north-2-gov-1",
        "cn-shanghai-finance-1",
        "cn-shenzhen-finance-1",
        "cn-zhengzhou-jva",
        "us-southeast-1",
    }
)
"""These, and regions for banks, authorities and partners, where no public image was measured."""

REGION_OF_PREFIX = {prefix: region for region, prefix in PREFIX_OF_REGION.items()}


def is_system_image(image_id: str) -> bool:
    """Whether Alibaba Cloud owns the image: everybody can use it, and nobody can share it."""
    return SYSTEM_MARK in image_id and re.fullmatch(SYSTEM_IMAGE, image_id) is not None
