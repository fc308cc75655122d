"""The check-up of a deployment: what is ill is red, and says what to do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal_app import keys
from portal_app.access.actor import Actor
from portal_app.adapters import anchor
from portal_app.adapters.mail import Post
from portal_app.commands import _checkup, _ready, portal
from portal_app.commands._checkup import Ill
from portal_app.commands.backup import noted
from portal_app.errors import SettingsError
from portal_app.jobs import reactions, runner
from portal_app.models import Clinic, ReleaseRules
from portal_app.portal_app import app, doors
from portal_app.settings import Mode, Settings
from portal_app.wiring import House, begin
from tests.journeys.running import free_port
from tests.people import uid


def in_production(house: House, **more: object) -> None:
    values = {"origin": "https://portal.clinic.org", "smtp_url": "smtp://localhost:1", **more}
    kept = house.settings.model_dump(include={"home", "database_url"})
    house.settings = Settings(mode=Mode.PRODUCTION, **kept, **values)


def with_open_key(house: House, _: Path) -> None:
    keys.create(house.settings.home)
    keys.path_of(house.settings.home).chmod(0o644)


def with_an_old_shape(house: House, _: Path) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def without_a_clinic(house: House, _: Path) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("DELETE FROM clinics"))


def as_a_demo_in_production(house: House, _: Path) -> None:
    make_demo(house)
    in_production(house)


def make_demo(house: House) -> None:
    with Session(house.engine) as session:
        clinic = session.get(Clinic, uid("clinic"))
        assert clinic
        clinic.policy = {"demo": True}
        session.commit()


def under_the_demos_settings(house: House, _: Path) -> None:
    assert house.settings.demo


def behind_nobody(house: House, _: Path) -> None:
    in_production(house)


def with_mail_down(house: House, _: Path) -> None:
    house.post = Post(f"smtp://localhost:{free_port()}", "a@clinic.org", "clinic.org")


def with_redis_down(house: House, _: Path) -> None:
    house.settings.redis_url = f"redis://127.0.0.1:{free_port()}"


def with_redis_in_the_open(house: House, _: Path) -> None:
    house.settings.redis_url = "redis://redis.clinic.org:6379"


def with_postgresql_in_the_open(house: House, _: Path) -> None:
    house.settings.database_url = "postgresql://portal:secret@db.clinic.org/portal"


def with_a_failed_job(house: House, _: Path) -> None:
    with Session(house.engine) as session:
        session.execute(text("DELETE FROM jobs"))
        session.commit()
    from portal_app.access.actor import SYSTEM

    with begin(SYSTEM) as work:
        work.enqueue("unknown", {})
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE jobs SET tries = 19"))
    runner.run_due({})


def with_rules_on_their_way(house: House, _: Path) -> None:
    with Session(house.engine) as session:
        session.add(ReleaseRules(edition=3, body={}, made_at=datetime.now(UTC) - timedelta(hours=1)))
        session.commit()


def with_an_old_law(house: House, _: Path) -> None:
    law = {"key": "ky_cancer", "pack": "KY", "when": "reviewed", "hours": 24}
    body = {"packs": [{"state": "KY"}], "rules": [law]}
    with Session(house.engine) as session:
        session.add(ReleaseRules(edition=3, body=body, made_at=datetime.now(UTC)))
        session.commit()


def with_a_changed_head(house: House, _: Path) -> None:
    anchor.path_of(house.settings.home).write_text("9:ab cd\n")


def with_an_old_backup(house: House, _: Path) -> None:
    noted(house.settings.home).write_text((datetime.now(UTC) - timedelta(days=2)).isoformat())


def with_a_clock_put_back(house: House, _: Path) -> None:
    with house.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO facts (at, kind, actor_kind, actor_name, address, data, mac) "
                 "VALUES ('2099-01-01 00:00:00.000000', 'Made', 'system', '', '', '{}', :mac)"),
            {"mac": b"x" * 40},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("illness", "name", "advice"),
    [
        (with_open_key, "Keys and files", "chmod"),
        (with_an_old_shape, "Migrations", "portal migrate"),
        (without_a_clinic, "Clinic", "no clinic in this database yet"),
        (as_a_demo_in_production, "Clinic", "demo clinic"),
        (under_the_demos_settings, "Clinic", "PORTAL_MODE=production"),
        (behind_nobody, "Address", "PORTAL_PROXIES"),
        (behind_nobody, "Backup", "portal backup"),
        (with_mail_down, "Mail", "PORTAL_SMTP_URL"),
        (with_redis_down, "Redis", "PORTAL_REDIS_URL"),
        (with_redis_in_the_open, "Redis", "rediss://"),
        (with_postgresql_in_the_open, "Database", "verify-full"),
        (with_a_failed_job, "Jobs", "unknown"),
        (with_rules_on_their_way, "Release rules", "Edition 3"),
        (with_an_old_law, "Release rules", "KY"),
        (with_a_changed_head, "Audit trail", "changed by somebody"),
        (with_a_clock_put_back, "Audit trail", "Fact 1 was put in"),
        (with_a_clock_put_back, "Clock", "put back"),
        (with_an_old_backup, "Backup", "timer"),
    ],
)
def test_an_ill_deployment_is_told_what_to_do(
    house: House, tmp_path: Path, illness: Callable[[House, Path], None], name: str, advice: str
) -> None:
    illness(house, tmp_path)
    with pytest.raises(Ill, match=advice):
        _checkup.CHECKS[name](house)


def test_a_healthy_demo_is_green_but_for_what_was_not_built(house: House, ben: Actor, monkeypatch) -> None:
    monkeypatch.setitem(_checkup.CHECKS, "Pages", lambda _: "not asked here")
    make_demo(house)
    reactions.seal_facts()
    told = CliRunner().invoke(portal, ["doctor"])
    assert (told.exit_code, "All is well." in told.output) == (0, True), told.output


def test_one_red_line_is_exit_code_1(house: House) -> None:
    without_a_clinic(house, house.settings.home)
    told = CliRunner().invoke(portal, ["doctor"])
    assert told.exit_code == 1
    assert "There is no clinic in this database yet" in told.output


def test_the_demo_clinic_does_not_open_under_production_settings(house: House) -> None:
    make_demo(house)
    _ready.demand(house)
    in_production(house)
    with pytest.raises(SettingsError) as refusal:
        _ready.demand(house)
    assert "demo clinic" in refusal.value.sentence


def test_a_real_clinic_is_not_served_under_the_demos_settings_which_are_the_default(house: House) -> None:
    for start in (_ready.demand, lambda _: doors(app._api)):  # type: ignore[arg-type]
        with pytest.raises(SettingsError) as refusal:
            start(house)
        assert "PORTAL_MODE=production" in refusal.value.sentence
    without_a_clinic(house, house.settings.home)
    with pytest.raises(SettingsError) as refusal:
        _ready.demand(house)
    assert "portal demo" in refusal.value.sentence


def test_a_real_clinic_is_served_under_production_settings(house: House) -> None:
    in_production(house)
    _ready.demand(house)


def test_an_older_database_stops_the_start(house: House) -> None:
    with_an_old_shape(house, house.settings.home)
    with pytest.raises(SettingsError) as refusal:
        _ready.demand(house)
    assert "portal migrate" in refusal.value.sentence


def test_a_database_that_does_not_open_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "portal.db").write_bytes(b"nonsense" * 1000)
    with pytest.raises(SettingsError) as refusal:
        _ready.demand(House(Settings(home=tmp_path), keys.create(tmp_path)))
    assert "does not open with this key" in refusal.value.sentence
