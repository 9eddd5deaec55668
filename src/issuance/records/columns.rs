//! Which column of a data file is which field, where its names are not those of the form: `列名: field` in YAML.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::schema::Schema;
use super::tree::{self, Data, Node};
use super::{Finding, Format, Problem, shown};
use crate::diagnostic::nearest;
use crate::japanese::numerals::folded;
use crate::model::Form;
use crate::say;

/// Empty: columns are named by ids or labels.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// By folded name.
    entries: BTreeMap<String, Mapped>,
}

#[derive(Debug, Clone)]
struct Mapped {
    written: Arc<str>,
    line: usize,
    /// `None`: the column is not read.
    field: Option<String>,
}

impl Columns {
    /// Reads a mapping; a column with nothing after its colon is not read.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn read(bytes: &[u8], form: &Form) -> Result<Columns, Vec<Finding>> {
        let schema = Schema::new(form)?;
        let root = tree::parse(Format::Yaml, bytes)?;
        let Data::Mapping(written) = root.value else {
            return Err(vec![at(&root, no_mapping())]);
        };
        let mut findings = Vec::new();
        let mut entries = BTreeMap::new();
        for entry in written {
            let field = match &entry.node.value {
                Data::Empty => None,
                Data::Scalar(name) => {
                    let target = schema.target(name);
                    findings.extend(target.err().map(|problem| at(&entry.node, problem)));
                    Some(name.clone())
                }
                _ => {
                    findings.push(at(&entry.node, no_mapping()));
                    None
                }
            };
            let mapped = Mapped { written: entry.key.as_str().into(), line: entry.place.line, field };
            entries.insert(folded(&entry.key), mapped);
        }
        if findings.is_empty() { Ok(Columns { entries }) } else { Err(findings) }
    }

    /// The name to look up for a column; `None` for one that is not read.
    pub(super) fn field<'a>(&'a self, column: &'a str) -> Option<&'a str> {
        match self.entries.get(&folded(column)) {
            None => Some(column),
            Some(mapped) => mapped.field.as_deref(),
        }
    }

    /// Entries that speak of columns the file has not.
    pub(super) fn absent(&self, headings: &[&str]) -> Vec<Finding> {
        let present: Vec<String> = headings.iter().map(|heading| folded(heading)).collect();
        let absent = self.entries.iter().filter(|(name, _)| !present.contains(name));
        let finding = |mapped: &Mapped| {
            let Mapped { written, line, .. } = mapped;
            let name = shown(written);
            let message = say!(
                "列の対応の {line} 行目にある「{name}」という列が、データにありません",
                "the data have no column `{name}`, which line {line} of the mapping names"
            );
            let help = match nearest(written, headings) {
                Some(near) => say!("「{near}」のことですか", "did you mean `{near}`?"),
                None => say!("見出しの行と見比べてください", "compare it with the headings"),
            };
            Finding::of_file(1, Problem::new(message, help)).in_column(written.clone())
        };
        absent.map(|(_, mapped)| finding(mapped)).collect()
    }
}

fn at(node: &Node, problem: Problem) -> Finding {
    Finding { character: Some(node.place.column), ..Finding::of_file(node.place.line, problem) }
}

fn no_mapping() -> Problem {
    Problem::new(
        say!("列の対応として読めません", "this is no mapping of columns"),
        say!("「列名: 項目」を一行に一つ書いてください", "write `column: field`, one a line"),
    )
}
