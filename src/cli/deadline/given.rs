//! What is given to `kiyaku deadline`: events, sums, connections, and the moments between which windows are looked for.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use clap::ArgMatches;

use crate::deadline::{self, Event, Moment, NamedAmount};
use crate::diagnostic::{Message, nearest};
use crate::japanese::holidays::holiday;
use crate::model::Edition;
use crate::say;

/// Names that an edition knows, and what else it computes.
pub(super) struct Known {
    pub events: Vec<String>,
    pub amounts: Vec<String>,
    pub meters: bool,
    pub windows: bool,
}

pub(super) struct Given {
    pub events: Vec<Event>,
    pub amounts: Vec<NamedAmount>,
    /// Seconds each.
    pub connections: Vec<u32>,
    pub at: Option<NaiveDateTime>,
    pub until: Option<NaiveDate>,
}

impl Known {
    pub fn of(edition: &Edition) -> Known {
        let (meters, windows) = deadline::has_meters_and_windows(edition);
        Known { events: deadline::events(edition), amounts: deadline::amounts(edition), meters, windows }
    }
}

impl Given {
    pub fn read(matches: &ArgMatches, known: &Known) -> Result<Given, Message> {
        let all = |name: &str| matches.get_many::<String>(name).into_iter().flatten();
        let one = |name: &str| matches.get_one::<String>(name);
        let events = all("event").map(|written| event(written, &known.events)).collect::<Result<_, _>>()?;
        let amounts: Vec<_> = all("amount").map(|written| amount(written, &known.amounts)).collect::<Result<_, _>>()?;
        if let Some(twice) =
            amounts.iter().enumerate().find(|(at, one)| amounts[..*at].iter().any(|two| two.name == one.name))
        {
            let name = &twice.1.name;
            return Err(say!("「{name}」の金額が二つあります。一つにしてください", "two sums are given for `{name}`"));
        }
        let connections: Vec<u32> = all("interval").map(|written| interval(written)).collect::<Result<_, _>>()?;
        if !connections.is_empty() && !known.meters {
            return Err(say!(
                "従量課金（metering:）がないので、--interval は使えません",
                "--interval needs a metered charge (`metering`), and there is none"
            ));
        }
        let at = one("at").map(|written| at(written)).transpose()?;
        if at.is_some() && !known.windows {
            return Err(say!(
                "時間帯（window:）がないので、--at は使えません",
                "--at needs a window (`window`), and there is none"
            ));
        }
        let until = one("until").map(|written| until(written)).transpose()?;
        if let (Some(first), Some(last)) =
            (at.map(|at| at.date()), until.filter(|last| at.is_some_and(|at| *last < at.date())))
        {
            return Err(say!(
                "--until {last} は、--at {first} より前です。入れ替わっていませんか",
                "--until {last} lies before --at {first}; are they exchanged?"
            ));
        }
        Ok(Given { events, amounts, connections, at, until })
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.amounts.is_empty() && self.connections.is_empty() && self.at.is_none()
    }
}

/// NAME=DATE, or NAME=DATETHH:MM where hours are counted.
fn event(written: &str, known: &[String]) -> Result<Event, Message> {
    let form = || {
        say!(
            "「{written}」は出来事として読めません。例: --event contract-end=2026-09-30",
            "`{written}` is no event; write it as --event contract-end=2026-09-30"
        )
    };
    let (name, when) = written.split_once('=').ok_or_else(form)?;
    if !known.iter().any(|known| known == name) {
        let kind = say!("出来事", "event");
        return Err(unknown(&kind, name, known));
    }
    Ok(Event { name: name.to_owned(), moment: moment(when, &form)? })
}

/// A day, with or without a time of it.
fn moment(written: &str, form: &dyn Fn() -> Message) -> Result<Moment, Message> {
    let (day, time) = written.split_once('T').map_or((written, None), |(day, time)| (day, Some(time)));
    let day = day_of(day).ok_or_else(form)?;
    let time = time.map(|written| time_of(written).ok_or_else(form)).transpose()?;
    holiday(day).map_err(|_| {
        say!(
            "{day} は計算できません。祝日が分かるのは 1948-07-20 から 2099-12-31 までです",
            "{day} is outside the calendar: holidays are known from 1948-07-20 to 2099-12-31"
        )
    })?;
    Ok(Moment { day, time })
}

fn day_of(written: &str) -> Option<NaiveDate> {
    has_shape(written, "0000-00-00").then(|| written.parse().ok()).flatten()
}

/// HH:MM, or HH:MM:SS.
fn time_of(written: &str) -> Option<NaiveTime> {
    match written.len() {
        5 => has_shape(written, "00:00").then(|| NaiveTime::parse_from_str(written, "%H:%M").ok()).flatten(),
        _ => has_shape(written, "00:00:00").then(|| NaiveTime::parse_from_str(written, "%H:%M:%S").ok()).flatten(),
    }
}

fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(c, like): (char, char)| if like == '0' { c.is_ascii_digit() } else { c == like };
    text.len() == shape.len() && text.chars().zip(shape.chars()).all(fits)
}

/// NAME=YEN in whole yen.
fn amount(written: &str, known: &[String]) -> Result<NamedAmount, Message> {
    let form = || {
        say!(
            "「{written}」は金額として読めません。コンマや「円」を付けず、半角の数字で書いてください。例: --amount unpaid=10000",
            "`{written}` is no sum; write whole yen in digits alone, as in --amount unpaid=10000"
        )
    };
    let (name, yen) = written.split_once('=').ok_or_else(form)?;
    if !known.iter().any(|known| known == name) {
        let kind = say!("金額", "amount");
        return Err(unknown(&kind, name, known));
    }
    let is_number = !yen.is_empty() && yen.bytes().all(|byte| byte.is_ascii_digit());
    let yen = is_number.then(|| yen.parse().ok()).flatten().ok_or_else(form)?;
    Ok(NamedAmount { name: name.to_owned(), yen })
}

/// From one time of a day to a later one; its length in seconds.
fn interval(written: &str) -> Result<u32, Message> {
    let form = || {
        say!(
            "「{written}」は時間として読めません。例: --interval 10:00-10:35",
            "`{written}` is no interval; write it as --interval 10:00-10:35"
        )
    };
    let (from, until) = written.split_once('-').ok_or_else(form)?;
    let seconds = |written| time_of(written).map(|time| time.num_seconds_from_midnight());
    let end = if until == "24:00" { Some(24 * 60 * 60) } else { seconds(until) };
    let (begin, end) = (seconds(from).ok_or_else(form)?, end.ok_or_else(form)?);
    end.checked_sub(begin).ok_or_else(|| {
        say!(
            "「{written}」は、終わり（{until}）が始まり（{from}）より前です。夜の０時をまたぐときは、二つに分けてください",
            "`{written}` ends before it begins; split it in two where it runs over midnight"
        )
    })
}

fn at(written: &str) -> Result<NaiveDateTime, Message> {
    let form = || {
        say!(
            "「{written}」は日時として読めません。例: --at 2026-11-21T23:30",
            "`{written}` is no moment; write it as --at 2026-11-21T23:30"
        )
    };
    let Moment { day, time } = moment(written, &form)?;
    Ok(day.and_time(time.unwrap_or_default()))
}

fn until(written: &str) -> Result<NaiveDate, Message> {
    let form = || {
        say!(
            "「{written}」は日付として読めません。例: --until 2030-03-31",
            "`{written}` is no date; write it as --until 2030-03-31"
        )
    };
    match moment(written, &form)? {
        Moment { day, time: None } => Ok(day),
        Moment { .. } => Err(form()),
    }
}

/// Says what there is instead, and which of it was probably meant.
fn unknown(kind: &Message, name: &str, known: &[String]) -> Message {
    let Message { ja: kind, en: kind_en } = kind;
    if known.is_empty() {
        return say!(
            "「{name}」という{kind}はありません。使える{kind}は一つもありません",
            "there is no {kind_en} at all"
        );
    }
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let all = names.join(", ");
    match nearest(name, &names) {
        Some(near) => say!(
            "「{name}」という{kind}はありません。「{near}」ではありませんか。使えるのは: {all}",
            "there is no {kind_en} `{name}`; did you mean `{near}`? There are: {all}"
        ),
        None => say!(
            "「{name}」という{kind}はありません。使えるのは: {all}",
            "there is no {kind_en} `{name}`; there are: {all}"
        ),
    }
}
