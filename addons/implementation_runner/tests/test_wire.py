# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import ValidationError

from .common import JobCase


class TestWire(JobCase):
    """Whoever has a login may send anything; nothing of it is an error of ours."""

    def assert_code(self, code, job, *arguments):
        self.assert_refused(code, ValidationError, self.agent_call, job, *arguments)

    def test_strange_progress_is_refused(self):
        job, token = self.running()
        good = {"done": 1, "total": 2, "text": ""}
        for wrong in [
            None,
            True,
            [],
            {},
            {**good, "more": 1},
            {**good, "done": "1"},
            {**good, "done": float("nan")},
            {**good, "total": float("inf")},
            {**good, "text": 7},
            {**good, "text": "x" * 4001},
        ]:
            with self.subTest(wrong=str(wrong)[:40]):
                self.assert_code("bad_progress", job, "heartbeat", token, wrong)

    def test_strange_chunks_are_refused(self):
        job, token = self.running()
        good = self.chunks("a")[0]
        for wrong in [
            None,
            "a",
            [good] * 51,
            [good, good],
            [None],
            [{**good, "sequence": -1}],
            [{**good, "sequence": True}],
            [{**good, "stream": "x"}],
            [{**good, "text": "a\0b"}],
            [{**good, "text": "x" * 16_001}],
            [{**good, "more": 1}],
        ]:
            with self.subTest(wrong=str(wrong)[:40]):
                self.assert_code("bad_chunk", job, "append_log", token, wrong)

    def test_strange_results_are_refused(self):
        job, token = self.running()
        good = self.result()
        deep = {}
        for _level in range(5000):
            deep = {"a": deep}
        wrongs = [
            None,
            {},
            {**good, "more": 1},
            {**good, "outcome": "lost"},
            {**good, "outcome": []},
            {**good, "exit_code": True},
            {**good, "exit_code": 2**40},
            {**good, "duration": -1},
            {**good, "duration": float("nan")},
            {**good, "chunks": -1},
            {**good, "digest": 7},
            {**good, "message": "x" * 4001},
            {**good, "data": []},
            {**good, "data": {"a": "x" * 300_000}},
            {**good, "data": {"a": float("nan")}},
            {**good, "data": deep},
        ]
        for place, wrong in enumerate(wrongs):
            with self.subTest(place):
                self.assert_code("bad_result", job, "complete", token, wrong)
        self.assertEqual(job.state, "leased")
