"""What the pages of this app write in their own way."""

from django import template

register = template.Library()


@register.filter
def field_words(name: str) -> str:
    """A field's name in the log as a reader wants it: ``trading symbol``."""
    return name.replace("_", " ")
