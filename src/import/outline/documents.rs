//! Where one document ends and the next begins, and what stands around the text of each: title, day, letterhead, 以上.

use chrono::NaiveDate;

use super::entries::{self, Paragraphs, label_of};
use super::{contract, sections, words};
use crate::import::draft::{Draft, Entry, Letter};
use crate::import::label::LabelKind;
use crate::import::manuscript::{Block, Passage, Remark, RemarkKind, Written};
use crate::japanese::eras::scan_dates;
use crate::model::DocumentKind;

/// Lines before the first heading of a letter that may be its number, date, addressee, sender and title.
const LONGEST_LETTERHEAD: usize = 16;

pub(super) fn read(blocks: &[Block], remarks: &mut Vec<Remark>) -> Vec<Draft> {
    let mut starts = starts(blocks);
    starts.push(blocks.len());
    let mut documents: Vec<Draft> = Vec::new();
    for pair in starts.windows(2) {
        let annexes = documents.iter().filter(|document| document.kind == DocumentKind::Annex).count();
        let document = document(&blocks[pair[0]..pair[1]], annexes as u32 + 1, remarks);
        documents.push(document);
    }
    name(&mut documents);
    documents
}

fn text(block: &Block) -> Option<&str> {
    match block {
        Block::Passage(passage) => Some(passage.text.as_str()),
        Block::Table(_) | Block::Break => None,
    }
}

/// The first block of each document; the first of all is 0.
fn starts(blocks: &[Block]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut state = State::default();
    for (at, block) in blocks.iter().enumerate() {
        let Some(written) = text(block) else { continue };
        let begins = state.begins(blocks, at, written);
        if let Some(start) = begins.filter(|&start| start > 0 && !starts.contains(&start)) {
            starts.push(start);
            state = State { brackets: state.brackets, ..State::default() };
        }
        state.pass(block, written);
    }
    starts.retain(|&start| start == 0 || blocks[start..].iter().any(|block| text(block).is_some()));
    without_empty(blocks, starts)
}

/// A list of annexes is no row of documents: what holds nothing but its title belongs to the one before.
fn without_empty(blocks: &[Block], starts: Vec<usize>) -> Vec<usize> {
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([blocks.len()]).collect();
    let has_body = |(&start, &end): (&usize, &usize)| end - start > 1 || start == 0;
    starts.iter().zip(&ends).filter(|&pair| has_body(pair)).map(|(&start, _)| start).collect()
}

/// What the document has had so far.
#[derive(Default)]
struct State {
    /// The number of the last article.
    article: u32,
    in_supplementary: bool,
    is_closed: bool,
    /// Round the first title of all: 【サービス利用規約】. Another title begins another document; other brackets have headings.
    brackets: Option<(char, char)>,
    /// Sentences, headings with numbers.
    has_text: bool,
}

impl State {
    /// Where the document begins to which this line belongs, if it begins another.
    fn begins(&self, blocks: &[Block], at: usize, written: &str) -> Option<usize> {
        if words::annex_label(written).is_some() && self.has_text {
            return Some(at);
        }
        let next = blocks.get(at + 1).and_then(text).unwrap_or_default();
        let is_title = words::is_document_title(written);
        let is_bracketed = words::bracketed(written).is_some_and(|brackets| self.brackets == Some(brackets));
        if self.has_text
            && words::is_as_of(written)
            && words::is_document_title(next)
            && words::bracketed(next).is_some()
        {
            return Some(at);
        }
        let is_begun = self.has_text && is_title && label_of(&blocks[at]).is_none();
        if is_begun && (is_bracketed || self.is_closed) {
            return Some(at);
        }
        let is_after_closing = at > 0 && text(&blocks[at - 1]).is_some_and(words::is_closing);
        if is_after_closing && may_be_title(&blocks[at]) && counts_from_one(&blocks[at + 1..]) {
            return Some(at);
        }
        if label_of(&blocks[at]).is_some_and(|label| label.kind == LabelKind::Article(vec![1]))
            && self.article > 1
            && !self.in_supplementary
        {
            return titled_before(blocks, at);
        }
        None
    }

    fn pass(&mut self, block: &Block, written: &str) {
        if let Some(LabelKind::Article(numbers)) = label_of(block).map(|label| label.kind) {
            self.article = numbers[0];
        }
        if !self.has_text && self.brackets.is_none() && words::is_document_title(written) {
            // （…） is the caption of an article.
            self.brackets = words::bracketed(written).filter(|(open, _)| !"（(".contains(*open));
        }
        self.in_supplementary |= words::is_supplementary(written);
        self.is_closed |= words::is_closing(written);
        self.has_text |= written.contains('。') || self.article > 0 || words::is_closing(written);
    }
}

/// A line behind 以上 that is no heading of what belongs to the document before.
fn may_be_title(block: &Block) -> bool {
    let is_own =
        |text: &str| ["履歴", "経緯", "問合", "問い合わせ", "連絡先", "窓口"].iter().any(|word| text.contains(word));
    let is_title = |text: &str| entries::is_like_a_title(text) && !words::is_as_of(text) && !is_own(text);
    label_of(block).is_none() && text(block).is_some_and(is_title)
}

/// Whether numbered headings begin within a few lines.
fn counts_from_one(blocks: &[Block]) -> bool {
    blocks.iter().take(6).filter_map(label_of).any(|label| match label.kind {
        LabelKind::Chapter(number) => number == 1,
        LabelKind::Article(numbers) | LabelKind::Section(numbers) => numbers.iter().all(|&number| number == 1),
        LabelKind::Item(readings) => readings.iter().any(|reading| reading.number == 1),
        _ => false,
    })
}

/// The title above 第１条 that stands there again; `None` where there is none.
fn titled_before(blocks: &[Block], at: usize) -> Option<usize> {
    let is_above = |block: &Block| {
        let label = label_of(block).map(|label| label.kind);
        text(block).is_some_and(entries::is_like_a_title)
            && matches!(label, None | Some(LabelKind::Chapter(1) | LabelKind::ChapterSection(1)))
    };
    let above = blocks[..at].iter().rev().take(4).take_while(|block| is_above(block)).count();
    let lines = &blocks[at - above..at];
    let title = lines.iter().position(|block| text(block).is_some_and(words::is_document_title))?;
    Some(at - above + title)
}

fn document(blocks: &[Block], annex: u32, remarks: &mut Vec<Remark>) -> Draft {
    let (main, closing, after) = closed(blocks);
    let (mut head, used) = head(main, annex);
    let mut main = &main[used..];
    let mut greeting = Vec::new();
    if let Some((letter, preamble, used)) = letter(&mut head, main) {
        (head.letter, greeting, main) = (Some(letter), preamble, &main[used..]);
    }
    let contract = contract::read(main, remarks);
    let is_contract = contract.is_some();
    let body = contract.unwrap_or_else(|| {
        let sections::Sections { preamble, divisions, notes } = sections::read(main, remarks);
        contract::Contract { preamble, divisions, supplementary: Vec::new(), notes }
    });
    let mut draft = Draft {
        kind: kind(&head, is_contract),
        id: String::new(),
        above: head.above,
        label: head.label,
        title: head.title,
        subtitle: head.subtitle,
        letter: head.letter,
        preamble: greeting,
        divisions: body.divisions,
        supplementary: body.supplementary,
        closing,
        colophon: entries::read(after, Paragraphs::Plain, remarks),
        notes: body.notes,
    };
    draft.preamble.extend(body.preamble);
    if !is_contract && draft.divisions.is_empty() && draft.letter.is_none() {
        let line = blocks.iter().find_map(|block| match block {
            Block::Passage(passage) => Some(passage.text.first_line()),
            _ => None,
        });
        let text = "条も見出しも見つからないため、本文だけの文書として取り込みました".to_owned();
        remarks.push(Remark { kind: RemarkKind::Doubtful, line: line.unwrap_or(0), text });
    }
    draft
}

/// What stands before 以上, that word, and what stands after it; without it, the days of the editions at the end.
fn closed(blocks: &[Block]) -> (&[Block], Option<Written>, &[Block]) {
    let is_heading = |block: &Block| {
        let kind = label_of(block).map(|label| label.kind);
        matches!(kind, Some(LabelKind::Article(_) | LabelKind::Chapter(_) | LabelKind::Section(_)))
    };
    let last_heading = blocks.iter().rposition(is_heading).unwrap_or(0);
    let closing = blocks.iter().rposition(|block| text(block).is_some_and(words::is_closing));
    match closing.filter(|&at| at >= last_heading).map(|at| (at, &blocks[at])) {
        Some((at, Block::Passage(passage))) => (&blocks[..at], Some(passage.text.clone()), &blocks[at + 1..]),
        _ => {
            let is_dated = |block: &&Block| text(block).is_some_and(words::is_as_of);
            let dated = blocks.iter().rev().take_while(is_dated).count();
            let (main, after) = blocks.split_at(if dated < blocks.len() { blocks.len() - dated } else { dated });
            (main, None, after)
        }
    }
}

#[derive(Default)]
struct Head {
    above: Vec<Written>,
    label: Option<Written>,
    /// 別添, 別表: the label as it stands, where the program would write another.
    has_other_label: bool,
    /// That label stands on a line of its own, above the title.
    is_bare_label: bool,
    title: Option<Written>,
    subtitle: Option<Written>,
    letter: Option<Letter>,
}

/// Day, title and subtitle, and how many blocks they take.
fn head(blocks: &[Block], annex: u32) -> (Head, usize) {
    let mut head = Head::default();
    let mut used = 0;
    for block in blocks {
        let Block::Passage(passage) = block else { break };
        let written = passage.text.as_str();
        let is_line = entries::is_like_a_title(written) || (written.chars().count() <= 80 && !written.contains('。'));
        let is_labelled = label_of(block).is_some() && passage.heading != Some(1) && !words::is_as_of(written);
        let is_other = is_labelled || words::is_supplementary(written) || words::is_contents(written);
        if !is_line
            || is_other
            || words::salutation(written).is_some()
            || !head.takes(passage, annex, blocks.get(used + 1))
        {
            break;
        }
        used += 1;
    }
    (head, used)
}

impl Head {
    fn takes(&mut self, passage: &Passage, annex: u32, next: Option<&Block>) -> bool {
        let written = passage.text.as_str();
        if words::is_as_of(written) {
            match self.title {
                None => self.above.push(passage.text.clone()),
                Some(_) if self.subtitle.is_none() => self.subtitle = Some(passage.text.clone()),
                Some(_) => return false,
            }
            return true;
        }
        if self.is_bare_label && next.is_some() && entries::is_like_a_title(written) {
            self.is_bare_label = false;
            if let Some(title) = &mut self.title {
                title.push("　", &passage.text);
            }
            return true;
        }
        if self.title.is_some() || self.has_other_label {
            return false;
        }
        if let Some(length) = words::annex_label(written).filter(|_| self.label.is_none()) {
            self.annex(passage, length, annex);
            return true;
        }
        // A line between headings may be a caption; a letter has its own head.
        let is_caption = words::bracket(written) == Some(written.len()) && !written.starts_with('【');
        let is_sole = next.is_none() && self.label.is_none();
        let is_above_article =
            !words::is_document_title(written) && passage.heading.is_none() && next.is_some_and(is_bare_article);
        if is_caption || is_sole || is_above_article {
            return false;
        }
        self.title = Some(passage.text.clone());
        true
    }

    fn annex(&mut self, passage: &Passage, length: usize, annex: u32) {
        let written = passage.text.as_str();
        let number: String = written[..length].chars().skip(2).filter(|c| !c.is_whitespace()).collect();
        let is_ours = written.starts_with("別紙") && crate::japanese::numerals::parse(&number) == Ok(annex);
        if !is_ours {
            (self.title, self.has_other_label) = (Some(passage.text.clone()), true);
            self.is_bare_label = length == written.len();
            return;
        }
        self.label = Some(passage.text.part(0..length));
        let rest = passage.text.part(length..written.len());
        self.title = (!rest.is_empty()).then_some(rest);
    }
}

/// 第１条 without a caption on its line.
fn is_bare_article(block: &Block) -> bool {
    label_of(block).is_some_and(|label| matches!(label.kind, LabelKind::Article(_)) && label.rest.is_empty())
}

/// Number, day, addressee and sender are what stands above the title and 拝啓; then the text until 敬具 and 記. Takes what it
/// needs of what was read as the head; all or nothing.
fn letter(head: &mut Head, blocks: &[Block]) -> Option<(Letter, Vec<Entry>, usize)> {
    let passages: Vec<&Passage> = blocks
        .iter()
        .map_while(|block| match block {
            Block::Passage(passage) => Some(passage),
            _ => None,
        })
        .collect();
    let greets = |passage: &&Passage| words::salutation(passage.text.as_str()).is_some();
    let opening = passages.iter().take(LONGEST_LETTERHEAD).position(greets)?;
    let close = passages.iter().position(|passage| words::is_complimentary_close(passage.text.as_str()))?;
    if close <= opening {
        return None;
    }
    let above: Vec<Written> = std::iter::empty()
        .chain(head.above.iter().chain(&head.title).chain(&head.subtitle).cloned())
        .chain(passages[..opening].iter().map(|passage| passage.text.clone()))
        .collect();
    let letterhead = Letterhead::of(above)?;
    let length = words::salutation(passages[opening].text.as_str())?;
    let first = &passages[opening].text;
    let greeting = first.part(length..first.as_str().len());
    let mut preamble: Vec<Entry> = Some(greeting).filter(|text| !text.is_empty()).map(Entry::of).into_iter().collect();
    preamble.extend(
        passages[opening + 1..close]
            .iter()
            .map(|passage| Entry { notes: passage.notes.clone(), ..Entry::of(passage.text.clone()) }),
    );
    let is_enumeration = |passage: &&&Passage| matches!(passage.text.as_str().trim(), "記");
    let enumeration = passages.get(close + 1).filter(is_enumeration).map(|passage| passage.text.clone());
    let used = close + 1 + usize::from(enumeration.is_some());
    (head.above, head.title, head.subtitle) = (Vec::new(), Some(letterhead.title), None);
    let letter = Letter {
        number: letterhead.number,
        date: letterhead.date,
        to: letterhead.to,
        sender: letterhead.sender,
        opening: first.part(0..length),
        closing_word: passages[close].text.clone(),
        enumeration,
    };
    Some((letter, preamble, used))
}

struct Letterhead {
    number: Option<Written>,
    date: (Written, NaiveDate),
    to: Written,
    sender: Vec<Written>,
    title: Written,
}

impl Letterhead {
    /// In their usual order, the title last.
    fn of(mut lines: Vec<Written>) -> Option<Letterhead> {
        let title = lines.pop()?;
        let mut lines = lines.into_iter().peekable();
        let number = lines.next_if(|line| line.as_str().ends_with('号'));
        let date = lines.next()?;
        let mention = scan_dates(date.as_str()).into_iter().next()?;
        let is_whole = date.as_str()[mention.range.clone()].chars().count() == date.as_str().chars().count();
        let day = mention.date.ok().filter(|_| is_whole)?;
        let is_addressee =
            |line: &Written| ["各位", "様", "殿", "御中"].iter().any(|end| line.as_str().trim_end().ends_with(end));
        let to = lines.next_if(is_addressee)?;
        Some(Letterhead { number, date: (date, day), to, sender: lines.collect(), title })
    }
}

fn kind(head: &Head, is_contract: bool) -> DocumentKind {
    if head.letter.is_some() {
        return DocumentKind::Letter;
    }
    if head.label.is_some() {
        return DocumentKind::Annex;
    }
    let title = head.title.as_ref().map(Written::as_str).unwrap_or_default();
    let named = [
        ("仕様適合開示", DocumentKind::Disclosure),
        ("開示書", DocumentKind::Disclosure),
        ("サービスレベル", DocumentKind::Sla),
        ("SLA", DocumentKind::Sla),
        ("仕様", DocumentKind::Specification),
        ("確認", DocumentKind::Checklist),
        ("チェック", DocumentKind::Checklist),
        ("方針", DocumentKind::Policy),
        ("ポリシー", DocumentKind::Policy),
    ];
    let by_title = named.iter().find(|(word, _)| title.contains(word)).map(|(_, kind)| *kind);
    let is_terms = ["規約", "約款", "契約"].iter().any(|word| title.contains(word));
    match by_title {
        _ if is_contract => DocumentKind::Terms,
        Some(kind) => kind,
        None if is_terms => DocumentKind::Terms,
        None => DocumentKind::Policy,
    }
}

/// Short ids, each once: terms, annex-1, policy-2.
fn name(documents: &mut [Draft]) {
    let mut names: Vec<String> = Vec::new();
    for draft in documents.iter_mut() {
        let kind = DocumentKind::NAMES.iter().find(|(_, kind)| *kind == draft.kind).map_or("terms", |(name, _)| name);
        let count = names.iter().filter(|name| *name == kind).count() + 1;
        names.push(kind.to_owned());
        let is_counted = count > 1 || draft.kind == DocumentKind::Annex;
        draft.id = if is_counted { format!("{kind}-{count}") } else { kind.to_owned() };
    }
}
