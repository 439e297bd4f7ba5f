#!/bin/sh
# Joins and unpacks the bundle beside this file, then measures. Needs sh, tar, xz and sha256sum; for the comparison
# with PyTorch a python3 that has torch. Unpacks into the folder unpacked beside this file, or into $UNPACK_INTO.
# Arguments go to scripts/bench/gpu/run.ts: --provider cuda, --out FILE, --only parity encoders, --onnx DIR, --help.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=${UNPACK_INTO:-$here/unpacked}

say() { printf '%s\n' "$*" >&2; }

missing=$(while read -r _ name; do [ -f "$here/$name" ] || printf ' %s' "$name"; done < "$here/SHA256SUMS")
if [ -n "$missing" ]; then
  say "Not here yet:$missing"
  say "Carry these into $here and run this again."
  exit 3
fi

for archive in base project; do
  sums=$(grep " $archive-" "$here/SHA256SUMS" | sha256sum)
  [ "$(cat "$work/$archive.sums" 2>/dev/null || true)" = "$sums" ] && continue
  say "Checking and unpacking $archive into $work"
  if ! (cd "$here" && grep " $archive-" SHA256SUMS | sha256sum -c --quiet - >&2); then
    say "Carry the parts that FAILED into $here once more and run this again."
    exit 3
  fi
  mkdir -p "$work"
  # By -f, what is not compressed passes as it is.
  cat "$here/$archive"-* | xz -dcf | tar -xf - -C "$work"
  printf '%s' "$sums" > "$work/$archive.sums"
done

# CUDA's libraries may lie in Python wheels only, where the loader does not look.
if command -v python3 > /dev/null 2>&1; then
  wheels=$(python3 -c '
import glob, os, site, sys
roots = {*sys.path, *site.getsitepackages()}
found = {d for r in roots if r for d in glob.glob(os.path.join(r, "nvidia", "**", "lib"), recursive=True)}
print(":".join(sorted(found)))' 2> /dev/null || true)
  if [ -n "$wheels" ]; then
    say "CUDA libraries of Python's packages are put on LD_LIBRARY_PATH."
    LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$wheels"
    export LD_LIBRARY_PATH
  fi
fi

# Paths that were given are the caller's.
start=$(pwd)
onnx=$work/onnx
previous=
count=$#
while [ "$count" -gt 0 ]; do
  argument=$1
  shift
  case $previous in
    --out | --onnx) case $argument in /*) ;; *) argument=$start/$argument ;; esac ;;
  esac
  [ "$previous" = --onnx ] && onnx=$argument
  set -- "$@" "$argument"
  previous=$argument
  count=$((count - 1))
done
if [ ! -d "$onnx/encoder" ]; then
  say "There is no encoder in $onnx: name the directory that holds it with --onnx."
  exit 1
fi
cd "$work"
exec "$work/bin/node" --import tsx scripts/bench/gpu/run.ts --out "$start/gpu-results.json" "$@"
