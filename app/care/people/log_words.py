"""What a row of the log says to the person it is about: no table, no code, no name of a page."""

from __future__ import annotations

from typing import Any

from app.i18n import lazy_gettext as _l

OTHER = _l("did something else here")

SEEN: dict[str, tuple[Any, tuple[str, ...]]] = {
    "plan": (_l("looked at the plan"), (
        "patient.plan", "patient.parts", "patient.ladder", "patient.week", "patient.goals_in_order",
        "patient.explain", "patient.pulls_apart", "patient.smaller", "patient.sure", "patient.ways",
        "patient.too_much", "patient.how_it_went", "patient.suggest", "patient.said_about",
        "patient.alone_check", "patient.paper", "patient.copy", "record.agreed", "record.parts", "record.paper",
        "record.check_plan", "record.checklist", "patient.who_has_seen", "record.who_has_seen",
        "record.update", "record.life", "record.used", "record.services_for", "record.offer_done",
    )),
    "write": (_l("looked at the plan as it is being written"), (
        "record.editor", "record.colleagues_drafts", "record.offer", "record.starter", "record.library_for",
        "record.suggestions", "record.team_proposals",
    )),
    "today": (_l("looked at Today"), (
        "patient.today", "patient.barrier", "patient.coping", "patient.day_order", "patient.earlier",
        "patient.entry_note", "patient.write_line", "patient.pause", "patient.setting", "patient.ring_me_page",
        "patient.early_reviews", "patient.wrong_person", "record.setting", "record.early_review",
    )),
    "progress": (_l("looked at how it went"), (
        "patient.look_back", "patient.goal_near", "patient.measure", "patient.limits", "record.limit",
        "record.person_limit", "record.asking_rules", "record.concern",
    )),
    "worse": (_l("looked at what to do if it gets worse"), ("patient.worse",)),
    "answers": (_l("looked at answers to questions"), (
        "patient.prepare", "patient.answer", "patient.check_answers", "patient.go_on_answering", "patient.my_change",
        "patient.newer_form", "patient.red_answer", "patient.leave_quickly", "record.answers", "record.read_answers",
        "record.ask_questions",
    )),
    "facts": (_l("looked at what is known: problems, medicines, tests"), (
        "patient.my_fact", "patient.my_new_fact", "patient.medicine", "record.fact", "record.correct_fact",
        "record.new_fact",
    )),
    "contact": (_l("looked at name and telephone"), ("patient.me", "patient.everything", "record.contact_facts")),
    "people": (_l("looked at who helps and who is on the team"), (
        "patient.me_helper", "patient.new_helper", "patient.helper_code", "patient.change_help",
        "patient.leaving", "patient.erase", "record.leaving", "record.what_is_kept",
        "record.team", "record.invite", "record.sheet", "record.deciding", "record.safety",
        "record.ways", "record.new_card", "record.card_sheet", "record.way_back", "record.way_back_sheet",
    )),
    "device": (_l("looked at reminders and devices"), (
        "patient.reminders", "patient.reminded", "patient.later", "patient.working_page", "patient.this_device",
        "record.phone",
    )),
    "promises": (_l("looked at promises, visits and tests"), (
        "patient.promises", "patient.arranged", "record.arrangement", "record.new_arrangement",
    )),
    "questions": (_l("looked at questions and answers"), (
        "patient.ask", "patient.question", "record.question",
    )),
    "review": (_l("looked at a review"), ("patient.review", "record.review")),
    "talks": (_l("looked at notes of a talk"), ("patient.talks", "record.talk", "patient.felt_pushed")),
    "treatments": (_l("looked at treatments to choose from"), (
        "patient.treatments", "patient.mark_treatments", "patient.sort_treatments", "patient.side_effect",
        "patient.said_word", "record.treatments", "record.trial",
    )),
    "wishes": (_l("looked at wishes for later"), ("patient.wishes", "record.wishes")),
    "file": (_l("looked at photos and files"), ("patient.attachment", "record.attachments")),
    "call": (_l("looked at the sheet for a call"), ("record.call_sheet",)),
    "profile": (_l("looked at the page with everything in short"), ("record.profile", "record.facts")),
    "list": (_l("looked at a list of several people"), ("provider.", "account.")),
    "guest": (_l("looked at what you let them see"), ("guest.look",)),
    "card": (_l("looked at your emergency card"), ("guest.card",)),
    "my card": (_l("looked at the emergency card"), ("patient.my_card",)),
    "guests": (_l("looked at who has a link or a code"), (
        "patient.guest", "record.guest",
    )),
    "log": (_l("looked at this list"), ("patient.log_", "patient.not_right", "privacy.")),
    "words": (_l("looked up a word"), ("patient.word",)),
    "pushed": (_l("read what was said in confidence"), ("confide",)),
}  # fmt: skip
"""Pages by what is on them. The longest beginning of a page's name that is here counts."""

DONE: dict[str, tuple[Any, tuple[str, ...]]] = {
    "lines": (_l("worked on lines of the plan"), (
        "save draft", "remove in draft", "discard draft", "take in draft", "take up proposal", "drop proposal",
        "propose", "settle lines", "check for the person", "set review date", "accept", "decline", "apply",
    )),
    "offer": (_l("gave out a new version of the plan"), ("offer plan",)),
    "look over": (_l("looked the plan over"), ("look at plan", "take back look", "countersign")),
    "decide": (_l("answered a line of the plan"), ("decide", "take back", "answer for one's part")),
    "suggest": (_l("suggested a change"), ("suggest ", "withdraw suggestion", "say that lines pull apart")),
    "say": (_l("said how a line of the plan is"), (
        "say ", "undo how near", "undo word", "still right", "dispute label", "take more time", "speak alone",
    )),
    "ask": (_l("asked a question"), ("ask",)),
    "take question back": (_l("took a question back"), ("withdraw question",)),
    "answer": (_l("answered a question"), ("answer", "hand on", "hand over question")),
    "fill in": (_l("filled in answers"), (
        "begin", "drop the change", "go on after help", "go on in newer form", "say what next", "send", "skip",
        "talk", "nothing to tell", "take back nothing to tell",
    )),
    "assign": (_l("sent questions to answer"), (
        "assign", "ask by rule", "make asking rule", "end asking rule", "withdraw",
    )),
    "read": (_l("read the answers"), ("read answers",)),
    "read question": (_l("read a question"), ("read",)),
    "facts": (_l("wrote down what is known"), (
        "add fact", "correct fact", "confirm fact", "end fact", "import fact", "import", "say about fact",
        "answer statement", "add person",
    )),
    "contact": (_l("checked name and telephone"), ("confirm contact", "mend contact", "change name", "choose unit")),
    "progress": (_l("wrote down how it went"), (
        "log ", "mend progress", "undo progress", "use coping", "coping helped", "tick step", "untick step",
    )),
    "measure": (_l("wrote down a reading"), ("measure", "undo measure", "second reading")),
    "set right": (_l("took away what was written here by mistake"), ("wrong person here",)),
    "came": (_l("wrote down for you what was first on another page"), ("came from a wrong page",)),
    "note": (_l("wrote or took back a note"), (
        "write note", "take back note", "hide note", "note on progress", "note taken back",
    )),
    "day": (_l("put the plan in order"), (
        "put on day", "take off day", "order", "fold away", "open again", "give the star", "take the star",
        "end what is not theirs",
    )),
    "hide": (_l("changed what helpers see"), ("hide from helpers", "show to helpers")),
    "pause": (_l("paused the plan or went on"), ("pause the plan", "end the pause")),
    "limits": (_l("set a number that we compare with"), ("set limit", "give up limit", "tune", "untune")),
    "concern": (_l("worked on something in the team’s list"), (
        "close concern", "hand on concern", "hand over concern", "press concern", "put back concern", "raise concern",
        "snooze concern", "take concern", "wake concern",
    )),
    "arrange": (_l("wrote about a visit or a test"), (
        "arrange", "hand over arrangement", "tell result", "tick before visit", "untick before visit",
    )),
    "promise": (_l("said if a promise was kept"), ("delivered",)),
    "call": (_l("rang, or tried to"), ("call ",)),
    "talk": (_l("wrote down a talk"), ("write talk",)),
    "review": (_l("worked on a review"), (
        "open review", "close review", "ask for an early review", "answer early review", "open early review",
        "change of setting",
    )),
    "wishes": (_l("opened or closed wishes for later"), ("open wishes", "close wishes", "wishes")),
    "paper": (_l("typed in a sheet of paper"), ("enter paper",)),
    "file": (_l("put in, opened or took out a file"), ("attach", "take away", "open attachment")),
    "export": (_l("took a copy out as a file"), ("export",)),
    "leave": (_l("stopped taking part, or came back"), ("stop taking part", "take part again")),
    "erase": (_l("spoke of erasing what is kept here"), (
        "ask to erase", "take back erasing", "say what is kept", "seal record", "erase record",
    )),
    "help": (_l("changed who helps, and with what"), (
        "accept invitation", "invite", "take back invitation", "change help", "pause help", "go on with help",
        "end help", "step back from helping", "record basis", "end basis",
    )),
    "ways": (_l("gave or used a way to sign in"), ("print card", "end card", "give way back", "use way back")),
    "team": (_l("changed who is on the team"), (
        "join team", "leave team", "take the lead", "say what to call for",
    )),
    "glass": (_l("opened the record in an emergency, not being on the team"), ("break glass", "close glass")),
    "glass after": (_l("checked a look in an emergency"), ("review glass", "read notice")),
    "office": (_l("did office work on the record"), ("safety ",)),
    "open guest": (_l("opened the link or code they were given"), ("open guest link", "close guest link")),
    "card": (_l("changed the emergency card, or its code"), (
        "choose emergency card", "make emergency code", "end emergency code",
    )),
    "open card": (_l("opened your emergency card"), ("open emergency card",)),
    "write guest": (_l("wrote one line back"), ("write guest line",)),
    "guests": (_l("let a guest in, or ended it"), ("make guest link", "end guest link", "answer guest line")),
    "remind": (_l("changed reminders"), (
        "choose reminders", "keep device", "remove device", "give e-mail", "take back e-mail", "put reminder off",
        "send test reminder", "preview reminders",
    )),
    "not right": (_l("said that something here was not right"), ("say not right", "take back not right")),
    "not right answer": (_l("answered what was said to be not right"), ("answer not right",)),
    "pushed": (_l("wrote or read something in confidence"), ("confide", "close confide", "list confide")),
}  # fmt: skip
"""Acts by what was done. The longest beginning of an act that is here counts."""


def _longest_first(table: dict[str, tuple[Any, tuple[str, ...]]]) -> list[tuple[str, str]]:
    pairs = [(begins, name) for name, (_words, beginnings) in table.items() for begins in beginnings]
    return sorted(pairs, key=lambda one: -len(one[0]))


_SEEN, _DONE = _longest_first(SEEN), _longest_first(DONE)


def kind_of(act: str) -> tuple[str, str]:
    """("seen" or "done", which) of an act of the log; ("done", "") for one without words."""
    looked = (act.startswith("read ") and "." in act) or act == "read confide"
    text = act.removeprefix("read ") if looked else act
    found = next((name for begins, name in (_SEEN if looked else _DONE) if text.startswith(begins)), "")
    return ("seen" if looked else "done"), found


PURPOSES: dict[str, Any] = {
    "treatment": _l("for your care"),
    "self-management": _l("for yourself"),
    "help": _l("to help you"),
    "contact": _l("to reach you, and to know who belongs to you"),
    "administration": _l("to run the practice"),
    "privacy": _l("to look after your privacy"),
    "break-glass": _l("in an emergency"),
    "system": _l("by itself"),
}


def purpose_words(purpose: str) -> Any:
    """Why somebody looked or wrote; nothing for rows from before it was written down."""
    return PURPOSES.get(purpose, "")


SORTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "saw": (_l("Saw something"), ("read", "read question")),
    "wrote": (_l("Wrote something"), ()),
    "asked": (_l("Asked something"), ("ask", "take question back", "suggest")),
    "decided": (_l("Decided something"), ("decide", "wishes")),
}
"""What somebody may want to see of the log alone, and which acts belong to it; all other acts were writing."""


OFFICE = frozenset({("seen", "list"), ("done", "concern")})
"""What the practice does with its lists, where a person is one line among many."""


def sort_of(kind: tuple[str, str]) -> str:
    """Whether somebody saw, wrote, asked or decided."""
    if kind[0] == "seen":
        return "saw"
    return next((sort for sort, (_words, kinds) in SORTS.items() if kind[1] in kinds), "wrote")


def words_of(kind: tuple[str, str]) -> Any:
    """What somebody did, without the somebody."""
    table = SEEN if kind[0] == "seen" else DONE
    return table[kind[1]][0] if kind[1] in table else OTHER
