"""Moments of minutes in words."""

from datetime import datetime, tzinfo


def hour(moment: str, zone: tzinfo | None) -> str:
    """10:02, in the office's time; empty where nobody noted it."""
    if not moment:
        return ""
    return f"{datetime.fromisoformat(moment).astimezone(zone):%H:%M}"
