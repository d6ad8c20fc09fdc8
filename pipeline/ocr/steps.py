"""What is done to a page by need, each step with a name, so that its worth can be measured without it."""

from enum import StrEnum


class Step(StrEnum):
    """A step of preparation or of reading; `corpus/ablation.py` switches them off one by one."""

    EDGES = "dark edges filled"
    RED_INK = "red ink removed"
    BACKGROUND = "uneven paper evened"
    SPECKS = "specks removed"
    RESAMPLING = "enlarged or reduced to be read"
    STREAKS = "streaks removed"
    LEVELLING = "lines levelled"
    BORDERS = "table borders removed"
    LEADERS = "rows of dots set aside"
    SECOND_READING = "badly read pages and lines read again"
    NUMERALS = "strokes of Roman numerals counted"
