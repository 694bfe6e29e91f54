"""办公用语 — what each record and each of its fields that travel is called on screen and in the journal."""

from collections.abc import Mapping

from fuyi_desktop.domain.fields import Field
from fuyi_desktop.domain.procedure import Procedure

RECORDS: Mapping[str, str] = {
    "case": "案件",
    "party": "当事人",
    "unit": "机关单位",
    "station": "站点",
    "step": "步骤",
    "material": "材料",
    "attachment": "附件",
    "paper": "文书",
    "printing": "打印记录",
    "binding": "卷宗",
    "provision": "县里下发的规定",
    "recount": "期限重算",
    "number_block": "借出的号段",
    "block_note": "号段使用情况",
    "ruling": "裁决",
    "erasure": "彻底删除",
    "room": "房间",
    "session": "会",
    "minutes": "笔录",
}

FIELDS: Mapping[str, Mapping[str, str]] = {
    "case": {
        "kind": "案件类型", "receipt_number": "代收编号", "number": "案号", "matter": "案由",
        "organ_id": "承办机关", "channel": "渠道", "act_number": "行为文号", "act_kind": "行为种类",
        "act_on": "作出日", "known_on": "知道日", "informed": "是否告知权利和期限", "requests": "请求",
        "reasons": "事实和理由", "flags": "标记", "received_by": "经手人", "home": "登记站点",
        "earlier_id": "前一案件", "facts": "其他登记项",
    },
    "party": {
        "case_id": "所属案件", "role": "身份", "kind": "自然人或单位", "name": "姓名或名称",
        "id_number": "证件号码", "phone": "电话", "address": "地址", "legal_representative": "法定代表人",
        "acts_for": "代理谁", "unit_id": "对应机关", "e_service": "同意电子送达", "facts": "其他登记项",
        "facts.joined_by": "加入时的步骤",
    },
    "unit": {
        "full_name": "全称", "short": "机关代字", "level": "层级", "superior": "上级主管部门",
        "address": "地址", "postcode": "邮编", "phone": "电话", "contact": "联系人",
        "representative": "负责人", "representative_post": "负责人职务", "court": "管辖法院",
        "court_above": "中级人民法院", "reconsiders": "是复议机关", "facts": "其他登记项",
    },
    "station": {
        "station": "站点编号", "name": "站点名称", "role": "站点类型", "unit_name": "所属单位",
        "facts": "其他登记项",
    },
    "step": {
        "case_id": "所属案件", "code": "步骤", "on": "日期", "facts": "填写项", "by": "登记人",
        "station": "登记站点", "under": "登记时的承办", "recorded_at": "登记时间", "void_reason": "作废理由",
        "voided_by": "作废人",
    },
    "material": {
        "case_id": "所属案件", "name": "材料名称", "pages": "页数", "status": "是否收到", "on": "收到日期",
        "until": "补交期限", "form": "代替的文书", "attachment": "扫描件", "volume": "正卷或副卷",
        "confidential": "不公开", "envelope": "邮寄信封",
    },
    "attachment": {
        "case_id": "所属案件", "name": "文件名", "mime": "文件类型", "size": "大小", "digest": "内容指纹",
        "added_at": "加入时间", "pages": "页数",
    },
    "paper": {
        "case_id": "所属案件", "form": "文书种类", "title": "文书名称", "number": "文号",
        "version": "模板版本", "to": "致", "issued_on": "发文日期", "issued_at": "出文时间", "by": "拟稿人",
        "facts": "正文内容", "digest": "内容指纹", "pages": "页数", "void_reason": "作废理由",
    },
    "printing": {
        "case_id": "所属案件", "paper_id": "文书", "at": "打印时间", "by": "打印人",
    },
    "binding": {
        "case_id": "所属案件", "open_part": "正卷次序", "closed_part": "副卷次序", "fonds": "全宗号",
        "shelf_mark": "档号", "keep": "保管期限", "remark": "卷内情况说明", "packed_by": "组卷人",
        "packed_at": "组卷时间", "packed_digest": "卷宗指纹",
    },
    "provision": {
        "kind": "种类", "name": "名称", "published": "发布日期", "text": "全文", "digest": "内容指纹",
        "by": "导入人", "turns": "采用和收回的时间",
    },
    "recount": {
        "case_id": "所属案件", "provision": "依据的规定", "station": "站点", "at": "重算时间", "why": "原因",
        "moved": "变动的期限",
    },
    "number_block": {
        "short": "机关代字", "kind": "文书类别", "year": "年份", "station": "借给", "first": "起号",
        "last": "止号", "pattern": "写法", "serves": "用于", "by": "借出人", "at": "借出时间",
        "closed": "收回原因",
    },
    "block_note": {
        "block_id": "号段", "station": "站点", "mark": "情况", "first": "起号", "last": "止号", "why": "原因",
        "by": "登记人", "at": "登记时间",
    },
    "ruling": {
        "station": "站点", "about": "事项种类", "key": "事项", "fields": "项目", "decision": "裁决",
        "why": "理由", "by": "裁决人", "at": "裁决时间",
    },
    "erasure": {
        "erased": "删除的案件", "why": "删除依据", "by": "删除人", "at": "删除时间", "rows": "删除的条数",
        "lines": "清空的记录", "contents": "删除的附件",
    },
    "room": {
        "station": "站点", "name": "房间名称", "site": "场所", "kind": "用途", "seats": "座位",
        "equipment": "设备", "opens": "开放时间", "closes": "关闭时间", "between": "两场之间（分钟）",
        "place": "次序", "retired": "停用",
    },
    "session": {
        "case_id": "所属案件", "station": "站点", "kind": "种类", "title": "名称", "room_id": "房间",
        "place": "地点", "on": "日期", "start": "开始时间", "end": "结束时间", "people": "参加人",
        "topics": "议题", "tentative": "待确认", "series": "同一批预约", "kept_because": "冲突仍保留的原因",
        "disposition": "结果", "remark": "说明", "step_id": "对应的步骤", "minutes_id": "对应的笔录",
        "booked_by": "预约人",
    },
    "minutes": {
        "case_id": "所属案件", "form": "笔录种类", "session_id": "对应的会", "title": "笔录名称",
        "version": "版本", "follows": "前一版", "begun_at": "开始时间", "ended_at": "结束时间",
        "place": "地点", "people": "在场人", "turns": "问答", "marks": "标注", "recordings": "录音",
        "by": "记录人", "paper_id": "对应的文书", "signed_on": "签字日期",
    },
}  # fmt: skip


def record_label(table: str) -> str:
    """What a record is called; a newer program's stays by its name."""
    return RECORDS.get(table, table)


def field_label(table: str, name: str, form: Field | None = None) -> str:
    """What a field is called: by the form that asked for it where that is known, else by its record."""
    known = FIELDS.get(table, {})
    if name in known:
        return known[name]
    if form is not None:
        return form.label
    head, _, key = name.partition(".")
    return f"{known[head]}（{key}）" if head in known and key else name


def form_field(procedure: Procedure, table: str, name: str, code: str = "") -> Field | None:
    """The field of a form that a fact was asked by: of the registration, or of the step of this code."""
    key = name.removeprefix("facts.")
    if table == "case":
        asked = procedure.entry.fields
    elif table == "step":
        asked = next((kind.fields for kind in procedure.steps if kind.code == code), ())
    else:
        asked = ()
    return next((field for field in asked if field.name == key), None)
