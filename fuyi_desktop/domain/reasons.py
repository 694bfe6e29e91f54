"""计算说明 — the sentences that explain a date, as a handler would write them into the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fuyi_desktop.domain.daycount import DAY
from fuyi_desktop.domain.period import Asked, Course, Reading, Suspension, add, base, stopped
from fuyi_desktop.domain.rules import LAST_DAY, Every, Extension, Fixed, Roll, Rule, Unit
from fuyi_desktop.domain.workdays import Holiday, Workdays

WEEK = "周一", "周二", "周三", "周四", "周五", "周六", "周日"
UNITS = {Unit.WORKING_DAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.YEAR: "年"}
EVERY = {Every.MONTH: "每月", Every.QUARTER: "每季度", Every.HALF: "每半年", Every.YEAR: "每年"}

# Which text moves a last day that is a rest day (CR-2), by the line of work.
ROLLED_BY = {
    "reconsideration": "民事诉讼法第八十五条第三款",  # 行政复议法第八十八条第一款 leads there
    "litigation": "行政诉讼法司法解释（法释〔2018〕1号）第四十八条第三款",
    "mediation": "民事诉讼法第八十五条第三款",
    "reporting": "民法典第二百零三条第一款",
}
MEASURES = "全国年节及纪念日放假办法第二条"
YEARLY = "国务院办公厅年度通知"


@dataclass(frozen=True)
class Reason:
    """One line of the explanation: what happened to the date, in words, and by which text."""

    kind: str
    text: str
    article: str


def explain(asked: Asked, course: Course, remind_by: date) -> Iterator[Reason]:
    """Everything that made the date, in the order it happened; what changed nothing is left out."""
    rule, workdays = asked.rule, asked.workdays
    if rule.fixed is not None:
        yield returned(rule, rule.fixed, course.due)
        if remind_by != course.due:
            yield reminded_earlier(rule, workdays, course.due, remind_by)
    elif asked.backward:
        yield from _explain_backward(asked, course)
    elif rule.as_written:
        yield Reason("期间", f"文书载明的最后一日是{full(asked.start)}", rule.article)
        yield from _explain_end(asked, course)
    else:
        yield began(rule, asked.start)
        yield from _explain_length(asked)
        yield from _explain_end(asked, course)
    if course.natural:
        yield reminded(rule, course.natural.due, remind_by)
    if course.provisional:
        yield provisional(asked, course)
    if rule.recheck_from and asked.start >= rule.recheck_from:
        yield to_recheck(rule, rule.recheck_from)
    if not rule.in_force(asked.start):
        yield out_of_force(rule, asked.start)


def _explain_length(asked: Asked) -> Iterator[Reason]:
    rule, workdays, end = asked.rule, asked.workdays, base(asked)
    working = asked.in_working_days
    if rule.local_day:
        yield lasted_local(rule, end, working=working)
    else:
        yield lasted(rule, asked.start, end)
    if asked.extend and rule.extension:
        resting = end if rule.roll is Roll.FORWARD and not workdays.is_working(end) else None
        end = workdays.after(end, asked.extend) if working else add(end, asked.extend, rule.extension.unit)
        yield extended(rule, rule.extension, asked.extend, resting, end)
    for suspension in asked.suspensions:
        if days := stopped(asked, suspension):
            end = workdays.after(end, days) if working else end + days * DAY
            yield suspended(rule, suspension, days, end, working=working)
    if not rule.stop and any(stopped(asked, suspension) for suspension in asked.suspensions):
        yield stop_not_told(rule)


def _explain_end(asked: Asked, course: Course) -> Iterator[Reason]:
    rule, workdays, nominal = asked.rule, asked.workdays, course.nominal
    if asked.in_working_days:
        after, met = asked.start, dict[Reason, None]()
        for suspension in asked.suspensions:  # what lies in a suspension was not met
            met.update(dict.fromkeys(passed(workdays, after, suspension.start - DAY)))
            after = suspension.end - DAY
        met.update(dict.fromkeys(passed(workdays, after, course.due)))
        yield from met
    elif course.due != nominal:
        yield rolled(rule, workdays, nominal, course.due)
    elif rule.roll is Roll.UNSETTLED and not workdays.is_working(nominal):
        yield not_rolled(rule, workdays, nominal)
    elif rule.roll is Roll.FORWARD and workdays.is_make_up(nominal):
        yield worked_last_day(workdays, nominal)


def _explain_backward(asked: Asked, course: Course) -> Iterator[Reason]:
    rule, workdays = asked.rule, asked.workdays
    clear = asked.reading is Reading.STRICT
    yield began_backward(rule, asked.start)
    yield counted_back(rule, course.nominal, clear=clear)
    if asked.in_working_days:
        yield from passed(workdays, course.due - DAY, asked.start - DAY)
    if course.due != course.nominal:
        yield moved_earlier(rule, workdays, course.nominal, course.due)
    if course.loose and course.loose != course.due:
        yield loosely(rule, course.loose)


def began(rule: Rule, start: date) -> Reason:
    """起算 (CR-1): the day of the event itself is never counted."""
    return Reason(
        "起算", f"{rule.trigger} {full(start)}，次日（{_next(start, start + DAY)}）起算", rule.article
    )


def began_backward(rule: Rule, start: date) -> Reason:
    return Reason("起算", f"{rule.trigger} {full(start)}，当日不计，向前推算", rule.article)


def lasted(rule: Rule, start: date, end: date) -> Reason:
    """期间: the length, and where it ends before anything is added to it or it is moved."""
    natural = "（自然日）" if rule.unit is Unit.DAY else ""
    missing = rule.unit in (Unit.MONTH, Unit.YEAR) and end.day != start.day
    note = "，当月没有对应日，以月末日为准" if missing else ""
    return Reason("期间", f"{length(rule)}{natural}{note}，届满 {weekday(end)}", rule.article)


def lasted_local(rule: Rule, end: date, *, working: bool) -> Reason:
    """期间 of a local rule that says 日 and does not say which (`domain.md` 1.6)."""
    how = (
        "个工作日（文件只写“日”，参照行政复议法第八十八条第二款按工作日）"
        if working
        else "日（文件只写“日”，按自然日）"
    )
    return Reason("期间", f"{rule.length} {how}，届满 {weekday(end)}", rule.article)


def reminded(rule: Rule, natural_end: date, remind_by: date) -> Reason:
    """提醒 of a local rule counted in working days: the end by the other reading."""
    when = "届时提醒" if remind_by == natural_end else f"提前到 {_after(natural_end, remind_by)}提醒"
    return Reason("提醒", f"按自然日计为 {weekday(natural_end)}，{when}", rule.article)


def counted_back(rule: Rule, end: date, *, clear: bool) -> Reason:
    """期间 of a backward count (CR-9), in the reading that was asked for."""
    how = "中间隔足" if clear else "中间不要求隔足"
    return Reason("期间", f"提前 {length(rule)}（{how}），最迟 {weekday(end)}", rule.article)


def loosely(rule: Rule, end: date) -> Reason:
    """另读: what the other reading would allow."""
    return Reason("另读", f"不要求隔足的，最迟 {weekday(end)}", rule.article)


def returned(rule: Rule, fixed: Fixed, end: date) -> Reason:
    """期间 of a fixed date."""
    month = f" {end.month} 月" if fixed.month else ""
    last = "底前" if fixed.month else "最后一日前"
    day = last if fixed.day == LAST_DAY else f" {fixed.day} 日前"
    return Reason("期间", f"{EVERY[fixed.every]}{month}{day}，本次为 {weekday(end)}", rule.article)


def extended(rule: Rule, extension: Extension, count: int, resting: date | None, end: date) -> Reason:
    """延期 (CR-11): added to the end as it was before any move, which is told where that was a rest day."""
    since = f"从顺延前的 {_next(end, resting)}接续计算，" if resting else ""
    return Reason(
        "延期", f"延长 {count} {UNITS[extension.unit]}，{since}届满 {weekday(end)}", extension.article
    )


def suspended(rule: Rule, suspension: Suspension, days: int, end: date, *, working: bool) -> Reason:
    """中止 (CR-10)."""
    first, last = full(suspension.start), full(suspension.end)
    unit = UNITS[Unit.WORKING_DAY if working else Unit.DAY]
    text = f"{first}中止，{last}恢复，扣除 {days} {unit}，届满 {weekday(end)}"
    return Reason("中止", text, rule.stop_article or rule.article)


def stop_not_told(rule: Rule) -> Reason:
    """核对: a suspension was asked for that no text takes from this period."""
    return Reason("核对", "本条没有规定中止的期间不计入，能否扣除应当核实", rule.article)


def passed(workdays: Workdays, after: date, upto: date) -> Iterator[Reason]:
    """放假 and 调休: what a count in working days met on its way, in the order it met it."""
    met = [
        (
            holiday.first,
            Reason("放假", f"{holiday.name} {_span(holiday)}放假，不计", _notice(workdays, holiday.first)),
        )
        for holiday in workdays.holidays(after, upto)
    ]
    met += [
        (day, Reason("调休", f"{short(day)} {_week(day)}调休上班，计入", _notice(workdays, day)))
        for day in workdays.make_up_days(after, upto)
    ]
    return (reason for _, reason in sorted(met, key=lambda item: item[0]))


def rolled(rule: Rule, workdays: Workdays, nominal: date, end: date) -> Reason:
    """顺延 (CR-2): to the first day after the holiday."""
    own = workdays.holiday(nominal)
    further = [block.name for block in workdays.holidays(nominal, end) if block.name != own]
    why = "，".join([_rest(workdays, nominal), *(f"其后遇{name}放假" for name in further)])
    return Reason(
        "顺延", f"{why}，顺延到 {_after(nominal, end)}", rule.roll_article or ROLLED_BY[rule.procedure]
    )


def not_rolled(rule: Rule, workdays: Workdays, nominal: date) -> Reason:
    """顺延 of a rule for which no text settles it."""
    why = _rest(workdays, nominal)
    return Reason("顺延", f"{why}，是否顺延没有明文，从严不顺延", rule.article)


def worked_last_day(workdays: Workdays, day: date) -> Reason:
    """调休: the last day is a Saturday or Sunday, yet worked."""
    text = f"{short(day)}是{_week(day)}，调休上班，当日届满，不顺延"
    return Reason("调休", text, _notice(workdays, day))


def moved_earlier(rule: Rule, workdays: Workdays, nominal: date, end: date) -> Reason:
    """提前: a backward count that ends on a rest day moves away from the event, never towards it."""
    return Reason("提前", f"{_rest(workdays, nominal)}，提前到 {_after(nominal, end)}", rule.article)


def reminded_earlier(rule: Rule, workdays: Workdays, end: date, remind_by: date) -> Reason:
    """提前: a fixed date stays; only the reminder moves."""
    return Reason(
        "提前", f"{_rest(workdays, end)}，日期不变，提前到 {_after(end, remind_by)}提醒", rule.article
    )


def provisional(asked: Asked, course: Course) -> Reason:
    """暂定 (`domain.md` 6.5): which years no notice covers, and the day that is safe whatever it says."""
    first = asked.start if asked.in_working_days else course.nominal
    touched = range(min(first, course.due).year, max(first, course.due).year + 1)
    years = [year for year in touched if not asked.workdays.is_official(date(year, 1, 1))]
    named = f"{years[0]}" if len(years) == 1 else f"{years[0]} 至 {years[-1]}"
    safe = f"；公布前按 {weekday(course.display)} 掌握" if course.display != course.due else ""
    return Reason("暂定", f"{named} 年放假安排未公布，公布后自动重算{safe}", YEARLY)


def to_recheck(rule: Rule, since: date) -> Reason:
    """核对: the text the rule rests on has been replaced since."""
    text = f"2007年行政复议法实施条例自{full(since)}起已由修订后的条例取代，条文应当对照新条例核对"
    return Reason("核对", text, rule.article)


def out_of_force(rule: Rule, start: date) -> Reason:
    """核对: the event lies outside the validity of the rule, whose nearest version was taken."""
    if rule.effective_from and start < rule.effective_from:
        text = f"起算日早于本条的施行日期{full(rule.effective_from)}，应当核对当时的规定"
    else:
        text = f"本条已于{full(rule.effective_to or start)}失效，应当核对现行规定"
    return Reason("核对", text, rule.article)


def length(rule: Rule) -> str:
    """5 个工作日, 60 日."""
    return f"{rule.length} {UNITS[rule.unit]}" if rule.unit else ""


def full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def weekday(day: date) -> str:
    return f"{full(day)} {_week(day)}"


def _week(day: date) -> str:
    return WEEK[day.weekday()]


def _after(before: date, day: date) -> str:
    """A day told after another one: its year only where it is a different one."""
    return weekday(day) if day.year != before.year else f"{short(day)} {_week(day)}"


def _next(before: date, day: date) -> str:
    """As `_after`, without the day of the week."""
    return full(day) if day.year != before.year else short(day)


def _rest(workdays: Workdays, day: date) -> str:
    holiday = workdays.holiday(day)
    return f"{short(day)}是{holiday}假期（{_week(day)}）" if holiday else f"{short(day)}是{_week(day)}"


def _span(holiday: Holiday) -> str:
    if holiday.first == holiday.last:
        return short(holiday.first)
    return f"{short(holiday.first)}至{_after_short(holiday.first, holiday.last)}"


def _after_short(first: date, last: date) -> str:
    return f"{last.day}日" if (first.year, first.month) == (last.year, last.month) else short(last)


def _notice(workdays: Workdays, day: date) -> str:
    """The paper that says so: a notice of the county or the country, or the statute where there is none."""
    notice = workdays.notice_for(day)
    return notice.title if notice else MEASURES
