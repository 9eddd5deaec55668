//! The table of examples, hostile texts, and the two documents measured with.
use super::*;

/// A mention in short: 第３条第１項 is `条3項1`, 又は第２項 after it `|(条3)項2`.
fn describe(mention: &Mention) -> String {
    let join = match mention.group.as_ref().and_then(|group| group.join) {
        None => "",
        Some(Join::Comma) => ",",
        Some(Join::And) => "&",
        Some(Join::Or) => "|",
        Some(Join::Through) => "..",
    };
    let kind = match &mention.kind {
        MentionKind::Provision => String::new(),
        MentionKind::Own => "own ".into(),
        MentionKind::Supplementary => "supplementary ".into(),
        MentionKind::Annex(Annex { series, label }) => {
            format!("{series:?}{} ", label.as_ref().map(describe_label).unwrap_or_default())
        }
        MentionKind::Section(direction) => format!("{direction:?} "),
        MentionKind::Named(kind) => format!("{kind:?} "),
        MentionKind::Statute(name) => format!("law[{}] ", name.text),
        MentionKind::Foreign(name) => format!("foreign[{}] ", name.text),
        MentionKind::Listing => "listing ".into(),
        MentionKind::Malformed(malformation) => format!("{malformation:?}! "),
    };
    let steps: String = mention.path.steps.iter().map(describe_step).collect();
    let passage = mention
        .path
        .passage
        .as_ref()
        .map(|(passage, _)| format!(" {passage:?}"))
        .unwrap_or_default();
    let onward = if mention.path.onward { " onward" } else { "" };
    let caption = mention
        .caption
        .as_ref()
        .map(|caption| format!(" <{}>", caption.text))
        .unwrap_or_default();
    format!("{join}{kind}{steps}{passage}{onward}{caption}")
        .trim_end()
        .to_owned()
}

fn describe_step(step: &Step) -> String {
    let level = match step.level {
        Level::Part => "編",
        Level::Chapter => "章",
        Level::Section => "節",
        Level::Subsection => "款",
        Level::Heading => "#",
        Level::Article => "条",
        Level::Paragraph => "項",
        Level::Item => "号",
        Level::Subitem => "/",
    };
    let which = match &step.which {
        Which::Absolute(label) => describe_label(label),
        Which::Previous(count) => format!("-{count}"),
        Which::Next(count) => format!("+{count}"),
        Which::This => "=".into(),
        Which::Same => "~".into(),
        Which::Each(Extent::All) => "*".into(),
        Which::Each(Extent::Before) => "-*".into(),
        Which::Each(Extent::After) => "+*".into(),
    };
    if step.inherited {
        format!("({level}{which})")
    } else {
        format!("{level}{which}")
    }
}

fn describe_label(label: &Label) -> String {
    match label {
        Label::Number(number) => {
            let branches = number.branches.iter().map(|branch| format!("-{branch}"));
            branches.fold(number.main.to_string(), |text, branch| text + &branch)
        }
        Label::Mark(mark) => format!("'{mark}'"),
    }
}

fn descriptions(text: &str) -> Vec<String> {
    scan(text).iter().map(describe).collect()
}

#[test]
fn dump() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    for name in ["regional-network.txt", "user-card.txt"] {
        for (line, block) in samples::blocks(&std::fs::read_to_string(path.join(name)).unwrap()) {
            for mention in scan(&block) {
                println!(
                    "{name}:{line} {:?} => {}",
                    &block[mention.range.clone()],
                    describe(&mention)
                );
            }
        }
    }
}

mod samples {
    /// Paragraphs of a dump with the lines they begin on. A line goes on unless the next is blank, a heading or labelled.
    pub fn blocks(dump: &str) -> Vec<(usize, String)> {
        let mut blocks: Vec<(usize, String)> = Vec::new();
        let mut joins = false;
        for (index, line) in dump.lines().enumerate() {
            let text = line.trim();
            let heading = text.starts_with('第') && text.contains(" 条") && text.ends_with(['）', ')']);
            if text.is_empty() || heading {
                joins = false;
                continue;
            }
            match blocks.last_mut().filter(|_| joins) {
                Some((_, block)) => block.push_str(text),
                None => blocks.push((index + 1, text.to_owned())),
            }
            joins = true;
        }
        blocks
    }
}
