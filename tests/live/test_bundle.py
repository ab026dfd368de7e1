"""A figure's script holds what its modules import, each once and after what it needs."""

import re

import pytest

from dl_workshop.live.bundle import bundle, imports, read
from dl_workshop.live.figures import NAMES

DEFINED = re.compile(r"^(?:export )?(?:const|class|function\*?) (\w+)", re.M)
# Called, extended or made; neither methods nor their definitions.
CALLED = re.compile(r"(?<![.\w])(?:new |extends )?(\w+)(?=\(| \{)")


def modules(name, seen=()):
    """A module and all that it imports, directly or not."""
    found = {name: None}
    for imported in imports(name):
        assert imported not in seen, f"{name} and {imported} import each other"
        found.update(modules(imported, (*seen, name)))
    return found


EVERY = dict.fromkeys(m for n in NAMES for m in modules(f"figures/{n}.js"))
EXPORTED = {
    name: module
    for module in EVERY
    for name in re.findall(r"^export \w+\*? (\w+)", read(module), re.M)
}


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_defined_once(name):
    scope = {"browser/start.js": None, **modules(f"figures/{name}.js")}
    defined = [n for module in scope for n in DEFINED.findall(read(module))]
    assert len(defined) == len(set(defined))
    script = bundle("browser/start.js", f"figures/{name}.js")
    assert not re.search(r"^(import|export) ", script, re.M)


@pytest.mark.parametrize("module", EVERY)
def test_what_is_imported_is_exported_there_and_used_here(module):
    text = re.sub(r"^import .*", "", read(module), flags=re.M)
    for source, names in imports(module).items():
        for name in names:
            assert EXPORTED[name] == source
            assert re.search(rf"\b{name}\b", text), f"{name} is not used"


@pytest.mark.parametrize("module", EVERY)
def test_what_is_called_is_imported(module):
    text = re.sub(
        r"^import .*|//.*|^ +\w+\([^;]*\) \{$", "", read(module), flags=re.M
    )
    here = {n for names in imports(module).values() for n in names}
    foreign = set(CALLED.findall(text)) & EXPORTED.keys()
    assert foreign - here - set(DEFINED.findall(text)) == set()


def test_a_module_comes_after_what_it_imports():
    script = bundle("figures/training_runs.js")
    names = (
        "function draw",
        "class Plot",
        "class MixturePlot",
        "class RunPanel",
    )
    places = [script.index(name) for name in names]
    assert places == sorted(places)
    assert script.count("class Plot ") == 1
