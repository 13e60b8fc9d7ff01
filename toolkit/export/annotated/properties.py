"""What a document says about itself in its custom properties: kept, with ours beside it."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from toolkit.export.annotated.package import DocxPackage
from toolkit.export.printable import printable

_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_EMPTY = f'<Properties xmlns="{_NS}" xmlns:vt="{_VALUES_NS}"/>'
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""Format id of user-defined properties (MS-OSHARED 2.3.3.2.3)."""
_FIRST_ID = 2


def set_properties(package: DocxPackage, values: Mapping[str, str]) -> None:
    """Set custom properties of a package."""
    part = package.related("", "custom-properties")
    root = package.xml(part) if part else etree.fromstring(_EMPTY)
    for old in [old for old in root if old.get("name") in values]:
        root.remove(old)
    ids = [found.get("pid", "") for found in root]
    first = max([_FIRST_ID - 1, *(int(key) for key in ids if key.isdigit())]) + 1
    for number, (name, text) in enumerate(values.items(), start=first):
        entry = etree.SubElement(
            root, f"{{{_NS}}}property", fmtid=_USER_PROPERTIES, pid=str(number), name=name
        )
        etree.SubElement(entry, f"{{{_VALUES_NS}}}lpwstr").text = printable(text)
    if part:
        package.put(part, root)
    else:
        package.add("", "docProps/custom.xml", root, relation="custom-properties", content_type=_TYPE)
