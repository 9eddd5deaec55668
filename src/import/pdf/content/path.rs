//! Lines that are drawn, stroked or as thin areas: what parts the cells of tables.

use super::super::glyph::Matrix;
use crate::pdf::inspect::Object;

/// Points that an area is thick as a line at most.
const THIN: f64 = 3.0;
/// Points of a path, and lines of a page; what has more is a drawing.
const POINTS: usize = 1 << 14;
const RULES: usize = 2048;

/// Along a side of the upright page, in points; `from` is the lesser end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    pub is_vertical: bool,
    /// Where on the other axis.
    pub at: f32,
    pub from: f32,
    pub to: f32,
}

#[derive(Debug, Default)]
pub struct Path {
    /// Each a run of points on the page.
    parts: Vec<Vec<[f64; 2]>>,
    points: usize,
}

impl Path {
    /// Takes the operators that build paths.
    pub fn build(&mut self, operator: &[u8], operands: &[Object], to_page: &Matrix) {
        let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
        let at = |x: f64, y: f64| {
            let [dx, dy] = to_page.direction(x, y);
            [dx + to_page.0[4], dy + to_page.0[5]]
        };
        self.points += numbers.len();
        if self.points > POINTS {
            return;
        }
        match (operator, numbers.as_slice()) {
            (b"m", &[x, y]) => self.parts.push(vec![at(x, y)]),
            // Of a curve only the end counts.
            (b"l" | b"c" | b"v" | b"y", &[.., x, y]) => {
                if let Some(part) = self.parts.last_mut() {
                    part.push(at(x, y));
                }
            }
            (b"h", _) => self.close(),
            (b"re", &[x, y, w, h]) => {
                self.parts.push(vec![at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)]);
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.extend(part.first().copied());
        }
    }

    /// Takes the operators that paint paths, and ends them.
    pub fn paint(&mut self, operator: &[u8], rules: &mut Vec<Rule>) {
        if matches!(operator, b"s" | b"b" | b"b*") {
            self.close();
        }
        let is_stroked = matches!(operator, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
        for part in std::mem::take(&mut self.parts) {
            if rules.len() >= RULES {
                break;
            }
            match thin(&part) {
                Some(rule) => rules.push(rule),
                None if is_stroked => {
                    rules.extend(part.windows(2).filter_map(thin));
                }
                None => {}
            }
        }
        self.points = 0;
    }

    pub fn discard(&mut self) {
        self.parts.clear();
        self.points = 0;
    }
}

/// The middle of an area that is as thin as a line; no dot is one.
fn thin(points: &[[f64; 2]]) -> Option<Rule> {
    let bounds = |axis: usize| {
        let values = points.iter().map(|point| point[axis]);
        let [low, high] = [values.clone().fold(f64::MAX, f64::min), values.fold(f64::MIN, f64::max)];
        (low, high)
    };
    let ((left, right), (bottom, top)) = (bounds(0), bounds(1));
    let (width, height) = (right - left, top - bottom);
    let rule = |is_vertical, at: f64, from: f64, to: f64| Rule {
        is_vertical,
        at: at as f32,
        from: from as f32,
        to: to as f32,
    };
    match (width <= THIN, height <= THIN) {
        (false, true) => Some(rule(false, (bottom + top) / 2.0, left, right)),
        (true, false) => Some(rule(true, (left + right) / 2.0, bottom, top)),
        _ => None,
    }
}
