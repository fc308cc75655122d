"""What the pages were built from."""

import shutil

import pytest

from portal_app import frontend


@pytest.fixture
def sources(tmp_path):
    for name in ("assets/theme.css", "portal_app/pages/home.py", "portal_app/adapters/mail.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    (tmp_path / "portal_app/commands").mkdir()
    shutil.copy(frontend.ROOT / "portal_app/commands/build.py", tmp_path / "portal_app/commands/build.py")
    return tmp_path


def test_nothing_built_means_nothing_to_serve(tmp_path):
    assert frontend.current(tmp_path) is None


@pytest.mark.parametrize("name", ["assets/theme.css", "portal_app/pages/home.py", "portal_app/commands/build.py"])
def test_a_change_that_shapes_the_pages_changes_the_name(sources, name):
    before = frontend.fingerprint(sources)
    (sources / name).write_text("two")
    assert frontend.fingerprint(sources) != before


def test_a_change_behind_the_pages_builds_nothing_again(sources):
    before = frontend.fingerprint(sources)
    (sources / "portal_app/adapters/mail.py").write_text("two")
    assert frontend.fingerprint(sources) == before
