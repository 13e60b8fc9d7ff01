"""PDF files written by hand, as small as what they show."""

from __future__ import annotations

from pathlib import Path

HEIGHT = 800

Content = str


def text(x: float, top: float, words: str, *, size: float = 10, font: str = "F1", more: str = "") -> Content:
    """Show words with their baseline `top` points below the page's top edge; `more` are operators before them."""
    raw = words.encode("cp1252").decode("latin-1")
    escaped = raw.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q {more} BT /{font} {size} Tf 1 0 0 1 {x} {HEIGHT - top} Tm ({escaped}) Tj ET Q\n"


def lines(x: float, top: float, *texts: str, size: float = 10, step: float = 12) -> Content:
    return "".join(text(x, top + index * step, words, size=size) for index, words in enumerate(texts))


def rule(x0: float, top: float, x1: float, bottom: float) -> Content:
    return f"0.5 w {x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l S\n"


def box(x0: float, top: float, x1: float, bottom: float, operators: str = "0.9 g") -> Content:
    return f"q {operators} {x0} {HEIGHT - bottom} {x1 - x0} {bottom - top} re f Q\n"


def write_pdf(
    path: Path, pages: list[Content], *, catalog: str = "", page: str = "", extra: list[str] | None = None
) -> Path:
    """Write a PDF of the pages' content streams; `extra` objects are numbered from 6 + 2 × pages."""
    first = 5
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for index, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 {HEIGHT}] {page} /Contents {first + 2 * index + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
    objects += extra or []
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)
    return path
