"""Rich text (RTF 1.9) as plain text: what a person wrote, without fonts, colours and pictures."""

import re

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|([^\\{}]+)", re.DOTALL
)
_SILENT = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"generator", b"listtable", b"listoverridetable", b"rsidtbl",
    b"themedata", b"header", b"footer", b"xmlnstbl", b"datastore", b"latentstyles", b"fldinst", b"colorschememapping",
}  # fmt: skip
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n\n", b"page": "\n\n", b"cell": "\t", b"tab": "\t"}
_SIGNS = {b"bullet": "\u2022", b"endash": "\u2013", b"emdash": "\u2014", b"lquote": "\u2018", b"rquote": "\u2019",
          b"ldblquote": "\u201c", b"rdblquote": "\u201d"}  # fmt: skip
_NOT_SIMPLE = re.compile(rb"\\(?:pict|object|objdata|shppict)\b")
DEEPEST = 200


def as_text(written: bytes) -> str:
    """Its words, a line a paragraph; empty if it is not simple (it holds pictures or other files), or no RTF."""
    if not written.lstrip().startswith(b"{\\rtf") or _NOT_SIMPLE.search(written):
        return ""
    found: list[str] = []
    groups: list[bool] = []
    silent = fresh = False
    skip = 0
    for token in _TOKEN.finditer(written):
        hexed, unicode, word, _, sign, brace, plain = token.groups()
        opened, fresh = fresh, brace == b"{" or (fresh and sign == b"*")
        if brace == b"{":
            if len(groups) > DEEPEST:
                return ""
            groups.append(silent)
        elif brace == b"}":
            silent = groups.pop() if groups else False
        elif (sign == b"*" and opened) or (word in _SILENT and opened):
            silent = True
        elif not silent:
            said = _said(hexed, unicode, word, sign, plain)
            # after \uN stands one sign for readers that know no Unicode
            found.append(said[1:] if skip and (hexed or plain) else said)
            skip = 1 if unicode else skip if not (hexed or plain) else 0
    return "".join(found).strip()


def _said(
    hexed: bytes | None, unicode: bytes | None, word: bytes | None, sign: bytes | None, plain: bytes | None
) -> str:
    if hexed:
        return bytes([int(hexed, 16)]).decode("cp1252", "replace")
    if unicode:
        return _letter(int(unicode) % 0x10000)
    if word:
        return _BREAKS.get(word) or _SIGNS.get(word, "")
    if sign:
        return {b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(
            sign, sign.decode("cp1252") if sign in b"\\{}" else ""
        )
    return (plain or b"").decode("cp1252", "replace").replace("\r", "").replace("\n", "")


def _letter(number: int) -> str:
    return chr(number) if not 0xD800 <= number < 0xE000 else ""
