//! A CSV file looked at as a whole, in constant memory: its encoding, its delimiter, and quotation marks never closed.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, SHIFT_JIS, UTF_8};

use super::{Finding, Problem};
use crate::say;

const BOM: &[u8] = b"\xEF\xBB\xBF";

const CHUNK: usize = 64 << 10;

/// Bytes of one row; what is longer comes from a quotation mark that is not closed.
const MOST_IN_ROW: usize = 1 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Survey {
    pub(super) encoding: &'static Encoding,
    pub(super) delimiter: u8,
}

/// Reads the file to its end.
pub(super) fn survey(input: &mut impl Read) -> io::Result<Result<Survey, Finding>> {
    let mut chunk = vec![0; CHUNK];
    let mut length = fill(input, &mut chunk)?;
    if let Some(problem) = other_format(&chunk[..length]) {
        return Ok(Err(Finding::of_file(1, problem)));
    }
    let delimiter = delimiter(&chunk[..length]);
    let mut walk = Walk::new(delimiter);
    let mut utf8 = Trial::new(UTF_8);
    let mut shift_jis = Trial::new(SHIFT_JIS);
    let mut from = 0;
    if chunk[..length].starts_with(BOM) {
        from = BOM.len();
        shift_jis.failed = Some(Place::default());
    }
    loop {
        let (bytes, is_last) = (&chunk[..length], length < CHUNK);
        let failures = [utf8.feed(bytes, is_last), shift_jis.feed(bytes, is_last)];
        let mut order: Vec<(usize, usize)> =
            failures.iter().enumerate().filter_map(|(n, at)| Some(((*at)?, n))).collect();
        order.sort_unstable();
        for (at, trial) in order {
            walk.over(&bytes[from..at]);
            from = at;
            [&mut utf8, &mut shift_jis][trial].failed = Some(walk.place);
        }
        if let (Some(one), Some(other)) = (utf8.failed, shift_jis.failed) {
            return Ok(Err(undecodable(one.max(other))));
        }
        walk.over(&bytes[from..]);
        if let Some(finding) = walk.open_quote(is_last) {
            return Ok(Err(finding));
        }
        if is_last {
            let encoding = if utf8.failed.is_none() { UTF_8 } else { SHIFT_JIS };
            return Ok(Ok(Survey { encoding, delimiter }));
        }
        length = fill(input, &mut chunk)?;
        from = 0;
    }
}

/// As much as there is: less than the buffer only at the end.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match input.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// What spreadsheets write under other names.
fn other_format(bytes: &[u8]) -> Option<Problem> {
    let help = say!(
        "表計算ソフトの「名前を付けて保存」で「CSV UTF-8（コンマ区切り）」を選んでください",
        "save it as \"CSV UTF-8 (comma delimited)\""
    );
    let message = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        say!("CSV ではなく、Excel のブックです", "this is a workbook, not a CSV file")
    } else if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        say!("文字コードが UTF-16 です（Unicode テキスト）", "the encoding is UTF-16")
    } else {
        return None;
    };
    Some(Problem::new(message, help))
}

/// The more frequent one in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut is_quoted = false;
    let (mut commas, mut tabs) = (0, 0);
    for byte in bytes {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            b',' if !is_quoted => commas += 1,
            b'\t' if !is_quoted => tabs += 1,
            _ => {}
        }
    }
    if tabs > commas { b'\t' } else { b',' }
}

/// One encoding, tried on all bytes.
struct Trial {
    decoder: Decoder,
    out: Vec<u8>,
    failed: Option<Place>,
}

impl Trial {
    fn new(encoding: &'static Encoding) -> Trial {
        Trial { decoder: encoding.new_decoder_without_bom_handling(), out: vec![0; CHUNK * 3 + 16], failed: None }
    }

    /// Where the first bytes of the chunk stand that mean nothing.
    fn feed(&mut self, bytes: &[u8], is_last: bool) -> Option<usize> {
        if self.failed.is_some() {
            return None;
        }
        let (result, read, _) = self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.out, is_last);
        match result {
            // A character that began in the chunk before stands in the same cell as the first byte of this one.
            DecoderResult::Malformed(length, after) => {
                Some(read.saturating_sub(usize::from(length) + usize::from(after)))
            }
            DecoderResult::InputEmpty | DecoderResult::OutputFull => None,
        }
    }
}

/// Line and column of the table, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Place {
    line: usize,
    column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Cell,
    Quoted,
    /// After a quotation mark in quotes: the end, or the first of two.
    QuoteInQuotes,
}

/// Follows cells by their bytes alone: in UTF-8 and in Shift_JIS no part of a character looks like a quotation mark,
/// a comma, a tab or a line break.
struct Walk {
    delimiter: u8,
    state: State,
    place: Place,
    quote_line: usize,
    in_row: usize,
    row_line: usize,
    after_return: bool,
}

impl Walk {
    fn new(delimiter: u8) -> Walk {
        Walk {
            delimiter,
            state: State::CellStart,
            place: Place::default(),
            quote_line: 0,
            in_row: 0,
            row_line: 0,
            after_return: false,
        }
    }

    fn over(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if self.in_row <= MOST_IN_ROW {
                self.step(byte);
            }
        }
    }

    fn step(&mut self, byte: u8) {
        self.in_row += 1;
        let is_break = byte == b'\r' || byte == b'\n';
        self.place.line += usize::from(byte == b'\r' || byte == b'\n' && !self.after_return);
        self.after_return = byte == b'\r';
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::QuoteInQuotes,
            (State::QuoteInQuotes, b'"') | (State::Quoted, _) => State::Quoted,
            (State::CellStart, b'"') => {
                self.quote_line = self.place.line;
                State::Quoted
            }
            _ if byte == self.delimiter => {
                self.place.column += 1;
                State::CellStart
            }
            _ if is_break => {
                (self.place.column, self.in_row, self.row_line) = (0, 0, self.place.line);
                State::CellStart
            }
            _ => State::Cell,
        };
    }

    fn open_quote(&self, is_last: bool) -> Option<Finding> {
        let is_quoted = self.state == State::Quoted;
        if self.in_row > MOST_IN_ROW && !is_quoted {
            let message = say!("一件が長すぎます", "the row is too long");
            let help = say!("改行が失われていないか確かめてください", "look for line breaks that were lost");
            return Some(Finding::of_file(self.row_line + 1, Problem::new(message, help)));
        }
        let is_open = is_quoted && (is_last || self.in_row > MOST_IN_ROW);
        let message = say!("引用符「\"」が閉じられていません", "a quotation mark is not closed");
        let help = say!(
            "値の終わりに「\"」を書いてください。値の中の「\"」は二つ重ねて書きます",
            "write one at the end of the value; inside of a value it is written twice"
        );
        is_open.then(|| Finding::of_file(self.quote_line + 1, Problem::new(message, help)))
    }
}

fn undecodable(place: Place) -> Finding {
    let column = place.column + 1;
    let message = say!(
        "{column} 列目に、UTF-8 としても Shift_JIS としても読めない文字があります",
        "column {column} holds a character that is neither UTF-8 nor Shift_JIS"
    );
    let help = say!(
        "表計算ソフトの「名前を付けて保存」で「CSV UTF-8（コンマ区切り）」を選んで保存し直してください",
        "save the file again as \"CSV UTF-8 (comma delimited)\""
    );
    Finding::of_file(place.line + 1, Problem::new(message, help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(bytes: &[u8]) -> Result<Survey, Box<Finding>> {
        survey(&mut &bytes[..]).unwrap().map_err(Box::new)
    }

    /// Line and message.
    fn refused(bytes: &[u8]) -> (usize, String) {
        let finding = look(bytes).unwrap_err();
        (finding.line, finding.message.ja)
    }

    #[test]
    fn encodings_and_delimiters_are_told_from_the_bytes() {
        let (shift_jis, ..) = SHIFT_JIS.encode("名称,所在地\r\n髙﨑医院,①番地\r\n");
        assert_eq!(look(&shift_jis), Ok(Survey { encoding: SHIFT_JIS, delimiter: b',' }));
        assert_eq!(look("名称\t所在地\n".as_bytes()), Ok(Survey { encoding: UTF_8, delimiter: b'\t' }));
        assert_eq!(look(b""), Ok(Survey { encoding: UTF_8, delimiter: b',' }));
    }

    #[test]
    fn bytes_that_mean_nothing_are_found_by_line_and_column() {
        let words = "に、UTF-8 としても Shift_JIS としても読めない文字があります";
        let mut bytes = "名称,所在地\r\n架空医院,みなと市\r\n架空薬局,".as_bytes().to_vec();
        bytes.extend(b"\xE3\x81,x\r\n");
        assert_eq!(refused(&bytes), (3, format!("2 列目{words}")));
        // The same far behind the first chunk, and cut by its end.
        for padding in [CHUNK - 3, CHUNK - 2, CHUNK - 1, CHUNK, 3 * CHUNK] {
            let mut bytes = "あ,い\n".repeat(padding / 8).into_bytes();
            let line = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
            bytes.resize(padding, b'x');
            bytes.extend(b",\xE3\x81\x82\xFF,");
            assert_eq!(refused(&bytes), (line, format!("2 列目{words}")), "{padding}");
        }
        // With a mark it is UTF-8 and nothing else.
        assert_eq!(refused(b"\xEF\xBB\xBFa,b\n1,\x82\xA0\n").0, 2);
    }

    #[test]
    fn quotation_marks_must_be_closed() {
        let message = "引用符「\"」が閉じられていません".to_owned();
        assert_eq!(refused(b"a,b\n1,2\n3,\"4\n5,6\n"), (3, message.clone()));
        let long = format!("a,b\n1,\"{}", "x\n".repeat(1 << 20));
        assert_eq!(refused(long.as_bytes()), (2, message));
        assert!(look(b"a,b\n1,\"2 \"\"x\"\" \n3\"\n5'6\",7\"\n").is_ok());
        assert_eq!(refused(b"\xEF\xBB\xBF\"a,b\n1,2\n").0, 1);
        assert_eq!(refused("x".repeat(2 << 20).as_bytes()), (1, "一件が長すぎます".to_owned()));
    }

    #[test]
    fn other_formats_are_called_by_their_names() {
        assert!(refused(b"PK\x03\x04...").1.contains("Excel"));
        assert!(refused(b"\xFF\xFEa\0").1.contains("UTF-16"));
    }
}
