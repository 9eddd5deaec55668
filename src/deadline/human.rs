//! Deadlines for people: a table that lines up in a terminal, each date with how it was counted.

use unicode_width::UnicodeWidthStr;

use super::{Deadline, Event, Kind, moment};
use crate::diagnostic::{Lang, Message};
use crate::say;

/// A heading that says whose dates they are, the events, and the table.
pub fn render(title: &str, events: &[Event], deadlines: &[Deadline<'_>], lang: Lang) -> String {
    let mut out = format!("{title}\n");
    let given = events.iter().map(|event| {
        let (name, Message { ja, en }) = (&event.name, moment(event.moment));
        say!("  {name} = {ja}\n", "  {name} = {en}\n").get(lang).to_owned()
    });
    out.extend(given);
    out.push('\n');
    if deadlines.is_empty() {
        let none = say!("この出来事から決まる期日はありません。\n", "no date follows from these events\n");
        return out + none.get(lang);
    }
    let heads = [say!("期日", "Date"), say!("意味", "Meaning"), say!("期間", "Period"), say!("根拠", "Provision")];
    let mut rows = vec![heads.map(|head| head.get(lang).to_owned())];
    rows.extend(deadlines.iter().map(|deadline| cells(deadline, lang)));
    let widths = [0, 1, 2].map(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    for (at, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(widths) {
            out += cell;
            out += &" ".repeat(width.saturating_sub(cell.width()) + 2);
        }
        out += &row[3];
        out.push('\n');
        if let Some(deadline) = at.checked_sub(1).and_then(|at| deadlines.get(at)) {
            let indent = " ".repeat(widths[0] + 2);
            out += &format!("{indent}{}\n", deadline.counted.get(lang));
        }
    }
    out
}

fn cells(deadline: &Deadline<'_>, lang: Lang) -> [String; 4] {
    let day = match deadline.outcome {
        Ok(outcome) => moment(outcome.moment).get(lang).to_owned(),
        Err(_) => "—".to_owned(),
    };
    [day, deadline.meaning().get(lang).to_owned(), deadline.period.id.name.clone(), deadline.provision()]
}

impl Deadline<'_> {
    /// What the date is: 通知の期限, 満了, 更新後の満了.
    pub fn meaning(&self) -> Message {
        match (self.kind, &self.period.by) {
            (Kind::Renewed, _) => say!("更新後の満了", "end of the renewed term"),
            (Kind::Earliest, _) => {
                let event = &self.period.event.name;
                say!("最も早い {event}", "earliest {event}")
            }
            (Kind::Due, None) => say!("期日", "date"),
            (Kind::Due, Some(by)) => match by.name.as_str() {
                "notice" => say!("通知の期限", "notice by"),
                "receipt" => say!("到達の期限", "receipt by"),
                "announcement" => say!("周知の期限", "announcement by"),
                "filing" => say!("提出の期限", "filing by"),
                by => say!("{by} の期限", "{by} by"),
            },
        }
    }

    /// Document, provision and caption.
    pub fn provision(&self) -> String {
        let title = self.document.title.plain();
        let (title, citation) = (title.as_str(), &self.citation);
        match &self.caption {
            Some(caption) => format!("{title} {citation}（{caption}）"),
            None => format!("{title} {citation}"),
        }
    }
}
