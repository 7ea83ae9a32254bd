"""What the README tells a new user to type exists."""

import re
import shlex
from itertools import pairwise

import pytest

from asteroid_econ.cli.main import COMMANDS, GROUPS, load
from asteroid_econ.cli.options import parsed_overrides
from asteroid_econ.parameters.load import check_overrides
from house import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
TYPED = [line.partition("#")[0] for block in BLOCKS for line in block.splitlines()]
TYPED += re.findall(r"`(asteroid-econ [^`]+|make [^`]+)`", TEXT)


@pytest.mark.parametrize("line", [line for line in TYPED if "asteroid-econ " in line])
def test_commands_and_options_exist(line):
    words = shlex.split(line.split("asteroid-econ ", 1)[1])
    name = next(n for n in (" ".join(words[:2]), words[0]) if n in {*COMMANDS, *GROUPS})
    known = {option for p in load(name).params for option in p.opts}
    assert {word for word in words if word.startswith("--")} <= known
    overrides = [after for word, after in pairwise(words) if word == "--set"]
    check_overrides(parsed_overrides(overrides))


@pytest.mark.parametrize("line", [line for line in TYPED if line.startswith("make ")])
def test_make_targets_exist(line):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert line.split()[1] in targets


def test_every_command_is_in_the_readme():
    assert [name for name in COMMANDS if f"`asteroid-econ {name}" not in TEXT] == []


def test_links_lead_somewhere():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "design.md"):
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert link.startswith("https://") or (page.parent / link).exists(), (page.name, link)


def test_the_snippet_runs(capsys):
    (snippet,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert "draws=2000" in snippet
    code = compile(snippet.replace("draws=2000", "draws=20"), "README.md", "exec")
    exec(code, {})  # the text of our own README
    assert "shape: (10, " in capsys.readouterr().out
