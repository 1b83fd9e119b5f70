#!/usr/bin/env bash
# Runs the benchmarks and compares them with their goals.
#   benchmarks/run.sh [--quick] [name ...]      name: a benchmark class, such as Match
set -euo pipefail
cd "$(dirname "$0")"
exec dotnet run -c Release --project InsideLabs.EventBus.Benchmarks -- --results=results "$@"
