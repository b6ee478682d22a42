//! Text that has a grammar: each kind carries its pattern into the schema, and into the message when it does not match.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

macro_rules! kinds_of_text {
    ($($(#[$doc:meta])* $name:ident, $pattern:literal, $maximum:literal, $says:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
                out.write_str(&self.0)
            }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "pattern": $pattern, "maxLength": $maximum, "description": $says, "x-kind": stringify!($name)})
            }
        }
    )*
    /// Every pattern, with what it means.
    pub static GRAMMARS: &[(&str, &str)] = &[$(($pattern, $says)),*];
    };
}

/// What a choice says that has nothing to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Nothing {}

impl Cpu {
    /// An amount in thousandths of a processor.
    pub(super) fn of(thousandths: u64) -> Self {
        Self(super::quantity::cpu(thousandths).trim_matches('"').to_owned())
    }
}

impl Memory {
    /// An amount in KiB.
    pub(super) fn of(kibibytes: u64) -> Self {
        Self(super::quantity::memory(kibibytes))
    }
}

impl TimeOfDay {
    /// So many minutes after midnight.
    pub fn of(minutes: i32) -> Self {
        Self(format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60))
    }
}

impl UtcOffset {
    /// So many minutes ahead of UTC.
    pub fn of(minutes: i32) -> Self {
        Self(format!("{}{}", if minutes < 0 { '-' } else { '+' }, TimeOfDay::of(minutes.abs())))
    }
}

impl HostPart {
    /// The whole host, in a domain.
    pub fn below(&self, domain: &str) -> String {
        if self.as_str() == "@" { domain.to_owned() } else { format!("{self}.{domain}") }
    }
}

kinds_of_text! {
    /// A name that becomes part of Azure, DNS and Kubernetes names.
    Label, "^[a-z]([a-z0-9]|-[a-z0-9])*$", 40, "lower-case letters, digits and single hyphens, a letter first, at most 40 characters";
    Month, "^20[0-9]{2}-(0[1-9]|1[0-2])$", 7, "a month in quotes, such as \"2026-12\"";
    Guid, "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", 36, "a GUID in lower case, such as 00000000-0000-0000-0000-000000000000";
    /// The object id of an Entra group.
    ObjectId, "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", 36, "the object id of an Entra group: a GUID in lower case";
    HostName, "^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", 180, "a DNS name in lower case, such as example.com";
    /// A domain that DNS servers on premises answer for; it becomes part of the name of a rule.
    ForwardedDomain, "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$", 77, "a domain in lower case, such as corp.example.com, at most 77 characters";
    /// A host below the domain of the environment, or that domain itself.
    HostPart, "^(@|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$", 63, "one label of a DNS name in lower case, such as shop, or \"@\" in quotes for the domain itself";
    /// A DNS zone of Azure, which az and the portal spell in either case.
    ZoneId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.Network/dns[zZ]ones/[a-z0-9-]+(\\.[a-z0-9-]+)+$", 400, "the resource id of a DNS zone: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/dnsZones/example.com";
    /// A private DNS zone, which az and the portal spell in either case.
    PrivateZoneId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.Network/private[dD]ns[zZ]ones/[a-z0-9-]+(\\.[a-z0-9-]+)+$", 400, "the resource id of a private DNS zone: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/privateDnsZones/…";
    /// Part of the world, as Traffic Manager knows it: all of it, a region of several countries, a country, a state.
    Area, "^(WORLD|GEO-[A-Z]{2}|[A-Z]{2}(-[A-Z0-9]{1,3})?)$", 6, "a part of the world as Traffic Manager names it: WORLD, a region such as GEO-EU, a country such as GB, a state such as US-CA";
    /// A virtual network that is brought.
    NetworkId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.Network/virtualNetworks/[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$", 260, "the resource id of a virtual network: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/vnet-hub";
    /// A subnet that is brought.
    SubnetId, "^(/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.Network/virtualNetworks/[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]/subnets/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$", 360, "the name of a subnet, or its resource id: /subscriptions/…/providers/Microsoft.Network/virtualNetworks/vnet-spoke/subnets/snet-nodes";
    /// A route table that is brought.
    RouteTableId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.Network/routeTables/[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$", 280, "the resource id of a route table: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/routeTables/rt-spoke";
    FirewallId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.Network/azureFirewalls/[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$", 280, "the resource id of an Azure Firewall: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/azureFirewalls/afw-hub";
    /// The device at the other end of a tunnel.
    DeviceAddress, "^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?)$", 180, "a public address, or a DNS name in lower case, such as vpn.example.com";
    CircuitId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.Network/expressRouteCircuits/[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$", 280, "the resource id of an ExpressRoute circuit: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/expressRouteCircuits/erc-hub";
    /// A provider of ExpressRoute, or a place where it meets Azure.
    ProviderName, "^[A-Za-z0-9]([A-Za-z0-9 &().,'/_-]*[A-Za-z0-9)])?$", 80, "a name as `az network express-route list-service-providers` gives it, such as Equinix";
    /// What a firewall lets through by name.
    HostPattern, "^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", 180, "a host in lower case, such as api.example.com, or all hosts of a domain, such as \"*.example.com\" in quotes";
    Region, "^[a-z][a-z0-9]+$", 40, "the name of an Azure region, such as westeurope";
    /// A name that az takes, too: it splits tags at their first `=`, and reads words that begin with `@` or `-` as something else.
    TagName, "^[^-@<>%&\\\\?/=\\x00-\\x1f\\x7f][^<>%&\\\\?/=\\x00-\\x1f\\x7f]*$", 128, "the name of a tag: at most 128 characters, none of < > % & \\ ? / =, and no @ or - at its start";
    TagValue, "^[^\\x00-\\x1f\\x7f]*$", 256, "the value of a tag: at most 256 characters on one line";
    CodeId, "^AKS[0-9]{4}$", 7, "the code of a finding, such as AKS0303";
    Day, "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", 10, "a day, such as 2027-01-31";
    TimeOfDay, "^([01][0-9]|2[0-3]):[0-5][0-9]$", 5, "a time of day in quotes, such as \"02:00\"";
    UtcOffset, "^[+-](0[0-9]|1[0-4]):[0-5][0-9]$", 6, "an offset from UTC in quotes, such as \"+01:00\"";
    TimeZone, "^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$", 64, "an IANA time zone, such as Europe/Amsterdam";
    Minor, "^[1-9][0-9]?\\.[0-9]{1,2}$", 20, "a minor version of Kubernetes in quotes and without its patch, such as \"1.36\"";
    PoolName, "^[a-z][a-z0-9]{0,11}$", 12, "the name of a node pool: at most 12 lower-case letters and digits, a letter first";
    /// The key of a Kubernetes label, with or without a prefix.
    LabelKey, "^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$", 150, "the key of a Kubernetes label: at most 63 letters, digits and . _ -, with or without a prefix such as example.com/";
    LabelValue, "^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$", 63, "the value of a Kubernetes label: at most 63 letters, digits and . _ -";
    Taint, "^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?=[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?:(NoSchedule|PreferNoSchedule|NoExecute)$", 230, "a taint as key=value:effect, such as gpu=true:NoSchedule; the effect is NoSchedule, PreferNoSchedule or NoExecute";
    VmSize, "^Standard_[A-Za-z0-9_-]+$", 64, "a size of virtual machine, such as Standard_D4ds_v5";
    /// An image without its tag: in the registry of the blueprint, or in another one that it names by its host.
    Image, "^([a-z0-9-]+(\\.[a-z0-9-]+)+(:[0-9]{2,5})?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$", 200, "an image without its tag, such as podinfo or ghcr.io/stefanprodan/podinfo";
    ImageTag, "^[A-Za-z0-9_][A-Za-z0-9_.-]*$", 128, "the tag of an image, in quotes where it looks like a number";
    UrlPath, "^/[A-Za-z0-9._~/-]*$", 200, "a path, such as /healthz";
    /// A path below a host, and all below it.
    RoutePath, "^/([A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?$", 200, "a path without a slash at its end, such as /crm";
    /// A folder of files for the chart of an app.
    ChartFolder, "^charts(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$", 200, "a folder below `charts/`, which stands beside the blueprint, such as charts/podinfo";
    /// A file of the chart of an app.
    ChartFile, "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$", 200, "the path of a file in the chart, such as templates/hpa.yaml";
    VariableName, "^[A-Za-z_][A-Za-z0-9_]*$", 128, "the name of an environment variable: letters, digits and underscores";
    /// Five fields of cron.
    Schedule, "^(\\*|[1-5]?[0-9](-[1-5]?[0-9])?)(/[1-9][0-9]?)?(,(\\*|[1-5]?[0-9](-[1-5]?[0-9])?)(/[1-9][0-9]?)?)* (\\*|(1?[0-9]|2[0-3])(-(1?[0-9]|2[0-3]))?)(/[1-9][0-9]?)?(,(\\*|(1?[0-9]|2[0-3])(-(1?[0-9]|2[0-3]))?)(/[1-9][0-9]?)?)* (\\*|([1-9]|[12][0-9]|3[01])(-([1-9]|[12][0-9]|3[01]))?)(/[1-9][0-9]?)?(,(\\*|([1-9]|[12][0-9]|3[01])(-([1-9]|[12][0-9]|3[01]))?)(/[1-9][0-9]?)?)* (\\*|([1-9]|1[0-2])(-([1-9]|1[0-2]))?)(/[1-9][0-9]?)?(,(\\*|([1-9]|1[0-2])(-([1-9]|1[0-2]))?)(/[1-9][0-9]?)?)* (\\*|[0-6](-[0-6])?)(/[1-9][0-9]?)?(,(\\*|[0-6](-[0-6])?)(/[1-9][0-9]?)?)*$", 200, "a schedule of cron in quotes, such as \"30 2 * * 1-5\": minute, hour, day of the month, month, day of the week (0 is Sunday), in numbers";
    /// A word of a command.
    CommandWord, "^[^\\x00]*$", 4096, "a word of a command, at most 4096 characters";
    VariableValue, "^", 32768, "the value of an environment variable, at most 32768 characters";
    /// A file in the pod that holds a secret.
    SecretFile, "^[A-Za-z_][A-Za-z0-9_-]*$", 128, "the name of the file that holds a secret, /mnt/secrets/<name>: letters, digits, underscores and hyphens, a letter or an underscore first";
    SecretName, "^[0-9A-Za-z-]+$", 127, "the name of a secret in Key Vault: letters, digits and hyphens";
    CertificateName, "^[0-9A-Za-z-]+$", 127, "the name of a certificate in Key Vault: letters, digits and hyphens";
    RegistryName, "^[a-z0-9]{5,50}$", 50, "the name of a registry: 5 to 50 lower-case letters and digits";
    RegistryId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.ContainerRegistry/registries/[a-zA-Z0-9]{5,50}$", 260, "the resource id of a container registry: /subscriptions/…/resourceGroups/…/providers/Microsoft.ContainerRegistry/registries/…";
    /// A vault that is brought.
    VaultId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.KeyVault/vaults/[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$", 240, "the resource id of a key vault: /subscriptions/…/resourceGroups/…/providers/Microsoft.KeyVault/vaults/…";
    /// A workspace that is brought, which az and the portal spell in either case.
    WorkspaceId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.[oO]perational[iI]nsights/workspaces/[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$", 280, "the resource id of a Log Analytics workspace: /subscriptions/…/resourceGroups/…/providers/Microsoft.OperationalInsights/workspaces/…";
    /// A managed identity that is brought, which az and the portal spell in either case.
    IdentityId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.ManagedIdentity/user[aA]ssigned[iI]dentities/[A-Za-z0-9][A-Za-z0-9_-]{2,127}$", 360, "the resource id of a managed identity: /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…";
    /// A disk encryption set that is brought, which az and the portal spell in either case.
    DiskEncryptionSetId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.Compute/disk[eE]ncryption[sS]ets/[A-Za-z0-9_-]{1,80}$", 280, "the resource id of a disk encryption set: /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/diskEncryptionSets/…";
    Cpu, "^([1-9][0-9]*m|[1-9][0-9]*(\\.[0-9]{1,3})?|0\\.([1-9][0-9]{0,2}|0[1-9][0-9]?|00[1-9]))$", 10, "an amount of processor in quotes, such as \"2\" or 250m";
    Memory, "^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", 12, "an amount of memory, such as 128Mi or 64Gi";
    /// A folder in a pod.
    MountPath, "^(/[A-Za-z0-9_][A-Za-z0-9._-]*)+$", 200, "the absolute path of a folder in the pod, such as /data";
    ClassName, "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$", 200, "the name of a StorageClass, such as managed-csi";
    /// A disk or a share that is brought, which az and the portal spell in either case.
    VolumeId, "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resource[gG]roups/[A-Za-z0-9_().-]{1,90}/providers/Microsoft.(Compute/disks/[A-Za-z0-9_.-]{1,80}|Storage/storage[aA]ccounts/[a-z0-9]{3,24}/file[sS]ervices/default/(file)?[sS]hares/[a-z0-9](-?[a-z0-9]){2,62})$", 340, "the resource id of a managed disk, /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/disks/…, or of a file share, …/providers/Microsoft.Storage/storageAccounts/…/fileServices/default/shares/…";
    FolderPath, "^([A-Za-z0-9_][A-Za-z0-9_.-]*)(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$", 200, "a path in the repository, without .. and without a slash at its ends";
    /// A service connection of Azure DevOps.
    ConnectionName, "^[A-Za-z0-9][A-Za-z0-9 ._-]*$", 100, "the name of a service connection: letters, digits, spaces and . _ -";
    /// Who approves, as Azure DevOps knows them.
    Approver, "^[A-Za-z0-9][A-Za-z0-9 @._+-]*$", 100, "the name of a group of the project in Azure DevOps, or the e-mail address of a person: letters, digits, spaces and @ . _ + -";
    AgentPool, "^[A-Za-z0-9][A-Za-z0-9 ._-]*$", 100, "the name of a pool of agents: letters, digits, spaces and . _ -";
    AgentImage, "^[a-z0-9][a-z0-9.-]*$", 60, "an image of a hosted agent, such as ubuntu-24.04";
    /// A rule of a web application firewall.
    RuleName, "^[A-Za-z][A-Za-z0-9]*$", 128, "the name of a rule of the firewall: letters and digits, a letter first";
    RuleId, "^[0-9]{6,8}$", 8, "the number of a managed rule in quotes, such as \"942440\"";
    /// The name of a header, a cookie, an argument, or a part of it.
    Selector, "^[^\\x00-\\x1f\\x7f]+$", 128, "the name of a part of a request, at most 128 characters";
    /// With what a part of a request is compared.
    MatchValue, "^[^\\x00-\\x1f\\x7f]+$", 512, "with what a part of a request is compared, at most 512 characters";
    Email, "^[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$", 254, "an e-mail address, such as oncall@example.com";
    Branch, "^[A-Za-z0-9][A-Za-z0-9._/-]*$", 100, "the name of a branch, such as main";
    /// Names of branches, of which `*` is any part.
    BranchPattern, "^[A-Za-z0-9*][A-Za-z0-9._/*-]*$", 100, "the name of a branch, or of many with * in the place of what they differ in, such as feature/*";
    Days, "^[1-9][0-9]{0,2}d$", 4, "a number of days, such as 14d";
    RepositoryUrl, "^https://[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(/[A-Za-z0-9_][A-Za-z0-9._~%-]*)+$", 300, "the URL of a git repository without a user in it, such as https://dev.azure.com/shop/platform/_git/podinfo";
    ScriptText, "^", 8192, "lines of bash, at most 8192 characters";
}
