# shellcheck shell=bash disable=SC2034
readonly PLACES=(
  'dev two store-dev stock dev 1.0.0'
)
