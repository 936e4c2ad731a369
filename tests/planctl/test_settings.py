# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from planctl.errors import CommandError
from planctl.settings import Settings


def test_defaults_are_the_server_of_make_run():
    settings = Settings.from_environment({"PLAN_API_KEY": "k"})
    assert (settings.host, settings.port, settings.secure) == ("127.0.0.1", 8069, False)
    assert settings.database == "implementation"


def test_https_means_port_443():
    settings = Settings.from_environment(
        {"PLAN_API_KEY": "k", "PLAN_URL": "https://erp.example"}
    )
    assert (settings.port, settings.secure) == (443, True)


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "no_api_key"),
        ({"PLAN_API_KEY": "k", "PLAN_URL": "erp.example:80"}, "bad_url"),
        ({"PLAN_API_KEY": "k", "PLAN_TIMEOUT": "soon"}, "bad_timeout"),
    ],
)
def test_wrong_setting_is_named(environ, code):
    with pytest.raises(CommandError) as caught:
        Settings.from_environment(environ)
    assert caught.value.code == code


def test_api_key_is_not_in_a_message():
    with pytest.raises(CommandError) as caught:
        Settings.from_environment({"PLAN_API_KEY": "s3cret", "PLAN_URL": "nowhere"})
    assert "s3cret" not in str(caught.value)
