//! Paths and addresses: another sign in the place of a slash, a dot or a colon would lead elsewhere.

use super::repairs::Repair;

/// A path that begins or ends with a slash, or where one stands.
pub fn folder(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    let bare = text.trim().trim_start_matches("./").trim_matches('/');
    fits(bare).then(|| Repair::instead("a path begins and ends with a name here", bare))
}

/// A path of a URL or of a pod, which begins with a slash; of a whole URL it is what follows the host.
pub fn absolute(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    if let Some((_, rest)) = text.split_once("://") {
        let path = format!("/{}", rest.split_once('/').map_or("", |(_, path)| path));
        return fits(&path).then(|| Repair::instead("this is a URL, of which the path is meant", path));
    }
    let bare = text.trim().trim_matches('/');
    let path = format!("/{bare}");
    (!bare.is_empty() && fits(&path)).then(|| Repair::instead("a path begins with a slash, and ends without one", path))
}

/// A host out of a URL, with a dot at its end, or for all hosts below it.
pub fn host(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    if !text.is_ascii() {
        return Some(Repair::help("letters stand in it that DNS does not have", "write it as DNS does, in Punycode: xn--…"));
    }
    let lower = text.trim().to_lowercase();
    let (fault, bare) = match lower.split_once("://") {
        Some((_, rest)) => ("this is a URL, of which the host is meant", rest.split('/').next().unwrap_or_default()),
        None if lower.starts_with("*.") => ("all hosts below it have it in common without the `*`", &lower[2..]),
        None if lower.ends_with('.') => ("a dot stands at its end", lower.trim_end_matches('.')),
        None => return None,
    };
    fits(bare).then(|| Repair::instead(fault, bare))
}

/// The address of a repository, as one copies it: with a user in it, by SSH, or with spaces.
pub fn repository(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    let text = text.trim();
    let by_ssh = text.split_once(":v3/").filter(|(host, _)| host.contains("@ssh.dev.azure.com") || host.contains("@vs-ssh"));
    if let Some((_, parts)) = by_ssh
        && let [organisation, project, name] = parts.split('/').collect::<Vec<_>>()[..]
    {
        let url = format!("https://dev.azure.com/{organisation}/{project}/_git/{name}").replace(' ', "%20");
        return fits(&url).then(|| Repair::instead("this is its address by SSH", url));
    }
    let (scheme, rest) = text.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let (user, bare) = host.rsplit_once('@').map_or((None, host), |(user, bare)| (Some(user), bare));
    let url = format!("{}://{}/{}", scheme.to_lowercase(), bare.to_lowercase(), path.trim_end_matches('/').replace(' ', "%20"));
    let fault = if user.is_some() { "a user stands in it" } else { "it is spelled otherwise here" };
    fits(&url).then(|| Repair::instead(fault, url))
}

#[cfg(test)]
mod tests {
    use super::super::repairs::find;
    use crate::blueprint::text::GRAMMARS;

    fn instead(kind: &str, says: &str, text: &str) -> Option<String> {
        let (pattern, _) = GRAMMARS.iter().find(|(_, known)| known.starts_with(says)).copied().expect("a grammar");
        find(kind, pattern, 300, text).and_then(|repair| repair.instead)
    }

    #[test]
    fn repositories_are_written_without_a_user() {
        let url = |text| instead("RepositoryUrl", "the URL of a git repository", text);
        let wanted = Some("https://dev.azure.com/acme/My%20Shop/_git/web".to_owned());
        for text in [
            "https://acme@dev.azure.com/acme/My Shop/_git/web",
            "https://dev.azure.com/acme/My%20Shop/_git/web/",
            "git@ssh.dev.azure.com:v3/acme/My Shop/web",
            "HTTPS://Dev.Azure.com/acme/My%20Shop/_git/web",
        ] {
            assert_eq!(url(text), wanted, "{text}");
        }
        assert_eq!(url("web"), None);
    }

    #[test]
    fn paths_keep_their_signs() {
        let mount = |text| instead("MountPath", "the absolute path of a folder", text);
        assert_eq!(["data", "/data/", "/../x", "/a b", "/"].map(mount), [Some("/data".to_owned()), Some("/data".to_owned()), None, None, None]);
        let route = |text| instead("RoutePath", "a path without a slash at its end", text);
        assert_eq!(
            ["crm", "/crm/", "/*", "/a/../b", "https://x.example/crm"].map(route),
            [Some("/crm".to_owned()), Some("/crm".to_owned()), None, None, Some("/crm".to_owned())]
        );
    }

    #[test]
    fn hosts_are_bare() {
        let host = |text| instead("HostName", "a DNS name in lower case", text);
        for text in ["example.com.", "*.example.com", "https://Example.com/x"] {
            assert_eq!(host(text).as_deref(), Some("example.com"), "{text}");
        }
        assert_eq!(host("m\u{fc}nchen.example"), None);
    }
}
