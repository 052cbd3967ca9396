import os
import tempfile


def share(name):
    os.chmod(name, 0o777)


folder = tempfile.mkdtemp()
share(folder)
assert os.access(folder, os.R_OK | os.W_OK | os.X_OK)
