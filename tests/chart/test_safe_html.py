import time

import pytest

from portal_app.chart.safe_html import from_text, safe


@pytest.mark.parametrize(
    "written",
    [
        "<div>" * 200_000,
        "<!--" * 100_000,
        "<script>" * 50_000,
        "<" * 500_000,
        "<b></i>" * 19_000,
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">",
        "<p>" + "word " * 1_000_000,
        f"<p>a{' ' * 140_000}b</p>" * 4,
        f"<p>a{'&#10;' * 28_000}b</p>" * 4,
    ],
    ids=["deep", "comments", "scripts", "signs", "misnested", "attributes", "five megabytes", "spaces", "empty lines"],
)
def test_a_bomb_goes_off_within_seconds(written):
    # processor time: a busy machine is no bomb; unguarded, the deep ones take hours
    began = time.process_time()
    assert len(safe(written)) < 700_000
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>x",
        "<p onclick='x'>x</p>",
        "<a href='javascript:x'>x</a>",
        "<img src=x onerror=x>x",
        "<p style='position:fixed' class='btn'>x</p>",
        "<svg><script>1</script></svg>x",
        "<scr<script>ipt>x</script>x",
        "<table background='javascript:1'><tr><td onmouseover=1>x</td></tr></table>",
        "<iframe srcdoc='<script>1</script>'></iframe>x",
    ],
)
def test_nothing_that_acts_or_looks_like_the_portal_is_left(written):
    found = safe(written)
    assert "x" in found
    for bad in ("script", "onclick", "onerror", "onmouse", "href", "style", "class", "<img", "<a", "svg", "iframe"):
        assert bad not in found


def test_headings_stand_below_the_pages_own_without_a_gap():
    assert safe("<h1>A</h1><p>x</p><h4>B</h4>") == "<h3>A</h3><p>x</p><h4>B</h4>"


def test_lines_and_tables_stay_apart():
    assert safe("<div>one</div><div>two</div>") == "one<br>two"
    assert safe("<pre>a\nb</pre>") == "<p>a<br>b</p>"
    assert '<td colspan="2">x</td>' in safe("<table><tr><td colspan='2'>x</td></tr></table>")


def test_a_plain_text_keeps_its_headings_lists_and_signs():
    assert from_text("# Plan\n- rest\n- tea & honey\n\nCall if fever > 102\nor pain") == (
        "<h3>Plan</h3><ul><li>rest</li><li>tea &amp; honey</li></ul><p>Call if fever &gt; 102<br>or pain</p>"
    )


def test_what_fhir_software_writes_for_itself_is_left_out():
    assert safe("<div><p><b>Generated Narrative</b></p><p><b>id</b>: f001</p><p>Sleep study</p></div>") == (
        "<p>Sleep study</p>"
    )
    assert safe("<div> <p></p> </div>") == ""


@pytest.mark.parametrize("span", ["100000000", "101", "0", "-1", "1e9", "x", "", '1" onclick="x', "\u0662"])
def test_a_cell_that_claims_more_room_than_a_table_has_spans_nothing(span: str) -> None:
    written = f"<table><tr><td colspan='{span}' rowspan='{span}'>dose</td></tr></table>"
    assert safe(written) == "<table><tbody><tr><td>dose</td></tr></tbody></table>"


def test_a_cell_may_span_others() -> None:
    assert 'colspan="3"' in safe("<table><tr><td colspan=3>dose</td></tr></table>")
