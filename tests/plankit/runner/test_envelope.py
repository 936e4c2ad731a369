# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An order is opened only as it was signed, for whom it was signed, in its time."""

import base64
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit import ed25519, envelope
from plankit.canonical import canonical, digest
from plankit.envelope import JOB_TYPE, EnvelopeRefused, Order

NOW = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
CONTENT = {"command": "psql -c 'select 1'", "secrets": ["PGPASSWORD"]}
ORDER = Order(
    server="5c6e",
    job=7,
    token=2,
    agent="runner/db-1",
    kind="shell",
    target="staging",
    content=CONTENT,
    content_hash=digest(CONTENT),
    timeout=600,
    progress_timeout=60,
    output_limit=1_000_000,
    issued_at=NOW,
    expires_at=NOW + timedelta(hours=1),
    signed=({"role": "SRE", "user": "ana"},),
)


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return ed25519.create(tmp_path_factory.mktemp("keys") / "server.pem")


@pytest.fixture(scope="module")
def keys(key):
    return {key.keyid: ed25519.checker(key.public)}


def sealed(key, value):
    return envelope.sealed(JOB_TYPE, value, key.keyid, key.sign)


def read(value, keys, now=NOW, server="5c6e", agent="runner/db-1", revoked=()):
    opened = envelope.opened(value, JOB_TYPE, keys, revoked)
    return envelope.read_order(opened, server=server, agent=agent, now=now)


def refused(*args, **kwargs):
    with pytest.raises(EnvelopeRefused) as error:
        read(*args, **kwargs)
    return error.value.code


def test_order_comes_back_as_it_was_signed(key, keys):
    assert read(sealed(key, envelope.order_value(ORDER)), keys) == ORDER


def test_every_bit_of_the_payload_counts(key, keys):
    good = sealed(key, envelope.order_value(ORDER))
    payload = base64.b64decode(good["payload"])
    for place in range(len(payload)):
        for bit in (1, 32, 128):
            other = bytearray(payload)
            other[place] ^= bit
            text = base64.b64encode(bytes(other)).decode()
            assert refused({**good, "payload": text}, keys) == "bad_signature"


def test_every_character_of_the_envelope_counts(key, keys):
    text = json.dumps(sealed(key, envelope.order_value(ORDER)), separators=(",", ":"))
    for place, char in enumerate(text):
        for other in {"A", "0", chr(ord(char) ^ 1)} - {char}:
            mutated = text[:place] + other + text[place + 1 :]
            try:
                value = json.loads(mutated)
            except ValueError:
                continue
            with pytest.raises(EnvelopeRefused):
                read(value, keys)


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4))
def test_anything_else_is_refused_with_a_code(value):
    with pytest.raises(EnvelopeRefused) as error:
        envelope.opened(value, JOB_TYPE, {})
    assert error.value.code == "bad_envelope"


def test_unknown_and_revoked_keys_open_nothing(key, keys, tmp_path):
    other = ed25519.create(tmp_path / "other.pem")
    assert refused(sealed(other, envelope.order_value(ORDER)), keys) == "unknown_key"
    good = sealed(key, envelope.order_value(ORDER))
    assert refused(good, keys, revoked=[key.keyid]) == "revoked_key"
    assert refused(good, {}, revoked=[key.keyid]) == "revoked_key"
    named = {**good, "signatures": [{**good["signatures"][0], "keyid": other.keyid}]}
    trusted = {**keys, other.keyid: ed25519.checker(other.public)}
    assert refused(named, trusted) == "bad_signature"


def test_type_of_another_statement_opens_no_order(key, keys):
    other = envelope.sealed(
        "application/vnd.in-toto+json",
        envelope.order_value(ORDER),
        key.keyid,
        key.sign,
    )
    assert refused(other, keys) == "bad_envelope"
    assert refused({**other, "payloadType": JOB_TYPE}, keys) == "bad_signature"


def test_order_of_another_server_or_agent_is_foreign(key, keys):
    good = sealed(key, envelope.order_value(ORDER))
    assert refused(good, keys, server="other") == "foreign_job"
    assert refused(good, keys, agent="runner/db-2") == "foreign_job"


def test_order_has_its_time(key, keys):
    good = sealed(key, envelope.order_value(ORDER))
    last = ORDER.expires_at - timedelta(seconds=1)
    assert read(good, keys, now=last) == ORDER
    assert refused(good, keys, now=ORDER.expires_at) == "expired"
    skew = timedelta(seconds=envelope.CLOCK_SKEW)
    assert read(good, keys, now=NOW - skew) == ORDER
    late = NOW - skew - timedelta(seconds=1)
    assert refused(good, keys, now=late) == "not_yet"


def test_content_of_another_hash_is_refused_although_it_is_signed(key, keys):
    other = replace(ORDER, content={**CONTENT, "command": "rm -rf /"})
    good = sealed(key, envelope.order_value(other))
    assert refused(good, keys) == "content_mismatch"


@pytest.mark.parametrize("name", sorted(envelope.order_value(ORDER)))
@pytest.mark.parametrize("bad", [None, True, -1, 1.5, [], {"a": 1}, "x"])
def test_field_of_another_kind_is_refused_although_it_is_signed(key, keys, name, bad):
    value = {**envelope.order_value(ORDER), name: bad}
    try:
        good = sealed(key, value)
    except TypeError:
        return
    if name == "signed" and bad == []:
        assert read(good, keys).signed == ()
        return
    if (name, bad) in (("target", "x"), ("kind", "x")):
        assert getattr(read(good, keys), name) == "x"
        return
    with pytest.raises(EnvelopeRefused):
        read(good, keys)


@pytest.mark.parametrize("name", sorted(envelope.order_value(ORDER)))
def test_field_too_few_or_too_many_is_refused(key, keys, name):
    value = envelope.order_value(ORDER)
    few = {k: v for k, v in value.items() if k != name}
    assert refused(sealed(key, few), keys) == "bad_format"
    assert refused(sealed(key, {**value, f"{name}_": 1}), keys) == "bad_format"


def test_payload_that_is_not_canonical_is_refused_although_it_is_signed(key, keys):
    value = envelope.order_value(ORDER)
    for text in (
        json.dumps(value),
        canonical(value)[:-1] + ',"job":7}',
        "[1",
        canonical(value) + " ",
    ):
        payload = text.encode()
        signature = key.sign(envelope.pae(JOB_TYPE, payload))
        good = {
            "payloadType": JOB_TYPE,
            "payload": base64.b64encode(payload).decode(),
            "signatures": [
                {"keyid": key.keyid, "sig": base64.b64encode(signature).decode()}
            ],
        }
        assert refused(good, keys) == "bad_format"


def test_key_file_is_its_owners_alone(tmp_path):
    path = tmp_path / "server.pem"
    made = ed25519.create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert ed25519.load(path).public == made.public
    assert ed25519.keyid_of(made.public) == made.keyid
    with pytest.raises(FileExistsError):
        ed25519.create(path)
    for mode in (0o640, 0o604, 0o620, 0o601):
        path.chmod(mode)
        with pytest.raises(ed25519.KeyRefused) as error:
            ed25519.load(path)
        assert error.value.code == "open_key"


@pytest.mark.parametrize("text", [None, "", "no key", "-----BEGIN PRIVATE KEY-----\n"])
def test_file_without_a_key_is_refused(tmp_path, text):
    path = tmp_path / "server.pem"
    if text is not None:
        path.write_text(text)
        path.chmod(0o600)
    with pytest.raises(ed25519.KeyRefused) as error:
        ed25519.load(path)
    assert error.value.code == "no_key"


@pytest.mark.parametrize("public", ["", "abc", "AAAA", "é" * 44])
def test_text_that_is_no_public_key_is_refused(public):
    with pytest.raises(ed25519.KeyRefused):
        ed25519.checker(public)
