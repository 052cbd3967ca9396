#!/usr/bin/env python3
# Written for the tests.
"""Orders of the shop 🛒, kept in memory.

More about it here.
"""
from __future__ import annotations

import os.path as paths, sys
from collections import OrderedDict as Ordered, abc
from . import prices
from ..web.routes import (
    register as reg,
    remove,
)
from tools import *

LIMIT: int = 30
_TOKEN = "geheim🔑"
cache = {}
Total: float
try:
    import json
except ImportError:
    json = None

type Pairs[T] = list[tuple[T, T]]


class Order(Base[int], metaclass=Meta):
    'An order "as placed".'

    size = 1

    @property
    def total(self): return 1

    class Line:
        # Not documentation.
        def price(self, *, net: bool = False) -> float:
            def rounded(): ...
            return 1.0


@retry
# Once more.
async def place(
    order: Order,  # what
    when: int = 1,
) -> int:  # how many
    # Begins here.
    r"""

    Places an order.
    """
    return 1


def quiet(): f"no doc"
