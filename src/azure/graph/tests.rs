//! What is refused, and where; what depends on what.

use std::collections::BTreeMap;

use super::Templates;

fn api(kind: &str) -> Option<&'static str> {
    (!kind.ends_with("Unknown")).then_some("2026-01-01")
}

fn read(files: &[(&str, &str)]) -> anyhow::Result<Templates> {
    let files: BTreeMap<String, String> = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Templates::read(&files, &api)
}

/// A template of a resource group with these sections.
fn group(sections: &str) -> String {
    format!("{{ \"targetScope\": \"resourceGroup\", {sections} }}")
}

const IDENTITY: &str = r#""type": "Microsoft.ManagedIdentity/userAssignedIdentities", "name": "id", "location": "x""#;

#[test]
fn refused_with_its_place() {
    let used = r#""outputs": { "o": { "type": "string", "value": "#;
    let cases = [
        (r#""variables": { "a": "x" }"#.to_owned(), "main: variables.a: is never used"),
        (r#""parameters": { "a": { "type": "string" } }"#.to_owned(), "main: parameters.a: is never used"),
        (format!(r#"{used} "[parameters('a')]" }} }}"#), "main: outputs.o.value: there is no parameter `a`"),
        (format!(r#"{used} "[variables('a')]" }} }}"#), "main: outputs.o.value: there is no variable `a`"),
        (format!(r#"{used} "[reference('a').x]" }} }}"#), "main: outputs.o.value: there is no resource `a`"),
        (format!(r#"{used} "[frob()]" }} }}"#), "main: outputs.o.value: unknown function `frob`"),
        (format!(r#"{used} "[oops" }} }}"#), "main: outputs.o.value: `[oops` starts like an expression"),
        (
            format!(r#""variables": {{ "a": "[variables('b')]", "b": "[variables('a')]" }}, {used} "[variables('a')]" }} }}"#),
            "main: variables.a: stands for itself: a → b → a",
        ),
        (
            format!(r#""resources": {{ "a": {{ {IDENTITY}, "tags": {{ "x": "[reference('b').y]" }} }}, "b": {{ {IDENTITY}, "dependsOn": ["a"] }} }}"#),
            "main: resources.a: waits for itself: a → b → a",
        ),
        (format!(r#""resources": {{ "a": {{ {IDENTITY}, "dependsOn": ["z"] }} }}"#), "main: resources.a.dependsOn: there is no resource `z`"),
        (format!(r#""resources": {{ "param": {{ {IDENTITY} }} }}"#), "main: resources.param: cannot be the name of a symbol"),
        (format!(r#""resources": {{ "a": {{ {IDENTITY}, "apiVersion": "1" }} }}"#), "main: resources.a.apiVersion: is looked up"),
        (r#""resources": { "a": { "type": "Microsoft.X/Unknown", "name": "n" } }"#.to_owned(), "main: resources.a.type: no API version"),
        (
            r#""resources": { "a": { "type": "Microsoft.X/y/z", "name": "p/n" } }"#.to_owned(),
            "main: resources.a.name: its parent is not a resource of this template",
        ),
        (r#""resources": { "a": { "type": "Microsoft.X/y/z", "name": "n" } }"#.to_owned(), "main: resources.a.name: Microsoft.X/y/z needs a name of 2"),
        (format!(r#""resources": {{ "a": {{ {IDENTITY}, "existing": true }} }}"#), "main: resources.a.location: an existing resource has no such property"),
        (r#""resources": { "a": { "type": "Microsoft.X/y", "name": "n", "existing": true } }"#.to_owned(), "main: resources.a: is never used"),
        (r#""variables": { "a": { "x": 1, "x": 2 } }"#.to_owned(), "main: variables.a.x: the key stands twice"),
        (r#""variable": {}"#.to_owned(), "main: variable: a template has no such key"),
        (r#""variables": { "a": [1, [2, "[x]"]] }"#.to_owned(), "main: variables.a[1][1]: "),
    ];
    for (sections, said) in cases {
        let error = read(&[("main", &group(&sections))]).unwrap_err().to_string();
        assert!(error.contains(said), "{sections}\nsaid: {error}");
    }
}

#[test]
fn calls_of_modules() {
    let module = group(
        r#""parameters": { "a": { "type": "string" }, "b": { "type": "string", "nullable": true } },
           "outputs": { "o": { "type": "string", "value": "[format('{0}{1}', parameters('a'), parameters('b'))]" } }"#,
    );
    let call = |parameters: &str, output: &str| {
        let main = group(&format!(
            r#""resources": {{ "m": {{ "type": "Microsoft.Resources/deployments", "properties": {{
                "templateLink": {{ "relativePath": "modules/m.json" }}, "parameters": {{ {parameters} }} }} }} }},
               "outputs": {{ "o": {{ "type": "string", "value": "[reference('m').outputs.{output}.value]" }} }}"#
        ));
        read(&[("main", &main), ("modules/m", &module)]).map(|_| ()).map_err(|e| e.to_string())
    };
    assert_eq!(call(r#""a": { "value": 1 }"#, "o"), Ok(()));
    for (parameters, output, said) in [
        ("", "o", "main: resources.m.properties.parameters.a: modules/m needs this parameter"),
        (r#""a": { "value": 1 }, "c": { "value": 1 }"#, "o", "main: resources.m.properties.parameters.c: modules/m has no such parameter"),
        (r#""a": { "value": 1 }"#, "p", "main: outputs.o.value: modules/m has no output `p`"),
    ] {
        let error = call(parameters, output).unwrap_err();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn a_reference_implies_its_dependency() {
    let main = group(&format!(
        r#""variables": {{ "theId": "[resourceInfo('a').id]" }},
           "resources": {{
             "a": {{ {IDENTITY} }},
             "e": {{ "existing": true, "type": "Microsoft.X/y", "name": "[resourceInfo('a').name]" }},
             "b": {{ "type": "Microsoft.X/b", "name": "b", "properties": {{ "x": "[variables('theId')]" }}, "dependsOn": ["a", "c"] }},
             "c": {{ "type": "Microsoft.X/c", "name": "c", "properties": {{ "x": "[resourceId('Microsoft.X/y', 'id')]" }} }},
           }}"#
    ));
    let templates = read(&[("main", &main)]).unwrap();
    let template = templates.template("main").unwrap();
    let of = |symbol: &str| template.dependencies(template.resource(symbol).unwrap());
    assert_eq!((of("b").implied, of("b").explicit), (vec!["a".to_owned()], vec!["c".to_owned()]));
    // By way of the existing resource, whose name is that of `a`.
    assert_eq!((of("c").implied, of("c").explicit), (vec!["a".to_owned()], vec![]));
}
