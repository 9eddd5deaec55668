//! 第３８条（免責） where article 38 has another caption.

use crate::analysis::references::{Reference, Target};
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::fold_width;
use crate::japanese::references::MentionKind;
use crate::lint::Subject;
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
        let Some(caption) = &reference.mention.caption else { continue };
        let [target] = reference.targets() else { continue };
        // 第２条第３項（…） explains rather than quotes, unless it is a caption somewhere.
        let is_quoted = reference.mention.path.steps.len() <= 1;
        let Some(actual) = caption_of(subject, *target) else { continue };
        let home = holder_of(subject, target.document, &caption.text);
        let explains = !matches!(reference.mention.kind, MentionKind::Section(_))
            && home.is_none()
            && !resembles(&caption.text, &actual);
        if !is_quoted || same(&caption.text, &actual) || explains {
            continue;
        }
        found.push(mismatch(subject, reference, *target, &actual, home));
    }
}

fn mismatch(
    subject: Subject<'_>,
    reference: &Reference,
    target: Target,
    actual: &str,
    home: Option<Target>,
) -> Diagnostic {
    let written = &reference.written;
    let quoted = reference.mention.caption.as_ref().map(|caption| caption.text.clone()).unwrap_or_default();
    let number = written.split(['（', '(', '「', '【']).next().unwrap_or_default().trim();
    let number = if number.is_empty() { written } else { number };
    let message = say!("{number}の見出しは「{actual}」です", "the caption of {number} is 「{actual}」");
    let right = subject.title(target);
    let help = match home.map(|home| subject.title(home)) {
        Some(other) => say!("{right} か {other} のどちらかにしてください", "write {right} or {other}"),
        None => say!("{right}", "{right}"),
    };
    // A caption that no other provision has and that is nearly right was renamed, not confused.
    let is_certain = home.is_none() && strsim::normalized_damerau_levenshtein(&quoted, actual) >= 0.5;
    let label = say!("「{quoted}」と書かれています", "「{quoted}」 is written here");
    let there = say!("{right} はここです", "{right} is here");
    let diagnostic = MISMATCHED_CAPTIONS.at(reference.span, message).label(label);
    let diagnostic = diagnostic.related(subject.span(target), there).help(help);
    if is_certain { diagnostic.fix(written, &written.replacen(&quoted, actual, 1)) } else { diagnostic }
}

/// The caption of an article, chapter or section, or the title of an annex.
fn caption_of(subject: Subject<'_>, target: Target) -> Option<String> {
    let outline = subject.outline(target.document);
    match target.provision {
        Some(key) => outline.provision(key).caption.clone(),
        None => Some(outline.title.clone()),
    }
}

/// A provision that has the quoted caption.
fn holder_of(subject: Subject<'_>, document: usize, caption: &str) -> Option<Target> {
    let provisions = subject.outline(document).provisions();
    let holder = provisions
        .into_iter()
        .find(|(_, provision)| provision.caption.as_deref().is_some_and(|own| same(own, caption)));
    holder.map(|(key, _)| Target { document, provision: Some(key) })
}

/// Width and white space make no difference.
fn same(one: &str, other: &str) -> bool {
    let fold = |text: &str| text.chars().map(fold_width).filter(|c| !c.is_whitespace()).collect::<String>();
    fold(one) == fold(other)
}

/// Whether a bracket was probably meant to quote the caption: they share most of their characters.
fn resembles(quoted: &str, actual: &str) -> bool {
    let distance = strsim::normalized_damerau_levenshtein(quoted, actual);
    distance >= 0.4 || actual.contains(quoted) || quoted.contains(actual)
}
