#!/usr/bin/env bash
# Whether Azure is ready for what the others make; changes nothing.
set -euo pipefail
subscription=/subscriptions/$(az account show --query id --output tsv)
said=''

fault() {
  echo "fault: $*" >&2
  said=yes
}

limit() {
  az vm list-usage --location westeurope --query "[?name.value=='$1'].limit" --output tsv
}

[[ $(az provider list --query "[?namespace=='microsoft.insights'].registrationState" --output tsv) == Registered ]] || fault 'the resource provider Microsoft.Insights'
token=$(az account get-access-token --query accessToken --output tsv)
me=$(cut -d . -f 2 <<<"$token" | tr _- /+ | base64 --decode 2>/dev/null | sed 's/.*"oid":"\([^"]*\)".*/\1/' || true)
conditions=$(az role assignment list --assignee-object-id "$me" --include-groups --fill-principal-name false --scope "$subscription" --query '[].condition' --output tsv)
[[ -z $conditions || $conditions == *4d97b98b-1d4f-4787-a291-c67834d212e7* ]] || fault 'who is signed in may give roles, but not Network Contributor'

[[ $(az acr check-name --name matrix --query nameAvailable --output tsv) == true ]] || fault 'the name of the registry is taken'
[[ $(az rest --method post --url "$subscription/providers/Microsoft.KeyVault/checkNameAvailability?api-version=2026-02-01" --body '{"name": "kv"}' --query nameAvailable --output tsv) == true ]] ||
  fault 'the name of the vault is taken'
[[ $(az rest --method get --url "$subscription/providers/Microsoft.Network/locations/westeurope/CheckDnsNameAvailability?domainNameLabel=m&api-version=2025-09-01" --query available --output tsv) == true ]] ||
  fault 'the name of the public address is taken'

closed=$(az vm list-skus --location westeurope --resource-type virtualMachines --all --query "[?restrictions[?type=='Location']].name" --output tsv)
[[ -z $closed ]] || fault "$closed is closed"
lacking=$(az vm list-skus --location westeurope --resource-type virtualMachines --all --query "[?name=='Standard_D4ds_v5'].restrictions[].restrictionInfo.zones[] | join(', ', @)" --output tsv)
[[ -z $lacking ]] || fault "Standard_D4ds_v5 is not to be had in westeurope in zone $lacking"
(($(limit standardDDSv5Family) > 20)) || fault "Azure grants $(limit standardDDSv5Family) vCPUs of standardDDSv5Family"
(($(limit cores) > 20)) || fault "Azure grants $(limit cores) vCPUs of all families"
addresses=$(az network list-usages --location westeurope --query "[?name.value=='PublicIPAddresses'].limit" --output tsv)
((addresses > 1)) || fault "Azure grants $addresses public addresses"

[[ -z $said ]] || exit 1
