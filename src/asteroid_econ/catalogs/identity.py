"""One identity per object: numbers, names, provisional and packed designations, SPK-IDs."""

import re
import unicodedata

_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # half-months and orders skip I
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CENTURY = {"I": 18, "J": 19, "K": 20}
_FIRST_EXTENDED = 620 * 25  # underscore designations start where the ordinary packing ends
_PROVISIONAL = re.compile(
    r"^(A[89]\d\d|(?:18|19|20|21)\d\d)[ _-]?([A-HJ-Y])([A-HJ-Z])[ _-]?(\d{0,6})$",
    re.IGNORECASE | re.ASCII,
)
_SURVEY = re.compile(r"^(\d{1,4})[ _-]?(P-L|T-[123])$", re.IGNORECASE | re.ASCII)
_PACKED = re.compile(r"^([IJK])(\d\d)([A-HJ-Y])([0-9A-Za-z])(\d)([A-HJ-Z])$")
_PACKED_SURVEY = re.compile(r"^(PL|T1|T2|T3)S(\d{4})$")
_EXTENDED = re.compile(r"^_([0-9A-Za-z])([A-HJ-Y])([0-9A-Za-z]{4})$")
# of text with single spaces: a run of spaces would be tried in every possible division
_FULL_NAME = re.compile(r"^(?:(\d{1,9})(?!\d))? ?([^()]*?) ?(?:\(([^()]+)\))?$", re.ASCII)
_NUMBER_FIRST = re.compile(r"^\((\d{1,9})\) ?(?=[^ ])", re.ASCII)  # '(433) Eros'
# a misspelled designation, '1980 J6G' or '1980 IB', is not asteroid 1980
_LIKE_A_YEAR = re.compile(r"^(1[89]|2[01])\d\d ?([a-z]{1,2}|[a-z]*\d[a-z\d]*)$", re.I | re.ASCII)


def base62(digits: str) -> int:
    """Return the value of base-62 digits 0–9, A–Z, a–z."""
    value = 0
    for digit in digits:
        value = 62 * value + _BASE62.index(digit)
    return value


def unpacked_number(packed: str) -> int | None:
    """Return the number that the Minor Planet Center packs into five characters, else None.

    '00433' is 433, 'A0000' is 100000, '~0000' is 620000.

    References
    ----------
    Minor Planet Center, Packed Provisional and Permanent Designations.

    Examples
    --------
    >>> unpacked_number("a0017"), unpacked_number("~000z")
    (360017, 620061)
    """
    if re.fullmatch(r"\d{5}", packed):
        return int(packed) or None
    if re.fullmatch(r"[A-Za-z]\d{4}", packed):
        return 10_000 * base62(packed[0]) + int(packed[1:])
    if re.fullmatch(r"~[0-9A-Za-z]{4}", packed):
        return 620_000 + base62(packed[1:])
    return None


def unpacked_designation(packed: str) -> str | None:
    """Return the provisional designation that seven packed characters stand for, else None.

    References
    ----------
    Minor Planet Center, Packed Provisional and Permanent Designations.

    Examples
    --------
    >>> unpacked_designation("J95X00A"), unpacked_designation("K07Tf8A")
    ('1995 XA', '2007 TA418')
    >>> unpacked_designation("PLS2040"), unpacked_designation("_QC0aEM")
    ('2040 P-L', '2026 CZ6190')
    """
    if m := _PACKED.match(packed):
        year = 100 * _CENTURY[m[1]] + int(m[2])
        cycle = 10 * base62(m[4]) + int(m[5])
        return _spelled(year, m[3] + m[6], cycle)
    if m := _PACKED_SURVEY.match(packed):
        return f"{int(m[2])} {m[1][0]}-{m[1][1]}"
    if m := _EXTENDED.match(packed):
        cycle, order = divmod(_FIRST_EXTENDED + base62(m[3]), 25)
        return _spelled(2000 + base62(m[1]), m[2] + _LETTERS[order], cycle)
    return None


def designation(text: str) -> str:
    """Return the one spelling of a designation, a number or a name.

    Provisional designations come out as '2004 MN4' (before 1925 as 'A898 PA'), packed ones and
    packed numbers unpacked, numbers without brackets and zeros; anything else with single spaces.
    Small digits, as printed papers have them, are digits.

    Examples
    --------
    >>> designation("2004mn4"), designation("K04M04N"), designation("1898 PA"), designation("(433)")
    ('2004 MN4', '2004 MN4', 'A898 PA', '433')
    >>> designation("2004_MN4"), designation("2004 MN₄"), designation("~0000")
    ('2004 MN4', '2004 MN4', '620000')
    """
    plain = _plain(text).strip("() ")
    if m := _PROVISIONAL.match(plain):
        year = m[1].upper()
        cycle = int(m[4] or 0)
        return _spelled(int("1" + year[1:] if year[0] == "A" else year), m[2] + m[3], cycle)
    if plain.isascii() and plain.isdigit():
        return plain.lstrip("0") or "0"
    if m := _SURVEY.match(plain):
        return f"{int(m[1])} {m[2].upper()}"
    return unpacked_designation(plain) or str(unpacked_number(plain) or plain)


def split_full_name(text: str) -> tuple[int | None, str, str]:
    """Return number, name and designation of a full name; None or '' for what is not there.

    Examples
    --------
    >>> split_full_name(" 99942 Apophis (2004 MN4)"), split_full_name("       (2021 JG6)")
    ((99942, 'Apophis', '2004 MN4'), (None, '', '2021 JG6'))
    >>> split_full_name("(99942) Apophis"), split_full_name("(99942) 2004 MN4")
    ((99942, 'Apophis', ''), (99942, '', '2004 MN4'))
    """
    plain = _plain(text)
    head = _NUMBER_FIRST.match(plain)
    plain = plain[head.end() :] if head else plain
    m = _FULL_NAME.match(plain)
    whole = (_PROVISIONAL, _SURVEY, _LIKE_A_YEAR)
    if m is None or (head and m[1]) or any(form.match(plain) for form in whole):
        return (int(head[1]) if head else None), "", designation(plain)
    number = head[1] if head else m[1]
    return (int(number) if number else None), m[2], designation(m[3]) if m[3] else ""


def whole_number(text: str) -> int | None:
    """Return the number that a text of at most nine ASCII digits is, else None.

    Examples
    --------
    >>> whole_number("00433"), whole_number("433.0"), whole_number("9" * 30)
    (433, None, None)
    """
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else None


def number_of_spkid(spkid: int) -> int | None:
    """Return the permanent number in an SPK-ID, None where the object has none.

    Numbered objects are 2000000 + number in the old scheme, 20000000 + number in the new one.

    References
    ----------
    JPL Solar System Dynamics, SPK-ID numbering of small bodies (new scheme since 2021).

    Examples
    --------
    >>> number_of_spkid(2000433), number_of_spkid(20000433), number_of_spkid(54487291)
    (433, 433, None)
    """
    for base, end in ((2_000_000, 3_000_000), (20_000_000, 50_000_000)):
        if base < spkid < end:
            return spkid - base
    return None


def _plain(text: str) -> str:
    """Single spaces; letters and digits of other shapes (subscripts, full width) in their own."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def _spelled(year: int, letters: str, cycle: int) -> str:
    century = f"A{year % 1000:03d}" if year < 1925 else str(year)
    return f"{century} {letters.upper()}{cycle or ''}"
