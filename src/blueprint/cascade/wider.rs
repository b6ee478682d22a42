//! The path under which a user writes for several places what each of them has after merging.

/// A path of an app in one of its environments, or of a platform in one of its regions, as it is written for all of these.
pub fn wider(path: &str) -> Option<String> {
    let steps: Vec<&str> = path.split('.').collect();
    match steps.as_slice() {
        ["apps", app, "environments", _, "perRegion", _, rest @ ..] | ["apps", app, "environments", _, rest @ ..] if !rest.is_empty() => {
            Some(format!("apps.{app}.{}", rest.join(".")))
        }
        ["platforms", platform, "perRegion", _, rest @ ..] if !rest.is_empty() => Some(format!("platforms.{platform}.{}", rest.join("."))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::wider;

    #[test]
    fn a_path_is_widened_by_its_environment_or_region() {
        for (path, wanted) in [
            ("apps.web.environments.dev.scale.min", Some("apps.web.scale.min")),
            ("apps.web.environments.dev.perRegion.westeurope.tag", Some("apps.web.tag")),
            ("apps.web.environments.dev", None),
            ("platforms.live.perRegion.westeurope.edge.gateway", Some("platforms.live.edge.gateway")),
            ("kubernetes.version", None),
        ] {
            assert_eq!(wider(path).as_deref(), wanted, "{path}");
        }
    }
}
