"""What can be picked about a treatment or a trial. No answer starts, stops or changes anything."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l

TOO_MUCH = {
    "money": _l("It costs too much"),
    "effort": _l("It takes too much time or effort"),
    "side_effects": _l("The side effects"),
    "too_many": _l("I have too many things to take or do"),
}
SORT = {
    "must": _l("I must have this"),
    "like": _l("I would like this"),
    "drop": _l("I could do without this"),
}
MARKS = {
    "helps": _l("It helps me"),
    "bothers": _l("It bothers me"),
    "not_taking": _l("I do not take it or do it"),
    "unsure": _l("I cannot tell"),
}
LEAN = {
    "this": _l("This treatment"),
    "other": _l("Another way"),
    "unsure": _l("I do not know yet"),
}
CHECK = {
    "better": _l("Better than before"),
    "same": _l("The same as before"),
    "worse": _l("Worse than before"),
}
RESULT = {
    "keep": _l("Go on with it"),
    "change": _l("Change something about it"),
    "stop": _l("End it"),
    "talk": _l("I do not know yet: let’s talk"),
}
TEAM_RESULT = {name: RESULT[name] for name in ("keep", "change", "stop")}
