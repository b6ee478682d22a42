# shellcheck shell=bash disable=SC2034
location=westeurope
network_group=matrix-dev-network
