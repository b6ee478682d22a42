//! Keys that announce a secret, and whether the value below them is one.

use crate::source::secret::is_literal;

/// What a value is, judged by its key.
pub fn holds_secret(key: &str, value: &str) -> Option<&'static str> {
    let words = words(key);
    // Of several passwords each has a number behind it.
    let words = &words[..words.iter().rposition(|word| !word.bytes().all(|byte| byte.is_ascii_digit())).map_or(0, |at| at + 1)];
    let last = words.last().map(|word| word.trim_end_matches(|char: char| char.is_ascii_digit())).unwrap_or_default();
    let pair = words.len().checked_sub(2).map(|at| format!("{} {last}", words[at])).unwrap_or_default();
    if !is_literal(value) || is_plain(value) {
        return None;
    }
    let joined = ["password", "passwd", "pwd"].iter().any(|end| last.len() > end.len() && last.ends_with(end));
    if joined || matches!(last, "password" | "passwd" | "passwort" | "pass" | "pwd" | "pw" | "passphrase" | "passcode") {
        return Some("a password");
    }
    // Whoever names a key so means it, however short the value is.
    let secret_key = words.windows(2).any(|pair| pair == ["secret", "key"]) && !tells_about(last);
    if secret_key || matches!(last, "secret" | "psk" | "apikey" | "accesskey" | "secretkey" | "privatekey") {
        return Some("a secret");
    }
    if matches!(pair.as_str(), "api key" | "access key" | "private key") {
        return Some("a secret");
    }
    if matches!(last, "credential" | "credentials" | "cred" | "creds") && !is_kind_of_credential(value) {
        return Some("a credential");
    }
    if matches!(last, "auth" | "authorization") && is_authorization(value) {
        return Some("a credential");
    }
    if matches!(last, "dsn") && has_password(value) {
        return Some("an address with a password in it");
    }
    let kept = matches!(last, "token" | "pat" | "bearer" | "salt" | "pepper" | "secrets")
        || matches!(pair.as_str(), "account key" | "shared key" | "signing key" | "encryption key" | "master key");
    // Keys that are public, or name a place and open nothing.
    let open = matches!(pair.as_str(), "instrumentation key" | "public key" | "partition key" | "sort key" | "primary key" | "routing key" | "cache key");
    if (kept || (last == "key" && !open)) && looks_random(value) { Some("a key or token") } else { None }
}

/// Whether the last word of a key says that something of a secret stands there, and not the secret.
fn tells_about(last: &str) -> bool {
    let about = ["name", "ref", "reference", "file", "path", "id", "length", "size", "bits", "version", "algorithm", "type", "mode", "ttl", "days", "env"];
    about.contains(&last)
}

/// What libraries take for the kind of a credential: `AZURE_TOKEN_CREDENTIALS: prod`, `credentials: same-origin`.
fn is_kind_of_credential(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let kinds = ["default", "prod", "dev", "environment", "include", "omit", "same-origin", "anonymous", "kerberos"];
    kinds.contains(&value.as_str()) || ["credential", "credentials", "identity"].iter().any(|end| value.ends_with(end))
}

/// A header, a pair of user and password, or what no name of a method looks like (`SCRAM-SHA-256`, `oauth2`).
fn is_authorization(value: &str) -> bool {
    let value = value.trim();
    let header = value.split_once(' ').is_some_and(|(kind, rest)| ["basic", "bearer"].contains(&kind.to_lowercase().as_str()) && is_literal(rest));
    let (user, rest) = value.split_once(':').unwrap_or_default();
    if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return false; // A host and its port.
    }
    let pair = !user.is_empty() && is_literal(rest);
    let marked = value.contains(['!', '#', '%', '^', '&', '*', '?', '~']) && value.bytes().any(|byte| byte.is_ascii_digit());
    let random = looks_random(value) && value.bytes().filter(u8::is_ascii_digit).count() > 3;
    header || !value.contains(char::is_whitespace) && (pair || marked || random)
}

/// `user:password@` or `user/password@` before a host.
fn has_password(value: &str) -> bool {
    let before = value.rsplit_once('@').map(|(before, _)| before);
    before.and_then(|before| before.split_once([':', '/'])).is_some_and(|(user, password)| !user.is_empty() && is_literal(password))
}

/// The words of a key: `dbPassword`, `DB_PASSWORD` and `db-password` alike.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = None;
    for char in key.chars() {
        let boundary = char.is_uppercase() && before.is_some_and(|before: char| before.is_lowercase());
        if (!char.is_alphanumeric() || boundary) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (char.is_alphanumeric(), words.last_mut()) {
            word.extend(char.to_lowercase());
        }
        before = Some(char);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Numbers, switches, paths and plain addresses, which say where a secret is or how long, not what it is.
fn is_plain(value: &str) -> bool {
    let value = value.trim();
    let number = value.len() <= 5 && value.bytes().all(|byte| byte.is_ascii_digit());
    let switch = ["true", "false", "yes", "no", "on", "off", "none", "null", "required", "optional", "enabled", "disabled"];
    number || switch.contains(&value.to_lowercase().as_str()) || value.starts_with(['/', '.']) || value.contains("://")
}

/// Whether a value is long and mixed as only a machine writes it.
fn looks_random(value: &str) -> bool {
    let value = value.trim();
    if value.len() < 16 || value.contains(char::is_whitespace) {
        return false;
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    digits > 1 && letters > 1 && entropy(value) >= 3.0
}

/// Shannon's entropy in bits for each byte.
fn entropy(value: &str) -> f64 {
    let mut counts = [0usize; 256];
    value.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = value.len() as f64;
    counts.iter().filter(|count| **count > 0).map(|count| *count as f64 / length).map(|share| -share * share.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_apart() {
        for key in ["dbPassword", "DB_PASSWORD", "db-password", "db.password"] {
            assert_eq!(words(key), ["db", "password"], "{key}");
        }
        assert_eq!(words("APIKey2"), ["apikey2"]);
        assert!(words("").is_empty());
    }

    #[test]
    fn a_value_is_judged_by_its_key() {
        let random = "k3J9".repeat(2) + "vQ81zL0pX7";
        for (key, value) in [
            ("DB_PASSWORD", "hunter2"),
            ("password", "correct horse battery staple"),
            ("API_KEY", random.as_str()),
            ("token", &random),
            ("ClientSecret", &random),
            ("CREDENTIAL", "Summer2026!x"),
            ("db_credentials", "swordfish"),
            ("DB_CRED", "swordfish"),
            ("DB_PASSWORD_2", "hunter2"),
            ("password1", "hunter2"),
            ("APIKEY", "hunter2"),
            ("WIFI_PSK", "hunter2"),
            ("DJANGO_SECRET_KEY", "change-me"),
            ("SECRET_KEY_BASE", "change-me"),
            ("REDIS_AUTH", "Summer2026!x"),
            ("BASIC_AUTH", "shop:hunter2"),
            ("AUTHORIZATION", "Basic c2hvcDpodW50ZXIy"),
            ("SMTP_AUTH", &random),
            ("PASSWORD_SALT", &random),
            ("MYSQL_DSN", "shop:hunter2@db.internal:3306/shop"),
            ("ORACLE_DSN", "shop/hunter2@db.internal:1521/shop"),
        ] {
            assert!(holds_secret(key, value).is_some(), "{key}: {value}");
        }
    }

    #[test]
    fn a_key_alone_is_no_secret() {
        let same = [
            ("PASSWORD_FILE", "/run/secrets/password"),
            ("PASSWORD_MIN_LENGTH", "twelve-characters"),
            ("PASSWORD", "$(DB_PASSWORD)"),
            ("PASSWORD", "/mnt/secrets/password"),
            ("REQUIRE_PASSWORD", "true"),
            ("PARTITION_KEY", "customerId"),
            ("TOKEN", "bearer"),
            ("TOKEN_ISSUER", "https://sts.windows.net/9c1e8a52-41d5-4c0e-9b55-0a3d5d0c7e11"),
            ("OAUTH_TOKEN", "https://login.example.com/oauth2/token"),
            ("SORT_KEY", "created-at-descending"),
            ("PUBLIC_NAME", "k3J9k3J9vQ81zL0pX7"),
            ("AUTH_MODE", "oidc"),
            ("AUTH", "oidc"),
            ("SMTP_AUTH", "CRAM-MD5"),
            ("KAFKA_AUTH", "SCRAM-SHA-256"),
            ("AUTH", "auth-service:8080"),
            ("AUTH", "oauth2 with PKCE"),
            ("AZURE_TOKEN_CREDENTIALS", "prod"),
            ("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential"),
            ("CORS_CREDENTIALS", "true"),
            ("FETCH_CREDENTIALS", "same-origin"),
            ("GOOGLE_APPLICATION_CREDENTIALS", "/mnt/secrets/google.json"),
            ("SECRET_KEY_NAME", "orders-signing"),
            ("SECRET_KEY_VERSION", "v7"),
            ("SENTRY_DSN", "https://public@o0.ingest.sentry.io/0"),
            ("MYSQL_DSN", "shop:$(DB_PASSWORD)@tcp(db:3306)/shop"),
            ("ORDERS_DSN", "db.internal:3306/shop"),
            ("INSTRUMENTATION_KEY", "9c1e8a52-41d5-4c0e-9b55-0a3d5d0c7e11"),
        ];
        for (key, value) in same {
            assert_eq!(holds_secret(key, value), None, "{key}: {value}");
        }
    }
}
