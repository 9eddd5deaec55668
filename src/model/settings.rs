//! The project's settings, and exceptions from rules.

use crate::diagnostic::Severity;
use crate::source::Span;

/// `kiyaku.yaml`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Rule names with the level set for each, and where.
    pub levels: Vec<(String, Level, Span)>,
    pub comparison: ComparisonSettings,
}

/// How revisions are set side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ComparisonSettings {
    pub old: OldColumn,
    pub notation: NotationChanges,
}

/// Where the old text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OldColumn {
    #[default]
    Left,
    Right,
}

/// Whether differences of width, white space and the notation of numbers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotationChanges {
    #[default]
    Ignored,
    Shown,
}

/// How seriously a rule is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Off,
    At(Severity),
}

impl Level {
    pub const NAMES: [(&'static str, Level); 3] =
        [("error", Level::At(Severity::Error)), ("warning", Level::At(Severity::Warning)), ("off", Level::Off)];
}

/// A rule that may find something in one provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    pub rule: String,
    /// Where the rule is named.
    pub span: Span,
    /// The provision.
    pub extent: Span,
}

impl OldColumn {
    pub const NAMES: [(&'static str, OldColumn); 2] = [("left", OldColumn::Left), ("right", OldColumn::Right)];
}

impl NotationChanges {
    pub const NAMES: [(&'static str, NotationChanges); 2] =
        [("ignored", NotationChanges::Ignored), ("shown", NotationChanges::Shown)];
}
