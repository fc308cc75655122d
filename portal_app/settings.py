"""What a deployment sets, from the environment (`PORTAL_...`); a wrong value stops the start with a sentence."""

import re
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from portal_app.errors import SettingsError

_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
"""Short, so that the mark of a letter fits behind it (RFC 5321: 64 characters)."""


class Mode(StrEnum):
    """How the portal runs: with made-up people, or for a clinic."""

    DEMO = "demo"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Every setting of a deployment. What a clinic decides (rules, pools, words) is data instead."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", extra="ignore")

    home: Path = Field(Path("var"), description="folder that owns the database, keys, uploads and backups")
    mode: Mode = Field(Mode.DEMO, description="demo (made-up people) or production")
    host: str = Field("127.0.0.1", description="address to listen on; a proxy with TLS stands in front")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on")
    origin: str = Field("", description="what people type: https://portal.clinic.org; demo: http://localhost:PORT")
    database_url: str = Field("", description="postgresql://...; empty = encrypted SQLite under PORTAL_HOME")
    redis_url: str = Field("", description="redis://... or rediss://...; needed for more than one process")
    smtp_url: str = Field("", description="smtp://user:password@host:587; empty in the demo only")
    mail_from: str = Field("portal@localhost", description="sender address of the portal's mail")
    mail_bounces: str = Field("", description="address, with +anything, that reports of mail that came back go to")
    proxies: int = Field(0, ge=0, le=3, description="how many trusted proxies stand in front (X-Forwarded-For)")
    processes: int = Field(1, ge=1, le=32, description="processes that serve; more than one needs Redis and PostgreSQL")

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @model_validator(mode="after")
    def _fits_together(self) -> "Settings":
        if self.mode is Mode.PRODUCTION:
            if urlsplit(self.origin).scheme != "https":
                raise ValueError("Set PORTAL_ORIGIN to the https address that patients type.")
            if not self.smtp_url:
                raise ValueError("Set PORTAL_SMTP_URL: invitations and security notices go out by mail.")
        if self.smtp_url:
            server = urlsplit(self.smtp_url)
            if server.scheme not in ("smtp", "smtps") or not server.hostname:
                raise ValueError("PORTAL_SMTP_URL must read like smtp://user:password@mail.clinic.org:587.")
        if self.mail_bounces and not _ADDRESS.fullmatch(self.mail_bounces):
            raise ValueError("PORTAL_MAIL_BOUNCES must read like bounces@clinic.org, and be short.")
        if self.processes > 1 and not (self.redis_url and self.database_url):
            raise ValueError("More than one process needs PORTAL_REDIS_URL and PORTAL_DATABASE_URL.")
        if self.database_url and not self.database_url.startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("PORTAL_DATABASE_URL must start with postgresql://, or be empty.")
        return self

    @cached_property
    def public_origin(self) -> str:
        """The exact origin that a browser sends: scheme, host and port, no slash at the end."""
        return (self.origin or f"http://localhost:{self.port}").rstrip("/")

    @property
    def domain(self) -> str:
        """The host name that people type."""
        return urlsplit(self.public_origin).hostname or "localhost"

    @property
    def demo(self) -> bool:
        """Whether this is the demo clinic with made-up people."""
        return self.mode is Mode.DEMO

    @property
    def embedded(self) -> bool:
        """Whether the database is the encrypted file under `home`."""
        return not self.database_url


def load() -> Settings:
    """Read the settings, or stop with a sentence that says which one to mend."""
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = "PORTAL_" + "_".join(str(part) for part in first["loc"]).upper() if first["loc"] else ""
        message = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {message}".removeprefix(": ")) from None
