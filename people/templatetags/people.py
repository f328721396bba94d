"""What the pages of this app write in their own way."""

from django import template

from people import drafting

register = template.Library()


@register.filter
def unfolded(text: str) -> str:
    """The text of a power with its paragraphs in a line each, for a page of any width."""
    return drafting.unfolded(text)
