"""The letters of Vietnamese by case, as ranges for the character classes of patterns.

In Unicode the capitals and small letters with marks stand side by side, so that a range such as
`À-Ỹ` holds both: a class of capitals has to name them.
"""

CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
SMALL = CAPITALS.lower()

_NO_SMALL_ASCII = bytes(sorted(set(range(256)) - set(range(ord("a"), ord("z") + 1))))


def capital_share(text: str, least: float) -> float:
    """The share of capitals among the letters of a text; 0 where it is below `least` for certain, or no letter is.

    Most lines of a plan are running text, of which more than half the characters are unmarked small
    letters: counting those alone, which is cheap, tells that capitals are few.

    >>> capital_share("MỤC ĐÍCH và", 0.6), capital_share("Mục đích, yêu cầu", 0.6)
    (0.7777777777777778, 0.0)
    """
    small = len(text.encode("ascii", "ignore").translate(None, _NO_SMALL_ASCII))
    if small > (1.0 - least) * len(text):
        return 0.0
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isupper, filter(str.isalpha, text))) / letters if letters else 0.0
