//! Billing over time: a row for the connections of each side, a row of the units that are billed, and the sum.

use super::{Anchor, Data, Drawing, EM, Fill, Length, MIDDLE, Stroke, WIDTH, plain, rows, words};
use crate::calendar::charge::grouped;
use crate::model::{Connection, Metered, Metering, Minute, Timeline};

/// Where names end and time begins.
const NAMES: Length = 7 * EM;
const LEFT: Length = NAMES + EM;
const RIGHT: Length = WIDTH - 3 * EM / 2;
const AXIS: Length = 150;
const ROW: Length = 210;
const BAR: Length = 130;
/// Minutes between ticks, the first with which their labels fit.
const STEPS: [Minute; 10] = [5, 10, 15, 30, 60, 120, 180, 240, 360, 720];
const MOST_STEPS: Minute = 7;

/// Units that are billed together: those of a booking, or of a connection.
struct Billed {
    /// What they are counted from.
    from: Minute,
    units: u64,
}

/// What the billed connections come to, in yen before tax.
pub fn total(timeline: &Timeline, metering: &Metering) -> u128 {
    billed(timeline, metering).iter().map(|billed| u128::from(billed.units) * u128::from(metering.price)).sum()
}

fn billed(timeline: &Timeline, metering: &Metering) -> Vec<Billed> {
    let bookings = timeline.by_booking();
    let counted: Vec<Vec<Connection>> = match metering.per {
        Metered::Booking => bookings,
        Metered::Connection => bookings.into_iter().flatten().map(|connection| vec![connection]).collect(),
    };
    let seconds = |connection: &Connection| (connection.until - connection.from) * 60;
    let billed = counted.iter().filter_map(|connections| {
        let lengths: Vec<u32> = connections.iter().map(seconds).collect();
        Some(Billed { from: connections.first()?.from, units: metering.started_units(&lengths) })
    });
    billed.collect()
}

/// 100円×1＋100円×1＝200円（税抜き）
fn sum(timeline: &Timeline, metering: &Metering) -> String {
    let price = grouped(metering.price.into());
    let parts: Vec<String> =
        billed(timeline, metering).iter().map(|billed| format!("{price}円×{}", billed.units)).collect();
    let net = if metering.tax.is_some() { "（税抜き）" } else { "" };
    format!("{}＝{}円{net}", parts.join("＋"), grouped(total(timeline, metering)))
}

/// Boxes of units over time: each begins where its use began, or where the unit before it ends.
fn units(timeline: &Timeline, metering: &Metering) -> Vec<(Minute, Minute)> {
    let length = metering.unit_minutes.get();
    let mut boxes = Vec::new();
    let mut end = 0;
    for billed in billed(timeline, metering) {
        end = end.max(billed.from);
        for _ in 0..billed.units {
            boxes.push((end, end + length));
            end += length;
        }
    }
    boxes
}

/// From minutes to places.
struct Scale {
    from: Minute,
    until: Minute,
    step: Minute,
}

impl Scale {
    fn of(times: impl Iterator<Item = Minute> + Clone) -> Scale {
        let (first, last) = (times.clone().min().unwrap_or(0), times.max().unwrap_or(60));
        let spans = |step: &Minute| last.div_ceil(*step) - first / step <= MOST_STEPS;
        let step = STEPS.into_iter().find(spans).unwrap_or(1440);
        Scale { from: first / step * step, until: last.div_ceil(step) * step, step }
    }

    fn x(&self, at: Minute) -> Length {
        let (done, all) = (at.saturating_sub(self.from) as Length, (self.until - self.from).max(1) as Length);
        LEFT + (RIGHT - LEFT) * done / all
    }
}

pub fn draw(timeline: &Timeline, metering: Option<&Metering>) -> Drawing {
    let mut out = Drawing::new(WIDTH);
    let units = metering.map(|metering| units(timeline, metering)).unwrap_or_default();
    let connections = timeline.sides.iter().flat_map(|side| &side.connections);
    let times = connections.flat_map(|connection| [connection.from, connection.until]);
    let times =
        times.chain(timeline.bookings.iter().copied()).chain(units.iter().flat_map(|(from, until)| [*from, *until]));
    let scale = Scale::of(times);
    let has_bookings = timeline.bookings.len() > 1;
    let count = timeline.sides.len() + usize::from(has_bookings) + usize::from(metering.is_some());
    axis(&mut out, &scale, AXIS + ROW * count as Length);
    let mut middle = AXIS + ROW / 2;
    if has_bookings {
        bookings(&mut out, &timeline.bookings, &scale, middle);
        middle += ROW;
    }
    for (at, side) in timeline.sides.iter().enumerate() {
        name(&mut out, &plain(&side.name), middle);
        bars(&mut out, &side.connections, &scale, middle, at == timeline.charged);
        middle += ROW;
    }
    if let Some(metering) = metering {
        name(&mut out, "課金の単位", middle);
        let label = format!("{}分", metering.unit_minutes);
        for (from, until) in &units {
            let (left, right) = (scale.x(*from), scale.x(*until));
            out.boxed((left, middle - BAR / 2), (right - left, BAR), Fill::Tint, Stroke::Strong);
            if words::width(&label) + 20 <= right - left {
                out.words((left + right) / 2, middle + MIDDLE, Anchor::Middle, &label);
            }
        }
        middle += ROW;
    }
    out.line((0, middle - ROW / 2), (WIDTH, middle - ROW / 2), Stroke::Strong);
    out.height = middle - ROW / 2 + 10;
    if let Some(metering) = metering {
        let baseline = middle - ROW / 2 + 140;
        out.words(0, baseline, Anchor::Start, "ご利用料金");
        out.strong(WIDTH, baseline, Anchor::End, &sum(timeline, metering));
        out.height = baseline + 40;
    }
    out
}

fn name(out: &mut Drawing, name: &str, middle: Length) {
    out.label(0, middle, Anchor::Start, &words::wrap(name, NAMES));
}

/// Times over lines that go down through all rows.
fn axis(out: &mut Drawing, scale: &Scale, bottom: Length) {
    for tick in (scale.from..=scale.until).step_by(scale.step as usize) {
        let x = scale.x(tick);
        out.line((x, AXIS - 30), (x, bottom), Stroke::Faint);
    }
    out.line((0, AXIS), (WIDTH, AXIS), Stroke::Strong);
    for tick in (scale.from..=scale.until).step_by(scale.step as usize) {
        out.words(scale.x(tick), AXIS - 55, Anchor::Middle, &time(tick));
    }
}

/// The beginning of each booking.
fn bookings(out: &mut Drawing, bookings: &[Minute], scale: &Scale, middle: Length) {
    name(out, "予約", middle);
    for (at, booking) in bookings.iter().enumerate() {
        let x = scale.x(*booking);
        out.line((x, middle - BAR / 2), (x, middle + BAR / 2), Stroke::Strong);
        let label = ["開始".to_owned()];
        let width = words::widest(&label);
        if x + width + EM <= bookings.get(at + 1).map_or(WIDTH, |next| scale.x(*next)) {
            out.plate(x + EM / 2 + width / 2, middle, &label, Fill::Paper);
        }
    }
}

/// Connections with their lengths: in the bar, or beside it where it is short.
fn bars(out: &mut Drawing, connections: &[Connection], scale: &Scale, middle: Length, is_charged: bool) {
    let fill = if is_charged { Fill::Shade } else { Fill::Paper };
    for (at, connection) in connections.iter().enumerate() {
        let (left, right) = (scale.x(connection.from), scale.x(connection.until));
        out.boxed((left, middle - BAR / 2), (right - left, BAR), fill, Stroke::Strong);
        let label = minutes(connection);
        let room = connections.get(at + 1).map_or(WIDTH, |next| scale.x(next.from)) - right;
        if words::width(&label) + 20 <= right - left {
            out.words((left + right) / 2, middle + MIDDLE, Anchor::Middle, &label);
        } else if words::width(&label) + 40 <= room {
            out.words(right + 20, middle + MIDDLE, Anchor::Start, &label);
        }
    }
}

pub fn data(timeline: &Timeline, metering: Option<&Metering>) -> Data {
    let mut found = Vec::new();
    for (at, side) in timeline.sides.iter().enumerate() {
        let name = plain(&side.name);
        if at != timeline.charged {
            found.push([name, spans(&side.connections), lengths(&side.connections), "―".to_owned()]);
            continue;
        }
        let bookings = timeline.by_booking();
        for connections in &bookings {
            let begun =
                timeline.bookings.iter().rfind(|booking| Some(**booking) <= connections.first().map(|one| one.from));
            let name = match begun {
                Some(booking) if bookings.len() > 1 => format!("{name}（{}からの予約）", time(*booking)),
                _ => name.clone(),
            };
            found.push([name, spans(connections), lengths(connections), "課金の対象".to_owned()]);
        }
    }
    if let Some(metering) = metering {
        let unit = format!("{}分ごとに{}円", metering.unit_minutes, grouped(metering.price.into()));
        found.push(["ご利用料金".to_owned(), String::new(), unit, sum(timeline, metering)]);
    }
    rows(["接続した側", "接続した時間", "長さ", "料金"], found)
}

/// 10:00～10:10、10:15～10:30
fn spans(connections: &[Connection]) -> String {
    let spans = connections.iter().map(|one| format!("{}～{}", time(one.from), time(one.until)));
    spans.collect::<Vec<_>>().join("、")
}

/// 10分＋15分＝25分
fn lengths(connections: &[Connection]) -> String {
    let parts: Vec<String> = connections.iter().map(minutes).collect();
    let all: Minute = connections.iter().map(|one| one.until - one.from).sum();
    if parts.len() > 1 { format!("{}＝{all}分", parts.join("＋")) } else { parts.concat() }
}

fn minutes(connection: &Connection) -> String {
    format!("{}分", connection.until - connection.from)
}

fn time(minute: Minute) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}
