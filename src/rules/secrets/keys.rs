//! Keys that announce a secret, and whether the value below them is one.

use crate::source::secret::is_literal;

/// What a value is, judged by its key.
pub fn holds_secret(key: &str, value: &str) -> Option<&'static str> {
    let words = words(key);
    let last = words.last().map(String::as_str).unwrap_or_default();
    let pair = words.len().checked_sub(2).map(|at| words[at..].join(" ")).unwrap_or_default();
    if !is_literal(value) || is_plain(value) {
        return None;
    }
    let joined = ["password", "passwd", "pwd"].iter().any(|end| last.len() > end.len() && last.ends_with(end));
    if joined || matches!(last, "password" | "passwd" | "passwort" | "pass" | "pwd" | "pw" | "passphrase" | "passcode") {
        return Some("a password");
    }
    // Whoever names a key so means it, however short the value is.
    if last == "secret" || matches!(pair.as_str(), "api key" | "access key" | "secret key" | "private key") {
        return Some("a secret");
    }
    let kept = matches!(last, "token" | "apikey" | "pat" | "credential" | "credentials")
        || matches!(pair.as_str(), "account key" | "shared key" | "signing key" | "encryption key" | "master key");
    // Keys that are public, or name a place and open nothing.
    let open = matches!(pair.as_str(), "instrumentation key" | "public key" | "partition key" | "sort key" | "primary key" | "routing key" | "cache key");
    if (kept || (last == "key" && !open)) && looks_random(value) { Some("a key or token") } else { None }
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
            ("INSTRUMENTATION_KEY", "9c1e8a52-41d5-4c0e-9b55-0a3d5d0c7e11"),
        ];
        for (key, value) in same {
            assert_eq!(holds_secret(key, value), None, "{key}: {value}");
        }
    }
}
