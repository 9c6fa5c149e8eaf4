"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import ROOT


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Articles with gold that stand beside a checkout on some machines; nothing needs them."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the gold articles do not stand beside this checkout")
    return folder
