//! The text of the pages, in the order of the tags, through the fonts' own tables from codes to characters.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::file::{Damage, File};
use super::object::{Dictionary, Lexer, Object};

/// More pages than any document has.
const PAGES: usize = 10_000;
/// What a page takes from the nodes above it (ISO 32000-1, 7.7.3.4).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// References, lists and elements that may lie in one another in the tree of tags.
const DEPTH: usize = 256;
/// Fonts and bytes of text that all pages may have.
const FONTS: usize = 16;
const TEXT: usize = 4 << 20;
/// Operands that one operator may have.
const OPERANDS: usize = 4096;

/// A page's object number, and its dictionary with what it inherits.
pub struct Page {
    pub number: u32,
    pub dictionary: Dictionary,
}

/// The pages in their order.
///
/// # Errors
/// The page tree is broken.
pub fn pages(file: &File) -> Result<Vec<Page>, Damage> {
    let catalog = file.dictionary(&file.trailer, "Root")?;
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    let top = catalog.get("Pages").reference().ok_or(Damage::Broken)?;
    let mut open = vec![(top, Dictionary::default())];
    while let Some((number, mut attributes)) = open.pop() {
        if !seen.insert(number) || pages.len() > PAGES {
            return Err(Damage::Broken);
        }
        let Object::Dictionary(mut node) = file.get(number)? else { return Err(Damage::Broken) };
        if node.is("Type", "Pages") {
            let own = node.0.iter().filter(|(key, _)| INHERITED.contains(&key.as_slice()));
            attributes.0.extend(own.map(|(key, value)| (key.clone(), value.clone())));
            let kids = file.resolve(node.get("Kids"))?;
            let kids = kids.array().iter().rev().filter_map(Object::reference);
            open.extend(kids.map(|kid| (kid, attributes.clone())));
        } else {
            for (key, value) in attributes.0 {
                node.0.entry(key).or_insert(value);
            }
            pages.push(Page { number, dictionary: node });
        }
    }
    Ok(pages)
}

/// Codes to characters.
type Characters = Rc<BTreeMap<u16, String>>;

/// Text of one page by marked content. What is marked as an artifact (page numbers, running heads) is left out.
#[derive(Default)]
struct Marked {
    contents: BTreeMap<i64, String>,
    /// Text that no mark holds.
    loose: String,
}

/// All text of the document without white space: what the tags order first, then anything they leave out.
///
/// # Errors
/// The pages cannot be read.
pub fn text(file: &File) -> Result<String, Damage> {
    let mut marked = BTreeMap::new();
    let mut order = Vec::new();
    let mut fonts = BTreeMap::new();
    let mut room = TEXT;
    for page in pages(file)? {
        order.push(page.number);
        marked.insert(page.number, page_text(file, &page, &mut fonts, &mut room)?);
    }
    let catalog = file.dictionary(&file.trailer, "Root")?;
    let root = file.dictionary(&catalog, "StructTreeRoot")?;
    let mut walk = Walk { file, marked: &mut marked, seen: BTreeSet::new(), out: String::new() };
    walk.kid(root.get("K"), None, DEPTH)?;
    let mut text = walk.out;
    for page in order {
        if let Some(left) = marked.remove(&page) {
            text.extend(left.contents.into_values());
            text.push_str(&left.loose);
        }
    }
    text.retain(|character| !character.is_whitespace());
    Ok(text)
}

struct Walk<'f, 'a> {
    file: &'f File<'a>,
    marked: &'f mut BTreeMap<u32, Marked>,
    seen: BTreeSet<u32>,
    out: String,
}

impl Walk<'_, '_> {
    /// `page` is that of the element.
    fn kid(&mut self, kid: &Object, page: Option<u32>, depth: usize) -> Result<(), Damage> {
        let depth = depth.checked_sub(1).ok_or(Damage::Broken)?;
        match kid {
            Object::Integer(content) => self.content(page, *content),
            Object::Reference(number) if self.seen.insert(*number) => {
                self.kid(&self.file.get(*number)?, page, depth)?
            }
            Object::Array(kids) => {
                for kid in kids {
                    self.kid(kid, page, depth)?;
                }
            }
            Object::Dictionary(element) => {
                let page = element.get("Pg").reference().or(page);
                self.figure(element)?;
                match element.get("MCID").integer() {
                    Some(content) => self.content(page, content),
                    None => self.kid(element.get("K"), page, depth)?,
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What stands for a figure, between the marks that plain text has for it.
    fn figure(&mut self, element: &Dictionary) -> Result<(), Damage> {
        if element.is("S", "Figure") {
            let alt = self.file.resolve(element.get("Alt"))?;
            let [begin, end] = crate::flow::Figure::MARKS;
            let alt = alt.string().map(super::object::text).unwrap_or_default();
            self.out.extend([begin, &alt, end]);
        }
        Ok(())
    }

    fn content(&mut self, page: Option<u32>, content: i64) {
        let marked = page.and_then(|page| self.marked.get_mut(&page));
        if let Some(text) = marked.and_then(|marked| marked.contents.remove(&content)) {
            self.out.push_str(&text);
        }
    }
}

fn page_text(
    file: &File,
    page: &Page,
    known: &mut BTreeMap<u32, Characters>,
    room: &mut usize,
) -> Result<Marked, Damage> {
    let resources = file.dictionary(&page.dictionary, "Resources")?;
    let mut fonts = BTreeMap::new();
    for (name, font) in file.dictionary(&resources, "Font")?.0 {
        let Object::Reference(number) = font else { continue };
        let characters = match known.get(&number) {
            Some(characters) => Rc::clone(characters),
            None => Rc::new(characters(file, number)?),
        };
        known.insert(number, Rc::clone(&characters));
        if known.len() > FONTS {
            return Err(Damage::Excessive);
        }
        fonts.insert(name, characters);
    }
    let contents = match file.resolve(page.dictionary.get("Contents"))? {
        Object::Array(parts) => parts,
        one => vec![one],
    };
    let mut operators = Vec::new();
    for part in contents {
        if let Object::Stream(stream) = file.resolve(&part)? {
            operators.extend(file.unpack(&stream)?);
            operators.push(b'\n');
        }
    }
    let mut reader = Reader { fonts, font: None, open: Vec::new(), marked: Marked::default(), room };
    reader.read(&operators)?;
    Ok(reader.marked)
}

/// A font's table of characters, `ToUnicode` (ISO 32000-1, 9.10.3).
fn characters(file: &File, font: u32) -> Result<BTreeMap<u16, String>, Damage> {
    let mut out = BTreeMap::new();
    let font = file.get(font)?;
    let Some(font) = font.dictionary() else { return Ok(out) };
    let Object::Stream(table) = file.resolve(font.get("ToUnicode"))? else { return Ok(out) };
    let table = file.unpack(&table)?;
    let mut lexer = Lexer::new(&table, 0);
    let mut operands: Vec<Object> = Vec::new();
    while let Some(token) = token(&mut lexer)? {
        match token {
            Token::Operand(_) if operands.len() >= OPERANDS => return Err(Damage::Excessive),
            Token::Operand(object) => operands.push(object),
            Token::Operator(b"endbfchar") => {
                for pair in operands.chunks_exact(2) {
                    if let (Some(code), Some(text)) = (code(&pair[0]), pair[1].string()) {
                        out.insert(code, utf16(text));
                    }
                }
                operands.clear();
            }
            Token::Operator(b"endbfrange") => {
                operands.chunks_exact(3).for_each(|range| add_range(range, &mut out));
                operands.clear();
            }
            Token::Operator(_) => operands.clear(),
        }
    }
    Ok(out)
}

fn add_range(range: &[Object], out: &mut BTreeMap<u16, String>) {
    let (Some(first), Some(last)) = (code(&range[0]), code(&range[1])) else { return };
    for (step, code) in (first..=last).enumerate() {
        let text = match &range[2] {
            Object::Array(texts) => texts.get(step).and_then(Object::string).map(utf16),
            start => start.string().and_then(|start| {
                let first = utf16(start).chars().next()?;
                char::from_u32(u32::from(first) + step as u32).map(String::from)
            }),
        };
        if let Some(text) = text {
            out.insert(code, text);
        }
    }
}

fn code(object: &Object) -> Option<u16> {
    <[u8; 2]>::try_from(object.string()?).ok().map(u16::from_be_bytes)
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

pub enum Token<'a> {
    Operand(Object),
    Operator(&'a [u8]),
}

/// The next operand or operator of a content stream or table.
///
/// # Errors
/// It is neither.
pub fn token<'a>(lexer: &mut Lexer<'a>) -> Result<Option<Token<'a>>, Damage> {
    lexer.space();
    let Some(first) = lexer.rest().first() else { return Ok(None) };
    let start = lexer.at;
    let word = lexer.word();
    let is_operand = matches!(first, b'/' | b'(' | b'<' | b'[' | b'0'..=b'9' | b'+' | b'-' | b'.')
        || matches!(word, b"true" | b"false" | b"null");
    if !is_operand {
        if word.is_empty() {
            return Err(Damage::Broken);
        }
        return Ok(Some(Token::Operator(word)));
    }
    lexer.at = start;
    lexer.object().map(|object| Some(Token::Operand(object))).ok_or(Damage::Broken)
}

/// What an open mark says about the text in it.
#[derive(Clone, Copy)]
enum Mark {
    Content(i64),
    Artifact,
    Other,
}

struct Reader<'r> {
    fonts: BTreeMap<Vec<u8>, Characters>,
    font: Option<Characters>,
    open: Vec<Mark>,
    marked: Marked,
    /// Bytes of text that may still come.
    room: &'r mut usize,
}

impl Reader<'_> {
    fn read(&mut self, operators: &[u8]) -> Result<(), Damage> {
        let mut lexer = Lexer::new(operators, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(token) = token(&mut lexer)? {
            match token {
                Token::Operand(_) if operands.len() >= OPERANDS => return Err(Damage::Excessive),
                Token::Operand(object) => operands.push(object),
                // Inline images are data in the middle of operators; no document of ours has one.
                Token::Operator(b"BI") => return Err(Damage::Broken),
                Token::Operator(operator) => {
                    self.operator(operator, &operands)?;
                    operands.clear();
                }
            }
        }
        Ok(())
    }

    fn operator(&mut self, operator: &[u8], operands: &[Object]) -> Result<(), Damage> {
        match operator {
            b"BMC" | b"BDC" => {
                let content = operands.get(1).and_then(Object::dictionary).and_then(|d| d.get("MCID").integer());
                let is_artifact = operands.first().and_then(Object::name) == Some(b"Artifact");
                self.open.push(match content {
                    Some(content) => Mark::Content(content),
                    None if is_artifact => Mark::Artifact,
                    None => Mark::Other,
                });
            }
            b"EMC" => {
                self.open.pop();
            }
            b"Tf" => self.font = operands.first().and_then(Object::name).and_then(|name| self.fonts.get(name)).cloned(),
            b"Tj" | b"'" | b"\"" => self.show(operands.last().and_then(Object::string).unwrap_or_default())?,
            b"TJ" => {
                for part in operands.first().map_or(&[][..], Object::array) {
                    self.show(part.string().unwrap_or_default())?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, codes: &[u8]) -> Result<(), Damage> {
        let mark = self.open.iter().rev().find(|mark| !matches!(mark, Mark::Other));
        let out = match mark {
            Some(Mark::Artifact) => return Ok(()),
            Some(Mark::Content(content)) => self.marked.contents.entry(*content).or_default(),
            _ => &mut self.marked.loose,
        };
        for code in codes.chunks(2) {
            let code = code.iter().fold(0, |code, byte| code << 8 | u16::from(*byte));
            let character = self.font.as_ref().and_then(|font| font.get(&code));
            let character = character.map_or("\u{FFFD}", String::as_str);
            *self.room = self.room.checked_sub(character.len()).ok_or(Damage::Excessive)?;
            out.push_str(character);
        }
        Ok(())
    }
}
