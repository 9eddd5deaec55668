//! The indexes that rules and renderers read: numbers, anchors, what a link or reference points to.

mod citation;
mod numbering;
pub mod references;
pub mod terms;
mod tree;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Document, DocumentKind, Edition, Gathered, Id, Key, Link, LinkTarget};
use crate::source::Span;
use crate::{rule, say};

pub use numbering::DEEP_ITEMS;
use references::{References, WrittenOut};
use terms::Terms;
use tree::Tree;

rule! {
    /// Two provisions of one document have the same id, or an id looks like a name made from a number.
    ///
    /// A link could mean either of them, and addresses on the web page would clash. Give one of them another id that
    /// says what the provision is about.
    pub static DUPLICATE_IDS: Error("duplicate-ids") = "\
一つの文書の中で、同じ id が二度使われているか、番号から作られる名前（article-5 など）と重なっています。

リンクがどちらを指すのか決まらず、ウェブページの見出しのアドレスも重なります。一方を、内容を表す別の id にしてください。

    誤: id: fees が二か所にある
    正: id: fees と id: fee-changes";
}

rule! {
    /// An article has a branch number, but there is no article before it to branch from.
    ///
    /// Branch numbers (第９条の２) follow an article, so that inserting one renumbers nothing. Delete `branch` for an
    /// ordinary article, or put the article after the one it belongs to.
    pub static MISPLACED_BRANCHES: Error("misplaced-branches") = "\
枝番号の元になる条が、前にありません。

枝番号（第９条の２）は、ほかの条の番号を変えずに条を差し込むためのもので、元の条のすぐ後に置きます。普通の条なら branch を消し、枝番号の条なら元の条の後に移してください。

    誤: 最初の条に branch: 1
    正: 第９条の次の条に branch: 1（第９条の２になります）";
}

/// What is known about every document of an edition, in their order.
#[derive(Debug)]
pub struct Analysis {
    pub outlines: Vec<Outline>,
    /// Every running text of each document as a reader sees it, in the order of [`Document::gather`].
    pub written: Vec<Vec<WrittenOut>>,
    /// Of each document, in the same order.
    pub references: Vec<References>,
    pub terms: Terms,
}

/// Numbers and anchors of one document.
#[derive(Debug)]
pub struct Outline {
    pub document: String,
    pub title: String,
    /// 別紙１; only annexes have one.
    pub label: Option<String>,
    /// By [`Key`].
    provisions: Vec<Provision>,
    pub tree: Tree,
    /// Every name a link may use, with what it leads to.
    places: BTreeMap<String, Place>,
}

/// A citable part with its number.
#[derive(Debug, Clone)]
pub struct Provision {
    pub kind: ProvisionKind,
    pub parent: Option<Key>,
    /// As shown before its text: 第１２条, ２．, （１）, １－３．; empty for none.
    pub label: String,
    /// Position in the series it belongs to, with branches: [9, 2] is 第９条の２; for a section the path [1, 3].
    pub number: Vec<u32>,
    pub anchor: String,
    /// Whether the anchor is an id that the author gave.
    pub is_named: bool,
    /// Caption or title in plain characters.
    pub caption: Option<String>,
    /// 削除: the number stays, the text is gone.
    pub deleted: bool,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvisionKind {
    Chapter,
    ChapterSection,
    Article,
    /// 項; unnumbered outside articles.
    Paragraph,
    /// 号 at level 0, its subdivisions below.
    Item(usize),
    Bullet,
    Definition,
    /// 図
    Figure,
    Section,
    SupplementaryProvisions,
}

/// What a name leads to.
#[derive(Debug, Clone)]
enum Place {
    Provision(Key),
    Table(TablePlace),
    Note(NotePlace),
}

/// A table with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePlace {
    pub anchor: String,
    pub caption: Option<String>,
}

/// A note that marks lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotePlace {
    pub anchor: String,
    /// ※１
    pub label: String,
}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved<'a> {
    Document(&'a Outline),
    Provision(&'a Outline, Key),
    Table(&'a Outline, &'a TablePlace),
    Note(&'a Outline, &'a NotePlace),
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unresolved {
    NoDocument { name: String, known: Vec<String> },
    NoPlace { document: String, name: String, known: Vec<String> },
}

impl PartialEq for Outline {
    fn eq(&self, other: &Outline) -> bool {
        self.document == other.document
    }
}

impl Eq for Outline {}

impl Outline {
    pub fn provision(&self, key: Key) -> &Provision {
        &self.provisions[key.0 as usize]
    }

    pub fn provisions(&self) -> impl Iterator<Item = (Key, &Provision)> {
        self.provisions.iter().enumerate().map(|(at, provision)| (Key(at as u32), provision))
    }

    /// Whether a provision stands in an article of definitions.
    pub fn defines(&self, key: Key) -> bool {
        self.caption_around(key).is_some_and(|caption| caption.contains("定義"))
    }

    /// Likewise, where the article may also explain words without defining them: 用語.
    pub fn is_glossary(&self, key: Key) -> bool {
        self.defines(key) || self.caption_around(key).is_some_and(|caption| caption.contains("用語"))
    }

    fn caption_around(&self, key: Key) -> Option<&str> {
        let article = self.ancestor(key, ProvisionKind::Article).or_else(|| self.ancestor(key, ProvisionKind::Section));
        article.and_then(|article| self.provision(article).caption.as_deref())
    }

    /// The provision that an anchor or another of its names leads to.
    pub fn find(&self, name: &str) -> Option<Key> {
        match self.places.get(name)? {
            Place::Provision(key) => Some(*key),
            Place::Table(_) | Place::Note(_) => None,
        }
    }

    /// The note that a mark of this name leads to.
    fn note(&self, name: &str) -> Option<&NotePlace> {
        match self.places.get(name)? {
            Place::Note(note) => Some(note),
            Place::Provision(_) | Place::Table(_) => None,
        }
    }

    /// The nearest ancestor of a kind, or the provision itself.
    pub fn ancestor(&self, key: Key, kind: ProvisionKind) -> Option<Key> {
        let mut at = Some(key);
        while let Some(key) = at {
            if self.provision(key).kind == kind {
                return Some(key);
            }
            at = self.provision(key).parent;
        }
        None
    }
}

/// Numbers every document of an edition.
pub fn analyse(edition: &Edition) -> (Analysis, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut annexes = 0;
    let outlines = edition.documents.iter().map(|document| {
        let label = (document.kind == DocumentKind::Annex).then(|| {
            annexes += 1;
            format!("別紙{}", document.notation.digits.format(annexes))
        });
        outline(document, label, &mut diagnostics)
    });
    let outlines = outlines.collect();
    let mut analysis = Analysis { outlines, written: Vec::new(), references: Vec::new(), terms: Terms::default() };
    let gathered: Vec<Gathered<'_>> = edition.documents.iter().map(Document::gather).collect();
    analysis.written = references::written(edition, &gathered, &analysis);
    analysis.references = references::collect(&gathered, &analysis);
    analysis.terms = terms::collect(edition, gathered, &analysis);
    (analysis, diagnostics)
}

fn outline(document: &Document, label: Option<String>, diagnostics: &mut Vec<Diagnostic>) -> Outline {
    let numbered = numbering::number(document, diagnostics);
    let mut places: BTreeMap<String, (Place, Option<Span>)> = BTreeMap::new();
    // Names the author gave come first: a generated name must not take their place.
    for (id, place) in numbered.named {
        let Id { name, span } = id;
        match places.get(&name) {
            Some((_, Some(first))) => diagnostics.push(duplicate_id(&name, span, *first)),
            _ => {
                places.insert(name, (place, Some(span)));
            }
        }
    }
    for (path, key) in numbered.paths {
        match places.get(&path) {
            Some((Place::Provision(named), _)) if *named == key => {}
            Some((_, Some(first))) => diagnostics.push(reserved_id(&path, *first)),
            _ => {
                places.insert(path, (Place::Provision(key), None));
            }
        }
    }
    Outline {
        document: document.id.name.clone(),
        title: undressed(document.title.plain().as_str()).to_owned(),
        label,
        tree: Tree::new(&numbered.provisions),
        provisions: numbered.provisions,
        places: places.into_iter().map(|(name, (place, _))| (name, place)).collect(),
    }
}

fn duplicate_id(name: &str, second: Span, first: Span) -> Diagnostic {
    DUPLICATE_IDS
        .at(second, say!("id「{name}」が二度使われています", "the id `{name}` is used twice"))
        .label(say!("二つ目", "again here"))
        .related(first, say!("一つ目はここです", "first here"))
        .help(say!("どちらかを別の id にしてください", "give one of them another id"))
}

fn reserved_id(name: &str, span: Span) -> Diagnostic {
    DUPLICATE_IDS
        .at(
            span,
            say!("id「{name}」は番号から作られる名前と重なります", "the id `{name}` is also a name made from a number"),
        )
        .help(say!("内容を表す別の語にしてください", "choose a word that says what the provision is about"))
}

impl Analysis {
    pub fn outline(&self, document: &str) -> Option<&Outline> {
        self.outlines.iter().find(|outline| outline.document == document)
    }

    /// Indexes of the annexes in their order: 別紙１ is the first.
    pub fn annexes(&self) -> Vec<usize> {
        (0..self.outlines.len()).filter(|&index| self.outlines[index].label.is_some()).collect()
    }

    /// Where a link in document `from` leads.
    ///
    /// # Errors
    /// What is missing, with the names there are.
    pub fn resolve<'a>(&'a self, from: &'a Outline, target: &LinkTarget) -> Result<Option<Resolved<'a>>, Unresolved> {
        let (document, anchor) = match target {
            LinkTarget::Place { document, anchor } => (document.as_deref(), anchor.as_ref()),
            // Rules about notes say more about one that is not there.
            LinkTarget::Note(name) => return Ok(from.note(name).map(|note| Resolved::Note(from, note))),
            LinkTarget::External(_) => return Ok(None),
        };
        let name = document.unwrap_or(&from.document);
        let outline = self.outline(name).ok_or_else(|| Unresolved::NoDocument {
            name: name.to_owned(),
            known: self.outlines.iter().map(|outline| outline.document.clone()).collect(),
        })?;
        let Some(anchor) = anchor else { return Ok(Some(Resolved::Document(outline))) };
        match outline.places.get(anchor) {
            Some(Place::Provision(key)) => Ok(Some(Resolved::Provision(outline, *key))),
            Some(Place::Table(table)) => Ok(Some(Resolved::Table(outline, table))),
            Some(Place::Note(note)) => Ok(Some(Resolved::Note(outline, note))),
            None => Err(Unresolved::NoPlace {
                document: name.to_owned(),
                name: anchor.clone(),
                known: outline.places.keys().cloned().collect(),
            }),
        }
    }

    /// The text of a link whose author left it to the program: number, or number and caption for （）.
    pub fn link_text(&self, from: &Outline, at: Option<Key>, document: &Document, link: &Link) -> Option<String> {
        let resolved = self.resolve(from, &link.target).ok().flatten()?;
        let written = crate::model::plain_text(&link.text);
        let with_caption = match written.as_str() {
            "" => false,
            "（）" | "()" => true,
            _ => return None,
        };
        Some(citation::Citation { from, at, notation: &document.notation, with_caption }.text(resolved))
    }

    /// How a provision is named within its document: 第２３条第４項, or 第８条 where that has a single paragraph.
    pub fn citation(&self, outline: &Outline, document: &Document, key: Key) -> String {
        let paragraphs = |of: Key| {
            let is_one =
                |provision: &Provision| provision.kind == ProvisionKind::Paragraph && provision.parent == Some(of);
            outline.provisions.iter().filter(|provision| is_one(provision)).count()
        };
        let Provision { kind, parent, .. } = outline.provision(key);
        let whole = parent.filter(|&parent| *kind == ProvisionKind::Paragraph && paragraphs(parent) == 1);
        let target = Resolved::Provision(outline, whole.unwrap_or(key));
        citation::Citation { from: outline, at: None, notation: &document.notation, with_caption: false }.text(target)
    }
}
/// 【サービス仕様】 is cited as 「サービス仕様」, and as 【サービス仕様】 too.
fn undressed(title: &str) -> &str {
    let inner = title.strip_prefix('【').and_then(|rest| rest.strip_suffix('】'));
    inner.filter(|inner| !inner.is_empty() && !inner.contains(['【', '】'])).unwrap_or(title)
}
