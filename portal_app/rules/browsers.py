"""What a person would call the browser that they sign in with."""

_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"))
_MORE = (("SamsungBrowser", "Samsung Internet"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def named(user_agent: str) -> str:
    """Browser and machine ("Chrome, Android"); empty when it says neither. Never the string itself."""
    found = (next((name for sign, name in signs if sign in user_agent), "") for signs in (_BROWSERS + _MORE, _MACHINES))
    return ", ".join(name for name in found if name)
