//! Who provides the service, and since when which edition holds: from what the documents themselves say.

use chrono::NaiveDate;

use super::{Context, words};
use crate::import::draft::{Draft, Revision};
use crate::import::manuscript::Written;
use crate::japanese::eras::scan_dates;
use crate::japanese::numerals::{fold_width, folded};

const LONGEST_NAME: usize = 40;

/// Newest first; at least one.
pub(super) fn revisions(documents: &[Draft], context: &Context) -> Vec<Revision> {
    let mut found: Vec<Revision> = Vec::new();
    for line in documents.iter().flat_map(lines) {
        if let Some(revision) = revision(line)
            && found.iter().all(|known| known.effective != revision.effective)
        {
            found.push(revision);
        }
    }
    let given = context.effective.or_else(|| found.is_empty().then_some(context.today));
    if let Some(effective) = given.filter(|day| found.iter().all(|known| known.effective != *day)) {
        found.retain(|known| known.effective < effective);
        found.push(Revision { number: String::new(), effective, line: None, note: String::new() });
    }
    if let Some(effective) = context.effective {
        found.retain(|known| known.effective <= effective);
    }
    found.sort_by_key(|revision| revision.effective);
    for (at, revision) in found.iter_mut().enumerate() {
        if revision.number.is_empty() {
            revision.number = format!("{}.0", at + 1);
        }
    }
    found.reverse();
    found
}

/// Where a document says since when it holds.
fn lines(document: &Draft) -> Vec<&Written> {
    let around = document.above.iter().chain(&document.subtitle);
    let supplementary = document.supplementary.iter().flat_map(|division| {
        let texts = division.entries.iter().flat_map(|entry| entry.texts());
        division.label.iter().chain(texts)
    });
    let colophon = document.colophon.iter().flat_map(|entry| entry.texts());
    around.chain(supplementary).chain(colophon).collect()
}

fn revision(line: &Written) -> Option<Revision> {
    let text = line.as_str();
    let (range, effective) = first_day(text)?;
    let is_statement =
        ["現在", "制定", "改定", "改訂", "改正", "施行", "実施", "初版", "発行", "版", "適用", "附則", "発効"]
            .iter()
            .any(|word| folded(text).contains(word))
            || folded(text).to_lowercase().contains("ver");
    let note = text[range.end..]
        .trim()
        .trim_start_matches(|c: char| "：:）)（(現在施行制定改定改訂改正実施適用".contains(c))
        .trim();
    let note = if note.contains('。') || words::is_as_of(text) { String::new() } else { note.to_owned() };
    is_statement.then(|| Revision { number: number(text), effective, line: Some(line.line_at(range.start)), note })
}

fn first_day(text: &str) -> Option<(std::ops::Range<usize>, NaiveDate)> {
    let written = scan_dates(text).into_iter().find_map(|mention| Some((mention.range, mention.date.ok()?)));
    written.or_else(|| separated(text))
}

/// 2021-1-15, 2021/01/15, 2021.1.15
fn separated(text: &str) -> Option<(std::ops::Range<usize>, NaiveDate)> {
    let is_part = |c: char| c.is_ascii_digit() || "-/.".contains(c);
    let mut from = 0;
    while let Some(start) = text[from..].find(is_part).map(|at| from + at) {
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        let end = start + length;
        let mut parts = text[start..end].split(['-', '/', '.']);
        let mut next = || parts.next().and_then(|part| part.parse::<u32>().ok());
        if let (Some(year @ 1900..=2099), Some(month), Some(day)) = (next(), next(), next())
            && let Some(date) = NaiveDate::from_ymd_opt(year as i32, month, day)
        {
            return Some((start..end, date));
        }
        from = end;
    }
    None
}

/// Ver.2.00, 第２版; empty where there is none.
fn number(text: &str) -> String {
    let folded: String = text.chars().map(fold_width).collect::<String>().to_lowercase();
    let after = |word: &str| folded.find(word).map(|at| &folded[at + word.len()..]);
    let of = |rest: &str| -> String {
        let rest = rest.trim_start_matches(['.', 'n', 'o', ':', 's', 'i', ' ']);
        rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').take(8).collect()
    };
    let version = after("ver").map(of).unwrap_or_default();
    let version = version.trim_end_matches('.');
    if !version.is_empty() {
        return version.to_owned();
    }
    let edition = after("第").and_then(|rest| rest.split_once('版')).map(|(number, _)| number.trim().to_owned());
    edition
        .filter(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.'))
        .unwrap_or_default()
}

/// 〇〇株式会社 of 〇〇株式会社（以下「当社」といいます。）.
pub(super) fn provider(documents: &[Draft]) -> Option<Written> {
    documents.iter().flat_map(Draft::texts).find_map(provider_in)
}

fn provider_in(text: &Written) -> Option<Written> {
    const SELVES: [&str; 14] = [
        "当社",
        "弊社",
        "本会",
        "当会",
        "当協会",
        "当法人",
        "当財団",
        "当機構",
        "当組合",
        "当センター",
        "当院",
        "運営者",
        "本協会",
        "サービス提供者",
    ];
    const KINDS: [&str; 12] =
        ["会社", "法人", "協会", "財団", "社団", "組合", "機構", "医師会", "センター", "大学", "病院", "事務局"];
    let whole = text.as_str();
    for (at, _) in whole.match_indices("以下") {
        let opening = whole[..at].trim_end();
        let Some(before) = opening.strip_suffix(['（', '(']) else { continue };
        let after: String = whole[at..].chars().take(24).collect();
        if !SELVES.iter().any(|name| after.contains(&format!("「{name}」"))) {
            continue;
        }
        let is_delimiter = |c: char| "。、「」，　：:".contains(c);
        let length: usize =
            before.chars().rev().take(LONGEST_NAME).take_while(|&c| !is_delimiter(c)).map(char::len_utf8).sum();
        let name = &before[before.len() - length..];
        if KINDS.iter().any(|kind| name.contains(kind)) {
            return Some(text.part(before.len() - length..before.len()));
        }
    }
    None
}
