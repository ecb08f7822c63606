"""The log of a store: which files are committed.

The rules are those of docs/store-format.md; nothing here looks into folders of tables.
"""

import gzip
import hashlib
import json
import re
import zlib

_NAME = re.compile(r"(commit|part|checkpoint)-([0-9]{12})\.json(\.gz)?")

# What a number of the log may have, in the order in which it is looked for.
_KINDS = [("checkpoint", ".gz"), ("checkpoint", ""), ("part", ".gz"), ("commit", "")]
_TABLE = re.compile(r"[a-z][a-z0-9-]{0,60}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.parquet")
_LONGEST = 200

# The newest rules that this reader knows.
PROTOCOL = 3

_REMEDY = "; restore it from a copy, or let `shallows verify --rebuild` make a log from the data files"


class StoreError(Exception):
    """A store that is none, is damaged, or has not what was asked for."""


class StoreChanged(StoreError):
    """Files left the store while it was read."""


def require_readable(place, minimum_reader):
    """Refuses what a later version wrote by rules that are not known here."""
    if minimum_reader > PROTOCOL:
        raise StoreError(
            f"{place} was written by a later version: it needs protocol {minimum_reader}, and this one knows"
            f" {PROTOCOL}; install the later version"
        )


def read(folder):
    """Number of the last commit of the store in a folder, and its groups by id.

    A run deletes what parts and checkpoints repeat: a file that is gone is looked for once more.
    """
    for attempt in (1, 2, 3):
        before = _names(folder)
        try:
            return _read(folder, before)
        except StoreError:
            if attempt == 3 or _names(folder) == before:
                raise
    raise AssertionError("the last attempt returns or raises")


def _names(folder):
    log = folder / "_log"
    if log.is_symlink() or not log.is_dir():
        return []
    return sorted(file.name for file in log.iterdir() if _NAME.fullmatch(file.name))


def _read(folder, names):
    present, last = {}, 0
    for name in names:
        kind, number, packed = _NAME.fullmatch(name).groups()
        if kind == "commit" and (folder / "_log" / name).stat().st_size == 0:
            continue  # somebody has taken the number and written nothing
        present.setdefault(int(number), set()).add((kind, packed or ""))
        last = max(last, int(number))
    steps, number = [], last
    while number > 0:
        step = _step(folder, number, present.get(number, set()))
        steps.append(step)
        number = step["after"]
    groups = {}
    for step in reversed(steps):
        _apply(groups, step)
    return last, groups


def _step(folder, number, present):
    """What leads from an earlier commit, number after, to this one."""
    damage = None
    for kind in _KINDS:
        if kind in present:
            try:
                return _open(folder, *kind, number)
            except StoreError as wrong:
                damage = damage or wrong
    raise damage or StoreError(f"{folder / _path('commit', '', number)} is missing{_REMEDY}")


def _path(kind, packed, number):
    return f"_log/{kind}-{number:012d}.json{packed}"


def _open(folder, kind, packed, number):
    file = folder / _path(kind, packed, number)
    if file.is_symlink():
        raise StoreError(f"{file} is a symbolic link, which are not followed in a store{_REMEDY}")
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise StoreError(f"{file} is missing{_REMEDY}") from None
    step = _lines(file, data) if packed else _commit(file, data)
    if step.get("number") != number:
        raise StoreError(f"{file} says that it is commit {step.get('number')}{_REMEDY}")
    if not packed:
        step["after"] = 0 if kind == "checkpoint" else step.get("previous") or number - 1
    for group in step["added"]:
        for entry in group["files"]:
            _require_plain(file, entry["table"], entry["name"])
    return step


def _commit(file, data):
    digest, line, body = data.partition(b"\n")
    if not line or hashlib.sha256(body).hexdigest().encode() != digest:
        raise StoreError(f"{file} is truncated or altered{_REMEDY}")
    commit = json.loads(body)
    require_readable(file, commit.get("minimumReader") or 0)
    return commit


def _lines(file, data):
    """A part or checkpoint: head, ids that left, groups that came, and the digest of these lines."""
    try:
        text = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        raise StoreError(f"{file} is truncated or altered{_REMEDY}") from None
    end = text.rfind(b"\n") + 1
    if hashlib.sha256(text[:end]).hexdigest().encode() != text[end:]:
        raise StoreError(f"{file} is truncated or altered{_REMEDY}")
    lines = text[:end].splitlines()
    head = json.loads(lines[0])
    require_readable(file, head["minimumReader"])
    first = 1 + head["removed"]
    added = [json.loads(line) for line in lines[first : first + head["added"]]]
    return {**head, "removed": [json.loads(line) for line in lines[1:first]], "added": added}


def _require_plain(file, table, name):
    inside = name[len(table) + 1 :]
    if (
        not _TABLE.fullmatch(table)
        or not name.startswith(table + "/")
        or len(inside) > _LONGEST
        or not _FILE.fullmatch(inside)
    ):
        raise StoreError(f"{file}: {name!r} is no file of a table {table!r} of a store{_REMEDY}")


def _apply(groups, commit):
    for group in commit["removed"]:
        groups.pop(group, None)
    for group in commit["added"]:
        groups.pop(group["id"], None)
        groups[group["id"]] = group
