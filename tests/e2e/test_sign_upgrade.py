# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was signed is the same after the addon was updated."""

import pytest
import sign_world

from plankit import assigned, verify


@pytest.fixture(scope="module")
def world(server):
    return sign_world.build(server)


def bundle_of(world):
    return world.call("sign_mighty", "implementation.event", "get_bundle", [])


def exports_of(world, bundle):
    model, method = "implementation.signature", "export_as_signed"
    ids = world.call("sign_mighty", model, "search", [[], 0, 0, "number"])
    assert len(ids) == len(bundle["signatures"])
    return [world.call("sign_mighty", model, method, [[id_]]) for id_ in ids]


def test_signatures_export_the_same_after_an_update(world, server):
    place = [["$place"], {"url": "upgrade.example.org"}]
    world.call("sign_planner", "implementation.environment", "write", place)
    ann = sign_world.Browser(world, "sign_ann")
    assert ann.sign("sre") == (303, "done=approved")
    before = bundle_of(world)
    exported = exports_of(world, before)
    server.instance.load(server.database, "-u", "implementation_approval")
    after = bundle_of(world)
    assert after == before
    assert exports_of(world, after) == exported
    for found in exported:
        assert assigned.digest_of(found["document"]) == found["sha256"]
    report = verify.verify(after, (), assigned.digest_of)
    assert not report.faults
    assert report.signatures == len(exported) > 0
    # Signed content still stands: an update edits nothing.
    state = world.call(
        "sign_mighty", "implementation.approval", "read", [["$sre"], ["status"]]
    )
    assert state[0]["status"] == "approved"
