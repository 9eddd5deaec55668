//! Deadlines, sums and windows for people: tables that line up in a terminal, each row with how it came about.

use unicode_width::UnicodeWidthStr;

use super::{Answer, Charged, Deadline, Kind, Opening, Question, date, moment};
use crate::calendar::charge::grouped;
use crate::diagnostic::{Lang, Message};
use crate::model::{Amount, Direction};
use crate::say;

/// Four cells, and the lines under them.
struct Row {
    cells: [String; 4],
    lines: Vec<String>,
}

/// A heading that says whose dates they are, what was given, and a table for each kind of answer.
pub fn render(title: &str, question: Question<'_>, answer: &Answer<'_>, lang: Lang) -> String {
    let mut out = format!("{title}\n");
    out.extend(given(question).iter().map(|line| format!("  {}\n", line.get(lang))));
    let Answer { deadlines, charges, windows } = answer;
    if deadlines.is_empty() && charges.is_empty() && windows.is_empty() {
        let none = say!("\nここから決まる期日はありません。\n", "\nno date follows from this\n");
        return out + none.get(lang);
    }
    let provision = || say!("根拠", "Provision");
    if !deadlines.is_empty() {
        let heads = [say!("期日", "Date"), say!("意味", "Meaning"), say!("期間", "Period"), provision()];
        table(&mut out, heads, deadlines.iter().map(|deadline| deadline_row(deadline, lang)).collect(), lang);
    }
    if !charges.is_empty() {
        let heads = [say!("金額", "Sum"), say!("意味", "Meaning"), say!("計算", "Charge"), provision()];
        table(&mut out, heads, charges.iter().map(|charged| charge_row(charged, lang)).collect(), lang);
    }
    if !windows.is_empty() {
        let heads =
            [say!("始まり（日本時間）", "From (JST)"), say!("終わり", "To"), say!("時間帯", "Window"), provision()];
        table(&mut out, heads, windows.iter().map(|opening| window_row(opening, lang)).collect(), lang);
    }
    out
}

fn given(question: Question<'_>) -> Vec<Message> {
    let events = question.events.iter().map(|event| {
        let (name, Message { ja, en }) = (&event.name, moment(event.moment));
        say!("{name} = {ja}", "{name} = {en}")
    });
    let amounts = question.amounts.iter().map(|amount| {
        let (name, yen) = (&amount.name, grouped(amount.yen.into()));
        say!("{name} = {yen}円", "{name} = {yen} yen")
    });
    let at = question.at.map(|at| {
        let (Message { ja, en }, time) = (date(at.date()), at.format("%H:%M"));
        say!("{ja}{time} 以後の時間帯", "windows from {en} {time}")
    });
    let until = question.until.map(|day| {
        let Message { ja, en } = date(day);
        say!("{ja}まで", "until {en}")
    });
    events.chain(amounts).chain(at).chain(until).collect()
}

fn table(out: &mut String, heads: [Message; 4], rows: Vec<Row>, lang: Lang) {
    let heads = Row { cells: heads.map(|head| head.get(lang).to_owned()), lines: Vec::new() };
    let rows: Vec<Row> = std::iter::once(heads).chain(rows).collect();
    let widths = [0, 1, 2].map(|column| rows.iter().map(|row| row.cells[column].width()).max().unwrap_or(0));
    let indent = " ".repeat(widths[0] + 2);
    out.push('\n');
    for Row { cells, lines } in rows {
        for (cell, width) in cells.iter().zip(widths) {
            out.push_str(cell);
            out.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        out.push_str(&cells[3]);
        out.push('\n');
        lines.iter().for_each(|line| out.push_str(&format!("{indent}{line}\n")));
    }
}

fn deadline_row(deadline: &Deadline<'_>, lang: Lang) -> Row {
    let day = match deadline.outcome {
        Ok(outcome) => moment(outcome.moment).get(lang).to_owned(),
        Err(_) => "—".to_owned(),
    };
    let meaning = deadline.meaning().get(lang).to_owned();
    let cells = [day, meaning, deadline.period.id.name.clone(), deadline.provision.words()];
    Row { cells, lines: vec![deadline.counted.get(lang).to_owned()] }
}

fn charge_row(charged: &Charged<'_>, lang: Lang) -> Row {
    let sum = charged.outcome.as_ref().map_or_else(
        |_| "—".to_owned(),
        |sum| {
            let yen = grouped(sum.yen);
            say!("{yen}円", "{yen} yen").get(lang).to_owned()
        },
    );
    let meaning = charged.charge.meaning().get(lang).to_owned();
    let lines = charged.lines().iter().map(|line| line.get(lang).to_owned()).collect();
    Row { cells: [sum, meaning, charged.charge.id.name.clone(), charged.provision.words()], lines }
}

fn window_row(opening: &Opening<'_>, lang: Lang) -> Row {
    let ends = opening.outcome.map(|(begin, end)| [begin, end].map(|end| moment(end).get(lang).to_owned()));
    let [begin, end] = ends.unwrap_or_else(|_| ["—".to_owned(), "—".to_owned()]);
    let cells = [begin, end, opening.window.id.name.clone(), opening.provision.words()];
    Row { cells, lines: vec![opening.words().get(lang).to_owned()] }
}

impl Deadline<'_> {
    /// What the date is: 通知の期限, 満了, 更新後の満了; 又は before the other lengths of a choice.
    pub fn meaning(&self) -> Message {
        let Message { ja, en } = self.own_meaning();
        match self.period.alternative_to {
            Some(_) => say!("又は、{ja}", "or: {en}"),
            None => say!("{ja}", "{en}"),
        }
    }

    fn own_meaning(&self) -> Message {
        let is_term = self.period.direction == Direction::After
            && matches!(self.period.amount, Amount::Months(_) | Amount::Years(_));
        match (self.kind, &self.period.by) {
            (Kind::Renewed, _) => say!("更新後の満了", "end of the renewed term"),
            (Kind::Earliest, _) => {
                let event = &self.period.event.name;
                say!("最も早い {event}", "earliest {event}")
            }
            (Kind::Due, None) if is_term => say!("満了", "end of the term"),
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
}
