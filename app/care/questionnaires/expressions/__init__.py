"""FHIRPath that comes with imported forms. It is foreign code, so it never runs in the server's own interpreter.

``evaluate`` hands a batch of steps to a helper process (``helper.py``) and waits at most half a second; then the
helper is killed. The step that was running is "not calculated", is remembered by its text, and is not tried again by
this process; the steps after it get one more try in a fresh helper within a second in all. Two helpers are kept
warm for each server process. Their memory, processor time and files are limited by the operating system, and they
get no environment. Requests and results are plain JSON, one line each, and are never logged.
"""

from __future__ import annotations

from app.care.questionnaires.expressions.batch import Batch, Outcome, Step
from app.care.questionnaires.expressions.running import check, evaluate

__all__ = ["Batch", "Outcome", "Step", "check", "evaluate"]
