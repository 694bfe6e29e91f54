"""Sealed bundles between stations and the county center; FORMAT.md is the page this transcribes."""
