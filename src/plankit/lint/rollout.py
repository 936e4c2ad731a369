# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about environments and traffic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plankit.errors import INFO, WARNING
from plankit.lint.rule import (
    Context,
    Problem,
    Rule,
    at,
    each_or_all,
    is_empty,
    name_of,
    shorten,
)
from plankit.plan import Environment

#: Traffic may grow by this many points in one step without anyone asking.
JUMP = 50

_PRODUCTION = re.compile(r"(?i)\bprod(?:uction)?\b|\blive\b")
_AUTOMATIC = re.compile(r"(?i)^(?:yes|true|auto\w*)\b|\bon (?:merge|push|commit|tag)\b")
_NOT_REAL = re.compile(r"(?i)\b(?:test|internal|synthetic|shadow|staging|mirrored)\b")
_SOAK = re.compile(
    r"(?i)\b(?:soak|bake|hold|wait|observe|monitor)\w*\b|\d ?(?:h|hours?)\b"
)
_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,6})?$")


def is_production(environment: Environment) -> bool:
    return bool(_PRODUCTION.search(environment.name))


def environment_without_url(context: Context) -> Iterator[Problem]:
    environments = context.plan.environments
    return each_or_all("environments", environments, is_empty("url"), "url", "URL")


def production_auto_deploys(context: Context) -> Iterator[Problem]:
    for environment in context.plan.environments:
        automatic = _AUTOMATIC.search(environment.auto_deploy.strip())
        if is_production(environment) and automatic:
            name = name_of("environments", environment)
            how = shorten(environment.auto_deploy)
            message = f"{name} deploys by itself (auto-deploy: {how})."
            yield at("environments", environment, "auto_deploy", message)


def production_http(context: Context) -> Iterator[Problem]:
    for environment in context.plan.environments:
        plain = environment.url.strip().lower().startswith("http://")
        if is_production(environment) and plain:
            name = name_of("environments", environment)
            message = (
                f"{name} is reached without encryption: {shorten(environment.url)}."
            )
            yield at("environments", environment, "url", message)


def traffic_jump(context: Context) -> Iterator[Problem]:
    """Only steps of real users count: test traffic may be all or nothing."""
    if _SOAK.search(context.plan.traffic_progression):
        return
    before: Environment | None = None
    for environment in context.plan.environments:
        percent = environment.traffic_percent.strip()
        if not _NUMBER.match(percent) or _NOT_REAL.search(environment.traffic_kind):
            continue
        if before and float(percent) - float(before.traffic_percent) > JUMP:
            message = (
                f"Traffic jumps from {before.traffic_percent}% on"
                f" {name_of('environments', before)} to {percent}% on"
                f" {name_of('environments', environment)} without a soak."
            )
            yield at("environments", environment, "traffic_percent", message)
        before = environment


def no_rollback_command(context: Context) -> Iterator[Problem]:
    if context.plan.environments and not context.plan.rollback_command.strip():
        yield Problem(message="Nothing says how a release is rolled back.")


RULES = (
    Rule(
        "environment_without_url",
        INFO,
        environment_without_url,
        "An environment has no URL.",
        "Add its address.",
    ),
    Rule(
        "production_auto_deploys",
        WARNING,
        production_auto_deploys,
        "Production deploys without anyone deciding it.",
        "Write Manual, and let a person promote the release.",
    ),
    Rule(
        "production_http",
        WARNING,
        production_http,
        "Production is reached over http.",
        "Use https.",
    ),
    Rule(
        "traffic_jump",
        WARNING,
        traffic_jump,
        f"Traffic of real users grows by more than {JUMP} points without a soak.",
        "Add a step between, or say how long the step before is held.",
    ),
    Rule(
        "no_rollback_command",
        WARNING,
        no_rollback_command,
        "The plan rolls out, but nothing says how to roll back.",
        "Add a Rollback Command section.",
    ),
)
