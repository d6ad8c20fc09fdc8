"""Worker processes: where tasks run, alone or side by side, without taking the batch down.

Processes are spawned, not forked: the libraries behind recognition hold threads and locks
that do not survive a fork. Whatever a task raises comes back as a value (`TaskFailure`), so
that an exception that cannot be pickled never breaks the pool.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from types import TracebackType
from typing import Any, Self

from models.errors import WorkerError
from pipeline.failures import failure_of

log = logging.getLogger(__name__)


class TaskLost:
    """The outcome of a task whose pool broke: its worker was killed, or another one's was."""


def available_cores() -> int:
    """How many cores this process may use, which in a container is fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Runs tasks in `jobs` processes; with one job, in this process and at once.

    The first `submit` starts the processes, so that nobody waits for them who has nothing to do.
    A worker that is killed breaks its pool: every task in flight then ends with
    `BrokenExecutor`, and the next `submit` starts a new pool.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the tasks that run, drop those that wait, end the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> "Future[Any]":
        """The future of `function(*arguments)` or of the `TaskFailure` that became of it.

        Raises:
            WorkerError: this system lets us start no process.
        """
        if self.jobs == 1:
            finished: Future[Any] = Future()
            finished.set_result(_guarded(function, *arguments))
            return finished
        if self._pool is None:
            self._pool = self._new_pool()
        try:
            return _submit(self._pool, _guarded, function, *arguments)
        except BrokenExecutor:
            log.debug("the pool of workers is broken; starting a new one")
            self._pool.shutdown(wait=True)
            self._pool = None
            return self.submit(function, *arguments)

    def _new_pool(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"), initializer=_start_worker)
        try:
            _submit(pool, os.getpid).result()
        except (BrokenExecutor, OSError) as error:
            pool.shutdown(wait=True)
            raise WorkerError(
                "Worker processes cannot be started on this system.",
                "Run with --jobs 1; `kehoach doctor` shows memory and cores.",
            ) from error
        return pool


def _submit(pool: ProcessPoolExecutor, function: Callable[..., Any], /, *arguments: Any) -> "Future[Any]":
    with _interrupt_blocked():
        return pool.submit(function, *arguments)


@contextmanager
def _interrupt_blocked() -> Iterator[None]:
    """Hold Ctrl-C back while a process may be spawned.

    The child inherits this, so that it meets no interrupt before `_start_worker` is reached.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    """What every worker does first.

    Ctrl-C reaches the whole process group: it is the parent that stops the batch, so the worker
    takes no notice. The handler does nothing rather than being SIG_IGN, which Tesseract would
    inherit: that way Tesseract stops at once and the parent does not wait for its page. A parent
    that is killed cannot stop anybody: the worker ends with it.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, _take_no_notice)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _take_no_notice(_number: int, _frame: object) -> None:
    return


def outcome_of(future: "Future[Any]") -> Any:
    """What became of a finished future of `Workers.submit`: the result, a `TaskFailure` or `TaskLost`."""
    error = future.exception()
    if error is None:
        return future.result()
    return TaskLost() if isinstance(error, BrokenExecutor) else failure_of(error)


def _guarded(function: Callable[..., Any], /, *arguments: Any) -> Any:
    """The one boundary at which everything is caught: one document's fault never stops the others."""
    try:
        return function(*arguments)
    except Exception as error:  # noqa: BLE001
        return failure_of(error)
