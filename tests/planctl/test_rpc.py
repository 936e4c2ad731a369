# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is no answer of Odoo is a server that is away, whatever it says."""

import socket
import threading
from contextlib import contextmanager

import pytest

from planctl.errors import CommandError
from planctl.rpc import OdooServer
from planctl.settings import Settings

_HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


@contextmanager
def answering(words):
    """An address where each request gets these bytes, and the line is cut."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            while True:
                try:
                    line, _address = listener.accept()
                except OSError:
                    return
                with line:
                    line.recv(65_536)
                    line.sendall(words)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"no protocol that one knows\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\n\r\n",
        _HEAD + b"\r\n<html>Back in a minute</html>",
        _HEAD + b'Content-Length: 900\r\n\r\n{"jsonrpc": "2.0", "res',
        _HEAD + b"\r\n\xff\xfe",
    ],
)
def test_an_answer_that_is_none_is_a_server_that_is_away(words):
    with answering(words) as port:
        settings = Settings.from_environment(
            {
                "PLAN_URL": f"http://127.0.0.1:{port}",
                "PLAN_DATABASE": "shop",
                "PLAN_LOGIN": "runner",
                "PLAN_API_KEY": "0123456789",
            }
        )
        with pytest.raises(CommandError) as caught:
            OdooServer(settings)
    assert caught.value.code == "no_server"
    assert "0123456789" not in caught.value.message
