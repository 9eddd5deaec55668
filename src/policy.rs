//! What a project makes of its findings: levels of rules from `kiyaku.yaml`, exceptions from `allow:` in documents.
//!
//! Only what rules find can be changed; a file that cannot be read stays an error.

use crate::diagnostic::{Diagnostic, Rule, nearest};
use crate::model::{Level, Settings, Suppression};
use crate::source::{Sources, Span};
use crate::{rule, say};

rule! {
    /// `allow:` or `kiyaku.yaml` names a rule that does not exist, or one that cannot be turned off.
    ///
    /// The rules that can be changed are those that judge the text. What keeps a file from being read at all, and
    /// characters that would be blank on paper, stay errors.
    pub static UNKNOWN_RULES: Error("unknown-rules") = "\
allow: や kiyaku.yaml に書かれた規則名がないか、水準を変えられない規則です。

変えられるのは、文章の内容についての規則です。ファイルを文書として読めなくする誤りと、紙の上で空白になってしまう文字は、いつもエラーです。";
}

rule! {
    /// An exception (`allow:`) that nothing needs any more.
    ///
    /// The text it excused has been mended or moved. Delete it, so that the next mistake at this place is found.
    pub static UNUSED_SUPPRESSIONS: Warning("unused-suppressions") = "\
allow: で許した問題が、その条項にもうありません。

直したり移したりした後に残ったものです。残しておくと、次に同じ所で起きた誤りを見逃します。消してください。";
}

/// What is left of the findings of rules, and what is wrong with the settings themselves.
pub fn apply(
    settings: &Settings,
    suppressions: &[Suppression],
    adjustable: &[&'static Rule],
    sources: &Sources,
    found: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let named = suppressions
        .iter()
        .map(|one| (&one.rule, one.span))
        .chain(settings.levels.iter().map(|(rule, _, span)| (rule, *span)));
    out.extend(
        named.filter(|(rule, _)| !is_known(rule, adjustable)).map(|(rule, span)| unknown(rule, span, adjustable)),
    );
    let mut used = vec![false; suppressions.len()];
    for diagnostic in found {
        let level = settings.levels.iter().find(|(rule, ..)| rule == diagnostic.rule.name).map(|(_, level, _)| *level);
        let is_adjustable = is_known(diagnostic.rule.name, adjustable);
        let allowed = suppressions.iter().position(|one| is_adjustable && covers(one, &diagnostic));
        if let Some(at) = allowed {
            used[at] = true;
            continue;
        }
        match level.filter(|_| is_adjustable) {
            Some(Level::Off) => {}
            Some(Level::At(severity)) => out.push(Diagnostic { severity, ..diagnostic }),
            None => out.push(diagnostic),
        }
    }
    // A block is read once for every use; what one of its uses needs is needed.
    let place = |span: Span| (sources.path(span), span.start);
    let needed: Vec<_> =
        suppressions.iter().zip(&used).filter(|(_, used)| **used).map(|(one, _)| place(one.span)).collect();
    let idle = suppressions.iter().filter(|one| is_known(&one.rule, adjustable) && !needed.contains(&place(one.span)));
    out.extend(idle.map(unused));
    out
}

fn is_known(name: &str, adjustable: &[&'static Rule]) -> bool {
    adjustable.iter().any(|rule| rule.name == name)
}

fn covers(suppression: &Suppression, diagnostic: &Diagnostic) -> bool {
    let (extent, span) = (suppression.extent, diagnostic.span);
    suppression.rule == diagnostic.rule.name
        && extent.source == span.source
        && extent.start <= span.start
        && span.end <= extent.end
}

fn unknown(name: &str, span: Span, adjustable: &[&'static Rule]) -> Diagnostic {
    let known: Vec<&str> = adjustable.iter().map(|rule| rule.name).collect();
    let help = match nearest(name, &known) {
        Some(near) => say!("「{near}」ではありませんか", "did you mean `{near}`?"),
        None => say!("規則の一覧は kiyaku explain で見られます", "`kiyaku explain` lists the rules"),
    };
    let message = say!("水準を変えられる規則に「{name}」はありません", "there is no rule `{name}` that can be changed");
    UNKNOWN_RULES.at(span, message).help(help)
}

fn unused(suppression: &Suppression) -> Diagnostic {
    let rule = &suppression.rule;
    let message = say!("「{rule}」はここでは見つかりません", "`{rule}` finds nothing here");
    UNUSED_SUPPRESSIONS.at(suppression.span, message).help(say!("この allow を消してください", "delete this exception"))
}
