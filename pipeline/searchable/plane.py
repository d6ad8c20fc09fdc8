"""Where things of the upright page lie in the coordinates of the PDF page."""

from dataclasses import dataclass

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]  # left, bottom, right, top in user space


@dataclass(frozen=True, slots=True)
class Plane:
    """A page's visible rectangle in user space, shown turned clockwise by `rotation` degrees.

    Points on the upright page are measured from its top-left corner, down being positive, on a page of
    `size`. That may differ a little from the rectangle's: dots of a scan need not be square.
    """

    visible: Rectangle
    rotation: int
    size: Point  # width and height

    def to_user(self, x: float, y: float) -> Point:
        """The point of user space that stands at (x, y) of the page as shown."""
        left, bottom, right, top = self.visible
        wide, high = (top - bottom, right - left) if self.rotation in (90, 270) else (right - left, top - bottom)
        x, y = x * wide / self.size[0], y * high / self.size[1]
        match self.rotation:
            case 90:
                return left + y, bottom + x
            case 180:
                return right - x, bottom + y
            case 270:
                return right - y, top - x
            case _:
                return left + x, top - y

    @property
    def axes(self) -> tuple[int, int, int, int]:
        """The first four numbers of the matrix that makes text read from left to right as shown."""
        return {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}.get(self.rotation, (1, 0, 0, 1))
