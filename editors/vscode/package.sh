#!/usr/bin/env bash
# Packs the extension as `waypost-<version>.vsix` in this folder. Needs what `npm ci` installs, and no network.
set -euo pipefail
cd "$(dirname "$0")"

cp ../../LICENSE LICENSE
rm -f waypost-*.vsix
npx --no-install vsce package --no-dependencies "$@"
