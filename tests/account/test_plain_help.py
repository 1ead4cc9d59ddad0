"""What the pages in front of the door say and offer: a number to tap, a way on, and nothing that is untrue."""

TYPE_AGAIN = "We do not keep a passphrase or PIN on the page."


def test_a_page_that_asks_for_a_secret_does_not_say_that_it_kept_it(client_as, world):
    rosa = client_as(world.rosa)
    for path, button, typed in (
        ("/quick-lock", "Turn it on", {"pin": "111111"}),
        ("/ways", "Save the new passphrase", {"passphrase": "short"}),
    ):
        page = rosa.submit(rosa.get(path), button=button, status=422, **typed)
        assert page.says(TYPE_AGAIN) and not page.says("What you typed is still here"), path
