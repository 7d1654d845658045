"""Mail and PDF files that carry an article."""

from email.message import EmailMessage

TEXT = (
    "A storm closed the coast road between Pell and Ormsby on Sunday night, the police said on Monday morning. "
    "Waves threw stones of up to 40 kilograms onto the road, and three cars were damaged."
)


def mail(**parts: str) -> bytes:
    message = EmailMessage()
    message["From"] = "The Tide Post <desk@tide.example>"
    message["Subject"] = "Storm closes coast road"
    message["Date"] = "Mon, 10 Mar 2031 08:00:00 +0100"
    if "text" in parts:
        message.set_content(parts["text"])
    if "html" in parts:
        (message.add_alternative if "text" in parts else message.set_content)(parts["html"], subtype="html")
    return bytes(message)


def pdf(text: str) -> bytes:
    """Return a PDF of one page with `text`, laid out by hand."""
    content = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return bytes(out) + b"xref\n0 5\n0000000000 65535 f \n" + table + tail
