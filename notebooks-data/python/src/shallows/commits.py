"""The log of a store: which files are committed.

The rules are those of docs/store-format.md; nothing here looks into folders of tables.
"""

import hashlib
import json
import re

_NAME = re.compile(r"(commit|checkpoint)-([0-9]{12})\.json")
_TABLE = re.compile(r"[a-z][a-z0-9-]{0,60}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.parquet")
_LONGEST = 200

# The newest rules that this reader knows.
PROTOCOL = 2

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

    A run that opens the store deletes what a checkpoint repeats: a file that is gone is looked for once more.
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
    numbers = {"commit": set(), "checkpoint": set()}
    for name in names:
        kind, number = _NAME.fullmatch(name).groups()
        numbers[kind].add(int(number))
    groups, last, damage = {}, 0, None
    for number in sorted(numbers["checkpoint"], reverse=True):
        try:
            last = _apply(groups, _open(folder, "checkpoint", number))
            break
        except StoreError as wrong:
            damage = damage or wrong
    base, chain, expected = last, [], 0
    for number in sorted((n for n in numbers["commit"] if n > base), reverse=True):
        if expected == 0 and (folder / _path("commit", number)).stat().st_size == 0:
            continue  # somebody has taken the number and written nothing
        if expected not in (0, number):
            if number < expected:
                break
            continue
        commit = _open(folder, "commit", number)
        chain.append(commit)
        expected = commit.get("previous") or number - 1
    if expected > base:
        raise damage or StoreError(f"{folder / _path('commit', expected)} is missing{_REMEDY}")
    for commit in reversed(chain):
        last = _apply(groups, commit)
    if damage and last < max(numbers["checkpoint"]):
        raise damage
    return last, groups


def _path(kind, number):
    return f"_log/{kind}-{number:012d}.json"


def _open(folder, kind, number):
    file = folder / _path(kind, number)
    if file.is_symlink():
        raise StoreError(f"{file} is a symbolic link, which are not followed in a store{_REMEDY}")
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise StoreError(f"{file} is missing{_REMEDY}") from None
    digest, line, body = data.partition(b"\n")
    if not line or hashlib.sha256(body).hexdigest().encode() != digest:
        raise StoreError(f"{file} is truncated or altered{_REMEDY}")
    commit = json.loads(body)
    require_readable(file, commit.get("minimumReader") or 0)
    if commit.get("number") != number:
        raise StoreError(f"{file} says that it is commit {commit.get('number')}{_REMEDY}")
    for group in commit["added"]:
        for entry in group["files"]:
            _require_plain(file, entry["table"], entry["name"])
    return commit


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
    return commit["number"]
