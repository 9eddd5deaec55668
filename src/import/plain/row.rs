//! A typed line and the pieces that wide gaps part it into.

use std::ops::Range;

use crate::flow::label;

/// Pieces of a line that may be parted; what has more is no page.
const MOST_PIECES: usize = 40;
/// Positions in a line that may be parted.
const WIDEST: usize = 400;

/// Where a character stands: `pdftotext` aligns by their number, people by how wide they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Characters,
    Columns,
}

/// A line of the file that is not empty.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    pub typed: &'t str,
    pub number: u32,
    pub page: u32,
    pub blanks: u16,
}

/// A stretch of a row without wide gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'t> {
    pub text: &'t str,
    /// Where it stands.
    pub place: Range<usize>,
    /// In columns.
    pub width: usize,
}

impl<'t> Row<'t> {
    /// `None` for a line that is too long to be one of a page.
    pub fn pieces(&self, measure: Measure) -> Option<Vec<Piece<'t>>> {
        let mut pieces: Vec<Piece<'t>> = Vec::new();
        let mut place = 0;
        // Bytes and places of the piece that is being read.
        let mut begun: Option<(usize, usize)> = None;
        let mut end = (0, 0);
        for (at, c) in self.typed.char_indices() {
            if c.is_whitespace() {
                let gap = place + 1 - end.1;
                if let Some((from, start)) = begun.filter(|_| gap >= 2 || c == '\t') {
                    pieces.push(piece(self.typed, from..end.0, start..end.1));
                    begun = None;
                }
            } else {
                begun.get_or_insert((at, place));
            }
            place += match measure {
                Measure::Characters => 1,
                Measure::Columns => label::width(c.encode_utf8(&mut [0; 4])),
            };
            if !c.is_whitespace() {
                end = (at + c.len_utf8(), place);
            }
            if place > WIDEST || pieces.len() > MOST_PIECES {
                return None;
            }
        }
        pieces.extend(begun.map(|(from, start)| piece(self.typed, from..end.0, start..end.1)));
        Some(pieces)
    }
}

fn piece(typed: &str, bytes: Range<usize>, place: Range<usize>) -> Piece<'_> {
    let text = &typed[bytes];
    Piece { text, place, width: label::width(text) }
}
