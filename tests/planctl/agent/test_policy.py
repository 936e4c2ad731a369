# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The operator's files: policy, secrets, key."""

import pytest
from click.testing import CliRunner

from planctl import agent_policy, agent_secrets
from planctl.cli import main
from planctl.errors import CommandError
from plankit import ed25519
from tests.planctl.agent.boxes import policy_file


@pytest.fixture
def key(tmp_path):
    return ed25519.create(tmp_path / "key.pem")


def refusal(path):
    with pytest.raises(CommandError) as caught:
        agent_policy.load(path)
    assert caught.value.code == "bad_policy"
    return caught.value.message


def test_a_policy_that_others_may_write_is_refused(tmp_path, key):
    path = policy_file(tmp_path, key)
    agent_policy.load(path)
    path.chmod(0o622)
    assert "chmod go-w" in refusal(path)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("colour = 1", "colour"),
        ("revoked = 1", "revoked"),
        ("min_signed = -1", "min_signed"),
        ("min_signed = true", "min_signed"),
        ("urls = [1]", "urls"),
        ('urls = ["https://a.example.com"]', "slash"),
        ('secrets = ["PLAN_API_KEY"]', "PLAN_API_KEY"),
        ('environment = ["PLAN_API_KEY"]', "PLAN_API_KEY"),
        ("= 1", "line 5"),
    ],
)
def test_mistakes_are_named(tmp_path, key, more, named):
    assert named in refusal(policy_file(tmp_path, key, more))


def test_patterns_and_keys_are_checked(tmp_path, key):
    path = policy_file(tmp_path, key)
    text = path.read_text()
    path.write_text(text.replace('".*"', '"("'))
    assert "commands" in refusal(path)
    path.write_text(text.replace(key.keyid, "0" * 16))
    assert "not the key of that name" in refusal(path)
    path.write_text(text.replace('["shell"]', '["telnet"]'))
    assert "telnet" in refusal(path)
    path.write_text(text.partition("[keys]")[0])
    assert "keys" in refusal(path)


@pytest.mark.parametrize("more", ['secrets = ["OTHER"]', 'dsn_env = "OTHER"'])
def test_a_target_names_no_secret_that_the_agent_lacks(tmp_path, key, more):
    path = policy_file(tmp_path, key)
    path.write_text(f"{path.read_text()}\n[targets.other]\n{more}\n")
    said = refusal(path)
    assert "targets.other" in said
    assert "OTHER" in said
    path.write_text(f'secrets = ["OTHER"]\n{path.read_text()}')
    assert agent_policy.load(path).secrets == ("OTHER",)


@pytest.mark.parametrize("more", ["work_dir = '/srv'", 'kinds = ["telnet"]'])
def test_a_target_has_no_setting_that_nobody_reads(tmp_path, key, more):
    path = policy_file(tmp_path, key)
    path.write_text(f"{path.read_text()}\n[targets.other]\n{more}\n")
    assert "targets.other" in refusal(path)


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("https://a.example.com/", True),
        ("https://a.example.com/health?x=../y", True),
        ("https://a.example.com.evil.org/", False),
        ("https://a.example.com/v1/../admin", False),
        ("https://a.example.com/v1/%2e%2E/admin", False),
        ("https://a.example.com/v1/..%5cadmin", False),
    ],
)
def test_an_address_stays_below_what_is_listed(tmp_path, key, url, is_allowed):
    path = policy_file(tmp_path, key, 'urls = ["https://a.example.com/"]')
    assert agent_policy.load(path)._reaches(url) is is_allowed


def test_a_missing_file_is_named(tmp_path):
    assert "policy.toml" in refusal(tmp_path / "policy.toml")


def test_secrets_come_from_a_closed_file_or_the_environment(tmp_path):
    path = tmp_path / "secrets"
    path.write_text("# mine\nA=one=1234\n\nB = twotwo\n")
    path.chmod(0o600)
    found = agent_secrets.load(["A", "C"], path, {"C": "threes", "A": "other"})
    assert found == {"A": "one=1234", "C": "threes"}
    path.chmod(0o640)
    with pytest.raises(CommandError, match="open_secrets"):
        agent_secrets.load(["A"], path, {})


def test_a_secret_without_a_value_or_too_short_to_mask_is_refused():
    with pytest.raises(CommandError, match="no_secret"):
        agent_secrets.load(["A"], None, {})
    with pytest.raises(CommandError, match="secret_too_short"):
        agent_secrets.load(["A"], None, {"A": "abc"})


def test_keygen_makes_a_key_and_prints_its_line(tmp_path):
    path = tmp_path / "new.pem"
    done = CliRunner().invoke(main, ["keygen", str(path)])
    key = ed25519.load(path)
    assert done.output.strip() == f'"{key.keyid}" = "{key.public}"'
    again = CliRunner().invoke(main, ["keygen", str(path)])
    assert again.exit_code == 2
    assert ed25519.load(path) == key or ed25519.load(path).keyid == key.keyid
