#!/usr/bin/env bash
# Builds everything once, runs every test and ends with one line: "N passed, N failed".
# Works from any folder; needs the .NET SDK that global.json names. What else the tests use it installs when it may.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
solution=InsideLabs.EventBus.sln
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Ends the run before any test could speak: the reason, then the line that every run ends with.
give_up() {
  printf '%s\n0 passed, 1 failed\n' "$1"
  exit 1
}

require_sdk() {
  command -v dotnet >/dev/null ||
    give_up "No 'dotnet' on the PATH. Install the .NET SDK that global.json names, then run this again."
  dotnet --version >/dev/null ||
    give_up "The installed .NET SDK is not the one that global.json asks for: install that one, then run this again."
}

# The HTTP reference is tested with the tool that it shows. Where it is missing: installed as root, else named.
require_curl() {
  command -v curl >/dev/null && return
  if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq curl; } >/dev/null 2>&1 || true
  fi
  command -v curl >/dev/null || give_up "No 'curl' on the PATH. Install it, then run this again."
}

build() {
  dotnet restore "$solution" || give_up "The packages could not be restored: see above."
  dotnet build "$solution" --configuration Release --no-restore --nologo --verbosity quiet -warnaserror ||
    give_up "The build failed: see above."
}

# One project after the other: within a project xunit already uses every core.
run_tests() {
  dotnet test "$solution" --configuration Release --no-build --nologo --maxcpucount:1 \
    --logger "console;verbosity=minimal" --logger "trx;LogFilePrefix=run" --results-directory "$results"
}

# A counter summed over all result files: total, executed or passed.
sum_of() {
  local files=("$results"/*.trx)
  [[ -e ${files[0]} ]] || { echo 0; return; }
  { grep -ho "<Counters [^>]*" "${files[@]}" || true; } |
    { grep -o " $1=\"[0-9]*\"" || true; } | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

# Hosts that are killed, starved and lied to: each scenario that holds counts as a test that passed.
run_faults() {
  tests/faults.sh --quick --no-build | tee "$results/faults.txt"
}

# How many scenarios hold, fail or could not be run: the campaign's last line.
scenarios_that() {
  { tail -n 1 "$results/faults.txt" | grep "^[0-9]* scenarios hold, " || echo "0 scenarios hold, 1 fail, 0 not run"; } |
    awk -v word="$1" '{ print (word == "hold") ? $1 : (word == "fail") ? $4 : $6 }'
}

# A project whose tests were not found looks like success to the runner.
projects_without_tests() {
  local project name
  for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    grep -qsiF "/$name.dll\"" "$results"/*.trx || printf '%s\n' "$name"
  done
}

report() {
  local passed failed skipped silent
  passed=$(sum_of passed)
  failed=$(($(sum_of executed) - passed))
  skipped=$(($(sum_of total) - passed - failed))
  passed=$((passed + $(scenarios_that hold)))
  failed=$((failed + $(scenarios_that fail)))
  skipped=$((skipped + $(scenarios_that "not run")))
  while read -r silent; do
    printf 'No test ran in %s: an empty project, or one that ended before its first test.\n' "$silent"
    failed=$((failed + 1))
  done < <(projects_without_tests)
  if [[ $1 -ne 0 && $failed -eq 0 ]]; then
    printf 'The test runner ended with %s although no test failed: see above.\n' "$1"
    failed=1
  fi

  printf '%s passed, %s failed' "$passed" "$failed"
  if [[ $skipped -gt 0 ]]; then
    printf ', %s skipped' "$skipped"
  fi

  printf '\n'
  [[ $failed -eq 0 ]]
}

require_sdk
require_curl
# Here, before the build, is the place to install and start a server that tests talk to. They need none so far.
build
outcome=0
run_tests || outcome=$?
run_faults || true
report "$outcome"
