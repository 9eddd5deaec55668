//! QR codes (ISO/IEC 18004) of addresses, with the quiet zone around them that the standard asks for.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use super::{Drawing, Length, Shape};

/// The most bytes of an address: what fits version 10 with error correction M. In more squares than that a telephone
/// loses its way on paper.
pub const MAX_BYTES: usize = 213;
const LARGEST: u8 = 10;
/// Squares left white on every side.
const QUIET: i32 = 4;
/// Width of a square.
const SQUARE: Length = 24;

/// The code of an address; `None` where it is too long.
pub fn modules(address: &str) -> Option<QrCode> {
    let segments = QrSegment::make_segments(address);
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::new(LARGEST), None, true).ok()
}

pub(super) fn draw(address: &str) -> Drawing {
    let Some(code) = modules(address) else { return Drawing::new(0) };
    let side = (code.size() + 2 * QUIET) * SQUARE;
    let runs = (0..code.size()).flat_map(|row| runs(&code, row)).collect();
    Drawing { width: side, height: side, shapes: vec![Shape::Code { square: SQUARE, runs }] }
}

/// Dark squares of a row that touch, as one.
fn runs(code: &QrCode, row: i32) -> Vec<(u16, u16, u16)> {
    let mut runs: Vec<(u16, u16, u16)> = Vec::new();
    for column in (0..code.size()).filter(|column| code.get_module(*column, row)) {
        let (x, y) = ((column + QUIET) as u16, (row + QUIET) as u16);
        match runs.last_mut() {
            Some((start, _, length)) if *start + *length == x => *length += 1,
            _ => runs.push((x, y, 1)),
        }
    }
    runs
}
