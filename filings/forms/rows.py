"""The editor of one line of Table I or Table II."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms

from compliance.forms import AmountField, FormDateField, PlainTextField
from filings.models import Footnote, FootnoteMark, TableRow
from filings.ownership import codes
from filings.ownership.codes import CODES, CodeGroup, Table
from filings.services.rows import Marks, direction_of

# Which input carries the marks of which cell of the report.
CELL_OF_INPUT = {
    "title": "title",
    "exercise_price": "exercise_price",
    "date": "date",
    "notified_on": "deemed_execution",
    "code": "coding",
    "amount": "amount",
    "acquired_disposed": "acquired_disposed",
    "price": "price",
    "exercisable": "exercisable",
    "expiration": "expiration",
    "underlying_title": "underlying_title",
    "underlying_amount": "underlying_amount",
    "owned_after": "owned_after",
    "ownership": "ownership",
    "nature": "nature",
}
_TRANSACTION_ONLY = (
    "date", "under_plan", "insider_chose_date", "notified_on", "code", "is_early", "equity_swap", "amount",
    "amount_measure", "acquired_disposed", "price",
)  # fmt: skip
_TABLE_II_ONLY = (
    "exercise_price", "exercisable", "expiration", "underlying_title", "underlying_amount",
    "underlying_measure", "amount_measure",
)  # fmt: skip
_COLUMNS = {
    Table.I: {
        "title": "1 Security", "date": "2 Date", "notified_on": "2A Broker's notice on",
        "code": "3 Code", "amount": "4 Amount", "acquired_disposed": "4 (A) or (D)", "price": "4 Price",
        "owned_after": "5 After", "ownership": "6 Held", "nature": "7 Nature, if indirect",
    },
    Table.II: {
        "title": "1 Derivative security", "exercise_price": "2 Ex. price", "date": "3 Date",
        "notified_on": "3A Broker's notice on", "code": "4 Code", "amount": "5 Number",
        "acquired_disposed": "5 (A) or (D)", "exercisable": "6 Exercisable", "expiration": "6 Expires",
        "underlying_title": "7 Underlying", "underlying_amount": "7 Amount", "price": "8 Price",
        "owned_after": "9 After", "ownership": "10 Held", "nature": "11 Nature, if indirect",
    },
}  # fmt: skip


def code_choices(table: Table) -> list[Any]:
    """The codes that a table takes, under the headings of General Instruction 8."""
    groups = [
        (
            group.value,
            [
                (r.code, f"{r.code} · {r.short}")
                for r in CODES.values()
                if r.group is group and table in r.tables
            ],
        )
        for group in CodeGroup
    ]
    return [("", "choose"), *groups]


class RowForm(forms.Form):
    """One line. A draft may be incomplete: only what contradicts itself is refused here, the checks tell the rest."""

    title = PlainTextField(max_length=codes.MAX_SECURITY_TITLE)
    exercise_price = AmountField(required=False)
    date = FormDateField(required=False)
    under_plan = forms.BooleanField(label="Traded under a Rule 10b5-1 plan", required=False)
    insider_chose_date = forms.BooleanField(
        label="The insider or the plan itself fixed the date", required=False
    )
    notified_on = FormDateField(required=False)
    code = forms.ChoiceField(required=False)
    is_early = forms.BooleanField(label="V · reported earlier than required", required=False)
    equity_swap = forms.BooleanField(label="K · equity swap or similar", required=False)
    amount = AmountField(required=False)
    amount_measure = forms.ChoiceField(
        label="5 states", choices=TableRow.Measure.choices, required=False, initial=TableRow.Measure.SHARES
    )
    acquired_disposed = forms.ChoiceField(
        choices=[("", "by the code"), ("A", "A · acquired"), ("D", "D · disposed")], required=False
    )
    price = AmountField(required=False)
    exercisable = FormDateField(required=False)
    expiration = FormDateField(required=False)
    underlying_title = PlainTextField(max_length=codes.MAX_SECURITY_TITLE, required=False)
    underlying_amount = AmountField(required=False)
    underlying_measure = forms.ChoiceField(
        label="7 states", choices=TableRow.Measure.choices, required=False, initial=TableRow.Measure.SHARES
    )
    owned_after = AmountField(required=False)
    owned_after_measure = forms.ChoiceField(
        label="Total states",
        choices=TableRow.Measure.choices,
        required=False,
        initial=TableRow.Measure.SHARES,
    )
    ownership = forms.ChoiceField(choices=[("D", "D · direct"), ("I", "I · indirect")], initial="D")
    nature = PlainTextField(max_length=codes.MAX_NATURE, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(
        self,
        *args: Any,
        table: Table,
        kind: str,
        footnotes: Sequence[Footnote],
        row: TableRow | None = None,
        **kwargs: Any,
    ) -> None:
        self.table, self.kind, self.row = table, kind, row
        if row is not None:
            kwargs.setdefault("initial", _initial(row))
        super().__init__(*args, **kwargs)
        self._drop_other_columns()
        for name, label in _COLUMNS[table].items():
            if name in self.fields:
                self.fields[name].label = label
        if "code" in self.fields:
            self.fields["code"].choices = code_choices(table)  # type: ignore[attr-defined]
        self.fields["title"].widget.attrs |= {"list": f"titles-{table}", "autofocus": True}
        if "underlying_title" in self.fields:
            self.fields["underlying_title"].widget.attrs["list"] = "titles-I"
        self.fields["owned_after"].widget.attrs["placeholder"] = "automatic"
        self._add_marks(footnotes)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _drop_other_columns(self) -> None:
        dropped: set[str] = set()
        if self.kind == TableRow.Kind.HOLDING:
            dropped.update(_TRANSACTION_ONLY)
        if self.table == Table.I:
            dropped.update(_TABLE_II_ONLY)
        for name in dropped:
            del self.fields[name]

    def _add_marks(self, footnotes: Sequence[Footnote]) -> None:
        choices = [(note.pk, f"({number}) {note.text}") for number, note in enumerate(footnotes, start=1)]
        on_row: dict[str, list[int]] = {}
        if self.row is not None:
            for mark in self.row.marks.all():
                on_row.setdefault(mark.cell, []).append(mark.footnote_id)
        for name, cell in CELL_OF_INPUT.items():
            # EDGAR takes no footnote on (A)/(D) of Table II.
            if name not in self.fields or (name == "acquired_disposed" and self.table == Table.II):
                continue
            self.fields[f"marks_{cell}"] = forms.TypedMultipleChoiceField(
                label="Footnotes", choices=choices, coerce=int, required=False, initial=on_row.get(cell, []),
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.fields[f"note_{cell}"] = PlainTextField(
                label="New footnote", multiline=True, max_length=codes.MAX_FOOTNOTE_TEXT, required=False,
                widget=forms.Textarea(
                    attrs={"rows": 2, "class": "form-control", "placeholder": "Text of a new footnote on this cell"}
                ),
            )  # fmt: skip
            self.fields[name].cell = cell  # type: ignore[attr-defined]  # read by the cell's template

    def _layout(self) -> Layout:
        def cells(*names: str) -> Div:
            return Div(
                *(Field(name, template="filings/_cell.html") for name in names if name in self.fields),
                css_class="cells",
            )

        terms = cells("exercise_price", "exercisable", "expiration", "underlying_title", "underlying_amount")
        flags = Div(
            *(
                Field(name, template="filings/_flag.html")
                for name in ("under_plan", "insider_chose_date", "is_early", "equity_swap")
                if name in self.fields
            ),
            css_class="flags",
        )
        measures = [
            name
            for name in ("amount_measure", "underlying_measure", "owned_after_measure")
            if name in self.fields
        ]
        transaction = cells("date", "code", "acquired_disposed", "amount", "price", "owned_after")
        return Layout(
            "version",
            cells("title", "ownership", "nature")
            if self.kind == TableRow.Kind.TRANSACTION
            else cells("title", "owned_after", "ownership", "nature"),
            transaction if self.kind == TableRow.Kind.TRANSACTION else Div(),
            terms if self.table == Table.II else Div(),
            flags,
            cells("notified_on"),
            HTML("<details class='sm more'><summary>Dollar values instead of numbers</summary>"),
            cells(*measures),
            HTML("</details>"),
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for measure in ("amount_measure", "underlying_measure", "owned_after_measure"):
            if measure in values:
                values[measure] = values[measure] or TableRow.Measure.SHARES
        code = values.get("code", "")
        given = values.get("acquired_disposed", "")
        if code and "acquired_disposed" in self.fields and not self.errors.get("acquired_disposed"):
            decided = direction_of(code, given)
            if not decided:
                self.add_error(
                    "acquired_disposed", f"Code {code} does not say which way it went: choose A or D."
                )
            elif given and given != decided:
                word = "an acquisition" if decided == codes.ACQUIRED else "a disposal"
                self.add_error(
                    "acquired_disposed", f"Code {code} records {word}. Change the direction or the code."
                )
            else:
                values["acquired_disposed"] = decided
        if values.get("notified_on") and values.get("date") and values["notified_on"] < values["date"]:
            self.add_error("notified_on", "The broker's notice cannot come before the trade.")
        if (
            values.get("expiration")
            and values.get("exercisable")
            and values["expiration"] < values["exercisable"]
        ):
            self.add_error("expiration", "The expiration date is before the date exercisable.")
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The line's columns from a valid form; what the editor does not show is emptied."""
        blank = {"table": self.table, "kind": self.kind}
        names = {name for name in self.fields if not name.startswith(("marks_", "note_"))} - {"version"}
        values = {name: self.cleaned_data[name] for name in names}
        return blank | values

    def marks(self, footnotes: Sequence[Footnote]) -> Marks:
        """For each cell the footnotes that hang on it."""
        by_id = {note.pk: note for note in footnotes}
        return {
            cell: [by_id[pk] for pk in self.cleaned_data.get(f"marks_{cell}", ())]
            for cell in FootnoteMark.Cell.values
        }

    @property
    def new_notes(self) -> Mapping[str, str]:
        """The texts of new footnotes by the cell on which they hang."""
        texts = {cell: self.cleaned_data.get(f"note_{cell}", "") for cell in FootnoteMark.Cell.values}
        return {cell: text for cell, text in texts.items() if text}


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


def _initial(row: TableRow) -> dict[str, Any]:
    names = [name for name in RowForm.base_fields if hasattr(row, name)]
    initial = {name: getattr(row, name) for name in names}
    if row.code and (rule := CODES.get(row.code)) and rule.direction:
        initial["acquired_disposed"] = ""
    return initial
