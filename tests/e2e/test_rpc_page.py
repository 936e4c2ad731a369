# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The examples of docs/rpc.md do what the page says."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "rpc.md"


def test_examples_of_the_page_run(server):
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) == 3
    names = {
        "URL": server.url,
        "DB": server.database,
        "LOGIN": server.login,
        "KEY": server.api_key,
    }
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
