"""A pack ⇄ one file: a ZIP of JSON parts with a manifest that has the SHA-256 of each part and of the whole.

manifest.json   who made it, when, on which draft, the parts with size and hash, and one hash over all of that
content/*.json  what is said: see `model.pack.PackContent`, one part a field
files/*         the files of contributors, named by their own hash (only where asked for)

Whoever receives a pack can compare the one hash with what the sender reads out. Nothing is unpacked to a disk by name,
and nothing is read beyond the sizes below.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from toolkit.errors import BrokenInput, InputRefused, LimitExceeded, WrongType
from toolkit.files import unreadable
from toolkit.messages import _
from toolkit.model.pack import PackContent, Station

SUFFIX = ".consultpack"
SCHEMA = 1
MANIFEST = "manifest.json"
MAX_PARTS = 5_000
MAX_PART_BYTES = 256 * 2**20
MAX_BYTES = 2**30
"""Of all parts together, unpacked."""
_MAX_RATIO = 500
"""JSON of comments shrinks to a tenth; beyond this a part was made to burst."""
_SMALL = 2**16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DATE = (1980, 1, 1, 0, 0, 0)
"""The same content gives the same bytes: the time stands in the manifest."""

# Matches "files/ab12….pdf" with 64 digits; not "files/../x", "files/a.pdf".
_FILE = re.compile(r"files/(?P<sha256>[0-9a-f]{64})(?:\.[a-z0-9]{1,8})?")
_CONTENT = {f"content/{name}.json": name for name in PackContent.__struct_fields__}


class Part(msgspec.Struct, frozen=True):
    """Size and hash of one part."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack says about itself."""

    schema: int = SCHEMA
    made_by: Station
    time: str
    draft_sha256: str
    draft_name: str
    draft_version: str = ""
    parts: dict[str, Part]
    sha256: str = ""
    """Over the manifest as canonical JSON with this field empty, and so over every part."""


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that was read and is whole."""

    manifest: Manifest
    content: PackContent
    files: dict[str, bytes] = {}
    """Part name → content."""


def write_pack(
    content: PackContent,
    *,
    made_by: Station,
    time: str,
    draft: tuple[str, str, str],
    files: Mapping[str, bytes] | None = None,
) -> tuple[Manifest, bytes]:
    """Return the manifest and the bytes of a pack; `draft` is hash, file name and version of the draft."""
    parts = {
        part: msgspec.json.encode(getattr(content, name), order="deterministic")
        for part, name in _CONTENT.items()
    }
    parts.update(files or {})
    sha256, name, version = draft
    manifest = Manifest(
        made_by=made_by,
        time=time,
        draft_sha256=sha256,
        draft_name=name,
        draft_version=version,
        parts={key: Part(len(parts[key]), _sha256(parts[key])) for key in sorted(parts)},
    )
    manifest = msgspec.structs.replace(manifest, sha256=_whole(manifest))
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        for key in sorted(parts):
            archive.writestr(_entry(key), parts[key])
    return manifest, memory.getvalue()


def read_pack(path: Path) -> Pack:
    """Return what a pack says, if every part of it is as it was packed.

    Raises:
        WrongType: it is no pack.
        BrokenInput: there is no such file, or a part is missing, damaged or was changed; names it.
        LimitExceeded: a part would unpack to more than is allowed.
    """
    with _refused(path), zipfile.ZipFile(path) as archive:
        infos = _guarded(archive, path)
        manifest = _manifest(archive, infos, path)
        parts = {name: _part(archive, infos, name, manifest, path) for name in sorted(manifest.parts)}
    return Pack(
        manifest=manifest,
        content=_content(parts, path),
        files={name: data for name, data in parts.items() if _FILE.fullmatch(name)},
    )


@contextlib.contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except zipfile.BadZipFile as error:
        if path.is_file() and path.read_bytes()[:2] == b"PK":
            raise _changed(path, MANIFEST) from error
        raise _no_pack(path) from error
    except OSError as error:
        raise unreadable(error, path) from error


def _guarded(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    """Return the entries by name, if there are not too many, none is odd and none too large."""
    listed = archive.infolist()
    if len(listed) > MAX_PARTS or sum(info.file_size for info in listed) > MAX_BYTES:
        raise _too_large(path, path.name)
    infos: dict[str, zipfile.ZipInfo] = {}
    for info in listed:
        name = info.filename
        known = name == MANIFEST or name in _CONTENT or _FILE.fullmatch(name)
        if not known or name in infos or info.flag_bits & 1 or info.compress_type not in _METHODS:
            raise _changed(path, name)
        bursts = info.file_size > _SMALL and info.file_size > _MAX_RATIO * max(info.compress_size, 1)
        if info.file_size > MAX_PART_BYTES or bursts:
            raise _too_large(path, name)
        infos[name] = info
    return infos


def _manifest(archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], path: Path) -> Manifest:
    if MANIFEST not in infos:
        raise _no_pack(path)
    data = _read(archive, infos[MANIFEST], path)
    try:
        schema = msgspec.json.decode(data, type=_Schema).schema
        if schema > SCHEMA:
            raise InputRefused(
                _("was packed by a newer version of the toolkit."),
                where=path.name,
                hint=_("Update consultation-toolkit."),
            )
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _changed(path, MANIFEST) from error
    if _whole(manifest) != manifest.sha256:
        raise _changed(path, MANIFEST)
    surplus = next((name for name in infos if name != MANIFEST and name not in manifest.parts), "")
    absent = next((name for name in (*_CONTENT, *manifest.parts) if name not in infos), "")
    if surplus or absent:
        raise _changed(path, surplus or absent)
    return manifest


class _Schema(msgspec.Struct):
    schema: int


def _part(
    archive: zipfile.ZipFile,
    infos: Mapping[str, zipfile.ZipInfo],
    name: str,
    manifest: Manifest,
    path: Path,
) -> bytes:
    data = _read(archive, infos[name], path)
    told = manifest.parts[name]
    named = _FILE.fullmatch(name)
    sha256 = _sha256(data)
    if len(data) != told.size or sha256 != told.sha256 or (named and named["sha256"] != sha256):
        raise _changed(path, name)
    return data


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    """Return the content of an entry, never more of it than its own header says."""
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise _changed(path, info.filename) from error
    if len(data) != info.file_size:
        raise _changed(path, info.filename)
    return data


def _content(parts: Mapping[str, bytes], path: Path) -> PackContent:
    types = {field.name: field.type for field in msgspec.structs.fields(PackContent)}
    decoded: dict[str, Any] = {}
    for part, name in _CONTENT.items():
        try:
            decoded[name] = msgspec.json.decode(parts[part], type=types[name])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise _changed(path, part) from error
    return PackContent(**decoded)


def content_digest(content: PackContent) -> str:
    """Return the SHA-256 of what a pack says, whoever passed it on: the chain apart."""
    return _sha256(msgspec.json.encode(msgspec.structs.replace(content, chain=()), order="deterministic"))


def _whole(manifest: Manifest) -> str:
    return _sha256(msgspec.json.encode(msgspec.structs.replace(manifest, sha256=""), order="deterministic"))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _no_pack(path: Path) -> WrongType:
    return WrongType(
        _("is no pack of `consult pack`."),
        where=path.name,
        hint=_("Packs end in {suffix}.").format(suffix=SUFFIX),
    )


def _changed(path: Path, part: str) -> BrokenInput:
    return BrokenInput(
        _("the part {part} is missing, damaged or was changed after packing; nothing was taken in.").format(
            part=part
        ),
        where=path.name,
        hint=_("Ask for the pack again."),
    )


def _too_large(path: Path, part: str) -> LimitExceeded:
    return LimitExceeded(
        _("the part {part} would unpack to more than is allowed; nothing was taken in.").format(part=part),
        where=path.name,
        hint=_("Ask for a pack without files."),
    )
