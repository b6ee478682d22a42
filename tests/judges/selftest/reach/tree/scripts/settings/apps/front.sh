# shellcheck shell=bash disable=SC2034
readonly PLACES=(
  'dev one web-dev front dev 1.0.0'
)
