//! What is read is written again in one spelling; what cannot be read is refused.

use super::parse;

fn again(text: &str) -> String {
    parse(text).unwrap().to_string()
}

#[test]
fn one_spelling() {
    for (written, printed) in [
        ("Parameters( 'x' ) . y [ 'z-1' ]", "parameters('x').y['z-1']"),
        ("concat('a', parameters('x'), 'b')", "format('a{0}b', parameters('x'))"),
        ("format('{{{0}}}', concat('a''', variables('x')))", "format('{{a''{0}}}', variables('x'))"),
        ("format('a{0}', 'b')", "'ab'"),
        ("concat(parameters('a'), parameters('b'))", "concat(parameters('a'), parameters('b'))"),
        ("parameters('a')[-1]", "parameters('a')[-1]"),
        ("format('{0}{1}{0}', variables('x'), 3)", "format('{0}{1}{0}', variables('x'), 3)"),
    ] {
        assert_eq!(again(written), printed);
    }
}

#[test]
fn refused() {
    for (written, why) in [
        ("parameters('x'", "ends too early"),
        ("parameters('x)", "not closed"),
        ("frobnicate()", "unknown function `frobnicate`"),
        ("format('{1}', 'a')", "a place without a value"),
        ("format('x', variables('a'))", "a value without a place"),
        ("format('{0:N}', variables('a'))", "a place without a value"),
        ("parameters('x') y", "unexpected `y`"),
    ] {
        let said = parse(written).unwrap_err();
        assert!(said.contains(why), "{written}: {said}");
    }
}
