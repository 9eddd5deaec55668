//! The papers that documents are printed on.

use crate::flow::Sheet;

use super::paragraph::Type;

/// A page and the places on it, in points from its upper left corner.
#[derive(Debug, PartialEq)]
pub struct Paper {
    pub width: f32,
    pub height: f32,
    /// Running text.
    pub body: Type,
    pub title: Type,
    pub subtitle: Type,
    /// In the cells of tables, and below text and tables.
    pub table: Type,
    pub note: Type,
    /// Width and height of the text area.
    pub measure: f32,
    pub text_height: f32,
    /// How many columns of text stand side by side, and what is between them.
    pub columns: usize,
    pub gutter: f32,
    top: f32,
    /// Baselines of the running head and of the page number.
    pub head: f32,
    pub foot: f32,
}

/// Running text over the whole width.
pub const BODY: Type = Type { size: 10.5, leading: 17.0 };
/// Text between the rules of tables.
pub const TABLE: Type = Type { size: 9.5, leading: 14.0 };
/// As large as the type of tables.
const COLUMN_BODY: Type = Type { size: TABLE.size, leading: 15.0 };
/// Read from a few steps away.
const POSTER_BODY: Type = Type { size: 16.0, leading: 28.0 };

/// A4 upright: 42 full-width characters and 40 lines of body text.
pub static PORTRAIT: Paper = Paper {
    width: 595.276,
    height: 841.89,
    body: BODY,
    title: Type { size: 16.5, leading: 26.0 },
    subtitle: Type { size: 11.5, leading: 20.0 },
    table: TABLE,
    note: Type { size: 9.0, leading: 14.0 },
    measure: 42.0 * BODY.size,
    text_height: 680.0,
    columns: 1,
    gutter: 0.0,
    top: 78.0,
    head: 50.0,
    foot: 798.0,
};

/// A4 upright, for long terms: two columns of 25 characters and 47 lines.
pub static TWO_COLUMNS: Paper = Paper {
    body: COLUMN_BODY,
    measure: 52.0 * COLUMN_BODY.size,
    text_height: 705.0,
    columns: 2,
    gutter: 2.0 * COLUMN_BODY.size,
    top: 70.0,
    head: 46.0,
    foot: 804.0,
    ..PORTRAIT
};

/// A4 upright, with narrower margins above and below: a form is handier on one sheet.
pub static FORM: Paper = Paper { text_height: 732.0, top: 62.0, head: 40.0, foot: 816.0, ..PORTRAIT };

/// A4 upright, for a wall: 28 characters and 24 lines.
pub static POSTER: Paper = Paper {
    body: POSTER_BODY,
    title: Type { size: 30.0, leading: 44.0 },
    subtitle: Type { size: 18.0, leading: 28.0 },
    table: Type { size: 14.0, leading: 20.0 },
    note: Type { size: 12.0, leading: 18.0 },
    measure: 28.0 * POSTER_BODY.size,
    ..PORTRAIT
};

/// A4 lying, for tables whose columns hold whole provisions.
pub static LANDSCAPE: Paper = Paper {
    width: PORTRAIT.height,
    height: PORTRAIT.width,
    measure: 69.0 * BODY.size,
    text_height: 468.0,
    top: 62.0,
    head: 40.0,
    foot: 562.0,
    ..PORTRAIT
};

impl Paper {
    pub fn of(sheet: Sheet) -> &'static Paper {
        match sheet {
            Sheet::Portrait => &PORTRAIT,
            Sheet::Form => &FORM,
            Sheet::TwoColumns => &TWO_COLUMNS,
            Sheet::Poster => &POSTER,
            Sheet::Landscape => &LANDSCAPE,
        }
    }

    /// Where the text area begins and ends, from the top of the page.
    pub fn body(&self) -> (f32, f32) {
        (self.top, self.top + self.text_height)
    }

    /// Left edge of the text area.
    pub fn left(&self) -> f32 {
        (self.width - self.measure) / 2.0
    }

    /// Width of a column of text.
    pub fn column(&self) -> f32 {
        let gutters = self.columns.saturating_sub(1) as f32;
        (self.measure - gutters * self.gutter) / self.columns as f32
    }

    /// From the left edge of one column to that of the next.
    pub fn pitch(&self) -> f32 {
        self.column() + self.gutter
    }
}
