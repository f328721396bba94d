"""The footnote picker beside an input of the line editor."""

from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()


@register.simple_tag
def mark_fields(field: BoundField) -> dict[str, Any] | None:
    """The two inputs for the footnotes of a cell and the numbers chosen; ``None`` where none may hang."""
    cell = getattr(field.field, "cell", None)
    if cell is None:
        return None
    marks = field.form[f"marks_{cell}"]
    chosen = {str(value) for value in marks.value() or ()}
    choices = marks.field.choices  # type: ignore[attr-defined]
    numbers = [number for number, (pk, _) in enumerate(choices, start=1) if str(pk) in chosen]
    note = field.form[f"note_{cell}"]
    return {"marks": marks, "note": note, "chosen": [*numbers, *(["new"] if note.value() else [])]}
