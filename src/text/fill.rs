//! Values into texts: `{name}` becomes what the name stands for.
//!
//! Apart from the values, which each caller knows: a rule's text names the arguments of its
//! finding, and a name without a value drops the whole text, so that only what was measured is said.

/// The text with every `{name}` replaced; `None` when one of them has no value.
pub(crate) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, named)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = named.split_once('}') else {
            rest = named;
            break;
        };
        filled.push_str(&value(name)?);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_an_unknown_name_is_left_out() {
        let value = |name: &str| (name == "share").then(|| "9,1".to_owned());
        assert_eq!(
            fill("De cada 100 se pierden {share}.", value).unwrap(),
            "De cada 100 se pierden 9,1."
        );
        assert_eq!(fill("{share} y {share}", value).unwrap(), "9,1 y 9,1");
        assert_eq!(fill("{share} y {more}.", value), None);
        assert_eq!(fill("nada", value).unwrap(), "nada");
        assert_eq!(fill("", value).unwrap(), "");
    }
}
