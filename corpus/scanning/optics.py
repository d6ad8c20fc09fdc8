"""What a lens, a lamp, a copier and a paper puncher do to a page image.

Images are arrays of float32 grey values 0..255, height x width x 3, at the scan's resolution.
"""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]


def warp(image: Pixels, matrix: Matrix, size: tuple[int, int], *, shrink: float, border: float) -> Pixels:
    """The image under a homography onto a canvas of (width, height); `shrink` is source pixels a target pixel."""
    source = cv2.GaussianBlur(image, (0, 0), 0.42 * shrink) if shrink > 1.05 else image
    return np.asarray(
        cv2.warpPerspective(
            source, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(border,) * 3
        ),
        dtype=np.float32,
    )


def soften(image: Pixels, blur: float, motion: float = 0.0, angle: float = 0.0) -> Pixels:
    """Out of focus by `blur` pixels, and shaken by `motion` pixels along an angle in degrees."""
    soft = cv2.GaussianBlur(image, (0, 0), blur) if blur > 0.05 else image
    if motion > 0.6:
        side = 2 * int(np.ceil(motion)) + 1
        kernel = np.zeros((side, side), dtype=np.float32)
        centre = side // 2
        for step in np.linspace(-motion / 2, motion / 2, 4 * side):
            column = round(centre + step * np.cos(np.radians(angle)))
            row = round(centre + step * np.sin(np.radians(angle)))
            kernel[row, column] += 1.0
        soft = cv2.filter2D(soft, -1, kernel / kernel.sum())
    return np.asarray(soft, dtype=np.float32)


def light(image: Pixels, strength: float, shadow: float, random: np.random.Generator) -> Pixels:
    """A lamp to one side, and the soft edge of somebody's shadow."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height:8, 0:width:8].astype(np.float32)
    angle = random.uniform(0, 2 * np.pi)
    across = (np.cos(angle) * (x / width - 0.5) + np.sin(angle) * (y / height - 0.5)) + 0.5
    field = 1.0 - strength * np.clip(across, 0, 1) ** 1.5
    if shadow > 0.02:
        turn = random.uniform(0, 2 * np.pi)
        away = np.cos(turn) * (x / width - 0.5) + np.sin(turn) * (y / height - 0.5) - random.uniform(0.0, 0.25)
        field *= 1.0 - shadow / (1.0 + np.exp(np.clip(-away * random.uniform(25, 60), -30, 30)))
    whole = cv2.resize(field.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(image * whole[..., None], dtype=np.float32)


def grain(image: Pixels, noise: float, random: np.random.Generator) -> Pixels:
    """The sensor's noise, the same in all colours."""
    speckles = random.normal(0.0, noise, image.shape[:2]).astype(np.float32)
    return np.asarray(image + speckles[..., None], dtype=np.float32)


def bleed_through(image: Pixels, back: Pixels, strength: float) -> Pixels:
    """The print of the back side shining through, mirrored and blurred. `back` has the image's size."""
    ghost = cv2.GaussianBlur(back[:, ::-1], (0, 0), 1.6)
    return np.asarray(image * (1.0 - 2.0 * strength * (1.0 - ghost / 255.0)), dtype=np.float32)


def photocopy(image: Pixels, generations: int, fade: float, random: np.random.Generator) -> Pixels:
    """Copied several times: each copy blurs, hardens, and eats and adds a little at the edges of letters."""
    grey = image.mean(axis=2)
    for _ in range(generations):
        grey = cv2.GaussianBlur(grey, (0, 0), random.uniform(0.42, 0.6))
        toner = cv2.GaussianBlur(random.normal(0, 1, grey.shape).astype(np.float32), (0, 0), 0.8) * 26
        grey = grey + toner
        middle = random.uniform(138, 160)
        grey = 255.0 / (1.0 + np.exp(np.clip((middle - grey) / random.uniform(20, 28), -30, 30)))
    height, width = grey.shape
    coarse = random.uniform(0.5, 1.5, (5, 4)).astype(np.float32)
    pale = fade * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    grey = grey + (245.0 - grey) * np.clip(pale, 0.0, 0.55)
    return np.asarray(np.repeat(grey[..., None], 3, axis=2), dtype=np.float32)


def speckle(image: Pixels, per_cm2: float, dpi: int, random: np.random.Generator) -> Pixels:
    """Dirt on the glass and toner where none belongs: small dark dots, a few light ones in the ink."""
    height, width = image.shape[:2]
    area = height * width / (dpi / 2.54) ** 2
    marked = image.copy()
    for _ in range(random.poisson(per_cm2 * area)):
        centre = (int(random.integers(width)), int(random.integers(height)))
        radius = float(random.exponential(0.09)) * dpi / 25.4
        dark = random.random() < 0.85
        value = float(random.uniform(20, 110)) if dark else 250.0
        cv2.circle(marked, centre, max(0, round(radius)), (value,) * 3, -1)
    return marked


def streak(image: Pixels, count: int, dpi: int, random: np.random.Generator) -> Pixels:
    """Lines along the way of the paper, from dirt on the copier's glass."""
    width = image.shape[1]
    marked = image.copy()
    for _ in range(count):
        column = int(random.integers(width // 12, width - width // 12))
        thick = max(1, round(random.uniform(0.1, 0.35) * dpi / 25.4))
        strength = random.uniform(0.1, 0.4)
        marked[:, column : column + thick] *= 1.0 - strength
    return marked


def black_edges(
    image: Pixels, edges_mm: tuple[float, float, float, float], dpi: int, random: np.random.Generator
) -> Pixels:
    """The dark rim of a copy whose lid was open; left, top, right, bottom in millimetres, ragged."""
    height, width = image.shape[:2]
    marked = image.copy()
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for side, millimetres in enumerate(edges_mm):
        if millimetres < 0.4:
            continue
        depth = millimetres * dpi / 25.4
        along = y if side % 2 == 0 else x
        away = (x, y, width - 1 - x, height - 1 - y)[side]
        length = height if side % 2 == 0 else width
        tilt = random.uniform(-0.6, 0.6) * depth
        wave = np.sin(along / length * random.uniform(2, 9) + random.uniform(0, 6)) * 0.12 * depth
        edge = depth + tilt * (along / length - 0.5) + wave
        dark = 1.0 / (1.0 + np.exp(np.clip((away - edge) / 1.5, -30, 30)))
        marked = marked * (1 - dark[..., None]) + 22.0 * dark[..., None]
    return np.asarray(marked, dtype=np.float32)


def punch(image: Pixels, dpi: int, matrix: Matrix, page: tuple[float, float], random: np.random.Generator) -> Pixels:
    """Two punched holes, 80 mm apart in the left margin, that a copier prints black."""
    marked = image.copy()
    width, height = page  # of the printed sheet, in its pixels
    unit = width / 210.0
    for offset in (-40.0, 40.0):
        place = np.array([11.5 * unit + random.uniform(-0.5, 0.5) * unit, height / 2 + offset * unit, 1.0])
        at = matrix @ place
        centre = (round(float(at[0] / at[2])), round(float(at[1] / at[2])))
        cv2.circle(marked, centre, round(2.9 * dpi / 25.4), (float(random.uniform(15, 60)),) * 3, -1, cv2.LINE_AA)
    return marked


def staple(image: Pixels, dpi: int, matrix: Matrix, page: tuple[float, float], random: np.random.Generator) -> Pixels:
    """A staple in the top left corner, or the two holes and the dog-ear's line it left."""
    marked = image.copy()
    unit = page[0] / 210.0
    start = np.array([random.uniform(7, 12), random.uniform(8, 13)])
    angle = np.radians(random.uniform(-60, -20))
    end = start + 11.5 * np.array([np.cos(angle), -np.sin(angle)])
    points = []
    for place in (start, end):
        at = matrix @ np.array([place[0] * unit, place[1] * unit, 1.0])
        points.append((round(float(at[0] / at[2])), round(float(at[1] / at[2]))))
    if random.random() < 0.5:
        cv2.line(marked, points[0], points[1], (60.0,) * 3, max(1, round(0.5 * dpi / 25.4)), cv2.LINE_AA)
    for point in points:
        cv2.circle(marked, point, max(1, round(0.45 * dpi / 25.4)), (25.0,) * 3, -1, cv2.LINE_AA)
    return marked


def desk(size: tuple[int, int], random: np.random.Generator) -> Pixels:
    """A table top behind a photographed page, (width, height)."""
    width, height = size
    tone = np.array(
        ((92, 70, 52), (60, 62, 66), (150, 132, 108), (40, 52, 60))[int(random.integers(4))], dtype=np.float32
    )
    coarse = random.normal(1.0, 0.08, (max(2, height // 40), max(2, width // 300))).astype(np.float32)
    wood = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(tone * wood[..., None], 0, 255), dtype=np.float32)
