"""Takes the kernel's layers out of the worker that has this folder to import from: Python imports this name by itself.

The control of tests that show what the lock is for. The worker then finds that nothing but its limits refuses.
"""

from stemmata.sandbox import landlock, seccomp

seccomp.enter = lambda filter_: None
landlock.enter = lambda of_version, *, reads=False: None
