"""U盘: the removable drives of this PC, asked in the worker, as a dead drive answers late."""

from fuyi_desktop.services.carrying import Drives, Stick, of_this_machine, size

__all__ = ["Drives", "Stick", "find_sticks", "size"]

find_sticks: Drives = of_this_machine()
