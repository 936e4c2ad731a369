# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Migration scripts of a commit, as the checkout beside the agent has them.

Nothing of the repository is run, checked out or fetched: files are read from its
objects, so that an unsaved edit in the folder changes nothing.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from typing import Any

from planctl.executors.base import Context, Result, error
from plankit.redact import Redactor
from plankit.scripts_pack import MOST_BYTES, MOST_FILES, packed

#: How large a result may be on its way, in characters.
LARGEST = 240_000
_LONGEST_WAIT = 60.0
#: No prompt, no lock, no fetch of what a partial clone lacks.
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
_FILES = ("100644", "100755")


class GitScriptsExecutor:
    """``{folder, ref}``; gives ``{commit, files}``, packed by ``scripts_pack``."""

    def run(self, context: Context) -> Result:
        content = context.order.content
        if not context.target.get("workdir"):
            return error(
                "no_workdir", f"The policy gives {context.order.target} no workdir."
            )
        try:
            commit = _commit(context, str(content.get("ref") or "HEAD"))
            files = _read(context, f"{commit}:{content['folder']}")
        except _Failed as failed:
            return failed.result
        context.log("stdout", "".join(f"{name}\n" for name in files))
        secret = _first_with_secret(context.secrets, files)
        if secret:
            return error("secret_in_script", f"{secret} holds a secret of this agent.")
        text = packed(files)
        if len(text) > LARGEST:
            return error(
                "folder_too_large",
                f"{len(files)} scripts are too large to be sent. Upload the folder.",
            )
        count = len(files)
        data = {"commit": commit, "files": text, "count": count}
        return Result("succeeded", 0, data, f"{count} files of {commit[:12]}.")


class _Failed(Exception):
    def __init__(self, result: Result) -> None:
        super().__init__(result.message)
        self.result = result


def _commit(context: Context, ref: str) -> str:
    if ref.startswith("-") or "\0" in ref:
        raise _Failed(error("bad_ref", f"{ref!r} is no branch, tag or commit."))
    words = ("rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    return _git(context, *words).decode().strip()


def _read(context: Context, tree: str) -> dict[str, bytes]:
    """The ``.sql`` files of a folder; links, and what is below it, are left out."""
    wanted: dict[str, str] = {}
    size = 0
    for entry in _git(context, "ls-tree", "-z", "-l", tree).split(b"\0"):
        if not entry:
            continue
        head, _tab, raw = entry.partition(b"\t")
        mode, _kind, blob, length = head.decode().split()
        name = raw.decode("utf-8", "replace")
        if mode in _FILES and name.isprintable() and name.lower().endswith(".sql"):
            wanted[name] = blob
            size += int(length)
        else:
            context.log("agent", f"{name} is left out.\n")
    if len(wanted) > MOST_FILES or size > MOST_BYTES:
        raise _Failed(
            error(
                "folder_too_large", f"{len(wanted)} files, {size} bytes are too many."
            )
        )
    if not wanted:
        raise _Failed(error("no_scripts", f"{tree} has no .sql file."))
    return _blobs(context, wanted)


def _blobs(context: Context, wanted: Mapping[str, str]) -> dict[str, bytes]:
    asked = "".join(f"{blob}\n" for blob in wanted.values()).encode()
    answer = _git(context, "cat-file", "--batch", given=asked)
    found, place = {}, 0
    for name in wanted:
        end = answer.index(b"\n", place)
        length = int(answer[place:end].split()[-1])
        found[name] = answer[end + 1 : end + 1 + length]
        place = end + 1 + length + 1
    return found


def _git(context: Context, *words: str, given: bytes = b"") -> bytes:
    if context.cancelled():
        raise _Failed(Result("cancelled", message="Stopped."))
    folder: Any = context.target["workdir"]
    left = max(1.0, context.deadline - time.monotonic())
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            input=given,
            capture_output=True,
            env={**context.environment, **_QUIET},
            timeout=min(left, _LONGEST_WAIT),
            check=False,
        )
    except FileNotFoundError as failure:
        raise _Failed(error("command_missing", "git is not installed.")) from failure
    except subprocess.TimeoutExpired as failure:
        raise _Failed(error("timeout", "git took too long.")) from failure
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise _Failed(error("git_failed", said))
    return done.stdout


def _first_with_secret(secrets: Mapping[str, str], files: Mapping[str, bytes]) -> str:
    """A file that would carry a secret to the server, past the masks of the log."""
    mask = Redactor(secrets).mask
    for name, data in files.items():
        text = data.decode("utf-8", "replace")
        if mask(text) != text:
            return name
    return ""
