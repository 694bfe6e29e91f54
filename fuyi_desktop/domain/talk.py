"""The turns of minutes while they are written: every change can be taken back, and says where it was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fuyi_desktop.domain.minutes import Change, Correction, Turn, corrected, made


@dataclass(frozen=True)
class _Deed:
    """What takes a change back, and the turn that was looked at before and after it."""

    back: Change
    before: int
    after: int
    typing: int = -1  # the turn that was typed into; further typing there joins it


class Talk:
    """A list of turns and the one that is written in. Once it has been read out, changes are corrections."""

    def __init__(self, turns: Sequence[Turn] = (), *, correcting: bool = False) -> None:
        self.turns: list[Turn] = list(turns)
        self.here = max(0, len(self.turns) - 1)
        self.correcting = correcting
        self.by = ""  # who initials corrections, where it is not whoever spoke
        self.changed: Callable[[int, int, int], object] = _nobody  # place, turns gone, turns come
        self._done: list[_Deed] = []
        self._undone: list[_Deed] = []

    def __len__(self) -> int:
        return len(self.turns)

    @property
    def turn(self) -> Turn | None:
        """The turn that is written in."""
        return self.turns[self.here] if self.turns else None

    def go(self, at: int) -> None:
        """Write in another turn from now on."""
        self.here = min(max(0, at), max(0, len(self.turns) - 1))
        self.seal()

    def write(self, text: str) -> None:
        """The turn that is written in reads so."""
        turn = self.turn
        if turn is None or turn.reads == text:
            return
        if self.correcting:
            after = corrected(turn, text, self.by or turn.speaker)
        else:
            after = replace(turn, text=text, corrections=())
        self._make(Change(self.here, 1, (after,)), self.here, typing=self.here)

    def begin(self, turn: Turn, at: int | None = None) -> None:
        """A new turn behind the one that is written in, or at a place; it is written in from now on."""
        place = (self.here + 1 if self.turns else 0) if at is None else at
        if self.correcting and turn.text:
            added = (Correction(0, "", turn.text, self.by or turn.speaker),)
            turn = replace(turn, text="", corrections=added)
        self._make(Change(place, 0, (turn,)), place)

    def say(self, turn: Turn) -> None:
        """Let the turn that is written in be another's: speaker, kind and question."""
        self._make(Change(self.here, 1, (turn,)), self.here)

    def drop(self) -> None:
        """Take the turn away; once it has been read out it is struck through, not taken away."""
        turn = self.turn
        if turn is None:
            return
        if self.correcting and turn.text:
            self.write("")
            self.seal()
        else:
            self._make(Change(self.here, 1, ()), max(0, self.here - 1))

    def seal(self) -> None:
        """What is typed from now on is taken back by itself."""
        if self._done and self._done[-1].typing >= 0:
            self._done[-1] = replace(self._done[-1], typing=-1)

    def undo(self) -> bool:
        """Take the last change back; whether there was one."""
        return self._turn_round(self._done, self._undone)

    def redo(self) -> bool:
        """Make the change again that was taken back last."""
        return self._turn_round(self._undone, self._done)

    def find(self, words: str, start: int, *, back: bool = False) -> int:
        """The next turn that has the words, going round; -1 where none has."""
        count = len(self.turns)
        step = -1 if back else 1
        for far in range(1, count + 1):
            at = (start + step * far) % count
            if words in self.turns[at].reads or words == self.turns[at].speaker:
                return at
        return -1

    def _make(self, change: Change, after: int, *, typing: int = -1) -> None:
        back = made(self.turns, change)
        last = self._done[-1] if self._done else None
        if typing < 0 or last is None or last.typing != typing:  # else what takes it back is known
            self._done.append(_Deed(back, self.here, after, typing))
        self._undone.clear()
        self.here = min(after, max(0, len(self.turns) - 1))
        self.changed(change.at, change.out, len(change.put))

    def _turn_round(self, taken: list[_Deed], given: list[_Deed]) -> bool:
        if not taken:
            return False
        deed = taken.pop()
        forth = made(self.turns, deed.back)
        given.append(_Deed(forth, deed.after, deed.before))
        self.here = min(deed.before, max(0, len(self.turns) - 1))
        self.changed(deed.back.at, deed.back.out, len(deed.back.put))
        return True


def _nobody(_at: int, _out: int, _put: int) -> None:
    """Nobody shows the turns yet."""
