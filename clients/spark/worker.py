"""A `shelfcast worker` process on an executor: lines of JSON in, one line back for each, in order."""

import atexit
import json
import queue
import subprocess
import tempfile
import threading
from collections import deque

# Batches that are on their way: while one is answered the next one is written, so that the process never waits.
AHEAD = 2

_workers = {}


def worker_for(command):
    """The process of this executor's Python worker, started once and kept over tasks."""
    worker = _workers.get(command)
    if worker is None or not worker.alive():
        worker = _workers[command] = Worker(command)
    return worker


class Worker:
    def __init__(self, command):
        self._errors = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command, shell=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
        )
        self._batches = queue.Queue()
        threading.Thread(target=self._write, daemon=True).start()
        atexit.register(self.close)

    def alive(self):
        return self._process.poll() is None

    def answers(self, batches):
        """
        For each batch (its context, its items) the context and the parsed answers. Raises RuntimeError where the process
        ends, so that the task fails and runs again; the process is then not used any more.
        """
        waiting = deque()
        done = False
        try:
            for context, items in batches:
                self._batches.put(items)
                waiting.append((context, len(items)))
                if len(waiting) > AHEAD:
                    yield self._next(waiting)
            while waiting:
                yield self._next(waiting)
            done = True
        finally:
            # Answers that nobody reads would be taken for those of the next task.
            if not done:
                self.close()

    def _next(self, waiting):
        context, count = waiting.popleft()
        return context, [self._answer() for _ in range(count)]

    def _answer(self):
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        status = self._process.wait()
        raise RuntimeError(f"the worker ended with status {status}: {self._last_words()}")

    def _last_words(self):
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode("utf-8", "replace").strip()

    def _write(self):
        stdin = self._process.stdin
        try:
            while (items := self._batches.get()) is not None:
                stdin.write("".join(json.dumps(item) + "\n" for item in items).encode())
                stdin.flush()
            stdin.close()
        except BrokenPipeError:
            pass  # whoever reads the answers is told

    def close(self):
        self._batches.put(None)
        self._process.kill()
        self._process.wait()
