"""Where things of a PDF page are on the page as it is shown."""

import ctypes
import math

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_PRECISION = 1000  # pdfium gives whole device units; a thousandth of a point is enough


PlacedBox = tuple[float, float, float, float]  # x0, y0, x1, y1 in points from the page's top-left corner


class PagePlane:
    """Maps a point of PDF user space to points from the top-left corner of the page as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        """Measure the page; it may be closed afterwards."""
        self.width: float
        self.height: float
        self.width, self.height = page.get_size()
        origin, right, up = (self._device(page, x, y) for x, y in ((0, 0), (1000, 0), (0, 1000)))
        self._origin = origin
        self._x = ((right[0] - origin[0]) / 1000, (right[1] - origin[1]) / 1000)
        self._y = ((up[0] - origin[0]) / 1000, (up[1] - origin[1]) / 1000)
        self.turn = math.atan2(self._x[1], self._x[0])  # of user space, clockwise on the page as shown

    def _device(self, page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
        scale = _PRECISION
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (round(self.width * scale), round(self.height * scale))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
        return across.value / scale, down.value / scale

    def box(self, left: float, bottom: float, right: float, top: float) -> PlacedBox:
        """The box x0, y0, x1, y1 of a rectangle in user space."""
        corners = [
            (
                self._origin[0] + x * self._x[0] + y * self._y[0],
                self._origin[1] + x * self._x[1] + y * self._y[1],
            )
            for x, y in ((left, bottom), (right, top))
        ]
        (ax, ay), (bx, by) = corners
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def holds(self, box: PlacedBox) -> bool:
        """Whether the middle of a box lies on the page."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return -1 <= x <= self.width + 1 and -1 <= y <= self.height + 1
