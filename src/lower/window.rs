//! Hours that come again, attached to provisions.

use chrono::{NaiveTime, Weekday};

use super::Lowering;
use super::fields::{Fields, What, suggest};
use super::value::{self, INVALID_VALUES};
use crate::model::{Hours, Window, WindowDays};
use crate::say;
use crate::syntax::{Node, Value};

const WINDOW: What = What("時間帯", "a window");
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];
const KINDS: [(&str, WindowDays); 2] =
    [("every-day", WindowDays::EveryDay), ("business-days", WindowDays::BusinessDays)];

impl Lowering<'_> {
    /// `window:` holds one, `windows:` a list.
    pub(super) fn windows(&mut self, fields: &Fields<'_>) -> Vec<Window> {
        fields.conflict("window", "windows", self.diagnostics);
        match fields.get("window") {
            Some(node) => self.window(node).into_iter().collect(),
            None => self.each(fields.get("windows"), Self::window),
        }
    }

    fn window(&mut self, node: &Node) -> Option<Window> {
        let fields = Fields::read(node, WINDOW, &["id", "on", "weeks", "hours"], self.diagnostics)?;
        let id = self.required_id(&fields, "id", "maintenance");
        let weeks = one_or_more(fields.get("weeks")).iter();
        let weeks: Vec<u32> =
            weeks.filter_map(|node| value::number(node, 1..=5, self.diagnostics)).map(i32::unsigned_abs).collect();
        let on = fields.require("on", "saturday", self.diagnostics);
        let days = self.window_days(one_or_more(on), weeks);
        if let (Some(WindowDays::EveryDay | WindowDays::BusinessDays), Some(span)) = (&days, fields.key("weeks")) {
            let message = say!("weeks は、曜日と一緒に使います", "`weeks` goes with days of the week");
            let help = say!("例: on: saturday, weeks: 3（第３土曜日）", "for example: on: saturday, weeks: 3");
            self.diagnostics.push(INVALID_VALUES.at(span, message).help(help));
        }
        let hours = fields.require("hours", "22:00..07:00", self.diagnostics);
        let hours: Vec<Hours> = one_or_more(hours).iter().filter_map(|node| self.hours(node)).collect();
        let is_full = !hours.is_empty();
        Some(Window { id: id?, days: days?, hours }).filter(|_| is_full)
    }

    /// One kind of day, or days of the week.
    fn window_days(&mut self, nodes: &[Node], weeks: Vec<u32>) -> Option<WindowDays> {
        let mut days = Vec::new();
        for node in nodes {
            let text = value::text(node, self.diagnostics)?;
            let name = text.as_str();
            if let Some((_, kind)) = KINDS.into_iter().find(|(known, _)| *known == name) {
                if let [_] = nodes {
                    return Some(kind);
                }
                let message = say!("「{name}」は、ほかの日と並べられません", "`{name}` stands alone");
                let help = say!(
                    "「{name}」だけにするか、曜日を並べてください",
                    "keep `{name}` alone, or list days of the week"
                );
                self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
                return None;
            }
            let Some((_, day)) = WEEKDAYS.into_iter().find(|(known, _)| *known == name) else {
                let known: Vec<&str> =
                    KINDS.iter().map(|(name, _)| *name).chain(WEEKDAYS.map(|(name, _)| name)).collect();
                let shown: String = name.chars().take(40).collect();
                let message = say!("「{shown}」という日はありません", "there is no day `{shown}`");
                self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(suggest(name, &known)));
                return None;
            };
            days.push(day);
        }
        (!days.is_empty()).then_some(WindowDays::Weekdays { days, weeks })
    }

    /// 22:00..07:00; 24:00 is the end of a day.
    fn hours(&mut self, node: &Node) -> Option<Hours> {
        let text = value::text(node, self.diagnostics)?;
        let parts = text.as_str().split_once("..");
        let hours = parts.and_then(|(from, until)| {
            let until = if until == "24:00" { "00:00" } else { until };
            Some(Hours { from: time(from)?, until: time(until)? })
        });
        if hours.is_none() {
            let message = say!("時間として読めません", "these are no hours");
            let help = say!(
                "22:00..07:00 のように、始まりと終わりを 24 時制で書いてください（終わりが早ければ翌日です）",
                "write beginning and end as 22:00..07:00; an end that is earlier lies on the next day"
            );
            self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
        }
        hours
    }
}

/// HH:MM and nothing else.
fn time(text: &str) -> Option<NaiveTime> {
    let well_formed = matches!(text.as_bytes(), [a, b, b':', c, d] if [a, b, c, d].iter().all(|c| c.is_ascii_digit()));
    NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| well_formed)
}

/// A list, or a value that stands alone.
fn one_or_more(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node { value: Value::Sequence(nodes), .. }) => nodes,
        Some(node) => std::slice::from_ref(node),
        None => &[],
    }
}
