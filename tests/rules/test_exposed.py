"""What leaves this machine for the database or Redis is read and answered by nobody on the way."""

import pytest

from portal_app.rules import exposed

VERIFIED = "?sslmode=verify-full&sslrootcert=/etc/ca.pem"


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("redis://:secret@10.0.0.5:6379/0", "without TLS"),
        ("redis://redis.clinic.org", "without TLS"),
        ("rediss://redis.clinic.org:6380", "no password"),
        ("rediss://portal@redis.clinic.org:6380", "no password"),
        ("rediss://:secret@redis.clinic.org?ssl_cert_reqs=none", "any certificate"),
    ],
)
def test_redis_elsewhere_wants_tls_and_a_password(url: str, advice: str) -> None:
    assert advice in exposed.redis(url)


@pytest.mark.parametrize(
    "url",
    [
        "redis://127.0.0.1:6379/0",
        "redis://localhost",
        "redis://[::1]:6379",
        "unix:///run/redis.sock",
        "rediss://:secret@redis.clinic.org:6380/0",
    ],
)
def test_redis_here_or_behind_tls_and_a_password_is_well(url: str) -> None:
    assert exposed.redis(url) == ""


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("postgresql://portal:secret@db.clinic.org/portal", "verify-full"),
        ("postgresql://portal:secret@10.0.0.5/portal?sslmode=require", "verify-full"),
        ("postgresql://portal:secret@/portal?host=/run/postgresql,db.clinic.org", "verify-full"),
        (f"postgresql://portal@db.clinic.org/portal{VERIFIED}", "no password"),
    ],
)
def test_postgresql_elsewhere_wants_proof_of_both_ends(url: str, advice: str) -> None:
    assert advice in exposed.postgres(url, {})


@pytest.mark.parametrize(
    ("url", "environment"),
    [
        ("", {}),
        ("postgresql://portal@/portal?host=/run/postgresql", {}),
        ("postgresql://portal:secret@127.0.0.1/portal", {}),
        (f"postgresql://portal:secret@db.clinic.org/portal{VERIFIED}", {}),
        (f"postgresql://portal@db.clinic.org/portal{VERIFIED}&sslcert=/etc/portal.pem", {}),
        ("postgresql://portal@db.clinic.org/portal", {"PGSSLMODE": "verify-ca", "PGPASSWORD": "secret"}),
    ],
)
def test_postgresql_here_or_proven_is_well(url: str, environment: dict[str, str]) -> None:
    assert exposed.postgres(url, environment) == ""
