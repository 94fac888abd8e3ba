"""The one answer of Alibaba Cloud that an Infrastructure needs before it is created.

Answers every request with it, at the address HOST:PORT, until its standard input ends.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

ZONES = {"RequestId": "1", "Zones": [{"ZoneId": "cn-shanghai-b", "LocalName": "b"}]}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(ZONES).encode())


if __name__ == "__main__":
    host, port = sys.argv[1].split(":")
    server = ThreadingHTTPServer((host, int(port)), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.buffer.read()
