"""Inputs with any number of mistakes of one kind: what it costs to report them."""

from tests.support.floods.catalogs import ONE as ONE
from tests.support.floods.catalogs import Flood as Flood
from tests.support.floods.decoding import DECODING as DECODING
from tests.support.floods.manifests import MANIFESTS as MANIFESTS
from tests.support.floods.rules import RULES as RULES
