//! What somebody who does not know YAML most likely did where the parser stopped: the slip often stands on the line above,
//! and the parser's own words tell nothing of it.

use crate::diagnostic::Message;
use crate::say;
use crate::source::{SourceFile, SourceId, Span};

/// Where a slip stands, what it is, and what to write.
pub(super) type Slip = (Span, Message, Message);

/// A line that says something, without its indentation and its line break.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Of `text` in the file.
    start: usize,
    indent: usize,
    text: &'a str,
}

/// How far up the line is looked for that another one should stand under.
const ABOVE: usize = 400;

/// How many columns an entry slips; further away it is another list.
const SLIPPED: usize = 3;

/// The slip on the line (counted from 1) where the parser stopped, or on the one above it. `is_layout`: whether the parser
/// stopped at how lines stand to each other.
pub(super) fn slip(file: &SourceFile, source: SourceId, number: usize, is_layout: bool) -> Option<Slip> {
    let mut above = (1..number).rev().take(ABOVE).map(|number| line(file, number)).filter(Line::is_said);
    let here = line(file, number);
    let before = above.next();
    let single = [Some(here), before].into_iter().flatten();
    let slip = single.clone().find_map(Line::misspelt).or_else(|| single.clone().rev().find_map(Line::unclosed));
    let slip = slip.or_else(|| single.rev().find_map(Line::open_bracket));
    let placed = || {
        let under = before.and_then(|before| here.under_text(before));
        under.or_else(|| here.misaligned(before.into_iter().chain(above))).or_else(|| here.unmarked())
    };
    let (range, message, help) = slip.or_else(|| if is_layout { placed() } else { None })?;
    Some((Span::new(source, range), message, help))
}

type Found = (std::ops::Range<usize>, Message, Message);

fn line(file: &SourceFile, number: usize) -> Line<'_> {
    let range = file.line(number);
    let whole = &file.text[range.clone()];
    let text = whole.trim_start_matches(' ');
    Line { start: range.start + whole.len() - text.len(), indent: whole.len() - text.len(), text }
}

impl<'a> Line<'a> {
    fn is_said(&self) -> bool {
        !self.text.is_empty() && !self.text.starts_with('#')
    }

    /// The line after the `- ` that begins it.
    fn entry(self) -> &'a str {
        self.text.strip_prefix("- ").map_or(self.text, str::trim_start)
    }

    fn is_entry(self) -> bool {
        self.text.starts_with("- ")
    }

    /// The key that the line begins with, whatever follows it.
    fn word(self) -> &'a str {
        let entry = self.entry();
        let end = entry.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c)));
        entry.get(..end.unwrap_or(entry.len())).filter(|word| word.starts_with(char::is_alphabetic)).unwrap_or_default()
    }

    /// The key, where a colon follows it as it should.
    fn key(self) -> Option<&'a str> {
        let rest = self.entry().get(self.word().len()..)?.strip_prefix(':')?;
        (!self.word().is_empty() && (rest.is_empty() || rest.starts_with(' '))).then(|| self.word())
    }

    /// Signs of the wrong width, or without the space that belongs to them.
    fn misspelt(self) -> Option<Found> {
        let word = self.word();
        let after = self.start + self.text.len() - self.entry().len() + word.len();
        let rest = &self.entry()[word.len()..];
        if self.text.starts_with('\u{3000}') {
            let wide = self.text.len() - self.text.trim_start_matches(['\u{3000}', ' ']).len();
            return Some((
                self.start..self.start + wide,
                say!("行頭に全角空白があります", "there is a full-width space at the start of the line"),
                say!(
                    "行頭の全角空白を半角空白に直してください",
                    "replace the full-width space at the start of the line by half-width spaces"
                ),
            ));
        }
        if !word.is_empty() && rest.starts_with('：') {
            return Some((
                after..after + '：'.len_utf8(),
                say!("キー「{word}」の後のコロンが全角です", "the colon after the key `{word}` is a full-width one"),
                say!(
                    "「{word}: 」のように、半角の「:」と半角空白に直してください",
                    "write `{word}: ` with a half-width colon and a space"
                ),
            ));
        }
        if !word.is_empty() && rest.starts_with(':') && !rest[1..].starts_with([' ', '/', ':']) && rest.len() > 1 {
            return Some((
                after..after + 1,
                say!("「{word}:」の後に半角空白がありません", "there is no space after `{word}:`"),
                say!("「{word}: 」のように、コロンの後に半角空白を置いてください", "write `{word}: ` with a space"),
            ));
        }
        let dash = ['-', '－', '−', '‐', '―', 'ー', '・'].into_iter().find(|dash| self.text.starts_with(*dash))?;
        let after =
            self.text[dash.len_utf8()..].chars().next().filter(|after| dash != '-' || !" -".contains(*after))?;
        let end = dash.len_utf8() + if after == '\u{3000}' { after.len_utf8() } else { 0 };
        Some((
            self.start..self.start + end,
            say!("「- 」（半角のハイフンと半角空白）になっていません", "this is not a half-width hyphen and a space"),
            say!(
                "項や号の頭は、半角の「-」と半角空白一つにしてください",
                "begin an entry of a list with a half-width `-` and one space"
            ),
        ))
    }

    /// A quotation mark that stands alone on its line.
    fn unclosed(self) -> Option<Found> {
        let escaped = self.text.replace("\\\"", "\u{1}\u{1}");
        let last = escaped.rfind('"').filter(|_| escaped.matches('"').count() % 2 == 1)?;
        Some((
            self.start + last..self.start + last + 1,
            say!("引用符「\"」の片方がありません", "one of a pair of \" is missing"),
            say!(
                "この行の「\"」が二つ一組になるように、値の始めか終わりに「\"」を書き足してください",
                "write the missing \" at the beginning or the end of the value on this line"
            ),
        ))
    }

    /// A bracket that begins a value and is not closed on its line.
    fn open_bracket(self) -> Option<Found> {
        let value = self.key().map_or(self.entry(), |key| self.entry()[key.len() + 1..].trim_start());
        let (open, close) = [('[', ']'), ('{', '}')].into_iter().find(|(open, _)| value.starts_with(*open))?;
        let value = value.split(" #").next().unwrap_or(value);
        let unquoted: String = value.split('"').step_by(2).collect();
        let start = self.start + self.text.len() - self.entry().len() + self.entry().find(open)?;
        (unquoted.matches(open).count() > unquoted.matches(close).count()).then(|| {
            (
                start..start + 1,
                say!("「{open}」が閉じられていません", "`{open}` is not closed"),
                say!(
                    "この行の値の終わりに「{close}」を書き足してください",
                    "write `{close}` at the end of the value on this line"
                ),
            )
        })
    }

    /// A key below a text that has none: `- 文章` and under it `items:`.
    fn under_text(self, before: Line<'a>) -> Option<Found> {
        let key = self.key().filter(|_| before.is_entry() && !self.is_entry() && self.indent > before.indent)?;
        let range = self.start..self.start + key.len();
        (before.key().is_none()).then(|| {
            (
                range,
                say!("「{key}」の上の文章に「text: 」がありません", "the text above `{key}` has no `text: `"),
                say!(
                    "上の行を「- text: 文章」の形にし、「{key}:」を「text」と同じ位置にそろえてください",
                    "write `- text: …` on the line above, and `{key}:` in the column of `text`"
                ),
            )
        })
    }

    /// Not in the column of the line that begins as this one does, the nearest above it.
    fn misaligned(self, above: impl Iterator<Item = Line<'a>>) -> Option<Found> {
        let is_like = |line: &Line<'a>| line.is_entry() == self.is_entry() && line.key() == self.key();
        let is_marked = self.is_entry() || self.key().is_some();
        let like = above
            .filter(|_| is_marked)
            .find(is_like)
            .filter(|like| (1..=SLIPPED).contains(&like.indent.abs_diff(self.indent)))?;
        let (here, there) = (self.indent, like.indent);
        let mark = if self.is_entry() { "- " } else { "" };
        let begin = self.key().map_or_else(|| mark.to_owned(), |key| format!("{mark}{key}:"));
        let end = self.text.chars().take(2).map(char::len_utf8).sum::<usize>();
        Some((
            self.start..self.start + end,
            say!("字下げが前後の行と合っていません", "the indentation does not match the lines around it"),
            say!(
                "行頭の半角空白が{here}個です。上の「{begin}」の行と同じ{there}個にしてください",
                "there are {here} spaces before it; the line `{begin}` above has {there}"
            ),
        ))
    }

    /// Neither a key nor an entry of a list.
    fn unmarked(self) -> Option<Found> {
        let is_text = !self.is_entry() && self.key().is_none() && self.text.starts_with(|c: char| !c.is_ascii());
        let end = self.text.chars().next().map_or(0, char::len_utf8);
        is_text.then(|| {
            (
                self.start..self.start + end,
                say!("「- 」でもキーでもない行があります", "this line begins with neither `- ` nor a key"),
                say!(
                    "項や号の一つであれば、行の頭に「- 」を付けてください。上の行の続きであれば、上の行につなげて一行にしてください",
                    "put `- ` before it if it is an entry of its own, or join it to the line above"
                ),
            )
        })
    }
}
