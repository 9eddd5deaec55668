//! The vocabulary of definitions.

/// A verb after a term that gives it as a name: という.
pub(super) struct Naming {
    pub word: &'static str,
    /// It must end its clause, because という文言 names nothing.
    ends_clause: bool,
    /// Defines without 以下: 甲を「X」という.
    pub names_objects: bool,
}

impl Naming {
    pub fn begins(&self, text: &str) -> bool {
        let Some(rest) = text.strip_prefix(self.word) else { return false };
        let rest = rest.trim_start();
        !self.ends_clause || rest.is_empty() || CLAUSE_ENDS.iter().any(|end| rest.starts_with(end))
    }
}

const CLAUSE_ENDS: &[&str] = &["。", "、", "，", ".", "．", "）", ")", "］", "〕", "場合", "こと", "もの"];

const fn naming(word: &'static str, ends_clause: bool, names_objects: bool) -> Naming {
    Naming { word, ends_clause, names_objects }
}

pub(super) const NAMING: &[Naming] = &[
    naming("という", true, true),
    naming("といいます", false, true),
    naming("といい、", false, true),
    naming("と言う", true, true),
    naming("と言います", false, true),
    naming("と総称", false, true),
    naming("と呼", false, true),
    naming("と称", false, true),
    naming("と略", false, true),
    naming("と定義", false, true),
    naming("とする", true, false),
    naming("とします", true, false),
    naming("とし、", false, false),
];

/// Between terms that one phrase defines.
pub(super) const SEPARATORS: &[&str] =
    &["、", "，", "・", "又は", "または", "若しくは", "もしくは", "及び", "および", "並びに", "ならびに"];

/// How much like a definition the beginning of a sentence looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// X とは
    Bare,
    /// 「X」とは
    Quoted,
    /// 「X」とは、
    Emphatic,
}

/// Verbs that end a meaning, with the least that must come before it.
pub(super) const MEANING: &[(&str, Strength)] = &[
    ("をいう", Strength::Bare),
    ("をいい", Strength::Bare),
    ("を意味", Strength::Quoted),
    ("を指す", Strength::Quoted),
    ("を指し", Strength::Quoted),
    ("です。", Strength::Emphatic),
];

/// How the meaning of an entry in a list ends.
pub(super) const ENTRY_ENDINGS: &[&str] =
    &["をいう", "をいいます", "を指す", "を指します", "を意味する", "を意味します"];

/// How the meaning in a bracket ends before 以下同じ.
pub(super) const GLOSS_ENDINGS: &[&str] = &[
    "をいう",
    "をいいます",
    "をいうものとし",
    "をいうものとする",
    "をいうものとします",
    "を意味する",
    "を意味します",
    "を指す",
    "を指します",
];
