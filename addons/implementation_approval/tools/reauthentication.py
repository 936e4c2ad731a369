# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who signs proves at each signature that they are who is logged in.

Odoo's own ``check_identity`` remembers ten minutes and differs by series.
"""

from odoo.exceptions import AccessDenied, AccessError

from odoo.addons.implementation_base.compat import check_totp
from odoo.addons.implementation_base.refusal import coded

PASSWORD, PASSWORD_TOTP, LOGIN = "password", "password+totp", "login"


def reauthenticate(env, password, code=""):
    """How the user of ``env`` proved it; anything but a proof is refused.

    ``password`` is the user's own, an API key is none; ``code`` is asked of users
    with two-factor authentication. Failures count towards Odoo's login cooldown.
    """
    user = env.user
    if not isinstance(password, str) or not password:
        _refuse(env, env._("Type your password to sign."))
    try:
        with user._assert_can_auth(user=user.login):
            _check_password(user, password)
            return _check_second_factor(user, code)
    except AccessDenied:
        _refuse(env, env._("Password or code is wrong. Nothing was signed. Try again."))


def _check_password(user, password):
    credential = {"type": "password", "login": user.login, "password": password}
    found = user._check_credentials(credential, {"interactive": True})
    if not found or found.get("uid") != user.id:
        raise AccessDenied()


def _check_second_factor(user, code):
    kind = user._mfa_type()
    if kind is None:
        return PASSWORD
    digits = "".join(str(code or "").split())
    # Another second factor than an app's code cannot be asked here: that fails.
    if kind != "totp" or not digits.isdecimal():
        raise AccessDenied()
    check_totp(user, int(digits))
    return PASSWORD_TOTP


def needs_code(user):
    """Whether the page asks for the code of an authenticator."""
    return user._mfa_type() is not None


def _refuse(env, message):
    raise AccessError(coded("reauthentication_failed", message))
