//! How findings name provisions and levels.

use crate::analysis::references::Target;
use crate::analysis::{Outline, Provision, ProvisionKind};
use crate::japanese::references::Level;
use crate::lint::Subject;
use crate::model::{Digits, Key};
use crate::source::Span;

/// 条, 項, 号 …
pub fn level(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Part => ("編", "part"),
        Level::Chapter => ("章", "chapter"),
        Level::Section => ("節", "section"),
        Level::Subsection => ("款", "subsection"),
        Level::Heading => ("見出し", "section"),
        Level::Article => ("条", "article"),
        Level::Paragraph => ("項", "paragraph"),
        Level::Item => ("号", "item"),
        Level::Subitem => ("号の細分", "subitem"),
    }
}

impl<'a> Subject<'a> {
    pub fn outline(&self, document: usize) -> &'a Outline {
        &self.analysis.outlines[document]
    }

    /// Number and caption of a provision, or title of a document: 第１２条（損害賠償）, 別紙２（料金表）.
    pub fn title(&self, target: Target) -> String {
        let outline = self.outline(target.document);
        let title = &outline.title;
        let Some(key) = target.provision else {
            return outline.label.as_ref().map_or_else(|| title.clone(), |label| format!("{label}（{title}）"));
        };
        let provision = outline.provision(key);
        match (&provision.caption, provision.kind) {
            (Some(caption), ProvisionKind::Section) => format!("「{}{caption}」", provision.label),
            (Some(caption), ProvisionKind::Chapter) => format!("{}　{caption}", provision.label),
            (Some(caption), ProvisionKind::Article) => format!("{}（{caption}）", provision.label),
            _ => self.number(target.document, key),
        }
    }

    /// 第１２条第３項, 第３項第１号
    pub fn number(&self, document: usize, key: Key) -> String {
        let outline = self.outline(document);
        let provision = outline.provision(key);
        let own = number(provision, self.edition.documents[document].notation.digits);
        match provision.parent {
            Some(parent)
                if !matches!(
                    provision.kind,
                    ProvisionKind::Article | ProvisionKind::Chapter | ProvisionKind::Section | ProvisionKind::Figure
                ) =>
            {
                format!("{}{own}", self.number(document, parent))
            }
            _ => own,
        }
    }

    /// Where a target is written; a whole document is its title.
    pub fn span(&self, target: Target) -> Span {
        match target.provision {
            Some(key) => self.outline(target.document).provision(key).span,
            None => self.edition.documents[target.document].title.span,
        }
    }
}

fn number(provision: &Provision, digits: Digits) -> String {
    let first = digits.format(provision.number.first().copied().unwrap_or_default());
    match provision.kind {
        ProvisionKind::Paragraph => format!("第{first}項"),
        ProvisionKind::Item(0) | ProvisionKind::Definition => format!("第{first}号"),
        ProvisionKind::SupplementaryProvisions => "附則".to_owned(),
        ProvisionKind::Section if provision.label.is_empty() => {
            format!("「{}」", provision.caption.as_deref().unwrap_or_default())
        }
        _ => provision.label.clone(),
    }
}
