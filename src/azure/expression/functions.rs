//! The functions of the template language that the printer knows, in the spelling that Microsoft's reference uses.

const NAMES: &[&str] = &[
    "add",
    "and",
    "base64",
    "base64ToJson",
    "base64ToString",
    "bool",
    "cidrHost",
    "cidrSubnet",
    "coalesce",
    "concat",
    "contains",
    "copyIndex",
    "createArray",
    "createObject",
    "dataUri",
    "dataUriToString",
    "dateTimeAdd",
    "dateTimeFromEpoch",
    "dateTimeToEpoch",
    "deployer",
    "deployment",
    "div",
    "empty",
    "endsWith",
    "environment",
    "equals",
    "extensionResourceId",
    "false",
    "filter",
    "first",
    "flatten",
    "format",
    "getSecret",
    "greater",
    "greaterOrEquals",
    "groupBy",
    "guid",
    "if",
    "indexOf",
    "int",
    "intersection",
    "items",
    "join",
    "json",
    "lambda",
    "lambdaVariables",
    "last",
    "lastIndexOf",
    "length",
    "less",
    "lessOrEquals",
    "managementGroup",
    "managementGroupResourceId",
    "map",
    "mapValues",
    "max",
    "min",
    "mod",
    "mul",
    "newGuid",
    "not",
    "null",
    "objectKeys",
    "or",
    "padLeft",
    "parameters",
    "parseCidr",
    "range",
    "reduce",
    "reference",
    "replace",
    "resourceGroup",
    "resourceId",
    "resourceInfo",
    "shallowMerge",
    "skip",
    "sort",
    "split",
    "startsWith",
    "string",
    "sub",
    "subscription",
    "subscriptionResourceId",
    "substring",
    "take",
    "tenant",
    "tenantResourceId",
    "toLower",
    "toObject",
    "toUpper",
    "trim",
    "true",
    "tryGet",
    "union",
    "uniqueString",
    "uri",
    "uriComponent",
    "uriComponentToString",
    "utcNow",
    "variables",
];

/// The published spelling of a function, whatever its case; `list…` (`listKeys`, …) as it is written.
pub fn canonical(name: &str) -> Option<&str> {
    NAMES.iter().find(|known| known.eq_ignore_ascii_case(name)).copied().or_else(|| is_list(name).then_some(name))
}

/// Is it one of the resource actions `listKeys`, `listSecrets`, …?
pub fn is_list(name: &str) -> bool {
    name.strip_prefix("list").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Functions that answer a string, whatever they are given.
pub fn answers_text(name: &str) -> bool {
    matches!(
        name,
        "base64"
            | "base64ToString"
            | "cidrHost"
            | "cidrSubnet"
            | "dateTimeAdd"
            | "dateTimeFromEpoch"
            | "extensionResourceId"
            | "guid"
            | "join"
            | "newGuid"
            | "padLeft"
            | "replace"
            | "resourceId"
            | "string"
            | "subscriptionResourceId"
            | "substring"
            | "tenantResourceId"
            | "toLower"
            | "toUpper"
            | "trim"
            | "uniqueString"
            | "uri"
            | "uriComponent"
            | "utcNow"
    )
}

/// Functions that answer an array, whatever they are given.
pub fn answers_array(name: &str) -> bool {
    matches!(name, "createArray" | "filter" | "flatten" | "items" | "map" | "objectKeys" | "range" | "sort" | "split")
}
