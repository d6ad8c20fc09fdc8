"""The head of a table's column in which a date stands."""

from models.document import Document


def column_head(document: Document, offset: int) -> str | None:
    """What the table's first row prints in the column of `offset`, in lower case; `None` outside of tables."""
    paragraph = document.paragraph_at(offset)
    column = next((i for i, (start, end) in enumerate(paragraph.cells) if start <= offset < end), None)
    if column is None or paragraph.table is None:
        return None
    first = next((row for row in document.paragraphs if row.table == paragraph.table and row.cells), None)
    if first is None or column >= len(first.cells):
        return None
    start, end = first.cells[column]
    return document.text[start:end].lower()
