//! Timelines: intervals that follow one another, one side of them billed.

use super::super::Lowering;
use super::super::fields::{CONFLICTING_KEYS, Fields, MISSING_KEYS, What};
use super::super::value::{self, INVALID_VALUES};
use super::{IMPOSSIBLE_INTERVALS, MAX_PARTS};
use crate::model::{Connection, Minute, Side, Stated, Timeline};
use crate::say;
use crate::source::Span;
use crate::syntax::Node;

const TIMELINE: What = What("課金の図", "a timeline");
const SIDE: What = What("接続する側", "a side");

impl Lowering<'_> {
    pub(super) fn timeline(&mut self, node: &Node) -> Option<Timeline> {
        let fields = Fields::read(node, TIMELINE, &["charge", "sides", "bookings", "total"], self.diagnostics)?;
        let charge = self.required_id(&fields, "charge", "consultation-fee");
        let bookings = value::list(fields.get("bookings"), self.diagnostics);
        let bookings = self.bookings(bookings);
        let total = fields.get("total").and_then(|node| {
            let yen = value::number(node, 0..=i32::MAX, self.diagnostics)?;
            Some(Stated { yen: u64::from(yen.unsigned_abs()), span: node.span })
        });
        let nodes = fields.require("sides", "[…]", self.diagnostics);
        let nodes = self.bounded(nodes);
        let sides: Vec<(Side, Option<Span>)> = nodes.iter().filter_map(|node| self.side(node)).collect();
        self.distinct_parts(sides.iter().map(|(side, _)| side.name.plain()));
        let charged = self.charged(&sides, &fields)?;
        let sides = sides.into_iter().map(|(side, _)| side).collect();
        Some(Timeline { charge: charge?, sides, charged, bookings, total })
    }

    /// The one side that is billed.
    fn charged(&mut self, sides: &[(Side, Option<Span>)], fields: &Fields<'_>) -> Option<usize> {
        let marked = sides.iter().enumerate().filter_map(|(at, (_, span))| span.map(|span| (at, span)));
        let help = say!("課金する側の一つだけに charged: true を書いてください", "write `charged: true` on one side");
        match marked.collect::<Vec<_>>()[..] {
            [(at, _)] => Some(at),
            [(_, first), (_, second), ..] => {
                let message = say!("課金する側が二つあります", "two sides are billed");
                let related = say!("一つ目はここです", "the first is here");
                self.diagnostics.push(CONFLICTING_KEYS.at(second, message).related(first, related).help(help));
                None
            }
            [] => {
                let place = fields.key("sides")?;
                let message = say!("どちらの接続に課金するのかがありません", "no side is billed");
                self.diagnostics.push(MISSING_KEYS.at(place, message).help(help));
                None
            }
        }
    }

    fn side(&mut self, node: &Node) -> Option<(Side, Option<Span>)> {
        let fields = Fields::read(node, SIDE, &["name", "connections", "charged"], self.diagnostics)?;
        let name = self.required_label(&fields, "name", "お客様の端末");
        let connections = fields.require("connections", "[10:00-10:35]", self.diagnostics);
        let connections = self.bounded(connections);
        let charged = fields.get("charged").and_then(|node| value::boolean(node, self.diagnostics));
        let charged = fields.key("charged").filter(|_| charged == Some(true));
        let mut last: Option<(Connection, Span)> = None;
        let mut read = Vec::new();
        for node in connections {
            let Some(connection) = self.connection(node) else { continue };
            match last {
                Some((before, span)) if connection.from < before.until => {
                    let message = say!(
                        "前の接続が終わる前に始まっています",
                        "this begins before the connection before it has ended"
                    );
                    let related = say!("前の接続はここです", "the connection before it");
                    let help = say!("早い順に、重ならないように書いてください", "write them in order, without overlap");
                    self.diagnostics
                        .push(IMPOSSIBLE_INTERVALS.at(node.span, message).related(span, related).help(help));
                }
                _ => {
                    last = Some((connection, node.span));
                    read.push(connection);
                }
            }
        }
        Some((Side { name, connections: read }, charged))
    }

    /// 10:00-10:35
    fn connection(&mut self, node: &Node) -> Option<Connection> {
        let text = value::text(node, self.diagnostics)?;
        let halves = text.as_str().split_once('-');
        let Some((from, until)) = halves.and_then(|(from, until)| Some((minute(from)?, minute(until)?))) else {
            let message = say!("接続の時間として読めません", "this is no interval");
            let help = say!("10:00-10:35 のように書いてください", "write it as 10:00-10:35");
            self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
            return None;
        };
        if from >= until {
            let middle = text.as_str().find('-').unwrap_or_default();
            let message = say!("接続が、始まる前に終わっています", "the connection ends before it begins");
            let diagnostic = IMPOSSIBLE_INTERVALS.at(text.at(middle + 1..text.as_str().len()), message);
            let begins = say!("始まりはここです", "it begins here");
            let help = say!("始まりを先に、終わりを後に書いてください", "write the beginning first");
            self.diagnostics.push(diagnostic.related(text.at(0..middle), begins).help(help));
            return None;
        }
        Some(Connection { from, until })
    }

    fn bookings(&mut self, nodes: &[Node]) -> Vec<Minute> {
        let mut bookings: Vec<(Minute, Span)> = Vec::new();
        for node in nodes.iter().take(MAX_PARTS) {
            let Some(text) = value::text(node, self.diagnostics) else { continue };
            let Some(begins) = minute(text.as_str()) else {
                let message = say!("予約の時刻として読めません", "this is no time");
                let help = say!("10:00 のように書いてください", "write it as 10:00");
                self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
                continue;
            };
            if let Some((_, span)) = bookings.last().filter(|(last, _)| *last >= begins) {
                let message = say!("前の予約より後の時刻ではありません", "it is not later than the booking before it");
                let related = say!("前の予約はここです", "the booking before it");
                self.diagnostics.push(IMPOSSIBLE_INTERVALS.at(text.span(), message).related(*span, related));
                continue;
            }
            bookings.push((begins, text.span()));
        }
        bookings.into_iter().map(|(begins, _)| begins).collect()
    }
}

/// 9:05 or 24:00, in minutes after midnight.
fn minute(text: &str) -> Option<Minute> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let is_number = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(hours * 60 + minutes).filter(|all| minutes < 60 && *all <= 24 * 60)
}
