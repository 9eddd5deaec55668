//! Documents of a set as contract drafters know them, each part with its place in the file.
//!
//! The names follow the e-Gov law schema. Nothing is numbered here: numbers come from positions, in `analysis`.

mod charge;
pub mod date;
mod expression;
mod figure;
mod form;
mod letter;
mod notation;
mod period;
mod prose;
mod record;
mod set;
mod settings;
mod signature;
mod visit;

use chrono::NaiveDate;

use crate::source::Span;

pub use charge::{
    Basis, Charge, DayCount, Hours, Interest, LastDay, Metered, Metering, Promises, Rate, RemainingMonths, Rounding,
    Window, WindowDays,
};
pub use expression::Expression;
pub use figure::{
    Connection, Connector, Diagram, Figure, InformationFlow, Minute, Node, Picture, Side, Stated, Step, Timeline,
};
pub use form::{
    Answers, Basis as FormBasis, Field, FieldKind, Form, FormEvent, Limits, NumberPart, NumberPattern, Parts,
};
pub use letter::{Letter, Salutation};
pub use notation::{CaptionStyle, Digits, LabelStyle, Notation, SectionStyle};
pub use period::{Amount, Count, Direction, FirstDay, Period, Roll};
pub use prose::{Inline, Link, LinkTarget, Prose, plain_text};
pub use record::{Record, Value};
pub use set::{
    Calendar, ChangeReason, Channel, Companion, Days, External, ExternalForm, FormBinding, Provider, Revision, Set,
    YearlyDays,
};
pub use settings::{ComparisonSettings, Level, NotationChanges, OldColumn, Settings, Suppression};
pub use signature::{Party, SignatureBlock};
pub use visit::Gathered;

/// A name the author gives: lower-case letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    pub name: String,
    pub span: Span,
}

/// Index of a citable part in its document, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub u32);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub kind: DocumentKind,
    pub id: Id,
    pub title: Prose,
    pub subtitle: Option<Prose>,
    pub notation: Notation,
    /// How the text stands on paper.
    pub columns: Columns,
    /// Only in a letter.
    pub letter: Option<Letter>,
    pub preamble: Vec<Paragraph>,
    pub body: Body,
    pub supplementary: Vec<SupplementaryProvisions>,
    /// Whether the set's revision history is drawn at the end.
    pub history: bool,
    /// ※ at the end, on the whole document: a paragraph without text.
    pub notes: Option<Paragraph>,
    /// 以上
    pub closing: Option<Prose>,
    /// In the order in which they stand, one below the other.
    pub signatures: Vec<SignatureBlock>,
    /// 奥付: what stands below all of it, such as when it was made and amended, and whom to ask.
    pub colophon: Vec<Paragraph>,
    /// What its provisions allow.
    pub suppressions: Vec<Suppression>,
    /// What makes it a form; `None` for a document of the contract.
    pub form: Option<Form>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// 規約
    Terms,
    /// 別紙
    Annex,
    /// 仕様書
    Specification,
    /// サービスレベル合意書
    Sla,
    /// サービス仕様適合開示書
    Disclosure,
    /// 契約前確認書
    Checklist,
    /// 方針
    Policy,
    /// 書簡
    Letter,
    /// 通知
    Notice,
    /// 申込書、届出書、同意書
    Form,
    /// 証明書
    Certificate,
    /// 掲示物
    Poster,
}

/// Columns of text on a page of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Columns {
    #[default]
    One,
    Two,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Chapters(Vec<Chapter>),
    Articles(Vec<Article>),
    Sections(Vec<Section>),
}

/// 章
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    pub key: Key,
    pub id: Option<Id>,
    pub title: Prose,
    pub deleted: bool,
    pub parts: ChapterParts,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChapterParts {
    Articles(Vec<Article>),
    Sections(Vec<ChapterSection>),
}

/// 節 of a chapter
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterSection {
    pub key: Key,
    pub id: Option<Id>,
    pub title: Prose,
    pub articles: Vec<Article>,
    pub span: Span,
}

/// 条
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub key: Key,
    pub id: Option<Id>,
    /// 見出し, without brackets; absent in an article that is 削除, or has its number alone.
    pub caption: Option<Prose>,
    /// What notice rules govern.
    pub subject: Option<Id>,
    /// 0 for 第９条, 1 for 第９条の２, 2 for 第９条の２の２.
    pub branch: u8,
    /// 削除: the number stays, the text is gone.
    pub deleted: bool,
    pub paragraphs: Vec<Paragraph>,
    pub span: Span,
}

/// 項, or an unnumbered paragraph of a preamble or section
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    pub key: Key,
    pub id: Option<Id>,
    /// Set on the line of its number.
    pub title: Option<Prose>,
    /// Empty where the paragraph only holds a table or a list.
    pub text: Prose,
    pub deleted: bool,
    pub content: Content,
    pub promises: Promises,
    pub span: Span,
}

/// What may stand under the text of a paragraph, item or cell, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// Labels and what they stand for: 日時　１２月１日
    pub facts: Vec<Fact>,
    pub items: Vec<Item>,
    /// ・
    pub bullets: Vec<Item>,
    pub questions: Vec<Question>,
    pub definitions: Vec<Definition>,
    pub table: Option<Table>,
    /// A figure, a QR code, or both.
    pub figures: Vec<Figure>,
    /// Of a form, by name: a table of labels and blanks.
    pub fields: Vec<Id>,
    pub boxed: Option<Boxed>,
    /// ※
    pub notes: Vec<Note>,
    /// Goes on below all of these.
    pub text_after: Vec<TextAfter>,
}

/// Text that goes on after a list or table, without a number of its own, and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAfter {
    pub text: Prose,
    pub content: Content,
}

/// ※ below what it is about; one with an id is found by its marks in the text: `[^id]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub id: Option<Id>,
    pub text: Prose,
}

/// A line of a key-value block
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: Prose,
    pub text: Prose,
    pub content: Content,
}

/// Ｑ and Ａ
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub question: Item,
    pub answer: Item,
}

/// 囲み: what must not be missed, in a frame
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boxed {
    pub title: Option<Prose>,
    pub paragraphs: Vec<Paragraph>,
}

/// 号, a subdivision of it (イロハ), or a bullet
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub key: Key,
    pub id: Option<Id>,
    pub title: Option<Prose>,
    pub text: Prose,
    pub deleted: bool,
    pub content: Content,
    pub promises: Promises,
    pub span: Span,
}

/// A row of a definition table
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub key: Key,
    /// At least one; two may share a row.
    pub terms: Vec<Prose>,
    pub meaning: Prose,
    pub content: Content,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub id: Option<Id>,
    pub caption: Option<Prose>,
    pub columns: Vec<Column>,
    /// How many leading columns are headings of their rows.
    pub row_heads: u16,
    /// How rows are numbered, if they are: the label stands before the first cell.
    pub row_labels: Option<LabelStyle>,
    pub groups: Vec<RowGroup>,
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: Prose,
    /// Relative width.
    pub width: Option<u16>,
    pub align: Align,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Start,
    Center,
    End,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowGroup {
    pub heading: Option<Prose>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub text: Prose,
    /// Columns and rows covered, at least 1.
    pub columns: u16,
    pub rows: u16,
    pub content: Content,
}

/// Numbered heading of an annex: １－３．
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub key: Key,
    pub id: Option<Id>,
    pub title: Prose,
    /// What notice rules govern; it holds for the headings below as well.
    pub subject: Option<Id>,
    pub paragraphs: Vec<Paragraph>,
    pub sections: Vec<Section>,
    pub span: Span,
}

/// 附則
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementaryProvisions {
    pub key: Key,
    pub title: Option<Prose>,
    pub effective: Option<NaiveDate>,
    pub parts: SupplementaryParts,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupplementaryParts {
    Paragraphs(Vec<Paragraph>),
    Articles(Vec<Article>),
}

impl DocumentKind {
    /// Names in the source format.
    pub const NAMES: [(&'static str, DocumentKind); 12] = [
        ("terms", DocumentKind::Terms),
        ("annex", DocumentKind::Annex),
        ("specification", DocumentKind::Specification),
        ("sla", DocumentKind::Sla),
        ("disclosure", DocumentKind::Disclosure),
        ("checklist", DocumentKind::Checklist),
        ("policy", DocumentKind::Policy),
        ("letter", DocumentKind::Letter),
        ("notice", DocumentKind::Notice),
        ("form", DocumentKind::Form),
        ("certificate", DocumentKind::Certificate),
        ("poster", DocumentKind::Poster),
    ];
}

/// The documents of a set that are in force together from one day; or one document that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Those of the contract in the set's order, then the forms in theirs; only those that could be read.
    pub documents: Vec<Document>,
    /// The set's entry for this edition.
    pub revision: Option<Revision>,
    /// Whether all its files could be read. What refers to the rest of an edition cannot be judged before.
    pub is_whole: bool,
}

impl Edition {
    /// The documents that make the contract: all but the forms. They come first, so that an index into them is one into
    /// all documents.
    pub fn contract(&self) -> &[Document] {
        let first_form = self.documents.iter().position(|document| document.form.is_some());
        &self.documents[..first_form.unwrap_or(self.documents.len())]
    }

    pub fn forms(&self) -> &[Document] {
        &self.documents[self.contract().len()..]
    }
}
