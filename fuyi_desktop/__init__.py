"""复议纾解工作站 — an offline desktop program for county work on administrative disputes."""

__version__ = "0.1.0"
