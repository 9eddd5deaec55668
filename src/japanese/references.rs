//! The grammar of cross-references in contract text: 第６条第１項第２号, 前項各号, 別紙２（題名）, 上記「１－３．…」,
//! 民法第548条の4. It reads one piece of text and says what is cited and how; whether the target exists is for those
//! who know the document.
//!
//! Text becomes tokens (`lexer`); `grammar` walks them and asks, at each, for a mention: a `path` through articles,
//! paragraphs and items, an `annex`, a named `document`, or something `malformed`. Mentions joined by 、 又は 及び から
//! are one group and lend each other what the later ones leave unsaid. Every step forward is over whole tokens, brackets
//! know their partners and every look ahead or back has a limit, so the time is proportional to the length of the text.
mod annex;
mod document;
mod grammar;
mod lexer;
mod malformed;
mod path;
mod scanner;
mod slips;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub use slips::{Slip, scan_slips};

/// Every reference in one paragraph of plain text, in the order of the text. Ranges are bytes of `text`.
pub fn scan(text: &str) -> Vec<Mention> {
    grammar::mentions(text)
}

/// The series and number with which a heading begins, and as it is written: 別表第１　料金, 別表　料金.
pub fn annex_heading(text: &str) -> Option<(Annex, &str)> {
    annex::heading(text)
}

/// One reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The whole reference with its caption, from the first character to the last.
    pub range: Range<usize>,
    pub kind: MentionKind,
    /// Where in the document of `kind`; no steps where the whole is meant.
    pub path: Path,
    /// The quoted title or caption of the target: 第１１条（解約）, 別添「題名」, 【仕様】.
    pub caption: Option<Phrase>,
    /// Set where the reference is one of several: 第１項又は第２項, 第５条から第８条まで.
    pub group: Option<Group>,
}

impl Mention {
    /// 「２．いいえ」 without 上記 or 別紙 may as well be a choice in a form.
    pub fn may_be_a_choice(&self) -> bool {
        let is_single = |step: &Step| {
            step.level == Level::Heading
                && matches!(&step.which, Which::Absolute(Label::Number(number)) if number.branches.is_empty())
        };
        self.kind == MentionKind::Section(Direction::Unstated)
            && matches!(&self.path.steps[..], [step] if is_single(step))
    }

    /// The 仕様 of 【仕様】 and 【仕様】６．: the title of what holds the path, not of what the path leads to.
    pub fn block_title(&self) -> Option<&Phrase> {
        let caption = self.caption.as_ref().filter(|_| matches!(self.kind, MentionKind::Section(_)))?;
        self.path.steps.first().is_none_or(|first| caption.range.start < first.range.start).then_some(caption)
    }
}

/// What the path of a mention starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MentionKind {
    /// The document or annex the text stands in: 第３条, 前項, （４）.
    Provision,
    /// This document by name: 本規約, 本契約第５条.
    Own,
    /// 附則, 附則第２項
    Supplementary,
    /// 別紙２, 別表第１
    Annex(Annex),
    /// A numbered heading or marked item of an annex, or a block with a title: 上記「１－２．題名」, 下記（４）, 【仕様】.
    Section(Direction),
    /// Another document or form in quotation marks; it must exist in the set or be declared external. The title is the
    /// mention's caption.
    Named(NamedKind),
    /// A law or regulation: outside the set. 同法 stays as written; 同条 after a statute's article gets its name.
    Statute(Phrase),
    /// Another document, cited without quotation marks: 他社の規約第３条.
    Foreign(Phrase),
    /// Announces the list that follows, and cites no number: 次のとおり, 以下に掲げる.
    Listing,
    /// Looks like a reference but is miswritten. The path holds what can still be read.
    Malformed(Malformation),
}

/// Words of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Without the brackets around it.
    pub range: Range<usize>,
    pub text: String,
}

/// The way through a document to the place meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path {
    /// From the outside in; each deeper than the one before, subitems excepted.
    pub steps: Vec<Step>,
    pub passage: Option<(Passage, Range<usize>)>,
    /// 以降: the place and all that follow it.
    pub onward: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub level: Level,
    pub which: Which,
    /// Bytes of this step alone: 第３条.
    pub range: Range<usize>,
    /// Said by an earlier member of the group (第３条第１項又は第２項) or before the bracket (第３条（第２項を除く。）);
    /// the range is there.
    pub inherited: bool,
}

/// Kinds of division, from the outside in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// 編
    Part,
    /// 章
    Chapter,
    /// 節
    Section,
    /// 款
    Subsection,
    /// Numbered heading of an annex: １－３．
    Heading,
    /// 条
    Article,
    /// 項
    Paragraph,
    /// 号, or an item cited by its label: （４）
    Item,
    /// イ, （１） or ① below an item
    Subitem,
}

/// Which of the divisions of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// 第３条, １－３．, イ
    Absolute(Label),
    /// 前条 is 1; 前２項 is 2 and means both.
    Previous(u32),
    /// 次条 is 1.
    Next(u32),
    /// 前々項 is 2, 前々々項 is 3: the one so many before, and it alone.
    FartherPrevious(u32),
    /// 次々条: the one after 次条, and it alone
    SecondNext,
    /// 本条, この項
    This,
    /// 同条: the one named last
    Same,
    /// 各号, 前各号, 次の各号
    Each(Extent),
}

/// Which of its siblings an 各 gathers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// 各号
    All,
    /// 前各号
    Before,
    /// 次の各号, 以下の各号
    After,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    Number(Number),
    /// The label of an item without its brackets, in half width: イ, 4, ①, a, ⅱ.
    Mark(String),
}

/// 第９条の２ is 9 with branch 2; １－３． is 1 with branch 3.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number {
    pub main: u32,
    pub branches: Vec<u32>,
}

/// A part of a provision without a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Passage {
    /// 本文
    Main,
    /// ただし書
    Proviso,
    /// 前段
    First,
    /// 中段
    Middle,
    /// 後段
    Latter,
    /// 柱書, 各号列記以外の部分
    Chapeau,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    pub series: AnnexSeries,
    /// `None` where the document has only one: 別紙のとおり.
    pub label: Option<Label>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnnexSeries {
    /// 別紙
    Annex,
    /// 別表
    AppendedTable,
    /// 別添
    Attachment,
    /// 別記
    AppendedNote,
    /// 別図
    AppendedFigure,
    /// 様式
    Form,
    /// 別記様式
    AppendedForm,
    /// 別紙様式
    AnnexForm,
    /// 付属書, 附属書
    Schedule,
    /// 図１
    Figure,
    /// 表１
    Table,
}

impl AnnexSeries {
    /// Stands among the text, and is no paper of its own.
    pub fn is_picture(self) -> bool {
        matches!(self, AnnexSeries::Figure | AnnexSeries::Table)
    }
}

/// Where the text says the place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// 上記, 前記
    Above,
    /// 下記, 後記, 以下
    Below,
    Unstated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NamedKind {
    /// 「…申込書」
    Form,
    /// 別冊「…規約」
    Companion,
    /// 「…規程」第５条
    Document,
}

/// How a reference is miswritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Malformation {
    /// 第第３条
    RepeatedOrdinal,
    /// 第条, 第の規定
    MissingNumber,
    /// 第３条第２の規定
    MissingUnit,
    /// 第各号, 第前項
    StrayOrdinal,
    /// １２条, 第３条２項: 第 is missing
    MissingOrdinal,
    /// 第９９９９９９９９９９９９条
    NumberTooLarge,
    /// 第1十条
    UnreadableNumber,
}

/// The list or range of references a mention belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The whole group, まで included; the same for each of its members.
    pub range: Range<usize>,
    /// How the member follows the one before it; `None` for the first.
    pub join: Option<Join>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Join {
    /// 、 ・
    Comma,
    /// 及び 並びに と
    And,
    /// 又は 若しくは
    Or,
    /// から, ～: everything between is meant too
    Through,
}
