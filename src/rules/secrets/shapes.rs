//! Shapes that give a secret away, wherever they stand.

use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

/// What a text holds that no blueprint may, if it holds any.
pub fn find(text: &str) -> Option<&'static str> {
    let own = SHAPES.iter().find(|(_, shape)| shape.is_match(text)).map(|(what, _)| *what);
    own.or_else(|| pairs(text)).or_else(|| addresses(text))
}

/// Formats that their issuers publish so that they can be found (GitHub's secret scanning patterns; Azure's key formats, 2026).
static SHAPES: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    [
        ("a private key", r"-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----"),
        ("a private key", r"AGE-SECRET-KEY-1[0-9A-Z]{40,}"),
        ("a private key", r"PuTTY-User-Key-File-[0-9]"),
        ("a signed token (JWT)", r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
        ("a token of GitHub", r"(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})"),
        ("a token of GitLab", r"glpat-[A-Za-z0-9_-]{20,}"),
        ("a token of Slack", r"xox[abeoprs]-[A-Za-z0-9-]{10,}"),
        ("the address of a webhook, which is a secret", r"https://hooks\.slack\.com/(services|workflows)/[A-Za-z0-9/]{20,}"),
        ("the address of a webhook, which is a secret", r"https://[a-z0-9.-]*webhook\.office\.com/webhookb2/[A-Za-z0-9@/-]{20,}"),
        ("an access key of AWS", r"(^|[^A-Z0-9])(AKIA|ASIA)[0-9A-Z]{16}($|[^A-Z0-9])"),
        ("a key of Google", r"AIza[0-9A-Za-z_-]{35}"),
        ("a key of Stripe", r"(sk|rk)_live_[0-9A-Za-z]{20,}"),
        ("a token of npm", r"npm_[A-Za-z0-9]{36}"),
        ("a token of PyPI", r"pypi-AgE[A-Za-z0-9_-]{40,}"),
        ("a token of Vault", r"hv[sb]\.[A-Za-z0-9_-]{20,}"),
        ("a client secret of Entra", r"(^|[^A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}($|[^A-Za-z0-9_~.-])"),
        ("a token of Azure DevOps", r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}"),
        ("a key of an Azure account", r"(^|[^A-Za-z0-9+/])[A-Za-z0-9+/]{86}==($|[^=])"),
        ("a shared access signature", r"(^|[?&; ])sig=[A-Za-z0-9%+/_-]{20,}"),
        ("credentials of a registry", r#""auth"\s*:\s*"[A-Za-z0-9+/]{12,}=*""#),
        ("credentials", r"(?i)authorization:\s*(basic|bearer)\s+[A-Za-z0-9+/=._~-]{16,}"),
    ]
    .into_iter()
    .filter_map(|(what, pattern)| Some((what, Regex::new(pattern).ok()?)))
    .collect()
});

/// `Password=…` and its like, in connection strings, query strings and scripts.
fn pairs(text: &str) -> Option<&'static str> {
    static PAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let names = "password|passwd|pwd|passphrase|account ?key|shared ?access ?key|access_?key|secret_?key|client_?secret|api_?key|shared_?secret";
        Regex::new(&format!(r#"(?i)(^|[^a-z0-9])([a-z0-9]+_)*({names})\s*=\s*("[^"]*"|'[^']*'|[^;&\s"']+)"#)).ok()
    });
    let found = |pair: Captures| pair.get(4).is_some_and(|value| is_literal(value.as_str()));
    PAIR.as_ref()?.captures_iter(text).any(found).then_some("a password or key")
}

/// `scheme://user:password@host`.
fn addresses(text: &str) -> Option<&'static str> {
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:([^\s/@]+)@").ok());
    let found = |address: Captures| address.get(1).is_some_and(|value| is_literal(value.as_str()));
    ADDRESS.as_ref()?.captures_iter(text).any(found).then_some("an address with a password in it")
}

/// Whether a value stands for itself, and is not a reference that something else fills in.
pub fn is_literal(value: &str) -> bool {
    let bare = value.trim().trim_matches(['"', '\'']);
    let reference = bare.starts_with(['$', '<', '`']) || bare.starts_with("{{") || (bare.starts_with('%') && bare.ends_with('%') && bare.len() > 1);
    let masked = bare.chars().all(|char| matches!(char, '*' | 'x' | 'X' | '.' | '…'));
    !bare.is_empty() && !reference && !masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_a_regular_expression() {
        assert_eq!(SHAPES.len(), 21);
        assert!(pairs("Password=x1").is_some() && addresses("a://b:c@d").is_some());
    }

    /// Samples are put together here so that no scanner takes this file for a leak.
    #[test]
    fn secrets_are_found() {
        let a = |count: usize| "aB3".chars().cycle().take(count).collect::<String>();
        let samples = [
            "Server=sql;Database=shop;User ID=shop;Password=hunter2;".to_owned(),
            "Server=sql;pwd = 'a b'".to_owned(),
            format!("DefaultEndpointsProtocol=https;AccountName=a;AccountKey={}==;EndpointSuffix=core.windows.net", a(86)),
            format!("Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={}=", a(43)),
            format!("https://a.blob.core.windows.net/c?sv=2024-11-04&sig={}%3D", a(43)),
            format!("-----BEGIN {} KEY-----\nMIIE", "RSA PRIVATE"),
            format!("-----BEGIN {} KEY-----", "PRIVATE"),
            format!("Bearer eyJ{}.eyJ{}.{}", a(20), a(30), a(20)),
            format!("ghp_{}", a(36)),
            format!("github_pat_{}", a(60)),
            format!("export KEY=AKIA{}", "ABCDEFGHIJKLMNOP"),
            format!("xoxb-{}", "1234567890-abcdef"),
            format!("https://hooks.slack.com/services/T0{}/B0{}/{}", "ABC12345", "ABC12345", a(24)),
            format!("abc8Q~{}", a(34)),
            "postgres://shop:hunter2@db.internal/shop".to_owned(),
            "redis://:hunter2@cache:6379".to_owned(),
            "curl --password=hunter2 https://example.com".to_owned(),
            "export DB_PASSWORD=\"hunter2\"".to_owned(),
        ];
        for sample in samples {
            assert!(find(&sample).is_some(), "{sample}");
        }
    }

    #[test]
    fn what_is_no_secret_passes() {
        let samples = [
            "Server=sql.matrix.internal;Database=podinfo",
            "Server=tcp:a.database.windows.net;Authentication=Active Directory Default;Encrypt=True;Persist Security Info=False",
            "Password=$(DB_PASSWORD)",
            "postgres://shop:$(DB_PASSWORD)@db/shop",
            "password=${PASSWORD}",
            "TOKEN=$(az account get-access-token --query accessToken -o tsv)",
            "https://example.com/path:8080@v2",
            "http://www.example.com:8080/login?next=/home",
            "ghcr.io/stefanprodan/podinfo@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "9c1e8a52-41d5-4c0e-9b55-0a3d5d0c7e11",
            "password policy: at least twelve characters",
            "PasswordPolicy=strict",
            "design=signature",
            "Password=",
            "Password=********",
            "-----BEGIN CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY-----",
            "InstrumentationKey=9c1e8a52-41d5-4c0e-9b55-0a3d5d0c7e11;IngestionEndpoint=https://westeurope.in.applicationinsights.azure.com/",
            "cargo install --locked --git https://github.com/example/aksgen --tag v0.1.0",
        ];
        for sample in samples {
            assert_eq!(find(sample), None, "{sample}");
        }
    }
}
