#!/bin/sh
# Names each tool that the build needs and does not find, one sentence each; fails if there is any.
missing=0
need() {
  echo "$1" >&2
  missing=1
}

supported='const [major, minor] = process.versions.node.split(".").map(Number);
process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24 ? 0 : 1)'
if ! command -v node >/dev/null; then
  need 'Node is not installed: install Node 20.19+, 22.13+ or 24+.'
elif ! node -e "$supported"; then
  need "Node $(node --version) is not supported: install Node 20.19+, 22.13+ or 24+."
fi
command -v npm >/dev/null || need 'npm is not installed; it comes with Node (Debian: apt-get install npm).'
python3 -c '' 2>/dev/null ||
  need 'Python 3 is not installed; compiling SQLite needs it (Debian: apt-get install python3).'
command -v "${CXX:-g++}" >/dev/null ||
  need "The C++ compiler ${CXX:-g++} is not installed; compiling SQLite needs it (Debian: apt-get install g++ make)."
exit $missing
