"""A county of invented stations that loses, doubles and delays its bundles, and is put back from backups."""
