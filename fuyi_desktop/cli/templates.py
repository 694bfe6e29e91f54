"""Templates on the command line: what holds, its text, what is wrong with a file, taking it up and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk, read_text
from fuyi_desktop.cli.lawbook import agreed, kept
from fuyi_desktop.cli.printing import show
from fuyi_desktop.domain.errors import TemplateWrong
from fuyi_desktop.domain.provisions import template_name
from fuyi_desktop.services.lawbook import TEMPLATES
from fuyi_desktop.services.shipped_templates import ShippedTemplates
from fuyi_desktop.services.templates import Templates


def grammar(add: Any, group: Any, agreeing: Any) -> None:
    """fuyi template …"""
    add("list", template_list, "各文书用的是谁的模板、哪一版", group)
    c = add("show", template_show, "一份模板的文字", group)
    c.add_argument("form", help="文书编号，如 F06")
    c.add_argument("--version", default="", help="以前的版本，见 --versions")
    c.add_argument("--versions", action="store_true", help="列出这种文书有过的各版")
    c.add_argument("--compare", metavar="F.toml", help="文件和现用的原版逐行对照")
    c.add_argument("--out", metavar="F.toml", help="写入文件")
    add("check", template_check, "检查一份模板，逐处说明", group).add_argument("file")
    c = add("use", template_use, "改用文件里的模板，作为本单位版本", group)
    c.add_argument("file")
    c.add_argument("--county", action="store_true", help="县中心：作为县的模板，随同步包发给各站")
    agreeing(c)
    c = add("drop", template_drop, "不再用本单位版本，恢复原版", group)
    c.add_argument("form")
    c.add_argument("--county", action="store_true", help="县中心：收回县的模板")
    agreeing(c)


def template_list(desk: Desk) -> Any:
    with _texts(desk) as texts:
        return [row.as_dict() for row in texts.rows()]


def template_show(desk: Desk) -> Any:
    args = desk.args
    with _texts(desk) as texts:
        if args.versions:
            return [one.as_dict() | {"holds": one.holds} for one in texts.versions(args.form)]
        if args.compare:
            lines = texts.compare(read_text(args.compare), args.form, args.version)
            return [
                {"sign": line.sign, "before": line.before, "after": line.after, "text": line.text}
                for line in lines
            ]
        found = texts.text(args.form, args.version)
        if args.out:
            texts.export(found.text, Path(args.out))
            return found.as_dict() | {"out": args.out}
        if not args.json:
            print(found.text, end="")
            return None
        return found.as_dict() | {"text": found.text}


def template_check(desk: Desk) -> Any:
    """Every fault and remark; the exit code is that of a wrong template where there is a fault."""
    name = Path(desk.args.file).name
    found = desk.place.shipped_templates.check(read_text(desk.args.file))
    answer = {
        "template": found.template.id if found.template else None,
        "version": found.template.version if found.template else None,
        "faults": [_told(fault) for fault in found.faults],
        "remarks": [_told(remark) for remark in found.remarks],
    }
    if found.faults:
        show(answer, as_json=desk.args.json)
        first = found.faults[0]
        raise TemplateWrong(template=name, where=first.place, why=first.why)
    return answer


def template_use(desk: Desk) -> Any:
    name, text = Path(desk.args.file).name, read_text(desk.args.file)
    with kept(desk) as app:
        if desk.args.county:
            looked = app.lawbook.look(text, name, of=TEMPLATES)
            return agreed(desk, looked, lambda: app.lawbook.take(text, name, of=TEMPLATES))
        return app.templates.use(text).as_dict()


def template_drop(desk: Desk) -> Any:
    with kept(desk) as app:
        if desk.args.county:
            called = template_name(desk.args.form)
            return agreed(desk, app.lawbook.look_dropped(called), lambda: app.lawbook.drop(called))
        return app.templates.drop(desk.args.form).as_dict()


@contextmanager
def _texts(desk: Desk) -> Iterator[Templates | ShippedTemplates]:
    """The texts of the store where its password is given, else as shipped."""
    if desk.args.password_file and desk.place.exists():
        with desk.app() as app:
            yield app.templates
    else:
        yield desk.place.shipped_templates


def _told(fault: Any) -> dict[str, Any]:
    return {"line": fault.line, "where": fault.where, "why": fault.why}
