"""Pictures that a page draws in place: nothing is fetched."""

import segno


def qr(text: str) -> str:
    """A QR code, black on white, as the address of an image."""
    return segno.make(text, error="m").svg_data_uri(scale=4, border=3, light="#fff", dark="#000")
