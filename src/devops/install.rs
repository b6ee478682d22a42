//! The lines of bash with which a blueprint puts aksgen on the PATH of an agent.

/// The text that Azure DevOps turns into exactly this text.
///
/// It reads `${{` in any string as the start of an expression. Its documented escape is an expression that is a string.
/// `$(name)` needs none: a script may use variables of Azure DevOps, and `$(command)` stays where no variable has that name.
pub fn as_text(script: &str) -> String {
    script.replace("${{", "${{ '${{' }}")
}

#[cfg(test)]
mod tests {
    use super::as_text;

    #[test]
    fn expressions_are_text() {
        assert_eq!(as_text("echo ${{ x }} $(y) ${z}"), "echo ${{ '${{' }} x }} $(y) ${z}");
    }
}
