# shellcheck shell=bash disable=SC2034
readonly PLACES=(
  'dev main morpheus podinfo dev -'
  'staging main morpheus podinfo staging -'
)
