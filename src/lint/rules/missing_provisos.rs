//! 第５条第２項ただし書 where the cited provision has none.

use std::collections::BTreeSet;

use crate::analysis::ProvisionKind;
use crate::analysis::references::Target;
use crate::diagnostic::Diagnostic;
use crate::japanese::references::Passage;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A reference cites the proviso (ただし書) of a provision that has none.
    ///
    /// A proviso begins with ただし. It was removed or moved, or the number is wrong. Cite the provision that has it.
    pub static MISSING_PROVISOS: Error("missing-provisos") = "\
「ただし書」を指しているのに、参照先に「ただし、」で始まる文がありません。

ただし書を削ったか、別の項に移したか、番号が誤っています。ただし書のある条項を指すように直してください。";
}

/// How provisos begin.
const BEGINNINGS: [&str; 3] = ["ただし", "但し", "但"];

/// ただし書 cites one and is none.
fn has_proviso(text: &str) -> bool {
    let begins = |beginning: &str| {
        let mut places = text.match_indices(beginning);
        places.any(|(at, word)| !text[at + word.len()..].trim_start_matches('し').starts_with('書'))
    };
    BEGINNINGS.iter().any(|beginning| begins(beginning))
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    // Of each provision with a proviso, all that hold it: an article may be cited for its paragraph's.
    let mut holders = BTreeSet::new();
    for text in subject.texts() {
        if has_proviso(text.as_str()) {
            let outline = subject.outline(text.document);
            let above = std::iter::successors(Some(text.at), |&key| outline.provision(key).parent);
            holders.extend(above.map(|key| (text.document, key)));
        }
    }
    for reference in subject.references() {
        let [target @ Target { document, provision: Some(key) }] = *reference.targets() else { continue };
        let cites_proviso = matches!(reference.mention.path.passage, Some((Passage::Proviso, _)));
        let kind = subject.outline(document).provision(key).kind;
        let is_text = matches!(kind, ProvisionKind::Article | ProvisionKind::Paragraph | ProvisionKind::Item(_));
        if cites_proviso && is_text && !holders.contains(&(document, key)) {
            let (written, holder) = (&reference.written, subject.title(target));
            let message = say!(
                "「{written}」とありますが、{holder}にただし書がありません",
                "`{written}`: {holder} has no proviso"
            );
            let help = say!("ただし書のある条項を指してください", "cite the provision that has the proviso");
            let there = say!("{holder}はここです", "{holder} is here");
            found.push(MISSING_PROVISOS.at(reference.span, message).related(subject.span(target), there).help(help));
        }
    }
}
