//! Days of a form: those that follow from others, and whether those that were given keep their limits.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Problem;
use crate::deadline::chain::{Chain, Periods};
use crate::deadline::{self, Moment, Outcome};
use crate::diagnostic::Message;
use crate::flow::Context;
use crate::model::{Calendar, Digits, Field, FieldKind, Form, Id, Value, date};
use crate::say;

type Values = BTreeMap<String, Value>;

/// How the days that a form is held to are computed.
#[derive(Debug)]
pub struct Limited<'a> {
    calendar: Calendar,
    /// By name of the period, with the field that says when its event was.
    chains: BTreeMap<&'a str, (Chain<'a>, &'a Id)>,
}

impl<'a> Limited<'a> {
    pub fn of(context: Context<'a>, form: &'a Form) -> Limited<'a> {
        let periods = Periods::of(context.edition);
        let event = |name: &str| form.events.iter().find(|event| event.event.name == name);
        let limits = form.fields.iter().map(|field| &field.limits);
        let wanted = limits.flat_map(|limits| [&limits.deadline, &limits.computed]).flatten();
        let chains = wanted.filter_map(|id| {
            let chain = periods.chain(&id.name, |name| event(name).is_some())?;
            let field = &event(chain.event)?.field;
            Some((id.name.as_str(), (chain, field)))
        });
        let chains = chains.collect();
        let calendar = context.set.map(|(_, set)| set.calendar.clone()).unwrap_or_default();
        Limited { calendar, chains }
    }

    /// Adds the days that nobody fills in.
    pub fn compute(&self, form: &Form, values: &mut Values, problems: &mut Vec<Problem>) {
        for field in &form.fields {
            let Some(period) = &field.limits.computed else { continue };
            let name = &field.id.name;
            let value = match self.due(period, values) {
                None => continue,
                Some(Err(problem)) => {
                    problems.push(Problem { field: name.clone(), ..uncounted(field, problem) });
                    continue;
                }
                Some(Ok(outcome)) => value(field, outcome),
            };
            if values.get(name).is_some_and(|given| *given != value) {
                let label = label(field);
                problems.push(Problem {
                    field: name.clone(),
                    message: say!("「{label}」は計算で決まる項目です", "`{name}` is computed"),
                    help: say!("値を書かずに空けておいてください", "leave it empty"),
                });
            }
            values.insert(name.clone(), value);
        }
    }

    /// Reports every day that is too early or too late. Of days that are given, `records` knows the order.
    pub fn check(&self, form: &Form, values: &Values, digits: Digits, problems: &mut Vec<Problem>) {
        for field in &form.fields {
            let Some(own) = values.get(&field.id.name).and_then(moment) else { continue };
            let is_computed = |field: &Field| field.limits.computed.is_some();
            let other = |id: &Option<Id>| {
                let id = id.as_ref()?;
                let other = form.field(&id.name).filter(|other| is_computed(field) || is_computed(other))?;
                Some((other, values.get(&id.name).and_then(moment)?))
            };
            if let Some((other, first)) = other(&field.limits.not_before).filter(|(_, first)| is_before(own, *first)) {
                problems.push(outside(field, own, other, first, digits, say!("より前です", "is before")));
            }
            if let Some((other, last)) = other(&field.limits.not_after).filter(|(_, last)| is_before(*last, own)) {
                problems.push(outside(field, own, other, last, digits, say!("より後です", "is after")));
            }
            self.check_deadline(form, field, own, values, digits, problems);
        }
    }

    fn check_deadline(
        &self,
        form: &Form,
        field: &Field,
        own: Moment,
        values: &Values,
        digits: Digits,
        problems: &mut Vec<Problem>,
    ) {
        let Some(due) = field.limits.deadline.as_ref().and_then(|period| self.due(period, values)) else { return };
        let due = match due {
            Ok(outcome) => outcome.moment,
            Err(problem) => return problems.push(uncounted(field, problem)),
        };
        let reason = field.limits.unless.as_ref();
        if !is_before(due, own) || reason.is_some_and(|reason| values.contains_key(&reason.name)) {
            return;
        }
        let (label, last, day) = (label(field), date::day(due.day, digits), date::day(own.day, digits));
        let (name, own_day, due_day) = (&field.id.name, own.day, due.day);
        let message = say!(
            "「{label}」の {day} は、期限の {last} を過ぎています",
            "`{name}` ({own_day}) is past its deadline, {due_day}"
        );
        let help = match reason.and_then(|reason| form.field(&reason.name)) {
            Some(reason) => {
                let (reason, name) = (self::label(reason), &reason.id.name);
                say!("日付を確かめるか、「{reason}」を書いてください", "look at the date, or give a reason in `{name}`")
            }
            None => say!("日付を確かめてください", "look at the date"),
        };
        problems.push(Problem { field: field.id.name.clone(), message, help });
    }

    /// The last day of a period; `None` where the day that it is counted from was not given.
    fn due(&self, period: &Id, values: &Values) -> Option<Result<Outcome, deadline::Problem>> {
        let (chain, field) = self.chains.get(period.name.as_str())?;
        let event = values.get(&field.name).and_then(moment)?;
        Some(chain.due(event, &self.calendar))
    }
}

fn label(field: &Field) -> String {
    field.label.plain().as_str().to_owned()
}

/// A period that names no time gives a day, also where the field is one for moments.
fn value(field: &Field, outcome: Outcome) -> Value {
    let Moment { day, time } = outcome.moment;
    let moment = time.filter(|_| matches!(field.kind, FieldKind::Moment)).and_then(|time| {
        let japan = chrono::FixedOffset::east_opt(9 * 3600)?;
        day.and_time(time).and_local_timezone(japan).single()
    });
    moment.map_or(Value::Date(day), Value::Moment)
}

fn moment(value: &Value) -> Option<Moment> {
    match value {
        Value::Date(day) => Some(Moment { day: *day, time: None }),
        Value::Moment(moment) => Some(Moment { day: moment.date_naive(), time: Some(moment.time()) }),
        _ => None,
    }
}

/// Times count only where both have one.
fn is_before(one: Moment, other: Moment) -> bool {
    match (one.time, other.time) {
        (Some(one_time), Some(other_time)) => (one.day, one_time) < (other.day, other_time),
        _ => one.day < other.day,
    }
}

fn outside(field: &Field, own: Moment, other: &Field, limit: Moment, digits: Digits, how: Message) -> Problem {
    let day = |day: NaiveDate| date::day(day, digits);
    let (label, day, other_label, limit_day) = (label(field), day(own.day), label(other), day(limit.day));
    let message = Message {
        ja: format!("「{label}」の {day} が、「{other_label}」の {limit_day} {}", how.ja),
        en: format!("`{}` ({}) {} `{}` ({})", field.id.name, own.day, how.en, other.id.name, limit.day),
    };
    let help = say!("どちらの日付が正しいか確かめてください", "look which of the dates is right");
    Problem { field: field.id.name.clone(), message, help }
}

fn uncounted(field: &Field, problem: deadline::Problem) -> Problem {
    let label = label(field);
    let name = &field.id.name;
    let message = match problem {
        deadline::Problem::OutOfRange => say!(
            "「{label}」の期限が、祝日を計算できる日の外になります",
            "the deadline of `{name}` lies outside the calendar"
        ),
        deadline::Problem::NeedsTime => {
            say!("「{label}」の期限を計算するには時刻が要ります", "the deadline of `{name}` needs a time to count from")
        }
    };
    Problem {
        field: name.clone(), message, help: say!("元になる日時を確かめてください", "look at the event")
    }
}
