//! What platforms, environments and apps may choose.

use serde_json::{Value, json};

const ID: &str = "/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg_hub_(central).1/providers/Microsoft.Network";

/// What a platform may choose, axis by axis; `null` writes nothing.
pub fn platform_axes() -> Vec<Vec<Value>> {
    let identity = |name: &str| ID.replace("Network", &format!("ManagedIdentity/userAssignedIdentities/{name}"));
    let subnet = |kind: &str, name: &str| format!("{ID}/{kind}/{name}");
    vec![
        vec![json!(null), json!({"regions": ["northeurope"]}), json!({"regions": ["westeurope", "northeurope"]}), json!({"regions": ["westus"]})],
        vec![
            json!(null),
            json!({"clusters": "per-team"}),
            json!({"clusters": "per-environment"}),
            json!({"clusters": "per-team", "perCluster": {"web": {"kubernetes": {"tier": "premium", "pools": {"apps": {"nodes": {"max": 20}}}}}}}),
        ],
        vec![
            json!(null),
            json!({"network": {"egress": "natGateway"}}),
            json!({"network": {"egress": {"natGateway": {"publicAddresses": 2}}}}),
            json!({"network": {"egress": "firewall"}}),
            json!({"network": {"privateEndpoints": {"vault": "shared"}}}),
            json!({"network": {"egress": {"firewall": {"tier": "premium", "hosts": ["*.example.org"]}}}}),
        ],
        vec![
            json!(null),
            json!(null),
            json!({"network": {"hub": {"existing": {"network": subnet("virtualNetworks", "vnet-hub"), "gateway": true}}}}),
            json!({"network": {"hub": {"existing": {"network": subnet("virtualNetworks", "vnet-hub"), "firewall": subnet("azureFirewalls", "afw-hub")}}}}),
            json!({"network": {"onPremises": {"ranges": ["172.20.0.0/14"]}}}),
            json!({"network": {"onPremises": {"ranges": ["172.20.0.0/14"], "connection": {"expressRoute": {"circuit": {"make": {"provider": "Equinix", "location": "Amsterdam", "bandwidth": 50, "peering": {"asn": 65010, "vlan": 7, "ranges": ["192.168.15.16/30", "192.168.15.20/30"]}}}}}}}}),
            json!({"network": {"onPremises": {"ranges": ["172.20.0.0/14"], "connection": {"vpn": {"address": "vpn.example.com", "sharedKey": "tunnel-key"}}}}}),
            json!({"network": {"onPremises": {"ranges": ["172.20.0.0/14"], "connection": {"vpn": {"address": "vpn.example.com", "sharedKey": "tunnel-key"}}, "dns": {"servers": ["172.20.0.10"], "domains": ["corp.example.org"]}}}}),
            json!({"network": {"privateEndpoints": {"vault": "shared"}, "onPremises": {"ranges": ["172.20.0.0/14"], "connection": {"vpn": {"address": "vpn.example.com", "sharedKey": "tunnel-key"}}, "dns": {}}}}),
        ],
        vec![
            json!(null),
            json!({"edge": {"gateway": {"applicationGateway": {"waf": {"mode": "detection"}}}}}),
            json!({"edge": {"gateway": {"applicationGateway": {"waf": {"rules": [{"name": "Often", "action": "block", "rate": {"requests": 9, "minutes": 5}}]}}}}}),
            json!({"edge": {"gateway": {"applicationGateway": {"waf": {"off": ["942440"], "exclusions": [{"variable": "requestArgKeys", "operator": "contains", "selector": "q"}]}}}}}),
            json!({"edge": {"gateway": "loadBalancer"}}),
            json!({"edge": {"gateway": "none"}}),
            json!({"edge": {"gateway": {"none": {"allowedFrom": ["10.0.0.0/16"]}}}}),
        ],
        vec![
            json!(null),
            json!(null),
            json!({"edge": {"global": "trafficManager"}}),
            json!({"edge": {"global": {"trafficManager": {"routing": "priority"}}}}),
            json!({"edge": {"global": {"trafficManager": {"disabled": ["northeurope"]}}}}),
            json!({"edge": {"global": "frontDoor"}}),
            json!({"edge": {"global": {"frontDoor": {"tier": "premium"}}, "gateway": "none"}}),
            json!({"edge": {"global": {"frontDoor": {"tier": "premium", "cache": true, "waf": {"rules": [{"name": "Often", "action": "block", "rate": {"requests": 9, "minutes": 1}}]}}}}}),
        ],
        vec![
            json!(null),
            json!({"kubernetes": {"api": {"public": {"ranges": ["8.8.4.0/24"]}}}}),
            json!({"kubernetes": {"api": {"public": {"inNetwork": true}}}}),
            json!({"kubernetes": {"api": "private"}}),
            json!({"kubernetes": {"api": {"private": {"zone": "shared"}}}}),
        ],
        vec![
            json!(null),
            json!({"kubernetes": {"pools": {"batch": {"size": "Standard_D8ds_v5", "nodes": {"min": 0, "max": 4}, "spot": true}}}}),
            json!({"kubernetes": {"pools": {"apps": {"labels": {"example.com/tier": "web"}}}, "autoscaler": {"expander": "least-waste"}}}),
            json!({"kubernetes": {"pools": {"more": {"size": "Standard_D8s_v5", "nodes": {"min": 1, "max": 9}, "taints": ["a=b:NoSchedule"]}}}}),
        ],
        // Two platforms with one network overlap.
        std::iter::repeat_n(json!(null), 20)
            .chain([
                json!({"network": {"existing": subnet("virtualNetworks", "vnet-spoke"), "range": "10.70.0.0/19"}}),
                json!({"network": {"existing": subnet("virtualNetworks", "vnet-spoke"), "range": "10.70.0.0/19", "existingSubnets": {"ingress": subnet("virtualNetworks", "vnet-spoke/subnets/Front.1")}, "subnets": {"ingress": "10.70.16.0/26"}}}),
                json!({"network": {"existing": subnet("virtualNetworks", "vnet-spoke"), "range": "10.70.0.0/19", "existingSubnets": {"nodes": "snet_nodes.1", "ingress": "snet-front"}, "subnets": {"nodes": "10.70.0.0/21", "ingress": "10.70.16.0/26"}}}),
                json!({"network": {"existing": subnet("virtualNetworks", "vnet-spoke"), "range": "10.70.0.0/19", "existingSubnets": {"nodes": "snet-nodes"}, "subnets": {"nodes": "10.70.0.0/21"}, "egress": "firewall", "routeTable": {"existing": subnet("routeTables", "rt-spoke")}}}),
            ])
            .collect(),
        vec![
            json!(null),
            json!({"vault": {"existing": ID.replace("Network", "KeyVault/vaults/kv-Central")}}),
            json!({"monitoring": {"azure": {"workspace": {"existing": ID.replace("Network", "OperationalInsights/workspaces/log-central"), "region": "northeurope"}}}}),
        ],
        vec![json!(null), json!(null), json!(null), json!(null), json!({"serviceConnection": "shop lab"})],
        std::iter::repeat_n(json!(null), 24)
            .chain([
                json!({"identities": {"kubelet": {"existing": identity("id-nodes")}}}),
                json!({"identities": {"cluster": {"existing": identity("id-aks")}, "kubelet": {"existing": identity("id-nodes")}, "gateway": {"existing": identity("id_Gateway")}}}),
            ])
            .collect(),
        vec![
            json!(null),
            json!(null),
            json!({"kubernetes": {"backup": {}}}),
            json!({"kubernetes": {"backup": {"everyHours": 6, "vault": {"redundancy": "geo"}}}, "network": {"privateEndpoints": {"backup": "shared"}}}),
        ],
        vec![
            json!(null),
            json!(null),
            json!({"kubernetes": {"upgrades": {"nodeImage": {"channel": "Unmanaged"}, "channel": "none"}}, "releases": {"kured": {"days": ["sa"]}}}),
            json!({"kubernetes": {"policy": true}}),
            json!({"kubernetes": {"hours": {"timezone": "Europe/Amsterdam"}}}),
            json!({"kubernetes": {"cni": "nodeSubnet"}}),
            json!({"kubernetes": {"cni": "podSubnet"}}),
            json!({"kubernetes": {"cni": "nodeSubnet", "virtualNodes": true}, "network": {"egress": "natGateway"}}),
            json!({"kubernetes": {"diskEncryption": {"existing": ID.replace("Network", "Compute/diskEncryptionSets/des-disks")}}}),
            json!({"releases": {"ingress": "ingressNginx", "dashboard": "headlamp"}}),
            json!({"releases": {"ingress": "gatewayApi"}}),
            json!({"releases": {"ingress": "applicationRouting"}}),
            json!({"releases": {"dashboard": {"headlamp": {"access": "own"}}}}),
            json!({"edge": {"gateway": "loadBalancer"}, "releases": {"certificates": {"certManager": {"email": "certificates@example.com"}}}}),
            json!({"edge": {"gateway": "loadBalancer"}, "releases": {"dns": "externalDns"}}),
            json!({"releases": {"monitoring": "stack"}, "monitoring": {"azure": {"containerInsights": false}}}),
            json!({"releases": {"ingress": "ingressNginx", "monitoring": {"stack": {"replicas": 2, "alerts": {"webhook": "oncall", "host": "hooks.example.com"}}}}}),
            json!({"monitoring": {"azure": {"alerts": {"emails": ["oncall@example.com"], "severe": {"emails": ["woken@example.com"]}}}}}),
            json!({"monitoring": {"azure": {"prometheus": {}}}}),
            json!({"monitoring": {"azure": {"prometheus": {}, "grafana": {}, "alerts": {"emails": ["oncall@example.com"]}}}}),
            json!({"kubernetes": {"tier": "free", "upgrades": {"nodeImage": {"channel": "SecurityPatch"}}}}),
        ],
    ]
}

/// What an environment may choose.
pub fn environment_axes() -> Vec<Vec<Value>> {
    vec![
        vec![json!(null), json!({"certificate": "wildcard"})],
        // Seldom, for it is refused where a platform has no gateway.
        std::iter::repeat_n(json!(null), 14).chain([json!({"waf": {"mode": "detection"}}), json!({"waf": {"off": ["942430"]}})]).collect(),
        std::iter::repeat_n(json!(null), 4)
            .chain([
                json!({"branches": {"from": "feature/*", "quota": {"cpu": "2", "memory": "4Gi"}}}),
                json!({"branches": {"from": "*", "expire": "3d", "live": 2}}),
            ])
            .collect(),
        vec![json!(null), json!({"zone": "azure"}), json!({"zone": {"existing": format!("{ID}/dnsZones/example.com")}})],
        vec![json!(null), json!({"approvers": ["leads", "a.b@example.com"]})],
    ]
}

/// What an app may choose.
pub fn app_axes() -> Vec<Vec<Value>> {
    vec![
        vec![
            json!(null),
            json!({"expose": {"host": "www"}}),
            json!({"expose": {"host": "@"}}),
            json!({"expose": {"host": "other", "path": "/pod"}, "test": {"command": ["smoke"]}}),
        ],
        vec![json!(null), json!({"secrets": {"Database": "orders-database"}}), json!({"jobs": {"nightly": {"schedule": "0 1 * * *", "command": ["run"]}}})],
        vec![
            json!(null),
            json!(null),
            json!({"beforeRollout": {"command": ["migrate"]}}),
            json!({"environments": {"staging": {"beforeRollout": {"command": ["migrate"], "retries": 2}}, "production": {}}}),
        ],
        vec![
            json!(null),
            json!({"config": {"TEXT": "plain"}, "args": ["--verbose"]}),
            json!({"tag": "2.4"}),
            json!({"telemetry": true}),
            json!({"environments": {"staging": {"telemetry": true}, "production": {}}}),
            json!({"scale": {"min": 3, "max": 3}}),
        ],
        vec![
            json!(null),
            json!(null),
            json!({"build": {"path": "services/podinfo"}}),
            json!({"build": {"repository": "https://dev.azure.com/shop/platform/_git/podinfo", "scan": {"severities": ["critical"]}}}),
        ],
        vec![
            json!(null),
            json!({"reaches": [{"range": "8.8.8.0/24", "port": 443}]}),
            json!({"pool": "apps"}),
            json!({"virtualNodes": true, "pullSecret": "registry"}),
        ],
        vec![
            json!(null),
            json!({"metrics": {"path": "/metrics", "port": 9102}}),
            json!({"applicationInsights": true, "environments": {"staging": {"metrics": {"path": "/metrics", "port": 9102}}, "production": {}}}),
        ],
        vec![
            json!(null),
            json!(null),
            json!(null),
            json!({"environments": {"staging": {"config": {"ONLY": "here"}}, "production": {"probes": {"live": "/healthz"}}}}),
            json!({"port": null, "expose": null, "test": null}),
            json!({"port": null, "expose": null, "metrics": null, "storage": null, "scale": null, "test": null, "args": null, "onlyJobs": true, "jobs": {"nightly": {"schedule": "0 1 * * *", "command": ["run"]}}}),
            json!({"environments": {"lab": {"port": null, "expose": null}, "staging": {}, "production": {}}}),
        ],
    ]
}

/// What an app may store.
pub fn storage() -> Vec<Value> {
    vec![
        json!(null),
        json!(null),
        json!({"scale": {"min": 1, "max": 1}, "storage": {"data": {"path": "/data", "size": "10Gi"}}}),
        json!({"scale": {"min": 3, "max": 3}, "storage": {"data": {"path": "/data", "size": "10Gi", "class": "premium"}, "more": {"path": "/more", "size": "1Ti", "mode": "ReadWriteMany"}}}),
        json!({"storage": {"shared": {"path": "/shared", "size": "100Gi", "mode": "ReadWriteMany", "class": "nfs"}}}),
        json!({"scale": {"min": 1, "max": 1}, "storage": {"old": {"path": "/old", "size": "64Gi", "mode": "ReadWriteMany", "volume": {"existing": ID.replace("Network", "Storage/storageAccounts/stold/fileServices/default/shares/old")}}}}),
    ]
}
