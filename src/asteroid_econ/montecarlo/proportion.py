"""The probability of an event, estimated from how often it happened, with an interval."""

import math
from dataclasses import dataclass

from asteroid_econ.errors import InputError
from asteroid_econ.sampling.normal import normal_ppf


@dataclass(frozen=True, slots=True)
class Proportion:
    """Successes in n independent trials, and the interval that holds the probability.

    The interval is Wilson's. Where the event never (or always) happened it is one-sided and
    exact: 0 of n gives an upper bound of about 3/n at a confidence of 0.95. ``str`` shows that
    bound instead of a misleading 0 or 1.
    """

    n: int
    n_successes: int
    low: float
    high: float
    confidence: float

    @property
    def value(self) -> float:
        """Share of successes; NaN without trials."""
        return self.n_successes / self.n if self.n else math.nan

    def __str__(self) -> str:
        if self.n == 0:
            return "unknown (0 draws)"
        if self.n_successes == 0:
            return f"< {self.high:.2g} (0 of {self.n})"
        if self.n_successes == self.n:
            return f"> {self.low:.{_digits(self.n)}f} ({self.n} of {self.n})"
        return f"{self.value:.3g} ({self.low:.3g} to {self.high:.3g})"


def proportion(n_successes: int, n: int, confidence: float = 0.95) -> Proportion:
    """Return the estimated probability of an event.

    Parameters
    ----------
    n_successes, n : int
        Successes and trials; 0 <= n_successes <= n.
    confidence : float
        Probability that the interval covers the truth; between 0 and 1.

    Returns
    -------
    Proportion

    Notes
    -----
    Holds for independent trials. Latin hypercube and Sobol' draws are more even than that, and
    the interval is then too wide.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209–212; Brown, Cai and DasGupta (2001), Statistical
    Science 16, 101–133; Hanley and Lippman-Hand (1983), JAMA 249, 1743–1745 (the rule of three).

    Examples
    --------
    The rule of three:

    >>> print(proportion(0, 1000))
    < 0.003 (0 of 1000)
    """
    if not 0 <= n_successes <= n:
        raise InputError("n_successes", n_successes, f"an integer from 0 to n = {n}")
    if not 0.0 < confidence < 1.0:
        raise InputError("confidence", confidence, "between 0 and 1, both excluded")
    if n == 0:
        return Proportion(0, 0, 0.0, 1.0, confidence)
    one_sided = -math.expm1(math.log1p(-confidence) / n)
    if n_successes == 0:
        return Proportion(n, 0, 0.0, one_sided, confidence)
    if n_successes == n:
        return Proportion(n, n, 1.0 - one_sided, 1.0, confidence)
    low, high = _wilson(n_successes / n, n, float(normal_ppf(0.5 + 0.5 * confidence)))
    return Proportion(n, n_successes, low, high, confidence)


def _wilson(share: float, n: int, z: float) -> tuple[float, float]:
    center = (share + z * z / (2 * n)) / (1.0 + z * z / n)
    half = z / (1.0 + z * z / n) * math.sqrt(share * (1.0 - share) / n + (z / (2 * n)) ** 2)
    return max(center - half, 0.0), min(center + half, 1.0)


def _digits(n: int) -> int:
    return max(2, math.ceil(math.log10(n)))
