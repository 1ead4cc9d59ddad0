"""Signing out on a device, with and without scripts, on one's own phone and on somebody else's."""


def test_the_page_asks_and_both_buttons_work_without_scripts(client_as, world):
    rosa = client_as(world.rosa)
    page = rosa.get("/sign-out")
    assert page.h1 == "Sign out on this phone"
    out = rosa.submit(page, button="Sign out")
    assert out.h1 == "You are signed out"
    assert rosa.http.get("/here").json["account"] is None


def test_only_somebody_elses_phone_is_told_to_forget_everything(client_as, world):
    for phone, clears in (("", None), ("mine", None), ("not_mine", '"cache", "storage", "cookies"')):
        rosa = client_as(world.rosa)
        answer = rosa.http.post("/sign-out", data={"csrf_token": rosa.token(), "phone": phone})
        assert answer.status_code == 303
        assert answer.headers.get("Clear-Site-Data") == clears
        assert rosa.http.get("/here").json["account"] is None


def test_a_link_from_elsewhere_signs_nobody_out(client_as, world):
    rosa = client_as(world.rosa)
    assert "Clear-Site-Data" not in rosa.get("/sign-out?phone=not_mine").headers
    assert rosa.http.get("/here").json["account"] == world.rosa.id
    assert client_as().get("/sign-out").path.startswith("/sign-in")


def test_every_page_says_whose_it_is_unless_it_does_not_know(client_as, world):
    """The script empties what the last person kept; a page that cannot know must not make it do so."""
    rosa = client_as(world.rosa)
    whose = {path: _account(rosa.get(path, status=status)) for path, status in
             (("/people", 200), ("/help-now", 200), ("/waiting", 200), ("/nowhere", 404))}  # fmt: skip
    assert whose == {"/people": world.rosa.id, "/help-now": None, "/waiting": None, "/nowhere": None}
    assert _account(client_as().get("/sign-in")) == ""


def _account(page):
    (box,) = [node for node in page.tree.walk() if node.attrs.get("data-module") == "waits"]
    return box.attrs.get("data-account")
