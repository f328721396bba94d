"""The one way in which lists are searched."""

import operator
from functools import reduce
from typing import Any, TypeVar

from django.db import models

R = TypeVar("R", bound=models.QuerySet[Any])


def matching(records: R, query: str, *fields: str) -> R:
    """The records in which each word of the query occurs in one of the fields, in either case.

    A number is also looked for without its leading zeros, as a CIK is kept. Fields may reach over relations.
    """
    words = query.replace("\x00", " ").split()
    if not words:
        return records
    for word in words:
        spellings = {word, word.lstrip("0") or word} if word.isdecimal() else {word}
        places = (
            models.Q(**{f"{field}__icontains": spelling})
            for field in fields
            for spelling in sorted(spellings)
        )
        # One subquery a word: a join over several positions would show the same owner several times.
        found = records.model._meta.base_manager.filter(reduce(operator.or_, places)).values("pk")
        records = records.filter(pk__in=found)
    return records
