"""The columns of a catalogue: name, kind, unit, range and meaning, in canonical order."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "number", "integer", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the schema.

    Numbers lie in [lowest, highest], or above ``lowest`` where ``open_low``, or below ``highest``
    where ``open_high``. For text, ``highest`` is the number of characters, and
    ``pattern`` what the whole of it is like.
    """

    name: str
    kind: Kind
    unit: str
    meaning: str
    lowest: float = float("-inf")
    highest: float = float("inf")
    open_low: bool = False
    open_high: bool = False
    required: bool = False
    may_be_empty: bool = True
    pattern: str = ""
    example: str = ""

    @property
    def allowed(self) -> str:
        """What a cell may hold, in words."""
        if self.kind == "text":
            empty = "" if self.may_be_empty else ", not empty"
            example = f", as '{self.example}'" if self.example else ""
            return f"text of at most {self.highest:.0f} printable characters{empty}{example}"
        if self.kind == "flag":
            return "true or false"
        left, right = "(" if self.open_low else "[", ")" if self.open_high else "]"
        word = "a number" if self.kind == "number" else "a whole number"
        unit = f" {self.unit}" if self.unit else ""
        empty = ", or empty" if self.may_be_empty else ""
        return f"{word} in {left}{self.lowest:g}, {self.highest:g}{right}{unit}{empty}"


def _text(name: str, meaning: str, length: int = 200, **rules: Any) -> Column:
    return Column(name, "text", "", meaning, 0, length, **rules)


def _element(name: str, unit: str, meaning: str, low: float, high: float, **rules: Any) -> Column:
    return Column(
        name, "number", unit, meaning, low, high, required=True, may_be_empty=False, **rules
    )


def _number(name: str, unit: str, meaning: str, low: float, high: float, **rules: Any) -> Column:
    return Column(name, "number", unit, meaning, low, high, **rules)


# a class and a number from 0 to 1
_CHANCE = r"[^\s=]{1,20}=(0|1|0?\.[0-9]+|1\.0*|0\.|[0-9](\.[0-9]+)?[eE]-[0-9]{1,3})"

COLUMNS: tuple[Column, ...] = (
    _text(
        "designation",
        "provisional designation, else the number: one spelling per object",
        40,
        required=True,
        may_be_empty=False,
    ),
    Column("number", "integer", "", "permanent number of the Minor Planet Center", 1, 99_999_999),
    _text("name", "name, without the number", 60),
    Column("spkid", "integer", "", "number of the object in JPL's SPICE kernels", 1, 99_999_999),
    _element("epoch_mjd_tdb", "d", "epoch of the elements, MJD (TDB)", 0, 100_000),
    _element("a_au", "au", "semi-major axis", 0, 10_000, open_low=True),
    _element("ecc", "", "eccentricity", 0, 1, open_high=True),
    _element("inc_deg", "deg", "inclination to the J2000 ecliptic", 0, 180),
    _element("node_deg", "deg", "longitude of the ascending node, J2000 ecliptic", -360, 360),
    _element("argperi_deg", "deg", "argument of perihelion", -360, 360),
    _element("mean_anomaly_deg", "deg", "mean anomaly at the epoch", -360, 360),
    Column("h_mag", "number", "mag", "absolute magnitude H", -5, 40, required=True),
    _number("sigma_h_mag", "mag", "1-sigma error of H", 0, 10),
    _number("g_slope", "", "slope parameter G of the H, G system", -1, 2),
    _number("diameter_km", "km", "effective diameter", 0, 2_000, open_low=True),
    _number("sigma_diameter_km", "km", "1-sigma error of the diameter", 0, 2_000),
    _text("diameter_source", "where the diameter comes from"),
    _number("albedo", "", "geometric albedo in V", 0, 1, open_low=True),
    _number("sigma_albedo", "", "1-sigma error of the albedo", 0, 10),
    _text("albedo_source", "where the albedo comes from"),
    _number("rotation_h", "h", "rotation period", 0, 100_000, open_low=True),
    _text("rotation_source", "where the rotation period comes from"),
    _text("taxonomy", "spectral class", 20),
    _text("taxonomy_source", "where the spectral class comes from"),
    Column(
        "class_probabilities",
        "text",
        "",
        "probabilities of spectral classes, as 'C=0.75 B=0.25'",
        0,
        600,
        pattern=rf"^{_CHANCE}( {_CHANCE})*$",
        example="C=0.75 B=0.25",
    ),
    _number("condition_code", "", "orbit condition code U of the Minor Planet Center or JPL", 0, 9),
    _text("condition_source", "where the condition code comes from"),
    _number("arc_d", "d", "days between the first and the last observation", 0, 150_000),
    _number("n_obs", "", "number of observations in the orbit solution", 0, 1e7),
    _number("sigma_a_au", "au", "1-sigma error of the semi-major axis", 0, 1e6),
    _number("sigma_ecc", "", "1-sigma error of the eccentricity", 0, 1e6),
    _number("sigma_inc_deg", "deg", "1-sigma error of the inclination", 0, 1e6),
    _number("a1_au_d2", "au/d2", "radial non-gravitational acceleration at 1 au", -1e-4, 1e-4),
    _number("a2_au_d2", "au/d2", "transverse non-gravitational acceleration at 1 au", -1e-4, 1e-4),
    _number("a3_au_d2", "au/d2", "normal non-gravitational acceleration at 1 au", -1e-4, 1e-4),
    _number(
        "a_half_width_au", "au", "how far a rounded a_au may be off; 0 is full precision", 0, 1e4
    ),
    _number("published_moid_au", "au", "MOID with Earth as the source prints it", 0, 100),
    _text("published_class", "orbit class as the source prints it", 20),
    _text("elements_source", "where the elements and H come from"),
    Column("is_synthetic", "flag", "", "drawn from a population model: no such object is known"),
)
BY_NAME = {column.name: column for column in COLUMNS}
NAMES = tuple(BY_NAME)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
