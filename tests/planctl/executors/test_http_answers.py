# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers that come slowly, in pieces or broken, from a real HTTP server."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from planctl.executors.http import HttpExecutor
from tests.planctl.agent.recorder import Recorder


class Pages(BaseHTTPRequestHandler):
    """One method a path; slow ones write until the test is over."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.close_connection = True
        with contextlib.suppress(OSError):
            getattr(self, self.path.strip("/"))()

    def start(self, *headers):
        self.send_response(302 if headers[0][0] == "Location" else 200)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def drip(self):
        while not self.server.over.wait(0.1):
            self.server.asked.set()
            self.wfile.write(b"x")

    def slow_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip()

    def slow_body(self):
        self.start(("Content-Length", "1000000"))
        self.drip()

    def pieces(self):
        self.start(("Transfer-Encoding", "chunked"))
        for word in (b"all is ", b"well"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(word), word))
        self.wfile.write(b"0\r\n\r\n")

    def short(self):
        self.start(("Content-Length", "100"))
        self.wfile.write(b"half")

    def long(self):
        self.start(("Content-Length", "9000"))
        self.wfile.write(b"a" * 9000)

    def huge(self):
        self.start(("X-Endless", "yes"))
        while not self.server.over.is_set():
            self.wfile.write(b"y" * 65_536)

    def lost(self):
        self.start(("Location", "http://[lost"), ("Content-Length", "0"))

    def loop(self):
        self.start(("Location", "/loop"), ("Content-Length", "0"))

    def log_message(self, *_words):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.over, server.asked = threading.Event(), threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


def ask(url, timeout=60, **content):
    content = {"method": "GET", "url": url, **content}
    context = Recorder("http", content, timeout=timeout)
    return in_time(context), context


def in_time(context):
    """Its result; an executor that hangs fails the test instead of stopping it."""
    found = []
    worker = threading.Thread(target=lambda: found.append(HttpExecutor().run(context)))
    worker.daemon = True
    worker.start()
    worker.join(30)
    assert found, "It hangs or broke."
    return found[0]


@pytest.mark.parametrize("path", ["slow_head", "slow_body"])
def test_an_endless_answer_ends_at_the_deadline(site, path):
    result, _context = ask(f"{site.url}/{path}", timeout=1)
    assert (result.outcome, result.data["code"]) == ("error", "timeout")


@pytest.mark.parametrize("path", ["slow_head", "slow_body"])
def test_a_request_is_cancelled(site, path):
    context = Recorder("http", {"method": "GET", "url": f"{site.url}/{path}"})

    def stop():
        site.asked.wait()
        context.stop = True

    threading.Thread(target=stop, daemon=True).start()
    assert in_time(context).outcome == "cancelled"


def test_a_cancelled_job_asks_nobody(site):
    context = Recorder("http", {"method": "GET", "url": f"{site.url}/slow_body"})
    context.stop = True
    assert in_time(context).outcome == "cancelled"
    assert not site.asked.is_set()


def test_an_answer_in_pieces_is_read_whole(site):
    result, context = ask(f"{site.url}/pieces", expect_text="all is well")
    assert result.outcome == "succeeded"
    assert "all is well" in context.text()


def test_half_an_answer_is_none(site):
    result, _context = ask(f"{site.url}/short", expect_text="half")
    assert (result.outcome, result.data["code"]) == ("error", "no_answer")


def test_the_log_has_the_beginning_alone(site):
    result, context = ask(f"{site.url}/long")
    assert result.outcome == "succeeded"
    assert context.text().count("a") == 4_000


def test_a_body_without_end_is_cut(site):
    result, _context = ask(f"{site.url}/huge", expect_text="yyy")
    assert (result.outcome, result.data) == ("succeeded", {"status": 200})


@pytest.mark.parametrize("path", ["lost", "loop"])
def test_a_redirect_to_nowhere_is_an_error(site, path):
    result, _context = ask(f"{site.url}/{path}")
    assert (result.outcome, result.data["code"]) == ("error", "no_answer")


@pytest.mark.parametrize("url", ["http://[bad", "nothing", "file:///etc/hostname", ""])
def test_what_is_no_address_is_an_error(url):
    result, _context = ask(url)
    assert (result.outcome, result.data["code"]) == ("error", "no_answer")
