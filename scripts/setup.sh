#!/bin/sh
# Finds a Python 3.11 or later and runs setup.py with it: `sh scripts/setup.sh books|epub|judges|tests`.
# The variable PYTHON names another one; an existing virtual environment is tried first.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    if recent "$PYTHON"; then exec "$PYTHON" "$here/setup.py" "$@"; fi
    echo "wicpress needs Python 3.11 or later; PYTHON=$PYTHON is older, or no Python." >&2
    exit 3
fi
if recent "$here/../.venv/bin/python"; then exec "$here/../.venv/bin/python" "$here/setup.py" "$@"; fi
for python in python3.13 python3.12 python3.11 python3 python3.14 python; do
    if recent "$python"; then exec "$python" "$here/setup.py" "$@"; fi
done
echo "wicpress needs Python 3.11 or later, and found none: install one, or name it: make PYTHON=/path/to/python3" >&2
exit 3
