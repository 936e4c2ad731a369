# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``server``: a real Odoo process on a fresh database with the suite and its demo."""

import os
from collections.abc import Iterator

import pytest

from tools import settings
from tools.testing import live


@pytest.fixture(scope="session")
def server() -> Iterator[live.LiveServer]:
    """``.url .database .login .password .api_key .series .environment .call() ...``."""
    with live.server(settings.read(os.environ)) as running:
        yield running
