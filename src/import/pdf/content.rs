//! Runs the operators of a page (ISO 32000-1, 8 and 9) as far as they say where characters stand.

mod marks;
mod path;
mod scope;
mod state;

use crate::pdf::inspect::{Damage, File, Lexer, Object, Page, Stream, Token, token};

use super::font::{Code, Font, Fonts};
use super::glyph::{Glyph, Matrix};
use marks::Marks;
use path::Path;
pub use path::Rule;
use scope::Scope;
use state::{State, TextPlace};

/// Operands that one operator may have; more are those of a table drawn by a machine.
const OPERANDS: usize = 1 << 16;
/// Forms that may be drawn within one another.
const FORMS: usize = 16;
const SAVED: usize = 256;
/// On one page.
const GLYPHS: usize = 1 << 18;

/// What is on a page.
#[derive(Debug, Default)]
pub struct Drawn {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Object numbers of pictures; 0 for one among the operators.
    pub pictures: Vec<u32>,
    /// Characters drawn invisibly: the text layer of a scan.
    pub invisible: usize,
    /// The operators are broken somewhere: what comes after is not read.
    pub is_broken: bool,
}

/// # Errors
/// The page's objects cannot be read, or hold more than any page.
pub fn draw(file: &File, page: &Page, fonts: &Fonts) -> Result<Drawn, Damage> {
    let mut scope = Scope::of(file, &page.dictionary)?;
    let parts = match file.resolve(page.dictionary.get("Contents"))? {
        Object::Array(parts) => parts,
        one => vec![one],
    };
    let mut operators = Vec::new();
    for part in parts {
        if let Object::Stream(stream) = file.resolve(&part)? {
            operators.extend(file.unpack(&stream)?);
            operators.push(b'\n');
        }
    }
    let upright = upright(&file.resolve(page.dictionary.get("Rotate"))?);
    let mut painter = Painter {
        file,
        fonts,
        state: State::new(upright),
        saved: Vec::new(),
        place: TextPlace::default(),
        marks: Marks::default(),
        path: Path::default(),
        drawn: Drawn::default(),
    };
    painter.run(&operators, &mut scope, FORMS)?;
    Ok(painter.drawn)
}

/// From the page as it is written to the page as it is shown: turned clockwise.
fn upright(rotate: &Object) -> Matrix {
    match rotate.integer().unwrap_or(0).rem_euclid(360) {
        90 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
        180 => Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
        270 => Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
        _ => Matrix::IDENTITY,
    }
}

struct Painter<'p, 'a> {
    file: &'p File<'a>,
    fonts: &'p Fonts<'p, 'a>,
    state: State,
    saved: Vec<State>,
    place: TextPlace,
    marks: Marks,
    path: Path,
    drawn: Drawn,
}

impl Painter<'_, '_> {
    fn run(&mut self, operators: &[u8], scope: &mut Scope, depth: usize) -> Result<(), Damage> {
        let mut lexer = Lexer::new(operators, 0);
        let mut operands: Vec<Object> = Vec::new();
        loop {
            match token(&mut lexer) {
                Ok(Some(Token::Operand(_))) if operands.len() >= OPERANDS => return Err(Damage::Excessive),
                Ok(Some(Token::Operand(object))) => operands.push(object),
                Ok(Some(Token::Operator(b"ID"))) => {
                    self.drawn.pictures.push(0);
                    skip_picture(&mut lexer);
                    operands.clear();
                }
                Ok(Some(Token::Operator(operator))) => {
                    self.operator(operator, &operands, scope, depth)?;
                    operands.clear();
                }
                Ok(None) => return Ok(()),
                Err(_) => {
                    self.drawn.is_broken = true;
                    return Ok(());
                }
            }
        }
    }

    fn operator(
        &mut self,
        operator: &[u8],
        operands: &[Object],
        scope: &mut Scope,
        depth: usize,
    ) -> Result<(), Damage> {
        match operator {
            b"q" if self.saved.len() < SAVED => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.concat(operands),
            b"Tf" => self.choose_font(operands, scope)?,
            b"Tj" => self.show_operand(operands.first())?,
            b"'" | b"\"" => {
                if let [word, character, _] = operands {
                    self.state.set(b"Tw", word);
                    self.state.set(b"Tc", character);
                }
                self.place.next_line(self.state.leading);
                self.show_operand(operands.last())?;
            }
            b"TJ" => {
                for part in operands.first().map_or(&[][..], Object::array) {
                    match part.number() {
                        Some(back) => self.place.advance(self.state.adjustment(back)),
                        None => self.show_operand(Some(part))?,
                    }
                }
            }
            b"BT" => self.place = TextPlace::default(),
            b"Td" | b"TD" | b"Tm" | b"T*" => self.place.operate(operator, operands, &mut self.state.leading),
            b"BMC" | b"BDC" => {
                let properties = scope.properties(self.file, operands.get(1))?;
                self.marks.open(operands.first().and_then(Object::name), &properties);
            }
            b"EMC" => self.marks.close(),
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" => self.path.build(operator, operands, &self.state.to_page),
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => {
                self.path.paint(operator, &mut self.drawn.rules);
            }
            b"n" => self.path.discard(),
            b"Do" => self.draw_object(operands, scope, depth)?,
            _ => {
                if let Some(value) = operands.first() {
                    self.state.set(operator, value);
                }
            }
        }
        Ok(())
    }

    fn choose_font(&mut self, operands: &[Object], scope: &mut Scope) -> Result<(), Damage> {
        let [name, size, ..] = operands else { return Ok(()) };
        self.state.size = size.number().unwrap_or(0.0);
        self.state.font = scope.font(self.fonts, name.name().unwrap_or_default())?;
        Ok(())
    }

    /// A picture, or a form with operators of its own.
    fn draw_object(&mut self, operands: &[Object], scope: &mut Scope, depth: usize) -> Result<(), Damage> {
        let object = operands.first().and_then(Object::name).map_or(Object::Null, |name| scope.object(name));
        let Object::Stream(stream) = self.file.resolve(&object)? else { return Ok(()) };
        if stream.dictionary.is("Subtype", "Image") {
            self.drawn.pictures.push(object.reference().unwrap_or(0));
            return Ok(());
        }
        let depth = depth.checked_sub(1).ok_or(Damage::Excessive)?;
        self.draw_form(&stream, scope, depth)
    }

    fn draw_form(&mut self, form: &Stream, scope: &mut Scope, depth: usize) -> Result<(), Damage> {
        let outside = (self.state.clone(), self.place.clone(), std::mem::take(&mut self.saved));
        let open = self.marks.depth();
        self.state.concat(self.file.resolve(form.dictionary.get("Matrix"))?.array());
        let operators = self.file.unpack(form)?;
        match form.dictionary.get("Resources") {
            Object::Null => self.run(&operators, scope, depth)?,
            _ => self.run(&operators, &mut Scope::of(self.file, &form.dictionary)?, depth)?,
        }
        self.marks.close_to(open);
        (self.state, self.place, self.saved) = outside;
        Ok(())
    }

    fn show_operand(&mut self, operand: Option<&Object>) -> Result<(), Damage> {
        let (Some(mut bytes), Some(font)) = (operand.and_then(Object::string), self.state.font.clone()) else {
            return Ok(());
        };
        while let Some(code) = font.first(bytes) {
            self.show(&font, &code, &bytes[..code.length])?;
            bytes = &bytes[code.length..];
        }
        Ok(())
    }

    fn show(&mut self, font: &Font, code: &Code, bytes: &[u8]) -> Result<(), Damage> {
        let matrix = self.place.matrix(&self.state);
        let width = code.advance * self.state.size;
        let em = self.state.size;
        let glyph = Glyph::place(code.text.clone(), &matrix, width, em, font.is_vertical());
        self.place.advance(self.state.advance(width, bytes == b" "));
        if !glyph.is_finite() {
            return Ok(());
        }
        self.drawn.invisible += usize::from(self.state.is_invisible() && !glyph.is_space());
        self.marks.add(glyph, &mut self.drawn.glyphs);
        if self.drawn.glyphs.len() > GLYPHS { Err(Damage::Excessive) } else { Ok(()) }
    }
}

/// To the end of a picture among the operators: `EI` as a word of its own.
fn skip_picture(lexer: &mut Lexer<'_>) {
    let rest = lexer.rest();
    let is_space = |at: usize| rest.get(at).is_none_or(u8::is_ascii_whitespace);
    let end = rest
        .windows(2)
        .enumerate()
        .position(|(at, word)| word == b"EI" && at > 0 && is_space(at - 1) && is_space(at + 2));
    lexer.at += end.map_or(rest.len(), |end| end + 2);
}
