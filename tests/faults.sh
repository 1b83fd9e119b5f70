#!/usr/bin/env bash
# The fault campaign: tests/faults.sh [--quick|--full] [--seed N] [--report FILE] [SCENARIO...], quick and every scenario by default.
#
# Each scenario runs hosts in processes of their own, attacks them (kill -9, a full disk, a clock that is set, a network that lies),
# and compares what is stored with what was promised and with what arrived. Ends with a table and with 0 when all of it holds.
# A quick run takes three minutes, a full one hours; docs/reliability.md has the figures of one and says what each scenario does.
#
# tests/faults.sh --broken [SCENARIO...] proves that the campaign can fail: it builds the library with one deliberate mistake after
# the other, in a copy of the sources, and each must be caught.
#
# --no-build runs what is built already. Linux only; some scenarios need strace, and root or the right to make namespaces.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
project=tests/InsideLabs.EventBus.Faults
build=yes
arguments=()

for argument in "$@"; do
  if [[ $argument == --no-build ]]; then build=no; else arguments+=("$argument"); fi
done

# What the scenarios need besides the SDK. Where it is missing: installed as root, else the scenario says so and fails.
install_programs() {
  command -v strace >/dev/null && command -v unshare >/dev/null && command -v ip >/dev/null && return
  if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq strace util-linux iproute2; } >/dev/null 2>&1 || true
  fi
}

install_programs
if [[ $build == yes ]]; then
  dotnet build "$project" --configuration Release --nologo --verbosity quiet -warnaserror
fi

exec dotnet "$(printf '%s\n' "$project"/bin/Release/net*/InsideLabs.EventBus.Faults.dll)" "${arguments[@]}"
