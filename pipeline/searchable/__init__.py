"""A scan as an archive keeps it: PDF/A-2b whose text can be searched, marked and copied.

The source's pages are taken over, images byte for byte, and the cleaned words are laid over them
without being seen. Written on pikepdf (MPL-2.0) alone: for the same images and the same mark,
OCRmyPDF would bring thirty packages and the program Ghostscript, to lay words over a page that are
known already. The packages are those of the extra `pdfa`.
"""

from models.errors import MissingExtraError

try:
    from pipeline.searchable.batch import make_searchable
    from pipeline.searchable.writer import Searchable, write_searchable_pdf
except ModuleNotFoundError as error:
    if error.name != "pikepdf":
        raise
    raise MissingExtraError.of("pdfa", "searchable PDF") from error

__all__ = ["Searchable", "make_searchable", "write_searchable_pdf"]
