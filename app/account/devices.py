"""Where somebody is signed in, and ending it."""

from __future__ import annotations

from app.access import sessions as devices_of
from app.account.base import pages
from app.account.home import back
from app.care.people import cards, closing
from app.errors import NotFound
from app.i18n import _, ngettext
from app.web.context import current
from app.web.needs import SIGNED_IN
from app.web.render import render, say, see


@pages.get("/devices", needs=SIGNED_IN)
def devices() -> str:
    """Each device: since when, last used when, and how somebody signed in there."""
    hows = {
        "passphrase": _("Signed in with the passphrase."),
        "passkey": _("Signed in with a passkey."),
        "number": _("Signed in with the passphrase and a number or code."),
        "code": _("Signed in with a code from us."),
        "card": _("Opened with a card."),
        "back": _("Signed in with a way back from us."),
        "link": _("Signed in with a link."),
    }
    return render(
        "account/devices.html",
        back=back(),
        devices=devices_of.of(current.session, current.me),
        here=current.login,
        hows=hows,
        own_card=cards.of_account(current.session, current.me),
        may_close=closing.may_close_own(current.session, current.me),
    )


@pages.post("/devices/<id_>/end", needs=SIGNED_IN)
def end_device(id_: str) -> object:
    """End one of one's own."""
    if not devices_of.end(current.session, current.me, id_):
        raise NotFound()
    say(_("That device is signed out."))
    return see("account.devices")


@pages.post("/devices/end-others", needs=SIGNED_IN)
def end_others() -> object:
    """End all but this one."""
    n = devices_of.end(current.session, current.me, keep=current.login.id if current.login else None)
    say(ngettext("One other device is signed out.", "%(n)s other devices are signed out.", n))
    return see("account.devices")
