"""One ./holdfast at a time installs, configures and compiles in this folder; others wait."""
import contextlib
import fcntl
import os

from lock import ROOT, Problem, sentence_of

LOCK = ROOT / "build" / ".lock"
WAITING = "holdfast: Another ./holdfast is building here; waiting for it."


def opened():
    """For reading alone where somebody else has built: what needs no building goes on to work."""
    try:
        LOCK.parent.mkdir(exist_ok=True)
        only_read = LOCK.exists() and not os.access(LOCK, os.W_OK)
        return os.open(LOCK, os.O_CREAT | (os.O_RDONLY if only_read else os.O_RDWR), 0o644)
    except OSError as failure:
        raise Problem(sentence_of(failure)) from failure


def take(descriptor):
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(WAITING, flush=True)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        pass  # A file system without locks: building there works, but only for one at a time.


@contextlib.contextmanager
def held():
    """The system gives the lock back when this process ends, however it ends. Programs that it
    starts do not inherit the lock. Not to be nested: the inner one would wait for the outer."""
    descriptor = opened()
    try:
        take(descriptor)
        yield
    finally:
        os.close(descriptor)
