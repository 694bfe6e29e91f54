"""What every error of ours is: a class whose docstring is the sentence the user reads."""

from typing import ClassVar


class FuyiError(Exception):
    """操作没有完成。"""

    code: ClassVar[int] = 1

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return (type(self).__doc__ or "").format(**self.facts)
