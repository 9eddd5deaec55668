//! `kiyaku.yaml`: levels of rules.

use super::fields::{Fields, What, wrong_type};
use super::value;
use crate::diagnostic::Diagnostic;
use crate::model::{Level, Settings};
use crate::say;
use crate::syntax::{Node, Value};

const SETTINGS: What = What("kiyaku.yaml ", "kiyaku.yaml");

pub(super) fn read(tree: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let fields = Fields::read(tree, SETTINGS, &["rules"], diagnostics)?;
    let Some(rules) = fields.get("rules") else { return Some(Settings::default()) };
    let Value::Mapping(entries) = &rules.value else {
        let help = say!("「規則の名前: off」のように書いてください", "write it like `rule-name: off`");
        diagnostics.push(wrong_type(rules, &say!("規則の名前と水準の組", "rule names with levels")).help(help));
        return None;
    };
    let mut levels = Vec::new();
    for entry in entries {
        if let Some(level) = value::choice(&entry.value, &Level::NAMES, diagnostics) {
            levels.push((entry.key.as_str().to_owned(), level, entry.key.span()));
        }
    }
    Some(Settings { levels })
}
