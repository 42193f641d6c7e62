"""Every example in a docstring of the analysis library is run as it stands."""

import doctest
import importlib
import pkgutil

import pytest

import evenground.analysis

MODULES = sorted(module.name for module in pkgutil.walk_packages(evenground.analysis.__path__, "evenground.analysis."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_give_what_they_say(name):
    module = importlib.import_module(name)
    tests = [test for test in doctest.DocTestFinder(exclude_empty=True).find(module) if test.examples]
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)

    for test in tests:
        failed, _ = runner.run(test)
        assert not failed, f"an example in {test.name} gives something else: see above"
