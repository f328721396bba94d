"""The forms of footnotes."""

from django import forms

from compliance.forms import PlainTextField
from filings.ownership import codes


class FootnoteForm(forms.Form):
    """A new footnote's text."""

    text = PlainTextField(
        label="Footnote",
        multiline=True,
        max_length=codes.MAX_FOOTNOTE_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": f"A footnote takes {codes.MAX_FOOTNOTE_TEXT:,} characters, this one has "
            "%(show_value)d. Split it in two."
        },
    )


class FootnoteChangeForm(FootnoteForm):
    """The text of a footnote that is there."""

    version = forms.IntegerField(widget=forms.HiddenInput)
