//! Regular expressions of fields: what a value must look like from its first character to its last.

use regex::{Regex, RegexBuilder};

use crate::diagnostic::Message;
use crate::say;

/// Longer ones are not written by people.
const MOST_CHARACTERS: usize = 1000;

/// Bytes of a compiled pattern: enough for every form, too little for `(\w{1000}){1000}`.
const MOST_BYTES: usize = 1 << 20;

const MOST_NESTING: u32 = 50;

#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// # Errors
    /// Why the text is no regular expression, or one that is too large.
    pub fn new(written: &str) -> Result<Pattern, Message> {
        if written.chars().count() > MOST_CHARACTERS {
            return Err(too_large());
        }
        // Alone first: `a)(b` must not borrow the brackets around it.
        let build = |text: &str| RegexBuilder::new(text).size_limit(MOST_BYTES).nest_limit(MOST_NESTING).build();
        let regex = build(written).and_then(|_| build(&format!("^(?:{written})$")));
        regex.map(Pattern).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => too_large(),
            other => {
                let told = other.to_string();
                let reason = told.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                say!("正規表現として読めません（{reason}）", "this is no regular expression ({reason})")
            }
        })
    }

    /// Whether the whole value matches.
    pub fn matches(&self, value: &str) -> bool {
        self.0.is_match(value)
    }
}

fn too_large() -> Message {
    say!("正規表現が大きすぎます", "the regular expression is too large")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_value_must_match() {
        let pattern = Pattern::new("[0-9]{10}|無").unwrap();
        assert!(pattern.matches("1312345678") && pattern.matches("無"));
        assert!(!pattern.matches("13123456789") && !pattern.matches("無し") && !pattern.matches("x無"));
        assert!(Pattern::new(r"\p{Katakana}+").unwrap().matches("カモメ"));
    }

    #[test]
    fn what_is_no_pattern_is_explained() {
        assert!(Pattern::new("[0-9").unwrap_err().ja.contains("unclosed character class"));
        assert!(Pattern::new("a)(b").is_err());
        assert_eq!(Pattern::new(r"(\w{1000}){1000}").unwrap_err(), too_large());
        assert_eq!(Pattern::new(&"a".repeat(1001)).unwrap_err(), too_large());
        assert!(Pattern::new(&"(".repeat(900)).is_err());
    }
}
