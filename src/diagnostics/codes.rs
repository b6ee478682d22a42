//! One table of all codes. A code lives for ever: it is retired, never reused.
//!
//! Bands: 00 reading, 01 naming, 02 network, 03 cluster and versions, 04 identity and secrets, 05 workloads and
//! releases, 06 pipelines, 07 edge, 09 output.

/// How much a finding weighs. Only errors stop a render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Advice,
    Warning,
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A code with what it stands for and the page that `aksgen explain` prints.
#[derive(Debug)]
pub struct Code {
    pub id: &'static str,
    pub name: &'static str,
    pub severity: Severity,
    /// Whether `allow` may silence it: never where the output would be wrong.
    pub allowable: bool,
    pub page: &'static str,
}

impl Code {
    /// The heading of its page: what is wrong, in a few words.
    pub fn heading(&self) -> &'static str {
        let first = self.page.lines().next().unwrap_or_default();
        first.split_once(": ").map_or(first, |(_, heading)| heading)
    }

    /// The first paragraph of its page.
    pub fn summary(&self) -> String {
        let body = self.page.lines().skip(1).skip_while(|line| line.trim().is_empty());
        body.take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

macro_rules! allowable {
    (firm) => {
        false
    };
    (allowable) => {
        true
    };
}

macro_rules! codes {
    ($($constant:ident = $id:literal $name:literal $severity:ident $allow:ident;)*) => {
        $(pub static $constant: Code = Code {
            id: $id,
            name: $name,
            severity: Severity::$severity,
            allowable: allowable!($allow),
            page: include_str!(concat!("../explain/", $id, ".md")),
        };)*
        /// Every code, in order.
        pub static ALL: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    SYNTAX = "AKS0001" "syntax" Error firm;
    DUPLICATE_KEY = "AKS0002" "duplicate-key" Error firm;
    UNKNOWN_KEY = "AKS0003" "unknown-key" Error firm;
    WRONG_TYPE = "AKS0004" "wrong-type" Error firm;
    MISSING_KEY = "AKS0005" "missing-key" Error firm;
    ILLEGAL_VALUE = "AKS0006" "illegal-value" Error firm;
    UNKNOWN_REFERENCE = "AKS0007" "unknown-reference" Error firm;
    ALLOWANCE = "AKS0009" "allowance" Warning firm;
    ALLOCATION = "AKS0010" "allocation" Error firm;
    NAME = "AKS0101" "name" Error firm;
    NAME_CLASH = "AKS0102" "name-clash" Error firm;
    TAGS = "AKS0103" "tags" Error firm;
    OVERLAP = "AKS0201" "overlapping-ranges" Error firm;
    SERVICE_RANGE = "AKS0202" "service-range" Error firm;
    INGRESS_ADDRESS = "AKS0203" "ingress-address" Error firm;
    RESERVED_RANGE = "AKS0204" "reserved-range" Error firm;
    TOO_SMALL = "AKS0205" "too-small" Error firm;
    OUTSIDE = "AKS0206" "outside-address-space" Error firm;
    PUBLIC_RANGE = "AKS0207" "public-range" Warning allowable;
    WHOLE_SPACE = "AKS0208" "whole-private-space" Advice allowable;
    OUTGOING_PORTS = "AKS0209" "outgoing-ports" Warning allowable;
    ZONAL_EGRESS = "AKS0210" "zonal-egress" Advice allowable;
    HUB = "AKS0220" "hub" Error firm;
    FOREIGN_REGISTRY = "AKS0221" "foreign-registry" Warning allowable;
    ENDPOINTS = "AKS0222" "private-endpoints" Error firm;
    BROUGHT = "AKS0223" "brought" Error firm;
    EXPRESS_ROUTE = "AKS0224" "express-route" Error firm;
    BROUGHT_NETWORK = "AKS0225" "brought-network" Error firm;
    ISOLATED = "AKS0226" "isolated" Error firm;
    SUBSCRIPTION = "AKS0227" "subscription" Error firm;
    RESOLVER = "AKS0228" "dns-resolver" Error firm;
    BACKUP = "AKS0229" "backup" Error firm;
    BROUGHT_SUBNET = "AKS0230" "brought-subnet" Error firm;
    BROUGHT_WAY_OUT = "AKS0231" "brought-way-out" Error firm;
    BROUGHT_IDENTITY = "AKS0232" "brought-identity" Error firm;
    ONE_SUBSCRIPTION = "AKS0233" "one-subscription" Advice allowable;
    UNKNOWN_AREA = "AKS0234" "unknown-area" Warning allowable;
    VERSION = "AKS0301" "kubernetes-version" Error firm;
    POOL = "AKS0302" "node-pool" Error firm;
    SYSTEM_POOL = "AKS0303" "system-pool" Warning allowable;
    VERSION_CALENDAR = "AKS0304" "version-calendar" Warning allowable;
    UNKNOWN_SIZE = "AKS0305" "unknown-size" Warning allowable;
    RETIRING_SIZE = "AKS0306" "retiring-size" Warning allowable;
    PROCESSORS = "AKS0307" "foreign-processors" Warning allowable;
    API_RANGES = "AKS0311" "api-ranges" Error firm;
    API_IN_NETWORK = "AKS0312" "api-in-network" Error firm;
    DISK_ENCRYPTION = "AKS0313" "disk-encryption" Error firm;
    MAINTENANCE = "AKS0317" "maintenance-windows" Warning allowable;
    HOURS = "AKS0318" "hours" Error firm;
    STOPPED_ALERTS = "AKS0319" "alerts-while-stopped" Warning allowable;
    VIRTUAL_NODES = "AKS0320" "virtual-nodes" Error firm;
    ON_VIRTUAL_NODES = "AKS0321" "on-virtual-nodes" Error firm;
    NO_POLICIES = "AKS0322" "no-network-policies" Warning allowable;
    UNUSED_PLATFORM = "AKS0323" "unused-platform" Error firm;
    PLACEHOLDER = "AKS0324" "placeholder" Warning allowable;
    STOPPED_LOSS = "AKS0325" "lost-while-stopped" Warning allowable;
    SECRET = "AKS0401" "secret" Error firm;
    LIKELY_SECRET = "AKS0402" "likely-secret" Error allowable;
    RETIRED_INGRESS = "AKS0404" "retired-ingress" Warning allowable;
    ROUTED_LISTENERS = "AKS0405" "routed-listeners" Error firm;
    APPLICATION_ROUTING = "AKS0406" "application-routing" Error firm;
    ISSUED_TWICE = "AKS0407" "issued-and-fetched" Error firm;
    ISSUED_BEFORE = "AKS0408" "issued-for-nothing" Error firm;
    UNPROVEN = "AKS0409" "unproven-domain" Error firm;
    UNREAD_METRICS = "AKS0410" "unread-metrics" Warning allowable;
    GRAFANA = "AKS0411" "grafana" Warning allowable;
    TWO_WRITERS = "AKS0412" "two-writers" Error firm;
    UNWRITTEN = "AKS0413" "unwritten-records" Error firm;
    UNREAD_TELEMETRY = "AKS0415" "unread-telemetry" Warning allowable;
    TWO_MONITORS = "AKS0416" "two-monitors" Advice allowable;
    IMPORTED_IMAGES = "AKS0417" "imported-images" Advice allowable;
    SHARED_CONNECTIONS = "AKS0418" "shared-connections" Error firm;
    KURED = "AKS0501" "kured" Warning allowable;
    ONE_REPLICA = "AKS0502" "one-replica" Advice allowable;
    QUOTA = "AKS0503" "quota" Warning allowable;
    SCALE = "AKS0504" "scale" Error firm;
    REACH = "AKS0505" "reach" Warning allowable;
    ONE_REGISTRY = "AKS0506" "one-registry" Advice allowable;
    APP_POOL = "AKS0507" "app-pool" Error firm;
    SPOT = "AKS0508" "spot-nodes" Advice allowable;
    UNTRIED = "AKS0509" "untried" Advice allowable;
    SHARED_SECRET = "AKS0510" "shared-secret" Warning allowable;
    STORAGE = "AKS0511" "storage" Error firm;
    PRODUCTION_DISK = "AKS0512" "production-disk" Advice allowable;
    STATE = "AKS0513" "state" Advice allowable;
    CALL = "AKS0514" "call" Error firm;
    CALL_ACROSS = "AKS0515" "call-across-clusters" Error firm;
    MOVING_TAG = "AKS0516" "moving-tag" Advice allowable;
    CLUSTER_ROOM = "AKS0517" "cluster-room" Advice allowable;
    REGION_LOSS = "AKS0518" "region-loss" Advice allowable;
    OWNERS = "AKS0519" "owners" Advice allowable;
    BRANCH_QUOTA = "AKS0520" "branch-quota" Error firm;
    BRANCH_HOST = "AKS0521" "branch-host" Error firm;
    BRANCH_IDENTITIES = "AKS0522" "branch-identities" Error firm;
    BRANCH_VAULT = "AKS0523" "branch-vault" Error allowable;
    BRANCH_WITHOUT = "AKS0524" "branch-without" Advice allowable;
    JOB_SCHEDULE = "AKS0525" "job-schedule" Error firm;
    ONLY_JOBS = "AKS0526" "only-jobs" Error firm;
    TEST = "AKS0527" "test" Error firm;
    BUILD_IMAGE = "AKS0528" "build-image" Error firm;
    BUILD_SOURCE = "AKS0529" "build-source" Error firm;
    BUILD_TAG = "AKS0530" "build-tag" Error firm;
    BUILD_PROCESSOR = "AKS0531" "build-processor" Error firm;
    BRANCH_TAG = "AKS0532" "branch-tag" Error firm;
    GIVEN_VARIABLE = "AKS0533" "given-variable" Error firm;
    APP_SIZE = "AKS0536" "app-size" Warning allowable;
    OWN_CHART = "AKS0540" "own-chart" Error firm;
    FURTHER_VALUES = "AKS0541" "further-values" Error firm;
    AGENTS = "AKS0601" "agents" Error allowable;
    PULL_REQUESTS = "AKS0602" "pull-requests" Error firm;
    PULL_REQUEST_AGENTS = "AKS0603" "pull-request-agents" Warning allowable;
    PULL_REQUEST_INSTALL = "AKS0604" "pull-request-install" Advice allowable;
    WEBHOOK_HOST = "AKS0605" "webhook-host" Error allowable;
    SEVERE_RECEIVER = "AKS0606" "severe-receiver" Error firm;
    UNKEPT_LOGS = "AKS0607" "unkept-logs" Warning allowable;
    NO_CERTIFICATE = "AKS0701" "no-certificate" Advice allowable;
    GATEWAY = "AKS0702" "gateway-scale" Error firm;
    ZONE = "AKS0703" "dns-zone" Error firm;
    SEVERAL_REGIONS = "AKS0704" "several-regions" Error firm;
    TRAFFIC = "AKS0705" "traffic-manager" Error firm;
    ONE_CERTIFICATE = "AKS0706" "one-certificate" Error firm;
    UNREACHED = "AKS0707" "unreached" Warning allowable;
    ASYMMETRIC = "AKS0708" "asymmetric-way" Error firm;
    WAF = "AKS0709" "web-application-firewall" Error firm;
    FRONT_DOOR = "AKS0710" "front-door" Error firm;
    ONE_REGION = "AKS0711" "one-region" Advice allowable;
    UNWATCHED = "AKS0712" "unwatched" Advice allowable;
    OUT_OF_DATE = "AKS0901" "out-of-date" Error firm;
    EDITED = "AKS0902" "edited" Error firm;
    IN_THE_WAY = "AKS0903" "in-the-way" Error firm;
}

/// The code with this id, in either case, with or without its prefix.
pub fn find(id: &str) -> Option<&'static Code> {
    let id = id.to_ascii_uppercase();
    ALL.iter().copied().find(|code| code.id == id || code.id.trim_start_matches("AKS") == id || code.name.eq_ignore_ascii_case(&id))
}
