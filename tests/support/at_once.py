"""Two people at the same moment, on connections of their own."""

import threading

from app.errors import Conflict


def both(database, act):
    """Run `act(session)` in two threads at once; gives what each came to."""
    came, gate = [], threading.Barrier(2, timeout=20)

    def run():
        gate.wait()
        try:
            with database.write() as session:
                came.append(act(session))
        except Conflict:
            came.append("conflict")

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(came, key=str)
