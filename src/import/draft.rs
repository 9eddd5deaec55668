//! What import has understood of a manuscript: a tree a document, every part with its words and their lines, labels
//! included. Nothing is worded anew here, and the parts stand in the order of the original.

use chrono::NaiveDate;

use super::label::Style;
use super::manuscript::{FootNote, Remark, Table, Written};
use crate::model::DocumentKind;

/// Documents that belong together, and what they say about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafts {
    /// At least one.
    pub documents: Vec<Draft>,
    /// Who provides what the documents are about: 〇〇株式会社（以下「当社」…
    pub provider: Option<Written>,
    /// Newest first; at least one.
    pub revisions: Vec<Revision>,
    pub remarks: Vec<Remark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// As printed: 2.00
    pub number: String,
    pub effective: NaiveDate,
    /// Of what the original says; `None` where it names no day.
    pub line: Option<u32>,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub kind: DocumentKind,
    pub id: String,
    /// What stands above the title: ２０２１年１０月１日現在
    pub above: Vec<Written>,
    /// 別紙１, which the program writes.
    pub label: Option<Written>,
    /// `None` where the original has none.
    pub title: Option<Written>,
    pub subtitle: Option<Written>,
    pub letter: Option<Letter>,
    pub preamble: Vec<Entry>,
    /// Chapters, articles or sections, all of one kind; none where the document has no headings.
    pub divisions: Vec<Division>,
    pub supplementary: Vec<Division>,
    /// 以上
    pub closing: Option<Written>,
    /// What stands after 以上.
    pub colophon: Vec<Entry>,
    /// Called from headings.
    pub notes: Vec<FootNote>,
}

/// What stands around the text of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub number: Option<Written>,
    pub date: (Written, NaiveDate),
    pub to: Written,
    pub sender: Vec<Written>,
    /// 拝啓
    pub opening: Written,
    /// 敬具
    pub closing_word: Written,
    /// 記
    pub enumeration: Option<Written>,
}

/// A heading with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    pub kind: DivisionKind,
    /// 第１２条, １－３．; `None` for a heading without a number.
    pub label: Option<Written>,
    pub caption: Option<Caption>,
    pub entries: Vec<Entry>,
    pub divisions: Vec<Division>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DivisionKind {
    Chapter,
    /// 節 of a chapter
    ChapterSection,
    /// Its number with its branches: 第９条の２ is 9, 2.
    Article(Vec<u32>),
    Section,
    Supplementary,
}

/// 見出し of an article, title of anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// As it stands, with its brackets.
    pub text: Written,
    pub brackets: Option<(char, char)>,
    pub place: CaptionPlace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptionPlace {
    /// Directly behind the label.
    Joined,
    /// Behind a space.
    Spaced,
    /// On the line before the label.
    Before,
    /// On the line after the label.
    Below,
}

/// A paragraph, an item or a bullet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    pub label: Option<EntryLabel>,
    pub title: Option<Written>,
    /// One for each paragraph of the original.
    pub text: Vec<Written>,
    pub parts: Vec<Part>,
    /// Called from the texts.
    pub notes: Vec<FootNote>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLabel {
    pub written: Written,
    pub kind: EntryLabelKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryLabelKind {
    /// ２．, （１）, ア
    Number(Style, u32),
    /// ・
    Bullet(char),
    /// ※, ※１
    Note(Option<u32>),
}

/// What stands below a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Items(Vec<Entry>),
    Bullets(Vec<Entry>),
    Notes(Vec<Entry>),
    Table(Table),
    /// Text that goes on after items, tables or notes: one for each paragraph of the original.
    Text(Vec<Written>),
}

impl Part {
    /// Its place among the parts of one entry in the source format: they stand in this order, each once.
    pub fn rank(&self) -> u8 {
        match self {
            Part::Items(_) => 0,
            Part::Bullets(_) => 1,
            Part::Table(_) => 2,
            Part::Notes(_) => 3,
            Part::Text(_) => 4,
        }
    }
}

impl Entry {
    pub fn of(text: Written) -> Entry {
        Entry { text: vec![text], ..Entry::default() }
    }

    /// Every stretch of text in it, in the order of the original.
    pub fn texts(&self) -> Vec<&Written> {
        let mut texts = Vec::new();
        self.collect(&mut texts);
        texts
    }

    fn collect<'e>(&'e self, texts: &mut Vec<&'e Written>) {
        texts.extend(self.label.iter().map(|label| &label.written));
        texts.extend(self.title.iter().chain(&self.text));
        for part in &self.parts {
            match part {
                Part::Items(entries) | Part::Bullets(entries) | Part::Notes(entries) => {
                    entries.iter().for_each(|entry| entry.collect(texts));
                }
                Part::Table(table) => {
                    let cells = table.rows.iter().flatten();
                    texts.extend(cells.flat_map(|cell| &cell.passages).map(|passage| &passage.text));
                }
                Part::Text(lines) => texts.extend(lines),
            }
        }
    }
}

impl Caption {
    /// Without its brackets.
    pub fn words(&self) -> Written {
        let text = self.text.as_str();
        match self.brackets {
            Some((open, close)) => self.text.part(open.len_utf8()..text.len() - close.len_utf8()),
            None => self.text.clone(),
        }
    }
}

impl Division {
    fn collect<'d>(&'d self, texts: &mut Vec<&'d Written>) {
        let caption = self.caption.as_ref().map(|caption| &caption.text);
        let is_before = self.caption.as_ref().is_some_and(|caption| caption.place == CaptionPlace::Before);
        let heading = if is_before { [caption, self.label.as_ref()] } else { [self.label.as_ref(), caption] };
        texts.extend(heading.into_iter().flatten());
        self.entries.iter().for_each(|entry| entry.collect(texts));
        self.divisions.iter().for_each(|division| division.collect(texts));
    }
}

impl Draft {
    /// Every stretch of text in it, in the order of the original.
    pub fn texts(&self) -> Vec<&Written> {
        let mut texts: Vec<&Written> = self.above.iter().collect();
        if let Some(letter) = &self.letter {
            texts.extend(letter.number.iter().chain([&letter.date.0, &letter.to]).chain(&letter.sender));
        }
        texts.extend(self.label.iter().chain(&self.title).chain(&self.subtitle));
        texts.extend(self.letter.iter().map(|letter| &letter.opening));
        self.preamble.iter().for_each(|entry| entry.collect(&mut texts));
        if let Some(letter) = &self.letter {
            texts.extend([&letter.closing_word].into_iter().chain(&letter.enumeration));
        }
        self.divisions.iter().chain(&self.supplementary).for_each(|division| division.collect(&mut texts));
        texts.extend(&self.closing);
        self.colophon.iter().for_each(|entry| entry.collect(&mut texts));
        texts
    }
}
