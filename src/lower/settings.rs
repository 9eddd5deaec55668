//! `kiyaku.yaml`: levels of rules, how revisions are compared.

use super::fields::{Fields, What, wrong_type};
use super::value;
use crate::diagnostic::Diagnostic;
use crate::model::{ComparisonSettings, Level, NotationChanges, OldColumn, Settings};
use crate::say;
use crate::syntax::{Node, Value};

const SETTINGS: What = What("kiyaku.yaml ", "kiyaku.yaml");
const COMPARISON: What = What("新旧対照表の設定", "the settings of comparisons");

pub(super) fn read(tree: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let fields = Fields::read(tree, SETTINGS, &["rules", "comparison"], diagnostics)?;
    let comparison = fields.get("comparison").and_then(|node| comparison(node, diagnostics)).unwrap_or_default();
    let Some(rules) = fields.get("rules") else { return Some(Settings { comparison, ..Settings::default() }) };
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
    Some(Settings { levels, comparison })
}

fn comparison(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<ComparisonSettings> {
    let fields = Fields::read(node, COMPARISON, &["old", "notation"], diagnostics)?;
    let old = fields.get("old").and_then(|node| value::choice(node, &OldColumn::NAMES, diagnostics));
    let notation = fields.get("notation").and_then(|node| value::choice(node, &NotationChanges::NAMES, diagnostics));
    Some(ComparisonSettings { old: old.unwrap_or_default(), notation: notation.unwrap_or_default() })
}
