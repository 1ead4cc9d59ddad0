"""What is known about Rosa: kept by the team, brought in, added by her; and one line of which she says otherwise."""

from __future__ import annotations

from app.care.facts import bringing_in, keeping, reading, saying
from app.cli.story.cast import content
from app.cli.story.stage import Stage
from app.db import new_id


def know(stage: Stage) -> None:
    """Written down at the first visit, looked at by Rosa a month later."""
    session, story = stage.session, content("facts")
    with stage.on(35, "11:00") as today:
        ines = stage.grant("ines", "rosa")
        for one in story["kept"]:
            keeping.add(session, ines, one["kind"], one["content"], client_key=new_id(), source=one["source"])
        on = stage.day(49).isoformat()
        keeping.add(
            session, ines, "letter", {**story["letter"], "on": on}, client_key=new_id(), source="letter",
            source_words=story["letter"]["sender"],
        )  # fmt: skip
        test = {**story["incoming"], "on": today.isoformat()}
        bringing_in.bring_in(session, ines, [bringing_in.Found("1", "test", test, story["incoming_from"])])
    with stage.on(3, "19:10"):
        rosa, says = stage.grant("rosa", "rosa"), story["says"]
        tea = keeping.add(session, rosa, "practice", story["practice"], client_key=new_id())
        medicines = reading.current(session, rosa, "medicine")
        for view in medicines:
            more = {name: says[name] for name in ("use", "why", "words")}
            if view.title != says["medicine"]:
                more = {"use": "taking", "why": [], "words": ""}
            saying.taking(session, rosa, view.row.id, client_key=new_id(), **more)
    with stage.on(2, "09:20"):
        saying.confirm(session, stage.grant("ines", "rosa"), tea.id)
