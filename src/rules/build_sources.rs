//! AKS0529: source of which Azure DevOps tells no pipeline, or that what is generated lies among.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::builds::Repository;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let output = subject.model.devops.output.as_str();
    for (name, app) in &subject.written.blueprint.apps {
        let Some(build) = &app.build else { continue };
        let at = |key: &str| format!("apps.{name}.build{key}");
        let (title, help, path, why) = match (&build.repository, &build.path) {
            (Some(url), _) if Repository::of(url).is_some() => continue,
            (Some(_), _) => (
                "is in no repository of Azure Repos",
                "write its URL as https://dev.azure.com/ORGANIZATION/PROJECT/_git/REPOSITORY; or build the image where its source is, and take `build` out",
                at(".repository"),
                "its pushes start no pipeline of Azure DevOps",
            ),
            (None, None) => (
                "is this whole repository",
                "write the `path` of its folder, or the `repository` in which it stands",
                at(""),
                "whatever is merged here, what is generated included, would be a new image",
            ),
            (None, Some(path)) if within(path, output) || within(output, path) => (
                "lies where the output does",
                "give it a folder beside the output",
                at(".path"),
                "whatever is rendered there would be a new image, and what is not generated there is in its way",
            ),
            (None, Some(_)) => continue,
        };
        let finding = Finding::new(&codes::BUILD_SOURCE, format!("the source of `{name}` {title}")).help(help);
        findings.add(finding, &path, why);
    }
}

/// Whether a path is a folder or lies in it.
pub fn within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
