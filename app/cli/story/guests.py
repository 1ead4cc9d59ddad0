"""Rosa lets home care see three lines for a month, and makes an emergency card that an ambulance crew opened once."""

from __future__ import annotations

from app.care.emergency import card, codes
from app.care.guests import making, opening
from app.care.guests import words as back
from app.care.guests.asked import Asked
from app.cli.story.cast import content
from app.cli.story.stage import Stage


def share(stage: Stage) -> None:
    """A link that was used twice, with a line back that waits; and the card."""
    story, session = content("guests"), stage.session
    with stage.on(2, "11:20"):
        rosa = stage.grant("rosa", "rosa")
        keys = [stage.keys[name] for name in story["lines"]]
        asked = Asked(story["name"], story["organisation"], keys, hours="720", may_write=True)
        _row, token = making.make(session, rosa, asked)
    with stage.on(2, "14:05"):
        opening.enter(session, token, by_code=False, device="phone")
    with stage.on(1, "09:10"):
        visit = opening.visiting(session, opening.enter(session, token, by_code=False, device="phone"))
        back.write(session, visit, words=story["words"], key=keys[0], sort="change")
    with stage.on(2, "16:00"):
        rosa = stage.grant("rosa", "rosa")
        facts = [line for line, _kind, _words in card.choices(session, rosa).facts]
        card.save(session, rosa, words=story["card"], facts=facts[:2], lines=[], contacts=story["contacts"])
    with stage.on(1, "18:45"):
        _code, letters = codes.make(session, stage.grant("rosa", "rosa"))
        codes.use(session, letters, who=story["crew"], device="tablet")
