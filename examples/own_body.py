"""Explain a body that no catalogue has: elements and a magnitude are enough."""

from asteroid_econ import api
from asteroid_econ.studies.explain import target_from_elements

body = target_from_elements("a=1.05,e=0.08,i=1.5,h=24.5,albedo=0.05")
explanation = api.explain(api.make_study(draws=500), body)

for section in explanation.sections[:2]:
    print(f"\n{section.title}")
    for quantity in section.quantities:
        value = quantity.value
        text = value if isinstance(value, str) else "–" if value != value else f"{value:.4g}"
        print(f"  {quantity.name:32} {text} {quantity.unit}")
