//! What became of each provision, and in it of each paragraph, item and cell.

use std::collections::HashMap;
use std::ops::Range;

use crate::flow::{Column, Inline, ListKind, TableStyle, Target, plain_text};
use crate::japanese::numerals::folded as folded_width;

use super::align::{Feature, Neighbours, align, moved};
use super::text::{self, Difference, Reader, Words};
use super::unit::{Piece, PieceKind, Unit, UnitKind};

/// What became of a provision or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Unchanged,
    /// Only its number, or the numbers of what it cites, followed an insertion or a removal.
    Renumbered,
    Changed,
    /// It stands among other provisions than before; its text may have changed too.
    Moved,
    /// It holds what was part of a provision that is still there.
    Split,
    /// It has become part of another provision.
    Merged,
    Inserted,
    Removed,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Unchanged => "unchanged",
            Kind::Renumbered => "renumbered",
            Kind::Changed => "changed",
            Kind::Moved => "moved",
            Kind::Split => "split",
            Kind::Merged => "merged",
            Kind::Inserted => "inserted",
            Kind::Removed => "removed",
        }
    }
}

/// One provision of one or both revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    pub unit: UnitKind,
    pub old: Option<Place>,
    pub new: Option<Place>,
    /// Where the words of a provision that was split off come from, or where those of a merged one went.
    pub other: Option<Place>,
    /// Difference of the captions.
    pub caption: Difference,
    pub parts: Vec<Part>,
    /// Whether it cites provisions by numbers that have changed.
    pub cites_renumbered: bool,
}

/// A provision of one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Empty for what cannot be cited.
    pub anchor: String,
    /// 第９条
    pub label: String,
    /// With its brackets: （利用料金）; empty for none.
    pub caption: Vec<Inline>,
}

impl Place {
    pub(super) fn of(unit: &Unit<'_>) -> Place {
        Place { anchor: unit.anchor.to_owned(), label: unit.label.to_owned(), caption: unit.caption.clone() }
    }

    /// 第９条（利用料金）
    pub fn citation(&self) -> String {
        format!("{}{}{}", self.label, self.spacing(), plain_text(&self.caption))
    }

    /// Between label and caption: 第１条（目的）, but 第１章　総則.
    pub(super) fn spacing(&self) -> &'static str {
        let stands_off =
            plain_text(&self.caption).chars().next().is_some_and(|first| !"（([【〔［〈《「".contains(first));
        if stands_off && self.label.ends_with(['章', '節', '条']) { "　" } else { "" }
    }
}

/// A paragraph, item, table, row or cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub kind: Kind,
    pub role: Role,
    pub old: Option<Side>,
    pub new: Option<Side>,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Paragraph,
    Item(ListKind),
    Table(TableStyle),
    Head,
    Row,
    Group,
    Cell { columns: u16, is_heading: bool },
}

/// A part in one of the revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub anchor: String,
    pub label: String,
    pub text: Vec<Inline>,
    /// Bytes of the plain text that differ.
    pub marks: Vec<Range<usize>>,
    /// Of a table.
    pub columns: Vec<Column>,
}

/// Parts set side by side, before their texts are compared.
pub struct Pair<'a> {
    old: Option<Piece<'a>>,
    new: Option<Piece<'a>>,
    is_moved: bool,
    below: Vec<Pair<'a>>,
}

/// Anchors of a document's new revision by those of its old one.
pub type Anchors = HashMap<String, String>;

/// Sets the parts of two provisions side by side and notes which anchor became which.
pub fn pair<'a>(old: Vec<Piece<'a>>, new: Vec<Piece<'a>>, anchors: &mut Anchors) -> Vec<Pair<'a>> {
    let bare = |pieces: Vec<Piece<'a>>| pieces.into_iter().map(|piece| (piece, Vec::new())).collect();
    pair_rows(bare(old), bare(new), anchors)
}

type Rows<'a> = Vec<(Piece<'a>, Vec<Piece<'a>>)>;

fn pair_rows<'a>(old: Rows<'a>, new: Rows<'a>, anchors: &mut Anchors) -> Vec<Pair<'a>> {
    let in_order = || (0..new.len()).map(Some).collect();
    let features = |rows: &Rows<'_>| rows.iter().map(|(piece, cells)| piece.feature(cells)).collect::<Vec<Feature>>();
    let aligned = || {
        let (old, new) = (features(&old), features(&new));
        if old == new { in_order() } else { align(&old, &new, Neighbours::Lenient) }
    };
    // Nearly all stands as it stood.
    let old_of_new = if old == new { in_order() } else { aligned() };
    let is_moved = moved(&old_of_new);
    merged(&old_of_new, old.len())
        .into_iter()
        .map(|(old_at, new_at)| {
            let (old_piece, old_cells) = old_at.map(|at| old[at].clone()).unzip();
            let (new_piece, new_cells) = new_at.map(|at| new[at].clone()).unzip();
            let is_moved = new_at.is_some_and(|at| is_moved[at]);
            let cells = (old_cells.unwrap_or_default(), new_cells.unwrap_or_default());
            pair_one(old_piece, new_piece, cells, is_moved, anchors)
        })
        .collect()
}

fn pair_one<'a>(
    old: Option<Piece<'a>>,
    new: Option<Piece<'a>>,
    cells: (Vec<Piece<'a>>, Vec<Piece<'a>>),
    is_moved: bool,
    anchors: &mut Anchors,
) -> Pair<'a> {
    if let (Some(old), Some(new)) = (&old, &new)
        && !old.anchor.is_empty()
        && !new.anchor.is_empty()
    {
        anchors.insert(old.anchor.to_owned(), new.anchor.to_owned());
    }
    let rows = |piece: &Option<Piece<'a>>| piece.as_ref().map(Piece::rows).unwrap_or_default();
    let below = |piece: &Option<Piece<'a>>| piece.as_ref().map(Piece::below).unwrap_or_default();
    let mut parts = pair_rows(rows(&old), rows(&new), anchors);
    parts.extend(pair_cells(cells.0, cells.1, anchors));
    parts.extend(pair(below(&old), below(&new), anchors));
    Pair { old, new, is_moved, below: parts }
}

/// Cells of one row, column by column.
fn pair_cells<'a>(old: Vec<Piece<'a>>, new: Vec<Piece<'a>>, anchors: &mut Anchors) -> Vec<Pair<'a>> {
    let count = old.len().max(new.len());
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    let cell = |_| pair_one(old.next(), new.next(), (Vec::new(), Vec::new()), false, anchors);
    (0..count).map(cell).collect()
}

/// Old and new positions in one order: what was removed stands after what it followed.
pub fn merged(old_of_new: &[Option<usize>], old_len: usize) -> Vec<(Option<usize>, Option<usize>)> {
    let is_moved = moved(old_of_new);
    let mut is_kept = vec![false; old_len];
    old_of_new.iter().flatten().for_each(|&old| is_kept[old] = true);
    let mut out = Vec::new();
    let mut next = 0;
    for (new, old) in old_of_new.iter().enumerate() {
        if let Some(old) = old.filter(|_| !is_moved[new]) {
            out.extend((next..old).filter(|&at| !is_kept[at]).map(|at| (Some(at), None)));
            next = old + 1;
        }
        out.push((*old, Some(new)));
    }
    out.extend((next..old_len).filter(|&at| !is_kept[at]).map(|at| (Some(at), None)));
    out
}

/// Compares texts whose parts stand side by side.
pub struct Comparer<'a> {
    /// What a link of the old and of the new revision leads to: one name for what has only been renumbered.
    pub old: &'a dyn Fn(&Target) -> Option<String>,
    pub new: &'a dyn Fn(&Target) -> Option<String>,
    pub is_exact: bool,
}

impl Comparer<'_> {
    fn read_old(&self, inlines: &[Inline]) -> Words {
        Reader { identity: self.old, is_exact: self.is_exact }.read(inlines)
    }

    fn read_new(&self, inlines: &[Inline]) -> Words {
        Reader { identity: self.new, is_exact: self.is_exact }.read(inlines)
    }

    pub fn difference(&self, old: &[Inline], new: &[Inline]) -> Difference {
        // Nearly every text is as it was; only where a link leads may still differ.
        if old == new && self.leads_alike(old) {
            return Difference::default();
        }
        text::compare(&self.read_old(old), &self.read_new(new))
    }

    /// Whether every link in a text that has not changed leads to what it led to.
    fn leads_alike(&self, inlines: &[Inline]) -> bool {
        inlines.iter().all(|inline| match inline {
            Inline::Link { target, text } => (self.old)(target) == (self.new)(target) && self.leads_alike(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Underline(inner) => self.leads_alike(inner),
            Inline::Text(_) | Inline::Break => true,
        })
    }

    /// A provision of both revisions.
    pub fn unit(&self, old: &Unit<'_>, new: &Unit<'_>, pairs: &[Pair<'_>], is_moved: bool) -> Change {
        let caption = self.difference(&old.caption, &new.caption);
        let parts: Vec<Part> = pairs.iter().map(|pair| self.part(pair)).collect();
        let strongest = parts.iter().map(|part| part.kind).max().unwrap_or(Kind::Unchanged);
        let kind = if is_moved {
            Kind::Moved
        } else if !caption.hunks.is_empty() || strongest > Kind::Renumbered {
            Kind::Changed
        } else if !same_label(old.label, new.label) || strongest == Kind::Renumbered {
            Kind::Renumbered
        } else {
            Kind::Unchanged
        };
        let cites_renumbered = parts.iter().any(cites_renumbered);
        let unit = new.kind;
        let (old, new) = (Some(Place::of(old)), Some(Place::of(new)));
        Change { kind, unit, old, new, other: None, caption, parts, cites_renumbered }
    }

    /// A provision of one revision alone.
    pub fn lonely(&self, unit: &Unit<'_>, kind: Kind, pairs: &[Pair<'_>]) -> Change {
        let place = Some(Place::of(unit));
        let (old, new) = if kind == Kind::Inserted { (None, place) } else { (place, None) };
        let parts = pairs.iter().map(|pair| self.part(pair)).collect();
        let caption = Difference::default();
        Change { kind, unit: unit.kind, old, new, other: None, caption, parts, cites_renumbered: false }
    }

    fn part(&self, pair: &Pair<'_>) -> Part {
        let parts: Vec<Part> = pair.below.iter().map(|pair| self.part(pair)).collect();
        let role = pair.new.as_ref().or(pair.old.as_ref()).map_or(Role::Paragraph, role);
        let (Some(old), Some(new)) = (&pair.old, &pair.new) else {
            let kind = if pair.new.is_some() { Kind::Inserted } else { Kind::Removed };
            let side = |piece: &Option<Piece<'_>>, read: &dyn Fn(&[Inline]) -> Words| {
                piece.as_ref().map(|piece| side(piece, vec![read(piece.text).all()]))
            };
            let old = side(&pair.old, &|text| self.read_old(text));
            let new = side(&pair.new, &|text| self.read_new(text));
            return Part { kind, role, old, new, parts };
        };
        let difference = self.difference(old.text, new.text);
        let strongest = parts.iter().map(|part| part.kind).max().unwrap_or(Kind::Unchanged);
        let is_followed = !difference.renumbered.is_empty() || !same_label(old.label, new.label);
        let kind = if pair.is_moved {
            Kind::Moved
        } else if !difference.hunks.is_empty() || strongest > Kind::Renumbered {
            Kind::Changed
        } else if is_followed || strongest == Kind::Renumbered {
            Kind::Renumbered
        } else {
            Kind::Unchanged
        };
        let mut hunks = [difference.hunks, difference.renumbered].concat();
        hunks.sort_by_key(|hunk| (hunk.old.start, hunk.new.start));
        let old = side(old, hunks.iter().map(|hunk| hunk.old.clone()).collect());
        let new = side(new, hunks.iter().map(|hunk| hunk.new.clone()).collect());
        Part { kind, role, old: Some(old), new: Some(new), parts }
    }
}

fn cites_renumbered(part: &Part) -> bool {
    part.old.as_ref().is_some_and(|side| !side.marks.is_empty()) || part.parts.iter().any(cites_renumbered)
}

/// Two labels are the same whatever their width and the marks around the number.
fn same_label(old: &str, new: &str) -> bool {
    let core = |label: &str| -> String {
        folded_width(label).chars().filter(|c| !matches!(c, '(' | ')' | '.' | '、' | '-')).collect()
    };
    old == new || core(old) == core(new)
}

fn side(piece: &Piece<'_>, marks: Vec<Range<usize>>) -> Side {
    let columns = match piece.kind {
        PieceKind::Table(table) => table.columns.clone(),
        _ => Vec::new(),
    };
    let (anchor, label) = (piece.anchor.to_owned(), piece.label.to_owned());
    Side { anchor, label, text: piece.text.to_vec(), marks, columns }
}

fn role(piece: &Piece<'_>) -> Role {
    match piece.kind {
        PieceKind::Paragraph => Role::Paragraph,
        PieceKind::Item(kind) => Role::Item(kind),
        PieceKind::Table(table) => Role::Table(table.style),
        PieceKind::Head => Role::Head,
        PieceKind::Row => Role::Row,
        PieceKind::Group => Role::Group,
        PieceKind::Cell(cell) => Role::Cell { columns: cell.columns, is_heading: cell.is_heading },
    }
}
