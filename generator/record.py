"""What the records of this package are: `typing.NamedTuple`, to whoever reads or checks the code.

That one compiles the type of each field, which takes as long as all the rest of making the class;
nothing here asks for them when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Record"]

if TYPE_CHECKING:
    from typing import NamedTuple as Record
else:
    from collections import namedtuple

    class _Maker(type):
        def __new__(cls, name, bases, body):  # noqa: ANN001, ANN204  no checker sees it
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            own = namedtuple(name, fields, defaults=defaults)  # noqa: PYI024  see above
            return type(name, (own, *bases[1:]), {"__slots__": (), **body})

    class Record(metaclass=_Maker):
        """A tuple with names for its fields."""
