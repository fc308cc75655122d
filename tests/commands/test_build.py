"""Building beside, swapping in one step."""

import json

import pytest

from portal_app import frontend
from portal_app.commands.build import PLACEHOLDER, BuildFailed, build

MANIFEST = {"routes": {"a": {"path": ""}, "b": {"path": "messages/:thread_id"}, "c": {"path": "*"}}}


def make(web, into, script=f"e={{EVENT:`ws://{PLACEHOLDER}/_event`,PING:`http://{PLACEHOLDER}/ping`}}"):
    """A Vite that needs no Node."""
    (into / "assets").mkdir(parents=True)
    (into / "index.html").write_text("<html>" + "home " * 300)
    (into / "assets/env-1.js").write_text(script)
    (into / "assets/manifest-1.js").write_text(f"window.__reactRouterManifest={json.dumps(MANIFEST)};")


def test_a_failed_build_leaves_what_is_served(tmp_path):
    served = build(builds=tmp_path, make=make)

    def breaks(web, into):
        raise BuildFailed("no")

    with pytest.raises(BuildFailed):
        build(builds=tmp_path, make=breaks, force=True)
    assert frontend.current(tmp_path) == served
    assert (served / "index.html").exists()
    assert not list(tmp_path.glob("next-*"))


def test_an_address_that_would_stay_baked_in_fails_the_build(tmp_path):
    for script in (f"fetch('http://'+'{PLACEHOLDER}')", "nothing()"):
        with pytest.raises(BuildFailed):
            build(builds=tmp_path, make=lambda web, into, script=script: make(web, into, script))
    assert frontend.current(tmp_path) is None


def test_the_pages_find_the_server_where_they_came_from(tmp_path):
    text = (build(builds=tmp_path, make=make) / "assets/env-1.js").read_text()
    assert PLACEHOLDER not in text
    assert 'EVENT:(globalThis.location.origin.replace(/^http/,"ws")+"/_event")' in text
    assert 'PING:(globalThis.location.origin+"/ping")' in text


def test_what_did_not_change_is_not_built_again(tmp_path):
    built = []

    def counted(web, into):
        built.append(into)
        make(web, into)

    first = build(builds=tmp_path, make=counted)
    assert build(builds=tmp_path, make=counted) == first
    assert len(built) == 1


def test_a_build_is_packed_and_knows_its_pages(tmp_path):
    files = build(builds=tmp_path, make=make)
    assert (files / "index.html.br").exists()
    assert (files / "index.html.gz").exists()
    assert json.loads((files.parent / "routes.json").read_text()) == ["", "messages/:thread_id"]
