# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Between an agent and its server: at a named call, something is killed."""

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JOB = "implementation.job"


class Trap:
    """At the ``nth`` call of ``method``, ``before`` or ``after`` the server has it.

    ``spring`` kills; the call then gets no answer, as if the wire were cut.
    """

    def __init__(self, method, nth, when, spring):
        self.method, self.nth, self.when, self.spring = method, nth, when, spring
        self.seen = 0
        self.sprung = threading.Event()

    def at(self, method, when):
        if method != self.method or self.sprung.is_set():
            return False
        if when == "before":
            self.seen += 1
        return self.seen == self.nth and when == self.when


class Proxy:
    """Passes JSON-RPC on to a port of this machine; ``trap`` may be None."""

    def __init__(self, port):
        self.port, self.trap = port, None
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                proxy.pass_on(self)

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def pass_on(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        method = method_of(body)
        if self.springs(method, "before"):
            return self.cut(handler)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            headers = {"Content-Type": "application/json"}
            if cookie := handler.headers.get("Cookie"):
                headers["Cookie"] = cookie
            connection.request("POST", handler.path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
        except OSError:
            return self.cut(handler)
        if self.springs(method, "after"):
            return self.cut(handler)
        handler.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() in ("content-type", "set-cookie"):
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def springs(self, method, when):
        trap = self.trap
        if trap is None or not trap.at(method, when):
            return False
        trap.spring()
        trap.sprung.set()
        return True

    def cut(self, handler):
        handler.close_connection = True
        handler.connection.close()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def method_of(body):
    """The method of ``implementation.job`` that a request calls, else ''."""
    params = json.loads(body).get("params") or {}
    args = params.get("args") or []
    if params.get("method") != "execute_kw" or len(args) < 5 or args[3] != JOB:
        return ""
    return args[4]
