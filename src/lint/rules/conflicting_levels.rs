//! A service-level agreement that promises something else than the documents beside it.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::durations::{Length, scan_durations};
use crate::japanese::numerals::folded;
use crate::lint::Subject;
use crate::lint::levels::{self, LevelRow, Span};
use crate::model::{Amount, Direction, DocumentKind, Key, Period, Window};
use crate::{rule, say};

rule! {
    /// Two documents of a set promise different levels of the same service.
    ///
    /// Two windows have the same `id` but other days or hours; a period of a document of kind `sla` and one of another
    /// document have the same event, direction and act, but other lengths; or a row in a table of levels names a
    /// provision (定期メンテナンスの予告, バックアップの保存期間) whose period is another. Customers may rely on either. Make
    /// them agree, or put the provision into a shared block. Periods with the same `id` or the same `governs` are found
    /// by `conflicting-periods`.
    pub static CONFLICTING_LEVELS: Error("conflicting-levels") = "\
セットの二つの文書が、同じサービスの水準について、違うことを約束しています。

次のものを比べます。同じ id の時間帯（window）。SLA の期間とほかの文書の期間のうち、出来事、前後、by が同じもの。SLA の表の行と、その行が名前で指す条項（「定期メンテナンスの予告」と項目「定期メンテナンス」など）の期間。契約者はどちらでも主張できてしまいます。内容をそろえるか、共通の文章（shared/）にまとめてください。id や governs が同じ期間は conflicting-periods が調べます。

    誤: SLA の表に「定期メンテナンスの予告、7日前まで」、規約に「10日前までに周知します」
    正: どちらも10日前";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    windows(subject, found);
    periods(subject, found);
    let promises = named_promises(subject);
    for row in levels::tables(subject).iter().flat_map(|table| &table.rows) {
        found.extend(promises.iter().find_map(|promise| conflict(row, promise)));
    }
}

fn windows(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut named: BTreeMap<&str, &Window> = BTreeMap::new();
    for (_, window) in subject.gathered_of_contract().iter().flat_map(|gathered| &gathered.windows) {
        let name = &window.id.name;
        let first = *named.entry(name).or_insert(window);
        if first.days != window.days || first.hours != window.hours {
            let (Message { ja, en }, other) = (first.words(), window.words());
            let (other, other_en) = (other.ja, other.en);
            let message = say!(
                "時間帯「{name}」は{other}ですが、ほかの所では{ja}です",
                "the window `{name}` is {other_en} here, but {en} elsewhere"
            );
            let there = say!("ここでは{ja}です", "here it is {en}");
            let diagnostic = CONFLICTING_LEVELS.at(window.id.span, message).related(first.id.span, there);
            found.push(diagnostic.help(say!(
                "時間帯をそろえるか、別の時間帯なら id を分けてください",
                "make them agree, or give them different ids"
            )));
        }
    }
}

/// Event, direction, act.
type Matter<'a> = (&'a str, Direction, &'a str);

/// Periods of agreements against those of other documents. One that governs a subject is left to the rule for these;
/// notice of the day a revision takes effect may be of other documents each time.
fn periods(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let is_agreement = |document: usize| subject.edition.documents[document].kind == DocumentKind::Sla;
    let mut matters: BTreeMap<Matter<'_>, Vec<(usize, &Period)>> = BTreeMap::new();
    for (document, gathered) in subject.gathered_of_contract().iter().enumerate() {
        for &(_, period) in &gathered.periods {
            let (Some(by), None, None) = (&period.by, &period.governs, &period.alternative_to) else { continue };
            if period.event.name != "effective" && !period.not_adverse {
                let matter = (period.event.name.as_str(), period.direction, by.name.as_str());
                matters.entry(matter).or_default().push((document, period));
            }
        }
    }
    for placed in matters.values() {
        // Two in one document are two matters, whatever they share.
        let (agreed, others): (Vec<_>, Vec<_>) = placed.iter().partition(|(document, _)| is_agreement(*document));
        let [(_, agreed)] = agreed[..] else { continue };
        let other = others.iter().find(|(document, other)| {
            others.iter().filter(|(same, _)| same == document).count() == 1
                && other.amount != agreed.amount
                && other.id.name != agreed.id.name
        });
        if let Some((document, other)) = other {
            let title = &subject.outline(*document).title;
            let (Message { ja, en }, there) = (agreed.amount.words(), other.amount.words());
            let (there, there_en) = (there.ja, there.en);
            let message = say!(
                "SLA では{ja}ですが、「{title}」では{there}です",
                "the agreement says {en}, but 「{title}」 says {there_en}"
            );
            let related = say!("ここでは{there}です", "here it is {there_en}");
            let diagnostic = CONFLICTING_LEVELS.at(agreed.id.span, message).related(other.id.span, related);
            found.push(diagnostic.help(help()));
        }
    }
}

fn help() -> Message {
    say!(
        "長さをそろえるか、共通の文章（shared/）にまとめてください。別のことなら、event か governs を分けてください",
        "make them agree, or put them into a shared block; if they are about different matters, name different events"
    )
}

/// The one promise of a provision that has a title.
struct Promise<'a> {
    title: String,
    /// What the provision and those around it say.
    said: String,
    content: Promised<'a>,
}

enum Promised<'a> {
    Period(&'a Period),
    Window(&'a Window),
}

fn named_promises(subject: Subject<'_>) -> Vec<Promise<'_>> {
    let mut found = Vec::new();
    for (document, gathered) in subject.gathered_of_contract().iter().enumerate() {
        let outline = subject.outline(document);
        let titled = |key: Key| {
            std::iter::successors(Some(key), |&key| outline.provision(key).parent)
                .find(|&key| outline.provision(key).caption.is_some())
        };
        let mut of: BTreeMap<Key, (Vec<&Period>, Vec<&Window>)> = BTreeMap::new();
        for &(key, period) in &gathered.periods {
            of.entry(titled(key).unwrap_or(key)).or_default().0.push(period);
        }
        for &(key, window) in &gathered.windows {
            of.entry(titled(key).unwrap_or(key)).or_default().1.push(window);
        }
        for (key, (periods, windows)) in of {
            let provision = outline.provision(key);
            let Some(caption) = &provision.caption else { continue };
            let around: Vec<Key> = std::iter::successors(Some(key), |&key| outline.provision(key).parent).collect();
            let texts = subject.texts().filter(|text| text.document == document && around.contains(&text.at));
            let said: String = texts.map(|text| text.as_str()).collect();
            let promise = |content| Promise { title: folded(caption), said: folded(&said), content };
            if let [period] = periods[..] {
                found.push(promise(Promised::Period(period)));
            }
            if let [window] = windows[..] {
                found.push(promise(Promised::Window(window)));
            }
        }
    }
    found
}

/// What may follow the title of a provision in the name of a level.
const ASPECTS: [&str; 9] =
    ["の予告", "の通知", "の周知", "の期限", "の期間", "の保存", "の保存期間", "の受付時間", "の提出"];

/// Whether a row is about the provision: its title with an aspect (定期メンテナンスの予告), or its title of something that
/// the provision speaks of (障害の第一報).
fn is_about(item: &str, promise: &Promise<'_>) -> bool {
    let title = promise.title.as_str();
    if title.chars().count() < 2 {
        return false;
    }
    let of = item.strip_suffix(title).and_then(|of| of.strip_suffix('の'));
    let of = of.map(|of| of.trim_end_matches(['へ', 'で', 'と']));
    item == title
        || item.strip_prefix(title).is_some_and(|aspect| ASPECTS.contains(&aspect))
        || of.is_some_and(|of| !of.is_empty() && promise.said.contains(of))
}

fn conflict(row: &LevelRow<'_>, promise: &Promise<'_>) -> Option<Diagnostic> {
    let item = row.item.text.plain();
    let item = item.as_str();
    if !is_about(&folded(item), promise) {
        return None;
    }
    let (id, Message { ja, en }) = match promise.content {
        Promised::Period(period) => {
            let promised = span(period.amount)?;
            row.span().filter(|span| span.differs(promised))?;
            (&period.id, period.amount.words())
        }
        Promised::Window(window) => {
            let [hours] = window.hours[..] else { return None };
            let written = times(row.target.text.plain().as_str())?;
            let promised = [hours.from.format("%H:%M").to_string(), hours.until.format("%H:%M").to_string()];
            if written == promised {
                return None;
            }
            (&window.id, window.words())
        }
    };
    let target = row.target.text.plain();
    let (target, name) = (target.as_str(), &id.name);
    let message = say!(
        "「{item}」は、表では「{target}」ですが、条項の「{name}」では{ja}です",
        "「{item}」 is 「{target}」 in the table, but `{name}` of the provision says {en}"
    );
    let there = say!("条項では{ja}です", "the provision says {en}");
    let help = say!(
        "表の目標値と、条項の文章及び「{name}」とを、同じにしてください",
        "make the target and the provision with its `{name}` agree"
    );
    Some(CONFLICTING_LEVELS.at(row.target.text.span, message).related(id.span, there).help(help))
}

fn span(amount: Amount) -> Option<Span> {
    Some(Span::of(match amount {
        Amount::Days(days) => Length::Days(days),
        Amount::BusinessDays(days) => Length::BusinessDays(days),
        Amount::Hours(hours) => Length::Hours(hours),
        Amount::Months(months) => Length::Months(months),
        Amount::Years(years) => Length::Months(years.saturating_mul(12)),
        Amount::MonthStart(_) | Amount::MonthEnd(_) | Amount::MonthDay(_) => return None,
    }))
}

/// Beginning and end of hours on the clock of 24: 営業日の9時から18時30分まで.
fn times(text: &str) -> Option<[String; 2]> {
    let text = folded(text);
    if text.contains("午") || !scan_durations(&text).is_empty() {
        return None;
    }
    let text = text.replace("時半", ":30").replace("時", ":").replace("分", "");
    let times: Vec<String> = text
        .match_indices(':')
        .map(|(at, _)| {
            let before = text[..at]
                .rfind(|c: char| !c.is_ascii_digit())
                .map_or(0, |end| end + text[end..].chars().next().map_or(0, char::len_utf8));
            let rest = &text[at + 1..];
            let after = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            format!("{:0>2}:{:0>2}", &text[before..at], &rest[..after])
        })
        .collect();
    <[String; 2]>::try_from(times).ok()
}
