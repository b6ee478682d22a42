#!/usr/bin/env bash
# <{ header }>
#
# Backups of the clusters of a site: what makes them in each, the roles of all who take part, and that they are made.
#
#   75-backup.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

readonly CONTRIBUTOR=<{ roles.contributor }>
readonly READER=<{ roles.reader }>
readonly STORAGE_BLOB_DATA_CONTRIBUTOR=<{ roles.storage_blob_data_contributor }>

if [[ -z $BACKUP_VAULT ]]; then
  say "nothing of $SITE is backed up"
  exit 0
fi

vault_id=$(backup_vault_id)
account_id=$(backup_account_id)
snapshots=/subscriptions/$SUBSCRIPTION_ID/resourceGroups/$SNAPSHOT_GROUP
vault_object=$(az resource show --ids "$vault_id" --api-version <{ api_versions.backup_vault | bare }> --query identity.principalId --output tsv)

# The vault reaches the API server by it, from wherever others do.
access() {
  if ! exists az aks trustedaccess rolebinding show --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name <{ backup.binding | bare }>; then
    az aks trustedaccess rolebinding create --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name <{ backup.binding | bare }> \
      --source-resource-id "$vault_id" --roles <{ backup.access | bare }>
  fi
}

# It proves itself to the storage account by its identity, which it makes itself, among the nodes.
extension() {
  put_whole "$extension_id" <{ api_versions.extension | bare }> <<JSON
{
  "properties": {
    "extensionType": "<{ backup.extension.type | bare }>", "autoUpgradeMinorVersion": true, "releaseTrain": "<{ backup.extension.train | bare }>",
    "scope": {"cluster": {"releaseNamespace": "<{ backup.extension.namespace | bare }>"}},
    "configurationSettings": {
      "configuration.backupStorageLocation.bucket": "$CLUSTER",
      "configuration.backupStorageLocation.config.resourceGroup": "$BACKUP_GROUP",
      "configuration.backupStorageLocation.config.storageAccount": "$BACKUP_ACCOUNT",
      "configuration.backupStorageLocation.config.storageAccountURI": "https://$BACKUP_ACCOUNT.blob.core.windows.net/",
      "configuration.backupStorageLocation.config.subscriptionId": "$SUBSCRIPTION_ID",
      "configuration.backupStorageLocation.config.useAAD": "true",
      "credentials.tenantId": "$TENANT_ID"
    }
  }
}
JSON
}

# no_older EXTENSION-ID OBJECT-ID: takes the role on the storage account from what made backups in a cluster of this name before, and is no more.
no_older() {
  local name has
  name=$(assignment_name "$STORAGE_BLOB_DATA_CONTRIBUTOR" "$account_id" "$1")
  has=$(az role assignment list --scope "$account_id" --fill-principal-name false --query "[?name == '$name'].principalId" --output tsv)
  if [[ -n $has && $has != "$2" ]]; then
<%- if features.locks %>
    free "$account_id"
    az role assignment delete --ids "$account_id/providers/Microsoft.Authorization/roleAssignments/$name"
    keep "$account_id"
<%- else %>
    az role assignment delete --ids "$account_id/providers/Microsoft.Authorization/roleAssignments/$name"
<%- endif %>
  fi
}

late() {
  stop "$CLUSTER is not backed up yet" '  Roles that are new take minutes to take effect: run this script again then.'
}

# instance ID: that the cluster is backed up.
instance() {
  local has source
  if exists az resource show --ids "$1" --api-version <{ api_versions.backup_instance | bare }>; then
    has=$(az resource show --ids "$1" --api-version <{ api_versions.backup_instance | bare }> --query 'properties.policyInfo.policyParameters.dataStoreParametersList[0].resourceGroupId' --output tsv)
    fixed "the backup of $CLUSTER (the resource group of its snapshots)" "$has" "$snapshots"
  fi
  source='"datasourceType": "Microsoft.ContainerService/managedClusters", "resourceID": "'$cluster_id'", "resourceUri": "'$cluster_id'",
      "resourceLocation": "'$LOCATION'", "resourceName": "'$CLUSTER'", "resourceType": "Microsoft.ContainerService/managedClusters"'
  az rest --method put --url "$1?api-version=<{ api_versions.backup_instance | bare }>" --body '{
  "properties": {
    "objectType": "BackupInstance", "friendlyName": "'"$CLUSTER"'",
    "dataSourceInfo": {"objectType": "Datasource", '"$source"'},
    "dataSourceSetInfo": {"objectType": "DatasourceSet", '"$source"'},
    "policyInfo": {
      "policyId": "'"$vault_id"'/backupPolicies/<{ backup.policy | bare }>",
      "policyParameters": {
        "dataStoreParametersList": [{"objectType": "AzureOperationalStoreParameters", "dataStoreType": "OperationalStore", "resourceGroupId": "'"$snapshots"'"}],
        "backupDatasourceParametersList": [{"objectType": "KubernetesClusterBackupDatasourceParameters", "snapshotVolumes": true, "includeClusterScopeResources": true}]
      }
    }
  }
}' || late
  az resource wait --ids "$1" --api-version <{ api_versions.backup_instance | bare }> --created --interval 10 || late
  has=$(az resource show --ids "$1" --api-version <{ api_versions.backup_instance | bare }> --query properties.currentProtectionState --output tsv)
  say "  $has"
}

backup() {
  local cluster_id extension_id object
  cluster_id=$(resource_id "$AKS_GROUP" Microsoft.ContainerService/managedClusters "$CLUSTER")
  extension_id=$cluster_id/providers/Microsoft.KubernetesConfiguration/extensions/<{ backup.extension.name | bare }>
  say "backups of $CLUSTER"
  assign_identity "$CONTRIBUTOR" "$snapshots" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
  assign "$READER" "$cluster_id" "$vault_id" "$vault_object" ServicePrincipal
  access
  say '  what makes them; the first time this takes some five minutes'
  extension
  object=$(az resource show --ids "$extension_id" --api-version <{ api_versions.extension | bare }> --query properties.aksAssignedIdentity.principalId --output tsv)
  no_older "$extension_id" "$object"
  assign "$STORAGE_BLOB_DATA_CONTRIBUTOR" "$account_id" "$extension_id" "$object" ServicePrincipal
  instance "$vault_id/backupInstances/$CLUSTER"
}
each_cluster backup
