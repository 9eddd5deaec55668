//! `explain`: what a rule is about, why it matters and what to do.

use super::{CLEAN, Console, FAILED};
use crate::catalogue;
use crate::diagnostic::{Lang, Rule};
use crate::say;

/// Explains one rule, or lists all of them.
pub(super) fn run(name: Option<&str>, console: &mut Console) -> u8 {
    let lang = console.lang;
    let Some(name) = name else {
        console.out(&list(lang));
        return CLEAN;
    };
    match catalogue::find(name) {
        Some(rule) => {
            console.out(&explanation(rule, lang));
            CLEAN
        }
        None => {
            console.err(&unknown(name, lang));
            FAILED
        }
    }
}

fn explanation(rule: &Rule, lang: Lang) -> String {
    let severity = rule.severity.title();
    format!("{} [{}]\n\n{}\n", rule.name, severity.get(lang), rule.paragraphs(lang).join("\n\n"))
}

fn list(lang: Lang) -> String {
    let rules = catalogue::all();
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    rules.iter().map(|rule| format!("{:width$}  {}\n", rule.name, rule.summary(lang))).collect()
}

fn unknown(name: &str, lang: Lang) -> String {
    let near = catalogue::nearest(name);
    let hint = if near.is_empty() {
        say!("一覧は kiyaku explain で表示されます。", "`kiyaku explain` lists all rules.")
    } else {
        let near = near.join(", ");
        say!("もしかして: {near}", "Did you mean: {near}")
    };
    let hint = hint.get(lang);
    let message =
        say!("エラー: 「{name}」という規則はありません。\n{hint}", "error: there is no rule `{name}`.\n{hint}");
    message.get(lang).to_owned()
}
