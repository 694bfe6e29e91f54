"""The first schema."""

from functools import partial

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def column(kind, name, *, null=False, **more):
    return sa.Column(name, kind, nullable=null, **more)


# sorted as SQLite sorts, whatever language the server's database was made for
text = partial(column, sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql"))
big = partial(column, sa.BigInteger())
integer = partial(column, sa.Integer())
boolean = partial(column, sa.Boolean())
day = partial(column, sa.Date())
moment = partial(column, sa.DateTime(timezone=True))
blob = partial(column, sa.LargeBinary())


def index(table, *columns):
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def upgrade():
    op.create_table(
        "case",
        text("id"), big("revision"), text("kind"), text("receipt_number"), text("number"), text("matter"),
        text("organ_id"), text("channel"), text("act_number"), text("act_kind"), day("act_on", null=True),
        day("known_on", null=True), text("informed"), text("requests"), text("reasons"), text("flags"),
        text("received_by"), text("home"), text("earlier_id", null=True), text("facts"),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
    )  # fmt: skip
    index("case", "act_number")
    index("case", "earlier_id")
    index("case", "number")
    index("case", "organ_id")
    index("case", "receipt_number")
    op.create_table(
        "party",
        text("id"), big("revision"), text("case_id"), text("role"), text("kind"), text("name"),
        text("id_number"), text("phone"), text("address"), text("legal_representative"),
        text("acts_for", null=True), text("unit_id", null=True), boolean("e_service"), text("facts"),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
    )  # fmt: skip
    index("party", "case_id")
    index("party", "id_number")
    index("party", "name")
    index("party", "phone")
    index("party", "unit_id")
    op.create_table(
        "unit",
        text("id"), big("revision"), text("full_name"), text("short"), text("level"), text("superior"),
        text("address"), text("postcode"), text("phone"), text("contact"),
        text("representative"), text("representative_post"), text("court"), text("court_above"),
        boolean("reconsiders"), text("facts"), sa.PrimaryKeyConstraint("id", name="pk_unit"),
    )  # fmt: skip
    index("unit", "full_name")
    op.create_table(
        "station",
        text("id"), big("revision"), text("station"), text("name"), text("role"), text("unit_name"),
        text("facts"), sa.PrimaryKeyConstraint("id", name="pk_station"),
    )  # fmt: skip
    index("station", "station")
    op.create_table(
        "person",
        text("id"), big("revision"), text("name"), text("role"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )  # fmt: skip
    op.create_table(
        "step",
        text("id"), big("revision"), text("case_id"), text("code"), day("on"), text("facts"), text("by"),
        text("station"), text("under", null=True), moment("recorded_at"), text("void_reason"),
        text("voided_by"), sa.PrimaryKeyConstraint("id", name="pk_step"),
    )  # fmt: skip
    index("step", "case_id")
    op.create_table(
        "material",
        text("id"), big("revision"), text("case_id"), text("name"), big("pages"), text("status"),
        day("on", null=True), day("until", null=True), text("form"), text("attachment"), text("volume"),
        boolean("confidential"), boolean("envelope"),
        sa.PrimaryKeyConstraint("id", name="pk_material"),
    )  # fmt: skip
    index("material", "case_id")
    op.create_table(
        "attachment",
        text("id"), big("revision"), text("case_id"), text("name"), text("mime"), big("size"),
        text("digest"), moment("added_at"), big("pages"), sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )  # fmt: skip
    index("attachment", "case_id")
    index("attachment", "digest")
    op.create_table(
        "paper",
        text("id"), big("revision"), text("case_id"), text("form"), text("version"), text("title"),
        text("number"), text("to", null=True), day("issued_on"), moment("issued_at"), text("by"),
        text("facts"), text("digest"), big("pages"), text("void_reason"),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
    )  # fmt: skip
    index("paper", "case_id")
    index("paper", "number")
    op.create_table(
        "printing",
        text("id"), big("revision"), text("case_id"), text("paper_id"), moment("at"), text("by"),
        sa.PrimaryKeyConstraint("id", name="pk_printing"),
    )  # fmt: skip
    index("printing", "paper_id")
    op.create_table(
        "binding",
        text("id"), big("revision"), text("case_id"), text("open_part"), text("closed_part"), text("fonds"),
        text("shelf_mark"), text("keep"), text("remark"), text("packed_by"), moment("packed_at", null=True),
        text("packed_digest"), sa.PrimaryKeyConstraint("id", name="pk_binding"),
    )  # fmt: skip
    index("binding", "case_id")
    op.create_table(
        "series",
        text("id"), big("revision"), text("short"), text("kind"), big("year"), text("pattern"), big("next"),
        big("first"), text("earlier"), text("notes"), text("incarnation"), big("lent"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
    )  # fmt: skip
    op.create_table(
        "number_block",
        text("id"), big("revision"), text("short"), text("kind"), big("year"), text("station"),
        big("first"), big("last"), text("pattern"), text("serves"), text("by"), moment("at"),
        text("closed"), sa.PrimaryKeyConstraint("id", name="pk_number_block"),
    )  # fmt: skip
    index("number_block", "short")
    index("number_block", "station")
    op.create_table(
        "block_note",
        text("id"), big("revision"), text("block_id"), text("station"), text("mark"), big("first"),
        big("last"), text("why"), text("by"), moment("at"),
        sa.PrimaryKeyConstraint("id", name="pk_block_note"),
    )  # fmt: skip
    index("block_note", "block_id")
    op.create_table(
        "setting",
        text("id"), big("revision"), text("value"), sa.PrimaryKeyConstraint("id", name="pk_setting"),
    )  # fmt: skip
    op.create_table(
        "draft",
        text("id"), big("revision"), text("content"), moment("at"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )  # fmt: skip
    op.create_table(
        "provision",
        text("id"), big("revision"), text("kind"), text("name"), day("published"), text("text"),
        text("digest"), text("by"), text("turns"), sa.PrimaryKeyConstraint("id", name="pk_provision"),
    )  # fmt: skip
    op.create_table(
        "recount",
        text("id"), big("revision"), text("case_id"), text("provision"), text("station"), moment("at"),
        text("why"), text("moved"), sa.PrimaryKeyConstraint("id", name="pk_recount"),
    )  # fmt: skip
    index("recount", "case_id")
    op.create_table(
        "template",
        text("id"), big("revision"), text("form"), text("version"), text("title"), text("text"),
        text("over"), text("turns"), moment("kept_at"), sa.PrimaryKeyConstraint("id", name="pk_template"),
    )  # fmt: skip
    index("template", "form")
    op.create_table(
        "print_job",
        text("id"), big("revision"), text("name"), text("desk"), text("printer"), moment("at"), text("by"),
        text("state"), big("alone"), text("why"), sa.PrimaryKeyConstraint("id", name="pk_print_job"),
    )  # fmt: skip
    op.create_table(
        "print_copy",
        text("id"), big("revision"), text("job_id"), big("place"), text("paper_id"), text("about"),
        text("party_id"), text("form"), text("title"), text("recipient"), big("pages"), text("duplex"),
        text("tray"), text("size"),
        boolean("red"), big("left"), big("nth"), sa.PrimaryKeyConstraint("id", name="pk_print_copy"),
    )  # fmt: skip
    index("print_copy", "job_id")
    op.create_table(
        "workbook",
        text("id"), big("revision"), text("form"), text("name"), text("digest"), big("size"),
        moment("kept_at"), text("by"), moment("since", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_workbook"),
    )  # fmt: skip
    index("workbook", "form")
    op.create_table(
        "erasure",
        text("id"), big("revision"), text("erased"), text("why"), text("by"), moment("at"), big("rows"),
        big("lines"), big("contents"), sa.PrimaryKeyConstraint("id", name="pk_erasure"),
    )  # fmt: skip
    index("erasure", "erased")
    op.create_table(
        "ruling",
        text("id"), big("revision"), text("station"), text("about"), text("key"), text("fields"),
        text("decision"), text("why"), text("by"), moment("at"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
    )  # fmt: skip
    op.create_table(
        "room",
        text("id"), big("revision"), text("station"), text("name"), text("site"), text("kind"), big("seats"),
        text("equipment"), text("opens"), text("closes"), big("between"), big("place"), boolean("retired"),
        sa.PrimaryKeyConstraint("id", name="pk_room"),
    )  # fmt: skip
    index("room", "station")
    op.create_table(
        "session",
        text("id"), big("revision"), text("case_id"), text("station"), text("kind"), text("title"),
        text("room_id"), text("place"), day("on"), text("start"), text("end"), text("people"), text("topics"),
        boolean("tentative"), text("series"), text("kept_because"), text("disposition"), text("remark"),
        text("step_id"), text("minutes_id"), text("booked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )  # fmt: skip
    index("session", "case_id")
    index("session", "on")
    index("session", "room_id")
    op.create_table(
        "minutes",
        text("id"), big("revision"), text("case_id"), text("form"), text("session_id"), text("title"),
        big("version"), text("follows"), moment("begun_at"), moment("ended_at"), text("place"),
        text("people"), text("turns"), text("marks"), text("recordings"), text("by"), text("paper_id"),
        day("signed_on", null=True), sa.PrimaryKeyConstraint("id", name="pk_minutes"),
    )  # fmt: skip
    index("minutes", "case_id")
    op.create_table(
        "minutes_draft",
        text("id"), big("revision"), text("of_case"), text("form"), text("session_id"), text("title"),
        big("version"), text("follows"), moment("begun_at"), text("place"), text("people"),
        text("recordings"), moment("tape_at", null=True), boolean("correcting"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_draft"),
    )  # fmt: skip
    index("minutes_draft", "of_case")
    op.create_table(
        "minutes_entry",
        text("id"), big("revision"), text("draft_id"), big("n"), text("content"), moment("at"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_entry"),
    )  # fmt: skip
    index("minutes_entry", "draft_id")
    op.create_table(
        "case_now",
        integer("row"), integer("rank"), text("case_id"), text("kind"), text("title"), text("number"),
        text("receipt_number"), text("matter"), text("state"), boolean("ended"), text("holder"),
        text("handler"), text("flags"), day("received_on", null=True), text("rule"), text("duty"),
        day("due", null=True), day("display", null=True), boolean("provisional"), text("names"),
        text("words"), sa.PrimaryKeyConstraint("row", name="pk_case_now"),
        sa.UniqueConstraint("case_id", name="uq_case_now_case_id"),
    )  # fmt: skip
    index("case_now", "handler", "rank")
    index("case_now", "holder", "rank")
    index("case_now", "kind", "rank")
    index("case_now", "number")
    index("case_now", "rank", "case_id")
    index("case_now", "receipt_number")
    index("case_now", "state", "rank")
    op.create_table(
        "journal",
        integer("id"), text("incarnation"), big("n"), text("txn"), moment("at"), text("by"), text("why"),
        blob("raw", null=True), blob("hash"), blob("chain"), sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sa.UniqueConstraint("incarnation", "n", name="uq_journal_incarnation_n"),
    )  # fmt: skip
    op.create_table(
        "journal_case",
        integer("id"), text("case_id"), text("station"), text("incarnation"), big("n"), moment("at"),
        text("by"), text("why"), sa.PrimaryKeyConstraint("id", name="pk_journal_case"),
    )  # fmt: skip
    index("journal_case", "case_id")
    op.create_table(
        "meta",
        text("key"), text("value"), sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )  # fmt: skip
    op.create_table(
        "files",
        text("digest"), blob("key"), big("size"), sa.PrimaryKeyConstraint("digest", name="pk_files"),
    )  # fmt: skip
    op.create_table(
        "sync_log",
        big("pos", autoincrement=False), text("outcome"), text("reviewed"), text("merged"), text("station"),
        text("incarnation"), big("n"), blob("line"), text("write_id"), text("tbl"), text("key"),
        text("reach"), blob("link"), sa.PrimaryKeyConstraint("pos", name="pk_sync_log"),
    )  # fmt: skip
    index("sync_log", "reach")
    index("sync_log", "station")
    index("sync_log", "write_id")
    op.create_table(
        "sync_scope",
        text("station"), text("case_id"), big("since"), big("until", null=True),
        sa.PrimaryKeyConstraint("station", "case_id", "since", name="pk_sync_scope"),
    )  # fmt: skip
    index("sync_scope", "case_id")
    op.create_table(
        "sync_version",
        text("tbl"), text("key"), text("field"), big("pos"), text("branch"), big("n"),
        sa.PrimaryKeyConstraint("tbl", "key", "field", name="pk_sync_version"),
    )  # fmt: skip
    op.create_table(
        "sync_chain",
        blob("h"), blob("parent"), text("station"), text("incarnation"), big("n"), text("branch"),
        blob("line_hash"), blob("raw", null=True), sa.PrimaryKeyConstraint("h", name="pk_sync_chain"),
    )  # fmt: skip
    index("sync_chain", "parent")
    index("sync_chain", "station", "incarnation", "n")
    op.create_table(
        "sync_branch",
        text("id"), text("station"), text("incarnation"), text("parent"), big("after"),
        sa.PrimaryKeyConstraint("id", name="pk_sync_branch"),
    )  # fmt: skip
    op.create_table(
        "sync_held",
        text("run"), big("n"), text("station"), text("incarnation"), blob("prev"), blob("raw"),
        moment("at"), sa.PrimaryKeyConstraint("run", "n", name="pk_sync_held"),
    )  # fmt: skip
    index("sync_held", "station")
    op.create_table(
        "sync_write",
        integer("seq"), text("id"), text("incarnation"), big("n"), text("tbl"), text("key"),
        big("pos", null=True), sa.PrimaryKeyConstraint("seq", name="pk_sync_write"),
        sa.UniqueConstraint("id", name="uq_sync_write_id"),
    )  # fmt: skip
    index("sync_write", "pos", "seq")
    index("sync_write", "tbl", "key")
    op.create_table(
        "sync_shadow",
        text("tbl"), text("key"), text("field"), text("value"),
        sa.PrimaryKeyConstraint("tbl", "key", "field", name="pk_sync_shadow"),
    )  # fmt: skip
    op.create_table(
        "sync_review",
        text("id"), text("tbl"), text("key"), text("case_id"), text("fields"), text("base"), text("theirs"),
        text("ours"), text("author"), text("station"), big("line"), big("pos"), moment("opened"),
        text("state"), text("decision"), text("decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_sync_review"),
    )  # fmt: skip
    index("sync_review", "case_id")
    index("sync_review", "state")
    op.create_table(
        "sync_peer",
        text("station"), text("keys"), text("certificate"), text("acked_incarnation"), big("acked_n"),
        text("acked_tip"), moment("acked_at", null=True), moment("last_seen", null=True), text("facts"),
        sa.PrimaryKeyConstraint("station", name="pk_sync_peer"),
    )  # fmt: skip
    op.create_table(
        "sync_bundle",
        text("digest"), text("direction"), text("station"), text("kind"), big("first"), big("last"),
        big("pos_first"), big("pos_last"), moment("at"), text("state"), text("name"), text("told"),
        sa.PrimaryKeyConstraint("digest", name="pk_sync_bundle"),
    )  # fmt: skip
    index("sync_bundle", "at")
    op.create_table(
        "sync_chunk",
        text("digest"), big("n"), big("of"), text("part"),
        sa.PrimaryKeyConstraint("digest", "n", name="pk_sync_chunk"),
    )  # fmt: skip
    op.create_table(
        "sync_unknown",
        text("tbl"), text("key"), text("field"), text("json"), big("pos"),
        sa.PrimaryKeyConstraint("tbl", "key", "field", name="pk_sync_unknown"),
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(words, pinyin, flags, content='', contentless_delete=1, "
            "prefix='1 2', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.create_table(
            "search",
            integer("row", autoincrement=False), text("words"), text("pinyin"),
            column(postgresql.TSVECTOR(), "lexemes"), sa.PrimaryKeyConstraint("row", name="pk_search"),
        )  # fmt: skip
        op.create_index("ix_search_lexemes", "search", ["lexemes"], postgresql_using="gin")
