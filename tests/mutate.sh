#!/usr/bin/env bash
# A mutation run over every mutating operation of the HTTP API: tests/mutate.sh [seconds], 60 by default.
#
# Builds the event server and the mutator in Release, starts the server as a process of its own on a SQLite file in a temporary
# folder, and sends it broken and valid requests over 16 raw sockets. Every answer must be one that the server's own OpenAPI
# document promises, none a 5xx or later than 10 s, valid requests must succeed, and the server's memory must not grow (judged
# from 30 s on). What broke is printed with the bytes that repeat it. Ends with one line, and with 0 or 1.
#
# EVENTBUS_MUTATIONS_SEED=N repeats the choices of an earlier run; how they interleave, and the ids they meet, differ.
# Linux only: the memory is read from /proc. tests/run.sh leaves this out, because it takes a minute.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-60}
seed=${EVENTBUS_MUTATIONS_SEED:-$RANDOM}

# Ends the run before anything was sent.
give_up() {
  printf '%s\nFAILED: nothing was sent.\n' "$1"
  exit 1
}

check_arguments() {
  [[ $seconds =~ ^[1-9][0-9]{0,4}$ ]] || give_up "'$seconds' is no number of seconds: tests/mutate.sh 60"
  [[ $seed =~ ^(0|[1-9][0-9]{0,5})$ ]] || give_up "EVENTBUS_MUTATIONS_SEED is '$seed': give a number from 0 to 999999."
  [[ -r /proc/self/smaps ]] || give_up "There is no /proc here, which the memory is read from."
}

build() {
  local project
  for project in samples/EventServer tests/InsideLabs.EventBus.Mutations; do
    dotnet build "$project" --configuration Release --nologo --verbosity quiet -warnaserror ||
      give_up "The build of $project failed: see above."
  done
}

# The folder that a project's Release build goes to holds exactly one target framework.
built() {
  printf '%s\n' "$1"/bin/Release/net*/"$(basename "$1")".dll
}

check_arguments
build
printf 'Seed %s, %s s.\n' "$seed" "$seconds"
exec dotnet "$(built tests/InsideLabs.EventBus.Mutations)" "$(built samples/EventServer)" "$seconds" "$seed"
