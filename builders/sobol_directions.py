"""Regenerate src/asteroid_econ/sampling/joe_kuo.py from the copy of the table that SciPy ships.

Run: python builders/sobol_directions.py
"""

from pathlib import Path
from textwrap import wrap

import numpy as np
import scipy.stats

N_DIMENSIONS = 512
OUT = Path(__file__).resolve().parents[1] / "src/asteroid_econ/sampling/joe_kuo.py"
HEAD = '''"""Primitive polynomials and initial direction numbers of Sobol' sequences.

Made by builders/sobol_directions.py; not edited by hand. One entry per dimension after the
first: the polynomial with bit i for x**i, then the odd initial numbers m1, m2, ….

References
----------
Joe and Kuo (2008), Constructing Sobol' sequences with better two-dimensional projections, SIAM J.
Sci. Comput. 30, 2635–2654; table new-joe-kuo-6.21201 (BSD licence, © 2008 Frances Y. Kuo and
Stephen Joe).
"""

DIRECTIONS = """
'''


def entries() -> list[str]:
    table = np.load(Path(scipy.stats.__file__).with_name("_sobol_direction_numbers.npz"))
    rows = zip(table["poly"][1:N_DIMENSIONS], table["vinit"][1:N_DIMENSIONS], strict=True)
    return [
        " ".join(str(int(m)) for m in [poly, *initial[: int(poly).bit_length() - 1]])
        for poly, initial in rows
    ]


if __name__ == "__main__":
    lines = wrap("; ".join(entries()), width=98, break_long_words=False)
    OUT.write_text(HEAD + "\n".join(lines) + '\n"""\n', encoding="utf-8")
