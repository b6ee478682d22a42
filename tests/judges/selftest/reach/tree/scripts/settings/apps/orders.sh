# shellcheck shell=bash disable=SC2034
readonly PLACES=(
  'dev one sales-dev orders dev 1.0.0'
)
