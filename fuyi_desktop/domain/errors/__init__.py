"""
Everything that can go wrong and is worth telling the user.

FuyiError                            code  the class docstring is the sentence the user reads
├── BadFact                            10  a value that was typed cannot be taken
├── NotOpen                            11  the step cannot be taken now
├── Doubtful                           17  a step that is unlikely, until the person is sure of it
├── NoPermission                       12
│   └── NotThatPerson                  16  the password is somebody else's
├── NotFound                           13
├── NotHolder                          14  the case lies with another station
├── Ambiguous                          15
├── RuleError                          20
│   ├── RuleUnknown                    21
│   ├── RuleWithoutLength              22
│   ├── RuleFileWrong                  23
│   ├── SuspensionOutside              24
│   └── WorkdaysWrong                  25
├── StoreError                         30
│   ├── WrongPassword                  31
│   ├── StoreTooNew                    32
│   ├── StoreDamaged                   33
│   ├── ChangedMeanwhile               34
│   ├── StoreExists                    35
│   ├── StoreMissing                   36
│   ├── PasswordTooWeak                37
│   ├── StoreInUse                     38
│   ├── DiskFull                       39
│   ├── ServerFault                    58  the database server of a center cannot be used
│   └── StoreElsewhere                 59  the store was moved to a server
├── BundleError                        40
│   ├── BundleDamaged                  41
│   ├── NotForThisStation              42
│   ├── SenderUnknown                  43
│   ├── BundleTooNew                   44
│   ├── FingerprintWrong               45
│   ├── NotEnrolled                    46
│   ├── CannotWrite                    48
│   ├── BundleTooLarge                 49
│   ├── CannotRead                     54
│   ├── CarrierUnfit                   56  a stick or a mail that cannot take what is to be written
│   ├── NoBundleInside                 57  a file, mail or archive without anything to take in
│   ├── KeyStopped                     74  nothing is sealed for a key that was revoked
│   └── InQuarantine                   75  of an unknown or revoked key: kept sealed for a person to decide
├── SealError                          50
│   ├── FileDamaged                    51  something sealed was changed, cut or lengthened
│   ├── NoKeyFits                      52
│   └── KeyWrong                       53  what should be a key is none
├── PaperError                         60
│   ├── TemplateWrong                  61
│   ├── FactsMissing                   62
│   ├── GlyphMissing                   63
│   ├── TemplateUnknown                64
│   ├── FontMissing                    65
│   ├── TemplateVersionGone            66
│   ├── NumbersUnsure                  67  a backup was put back: what was given since is not known
│   ├── NoNumbersLent                  68  a series that the center lends from, and no open block here
│   ├── OrderFileWrong                 69  the order of a case's file
│   ├── PackDamaged                    70  an archive pack is not what its list says
│   ├── PrinterRefused                 71
│   ├── PaperElsewhere                 72  a scanned code of a paper that is not in this store
│   └── WorkbookWrong                  73  an office's own .xlsx that cannot be filled
└── CodeError                          80
    ├── CodeFileWrong                  81
    └── CodeUnknown                    82

Anything else that reaches the top is a bug: it is logged with its traceback and
shown as 「程序出错」, never as advice.
"""

from fuyi_desktop.domain.errors.base import (
    FuyiError,
)
from fuyi_desktop.domain.errors.bundles import (
    BundleDamaged,
    BundleError,
    BundleTooLarge,
    BundleTooNew,
    CannotRead,
    CannotWrite,
    CarrierUnfit,
    FileDamaged,
    FingerprintWrong,
    InQuarantine,
    KeyStopped,
    KeyWrong,
    NoBundleInside,
    NoKeyFits,
    NotEnrolled,
    NotForThisStation,
    SealError,
    SenderUnknown,
)
from fuyi_desktop.domain.errors.papers import (
    FactsMissing,
    FontMissing,
    GlyphMissing,
    NoNumbersLent,
    NumbersUnsure,
    OrderFileWrong,
    PackDamaged,
    PaperElsewhere,
    PaperError,
    PrinterRefused,
    TemplateUnknown,
    TemplateVersionGone,
    TemplateWrong,
    WorkbookWrong,
)
from fuyi_desktop.domain.errors.rules import (
    CodeError,
    CodeFileWrong,
    CodeUnknown,
    RuleError,
    RuleFileWrong,
    RuleUnknown,
    RuleWithoutLength,
    SuspensionOutside,
    WorkdaysWrong,
)
from fuyi_desktop.domain.errors.stores import (
    ChangedMeanwhile,
    DiskFull,
    PasswordTooWeak,
    ServerFault,
    StoreDamaged,
    StoreElsewhere,
    StoreError,
    StoreExists,
    StoreInUse,
    StoreMissing,
    StoreTooNew,
    WrongPassword,
)
from fuyi_desktop.domain.errors.work import (
    Ambiguous,
    BadFact,
    Doubtful,
    NoPermission,
    NotFound,
    NotHolder,
    NotOpen,
    NotThatPerson,
)

__all__ = [
    "Ambiguous",
    "BadFact",
    "BundleDamaged",
    "BundleError",
    "BundleTooLarge",
    "BundleTooNew",
    "CannotRead",
    "CannotWrite",
    "CarrierUnfit",
    "ChangedMeanwhile",
    "CodeError",
    "CodeFileWrong",
    "CodeUnknown",
    "DiskFull",
    "Doubtful",
    "FactsMissing",
    "FileDamaged",
    "FingerprintWrong",
    "FontMissing",
    "FuyiError",
    "GlyphMissing",
    "InQuarantine",
    "KeyStopped",
    "KeyWrong",
    "NoBundleInside",
    "NoKeyFits",
    "NoNumbersLent",
    "NoPermission",
    "NotEnrolled",
    "NotForThisStation",
    "NotFound",
    "NotHolder",
    "NotOpen",
    "NotThatPerson",
    "NumbersUnsure",
    "OrderFileWrong",
    "PackDamaged",
    "PaperElsewhere",
    "PaperError",
    "PasswordTooWeak",
    "PrinterRefused",
    "RuleError",
    "RuleFileWrong",
    "RuleUnknown",
    "RuleWithoutLength",
    "SealError",
    "SenderUnknown",
    "ServerFault",
    "StoreDamaged",
    "StoreElsewhere",
    "StoreError",
    "StoreExists",
    "StoreInUse",
    "StoreMissing",
    "StoreTooNew",
    "SuspensionOutside",
    "TemplateUnknown",
    "TemplateVersionGone",
    "TemplateWrong",
    "WorkbookWrong",
    "WorkdaysWrong",
    "WrongPassword",
]
