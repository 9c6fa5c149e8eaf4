"""Documents as offices write them, made on the spot."""

from __future__ import annotations

import io

import docx
import pypdf


def docx_of(*paragraphs: str, title: str = "") -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Lomé", "4 May"
    document.core_properties.title = title
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def pdf_of(*lines: str, password: str = "", pages: int = 1) -> bytes:
    writer = pypdf.PdfWriter()
    font = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject(key): pypdf.generic.NameObject(value)
            for key, value in (
                ("/Type", "/Font"),
                ("/Subtype", "/Type1"),
                ("/BaseFont", "/Courier"),
            )
        }
    )
    for _ in range(pages):
        page = writer.add_blank_page(width=595, height=842)
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Font"): fonts}
        )
        content = pypdf.generic.DecodedStreamObject()
        drawn = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        content.set_data(f"BT /F1 12 Tf 40 800 Td {drawn} ET".encode("latin-1"))
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({"/Title": "A visit"})
    if password:
        writer.encrypt(password, algorithm="RC4-40")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
