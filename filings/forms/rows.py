"""The editor of one line of Table I or Table II."""

from collections.abc import Iterator, Mapping, Sequence
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
    "amount_measure", "acquired_disposed", "price", "approval_basis", "sold_in_market", "from_issuer",
    "shares_per_unit",
)  # fmt: skip
_TABLE_II_ONLY = (
    "exercise_price", "exercisable", "expiration", "underlying_title", "underlying_amount",
    "underlying_measure", "amount_measure", "shares_per_unit",
)  # fmt: skip
# What the form does not show is asked only where the code gives it a meaning; the style sheet hides the rest.
_CODES_OF_INPUT = {
    "approval_basis": "ADFIM",
    "sold_in_market": "F",
    "from_issuer": "L",
    "shares_per_unit": "ACMOX",
    "award": "ACDFHMOX",
}
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
    approval_basis = forms.ChoiceField(
        label="Exempt under Rule 16b-3",
        choices=[("", "not on record"), *TableRow.ApprovalBasis.choices],
        required=False,
    )
    sold_in_market = forms.BooleanField(label="A broker sold these shares in the market", required=False)
    from_issuer = forms.BooleanField(label="Acquired from the issuer", required=False)
    shares_per_unit = AmountField(label="Shares per unit", required=False)
    award = PlainTextField(label="Award with a total of its own", max_length=60, required=False)
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
        for name, example in (("shares_per_unit", "where it is fixed"), ("award", "e.g. RSU 2026")):
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = example
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
        transaction = self.kind == TableRow.Kind.TRANSACTION
        return Layout(
            "version",
            *self._cells("title", *(() if transaction else ("owned_after",)), "ownership", "nature"),
            *self._cells(
                "date",
                "code",
                "acquired_disposed",
                "amount",
                "price",
                *(("owned_after",) if transaction else ()),
            ),
            *self._cells(
                "exercise_price", "exercisable", "expiration", "underlying_title", "underlying_amount"
            ),
            *self._flags("is_early", "equity_swap"),
            *self._beside_the_form(),
            HTML("<details class='sm more'><summary>Dollar values instead of numbers</summary>"),
            *self._cells("amount_measure", "underlying_measure", "owned_after_measure"),
            HTML("</details>"),
        )

    def _beside_the_form(self) -> Iterator[Div]:
        """What the deadline and the checks ask for and the form does not show."""
        asked = [
            *self._flags("under_plan", "insider_chose_date", "sold_in_market", "from_issuer"),
            *self._cells("notified_on", "approval_basis", "shares_per_unit", "award"),
        ]
        if asked:
            yield Div(HTML("<div class='form-label'>Not on the form</div>"), *asked, css_class="beside")

    def _cells(self, *names: str) -> Iterator[Div]:
        return self._inputs(names, "filings/_cell.html", "cells")

    def _flags(self, *names: str) -> Iterator[Div]:
        return self._inputs(names, "filings/_flag.html", "flags")

    def _inputs(self, names: Sequence[str], template: str, css_class: str) -> Iterator[Div]:
        """The inputs that the line has, in one block; no block where it has none of them."""
        fields: list[Field | Div] = []
        for name in names:
            if name in self.fields:
                field = Field(name, template=template)
                by_code = name in _CODES_OF_INPUT and "code" in self.fields
                fields.append(Div(field, css_class=f"when when-{name}") if by_code else field)
        if fields:
            yield Div(*fields, css_class=css_class)

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
        for name, asked in _CODES_OF_INPUT.items():
            # A mark that stayed behind when the code was changed would speak of another transaction.
            if name != "award" and name in values and code not in asked:
                values[name] = self.fields[name].clean(None)
        if values.get("shares_per_unit") == 0:
            self.add_error(
                "shares_per_unit", "A unit brings more than 0 shares: enter how many, or clear this box."
            )
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


def _initial(row: TableRow) -> dict[str, Any]:
    names = [name for name in RowForm.base_fields if hasattr(row, name)]
    initial = {name: getattr(row, name) for name in names}
    if row.code and (rule := CODES.get(row.code)) and rule.direction:
        initial["acquired_disposed"] = ""
    return initial
