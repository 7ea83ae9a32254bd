"""How two snapshots of a catalogue rank their targets."""

from asteroid_econ import api
from asteroid_econ.cli.console import progress


def moved_ranks(old: str, new: str, *, draws: int, threads: int | None) -> list[dict[str, object]]:
    """Return the targets whose rank differs, best new rank first; None where one is absent."""
    places = []
    for word, catalog in (("old", old), ("new", new)):
        study = api.make_study(catalog=catalog, draws=draws, skip_bad_rows=True)
        with progress(f"ranking the {word} one") as report:
            targets = api.run(study, threads=threads, progress=report).targets
        names = targets["designation"].to_list()
        places.append({name: place for place, name in enumerate(names, start=1)})
    before, after = places
    names = [*after, *(name for name in before if name not in after)]
    moved = [name for name in names if before.get(name) != after.get(name)]
    return [{"designation": n, "old": before.get(n), "new": after.get(n)} for n in moved]
