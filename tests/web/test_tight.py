"""Scripts lose the spaces that only people need, and nothing else."""

from __future__ import annotations

import re

import pytest

from app.web.assets import STATIC, bare
from app.web.tight import tight
from tests.support import phone
from tests.support.hosted import hosted

SCRIPTS = [path for path in STATIC.rglob("*.js") if path.parent.name != "sw"]


@pytest.mark.parametrize(
    ("script", "less"),
    [
        ('const a = { b: "x = y" };\n', 'const a={b:"x = y"};\n'),
        ("if (a) return -1;\nelse return b;\n", "if(a)return-1;else return b;\n"),
        ("a = 1\nb\n++c\nreturn\nd\n", "a=1\nb\n++c\nreturn\nd\n"),
        ("f(\na,\nb,\n)\n.then(() => {\nc\n})\n(d)\n", "f(a,b,).then(()=>{c})\n(d)\n"),
        ("if (a) {\nb;\n}\nfor (;;) { c; }\n", "if(a){b}\nfor(;;){c}\n"),
        ("const a = `b,\n c` // d\n\n[e] = f\n", "const a=`b,\n c`\n[e]=f\n"),
        ("a = b + +c - -d + d++;\n", "a=b+ +c- -d+d++;\n"),
        ("const { x } = `a ${b + c} d`; // why\n", "const{x}=`a ${b + c} d`;\n"),
        ("s.split(/ +[/ ]/g) / 2 / n;\n", "s.split(/ +[/ ]/g)/2/n;\n"),
        ("return / \"'/.test(x);\n", "return/ \"'/.test(x);\n"),
        ("const f = async (x) => x ?? 'a // b';\n", "const f=async(x)=>x??'a // b';\n"),
        ("for (const [a, b] of c) d(a in b);\n", "for(const[a,b]of c)d(a in b);\n"),
    ],
)
def test_what_goes_and_what_stays(script, less):
    assert tight(script) == less
    assert tight(less) == less


def test_all_words_of_our_scripts_are_there():
    assert len(SCRIPTS) > 20
    for path in SCRIPTS:
        script = bare(path.read_text())
        without_remarks = re.sub(r"\s// [^\n]*$", "", script, flags=re.M)
        assert re.findall(r"\w+", tight(script)) == re.findall(r"\w+", without_remarks), path.name


def test_a_template_never_holds_another_so_that_its_end_is_certain():
    for path in SCRIPTS:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for inside in re.findall(r"\$\{([^}]*)\}", line):
                assert "`" not in inside, f"{path.name}:{number}: name the inner text first"


def test_a_browser_still_reads_every_one(config, database):
    with hosted(config, database) as site, phone.opened() as running:
        page = phone.phone(running, service_workers="block").new_page()
        page.goto(site.url + "/help-now")
        assets = site.app.extensions["handrail.assets"]
        paths = [assets.address(path.relative_to(STATIC).as_posix()) for path in SCRIPTS]
        read = "async (paths) => (await Promise.all(paths.map((path) => import(path)))).length"
        assert page.evaluate(read, paths) == len(SCRIPTS)
