#!/usr/bin/env bash
# What the numbered scripts share.

# Show a resource's id, or nothing where there is none.
find_id() {
  az "$@" --query id --output tsv 2>/dev/null || true
}
