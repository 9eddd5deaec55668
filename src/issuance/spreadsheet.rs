//! Cells of CSV files that spreadsheets open (RFC 4180).

/// What Excel needs before the text to take it for UTF-8.
pub const BOM: &str = "\u{FEFF}";

/// A cell, in quotes where it must be.
pub fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A cell that a spreadsheet takes for text: what begins like a formula gets an apostrophe before it. Excel in Japanese
/// takes the full-width signs for the others.
pub fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { quoted(&format!("'{cell}")) } else { quoted(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_whatever_they_hold() {
        for (cell, written) in [
            ("架空医院", "架空医院"),
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+1", "'+1"),
            ("-1,2", "\"'-1,2\""),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("＝１", "'＝１"),
            ("いわゆる\"甲\"", "\"いわゆる\"\"甲\"\"\""),
            ("A-1", "A-1"),
        ] {
            assert_eq!(harmless(cell), written);
        }
    }
}
