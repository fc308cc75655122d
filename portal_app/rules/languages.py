"""How people call a language."""

from babel import Locale, UnknownLocaleError

from portal_app.catalogue import language


def called(code: str) -> str:
    """The language's name as the reader says it: "Spanish" for "es"; a code that nobody knows stays as it is."""
    try:
        return Locale.parse(code, sep="-").get_display_name("es" if language() == "es" else "en") or code
    except (ValueError, UnknownLocaleError):
        return code


def foreign(code: str) -> str:
    """The patient's language where it is not English, which needs no saying."""
    return "" if code in ("", "en") else called(code)
