//! The walk over the tokens: which mention begins here, which follow it in the same list, and what they lend each other.
use super::lexer::{Bracket, TokenKind};
use super::path::{PathReading, is_enclosed};
use super::scanner::{Reading, Scanner};
use super::words::{BEFORE_ITEM_NOUN, SPOKEN_OF, is_kanji, is_katakana, is_letter};
use super::{Extent, Group, Join, Label, Level, Mention, MentionKind, Step, Which};
use std::ops::Range;

/// Tokens still to be read. A bracket after a mention is read on its own: （第２項を除く。） speaks of that mention.
struct Stretch {
    tokens: Range<usize>,
    about: Option<Mention>,
}

pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let scanner = Scanner::new(text);
    let mut found = Vec::new();
    let mut waiting = vec![Stretch { tokens: 0..scanner.len(), about: None }];
    while let Some(Stretch { tokens, mut about }) = waiting.pop() {
        let mut at = tokens.start;
        let mut floor = 0;
        while at < tokens.end {
            if let Some(next) = scanner.definition(at) {
                at = next;
            } else if let Some(list) = scanner.list(at, floor, about.as_ref()) {
                floor = list.members.last().map_or(floor, |last| last.range.end);
                found.extend(list.members);
                waiting.extend(list.remarks);
                at = list.next;
            } else {
                at += 1;
            }
            about = None;
        }
    }
    found.sort_by_key(|mention| mention.range.start);
    follow_antecedents(&mut found);
    found
}

/// 同条 after 民法第548条の4 is that statute's article.
fn follow_antecedents(mentions: &mut [Mention]) {
    let mut named: Vec<(Level, MentionKind)> = Vec::new();
    for mention in mentions {
        let same = mention.path.steps.first().filter(|step| step.which == Which::Same);
        if let (Some(same), MentionKind::Provision) = (same, &mention.kind) {
            let antecedent = named.iter().find(|(level, _)| *level == same.level).map(|(_, kind)| kind);
            if let Some(kind @ (MentionKind::Statute(_) | MentionKind::Foreign(_) | MentionKind::Named(_))) = antecedent
            {
                mention.kind = kind.clone();
            }
        }
        for step in &mention.path.steps {
            named.retain(|(level, _)| *level != step.level);
            named.push((step.level, mention.kind.clone()));
        }
    }
}

/// Mentions joined to one another.
struct List {
    members: Vec<Mention>,
    remarks: Vec<Stretch>,
    next: usize,
}

impl Scanner<'_> {
    /// The mention at `at` with all that are joined to it.
    fn list(&self, at: usize, floor: usize, about: Option<&Mention>) -> Option<List> {
        let (mut first, mut next) = self.mention(at, floor)?;
        if let Some(about) = about {
            lend(about, &mut first, true);
        }
        let (start, mut end) = (first.range.start, first.range.end);
        let mut last = first.clone();
        let mut members = vec![(first, None)];
        let mut remarks = Vec::new();
        loop {
            if let Some(remark) = self.remark(next, &last) {
                next = remark.tokens.end + 1;
                remarks.push(remark);
            }
            let Some((join, (mut member, after))) = self.joined(next, &last) else {
                break;
            };
            lend(&last, &mut member, false);
            let until = join == Join::Through && self.kind(after) == Some(TokenKind::Until);
            next = if until { after + 1 } else { after };
            end = self.end_before(next);
            last = member.clone();
            members.push((member, Some(join)));
        }
        let grouped = members.len() > 1;
        let members = members.into_iter().map(|(member, join)| {
            let group = grouped.then_some(Group { range: start..end, join });
            Mention { group, ..member }
        });
        Some(List { members: members.collect(), remarks, next })
    }

    /// The bracket after a mention, when it is neither label nor caption.
    fn remark(&self, at: usize, about: &Mention) -> Option<Stretch> {
        if self.kind(at)? != TokenKind::Open(Bracket::Round) {
            return None;
        }
        let (_, next) = self.bracketed(at)?;
        Some(Stretch { tokens: at + 1..next - 1, about: Some(about.clone()) })
    }

    /// A conjunction and the member after it: 、 及び 、又は から.
    fn joined(&self, at: usize, previous: &Mention) -> Option<(Join, Reading)> {
        let TokenKind::Join(first) = self.kind(at)? else {
            return None;
        };
        let (join, next) = match self.kind(at + 1) {
            Some(TokenKind::Join(second)) if first == Join::Comma => (second, at + 2),
            _ => (first, at + 1),
        };
        let member = self.continuation(next, previous).or_else(|| self.mention(next, previous.range.end))?;
        Some((join, member))
    }

    /// Members that are only understood after another: ロ after 第２号イ及び, １－４ after 上記１－３及び,
    /// ５項 after 第４項, ２ after 別紙１及び.
    fn continuation(&self, at: usize, previous: &Mention) -> Option<Reading> {
        let Some(last) = previous.path.steps.last() else {
            return self.next_annex(at, &previous.kind);
        };
        let reading = match &last.which {
            Which::Absolute(Label::Mark(_)) => {
                let (label, next) = self.mark(at)?;
                PathReading::begin(self.step(last.level, Which::Absolute(label), at, next))
            }
            _ if last.level == Level::Heading => PathReading::begin(self.heading(at)?),
            _ => {
                let step = self.unprefixed(at).or_else(|| self.bare_kanji_article(at, previous))?;
                PathReading { missing_ordinal: true, ..PathReading::begin(step) }
            }
        };
        Some(self.mention_of(MentionKind::Provision, at, self.path_onward(reading)))
    }

    /// The mention that begins at token `at`, or whose name ends there and begins after byte `floor`.
    fn mention(&self, at: usize, floor: usize) -> Option<Reading> {
        match self.kind(at)? {
            TokenKind::Ordinal | TokenKind::Previous => self.provision(at, floor).or_else(|| self.malformed(at)),
            TokenKind::FartherPrevious(_) | TokenKind::SecondNext => self.provision(at, floor),
            TokenKind::Next | TokenKind::This | TokenKind::Same | TokenKind::Each => self.provision(at, floor),
            TokenKind::Direction(direction) => self.provision(at, floor).or_else(|| self.section(at, direction)),
            TokenKind::Annex(series) => self.annex(at, series),
            TokenKind::Supplementary => self.supplementary(at),
            TokenKind::Companion => self.companion(at),
            TokenKind::Law => self.statute(at, floor),
            TokenKind::Title => self.document(at, floor),
            TokenKind::Open(Bracket::Quote) => self.quotation(at),
            TokenKind::Open(Bracket::Lenticular) => self.titled_block(at),
            TokenKind::Open(Bracket::Round) => self.bare_mark(at),
            TokenKind::Sign(c) if is_enclosed(c) => self.bare_mark(at),
            TokenKind::Listing => self.listing(at),
            TokenKind::Number(_) => self.bare_article(at).or_else(|| self.bare_heading(at)),
            _ => None,
        }
    }

    fn provision(&self, at: usize, floor: usize) -> Option<Reading> {
        let reading = self.path(at)?;
        if self.kind(at)? != TokenKind::Ordinal {
            return Some(self.mention_of(MentionKind::Provision, at, reading));
        }
        if self.is_official_number(at, &reading) {
            return None;
        }
        let Some(name) = self.abbreviation_before(at, floor) else {
            return Some(self.mention_of(MentionKind::Provision, at, reading));
        };
        let start = name.range.start;
        let (mention, next) = self.mention_of(MentionKind::Foreign(name), at, reading);
        Some((Mention { range: start..mention.range.end, ..mention }, next))
    }

    /// 法律第57号, 特許第123号, 第２号議案: a 号 that numbers no item.
    fn is_official_number(&self, at: usize, reading: &PathReading) -> bool {
        if !matches!(reading.path.steps.as_slice(), [Step { level: Level::Item, .. }, ..]) {
            return false;
        }
        let after_law = at > 0 && matches!(self.kind(at - 1), Some(TokenKind::Law | TokenKind::Title));
        let noun = |c: char| is_kanji(c) || is_katakana(c) || is_letter(c);
        let after_noun = self.char_before(at).is_some_and(noun);
        let before_noun = reading.path.steps.len() == 1
            && self.kind(reading.next) == Some(TokenKind::Text)
            && self.char_after(reading.next - 1).is_some_and(|c| noun(c) && !BEFORE_ITEM_NOUN.contains(c));
        after_law || after_noun || before_noun
    }

    /// （４） or ① in running text, where a particle shows that it is spoken of. At the start of a line it is a label.
    fn bare_mark(&self, at: usize) -> Option<Reading> {
        let (label, next) = self.mark(at)?;
        let lettered = matches!(&label, Label::Mark(text) if text.chars().all(is_letter));
        if lettered || self.begins_line(at) || !self.is_spoken_of(next) {
            return None;
        }
        let first = self.step(Level::Item, Which::Absolute(label), at, next);
        Some(self.mention_of(MentionKind::Provision, at, self.path_onward(PathReading::begin(first))))
    }

    /// Whether a particle or conjunction stands here.
    pub(super) fn is_spoken_of(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(TokenKind::Of | TokenKind::Join(Join::And | Join::Or | Join::Through) | TokenKind::Dash) => true,
            _ => self.reads(at, SPOKEN_OF),
        }
    }

    fn listing(&self, at: usize) -> Option<Reading> {
        let in_a_word = self.char_before(at).is_some_and(is_kanji);
        (!in_a_word).then(|| self.mention_of(MentionKind::Listing, at, PathReading::at(at + 1)))
    }
}

/// Gives a member what it leaves unsaid: the article of 第２項 in 第３条第１項又は第２項, the statute of its articles.
/// 第２項 takes nothing from 第３条 in 第３条又は第２項; in a bracket after it (`within`), it does.
fn lend(previous: &Mention, member: &mut Mention, within: bool) {
    let takes = matches!(member.kind, MentionKind::Provision | MentionKind::Malformed(_));
    let Some(first) = member.path.steps.first().filter(|_| takes) else {
        return;
    };
    if !matches!(first.which, Which::Absolute(_) | Which::Each(Extent::All)) {
        return;
    }
    let steps = &previous.path.steps;
    let outer = if first.level == Level::Subitem {
        // A list of labels runs at the depth of the one before: 第２号イ（１）及び（２）.
        steps.len().saturating_sub(usize::from(steps.last().is_some_and(|step| step.level == Level::Subitem)))
    } else {
        steps.iter().take_while(|step| step.level < first.level).count()
    };
    if outer == steps.len() && !(within && outer > 0) {
        return;
    }
    let lent = steps[..outer].iter().map(|step| Step { inherited: true, ..step.clone() });
    member.path.steps = lent.chain(member.path.steps.drain(..)).collect();
    if member.kind == MentionKind::Provision && !matches!(previous.kind, MentionKind::Malformed(_)) {
        member.kind = previous.kind.clone();
    }
}
