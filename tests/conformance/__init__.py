"""Does a server keep to the protocol? `check` reads a recorded session and lists what breaks it.

The schema is lsprotocol's types, the rules are those of the Language Server Protocol 3.17. The client is taken as it
is: what it does wrong is no violation, and a server need not make sense of it.
"""

from conformance import (
    channels,
    features,
    framing,
    members,
    methods,
    order,
    progress,
    ranges,
    registration,
    remedies,
    rpc,
    shape,
)
from conformance.session import Session
from conformance.violation import Violation
from recording import Recording

_FRAMES = (framing.check, rpc.check, order.check)
_CONTENTS = (
    methods.check,
    members.check,
    remedies.check,
    features.check,
    ranges.check,
    channels.check,
    progress.check,
    registration.check,
)


def check(recording: Recording) -> list[Violation]:
    """In the order of the messages; a message of the wrong shape is looked into no further."""
    session = Session(recording.read())
    ill_shaped = list(shape.check(session))
    found = ill_shaped + [violation for family in _FRAMES for violation in family(session)]
    session.ill = frozenset(violation.index for violation in found)
    found += [violation for family in _CONTENTS for violation in family(session)]
    return sorted(found, key=lambda violation: violation.index)
