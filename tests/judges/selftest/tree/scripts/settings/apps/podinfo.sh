# shellcheck shell=bash disable=SC2034
readonly PLACES=(
  'dev dev-westeurope morpheus podinfo 1 -'
  'staging dev-westeurope morpheus podinfo 1 -'
)
