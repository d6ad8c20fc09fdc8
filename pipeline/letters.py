"""The letters of Vietnamese by case, as ranges for the character classes of patterns.

In Unicode the capitals and small letters with marks stand side by side, so that a range such as
`À-Ỹ` holds both: a class of capitals has to name them.
"""

CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
SMALL = CAPITALS.lower()
