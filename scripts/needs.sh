#!/bin/sh
# Says what the build lacks, one sentence each, and fails where it lacks something.
lacks=0
lack() {
  echo "$1" >&2
  lacks=1
}

supported='const [major, minor] = process.versions.node.split(".").map(Number);
process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24 ? 0 : 1)'
if ! command -v node >/dev/null; then
  lack 'Node is not installed: install version 20.19, 22.13 or 24, or later ones of these.'
elif ! node -e "$supported"; then
  lack "Node $(node --version) does not do: install version 20.19, 22.13 or 24, or later ones of these."
fi
python3 -c '' 2>/dev/null ||
  lack 'Python 3 is not installed: SQLite is compiled with its help (Debian: apt-get install python3).'
command -v "${CXX:-g++}" >/dev/null ||
  lack "There is no C++ compiler ${CXX:-g++}: SQLite is compiled with it (Debian: apt-get install g++)."
exit $lacks
