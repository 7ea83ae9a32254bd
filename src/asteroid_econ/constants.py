"""Physical constants: ``NAME_UNIT = value  # uncertainty: source``. Nothing else lives here."""

AU_KM = 149_597_870.7  # exact: IAU 2012 Resolution B2
MU_SUN_KM3_S2 = 1.32712440041279419e11  # 5e-1: DE440, Park et al. (2021)
MU_EARTH_KM3_S2 = 398_600.4418  # 8e-4: IERS Conventions (2010), TT-compatible as used by NHATS
R_EARTH_KM = 6_378.137  # exact: WGS 84 equatorial radius
G_KM3_KG_S2 = 6.67430e-20  # 1.5e-24: CODATA 2018
G0_KM_S2 = 9.80665e-3  # exact: standard gravity, CGPM 1901
DAY_S = 86_400.0  # exact: SI
JULIAN_YEAR_D = 365.25  # exact: IAU
J2000_MJD_TDB = 51_544.5  # exact: definition of J2000.0
OBLIQUITY_J2000_ARCSEC = 84_381.448  # 1e-1: IAU 1976, the frame of JPL and NEODyS elements
NEO_Q_MAX_AU = 1.3  # exact: definition of a near-Earth object
TROY_OUNCE_KG = 0.0311034768  # exact: international troy ounce
