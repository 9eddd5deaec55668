//! Parameters that decide where the next glyph stands (ISO 32000-1, 8.4 and 9.3).

use std::rc::Rc;

use super::super::font::Font;
use super::super::glyph::Matrix;
use crate::pdf::inspect::Object;

#[derive(Debug, Clone)]
pub struct State {
    /// From user space to the upright page.
    pub to_page: Matrix,
    pub font: Option<Rc<Font>>,
    pub size: f64,
    pub leading: f64,
    after_character: f64,
    after_space: f64,
    /// 1 for no stretching.
    stretch: f64,
    rise: f64,
    mode: i64,
}

impl State {
    pub fn new(to_page: Matrix) -> State {
        State {
            to_page,
            font: None,
            size: 0.0,
            leading: 0.0,
            after_character: 0.0,
            after_space: 0.0,
            stretch: 1.0,
            rise: 0.0,
            mode: 0,
        }
    }

    pub fn concat(&mut self, operands: &[Object]) {
        if let Some(matrix) = matrix(operands) {
            self.to_page = matrix.then(&self.to_page);
        }
    }

    pub fn set(&mut self, operator: &[u8], value: &Object) {
        let Some(number) = value.number() else { return };
        match operator {
            b"Tc" => self.after_character = number,
            b"Tw" => self.after_space = number,
            b"Tz" => self.stretch = number / 100.0,
            b"TL" => self.leading = number,
            b"Ts" => self.rise = number,
            b"Tr" => self.mode = value.integer().unwrap_or(0),
            _ => {}
        }
    }

    /// Neither filled nor stroked.
    pub fn is_invisible(&self) -> bool {
        matches!(self.mode, 3 | 7)
    }

    fn is_vertical(&self) -> bool {
        self.font.as_ref().is_some_and(|font| font.is_vertical())
    }

    /// From a glyph of this width, or height, to the next.
    pub fn advance(&self, width: f64, is_space: bool) -> [f64; 2] {
        let after = self.after_character + if is_space { self.after_space } else { 0.0 };
        self.along(width + after)
    }

    /// A number between the strings of `TJ`.
    pub fn adjustment(&self, back: f64) -> [f64; 2] {
        self.along(-back / 1000.0 * self.size)
    }

    fn along(&self, distance: f64) -> [f64; 2] {
        if self.is_vertical() { [0.0, distance] } else { [distance * self.stretch, 0.0] }
    }
}

/// Where text goes on.
#[derive(Debug, Clone)]
pub struct TextPlace {
    glyph: Matrix,
    line: Matrix,
}

impl Default for TextPlace {
    fn default() -> TextPlace {
        TextPlace { glyph: Matrix::IDENTITY, line: Matrix::IDENTITY }
    }
}

impl TextPlace {
    pub fn operate(&mut self, operator: &[u8], operands: &[Object], leading: &mut f64) {
        match (operator, operands) {
            (b"Tm", operands) => {
                if let Some(matrix) = matrix(operands) {
                    (self.glyph, self.line) = (matrix, matrix);
                }
            }
            (b"T*", _) => self.next_line(*leading),
            (_, [x, y, ..]) => {
                let (x, y) = (x.number().unwrap_or(0.0), y.number().unwrap_or(0.0));
                if operator == b"TD" {
                    *leading = -y;
                }
                self.move_line(x, y);
            }
            _ => {}
        }
    }

    pub fn next_line(&mut self, leading: f64) {
        self.move_line(0.0, -leading);
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::translation(x, y).then(&self.line);
        self.glyph = self.line;
    }

    pub fn advance(&mut self, [x, y]: [f64; 2]) {
        self.glyph = Matrix::translation(x, y).then(&self.glyph);
    }

    /// From unscaled text space to the page.
    pub fn matrix(&self, state: &State) -> Matrix {
        Matrix([state.stretch, 0.0, 0.0, 1.0, 0.0, state.rise]).then(&self.glyph).then(&state.to_page)
    }
}

fn matrix(operands: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
    <[f64; 6]>::try_from(numbers).ok().map(Matrix)
}
