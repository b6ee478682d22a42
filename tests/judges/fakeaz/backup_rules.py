"""What Azure Backup refuses of vaults, of what makes backups in a cluster, and of what is backed up."""
import re

from refusal import Refusal, at
from store import get, guid, resource_type

VAULT, INSTANCE = "microsoft.dataprotection/backupvaults", "microsoft.dataprotection/backupvaults/backupinstances"
EXTENSION, BINDING = "microsoft.kubernetesconfiguration/extensions", "microsoft.containerservice/managedclusters/trustedaccessrolebindings"
ACCOUNT, CONTAINER = "microsoft.storage/storageaccounts", "microsoft.storage/storageaccounts/blobservices/containers"
LOCATION = "configuration.backupStorageLocation."
OPERATOR = "Microsoft.DataProtection/backupVaults/backup-operator"
READER, CONTRIBUTOR, WRITER = "acdd72a7-3385-48ef-bd42-f606fba81ae7", "b24988ac-6180-42a0-ab88-20f7382dd24c", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
VAULT_ROLES = {"VaultStore": ("7efff54f-a5b4-42b5-a1c5-5411624893ce", "959f8984-c045-4866-89c7-12bf9737be2e"), "OperationalStore": ()}


def backup_vault(state, path, body, old, brought):
    """Where copies lie never changes, and what is deleted stays for two weeks at least."""
    if resource_type(path) != VAULT:
        return
    before, after = (at(each, "properties.storageSettings") if each else None for each in (old, body))
    if before and before != after:
        raise Refusal(400, "BackupVaultStorageSettingsChangeNotAllowed", "The storage settings of a backup vault cannot be changed.")
    if not 14 <= (at(body, "properties.securitySettings.softDeleteSettings.retentionDurationInDays") or 14) <= 180:
        raise Refusal(400, "BMSUserErrorInvalidInput", "Soft delete retention is 14 to 180 days.")


def backup_policy(state, path, body, old, brought):
    """It says for each store how long what is there stays, and takes a cluster every four hours at the most."""
    if resource_type(path) != VAULT + "/backuppolicies":
        return
    rules = at(body, "properties.policyRules") or []
    kept = {rule["name"] for rule in rules if rule["objectType"] == "AzureRetentionRule"}
    for rule in rules:
        for criteria in at(rule, "trigger.taggingCriteria") or []:
            if criteria["tagInfo"]["tagName"] not in kept:
                raise Refusal(400, "BMSUserErrorInvalidInput", f"No retention rule is named {criteria['tagInfo']['tagName']}.")
        for interval in at(rule, "trigger.schedule.repeatingTimeIntervals") or []:
            if not re.fullmatch(r"R/\d{4}-\d\d-\d\dT\d\d:\d\d:00\+00:00/(P1D|PT(4|6|8|12)H)", interval):
                raise Refusal(400, "BMSUserErrorInvalidInput", f"The interval {interval} is none of a policy for clusters.")


def storage_account(state, path, body, old, brought):
    kind, name = resource_type(path), path.rstrip("/").split("/")[-1]
    if kind == ACCOUNT and not re.fullmatch(r"[a-z0-9]{3,24}", name):
        raise Refusal(400, "AccountNameInvalid", f"{name} is not a valid storage account name.")
    if kind == CONTAINER:
        if not re.fullmatch(r"(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", name):
            raise Refusal(400, "ContainerNameInvalid", f"{name} is not a valid container name.")
        if get(state, "/".join(path.split("/")[:9])) is None:
            raise Refusal(404, "ResourceNotFound", f"The storage account of {path} was not found.")


def backup_extension(state, path, body, old, brought):
    """One of a type in a cluster. It writes into a container that is there, by the one way that the account lets in."""
    if resource_type(path) != EXTENSION:
        return
    scope, settings = path.lower().rsplit("/providers/", 1)[0], at(body, "properties.configurationSettings") or {}
    for key, other in state["resources"].items():
        if key != path.lower() and key.startswith(scope + "/") and resource_type(key) == EXTENSION and at(other, "properties.extensionType") == at(body, "properties.extensionType"):
            raise Refusal(400, "ValidationFailed", "Multiple extensions of same type is not allowed at this scope.")
    account = account_of(settings)
    found = get(state, account)
    if found is None or get(state, f"{account}/blobServices/default/containers/{settings.get(LOCATION + 'bucket')}") is None:
        raise Refusal(400, "ExtensionOperationFailed", f"The container {settings.get(LOCATION + 'bucket')} of {account} was not found.")
    if at(found, "properties.allowSharedKeyAccess") is False and not (settings.get(LOCATION + "config.useAAD") == "true" and settings.get(LOCATION + "config.storageAccountURI")):
        raise Refusal(400, "ExtensionOperationFailed", f"Key based authentication is not permitted on {account}.")


def account_of(settings):
    subscription, group, account = (settings.get(f"{LOCATION}config.{key}") for key in ("subscriptionId", "resourceGroup", "storageAccount"))
    return f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}"


def backup_instance(state, path, body, old, brought):
    """A cluster is backed up once all stands that this needs: the access of the vault, what makes backups, and the roles of the three."""
    if resource_type(path) != INSTANCE:
        return
    cluster, vault = at(body, "properties.dataSourceInfo.resourceID"), "/".join(path.split("/")[:9])
    stores = at(body, "properties.policyInfo.policyParameters.dataStoreParametersList") or [{}]
    snapshots = stores[0].get("resourceGroupId") or ""
    if old and (at(old, "properties.policyInfo.policyParameters.dataStoreParametersList") or [{}])[0].get("resourceGroupId", "").lower() != snapshots.lower():
        raise Refusal(400, "UserErrorSnapshotResourceGroupChangeNotAllowed", "The snapshot resource group of a backup instance cannot be changed.")
    bindings = [r for k, r in state["resources"].items() if k.startswith(cluster.lower() + "/") and resource_type(k) == BINDING]
    if not any(at(each, "properties.sourceResourceId").lower() == vault.lower() and OPERATOR in at(each, "properties.roles") for each in bindings):
        raise Refusal(400, "UserErrorTrustedAccessGatewayReturnedForbidden", f"{vault} has no trusted access to {cluster}.")
    extension = next((k for k in state["resources"] if k.startswith(cluster.lower() + "/") and resource_type(k) == EXTENSION), None)
    if not extension:
        raise Refusal(400, "UserErrorExtensionNotInstalled", f"The backup extension is not installed in {cluster}.")
    identities = list((at(get(state, cluster) or {}, "identity.userAssignedIdentities") or {}).keys())
    policy = get(state, at(body, "properties.policyInfo.policyId") or "") or {}
    copied = [store for store in VAULT_ROLES if store in str(policy)]
    needed = [(guid(vault.lower() + "system"), READER, cluster), (guid(vault.lower() + "system"), READER, snapshots)]
    needed += [(guid(vault.lower() + "system"), role, snapshots) for store in copied for role in VAULT_ROLES[store]]
    needed += [(guid(identity.lower() + "principal"), CONTRIBUTOR, snapshots) for identity in identities]
    needed += [(guid(extension + "aks"), WRITER, account_of(at(state["resources"][extension], "properties.configurationSettings") or {}))]
    for principal, role, scope in needed:
        if not holds(state, principal, role, scope):
            raise Refusal(400, "UserErrorMissingRequiredPermissions", f"{principal} lacks the role {role} on {scope}.")


def holds(state, principal, role, scope):
    for key, each in state["resources"].items():
        if resource_type(key) == "microsoft.authorization/roleassignments" and key.startswith(scope.lower() + "/providers/microsoft.authorization/"):
            given = at(each, "properties.principalId")
            # What a template refers to is known to its own deployment alone.
            if (given == principal or str(given).startswith("[")) and role in at(each, "properties.roleDefinitionId"):
                return True
    return False


def backed_up(state, member, deleted):
    """A vault does not go while something is backed up by it; nor does what is backed up, before that ends."""
    for key in state["resources"]:
        if resource_type(key) == INSTANCE and key.startswith(member.lower() + "/") and key != deleted.lower():
            raise Refusal(409, "BackupVaultContainsBackupInstances", f"{member} has {key}, and cannot be deleted.")


BACKUP_RULES = [backup_vault, backup_policy, storage_account, backup_extension, backup_instance]
