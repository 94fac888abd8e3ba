"""From one image catalog to the Gardener manifests of an Alibaba Cloud landscape."""

__version__ = "1.0.0"
