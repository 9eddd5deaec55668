//! The one block tree that HTML, PDF and text all render, so that what a clinic signs and what the web page says
//! cannot differ. Every label in it is already generated; nothing here knows YAML, and no renderer knows the model.

pub mod address;
mod build;
pub mod columns;
mod digest;
mod entry;
mod fields;
mod figure;
pub mod grid;
mod inline;
pub mod label;
mod letter;
#[cfg(test)]
pub mod sample;
mod signature;
mod table;

pub use crate::model::{Align, date};
pub use build::{Context, build, filled, identity};
pub use digest::{digest, hex};
pub use entry::{Entry, EntryKind, has_entries};
pub use fields::ticked;
pub use figure::Figure;

use chrono::NaiveDate;

/// One document, ready to render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    pub identity: Identity,
    pub sheet: Sheet,
    /// What stands before the title, as in a letter; then neither edition nor provider stand below it.
    pub head: Vec<Block>,
    /// Reading order. The title is not among the blocks: it is [`Identity::heading`].
    pub blocks: Vec<Block>,
}

impl Flow {
    /// Edition and provider as they stand below the title; what has a head says there whose it is, and of when.
    pub fn imprint(&self) -> impl Iterator<Item = &str> {
        let lines = [self.identity.edition.as_str(), &self.identity.provider];
        lines.into_iter().filter(|line| self.head.is_empty() && !line.is_empty())
    }
}

/// How the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sheet {
    #[default]
    Portrait,
    /// Upright, for what is filled in.
    Form,
    /// Upright, with the text in two columns. Paper only: pages on the web have one.
    TwoColumns,
    /// Upright, in large type, to be read from some way off. Paper only.
    Poster,
    Landscape,
}

/// What running heads, metadata, file names and the index say about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Document id: the file stem of every output.
    pub document: String,
    /// Set id and title; absent for a document that stands alone.
    pub set: Option<(String, String)>,
    /// 別紙１ for an annex, otherwise nothing.
    pub label: Option<String>,
    pub title: String,
    pub subtitle: Option<String>,
    /// Name of the provider; empty for a document that stands alone.
    pub provider: String,
    /// Revision number (版), as in the set's list of revisions.
    pub revision: Option<String>,
    pub effective: Option<NaiveDate>,
    /// Revision and effective date in the document's own notation: 第3.0版　2026年10月1日施行.
    pub edition: String,
}

impl Identity {
    /// The title as set at the head of the document: 別紙１　サービス仕様.
    pub fn heading(&self) -> String {
        match &self.label {
            Some(label) => format!("{label}　{}", self.title),
            None => self.title.clone(),
        }
    }
}

/// Name of a place in a document: `fees`, `fees.2`, `fees.2.1`. Unique in the document; used as HTML id and PDF destination.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Anchor(pub String);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Section(Section),
    Paragraph(Paragraph),
    List(List),
    Table(Table),
    Boxed(Boxed),
    Figure(Figure),
    Signature(SignatureBlock),
    Entry(Entry),
}

/// A headed part: chapter, article, numbered heading, supplementary provisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub kind: SectionKind,
    pub anchor: Anchor,
    pub heading: Heading,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// 章
    Chapter,
    /// 節 of a chapter
    ChapterSection,
    /// 条
    Article,
    /// Numbered heading of an annex: １－３．
    Section,
    /// 附則
    SupplementaryProvisions,
    /// 改定履歴
    History,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Depth in the outline: 1 is the document's title, so headings here begin at 2. Not limited to 6.
    pub level: u8,
    /// Number with the space or stop that follows it: `第１章　`, `第１条`, `１－３．`; empty for none.
    pub label: String,
    /// With its brackets where it is an article's caption: `（利用料金）`.
    pub title: Vec<Inline>,
}

/// Running text with its number hung before it, and what belongs to it below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    pub anchor: Option<Anchor>,
    /// `２．`; `None` where the paragraph has no number.
    pub label: Option<String>,
    pub align: Align,
    /// May be empty where the paragraph only carries blocks.
    pub text: Vec<Inline>,
    /// Items, tables and notes of this paragraph, set under its text.
    pub blocks: Vec<Block>,
}

impl Paragraph {
    /// Whether it is a line that is a title of what follows.
    pub fn is_title(&self) -> bool {
        matches!(self.text[..], [Inline::Strong(_)])
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub kind: ListKind,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// 号 and its subdivisions: numbered, cited.
    Items,
    /// ・
    Bullets,
    /// Ｑ１, Ａ１ in turns.
    Questions,
    /// ※ below a paragraph or table; set smaller.
    Notes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    pub anchor: Option<Anchor>,
    /// `（１）`, `ア`, `・`, `※１`.
    pub label: String,
    /// The first is the item's text.
    pub blocks: Vec<Block>,
}

/// A framed notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boxed {
    /// Empty for none.
    pub title: Vec<Inline>,
    pub blocks: Vec<Block>,
}

/// How a table looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableStyle {
    Ruled,
    /// Labels and what they stand for, without rules.
    Facts,
}

/// A table. Every row covers every column, counting cells that reach down from rows above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub anchor: Option<Anchor>,
    pub style: TableStyle,
    pub caption: Vec<Inline>,
    pub columns: Vec<Column>,
    /// Repeated on every page the table reaches.
    pub head: Vec<Row>,
    pub groups: Vec<RowGroup>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Relative width the author asked for; `None`: from the content.
    pub weight: Option<u16>,
    pub align: Align,
}

/// Rows under one group heading, or all rows of a table without groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowGroup {
    /// Set across all columns above its rows; empty for none.
    pub heading: Vec<Inline>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Columns and rows covered, at least 1.
    pub columns: u16,
    pub rows: u16,
    /// A heading of its row or, in the table's head, of its column.
    pub is_heading: bool,
    pub blocks: Vec<Block>,
}

/// Where one party signs, on paper or electronically.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureBlock {
    /// Name of the field in the PDF: unique in the document.
    pub id: String,
    pub party: Vec<Inline>,
    /// Whether there is a line for the date.
    pub has_date: bool,
    pub lines: Vec<SignatureLine>,
    pub has_seal: bool,
}

/// One line to fill in or filled in already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    pub label: String,
    /// Empty where it is to be written.
    pub value: Vec<Inline>,
}

/// What stands where the seal goes.
pub const SEAL: &str = "印";

impl SignatureBlock {
    /// What follows the blanks of the date.
    pub const DATE: [&str; 3] = ["年", "月", "日"];

    /// Its name on the web page; no author's id has a dot.
    pub fn anchor(&self) -> String {
        format!("signature.{}", self.id)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    /// What a comparison of revisions points out.
    Underline(Vec<Inline>),
    Link {
        target: Target,
        text: Vec<Inline>,
    },
    /// A line break the author asked for.
    Break,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A place in this document.
    Anchor(Anchor),
    /// A note in this document; the text is its mark.
    Note(Anchor),
    /// Another document of the set, and a place in it.
    Document { document: String, folder: Folder, anchor: Option<Anchor> },
    /// https: or mailto:, checked.
    External(String),
}

/// Where the file of another document lies, seen from the document that leads to it. Forms have a folder of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Folder {
    #[default]
    Same,
    /// From a form to a document of the contract.
    Above,
    /// From a document of the contract to a form.
    Forms,
}

impl Folder {
    /// Before the name of the file; a path on every system and a relative address.
    pub fn prefix(self) -> &'static str {
        match self {
            Folder::Same => "",
            Folder::Above => "../",
            Folder::Forms => "forms/",
        }
    }
}

/// The text of inlines without their markup; a break becomes a line feed.
pub fn plain_text(inlines: &[Inline]) -> String {
    fn push(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => out.push_str(text),
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::Underline(inner)
                | Inline::Link { text: inner, .. } => push(inner, out),
                Inline::Break => out.push('\n'),
            }
        }
    }
    let mut out = String::new();
    push(inlines, &mut out);
    out
}
