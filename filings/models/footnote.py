"""Footnotes of a draft. They have no number of their own: numbers follow from the first use on the form."""

from django.db import models

from filings.models.filing import Filing
from filings.models.row import TableRow
from filings.ownership import codes


class Footnote(models.Model):
    """A note in Explanation of Responses."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="footnotes")
    text = models.TextField(max_length=codes.MAX_FOOTNOTE_TEXT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["filing", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class FootnoteMark(models.Model):
    """A footnote's mark on one cell of a line; ``cell`` is the cell's name in the report."""

    class Cell(models.TextChoices):
        """The cells that may carry a mark, in the form's order. (A)/(D) of Table II may not."""

        TITLE = "title", "Title"
        EXERCISE_PRICE = "exercise_price", "Exercise price"
        DATE = "date", "Transaction date"
        DEEMED_EXECUTION = "deemed_execution", "Deemed execution date"
        CODING = "coding", "Code"
        AMOUNT = "amount", "Amount"
        ACQUIRED_DISPOSED = "acquired_disposed", "(A) or (D)"
        PRICE = "price", "Price"
        EXERCISABLE = "exercisable", "Date exercisable"
        EXPIRATION = "expiration", "Expiration date"
        UNDERLYING_TITLE = "underlying_title", "Underlying title"
        UNDERLYING_AMOUNT = "underlying_amount", "Underlying amount"
        OWNED_AFTER = "owned_after", "Amount owned after"
        OWNERSHIP = "ownership", "Direct or indirect"
        NATURE = "nature", "Nature of ownership"

    row = models.ForeignKey(TableRow, on_delete=models.CASCADE, related_name="marks")
    footnote = models.ForeignKey(Footnote, on_delete=models.CASCADE, related_name="marks")
    cell = models.CharField(max_length=17, choices=Cell)

    class Meta:
        ordering = ["row", "id"]
        constraints = [
            # EDGAR suspends a filing that marks one cell twice with the same note.
            models.UniqueConstraint(fields=["row", "cell", "footnote"], name="mark_once_a_cell"),
            models.CheckConstraint(
                condition=models.Q(
                    cell__in=[
                        "title", "exercise_price", "date", "deemed_execution", "coding", "amount",
                        "acquired_disposed", "price", "exercisable", "expiration", "underlying_title",
                        "underlying_amount", "owned_after", "ownership", "nature",
                    ]
                ),
                name="mark_cell_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_cell_display()}: {self.footnote}"
