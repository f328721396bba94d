"""EDGAR's conformed names as people sign, and entities told from people."""

import pytest

from people.conformed_name import NameParts, name_parts


@pytest.mark.parametrize(
    ("conformed", "first", "middle", "last", "suffix"),
    [
        ("LOCKE BENJAMIN M", "Benjamin", "M.", "Locke", ""),
        ("Okafor Ngozi", "Ngozi", "", "Okafor", ""),
        ("O'BRIEN MAEVE", "Maeve", "", "O'Brien", ""),
        ("MCALLISTER-WOOD ANN B", "Ann", "B.", "McAllister-Wood", ""),
        ("Thorne William E JR", "William", "E.", "Thorne", "Jr."),
        ("Thorne Roger W. Jr.", "Roger", "W.", "Thorne", "Jr."),
        ("THORNE III ROGER W", "Roger", "W.", "Thorne", "III"),
        ("VAN DER BERG JAN", "Jan", "", "Van Der Berg", ""),
        ("Liu Mei-Ling Grace", "Mei-Ling", "Grace", "Liu", ""),
        ("de la Cruz Ana", "Ana", "", "de la Cruz", ""),
        ("CO ALBERTO", "Alberto", "", "Co", ""),
        ("BANK HELENA", "Helena", "", "Bank", ""),
        ("PARK SE RI", "Se", "Ri", "Park", ""),
        ("Smith John V", "John", "V.", "Smith", ""),
    ],
)
def test_a_person_s_name_is_written_last_name_first(conformed, first, middle, last, suffix):
    assert name_parts(conformed) == NameParts(last=last, first=first, middle=middle, suffix=suffix)


@pytest.mark.parametrize(
    "conformed",
    [
        "KESTREL BIO INC",
        "Harborwell Partners, L.P.",
        "HARBORWELL GP LLC",
        "Lind & Sons",
        "Otto Lind 2012 Irrevocable Family Trust",
        "LINDEN STREET PARTNERS LP /MN",
        "Kestrel Ventures AG",
        "KESTREL",
        "",
    ],
)
def test_an_entity_keeps_its_name_whole(conformed):
    assert name_parts(conformed) == NameParts(last=conformed, is_entity=True)
