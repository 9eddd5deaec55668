//! Many copies of one form, each with the data of one record: what is the same in all of them is made once.
//!
//! That is above all the fonts of the form. A copy has these whole, and beside them fonts of its own with the characters
//! that its record adds: so a file depends on the form and the record alone, and has no glyph of what another record says.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use lopdf::Stream;
use rayon::prelude::*;

use crate::flow::Flow;
use crate::fonts::{self, Typeface};

use super::embed::{Characters, Cut, Font, Repertoire, Share};
use super::galley::SetWidth;
use super::pages::{self, Pages};
use super::structure::Tree;
use super::{Error, Origin, draw, finish, layout, paper, skeleton};

/// What stands in answers whatever they are: digits, dates, sums, ticked boxes, what says that nothing was given.
const IN_ANSWERS: &str =
    "0123456789０１２３４５６７８９令和平成昭和大正明治元年月日時分円第号―■□印-－,．.　 （）()、。・";

/// Whatever of the documents to come is known already: nothing, or what a form prints.
#[derive(Default)]
pub struct Press {
    characters: BTreeMap<Cut, Characters>,
    fonts: Vec<Font>,
}

impl Press {
    /// For copies of a form that is given as it is without data. Every form that is filled in is rendered by the press of
    /// its empty form, be it one or a thousand, so that it can be rendered again.
    ///
    /// # Errors
    /// Only for bugs: see [`Error`].
    pub fn new(form: &Flow) -> Result<Press, Error> {
        let (pages, _) = composed(form)?;
        let printed = BTreeMap::new();
        let printed = Repertoire::of(&pages.pages, &printed).into_own();
        let mut characters: BTreeMap<Cut, Characters> =
            printed.into_iter().map(|(cut, characters)| (Cut { share: Share::Form, ..cut }, characters)).collect();
        let text = Cut { typeface: Typeface::Mincho, set: SetWidth::AsDrawn, share: Share::Form };
        let answers = characters.entry(text).or_default();
        *answers = Characters::of(answers.iter().chain(IN_ANSWERS.chars()));
        let fonts = cut(&characters)?;
        Ok(Press { characters, fonts })
    }

    /// Renders a document, with the files it was compiled from inside it. `created` is Japan Standard Time and becomes the
    /// file's dates.
    ///
    /// # Errors
    /// Only for bugs: see [`Error`].
    pub fn render(&self, flow: &Flow, origin: &Origin, created: NaiveDateTime) -> Result<Vec<u8>, Error> {
        let (mut pages, mut tree) = composed(flow)?;
        let repertoire = Repertoire::of(&pages.pages, &self.characters);
        let drawing = draw::draw(&mut pages, &repertoire, &mut tree);
        let parts =
            finish::Parts { flow, origin, pages: &pages, links: &drawing.links, fields: &drawing.fields, tree: &tree };
        let content = |ops| skeleton::content(ops, pages.paper).and_then(deflated);
        let contents = || drawing.pages.into_par_iter().map(content).collect::<Result<Vec<_>, Error>>();
        let fonts = || cut(repertoire.own());
        let ((fonts, contents), file) =
            rayon::join(|| rayon::join(fonts, contents), || finish::finish(&parts, created));
        let fonts = fonts?;
        file?.written(self.fonts.iter().chain(&fonts), contents?)
    }
}

/// The pages of a document as they will be drawn.
fn composed(flow: &Flow) -> Result<(Pages<'_>, Tree), Error> {
    let faces = fonts::faces().map_err(Error::Font)?;
    let mut setter = layout::Typesetter::new(faces, paper::Paper::of(flow.sheet));
    let galley = layout::galley(flow, &mut setter)?;
    let mut pages = pages::paginate(galley, &setter.heads, setter.paper);
    pages::furnish(&mut pages, &flow.identity, faces)?;
    Ok((pages, setter.tree))
}

fn cut(characters: &BTreeMap<Cut, Characters>) -> Result<Vec<Font>, Error> {
    let faces = fonts::faces().map_err(Error::Font)?;
    let font = |(cut, characters): (&Cut, _)| Font::cut(&faces[cut.typeface as usize], *cut, characters);
    characters.par_iter().map(font).collect()
}

fn deflated(mut stream: Stream) -> Result<Stream, Error> {
    finish::deflate(&mut stream)?;
    Ok(stream)
}
