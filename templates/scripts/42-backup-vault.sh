#!/usr/bin/env bash
# <{ header }>
#
# What backups of the clusters of a site need before there are any: the backup vault with its policy, the storage account in which the objects of the
# clusters are kept, and a resource group for snapshots of disks.
#
#   42-backup-vault.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

readonly READER=<{ roles.reader }>
<%- if features.backup_copies %>
readonly STORAGE_BLOB_DATA_READER=<{ roles.storage_blob_data_reader }>
readonly DISK_SNAPSHOT_CONTRIBUTOR=<{ roles.disk_snapshot_contributor }>
readonly DATA_OPERATOR_FOR_MANAGED_DISKS=<{ roles.data_operator_for_managed_disks }>
<%- endif %>

if [[ -z $BACKUP_VAULT ]]; then
  say "nothing of $SITE is backed up"
  exit 0
fi

for group in "$BACKUP_GROUP" "$SNAPSHOT_GROUP"; do
  say "resource group $group"
  az group create --name "$group" --location "$LOCATION" "${TAG_FLAGS[@]}"
done

vault_id=$(backup_vault_id)
account_id=$(backup_account_id)
snapshots=/subscriptions/$SUBSCRIPTION_ID/resourceGroups/$SNAPSHOT_GROUP

say "backup vault $BACKUP_VAULT"
if exists az resource show --ids "$vault_id" --api-version <{ api_versions.backup_vault | bare }>; then
  has=$(az resource show --ids "$vault_id" --api-version <{ api_versions.backup_vault | bare }> --query 'properties.storageSettings[0].type' --output tsv)
  fixed "the backup vault $BACKUP_VAULT (where its copies lie)" "$has" "$BACKUP_REDUNDANCY"
fi
<%- if features.backup_copies %>
features=null # whether copies can be restored in the region with which Azure pairs this one
[[ $BACKUP_REDUNDANCY != GeoRedundant ]] || features='{"crossRegionRestoreSettings": {"state": "Enabled"}}'
<%- endif %>
# What is deleted from the vault can be brought back for <{ backup.soft_delete_days }> days, at no cost.
put_whole "$vault_id" <{ api_versions.backup_vault | bare }> <<JSON
{
  "location": "$LOCATION", "tags": $TAGS_JSON, "identity": {"type": "SystemAssigned"},
  "properties": {
    "storageSettings": [{"datastoreType": "VaultStore", "type": "$BACKUP_REDUNDANCY"}],
    "securitySettings": {"softDeleteSettings": {"state": "On", "retentionDurationInDays": <{ backup.soft_delete_days }>}},
    "monitoringSettings": {"azureMonitorAlertSettings": {"alertsForAllJobFailures": "Enabled"}}<% if features.backup_copies %>,
    "featureSettings": $features<% endif %>
  }
}
JSON

# lifecycle STORE DURATION [COPIED-TO]: what becomes of a backup in a store.
lifecycle() {
  local copies=''
  (($# < 3)) || copies='{"dataStore": {"objectType": "DataStoreInfoBase", "dataStoreType": "'$3'"}, "copyAfter": {"objectType": "ImmediateCopyOption"}}'
  printf '{"sourceDataStore": {"objectType": "DataStoreInfoBase", "dataStoreType": "%s"}, "deleteAfter": {"objectType": "AbsoluteDeleteOption", "duration": "%s"}, "targetDataStoreCopySettings": [%s]}' \
    "$1" "$2" "$copies"
}

say "  a backup $BACKUP_SCHEDULE, kept for $BACKUP_DAYS days"
<%- if features.backup_copies %>
daily='' tagged=''
if [[ -n $BACKUP_COPY_DAYS ]]; then
  say "  the first of a day goes into the vault at once, and stays there for $BACKUP_COPY_DAYS days"
  tagged=', {"isDefault": false, "taggingPriority": 25, "tagInfo": {"tagName": "Daily"},
            "criteria": [{"objectType": "ScheduleBasedBackupCriteria", "absoluteCriteria": ["FirstOfDay"]}]}'
  daily=', {"objectType": "AzureRetentionRule", "name": "Daily", "isDefault": false,
        "lifecycles": ['"$(lifecycle OperationalStore "P${BACKUP_DAYS}D" VaultStore), $(lifecycle VaultStore "P${BACKUP_COPY_DAYS}D")"']}'
fi
<%- endif %>
put_whole "$vault_id/backupPolicies/<{ backup.policy | bare }>" <{ api_versions.backup_policy | bare }> <<JSON
{
  "properties": {
    "objectType": "BackupPolicy",
    "datasourceTypes": ["Microsoft.ContainerService/managedClusters"],
    "policyRules": [
      {
        "objectType": "AzureBackupRule",
        "name": "Backup",
        "backupParameters": {"objectType": "AzureBackupParams", "backupType": "Incremental"},
        "dataStore": {"objectType": "DataStoreInfoBase", "dataStoreType": "OperationalStore"},
        "trigger": {
          "objectType": "ScheduleBasedTriggerContext",
          "schedule": {"repeatingTimeIntervals": ["$BACKUP_SCHEDULE"], "timeZone": "Coordinated Universal Time"},
          "taggingCriteria": [{"isDefault": true, "taggingPriority": 99, "tagInfo": {"tagName": "Default"}}<% if features.backup_copies %>$tagged<% endif %>]
        }
      },
      {
        "objectType": "AzureRetentionRule", "name": "Default", "isDefault": true,
        "lifecycles": [$(lifecycle OperationalStore "P${BACKUP_DAYS}D")]
      }<% if features.backup_copies %>$daily<% endif %>
    ]
  }
}
JSON
<%- if features.backup_endpoints %>

# Where it has no private endpoint it is open to all networks; the vault, which Azure trusts, comes in either way.
others=Allow
[[ -z $BACKUP_CLOSED ]] || others=Deny
<%- else %>

# Open to all networks, since nodes come from changing addresses.
<%- endif %>
# Identity and role decide, and nothing else: there are no keys.
say "storage account $BACKUP_ACCOUNT"
put "$account_id" <{ api_versions.storage_account | bare }> <<JSON
{
  "location": "$LOCATION", "tags": $TAGS_JSON, "sku": {"name": "$BACKUP_ACCOUNT_SKU"}, "kind": "StorageV2",
  "properties": {
    "accessTier": "Hot", "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "minimumTlsVersion": "TLS1_2", "supportsHttpsTrafficOnly": true,
    "publicNetworkAccess": "Enabled", "networkAcls": {"bypass": "AzureServices", "defaultAction": "<% if features.backup_endpoints %>$others<% else %>Allow<% endif %>"}
  }
}
JSON
for cluster in "${CLUSTERS[@]}"; do
  say "  container $cluster"
  az storage container-rm create --resource-group "$BACKUP_GROUP" --storage-account "$BACKUP_ACCOUNT" --name "$cluster" --public-access off
done

say '  roles of the vault'
object=$(az resource show --ids "$vault_id" --api-version <{ api_versions.backup_vault | bare }> --query identity.principalId --output tsv)
assign "$READER" "$snapshots" "$vault_id" "$object" ServicePrincipal
<%- if features.backup_copies %>
if [[ -n $BACKUP_COPY_DAYS ]]; then
  assign "$STORAGE_BLOB_DATA_READER" "$account_id" "$vault_id" "$object" ServicePrincipal
  assign "$DISK_SNAPSHOT_CONTRIBUTOR" "$snapshots" "$vault_id" "$object" ServicePrincipal
  assign "$DATA_OPERATOR_FOR_MANAGED_DISKS" "$snapshots" "$vault_id" "$object" ServicePrincipal
fi
<%- endif %>

<%- if features.locks %>

keep "$vault_id"
keep "$account_id"
<%- else %>

free "$vault_id" # as another blueprint may have left it
free "$account_id"
<%- endif %>
