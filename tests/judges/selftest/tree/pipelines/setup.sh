#!/usr/bin/env bash
# Whom Azure DevOps asks before apps change.
set -euo pipefail

environment() { printf '%s\n' "$*"; }

environment shop-apps-dev
