"""What people may write: plain text of a certain length, without characters that hide or reorder words."""

import hashlib
import re
import unicodedata

from portal_app.catalogue import say
from portal_app.errors import BadInput

LONGEST = 8_000
SUBJECT = 140
# control characters but tab and line feed, and those that turn the direction of what follows
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")


def clean(text: str) -> str:
    """The same words without characters that cannot be seen; line ends are line feeds, and the edges are trimmed."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))).strip()


def message(text: str, field: str = "body") -> str:
    """A message as it is kept; refuses one that is empty or longer than 8,000 characters, saying so."""
    words = clean(text)
    if not words:
        raise BadInput(say("Write your message first."), field)
    if len(words) > LONGEST:
        over = f"{len(words) - LONGEST:,}"
        raise BadInput(
            say(
                "This is too long by {over} characters. Nothing is lost. Make it shorter, or send it in two parts.",
                over=over,
            ),
            field,
        )
    return words


def subject(text: str, otherwise: str) -> str:
    """One line of at most 140 characters; without words of its own it is `otherwise`."""
    words = " ".join(clean(text).split())
    if len(words) > SUBJECT:
        raise BadInput(say("Make the subject shorter: {most} characters at most.", most=SUBJECT), "subject")
    return words or otherwise[:SUBJECT]


def fingerprint(key: str, body: str) -> str:
    """What makes a sending the same one: the draft's key and its words, so that no changed text is ever dropped."""
    check(key)
    return hashlib.blake2b(f"{key}\n{body}".encode(), digest_size=16).hexdigest()


def check(key: str) -> None:
    """Refuse a draft's key that is none of ours."""
    if not 16 <= len(key) <= 64:
        raise BadInput(say("Please reload the page. What you wrote is kept."))


def initials(name: str) -> str:
    """The letters in the circle beside a name: first and last word, titles left out."""
    words = [word for word in name.split() if not word.endswith(".")] or name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def called(name: str) -> str:
    """What people call somebody: "Ben", "Dr. Osei"."""
    words = name.split()
    if len(words) > 1 and words[0].endswith("."):
        return f"{words[0]} {words[-1]}".replace(" ", "\u00a0")
    return words[0] if words else ""
