"""Issuers and their classes of securities."""

from typing import Any

from django.db import models

from compliance.access import reach_of
from filings.ownership import codes, places
from people.models.fields import CikField, PostalAddress, named_on, printable_ascii


class IssuerQuerySet(models.QuerySet["Issuer"]):
    def visible_to(self, user: Any) -> "IssuerQuerySet":
        """The issuers at which a person holds a role."""
        return self.filter(reach_of(user).within("pk"))


class Issuer(PostalAddress):
    """A company whose insiders report. The conformed name is EDGAR's and is never sent, only shown."""

    cik = CikField(unique=True)
    conformed_name = models.CharField("EDGAR conformed name", max_length=150, validators=[printable_ascii])
    trading_symbol = models.CharField(
        max_length=codes.MAX_TRADING_SYMBOL,
        default="NONE",
        validators=[printable_ascii],
        help_text="NONE where there is no symbol.",
    )
    foreign_trading_symbol = models.CharField(
        max_length=codes.MAX_FOREIGN_SYMBOL, blank=True, validators=[printable_ascii], help_text="Box 2a."
    )
    is_foreign_private_issuer = models.BooleanField("foreign private issuer", default=False)
    organized_in = models.CharField(
        "organized in",
        max_length=2,
        blank=True,
        help_text="EDGAR's code of the country, for a foreign private issuer.",
    )
    qualifying_regulation = models.CharField(
        max_length=120,
        blank=True,
        validators=[printable_ascii],
        help_text="The home rule under which its insiders report, where an SEC order accepts it.",
    )
    has_website = models.BooleanField(
        "keeps a website",
        default=True,
        help_text="Then Rule 16a-3(k) asks that each report is posted there.",
    )
    requires_different_people = models.BooleanField(
        "different people prepare, review and sign",
        default=False,
        help_text="The issuer's own control: who changes a report does not review it, and neither of them signs it.",
    )
    fiscal_year_end = models.CharField(
        max_length=4, default="1231", help_text="Month and day, for example 1231."
    )

    named_on = named_on()

    objects = IssuerQuerySet.as_manager()

    class Meta:
        ordering = ["conformed_name"]

    def __str__(self) -> str:
        return f"{self.conformed_name} [{self.trading_symbol}]"

    @property
    def country_of_organization(self) -> str:
        return places.countries().get(self.organized_in, self.organized_in)

    def issuers_concerned(self) -> frozenset[int]:
        return frozenset({self.pk})

    def keep_by_hand(self) -> None:
        """From now on past filings change nothing here."""
        self.named_on = None


class SecurityClass(models.Model):
    """A class of the issuer's securities, as it is titled in column 1."""

    issuer = models.ForeignKey(Issuer, on_delete=models.CASCADE, related_name="security_classes")
    title = models.CharField(max_length=codes.MAX_SECURITY_TITLE, validators=[printable_ascii])
    is_derivative = models.BooleanField("derivative security (Table II)", default=False)
    underlying = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="derivatives",
        help_text="What a derivative security can become.",
    )

    class Meta:
        ordering = ["is_derivative", "title"]
        verbose_name_plural = "security classes"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "title", "is_derivative"], name="security_class_title_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_derivative=True) | models.Q(underlying__isnull=True),
                name="only_derivatives_have_an_underlying",
            ),
        ]

    def __str__(self) -> str:
        return self.title
