//! Shapes that give a secret away, wherever they stand: such a text is refused, and printed nowhere.

use std::sync::LazyLock;

use regex_lite::Regex;

/// What a text holds that no blueprint may, if it holds any.
pub fn find(text: &str) -> Option<&'static str> {
    let own = SHAPES.iter().find(|shape| shape.is_in(text)).map(|shape| shape.what);
    own.or_else(|| pairs(text)).or_else(|| addresses(text))
}

struct Shape {
    what: &'static str,
    /// One of these is in every text that has the shape: most texts need no regular expression.
    needles: &'static [&'static str],
    regex: LazyLock<Option<Regex>>,
}

impl Shape {
    fn is_in(&self, text: &str) -> bool {
        self.needles.iter().any(|needle| text.contains(needle)) && self.regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

macro_rules! shapes {
    ($($what:literal $needles:expr, $pattern:literal;)*) => {
        [$(Shape { what: $what, needles: &$needles, regex: LazyLock::new(|| Regex::new($pattern).ok()) }),*]
    };
}

/// Formats that their issuers publish so that they can be found (GitHub's secret scanning patterns; Azure's key formats, 2026).
static SHAPES: [Shape; 21] = shapes! {
    "a private key" ["PRIVATE KEY"], r"-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----";
    "a private key" ["AGE-SECRET-KEY-"], r"AGE-SECRET-KEY-1[0-9A-Z]{40,}";
    "a private key" ["PuTTY-User-Key-File-"], r"PuTTY-User-Key-File-[0-9]";
    "a signed token (JWT)" ["eyJ"], r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*";
    "a token of GitHub" ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"], r"(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})";
    "a token of GitLab" ["glpat-"], r"glpat-[A-Za-z0-9_-]{20,}";
    "a token of Slack" ["xox"], r"xox[abeoprs]-[A-Za-z0-9-]{10,}";
    "the address of a webhook, which is a secret" ["hooks.slack.com"], r"https://hooks\.slack\.com/(services|workflows)/[A-Za-z0-9/]{20,}";
    "the address of a webhook, which is a secret" ["webhookb2"], r"https://[a-z0-9.-]*webhook\.office\.com/webhookb2/[A-Za-z0-9@/-]{20,}";
    "an access key of AWS" ["AKIA", "ASIA"], r"(^|[^A-Z0-9])(AKIA|ASIA)[0-9A-Z]{16}($|[^A-Z0-9])";
    "a key of Google" ["AIza"], r"AIza[0-9A-Za-z_-]{35}";
    "a key of Stripe" ["_live_"], r"(sk|rk)_live_[0-9A-Za-z]{20,}";
    "a token of npm" ["npm_"], r"npm_[A-Za-z0-9]{36}";
    "a token of PyPI" ["pypi-AgE"], r"pypi-AgE[A-Za-z0-9_-]{40,}";
    "a token of Vault" ["hvs.", "hvb."], r"hv[sb]\.[A-Za-z0-9_-]{20,}";
    "a client secret of Entra" ["Q~"], r"(^|[^A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}($|[^A-Za-z0-9_~.-])";
    "a token of Azure DevOps" ["AZDO"], r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}";
    "a key of an Azure account" ["=="], r"(^|[^A-Za-z0-9+/])[A-Za-z0-9+/]{86}==($|[^=])";
    "a shared access signature" ["sig="], r"(^|[?&; ])sig=[A-Za-z0-9%+/_-]{20,}";
    "credentials of a registry" ["\"auth\""], r#""auth"\s*:\s*"[A-Za-z0-9+/]{12,}=*""#;
    "credentials" ["uthorization", "UTHORIZATION"], r"(?i)authorization:\s*(basic|bearer)\s+[A-Za-z0-9+/=._~-]{16,}";
};

/// What stands before `=` where a secret stands behind it, without what divides its words.
const NAMES: [&str; 12] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "accountkey",
    "sharedaccesskey",
    "accesskey",
    "secretkey",
    "clientsecret",
    "apikey",
    "sharedsecret",
    "accesstoken",
];

/// `Password=…` and its like, in connection strings, query strings and scripts.
fn pairs(text: &str) -> Option<&'static str> {
    let is_secret = |(at, _): (usize, &str)| {
        let before = text[..at].trim_end_matches(' ');
        let name: String = before.chars().rev().take(40).take_while(|char| char.is_ascii_alphanumeric() || matches!(char, ' ' | '_' | '-')).collect();
        // Reversed, as it was taken.
        let name: String = name.chars().rev().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect();
        NAMES.iter().any(|known| name.ends_with(known)) && is_literal(value(&text[at + 1..]))
    };
    text.match_indices('=').any(is_secret).then_some("a password or key")
}

/// The value at the start of a text: in quotes, or up to what ends a pair.
fn value(text: &str) -> &str {
    let text = text.trim_start_matches(' ');
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split(quote).next().unwrap_or_default(),
        _ => text.split([';', '&', '"', '\'']).next().and_then(|text| text.split_whitespace().next()).unwrap_or_default(),
    }
}

/// `scheme://user:password@host`, and as Go's drivers of databases write it, `user:password@tcp(host)`.
fn addresses(text: &str) -> Option<&'static str> {
    let dials = ["@tcp(", "@tcp6(", "@unix("].iter().filter_map(|dial| text.find(dial)).any(|at| {
        let before = text[..at].rsplit([' ', '"', '\'', '=', '\n']).next().unwrap_or_default();
        before.split_once(':').is_some_and(|(user, password)| !user.is_empty() && is_literal(password))
    });
    let is_secret = |(at, _): (usize, &str)| {
        let authority = text[at + 3..].split(|char: char| char == '/' || char.is_whitespace()).next().unwrap_or_default();
        let password = authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).map(|(_, password)| password);
        password.is_some_and(is_literal)
    };
    (dials || text.match_indices("://").any(is_secret)).then_some("an address with a password in it")
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
        for shape in &SHAPES {
            assert!(shape.regex.is_some(), "{}: {:?}", shape.what, shape.needles);
        }
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
            "shop:hunter2@tcp(db.internal:3306)/shop?parseTime=true".to_owned(),
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
            "shop:$(DB_PASSWORD)@tcp(db:3306)/shop",
            "shop@tcp(db:3306)/shop",
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
