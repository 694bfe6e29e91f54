"""One file a revision, named r<number>_<what>.py."""
