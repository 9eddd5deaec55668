//! Every rule there is, with its explanation, for `kiyaku explain` and the manual.

use crate::diagnostic::{Lang, Rule};
use crate::{analysis, assemble, issuance, lint, lower, policy, revision, syntax, verify, workspace};

/// Of files, before anything is known of documents.
static OF_FILES: &[&Rule] = &[
    &syntax::ANCHORS_AND_ALIASES,
    &syntax::TAGS,
    &syntax::SEVERAL_DOCUMENTS,
    &syntax::DUPLICATE_KEYS,
    &syntax::COMMENTS_IN_TEXT,
    &syntax::INVALID_KEYS,
    &syntax::INVALID_SYNTAX,
    &syntax::TABS_IN_INDENTATION,
    &syntax::DEEP_NESTING,
    &workspace::NOT_UTF8,
    &workspace::HUGE_FILES,
    &workspace::NO_DOCUMENTS,
    &workspace::INVALID_REVISION_FOLDERS,
];

/// Every rule of every stage, by name.
pub fn all() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = vec![
        &analysis::DUPLICATE_IDS,
        &analysis::MISPLACED_BRANCHES,
        &analysis::DEEP_ITEMS,
        &assemble::MISSING_DOCUMENTS,
        &assemble::UNLISTED_DOCUMENTS,
        &assemble::UNLISTED_REVISIONS,
        &assemble::MISSING_TEMPLATES,
        &assemble::DUPLICATE_FORMS,
        &assemble::MISPLACED_FORMS,
        &assemble::UNBOUND_FORMS,
        &lower::EMPTY_DOCUMENTS,
        &lower::EMPTY_ARTICLES,
        &lower::CONTENT_IN_DELETED_PROVISIONS,
        &lower::UNKNOWN_KEYS,
        &lower::MISSING_KEYS,
        &lower::MISSING_VALUES,
        &lower::WRONG_TYPES,
        &lower::CONFLICTING_KEYS,
        &lower::MISMATCHED_IDS,
        &lower::MISSING_SPACES,
        &lower::MISSING_BLOCKS,
        &lower::CIRCULAR_INCLUDES,
        &lower::UNUSED_PARAMETERS,
        &lower::UNKNOWN_PARAMETERS,
        &lower::EXCESSIVE_INCLUDES,
        &lower::RAW_MARKUP,
        &lower::UNSAFE_LINKS,
        &lower::INVALID_LINKS,
        &lower::BLANK_LINES_IN_TEXT,
        &lower::UNEVEN_ROWS,
        &lower::IMPOSSIBLE_INTERVALS,
        &lower::DUPLICATE_FIGURE_PARTS,
        &lower::OVERLONG_CODES,
        &lower::DUPLICATE_SIGNATURES,
        &lower::INVALID_EXPRESSIONS,
        &lower::UNKNOWN_FIELDS,
        &lower::DUPLICATE_FIELDS,
        &lower::INVALID_IDS,
        &lower::INVALID_VALUES,
        &policy::UNKNOWN_RULES,
        &policy::UNUSED_SUPPRESSIONS,
    ];
    all.extend(OF_FILES);
    all.extend(lint::all());
    all.extend(revision::rules());
    all.extend(issuance::register::rules());
    all.extend(verify::rules());
    all.sort_by_key(|rule| rule.name);
    all
}

pub fn find(name: &str) -> Option<&'static Rule> {
    all().into_iter().find(|rule| rule.name == name)
}

/// The names that an unknown one was probably meant to be, nearest first.
pub fn nearest(name: &str) -> Vec<&'static str> {
    const MOST: usize = 3;
    const SIMILAR: f64 = 0.6;
    let similarity = |rule: &Rule| strsim::normalized_damerau_levenshtein(name, rule.name);
    let mut near: Vec<_> = all().into_iter().map(|rule| (similarity(rule), rule.name)).collect();
    near.retain(|(similarity, candidate)| *similarity >= SIMILAR || candidate.split('-').any(|word| word == name));
    near.sort_by(|one, two| two.0.total_cmp(&one.0));
    near.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// The page of the manual: every rule in Japanese, and below it in English.
pub fn manual() -> String {
    let mut page = String::from(
        "# 規則の一覧\n\n`kiyaku check` が見つける問題です。同じ説明は `kiyaku explain 規則` で読めます。\n\n\
         Everything `kiyaku check` finds; `kiyaku explain RULE` tells the same.\n",
    );
    for rule in all() {
        let title = rule.severity.title();
        page.push_str(&format!("\n## {}\n\n{} / {}\n", rule.name, title.ja, title.en));
        for lang in [Lang::Ja, Lang::En] {
            for paragraph in rule.paragraphs(lang) {
                let is_example = paragraph.starts_with(' ');
                page.push_str(&format!("\n{}\n", if is_example { paragraph } else { escape(&paragraph) }));
            }
        }
    }
    page
}

/// Signs of Markdown outside of `code` as they are.
fn escape(paragraph: &str) -> String {
    let mut out = String::new();
    let mut is_code = false;
    for c in paragraph.chars() {
        is_code ^= c == '`';
        if !is_code && matches!(c, '*' | '<' | '[' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
