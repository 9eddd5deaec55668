//! What happened to a file after it was made and after each signature, and whether that was allowed.

use super::problems::{ADDED_PAGES, CHANGED_CONTENTS, FORBIDDEN_CHANGES, Problem, SWAPPED_ATTACHMENTS};
use super::signing::SignatureField;
use crate::diagnostic::{Message, Rule};
use crate::pdf::inspect::{Change, Damage, Field, File, Lock, Value, changes};
use crate::say;

/// A state of the file that somebody stands for: the one it was made in, or the one a signature covers.
struct State<'a> {
    /// Length of the file then.
    length: usize,
    /// Absent for the state it was made in.
    field: Option<&'a Field>,
}

/// Looks at every later state; gives what was done rightly, in the order of the fields.
///
/// # Errors
/// A state cannot be read.
pub fn review(
    file: &File,
    fields: &[Field],
    signed: &[SignatureField],
    out: &mut Vec<Problem>,
) -> Result<Vec<Message>, Damage> {
    let first = file.revisions.first().copied().unwrap_or(file.bytes.len());
    let mut states = vec![State { length: first, field: None }];
    for (field, report) in fields.iter().filter(|field| field.is_signature).zip(signed) {
        if let Some(signature) = &report.signature {
            states.push(State { length: signature.covers, field: Some(field) });
        }
    }
    states.sort_by_key(|state| state.length);
    let mut done: Vec<Change> = Vec::new();
    let mut wrong: Vec<(Change, Message)> = Vec::new();
    for state in &states {
        if state.length >= file.bytes.len() {
            continue;
        }
        for change in changes(&file.up_to(state.length)?, file)? {
            if is_allowed(&change) {
                let locked = state.field.is_some_and(|field| locks(field, &change));
                if locked {
                    out.push(Problem::new(&FORBIDDEN_CHANGES, forbidden(state.field, &change)));
                } else if !done.contains(&change) {
                    done.push(change);
                }
            } else {
                // The last state that did not have it yet is the nearest to what happened.
                wrong.retain(|(known, _)| *known != change);
                wrong.push((change, after(state.field)));
            }
        }
    }
    out.extend(wrong.into_iter().map(|(change, after)| Problem::new(rule(&change), told(&change, &after))));
    done.dedup();
    Ok(done.iter().filter_map(mention).collect())
}

/// What signing and filling in fields does to a file.
fn is_allowed(change: &Change) -> bool {
    matches!(change, Change::Signed(_) | Change::Filled(..) | Change::FieldAdded(_, None))
}

/// Whether a signature forbids a change that is otherwise allowed.
fn locks(signed: &Field, change: &Change) -> bool {
    let (Change::Signed(name) | Change::Filled(name, _) | Change::FieldAdded(name, _)) = change else { return false };
    let signature = signed.signature.as_ref();
    // DocMDP 1 allows nothing but what keeps signatures checkable.
    let is_final = signature.and_then(|signature| signature.permission) == Some(1);
    let locks = [signature.and_then(|signature| signature.lock.as_ref()), signed.lock.as_ref()];
    is_final || locks.into_iter().flatten().any(|lock: &Lock| lock.covers(name))
}

fn rule(change: &Change) -> &'static Rule {
    match change {
        Change::PagesAdded(_) | Change::PagesRemoved(_) => &ADDED_PAGES,
        Change::Attachment(_) => &SWAPPED_ATTACHMENTS,
        _ => &CHANGED_CONTENTS,
    }
}

fn after(field: Option<&Field>) -> Message {
    match field {
        None => say!("発行された後で", "after it was issued"),
        Some(Field { name, .. }) => say!("署名「{name}」の後で", "after the signature `{name}`"),
    }
}

fn told(change: &Change, Message { ja, en }: &Message) -> Message {
    match change {
        Change::PagesAdded(count) => say!("{ja}、{count} ページが加えられています", "pages added {en}: {count}"),
        Change::PagesRemoved(count) => say!("{ja}、{count} ページが取り除かれています", "pages removed {en}: {count}"),
        Change::Page(page) => say!("{ja}、{page} ページの内容が書き換えられています", "page {page} was changed {en}"),
        Change::Annotation(page) => say!(
            "{ja}、{page} ページの上に注釈やスタンプが置かれたか、取り除かれています",
            "notes or stamps were put on page {page}, or taken from it, {en}"
        ),
        Change::Attachment(name) => say!(
            "{ja}、埋め込まれたファイル「{name}」が差し替えられています",
            "the embedded file `{name}` was swapped {en}"
        ),
        Change::FieldAdded(name, page) => {
            let page = page.unwrap_or_default();
            say!(
                "{ja}、{page} ページの上に、目に見える欄「{name}」が加えられています",
                "a visible field `{name}` was put on page {page} {en}"
            )
        }
        Change::Signed(name) | Change::Filled(name, _) | Change::Field(name) => {
            say!("{ja}、欄「{name}」そのものが書き換えられています", "the field `{name}` itself was changed {en}")
        }
        Change::Title => say!("{ja}、題名が書き換えられています", "the title was changed {en}"),
        Change::Other(part) => {
            say!("{ja}、文書の部分（{part}）が書き換えられています", "a part of the document ({part}) was changed {en}")
        }
    }
}

fn forbidden(field: Option<&Field>, change: &Change) -> Message {
    let Message { ja, en } = after(field);
    match change {
        Change::Filled(name, _) => say!(
            "{ja}、その署名が変更を禁じた欄「{name}」に記入されています",
            "the locked field `{name}` was filled in {en}"
        ),
        Change::FieldAdded(name, _) | Change::Signed(name) | Change::Field(name) => say!(
            "{ja}、その署名が変更を禁じた欄「{name}」に署名されています",
            "the locked field `{name}` was signed {en}"
        ),
        _ => told(change, &Message { ja, en }),
    }
}

fn filled(name: &str, value: &Value) -> Message {
    match value {
        Value::None => say!("欄「{name}」を空欄に", "the field `{name}` was emptied"),
        Value::Text(text) => {
            let text = text.replace(['\r', '\n'], " ");
            say!("欄「{name}」に「{text}」と記入", "the field `{name}` was filled in with `{text}`")
        }
        Value::Ticked => say!("欄「{name}」にチェック", "the field `{name}` was ticked"),
        Value::Option(option) => {
            say!("欄「{name}」で「{option}」を選択", "`{option}` was chosen in the field `{name}`")
        }
    }
}

/// What was done rightly, where the list of signatures does not say it anyway.
fn mention(change: &Change) -> Option<Message> {
    match change {
        Change::Filled(name, value) => Some(filled(name, value)),
        Change::FieldAdded(name, _) => {
            Some(say!("目に見えない署名欄「{name}」を追加", "an invisible field `{name}` was added"))
        }
        _ => None,
    }
}
