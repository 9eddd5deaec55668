//! Drawings: what they bill, that nothing overlaps, and that words can be read.

use std::num::NonZeroU32;

use super::*;
use crate::model::Id;
use crate::model::{
    Connection, Connector, Diagram, InformationFlow, Inline, Metered, Node, Rate, Side, Step, Timeline,
};
use crate::source::{Sources, Span};
use crate::syntax::Text;

fn span() -> Span {
    Span::new(Sources::default().add("any", ""), 0..0)
}

fn prose(text: &str) -> Prose {
    Prose { inlines: vec![Inline::Text(Text::opaque(text.to_owned(), span()))], span: span() }
}

/// 10:05-10:35 as two numbers.
fn side(name: &str, connections: &[(u32, u32)]) -> Side {
    let connections = connections.iter().map(|(from, until)| Connection { from: *from, until: *until });
    Side { name: prose(name), connections: connections.collect() }
}

fn timeline(connections: &[(u32, u32)], bookings: &[u32]) -> Timeline {
    let charge = Id { name: "fee".to_owned(), span: span() };
    let sides = vec![side("お客様", connections), side("患者様", &[(605, 620)])];
    Timeline { charge, sides, charged: 0, bookings: bookings.to_vec(), total: None }
}

fn metering(per: Metered) -> Metering {
    let unit_minutes = NonZeroU32::new(30).unwrap();
    Metering { unit_minutes, price: 100, per, tax: Some(Rate { millionths: 100_000 }) }
}

fn texts(drawing: &Drawing) -> Vec<&str> {
    let words = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Words { text, .. } => Some(text.as_str()),
        _ => None,
    });
    words.collect()
}

type Area = (Length, Length, Length, Length);

/// Left, top, right and bottom of boxes that hide what is below them.
fn boxes(drawing: &Drawing) -> Vec<Area> {
    let boxes = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Box { x, y, width, height, fill: Fill::Paper, stroke: Some(_) } => Some((*x, *y, x + width, y + height)),
        _ => None,
    });
    boxes.collect()
}

fn areas_of_words(drawing: &Drawing) -> Vec<(Area, &str)> {
    let words = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Words { x, baseline, anchor, text, .. } => {
            let width = words::width(text);
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2,
                Anchor::End => x - width,
            };
            Some(((left, baseline - 80, left + width, baseline + 10), text.as_str()))
        }
        _ => None,
    });
    words.collect()
}

fn overlap(one: Area, two: Area) -> bool {
    one.0 < two.2 && two.0 < one.2 && one.1 < two.3 && two.1 < one.3
}

fn segments(drawing: &Drawing) -> Vec<Area> {
    let lines = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Path { points, .. } => Some(points),
        _ => None,
    });
    let pairs = lines.flat_map(|points| points.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>());
    pairs.map(|((a, b), (c, d))| (a.min(c), b.min(d), a.max(c), b.max(d))).collect()
}

/// Everything a reader must see: inside, and no words over others.
fn assert_legible(drawing: &Drawing) {
    let words = areas_of_words(drawing);
    for (at, (area, text)) in words.iter().enumerate() {
        assert!(area.0 >= 0 && area.2 <= drawing.width && area.3 <= drawing.height, "{text} is outside: {area:?}");
        for (other, words) in &words[..at] {
            assert!(!overlap(*area, *other), "{text} over {words}");
        }
    }
}

#[test]
fn a_timeline_is_billed_by_the_charge_and_says_how() {
    // 20 + 15 minutes of one booking; of two; each connection by itself.
    let connections = [(600, 620), (660, 675)];
    let total = |bookings: &[u32], per| total(&timeline(&connections, bookings), &metering(per));
    assert_eq!((total(&[], Metered::Booking), total(&[600, 660], Metered::Booking)), (200, 200));
    let short = timeline(&[(600, 610), (615, 630)], &[]);
    let by = |per| super::total(&short, &metering(per));
    assert_eq!((by(Metered::Booking), by(Metered::Connection)), (100, 200));
    let drawing = draw(&Picture::Timeline(timeline(&connections, &[600, 660])), Some(&metering(Metered::Booking)));
    assert!(texts(&drawing).contains(&"100円×1＋100円×1＝200円（税抜き）"));
    let data = data(&Picture::Timeline(short), Some(&metering(Metered::Booking)));
    assert_eq!(data.rows[0], ["お客様", "10:00～10:10、10:15～10:30", "10分＋15分＝25分", "課金の対象"]);
    assert_eq!(data.rows[2][3], "100円×1＝100円（税抜き）");
}

#[test]
fn timelines_of_minutes_and_of_days_are_legible() {
    for connections in [&[(600, 601), (602, 603)][..], &[(0, 1440)], &[(600, 635), (640, 641), (700, 900)]] {
        let picture = Picture::Timeline(timeline(connections, &[600, 660]));
        assert_legible(&draw(&picture, Some(&metering(Metered::Connection))));
        assert_legible(&draw(&picture, None));
    }
}

fn diagram(count: usize, groups: usize, seed: &mut u32) -> Diagram {
    let mut next = |below: usize| {
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (*seed >> 8) as usize % below
    };
    let label =
        |at: usize| prose(&"予約を管理するサーバ".chars().cycle().skip(at).take(3 + at % 9).collect::<String>());
    let nodes = (0..count).map(|at| {
        let group = next(groups + 1);
        Node { label: label(at), group: (group < groups).then_some(group) }
    });
    let nodes = nodes.collect();
    let links = (0..count * 5 / 4).filter_map(|at| {
        let (from, to) = (next(count), next(count));
        let label = (next(2) == 0).then(|| label(at));
        (from != to).then_some(Connector { from, to, label, is_mutual: next(2) == 0 })
    });
    Diagram { groups: (0..groups).map(|at| prose(&format!("枠{at}"))).collect(), nodes, links: links.collect() }
}

#[test]
fn no_box_overlaps_another_and_no_line_crosses_a_box() {
    let mut seed = 7;
    for count in 1..=14 {
        for groups in 0..=3 {
            let diagram = diagram(count, groups, &mut seed);
            let drawing = draw(&Picture::Diagram(diagram.clone()), None);
            let boxes = boxes(&drawing);
            assert_eq!(boxes.len(), count);
            assert_legible(&drawing);
            for (at, own) in boxes.iter().enumerate() {
                assert!(own.0 >= 0 && own.2 <= drawing.width && own.3 <= drawing.height);
                assert!(!boxes[..at].iter().any(|other| overlap(*own, *other)), "{diagram:?}");
                let inner = (own.0 + 2, own.1 + 2, own.2 - 2, own.3 - 2);
                let crossed = segments(&drawing)
                    .into_iter()
                    .find(|line| overlap(inner, (line.0, line.1, line.2 + 1, line.3 + 1)));
                assert_eq!(crossed, None, "{diagram:?}");
            }
        }
    }
}

#[test]
fn a_frame_holds_its_own_boxes_and_no_others() {
    let mut seed = 23;
    for count in 4..=12 {
        let diagram = diagram(count, 3, &mut seed);
        let drawing = draw(&Picture::Diagram(diagram.clone()), None);
        let frames: Vec<Area> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Box { x, y, width, height, fill: Fill::Tint, stroke: Some(_) } => {
                    Some((*x, *y, x + width, y + height))
                }
                _ => None,
            })
            .collect();
        let used: Vec<usize> =
            (0..3).filter(|group| diagram.nodes.iter().any(|node| node.group == Some(*group))).collect();
        assert_eq!(frames.len(), used.len());
        for (frame, group) in frames.iter().zip(used) {
            for (node, area) in diagram.nodes.iter().zip(boxes(&drawing)) {
                assert_eq!(overlap(*frame, area), node.group == Some(group), "{diagram:?}");
            }
        }
    }
}

#[test]
fn steps_are_numbered_and_every_label_has_its_room() {
    let actors = ["契約者", "当社", "委託先の事業者", "監督官庁"].map(prose).to_vec();
    let step = |from, to, label: &str| Step { from, to, label: prose(label) };
    let steps = vec![
        step(0, 1, "申込書に必要な事項を記入して送付"),
        step(1, 1, "審査"),
        step(1, 3, "報告"),
        step(2, 0, "機器の発送及び設定のご案内"),
    ];
    let flow = InformationFlow { actors, steps };
    let drawing = draw(&Picture::InformationFlow(flow.clone()), None);
    assert_legible(&drawing);
    let said = texts(&drawing).concat();
    assert!(said.contains("①申込書に必要な事項を記入して送付②審査③報告④機器"), "{said}");
    let data = data(&Picture::InformationFlow(flow), None);
    assert_eq!(data.rows[1], ["②", "当社", "―", "審査"]);
}

#[test]
fn a_code_has_its_quiet_zone_and_finder_patterns() {
    let address = "https://example.com/apply";
    let drawing = draw(&Picture::Code(prose(address)), None);
    let [Shape::Code { square, runs }] = &drawing.shapes[..] else { panic!("{drawing:?}") };
    let side = drawing.width / square;
    assert!(runs.iter().all(|(x, y, length)| *x >= 4 && *y >= 4 && Length::from(x + length) <= side - 4));
    // Seven squares wide at three corners.
    let last = side as u16 - 4 - 7;
    assert!([(4, 4, 7), (last, 4, 7), (4, side as u16 - 5, 7)].iter().all(|finder| runs.contains(finder)));
    assert!(code::modules(&"a".repeat(code::MAX_BYTES)).is_some());
    assert!(code::modules(&"a".repeat(code::MAX_BYTES + 1)).is_none());
}
