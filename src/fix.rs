//! `check --fix`: the repairs that are certain, written into the files and nothing else touched.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use crate::check::Checked;
use crate::source::Sources;
use crate::workspace;

/// A repair that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    pub path: String,
    pub line: usize,
    pub before: String,
    pub after: String,
}

/// Makes every certain repair; where two overlap, the first.
///
/// # Errors
/// Where a file cannot be read or written, or has changed since it was read.
pub fn fix(checked: &Checked) -> Result<Vec<Repair>, workspace::Error> {
    let mut repairs = Vec::new();
    for (path, edits) in edits(checked) {
        workspace::rewrite(Path::new(&path), edits.text, &replace(edits.text, &edits.edits))?;
        repairs.extend(edits.repairs(&path, &checked.sources));
    }
    Ok(repairs)
}

/// Edits of one file in the order of the text.
struct Edits<'a> {
    text: &'a str,
    source: crate::source::SourceId,
    edits: BTreeMap<usize, (Range<usize>, &'a str)>,
}

impl Edits<'_> {
    fn repairs(&self, path: &str, sources: &Sources) -> Vec<Repair> {
        let repair = |(range, after): &(Range<usize>, &str)| Repair {
            path: path.to_owned(),
            line: sources.get(self.source).position(range.start).line,
            before: self.text[range.clone()].to_owned(),
            after: (*after).to_owned(),
        };
        self.edits.values().map(repair).collect()
    }
}

fn edits(checked: &Checked) -> BTreeMap<String, Edits<'_>> {
    let mut files: BTreeMap<String, Edits<'_>> = BTreeMap::new();
    for fix in checked.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()) {
        let range = fix.span.range();
        let text: &str = &checked.sources.get(fix.span.source).text;
        // A place that is an escape or a parameter is not what it seems.
        if text[range.clone()] != fix.before {
            continue;
        }
        let path = checked.sources.path(fix.span).to_owned();
        let file = files.entry(path).or_insert(Edits { text, source: fix.span.source, edits: BTreeMap::new() });
        let is_free = file.edits.values().all(|(other, _)| other.end <= range.start || range.end <= other.start);
        if is_free {
            file.edits.insert(range.start, (range, &fix.after));
        }
    }
    files
}

fn replace(text: &str, edits: &BTreeMap<usize, (Range<usize>, &str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, after) in edits.values() {
        out.push_str(&text[done..range.start]);
        out.push_str(after);
        done = range.end;
    }
    out + &text[done..]
}
