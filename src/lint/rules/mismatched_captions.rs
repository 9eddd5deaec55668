//! 第３８条（免責） where article 38 has another caption.

use crate::analysis::ProvisionKind;
use crate::analysis::references::{Reference, Target};
use crate::diagnostic::Diagnostic;
use crate::japanese::characters::{is_kanji, is_katakana};
use crate::japanese::numerals::folded;
use crate::japanese::references::{AnnexSeries, Level, MentionKind};
use crate::lint::Subject;
use crate::lint::wording::is_hiragana;
use crate::{rule, say};

rule! {
    /// A reference quotes a caption, and the provision it cites has another one.
    ///
    /// Either the number or the caption is wrong; a reader cannot tell which. It mostly happens when articles are
    /// inserted or renamed. The finding names the provision that has the quoted caption, if there is one.
    pub static MISMATCHED_CAPTIONS: Error("mismatched-captions") = "\
参照に添えた見出しが、参照先の本当の見出しと違います。

番号と見出しのどちらかが誤りですが、読む人にはどちらか分かりません。条を挿入したり見出しを改めたりした後によく起こります。書かれた見出しをもつ条項がほかにあれば、そちらの番号も示します。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for reference in subject.references() {
        let mention = &reference.mention;
        let Some(caption) = &mention.caption else { continue };
        // 別表第１ is found by a heading that begins with it.
        let is_paper = matches!(&mention.kind, MentionKind::Annex(annex) if annex.series != AnnexSeries::Annex);
        // 「予約利用規約」第３条 quotes the title of the document.
        if is_paper || matches!(mention.kind, MentionKind::Named(_)) {
            continue;
        }
        let [target] = reference.targets() else { continue };
        let (target, is_inner) = quoted_part(subject, reference, *target);
        let target = &target;
        // 【仕様】６． quotes the title of what holds the section; 第２条第３項（…） explains.
        let is_quoted = is_inner
            || mention.path.steps.is_empty()
            || (mention.path.steps.len() == 1 && mention.block_title().is_none());
        let Some(actual) = caption_of(subject, *target) else { continue };
        if !is_quoted || same(&caption.text, &actual) {
            continue;
        }
        let home = holder_of(subject, *target, &caption.text);
        // 「１－３．題名」 and 【題名】 can only be titles; a bracket after an article may be a remark.
        let is_title = !mention.may_be_a_choice()
            && (matches!(mention.kind, MentionKind::Section(_))
                || mention.path.steps.first().is_some_and(|step| step.level == Level::Heading));
        let is_article = target
            .provision
            .is_some_and(|key| subject.outline(target.document).provision(key).kind == ProvisionKind::Article);
        let is_quotation = is_article && looks_like_a_caption(&caption.text);
        if is_title || home.is_some() || resembles(&caption.text, &actual) || is_quotation {
            found.push(mismatch(subject, reference, *target, &actual, home));
        }
    }
}

/// 第６条（利用料金）第３項 and 「３－１．目標」（４） quote the caption of what is named first, not of what follows it.
fn quoted_part(subject: Subject<'_>, reference: &Reference, target: Target) -> (Target, bool) {
    let mention = &reference.mention;
    let ([first, second, ..], Some(caption)) = (&mention.path.steps[..], &mention.caption) else {
        return (target, false);
    };
    let kind = match first.level {
        Level::Article => ProvisionKind::Article,
        Level::Heading => ProvisionKind::Section,
        _ => return (target, false),
    };
    let holder = target.provision.and_then(|key| subject.outline(target.document).ancestor(key, kind));
    let is_before = first.range.end <= caption.range.start && caption.range.end <= second.range.start;
    match holder.filter(|_| is_before) {
        Some(holder) => (Target { provision: Some(holder), ..target }, true),
        None => (target, false),
    }
}

fn mismatch(
    subject: Subject<'_>,
    reference: &Reference,
    target: Target,
    actual: &str,
    home: Option<Target>,
) -> Diagnostic {
    let quoted = reference.mention.caption.as_ref().map(|caption| caption.text.clone()).unwrap_or_default();
    let right = subject.title(target);
    let message = match number(subject, reference, target) {
        Some(number) => say!("{number}の見出しは「{actual}」です", "the caption of {number} is 「{actual}」"),
        None => say!(
            "「{quoted}」はありません。あるのは「{actual}」です",
            "there is no 「{quoted}」; there is 「{actual}」"
        ),
    };
    let help = match home.map(|home| subject.title(home)) {
        Some(other) => say!("{right} か {other} のどちらかにしてください", "write {right} or {other}"),
        None if reference.mention.path.steps.is_empty() => {
            let right = reference.written.replace(&quoted, actual);
            say!("{right}", "{right}")
        }
        None => say!("{right}", "{right}"),
    };
    // A caption that no other provision has and that is nearly right was renamed, not confused.
    let is_certain = home.is_none() && strsim::normalized_damerau_levenshtein(&quoted, actual) >= 0.5;
    let label = say!("「{quoted}」と書かれています", "「{quoted}」 is written here");
    let there = say!("{right}はここです", "{right} is here");
    let diagnostic = MISMATCHED_CAPTIONS.at(reference.span, message).label(label);
    let diagnostic = diagnostic.related(subject.span(target), there).help(help);
    let written = &reference.written;
    if is_certain { diagnostic.fix(written, &written.replacen(&quoted, actual, 1)) } else { diagnostic }
}

/// What the reference cites besides the title: 第３条, 別紙２, １－３．; `None` for 【題名】.
fn number(subject: Subject<'_>, reference: &Reference, target: Target) -> Option<String> {
    match (&reference.mention.kind, target.provision) {
        (MentionKind::Section(_), _) if reference.mention.block_title().is_some() => None,
        (_, Some(key)) if subject.outline(target.document).provision(key).kind == ProvisionKind::Section => {
            Some(subject.number(target.document, key))
        }
        _ => reference.written.split(['（', '(', '「', '【']).next().map(|number| number.trim().to_owned()),
    }
}

/// The caption of an article, chapter or section, or the title of an annex.
fn caption_of(subject: Subject<'_>, target: Target) -> Option<String> {
    let outline = subject.outline(target.document);
    match target.provision {
        Some(key) => outline.provision(key).caption.clone(),
        None => Some(outline.title.clone()),
    }
}

/// What has the quoted caption: a provision of the same document, or another document where one is cited.
fn holder_of(subject: Subject<'_>, Target { document, provision }: Target, caption: &str) -> Option<Target> {
    if provision.is_none() {
        let titled = subject.analysis.outlines.iter().position(|outline| same(&outline.title, caption))?;
        return Some(Target { document: titled, provision: None });
    }
    let provisions = subject.outline(document).provisions();
    let holder = provisions
        .into_iter()
        .find(|(_, provision)| provision.caption.as_deref().is_some_and(|own| same(own, caption)));
    holder.map(|(key, _)| Target { document, provision: Some(key) })
}

fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// How remarks end. A caption seldom does: silence is the smaller mistake.
const REMARKS: [&str; 32] = [
    "場合",
    "部分",
    "関係",
    "準用",
    "改正",
    "改定",
    "改訂",
    "施行",
    "新設",
    "削除",
    "略",
    "抄",
    "参照",
    "現行",
    "当時",
    "全文",
    "全部",
    "一部",
    "後述",
    "前述",
    "上記",
    "下記",
    "重要",
    "本文",
    "前段",
    "後段",
    "該当",
    "限定",
    "別紙",
    "別表",
    "同様",
    "同趣旨",
];
/// What hiragana does in captions: 契約者からの利用契約の解約, サービスの提供に関する責任.
const JOINTS: [&str; 18] = [
    "の",
    "び",
    "びに",
    "は",
    "と",
    "との",
    "への",
    "からの",
    "による",
    "における",
    "に",
    "する",
    "等の",
    "または",
    "および",
    "ならびに",
    "に対する",
    "しくは",
];
/// Characters of a caption.
const SHORTEST: usize = 3;
const LONGEST: usize = 24;

/// Whether a bracket can hardly be anything but a caption: a noun phrase such as 委託の禁止, without the words of remarks.
fn looks_like_a_caption(quoted: &str) -> bool {
    let quoted = folded(quoted);
    let length = quoted.chars().count();
    let is_remark = REMARKS.iter().any(|word| quoted.ends_with(word)) || quoted.starts_with('旧');
    let is_share = quoted.starts_with("一部") || quoted.starts_with("全部");
    let is_plain = quoted.chars().all(|c| is_kanji(c) || is_katakana(c) || is_hiragana(c) || matches!(c, '・' | '、'));
    // 契約者, 有料会員: whom the article is about.
    let is_person = quoted.ends_with(['者', '人', '社', '員', '様', '分', '時', '版', '用']);
    let ends = quoted.chars().next_back().is_some_and(|c| is_kanji(c) || is_katakana(c));
    let is_noun = !quoted.ends_with('等') || length > SHORTEST;
    let mut runs = quoted.split(|c| !is_hiragana(c)).filter(|run| !run.is_empty());
    let is_joined = runs.clone().next().is_some();
    (SHORTEST..=LONGEST).contains(&length)
        && is_plain
        && !is_remark
        && !is_share
        && !is_person
        && ends
        && is_noun
        && (is_joined || length >= 4)
        && runs.all(|run| JOINTS.contains(&run))
}

/// Whether a bracket was probably meant to quote the caption: they share most of their characters.
fn resembles(quoted: &str, actual: &str) -> bool {
    let distance = strsim::normalized_damerau_levenshtein(quoted, actual);
    distance >= 0.4 || actual.contains(quoted) || quoted.contains(actual)
}
