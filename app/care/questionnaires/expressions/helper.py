"""The helper process: reads one request a line, answers one line a step. It knows nothing of the app."""

from __future__ import annotations

import json
import signal
import sys
from collections import OrderedDict
from decimal import Decimal
from typing import Any

ORDINAL = (
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
)
OURS = {"resource", "context", "questionnaire", "qitem", "rootResource", "sct", "loinc", "ucum"}
MOST_COMPILED = 1_000
ALONE_SECONDS = 5.0
UNKNOWN = ("not implemented", "not found", "unknown function", "is not a function", "not yet")


def limited(memory: int) -> None:
    """Let the operating system hold this process to its limits."""
    try:
        import resource
    except ImportError:  # no such limits on this platform; the parent's clock still holds
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def alarm(seconds: float) -> None:
    """End this process by itself if nobody is left to end it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def say(fact: dict[str, Any]) -> None:
    """One line to whoever asked."""
    sys.stdout.write(json.dumps(fact, separators=(",", ":")) + "\n")
    sys.stdout.flush()


class Engine:
    """The FHIRPath library, with what it lacks, and the expressions that it has compiled."""

    def __init__(self, most_values: int, longest: int) -> None:
        import fhirpathpy
        from fhirpathpy.engine import nodes
        from fhirpathpy.models import models

        self.library, self.nodes, self.model = fhirpathpy, nodes, models["r4"]
        self.most_values, self.longest = most_values, longest
        self.compiled: OrderedDict[str, Any] = OrderedDict()
        functions = {"ordinal": weights, "weight": weights} | TOGETHER
        ours = {name: {"fn": function, "arity": {0: []}} for name, function in functions.items()}
        self.options = {"userInvocationTable": ours, "returnRawData": True}

    def parsed(self, expression: str) -> Any:
        if expression not in self.compiled:
            syntax(expression)
            self.compiled[expression] = self.library.parse(expression)
            while len(self.compiled) > MOST_COMPILED:
                self.compiled.popitem(last=False)
        self.compiled.move_to_end(expression)
        return self.compiled[expression]

    def work_out(self, expression: str, focus: Any, names: dict[str, Any]) -> tuple[list[Any], list[Any]]:
        """``(plain, raw)``: for the answer, and for steps that see this one as a variable."""
        tree = self.parsed(expression)
        raw = self.library.apply_parsed_path(focus, tree, names, self.model, self.options)
        if not isinstance(raw, list):
            raw = [] if raw is None else [raw]
        if len(raw) > self.most_values:
            raise TooMuch
        return [self.plain(getattr(one, "data", one)) for one in raw], raw

    def node(self, element: Any, path: list[Any] | None) -> Any:
        """The element with its type, so that ``value`` finds ``valueInteger`` below an item, too."""
        if path is None:
            return element
        inside = (
            "QuestionnaireResponse.item.answer"
            if path and path[-2:-1] == ["answer"]
            else "QuestionnaireResponse.item"
        )
        return self.nodes.ResourceNode.create_node(element, inside)

    def plain(self, found: Any, depth: int = 0) -> Any:
        if depth > 20:
            raise TooMuch
        if found is None or isinstance(found, bool | int):
            return found
        if isinstance(found, float | Decimal):
            number = float(found)
            return int(number) if number.is_integer() and abs(number) < 2**53 else number
        if isinstance(found, str):
            if len(found) > self.longest:
                raise TooMuch
            return found
        if isinstance(found, dict):
            return {str(key): self.plain(part, depth + 1) for key, part in found.items()}
        if isinstance(found, list | tuple):
            return [self.plain(part, depth + 1) for part in found]
        if type(found).__name__ == "FP_Quantity":
            unit = str(found.unit).strip("'")
            return {"value": self.plain(found.value), "unit": unit, "code": unit}
        return self.plain(str(found), depth + 1)


def syntax(expression: str) -> None:
    """Raise for what is no FHIRPath: the library's own reading guesses what was meant."""
    from antlr4 import CommonTokenStream, InputStream
    from antlr4.error.ErrorListener import ErrorListener
    from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
    from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

    class Strict(ErrorListener):
        def syntaxError(self, *_facts: Any) -> None:
            raise ValueError("syntax")

    lexer = FHIRPathLexer(InputStream(expression))
    parser = FHIRPathParser(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(Strict())
    parser.entireExpression()


class TooMuch(Exception):
    """A result larger than anybody may ask for."""


def weights(inputs: list[Any]) -> list[float]:
    """``ordinal()`` and ``weight()``: the weight beside a coding, of an answer or of its value."""
    found = (weight_of(one) for one in inputs)
    return [weight for weight in found if weight is not None]


def together(inputs: list[Any]) -> list[Any]:
    """What is in the elements, numbers exactly as they are written: the library adds up bare numbers only."""
    found = [getattr(one, "data", one) for one in inputs]
    return [Decimal(str(one)) if isinstance(one, int | float) and not isinstance(one, bool) else one for one in found]


#: Of nothing comes nothing, never 0: what was not answered is no number.
TOGETHER = {
    "sum": lambda inputs: [sum(together(inputs))] if inputs else [],
    "avg": lambda inputs: [sum(together(inputs)) / len(inputs)] if inputs else [],
    "min": lambda inputs: [min(together(inputs))] if inputs else [],
    "max": lambda inputs: [max(together(inputs))] if inputs else [],
}


def weight_of(element: Any) -> float | None:
    """The weight beside one element, or None."""
    if not isinstance(element, dict):
        return None
    beside = [part for key, part in element.items() if key.lstrip("_").startswith("value") and isinstance(part, dict)]
    for holder in (element, *beside):
        extensions = holder.get("extension")
        for extension in extensions if isinstance(extensions, list) else []:
            if isinstance(extension, dict) and extension.get("url") in ORDINAL:
                number = extension.get("valueDecimal", extension.get("valueInteger"))
                if isinstance(number, int | float | Decimal) and not isinstance(number, bool):
                    return number  # type: ignore[return-value]
    return None


def reached(resource: Any, path: list[Any] | None) -> Any:
    """The element that a path leads to; an empty one where it leads nowhere."""
    found = resource
    for part in path or ():
        try:
            found = found[part]
        except (KeyError, IndexError, TypeError):
            return {}
    return found


def names_for(request: dict[str, Any], step: dict[str, Any], focus: Any, known: dict[str, Any]) -> dict[str, Any]:
    """What the step can see: our own names, and the variables that it lists."""
    names = {"resource": request["resource"], "rootResource": request["resource"], "context": focus}
    names |= {"sct": "http://snomed.info/sct", "loinc": "http://loinc.org", "ucum": "http://unitsofmeasure.org"}
    names["questionnaire"] = request.get("questionnaire") or {}
    names["qitem"] = step.get("qitem") or {}
    for seen in step.get("sees", ()):
        name, raw = known.get(seen, ("", []))
        if name and name not in OURS:
            names[name] = raw
    return names


def answer(engine: Engine, request: dict[str, Any]) -> None:
    """One line for each step, as soon as it is done."""
    known: dict[str, tuple[str, Any]] = {}
    for step in request["steps"]:
        focus = engine.node(reached(request["resource"], step.get("focus")), step.get("focus"))
        known[step["id"]] = (step.get("name", ""), [])
        try:
            plain, raw = engine.work_out(step["expression"], focus, names_for(request, step, focus, known))
            known[step["id"]] = (step.get("name", ""), raw)
            say({"id": step["id"], "values": plain})
        except (TooMuch, MemoryError, RecursionError):
            say({"id": step["id"], "problem": "too much"})
        except Exception as problem:  # whatever a foreign expression does, it is only "not calculated"
            words = str(problem).lower()
            unknown = any(mark in words for mark in UNKNOWN)
            say({"id": step["id"], "problem": "unknown function" if unknown else "error"})


def check(engine: Engine, expression: str) -> None:
    """Say whether an expression can be read at all."""
    try:
        engine.parsed(expression)
        say({"id": "check", "values": []})
    except (MemoryError, RecursionError):
        say({"id": "check", "problem": "too much"})
    except Exception:
        say({"id": "check", "problem": "error"})


def main() -> None:
    """Load everything, accept limits, say that it is ready, and answer until the input ends."""
    memory, most_values, longest = (int(part) for part in sys.argv[1:4])
    sys.setrecursionlimit(2_000)
    engine = Engine(most_values, longest)
    engine.work_out("1 + 1", {}, {})  # everything is loaded before the clock starts
    limited(memory)
    say({"ready": True})
    for line in sys.stdin:
        alarm(ALONE_SECONDS)
        request = json.loads(line, parse_float=Decimal)  # 1.7 in an answer is the 1.7 of an expression
        if "check" in request:
            check(engine, request["check"])
        else:
            answer(engine, request)
        alarm(0)


if __name__ == "__main__":
    main()
