"""`handrail burden-list import`: a named list, or one line that says what to mend."""

from tests.cli.commands import advice, run

NAMED = ("--name", "A made-up list", "--version", "1", "--source", "Written for tests")


def test_a_list_is_installed_once_and_a_wrong_one_is_refused(tmp_path):
    good, wrong = tmp_path / "good.csv", tmp_path / "wrong.csv"
    good.write_text("name,score\nTrixamine,3\nNullone,0\n")
    wrong.write_text("name,score\nTrixamine,9\n")
    done = run(tmp_path, "burden-list", "import", str(good), *NAMED)
    assert "A made-up list, version 1: installed (2 names)." in done.stdout
    assert "is there already" in run(tmp_path, "burden-list", "import", str(good), *NAMED).stdout
    assert "Row 2" in advice(run(tmp_path, "burden-list", "import", str(wrong), *NAMED))
    assert run(tmp_path, "burden-list", "import", str(good), "--name", "x").returncode == 2
