"""Links are asked by the server: it goes to public places over TLS and nowhere else."""

import pytest

from portal_app.adapters import links


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::1",
        "https://clinic.example:port/",
        "https://10.0.0.1/admin",
        "https://169.254.169.254/latest/meta-data",
        "https://no-such-host.invalid/",
        "file:///etc/passwd",
        "https://",
    ],
)
def test_a_place_that_is_not_public_is_never_asked(link: str) -> None:
    assert not links.answers(link)
