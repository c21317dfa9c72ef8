//! Numbers as each language writes them: its decimal sign, its spacing.

use super::Lang;

/// A number with at most `digits` significant digits and no trailing zeros, in the language's way.
pub(crate) fn significant(value: f64, digits: u32, lang: Lang) -> String {
    // Below a millionth, of whatever unit, nobody measured anything.
    if value.abs() < 1e-6 || !value.is_finite() {
        return "0".to_owned();
    }
    #[expect(clippy::cast_possible_truncation, reason = "an exponent of ten is small")]
    let exponent = value.abs().log10().floor() as i32;
    let digits = i32::try_from(digits).unwrap_or(2);
    let scale = 10_f64.powi(digits - 1 - exponent);
    let rounded = (value * scale).round() / scale;
    let decimals = usize::try_from(digits - 1 - exponent).unwrap_or(0);
    decimal(rounded, decimals, lang)
}

/// A number with this many decimals at most; trailing zeros are dropped.
pub(crate) fn decimal(value: f64, decimals: usize, lang: Lang) -> String {
    let mut text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" {
        "0".clone_into(&mut text);
    }
    match lang {
        Lang::En => text,
        Lang::Es | Lang::Pt => text.replace('.', ","),
    }
}

/// A share, 0 to 1, as a percentage with its sign.
pub(crate) fn percent(share: f64, digits: u32, lang: Lang) -> String {
    signed(&significant(share * 100.0, digits, lang), lang)
}

/// A number of percents with its sign, apart from it where the language has it so.
pub(crate) fn signed(number: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{number} %"),
        Lang::En | Lang::Pt => format!("{number}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_decimal_sign_and_spacing() {
        for (value, es, en) in [
            (9.13, "9,1", "9.1"),
            (0.0, "0", "0"),
            (10.0, "10", "10"),
            (0.96, "0,96", "0.96"),
            (248.7, "250", "250"),
            (9.96, "10", "10"),
        ] {
            assert_eq!(significant(value, 2, Lang::Es), es);
            assert_eq!(significant(value, 2, Lang::En), en);
        }
        assert_eq!(percent(0.091, 2, Lang::Es), "9,1 %");
        assert_eq!(percent(0.091, 2, Lang::En), "9.1%");
        assert_eq!(percent(0.091, 2, Lang::Pt), "9,1%");
    }
}
