//! Figures and QR codes: what they say as data, checked for what cannot be drawn.

use super::Lowering;
use super::fields::{CONFLICTING_KEYS, Fields, MISSING_KEYS, What};
use super::value::{self, INVALID_VALUES};
use crate::figure::code;
use crate::model::{
    Connection, Connector, Diagram, Figure, InformationFlow, Inline, Minute, Node as Box, Picture, Prose, Side, Stated,
    Step, Timeline,
};
use crate::source::Span;
use crate::syntax::{Node, Text, Value};
use crate::{rule, say};

rule! {
    /// The times of a figure run backwards or into each other.
    ///
    /// What is billed for them cannot be said. Write each interval from its beginning to its end, in order, on one day.
    pub static IMPOSSIBLE_INTERVALS: Error("impossible-intervals") = "\
図に書いた時間の、終わりが始まりより前になっているか、前の時間と重なっています。

何分と数えるのかが決まらず、課金の例として成り立ちません。一日のうちの時間を、始まりから終わりへ、早い順に、重ならないように書いてください。

    誤: connections: [10:35-10:00]
    誤: connections: [10:00-10:20, 10:10-10:30]
    正: connections: [10:00-10:10, 10:10-10:30]";
}

rule! {
    /// Two parts of one figure have the same name.
    ///
    /// A link or step could begin or end at either of them. Give one of them another name.
    pub static DUPLICATE_FIGURE_PARTS: Error("duplicate-figure-parts") = "\
一つの図の中に、同じ名前の部品（箱、枠、登場者）が二つあります。

線や矢印がどちらから出てどちらに着くのか決まりません。一方を別の名前にしてください。";
}

rule! {
    /// The address of a QR code is too long.
    ///
    /// The squares would be too small for a telephone to read from paper. Give a shorter address that leads there.
    pub static OVERLONG_CODES: Error("overlong-codes") = "\
QRコードにするアドレスが長すぎます。

紙に刷ったときにます目が細かくなりすぎ、スマートフォンで読み取れません。同じページに着く短いアドレスにしてください。";
}

const FIGURE: What = What("図", "a figure");
const CODE: What = What("QRコード", "a QR code");
const TIMELINE: What = What("課金の図", "a timeline");
const SIDE: What = What("接続する側", "a side");
const DIAGRAM: What = What("構成図", "a diagram");
const NODE: What = What("箱", "a node");
const GROUP: What = What("枠", "a group");
const LINK: What = What("線", "a link");
const FLOW: What = What("情報の流れの図", "a flow");
const STEP: What = What("手順", "a step");

const PICTURES: [&str; 3] = ["timeline", "diagram", "flow"];
/// More than a page can show.
const MAX_PARTS: usize = 40;

/// Names of parts with their places in the lists they come from.
type Names<'n> = Vec<(&'n str, usize)>;

impl Lowering<'_> {
    /// `figure:` and `qr:`.
    pub(super) fn figures(&mut self, fields: &Fields<'_>) -> Vec<Figure> {
        let figure = fields.get("figure").and_then(|node| self.figure(node));
        let code = fields.get("qr").and_then(|node| self.code(node));
        figure.into_iter().chain(code).collect()
    }

    fn figure(&mut self, node: &Node) -> Option<Figure> {
        let keys = [&["id", "caption", "alt"], &PICTURES[..]].concat();
        let fields = Fields::read(node, FIGURE, &keys, self.diagnostics)?;
        let id = self.id(&fields, "id");
        let caption = Some(self.required_prose(&fields, "caption", "課金の例"));
        let alt = self.alt(&fields);
        let picture = self.picture(&fields)?;
        Some(Figure { key: self.key(), id, caption, alt, picture, span: fields.span })
    }

    /// What stands for the figure where it is not seen; an empty one says nothing.
    fn alt(&mut self, fields: &Fields<'_>) -> Prose {
        let Some(node) = fields.require("alt", "端末からサーバまでの接続を示す図", self.diagnostics)
        else {
            return Prose::empty(fields.span);
        };
        let alt = self.label(node).unwrap_or_else(|| Prose::empty(node.span));
        if matches!(node.value, Value::Scalar(_)) && alt.plain().as_str().trim().is_empty() {
            let message = say!("図の代わりに読む文章がありません", "the figure has no alternative text");
            let help = say!(
                "図が見えない人に図の内容が伝わるように、alt: に書いてください",
                "say in `alt:` what the figure shows, for those who do not see it"
            );
            self.diagnostics.push(MISSING_KEYS.at(node.span, message).help(help));
        }
        alt
    }

    fn picture(&mut self, fields: &Fields<'_>) -> Option<Picture> {
        let given: Vec<&str> = PICTURES.into_iter().filter(|key| fields.key(key).is_some()).collect();
        match given[..] {
            [] => {
                let message = say!("図に描くものがありません", "there is nothing to draw");
                let help = say!(
                    "timeline:（課金の図）、diagram:（構成図）、flow:（情報の流れ）のいずれかを書いてください",
                    "write `timeline:`, `diagram:` or `flow:`"
                );
                self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
                None
            }
            [only] => {
                let node = fields.get(only)?;
                match only {
                    "timeline" => self.timeline(node).map(Picture::Timeline),
                    "diagram" => self.diagram(node).map(Picture::Diagram),
                    _ => self.information_flow(node).map(Picture::InformationFlow),
                }
            }
            [first, second, ..] => {
                fields.conflict(first, second, self.diagnostics);
                None
            }
        }
    }

    fn timeline(&mut self, node: &Node) -> Option<Timeline> {
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

    fn diagram(&mut self, node: &Node) -> Option<Diagram> {
        let fields = Fields::read(node, DIAGRAM, &["groups", "nodes", "links"], self.diagnostics)?;
        let group_nodes = self.bounded(fields.get("groups"));
        let groups = self.named(group_nodes, GROUP, &["id", "label"], "医療機関");
        let group_names = names(&groups);
        let nodes = fields.require("nodes", "[…]", self.diagnostics);
        let nodes = self.bounded(nodes);
        let named = self.named(nodes, NODE, &["id", "label", "group"], "アプリケーションサーバ");
        let node_names = names(&named);
        let boxes = named.iter().map(|part| {
            let group = part.fields.get("group");
            let group = group.and_then(|node| value::choice(node, &group_names, self.diagnostics));
            Box { label: part.label.clone(), group }
        });
        let boxes = boxes.collect();
        let links = self.bounded(fields.get("links")).iter().filter_map(|node| self.connector(node, &node_names));
        let links = links.collect();
        let groups = groups.into_iter().map(|group| group.label).collect();
        Some(Diagram { groups, nodes: boxes, links })
    }

    /// Parts that have an id and a label.
    fn named<'n>(&mut self, nodes: &'n [Node], what: What, keys: &[&str], example: &str) -> Vec<Part<'n>> {
        let mut parts = Vec::new();
        for node in nodes {
            let Some(fields) = Fields::read(node, what, keys, self.diagnostics) else { continue };
            let label = self.required_label(&fields, "label", example);
            let Some(node) = fields.require("id", "server", self.diagnostics) else { continue };
            let Some(text) = value::text(node, self.diagnostics) else { continue };
            if value::id(node, self.diagnostics).is_some() {
                parts.push(Part { id: text, label, fields });
            }
        }
        self.distinct_parts(parts.iter().map(|part| part.id.clone()));
        parts
    }

    fn connector(&mut self, node: &Node, nodes: &Names<'_>) -> Option<Connector> {
        let fields = Fields::read(node, LINK, &["from", "to", "label", "both"], self.diagnostics)?;
        let (from, to) = self.ends(&fields, nodes)?;
        let label = fields.get("label").and_then(|node| self.label(node));
        let both = fields.get("both").and_then(|node| value::boolean(node, self.diagnostics));
        if from == to {
            let message = say!("同じ箱どうしを結んでいます", "this joins a node with itself");
            let help = say!("from と to に別の箱を書いてください", "write two different nodes");
            self.diagnostics.push(INVALID_VALUES.at(fields.span, message).help(help));
            return None;
        }
        Some(Connector { from, to, label, is_mutual: both.unwrap_or_default() })
    }

    fn ends(&mut self, fields: &Fields<'_>, names: &Names<'_>) -> Option<(usize, usize)> {
        let example = names.first().map_or("client", |(name, _)| name);
        let from = fields.require("from", example, self.diagnostics);
        let from = from.and_then(|node| value::choice(node, names, self.diagnostics));
        let to = fields.require("to", example, self.diagnostics);
        let to = to.and_then(|node| value::choice(node, names, self.diagnostics));
        from.zip(to)
    }

    fn information_flow(&mut self, node: &Node) -> Option<InformationFlow> {
        let fields = Fields::read(node, FLOW, &["actors", "steps"], self.diagnostics)?;
        let nodes = fields.require("actors", "[お客様, 当社]", self.diagnostics);
        let nodes = self.bounded(nodes);
        let texts: Vec<&Text> = nodes.iter().filter_map(|node| value::text(node, self.diagnostics)).collect();
        self.distinct_parts(texts.iter().map(|text| (*text).clone()));
        let names: Names<'_> = texts.iter().enumerate().map(|(at, text)| (text.as_str(), at)).collect();
        let steps = fields.require("steps", "[…]", self.diagnostics);
        let steps = self.bounded(steps).iter().filter_map(|node| {
            let fields = Fields::read(node, STEP, &["from", "to", "label"], self.diagnostics)?;
            let ends = self.ends(&fields, &names);
            let label = self.required_label(&fields, "label", "申込み");
            let (from, to) = ends?;
            Some(Step { from, to, label })
        });
        let steps = steps.collect();
        if let (Some(span), 0 | 1) = (fields.key("actors"), texts.len()) {
            let message = say!("登場者が足りません", "there are too few actors");
            let help = say!("やり取りをする者を二つ以上書いてください", "name at least two");
            self.diagnostics.push(INVALID_VALUES.at(span, message).help(help));
            return None;
        }
        Some(InformationFlow { actors: texts.into_iter().map(plain).collect(), steps })
    }

    fn code(&mut self, node: &Node) -> Option<Figure> {
        let fields = Fields::read(node, CODE, &["id", "url", "caption", "alt"], self.diagnostics)?;
        let id = self.id(&fields, "id");
        let caption = self.optional_prose(&fields, "caption");
        let node = fields.require("url", "https://example.com/apply", self.diagnostics)?;
        let address = value::text(node, self.diagnostics)?;
        if !["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| address.as_str().starts_with(scheme)) {
            let message = say!("QRコードにするアドレスとして読めません", "this is no address for a QR code");
            let help = say!("https: で始まるアドレスを書いてください", "write an address that begins with https:");
            self.diagnostics.push(INVALID_VALUES.at(address.span(), message).help(help));
            return None;
        }
        if code::modules(address.as_str()).is_none() {
            let most = code::MAX_BYTES;
            let message = say!(
                "QRコードにするには長すぎます（{most} バイトまで）",
                "too long for a QR code (at most {most} bytes)"
            );
            let help = say!("同じページに着く短いアドレスを書いてください", "write a shorter address that leads there");
            self.diagnostics.push(OVERLONG_CODES.at(address.span(), message).help(help));
            return None;
        }
        let alt = match fields.key("alt") {
            Some(_) => self.alt(&fields),
            None => {
                let text = Text::opaque(format!("QRコード：{}", address.as_str()), address.span());
                plain(&text)
            }
        };
        let picture = Picture::Code(plain(address));
        Some(Figure { key: self.key(), id, caption, alt, picture, span: fields.span })
    }

    /// The entries of a list that is not too long to be drawn.
    fn bounded<'n>(&mut self, node: Option<&'n Node>) -> &'n [Node] {
        let nodes = value::list(node, self.diagnostics);
        if let Some(over) = nodes.get(MAX_PARTS) {
            let message = say!("一つの図に描ける数を超えています", "this is more than one figure can show");
            let help = say!("{MAX_PARTS} 個までにして、図を分けてください", "at most {MAX_PARTS}; divide the figure");
            self.diagnostics.push(INVALID_VALUES.at(over.span, message).help(help));
        }
        &nodes[..nodes.len().min(MAX_PARTS)]
    }

    fn distinct_parts(&mut self, names: impl Iterator<Item = Text>) {
        let mut seen: Vec<Text> = Vec::new();
        for name in names {
            if let Some(first) = seen.iter().find(|first| first.as_str() == name.as_str()) {
                let shown = name.as_str();
                let message = say!("「{shown}」が二つあります", "there are two `{shown}`");
                let related = say!("一つ目はここです", "the first is here");
                let help = say!("どちらかを別の名前にしてください", "give one of them another name");
                let diagnostic = DUPLICATE_FIGURE_PARTS.at(name.span(), message);
                self.diagnostics.push(diagnostic.related(first.span(), related).help(help));
            }
            seen.push(name);
        }
    }

    fn required_label(&mut self, fields: &Fields<'_>, key: &str, example: &str) -> Prose {
        let node = fields.require(key, example, self.diagnostics);
        node.and_then(|node| self.label(node)).unwrap_or_else(|| Prose::empty(fields.span))
    }

    /// Words of a figure: links cannot be followed there, nor parts of them stressed.
    fn label(&mut self, node: &Node) -> Option<Prose> {
        let label = self.prose(node);
        let only_text = label.inlines.iter().all(|inline| matches!(inline, Inline::Text(_)));
        if !only_text {
            let message = say!("図の中の言葉にリンクや強調は使えません", "words of a figure have no links or emphasis");
            let help = say!("言葉だけを書いてください", "write words only");
            self.diagnostics.push(INVALID_VALUES.at(node.span, message).help(help));
            return None;
        }
        Some(label)
    }
}

/// A node or group with its name.
struct Part<'n> {
    id: &'n Text,
    label: Prose,
    fields: Fields<'n>,
}

fn names<'n>(parts: &[Part<'n>]) -> Names<'n> {
    parts.iter().enumerate().map(|(at, part)| (part.id.as_str(), at)).collect()
}

fn plain(text: &Text) -> Prose {
    Prose { inlines: vec![Inline::Text(text.clone())], span: text.span() }
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
