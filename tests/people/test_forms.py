"""Forms say what is wrong, in which box, and what to do."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.models import Role, User
from people.forms.issuer import IssuerForm, SecurityClassForm
from people.forms.last_day import LastDayForm
from people.forms.owner import CccForm, OwnerForm, PositionForm
from people.forms.power import PowerForm, RevokeForm, ScanForm
from people.models import Position, PowerOfAttorney, ReportingOwner, SecurityClass
from tests.people.conftest import person
from tests.people.test_scans import pdf

WALTHAM = {"street1": "45 FIRST AVE", "city": "WALTHAM", "state": "MA", "zip_code": "02451"}
TORONTO = {
    "street1": "1 KING ST W",
    "city": "TORONTO",
    "non_us": "on",
    "country": "A6",
    "zip_code": "M5H 1A1",
}
JANE = {
    "kind": "person",
    "cik": "42",
    "conformed_name": "Doe Jane Q.",
    "first_name": "Jane",
    "last_name": "Doe",
}


def ada() -> User:
    """Who fills in the forms: an administrator of the whole desk."""
    return User.objects.filter(username="ada").first() or person("ada", "Ada", "Novak", Role.ADMINISTRATOR)


def owner_form(**typed: str) -> OwnerForm:
    return OwnerForm({**JANE, **typed}, instance=ReportingOwner(), actor=ada(), may_set_login=False)


def errors(form) -> dict[str, list[str]]:
    return {name: [str(one) for one in found] for name, found in form.errors.items()}


@pytest.mark.django_db
class TestOwner:
    @pytest.mark.parametrize("address", [{}, WALTHAM, TORONTO, {**WALTHAM, "zip_code": "02451-1234"}])
    def test_an_address_is_in_the_united_states_abroad_or_left_to_edgar(self, address):
        form = owner_form(**address)
        assert form.is_valid(), form.errors
        assert form.save(commit=False).country == address.get("country", "")

    @pytest.mark.parametrize(
        ("address", "box", "sentence"),
        [
            ({**WALTHAM, "state": ""}, "state", "Choose the state, or tick “outside the United States”."),
            ({**WALTHAM, "state": "A6"}, "state", "Select a valid choice. A6 is not one of the available choices."),
            ({**WALTHAM, "zip_code": "2451"}, "zip_code", "A ZIP code reads 02451 or 02451-1234."),
            ({**WALTHAM, "city": ""}, "city", "Give the city, or clear the whole address."),
            ({"state": "MA"}, "street1", "Give the street, or clear the whole address."),
            ({**TORONTO, "non_us": ""}, "country", "Tick “outside the United States”, or clear this box."),
            ({**TORONTO, "country": ""}, "country", "Choose the country."),
            ({**TORONTO, "state": "MA"}, "state", "Clear the US state, or untick “outside the United States”."),
            ({**TORONTO, "zip_code": "M5H.1A1"}, "zip_code", "EDGAR takes letters, digits, blanks, # and - in"),
        ],
    )  # fmt: skip
    def test_an_address_that_edgar_would_suspend(self, address, box, sentence):
        assert errors(owner_form(**address))[box][0].startswith(sentence)

    def test_a_cik_that_is_already_here_names_its_owner_and_leads_there(self, locke):
        assert errors(owner_form(cik="0001600001"))["cik"] == [
            f'CIK 1600001 is already here: <a href="/people/{locke.pk}/">Benjamin Locke M.</a>.'
        ]

    def test_a_name_in_the_duplicates_link_is_text(self):
        ReportingOwner.objects.create(cik="43", conformed_name="<script>alert(1)</script>", last_name="X")
        assert "&lt;script&gt;" in errors(owner_form(cik="43"))["cik"][0]

    def test_saving_an_owner_again_does_not_find_itself(self, locke):
        form = OwnerForm({**JANE, "cik": locke.cik}, instance=locke, actor=ada(), may_set_login=False)
        assert form.is_valid()

    def test_an_entity_has_its_legal_name_only(self):
        form = owner_form(kind="entity", last_name="Northstar LP", suffix="Jr.")
        assert set(errors(form)) == {"first_name", "suffix"}

    def test_an_accent_or_a_text_too_long_is_refused_by_name(self):
        form = owner_form(conformed_name="Nestlé", street1="x" * 41)
        assert errors(form)["conformed_name"][0].startswith("EDGAR does not take “é”")
        assert errors(form)["street1"] == ["At most 40 characters: this has 41. Shorten it."]

    def test_the_signature_is_shown_before_it_is_saved(self):
        form = owner_form(middle_name="Q.", suffix="III", city="X")
        assert not form.is_valid()
        assert form.instance.signing_name == "Jane Q. Doe, III"

    def test_the_login_is_set_by_those_alone_who_may_give_authority(self, preparer):
        typed = {**JANE, "user": str(preparer.pk)}
        refused = OwnerForm(typed, instance=ReportingOwner(), actor=ada(), may_set_login=False)
        assert refused.is_valid()
        assert refused.save(commit=False).user is None
        allowed = OwnerForm(typed, instance=ReportingOwner(), actor=ada(), may_set_login=True)
        assert allowed.is_valid()
        assert allowed.save(commit=False).user == preparer

    def test_a_login_belongs_to_one_owner(self, locke, preparer):
        locke.user = preparer
        locke.save()
        other = OwnerForm(
            {**JANE, "user": preparer.pk}, instance=ReportingOwner(), actor=ada(), may_set_login=True
        )
        assert "user" in other.errors
        own = OwnerForm(
            {**JANE, "cik": locke.cik, "user": preparer.pk}, instance=locke, actor=ada(), may_set_login=True
        )
        assert own.is_valid()


class TestCcc:
    def test_a_ccc_is_typed_twice(self):
        form = CccForm({"ccc": "abcd#123", "again": "abcd#123"})
        assert form.is_valid()
        assert form.cleaned_data["ccc"].reveal() == "abcd#123"

    @pytest.mark.parametrize(
        ("typed", "box"),
        [
            ({"ccc": "abcd#123", "again": "abcd#124"}, "again"),
            ({"ccc": "abcd#12", "again": "abcd#12"}, "ccc"),
            ({"ccc": "", "again": ""}, "ccc"),
        ],
    )
    def test_a_refused_ccc_is_not_given_back(self, typed, box):
        form = CccForm(typed)
        assert box in form.errors
        assert "abcd" not in str(form)


@pytest.mark.django_db
class TestIssuer:
    def form(self, **typed: str) -> IssuerForm:
        return IssuerForm(
            {
                "cik": "CIK 0000099",
                "conformed_name": "NORTHWIND LABS INC",
                "fiscal_year_end": "12/31",
                **typed,
            },
            actor=ada(),
            may_set_duties=False,
        )

    def test_an_issuer_without_a_symbol_has_none(self):
        form = self.form()
        assert form.is_valid(), form.errors
        issuer = form.save()
        assert (issuer.cik, issuer.trading_symbol, issuer.fiscal_year_end) == ("99", "NONE", "1231")

    def test_a_symbol_is_written_in_capitals(self):
        form = self.form(trading_symbol=" nwlb ", foreign_trading_symbol="nwl.to")
        assert form.is_valid()
        assert form.cleaned_data["trading_symbol"] == "NWLB"
        assert form.cleaned_data["foreign_trading_symbol"] == "NWL.TO"

    def test_a_foreign_private_issuer_says_where_it_is_organized_and_reported_on(self):
        typed = {"organized_in": "2M", "qualifying_regulation": "Article 19 MAR"}
        form = self.form(is_foreign_private_issuer="on", **typed)
        assert form.is_valid(), form.errors
        issuer = form.save()
        assert (issuer.country_of_organization, issuer.qualifying_regulation) == ("GERMANY", "Article 19 MAR")
        sentence = "Tick “foreign private issuer”, or clear this box."
        assert errors(self.form(cik="98", **typed)) == {name: [sentence] for name in typed}

    def test_whether_the_issuer_keeps_a_website(self):
        assert self.form(has_website="on").save().has_website
        without = self.form(cik="98")
        assert without.is_valid()
        assert not without.save().has_website

    @pytest.mark.parametrize(
        ("typed", "kept"), [("6/30", "0630"), ("0930", "0930"), ("2/29", "0229"), ("01-31", "0131")]
    )
    def test_the_end_of_the_fiscal_year(self, typed, kept):
        form = self.form(fiscal_year_end=typed)
        assert form.is_valid()
        assert form.cleaned_data["fiscal_year_end"] == kept

    @pytest.mark.parametrize("typed", ["2/30", "13/1", "December", "123", "00/10"])
    def test_no_end_of_a_fiscal_year(self, typed):
        assert errors(self.form(fiscal_year_end=typed))["fiscal_year_end"] == [
            "Write the month and the day, for example 12/31."
        ]

    def test_the_end_of_the_fiscal_year_is_shown_with_its_slash(self, tecogen):
        form = IssuerForm(instance=tecogen, actor=ada(), may_set_duties=False)
        assert 'value="12/31"' in str(form["fiscal_year_end"])

    def test_a_class_is_titled_once_in_a_table_in_either_case(self, tecogen):
        SecurityClass.objects.create(issuer=tecogen, title="Common Stock")
        again = SecurityClassForm({"title": "COMMON STOCK"}, instance=SecurityClass(issuer=tecogen))
        assert errors(again)["title"] == ["This issuer already has a class of this title in the same table."]
        units = {"title": "Common Stock", "is_derivative": "on"}
        assert SecurityClassForm(units, instance=SecurityClass(issuer=tecogen)).is_valid()

    def test_only_a_derivative_security_has_an_underlying_class_of_the_same_issuer(self, tecogen, harborwell):
        stock = SecurityClass.objects.create(issuer=tecogen, title="Common Stock")
        typed = {"title": "Preferred Stock", "underlying": stock.pk}
        form = SecurityClassForm(typed, instance=SecurityClass(issuer=tecogen))
        assert "Only a derivative security" in errors(form)["underlying"][0]
        elsewhere = {**typed, "is_derivative": "on"}
        assert "underlying" in SecurityClassForm(elsewhere, instance=SecurityClass(issuer=harborwell)).errors

    def test_a_class_that_underlies_another_does_not_become_derivative(self, tecogen):
        stock = SecurityClass.objects.create(issuer=tecogen, title="Common Stock")
        SecurityClass.objects.create(issuer=tecogen, title="Option", is_derivative=True, underlying=stock)
        form = SecurityClassForm({"title": "Common Stock", "is_derivative": "on"}, instance=stock)
        assert "is_derivative" in form.errors


@pytest.mark.django_db
class TestPosition:
    @pytest.fixture(autouse=True)
    def _people(self, locke, tecogen):
        self.locke, self.tecogen = locke, tecogen

    def form(self, **typed: str) -> PositionForm:
        given = {
            "issuer": self.tecogen.pk,
            "kind": "officer",
            "title": "CEO",
            "started_on": "11/17/14",
            **typed,
        }
        return PositionForm(given, instance=Position(owner=self.locke), actor=ada())

    def test_an_officer_with_a_title(self):
        form = self.form()
        assert form.is_valid(), form.errors
        assert form.save().started_on == dt.date(2014, 11, 17)

    @pytest.mark.parametrize(
        ("typed", "box", "sentence"),
        [
            ({"title": ""}, "title", "Give the officer's title: box 5 asks for it."),
            ({"kind": "other", "title": ""}, "title", "Say which capacity: box 5 asks for it."),
            ({"kind": "director"}, "title", "Box 5 has no text for this position: clear this box."),
            ({"title": "x" * 31}, "title", "At most 30 characters: this has 31. Shorten it."),
            (
                {"ended_on": "11/16/2014"},
                "ended_on",
                "The last day lies before the first, 17 November 2014.",
            ),
        ],
    )
    def test_what_box_5_would_not_take(self, typed, box, sentence):
        assert errors(self.form(**typed)) == {box: [sentence]}

    def test_the_home_regulation_is_asked_about_at_foreign_private_issuers_only(self, harborwell):
        assert "reports_at_home" not in self.form().fields
        harborwell.is_foreign_private_issuer = True
        harborwell.save()
        abroad = self.form(issuer=harborwell.pk, reports_at_home="on")
        assert abroad.is_valid(), abroad.errors
        position = abroad.save()
        assert position.reports_at_home
        assert "reports_at_home" in PositionForm(instance=position, actor=ada()).fields
        at_home = self.form(reports_at_home="on")
        assert errors(at_home) == {
            "reports_at_home": ["TECOGEN INC. [TGEN] is a domestic issuer: clear this box."]
        }
        position.issuer = self.tecogen
        assert "reports_at_home" not in PositionForm(instance=position, actor=ada()).fields

    def test_the_same_position_is_not_held_twice_at_a_time(self):
        self.form().save()
        assert errors(self.form(started_on="1/1/2020"))["started_on"] == [
            "This position is already here since 17 November 2014: end or change that one."
        ]
        assert self.form(title="President").is_valid()
        assert self.form(started_on="1/1/2010", ended_on="11/17/2014").is_valid()

    def test_a_position_is_held_again_after_it_ended(self):
        self.form(ended_on="12/31/2019").save()
        assert (
            "from 17 November 2014 to 31 December 2019"
            in errors(self.form(started_on="7/1/2019"))["started_on"][0]
        )
        assert self.form(started_on="12/31/2019").is_valid()

    def test_changing_a_position_does_not_find_itself(self):
        kept = self.form().save()
        typed = {"issuer": self.tecogen.pk, "kind": "officer", "title": "CEO", "started_on": "1/1/2015"}
        assert PositionForm(typed, instance=kept, actor=ada()).is_valid()

    def test_a_last_day_before_the_first(self):
        form = LastDayForm({"day": "1/4/2026"}, first_day=dt.date(2026, 1, 5))
        assert errors(form)["day"] == ["The last day lies before the first, 5 January 2026."]
        assert LastDayForm({"day": "1/5/2026"}, first_day=dt.date(2026, 1, 5)).is_valid()


@pytest.mark.django_db
class TestPower:
    @pytest.fixture(autouse=True)
    def _people(self, locke, tecogen, attorney, preparer):
        self.locke, self.tecogen, self.attorney, self.preparer = locke, tecogen, attorney, preparer

    def form(self, instance: PowerOfAttorney | None = None, **typed: object) -> PowerForm:
        given = {
            "grantor": self.locke.pk,
            "issuer": self.tecogen.pk,
            "covers_form_4": "on",
            "attorneys": [self.attorney.pk],
            "executed_on": "03/12/2025",
            "ends": "revocation",
            "text": "Know all by these presents …\r\n/s/ Benjamin Locke",
            "reason": "The paper says otherwise.",
            **typed,
        }
        return PowerForm(given, instance=instance, actor=ada())

    def test_a_power_as_it_stands_on_paper(self):
        form = self.form(issuer="", filed_with="000153743525000061")
        assert form.is_valid(), form.errors
        power = form.save(commit=False)
        assert power.issuer is None
        assert power.forms_covered == ("4",)
        assert not power.covers_amendments
        assert power.text == "Know all by these presents ...\n/s/ Benjamin Locke"
        assert power.filed_with == "0001537435-25-000061"

    @pytest.mark.parametrize(
        ("typed", "box", "sentence"),
        [
            ({"text": "  \n "}, "text", "Paste the text of the power"),
            ({"attorneys": []}, "attorneys", "Choose at least one attorney-in-fact."),
            ({"covers_form_4": ""}, "covers_form_3", "Tick at least one form that the power names."),
            ({"ends": "date"}, "ends_on", "Give the last day, or choose another way in which it ends."),
            ({"ends_on": "3/11/2027"}, "ends_on", "Clear the last day, or choose “On a date”."),
            ({"ends": "date", "ends_on": "3/11/2025"}, "ends_on", "The last day lies before the execution"),
            ({"executed_on": "13/12/2025"}, "executed_on", "There is no month 13"),
            ({"text": "Señor"}, "text", "EDGAR does not take “ñ”"),
            ({"filed_with": "12-34"}, "filed_with", "An accession number has 10, 2 and 6 digits"),
        ],
    )
    def test_what_is_missing_or_contradicts_itself(self, typed, box, sentence):
        found = errors(self.form(**typed))
        assert list(found) == [box]
        assert found[box][0].startswith(sentence)

    def test_attorneys_are_people_with_the_role_and_an_open_login(self):
        assert "attorneys" in self.form(attorneys=[self.preparer.pk]).errors
        User.objects.filter(pk=self.attorney.pk).update(is_active=False)
        assert "attorneys" in self.form().errors

    def test_an_attorney_who_left_stays_named_on_the_power(self, power):
        User.objects.filter(pk=self.attorney.pk).update(is_active=False)
        form = self.form(instance=power)
        assert form.is_valid(), form.errors
        assert list(form.cleaned_data["attorneys"]) == [self.attorney]

    def test_a_power_keeps_its_grantor(self, power, ramaswamy):
        form = self.form(instance=power, grantor=ramaswamy.pk)
        assert form.is_valid()
        assert form.save(commit=False).grantor == self.locke

    def test_a_revoked_power_was_not_executed_after_its_revocation(self, power):
        power.revoked_on = dt.date(2026, 1, 5)
        assert (
            "revoked before, on 5 January 2026"
            in errors(self.form(power, executed_on="1/6/2026"))["executed_on"][0]
        )

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [("3/11/2025", "The power was executed later"), ("1/6/2026", "there is nothing to revoke")],
    )
    def test_a_revocation_lies_in_the_life_of_the_power(self, power, day, sentence):
        power.ends, power.ends_on = "date", dt.date(2026, 1, 5)
        assert sentence in errors(RevokeForm({"day": day}, power=power))["day"][0]
        assert RevokeForm({"day": "3/12/2025"}, power=power).is_valid()


class TestScan:
    def form(self, content: bytes, name: str = "scan.pdf") -> ScanForm:
        return ScanForm({}, {"scan": SimpleUploadedFile(name, content, content_type="application/pdf")})

    def test_a_scan_is_what_its_first_bytes_say(self):
        assert self.form(pdf(), "poa.exe").is_valid()
        assert errors(self.form(b"MZ\x90\x00", "poa.pdf"))["scan"] == [
            "This is not a PDF, PNG, JPEG or TIFF: scan the paper into one of these."
        ]

    def test_an_empty_file_and_no_file(self):
        assert errors(self.form(b""))["scan"] == ["This file is empty: choose another one."]
        assert errors(ScanForm({}, {}))["scan"] == ["Choose a file."]

    def test_a_scan_that_is_too_large_says_by_how_much(self, settings):
        settings.MAX_SCAN_BYTES = 1024
        sentence = errors(self.form(b"%PDF-" + b"x" * 2048))["scan"][0].replace("\u00a0", " ")
        assert sentence.startswith("The file has 2.0 KB; at most 1.0 KB are kept")
