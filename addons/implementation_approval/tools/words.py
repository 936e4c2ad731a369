# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Refusals of ``plankit.signoff`` in words for a person, with the way out."""

from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.refusal import coded

#: Refusals that say who a person is, not what state a request is in.
_ABOUT_PEOPLE = frozenset(
    {
        "not_asked",
        "own_request",
        "author_signs",
        "doer_signs",
        "operator_signs",
        "signed_for_other_role",
        "delegation_to_self",
    }
)


def refusal(env, error, record):
    """The exception for a ``SignRefused``: the code, the request, the way out."""
    kind = AccessError if error.code in _ABOUT_PEOPLE else UserError
    name = record.display_name or ""
    people = _names(env, error)
    words = {**_signing_words(env, name, people), **_delegation_words(env, people)}
    return kind(coded(error.code, words.get(error.code, error.message)))


def _names(env, error):
    ids = error.values.get("people") or (error.values.get("who"),)
    # sudo: who stands in the way is named, whoever may read users
    users = env["res.users"].sudo().browse([id_ for id_ in ids if id_])
    return ", ".join(users.mapped("name"))


def _signing_words(env, name, people):
    values = {"request": name, "people": people}
    return {
        "not_pending": env._(
            "%(request)s is not open for signing. Reload the page.", **values
        ),
        "not_requested": env._(
            "%(request)s was planned and nobody was asked yet. "
            "A planner asks for it first.",
            **values,
        ),
        "not_asked": env._(
            "%(people)s was not asked for %(request)s. "
            "A planner names who signs, or whoever is asked delegates.",
            **values,
        ),
        "own_request": env._(
            "%(people)s asked for %(request)s and cannot sign it. Another person must.",
            **values,
        ),
        "author_signs": env._(
            "%(people)s wrote what %(request)s covers and cannot sign it. "
            "Another person of the role must.",
            **values,
        ),
        "doer_signs": env._(
            "%(people)s did the work that %(request)s is about and cannot sign it. "
            "Another person must.",
            **values,
        ),
        "operator_signs": env._(
            "%(people)s operates what %(request)s covers and cannot sign it. "
            "Another person must.",
            **values,
        ),
        "already_signed": env._(
            "%(people)s has signed %(request)s. One person signs once.", **values
        ),
        "signed_for_other_role": env._(
            "%(people)s has signed for another role. One person counts once; "
            "another person must sign %(request)s.",
            **values,
        ),
        "not_your_turn": env._(
            "%(request)s comes later: sign-offs of a lower order are still open.",
            **values,
        ),
    }


def _delegation_words(env, people):
    return {
        "delegation_to_self": env._("Nobody delegates to themself. Choose another."),
        "delegation_dates": env._("A delegation ends on or after its first day."),
        "delegation_circle": env._(
            "Delegations would lead in a circle: %(people)s. Choose another person.",
            people=people,
        ),
    }
